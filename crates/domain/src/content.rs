//! What the bytes of an artifact prove, however they were written.

use super::facts::*;
use super::{Finding, Instant};
use std::sync::Arc;

/// The place of a content in [`super::Dataset::contents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct ContentId(pub u32);

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $id:literal, [$($kind:ident),*], $cloud:expr;)+) => {
        /// A file format by its published id (rules, section 8).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Format { $($(#[$doc])* $variant,)+ }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)+];

            /// The published id.
            pub const fn id(self) -> &'static str {
                match self { $(Format::$variant => $id,)+ }
            }

            /// The kinds of facts that its files can give.
            pub const fn kinds(self) -> &'static [FactKind] {
                match self { $(Format::$variant => &[$(FactKind::$kind),*],)+ }
            }

            /// The platform that its files speak of, where the format says it.
            pub const fn cloud(self) -> Option<Cloud> {
                match self { $(Format::$variant => $cloud,)+ }
            }
        }
    };
}

formats! {
    /// Gate reports, verifications, or a mix: our own records.
    Records = "plumbline-records", [], None;
    /// One gate report or several.
    GateReport = "plumbline.gate-report/1", [], None;
    /// One verification or several.
    Verification = "plumbline.verification/1", [], None;
    /// A policy.
    Policy = "plumbline.policy/1", [], None;
    /// A site data set's index.
    Index = "plumbline.index/1", [], None;
    /// SARIF 2.1.0.
    Sarif210 = "sarif-2.1.0", [Findings, Scan], None;
    /// SARIF 1.0.0, refused.
    Sarif100 = "sarif-1.0.0", [], None;
    /// A SARIF 2.0.0 prerelease, refused.
    Sarif200 = "sarif-2.0.0-prerelease", [], None;
    /// `checkov -o json`.
    Checkov = "checkov-json", [Findings, Scan], None;
    /// `terraform show -json PLAN`.
    TerraformPlan = "terraform-plan", [ResourceChanges, Outputs, Drift, RoleGrants, NetworkRules, KeyReferences, AlertRules], None;
    /// A binary plan, refused.
    TerraformPlanBinary = "terraform-plan-binary", [], None;
    /// `terraform show -json`.
    TerraformState = "terraform-state", [RoleGrants, NetworkRules, KeyReferences, AlertRules, Outputs], None;
    /// `az deployment … what-if --no-pretty-print`.
    AzureWhatIf = "azure-what-if", [ResourceChanges, Drift, RoleGrants, NetworkRules, KeyReferences, AlertRules], Some(Cloud::Azure);
    /// The pretty print of what-if, refused.
    AzureWhatIfText = "azure-what-if-text", [], Some(Cloud::Azure);
    /// `az deployment … show`.
    AzureDeployment = "azure-deployment", [Operations, Outputs, Template], Some(Cloud::Azure);
    /// `az role assignment list`.
    AzureRoleAssignment = "azure-role-assignment", [RoleGrants], Some(Cloud::Azure);
    /// `az network nsg list`.
    AzureNsgList = "azure-nsg-list", [NetworkRules], Some(Cloud::Azure);
    /// `az monitor metrics alert list`.
    AzureMetricAlert = "azure-metric-alert", [AlertRules], Some(Cloud::Azure);
    /// `az monitor action-group list`.
    AzureActionGroup = "azure-action-group", [AlertRules], Some(Cloud::Azure);
    /// `bicep snapshot`.
    BicepSnapshot = "bicep-snapshot", [ResourceChanges, Template, KeyReferences, NetworkRules], Some(Cloud::Azure);
    /// `trivy -f json`.
    Trivy = "trivy-json", [Findings, Scan], None;
    /// Trivy operator's reports.
    TrivyOperator = "trivy-operator-json", [Findings, Scan], None;
    /// KICS.
    Kics = "kics-json", [Findings, Scan], None;
    /// tfsec.
    Tfsec = "tfsec-json", [Findings, Scan], None;
    /// Terrascan.
    Terrascan = "terrascan-json", [Findings, Scan], None;
    /// PSRule.
    Psrule = "psrule-json", [Findings, Scan], Some(Cloud::Azure);
    /// conftest.
    Conftest = "conftest-json", [Findings, Scan], None;
    /// gitleaks.
    Gitleaks = "gitleaks-json", [Findings, Scan], None;
    /// semgrep.
    Semgrep = "semgrep-json", [Findings, Scan], None;
    /// snyk.
    Snyk = "snyk-json", [Findings, Scan], None;
    /// kubescape.
    Kubescape = "kubescape-json", [Findings, Scan], None;
    /// cfn-lint.
    CfnLint = "cfn-lint-json", [Findings, Scan], Some(Cloud::Aws);
    /// cfn-nag.
    CfnNag = "cfn-nag-json", [Findings, Scan], Some(Cloud::Aws);
    /// A CloudFormation change set.
    CfnChangeSet = "cfn-change-set", [ResourceChanges], Some(Cloud::Aws);
    /// CloudFormation drift.
    CfnDrift = "cfn-drift", [Drift], Some(Cloud::Aws);
    /// JUnit.
    Junit = "junit-xml", [Findings, Scan], None;
    /// NUnit.
    Nunit = "nunit-xml", [Findings, Scan], None;
    /// OCSF.
    Ocsf = "ocsf-json", [Findings, Scan], None;
    /// AWS Security Finding Format.
    Asff = "asff-json", [Findings, Scan], Some(Cloud::Aws);
    /// Heimdall data format.
    Hdf = "hdf-json", [Findings, Scan], None;
    /// OSCAL assessment results.
    OscalAssessmentResults = "oscal-assessment-results", [Findings, Scan], None;
    /// An in-toto statement.
    InTotoStatement = "in-toto-statement", [Subjects], None;
    /// A DSSE envelope.
    DsseEnvelope = "dsse-envelope", [Subjects], None;
    /// A Sigstore bundle.
    SigstoreBundle = "sigstore-bundle", [Subjects], None;
    /// A CycloneDX attestation.
    CycloneDxAttestation = "cyclonedx-attestation", [], None;
    /// Headings of a threat intent in Markdown, or the block of a pull request.
    ThreatIntentMarkdown = "threat-intent-markdown", [Intent], None;
    /// OWASP Threat Dragon, versions 1 and 2.
    ThreatDragon = "threat-dragon-json", [Intent], None;
    /// The Open Threat Model.
    Otm = "otm", [Intent], None;
    /// Threagile's risks.
    Threagile = "threagile-risks-json", [Intent], None;
    /// AWS Threat Composer.
    ThreatComposer = "threat-composer-json", [Intent], None;
    /// `tflint --format json`.
    Tflint = "tflint-json", [Findings, Scan], None;
    /// `terraform validate -json`.
    TerraformValidate = "terraform-validate-json", [Template], None;
    /// `kubeconform -output json`.
    Kubeconform = "kubeconform-json", [Template], Some(Cloud::Kubernetes);
    /// `kube-linter lint --format json`.
    KubeLinter = "kube-linter-json", [Findings, Scan], Some(Cloud::Kubernetes);
    /// A code quality report.
    CodeClimate = "codeclimate-json", [Findings, Scan], None;
    /// Checkstyle.
    Checkstyle = "checkstyle-xml", [Findings, Scan], None;
    /// `trufflehog --json`.
    Trufflehog = "trufflehog-json", [Findings, Scan], None;
    /// `ggshield secret scan --json`.
    Ggshield = "ggshield-json", [Findings, Scan], None;
    /// `detect-secrets scan`.
    DetectSecrets = "detect-secrets-json", [Findings, Scan], None;
    /// A GitLab security report.
    GitlabSecurityReport = "gitlab-security-report", [Findings, Scan], None;
    /// Alerts of GitHub's API.
    GithubAlerts = "github-alerts-json", [Findings, Scan], None;
    /// `pulumi preview --json`.
    PulumiPreview = "pulumi-preview-json", [ResourceChanges, Drift], None;
    /// HCP Terraform's redacted plan, refused.
    TerraformPlanRedacted = "terraform-plan-redacted", [], None;
    /// The machine-readable log of `terraform plan` and `apply`.
    TerraformUiLog = "terraform-ui-log", [Operations, ResourceChanges, Drift, Outputs], None;
    /// `az deployment operation … list`.
    AzureDeploymentOperations = "azure-deployment-operations", [Operations], Some(Cloud::Azure);
    /// `aws cloudformation describe-stack-events`.
    CfnStackEvents = "cfn-stack-events", [Operations], Some(Cloud::Aws);
    /// `pulumi up --json` with its events.
    PulumiEvents = "pulumi-events", [Operations, ResourceChanges, Outputs], None;
    /// `helm status -o json`.
    HelmStatus = "helm-status-json", [Operations], Some(Cloud::Kubernetes);
    /// `helm history -o json`.
    HelmHistory = "helm-history-json", [Operations], Some(Cloud::Kubernetes);
    /// Ansible's JSON callback.
    Ansible = "ansible-json", [Operations], None;
    /// `terraform output -json`.
    TerraformOutput = "terraform-output-json", [Outputs], None;
    /// `aws cloudformation describe-stacks`.
    CfnStacks = "cfn-stacks", [Outputs], Some(Cloud::Aws);
    /// Answers of AWS IAM.
    AwsIamPolicies = "aws-iam-policies", [RoleGrants], Some(Cloud::Aws);
    /// Answers of AWS IAM Access Analyzer.
    AwsAccessAnalyzer = "aws-access-analyzer", [RoleGrants], Some(Cloud::Aws);
    /// `gcloud … get-iam-policy`.
    GcpIamPolicy = "gcp-iam-policy", [RoleGrants], Some(Cloud::Google);
    /// Roles and bindings of Kubernetes.
    K8sRbac = "k8s-rbac", [RoleGrants], Some(Cloud::Kubernetes);
    /// `az network route-table list`.
    AzureRouteTable = "azure-route-table", [NetworkRules], Some(Cloud::Azure);
    /// Rule collection groups of Azure Firewall.
    AzureFirewallPolicy = "azure-firewall-policy", [NetworkRules], Some(Cloud::Azure);
    /// `aws ec2 describe-security-groups`, or their rules.
    AwsSecurityGroups = "aws-security-groups", [NetworkRules], Some(Cloud::Aws);
    /// `aws ec2 describe-network-acls`.
    AwsNetworkAcls = "aws-network-acls", [NetworkRules], Some(Cloud::Aws);
    /// `aws ec2 describe-route-tables`.
    AwsRouteTables = "aws-route-tables", [NetworkRules], Some(Cloud::Aws);
    /// `gcloud compute firewall-rules list`.
    GcpFirewallRules = "gcp-firewall-rules", [NetworkRules], Some(Cloud::Google);
    /// Network policies of Kubernetes.
    K8sNetworkPolicy = "k8s-network-policy", [NetworkRules], Some(Cloud::Kubernetes);
    /// Alerting rules of Prometheus.
    PrometheusRules = "prometheus-rules", [AlertRules], None;
    /// The configuration of Alertmanager.
    AlertmanagerConfig = "alertmanager-config", [AlertRules], None;
    /// Grafana's alerting resources.
    GrafanaAlerting = "grafana-alerting", [AlertRules], None;
    /// `aws cloudwatch describe-alarms`.
    CloudwatchAlarms = "cloudwatch-alarms", [AlertRules], Some(Cloud::Aws);
    /// Monitors of Datadog.
    DatadogMonitors = "datadog-monitors", [AlertRules], None;
    /// `gcloud alpha monitoring policies list`.
    GcpAlertPolicies = "gcp-alert-policies", [AlertRules], Some(Cloud::Google);
    /// Test notifications of an action group.
    AzureTestNotifications = "azure-test-notifications", [Notifications], Some(Cloud::Azure);
    /// Alertmanager's `/alerts`.
    AlertmanagerAlerts = "alertmanager-alerts", [Notifications], None;
    /// `aws cloudwatch describe-alarm-history`.
    CloudwatchAlarmHistory = "cloudwatch-alarm-history", [Notifications], Some(Cloud::Aws);
    /// The body that a webhook of Alertmanager received.
    AlertmanagerWebhook = "alertmanager-webhook", [Notifications], None;
    /// Incidents of PagerDuty.
    PagerdutyIncidents = "pagerduty-incidents", [Notifications], None;
    /// Alerts of Opsgenie.
    OpsgenieAlerts = "opsgenie-alerts", [Notifications], None;
    /// `az policy state list`.
    AzurePolicyStates = "azure-policy-states", [Compliance], Some(Cloud::Azure);
    /// Compliance by AWS Config.
    AwsConfigCompliance = "aws-config-compliance", [Compliance], Some(Cloud::Aws);
    /// The result of a Prometheus query.
    PrometheusQueryResult = "prometheus-query-result", [Compliance], None;
    /// `argocd app get -o json`.
    ArgocdApp = "argocd-app", [Compliance, Drift], Some(Cloud::Kubernetes);
    /// `driftctl scan -o json://`.
    Driftctl = "driftctl-json", [Drift], None;
    /// A zip, read entry by entry.
    Zip = "zip", [], None;
    /// None of these.
    Unknown = "unknown", [], None;
}

