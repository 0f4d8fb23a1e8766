//! The side panel of a cell: its items, the runs of one item with their digests side by side, and how to repeat it.

use leptos::prelude::*;

use crate::page::components::{
    CopyButton, Glyph, condition_chip, digest_beside, digest_name, grade_chip, probe_lines, verdict_chip,
};
use crate::page::state::Announcer;
use plumbline_report::document::Probed;
use plumbline_report::pages::matrix::words;
use plumbline_report::text::number::counted;
use plumbline_report::text::run as run_words;
use plumbline_report::{MatrixItem, MatrixPanel, MatrixRun, MatrixVerdict, Recipe, RunComparison};

/// How many items stand in the list before it is asked for all.
const AT_FIRST: usize = 5;

/// One item of the list.
fn item_row(i: usize, item: &MatrixItem, chosen: RwSignal<usize>) -> AnyView {
    let quiet = if item.verdict == MatrixVerdict::Diverged { "state contra" } else { "state" };
    let announcer = use_context::<Announcer>();
    let said = words::chosen(&item.change, &item.title, item.verdict.title());
    // What opens below is long: its name and verdict are heard, and the rest is there to be read.
    let choose = move |_| {
        chosen.set(i);
        if let Some(announcer) = announcer {
            announcer.say(said.clone());
        }
    };
    view! {
        <li class:chosen=move || chosen.get() == i>
            <button type="button" aria-pressed=move || if chosen.get() == i { "true" } else { "false" } on:click=choose>
                {Glyph::of_verdict(item.verdict).picture(item.verdict.title())}
                <span class="mono what">{item.change.clone()}</span>
                <span class="when">{item.date.clone()}</span>
                <span class="title">{item.title.clone()}</span>
                <span class=quiet>{item.summary.clone()}</span>
            </button>
        </li>
    }
    .into_any()
}

/// The list of items, the first five until more is asked for; `total` is how many there are, of which the list may hold fewer.
fn item_list(items: &[MatrixItem], total: u32, chosen: RwSignal<usize>) -> AnyView {
    let all = RwSignal::new(items.len() <= AT_FIRST + 1);
    let items = items.to_vec();
    let listed = items.len();
    let is_whole = usize::try_from(total).is_ok_and(|total| total == listed);
    let shown = move || {
        let shown = if all.get() { listed } else { AT_FIRST };
        items.iter().take(shown).enumerate().map(|(i, item)| item_row(i, item, chosen)).collect::<Vec<_>>()
    };
    view! {
        <section>
            <h3>
                "Evidence items "
                <span class="dim">
                    {move || match all.get() {
                        true if is_whole => total.to_string(),
                        true => format!("{listed} of {total}"),
                        false => format!("{AT_FIRST} of {total}"),
                    }}
                </span>
            </h3>
            <ul class="items">{shown}</ul>
            {move || (!all.get()).then(|| view! {
                <button type="button" class="link-button" on:click=move |_| all.set(true)>
                    {if is_whole { format!("Show all {total}") } else { format!("Show the first {listed}") }}
                </button>
            })}
        </section>
    }
    .into_any()
}

/// How a run compares, in a word with its glyph.
fn comparison(run: &MatrixRun) -> AnyView {
    let (glyph, word) = match run.comparison {
        RunComparison::Baseline => (None, "first run"),
        RunComparison::Matches => (Some(Glyph::Reproduced), "matches"),
        RunComparison::Diverges => (Some(Glyph::Contradicted), "diverges"),
        RunComparison::OtherInputs => (Some(Glyph::Inconclusive), "other inputs"),
        RunComparison::Unknown => (Some(Glyph::Inconclusive), "no digest"),
    };
    view! { <span class="mark-word">{glyph.map(|g| g.picture(""))}{word}</span> }.into_any()
}

