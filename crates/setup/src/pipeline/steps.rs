//! What a pipeline runs for each kind of infrastructure as code, and the evidence that comes of it.

use crate::stack::{Kind, Stack};
use std::collections::BTreeSet;

/// Commands, and the evidence that they produce.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Steps {
    /// The commands, in their order.
    pub lines: Vec<String>,
    /// What is attached, as the gate takes it: `[TYPE=]FILE :: COMMAND`.
    pub artifacts: Vec<String>,
    /// The types of evidence that the artifacts are.
    pub types: BTreeSet<&'static str>,
    /// The programs that the commands need.
    pub tools: BTreeSet<&'static str>,
    /// Variables that the commands need, with what they hold.
    pub variables: Vec<(&'static str, &'static str)>,
}

impl Steps {
    /// The steps for some stacks.
    pub(crate) fn of(stacks: &[Stack]) -> Self {
        let mut steps = Steps::default();
        steps.lines.push("mkdir -p out".to_owned());
        for stack in stacks {
            steps.add(stack);
        }
        steps.say("policy checks of everything; the gate stops open findings that are critical or high");
        let scan = "checkov -d . -o sarif --soft-fail";
        steps.run("checkov", "checkov -d . -o sarif --output-file-path out --soft-fail".to_owned());
        steps.attach("policy-diagnostics", "out/results_sarif.sarif", scan);
        let secrets = |to: &str| format!("gitleaks dir . --report-format sarif --report-path {to} --redact --exit-code 0");
        steps.say("secrets in the files; what is found is redacted in the report");
        steps.run("gitleaks", secrets("out/gitleaks.sarif"));
        steps.attach("secret-scan", "out/gitleaks.sarif", &secrets("-"));
        steps
    }

    /// Says what the commands that follow are for.
    fn say(&mut self, comment: &str) {
        self.lines.push(format!("# {comment}"));
    }

    fn run(&mut self, tool: &'static str, line: String) {
        self.tools.insert(tool);
        self.lines.push(line);
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

    fn add(&mut self, stack: &Stack) {
        let (folder, file) = (stack.folder.as_str(), stack.file.as_str());
        match stack.kind {
            Kind::Terraform => {
                let terraform = format!("terraform -chdir={folder}");
                self.say("the plan, with the grants, network rules and key references before and after it");
                self.run("terraform", format!("{terraform} init -input=false"));
                self.run("terraform", format!("{terraform} plan -input=false -out plan"));
                self.run("terraform", format!("{terraform} show -json plan > out/plan.json"));
                let show = format!("{terraform} show -json plan");
                for kind in ["change-preview", "role-assignment-diff", "network-intent", "key-reference-check"] {
                    self.attach(kind, "out/plan.json", &show);
                }
                self.say("form and language; findings do not end the job, the gate judges them");
                let lint = format!("tflint --chdir={folder} --format=sarif --force");
                self.run("tflint", format!("{lint} > out/tflint.sarif"));
                self.attach("lint-diagnostics", "out/tflint.sarif", &lint);
            }
            Kind::Bicep => {
                self.say("form and language, and what the deployment would change");
                self.what_if(file, "out/what-if-bicep.json");
                let lint = format!("bicep lint {file} --diagnostics-format sarif");
                self.run("bicep", format!("{lint} 2> out/bicep.sarif || test -s out/bicep.sarif"));
                self.attach("lint-diagnostics", "out/bicep.sarif", &format!("{lint} 2>&1"));
            }
            Kind::Arm => {
                self.say("what the deployment would change");
                self.what_if(file, "out/what-if-arm.json");
            }
            Kind::CloudFormation => {
                self.say("what the change set would change; it is deleted again, and never executed");
                self.need("STACK", "the stack of CloudFormation that the change set is made for");
                self.run("aws", format!(
                    "aws cloudformation create-change-set --stack-name \"$STACK\" --change-set-name plumbline --template-body file://{file}"
                ));
                self.run(
                    "aws",
                    "aws cloudformation wait change-set-create-complete --stack-name \"$STACK\" --change-set-name plumbline"
                        .to_owned(),
                );
                let show = "aws cloudformation describe-change-set --stack-name \"$STACK\" --change-set-name plumbline";
                self.run("aws", format!("{show} > out/change-set.json"));
                self.run(
                    "aws",
                    "aws cloudformation delete-change-set --stack-name \"$STACK\" --change-set-name plumbline".to_owned(),
                );
                self.attach("change-preview", "out/change-set.json", show);
                self.say("form and language; findings do not end the job, the gate judges them");
                let lint = format!("cfn-lint --format sarif --non-zero-exit-code none {file}");
                self.run("cfn-lint", format!("{lint} > out/cfn-lint.sarif"));
                self.attach("lint-diagnostics", "out/cfn-lint.sarif", &lint);
            }
            Kind::Helm | Kind::Kubernetes => {
                let to = if stack.kind == Kind::Helm { "out/kube-linter-chart.sarif" } else { "out/kube-linter.sarif" };
                self.say("what the manifests leave open; findings do not end the job, the gate judges them");
                let lint = format!("kube-linter lint {folder} --format sarif");
                // it ends with 1 when it finds something, and writes its report all the same
                self.run("kube-linter", format!("{lint} > {to} || test -s {to}"));
                self.attach("policy-diagnostics", to, &lint);
            }
            Kind::Pulumi => {
                self.say("what the update would change");
                self.need("PULUMI_STACK", "the stack of Pulumi that is previewed");
                let preview = format!("pulumi preview --cwd {folder} --stack \"$PULUMI_STACK\" --non-interactive --json");
                self.run("pulumi", format!("{preview} > out/preview.json"));
                self.attach("change-preview", "out/preview.json", &preview);
            }
            Kind::Ansible => {
                self.say("form and language; findings do not end the job, the gate judges them");
                let lint = "ansible-lint --format sarif";
                self.run("ansible-lint", format!("{lint} > out/ansible-lint.sarif || test -s out/ansible-lint.sarif"));
                self.attach("lint-diagnostics", "out/ansible-lint.sarif", lint);
            }
        }
    }

    fn what_if(&mut self, file: &str, to: &str) {
        self.need("GROUP", "the resource group that the preview is made for");
        let preview =
            format!("az deployment group what-if --no-pretty-print --result-format FullResourcePayloads -g \"$GROUP\" -f {file}");
        self.run("az", format!("{preview} > {to}"));
        for kind in ["change-preview", "role-assignment-diff", "key-reference-check"] {
            self.attach(kind, to, &preview);
        }
    }
}