/// The bytes of one file that is no report file, and what they prove. Shared by all evidence that names it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Content {
    /// The path as it was given.
    pub path: String,
    /// The digest of the bytes as they were given: 64 lower-case hex digits.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
    /// What they are. `Unknown` when no format fits.
    pub format: Format,
    /// The tool that wrote them.
    pub tool: Option<String>,
    /// Whether there is nothing in the file.
    pub is_empty: bool,
    /// Whether it is of a known format and cannot be read as it.
    pub is_damaged: bool,
    /// Whether the bytes parse as JSON.
    pub is_json: bool,
    /// What they prove.
    pub facts: Facts,
    /// Findings in it, shared with whatever read them.
    pub findings: Arc<[Finding]>,
}

/// An artifact of an evidence item, joined with the bytes at hand.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Artifact {
    /// The path as the report names it.
    pub path: Option<String>,
    /// The recorded digest.
    pub recorded_sha256: Option<String>,
    /// The digest of the file that it is the redacted copy of, as the report states it.
    pub raw_sha256: Option<String>,
    /// The recorded size.
    pub recorded_bytes: Option<u64>,
    /// The recorded media type.
    pub media_type: Option<String>,
    /// The bytes, when they are at hand.
    pub content: Option<ContentId>,
}

/// A key that stands twice in an object of a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ambiguity {
    /// The key, cut to 60 characters.
    pub key: Box<str>,
    /// Where it stands first.
    pub place: Place,
}

