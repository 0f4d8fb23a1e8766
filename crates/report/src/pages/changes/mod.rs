//! All changes in one long table, of which only the rows in sight are made.

pub(crate) mod words;

use crate::context::{Context, select};
use crate::document::{
    Block, Cell, Column, Content, Datum, Document, Fact, FigureId, GateGlyph, Grid, PageId, Picture, Row, Rows, Table, Value,
    datum, head, sentence, size,
};
use crate::export::sheet::Sheet;
use crate::figures::full_proof;
use crate::pages::team::changes::{gate_keys, glyph, resources, weakest};
use crate::route::{Filter, Location, Route};
use crate::text::{change_id, number, page};
use crate::wording::{gate_word, gates_words};
use plumbline_assess::{Assessment, Cache, ChangeAssessment};
use plumbline_domain::{ChangeFields, Condition, Instant, sort_alphabetically};

/// How many rows a page brings along.
const FIRST_ROWS: u32 = 80;

/// The most rows that are made at once.
const MOST_ROWS: u32 = 500;

/// The order of the table of changes for one filter, text and column.
#[derive(Clone, Debug)]
pub struct Listing {
    filter: Filter,
    find: String,
    sort: String,
    /// The places of the changes, in order.
    places: Vec<u32>,
    /// Leads to the page of one change.
    location: Location,
}

impl Listing {
    /// The order that a location asks for; on any other page than that of all changes nothing is looked for, and the newest
    /// change comes first.
    pub fn of(assessment: &Assessment, cache: &Cache, location: &Location) -> Self {
        let selected = select(assessment, location, assessment.dataset().now);
        let found = cache.find(assessment, &selected, asked(location).0);
        Self::of_found(assessment, location, found)
    }

    fn of_found(assessment: &Assessment, location: &Location, mut places: Vec<u32>) -> Self {
        let (find, sort) = asked(location);
        arrange(assessment, &mut places, sort);
        Listing {
            filter: location.filter.clone(),
            find: find.to_owned(),
            sort: sort.to_owned(),
            places,
            location: location.with_route(Route::Changes { find: String::new(), sort: String::new() }),
        }
    }

    /// Whether this is the order that a location asks for.
    pub fn is_of(&self, location: &Location) -> bool {
        self.filter == location.filter && (self.find.as_str(), self.sort.as_str()) == asked(location)
    }

    /// Rows from a place on.
    pub fn rows(&self, assessment: &Assessment, from: u32, count: u32) -> Vec<Row> {
        let places = self.places.iter().skip(from as usize).take(count.min(MOST_ROWS) as usize);
        places.filter_map(|place| assessment.outline(*place)).map(|(c, a)| self.row(assessment, c, a)).collect()
    }

    /// All rows, with everything that a change states of itself, for a file.
    pub(crate) fn sheet(&self, assessment: &Assessment) -> Sheet {
        let rows = self.places.iter().filter_map(|place| assessment.outline(*place));
        Sheet {
            columns: words::SHEET_COLUMNS.map(str::to_owned).into(),
            rows: rows.map(|(fields, assessed)| sheet_row(assessment, fields, assessed)).collect(),
        }
    }

    fn row(&self, assessment: &Assessment, fields: &ChangeFields, assessed: &ChangeAssessment) -> Row {
        let id = fields.id.clone();
        let figures = Figures::of(assessed);
        let percent = |share: Option<f64>| share.map_or_else(no_data, |s| Cell::text(number::percent_figure(s)));
        let open = Cell::text(number::thousands(figures.open));
        let cells = vec![
            Cell::styled("mono", change_id::short(&id))
                .value(Value::Name(id.clone()))
                .to(self.location.with_route(Route::Change { id }).to_fragment()),
            Cell::text(fields.title.clone().unwrap_or_default()),
            Cell::text(fields.team.clone().unwrap_or_default()),
            datum::day(assessed.date).into(),
            Cell::text(assessed.authorship.title()),
            resources(fields).map_or_else(no_data, |n| Cell::text(number::thousands(n))),
            percent(figures.stated),
            percent(figures.verified),
            figures.gap().map_or_else(no_data, |gap| Cell::text(number::gap_figure(gap))),
            if figures.open == 0 { Cell { class: "dim".to_owned(), ..open } } else { open },
            Cell::drawn(Picture::Gates(gates(assessed)), gates_words(&gates(assessed))),
            Cell::text(weakest(assessment.policy(), assessed)),
        ];
        Row { cells, ..Row::default() }
    }
}

