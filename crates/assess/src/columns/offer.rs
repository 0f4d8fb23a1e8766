//! What a change offers of each artifact type, as one number (docs/scoring.md, "Audit reproducibility matrix").

use crate::judge::{ChangeAssessment, RunsVerdict, bit_of};
use plumbline_domain::{ArtifactTypeId, Change, Family, Grade};

/// An item that stands for its type in a change, with the families for which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub artifact_type: ArtifactTypeId,
    pub families: u8,
    pub is_verified: bool,
    /// What its runs say; none when it is not even attached.
    pub runs: Option<RunsVerdict>,
}

const VERDICTS: [RunsVerdict; 4] =
    [RunsVerdict::Reproduced, RunsVerdict::Diverged, RunsVerdict::NotTried, RunsVerdict::NotReproducible];

impl Offer {
    fn number(&self) -> u64 {
        let runs = self.runs.and_then(|runs| VERDICTS.iter().position(|v| *v == runs)).map_or(0, |place| place as u64 + 1);
        u64::from(self.artifact_type.0) | u64::from(self.families) << 16 | u64::from(self.is_verified) << 24 | runs << 28
    }

    pub fn from_number(number: u64) -> Option<Self> {
        let runs = (number >> 28) as usize;
        Some(Offer {
            artifact_type: ArtifactTypeId(u16::try_from(number & 0xffff).ok()?),
            families: u8::try_from(number >> 16 & 0xff).ok()?,
            is_verified: number >> 24 & 1 == 1,
            runs: runs.checked_sub(1).and_then(|place| VERDICTS.get(place).copied()),
        })
    }
}

/// What a change offers, as numbers: for each type, at its gate, the item that stands for it for each family that the change touches.
pub(super) fn offers_of(change: &Change, assessed: &ChangeAssessment) -> Vec<u64> {
    // each with the place of its item at its gate: two items of one type are two offers, however alike
    let mut offers: Vec<(usize, Offer)> = Vec::new();
    for gate in &assessed.gates {
        let mut seen: Vec<ArtifactTypeId> = Vec::new();
        for artifact_type in gate.items.iter().filter(|g| g.at_its_gate).map(|g| g.artifact_type) {
            if seen.contains(&artifact_type) {
                continue;
            }
            seen.push(artifact_type);
            for &family in Family::ALL.iter().filter(|&&family| change.touches(family)) {
                let Some((place, best)) = gate.best_item_for(artifact_type, family) else { continue };
                match offers.iter_mut().find(|(item, o)| *item == place && o.artifact_type == artifact_type) {
                    Some((_, offer)) => offer.families |= bit_of(family),
                    None => {
                        let runs = (best.grade >= Grade::Attached).then_some(best.runs);
                        let offer = Offer { artifact_type, families: bit_of(family), is_verified: best.is_verified, runs };
                        offers.push((place, offer));
                    }
                }
            }
        }
    }
    offers.iter().map(|(_, offer)| offer.number()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_comes_back_from_its_number() {
        for runs in [None, Some(RunsVerdict::Reproduced), Some(RunsVerdict::NotReproducible)] {
            let offer = Offer { artifact_type: ArtifactTypeId(16), families: 0b10_001, is_verified: true, runs };
            assert_eq!(Offer::from_number(offer.number()), Some(offer));
        }
    }
}
