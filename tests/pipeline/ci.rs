//! What the services run: the scripts, the action and the recipes, as far as a machine without these services can.
#![cfg(unix)]

use crate::{folder, plumbline, stderr, stdout, write};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// A script in a folder, with the program of these tests and a service's variables.
pub(crate) fn script(name: &str, folder: &Path, variables: &[(&str, &str)]) -> Output {
    let clean: Vec<(String, Option<String>)> = plumbline(folder)
        .get_envs()
        .map(|(k, v)| (k.to_string_lossy().into_owned(), v.map(|v| v.to_string_lossy().into_owned())))
        .collect();
    let mut command = Command::new("sh");
    command.arg(root().join("scripts/ci").join(name)).current_dir(folder);
    for (name, value) in clean {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("PLUMBLINE", env!("CARGO_BIN_EXE_plumbline")).envs(variables.iter().copied()).output().unwrap()
}

const LINT: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#;
const OUTPUTS: &str = r#"{"url": {"sensitive": false, "type": "string", "value": "https://shop.example.org"}}"#;

fn repository(name: &str) -> PathBuf {
    let f = folder(name);
    write(&f, "infra/main.tf", "resource {}\n");
    write(&f, "out/lint.sarif", LINT);
    f
}

const SERVICES: [&[(&str, &str)]; 5] = [
    &[("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "contoso/platform"), ("GITHUB_REF", "refs/pull/4/merge")],
    &[("TF_BUILD", "True"), ("BUILD_REPOSITORY_NAME", "contoso/platform"), ("SYSTEM_PULLREQUEST_PULLREQUESTID", "4")],
    &[("GITLAB_CI", "true"), ("CI_PROJECT_PATH", "contoso/platform"), ("CI_MERGE_REQUEST_IID", "4")],
    &[("BITBUCKET_BUILD_NUMBER", "7"), ("BITBUCKET_REPO_FULL_NAME", "contoso/platform"), ("BITBUCKET_PR_ID", "4")],
    &[
        ("JENKINS_URL", "https://ci.example.org/"),
        ("BUILD_TAG", "jenkins-platform-PR-4-1"),
        ("GIT_URL", "git@example.org:contoso/platform.git"),
        ("CHANGE_ID", "4"),
    ],
];

#[test]
fn each_service_gets_its_report_and_its_annotations() {
    for (n, service) in SERVICES.iter().enumerate() {
        let f = repository(&format!("ci-gate-{n}"));
        let mut variables = service.to_vec();
        variables.extend([
            ("PLUMBLINE_GATE", "validation"),
            ("PLUMBLINE_ARTIFACTS", "out/*.sarif :: tflint --format sarif | sort\n"),
            ("PLUMBLINE_COLLECT", "--author\nu 1\n"),
            ("GITHUB_STEP_SUMMARY", if n == 0 { "shown.md" } else { "" }),
            ("GITHUB_OUTPUT", if n == 0 { "output" } else { "" }),
        ]);
        let output = script("gate.sh", &f, &variables);
        // preview and policy diagnostics are missing, so the check fails
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let report: Value = serde_json::from_str(
            &std::fs::read_to_string(f.join("plumbline-data/reports/contoso-platform-4/validation.json")).unwrap(),
        )
        .unwrap();
        assert_eq!((&report["change"]["id"], &report["change"]["author"]), (&"contoso/platform#4".into(), &"u 1".into()));
        assert_eq!(report["evidence"][0]["command"], "tflint --format sarif | sort");
        let out = stdout(&output);
        let (errors, summary) = match n {
            0 => (out.matches("::error title=Plumbline").count(), f.join("shown.md").is_file()),
            1 => (out.matches("##vso[task.logissue type=error").count(), out.contains("##vso[task.uploadsummary]/")),
            _ => (out.matches("\n  error ").count(), f.join("plumbline-summary.md").is_file()),
        };
        assert!(errors >= 3 && summary, "{out}");
        if n == 0 {
            assert!(std::fs::read_to_string(f.join("output")).unwrap().contains("report=plumbline-data/reports/"));
        }
    }
}

#[test]
fn a_line_below_an_artifact_is_an_option_of_it() {
    let f = repository("ci-options");
    write(&f, "out/before.json", OUTPUTS);
    write(&f, "out/after.json", OUTPUTS);
    let mut variables = SERVICES[0].to_vec();
    let artifacts = "deployment-outputs=out/after.json :: terraform output -json\n  --before out/before.json\n";
    variables.extend([("PLUMBLINE_GATE", "execution"), ("PLUMBLINE_ARTIFACTS", artifacts), ("PLUMBLINE_CHECK", "false")]);
    let output = script("gate.sh", &f, &variables);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("outputs-compared"), "both states are there: {}", stderr(&output));
    let path = f.join("plumbline-data/reports/contoso-platform-4/execution.json");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(report["evidence"][0]["command"], "terraform output -json");
    assert_eq!(report["evidence"][0]["before"]["path"], "evidence/contoso-platform-4/execution/before.json");
}

#[test]
fn a_check_can_only_say_and_can_be_left_out_and_what_is_not_set_is_named() {
    let f = repository("ci-modes");
    let with = |check: &str, gate: &str| {
        let mut variables = SERVICES[0].to_vec();
        variables.extend([("PLUMBLINE_CHECK", check)]);
        if !gate.is_empty() {
            variables.push(("PLUMBLINE_GATE", gate));
        }
        script("gate.sh", &f, &variables)
    };
    let said = with("report", "validation");
    assert_eq!((said.status.code(), stdout(&said).contains("items fail")), (Some(0), true), "{}", stderr(&said));
    let silent = with("false", "intent");
    assert_eq!((silent.status.code(), stdout(&silent).lines().count()), (Some(0), 1), "{}", stdout(&silent));
    assert!(stderr(&with("true", "")).contains("PLUMBLINE_GATE"));
    assert_eq!(with("maybe", "intent").status.code(), Some(2));
    // a second run in the same folder replaces nothing
    let again = with("true", "intent");
    assert_eq!((again.status.code(), stderr(&again).contains("exists already")), (Some(2), true));
}

#[test]
fn what_the_runs_left_is_published() {
    let f = repository("ci-publish");
    let mut variables = SERVICES[2].to_vec();
    variables.extend([("PLUMBLINE_GATE", "intent"), ("PLUMBLINE_CHECK", "false")]);
    assert!(script("gate.sh", &f, &variables).status.success());
    let output = script("publish.sh", &f, &[("PLUMBLINE_TITLE", "Contoso"), ("PLUMBLINE_MAX_ARTIFACT_BYTES", "100000")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let index: Value = serde_json::from_str(&std::fs::read_to_string(f.join("data/index.json")).unwrap()).unwrap();
    assert_eq!(index["title"], "Contoso");
}

/// What `actions/download-artifact` leaves: a folder for each run.
#[test]
fn the_runs_of_a_download_keep_their_artifacts() {
    let f = folder("ci-download");
    for n in 1..=3 {
        let path = format!("down/run-{n}/reports/contoso-platform-{n}/validation.json");
        let report = format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-0{n}T10:00:00Z", "outcome": "passed",
            "change": {{"id": "contoso/platform#{n}"}}, "evidence": [{{"id": "lint", "type": "lint-diagnostics",
            "artifact": {{"path": "evidence/lint.sarif"}}}}]}}"#
        );
        write(&f, &path, report);
        write(&f, &format!("down/run-{n}/evidence/lint.sarif"), LINT.replace("tflint", &format!("tflint{n}")));
    }
    let output = script("publish.sh", &f, &[("PLUMBLINE_DATA", "down")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("3 gate reports, 0 verifications, 3 artifacts"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("not at hand"), "{}", stderr(&output));
    // as one input the artifacts are lost, and that is said
    let output = crate::run(&f, &["bundle", "down", "--out", "whole"]);
    let said = "warning: 3 artifacts that records name are not at hand, so they prove nothing; the first: \
        run-1/reports/contoso-platform-1/validation.json names evidence/lint.sarif\n";
    assert!(stderr(&output).contains(said), "{}", stderr(&output));
}

#[test]
fn attack_a_run_brings_a_policy_and_records_of_other_repositories() {
    let f = folder("ci-smuggled");
    let report = |id: &str| {
        format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-01T10:00:00Z", "outcome": "passed",
            "change": {{"id": "{id}"}}}}"#
        )
    };
    write(&f, "down/run-1/reports/a.json", report("contoso/platform#1"));
    write(&f, "down/run-1/reports/b.json", report("contoso/other#2"));
    let policy = stdout(&crate::run(&f, &["policy", "print"]));
    let lax = policy.replacen("\"minGrade\": \"checked\"", "\"minGrade\": \"claimed\"", 1);
    assert_ne!(lax, policy);
    write(&f, "down/run-1/index.json", format!(r#"{{"format": "plumbline.index/1", "files": [], "policy": {lax}}}"#));
    write(&f, "policy.json", policy.replacen("\"tooFew\": 5", "\"tooFew\": 6", 1));
    let variables = [("PLUMBLINE_DATA", "down"), ("PLUMBLINE_REPOSITORY", "contoso/platform")];
    let output = script("publish.sh", &f, &variables);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("warning: down/run-1/index.json: a policy in the input is not taken"), "{told}");
    assert!(
        told.contains("policy: built-in, SHA-256 ") && told.contains("warning: 1 record of another origin is kept apart"),
        "{told}"
    );
    let index = |site: &str| -> Value {
        serde_json::from_str(&std::fs::read_to_string(f.join(site).join("index.json")).unwrap()).unwrap()
    };
    assert!(index("data").get("policy").is_none());
    let shard = String::from_utf8(crate::logical(&f.join("data"))["reports/2026-11.ndjson"].clone()).unwrap();
    assert!(shard.contains("contoso/platform#1") && !shard.contains("contoso/other#2"), "{shard}");
    let with_policy = [&variables[..], &[("PLUMBLINE_POLICY", "policy.json"), ("PLUMBLINE_SITE", "site")]].concat();
    assert!(script("publish.sh", &f, &with_policy).status.success());
    assert_eq!(index("site")["policy"]["tooFew"], 6);
}

#[test]
fn no_run_hides_the_records_of_another_by_how_its_folder_lies() {
    let f = folder("ci-publish-layouts");
    let report = |n: u32| {
        format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2020-11-20T09:00:00Z", "outcome": "passed", "change": {{"id": "a/b#{n}"}}}}"#
        )
    };
    let places = ["dl/one/reports/a.json", "dl/two/x/y/reports/a.json", "dl/three/other.json", "dl/top.json"];
    for (n, place) in (1..).zip(places) {
        write(&f, place, report(n));
    }
    let output = script("publish.sh", &f, &[("PLUMBLINE_DATA", "dl")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let records = String::from_utf8(crate::logical(&f.join("data"))["reports/2020-11.ndjson"].clone()).unwrap();
    for n in 1..=4 {
        assert_eq!(records.matches(&format!("a/b#{n}")).count(), 1, "{records}");
    }
}

#[test]
fn the_action_passes_every_input_on_and_asks_for_none_that_it_does_not_have() {
    let action = text("action.yml");
    let (head, runs) = action.split_once("\nruns:").unwrap();
    let inputs = head.split_once("\ninputs:").unwrap().1.split_once("\noutputs:").unwrap().0;
    let declared: Vec<&str> = inputs
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':'))
        .map(|line| line.trim().trim_end_matches(':'))
        .collect();
    assert!(declared.len() >= 6, "{declared:?}");
    for input in &declared {
        assert!(runs.contains(&format!("${{{{ inputs.{input} ")), "{input} is passed on");
    }
    for (at, _) in runs.match_indices(" inputs.") {
        let name = runs[at + " inputs.".len()..].split(' ').next().unwrap();
        assert!(declared.contains(&name), "{name} is declared");
    }
    // what stands in an expression inside a script could be run: inputs travel as variables
    for line in runs.lines().filter(|line| line.trim_start().starts_with("run:")) {
        assert!(!line.contains("${{"), "{line}");
    }
    let script = ["gate.sh", "install.sh", "comment.sh"].map(|name| text(&format!("scripts/ci/{name}"))).concat();
    for line in
        runs.lines().filter_map(|line| line.trim().split_once(": ${{ inputs.")).filter(|line| line.0.starts_with("PLUMBLINE_"))
    {
        assert!(script.contains(line.0), "{} is read by the script", line.0);
    }
    for name in ["install.sh", "build.sh", "gate.sh"] {
        assert!(runs.contains(&format!("scripts/ci/{name}")));
    }
}

