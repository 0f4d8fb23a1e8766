//! What Azure says of the validity of a template: the answer of a validation, and the diagnostics of a Bicep snapshot.

use crate::formats::deployments::values::field;
use crate::formats::{scan_by, short};
use crate::json::Json;
use crate::places::Places;
use plumbline_domain::{Covered, Template};

/// A snapshot exists only where the template compiled; a diagnostic of level error says that it is not valid all the same.
pub(in crate::formats) fn of_snapshot(diagnostics: &[Json<'_>], places: &Places<'_>) -> Template {
    let mut template = Template { run: scan_by("bicep", !diagnostics.is_empty()), valid: Some(true), ..Template::default() };
    add_errors(&mut template, diagnostics, "diagnostics", places);
    template
}

/// The answer of `az deployment … validate`; `body` holds its properties, and `path` is the path of what is in it.
pub(in crate::formats) fn of_validation(body: &Json<'_>, path: &str, places: &Places<'_>) -> Template {
    let mut template = Template { run: scan_by("Azure Resource Manager", false), ..Template::default() };
    if let Some(error) = field(body, "error").filter(|e| e.is_object()) {
        template.add_error(in_words(error), places.at(format!("{path}error"), error));
    }
    let diagnostics = field(body, "diagnostics").map(Json::elements).unwrap_or_default();
    add_errors(&mut template, diagnostics, &format!("{path}diagnostics"), places);
    let state = field(body, "provisioningState");
    template.valid = match state.and_then(Json::text).map(str::to_ascii_lowercase).as_deref() {
        Some("succeeded" | "accepted") => Some(true),
        Some("failed" | "canceled") => Some(false),
        _ => None,
    };
    if template.valid.is_none() {
        template.open =
            Some(("it does not say that the validation succeeded".into(), places.at(path.trim_end_matches('.'), body)));
    }
    let validated = field(body, "validatedResources").map_or(0, |list| list.elements().len());
    if validated > 0 {
        template.run.covered = Covered::Something(format!("{validated} resources").into());
    }
    template
}

fn add_errors(template: &mut Template, diagnostics: &[Json<'_>], path: &str, places: &Places<'_>) {
    for (i, diagnostic) in diagnostics.iter().enumerate() {
        if diagnostic.text_of("level").is_some_and(|level| level.eq_ignore_ascii_case("error")) {
            template.add_error(in_words(diagnostic), places.at(format!("{path}[{i}]"), diagnostic));
        }
    }
}

/// The code and the message of a diagnostic.
fn in_words(diagnostic: &Json<'_>) -> String {
    let words: Vec<String> = ["code", "message"].iter().filter_map(|key| diagnostic.text_of(key)).map(short).collect();
    if words.is_empty() { "an error without a message".to_owned() } else { words.join(": ") }
}
