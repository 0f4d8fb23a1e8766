//! `az policy state list` and `summarize`: what Azure Policy evaluated.

use super::super::{Reading, Refusal, Shape, elements_of};
use super::words::{documents, get, goes_on, name, time};
use crate::json::Json;
use crate::places::Places;
use plumbline_domain::{Compliance, EvaluationResult as Result_};

/// Whether a document lists states of resources, or sums them up.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_state = |has: &dyn Fn(&str) -> bool| {
        has("policyDefinitionId") && has("resourceId") && (has("complianceState") || has("isCompliant"))
    };
    let is_summary = |has: &dyn Fn(&str) -> bool| has("policyAssignments") && has("results");
    let is_context = |word: Option<&str>| word.is_some_and(|w| w.contains("PolicyInsights/policyStates/"));
    let (top, inner) = (|key: &str| shape.has(key), |key: &str| shape.has_inner("value", key));
    is_state(&top)
        || is_state(&inner)
        || is_summary(&top)
        || is_summary(&inner)
        || (is_context(shape.word("@odata.context")) && shape.has("value"))
}

/// Reads states.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut compliance = Compliance::default();
    for document in &documents(text)? {
        let path = if document.get("value").is_some() { "value" } else { "" };
        for (i, element) in elements_of(document, &mut reading.log).iter().enumerate() {
            reading.items += 1;
            let path = format!("{path}[{i}]");
            match element.get("results") {
                Some(results) => count_summary(element, results, &path, &places, &mut compliance),
                None => count_state(element, &path, &places, &mut compliance),
            }
        }
        compliance.goes_on = compliance.goes_on.take().or_else(|| goes_on(document, &places));
    }
    reading.tool = Some("azure policy".to_owned());
    reading.facts.compliance = Some(Box::new(compliance));
    Ok(())
}

fn count_state(state: &Json<'_>, path: &str, places: &Places<'_>, compliance: &mut Compliance) {
    let word = match (state.text_of("complianceState"), state.get("isCompliant").and_then(Json::truth)) {
        (Some(word), _) => word,
        (None, Some(true)) => "Compliant",
        (None, Some(false)) => "NonCompliant",
        _ => "without a state",
    };
    compliance.count(
        meaning(word),
        time(state.get("timestamp")),
        || places.at(path, state),
        || {
            let resource = state.text_of("resourceId").and_then(|id| id.rsplit('/').next()).unwrap_or("a resource");
            let rule = state
                .text_of("policyDefinitionName")
                .or_else(|| state.text_of("policyDefinitionId").and_then(|id| id.rsplit('/').next()))
                .unwrap_or("a policy");
            format!("{} is {} under {}", name(resource), name(word), name(rule))
        },
    );
}

/// A summary counts resources by state.
fn count_summary(summary: &Json<'_>, results: &Json<'_>, path: &str, places: &Places<'_>, compliance: &mut Compliance) {
    let number = |value: Option<&Json<'_>>| value.and_then(Json::number).unwrap_or_default();
    let details = get(results, "resourceDetails").map(Json::elements).unwrap_or_default();
    let place = || places.at(format!("{path}.results"), results);
    let describe = |n: f64, word: &str| format!("{n} resources are {}", name(word));
    for detail in details {
        let (word, n) = (detail.text_of("complianceState").unwrap_or("without a state"), number(detail.get("count")));
        if n > 0.0 {
            compliance.count(meaning(word), None, place, || describe(n, word));
        }
    }
    let non_compliant = number(get(results, "nonCompliantResources"));
    // none that do not comply among none that a policy is assigned to is no evaluation
    let is_assigned = summary.get("policyAssignments").is_some_and(|a| !a.elements().is_empty());
    if details.is_empty() && get(results, "nonCompliantResources").is_some() && (non_compliant > 0.0 || is_assigned) {
        let word = if non_compliant > 0.0 { "NonCompliant" } else { "Compliant" };
        compliance.count(meaning(word), None, place, || describe(non_compliant, word));
    }
}

/// What a state means; exempt resources and those to which a policy does not apply were not evaluated.
fn meaning(word: &str) -> Result_ {
    match word.to_ascii_lowercase().replace(['-', '_', ' '], "").as_str() {
        "compliant" => Result_::Compliant,
        "noncompliant" => Result_::NonCompliant,
        "exempt" | "exempted" | "notapplicable" | "notregistered" => Result_::Excused,
        _ => Result_::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_of_nothing_is_no_evaluation() {
        let read = |summary: &str| {
            let mut reading = Reading::default();
            super::read(&format!(r#"{{"value": [{summary}]}}"#), &mut reading).unwrap();
            let compliance = reading.facts.compliance.unwrap();
            (compliance.evaluated(), compliance.non_compliant)
        };
        assert_eq!(read(r#"{"results": {"nonCompliantResources": 0}, "policyAssignments": []}"#), (0, 0));
        assert_eq!(
            read(r#"{"results": {"nonCompliantResources": 0}, "policyAssignments": [{"policyAssignmentId": "a"}]}"#),
            (1, 0)
        );
        assert_eq!(read(r#"{"results": {"nonCompliantResources": 2}, "policyAssignments": []}"#), (1, 1));
    }
}