#[test]
fn the_recipes_stand_whole_in_the_documentation_and_run_scripts_that_are_there() {
    for (recipe, page) in [
        ("github-workflow.yml", "docs/services/github.md"),
        ("azure-pipelines.yml", "docs/services/azure.md"),
        ("gitlab-ci.yml", "docs/services/gitlab.md"),
        ("github-fork-scan.yml", "docs/how-to/forks.md"),
        ("github-fork-verdict.yml", "docs/how-to/forks.md"),
        ("github-facts.yml", "docs/scale.md"),
    ] {
        let recipe_text = text(&format!("scripts/ci/{recipe}"));
        assert!(text(page).contains(&format!("```yaml\n{recipe_text}```")), "{recipe} stands in {page}");
        assert!(!recipe_text.contains('\t'), "{recipe} is YAML");
        for (at, _) in recipe_text.match_indices("scripts/ci/") {
            let rest = &recipe_text[at..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "/.-_".contains(c))).unwrap_or(rest.len());
            assert!(root().join(&rest[..end]).is_file(), "{}", &rest[..end]);
        }
    }
    for name in ["build.sh", "comment.sh", "gate.sh", "install.sh", "notes.sh", "publish.sh"] {
        let checked = Command::new("sh").arg("-n").arg(root().join("scripts/ci").join(name)).status().unwrap();
        assert!(checked.success() && text(&format!("scripts/ci/{name}")).starts_with("#!/bin/sh\n"));
    }
}

