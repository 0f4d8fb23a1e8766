//! One change: what it is, its four gates, and everything that is recorded of it.

pub(crate) mod deployment;
mod deployment_words;
pub(crate) mod gate;
pub(crate) mod history;
mod news;
mod news_words;
pub(crate) mod record;
pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Document, Fact, FigureId, Grid, PageId, Picture, Place, Row, Table, head, sentence, size,
};
use crate::pages::team::changes::{glyph, resources};
use crate::route::Route;
use crate::text::{change_id, date, number, page};
use crate::wording::gate_word;
use plumbline_assess::ChangeAssessment;
use plumbline_domain::{Change, Gate, Instant, Outcome};
use words::fact;

/// The change that a page is about.
pub(crate) struct Subject<'a, 'b> {
    cx: &'a Context<'b>,
    place: u32,
    change: &'a Change,
    assessed: &'a ChangeAssessment,
}

/// The page; none when there is no such change.
pub(crate) fn build(cx: &Context<'_>, id: &str) -> Option<Document> {
    let place = cx.assessment.place_of(id)?;
    let (change, assessed) = cx.assessment.change(place)?;
    let subject = Subject { cx, place, change, assessed };
    let mut blocks = vec![gates(&subject), facts(&subject)];
    blocks.extend(Gate::ALL.iter().filter_map(|g| gate::build(&subject, *g)));
    blocks.extend(deployment::build(&subject));
    blocks.push(record::findings(&subject));
    blocks.push(record::statements(&subject));
    blocks.push(record::reviews(&subject));
    blocks.push(history::timeline(&subject));
    blocks.push(record::patterns(&subject));
    Some(Document {
        page: PageId::Change,
        eyebrow: words::eyebrow(id, change.fields.title.as_deref()),
        headline: sentence(news_words::headline(&news::known(&subject))),
        actions: Vec::new(),
        blocks,
    })
}

/// What of its record speaks against itself, each in a line.
fn conflicts(s: &Subject<'_, '_>) -> Vec<String> {
    use news_words::conflict;
    let (fields, now) = (&s.change.fields, s.cx.dataset.now);
    let mut out = Vec::new();
    for (gate, outcome) in news::known(s).went_past() {
        // before the merge where there is one; execution looks at the deployment
        let merged = fields.merged_at.filter(|t| *t <= now && gate != Gate::Execution).map(|t| (fact::MERGED, t));
        let (what, at) = match merged.or(fields.deployed_at.map(|t| (fact::DEPLOYED, t))) {
            Some(shipped) => shipped,
            None => continue,
        };
        out.push(conflict::went_past(what, &date::day(at), gate, outcome));
    }
    if fields.deployed_at.is_none() && s.assessed.gate(Gate::Execution).outcome == Some(Outcome::Passed) {
        out.push(conflict::NO_DEPLOYMENT.to_owned());
    }
    if let Some((merged, deployed)) = fields.merged_at.zip(fields.deployed_at).filter(|(merged, deployed)| deployed < merged) {
        // a whole number of days between two dates
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        out.push(conflict::deployed_early(merged.days_since(deployed).max(0.0) as u64));
    }
    out
}

/// A column for each title with its style classes. States, reasons and events say themselves what they are.
fn columns(titles: &[(&str, &str)]) -> Vec<Column> {
    let column = |(i, (title, class)): (usize, &(&str, &str))| {
        let says_itself = class.contains("num") || words::SAY_THEMSELVES.contains(title);
        let named = if i > 0 && !says_itself { " named" } else { "" };
        Column { class: [*class, named].concat().trim_start().to_owned(), ..Column::text(*title) }
    };
    titles.iter().enumerate().map(column).collect()
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, ..Row::default() }
}

fn grid(caption: &str, titles: &[(&str, &str)], rows: Vec<Row>) -> Content {
    Content::Grid(Grid { caption: caption.to_owned(), class: "as-cards".to_owned(), columns: columns(titles), rows })
}

fn named(name: &str, value: Cell) -> Fact {
    Fact { name: name.to_owned(), value }
}

fn text_or(value: Option<&str>, otherwise: &str) -> Cell {
    value.map_or_else(|| Cell::styled("empty", otherwise), Cell::text)
}

/// A figure that is read as it stands: it has no other table.
fn figure(place: impl Into<Place>, title: String, measure: impl Into<String>, content: Vec<Content>) -> Block {
    Block::figure(place, head(title, measure, Table::default()), content)
}

