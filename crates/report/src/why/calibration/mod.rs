//! Whether what is stated comes true: the bins, and the statements in each.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{Content, Document};
use crate::text::number;
use crate::text::number::{percent, percent_or_dash, thousands};
use crate::why::Kind;
use crate::why::cases;
use crate::why::counted;
use crate::why::counted::{Behind, Part, part};
use crate::why::evidence;
use crate::why::panel::{Entry, fact};
use crate::why::sums;
use plumbline_assess::{Calibration, figures};
use plumbline_domain::Gate;

pub(crate) const CALIBRATION: Kind = Kind::new("calibration", "calibration", words::CALIBRATION, build);

/// Rounding must not push a statement out of the bin that begins with it.
const ROUNDING: f64 = 1e-9;

pub(crate) fn build(cx: &Context<'_>, kind: &'static Kind, asked: Option<&str>) -> Option<Document> {
    let all = figures::calibration::over(cx.assessment, &cx.subset, Gate::ALL);
    let bins: Vec<_> = all.bins.iter().filter(|bin| bin.n > 0).collect();
    let parts: Vec<Part> = bins
        .iter()
        .map(|bin| {
            let name = words::bin(&percent(bin.low), &percent(bin.high));
            let resolved = bin.resolved.unwrap_or_default() * bin.n as f64;
            let made_of = words::in_bin(&sums::quotient(resolved, bin.n), &percent_or_dash(bin.stated));
            part(number::amount(bin.low), name, percent_or_dash(bin.resolved), made_of)
        })
        .collect();
    counted::build(cx, kind, asked, vec![scores(&all)], parts, |place| {
        let (low, high) = bins.get(place).map(|bin| (bin.low, bin.high))?;
        let is_last = high > 1.0 - ROUNDING;
        let fits = move |stated: f64| stated + ROUNDING >= low && (stated + ROUNDING < high || is_last);
        let mut pairs: Vec<(Entry, f64, bool)> = Vec::new();
        for &gate in Gate::ALL {
            let of_gate =
                figures::calibration::resolutions(cx.assessment, &cx.subset, gate).filter(|(_, stated, _)| fits(*stated));
            pairs.extend(of_gate.map(|(place, stated, came_true)| (Entry { place, gate: Some(gate) }, stated, came_true)));
        }
        // what did not come true first
        pairs.sort_by_key(|(_, _, came_true)| *came_true);
        let entries: Vec<Entry> = pairs.iter().map(|(entry, ..)| *entry).collect();
        Some(Behind {
            sums: Vec::new(),
            nouns: ("statement", "statements"),
            entries,
            say: Box::new(move |entry| {
                let of_it = pairs.iter().find(|(e, ..)| *e == entry);
                of_it.map_or_else(String::new, |(_, stated, came_true)| words::resolved(&percent(*stated), *came_true))
            }),
            inside: Box::new(move |entry| {
                let mut out = vec![evidence::change(cx, entry)];
                out.extend(evidence::requirements(cx, entry, &|_| true));
                let escaped = cx.assessment.occurrences_of(entry.place).iter().filter(|o| o.escaped == entry.gate);
                let n = escaped.count() as u64;
                if n > 0 {
                    out.push(Content::Note(words::escapes(n)));
                }
                out
            }),
        })
    })
}

/// The scores of all statements.
fn scores(all: &Calibration) -> Content {
    let amount = |value: Option<f64>| value.map_or_else(crate::text::number::dash, number::amount);
    let values = [
        (cases::words::N_STATEMENTS.1, thousands(all.n)),
        (words::BRIER, amount(all.brier)),
        (words::RELIABILITY, amount(all.reliability)),
        (words::RESOLUTION, amount(all.resolution)),
        (words::UNCERTAINTY, amount(all.uncertainty)),
        (words::BASELINE, number::amount(all.baseline)),
    ];
    Content::Facts(values.into_iter().map(|(name, value)| fact(name, value, String::new())).collect())
}
