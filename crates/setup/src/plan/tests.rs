//! Small repositories, one for each kind.

use super::*;
use crate::stack::Kind;
use proptest::prelude::*;

fn tree(files: &[(&str, &str)]) -> Tree {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect();
    Tree { files, remote: None }
}

fn planned(files: &[(&str, &str)]) -> Plan {
    plan(&tree(files), None, PLACEHOLDER)
}

fn pipeline_of(plan: &Plan) -> &str {
    &plan.proposals[0].text
}

#[test]
fn each_kind_has_its_steps() {
    for (kind, path, text, step) in [
        (Kind::Terraform, "infra/main.tf", "", "terraform -chdir=infra plan"),
        (
            Kind::Bicep,
            "deploy/main.bicep",
            "",
            "az deployment group what-if --no-pretty-print --result-format FullResourcePayloads -g \"$GROUP\" -f deploy/main.bicep",
        ),
        (
            Kind::Arm,
            "arm/azuredeploy.json",
            r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}"#,
            "-f arm/azuredeploy.json > out/what-if-arm.json ||",
        ),
        (
            Kind::CloudFormation,
            "stack.yaml",
            "AWSTemplateFormatVersion: 2010-09-09\n",
            "cfn-lint --format sarif --non-zero-exit-code none stack.yaml",
        ),
        (Kind::Kubernetes, "k8s/web.yaml", "apiVersion: v1\nkind: Service\n", "checkov -d . --skip-framework secrets"),
        (Kind::Helm, "chart/Chart.yaml", "apiVersion: v2\nname: web\n", "checkov -d . --framework secrets"),
        (Kind::Pulumi, "Pulumi.yaml", "name: web\n", "pulumi preview --cwd . "),
        (Kind::Ansible, "site.yml", "- hosts: all\n", "ansible-lint --format sarif"),
    ] {
        let plan = planned(&[(path, text)]);
        assert_eq!(plan.found.stacks.iter().map(|stack| stack.kind).collect::<Vec<_>>(), [kind]);
        assert!(pipeline_of(&plan).contains(step), "{kind:?}: {}", pipeline_of(&plan));
    }
    // what stands in a chart is no manifest yet
    let chart = planned(&[
        ("chart/Chart.yaml", "apiVersion: v2\nkind: x\n"),
        ("chart/templates/web.yaml", "apiVersion: v1\nkind: Service\n"),
    ]);
    assert_eq!(chart.found.stacks.len(), 1);
}

#[test]
fn what_is_deployed_comes_before_modules_and_examples() {
    let plan =
        planned(&[("examples/a/main.tf", ""), ("modules/b/main.tf", ""), ("stacks/prod/main.tf", ""), ("stacks/prod/x.tf", "")]);
    let stack = &plan.found.stacks[0];
    assert_eq!((stack.folder.as_str(), stack.file.as_str()), ("stacks/prod", "stacks/prod/main.tf"));
    assert_eq!(stack.others, ["examples/a", "modules/b"]);
    let left = "Terraform is deployed from examples/a, modules/b too, not only from stacks/prod";
    assert!(plan.left.iter().any(|one| one.starts_with(left)), "{:?}", plan.left);
}

#[test]
fn a_module_is_planned_where_something_calls_it() {
    let provider = "provider \"aws\" {\n}\n";
    let plan = planned(&[
        ("main.tf", "resource \"aws_ecr_repository\" \"this\" {}\n"),
        ("modules/a/main.tf", ""),
        ("examples/complete/main.tf", provider),
        ("examples/complete/outputs.tf", ""),
        ("examples/small/main.tf", "terraform {\n  backend \"s3\" {}\n}\n"),
    ]);
    let stack = &plan.found.stacks[0];
    assert_eq!((stack.folder.as_str(), stack.others.as_slice()), ("examples/complete", &["examples/small".to_owned()][..]));
}

#[test]
fn a_tool_that_fails_takes_nothing_from_the_others() {
    for service in Service::ALL {
        let plan = plan(&tree(&[("main.tf", "")]), Some(service), PLACEHOLDER);
        let text = pipeline_of(&plan);
        for tool in ["checkov", "secrets", "validate", "plan"] {
            assert!(text.contains(&format!("|| failed=\"$failed {tool}\"\n")), "{text}");
        }
        let [scan, plan, end] =
            ["checkov -d", "terraform -chdir=. plan", "[ -z \"$failed\" ]"].map(|one| text.find(one).unwrap());
        assert!(scan < plan && plan < end, "what needs no access to a cloud comes first");
    }
}

