//! `terraform validate -json`, and OpenTofu's: whether a configuration is valid, with its diagnostics.

use crate::formats::{Reading, Refusal, Shape, count_of, list, scan_by, short, tree};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Place, Template};

/// Whether a document is one. The bare word `valid` is nobody's.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && shape.has_kind("valid", Kind::Bool)
        && shape.has_kind("diagnostics", Kind::Array)
        && (shape.has("format_version") || shape.has("error_count"))
}

/// Reads diagnostics: one item each.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    reading.tool = Some("terraform validate".to_owned());
    let diagnostics = list(&document, "diagnostics", &mut reading.log);
    reading.items = diagnostics.len() as u64;
    let valid = document.get("valid").and_then(Json::truth);
    let mut template = Template { run: scan_by("terraform validate", reading.items > 0), valid, ..Template::default() };
    for (i, diagnostic) in diagnostics.iter().enumerate() {
        if diagnostic.text_of("severity").is_some_and(|s| s.eq_ignore_ascii_case("error")) {
            let file = diagnostic
                .at(&["range", "filename"])
                .and_then(Json::text)
                .map_or_else(String::new, |f| format!(" in {}", short(f)));
            let summary = short(diagnostic.text_of("summary").unwrap_or("an error"));
            template.add_error(format!("{summary}{file}"), places.at(format!("diagnostics[{i}]"), diagnostic));
        }
    }
    if template.n_errors == 0
        && let Some(n) = count_of(document.get("error_count")).filter(|n| *n > 0)
    {
        template.add_error(format!("{n} errors that are not listed"), Place { path: "error_count".into(), line: 0 });
    }
    reading.facts.template = Some(Box::new(template));
    Ok(())
}