#[test]
fn the_notes_of_a_release_are_its_section_of_the_changelog() {
    let f = folder("ci-notes");
    let notes = |version: &str| {
        let script = root().join("scripts/ci/notes.sh");
        Command::new("sh").arg(script).arg(version).current_dir(&f).output().unwrap()
    };
    let written = stdout(&notes("Unreleased"));
    assert!(text("CHANGELOG.md").contains(written.trim()) && !written.contains("\n## ") && written.len() > 100, "{written}");
    let missing = notes("9.9.9");
    assert_eq!((missing.status.code(), stderr(&missing).as_str()), (Some(1), "CHANGELOG.md has no section ## [9.9.9]\n"));
}

#[test]
fn the_digests_of_releases_are_lines_of_sha256sum() {
    for line in text("scripts/ci/digests").lines().filter(|line| !line.starts_with('#')) {
        let (digest, archive) = line.split_once("  ").unwrap_or_else(|| panic!("{line}"));
        assert!(digest.len() == 64 && digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')), "{line}");
        assert!(archive.starts_with("plumbline-") && (archive.ends_with(".tar.gz") || archive.ends_with(".zip")), "{line}");
    }
}

/// The recipes name only types that the policy has, at the gate where they count.
#[test]
fn the_types_that_the_documentation_attaches_are_those_of_the_policy() {
    let (policy, _) = plumbline_ingest::default_policy();
    let pages = ["how-to/collect", "how-to/evidence", "services/github", "services/azure", "services/gitlab"];
    let documentation = pages.map(|page| text(&format!("docs/{page}.md"))).concat();
    let is_id =
        |word: &str| word.contains('-') && !word.starts_with('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let named = documentation.lines().filter_map(|line| {
        let line = line.trim().strip_prefix("--artifact ").unwrap_or(line.trim());
        line.split_once('=').map(|(id, _)| id).filter(|id| is_id(id))
    });
    let mut n = 0;
    for id in named {
        assert!(policy.artifact_types.iter().any(|t| t.id == id), "{id}");
        n += 1;
    }
    assert!(n > 15, "{n}");
}

#[test]
fn the_build_prints_nothing_but_the_folder_of_the_program() {
    let f = folder("ci-build");
    let cargo = write(&f, "bin/cargo", "#!/bin/sh\necho \"$@\"\n");
    std::fs::set_permissions(&cargo, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", f.join("bin").display(), std::env::var("PATH").unwrap());
    let output = script("build.sh", &f, &[("PATH", &path), ("CARGO_TARGET_DIR", "")]);
    assert_eq!(stdout(&output), format!("{}/target/native\n", root().display()));
    assert_eq!(stderr(&output), "build --locked --profile native --bin plumbline\n");
}