/// What the grading rules need to know of a content. Each is absent when the format does not say.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    /// A scanner's run.
    pub scan: Option<Box<Scan>>,
    /// Whether a template is valid.
    pub template: Option<Box<Template>>,
    /// When the tool says that it ran.
    pub ran_at: Option<Instant>,
    /// What a preview says would change.
    pub changes: Option<Box<ResourceChanges>>,
    /// What a deployment did.
    pub operations: Option<Box<Operations>>,
    /// Values that a deployment gives or would give.
    pub outputs: Option<Box<Outputs>>,
    /// Who may do what where.
    pub role_grants: Option<Box<RoleGrants>>,
    /// Whether it is a list of nothing, of whatever kind: a known state before a change.
    pub is_empty_list: bool,
    /// Rules for traffic, and routes.
    pub network: Option<Box<NetworkRules>>,
    /// What the change is for, what it takes for granted, which threats it names.
    pub intent: Option<Box<Intent>>,
    /// Keys and secrets that resources refer to.
    pub keys: Option<Box<KeyReferences>>,
    /// What an attestation speaks of.
    pub subjects: Option<Box<Subjects>>,
    /// Digests of the bytes other than SHA-256, where they were worked out.
    pub digests: Vec<Digest>,
    /// Alert rules and whom they reach.
    pub alerts: Option<Box<AlertRules>>,
    /// Notifications that were sent.
    pub notifications: Option<Box<Notifications>>,
    /// Evaluations of resources, or a measured signal.
    pub compliance: Option<Box<Compliance>>,
    /// What differs between the desired and the deployed state.
    pub drift: Option<Box<Drift>>,
    /// A key that stands twice with values of which neither is the worse: the file shows whatever its reader makes of that, and proves
    /// nothing.
    pub ambiguity: Option<Box<Ambiguity>>,
}
