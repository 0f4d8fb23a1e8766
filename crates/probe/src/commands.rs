//! The commands that make evidence, one table for each kind of file: remedies of probes and artifact types both name them.

use crate::Command;
use crate::Platform::{Any, On, Terraform};
use plumbline_domain::Cloud::{Aws, Azure, Google, Kubernetes};

/// The document of an intent.
pub(crate) const INTENT: &[Command] =
    &[(Any, "printf '# Deployment objective\\n\\n…\\n\\n# Threat assumptions\\n\\n…\\n' > threat-intent.md")];

/// The threats of an intent.
pub(crate) const THREATS: &[Command] = &[(Any, "printf '\\n# Threats\\n\\nTampering (CWE-345): …\\n' >> threat-intent.md")];

/// Linters.
pub(crate) const LINT: &[Command] = &[
    (Terraform, "tflint --recursive --format=sarif > lint.sarif"),
    (On(Azure), "bicep lint main.bicep --diagnostics-format sarif 2> bicep.sarif"),
    (On(Aws), "cfn-lint template.yaml --format sarif --output-file cfn-lint.sarif"),
    (On(Kubernetes), "kube-linter lint manifests/ --format json > kube-linter.json"),
];

/// Validators of templates.
pub(crate) const TEMPLATE: &[Command] = &[
    (Terraform, "terraform validate -json > validate.json"),
    (On(Azure), "az deployment group validate -g GROUP -f main.bicep -o json > validate.json"),
    (On(Aws), "cfn-lint template.yaml --format sarif --output-file cfn-lint.sarif"),
    (On(Kubernetes), "kubeconform -summary -output json manifests/ > kubeconform.json"),
];

/// Policy checks.
pub(crate) const POLICY: &[Command] = &[
    (Any, "checkov -d . -o sarif --output-file-path evidence"),
    (Terraform, "checkov -d . --framework terraform -o sarif --output-file-path evidence"),
    (On(Azure), "checkov -d . --framework bicep arm -o sarif --output-file-path evidence"),
    (On(Aws), "checkov -d . --framework cloudformation -o sarif --output-file-path evidence"),
    (On(Kubernetes), "checkov -d . --framework kubernetes helm -o sarif --output-file-path evidence"),
];

/// Searches for secrets.
pub(crate) const SECRETS: &[Command] = &[(Any, "gitleaks dir . --report-format sarif --report-path gitleaks.sarif --redact")];

/// Previews of a change.
pub(crate) const PREVIEW: &[Command] = &[
    (Terraform, "terraform plan -out tfplan && terraform show -json tfplan > plan.json"),
    (
        On(Azure),
        "az deployment group what-if -g GROUP -f main.bicep --result-format FullResourcePayloads --no-pretty-print > what-if.json",
    ),
    (On(Aws), "aws cloudformation describe-change-set --stack-name STACK --change-set-name SET > change-set.json"),
    (
        On(Kubernetes),
        "terraform plan -out tfplan && terraform show -json tfplan > plan.json   # of the stack that installs the manifests, which alone give none",
    ),
];

/// Grants before and after.
pub(crate) const GRANTS: &[Command] = &[
    (Terraform, "terraform plan -out tfplan && terraform show -json tfplan > plan.json"),
    (
        On(Azure),
        "az role assignment list --all --include-inherited --output json > roles-before.json   # deploy, then again to roles-after.json",
    ),
    (
        On(Aws),
        "aws iam get-account-authorization-details --output json > iam-before.json   # deploy, then again to iam-after.json",
    ),
    (
        On(Google),
        "gcloud projects get-iam-policy PROJECT --format=json > iam-before.json   # deploy, then again to iam-after.json",
    ),
    (
        On(Kubernetes),
        "kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json > rbac-before.json   # deploy, then again to rbac-after.json",
    ),
];

/// Grants after a deployment.
pub(crate) const GRANTS_AFTER: &[Command] = &[
    (Terraform, "terraform show -json > state.json"),
    (On(Azure), "az role assignment list --all --include-inherited --output json > roles-after.json"),
    (On(Aws), "aws iam get-account-authorization-details --output json > iam-after.json"),
    (On(Google), "gcloud projects get-iam-policy PROJECT --format=json > iam-after.json"),
    (On(Kubernetes), "kubectl get clusterroles,clusterrolebindings,roles,rolebindings -A -o json > rbac-after.json"),
];

/// Places for the reason of a wide grant.
pub(crate) const JUSTIFICATION: &[Command] = &[
    (
        Any,
        "plumbline inspect plan.json --as role-assignment-diff --justifications justifications.json   # {\"PRINCIPAL ROLE SCOPE\": \"why it is needed\"}",
    ),
    (On(Azure), "az role assignment create --assignee PRINCIPAL --role ROLE --scope SCOPE --description \"why it is needed\""),
    (On(Aws), "aws iam tag-role --role-name ROLE --tags Key=justification,Value=\"why it is needed\""),
    (
        On(Google),
        "gcloud projects add-iam-policy-binding PROJECT --member=MEMBER --role=ROLE --condition=\"title=TITLE,description=why it is needed,expression=EXPRESSION\"",
    ),
    (On(Kubernetes), "kubectl annotate clusterrolebinding NAME kubernetes.io/description=\"why it is needed\""),
];

