//! What stands above the page for a while: a load under way, what it brought, what went wrong.

use leptos::prelude::*;

use crate::link::exchange::{Ended, Phase, Reading, Report};
use crate::link::protocol::{Loaded, Stopped};
use crate::page::browser;
use crate::page::element::{El, Node, button, el, text};
use crate::page::state::AppState;
use plumbline_report::ReceiptState;
use plumbline_report::frame::words;
use plumbline_report::route::Route;
use plumbline_report::text::number::thousands;

/// The notices, the most pressing alone.
pub fn notices(app: AppState) -> Node {
    let is_reading = Memo::new(move |_| app.phase.with(|p| matches!(p, Phase::Reading(_))));
    let ended = Memo::new(move |_| {
        app.phase.with(|p| match p {
            Phase::Ended(ended) => Some(ended.clone()),
            _ => None,
        })
    });
    let notice = move || {
        if let Some(ended) = ended.get() {
            Some(ended_notice(ended))
        } else if is_reading.get() {
            Some(reading_notice(app))
        } else {
            app.report.get().map(|report| report_notice(app, report))
        }
    };
    el("div").class("seamless").live_maybe(notice).view()
}

fn section() -> El {
    el("section").class("page notice")
}

fn title(words: &str) -> Node {
    text("h2", "state-title", words)
}

fn said(words: &str) -> Node {
    text("p", "state-text", words)
}

fn actions() -> El {
    el("p").class("state-actions")
}

fn close(app: AppState, class: &str) -> Node {
    button(class, words::CLOSE, move || app.report.set(None))
}

/// A load under way: counts, not a spinner.
fn reading_notice(app: AppState) -> Node {
    let reading = Memo::new(move |before: Option<&Reading>| {
        app.phase.with(|p| match p {
            Phase::Reading(reading) => reading.clone(),
            _ => before.cloned().unwrap_or_default(),
        })
    });
    let said = move || reading.with(|r| words::reading(r.progress.as_ref().map_or(0, |p| p.done), r.total, r.again));
    let records = move || reading.with(|r| r.progress.as_ref().map_or_else(String::new, |p| words::records(p.records)));
    let lines = move || {
        reading.with(|r| {
            let done = r.recent.iter().map(|(name, outcome)| line("read", name, outcome));
            let current = r.progress.as_ref().and_then(|p| p.current.as_ref()).map(|name| line("now", name, "reading"));
            let waiting = r.waiting.iter().map(|name| line("waiting", name, "waiting"));
            done.chain(current).chain(waiting).take(2 * Reading::RECENT).collect()
        })
    };
    let share = move || Some(reading.with(Reading::share).to_string());
    let progress = el("progress").set("max", "1").live_set("value", Box::new(share)).set("aria-label", "Share of bytes read");
    section()
        .set("aria-label", "Reading files")
        .child(el("h2").class("state-title").live_text(Box::new(said)).view())
        .child(progress.view())
        .child(el("p").class("small dim").live_text(Box::new(records)).view())
        .child(el("ul").class("file-lines").live(Box::new(lines)).view())
        .child(actions().child(button("btn", words::STOP, move || app.cancel())).view())
        .view()
}

fn line(state: &str, name: &str, outcome: &str) -> Node {
    let glyph = el("span").class("glyph").set("aria-hidden", "true");
    el("li").class(state).child(glyph.view()).child(text("span", "mono", name)).child(text("span", "dim", outcome)).view()
}

fn report_notice(app: AppState, report: Report) -> Node {
    match report {
        Report::Loaded { loaded, stopped, .. } => loaded_notice(app, loaded, stopped),
        Report::AllStopped(stopped) => {
            let rows = stopped.into_iter().map(|s| row(&s.path, 0, ReceiptState::Refused, &words::stopped(&s.reason)));
            notice(app, words::ALL_STOPPED, table(rows.collect()))
        }
        Report::LoadFailed(reason) => notice(app, words::LOAD_FAILED, said(&reason)),
        Report::Cancelled => notice(app, words::CANCELLED, said(words::CANCELLED_TEXT)),
        Report::ViewFailed(reason) => {
            let again = button("btn primary", words::TRY_AGAIN, move || {
                app.report.set(None);
                app.refresh();
            });
            section()
                .set("role", "alert")
                .child(title(words::NOT_COMPUTED))
                .child(said(words::NOT_COMPUTED_TEXT))
                .child(text("pre", "error-text", &reason))
                .child(actions().child(again).view())
                .view()
        }
    }
}

fn notice(app: AppState, words: &str, body: Node) -> Node {
    section().set("role", "alert").child(title(words)).child(body).child(actions().child(close(app, "btn")).view()).view()
}

fn loaded_notice(app: AppState, loaded: Loaded, stopped: Vec<Stopped>) -> Node {
    let listed = u32::try_from(loaded.rows.len()).unwrap_or(u32::MAX);
    let n_stopped = u32::try_from(stopped.len()).unwrap_or(u32::MAX);
    let (n_files, n_refused) = (loaded.files, loaded.refused);
    let rest = n_files.saturating_sub(listed);
    let rows = loaded.rows.iter().map(|f| row(&f.file, f.items, f.state, &f.outcome));
    let receipts = loaded.used.then(|| {
        el("a")
            .class("btn")
            .live_set("href", Box::new(move || Some(app.href(Route::Sources))))
            .on_click(Box::new(move || app.report.set(None)))
            .text(words::OPEN_RECEIPTS)
            .view()
    });
    section()
        .set("role", "alert")
        // The worker names files that stopped an earlier worker in its receipts; counted, they are refused already.
        .child(title(&words::loaded_title(n_files, n_refused.max(n_stopped), 0)))
        .child(said(words::loaded_text(loaded.used)))
        .child(table(rows.collect()))
        .maybe((rest > 0).then(|| text("p", "small dim", &words::more_files(rest))))
        .child(actions().maybe(receipts).child(close(app, "btn quiet")).view())
        .view()
}

fn table(rows: Vec<Node>) -> Node {
    let head = |class: &str, words: &str| el("th").set("scope", "col").class(class).text(words).view();
    let heads = el("tr").child(head("", "File")).child(head("num", "Records")).child(head("", "Outcome"));
    let table =
        el("table").class("tbl receipts").child(el("thead").child(heads.view()).view()).child(el("tbody").children(rows).view());
    el("div").class("scroll-x").child(table.view()).view()
}

fn row(file: &str, items: u64, state: ReceiptState, outcome: &str) -> Node {
    let class = match state {
        ReceiptState::Read => "receipt read",
        ReceiptState::Partial => "receipt partial",
        ReceiptState::Refused => "receipt refused",
        ReceiptState::Duplicate => "receipt duplicate",
    };
    let glyph = el("span").class("glyph").set("aria-hidden", "true");
    el("tr")
        .class(class)
        .child(el("th").set("scope", "row").child(glyph.view()).child(text("span", "mono", file)).view())
        .child(text("td", "num", &thousands(items)))
        .child(text("td", "small", outcome))
        .view()
}

fn ended_notice(ended: Ended) -> Node {
    let (title, sentence, detail) = match ended {
        Ended::OtherBuild => (words::OTHER_BUILD, words::OTHER_BUILD_TEXT, None),
        Ended::NotStarted(reason) => (words::NOT_STARTED, words::NOT_STARTED_TEXT, Some(reason)),
    };
    section()
        .set("role", "alert")
        .child(text("h1", "state-title", title))
        .child(said(sentence))
        .maybe(detail.map(|detail| text("pre", "error-text", &detail)))
        .child(actions().child(button("btn primary", words::RELOAD, browser::reload)).view())
        .view()
}
