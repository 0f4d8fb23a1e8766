//! The gap by who wrote the change.

use crate::context::Context;
use crate::figures::shared::{count, gap_half_width, head, pair, pair_cells, table};
use crate::model::{AuthorshipGap, AuthorshipRow};
use crate::text::{finding, measure, number};
use plumbline_assess::{Confidence, GroupBy, figures};
use plumbline_domain::Authorship;

pub(crate) fn build(cx: &Context<'_>) -> AuthorshipGap {
    let counts = cx.assessment.count_by(&cx.subset, GroupBy::Authorship);
    let pooled = figures::confidence::pooled_by(cx.assessment, &cx.subset, GroupBy::Authorship);
    let row = |((&authorship, n), pooled): ((&Authorship, u64), &Confidence)| {
        (n > 0).then(|| AuthorshipRow { authorship, pair: pair(pooled, n, cx.policy.too_few), changes: count(n) })
    };
    let rows: Vec<AuthorshipRow> = Authorship::ALL.iter().zip(counts).zip(&pooled).filter_map(row).collect();
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
