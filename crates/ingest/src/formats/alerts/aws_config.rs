//! Compliance as AWS Config states it: by rule, by resource, in detail, summed up, and of conformance packs.

use super::super::{Reading, Refusal, Shape};
use super::words::{documents, goes_on, name, time};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Compliance, EvaluationResult as Result_, Instant};

/// The keys behind which the commands list their answers.
const LISTS: [&str; 11] = [
    "ComplianceByConfigRules",
    "ComplianceByResources",
    "EvaluationResults",
    "ComplianceSummariesByResourceType",
    "ConformancePackRuleComplianceList",
    "ConformancePackRuleEvaluationResults",
    "ConformancePackComplianceSummaryList",
    "AggregateComplianceByConfigRules",
    "AggregateComplianceByConformancePacks",
    "AggregateEvaluationResults",
    "AggregateComplianceCounts",
];

/// Whether a document is one of these answers.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_summary = shape.has_inner("ComplianceSummary", "NonCompliantResourceCount");
    LISTS.iter().any(|key| shape.has_kind(key, Kind::Array) && !is_of_iam(shape, key)) || is_summary
}

/// IAM's policy simulator lists its answers behind the same word.
fn is_of_iam(shape: &Shape<'_>, key: &str) -> bool {
    key == "EvaluationResults" && (shape.has_inner(key, "EvalActionName") || shape.has_inner(key, "EvalDecision"))
}

/// Reads an answer.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut compliance = Compliance::default();
    for document in &documents(text)? {
        for key in LISTS {
            for (i, element) in document.get(key).map(Json::elements).unwrap_or_default().iter().enumerate() {
                reading.items += 1;
                count(element, format!("{key}[{i}]"), &places, &mut compliance);
            }
        }
        if let Some(summary) = document.get("ComplianceSummary") {
            reading.items += 1;
            count_summary(summary, "ComplianceSummary", &places, &mut compliance);
        }
        compliance.goes_on = compliance.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.tool = Some("aws config".to_owned());
    reading.facts.compliance = Some(Box::new(compliance));
    Ok(())
}

fn count(element: &Json<'_>, path: String, places: &Places<'_>, compliance: &mut Compliance) {
    if let Some(summary) = element.get("ComplianceSummary") {
        return count_summary(summary, &format!("{path}.ComplianceSummary"), places, compliance);
    }
    // a pack as a whole, or one of an aggregator, counts its rules
    let nested = element.get("Compliance");
    let word = ["ComplianceType", "ConformancePackComplianceStatus"]
        .iter()
        .find_map(|key| element.text_of(key).or_else(|| nested.and_then(|n| n.text_of(key))));
    let Some(word) = word else { return };
    let at = ["ResultRecordedTime", "ConfigRuleInvokedTime"].iter().filter_map(|key| time(element.get(key))).max();
    compliance.count(
        meaning(word),
        at,
        || places.at(path.as_str(), element),
        || {
            let qualifier = element.at(&["EvaluationResultIdentifier", "EvaluationResultQualifier"]).unwrap_or(element);
            let text_of = |key| qualifier.text_of(key).or_else(|| element.text_of(key));
            let rule = text_of("ConfigRuleName").or_else(|| text_of("ConformancePackName"));
            match (text_of("ResourceId"), rule) {
                (Some(resource), Some(rule)) => format!("{} is {} under {}", name(resource), name(word), name(rule)),
                (Some(one), None) | (None, Some(one)) => format!("{} is {}", name(one), name(word)),
                _ => format!("a resource is {}", name(word)),
            }
        },
    );
}

/// A summary counts what complies and what does not.
fn count_summary(summary: &Json<'_>, path: &str, places: &Places<'_>, compliance: &mut Compliance) {
    let at: Option<Instant> = time(summary.get("ComplianceSummaryTimestamp"));
    let sides = [
        ("NonCompliantResourceCount", Result_::NonCompliant, "not compliant"),
        ("CompliantResourceCount", Result_::Compliant, "compliant"),
    ];
    for (key, result, word) in sides {
        let n = summary.at(&[key, "CappedCount"]).and_then(Json::number).unwrap_or_default();
        if n > 0.0 {
            let place = || places.at(format!("{path}.{key}"), summary.get(key).unwrap_or(summary));
            compliance.count(result, at, place, || format!("{n} rules or resources are {word}"));
        }
    }
}

/// What a word for compliance means.
fn meaning(word: &str) -> Result_ {
    match word {
        "COMPLIANT" => Result_::Compliant,
        "NON_COMPLIANT" => Result_::NonCompliant,
        "NOT_APPLICABLE" => Result_::Excused,
        _ => Result_::Open,
    }
}
