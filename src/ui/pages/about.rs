//! How each number is made.

use leptos::prelude::*;

/// How each number is made.
#[component]
pub fn AboutPage() -> impl IntoView {
    view! { <h1>"How each number is made"</h1> }
}
