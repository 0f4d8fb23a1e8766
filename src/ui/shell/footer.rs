//! The footer: where the figures come from.

use leptos::prelude::*;

use crate::route::Route;
use crate::text::number::short_digest;
use crate::text::{frame as words, keys};
use crate::ui::state::use_app;

/// The footer of every page.
#[component]
pub fn Footer(
    /// Whether the sheet of keys is open.
    help: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let footer = Memo::new(move |_| app.frame.with(|f| f.footer.clone()));
    view! {
        <footer class="footer">
            <div class="shell-wide">
                {move || {
                    let footer = footer.get();
                    (!footer.sources.is_empty()).then(|| view! {
                        <p><b>"Sources"</b>" "{footer.sources}" "<a class="screen-only" href=move || app.href(Route::Sources)>{words::OPEN_RECEIPTS}</a></p>
                        <p>
                            <b>"Policy"</b>" "{footer.policy}" "<span class="mono">"sha256 "{short_digest(&footer.policy_sha256)}</span><br />
                            <b>"Data set"</b>" "<span class="mono">"sha256 "{short_digest(&footer.data_sha256)}</span>", same inputs give the same page."
                        </p>
                    })
                }}
                <p>
                    <b>{words::NOTHING_LEFT}</b>" "{words::NETWORK}<br />
                    {words::PRODUCT}" "{env!("CARGO_PKG_VERSION")}" "
                    <button type="button" class="link screen-only" aria-haspopup="dialog" on:click=move |_| help.set(true)>
                        {keys::OPEN}" "<kbd>{keys::HELP}</kbd>
                    </button>
                </p>
            </div>
        </footer>
    }
}