/// The four gates in a table.
fn gates(s: &Subject<'_, '_>) -> Block {
    let due = s.assessed.gates.iter().filter(|g| g.is_due).count() as u64;
    let proved = s.assessed.gates.iter().filter(|g| g.is_verified()).count() as u64;
    let fields = &s.change.fields;
    let up_to_now = |t: Option<Instant>| t.filter(|t| *t <= s.cx.dataset.now);
    let rows = Gate::ALL.iter().map(|&gate| {
        let at = s.assessed.gate(gate);
        let state = glyph(at);
        let required = at.requirements.len() as u64;
        let verified = match required {
            0 => Cell::styled("empty", number::dash()),
            n => Cell::text(number::of(at.n_verified.into(), n)),
        };
        row(vec![
            Cell::text(gate.title()),
            Cell::drawn(Picture::Gate(state), gate_word(state)),
            Cell::text(words::outcome(at.outcome, at.mode)),
            at.stated
                .map_or_else(|| Cell::styled("empty", number::dash()), |p| Cell::styled("perceived-word", number::percent(p))),
            Cell { class: if required > 0 { "verified-word" } else { "empty" }.to_owned(), ..verified },
            Cell::text(words::due(
                gate,
                at.is_due,
                up_to_now(fields.merged_at),
                up_to_now(fields.deployed_at),
                s.cx.policy.observation_grace_days,
            )),
        ])
    });
    let title = words::gates_title(proved, due);
    let table = grid(&title, &words::GATES_COLUMNS, rows.collect());
    figure(FigureId::ChangeGates.lead(8), title, words::GATES_MEASURE, vec![table])
}

/// What the change is.
fn facts(s: &Subject<'_, '_>) -> Block {
    let f = &s.change.fields;
    let to = |route: Route| s.cx.location.with_route(route).to_fragment();
    let day = |t: Option<Instant>| text_or(t.map(date::minute).as_deref(), words::NOT_STATED);
    let mut team = text_or(f.team.as_deref(), words::NOT_STATED);
    if let Some(name) = &f.team {
        team = team.to(to(Route::Team { team: name.clone() }));
    }
    let mut environment = text_or(f.environment.as_deref(), words::NOT_STATED);
    if s.assessed.is_critical {
        environment = environment.detail(words::CRITICAL);
    }
    let url = f.url.as_deref().map(|url| match plumbline_text::https_link(url) {
        Some(address) => Cell::text(words::OPEN).to(address).detail(url),
        None => Cell::text(url),
    });
    let touches = match f.touches.as_deref() {
        None => Cell::styled("empty", words::EVERY_FAMILY),
        Some([]) => Cell::text(words::NO_FAMILY),
        Some(families) => Cell::text(families.iter().map(|f| f.title()).collect::<Vec<_>>().join(", ")),
    };
    let unverified = s.assessed.requirements().filter(|(_, r)| !r.is_verified).count() as u64;
    let debt = match (s.assessed.is_shipped, unverified) {
        (false, _) => words::NOT_SHIPPED.to_owned(),
        (true, 0) => words::NO_DEBT.to_owned(),
        (true, n) => words::debt(n, resources(&s.change.fields)),
    };
    let commit = f.commit.as_ref().map(|c| Cell::styled("mono", c.clone()));
    let mut all = vec![
        named(fact::TEAM, team),
        named(fact::SERVICE, text_or(f.service.as_deref(), words::NOT_STATED)),
        named(fact::ENVIRONMENT, environment),
        named(fact::RELEASE, text_or(f.release.as_deref(), words::NOT_STATED)),
        named(fact::AUTHOR, text_or(f.author.as_deref(), words::NOT_STATED)),
        named(fact::AUTHORSHIP, Cell::text(words::authorship(s.assessed.authorship))),
        named(
            fact::RADIUS,
            Cell::text(words::radius(resources(&s.change.fields).unwrap_or(s.assessed.blast_radius), f.resources)),
        ),
        named(fact::TOUCHES, touches),
        named(fact::OPENED, day(f.opened_at)),
        named(fact::MERGED, day(f.merged_at)),
        named(fact::DEPLOYED, day(f.deployed_at)),
    ];
    all.extend(conflicts(s).into_iter().map(|line| named(fact::CONFLICT, Cell::styled("contra-word", line))));
    all.push(named(fact::DEBT, Cell::text(debt)));
    if change_id::short(&f.id) != f.id {
        all.insert(0, named(fact::WHOLE_ID, Cell::styled("mono", f.id.clone())));
    }
    let apart: Vec<&str> = s.cx.dataset.apart.iter().filter(|a| a.change == f.id).map(|a| a.comes_from.as_str()).collect();
    if !apart.is_empty() {
        let n = apart.len() as u64;
        let names: std::collections::BTreeSet<&str> = apart.into_iter().collect();
        all.push(named(fact::APART, Cell::text(words::apart(n)).detail(page::first_names(names.into_iter()))));
    }
    all.extend(commit.map(|c| named(fact::COMMIT, c)));
    all.extend(url.map(|url| named(fact::PULL_REQUEST, url)));
    Block::plain(FigureId::ChangeFacts.span(4), vec![Content::Facts(all)])
}

/// How many rows of one kind are shown; the rest is counted.
const SHOWN: usize = 100;

/// A table of at most [`SHOWN`] rows, and how many there are when there are more.
fn first_rows(caption: &str, titles: &[(&str, &str)], mut rows: Vec<Row>) -> Vec<Content> {
    let all = rows.len();
    rows.truncate(SHOWN);
    let mut out = vec![grid(caption, titles, rows)];
    if all > SHOWN {
        out.push(Content::Note(words::first_of(SHOWN as u64, u64::from(size(all)))));
    }
    out
}
