//! `plumbline facts`: the files of shards are those of one run, they hold what one reader of everything finds, and a folder that is not
//! whole is told.

use crate::{folder, plumbline, run, stderr, stdout, write};
use plumbline_assess::Assessment;
use plumbline_domain::Instant;
use plumbline_facts::{FileFacts, JUDGED, Manifest, facts_of, parquet_of};
use plumbline_ingest::{Reader, Source};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

const NOW: &str = "2026-11-20T17:00:00Z";

/// A small organisation.
fn organisation(name: &str) -> PathBuf {
    let f = folder(name);
    assert!(run(&f, &["demo", "--seed", "7", "--teams", "5", "--weeks", "10", "--out", "in"]).status.success());
    f
}

/// Writes facts, and gives what was told.
#[track_caller]
fn facts(f: &Path, code: i32, more: &[&str]) -> String {
    let output = run(f, &[&["facts", "--now", NOW, "--trust-input-policy"], more].concat());
    assert_eq!(output.status.code(), Some(code), "{}", stderr(&output));
    stderr(&output)
}

/// What the check of a folder says, line by line.
fn check(f: &Path, out: &str) -> (Option<i32>, Vec<String>) {
    let output = run(f, &["facts", "--check", out]);
    let told = [stderr(&output), stdout(&output)].concat();
    (output.status.code(), told.lines().map(str::to_owned).collect())
}

