//! What could not be read, and whether it might have failed a change. The kinds of diagnostics decide, and nothing else.

use plumbline_domain::{Diagnostic, DiagnosticKind, Receipt};

/// What is lost that might have failed a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// Nothing.
    Nothing,
    /// A part of a record: a finding, evidence that may contradict other evidence, a time that decides which gates are due, or a
    /// digest of a repetition.
    PartOfRecord,
    /// A record.
    Record,
    /// A file or a folder that could not be opened: it may hold a record.
    Unopened,
}

impl Loss {
    /// What a diagnostic of this kind says is lost.
    pub const fn of(kind: DiagnosticKind) -> Self {
        use DiagnosticKind as K;
        match kind {
            K::OwnFormat | K::LostRecord | K::MoreLostRecords => Loss::Record,
            K::LostEvidence | K::LostFinding | K::LostDueTime | K::LostDigest | K::MoreLostParts => Loss::PartOfRecord,
            K::NotOpened | K::NotUnpacked => Loss::Unopened,
            // no record of a change
            K::EmptyFile
            | K::NoRecord
            | K::UnknownFormat
            | K::AnyFormat
            | K::UnreadFormat
            | K::Kept
            | K::PolicyAmongRecords
            | K::PolicyError
            | K::UnreadPolicyKey => Loss::Nothing,
            // a tool's file: the item that names it fails
            K::Malformed | K::DuplicateKey | K::ToolReport | K::MoreFindings | K::LinesBefore | K::EmptyList | K::MoreErrors => {
                Loss::Nothing
            }
            // left aside by rule, on every machine alike
            K::NotFollowed | K::TooLarge | K::LeftOut => Loss::Nothing,
            // titles, names, statements and reviews fail nothing
            K::LostDetail | K::MoreDiagnostics | K::Cut | K::UnknownKeys | K::RepeatedId | K::UnknownWord => Loss::Nothing,
            K::Unjustified | K::Unnamed => Loss::Nothing,
            // read, and judged by the assessment
            K::DatedLater | K::Orphan | K::WrongGate | K::UnsafePath | K::NotAtHand | K::UnknownScope => Loss::Nothing,
            K::NotAsListed | K::OtherPolicy | K::TeamSpelling | K::OddTimes => Loss::Nothing,
            // of another repository: it neither proves nor refutes
            K::AnotherOrigin => Loss::Nothing,
        }
    }
}

/// A file of ours that cannot be read, or a record or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Where in the file, such as `:3:12 [2].gate`; empty for the whole of it.
    pub place: String,
    /// What is wrong with it.
    pub why: String,
}

/// Everything in these files that could not be read and might have failed a change, by file: whole records first. Of a file that is
/// refused, the first reason.
pub fn unreadable(receipts: &[Receipt]) -> Vec<Unreadable> {
    let mut found = Vec::new();
    for receipt in receipts.iter().filter(|r| r.duplicate_of.is_none()) {
        let mut losses: Vec<&Diagnostic> = receipt.diagnostics.iter().filter(|d| Loss::of(d.kind) != Loss::Nothing).collect();
        losses.sort_by_key(|d| Loss::of(d.kind) == Loss::PartOfRecord);
        losses.truncate(if receipt.is_refused() { 1 } else { losses.len() });
        found.extend(losses.into_iter().map(|d| Unreadable {
            file: receipt.file.clone(),
            place: d.place().trim_start().to_owned(),
            why: d.message.clone(),
        }));
    }
    found
}

/// What a receipt says of records that are lost, or may be.
pub fn lost(receipt: &Receipt) -> impl Iterator<Item = &Diagnostic> {
    receipt.diagnostics.iter().filter(|d| matches!(Loss::of(d.kind), Loss::Record | Loss::Unopened))
}

