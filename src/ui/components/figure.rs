//! A figure: the finding, what is measured, the picture, and the same numbers as a table.

use leptos::html;
use leptos::prelude::*;

use crate::text::frame as words;
use crate::ui::components::TableTwin;
use crate::view::Head;

/// The title (the finding) and the subtitle (the measure) of a figure.
pub fn caption(head: &Head) -> AnyView {
    let subtitle = (!head.subtitle.is_empty()).then(|| view! { <p class="subtitle">{head.subtitle.clone()}</p> });
    let why = (!head.why.is_empty()).then(|| {
        let label = format!("{}: {}", words::WHY_THESE, head.title);
        view! { <a class="why-link screen-only" href=head.why.clone() aria-label=label>{words::WHY}</a> }
    });
    view! { <figcaption><h2>{head.title.clone()}</h2>{why}{subtitle}</figcaption> }.into_any()
}

/// The table behind a figure, folded away; nothing where there is no table. It is drawn when it is first opened: most of a page's
/// cells stand in such tables, and a filter would draw them all anew.
pub fn twin(head: &Head) -> Option<AnyView> {
    twin_at(head, NodeRef::new())
}

/// The same, to be opened from elsewhere.
pub(super) fn twin_at(head: &Head, node: NodeRef<html::Details>) -> Option<AnyView> {
    (!head.table.rows.is_empty()).then(|| {
        let (title, table) = (head.title.clone(), head.table.clone());
        let label = format!("Table: {title}");
        let opened = RwSignal::new(false);
        view! {
            <details class="twin" node_ref=node on:toggle=move |_| opened.set(true)>
                <summary aria-label=format!("Show as table: {title}")>"Show as table"</summary>
                <div class="scroll-x" tabindex="0" role="region" aria-label=label>
                    {move || opened.get().then(|| view! { <TableTwin caption=title.clone() table=table.clone() /> })}
                </div>
            </details>
        }
        .into_any()
    })
}

/// A whole figure. `class` says what kind it is; `lead` opens a page.
pub fn figure(class: &str, head: &Head, body: AnyView) -> AnyView {
    view! { <figure class=format!("figure {class}")>{caption(head)}{body}{twin(head)}</figure> }.into_any()
}
