//! The result of a query to Prometheus: samples with their times.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, goes_on, name, seconds};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Compliance, EvaluationResult as Result_, Instant};

/// Whether a document is one: the answer of the API, the answer to a query that failed, or what `promtool query` prints.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_status = matches!(shape.word("status"), Some("success" | "error"));
    let is_answer = is_status && shape.has_inner("data", "resultType");
    let is_error = shape.word("status") == Some("error") && shape.has("errorType");
    let is_list = shape.is_array() && shape.has_kind("metric", Kind::Object) && (shape.has("value") || shape.has("values"));
    is_answer || is_error || is_list
}

/// Reads samples.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut compliance = Compliance::default();
    for document in &documents(text)? {
        if document.text_of("status") == Some("error") {
            let why = document.text_of("error").or_else(|| document.text_of("errorType")).unwrap_or("no reason is given");
            let place = places.at("error", document.get("error").unwrap_or(document));
            compliance.failed = Some((name(why), place));
        }
        match document {
            Json::Array(series) => count_all(series, "", &places, &mut compliance),
            _ => match document.at(&["data", "result"]) {
                // a scalar is one sample
                Some(sample @ Json::Array(_)) if is_sample(sample) => {
                    count(None, sample, "data.result", &places, &mut compliance);
                }
                Some(Json::Array(series)) => count_all(series, "data.result", &places, &mut compliance),
                _ => {}
            },
        }
        compliance.goes_on = compliance.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.items = compliance.evaluated();
    reading.tool = Some("prometheus".to_owned());
    reading.facts.compliance = Some(Box::new(compliance));
    Ok(())
}

fn is_sample(value: &Json<'_>) -> bool {
    matches!(value.elements(), [Json::Number(_), _])
}

fn count_all(series: &[Json<'_>], path: &str, places: &Places<'_>, compliance: &mut Compliance) {
    for (i, one) in series.iter().enumerate() {
        let path = format!("{path}[{i}]");
        for key in ["value", "histogram"] {
            if let Some(sample) = one.get(key) {
                count(one.get("metric"), sample, &path, places, compliance);
            }
        }
        for key in ["values", "histograms"] {
            for sample in one.get(key).map(Json::elements).unwrap_or_default() {
                count(one.get("metric"), sample, &path, places, compliance);
            }
        }
    }
}

fn count(metric: Option<&Json<'_>>, sample: &Json<'_>, path: &str, places: &Places<'_>, compliance: &mut Compliance) {
    let [at, value] = sample.elements() else { return };
    let at: Option<Instant> = at.number().and_then(seconds);
    let word = |key| metric.and_then(|m| m.text_of(key));
    let value = value.text().or(if let Json::Number(text) = value { Some(text) } else { None });
    let number = value.and_then(|v| v.trim().parse::<f64>().ok());
    let result = match (word("__name__"), number) {
        (Some("up" | "probe_success"), Some(1.0)) => Result_::Compliant,
        (Some("up" | "probe_success"), Some(0.0)) => Result_::NonCompliant,
        (Some("up" | "probe_success"), _) => Result_::Open,
        (Some("ALERTS"), Some(0.0)) => Result_::Compliant,
        (Some("ALERTS"), _) if word("alertstate") == Some("firing") => Result_::NonCompliant,
        (Some("ALERTS"), _) => Result_::Open,
        _ => Result_::Measured,
    };
    compliance.count(
        result,
        at,
        || places.at(path, sample),
        || {
            let of = word("instance").or_else(|| word("job")).map(|of| format!(" of {}", name(of))).unwrap_or_default();
            match word("__name__") {
                Some("ALERTS") => {
                    format!(
                        "{} is {}",
                        name(word("alertname").unwrap_or("an alert")),
                        name(word("alertstate").unwrap_or("in no state"))
                    )
                }
                metric => format!("{}{of} is {}", metric.map_or("a value".into(), name), name(value.unwrap_or("no number"))),
            }
        },
    );
}
