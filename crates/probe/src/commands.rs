//! Commands that several remedies name.

use plumbline_domain::Cloud;

/// A command, and the platform that it is of.
type Command = (Option<Cloud>, &'static str);

/// Those that preview a change.
pub(crate) const PREVIEW: &[Command] = &[
    (None, "terraform plan -out tfplan && terraform show -json tfplan > plan.json"),
    (
        Some(Cloud::Azure),
        "az deployment group what-if -g GROUP -f main.bicep --result-format FullResourcePayloads --no-pretty-print > what-if.json",
    ),
    (Some(Cloud::Aws), "aws cloudformation describe-change-set --stack-name STACK --change-set-name SET > change-set.json"),
];

/// Those that evaluate what is deployed.
pub(crate) const EVALUATION: &[Command] = &[
    (None, "curl -s 'http://PROMETHEUS:9090/api/v1/query?query=up' > up.json"),
    (Some(Cloud::Azure), "az policy state list -g GROUP -o json > states.json"),
    (Some(Cloud::Aws), "aws configservice get-compliance-details-by-config-rule --config-rule-name RULE > compliance.json"),
    (Some(Cloud::Kubernetes), "argocd app get APP -o json > app.json"),
];
