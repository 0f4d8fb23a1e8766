//! What stands above the page for a while: a load under way, what it brought, what went wrong.

use leptos::prelude::*;

use crate::link::exchange::{Ended, Phase, Reading, Report};
use crate::link::protocol::{Extent, Loaded, Stopped};
use crate::page::browser;
use crate::page::state::{Loading, Navigation};
use plumbline_report::ReceiptState;
use plumbline_report::frame::words;
use plumbline_report::pages::sources::words as sources;
use plumbline_report::route::Route;
use plumbline_report::text::number::thousands;
use plumbline_text::shown;

/// The notices, the most pressing alone.
#[component]
pub fn Notices() -> impl IntoView {
    let loading = expect_context::<Loading>();
    // Behind the page in the HTML nobody sees how the site's own data are read. Data that follow others take their place by themselves.
    let is_reading = Memo::new(move |_| {
        loading
            .phase
            .with(|p| matches!(p, Phase::Reading(reading) if reading.own || !reading.again && !browser::is_first_page_shown()))
    });
    let ended = Memo::new(move |_| {
        loading.phase.with(|p| match p {
            Phase::Ended(ended) => Some(ended.clone()),
            _ => None,
        })
    });
    move || {
        if let Some(ended) = ended.get() {
            Some(ended_notice(ended).into_any())
        } else if is_reading.get() {
            Some(view! { <ReadingNotice /> }.into_any())
        } else {
            loading.report.get().map(|report| view! { <ReportNotice report /> }.into_any())
        }
    }
}

/// A load under way: counts, not a spinner.
#[component]
fn ReadingNotice() -> impl IntoView {
    let loading = expect_context::<Loading>();
    let reading = Memo::new(move |before: Option<&Reading>| {
        loading.phase.with(|p| match p {
            Phase::Reading(reading) => reading.clone(),
            _ => before.cloned().unwrap_or_default(),
        })
    });
    let title = move || {
        reading.with(|r| {
            let done = r.progress.as_ref().map_or(0, |p| p.done);
            if r.verifying { sources::verifying(done, r.total) } else { words::reading(done, r.total, r.again) }
        })
    };
    let records = move || {
        reading.with(|r| {
            let told = if r.verifying { sources::recomputed } else { words::records };
            r.progress.as_ref().filter(|p| p.records > 0).map_or_else(String::new, |p| told(p.records))
        })
    };
    let lines = move || {
        reading.with(|r| {
            let done = r.recent.iter().map(|(name, outcome)| line("read", name, outcome));
            let current = r.progress.as_ref().and_then(|p| p.current.as_ref()).map(|name| line("now", name, "reading"));
            let waiting = r.waiting.iter().map(|name| line("waiting", name, "waiting"));
            done.chain(current).chain(waiting).take(2 * Reading::RECENT).collect_view()
        })
    };
    let share = move || reading.with(Reading::share).to_string();
    view! {
        <section class="page notice" aria-label="Reading files">
            <h2 class="state-title">{title}</h2>
            <progress max="1" value=share aria-label="Share of bytes read"></progress>
            <p class="small dim">{records}</p>
            <ul class="file-lines">{lines}</ul>
            <p class="state-actions">
                <button type="button" class="btn" on:click=move |_| loading.cancel()>{words::STOP}</button>
            </p>
        </section>
    }
}

fn line(state: &'static str, name: &str, outcome: &str) -> impl IntoView + use<> {
    view! {
        <li class=state>
            <span class="glyph" aria-hidden="true"></span>
            <span class="mono">{shown(name).into_owned()}</span>
            <span class="dim">{shown(outcome).into_owned()}</span>
        </li>
    }
}

