//! What a change adds to the confidence at each gate and in each risk (docs/scoring.md, "Verified confidence" and "Confidence
//! in a risk").

use crate::judge::{ChangeAssessment, Judged};
use plumbline_columns::Strand;
use plumbline_domain::{Change, Outcome, Risk};

/// For each gate that is due: its verified share, whether it passed, and its stated confidence.
pub(super) fn of_gates(change: &ChangeAssessment) -> [Option<Strand>; 4] {
    let [intent, validation, execution, observation] = &change.gates;
    [intent, validation, execution, observation].map(|gate| {
        gate.is_due.then(|| Strand {
            share: gate.verified_share(),
            is_marked: gate.outcome == Some(Outcome::Passed),
            value: gate.stated,
        })
    })
}

/// The same for each risk, in the order of the rules; the fourth place stays empty.
pub(super) fn of_risks(judged: &Judged, read: &Change, change: &ChangeAssessment) -> [Option<Strand>; 4] {
    let risk = |risk| of_risk(judged, read, change, risk);
    [risk(Risk::SecretExposure), risk(Risk::IamOverPermission), risk(Risk::MisconfigurationDrift), None]
}

/// What one change adds to the confidence in a risk; none when it owes nothing that serves the risk.
fn of_risk(judged: &Judged, read: &Change, change: &ChangeAssessment, risk: Risk) -> Option<Strand> {
    let (mut gates, mut n, mut verified) = ([false; 4], 0_u32, 0_u32);
    for (gate, r) in change.requirements().filter(|(_, r)| judged.index.serves(r.artifact_type, risk)) {
        n += 1;
        verified += u32::from(r.is_verified);
        if let Some(slot) = gates.get_mut(gate.index()) {
            *slot = true;
        }
    }
    (n > 0).then(|| Strand {
        share: Some(f64::from(verified) / f64::from(n)),
        is_marked: change.gates.iter().zip(gates).all(|(g, held)| !held || g.outcome == Some(Outcome::Passed)),
        value: Judged::stated_of_risk((read, change), risk, gates),
    })
}
