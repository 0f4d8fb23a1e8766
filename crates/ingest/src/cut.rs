//! Texts from files as they are kept: cut to what is shown, and without secrets where they are sentences.

use super::mask::mask;

/// Names and phrases are cut to this many characters: they are shown, and nobody reads a longer one.
const MAX_SHOWN: usize = 200;

/// A text that many findings of a file share, such as the path of a scanned file, is cut to this many characters: each keeps a copy.
pub(super) const MAX_SHARED: usize = 1_000;

/// The first characters of a text.
pub(super) fn cut(text: &str, most: usize) -> &str {
    // no character has less than a byte
    if text.len() <= most {
        return text;
    }
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// A name as it is kept: short. It may be compared, so nothing in it is masked.
pub(super) fn name(text: &str) -> Box<str> {
    cut(text, MAX_SHOWN).into()
}

/// Words for people as they are kept: on one line, short, and without secrets.
pub(super) fn phrase(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(2 * MAX_SHOWN).collect();
    cut(&mask(&line, false), MAX_SHOWN).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::default_policy;
    use crate::parse::parse;

    #[test]
    fn a_long_name_that_thousands_of_findings_share_is_not_kept_thousands_of_times() {
        let long = "n".repeat(200_000);
        let many = |element: &str| vec![element; 2_000].join(",");
        let sarif = |driver: &str, run: &str, result: &str| {
            let results = many(result);
            format!(r#"{{"version": "2.1.0", "runs": [{{"tool": {{"driver": {{{driver}}}}}, {run} "results": [{results}]}}]}}"#)
        };
        let files = [
            ("a tool", sarif(&format!(r#""name": "{long}""#), "", r#"{"ruleId": "A"}"#)),
            ("a rule", sarif(&format!(r#""name": "x", "rules": [{{"id": "{long}"}}]"#), "", r#"{"ruleIndex": 0}"#)),
            (
                "an artifact",
                sarif(
                    r#""name": "x""#,
                    &format!(r#""artifacts": [{{"location": {{"uri": "{long}"}}}}],"#),
                    r#"{"locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]}"#,
                ),
            ),
            (
                "a base",
                sarif(
                    r#""name": "x""#,
                    &format!(r#""originalUriBaseIds": {{"B": {{"uri": "{long}"}}}},"#),
                    r#"{"locations": [{"physicalLocation": {"artifactLocation": {"uri": "a", "uriBaseId": "B"}}}]}"#,
                ),
            ),
            (
                "a target",
                format!(
                    r#"{{"SchemaVersion": 2, "Results": [{{"Target": "{long}", "Misconfigurations": [{}]}}]}}"#,
                    many(r#"{"ID": "A", "Status": "FAIL"}"#)
                ),
            ),
            (
                "a query",
                format!(
                    r#"{{"files_scanned": 1, "queries": [{{"query_id": "{long}", "query_name": "{long}", "files": [{}]}}]}}"#,
                    many("{}")
                ),
            ),
            (
                "a file",
                format!(r#"<checkstyle><file name="{long}">{}</file></checkstyle>"#, r#"<error source="A"/>"#.repeat(2_000)),
            ),
        ];
        for (what, text) in files {
            let parsed = parse(text.as_bytes(), &default_policy().0);
            assert_eq!(parsed.findings.len(), 2_000, "{what}: {:?}", parsed.summary.diagnostics);
            let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
            let kept: usize = parsed
                .findings
                .iter()
                .map(|f| length(&f.tool) + length(&f.rule_id) + length(&f.message) + length(&f.location.path))
                .sum();
            assert!(kept <= 2_000 * 3 * MAX_SHARED, "{what}: {kept}");
        }
    }
}
