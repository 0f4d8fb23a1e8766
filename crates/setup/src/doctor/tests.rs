//! One lack at a time, in what `init` writes.

use super::*;
use crate::plan;

fn repository(service: Service) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in [("infra/main.tf", ""), ("CODEOWNERS", "* @contoso/platform\n")] {
        tree.files.insert(path.to_owned(), Some(text.to_owned()));
    }
    let action = format!("contoso/plumbline@{}", "a".repeat(40));
    for proposal in plan(&tree, Some(service), &action).proposals {
        let text = proposal.text.replace("OWNER/", "contoso/").replace("TAG", "v1").replace("version: VERSION", "version: 1.2.3");
        tree.files.insert(
            proposal.path,
            Some(text.replace("digest: DIGEST", "digest: abc").replace("image: IMAGE", "image: contoso/tools")),
        );
    }
    tree
}

fn found(tree: &Tree) -> Vec<(&'static str, Weight)> {
    let surroundings = Surroundings { has_tool: &|_| true, is_shallow: false, data_inside: None };
    examine(tree, &surroundings).iter().map(|advice| (advice.id, advice.weight)).collect()
}

fn changed(path: &str, from: &str, to: &str) -> Vec<&'static str> {
    let mut tree = repository(Service::GitHub);
    let text = tree.files.get_mut(path).unwrap().as_mut().unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replace(from, to);
    let before = found(&repository(Service::GitHub));
    found(&tree).into_iter().filter(|one| !before.contains(one)).map(|(id, _)| id).collect()
}

const WORKFLOW: &str = ".github/workflows/plumbline.yml";

#[test]
fn what_init_writes_lacks_nothing_that_makes_the_gate_worthless() {
    for service in Service::ALL {
        let found = found(&repository(service));
        assert!(found.iter().all(|(_, weight)| *weight != Weight::Error), "{service:?}: {found:?}");
        assert!(
            !found.iter().any(|(id, _)| ["no-edited", "no-record-of-failure", "no-block", "evidence-not-produced"].contains(id))
        );
    }
    // of GitHub, what happens after the merge, and that the gate only reports
    let gate = ("gate-not-run", Weight::Warning);
    assert_eq!(found(&repository(Service::GitHub)), [gate, gate, ("reports-only", Weight::Note)]);
}

#[test]
fn each_lack_is_named() {
    assert_eq!(changed(WORKFLOW, ", edited]", "]"), ["no-edited"]);
    assert_eq!(changed(WORKFLOW, "if: always()", "if: success()"), ["no-record-of-failure"]);
    assert_eq!(changed(WORKFLOW, "fetch-depth: 0", "fetch-depth: 1"), ["shallow-checkout"]);
    assert_eq!(changed(WORKFLOW, "pull_request:", "push:"), ["no-pull-request"]);
    assert_eq!(changed(WORKFLOW, &"a".repeat(40), "v1"), ["action-not-pinned"; 2]);
    assert_eq!(changed(WORKFLOW, "network-intent=", "network="), ["evidence-not-produced"]);
    assert_eq!(changed(WORKFLOW, "contoso/plumbline", "contoso/other"), ["no-gate"]);
    assert_eq!(changed("CODEOWNERS", "* ", "/docs "), ["policy-not-owned"]);
    assert_eq!(changed("policy.json", "\"threat-intent\", \"title\"", "\"x\", \"title\""), ["policy-unusable"]);
    let check = "        run: plumbline check data --policy policy.json\n        if: always()";
    assert_eq!(changed(WORKFLOW, "        if: always()", check), ["policy-of-the-change"; 3]);
}

#[test]
fn an_empty_repository_has_no_gate_and_data_in_git_prove_nothing() {
    assert_eq!(
        found(&Tree::default()),
        [("no-gate", Weight::Error), ("no-block", Weight::Warning), ("no-owners", Weight::Warning)]
    );
    let mut tree = repository(Service::GitHub);
    tree.files.insert("plumbline-data/reports/a.json".to_owned(), None);
    assert!(found(&tree).contains(&("data-in-checkout", Weight::Error)));
    tree.files.insert(".gitignore".to_owned(), Some("/plumbline-data/\n".to_owned()));
    assert!(!found(&tree).contains(&("data-in-checkout", Weight::Error)));
    let lacks = |surroundings: &Surroundings<'_>| {
        examine(&repository(Service::GitHub), surroundings).iter().map(|a| a.id).collect::<Vec<_>>()
    };
    let said =
        lacks(&Surroundings { has_tool: &|tool| tool != "terraform", is_shallow: true, data_inside: Some("data".to_owned()) });
    for id in ["data-in-checkout", "shallow-clone", "tools-missing"] {
        assert!(said.contains(&id), "{said:?}");
    }
}
