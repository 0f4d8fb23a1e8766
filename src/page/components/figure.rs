//! A figure: the finding, what is measured, the picture, and the same numbers as a table.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::components::table_twin;
use crate::page::components::term::term;
use plumbline_report::Head;
use plumbline_report::frame::words;

/// The table of a figure, which has a name and scrolls.
pub const TABLE: &str = "details.twin > .scroll-x";

/// The title (the finding) and the subtitle (the measure) of a figure.
pub fn caption(head: &Head) -> impl IntoView + use<> {
    let why = (!head.why.is_empty()).then(|| {
        let label = [words::WHY_THESE, ": ", &head.why_title].concat();
        view! { <a class="why-link screen-only" href=head.why.clone() aria-label=label>{words::WHY}</a> }
    });
    let subtitle = (!head.subtitle.is_empty()).then(|| view! { <p class="subtitle">{head.subtitle.clone()}</p> });
    let terms = (!head.terms.is_empty()).then(|| {
        let terms = head.terms.iter().map(|id| term(*id, id.word())).collect_view();
        view! { <p class="terms screen-only">{terms}</p> }
    });
    view! { <figcaption><h2>{head.title.clone()}</h2>{why}{subtitle}{terms}</figcaption> }
}

/// The table behind a figure, folded away; nothing where there is no table. It is drawn only while it stands open: most of a page's
/// cells are in such tables, and each filter would update them all.
#[component]
pub fn Twin(
    /// The figure's head, with its table.
    #[prop(into)]
    head: Signal<Head>,
    /// Whether it stands open.
    #[prop(default = RwSignal::new(false))]
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let has_table = Memo::new(move |_| head.with(|head| !head.table.rows.is_empty()));
    let details = NodeRef::<html::Details>::new();
    // The browser tells of it later: the figure may be gone by then.
    let toggled = move |_| {
        let (Some(Some(details)), Some(was_open)) = (details.try_get_untracked(), is_open.try_get_untracked()) else { return };
        if details.open() != was_open {
            is_open.set(details.open());
        }
    };
    // Who came to the table from its chart goes back there.
    let key_pressed = move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && is_open.get_untracked()
            && let Some(details) = details.get_untracked()
        {
            event.stop_propagation();
            is_open.set(false);
            browser::focus_in_figure(&details, "canvas[tabindex], details.twin > summary");
        }
    };
    let labelled = move |label: &'static str| head.with(|head| [label, &head.title].concat());
    let table = move || is_open.get().then(|| head.with(|head| table_twin(&head.title, &head.table)));
    let fold = move || {
        view! {
            <details class="twin" node_ref=details prop:open=is_open on:toggle=toggled on:keydown=key_pressed>
                <summary aria-label=move || labelled("Show as table: ")>{words::SHOW_AS_TABLE}</summary>
                <div class="scroll-x" tabindex="0" role="region" aria-label=move || labelled("Table: ")>{table}</div>
            </details>
        }
    };
    move || has_table.get().then(fold)
}
