//! The audit reproducibility matrix.

pub(crate) mod model;
pub(crate) mod panel;
pub mod words;

use crate::context::Context;
use crate::document::{Datum, Head, count, datum, head, sentence, table, terms};
use crate::pages::matrix::model::{Matrix, MatrixCell, MatrixRow, MatrixVerdict};
use crate::pages::matrix::panel as matrix_panel;
use crate::text::{artifact, page, run};
use crate::why;
use plumbline_assess::MatrixCell as Assessed;
use plumbline_assess::figures;
use plumbline_domain::Family;

pub(crate) fn build(cx: &Context<'_>, opened: Option<&(String, Family)>) -> Matrix {
    let cells = figures::matrix::cells(cx.assessment, &cx.subset);
    let rows: Vec<MatrixRow> = cx
        .policy
        .artifact_types
        .iter()
        .map(|t| {
            let of = |family: &Family| cells.iter().find(|c| c.type_id == t.id && c.family == *family).map(cell);
            MatrixRow {
                artifact_type: t.id.clone(),
                title: t.title.clone(),
                meaning: artifact::meaning(&t.id).map_or_else(|| words::at_gate(t.gate), str::to_owned),
                cells: Family::ALL.iter().map(of).collect(),
            }
        })
        .collect();
    let totals: Vec<(u64, u64)> = Family::ALL
        .iter()
        .map(|family| {
            let of_family = cells.iter().filter(|c| c.family == *family);
            of_family.fold((0, 0), |(k, n), c| (k + c.reproduced, n + c.reproduced + c.diverged + c.not_tried))
        })
        .collect();
    // the same counts as the last row of the matrix
    let families: Vec<(&str, u64, u64)> = Family::ALL.iter().zip(&totals).map(|(f, &(k, n))| (f.title(), k, n)).collect();
    // an item that serves several families stands in several cells, and counts once in a sentence
    let items = figures::matrix::items(cx.assessment, &cx.subset);
    let headline = words::headline(&words::Reproduction {
        reproduced: items.reproduced,
        diverged: items.diverged,
        not_tried: items.not_tried,
        witnessed: items.not_reproducible,
        families: &families,
        too_few: u64::from(cx.policy.too_few),
    });
    let reproducible = items.reproduced + items.diverged + items.not_tried;
    let panel = opened.and_then(|(type_id, family)| {
        let assessed = cells.iter().find(|c| c.type_id == *type_id && c.family == *family)?;
        Some(matrix_panel::build(cx, assessed, cell(assessed)))
    });
    Matrix {
        eyebrow: cx.eyebrow(page::MATRIX),
        headline: sentence(headline),
        head: Head {
            why: cx.location.with_why(why::matrix::MATRIX.key).to_fragment(),
            why_title: why::matrix::MATRIX.title.to_owned(),
            terms: terms::OF_MATRIX.to_vec(),
            ..head(words::title(reproducible, items.not_tried), words::MEASURE, twin(&rows))
        },
        rows,
        totals: totals.iter().map(|&(k, n)| (count(k), count(n))).collect(),
        panel,
    }
}

fn cell(c: &Assessed) -> MatrixCell {
    let verdict = if c.present == 0 {
        None
    } else if c.diverged > 0 {
        Some(MatrixVerdict::Diverged)
    } else if c.not_reproducible == c.present {
        Some(MatrixVerdict::NotReproducible)
    } else if c.reproduced == 0 {
        Some(MatrixVerdict::NotTried)
    } else if c.not_tried == 0 {
        Some(MatrixVerdict::Reproduced)
    } else {
        Some(MatrixVerdict::PartlyReproduced)
    };
    MatrixCell {
        strength: c.strength,
        required: count(c.required),
        present: count(c.present),
        verified: count(c.verified),
        reproduced: count(c.reproduced),
        diverged: count(c.diverged),
        not_tried: count(c.not_tried),
        not_reproducible: count(c.not_reproducible),
        verdict,
    }
}

fn twin(rows: &[MatrixRow]) -> crate::document::Table {
    let cells = rows.iter().flat_map(|row| {
        row.cells.iter().zip(Family::ALL).filter_map(move |(cell, family)| {
            let c = cell.as_ref()?;
            let mut cells: Vec<Datum> = vec![row.title.as_str().into(), family.title().into(), run::strength(c.strength).into()];
            let counts = [c.required, c.present, c.verified, c.reproduced, c.diverged, c.not_tried, c.not_reproducible];
            cells.extend(counts.map(|n| datum::count(u64::from(n))));
            cells.push(c.verdict.map_or_else(|| words::NOTHING_PRESENT.into(), |v| v.title().to_ascii_lowercase().into()));
            Some(cells)
        })
    });
    let mut cells: Vec<Vec<Datum>> = cells.collect();
    // the last rows: each family over all types
    for (i, family) in Family::ALL.iter().enumerate() {
        let of_family = || rows.iter().filter_map(|row| row.cells.get(i)?.as_ref());
        let sum = |count: fn(&MatrixCell) -> u32| datum::count(of_family().map(|c| u64::from(count(c))).sum());
        cells.push(vec![
            words::ALL_TYPES.into(),
            family.title().into(),
            Datum::default(),
            sum(|c| c.required),
            sum(|c| c.present),
            sum(|c| c.verified),
            sum(|c| c.reproduced),
            sum(|c| c.diverged),
            sum(|c| c.not_tried),
            sum(|c| c.not_reproducible),
            Datum::default(),
        ]);
    }
    table(&words::COLUMNS, cells)
}
