//! Reports and verifications by their structure, joined and scored: what is verified never exceeds what is owed, and what is not there
//! is not healthy.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::{Gate, Instant, Policy};
use plumbline_fuzz::{document, records};
use plumbline_ingest::{Reader, Source, default_policy};

static POLICY: LazyLock<(Policy, String)> = LazyLock::new(default_policy);

fuzz_target!(|bytes: &[u8]| {
    let (policy, sha256) = &*POLICY;
    let mut reader = Reader::new(policy.clone(), sha256.clone());
    let file = |n: usize| format!("r{n}.json");
    if bytes.starts_with(b"{") || bytes.starts_with(b"[") {
        reader.read(Source::new(file(0), bytes.to_vec()));
    } else {
        let mut u = Unstructured::new(bytes);
        for n in 0..3 {
            let is_lines = u.ratio(1, 2).unwrap_or(false);
            let text = if is_lines {
                let lines: Vec<String> = (0..4).filter_map(|_| document(&records::RECORD, &mut u).ok()).collect();
                lines.join("\n")
            } else {
                document(&records::RECORDS, &mut u).unwrap_or_default()
            };
            reader.read(Source::new(file(n), text.into_bytes()));
        }
    }
    let assessment = Assessment::new(reader.into_dataset(Instant::from_micros(1_795_000_000_000_000)));
    check(&Score::of(&assessment, &Selection::default()));
});

fn check(score: &Score) {
    for (verified, n) in Gate::ALL.iter().map(|gate| score.gates.get(*gate).confidence).map(|c| (c.verified, c.n)) {
        assert_eq!(verified.is_none(), n == 0, "no data is none, and never a share");
        assert!(verified.is_none_or(|share| (0.0..=1.0).contains(&share)), "{verified:?}");
    }
    for cell in &score.matrix {
        assert!(cell.verified <= cell.present, "{cell:?}");
        assert!(cell.reproduced + cell.diverged + cell.not_tried + cell.not_reproducible <= cell.present, "{cell:?}");
    }
    assert!(score.surface.iter().all(|cell| cell.verified <= cell.required), "{:?}", score.surface);
    assert!(score.threats.iter().all(|row| row.verified <= row.required), "{:?}", score.threats);
    for steps in [&score.funnel, &score.funnel_evaluate] {
        assert!(steps.is_sorted_by(|before, after| before.reached >= after.reached), "{steps:?}");
    }
}
