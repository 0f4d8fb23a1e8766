//! What Argo CD says of an application's health and of whether it is in sync: two evaluations.

use super::words::{name, time};
use crate::json::Json;
use crate::places::Places;
use plumbline_domain::{Compliance, EvaluationResult as Result_};

/// Counts the evaluations of an application; `path` is where it stands, with a dot behind it.
pub(crate) fn count(application: &Json<'_>, path: &str, places: &Places<'_>, compliance: &mut Compliance) {
    let Some(status) = application.get("status") else { return };
    let at = time(status.get("reconciledAt"));
    for part in ["health", "sync"] {
        let Some((value, word)) = status.at(&[part, "status"]).and_then(|v| Some((v, v.text()?))) else { continue };
        let place = || places.at(format!("{path}status.{part}.status"), value);
        compliance.count(meaning(word), at, place, || {
            let of = application.at(&["metadata", "name"]).and_then(Json::text).unwrap_or("the application");
            format!("{} is {}", name(of), name(word))
        });
    }
}

fn meaning(word: &str) -> Result_ {
    match word {
        "Healthy" | "Synced" => Result_::Compliant,
        "Degraded" | "Missing" | "OutOfSync" => Result_::NonCompliant,
        _ => Result_::Open,
    }
}
