//! The sources: a receipt for each file, loose tool files, orphans, and the policy in force.

pub(crate) mod loose;
pub(crate) mod model;
pub(crate) mod offered;
pub mod words;

use crate::context::Context;
use crate::document::{Datum, Value, datum, plain};
use crate::export::sheet::Sheet;
use crate::figures::second_look;
use crate::frame::words::{is_kept, receipt_outcome};
use crate::pages::sources::model::{ApartView, DiagnosticRow, PolicyView, ReceiptRow, ReceiptState, SourcesPage};
use crate::text::{date, number, page};
use plumbline_domain::{Apart, DiagnosticSeverity, Receipt};
use sha2::{Digest, Sha256};

/// The policy that is built in, to tell whether it is the one in force.
const DEFAULT_POLICY: &[u8] = include_bytes!("../../../../../public/policy.default.json");

pub(crate) fn build(cx: &Context<'_>) -> SourcesPage {
    // what is missing of a published data set is added before the page is shown
    cx.assessment.has_sources();
    let mut offered = offered::by_path(cx);
    let receipts: Vec<ReceiptRow> =
        cx.dataset.receipts.iter().map(|r| receipt(r, offered.remove(r.file.as_str()).unwrap_or_default())).collect();
    let in_state = |state| receipts.iter().filter(|r| r.state == state).count() as u64;
    // what has errors lost something; what has warnings alone did not
    let with_errors = cx
        .dataset
        .receipts
        .iter()
        .filter(|r| !r.is_refused() && r.duplicate_of.is_none() && r.count(DiagnosticSeverity::Error) > 0)
        .count() as u64;
    let is_in_parts = cx.assessment.n_in_all() > cx.assessment.n_changes() as u64;
    let refused = cx.assessment.n_refused();
    let of_whole = || words::headline(cx.assessment.n_files().saturating_sub(refused), refused, 0, 0, 0);
    let of_receipts = || {
        words::headline(
            receipts.len() as u64 - in_state(ReceiptState::Refused),
            in_state(ReceiptState::Refused),
            in_state(ReceiptState::Duplicate),
            with_errors,
            in_state(ReceiptState::Partial).saturating_sub(with_errors),
        )
    };
    // the receipts of a data set that is loaded in parts are not at hand
    let said = if is_in_parts && receipts.is_empty() { of_whole() } else { of_receipts() };
    SourcesPage {
        unread: String::new(),
        headline: plain(said),
        summary: summary(cx),
        loose: loose::build(cx),
        second_look: second_look::all(cx),
        orphans: cx
            .dataset
            .orphans
            .iter()
            .map(|o| page::orphan(&o.verification.change, o.verification.gate.title(), &o.verification.evidence, &o.unknown))
            .collect(),
        apart: apart(cx),
        policy: policy(cx),
        can_be_verified: false,
        has_parts: false,
        receipts,
    }
}

/// Records of another origin, in words; none when there are none.
fn apart(cx: &Context<'_>) -> Option<ApartView> {
    let all = &cx.dataset.apart;
    let file = |a: &Apart| cx.dataset.receipt(a.origin.file).map_or("", |r| r.file.as_str());
    let line = |a: &Apart| page::apart(&a.change, a.gate.title(), &a.comes_from, file(a));
    let n = all.len() as u64;
    (n > 0).then(|| ApartView {
        title: words::apart_title(n),
        lines: all.iter().take(APART_SHOWN).map(line).collect(),
        more: words::apart_more(n.saturating_sub(APART_SHOWN as u64)),
    })
}

/// How many records of another origin are listed; the receipts of their files count them all.
const APART_SHOWN: usize = 50;

/// What was read, in one line.
pub(crate) fn summary(cx: &Context<'_>) -> String {
    let d = cx.dataset;
    page::sources(
        cx.assessment.n_files(),
        d.n_reports + d.n_verifications,
        cx.assessment.n_refused(),
        d.newest_record.map(date::minute).as_deref(),
        d.oldest_record.map(date::day).as_deref(),
    )
}

/// The policy's title, or that it has none.
pub(crate) fn policy_title(cx: &Context<'_>) -> String {
    if cx.policy.title.is_empty() { page::UNTITLED_POLICY.to_owned() } else { cx.policy.title.clone() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Every receipt as a row of a file.
pub(crate) fn sheet(receipts: &[Receipt]) -> Sheet {
    let row = |r: &Receipt| {
        let mut row = vec![
            r.file.as_str().into(),
            r.sha256.as_str().into(),
            Datum::new(number::bytes(r.bytes), Value::Bytes(r.bytes)),
            r.format.id().into(),
            r.tool.as_deref().unwrap_or_default().into(),
            datum::count(r.items),
            datum::count(r.open),
        ];
        row.extend(r.by_severity.map(datum::count));
        row.extend(
            [DiagnosticSeverity::Error, DiagnosticSeverity::Warning, DiagnosticSeverity::Note]
                .map(|s| datum::count(r.count(s) as u64)),
        );
        row.extend([receipt_outcome(r).into(), r.duplicate_of.as_deref().unwrap_or_default().into()]);
        row
    };
    Sheet { columns: words::SHEET_COLUMNS.map(str::to_owned).into(), rows: receipts.iter().map(row).collect() }
}

fn receipt(r: &Receipt, offered: Vec<String>) -> ReceiptRow {
    let errors = r.count(DiagnosticSeverity::Error) as u64;
    let warnings = r.count(DiagnosticSeverity::Warning) as u64;
    let state = if r.is_refused() {
        ReceiptState::Refused
    } else if r.duplicate_of.is_some() {
        ReceiptState::Duplicate
    } else if errors + warnings > 0 {
        ReceiptState::Partial
    } else {
        ReceiptState::Read
    };
    ReceiptRow {
        file: r.file.clone(),
        sha256: r.sha256.clone(),
        size: number::bytes(r.bytes),
        format: if is_kept(r) { words::NOT_PARSED } else { r.format.id() }.to_owned(),
        tool: r.tool.clone(),
        items: r.items,
        state,
        // of a file that is only read as evidence there is nothing to count
        outcome: if state == ReceiptState::Read && r.items == 0 && !offered.is_empty() {
            String::new()
        } else {
            receipt_outcome(r)
        },
        offered,
        diagnostics: r
            .diagnostics
            .iter()
            .map(|d| DiagnosticRow {
                severity: d.severity,
                message: d.message.clone(),
                place: page::place(&d.path, d.line, d.column),
            })
            .collect(),
    }
}

fn policy(cx: &Context<'_>) -> PolicyView {
    PolicyView { title: policy_title(cx), sha256: cx.dataset.policy_sha256.clone(), is_default: is_default_policy(cx) }
}

/// Whether the policy in force is the one that is built in.
pub(crate) fn is_default_policy(cx: &Context<'_>) -> bool {
    cx.dataset.policy_sha256 == hex(&Sha256::digest(DEFAULT_POLICY))
}