fn sheet_row(assessment: &Assessment, fields: &ChangeFields, assessed: &ChangeAssessment) -> Vec<Datum> {
    let text = |text: &Option<String>| Datum::from(text.as_deref().unwrap_or_default());
    let time = |time: Option<Instant>| time.map_or_else(datum::none, datum::time);
    let figures = Figures::of(assessed);
    let mut row = vec![
        fields.id.as_str().into(),
        text(&fields.title),
        text(&fields.team),
        text(&fields.service),
        text(&fields.environment),
        text(&fields.release),
        assessed.authorship.title().into(),
        datum::time(assessed.date),
        time(fields.opened_at),
        time(fields.merged_at),
        time(fields.deployed_at),
        resources(fields).map_or_else(datum::none, datum::count),
        datum::share_or_none(figures.stated),
        datum::share_or_none(figures.verified),
        datum::gap(figures.gap()),
        datum::count(figures.open),
    ];
    row.extend(gates(assessed).map(|gate| gate_word(gate).into()));
    row.push(weakest(assessment.policy(), assessed).into());
    row
}

/// The states of the four gates of a change.
pub(crate) fn gates(assessed: &ChangeAssessment) -> [GateGlyph; 4] {
    let [intent, validation, execution, observation] = &assessed.gates;
    [glyph(intent), glyph(validation), glyph(execution), glyph(observation)]
}

fn no_data() -> Cell {
    Cell::styled("empty", "–")
}

/// What is looked for, and the column that orders.
fn asked(location: &Location) -> (&str, &str) {
    match &location.route {
        Route::Changes { find, sort } => (find.trim(), sort),
        _ => ("", ""),
    }
}

/// The figures of one change: confidence pooled over its gates as for any set of changes (scoring rules, section 6).
pub(crate) struct Figures {
    /// The mean of what its due gates state, 0 to 1.
    pub stated: Option<f64>,
    /// The mean share of requirements verified at its due gates, 0 to 1.
    pub verified: Option<f64>,
    /// Open findings at all gates.
    pub open: u64,
}

impl Figures {
    pub fn of(assessed: &ChangeAssessment) -> Self {
        let (mut stated, mut n_stated, mut verified, mut n_verified) = (0.0, 0_u32, 0.0, 0_u32);
        for gate in assessed.gates.iter().filter(|g| g.is_due) {
            if let Some(s) = gate.stated {
                stated += s;
                n_stated += 1;
            }
            if let Some(share) = gate.verified_share() {
                verified += share;
                n_verified += 1;
            }
        }
        Figures {
            stated: (n_stated > 0).then(|| stated / f64::from(n_stated)),
            verified: (n_verified > 0).then(|| verified / f64::from(n_verified)),
            open: assessed.gates.iter().map(|g| g.n_open()).sum(),
        }
    }

    /// Stated less verified, as the two stand beside it.
    pub fn gap(&self) -> Option<f64> {
        Some(number::shown_difference(self.stated?, self.verified?))
    }
}

/// Puts changes in the order of a column, those without data last; equal ones by date, the newest first, and then by id.
fn arrange(assessment: &Assessment, places: &mut Vec<u32>, sort: &str) {
    let (column, is_descending) = match sort.strip_prefix('-') {
        Some(column) => (column, true),
        None if sort.is_empty() => ("date", true),
        None => (sort, false),
    };
    let mut team_ranks = vec![0_u32; assessment.teams().len()];
    if column == "team" {
        let mut teams: Vec<(usize, &str)> = assessment.teams().iter().map(String::as_str).enumerate().collect();
        sort_alphabetically(&mut teams, |(_, name)| name);
        for (rank, (team, _)) in (0_u32..).zip(teams) {
            if let Some(slot) = team_ranks.get_mut(team) {
                *slot = rank;
            }
        }
    }
    let key = |place: u32, c: &ChangeAssessment| -> Option<f64> {
        // Whole numbers up to 2^53 keep their order as floating-point numbers.
        #[allow(clippy::cast_precision_loss)]
        match column {
            // changes stand by id in the data set
            "id" => Some(f64::from(place)),
            "team" => c.team.and_then(|t| team_ranks.get(t as usize)).map(|rank| f64::from(*rank)),
            "resources" => Some(c.blast_radius as f64),
            "stated" => Figures::of(c).stated,
            "verified" => Figures::of(c).verified,
            "gap" => Figures::of(c).gap(),
            "open" => Some(Figures::of(c).open as f64),
            _ => Some(c.date.micros() as f64),
        }
    };
    let is_descending = is_descending || !words::COLUMNS.iter().any(|c| c.0 == column);
    let mut keyed: Vec<(Option<f64>, i64, u32)> =
        assessment.of(places).map(|(place, c)| (key(place, c), c.date.micros(), place)).collect();
    keyed.sort_by(|a, b| {
        let by_key = match (a.0, b.0) {
            (Some(a), Some(b)) if is_descending => b.total_cmp(&a),
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        by_key.then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2))
    });
    places.clear();
    places.extend(keyed.iter().map(|(_, _, place)| *place));
}

