//! The maturity ladder: a track in a row of a table, and an upright one on a team's page. Solid up to the computed rung,
//! dashed on to the claimed one.

use leptos::prelude::*;

use crate::ui::components::hatch_field;
use crate::view::Rung;

/// Where a rung stands on the track, in percent of its width.
fn place(rung: u32, rungs: usize) -> f64 {
    let n = f64::from(u32::try_from(rungs.max(1)).unwrap_or(1));
    100.0 * (f64::from(rung) + 0.5) / n
}

fn percent(x: f64) -> String {
    format!("{x:.2}%")
}

/// A rung's name, or what stands for none.
fn name(rungs: &[Rung], rung: Option<u32>) -> Option<&str> {
    let at = usize::try_from(rung?).ok()?;
    rungs.get(at).map(|r| r.title.as_str())
}

/// A team's place in words: "Gated, claims Observed, was Declared 90 days before".
pub fn ladder_words(rungs: &[Rung], computed: Option<u32>, claimed: Option<u32>, previous: Option<u32>) -> String {
    let Some(stands) = name(rungs, computed) else {
        return match name(rungs, claimed) {
            Some(claims) => format!("No data, claims {claims}"),
            None => "No data".to_owned(),
        };
    };
    let mut words = stands.to_owned();
    match name(rungs, claimed) {
        Some(claims) if claimed == computed => words.push_str(&format!(", as claimed ({claims})")),
        Some(claims) => words.push_str(&format!(", claims {claims}")),
        None => words.push_str(", claims nothing"),
    }
    if let Some(was) = name(rungs, previous).filter(|_| previous != computed) {
        words.push_str(&format!(", was {was} a window before"));
    }
    words
}

/// The names of the rungs above a column of tracks.
pub fn rung_heads(rungs: &[Rung]) -> AnyView {
    let names: Vec<AnyView> = rungs.iter().map(|r| view! { <span>{r.title.clone()}</span> }.into_any()).collect();
    view! { <span class="rung-heads" aria-hidden="true">{names}</span><span class="visually-hidden">"Rung"</span> }.into_any()
}

/// A team's place as a track: a tick per rung, solid to the computed one (bob), dashed on to the claimed one (ring).
pub fn ladder_track(rungs: &[Rung], computed: Option<u32>, claimed: Option<u32>, previous: Option<u32>) -> AnyView {
    let label = ladder_words(rungs, computed, claimed, previous);
    let Some(stands) = computed else {
        return view! { <span class="track" role="img" aria-label=label>{hatch_field(12)}</span> }.into_any();
    };
    let at = |rung: u32| place(rung, rungs.len());
    let first = at(0);
    let last = place(u32::try_from(rungs.len().saturating_sub(1)).unwrap_or(0), rungs.len());
    let ticks: Vec<AnyView> = (0..u32::try_from(rungs.len()).unwrap_or(0))
        .map(|r| {
            let x = percent(at(r));
            view! { <line class="tick" x1=x.clone() x2=x y1="8" y2="16"></line> }.into_any()
        })
        .collect();
    let solid = view! { <line class="proved" x1=percent(first) x2=percent(at(stands)) y1="12" y2="12"></line> };
    let said = claimed.filter(|c| *c != stands).map(|c| {
        let dashes = (c > stands).then(|| {
            view! { <line class="said" x1=percent(at(stands)) x2=percent(at(c)) y1="12" y2="12"></line> }
        });
        view! { {dashes}<circle class="ring" cx=percent(at(c)) cy="12" r="5"></circle> }
    });
    let same = (claimed == Some(stands)).then(|| {
        view! { <circle class="said-ring" cx=percent(at(stands)) cy="12" r="9.5"></circle> }
    });
    let was = previous.filter(|p| *p != stands).map(|p| {
        let x = percent(at(p));
        view! { <line class="was" x1=x.clone() x2=x y1="6" y2="18"></line> }
    });
    view! {
        <svg class="track" width="100%" height="24" role="img" aria-label=label>
            <line class="rail" x1=percent(first) x2=percent(last) y1="12" y2="12"></line>
            {ticks}{solid}{said}{was}{same}
            <svg class="at" x=percent(at(stands)) y="12"><path class="bob" d="M-5.2-3.2H5.2L6.3.2 0 9.6-6.3.2Z"></path></svg>
        </svg>
    }
    .into_any()
}

