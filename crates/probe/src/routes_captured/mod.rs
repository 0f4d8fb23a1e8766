//! `routes-captured`.

#[cfg(test)]
mod tests;

use crate::commands;
use crate::traffic::files;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Probe};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::RoutesCaptured,
    title: "Routes are captured",
    meaning: "Holds when the file, or one that is read with it, has at least one route: of a route table, a plan, a state or a \
              preview. Otherwise silent. Never fails, and says nothing about where a route should lead.",
    refuted: "no route is captured",
    left_open: "it contains no route",
    reads: &[FactKind::NetworkRules],
    remedy: Remedy {
        text: "Attach the route tables as a further file of the item, beside the rules.",
        commands: commands::ROUTES,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let routes = || files(question).flat_map(|rules| &rules.routes);
    let Some(first) = routes().next() else {
        return question.silent(|| "the file holds no route".into());
    };
    question.holds(|| {
        let (n, table) = (routes().count(), &first.table);
        let of = if table.is_empty() { String::new() } else { format!(" of {table}") };
        let to = if first.next_hop.is_empty() { String::new() } else { format!(" to {}", first.next_hop) };
        let more = match n {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        Because::from(format!("the route for {}{of} leads{to}{more}", first.destination)).at_each(routes().map(|r| &r.place))
    })
}
