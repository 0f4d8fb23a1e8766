//! What a pipeline runs for each kind of infrastructure as code, and the evidence that comes of it.

use super::tools::Tools;
use crate::stack::{Kind, Stack};
use std::collections::BTreeSet;

/// Commands, and the evidence that they produce.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Steps {
    /// The lines of a script for sh. One tool that fails takes nothing from the others; the script fails at its end.
    pub lines: Vec<String>,
    /// What is attached, as the gate takes it: `[TYPE=]FILE :: COMMAND`.
    pub artifacts: Vec<String>,
    /// The types of evidence that the artifacts are.
    pub types: BTreeSet<&'static str>,
    /// The programs that the commands need.
    pub tools: Tools,
    /// Variables that the commands need, with what they hold.
    pub variables: Vec<(&'static str, &'static str)>,
    /// The files that the commands read, as patterns; none where those that collect takes on its own are the right ones.
    pub inputs: BTreeSet<&'static str>,
    /// What needs read access to a cloud.
    pub with_access: Vec<&'static str>,
}

const SCAN: &str = "checkov -d . --skip-framework secrets -o sarif --soft-fail";
const SECRETS: &str = "checkov -d . --framework secrets -o sarif --soft-fail";

impl Steps {
    /// The steps for some stacks. What needs only the files comes first, what needs access to a cloud last.
    pub(crate) fn of(stacks: &[Stack]) -> Self {
        let mut steps = Steps::default();
        steps.lines.extend(["mkdir -p out", "failed="].map(str::to_owned));
        for (comment, command, kind, name) in [
            ("policy checks; the gate stops open findings that are critical or high", SCAN, "policy-diagnostics", "checkov"),
            ("secrets in the files", SECRETS, "secret-scan", "secrets"),
        ] {
            let file = format!("out/{name}.sarif");
            steps.tools.add("checkov");
            steps.run(
                comment,
                name,
                &[&format!("{command} --output-file-path out"), &format!("mv out/results_sarif.sarif {file}")],
            );
            steps.attach(kind, &file, command);
        }
        if stacks.iter().any(|stack| !is_known_by_name(stack.kind)) {
            steps.inputs.extend(stacks.iter().flat_map(|stack| sources(stack.kind)));
        }
        for stack in stacks {
            steps.lint(stack);
        }
        for stack in stacks {
            steps.preview(stack);
        }
        steps.lines.push("find out -type f -empty -delete # what a tool left that failed proves nothing".to_owned());
        steps.lines.push("[ -z \"$failed\" ] || { echo \"failed:$failed\" >&2; exit 1; }".to_owned());
        steps
    }

    /// Arguments for collect, one per line.
    pub(crate) fn collect(&self) -> Vec<String> {
        self.inputs.iter().flat_map(|pattern| ["--inputs".to_owned(), (*pattern).to_owned()]).collect()
    }

    /// Commands of which each needs the one before it, under a comment and a name that is said when one fails.
    fn run(&mut self, comment: &str, name: &str, commands: &[&str]) {
        self.lines.push(format!("# {comment}"));
        let last = commands.len().saturating_sub(1);
        for (n, command) in commands.iter().enumerate() {
            let indent = if n == 0 { "" } else { "  " };
            let end = if n == last { format!(" || failed=\"$failed {name}\"") } else { " &&".to_owned() };
            self.lines.push(format!("{indent}{command}{end}"));
        }
    }

    fn attach(&mut self, kind: &'static str, file: &str, command: &str) {
        self.types.insert(kind);
        self.artifacts.push(format!("{kind}={file} :: {command}"));
    }

    fn need(&mut self, name: &'static str, what: &'static str) {
        if !self.variables.iter().any(|(known, _)| *known == name) {
            self.variables.push((name, what));
        }
    }

    /// Form and language, from the files alone.
    fn lint(&mut self, stack: &Stack) {
        let (folder, file) = (stack.folder.as_str(), stack.file.as_str());
        let comment = "form and language; findings do not end the job, the gate judges them";
        match stack.kind {
            Kind::Terraform => {
                let validate = format!("terraform -chdir={folder} validate -json");
                self.tools.add("terraform");
                self.run(
                    comment,
                    "validate",
                    &[
                        &format!("terraform -chdir={folder} init -input=false -backend=false"),
                        // it ends with 1 when the configuration is not valid, and says so all the same
                        &format!("{{ {validate} > out/validate.json || test -s out/validate.json; }}"),
                    ],
                );
                self.attach("lint-diagnostics", "out/validate.json", &validate);
            }
            Kind::Bicep => {
                let lint = format!("bicep lint {file} --diagnostics-format sarif");
                self.tools.add("bicep");
                self.run(comment, "bicep-lint", &[&format!("{{ {lint} 2> out/bicep.sarif || test -s out/bicep.sarif; }}")]);
                self.attach("lint-diagnostics", "out/bicep.sarif", &format!("{lint} 2>&1"));
            }
            Kind::CloudFormation => {
                let lint = format!("cfn-lint --format sarif --non-zero-exit-code none {file}");
                self.tools.add("cfn-lint");
                self.run(comment, "cfn-lint", &[&format!("{lint} > out/cfn-lint.sarif")]);
                self.attach("lint-diagnostics", "out/cfn-lint.sarif", &lint);
            }
            Kind::Ansible => {
                let lint = "ansible-lint --format sarif";
                self.tools.add("ansible-lint");
                let line = format!("{{ {lint} > out/ansible-lint.sarif || test -s out/ansible-lint.sarif; }}");
                self.run(comment, "ansible-lint", &[&line]);
                self.attach("lint-diagnostics", "out/ansible-lint.sarif", lint);
            }
            // the policy checks read manifests and charts
            Kind::Arm | Kind::Helm | Kind::Kubernetes | Kind::Pulumi => {}
        }
    }

