//! The commands that a delivery pipeline runs, as programs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod agents;
mod bundle;
mod check;
mod ci;
mod collect;
mod collect_change;
mod collect_files;
mod collect_links;
#[cfg(unix)]
mod comment;
mod contoso;
mod docs;
mod facts;
mod first_page;
mod hostile_records;
mod hostile_text;
mod install;
mod open;
mod parts;
mod policy;
mod published;
mod published_parts;
mod schemas;
mod set_up;
mod site;
mod trust;
mod verify;
mod verify_attacks;
mod whole_outputs;

#[allow(dead_code, reason = "the counts are for the tests of the readers")]
#[path = "../ingest/samples/mod.rs"]
mod samples;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The assessment time of these tests.
const NOW: &str = "2026-11-22T12:00:00Z";

/// A folder of a test's own, empty at its start.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pipeline").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, bytes).unwrap();
    written(&path, NOW);
    path
}

/// The files of a published data set, taken out of its packs: artifacts by their paths, and the records of each month as one file.
fn logical(data: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut read = |path: &str| std::fs::read(data.join(path)).ok();
    let index = read("index.json").unwrap();
    let folder = plumbline_layers::Folder::open(&index, &mut read).unwrap();
    let mut files = std::collections::BTreeMap::<String, Vec<u8>>::new();
    let opened = folder.each_pack(
        &mut read,
        |unusable| unusable,
        |pack| {
            for (path, _, bytes) in pack.files {
                let month = path.strip_prefix("reports/").and_then(|inside| inside.split_once('/')).map(|(month, _)| month);
                let name = month.map_or_else(|| path.clone(), |month| format!("reports/{month}.ndjson"));
                files.entry(name).or_default().extend(bytes);
            }
            Ok(())
        },
    );
    opened.unwrap();
    files
}

/// Dates a file: evidence is as old as its file where no tool states a time.
fn written(path: &Path, at: &str) {
    let at = plumbline_domain::Instant::from_rfc3339(at).unwrap().micros();
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_micros(at.unsigned_abs());
    std::fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}

/// The program in a folder, without what a pipeline that runs these tests has in its environment.
fn plumbline(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    command.current_dir(folder);
    // the repository that these tests stand in is none of theirs
    command.env("GIT_CEILING_DIRECTORIES", Path::new(env!("CARGO_TARGET_TMPDIR")).join("pipeline"));
    command.env_remove("COLUMNS");
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy().into_owned();
        let of_a_pipeline = [
            "GITHUB_",
            "RUNNER_",
            "TF_BUILD",
            "BUILD_",
            "SYSTEM_",
            "AGENT_",
            "CI",
            "GITLAB_",
            "PLUMBLINE_",
            "BITBUCKET_",
            "JENKINS_",
        ];
        if of_a_pipeline.iter().any(|start| text.starts_with(start)) {
            command.env_remove(name);
        }
    }
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    plumbline(folder).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn the_version_is_told() {
    let output = run(Path::new("."), &["--version"]);
    assert_eq!(stdout(&output), format!("plumbline {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn every_command_has_its_help_and_an_option_that_is_none_ends_with_2() {
    let overview = stdout(&run(Path::new("."), &["--help"]));
    for command in [
        "bundle",
        "check",
        "collect",
        "demo",
        "doctor",
        "facts",
        "init",
        "inspect",
        "open",
        "page",
        "policy",
        "probes",
        "rules",
        "score",
        "site",
        "verify",
        "verify-data",
    ] {
        assert!(overview.contains(&format!("\n  {command} ")), "{command} stands in the overview");
        let help = run(Path::new("."), &[command, "--help"]);
        assert!(stdout(&help).contains(&format!("\n\nUsage: plumbline {command} ")) && help.status.success());
        assert_eq!(stdout(&run(Path::new("."), &[command, "-h"])), stdout(&help));
        let wrong = run(Path::new("."), &[command, "--colour"]);
        assert_eq!(wrong.status.code(), Some(2));
        let said = format!("plumbline: unexpected argument '--colour' found (see plumbline {command} --help)\n");
        assert!(stderr(&wrong).starts_with(&said), "{}", stderr(&wrong));
        assert!(stderr(&wrong).lines().all(|line| line.starts_with("plumbline: ")));
    }
    let none = run(Path::new("."), &["paint"]);
    assert_eq!(stderr(&none), "plumbline: unrecognized subcommand 'paint' (see plumbline --help)\n");
    let lost = run(Path::new("."), &[]);
    assert_eq!((lost.status.code(), stderr(&lost), stdout(&lost)), (Some(2), overview, String::new()));
    for command in ["collect", "verify"] {
        let wrong = run(Path::new("."), &[command, "--gate", "door"]);
        let said =
            "plumbline: invalid value 'door' for '--gate <GATE>' [possible values: intent, validation, execution, observation]";
        assert!(stderr(&wrong).starts_with(said), "{}", stderr(&wrong));
    }
}

/// A zip of files as they are, not compressed.
#[cfg(unix)]
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in entries {
        let (mut entry, config) = archive.new_file(name).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        writer.write_all(bytes).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}
