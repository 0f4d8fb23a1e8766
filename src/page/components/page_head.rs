//! The head of a page: what this is, the sentence, and what can be done with it.

use leptos::prelude::*;

use crate::page::browser;
use crate::page::components::save::{Offer, Unfolding};
use crate::page::components::{digest_name, phrases};
use crate::page::state::{Announcer, Navigation, Screen};
use plumbline_report::DataOrigin;
use plumbline_report::Sentence;
use plumbline_report::export::print_head;
use plumbline_report::frame::words;

/// The head of a page.
#[component]
pub fn PageHead(
    /// What this is, in a line above the sentence.
    #[prop(into)]
    eyebrow: Signal<String>,
    /// The sentence.
    #[prop(into)]
    headline: Signal<Sentence>,
    /// Links and buttons: what can be done.
    children: Children,
) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let on_paper = move || {
        navigation.shown.with(|location| screen.frame.with(|frame| print_head(frame, &words::page_name(&location.route))))
    };
    // Who hears the page has its name in the heading; others see it in the line above and in the bar.
    let spoken = move || {
        let name = navigation.shown.with(|location| words::page_name(&location.route));
        [&name, ": ", &headline.with(Sentence::text)].concat()
    };
    view! {
        <p class="print-head paper-only">
            <span>{words::PRODUCT}</span>
            <span>{on_paper}{move || screen.frame.with(|f| digest_name(&f.footer.data_sha256))}</span>
        </p>
        <header class="page-head">
            <p class="eyebrow">{eyebrow}</p>
            <h1 class="headline" aria-label=spoken>{move || headline.with(phrases)}</h1>
            <div class="actions screen-only">{children()}</div>
        </header>
    }
}

/// The button that copies the page's link and says so. The link holds page and filters; where it does not hold the data, because the
/// reader chose the files, the button says that first and offers what can be saved in its place.
#[component]
pub fn CopyLinkButton(
    /// Whether the page can be written as Markdown.
    is_document: bool,
) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let holds_data = Memo::new(move |_| screen.frame.with(|f| !matches!(f.origin, DataOrigin::Own { .. })));
    move || match holds_data.get() {
        true => view! { <CopyAtOnce /> }.into_any(),
        false => {
            let offer = Offer::OwnFiles { is_document };
            view! { <Unfolding class="unfolding" button="btn" label=None offer>{words::COPY_LINK}</Unfolding> }.into_any()
        }
    }
}

#[component]
fn CopyAtOnce() -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let copy = move |_| {
        browser::copy_link(move |done| announcer.announce(if done { words::LINK_COPIED } else { words::LINK_NOT_COPIED }));
    };
    view! { <button type="button" class="btn" on:click=copy>{words::COPY_LINK}</button> }
}

/// The button that prints the page.
#[component]
pub fn PrintButton() -> impl IntoView {
    view! { <button type="button" class="btn primary" on:click=|_| browser::print()>{words::PRINT_BRIEF}</button> }
}
