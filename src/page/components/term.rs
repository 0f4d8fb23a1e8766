//! A term that opens its definition where it stands: a button with a popover, which the browser opens with Enter or Space and closes
//! with Esc.

use leptos::prelude::*;

use plumbline_report::TermId;

/// A term with its definition.
pub fn term(id: TermId, text: &str) -> impl IntoView + use<> {
    view! {
        <button type="button" class="term" popovertarget=id.id() aria-describedby=id.id()>{text.to_owned()}</button>
        <span id=id.id() class="definition" popover="auto" role="note">{id.definition()}</span>
    }
}
