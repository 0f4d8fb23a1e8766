//! The sources: a receipt per file with everything to be known of it, what belongs to nothing, and the policy in force.

use std::sync::Arc;

use leptos::prelude::*;

use crate::link::exchange::{Phase, Report};
use crate::link::protocol::{Extent, Save};
use crate::page::browser;
use crate::page::components::{CopyLinkButton, PageHead};
use crate::page::document::contents;
use crate::page::keyed::keyed;
use crate::page::state::{Announcer, Loading, Navigation, Worker};
use plumbline_domain::DiagnosticSeverity;
use plumbline_report::export::Export;
use plumbline_report::pages::sources::words;
use plumbline_report::route::Route;
use plumbline_report::text::file;
use plumbline_report::text::number::short_digest;
use plumbline_report::{ApartView, DiagnosticRow, PolicyView, ReceiptRow, ReceiptState, SourcesPage as Model};

/// How many receipts are drawn at once.
const AT_ONCE: usize = 50;

/// Which receipts are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    All,
    Troubled,
    Refused,
}

impl Choice {
    const ALL: [(Choice, &'static str); 3] =
        [(Choice::All, words::ALL), (Choice::Troubled, words::TROUBLED), (Choice::Refused, words::REFUSED)];

    fn holds(self, row: &ReceiptRow) -> bool {
        match self {
            Choice::All => true,
            Choice::Troubled => row.state == ReceiptState::Partial,
            Choice::Refused => row.state == ReceiptState::Refused,
        }
    }
}

/// The sources: a receipt per file, and the policy in force.
#[component]
pub fn SourcesPage(
    /// What it shows.
    view: Signal<Arc<Model>>,
) -> impl IntoView {
    let summary = Memo::new(move |_| view.with(|v| v.summary.clone()));
    let headline = Memo::new(move |_| view.with(|v| v.headline.clone()));
    let has_second_look = Memo::new(move |_| view.with(|v| !v.second_look.is_empty()));
    let can_be_verified = Memo::new(move |_| view.with(|v| v.can_be_verified));
    let has_parts = Memo::new(move |_| view.with(|v| v.has_parts));
    let has_receipts = Memo::new(move |_| view.with(|v| v.unread.is_empty()));
    let has_loose = Memo::new(move |_| view.with(|v| !v.loose.is_empty()));
    view! {
        <div class="page sources-page">
            <PageHead eyebrow=summary headline><CopyLinkButton is_document=false /></PageHead>
            {move || view.with(|v| (!v.unread.is_empty()).then(|| view! { <p class="state-text">{v.unread.clone()}</p> }))}
            {move || has_receipts.get().then(|| view! { <Receipts view /> })}
            {move || has_second_look.get().then(|| second_look_section(view))}
            {move || has_loose.get().then(|| loose_section(view))}
            {move || view.with(|v| (!v.orphans.is_empty()).then(|| orphans_section(&v.orphans)))}
            {move || view.with(|v| v.apart.as_ref().map(apart_section))}
            {move || view.with(|v| policy_section(&v.policy))}
            {move || (can_be_verified.get() || has_parts.get()).then(|| verify_section(can_be_verified.get(), has_parts.get()))}
            {formats_section()}
        </div>
    }
}

/// Judges the data set again, or the parts of it that are at hand.
fn verify_section(is_whole: bool, has_parts: bool) -> AnyView {
    let worker = expect_context::<Worker>();
    let loading = expect_context::<Loading>();
    // What the notice above the page says in full stands here too, where the reader is.
    let said = |said: String| view! { <p class="verify-said">{said}</p> };
    let progress = move || {
        loading.phase.with(|phase| match phase {
            Phase::Reading(reading) if reading.verifying => {
                Some(said(words::verifying(reading.progress.as_ref().map_or(0, |p| p.done), reading.total)))
            }
            _ => None,
        })
    };
    let result = move || {
        loading.report.with(|report| match report {
            Some(Report::Verified(extent, identical, told)) => {
                let title = words::verified(*extent == Extent::Parts, *identical);
                Some(said([title, ". ", &plumbline_text::shown(told)].concat()))
            }
            _ => None,
        })
    };
    let button = |extent: Extent, text: &'static str| {
        view! { <button type="button" class="btn" on:click=move |_| worker.verify(extent)>{text}</button> }
    };
    view! {
        <section class="figure screen-only">
            <header class="section-head">
                <h2>{if is_whole { words::VERIFY } else { words::VERIFY_PART }}</h2>
                {is_whole.then(|| view! { <p class="subtitle">{words::VERIFY_TEXT}</p> })}
                {has_parts.then(|| view! { <p class="subtitle">{words::VERIFY_PART_TEXT}</p> })}
            </header>
            <p class="state-actions">
                {has_parts.then(|| button(Extent::Parts, words::VERIFY_PART))}
                {is_whole.then(|| button(Extent::Whole, words::VERIFY))}
            </p>
            {progress}
            <div role="status">{result}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Receipts(view: Signal<Arc<Model>>) -> impl IntoView {
    let worker = expect_context::<Worker>();
    let navigation = expect_context::<Navigation>();
    let announcer = expect_context::<Announcer>();
    let save_table = move |_| worker.export(navigation.shown.get_untracked(), Export::Receipts);
    let choice = RwSignal::new(Choice::All);
    let limit = RwSignal::new(AT_ONCE);
    let count = move |choice: Choice| view.with(|v| v.receipts.iter().filter(|r| choice.holds(r)).count());
    let choices = Choice::ALL.map(|(each, name)| {
        view! {
            <button
                type="button" class="chip plain" class:on=move || choice.get() == each
                aria-pressed=move || if choice.get() == each { "true" } else { "false" }
                on:click=move |_| {
                    choice.set(each);
                    limit.set(AT_ONCE);
                    announcer.say(words::shown_of(count(each), count(Choice::All)));
                }
            >
                {move || words::choice(name, count(each))}
            </button>
        }
    });
    let shown = Memo::new(move |_| {
        let (choice, limit) = (choice.get(), limit.get());
        view.with(|v| v.receipts.iter().filter(|r| choice.holds(r)).take(limit).cloned().collect::<Vec<_>>())
    });
    let rows = keyed(shown.into(), Vec::as_slice, |row| row.file.clone(), receipt_row);
    let more = move || {
        let rest = count(choice.get()).saturating_sub(limit.get());
        (rest > 0).then(|| {
            let next = rest.min(AT_ONCE);
            view! { <button type="button" class="btn" on:click=move |_| limit.update(|l| *l += AT_ONCE)>{words::show_more(next)}</button> }
        })
    };
    view! {
        <section class="figure lead">
            <header class="section-head">
                <h2>{words::RECEIPTS}</h2>
                <p class="subtitle">{words::RECEIPTS_TEXT}</p>
            </header>
            <div class="choices screen-only" role="group" aria-label="Which receipts">
                {choices.collect_view()}
                <button type="button" class="btn" on:click=move |_| worker.save(Save::Receipts)>{words::SAVE_RECEIPTS}</button>
                <button type="button" class="btn" on:click=save_table>{words::SAVE_RECEIPTS_CSV}</button>
            </div>
            <table class="tbl receipts cards-below">
                <thead>
                    <tr>
                        <th scope="col">"File"</th><th scope="col">{words::READ_AS}</th><th scope="col">"Tool"</th>
                        <th scope="col" class="num">"Size"</th><th scope="col">"Outcome"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="state-actions screen-only">{more}</p>
        </section>
    }
}

fn receipt_row(row: Signal<ReceiptRow>) -> AnyView {
    let class = move || match row.with(|row| row.state) {
        ReceiptState::Read => "receipt read",
        ReceiptState::Partial => "receipt partial",
        ReceiptState::Refused => "receipt refused",
        ReceiptState::Duplicate => "receipt duplicate",
    };
    let n_diagnostics = Memo::new(move |_| row.with(|row| row.diagnostics.len()));
    // The list is drawn when it is opened: a file can have a thousand.
    let is_open = RwSignal::new(false);
    // The browser tells of it later: the row may be gone by then.
    let toggled = move |_| {
        let _ = is_open.try_set(true);
    };
    let list = move || is_open.get().then(|| row.with(|row| diagnostic_list(&row.diagnostics)));
    let diagnostics = move || {
        (n_diagnostics.get() > 0).then(|| {
            view! {
                <details class="diagnostics" on:toggle=toggled>
                    <summary>{words::messages(n_diagnostics.get())}</summary>
                    {list}
                </details>
            }
        })
    };
    let offered = move || {
        let lines = row.with(|row| row.offered.iter().map(|said| view! { <li>{said.clone()}</li> }).collect_view());
        row.with(|row| !row.offered.is_empty()).then(|| view! { <ul class="offered">{lines}</ul> })
    };
    let digest = move || {
        row.with(|row| (!row.sha256.is_empty()).then(|| short_digest(&row.sha256)))
            .map(|digest| view! { <span class="mono dim digest">"sha256 "{digest}</span> })
    };
    view! {
        <tr class=class>
            <th scope="row">
                <span class="glyph" aria-hidden="true"></span>
                <span class="mono" title=move || row.with(|row| row.file.clone())>{move || row.with(|row| file::short(&row.file).into_owned())}</span>
                {digest}
            </th>
            <td class="small" data-head=words::READ_AS>{move || row.with(|row| row.format.clone())}</td>
            <td class="small" data-head="Tool">{move || row.with(|row| row.tool.clone())}</td>
            <td class="num" data-head="Size">{move || row.with(|row| row.size.clone())}</td>
            <td class="small">{move || row.with(|row| row.outcome.clone())}{offered}{diagnostics}</td>
        </tr>
    }
    .into_any()
}

fn diagnostic_list(diagnostics: &[DiagnosticRow]) -> impl IntoView + use<> {
    let lines = diagnostics.iter().map(|d| {
        let severity = match d.severity {
            DiagnosticSeverity::Error => "error",
            DiagnosticSeverity::Warning => "warning",
            DiagnosticSeverity::Note => "note",
        };
        view! {
            <li class=severity>
                <span class="severity">{severity}</span>
                <span class="mono">{d.place.clone()}</span>
                <span>{d.message.clone()}</span>
            </li>
        }
    });
    view! { <ul>{lines.collect_view()}</ul> }
}

fn loose_section(view: Signal<Arc<Model>>) -> impl IntoView {
    view! {
        <section class="figure loose">
            <header class="section-head">
                <h2>{words::LOOSE}</h2>
                <p class="subtitle">{words::LOOSE_TEXT}</p>
            </header>
            {contents(view, |view| &view.loose)}
        </section>
    }
}

fn second_look_section(view: Signal<Arc<Model>>) -> impl IntoView {
    view! {
        <section class="figure next-points">
            <header class="section-head">
                <h2>{words::SECOND_LOOK}</h2>
                <p class="subtitle">{words::SECOND_LOOK_TEXT}</p>
            </header>
            {contents(view, |view| &view.second_look)}
        </section>
    }
}

fn orphans_section(orphans: &[String]) -> impl IntoView + use<> {
    let lines = orphans.iter().take(AT_ONCE).map(|o| view! { <li>{o.clone()}</li> }).collect_view();
    view! {
        <section class="figure">
            <header class="section-head">
                <h2>{words::ORPHANS}</h2>
                <p class="subtitle">{words::ORPHANS_TEXT}</p>
            </header>
            <ul class="lines">{lines}</ul>
        </section>
    }
}

fn apart_section(apart: &ApartView) -> impl IntoView + use<> {
    let lines = apart.lines.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
    let more = (!apart.more.is_empty()).then(|| view! { <p class="note">{apart.more.clone()}</p> });
    view! {
        <section class="figure">
            <header class="section-head">
                <h2>{apart.title.clone()}</h2>
                <p class="subtitle">{words::APART_TEXT}</p>
            </header>
            <ul class="lines">{lines}</ul>
            {more}
        </section>
    }
}

fn policy_section(policy: &PolicyView) -> impl IntoView + use<> {
    let navigation = expect_context::<Navigation>();
    let worker = expect_context::<Worker>();
    view! {
        <section class="figure policy">
            <header class="section-head">
                <h2>{words::POLICY}": "{policy.title.clone()}</h2>
                <p class="subtitle">{if policy.is_default { words::BUILT_IN } else { words::REPLACED }}</p>
            </header>
            <p class="mono policy-digest">"sha256 "{policy.sha256.clone()}</p>
            <p class="state-actions screen-only">
                <a class="btn" href=move || navigation.href(Route::Policy)>{words::OPEN_POLICY}</a>
                <button type="button" class="btn" on:click=move |_| worker.save(Save::Policy)>{words::SAVE_POLICY}</button>
            </p>
        </section>
    }
}

fn formats_section() -> impl IntoView {
    let base = browser::base_address();
    let links = words::SCHEMAS.map(|(file, name)| {
        view! { <li><a class="mono" href=format!("{base}schema/{file}.schema.json")>{name}</a></li> }
    });
    view! {
        <section class="figure screen-only">
            <header class="section-head">
                <h2>{words::FORMATS}</h2>
                <p class="subtitle">{words::SCHEMAS_TEXT}</p>
            </header>
            <ul class="lines">{links.collect_view()}</ul>
        </section>
    }
}
