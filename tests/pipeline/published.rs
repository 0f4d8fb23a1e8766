//! A published data set: its figures are those of its input, and whoever alters it is found.

use crate::{folder, run, stderr, stdout, write};
use flate2::read::DeflateDecoder;
use plumbline_assess::Assessment;
use plumbline_assess::published::{Sources, Summary, changes_to_bytes, columns_from_bytes};
use plumbline_ingest::{Reader, Source, sha256_hex};
use plumbline_layers::{Folder, JudgedChange, Layer, Pack, PackedFile, Segment, file_in, from_bytes, open_segment};
use plumbline_report::sources_of;
use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Output;

pub const NOW: &str = "2026-11-20T17:00:00Z";

/// A small organisation, published.
fn published(name: &str) -> PathBuf {
    let f = folder(name);
    assert!(run(&f, &["demo", "--seed", "7", "--teams", "3", "--weeks", "10", "--out", "in"]).status.success());
    let output = run(&f, &["bundle", "in", "--trust-input-policy", "--generated-at", NOW, "--out", "data"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    f
}

pub fn opened(data: &Path) -> Folder {
    let mut read = |path: &str| std::fs::read(data.join(path)).ok();
    Folder::open(&read("index.json").unwrap(), &mut read).unwrap()
}

pub fn verify(f: &Path) -> (Option<i32>, String) {
    let output = run(f, &["verify-data", "data"]);
    let told: String = [stdout(&output), stderr(&output)].concat();
    (output.status.code(), told.lines().filter(|line| !line.starts_with("note: ")).collect::<Vec<_>>().join("\n"))
}

pub fn score(f: &Path, path: &str, more: &[&str]) -> Value {
    let output: Output = run(f, &[&["score", path, "--trust-input-policy", "--json"], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

/// What is stored is what one reader of all files gives, to the last bit.
fn is_that_of_one_reader(data: &Path) {
    let folder = opened(data);
    let mut read = |path: &str| std::fs::read(data.join(path)).ok();
    let (policy, sha256) = folder.index.policy().unwrap();
    let mut reader = Reader::new(policy, sha256);
    let all = folder.each_pack(
        &mut read,
        |unusable| unusable,
        |pack| {
            for (path, sha256, bytes) in pack.files {
                reader.read(Source { path, bytes, sha256 });
            }
            Ok(())
        },
    );
    all.unwrap();
    let whole = Assessment::new(reader.into_dataset(folder.index.now()));
    let judged: Vec<JudgedChange> = JudgedChange::all(&whole).collect();
    let mut content = |layer: Layer| {
        let segments: Vec<&Segment> = folder.index.of_layer(layer).collect();
        segments.into_iter().map(|segment| (segment.path.clone(), open_segment(segment, &mut read).unwrap())).collect::<Vec<_>>()
    };
    let mut rows: Vec<_> =
        content(Layer::Columns).iter().flat_map(|(_, bytes)| columns_from_bytes(bytes).unwrap().all().unwrap()).collect();
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(rows, judged.iter().map(|change| change.row.clone()).collect::<Vec<_>>());
    if let [(_, changes)] = content(Layer::Changes).as_slice() {
        let records: Vec<&[u8]> = judged.iter().map(|change| change.record.as_slice()).collect();
        assert!(*changes == changes_to_bytes(&records), "the records of the changes");
    }
    let (path, bytes) = content(Layer::Summary).remove(0);
    let expected = Summary { title: folder.index.title.clone(), ..whole.summary() };
    assert_eq!(from_bytes::<Summary>(&path, &bytes).unwrap(), expected);
    let (path, bytes) = content(Layer::Sources).remove(0);
    assert_eq!(from_bytes::<Sources>(&path, &bytes).unwrap(), sources_of(&whole));
    let details = &folder.directory.details;
    assert_eq!(details.iter().map(|segment| segment.changes).sum::<u64>(), judged.len() as u64);
}

#[test]
fn partitions_give_what_one_reader_gives() {
    let f = published("published-partitions");
    is_that_of_one_reader(&f.join("data"));
    // one team in several spellings, a change of two teams, none, the same bytes under two names, and a verification of nothing
    let report = |n: u32, team: Value, artifact: &str| {
        serde_json::json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": format!("2026-10-0{n}T10:00:00Z"),
            "outcome": "passed", "change": {"id": format!("a/b#{n}"), "team": team, "touches": []},
            "evidence": [{"id": "lint", "type": "lint-diagnostics", "artifact": {"path": artifact}}]})
        .to_string()
    };
    let scan = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#;
    for (n, team) in [(1, "Payments"), (2, "pay ments"), (3, "edge"), (4, "\u{200b}"), (5, "Edge")] {
        write(&f, &format!("odd/{n}.json"), report(n, team.into(), &format!("e{}.sarif", n % 3)));
    }
    write(&f, "odd/6.json", report(6, Value::Null, "e1.sarif"));
    write(&f, "odd/7.json", report(6, "edge".into(), "gone.sarif").replace("validation", "intent"));
    write(&f, "odd/8.json", report(8, Value::Null, &format!("evidence/2026-10/{}-e1.sarif", sha256_hex(scan.as_bytes()))));
    for n in 0..3 {
        write(&f, &format!("odd/e{n}.sarif"), scan);
    }
    write(&f, "odd/loose.sarif", scan.replace("tflint", "checkov"));
    let orphan =
        r#"{"format": "plumbline.verification/1", "change": "a/b#77", "gate": "validation", "evidence": "lint", "by": "u"}"#;
    write(&f, "odd/v.json", orphan);
    let output = run(&f, &["bundle", "odd", "--out", "odd-data"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    is_that_of_one_reader(&f.join("odd-data"));
    assert_eq!(run(&f, &["verify-data", "odd-data"]).status.code(), Some(0));
}

#[test]
fn the_worked_example_and_the_examples_are_published_as_they_are() {
    let f = folder("published-examples");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for input in ["tests/worked/quayside", "examples/contoso"] {
        let out = input.replace('/', "-");
        let output = run(&f, &["bundle", root.join(input).to_str().unwrap(), "--out", &out]);
        assert!(output.status.code().is_some_and(|code| code < 2), "{input}: {}", stderr(&output));
        is_that_of_one_reader(&f.join(&out));
        assert_eq!(run(&f, &["verify-data", &out]).status.code(), Some(0), "{input}");
    }
}

#[test]
fn an_organisation_of_a_thousand_changes_keeps_every_figure() {
    let f = folder("published-thousand");
    let demo = ["demo", "--seed", "7", "--teams", "8", "--weeks", "52", "--changes", "1000", "--findings", "2000", "--out", "in"];
    assert!(run(&f, &demo).status.success());
    let output = run(&f, &["bundle", "in", "--trust-input-policy", "--generated-at", NOW, "--out", "data"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    is_that_of_one_reader(&f.join("data"));
    assert_eq!(score(&f, "in", &["--now", NOW]), score(&f, "data", &["--now", NOW]));
    assert_eq!(verify(&f), (Some(0), "recomputed 1,000 changes: identical".to_owned()));
}

#[test]
fn judged_again_it_is_identical() {
    let f = published("published-identical");
    let n = opened(&f.join("data")).index.counts.changes;
    assert!(n > 20);
    assert_eq!(verify(&f), (Some(0), format!("recomputed {n} changes: identical")));
}

#[test]
fn ten_filters_over_it_give_the_figures_of_its_input() {
    let f = published("published-filters");
    let input = score(&f, "in", &["--now", NOW]);
    let teams: Vec<String> =
        input["teams"].as_array().unwrap().iter().map(|team| team["team"].as_str().unwrap().to_owned()).collect();
    let filters: [&[&str]; 10] = [
        &[],
        &["--team", &teams[0]],
        &["--team", &teams[1]],
        &["--team", &teams[0], "--team", &teams[2]],
        &["--since", "2026-10-01"],
        &["--until", "2026-10-15"],
        &["--since", "2026-10-01", "--until", "2026-10-31"],
        &["--team", &teams[1], "--since", "2026-11-01"],
        &["--team", "nobody"],
        &["--since", "2027-01-01"],
    ];
    for filter in filters {
        let arguments = [&["--now", NOW], filter].concat();
        assert_eq!(score(&f, "in", &arguments), score(&f, "data", &arguments), "{filter:?}");
    }
    // and at another time
    let earlier = ["--now", "2026-10-20T00:00:00Z"];
    assert_eq!(score(&f, "in", &earlier), score(&f, "data", &earlier));
}

/// Flips a bit in the middle of the first file whose path begins so.
fn flip(f: &Path, start: &str) -> String {
    let data = f.join("data");
    let folder = opened(&data);
    let path = folder.own_paths().into_iter().find(|path| path.starts_with(start)).unwrap();
    let mut bytes = std::fs::read(data.join(&path)).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(data.join(&path), bytes).unwrap();
    path
}

#[test]
fn attack_one_flipped_bit_is_found_wherever_it_is() {
    let f = published("published-flipped");
    for start in ["columns/", "changes/", "later/", "details/", "packs/", "directory-", "sources-", "summary-"] {
        let path = flip(&f, start);
        let (code, told) = verify(&f);
        assert!(code == Some(1) || (start == "directory-" && code == Some(2)), "{start}: {code:?} {told}");
        assert!(told.contains(&format!("data/{path}: ")), "{start}: {told}");
        flip_back(&f, &path);
    }
    let index = std::fs::read_to_string(f.join("data/index.json")).unwrap();
    std::fs::write(f.join("data/index.json"), index.replacen("Tidewrack", "Tidewracl", 1)).unwrap();
    let (code, told) = verify(&f);
    assert_eq!(code, Some(1), "{told}");
    assert!(told.contains("title"), "{told}");
}

fn flip_back(f: &Path, path: &str) {
    let path = f.join("data").join(path);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_pack_is_an_error_with_its_name_for_every_command() {
    let f = published("published-damaged");
    let path = flip(&f, "packs/");
    for arguments in [&["score", "data"][..], &["inspect", "data"], &["check", "data"], &["bundle", "in", "--out", "data"]] {
        let output = run(&f, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(&format!("data/{path}: ")), "{arguments:?}: {}", stderr(&output));
    }
    std::fs::remove_file(f.join("data").join(&path)).unwrap();
    let output = run(&f, &["score", "data"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains(&format!("data/{path}: is missing")), "{}", stderr(&output));
}

fn inflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

/// A publisher who alters a segment and makes every digest right again.
pub fn lie(f: &Path, layer: Layer, alter: impl FnOnce(&mut Vec<u8>)) {
    let data = f.join("data");
    let mut folder = opened(&data);
    let segment = match layer {
        Layer::Details => folder.directory.details[0].clone(),
        layer => folder.index.of_layer(layer).next().unwrap().clone(),
    };
    let mut content = inflated(&std::fs::read(data.join(&segment.path)).unwrap());
    alter(&mut content);
    let (altered, file) = Segment::new(segment.layer, segment.span.clone(), &content, segment.changes);
    write(&data, &altered.path, file);
    match layer {
        Layer::Details => {
            folder.directory.details[0] = altered;
            let (directory, file) = Segment::new(Layer::Directory, None, &folder.directory.to_bytes(), 0);
            write(&data, &directory.path, file);
            let place = folder.index.segments.iter().position(|s| s.layer == Layer::Directory).unwrap();
            folder.index.segments[place] = directory;
        }
        layer => {
            let place = folder.index.segments.iter().position(|s| s.layer == layer && s.span == segment.span).unwrap();
            folder.index.segments[place] = altered;
        }
    }
    write(&data, "index.json", folder.index.to_json());
}

#[test]
fn attack_a_publisher_who_alters_a_figure_and_every_digest_is_found() {
    let f = published("published-lie");
    let digests = sha256_hex(&std::fs::read(f.join("data/index.json")).unwrap());
    for layer in [Layer::Changes, Layer::Later, Layer::Details, Layer::Summary, Layer::Sources] {
        std::fs::remove_dir_all(f.join("data")).unwrap();
        let arguments = ["bundle", "in", "--trust-input-policy", "--generated-at", NOW, "--out", "data"];
        assert!(run(&f, &arguments).status.success());
        assert_eq!(sha256_hex(&std::fs::read(f.join("data/index.json")).unwrap()), digests);
        // one bit of a letter near the end: the form stays right
        lie(&f, layer, |content| {
            let place = content.iter().rposition(u8::is_ascii_lowercase).unwrap();
            content[place] ^= 1;
        });
        let (code, told) = verify(&f);
        assert_eq!(code, Some(1), "{layer:?}: {told}");
        assert!(told.starts_with("data/"), "{layer:?}: {told}");
    }
}

/// A publisher who puts a file of records in a pack of its own, in the place of another one or beside them.
fn put_records(f: &Path, path: &str, bytes: &[u8]) {
    let data = f.join("data");
    let mut folder = opened(&data);
    let (sha256, n) = (sha256_hex(bytes), bytes.len() as u64);
    let pack = Pack { month: "2026-10".into(), sha256: sha256.clone(), bytes: n };
    write(&data, &pack.path(), bytes);
    let number = u32::try_from(folder.directory.packs.len()).unwrap();
    folder.directory.packs.push(pack);
    let file = PackedFile { path: path.into(), sha256, bytes: n, pack: number, offset: 0, stored: n, is_deflated: false };
    folder.directory.files.retain(|known| known.path != path);
    folder.directory.files.push(file);
    folder.directory.files.sort_by(|one, other| one.path.cmp(&other.path));
    let (directory, file) = Segment::new(Layer::Directory, None, &folder.directory.to_bytes(), 0);
    write(&data, &directory.path, file);
    let place = folder.index.segments.iter().position(|segment| segment.layer == Layer::Directory).unwrap();
    folder.index.segments[place] = directory;
    write(&data, "index.json", folder.index.to_json());
}

#[test]
fn attack_a_run_that_is_hidden_among_the_records_of_others_is_found() {
    let f = published("published-hidden-run");
    let folder = opened(&f.join("data"));
    let columns = folder.index.of_layer(Layer::Columns).next().unwrap();
    let content = open_segment(columns, &mut |path| std::fs::read(f.join("data").join(path)).ok()).unwrap();
    let id = columns_from_bytes(&content).unwrap().rows().next().unwrap().unwrap().id;
    let run = serde_json::json!({"format": "plumbline.verification/1", "change": id, "gate": "validation", "evidence": "lint", "by": "u"});
    put_records(&f, "reports/2026-10/zz.ndjson", run.to_string().as_bytes());
    let told = format!("data/reports/2026-10/zz.ndjson: {id}: a run of it lies among the records of other changes");
    assert_eq!(verify(&f), (Some(1), told));
}

#[test]
fn attack_records_in_another_notation_are_judged_with_their_artifacts() {
    let f = published("published-notation");
    let is_records = |path: &str| path.starts_with("reports/");
    let folder = opened(&f.join("data"));
    let file = folder.directory.files.iter().find(|file| is_records(&file.path)).unwrap();
    let pack = folder.directory.pack_of(file).unwrap();
    let records = file_in(file, pack, &std::fs::read(f.join("data").join(pack.path())).unwrap()).unwrap();
    let records = String::from_utf8(records).unwrap();
    assert!(records.contains("\"path\":\"evidence/"), "{records}");
    let one_array = format!("[{}]", records.lines().collect::<Vec<_>>().join(","));
    put_records(&f, &file.path, one_array.as_bytes());
    // every change is judged as before; only the digest of the file is another one
    let (code, told) = verify(&f);
    assert_eq!((code, told.starts_with("data/summary-"), told.contains("sha256")), (Some(1), true, true), "{told}");
}

#[test]
fn columns_of_another_layout_are_refused_and_published_again() {
    let f = published("published-layout");
    let before = score(&f, "data", &["--now", NOW]);
    lie(&f, Layer::Columns, |content| content[0] ^= 1);
    let (code, told) = verify(&f);
    let sentence = "its columns have the layout of another release: publish the data set again with `plumbline bundle`";
    assert_eq!((code, told.contains(sentence)), (Some(2), true), "{told}");
    let again = run(&f, &["bundle", "in", "--trust-input-policy", "--generated-at", NOW, "--out", "data"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!((score(&f, "data", &["--now", NOW]), verify(&f).0), (before, Some(0)));
}

#[test]
fn attack_an_index_that_leads_elsewhere_is_refused() {
    let f = published("published-hostile");
    let index = std::fs::read_to_string(f.join("data/index.json")).unwrap();
    let refused = |text: String, said: &str| {
        write(&f, "data/index.json", text);
        for command in ["score", "verify-data"] {
            let output = run(&f, &[command, "data"]);
            assert_eq!((output.status.code(), stderr(&output).contains(said)), (Some(2), true), "{}", stderr(&output));
        }
    };
    refused(index.replace("directory-", "../directory-"), "is not the name of a segment with its digest");
    refused(index.replace("\"layer\":\"directory\"", "\"layer\":\"cubes\""), "data/index.json: unknown variant");
    refused(index.replace("\"inflated\":", "\"inflated\":9"), "it does not inflate to the size that is listed");
    let newer = index.replace("index/2", "index/3").replace("\"readBy\": \"0.1.0\"", "\"readBy\": \"9.0.0\"");
    write(&f, "data/index.json", newer);
    let output = run(&f, &["verify-data", "data"]);
    let said = "version 3 of plumbline.index is read by plumbline 9.0.0 or later";
    assert_eq!((output.status.code(), stderr(&output).contains(said)), (Some(2), true), "{}", stderr(&output));
}

#[test]
fn a_data_set_in_a_commit_is_read_from_there() {
    let f = published("published-git");
    let git = |arguments: &[&str]| {
        let output = std::process::Command::new("git").current_dir(&f).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
    };
    git(&["init", "-q"]);
    git(&["add", "data"]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "data"]);
    let of = |path: &str| {
        let output = run(&f, &["check", path, "--now", NOW, "--committed-records", "--json"]);
        stdout(&output)
    };
    let here = of("data");
    std::fs::remove_dir_all(f.join("data/packs")).unwrap();
    assert_eq!(of("HEAD:data").replace("HEAD:data", "data"), here);
    assert!(here.contains("changes"), "{here}");
}