/// Rules for traffic.
pub(crate) const NETWORK: &[Command] = &[
    (Terraform, "terraform plan -out tfplan && terraform show -json tfplan > plan.json"),
    (On(Azure), "az network nsg list -o json > nsg.json"),
    (On(Aws), "aws ec2 describe-security-groups --output json > security-groups.json"),
    (On(Google), "gcloud compute firewall-rules list --format json > firewall-rules.json"),
    (On(Kubernetes), "kubectl get networkpolicy -A -o json > network-policies.json"),
];

/// Routes.
pub(crate) const ROUTES: &[Command] = &[
    (Terraform, "terraform show -json > state.json"),
    (On(Azure), "az network route-table list -o json > route-tables.json"),
    (On(Aws), "aws ec2 describe-route-tables --output json > route-tables.json"),
];

/// References to keys and vaults.
pub(crate) const KEYS: &[Command] = &[
    (Terraform, "terraform plan -out tfplan && terraform show -json tfplan > plan.json"),
    (
        On(Azure),
        "az deployment group what-if -g GROUP -f main.bicep --result-format FullResourcePayloads --no-pretty-print > what-if.json",
    ),
    (
        On(Aws),
        "aws cloudformation describe-change-set --stack-name STACK --change-set-name SET --include-property-values > change-set.json   # if the policy accepts cfn-change-set here; else a plan",
    ),
    (
        On(Kubernetes),
        "terraform plan -out tfplan && terraform show -json tfplan > plan.json   # of the stack that installs the manifests",
    ),
];

/// Logs of deployments.
pub(crate) const LOG: &[Command] = &[
    (Terraform, "terraform apply -json tfplan > apply.ndjson"),
    (On(Azure), "az deployment operation group list -g GROUP -n DEPLOYMENT > operations.json"),
    (On(Aws), "aws cloudformation describe-stack-events --stack-name STACK > events.json"),
    (On(Kubernetes), "helm status RELEASE -o json > status.json"),
];

/// Outputs before and after.
pub(crate) const OUTPUTS: &[Command] = &[
    (Terraform, "terraform output -json > outputs-before.json   # again to outputs-after.json after the deployment"),
    (
        On(Azure),
        "az deployment group show -g GROUP -n DEPLOYMENT > deployment-before.json   # again to deployment-after.json after it",
    ),
    (
        On(Aws),
        "aws cloudformation describe-stacks --stack-name STACK > stack-before.json   # again to stack-after.json after the deployment",
    ),
    (
        On(Kubernetes),
        "terraform output -json > outputs-before.json   # of the stack that installs the manifests; again to outputs-after.json after it",
    ),
];

/// Rehearsals of the way back.
pub(crate) const ROLLBACK: &[Command] = &[
    (
        Terraform,
        "git checkout EARLIER && terraform apply -json -auto-approve > rollback.ndjson   # and terraform output -json before and after",
    ),
    (On(Azure), "az deployment group create -g GROUP -f main.bicep --rollback-on-error > deployment.json"),
    (
        On(Aws),
        "aws cloudformation rollback-stack --stack-name STACK && aws cloudformation wait stack-rollback-complete --stack-name STACK && aws cloudformation describe-stack-events --stack-name STACK > events.json",
    ),
    (On(Kubernetes), "helm rollback RELEASE && helm history RELEASE -o json > history.json"),
];

/// The state after a rehearsal.
pub(crate) const RESTORED: &[Command] = &[
    (Terraform, "terraform plan -out back && terraform show -json back > back.json   # with the earlier source"),
    (On(Azure), "az deployment group what-if -g GROUP -f earlier.bicep --no-pretty-print > back.json"),
    (On(Aws), "aws cloudformation describe-stacks --stack-name STACK > stack-after.json   # after the rollback"),
    (On(Kubernetes), "helm history RELEASE -o json > history.json   # after the rollback"),
];

/// Attestations.
pub(crate) const ATTESTATION: &[Command] = &[
    (Any, "cosign attest-blob --predicate provenance.json --type slsaprovenance1 --bundle plan.out.sigstore.json plan.out"),
    (On(Kubernetes), "cosign download attestation IMAGE > provenance.jsonl"),
];

/// Checks of signatures.
pub(crate) const SIGNATURE: &[Command] = &[(
    Any,
    "cosign verify-blob-attestation --bundle plan.out.sigstore.json --certificate-identity ID --certificate-oidc-issuer ISSUER plan.out",
)];