/// The page.
pub(crate) fn build(cx: &Context<'_>, find: &str, sort: &str) -> Document {
    let find = find.trim();
    let listing = Listing::of_found(cx.assessment, cx.location, cx.find(&cx.subset, find));
    let (mut proved, mut contradicted) = (0_u64, 0_u64);
    for (_, change) in cx.assessment.of(&listing.places) {
        proved += u64::from(change.requirements().all(|(_, r)| r.is_verified));
        contradicted += u64::from(change.requirements().any(|(_, r)| r.condition() == Some(Condition::Contradicted)));
    }
    let found = listing.places.len() as u64;
    let title = words::title(found, cx.subset.len() as u64, find, sort);
    let grid = Grid {
        caption: title.clone(),
        class: "listing".to_owned(),
        columns: words::COLUMNS.iter().map(|column| head_of(cx.location, find, sort, column)).collect(),
        rows: listing.rows(cx.assessment, 0, FIRST_ROWS),
    };
    let mut content = Vec::new();
    if found == 0 {
        content.push(Content::Note(words::NOTHING_FOUND.to_owned()));
    } else {
        content.push(gate_keys());
        content.push(help(cx));
        content.push(Content::Rows(Rows { grid, total: size(listing.places.len()) }));
    }
    let looking = Content::Find { label: words::FIND.to_owned(), hint: words::FIND_HINT.to_owned() };
    Document {
        page: PageId::Changes,
        eyebrow: cx.eyebrow(page::CHANGES),
        headline: sentence(words::headline(found, proved, contradicted, find)),
        blocks: vec![
            Block::plain(FigureId::Finder.span(12), vec![looking]),
            Block::figure(FigureId::Changes.lead(12), head(title, words::MEASURE, Table::default()), content),
        ],
        actions: Vec::new(),
    }
}

/// What the headline and the columns count, folded.
fn help(cx: &Context<'_>) -> Content {
    let fact = |&(name, meaning): &(&str, &str)| Fact { name: name.to_owned(), value: Cell::text(meaning) };
    let mut content = full_proof::bases(cx, full_proof::Base::Changes).to_vec();
    content.push(Content::Facts(words::HELP.iter().map(fact).collect()));
    Content::Fold { summary: words::HELP_TITLE.to_owned(), is_open: false, content }
}

/// A head that sorts by its column; a second time it turns the order around.
fn head_of(location: &Location, find: &str, sort: &str, &(id, title, spoken, class): &(&str, &str, &str, &str)) -> Column {
    let mut column = Column { title: title.to_owned(), spoken: spoken.to_owned(), class: class.to_owned(), ..Column::default() };
    if id.is_empty() {
        return column;
    }
    let sort = if sort.is_empty() { "-date" } else { sort };
    let is_ascending = sort == id;
    let is_descending = sort.strip_prefix('-') == Some(id);
    // names begin at A and shares of what is proved at the least; of all else the most comes first
    let begins_ascending = matches!(id, "id" | "team" | "verified");
    let turn = if is_ascending || (!is_descending && !begins_ascending) { "-" } else { "" };
    let next = [turn, id].concat();
    column.to = location.with_route(Route::Changes { find: find.to_owned(), sort: next }).to_fragment();
    column.order = if is_ascending {
        "ascending".to_owned()
    } else if is_descending {
        "descending".to_owned()
    } else {
        String::new()
    };
    column
}
