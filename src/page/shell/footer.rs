//! The footer: where the figures come from.

use leptos::prelude::*;

use crate::page::state::{Navigation, Screen};
use plumbline_report::Footer as Model;
use plumbline_report::frame::words;
use plumbline_report::route::Route;
use plumbline_report::text::keys;
use plumbline_report::text::number::short_digest;

/// The footer of every page.
#[component]
pub fn Footer(
    /// Whether the sheet of keys is open.
    help: RwSignal<bool>,
) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let footer = Memo::new(move |_| screen.frame.with(|f| f.footer.clone()));
    view! {
        <footer class="footer">
            <div class="shell-wide">
                {move || footer.with(|footer| (!footer.sources.is_empty()).then(|| origins(navigation, footer)))}
                <p>
                    <b>{words::NOTHING_LEFT}</b>" "{words::NETWORK}<br />{[words::PRODUCT, " ", env!("CARGO_PKG_VERSION"), " "].concat()}
                    <button type="button" class="link screen-only for-keys" aria-haspopup="dialog" on:click=move |_| help.set(true)>
                        {keys::OPEN}" "<kbd>{keys::HELP}</kbd>
                    </button>
                </p>
            </div>
        </footer>
    }
}

/// What the figures are made of.
fn origins(navigation: Navigation, footer: &Model) -> impl IntoView + use<> {
    let digest = |digest: &str| view! { <span class="mono">{["sha256 ", &short_digest(digest)].concat()}</span> };
    view! {
        <p>
            <b>"Sources"</b>" "{footer.sources.clone()}" "
            <a class="screen-only" href=move || navigation.href(Route::Sources)>{words::OPEN_RECEIPTS}</a>
        </p>
        <p>
            <b>"Policy"</b>" "{footer.policy.clone()}" "{digest(&footer.policy_sha256)}<br />
            <b>"Data set"</b>" "{digest(&footer.data_sha256)}", same inputs give the same page. "{words::assessed(&footer.assessed)}
        </p>
    }
}