/// Alert rules.
pub(crate) const RULES: &[Command] = &[
    (Any, "curl -s http://PROMETHEUS:9090/api/v1/rules?type=alert > rules.json"),
    (On(Azure), "az monitor metrics alert list -g GROUP -o json > rules.json"),
    (On(Aws), "aws cloudwatch describe-alarms --alarm-types MetricAlarm CompositeAlarm > alarms.json"),
    (On(Google), "gcloud alpha monitoring policies list --format json > policies.json"),
    (On(Kubernetes), "kubectl get prometheusrules -A -o yaml > rules.yaml"),
];

/// Receivers of alerts.
pub(crate) const RECEIVERS: &[Command] = &[
    (Any, "amtool config show --alertmanager.url http://ALERTMANAGER:9093 > alertmanager.yml"),
    (On(Azure), "az monitor action-group list -o json > groups.json"),
    (On(Aws), "aws sns list-subscriptions > subscriptions.json"),
    (On(Google), "gcloud beta monitoring channels list --format json > channels.json"),
];

/// Test notifications.
pub(crate) const NOTIFICATION: &[Command] = &[
    (Any, "curl -s -H \"Authorization: Token token=$TOKEN\" https://api.pagerduty.com/incidents > incidents.json"),
    (
        On(Azure),
        "az monitor action-group test-notifications create --action-group GROUP -g RG --alert-type budget -a email oncall ADDRESS usecommonalertschema -o json > test.json",
    ),
    (On(Aws), "aws cloudwatch describe-alarm-history --alarm-name ALARM --history-item-type Action > history.json"),
    (
        On(Kubernetes),
        "amtool alert add alertname=Test severity=critical --alertmanager.url http://ALERTMANAGER:9093 && curl -s -H \"Authorization: Token token=$TOKEN\" https://api.pagerduty.com/incidents > incidents.json",
    ),
];

/// What the platform evaluates or measures.
pub(crate) const SIGNAL: &[Command] = &[
    (Any, "curl -s 'http://PROMETHEUS:9090/api/v1/query?query=up' > up.json"),
    (On(Azure), "az policy state list -g GROUP -o json > states.json"),
    (On(Aws), "aws configservice get-compliance-details-by-config-rule --config-rule-name RULE > compliance.json"),
    (
        On(Google),
        "curl -s -H \"Authorization: Bearer $(gcloud auth print-access-token)\" -d query=up https://monitoring.googleapis.com/v1/projects/PROJECT/location/global/prometheus/api/v1/query > up.json",
    ),
    (On(Kubernetes), "argocd app get APP -o json > app.json"),
];

/// The same, evaluated again.
pub(crate) const SIGNAL_AGAIN: &[Command] = &[
    (Any, "curl -s 'http://PROMETHEUS:9090/api/v1/query?query=up' > up.json"),
    (On(Azure), "az policy state trigger-scan -g GROUP && az policy state list -g GROUP -o json > states.json"),
    (
        On(Aws),
        "aws configservice start-config-rules-evaluation --config-rule-names RULE   # then get-compliance-details-by-config-rule --config-rule-name RULE > compliance.json",
    ),
    (
        On(Google),
        "curl -s -H \"Authorization: Bearer $(gcloud auth print-access-token)\" -d query=up https://monitoring.googleapis.com/v1/projects/PROJECT/location/global/prometheus/api/v1/query > up.json",
    ),
    (On(Kubernetes), "argocd app get APP --refresh -o json > app.json"),
];

/// Comparisons of what runs with what was written.
pub(crate) const DRIFT: &[Command] = &[
    (Terraform, "terraform plan -out drift && terraform show -json drift > drift.json"),
    (On(Azure), "az deployment group what-if -g GROUP -f main.bicep --no-pretty-print > drift.json"),
    (On(Aws), "aws cloudformation describe-stack-resource-drifts --stack-name STACK > drift.json   # after detect-stack-drift"),
    (On(Kubernetes), "argocd app get APP --refresh -o json > app.json"),
];

/// The commands that make a file of an artifact type of the default policy; none for a type that a policy added.
pub fn commands_of_type(id: &str) -> Option<&'static [Command]> {
    Some(match id {
        "threat-intent" => INTENT,
        "lint-diagnostics" => LINT,
        "template-diagnostics" => TEMPLATE,
        "policy-diagnostics" => POLICY,
        "secret-scan" => SECRETS,
        "change-preview" => PREVIEW,
        "role-assignment-diff" => GRANTS,
        "network-intent" => NETWORK,
        "key-reference-check" => KEYS,
        "deployment-log" => LOG,
        "deployment-outputs" => OUTPUTS,
        "rollback-rehearsal" => ROLLBACK,
        "provenance-attestation" => ATTESTATION,
        "alert-linkage" => RULES,
        "alert-test" => NOTIFICATION,
        "telemetry-signal" => SIGNAL,
        "drift-check" => DRIFT,
        _ => return None,
    })
}
