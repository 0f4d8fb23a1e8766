//! `grants-compared`.

#[cfg(test)]
mod tests;

use crate::commands;
use crate::grants::{Comparison, counted};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Content, FactKind, Presence, Probe, RoleGrants};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::GrantsCompared,
    title: "Role grants before and after are compared",
    meaning: "Holds when the grants before and after the change are both known: from a plan, a what-if, a difference, an access \
              preview, or a listing together with the earlier listing. A preview that ran to its end and has no grant shows that \
              none is added. Inconclusive when a preview did not run to its end, or a listing goes on. Silent for a listing of \
              one moment, and for an empty list. The file does not show whether a listing was filtered or a scope left out.",
    refuted: "the role grants before and after are not compared",
    left_open: "it does not show the role grants both before and after the change",
    reads: &[FactKind::RoleGrants],
    remedy: Remedy {
        text: "Attach a plan or what-if of the change, or list the grants after the change and name the earlier listing in `before`.",
        commands: commands::GRANTS,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let comparison = Comparison::of(question.content, question.before);
    let Some(grants) = comparison.grants() else {
        return question.silent(|| "no role grants were read from the file".into());
    };
    let gap = || {
        let (why, place) = comparison.gap()?;
        Some(Because::from(format!("not every grant is known: {why}")).at_each(place))
    };
    match &comparison {
        Comparison::Change(change) => match gap() {
            Some(because) => question.inconclusive(|| because),
            None => question.holds(|| of_change(change)),
        },
        _ if grants.is_empty_list() => question.silent(|| "the list of grants is empty".into()),
        Comparison::Pair { before, .. } => match gap() {
            Some(because) => question.inconclusive(|| because),
            None => question.holds(|| {
                let added = comparison.added().len();
                let earlier = before.map_or(0, |b| b.grants.len());
                format!(
                    "{} before and {} after: {} added, as far as the listings were not filtered",
                    counted(earlier),
                    grants.grants.len(),
                    if added == 0 { "none is".to_owned() } else { format!("{added} {}", if added == 1 { "is" } else { "are" }) },
                )
                .into()
            }),
        },
        _ => question.silent(|| of_one_moment(grants, question.before)),
    }
}

fn of_change(change: &RoleGrants) -> Because {
    let count = |presence| change.grants.iter().filter(|g| g.presence == presence).count();
    let (added, removed, kept) = (count(Presence::Added), count(Presence::Removed), count(Presence::Kept));
    if let Some((what, place)) = change.unnamed.first() {
        return Because::from(what.to_string()).at(place);
    }
    if added + removed + kept == 0 {
        return "the comparison ran to its end, and no grant is added".into();
    }
    let places = change.grants.iter().filter(|g| g.presence == Presence::Added).map(|g| &g.place);
    Because::from(format!("the file shows both moments: {} added, {removed} removed, {kept} unchanged", counted(added)))
        .at_each(places)
}

fn of_one_moment(grants: &RoleGrants, before: Option<&Content>) -> Because {
    let listed = counted(grants.grants.len());
    match before {
        Some(_) => format!("the file shows {listed} of one moment, and `before` holds none to compare it with").into(),
        None => format!("the file shows {listed} of one moment: it compares nothing").into(),
    }
}
