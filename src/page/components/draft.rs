//! A copy of the policy: a field to edit it in, what is wrong with it, and what it would alter.
//!
//! The copy is kept while the reader goes to other pages. It is checked whenever the reader pauses; what it would alter is computed on
//! request. Both happen in the worker, however long the text is.

use std::sync::Arc;

use leptos::prelude::*;

use super::find::after_pause;
use crate::link::protocol::Save;
use crate::page::browser;
use crate::page::document::blocks;
use crate::page::state::{Announcer, Queries, Worker};
use plumbline_report::pages::policy::words;
use plumbline_report::{Problem, Trial};

/// The id of the field.
const FIELD: &str = "draft";
/// The id of the result.
const RESULT: &str = "draft-said";

/// The field with everything that belongs to it.
#[component]
pub fn DraftField(
    /// The text of the policy in force.
    in_force: String,
) -> impl IntoView {
    let queries = expect_context::<Queries>();
    let announcer = expect_context::<Announcer>();
    let worker = expect_context::<Worker>();
    let kept = queries.draft.get_value();
    match &kept {
        Some(copy) => queries.try_policy(copy.clone(), false),
        None => queries.trial.set(Arc::default()),
    }
    let text = kept.unwrap_or_else(|| in_force.clone());
    let in_force = StoredValue::new(in_force);

    let typed = move |_| {
        queries.draft.set_value(Some(browser::text_of(FIELD)));
        after_pause(move || {
            if let Some(copy) = queries.draft.get_value() {
                queries.try_policy(copy, false);
            }
        });
    };
    // What was not edited is saved as it is: a field ends lines in its own way.
    let download = move |_| match queries.draft.get_value() {
        Some(copy) if in_force.with_value(|in_force| copy != *in_force) => {
            browser::save_file("policy.json", "application/json", &copy);
        }
        _ => worker.save(Save::Policy),
    };
    let is_previewing = StoredValue::new(false);
    let preview = move |_| {
        // A check that still waits for a pause would replace what is requested here.
        after_pause(|| ());
        is_previewing.set_value(true);
        queries.try_policy(queries.draft.get_value().unwrap_or_else(|| in_force.get_value()), true);
    };
    // A copy that cannot be used has no effect to show: the reader goes on at what is wrong with it.
    Effect::watch(
        move || queries.trial.get(),
        move |trial: &Arc<Trial>, _, _| {
            let was_asked = is_previewing.try_update_value(std::mem::take).unwrap_or_default();
            if was_asked && !trial.is_usable {
                browser::after(0, || browser::focus(RESULT));
            }
        },
        false,
    );
    // Edits are thrown away by a second press only.
    let is_sure = RwSignal::new(false);
    // What is taken off the page loses the focus when its signals are gone already.
    let left = move |_| {
        let _ = is_sure.try_set(false);
    };
    let key_pressed = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && is_sure.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
            is_sure.set(false);
            announcer.say(words::RESTART_NOT);
        }
    };
    let restart = move |_| {
        let in_force = in_force.get_value();
        let is_edited = queries.draft.with_value(|copy| copy.as_ref().is_some_and(|copy| *copy != in_force));
        if is_edited && !is_sure.get_untracked() {
            is_sure.set(true);
            announcer.say(words::RESTART_HOW);
            return;
        }
        is_sure.set(false);
        browser::set_text(FIELD, &in_force);
        queries.draft.set_value(None);
        queries.try_policy(in_force, false);
        announcer.say(words::RESTARTED);
        browser::focus(FIELD);
    };
    let trial: Signal<Arc<Trial>> = queries.trial.into();
    let is_wrong = move || queries.trial.with(|t| !t.is_usable && !t.said.is_empty());
    view! {
        <div class="draft screen-only">
            <label for=FIELD>{words::FIELD}</label>
            <textarea
                id=FIELD rows="22" wrap="off" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby=RESULT
                aria-invalid=move || is_wrong().to_string() on:input=typed
            >
                {text}
            </textarea>
            <div class="draft-actions">
                <button type="button" class="btn primary" on:click=preview>{words::PREVIEW}</button>
                <button type="button" class="btn" on:click=download>{words::DOWNLOAD}</button>
                <button type="button" class="btn" on:click=restart on:blur=left on:keydown=key_pressed>
                    {move || if is_sure.get() { words::RESTART_SURE } else { words::RESTART }}
                </button>
            </div>
        </div>
        <p id=RESULT tabindex="-1" class="draft-said" class:wrong=is_wrong role="status">{move || queries.trial.with(|t| t.said.clone())}</p>
        <div>
            {move || queries.trial.with(findings)}
            <div class="grid then">{blocks(trial, |trial| &trial.blocks)}</div>
        </div>
        <p class="note screen-only">{words::TO_USE}</p>
    }
}

/// What was found in the copy, below the sentence that says it.
fn findings(trial: &Arc<Trial>) -> impl IntoView + use<> {
    let digest =
        (!trial.sha256.is_empty()).then(|| view! { <p class="mono dim draft-digest">{["sha256 ", &trial.sha256].concat()}</p> });
    let problems = (!trial.problems.is_empty()).then(|| {
        let more = (!trial.more.is_empty()).then(|| view! { <li class="dim">{trial.more.clone()}</li> });
        let list = trial.problems.iter().map(problem).collect_view();
        view! { <ul class="problems" aria-label=words::PROBLEMS>{list}{more}</ul> }
    });
    view! { <div>{digest}{problems}</div> }
}

fn problem(problem: &Problem) -> impl IntoView + use<> {
    let line = problem.line;
    let place = (line > 0).then(|| {
        let select = move |_| browser::select_line(FIELD, line);
        view! { <button type="button" class="link-button" title=words::GO_THERE on:click=select>{problem.place.clone()}</button> }
    });
    let path = (!problem.path.is_empty()).then(|| view! { <span class="mono">{problem.path.clone()}</span> });
    view! {
        <li class=if problem.is_error { "error" } else { "warning" }>
            <span class="severity">{words::severity(problem.is_error)}</span>
            {place}
            <span>{path}" "{problem.message.clone()}</span>
        </li>
    }
}
