//! `no-drift`: is what is deployed what is desired?

#[cfg(test)]
mod tests;

use crate::commands;
use crate::deployed::{names, reasons, with_caveat};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::NoDrift,
    title: "Nothing has drifted",
    meaning: "Holds when all of the deployed state was compared and nothing differs. Fails when something differs, even if other \
              parts were not compared: a Create, Modify or Delete of a what-if, a planned change other than no-op and read, or a \
              change outside the source that a refresh found. A resource that only moved to another address is not a difference. \
              Inconclusive when nothing differs and a part was not compared. Silent when nothing deployed was compared.",
    refuted: "it shows drift",
    left_open: "it does not show that nothing has drifted",
    reads: &[FactKind::Drift],
    remedy: Remedy {
        text: "Bring the deployed state and the source together again, and attach a comparison made after that.",
        commands: commands::DRIFT,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(drift) = question.facts().drift.as_deref() else {
        return question.silent(|| "the file compares nothing with what is deployed".into());
    };
    if !drift.differing.is_empty() {
        return question.fails(|| {
            let clauses: Vec<String> = drift.differing.iter().map(|d| format!("{} {}", d.id, d.difference.clause())).collect();
            Because::from(names(clauses.iter().map(String::as_str))).at_each(drift.differing.iter().map(|d| &d.place))
        });
    }
    if !drift.open.is_empty() {
        return question.inconclusive(|| reasons(&drift.open));
    }
    match drift.compared {
        0 => question.silent(|| "no resource was compared".into()),
        1 => {
            question.holds(|| with_caveat("the one resource that was compared does not differ".to_owned(), &drift.caveat).into())
        }
        n => {
            question.holds(|| with_caveat(format!("none of the {n} resources that were compared differs"), &drift.caveat).into())
        }
    }
}