/// The runs of an item, digests side by side.
fn runs(item: &MatrixItem) -> AnyView {
    if item.runs.is_empty() {
        return view! { <p class="note">"No run of it is recorded."</p> }.into_any();
    }
    let baseline = item.runs.iter().find(|r| r.comparison == RunComparison::Baseline).and_then(|r| r.output.clone());
    let rows: Vec<AnyView> = item
        .runs
        .iter()
        .map(|run| {
            let beside = match run.comparison {
                RunComparison::Matches | RunComparison::Diverges => baseline.as_deref(),
                _ => None,
            };
            let output = match &run.output {
                Some(output) => digest_beside(output, beside).into_any(),
                None => view! { <span class="dim">"no output digest"</span> }.into_any(),
            };
            let source = match (run.recorded, run.verification) {
                (true, _) => Some(run_words::RECORDED),
                (false, true) => Some("verification"),
                (false, false) => None,
            };
            let source = source.map(|source| view! { <span class="row-note">{source}</span> });
            view! {
                <tr>
                    <th scope="row">{run.by.clone()}{source}</th>
                    <td>{output}<span class="row-note">{run.at.clone()}</span></td>
                    <td>{comparison(run)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <table class="runs">
            <caption class="visually-hidden">"Output digest by run"</caption>
            <thead class="visually-hidden"><tr><th scope="col">"By"</th><th scope="col">"Output"</th><th scope="col">"Beside the first"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {(item.verdict == MatrixVerdict::Reproduced).then(|| view! { <p class="note">{run_words::NAMES_ARE_STATED}</p> })}
    }
    .into_any()
}

/// Recorded digest beside the digest of the bytes at hand.
fn bytes_at_hand(item: &MatrixItem) -> Option<AnyView> {
    let recorded = item.recorded_sha256.as_deref()?;
    let actual = item.actual_sha256.as_deref();
    let at_hand = match actual {
        Some(actual) => digest_beside(actual, Some(recorded)).into_any(),
        None => view! { <span class="dim">"not at hand: nothing was checked"</span> }.into_any(),
    };
    let verdict = actual.map(|a| {
        let (glyph, word) = if a == recorded { (Glyph::Checked, "match") } else { (Glyph::Contradicted, "differ") };
        view! { <span class="mark-word">{glyph.picture("")}{word}</span> }
    });
    Some(
        view! {
            <table class="runs">
                <caption class="visually-hidden">"Recorded digest and the bytes at hand"</caption>
                <tbody>
                    <tr><th scope="row">"Recorded"</th><td>{digest_beside(recorded, None)}</td><td></td></tr>
                    <tr><th scope="row">"Bytes at hand"</th><td>{at_hand}</td><td>{verdict}</td></tr>
                </tbody>
            </table>
        }
        .into_any(),
    )
}

/// What the probes of its type answer of the item's file.
fn probes(item: &MatrixItem) -> Option<AnyView> {
    if item.weighed.is_empty() {
        return None;
    }
    let one = |probed: &Probed| view! { <li class=["probe ", probed.outcome.id()].concat()>{probe_lines(probed)}</li> };
    Some(
        view! {
            <h3>{words::PROBES}" "<span class="dim">{item.weighed.clone()}</span></h3>
            <ul class="probes">{item.probes.iter().map(one).collect_view()}</ul>
        }
        .into_any(),
    )
}

/// How to repeat an item.
fn recipe(recipe: &Recipe) -> AnyView {
    let row = |name: &'static str, value: AnyView| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any();
    let proof = |text: &str| view! { <span class="mono">{text.to_owned()}</span> }.into_any();
    let facts: Vec<AnyView> = [
        recipe.tool.as_deref().map(|t| row("Tool", t.to_owned().into_any())),
        recipe.commit.as_deref().map(|c| row("Commit", proof(c))),
        recipe.inputs.as_deref().map(|d| row("Inputs", digest_name(d).into_any())),
        recipe.expected.as_deref().map(|d| row("Expected output", digest_name(d).into_any())),
    ]
    .into_iter()
    .flatten()
    .collect();
    let lines: Vec<AnyView> = recipe
        .lines
        .iter()
        .map(|line| {
            let prompt = if line.starts_with(char::is_whitespace) { "  " } else { "$ " };
            view! { <span class="prompt" aria-hidden="true">{prompt}</span>{format!("{line}\n")} }.into_any()
        })
        .collect();
    let text = recipe.lines.join("\n");
    view! {
        <dl class="facts">{facts}</dl>
        <div class="code-box">
            <pre class="code" tabindex="0" aria-label="Commands">{lines}</pre>
            <CopyButton word="Copy" class="btn small-btn" text=Signal::stored(text) />
        </div>
    }
    .into_any()
}

/// Everything below the panel's title.
pub fn panel_body(panel: &MatrixPanel) -> AnyView {
    let chosen = RwSignal::new(0_usize);
    let items = panel.items.clone();
    let verdict = panel.cell.verdict.map(verdict_chip);
    let counts = panel.cell.counts();
    let one = move || {
        let item = items.get(chosen.get())?;
        let grade = item.condition.is_none().then(|| grade_chip(item.grade));
        let condition = item.condition.clone().map(|(condition, reason)| {
            view! { {condition_chip(condition)}<span class="small dim">{reason}</span> }
        });
        Some(view! {
            <section>
                <h3>{format!("{}: {}", item.change, item.title)}</h3>
                <p class="chips">{grade}{condition}</p>
                {probes(item)}
                {runs(item)}
                {bytes_at_hand(item)}
            </section>
            {(item.verdict != MatrixVerdict::NotReproducible).then(|| view! {
                <section>
                    <h3>"Repeat it"</h3>
                    {recipe(&item.recipe)}
                    <p class="note">"Runs on your own machine. Drop the resulting file here to add your run to the comparison."</p>
                </section>
            })}
        })
    };
    let missing = (panel.missing_total > 0).then(|| {
        let more = usize::try_from(panel.missing_total).unwrap_or(usize::MAX).saturating_sub(panel.missing.len());
        let names: Vec<AnyView> = panel.missing.iter().map(|m| view! { <li class="mono">{m.clone()}</li> }.into_any()).collect();
        view! {
            <section>
                <details class="missing" open=panel.items.is_empty()>
                    <summary>
                        {counted(panel.missing_total.into(), "change owes one and has none", "changes owe one and have none")}
                    </summary>
                    <ul>{names}{(more > 0).then(|| view! { <li class="dim">{format!("and {more} more")}</li> })}</ul>
                </details>
            </section>
        }
    });
    view! {
        <p class="chips">
            {verdict}<span class="mark-chip">{words::strength(panel.cell.strength)}</span><span class="dim small">{counts}</span>
        </p>
        {(!panel.items.is_empty()).then(|| item_list(&panel.items, panel.items_total, chosen))}
        {one}
        {missing}
    }
    .into_any()
}