/// The files of the buckets, by path.
fn judged_files(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![out.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let inside = path.strip_prefix(out).unwrap().to_string_lossy().replace('\\', "/");
            if inside.starts_with("shards") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(inside, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn shards_together_are_one_run() {
    let f = organisation("facts-shards");
    facts(&f, 0, &["in", "--out", "one"]);
    // side by side, into one folder
    let start = |shard: &&str| {
        let mut command = plumbline(&f);
        command.args(["facts", "--now", NOW, "--trust-input-policy", "in", "--out", "three", "--shard", *shard]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let running: Vec<_> = ["3/3", "1/3", "2/3"].iter().map(start).collect();
    for mut shard in running {
        assert!(shard.wait().unwrap().success());
    }
    let (one, three) = (judged_files(&f.join("one")), judged_files(&f.join("three")));
    assert!(one.len() > 100, "{}", one.len());
    assert_eq!(one.keys().collect::<Vec<_>>(), three.keys().collect::<Vec<_>>());
    assert!(one == three, "the bytes of all files");
    for (out, shards) in [("one", "1 of 1 shard"), ("three", "3 of 3 shards")] {
        let (code, told) = check(&f, out);
        assert_eq!(code, Some(0), "{told:?}");
        assert!(told.concat().ends_with(&format!("changes in {shards}")), "{told:?}");
    }
    // a shard that is written again replaces its own files, and nothing else
    facts(&f, 0, &["in", "--out", "three", "--shard", "2/3"]);
    assert!(judged_files(&f.join("three")) == one);
    assert_eq!(check(&f, "three").0, Some(0));
}

#[test]
fn the_facts_are_those_of_one_reader() {
    let f = organisation("facts-reader");
    facts(&f, 0, &["in", "--out", "out", "--buckets", "1"]);
    let index = std::fs::read(f.join("in/index.json")).unwrap();
    let (policy, sha256) = plumbline_ingest::index_from_json(&index).unwrap().0.policy.unwrap();
    let mut reader = Reader::new(policy, sha256.clone());
    reader.add_root("in");
    let mut folders = vec![f.join("in")];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(&f).unwrap().to_string_lossy().replace('\\', "/");
                    reader.read(Source::new(name, std::fs::read(&path).unwrap()));
                }
            }
        }
    }
    let whole = facts_of(&Assessment::new(reader.into_dataset(Instant::from_rfc3339(NOW).unwrap())));
    let files = judged_files(&f.join("out"));
    let of = FileFacts {
        program: format!("plumbline {}", env!("CARGO_PKG_VERSION")),
        pairs: vec![("format".to_owned(), "plumbline.facts/1".to_owned()), ("policySha256".to_owned(), sha256)],
    };
    let mut n = 0;
    for ((table, month), batch) in whole.batches {
        let path = format!("table={}/month={month}/team-bucket=00/part.parquet", JUDGED[table].name);
        assert!(parquet_of(&JUDGED[table], &[batch], &of).unwrap() == files[&path], "{path}");
        n += 1;
    }
    let written = files.keys().filter(|path| path.starts_with("table=") && !path.contains("month=none"));
    assert_eq!(written.count(), n);
}

#[test]
fn a_published_data_set_and_a_zip_give_the_same_rows() {
    let f = organisation("facts-published");
    facts(&f, 0, &["in", "--out", "raw"]);
    assert!(run(&f, &["bundle", "in", "--trust-input-policy", "--generated-at", NOW, "--out", "data"]).status.success());
    facts(&f, 0, &["data", "--out", "published"]);
    let rows =
        |out: &str| judged_files(&f.join(out)).into_iter().filter(|(path, _)| path.starts_with("table=")).collect::<Vec<_>>();
    let (raw, published) = (rows("raw"), rows("published"));
    assert_eq!(raw.iter().map(|(path, _)| path).collect::<Vec<_>>(), published.iter().map(|(path, _)| path).collect::<Vec<_>>());
    for ((path, one), (_, other)) in raw.iter().zip(&published) {
        assert!(one == other, "{path}");
    }
}

#[test]
fn a_folder_that_is_not_whole_is_told() {
    let f = organisation("facts-check");
    for shard in ["1/2", "2/2"] {
        facts(&f, 0, &["in", "--out", "out", "--shard", shard]);
    }
    let out = f.join("out");
    let path = |n: u32| out.join(format!("shards/shard-{n}-of-2.json"));
    let (one, two) = (std::fs::read(path(1)).unwrap(), std::fs::read(path(2)).unwrap());
    let says = |wanted: &str| {
        let (code, told) = check(&f, "out");
        assert_eq!(code, Some(1), "{told:?}");
        assert!(told.iter().any(|line| line.contains(wanted)), "{wanted}: {told:#?}");
    };
    let alter = |change: &dyn Fn(&mut Value)| {
        let mut manifest: Value = serde_json::from_slice(&two).unwrap();
        change(&mut manifest);
        std::fs::write(path(2), serde_json::to_vec(&manifest).unwrap()).unwrap();
    };
    std::fs::remove_file(path(2)).unwrap();
    says("shard 2 of 2 is missing");
    std::fs::write(out.join("shards/again.json"), &one).unwrap();
    says("shard 1 of 2 is there more than once: shards/again.json, shards/shard-1-of-2.json");
    says("was written twice, by shards/again.json and shards/shard-1-of-2.json");
    std::fs::remove_file(out.join("shards/again.json")).unwrap();
    for (key, value, word) in [
        ("by", Value::from("plumbline 0.0.1"), "another version"),
        ("schema", Value::from("00"), "another schema"),
        ("policySha256", Value::from("00"), "another policy"),
        ("inputSha256", Value::from("00"), "another input"),
        ("now", Value::from("2026-11-21T00:00:00Z"), "another assessment time"),
        ("buckets", Value::from(8), "another number of buckets"),
        ("of", Value::from(3), "another number of shards"),
        ("of", Value::from(u32::MAX), "shards/shard-2-of-2.json: is no manifest of a shard: it is of 4294967295 shards"),
        ("of", Value::from(0), "shards/shard-2-of-2.json: is no manifest of a shard: it is of 0 shards"),
        (
            "format",
            Value::from("plumbline.facts/2"),
            "is of the format plumbline.facts/2, and this version reads plumbline.facts/1",
        ),
    ] {
        alter(&|manifest| manifest[key] = value.clone());
        says(word);
    }
    let team = serde_json::from_slice::<Value>(&one).unwrap()["teams"][0].clone();
    let name = team["team"].as_str().unwrap().to_owned();
    alter(&|manifest| manifest["teams"].as_array_mut().unwrap().push(team.clone()));
    says(&format!("the team \"{name}\" is in two shards"));
    std::fs::write(path(2), "{").unwrap();
    says("shards/shard-2-of-2.json: is no manifest of a shard");

    std::fs::write(path(2), &two).unwrap();
    let manifest = Manifest::from_json(&two).unwrap();
    let file = &manifest.files[0].path;
    let bytes = std::fs::read(out.join(file)).unwrap();
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    std::fs::write(out.join(file), damaged).unwrap();
    says(&format!("{file}: is damaged"));
    std::fs::remove_file(out.join(file)).unwrap();
    says(&format!("{file}: is missing"));
    std::fs::write(out.join(file), bytes).unwrap();
    assert_eq!(check(&f, "out").0, Some(0));
    write(&out, "table=change/month=2026-11/team-bucket=03/other.parquet", "x");
    says("table=change/month=2026-11/team-bucket=03/other.parquet: is not of these facts");
    std::fs::remove_dir_all(out.join("shards")).unwrap();
    let (code, told) = check(&f, "out");
    assert_eq!((code, told.len()), (Some(2), 1), "{told:?}");
    assert!(told[0].ends_with("out: holds no facts: no shard in it has been written to its end"), "{told:?}");
}

#[test]
fn what_runs_that_were_cut_off_have_left_does_not_stay() {
    let f = organisation("facts-cut-off");
    facts(&f, 0, &["in", "--out", "fresh", "--buckets", "8"]);
    // two earlier runs, of other shards and other buckets, of which nothing is known any more
    for more in [&["--shard", "1/2"][..], &["--shard", "2/2"], &["--buckets", "16", "--force"]] {
        facts(&f, 0, &[&["in", "--out", "out"], more].concat());
    }
    std::fs::remove_file(f.join("out/shards/shard-1-of-1.json")).unwrap();
    let left = "shards/table=shard/shard-1-of-2.parquet";
    std::fs::copy(f.join("out/shards/table=shard/shard-1-of-1.parquet"), f.join("out").join(left)).unwrap();
    let mine = "table=change/month=2026-11/team-bucket=09/mine.parquet";
    write(&f.join("out"), mine, "mine");
    facts(&f, 0, &["in", "--out", "out", "--buckets", "8"]);
    assert!(!f.join("out").join(left).exists());
    let (code, told) = check(&f, "out");
    let expected = [format!("error: {mine}: is not of these facts: no shard lists it"), "out is not whole: 1 problem".to_owned()];
    assert_eq!((code, told.as_slice()), (Some(1), &expected[..]));
    std::fs::remove_file(f.join("out").join(mine)).unwrap();
    assert_eq!(check(&f, "out").0, Some(0));
    assert!(judged_files(&f.join("out")) == judged_files(&f.join("fresh")));
}

#[test]
fn nothing_of_others_is_written_into() {
    let f = organisation("facts-others");
    write(&f, "mine/notes.txt", "mine");
    assert!(facts(&f, 2, &["in", "--out", "mine"]).contains("is not empty, and holds no facts that plumbline has written"));
    facts(&f, 0, &["in", "--out", "out", "--shard", "1/2"]);
    for (now, buckets, word) in [
        ("2026-11-19", "16", "another assessment time: 2026-11-20T17:00:00Z, not 2026-11-19T00:00:00Z"),
        (NOW, "8", "another number of buckets: 16, not 8"),
    ] {
        let shard = ["facts", "in", "--out", "out", "--shard", "2/2", "--trust-input-policy"];
        let output = run(&f, &[&shard[..], &["--now", now, "--buckets", buckets]].concat());
        assert_eq!(output.status.code(), Some(2));
        let told = stderr(&output);
        assert!(told.contains(word), "{told}");
        assert!(told.contains("name another folder, or pass --force to replace the facts there"), "{told}");
    }
    let other = run(&f, &["facts", "in", "--out", "out", "--shard", "2/2", "--now", NOW]);
    assert!(stderr(&other).contains("another policy"), "{}", stderr(&other));
    assert!(facts(&f, 2, &["in", "--out", "out"]).contains("another number of shards: 2, not 1"));
    // what is there is left as it was
    facts(&f, 0, &["in", "--out", "out", "--shard", "2/2"]);
    assert_eq!(check(&f, "out").0, Some(0));
    facts(&f, 0, &["in", "--out", "out", "--force"]);
    assert_eq!(check(&f, "out").0, Some(0));
    let usage = run(&f, &["facts", "in", "--out", "new", "--shard", "1/2"]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(stderr(&usage).contains("--shard needs --now T"), "{}", stderr(&usage));
    for wrong in ["0/2", "3/2", "1", "a/b", "1/101"] {
        assert_eq!(run(&f, &["facts", "in", "--out", "new", "--shard", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn attack_a_manifest_that_lists_files_of_others_removes_none_of_them() {
    let f = organisation("facts-hostile-manifest");
    facts(&f, 0, &["in", "--out", "out"]);
    write(&f, "out/notes.txt", "mine");
    write(&f, "beside.txt", "mine");
    let manifest = f.join("out/shards/shard-1-of-1.json");
    let mut listing: serde_json::Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    let like = listing["files"][0].clone();
    for path in ["notes.txt", "../beside.txt", "table=/../notes.txt"] {
        let mut file = like.clone();
        file["path"] = path.into();
        listing["files"].as_array_mut().unwrap().push(file);
    }
    for more in [vec![], vec!["--force", "--buckets", "8"]] {
        std::fs::write(&manifest, listing.to_string()).unwrap();
        facts(&f, 0, &[vec!["in", "--out", "out"], more].concat());
        assert!(f.join("out/notes.txt").exists() && f.join("beside.txt").exists());
    }
}

#[test]
fn records_that_cannot_be_read_are_told_and_cost_themselves_alone() {
    let f = folder("facts-unread");
    let report = |id: &str, team: &str| {
        format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-01T00:00:00Z", "outcome": "passed",
            "change": {{"id": "{id}", "team": "{team}"}}, "perceived": [{{"confidence": 0.9}}]}}"#
        )
        .replace('\n', " ")
    };
    let lines = [report("a#1", "Edge"), report("a#2", "edge\u{200b}"), r#"{"format": "plumbline.gate-report/1"}"#.into()];
    write(&f, "in/r.ndjson", lines.join("\n"));
    write(&f, "in/s.json", "{ \"format\": \"plumbline.gate-report/1\", ");
    let told = facts(&f, 1, &["in", "--out", "out"]);
    assert!(told.contains("error: in/r.ndjson:3 [2].gate: is missing"), "{told}");
    assert!(told.contains("error: in/s.json"), "{told}");
    assert!(told.contains("2 changes in out"), "{told}");
    // two spellings of a team are one, and lie in one partition
    let manifest = Manifest::from_json(&std::fs::read(f.join("out/shards/shard-1-of-1.json")).unwrap()).unwrap();
    assert_eq!((manifest.teams.len(), manifest.teams[0].changes, manifest.rows["gate"]), (1, 2, 2));
    assert!(facts(&f, 2, &["in/s.json", "--out", "none"]).contains("no gate report was read, so there are no facts to write"));
    assert!(!f.join("none").exists());
}

#[test]
fn artifacts_that_are_not_at_hand_are_counted() {
    let f = folder("facts-not-at-hand");
    let report = |n: u32, artifact: &str| {
        serde_json::json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-10-01T10:00:00Z",
            "outcome": "passed", "change": {"id": format!("a/b#{n}"), "team": format!("t{n}")},
            "evidence": [{"id": "lint", "type": "lint-diagnostics", "artifact": {"path": artifact}}]})
        .to_string()
    };
    for n in 1..4 {
        write(&f, &format!("lake/repository/reports/{n}.json"), report(n, "evidence/scan.sarif"));
    }
    write(&f, "lake/repository/evidence/scan.sarif", r#"{"version": "2.1.0", "runs": []}"#);
    // the paths in reports start at the folder of the run
    let told = facts(&f, 0, &["lake", "--out", "of-all"]);
    let said = "warning: 3 artifacts that records name are not at hand, so they prove nothing; the first: \
                lake/repository/reports/1.json names evidence/scan.sarif";
    assert!(told.lines().any(|line| line == said), "{told}");
    let told = facts(&f, 0, &["lake/repository", "--out", "of-run"]);
    assert!(!told.contains("not at hand"), "{told}");
}
