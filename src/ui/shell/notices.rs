//! What stands above the page for a while: a load under way, what it brought, what went wrong.

use leptos::prelude::*;

use crate::exchange::{Ended, Phase, Reading, Report};
use crate::protocol::{Loaded, Stopped};
use crate::route::Route;
use crate::text::frame as words;
use crate::text::number::thousands;
use crate::ui::browser;
use crate::ui::state::{AppState, use_app};
use crate::view::ReceiptState;

/// The notices, the most pressing alone.
#[component]
pub fn Notices() -> impl IntoView {
    let app = use_app();
    let is_reading = Memo::new(move |_| app.phase.with(|p| matches!(p, Phase::Reading(_))));
    let ended = Memo::new(move |_| {
        app.phase.with(|p| match p {
            Phase::Ended(ended) => Some(ended.clone()),
            _ => None,
        })
    });
    move || {
        if let Some(ended) = ended.get() {
            ended_notice(ended).into_any()
        } else if is_reading.get() {
            view! { <ReadingNotice /> }.into_any()
        } else {
            app.report.get().map(|report| report_notice(app, report)).into_any()
        }
    }
}

/// A load under way: counts, not a spinner.
#[component]
fn ReadingNotice() -> impl IntoView {
    let app = use_app();
    let reading = Memo::new(move |before: Option<&Reading>| {
        app.phase.with(|p| match p {
            Phase::Reading(reading) => reading.clone(),
            _ => before.cloned().unwrap_or_default(),
        })
    });
    let title = move || reading.with(|r| words::reading(r.progress.as_ref().map_or(0, |p| p.done), r.total, r.again));
    let records = move || reading.with(|r| r.progress.as_ref().map(|p| words::records(p.records)));
    let lines = move || {
        reading.with(|r| {
            let done = r.recent.iter().map(|(name, outcome)| line("read", name.clone(), outcome.clone()));
            let current = r.progress.as_ref().and_then(|p| p.current.clone()).map(|name| line("now", name, "reading".into()));
            let waiting = r.waiting.iter().map(|name| line("waiting", name.clone(), "waiting".into()));
            done.chain(current).chain(waiting).take(2 * Reading::RECENT).collect_view()
        })
    };
    view! {
        <section class="page notice" aria-label="Reading files">
            <h2 class="state-title">{title}</h2>
            <progress max="1" prop:value=move || reading.with(Reading::share) aria-label="Share of bytes read"></progress>
            <p class="small dim">{records}</p>
            <ul class="file-lines">{lines}</ul>
            <p class="state-actions"><button type="button" class="btn" on:click=move |_| app.cancel()>{words::STOP}</button></p>
        </section>
    }
}

fn line(state: &'static str, name: String, outcome: String) -> impl IntoView {
    view! {
        <li class=state>
            <span class="glyph" aria-hidden="true"></span>
            <span class="mono">{name}</span>
            <span class="dim">{outcome}</span>
        </li>
    }
}

fn report_notice(app: AppState, report: Report) -> impl IntoView {
    match report {
        Report::Loaded { loaded, stopped, .. } => loaded_notice(app, loaded, stopped).into_any(),
        Report::AllStopped(stopped) => {
            let rows = stopped.into_iter().map(|s| row(s.path, 0, ReceiptState::Refused, words::stopped(&s.reason)));
            notice(app, words::ALL_STOPPED, table(rows.collect_view()).into_any()).into_any()
        }
        Report::LoadFailed(reason) => {
            notice(app, words::LOAD_FAILED, view! { <p class="state-text">{reason}</p> }.into_any()).into_any()
        }
        Report::Cancelled => {
            notice(app, words::CANCELLED, view! { <p class="state-text">{words::CANCELLED_TEXT}</p> }.into_any()).into_any()
        }
        Report::ViewFailed(reason) => {
            let again = move |_| {
                app.report.set(None);
                app.refresh();
            };
            view! {
                <section class="page notice" role="alert">
                    <h2 class="state-title">{words::NOT_COMPUTED}</h2>
                    <p class="state-text">{words::NOT_COMPUTED_TEXT}</p>
                    <pre class="error-text">{reason}</pre>
                    <p class="state-actions"><button type="button" class="btn primary" on:click=again>{words::TRY_AGAIN}</button></p>
                </section>
            }
            .into_any()
        }
    }
}

fn notice(app: AppState, title: &'static str, body: AnyView) -> impl IntoView {
    view! {
        <section class="page notice" role="alert">
            <h2 class="state-title">{title}</h2>
            {body}
            <p class="state-actions"><button type="button" class="btn" on:click=move |_| app.report.set(None)>{words::CLOSE}</button></p>
        </section>
    }
}

fn loaded_notice(app: AppState, loaded: Loaded, stopped: Vec<Stopped>) -> impl IntoView {
    let listed = u32::try_from(loaded.rows.len()).unwrap_or(u32::MAX);
    let n_stopped = u32::try_from(stopped.len()).unwrap_or(u32::MAX);
    let (n_files, n_refused) = (loaded.files, loaded.refused);
    let is_used = loaded.used;
    let rest = n_files.saturating_sub(listed);
    let rows = loaded.rows.into_iter().map(|f| row(f.file, f.items, f.state, f.outcome));
    // The worker names files that stopped an earlier worker in its receipts; counted, they are refused already.
    let title = words::loaded_title(n_files, n_refused.max(n_stopped), 0);
    view! {
        <section class="page notice" role="alert">
            <h2 class="state-title">{title}</h2>
            <p class="state-text">{words::loaded_text(is_used)}</p>
            {table(rows.collect_view())}
            {(rest > 0).then(|| view! { <p class="small dim">{words::more_files(rest)}</p> })}
            <p class="state-actions">
                {is_used.then(|| view! {
                    <a class="btn" href=move || app.href(Route::Sources) on:click=move |_| app.report.set(None)>{words::OPEN_RECEIPTS}</a>
                })}
                <button type="button" class="btn quiet" on:click=move |_| app.report.set(None)>{words::CLOSE}</button>
            </p>
        </section>
    }
}

fn table(rows: impl IntoView) -> impl IntoView {
    view! {
        <div class="scroll-x">
            <table class="tbl receipts">
                <thead><tr><th scope="col">"File"</th><th scope="col" class="num">"Records"</th><th scope="col">"Outcome"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn row(file: String, items: u64, state: ReceiptState, outcome: String) -> impl IntoView {
    let class = match state {
        ReceiptState::Read => "receipt read",
        ReceiptState::Partial => "receipt partial",
        ReceiptState::Refused => "receipt refused",
        ReceiptState::Duplicate => "receipt duplicate",
    };
    view! {
        <tr class=class>
            <th scope="row"><span class="glyph" aria-hidden="true"></span><span class="mono">{file}</span></th>
            <td class="num">{thousands(items)}</td>
            <td class="small">{outcome}</td>
        </tr>
    }
}

fn ended_notice(ended: Ended) -> impl IntoView {
    let (title, text, detail) = match ended {
        Ended::OtherBuild => (words::OTHER_BUILD, words::OTHER_BUILD_TEXT, None),
        Ended::NotStarted(reason) => (words::NOT_STARTED, words::NOT_STARTED_TEXT, Some(reason)),
    };
    view! {
        <section class="page notice" role="alert">
            <h1 class="state-title">{title}</h1>
            <p class="state-text">{text}</p>
            {detail.map(|detail| view! { <pre class="error-text">{detail}</pre> })}
            <p class="state-actions"><button type="button" class="btn primary" on:click=|_| browser::reload()>{words::RELOAD}</button></p>
        </section>
    }
}
