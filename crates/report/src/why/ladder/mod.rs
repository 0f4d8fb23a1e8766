//! Where each team stands on the ladder, criterion by criterion, and what each criterion lacks.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Content, Document};
use crate::pages::team::criteria;
use crate::text::number;
use crate::text::number::percent;
use crate::text::{criterion, ladder};
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Part, part, table};
use crate::why::panel;
use crate::why::panel::{Entry, fact};
use crate::why::{evidence, pattern};
use crate::wording;
use plumbline_assess::{CriterionResult, Lack, Requirement, TeamRung, figures};
use plumbline_domain::{ArtifactTypeId, Gate};

pub(crate) const TEAMS: Kind = Kind::new("teams", "maturity-ladder", words::TEAMS, build);

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let teams = cx.ladder();
    let Some(asked) = asked else {
        let parts: Vec<Part> = teams.iter().map(rung).collect();
        let inputs = vec![table(cx, kind, kind.title, &parts, "")];
        return Some(panel::overview(cx, kind, inputs));
    };
    // a team's name may hold a stroke: the whole name comes first
    let of_team = |t: &TeamRung| {
        asked.strip_prefix(t.team.as_str()).map(|rest| rest.strip_prefix('/')).filter(|r| r.is_some() || asked == t.team)
    };
    let (team, rest) = teams.iter().find_map(|t| of_team(t).map(|rest| (t, rest)))?;
    match rest {
        None => Some(of_one(cx, kind, team)),
        Some(id) => of_criterion(cx, kind, team, team.criteria.iter().find(|c| c.id == id)?),
    }
}

/// A team as a row.
fn rung(t: &TeamRung) -> Part {
    let met = t.criteria.iter().filter(|c| !c.state.holds_back()).count() as u64;
    let claimed = t.claimed_rung.as_deref().map(ladder::title);
    part(
        t.team.as_str(),
        t.team.as_str(),
        ladder::title(&t.rung),
        words::criteria(met, t.criteria.len() as u64, claimed.as_deref()),
    )
}

/// The criteria of one team.
fn of_one(cx: &Context<'_>, kind: &'static Kind, team: &TeamRung) -> Document {
    let parts = team.criteria.iter().map(|c| {
        let m = wording::measured(cx.policy, c);
        let name = [&ladder::title(&c.rung), ": ", &criterion::title(c.metric, c.gate)].concat();
        let figure = [criterion::value(&m), criterion::outcome(m.state).to_owned()].join(", ");
        part(c.id.as_str(), name, figure, numbers(cx, c))
    });
    let under = [&team.team, "/"].concat();
    let window = figures::ladder::window(cx.assessment, &of_place(cx, team.team_place));
    let sums = vec![
        Content::Facts(vec![fact(words::WINDOW, words::window(window.len() as u64, cx.policy.ladder_days), String::new())]),
        table(cx, kind, &team.team, &parts.collect::<Vec<_>>(), &under),
    ];
    panel::detail(cx, kind, [&team.team, ": ", &ladder::title(&team.rung)].concat(), sums, Vec::new())
}

/// The numbers of a criterion: "lower end 45 %, 30 cases, needs at least 60 %".
fn numbers(cx: &Context<'_>, c: &CriterionResult) -> String {
    let m = wording::measured(cx.policy, c);
    let (one, many) = criterion::cases(c.metric);
    let mut out = number::counted(c.n, one, many);
    if let Some(low) = c.low {
        out.push_str(", ");
        out.push_str(&words::lower_end(&percent(low)));
    }
    out.push_str(", ");
    out.push_str(&words::needs(&criterion::need(m.need)));
    out
}

fn of_place(cx: &Context<'_>, team: u32) -> Vec<u32> {
    cx.assessment.of(&cx.any_time).filter(|(_, c)| c.team == Some(team)).map(|(place, _)| place).collect()
}

