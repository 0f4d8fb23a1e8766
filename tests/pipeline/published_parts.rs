//! A data set that is published in parts: its figures are those of one that is published whole, and whoever alters what stands beside the
//! parts is found.

use crate::published::{NOW, lie, opened, score, verify};
use crate::{folder, run, stderr};
use plumbline_assess::published::columns_from_bytes;
use plumbline_ingest::Source;
use plumbline_layers::{Folder, Layer, PackedFile, Segment, Verifier, answer_span, file_in, open_segment};
use plumbline_report::sources_of;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const BUNDLE: [&str; 5] = ["bundle", "in", "--trust-input-policy", "--generated-at", NOW];

fn bundle(f: &Path, more: &[&str]) {
    let output = run(f, &[&BUNDLE[..], more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// A small organisation, published in parts.
fn published(name: &str) -> PathBuf {
    let f = folder(name);
    assert!(run(&f, &["demo", "--seed", "7", "--teams", "9", "--weeks", "10", "--out", "in"]).status.success());
    bundle(&f, &["--parts-above", "100", "--out", "data"]);
    f
}

#[test]
fn a_data_set_in_parts_has_the_figures_of_the_whole_one_and_can_be_verified() {
    let f = published("parts-figures");
    bundle(&f, &["--out", "whole"]);
    let (parts, whole) = (opened(&f.join("data")).index, opened(&f.join("whole")).index);
    assert_eq!((parts.is_in_parts(), whole.is_in_parts(), parts.sha256 == whole.sha256), (true, false, true));
    let n = |layer| parts.of_layer(layer).count();
    assert!(n(Layer::Columns) > 2, "{}", n(Layer::Columns));
    assert_eq!([Layer::Changes, Layer::Later, Layer::Remarks, Layer::Lookup].map(n), [n(Layer::Columns); 4]);
    assert_eq!(parts.of_layer(Layer::Columns).map(|segment| segment.changes).sum::<u64>(), whole.counts.changes);
    for place in ["#/overview", "#/matrix?period=90d", "#/teams?authorship=human", "#/funnel?environment=prod"] {
        let span = Some(answer_span(place));
        assert!(parts.of_layer(Layer::Answers).any(|segment| segment.span == span), "{place}");
    }
    let n_changes = whole.counts.changes;
    assert_eq!(verify(&f), (Some(0), format!("recomputed {n_changes} changes: identical")));
    for filter in [&["--now", NOW][..], &["--now", NOW, "--team", "Billing"]] {
        assert_eq!(score(&f, "data", filter), score(&f, "whole", filter), "{filter:?}");
    }
}

#[test]
fn the_same_input_gives_the_same_parts_and_the_other_form_replaces_them() {
    let f = published("parts-again");
    let before = opened(&f.join("data")).index;
    bundle(&f, &["--parts-above", "100", "--out", "data"]);
    assert_eq!(opened(&f.join("data")).index, before);
    bundle(&f, &["--out", "data"]);
    bundle(&f, &["--out", "whole"]);
    assert_eq!(opened(&f.join("data")).index, opened(&f.join("whole")).index);
    for gone in ["answers", "remarks", "lookup"] {
        assert!(!f.join("data").join(gone).exists(), "{gone}");
    }
}

#[test]
fn attack_a_publisher_who_alters_what_stands_beside_the_parts_is_found() {
    let f = published("parts-lie");
    for layer in [Layer::Whole, Layer::Remarks, Layer::Lookup, Layer::Answers, Layer::Columns] {
        std::fs::remove_dir_all(f.join("data")).unwrap();
        bundle(&f, &["--parts-above", "100", "--out", "data"]);
        lie(&f, layer, |content| {
            let place = content.iter().rposition(u8::is_ascii_lowercase).unwrap_or(content.len() - 1);
            content[place] ^= 1;
        });
        let (code, told) = verify(&f);
        assert!(code.is_some_and(|code| code != 0), "{layer:?}: {told}");
        assert!(told.contains("data/"), "{layer:?}: {told}");
    }
}

/// Judges one part of a data set again, as a browser does: how many changes it has, or what differs.
fn part_verified(data: &Path, folder: &Folder, part: &Segment) -> Result<u64, String> {
    let content = |segment: &Segment| open_segment(segment, &mut |path| std::fs::read(data.join(path)).ok()).unwrap();
    let columns = columns_from_bytes(&content(part)).unwrap();
    let mut verifier = Verifier::of_part(folder, part, columns, sources_of).map_err(|difference| difference.to_string())?;
    let source = |file: &&PackedFile| {
        let pack = folder.directory.pack_of(file).unwrap();
        let bytes = file_in(file, pack, &std::fs::read(data.join(pack.path())).unwrap()).unwrap();
        Source { path: file.path.clone(), bytes, sha256: file.sha256.clone() }
    };
    for partition in 0..verifier.n_partitions() {
        verifier.record_files(partition).to_vec().iter().map(source).for_each(|file| verifier.read(file));
        verifier.artifacts(partition).iter().map(source).for_each(|file| verifier.read(file));
        verifier.judge(partition).map_err(|difference| difference.to_string())?;
    }
    for segment in verifier.segments() {
        verifier.compare_segment(segment, &content(segment)).map_err(|difference| difference.to_string())?;
    }
    let of_parts: Vec<_> = verifier.segments_of_parts().map(|segment| (segment, content(segment))).collect();
    verifier.finish_part(&of_parts).map_err(|difference| difference.to_string())
}

#[test]
fn each_part_can_be_verified_by_itself_and_together_they_are_all_changes() {
    let f = published("parts-alone");
    let folder = opened(&f.join("data"));
    let parts: Vec<&Segment> = folder.index.of_layer(Layer::Columns).collect();
    let n: Vec<u64> = parts.iter().map(|part| part_verified(&f.join("data"), &folder, part).unwrap()).collect();
    assert_eq!(n, parts.iter().map(|part| part.changes).collect::<Vec<_>>());
    assert_eq!(n.iter().sum::<u64>(), folder.index.counts.changes);
    // no segment of details is about two parts, so that each part knows all of its own
    for of_span in &folder.directory.of_spans {
        let own: BTreeSet<u32> = of_span.segment.iter().copied().collect();
        let others = folder.directory.of_spans.iter().filter(|other| other.span != of_span.span);
        assert!(others.flat_map(|other| &other.segment).all(|segment| !own.contains(segment)), "{}", of_span.span);
    }
}

#[test]
fn attack_a_publisher_who_alters_a_part_is_found_by_that_part_alone() {
    let f = published("parts-alone-lie");
    let data = f.join("data");
    for layer in [Layer::Columns, Layer::Changes, Layer::Later, Layer::Details, Layer::Lookup] {
        std::fs::remove_dir_all(&data).unwrap();
        bundle(&f, &["--parts-above", "100", "--out", "data"]);
        lie(&f, layer, |content| {
            let place = content.iter().rposition(u8::is_ascii_lowercase).unwrap_or(content.len() - 1);
            content[place] ^= 1;
        });
        let folder = opened(&data);
        let found = |part: &Segment| part_verified(&data, &folder, part);
        let wrong: Vec<String> = folder.index.of_layer(Layer::Columns).filter_map(|part| found(part).err()).collect();
        assert_eq!(wrong.len(), 1, "{layer:?}: {wrong:?}");
    }
}