/// Pixels from rung to rung of the upright ladder.
const STEP: u32 = 52;

/// The ladder upright, highest rung first; what is computed, claimed, next and was stands beside each rung in words.
pub fn upright_ladder(rungs: &[Rung], computed: Option<u32>, claimed: Option<u32>, previous: Option<u32>) -> AnyView {
    let n = u32::try_from(rungs.len()).unwrap_or(0);
    let y = |rung: u32| f64::from((n - 1 - rung.min(n.saturating_sub(1))) * STEP + 14);
    let next = computed.map(|c| c + 1).filter(|r| *r < n);
    let bars: Vec<AnyView> = (0..n)
        .map(|r| {
            let class = if computed.is_some_and(|c| r <= c) { "rung proved" } else { "rung" };
            view! { <line class=class x1="6" x2="66" y1=y(r) y2=y(r)></line> }.into_any()
        })
        .collect();
    let height = n * STEP;
    let string = computed.zip(claimed).filter(|(c, l)| l > c).map(|(c, l)| {
        view! { <line class="string" x1="36" x2="36" y1=y(l) y2=y(c)></line> }
    });
    let ring = claimed.filter(|l| Some(*l) != computed).map(|l| view! { <circle class="ring" cx="36" cy=y(l) r="6"></circle> });
    let same = claimed
        .filter(|l| Some(*l) == computed)
        .map(|l| view! { <circle class="said-ring" cx="36" cy=y(l) + 2.0 r="13"></circle> });
    let was =
        previous.filter(|p| Some(*p) != computed).map(|p| view! { <line class="was" x1="26" x2="46" y1=y(p) y2=y(p)></line> });
    let bob = computed.map(|c| {
        view! {
            <path class="bob" transform=format!("translate(36 {})", y(c)) d="M-6.3-4.2H6.3L7.7 0 0 12.6-7.7 0Z"></path>
        }
    });
    let names: Vec<AnyView> = rungs
        .iter()
        .enumerate()
        .rev()
        .map(|(i, rung)| {
            let i = u32::try_from(i).unwrap_or(u32::MAX);
            let tag = |class: &'static str, word: &'static str| view! { " "<span class=class>{word}</span> };
            let stands = (computed == Some(i)).then(|| tag("verified-word", "computed"));
            let claims = (claimed == Some(i)).then(|| tag("perceived-word", "claimed"));
            let before = (previous == Some(i) && computed != previous).then(|| tag("dim", "before"));
            let comes = (next == Some(i)).then(|| tag("dim", "next"));
            let strong = stands.is_some() || claims.is_some() || comes.is_some();
            view! {
                <li>
                    <p class:strong=strong>{rung.title.clone()}{stands}{claims}{before}{comes}</p>
                    <p class="row-note">{rung.meaning.clone()}</p>
                </li>
            }
            .into_any()
        })
        .collect();
    let no_data =
        computed.is_none().then(|| view! { <p class="note">"No change in the ladder's window: no rung is computed."</p> });
    view! {
        <div class="ladder">
            <svg width="72" height=height viewBox=format!("0 0 72 {height}") role="img"
                aria-label=ladder_words(rungs, computed, claimed, previous)>
                <path class="rails" d=format!("M6 0V{}M66 0V{}", height - 6, height - 6)></path>
                {bars}{string}{was}{ring}{same}{bob}
            </svg>
            <ol reversed>{names}</ol>
        </div>
        {no_data}
    }
    .into_any()
}
