//! Who reviewed what: the changes of a team due at validation, and their reviews.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Cell, Content, Document, datum};
use crate::text::number::percent_or_dash;
use crate::why::Kind;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::{Entry, grid};
use plumbline_assess::{TeamReviews, figures};
use plumbline_domain::{Gate, Verdict};

pub(crate) const REVIEWS: Kind = Kind::new("reviews", "double-blind-review", words::REVIEWS, build);

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let teams = figures::review::by_team(cx.assessment, &cx.subset);
    let parts: Vec<Part> = teams.iter().map(team).collect();
    counted::build(cx, kind, asked, Vec::new(), parts, |place| {
        let team = teams.get(place)?.team_place;
        let due = cx.assessment.of(&cx.subset).filter(|(_, c)| c.team == Some(team) && c.gate(Gate::Validation).is_due);
        let mut entries = counted::whole(due.map(|(place, _)| place));
        let of = |entry: &Entry| cx.assessment.change(entry.place).map(|(_, c)| c.review);
        entries.sort_by_key(|e| of(e).map(|r| (r.is_independent, r.is_blind)));
        Some(Behind {
            sums: Vec::new(),
            nouns: ("change", "changes"),
            entries,
            say: Box::new(move |entry| of(&entry).map_or("", |r| words::reviewed(r.is_independent, r.is_blind)).to_owned()),
            inside: Box::new(move |entry| {
                let mut out = vec![evidence::change(cx, entry)];
                out.extend(table(cx, entry.place));
                out
            }),
        })
    })
}

/// A team as a row.
fn team(t: &TeamReviews) -> Part {
    let mut made_of = words::reviews(t.independent, t.changes, t.blind);
    for (n, share, kappa, of) in [
        (t.evidence_n, t.evidence_agreement, t.evidence_kappa, words::WITH_EVIDENCE),
        (t.reviewers_n, t.reviewers_agreement, t.reviewers_kappa, words::WITH_EACH_OTHER),
    ] {
        if n > 0 {
            made_of.push_str("; ");
            made_of.push_str(&words::agreement(of, &percent_or_dash(share), kappa, n));
        }
    }
    part(t.team.as_str(), t.team.as_str(), percent_or_dash(t.independent_share), made_of)
}

/// The reviews of a change; nothing where there is none.
pub(crate) fn table(cx: &Context<'_>, place: u32) -> Option<Content> {
    let (change, _) = cx.assessment.change(place)?;
    let verdict = |v: Option<Verdict>| v.map_or("–", |v| v.id());
    let rows = change.reviews.iter().map(|r| {
        let by = r.review.by.as_deref().unwrap_or(words::UNKNOWN_REVIEWER);
        let at = r.review.at.unwrap_or(r.recorded_at);
        let said = [verdict(r.review.intent), verdict(r.review.controls), verdict(r.review.outcome)];
        vec![
            Cell::text(by).detail(if r.review.blind { words::BLIND } else { words::NOT_BLIND }),
            Cell::text(words::verdicts(said)),
            Cell::from(datum::time(at)).detail(evidence::read_from(cx, r.origin)),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    (!rows.is_empty()).then(|| grid(&words::reviews_of(&change.fields.id), &words::REVIEW_COLUMNS, rows))
}
