//! A copy of the policy: a field to edit it in, what is wrong with it, and what it would alter.
//!
//! The copy is kept while the reader goes to other pages. It is checked whenever the reader pauses; what it would alter is computed when
//! asked for. Both happen in the worker, however long the text is.

use std::sync::Arc;

use leptos::prelude::*;

use super::find::after_pause;
use crate::link::protocol::Save;
use crate::page::browser;
use crate::page::document::block;
use crate::page::element::{Node, button, el, text};
use crate::page::state::AppState;
use plumbline_report::pages::policy::words;
use plumbline_report::{Problem, Trial};

/// The id of the field.
const FIELD: &str = "draft";
/// The id of the result.
const SAID: &str = "draft-said";

/// The field with everything that belongs to it; `in_force` is the text of the policy in force.
pub fn draft_field(app: AppState, in_force: &str) -> Node {
    let kept = app.draft.get_value();
    match &kept {
        Some(copy) => app.try_policy(copy.clone(), false),
        None => app.trial.set(Arc::default()),
    }
    let typed = move |_| {
        app.draft.set_value(Some(browser::text_of(FIELD)));
        after_pause(move || {
            if let Some(copy) = app.draft.get_value() {
                app.try_policy(copy, false);
            }
        });
    };
    // What was not edited is kept as it is: a field ends lines in its own way.
    let unedited = in_force.to_owned();
    let download = move || match app.draft.get_value() {
        Some(copy) if copy != unedited => browser::keep_file("policy.json", "application/json", &copy),
        _ => app.save(Save::Policy),
    };
    let (first, again) = (in_force.to_owned(), in_force.to_owned());
    let preview = move || {
        // The check that still waits for a pause would take the place of what is asked for here.
        after_pause(|| ());
        app.try_policy(app.draft.get_value().unwrap_or_else(|| first.clone()), true);
    };
    // Edits are thrown away by a second press only.
    let is_sure = RwSignal::new(false);
    let restart = move || {
        let is_edited = app.draft.with_value(|copy| copy.as_ref().is_some_and(|copy| *copy != again));
        if is_edited && !is_sure.get_untracked() {
            is_sure.set(true);
            return;
        }
        is_sure.set(false);
        browser::set_text(FIELD, &again);
        app.draft.set_value(None);
        app.try_policy(again.clone(), false);
        app.heard.set(words::RESTARTED.to_owned());
        browser::focus(FIELD);
    };
    let is_wrong = move || app.trial.with(|t| !t.is_usable && !t.said.is_empty());
    let restart_words = move || if is_sure.get() { words::RESTART_SURE } else { words::RESTART }.to_owned();
    let buttons = vec![
        button("btn primary", words::PREVIEW, preview),
        button("btn", words::DOWNLOAD, download),
        el("button")
            .set("type", "button")
            .class("btn")
            .on_click(Box::new(restart))
            .on("blur", Box::new(move |_| is_sure.set(false)))
            .live_text(Box::new(restart_words))
            .view(),
    ];
    let field = el("textarea")
        .set("id", FIELD)
        .set("rows", "22")
        .set("wrap", "off")
        .set("spellcheck", "false")
        .set("autocomplete", "off")
        .set("autocapitalize", "off")
        .set("aria-describedby", SAID)
        .live_flag("aria-invalid", is_wrong)
        .on("input", Box::new(typed))
        .text(kept.as_deref().unwrap_or(in_force));
    let draft = el("div")
        .class("draft screen-only")
        .child(el("label").set("for", FIELD).text(words::FIELD).view())
        .child(field.view())
        .child(el("div").class("draft-actions").children(buttons).view());
    let said = el("p").set("id", SAID).class("draft-said").set("role", "status").live_class("wrong", Box::new(is_wrong));
    el("div")
        .class("seamless")
        .child(draft.view())
        .child(said.live_text(Box::new(move || app.trial.with(|t| t.said.clone()))).view())
        .live_maybe(move || app.trial.with(|trial| Some(outcome(app, trial))))
        .child(text("p", "note screen-only", words::TO_USE))
        .view()
}

/// What came of the copy, below the sentence that says it.
fn outcome(app: AppState, trial: &Trial) -> Node {
    let digest = (!trial.sha256.is_empty()).then(|| text("p", "mono dim draft-digest", &["sha256 ", &trial.sha256].concat()));
    let problems = (!trial.problems.is_empty()).then(|| {
        let more = (!trial.more.is_empty()).then(|| text("li", "dim", &trial.more));
        let list = trial.problems.iter().map(problem).collect();
        el("ul").class("problems").set("aria-label", words::PROBLEMS).children(list).maybe(more).view()
    });
    let blocks = trial.blocks.iter().map(|b| block(app, b)).collect();
    el("div")
        .child(el("div").maybe(digest).maybe(problems).view())
        .child(el("div").class("grid then").children(blocks).view())
        .view()
}

fn problem(problem: &Problem) -> Node {
    let line = problem.line;
    let place = (line > 0).then(|| {
        el("button")
            .set("type", "button")
            .class("link-button")
            .set("title", words::GO_THERE)
            .text(&problem.place)
            .on_click(Box::new(move || browser::select_line(FIELD, line)))
            .view()
    });
    let path = (!problem.path.is_empty()).then(|| text("span", "mono", &problem.path));
    el("li")
        .class(if problem.is_error { "error" } else { "warning" })
        .child(text("span", "severity", words::severity(problem.is_error)))
        .maybe(place)
        .child(el("span").maybe(path).text(" ").text(&problem.message).view())
        .view()
}
