//! Times of a change that cannot all be true, or that keep a gate from being due. They count as they are stated; they are named.

use super::notes::FileNotes;
use plumbline_domain::{ChangeFields, Instant, Report};

/// Notes what is odd about the times of a change. `reports` are those that state them, in the order of their dates.
pub(super) fn note_odd(fields: &ChangeFields, reports: &[Report], now: Instant, grace_days: u32, notes: &mut [FileNotes]) {
    let (opened, merged, deployed) = (fields.opened_at, fields.merged_at, fields.deployed_at);
    let mut note = |key: &str, states: &dyn Fn(&ChangeFields) -> bool, add: &dyn Fn(&mut FileNotes, u32, &str), ahead: bool| {
        let Some(report) = reports.iter().rev().find(|r| states(&r.change)) else { return };
        let time = if key == DEPLOYED { deployed } else { merged };
        if (!ahead || time.is_some_and(|time| time > report.recorded_at))
            && let Some(notes) = notes.get_mut(report.origin.file.0 as usize)
        {
            add(notes, report.origin.record, key);
        }
    };
    let is_before = |first: Option<Instant>, second: Option<Instant>| first.zip(second).is_some_and(|(a, b)| a < b);
    let states_deployed = |f: &ChangeFields| f.deployed_at.is_some();
    let states_merged = |f: &ChangeFields| f.merged_at.is_some();
    let id = fields.id.as_str();
    if is_before(deployed, merged) {
        note(DEPLOYED, &states_deployed, &|n, record, key| n.deployed_before_merged.add_named(record, key, id), false);
    }
    if is_before(merged, opened) {
        note(MERGED, &states_merged, &|n, record, key| n.merged_before_opened.add_named(record, key, id), false);
    }
    // until its grace is over, observation is not due
    if deployed.is_some_and(|t| t.plus_days(grace_days.into()) > now) {
        note(DEPLOYED, &states_deployed, &|n, record, key| n.ahead_of_report.add_named(record, key, id), true);
    }
    if merged.is_some_and(|t| t > now) {
        note(MERGED, &states_merged, &|n, record, key| n.ahead_of_report.add_named(record, key, id), true);
    }
}

const DEPLOYED: &str = "change.deployedAt";
const MERGED: &str = "change.mergedAt";