#[component]
fn ReportNotice(report: Report) -> impl IntoView {
    let loading = expect_context::<Loading>();
    let navigation = expect_context::<Navigation>();
    match report {
        Report::Loaded { loaded, stopped, .. } => loaded_notice(loading, navigation, &loaded, &stopped).into_any(),
        Report::AllStopped(stopped) => {
            let rows = stopped.iter().map(|s| row(&s.path, 0, ReceiptState::Refused, &words::stopped(&s.reason)));
            notice(loading, words::ALL_STOPPED, table(rows.collect_view()).into_any()).into_any()
        }
        Report::LoadFailed(reason) => notice(loading, words::LOAD_FAILED, text(&reason).into_any()).into_any(),
        Report::Verified(extent, identical, told) => {
            notice(loading, sources::verified(extent == Extent::Parts, identical), text(&told).into_any()).into_any()
        }
        Report::NotTaken(faults) => {
            let told = view! {
                {text(words::NOT_TAKEN_TEXT)}
                <pre class="error-text">{shown(&faults).into_owned()}</pre>
            };
            notice(loading, words::NOT_TAKEN, told.into_any()).into_any()
        }
        Report::Cancelled => notice(loading, words::CANCELLED, text(words::CANCELLED_TEXT).into_any()).into_any(),
        Report::ViewFailed(reason) => {
            let again = move |_| {
                loading.report.set(None);
                navigation.refresh();
            };
            view! {
                <section class="page notice" role="alert">
                    <h2 class="state-title">{words::NOT_COMPUTED}</h2>
                    {text(words::NOT_COMPUTED_TEXT)}
                    <pre class="error-text">{shown(&reason).into_owned()}</pre>
                    <p class="state-actions">
                        <button type="button" class="btn primary" on:click=again>{words::TRY_AGAIN}</button>
                    </p>
                </section>
            }
            .into_any()
        }
    }
}

fn text(words: &str) -> impl IntoView + use<> {
    view! { <p class="state-text">{shown(words).into_owned()}</p> }
}

fn close(loading: Loading, class: &'static str) -> impl IntoView {
    view! { <button type="button" class=class on:click=move |_| loading.report.set(None)>{words::CLOSE}</button> }
}

fn notice(loading: Loading, title: &'static str, body: AnyView) -> impl IntoView {
    view! {
        <section class="page notice" role="alert">
            <h2 class="state-title">{title}</h2>
            {body}
            <p class="state-actions">{close(loading, "btn")}</p>
        </section>
    }
}

fn loaded_notice(loading: Loading, navigation: Navigation, loaded: &Loaded, stopped: &[Stopped]) -> impl IntoView + use<> {
    let listed = u32::try_from(loaded.rows.len()).unwrap_or(u32::MAX);
    let n_stopped = u32::try_from(stopped.len()).unwrap_or(u32::MAX);
    let refused = loaded.refused.max(n_stopped);
    let more = words::more_files(refused, loaded.errors, listed);
    let rows = loaded.rows.iter().map(|f| row(&f.file, f.items, f.state, &f.outcome)).collect_view();
    let receipts = loaded.used.then(|| {
        let href = move || navigation.href(Route::Sources);
        view! { <a class="btn" href=href on:click=move |_| loading.report.set(None)>{words::OPEN_RECEIPTS}</a> }
    });
    // The worker names files that stopped an earlier worker in its receipts; counted, they are refused already.
    let title = words::loaded_title(loaded.files, refused, 0);
    view! {
        <section class="page notice" role="alert">
            <h2 class="state-title">{title}</h2>
            {text(words::loaded_text(loaded.used))}
            {table(rows)}
            {more.map(|more| view! { <p class="small dim">{more}</p> })}
            <p class="state-actions">{receipts}{close(loading, "btn quiet")}</p>
        </section>
    }
}

fn table(rows: impl IntoView) -> impl IntoView {
    view! {
        <div class="scroll-x">
            <table class="tbl receipts">
                <thead>
                    <tr><th scope="col">"File"</th><th scope="col" class="num">"Records"</th><th scope="col">"Outcome"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(file: &str, items: u64, state: ReceiptState, outcome: &str) -> impl IntoView + use<> {
    let class = match state {
        ReceiptState::Read => "receipt read",
        ReceiptState::Partial => "receipt partial",
        ReceiptState::Refused => "receipt refused",
        ReceiptState::Duplicate => "receipt duplicate",
    };
    view! {
        <tr class=class>
            <th scope="row"><span class="glyph" aria-hidden="true"></span><span class="mono">{shown(file).into_owned()}</span></th>
            <td class="num">{thousands(items)}</td>
            <td class="small">{shown(outcome).into_owned()}</td>
        </tr>
    }
}

fn ended_notice(ended: Ended) -> impl IntoView {
    let (title, sentence, detail) = match ended {
        Ended::OtherBuild => (words::OTHER_BUILD, words::OTHER_BUILD_TEXT, None),
        Ended::NotStarted(reason) => (words::NOT_STARTED, words::NOT_STARTED_TEXT, Some(reason)),
    };
    view! {
        <section class="page notice" role="alert">
            <h1 class="state-title">{title}</h1>
            {text(sentence)}
            {detail.map(|detail| view! { <pre class="error-text">{shown(&detail).into_owned()}</pre> })}
            <p class="state-actions">
                <button type="button" class="btn primary" on:click=|_| browser::reload()>{words::RELOAD}</button>
            </p>
        </section>
    }
}
