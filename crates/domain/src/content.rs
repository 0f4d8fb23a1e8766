//! What the bytes of an artifact prove, however they were written.

use super::{Finding, Instant};
use std::sync::Arc;

/// The place of a content in [`super::Dataset::contents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId(pub u32);

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $id:literal;)+) => {
        /// A file format by its published id (rules, section 8).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format { $($(#[$doc])* $variant,)+ }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Format] = &[$(Format::$variant,)+];

            /// The published id.
            pub const fn id(self) -> &'static str {
                match self { $(Format::$variant => $id,)+ }
            }
        }
    };
}

formats! {
    /// Gate reports, verifications, or a mix: our own records.
    Records = "plumbline-records";
    /// One gate report or several.
    GateReport = "plumbline.gate-report/1";
    /// One verification or several.
    Verification = "plumbline.verification/1";
    /// A policy.
    Policy = "plumbline.policy/1";
    /// A site data set's index.
    Index = "plumbline.index/1";
    /// SARIF 2.1.0.
    Sarif210 = "sarif-2.1.0";
    /// SARIF 1.0.0, refused.
    Sarif100 = "sarif-1.0.0";
    /// A SARIF 2.0.0 prerelease, refused.
    Sarif200 = "sarif-2.0.0-prerelease";
    /// `checkov -o json`.
    Checkov = "checkov-json";
    /// `terraform show -json PLAN`.
    TerraformPlan = "terraform-plan";
    /// A binary plan, refused.
    TerraformPlanBinary = "terraform-plan-binary";
    /// `terraform show -json`.
    TerraformState = "terraform-state";
    /// `az deployment … what-if --no-pretty-print`.
    AzureWhatIf = "azure-what-if";
    /// The pretty print of what-if, refused.
    AzureWhatIfText = "azure-what-if-text";
    /// `az deployment … show`.
    AzureDeployment = "azure-deployment";
    /// `az role assignment list`.
    AzureRoleAssignment = "azure-role-assignment";
    /// `az network nsg list`.
    AzureNsgList = "azure-nsg-list";
    /// `az monitor metrics alert list`.
    AzureMetricAlert = "azure-metric-alert";
    /// `az monitor action-group list`.
    AzureActionGroup = "azure-action-group";
    /// `bicep snapshot`.
    BicepSnapshot = "bicep-snapshot";
    /// `trivy -f json`.
    Trivy = "trivy-json";
    /// Trivy operator's reports.
    TrivyOperator = "trivy-operator-json";
    /// KICS.
    Kics = "kics-json";
    /// tfsec.
    Tfsec = "tfsec-json";
    /// Terrascan.
    Terrascan = "terrascan-json";
    /// PSRule.
    Psrule = "psrule-json";
    /// conftest.
    Conftest = "conftest-json";
    /// gitleaks.
    Gitleaks = "gitleaks-json";
    /// semgrep.
    Semgrep = "semgrep-json";
    /// snyk.
    Snyk = "snyk-json";
    /// kubescape.
    Kubescape = "kubescape-json";
    /// cfn-lint.
    CfnLint = "cfn-lint-json";
    /// cfn-nag.
    CfnNag = "cfn-nag-json";
    /// A CloudFormation change set.
    CfnChangeSet = "cfn-change-set";
    /// CloudFormation drift.
    CfnDrift = "cfn-drift";
    /// JUnit.
    Junit = "junit-xml";
    /// NUnit.
    Nunit = "nunit-xml";
    /// OCSF.
    Ocsf = "ocsf-json";
    /// AWS Security Finding Format.
    Asff = "asff-json";
    /// Heimdall data format.
    Hdf = "hdf-json";
    /// OSCAL assessment results.
    OscalAssessmentResults = "oscal-assessment-results";
    /// An in-toto statement.
    InTotoStatement = "in-toto-statement";
    /// A DSSE envelope.
    DsseEnvelope = "dsse-envelope";
    /// A Sigstore bundle.
    SigstoreBundle = "sigstore-bundle";
    /// A CycloneDX attestation.
    CycloneDxAttestation = "cyclonedx-attestation";
    /// A zip, read entry by entry.
    Zip = "zip";
    /// None of these.
    Unknown = "unknown";
}

/// The bytes of one file that is no report file, and what they prove. Shared by all evidence that names it.
#[derive(Clone, Debug, PartialEq)]
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
    /// Whether there is anything in the file.
    pub is_empty: bool,
    /// Whether the bytes parse as JSON.
    pub is_json: bool,
    /// What they prove.
    pub facts: Facts,
    /// Findings in it, shared with whatever read them.
    pub findings: Arc<[Finding]>,
}

/// An artifact of an evidence item, joined with the bytes at hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Artifact {
    /// The path as the report names it.
    pub path: Option<String>,
    /// The recorded digest.
    pub recorded_sha256: Option<String>,
    /// The recorded size.
    pub recorded_bytes: Option<u64>,
    /// The recorded media type.
    pub media_type: Option<String>,
    /// The bytes, when they are at hand.
    pub content: Option<ContentId>,
}

/// What the grading rules need to know of a content. Each is absent when the format does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// A scanner's run.
    pub scan: Option<Scan>,
    /// A preview of a deployment.
    pub preview: Option<Preview>,
    /// A comparison of what is with what should be.
    pub drift: Option<Drift>,
    /// Alert rules and their receivers.
    pub linkage: Option<Linkage>,
    /// Role assignments.
    pub roles: Option<Roles>,
    /// The digests that an attestation names as subjects; absent when the content is no attestation.
    pub subjects: Option<Vec<String>>,
    /// Whether the top level is a JSON object with `"drift": true`.
    pub states_drift: bool,
    /// When the tool says that it ran.
    pub ran_at: Option<Instant>,
}

/// A scanner's run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Whether it ran to its end, when the format says so either way.
    pub completed: Option<bool>,
    /// Checks that passed; absent when the format carries none.
    pub passed: Option<u64>,
    /// Whether it reports parsing errors and scanned nothing.
    pub scanned_nothing: bool,
}

/// A preview of a deployment: how many changes of which kind it foresees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Resources to be created.
    pub create: u64,
    /// To be modified (a replacement counts here).
    pub modify: u64,
    /// To be deleted.
    pub delete: u64,
    /// To be left as they are.
    pub no_change: u64,
    /// Of which nothing can be said: `Unsupported`, `Ignore`, `Deploy`.
    pub unknowable: u64,
}

/// A comparison of what is with what should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// How many resources differ.
    pub differing: u64,
}

/// Alert rules and their receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linkage {
    /// Enabled alert rules.
    pub enabled: u64,
    /// Of these, how many reach no receiver.
    pub unlinked: u64,
}

/// Role assignments that grant Owner, Contributor, User Access Administrator or `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles {
    /// Assignments in all.
    pub granted: u64,
    /// Inflated ones without justification.
    pub inflated: u64,
}
