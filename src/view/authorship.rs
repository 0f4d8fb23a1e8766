//! The gap by who wrote the change.

use super::context::Context;
use super::figure::{gap_half_width, head, pair_cells, size, table};
use super::model::{AuthorshipGap, AuthorshipRow};
use crate::assess::GroupBy;
use crate::domain::Authorship;
use crate::text::{finding, measure, number};

pub(super) fn build(cx: &Context<'_>) -> AuthorshipGap {
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Authorship);
    let rows: Vec<AuthorshipRow> =
        Authorship::ALL.iter().zip(parts.iter()).filter_map(|(&authorship, (_, of_it))| row(cx, authorship, of_it)).collect();
    let figures: Vec<finding::AuthorshipFigures> = rows
        .iter()
        .filter(|r| !r.pair.too_few)
        .filter_map(|r| {
            let (gap, half) = (r.pair.gap?, gap_half_width(&r.pair)?);
            Some(finding::AuthorshipFigures { authorship: r.authorship, gap, interval: (gap - half, gap + half) })
        })
        .collect();
    let cells = rows.iter().map(|r| {
        let mut cells = vec![
            r.authorship.title().to_owned(),
            number::thousands(u64::from(r.changes)),
            number::thousands(u64::from(r.pair.n)),
        ];
        cells.extend(pair_cells(&r.pair));
        cells.push(number::percent_or_dash(r.pair.implied));
        cells
    });
    let twin = table(&measure::AUTHORSHIP_COLUMNS, cells.collect());
    let title = if rows.iter().all(|r| r.pair.gap.is_none()) {
        finding::AUTHORSHIP_WITHOUT_STATEMENTS.to_owned()
    } else {
        finding::authorship(&figures)
    };
    AuthorshipGap { head: head(title, measure::AUTHORSHIP, twin), rows }
}

fn row(cx: &Context<'_>, authorship: Authorship, of_it: &[u32]) -> Option<AuthorshipRow> {
    (!of_it.is_empty()).then(|| AuthorshipRow { authorship, pair: cx.pooled_pair(of_it), changes: size(of_it.len()) })
}
