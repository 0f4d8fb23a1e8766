//! A receipt as one JSON object.

use plumbline_domain::{Diagnostic, Format, Place, Receipt, Severity};
use plumbline_probe::Weighed;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One line of `inspect --json`.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'r> {
    file: &'r str,
    sha256: &'r str,
    bytes: u64,
    format: &'r str,
    tool: Option<&'r str>,
    items: u64,
    open: u64,
    by_severity: BySeverity,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<&'r str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    named_by_report: bool,
    diagnostics: &'r [Diagnostic],
}

struct BySeverity([u64; 5]);

impl Serialize for BySeverity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (severity, n) in Severity::ALL.iter().zip(self.0) {
            map.serialize_entry(severity.id(), &n)?;
        }
        map.end()
    }
}

impl<'r> Line<'r> {
    fn of(receipt: &'r Receipt) -> Self {
        Line {
            file: &receipt.file,
            sha256: &receipt.sha256,
            bytes: receipt.bytes,
            format: receipt.format.id(),
            tool: receipt.tool.as_deref(),
            items: receipt.items,
            open: receipt.open,
            by_severity: BySeverity(receipt.by_severity),
            duplicate_of: receipt.duplicate_of.as_deref(),
            named_by_report: receipt.named_by_report,
            diagnostics: &receipt.diagnostics,
        }
    }
}

/// Writes a receipt as one JSON object on one line, without the line's end (scoring rules, 10: `inspect --json`).
///
/// # Errors
/// None that can be met: a receipt is plain data with text keys.
pub fn receipt_to_json(receipt: &Receipt) -> Result<String, serde_json::Error> {
    Ok(plumbline_text::json(&serde_json::to_string(&Line::of(receipt))?).into_owned())
}

/// What a file would be worth as evidence of a type.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// What was read of it.
    pub receipt: &'a Receipt,
    /// Its format as the type takes it: an empty list is that of the tool that the type expects.
    pub format: Format,
    /// The type's id.
    pub artifact_type: &'a str,
    /// Whether the type accepts it.
    pub accepted: bool,
    /// What its probes answer.
    pub weighed: &'a Weighed,
}

impl Offer<'_> {
    /// `checked`, `contradicted` or `inconclusive`.
    pub fn verdict(&self) -> &'static str {
        match (self.weighed.refuted_by, self.accepted, self.weighed.left_open_by) {
            (Some(_), _, _) => "contradicted",
            (None, true, None) => "checked",
            _ => "inconclusive",
        }
    }

    /// What decides it, when it is not checked: a probe's id, or `not-accepted`.
    pub fn reason(&self) -> Option<&'static str> {
        match (self.weighed.refuted_by, self.accepted, self.weighed.left_open_by) {
            (Some(probe), _, _) | (None, true, Some(probe)) => Some(probe.id()),
            (None, false, _) => Some("not-accepted"),
            (None, true, None) => None,
        }
    }
}

/// One document of `inspect --as --json`.
#[derive(serde::Serialize)]
struct OfferLine<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    #[serde(rename = "as")]
    artifact_type: &'a str,
    accepted: bool,
    kinds: Vec<&'static str>,
    probes: Vec<ProbeLine<'a>>,
    verdict: &'static str,
    reason: Option<&'static str>,
}

#[derive(serde::Serialize)]
struct ProbeLine<'a> {
    probe: &'static str,
    outcome: &'static str,
    because: &'a str,
    places: Vec<PlaceLine<'a>>,
}

#[derive(serde::Serialize)]
struct PlaceLine<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

/// Writes what a file would be worth as one JSON object on one line, without the line's end.
///
/// # Errors
/// None that can be met: an offer is plain data with text keys.
pub fn offer_to_json(offer: &Offer<'_>) -> Result<String, serde_json::Error> {
    fn place(p: &Place) -> PlaceLine<'_> {
        PlaceLine { path: &p.path, line: (p.line > 0).then_some(p.line) }
    }
    let probes = offer.weighed.answers.iter().map(|(proof, answer)| ProbeLine {
        probe: proof.probe.id(),
        outcome: answer.outcome.id(),
        because: &answer.because,
        places: answer.places.iter().map(place).collect(),
    });
    let line = serde_json::to_string(&OfferLine {
        line: Line { format: offer.format.id(), ..Line::of(offer.receipt) },
        artifact_type: offer.artifact_type,
        accepted: offer.accepted,
        kinds: offer.format.kinds().iter().map(|kind| kind.id()).collect(),
        probes: probes.collect(),
        verdict: offer.verdict(),
        reason: offer.reason(),
    })?;
    Ok(plumbline_text::json(&line).into_owned())
}