/// The diagnostics of a file that say of a lost record.
pub(crate) fn lost_records(receipt: &Receipt) -> impl Iterator<Item = &Diagnostic> {
    receipt.diagnostics.iter().filter(|d| Loss::of(d.kind) == Loss::Record)
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_assess::Assessment;
    use plumbline_domain::{Dataset, Instant};
    use plumbline_ingest::{Reader, Source, default_policy};

    const CHANGE: &str = r#""change": {"id": "a#1", "touches": [], "environment": "dev"}"#;

    fn report(more: &str) -> String {
        format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed", {CHANGE},
            "evidence": [{{"id": "why", "type": "threat-intent", "artifact": {{"path": "why.md"}}}}]{more}}}"#
        )
        .replace('\n', " ")
    }

    fn dataset(files: &[(&str, &[u8])]) -> Dataset {
        let (policy, sha256) = default_policy();
        let mut reader = Reader::new(policy, sha256);
        for (path, bytes) in files.iter().copied().chain([("why.md", &b"# Purpose"[..])]) {
            reader.read(Source::new(path, bytes.to_vec()));
        }
        reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap())
    }

    /// Every file by which a check is decided, and what it says is lost.
    fn cases() -> Vec<(Vec<u8>, DiagnosticKind, Loss)> {
        use DiagnosticKind as K;
        let verification = |more: &str| {
            format!(
                r#"{{"format": "plumbline.verification/1", "change": "a#1", "gate": "intent", "evidence": "why", "by": "u"{more}}}"#
            )
        };
        let many = |last: &str| report(&format!(", \"perceived\": [{}0]{last}", "7, ".repeat(1_000)));
        let lines = |line: &str| format!("{}\n{line}\n", report(""));
        let due = report("").replace("\"touches\": []", "\"touches\": [], \"deployedAt\": \"soon\"");
        let texts = [
            (String::new(), K::EmptyFile, Loss::Nothing),
            ("a page of prose".to_owned(), K::UnknownFormat, Loss::Nothing),
            (r#"{"version": "1.0.0", "runs": []}"#.to_owned(), K::UnreadFormat, Loss::Nothing),
            (r#"{"version": "2.1.0", "runs": 7}"#.to_owned(), K::Malformed, Loss::Nothing),
            (r#"{"version": "2.1.0", "runs": []}"#.to_owned(), K::ToolReport, Loss::Nothing),
            (report("").replace("report/1", "report/2"), K::LostRecord, Loss::Record),
            (report("").replace("\"intent\"", "\"foo\""), K::LostRecord, Loss::Record),
            (report("")[..60].to_owned(), K::OwnFormat, Loss::Record),
            (format!("{{\"reports\": [{}]}}", report("")), K::OwnFormat, Loss::Record),
            (lines("{\"format\": "), K::LostRecord, Loss::Record),
            (lines(r#"{"format": "plumbline.policy/1"}"#), K::LostRecord, Loss::Record),
            (report(r#", "findings": 5"#), K::LostFinding, Loss::PartOfRecord),
            (report("").replace("threat-intent", "threats"), K::LostEvidence, Loss::PartOfRecord),
            (due, K::LostDueTime, Loss::PartOfRecord),
            (verification(r#", "output": "x""#), K::LostDigest, Loss::PartOfRecord),
            (many(r#", "findings": 5"#), K::MoreLostParts, Loss::PartOfRecord),
            (format!("{}\n{}", many(""), "{}\n"), K::MoreLostRecords, Loss::Record),
            (report(r#", "mode": 7"#), K::LostDetail, Loss::Nothing),
            (report(r#", "review": 7"#), K::LostDetail, Loss::Nothing),
            (report(r#", "weather": 7"#), K::UnknownKeys, Loss::Nothing),
            (report("").replace("11-20", "11-29"), K::DatedLater, Loss::Nothing),
            (verification("").replace("a#1", "a#2"), K::Orphan, Loss::Nothing),
        ];
        let mut cases: Vec<(Vec<u8>, K, Loss)> = texts.into_iter().map(|(text, k, l)| (text.into_bytes(), k, l)).collect();
        let mut not_text = report(r#", "x": "@""#).into_bytes();
        not_text.iter_mut().filter(|b| **b == b'@').for_each(|b| *b = 0xFF);
        cases.push((not_text, K::OwnFormat, Loss::Record));
        cases.push((b"\x1f\x8b\x08 and no more".to_vec(), K::NotUnpacked, Loss::Unopened));
        cases
    }

    #[test]
    fn what_might_have_failed_a_change_is_told_by_its_kind() {
        for (bytes, kind, loss) in cases() {
            let data = dataset(&[("r.json", &bytes)]);
            let text = String::from_utf8_lossy(&bytes);
            let receipt = data.receipts.iter().find(|r| r.file == "r.json").unwrap();
            let kinds: Vec<DiagnosticKind> = receipt.diagnostics.iter().map(|d| d.kind).collect();
            assert!(kinds.contains(&kind), "{text}: {kinds:?}");
            assert_eq!(Loss::of(kind), loss, "{kind:?}");
            assert_eq!(unreadable(&data.receipts).is_empty(), loss == Loss::Nothing, "{text}: {kinds:?}");
        }
    }

    #[test]
    fn other_words_and_places_leave_every_verdict_as_it_is() {
        let good = report("");
        for (bytes, ..) in cases() {
            let data = dataset(&[("good.json", good.as_bytes()), ("r.json", &bytes)]);
            let mut reworded = data.clone();
            for diagnostic in reworded.receipts.iter_mut().flat_map(|r| &mut r.diagnostics) {
                diagnostic.message.clear();
                diagnostic.path.clear();
                (diagnostic.line, diagnostic.column) = (None, None);
            }
            for strict in [false, true] {
                let verdict = |data: &Dataset| {
                    let assessment = Assessment::new(data.clone());
                    let check = crate::Check::of(&assessment, &[], strict);
                    (check.verdict(), check.n_failures())
                };
                assert_eq!(verdict(&data), verdict(&reworded), "{}", String::from_utf8_lossy(&bytes));
            }
        }
    }

    #[test]
    fn a_file_that_cannot_be_opened_may_be_a_report_and_one_that_is_left_aside_is_none() {
        let of = |kind| {
            let receipt = Receipt::refused("x", "", 0, Diagnostic::new(kind, "", "permission denied"));
            unreadable(&[receipt]).len()
        };
        assert_eq!((of(DiagnosticKind::NotOpened), of(DiagnosticKind::NotFollowed)), (1, 0));
    }
}