#[test]
fn sources_that_have_no_name_of_their_own_are_named_as_inputs() {
    let manifests = ("k8s/web.yaml", "apiVersion: v1\nkind: Service\n");
    for service in Service::ALL {
        let of = |files: &[(&str, &str)]| pipeline_of(&plan(&tree(files), Some(service), PLACEHOLDER)).to_owned();
        assert!(of(&[manifests]).contains("**/*.yaml"), "{service:?}");
        assert!(of(&[manifests, ("main.tf", "")]).contains("**/*.tf"), "{service:?}: naming some leaves out the others");
        assert!(!of(&[("main.tf", "")]).contains("--inputs"), "{service:?}");
    }
}

#[test]
fn what_is_left_names_what_the_files_do_not_do() {
    let left = |service: Service, action: &str| plan(&tree(&[("main.tf", "")]), Some(service), action).left.join("\n");
    let github = left(Service::GitHub, PLACEHOLDER);
    assert!(github.contains("replace OWNER/plumbline@COMMIT") && !github.contains("make these tools part"), "{github}");
    assert!(!left(Service::GitHub, "contoso/plumbline@v1").contains("OWNER/plumbline"));
    assert!(left(Service::Azure, "").contains("make these tools part of the job: terraform\n"));
    let plan = planned(&[("k8s/web.yaml", "apiVersion: v1\nkind: Service\n")]);
    assert!(!plan.left.join("\n").contains("access to the cloud"));
    assert!(plan.to_try.iter().any(|line| line.contains("--policy policy.json")));
    assert!(planned(&[("policy.json", "{}")]).to_try.iter().all(|line| !line.contains("--policy")));
}

#[test]
fn the_service_is_that_of_a_pipeline_then_of_the_remote() {
    let service = |files: &[(&str, &str)], remote: &str| {
        let tree = Tree { remote: Some(remote.to_owned()), ..tree(files) };
        plan(&tree, None, "a").found.service
    };
    assert_eq!(service(&[], "git@gitlab.com:contoso/a.git"), Service::GitLab);
    assert_eq!(service(&[], "https://x:secret@bitbucket.org/contoso/a.git"), Service::Bitbucket);
    assert_eq!(service(&[], "https://contoso@dev.azure.com/contoso/_git/a"), Service::Azure);
    assert_eq!(service(&[("azure-pipelines.yml", "")], "https://github.com/contoso/a"), Service::Azure);
    assert_eq!(service(&[("Jenkinsfile", ""), (".github/workflows/a.yml", "")], "https://github.com/contoso/a"), Service::GitHub);
    assert_eq!(service(&[("Jenkinsfile", "")], "https://git.example.org/a"), Service::Jenkins);
    assert_eq!(service(&[(".gitlab/CODEOWNERS", "")], ""), Service::GitLab);
    assert_eq!(service(&[], ""), Service::GitHub);
}

#[test]
fn every_service_has_its_pipeline() {
    for service in Service::ALL {
        let plan = plan(&tree(&[("main.tf", "")]), Some(service), "contoso/plumbline@v1");
        let paths: Vec<&str> = plan.proposals.iter().map(|proposal| proposal.path.as_str()).collect();
        assert_eq!(paths.len(), 3, "{paths:?}");
        assert!(service.is_pipeline(paths[0]) && paths[2] == "policy.json", "{paths:?}");
        assert!(pipeline_of(&plan).contains("role-assignment-diff=out/plan.json :: terraform -chdir=. show -json plan\n"));
        assert!(plan.proposals.iter().all(|proposal| proposal.text.ends_with('\n') && !proposal.because.is_empty()));
    }
}

#[test]
fn a_pipeline_that_runs_it_already_gets_no_other() {
    let plan = planned(&[(".github/workflows/gates.yml", "      - uses: contoso/plumbline@v1\n")]);
    assert!(plan.proposals.iter().all(|proposal| !proposal.path.contains("workflows")));
    assert!(plan.left[0].contains("runs Plumbline already"), "{:?}", plan.left);
}

#[test]
fn a_name_that_a_script_has_to_quote_stands_in_no_script() {
    for folder in ["a b", "a\nb", "a;rm -rf x", "$(x)", "-x", "${{ github.token }}", "ä", "'", "a//b"] {
        let plan = planned(&[(&format!("{folder}/main.tf"), "")]);
        assert!(plan.found.stacks.is_empty(), "{folder:?}");
        assert!(plan.proposals.iter().all(|proposal| !proposal.text.contains("terraform")), "{folder:?}");
        assert_eq!(plan.found.odd.len(), 1);
    }
}

proptest! {
    #[test]
    fn nothing_of_a_repository_stops_it(files in proptest::collection::vec(("[a-zA-Z./ \n$'\"-]{0,20}(\\.tf|\\.yaml|Chart.yaml|CODEOWNERS|\\.bicep)?", "\\PC{0,60}"), 0..6)) {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let plan = planned(&files);
        for proposal in &plan.proposals {
            prop_assert!(!proposal.text.contains('\t'));
        }
    }
}