/// What one criterion lacks.
fn of_criterion(cx: &Context<'_>, kind: &'static Kind, team: &TeamRung, c: &CriterionResult) -> Option<Document> {
    let window = figures::ladder::window(cx.assessment, &of_place(cx, team.team_place));
    let lacking = criteria::lacking_newest_first(cx, c, &window);
    let m = wording::measured(cx.policy, c);
    let title = [&team.team, ": ", &criterion::title(c.metric, c.gate), ", ", criterion::outcome(m.state)].concat();
    let above = panel::to(cx, &panel::key(kind, &team.team));
    let sums = vec![
        Content::Facts(vec![fact(words::MEASURED, criterion::detail(&m), numbers(cx, c))]),
        Content::Links(vec![panel::link(&team.team, above)]),
    ];
    // what is no change, such as a release or a family, stands in a list of its own
    let elsewhere = |lack: &&Lack| criteria::change_of(lack).is_none();
    let mut named: Vec<Content> = lacking
        .iter()
        .filter(elsewhere)
        .map(|lack| criteria::missing(cx, lack))
        .map(|item| Content::Note([&item.change, ": ", &item.what].concat()))
        .collect();
    let entries: Vec<Entry> = lacking.iter().filter_map(entry).collect();
    let by_entry = |entry: Entry| lacking.iter().find(move |lack| self::entry(lack) == Some(entry));
    let say = |entry: Entry| by_entry(entry).map_or_else(String::new, |lack| criteria::missing(cx, lack).what);
    let inside = |entry: Entry| {
        let mut out = vec![evidence::change(cx, entry)];
        match by_entry(entry) {
            Some(Lack::OpenFinding { gate, .. }) => {
                out.extend(evidence::findings(cx, entry.place, *gate, &|f, _| f.is_blocking));
            }
            Some(Lack::NoBlindReview { .. }) => out.extend(super::review::table(cx, entry.place)),
            _ => {
                let types: Vec<ArtifactTypeId> = lacking.iter().filter_map(type_of).collect();
                out.extend(evidence::requirements(cx, entry, &|r: &Requirement| types.contains(&r.artifact_type)));
            }
        }
        out
    };
    let items = if named.is_empty() {
        panel::items(cx, &entries, ("thing that is missing", "things that are missing"), &say, &inside)
    } else {
        named.insert(0, Content::Heading(panel::words::behind(named.len(), "thing that is missing", "things that are missing")));
        let patterns: Vec<plumbline_domain::PatternId> = lacking.iter().filter_map(pattern_of).collect();
        let of_patterns = |place: u32| cx.assessment.occurrences_of(place).iter().any(|o| patterns.contains(&o.pattern));
        let with = counted::whole(window.iter().copied().filter(|&place| of_patterns(place)));
        if !with.is_empty() {
            let say = |entry: Entry| pattern::words::occurrences(cx.assessment.occurrences_of(entry.place).len() as u64, None);
            let inside = |entry: Entry| pattern::inside(cx, entry, &|o| patterns.contains(&o.pattern));
            named.extend(panel::items(cx, &with, ("change", "changes"), &say, &inside));
        }
        named
    };
    Some(panel::detail(cx, kind, title, sums, items))
}

/// The change and gate of what is missing.
fn entry(lack: &Lack) -> Option<Entry> {
    let gate: Option<Gate> = match lack {
        Lack::Unverified { gate, .. } | Lack::NotReproduced { gate, .. } | Lack::OpenFinding { gate, .. } => Some(*gate),
        Lack::NoBlindReview { .. } => Some(Gate::Validation),
        Lack::UntestedRelease { .. } | Lack::WeakFamily { .. } | Lack::Recurrence { .. } => None,
    };
    criteria::change_of(lack).map(|place| Entry { place, gate })
}

fn type_of(lack: &Lack) -> Option<ArtifactTypeId> {
    match lack {
        Lack::Unverified { artifact_type, .. } | Lack::NotReproduced { artifact_type, .. } => Some(*artifact_type),
        _ => None,
    }
}

fn pattern_of(lack: &Lack) -> Option<plumbline_domain::PatternId> {
    match lack {
        Lack::Recurrence { pattern, .. } => Some(*pattern),
        _ => None,
    }
}
