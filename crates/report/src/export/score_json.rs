//! A score as one JSON document: plain, unrounded numbers, and `null` where there is no data.

use plumbline_assess::Score;

/// The score as JSON with a line break at its end. The keys are those of the scoring rules, section 10.
///
/// # Errors
/// Never for a score of this crate: every key is a text and every number finite.
pub fn score_to_json(score: &Score) -> Result<String, serde_json::Error> {
    let mut json = serde_json::to_string_pretty(score)?;
    json.push('\n');
    Ok(plumbline_text::json(&json).into_owned())
}
