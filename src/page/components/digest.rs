//! Digests in the voice of proof: mono, short where they name something, whole and side by side where they are compared.

use leptos::either::Either;
use leptos::prelude::*;

/// The pieces of a digest: eight characters each.
fn pieces(digest: &str) -> Vec<&str> {
    digest.as_bytes().chunks(8).filter_map(|c| std::str::from_utf8(c).ok()).collect()
}

/// First and last characters, such as `c83f60e2 … d18e9b14`; a short one stays whole.
pub fn short_digest(digest: &str) -> String {
    let parts = pieces(digest);
    match parts.as_slice() {
        [first, _, .., last] => [first, " … ", last].concat(),
        _ => parts.join(" "),
    }
}

/// A digest whose whole text is its title.
pub fn digest_name(digest: &str) -> impl IntoView + use<> {
    view! { <span class="proof" title=digest.to_owned()>{short_digest(digest)}</span> }
}

/// A whole digest in two rows of four pieces; the pieces that differ from `baseline` are marked.
pub fn digest_beside(digest: &str, baseline: Option<&str>) -> impl IntoView + use<> {
    let other = baseline.map(pieces).unwrap_or_default();
    let cell = |(i, piece): (usize, &str)| {
        let differs = baseline.is_some() && other.get(i).is_none_or(|o| *o != piece);
        let text = [piece, " "].concat();
        if differs { Either::Left(view! { <mark>{text}</mark> }) } else { Either::Right(view! { <span>{text}</span> }) }
    };
    view! { <span class="digest">{pieces(digest).into_iter().enumerate().map(cell).collect_view()}</span> }
}
