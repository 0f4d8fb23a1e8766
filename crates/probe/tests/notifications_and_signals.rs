//! Files with notifications, compliance and signals, from their bytes to what they prove.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod offered;

use plumbline_domain::Format;

fn arrived(text: &str) -> String {
    offered::offer("alert-test", text, &[], None).outcomes
}

fn signal(text: &str) -> String {
    offered::offer("telemetry-signal", text, &[], Some("2026-11-20T12:00:00Z")).outcomes
}

#[test]
fn a_test_of_an_action_group_arrived_when_all_its_receivers_were_reached() {
    let test = |state: &str, statuses: &[&str]| {
        let details: Vec<String> =
            statuses.iter().enumerate().map(|(i, s)| format!(r#"{{"Name": "r{i}", "Status": "{s}"}}"#)).collect();
        format!(r#"{{"state": "{state}", "actionDetails": [{}]}}"#, details.join(", "))
    };
    assert_eq!(arrived(&test("Complete", &["Succeeded", "Completed"])), "holds");
    assert_eq!(arrived(&test("Complete", &["Succeeded", "Failed"])), "inconclusive");
    assert_eq!(arrived(&test("Complete", &["Failed"])), "fails");
    assert_eq!(arrived(&test("Failed", &["Succeeded"])), "fails");
    assert_eq!(arrived(&test("Running", &["Succeeded"])), "inconclusive");
    assert_eq!(arrived(&test("Complete", &[])), "silent");
    assert_eq!(
        arrived(&test("Failed", &["Succeeded"]).replace("state", "State").replace("actionDetails", "ActionDetails")),
        "fails"
    );
}

#[test]
fn alertmanager_says_it_only_through_what_it_sent() {
    let alert = r#"{"labels": {"alertname": "Down"}, "startsAt": "2026-11-20T08:00:00Z", "fingerprint": "x", "status": {"state": "suppressed"}, "receivers": [{"name": "pager"}]}"#;
    assert_eq!(arrived(&format!("[{alert}]")), "inconclusive");
    let body = |alerts: &str| {
        format!(
            r#"{{"version": "4", "groupKey": "g", "status": "resolved", "receiver": "pager", "groupLabels": {{}}, "alerts": [{alerts}]}}"#
        )
    };
    assert_eq!(arrived(&body(alert)), "holds");
    assert_eq!(arrived(&body("")), "silent");
}

#[test]
fn an_action_of_cloudwatch_counts_when_it_notifies() {
    let item = |time: &str, kind: &str, data: &str, summary: &str| {
        let data = data.replace('"', "\\\"");
        format!(
            r#"{{"AlarmName": "cpu", "Timestamp": "{time}", "HistoryItemType": "{kind}", "HistoryData": "{data}", "HistorySummary": "{summary}"}}"#
        )
    };
    let history = |items: &[String]| format!(r#"{{"AlarmHistoryItems": [{}]}}"#, items.join(", "));
    let data = |state: &str| format!(r#"{{"actionState": "{state}", "notificationResource": "arn:aws:sns:r:1:ops"}}"#);
    let (early, late) = ("2026-11-20T08:00:00Z", "2026-11-20T09:00:00.5+00:00");
    let ok = |at: &str| item(at, "Action", &data("Succeeded"), "");
    let failed = |at: &str| item(at, "Action", &data("Failed"), "");
    assert_eq!(arrived(&history(&[failed(early), ok(late)])), "holds");
    assert_eq!(arrived(&history(&[failed(late), ok(early)])), "fails");
    let summary = item(early, "Action", "", "Successfully executed action arn:aws:sns:r:1:ops");
    assert_eq!(arrived(&history(&[summary])), "holds", "without data the summary counts");
    assert_eq!(arrived(&history(&[item(early, "StateUpdate", &data("Succeeded"), "")])), "silent");
    assert_eq!(arrived(&history(&[ok(early).replace("aws:sns", "aws:autoscaling")])), "silent");
    let page = |items: &[String]| history(items).replace("]}", r#"], "NextToken": "x"}"#);
    assert_eq!(arrived(&page(&[ok(late), failed(early)])), "holds", "the next page is older");
    assert_eq!(arrived(&page(&[failed(early), ok(late)])), "inconclusive", "the next page is newer");
}

#[test]
fn an_incident_reached_somebody_when_a_person_acted() {
    let incident = |status: &str, by: &str, more: &str| {
        format!(
            r#"{{"incidents": [{{"incident_number": 1, "title": "t", "status": "{status}", "urgency": "high", "acknowledgements": [{more}], "last_status_change_by": {{"type": "{by}", "summary": "Ann"}}}}], "limit": 25, "more": true}}"#
        )
    };
    assert_eq!(arrived(&incident("acknowledged", "user_reference", "")), "holds");
    assert_eq!(arrived(&incident("resolved", "service_reference", "")), "inconclusive");
    let by_person = r#"{"acknowledger": {"type": "user_reference", "summary": "Ann"}}"#;
    assert_eq!(arrived(&incident("resolved", "service_reference", by_person)), "holds");
    let by_service = by_person.replace("user_reference", "integration_reference");
    assert_eq!(arrived(&incident("acknowledged", "integration_reference", &by_service)), "inconclusive");
    assert_eq!(
        arrived(
            r#"{"incident": {"incident_number": 1, "status": "resolved", "last_status_change_by": {"type": "user", "name": "Ann"}}}"#
        ),
        "holds"
    );
}

#[test]
fn an_alert_of_opsgenie_reached_somebody_when_a_person_acted_or_saw_it() {
    let alert = |rest: &str| format!(r#"{{"data": [{{"tinyId": "1", "message": "m", {rest}}}], "took": 0.1, "requestId": "x"}}"#);
    assert_eq!(arrived(&alert(r#""acknowledged": true, "report": {"acknowledgedBy": "ann@shop.example"}"#)), "holds");
    assert_eq!(arrived(&alert(r#""acknowledged": true, "report": {"acknowledgedBy": "Alert Policy [auto]"}"#)), "inconclusive");
    assert_eq!(arrived(&alert(r#""acknowledged": false, "isSeen": true"#)), "holds");
    assert_eq!(
        arrived(&alert(r#""acknowledged": false, "status": "closed", "report": {"closedBy": "ann@shop.example"}"#)),
        "holds"
    );
    assert_eq!(arrived(&alert(r#""acknowledged": false, "status": "closed", "report": {"closedBy": "System"}"#)), "inconclusive");
    assert_eq!(arrived(r#"{"data": [], "took": 0.1, "requestId": "x"}"#), "silent");
    let request = r#"{"data": {"success": true, "alertId": "a", "status": "Created alert"}, "took": 0.1, "requestId": "x"}"#;
    assert_eq!(offered::offer("alert-test", request, &[], None).format, Format::Unknown);
}

#[test]
fn states_of_azure_policy_are_evaluations() {
    let state = |word: &str| {
        format!(
            r#"{{"resourceId": "/s/vm", "policyDefinitionId": "/p/d", "timestamp": "2026-11-20T13:00:00Z", "complianceState": "{word}"}}"#
        )
    };
    let list = |words: &[&str]| format!("[{}]", words.iter().map(|w| state(w)).collect::<Vec<_>>().join(", "));
    assert_eq!(signal(&list(&["Compliant", "Exempt"])), "holds holds holds");
    assert_eq!(signal(&list(&["Compliant", "NonCompliant"])), "holds holds fails");
    assert_eq!(signal(&list(&["Compliant", "Unknown"])), "holds holds inconclusive");
    assert_eq!(signal(&list(&["Exempt"])), "silent silent silent");
    let page = format!(r#"{{"value": [{}], "@odata.nextLink": "x"}}"#, state("NonCompliant"));
    assert_eq!(signal(&page), "holds holds fails");
    let summary = r#"{"value": [{"results": {"nonCompliantResources": 2, "resourceDetails": [{"complianceState": "compliant", "count": 3}, {"complianceState": "noncompliant", "count": 2}]}, "policyAssignments": []}]}"#;
    assert_eq!(signal(summary), "holds silent fails");
}

#[test]
fn every_answer_of_aws_config_is_read() {
    let result = |word: &str, at: &str| {
        format!(r#"{{"EvaluationResults": [{{"ComplianceType": "{word}", "ResultRecordedTime": {at}}}]}}"#)
    };
    assert_eq!(signal(&result("COMPLIANT", "1795190400.123")), "holds holds holds", "version 1 of the CLI writes seconds");
    assert_eq!(signal(&result("COMPLIANT", "\"2026-11-20T11:59:59.999Z\"")), "holds fails holds");
    assert_eq!(signal(&result("NOT_APPLICABLE", "1795190400")), "silent silent silent");
    assert_eq!(
        signal(r#"{"ComplianceByResources": [{"ResourceId": "i-1", "Compliance": {"ComplianceType": "INSUFFICIENT_DATA"}}]}"#),
        "holds silent inconclusive"
    );
    assert_eq!(
        signal(
            r#"{"ComplianceByConfigRules": [{"ConfigRuleName": "r", "Compliance": {"ComplianceType": "COMPLIANT"}}], "NextToken": "x"}"#
        ),
        "holds silent inconclusive"
    );
    assert_eq!(
        signal(r#"{"ConformancePackRuleComplianceList": [{"ConfigRuleName": "r", "ComplianceType": "NON_COMPLIANT"}]}"#),
        "holds silent fails"
    );
    assert_eq!(
        signal(
            r#"{"ComplianceSummariesByResourceType": [{"ResourceType": "X", "ComplianceSummary": {"CompliantResourceCount": {"CappedCount": 2}, "NonCompliantResourceCount": {"CappedCount": 0}}}]}"#
        ),
        "holds silent holds"
    );
}

#[test]
fn samples_of_prometheus_speak_for_themselves_or_not() {
    let answer =
        |kind: &str, result: &str| format!(r#"{{"status": "success", "data": {{"resultType": "{kind}", "result": {result}}}}}"#);
    let vector = |metric: &str, value: &str| {
        answer("vector", &format!(r#"[{{"metric": {{{metric}}}, "value": [1795190400, "{value}"]}}]"#))
    };
    assert_eq!(signal(&vector(r#""__name__": "probe_success""#, "1")), "holds holds holds");
    assert_eq!(signal(&vector(r#""__name__": "probe_success""#, "0")), "holds holds fails");
    assert_eq!(signal(&vector(r#""__name__": "up""#, "NaN")), "holds holds inconclusive");
    assert_eq!(signal(&vector(r#""__name__": "ALERTS", "alertstate": "pending""#, "1")), "holds holds inconclusive");
    assert_eq!(signal(&vector(r#""job": "a""#, "0.2")), "holds holds silent");
    assert_eq!(signal(&answer("vector", "[]")), "silent silent silent");
    assert_eq!(signal(&answer("scalar", r#"[1795190400, "1"]"#)), "holds holds silent");
    let matrix = answer("matrix", r#"[{"metric": {"__name__": "up"}, "values": [[1795100000, "1"], [1795190400, "1"]]}]"#);
    assert_eq!(signal(&matrix), "holds holds holds");
    assert_eq!(signal(&matrix.replacen("\"1\"", "\"0\"", 1)), "holds holds fails");
    assert_eq!(
        signal(r#"[{"metric": {"__name__": "up"}, "value": [1795190400, "1"]}]"#),
        "holds holds holds",
        "promtool prints a bare list"
    );
    assert_eq!(signal(r#"{"status": "error", "errorType": "bad_data", "error": "x"}"#), "inconclusive silent inconclusive");
}

#[test]
fn an_application_of_argo_cd_is_healthy_and_in_sync_or_not() {
    let app = |health: &str, sync: &str| {
        format!(
            r#"{{"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {{"name": "shop"}}, "status": {{"reconciledAt": "2026-11-20T12:00:00Z", "health": {{"status": "{health}"}}, "sync": {{"status": "{sync}"}}}}}}"#
        )
    };
    assert_eq!(signal(&app("Healthy", "Synced")), "holds holds holds");
    for (health, sync) in [("Degraded", "Synced"), ("Missing", "Synced"), ("Healthy", "OutOfSync"), ("Progressing", "OutOfSync")]
    {
        assert_eq!(signal(&app(health, sync)), "holds holds fails", "{health} {sync}");
    }
    for (health, sync) in [("Progressing", "Synced"), ("Suspended", "Synced"), ("Healthy", "Unknown")] {
        assert_eq!(signal(&app(health, sync)), "holds holds inconclusive", "{health} {sync}");
    }
}
