//! The head of every page on paper: whose data, which filters, and when it was assessed.

use leptos::prelude::*;

use crate::page::components::digest_name;
use crate::page::state::Screen;
use plumbline_report::frame::{paper, words};

/// The head; it is not seen on the screen, whose bars say the same.
#[component]
pub fn PrintHead() -> impl IntoView {
    let screen = expect_context::<Screen>();
    let whose = move || screen.frame.with(|frame| paper::whose(frame).to_owned());
    let filters = move || screen.frame.with(|frame| paper::filters(&frame.chips));
    let assessed = move || screen.frame.with(|frame| paper::assessed(frame));
    let digest = move || screen.frame.with(|frame| digest_name(&frame.footer.data_sha256));
    view! {
        <div class="print-head paper-only">
            <p><b>{words::PRODUCT}</b><span>{whose}</span></p>
            <p><span>{filters}</span><span>{assessed}</span><span>{words::DATA_SET}{digest}</span></p>
        </div>
    }
}