    /// What the change would change, which needs read access to the cloud.
    fn preview(&mut self, stack: &Stack) {
        let (folder, file) = (stack.folder.as_str(), stack.file.as_str());
        match stack.kind {
            Kind::Terraform => {
                let terraform = format!("terraform -chdir={folder}");
                let show = format!("{terraform} show -json plan");
                self.with_access.push("terraform plan");
                self.run(
                    "the plan, with the grants, network rules and key references before and after it; it needs read access to the cloud",
                    "plan",
                    &[
                        &format!("{terraform} init -input=false"),
                        &format!("{terraform} plan -input=false -out plan"),
                        &format!("{show} > out/plan.json"),
                    ],
                );
                for kind in ["change-preview", "role-assignment-diff", "network-intent", "key-reference-check"] {
                    self.attach(kind, "out/plan.json", &show);
                }
            }
            Kind::Bicep => self.what_if(file, "out/what-if-bicep.json"),
            Kind::Arm => self.what_if(file, "out/what-if-arm.json"),
            Kind::CloudFormation => {
                self.need("STACK", "the stack of CloudFormation that the change set is made for");
                self.tools.add("aws");
                self.with_access.push("the change set");
                let of = "--stack-name \"$STACK\" --change-set-name plumbline";
                let show = format!("aws cloudformation describe-change-set {of}");
                self.run(
                    "what the change set would change; it is deleted again, and never executed; it needs access to the cloud",
                    "change-set",
                    &[
                        &format!("aws cloudformation create-change-set {of} --template-body file://{file}"),
                        &format!("aws cloudformation wait change-set-create-complete {of}"),
                        &format!("{show} > out/change-set.json"),
                        &format!("aws cloudformation delete-change-set {of}"),
                    ],
                );
                self.attach("change-preview", "out/change-set.json", &show);
            }
            Kind::Pulumi => {
                self.need("PULUMI_STACK", "the stack of Pulumi that is previewed");
                self.tools.add("pulumi");
                self.with_access.push("pulumi preview");
                let preview = format!("pulumi preview --cwd {folder} --stack \"$PULUMI_STACK\" --non-interactive --json");
                self.run(
                    "what the update would change; it needs read access to the cloud",
                    "preview",
                    &[&format!("{preview} > out/preview.json")],
                );
                self.attach("change-preview", "out/preview.json", &preview);
            }
            Kind::Helm | Kind::Kubernetes | Kind::Ansible => {}
        }
    }

    fn what_if(&mut self, file: &str, to: &str) {
        self.need("GROUP", "the resource group that the preview is made for");
        self.tools.add("az");
        self.with_access.push("az deployment group what-if");
        let preview =
            format!("az deployment group what-if --no-pretty-print --result-format FullResourcePayloads -g \"$GROUP\" -f {file}");
        self.run(
            "what the deployment would change; it needs read access to the cloud",
            "what-if",
            &[&format!("{preview} > {to}")],
        );
        for kind in ["change-preview", "role-assignment-diff", "key-reference-check"] {
            self.attach(kind, to, &preview);
        }
    }
}

/// Whether collect knows the sources of a kind by their names.
fn is_known_by_name(kind: Kind) -> bool {
    matches!(kind, Kind::Terraform | Kind::Bicep | Kind::Pulumi)
}

/// The sources of a kind.
fn sources(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Terraform => &["**/*.hcl", "**/*.tf", "**/*.tf.json", "**/*.tfvars"],
        Kind::Bicep => &["**/*.bicep", "**/*.bicepparam"],
        Kind::Arm => &["**/*.json"],
        Kind::CloudFormation => &["**/*.json", "**/*.template", "**/*.yaml", "**/*.yml"],
        Kind::Helm => &["**/*.tpl", "**/*.yaml", "**/*.yml"],
        Kind::Kubernetes | Kind::Pulumi | Kind::Ansible => &["**/*.yaml", "**/*.yml"],
    }
}
