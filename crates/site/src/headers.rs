//! The header fields that a site's answers have, whoever serves it: what its page says of itself, and what only a header can say.

/// The fields for a site with this page.
pub fn headers(index: &str) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("x-content-type-options", "nosniff".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
        ("cross-origin-opener-policy", "same-origin".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
    ];
    // A page cannot refuse in its own text to be shown in another one's frame.
    if let Some(policy) = policy_of(index) {
        fields.push(("content-security-policy", format!("{policy}; frame-ancestors 'none'")));
    }
    fields
}

/// The security policy that stands in a page.
fn policy_of(index: &str) -> Option<&str> {
    let (_, rest) = index.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    policy.bytes().all(|byte| (b' '..=b'~').contains(&byte)).then_some(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_page_and_no_frame_may_show_it() {
        let page = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src 'self'\"><p>\"";
        let of = |page: &str| headers(page).into_iter().find(|(name, _)| *name == "content-security-policy");
        assert_eq!(of(page).unwrap().1, "default-src 'none'; connect-src 'self'; frame-ancestors 'none'");
        assert_eq!(of("<p>none"), None);
        assert_eq!(of(&page.replace("self", "self\n")), None);
    }
}
