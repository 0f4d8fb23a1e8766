//! A line as small as a word, for a column of a table. All rows of a column share one scale, said in its head.

use leptos::prelude::*;

use crate::ui::components::hatch_field;

/// The size of a spark in pixels.
const WIDTH: f64 = 112.0;
const HEIGHT: f64 = 22.0;
const PAD: f64 = 4.0;

/// The lowest and highest value of a column, never closer than `least` apart; none without any value.
pub fn spark_scale<'a>(rows: impl Iterator<Item = &'a [Option<f64>]>, least: f64) -> Option<(f64, f64)> {
    let range = rows
        .flatten()
        .flatten()
        .fold(None, |range: Option<(f64, f64)>, v| Some(range.map_or((*v, *v), |(low, high)| (low.min(*v), high.max(*v)))));
    range.map(|(low, high)| {
        let more = ((least - (high - low)) / 2.0).max(0.0);
        (low - more, high + more)
    })
}

/// The runs of points between gaps: where there is no value, no line is drawn.
fn runs(points: &[Option<f64>], scale: (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let step = (WIDTH - 2.0 * PAD) / f64::from(u32::try_from(points.len().saturating_sub(1).max(1)).unwrap_or(1));
    let span = (scale.1 - scale.0).max(f64::EPSILON);
    let mut runs = vec![Vec::new()];
    for (i, point) in points.iter().enumerate() {
        match point {
            Some(v) => {
                let x = PAD + step * f64::from(u32::try_from(i).unwrap_or(0));
                let y = HEIGHT - PAD - (v - scale.0) / span * (HEIGHT - 2.0 * PAD);
                if let Some(run) = runs.last_mut() {
                    run.push((x, y));
                }
            }
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// The line of one row, with a dot on its newest value; without any value a hatch. `label` says it in words.
pub fn spark(points: &[Option<f64>], scale: Option<(f64, f64)>, label: String) -> AnyView {
    let runs = scale.map(|s| runs(points, s)).unwrap_or_default();
    let Some((x, y)) = runs.last().and_then(|run| run.last()).copied() else {
        return view! { <span class="spark" role="img" aria-label=label>{hatch_field(12)}</span> }.into_any();
    };
    let mut d = String::new();
    for run in &runs {
        for (i, (x, y)) in run.iter().enumerate() {
            d.push_str(&format!("{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" }));
        }
        // A lone value is a dot of the line's width.
        if run.len() == 1 {
            d.push_str("h.01");
        }
    }
    view! {
        <svg class="spark" width=WIDTH height=HEIGHT viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label>
            <path d=d></path>
            <circle cx=x cy=y r="2.5"></circle>
        </svg>
    }
    .into_any()
}
