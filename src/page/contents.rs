//! Draws the contents of a block that the overview has none of: they are loaded with the other pages.

use leptos::prelude::*;

use crate::link::protocol::Save;
use crate::page::components::{CopyButton, DraftField, FindField, LongTable, pick, probe_lines};
use crate::page::document::{cell_content, contents, link, part};
use crate::page::keyed::keyed;
use crate::page::state::Worker;
use plumbline_report::document::{Cell, Check, Content, Link, Probed, Rows};
use plumbline_report::frame::words;

/// Such a content; any other one is drawn with the document itself.
pub fn content(content: Signal<Content>) -> AnyView {
    match &*content.read_untracked() {
        Content::Rows(_) => {
            let rows = |content: &Content| match content {
                Content::Rows(rows) => rows.clone(),
                _ => Rows::default(),
            };
            view! { <LongTable rows=part(content, rows) /> }.into_any()
        }
        Content::Find { label, hint } => view! { <FindField label=label.clone() hint=hint.clone() /> }.into_any(),
        Content::Draft(text) => view! { <DraftField in_force=text.clone() /> }.into_any(),
        Content::Checks(_) => {
            let checks = keyed(
                content,
                |content| match content {
                    Content::Checks(checks) => checks,
                    _ => &[],
                },
                |check| check.title.clone(),
                check,
            );
            view! { <ol class="criteria">{checks}</ol> }.into_any()
        }
        Content::Code(_) => {
            let code = |content: &Content| match content {
                Content::Code(code) => code.clone(),
                _ => String::new(),
            };
            let code = part(content, code);
            view! {
                <div class="code-box">
                    <pre class="code" tabindex="0" aria-label=words::COMMAND>{code}</pre>
                    <CopyButton word=words::COPY class="btn small-btn" text=code />
                </div>
            }
            .into_any()
        }
        Content::Probes(_) => {
            let probes = keyed(
                content,
                |content| match content {
                    Content::Probes(probes) => probes,
                    _ => &[],
                },
                |probed| probed.id.clone(),
                probed,
            );
            view! { <ul class="probes">{probes}</ul> }.into_any()
        }
        _ => (move || content.with(stateless)).into_any(),
    }
}

/// What one probe answers, and folded contents below it.
fn probed(probed: Signal<Probed>) -> AnyView {
    view! {
        <li class=move || probed.with(|p| ["probe ", p.outcome.id()].concat())>
            {move || probed.with(probe_lines)}
            {contents(probed, |p| &p.more)}
        </li>
    }
    .into_any()
}

/// A content without state of its own.
fn stateless(content: &Content) -> AnyView {
    match content {
        Content::Links(links) => {
            let item = |one: &Link| view! { <li>{link(one, "choice-link")}</li> };
            view! { <ul class="links">{links.iter().map(item).collect_view()}</ul> }.into_any()
        }
        Content::Pick { label, options } => pick(label, options).into_any(),
        Content::Items(items) => {
            let item = |cell: &Cell| {
                let class = (!cell.class.is_empty()).then(|| cell.class.clone());
                view! { <li class=class>{cell_content(cell)}</li> }
            };
            view! { <ul class="items">{items.iter().map(item).collect_view()}</ul> }.into_any()
        }
        Content::Begin { label, file } => {
            let worker = expect_context::<Worker>();
            let file = file.clone();
            let begin = move |_| worker.save(Save::Report { file: file.clone() });
            view! { <button type="button" class="btn screen-only" on:click=begin>{label.clone()}</button> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn check(check: Signal<Check>) -> AnyView {
    let class = move || check.with(|check| if check.is_open { "open" } else { "met" });
    view! {
        <li class=class>
            <span class="state">{move || check.with(|check| check.state.clone())}</span>
            <div>
                <p class="title">{move || check.with(|check| check.title.clone())}</p>
                <p class="detail">{move || check.with(|check| check.detail.clone())}</p>
                {contents(check, |check| &check.more)}
            </div>
            <span class="gate">{move || check.with(|check| check.side.clone())}</span>
        </li>
    }
    .into_any()
}
