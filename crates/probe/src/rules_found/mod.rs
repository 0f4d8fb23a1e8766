//! `rules-found`.

use crate::{Answer, Definition, Question, Remedy};
use plumbline_domain::Probe;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::RulesFound,
    title: "",
    meaning: "",
    refuted: "",
    left_open: "",
    reads: &[],
    remedy: Remedy { text: "", commands: &[] },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    question.silent(|| "not asked yet".into())
}
