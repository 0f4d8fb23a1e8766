//! Where a list says that it goes on, and the file holds one page of it.

use super::json::Json;

/// Keys whose text names the next page.
const LINKS: [&str; 10] = [
    "nextLink",
    "@odata.nextLink",
    "odata.nextLink",
    "NextToken",
    "NextMarker",
    "nextPageToken",
    "groupNextToken",
    "skip_token",
    "$skipToken",
    "skipToken",
];

/// Keys that are true when there is another page.
const TRUTHS: [&str; 3] = ["IsTruncated", "more", "isPartial"];

/// The key by which a document says that its list goes on, and what stands there. The case of letters differs between a service and
/// the shells that print its answers.
pub(super) fn next_page<'j, 'a>(document: &'j Json<'a>) -> Option<(&'j str, &'j Json<'a>)> {
    let is_one_of = |keys: &[&str], key: &str| keys.iter().any(|k| k.eq_ignore_ascii_case(key));
    let says_so = |(key, value): &(&'j str, &'j Json<'a>)| match value {
        Json::String(text) if is_one_of(&TRUTHS, key) => text == "true",
        Json::String(text) => is_one_of(&LINKS, key) && !text.trim().is_empty(),
        Json::Bool(true) => is_one_of(&TRUTHS, key),
        _ => false,
    };
    let at_top = document.pairs().iter().map(|(key, value)| (key.as_ref(), value)).find(says_so);
    // Kubernetes
    let of_metadata = || {
        let next = document.at(&["metadata", "continue"])?;
        next.text().filter(|t| !t.trim().is_empty()).map(|_| ("metadata.continue", next))
    };
    at_top.or_else(of_metadata)
}

#[cfg(test)]
mod tests {
    use super::super::json::Cursor;
    use super::*;

    fn key_of(text: &str) -> Option<String> {
        next_page(&Cursor::new(text).value().unwrap()).map(|(key, _)| key.to_owned())
    }

    #[test]
    fn every_platform_says_it_in_its_own_words() {
        for (text, key) in [
            (r#"{"value": [], "nextLink": "https://x"}"#, "nextLink"),
            (r#"{"Value": [], "NextLink": "https://x"}"#, "NextLink"),
            (r#"{"@odata.nextLink": "https://x"}"#, "@odata.nextLink"),
            (r#"{"nextToken": "x"}"#, "nextToken"),
            (r#"{"IsTruncated": true, "Marker": "x"}"#, "IsTruncated"),
            (r#"{"IsTruncated": "true"}"#, "IsTruncated"),
            (r#"{"more": true}"#, "more"),
            (r#"{"items": [], "metadata": {"continue": "x"}}"#, "metadata.continue"),
        ] {
            assert_eq!(key_of(text).as_deref(), Some(key));
        }
        for text in [r#"{"nextLink": ""}"#, r#"{"nextLink": null}"#, r#"{"more": false}"#, r#"{"more": "x"}"#, "[]", "1"] {
            assert_eq!(key_of(text), None, "{text}");
        }
    }
}
