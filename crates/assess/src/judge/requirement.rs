//! What a change owes at a gate, and what stands for it over the gate's parts (docs/scoring.md, "Requirements" and "Parts").

use super::grade::{GradedItem, Reason, RunsVerdict};
use plumbline_domain::{ArtifactTypeId, Condition, Grade, Instant};

/// One required type of one due gate of one change. Where the gate has several parts, it is judged in each, and the worst part's best
/// item stands for it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Requirement {
    /// What is owed.
    pub artifact_type: ArtifactTypeId,
    /// The part that stands for it, by its place among the counting reports of the gate; none without a report.
    pub part: Option<u32>,
    /// The place of that part's best item among the items of the gate; none when the part offers nothing of that type.
    pub best: Option<u32>,
    /// The grade of the best item, or `missing`.
    pub grade: Grade,
    /// Why a condition overrides that grade.
    pub reason: Option<Reason>,
    /// Whether the best item has no condition and a sufficient grade; then that of every part does.
    pub is_verified: bool,
    /// When the best item was last checked.
    pub checked_at: Option<Instant>,
}

impl Requirement {
    /// What overrides the grade of the best item.
    pub fn condition(&self) -> Option<Condition> {
        self.reason.map(Reason::condition)
    }

    /// The requirement of a type, given the graded items of a gate of so many parts.
    pub(crate) fn judge(artifact_type: ArtifactTypeId, items: &[GradedItem], n_parts: u32) -> Self {
        let standing = worst(items, artifact_type, Over::All(n_parts), |_| true);
        Self::of(artifact_type, standing)
    }

    /// The requirement of a type, as one part of a gate alone would have it: `items` are those of the gate.
    pub(crate) fn judge_part(artifact_type: ArtifactTypeId, items: &[GradedItem], part: u32) -> Self {
        let start = items.partition_point(|item| item.part < part);
        let of_part = items.get(start..items.partition_point(|item| item.part <= part)).unwrap_or_default();
        let best = worst(of_part, artifact_type, Over::Offering, |_| true).and_then(|standing| standing.best);
        let best = best.map(|(place, item)| (place + start, item));
        Self::of(artifact_type, Some(Standing { part, best }))
    }

    fn of(artifact_type: ArtifactTypeId, standing: Option<Standing<'_>>) -> Self {
        let part = standing.map(|standing| standing.part);
        match standing.and_then(|standing| standing.best) {
            None => Requirement {
                artifact_type,
                part,
                best: None,
                grade: Grade::Missing,
                reason: None,
                is_verified: false,
                checked_at: None,
            },
            Some((place, item)) => Requirement {
                artifact_type,
                part,
                best: u32::try_from(place).ok(),
                grade: item.grade,
                reason: item.reason,
                is_verified: item.is_verified,
                checked_at: Some(item.checked_at),
            },
        }
    }
}

/// The part that stands for a type, and its best item with its place among the items of the gate, where it has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Standing<'a> {
    pub part: u32,
    pub best: Option<(usize, &'a GradedItem)>,
}

/// The parts over which a type is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Over {
    /// All parts of the gate, so many: the type is owed.
    All(u32),
    /// Those that offer an item of the type.
    Offering,
}

/// Of the parts over which a type is judged the worst, by its best item among those that are wanted; none without such a part.
///
/// In a part, any contradicted item is best (it is never outvoted), else one without condition before one with, then the higher grade,
/// then the later in the report. Of the parts the first that is worst stands.
pub(crate) fn worst<'a>(
    items: &'a [GradedItem],
    artifact_type: ArtifactTypeId,
    over: Over,
    wanted: impl Fn(&GradedItem) -> bool,
) -> Option<Standing<'a>> {
    let mut of_type = items.iter().enumerate().filter(|(_, i)| i.at_its_gate && i.artifact_type == artifact_type).peekable();
    let mut worst: Option<Standing<'a>> = None;
    let mut consider = |standing: Standing<'a>| {
        if worst.is_none_or(|known| standing.badness() < known.badness()) {
            worst = Some(standing);
        }
    };
    // as long as no part is passed over, the next one is the number of those that were seen
    let (mut n_seen, mut passed_over) = (0, None);
    while let Some(&(_, first)) = of_type.peek() {
        let part = first.part;
        if part > n_seen {
            passed_over.get_or_insert(n_seen);
        }
        let mut best: Option<(usize, &GradedItem)> = None;
        while let Some(found) = of_type.next_if(|(_, item)| item.part == part) {
            if wanted(found.1) && best.is_none_or(|(_, known)| known.rank() <= found.1.rank()) {
                best = Some(found);
            }
        }
        consider(Standing { part, best });
        n_seen += 1;
    }
    if let Over::All(n) = over
        && n_seen < n
    {
        consider(Standing { part: passed_over.unwrap_or(n_seen), best: None });
    }
    worst
}

impl Standing<'_> {
    /// What decides which of several parts is worst, the least first: contradicted, then missing, then another condition, then the lower
    /// grade; of equals the stale one, the diverged one, the one checked longest ago, and the first.
    fn badness(&self) -> (u8, Grade, bool, bool, Instant, u32) {
        let Some((_, item)) = self.best else {
            return (1, Grade::Missing, false, false, Instant::from_micros(i64::MIN), self.part);
        };
        let class = match item.condition() {
            Some(Condition::Contradicted) => 0,
            Some(Condition::Stale | Condition::Inconclusive) => 2,
            None => 3,
        };
        let (is_not_stale, is_not_diverged) = (item.condition() != Some(Condition::Stale), item.runs != RunsVerdict::Diverged);
        (class, item.grade, is_not_stale, is_not_diverged, item.checked_at, self.part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::Probe;

    const TYPE: ArtifactTypeId = ArtifactTypeId(1);

    /// An item of a part, checked at this second.
    fn item(part: u32, grade: Grade, reason: Option<Reason>, at: i64) -> GradedItem {
        let at = Instant::from_micros(at * 1_000_000);
        let is_verified = reason.is_none() && grade >= Grade::Checked;
        GradedItem {
            grade,
            reason,
            runs: RunsVerdict::NotTried,
            at_its_gate: true,
            is_verified,
            ..GradedItem::of_unknown_type(TYPE, part, at)
        }
    }

    /// The part and the place of the item that stand for the type over so many parts.
    fn stands(items: &[GradedItem], n_parts: u32) -> (Option<u32>, Option<u32>) {
        let r = Requirement::judge(TYPE, items, n_parts);
        (r.part, r.best)
    }

    #[test]
    fn without_a_report_nothing_stands_and_a_part_without_an_item_is_missing() {
        assert_eq!(stands(&[], 0), (None, None));
        let checked = |part| item(part, Grade::Checked, None, 0);
        assert_eq!(stands(&[checked(0), checked(2)], 3), (Some(1), None));
        assert_eq!(stands(&[checked(0), checked(1)], 3), (Some(2), None));
        assert_eq!(stands(&[checked(1)], 2), (Some(0), None));
        assert_eq!(stands(&[checked(0), checked(1)], 2), (Some(0), Some(0)));
    }

    #[test]
    fn contradicted_is_worse_than_missing_and_missing_than_another_condition() {
        let contradicted = item(1, Grade::Reproduced, Some(Reason::DigestDiffers), 0);
        let stale = item(1, Grade::Attached, Some(Reason::TooOld), 0);
        assert_eq!(stands(&[contradicted], 2), (Some(1), Some(0)));
        assert_eq!(stands(&[stale], 2), (Some(0), None));
        assert_eq!(stands(&[item(0, Grade::Claimed, None, 0), stale], 2), (Some(1), Some(1)));
    }

    #[test]
    fn the_lower_grade_is_worse_and_of_equals_the_stale_one() {
        let open = |part, grade| item(part, grade, Some(Reason::LeftOpen(Probe::NoDrift)), 0);
        let stale = |part, grade| item(part, grade, Some(Reason::Expired), 0);
        assert_eq!(stands(&[open(0, Grade::Checked), stale(1, Grade::Checked)], 2).0, Some(1));
        assert_eq!(stands(&[open(0, Grade::Attached), stale(1, Grade::Checked)], 2).0, Some(0));
        assert_eq!(stands(&[item(0, Grade::Reproduced, None, 0), item(1, Grade::Checked, None, 0)], 2).0, Some(1));
    }

    #[test]
    fn of_equals_the_diverged_one_is_worse_then_the_one_checked_longest_ago_then_the_first() {
        let differs = |part, at| item(part, Grade::Attached, Some(Reason::DigestDiffers), at);
        let diverged = GradedItem { runs: RunsVerdict::Diverged, ..item(1, Grade::Attached, Some(Reason::RunsDiverged), 9) };
        assert_eq!(stands(&[differs(0, 1), diverged], 2).0, Some(1));
        assert_eq!(stands(&[differs(0, 5), differs(1, 3), differs(2, 3)], 3).0, Some(1));
    }

    #[test]
    fn a_part_alone_has_its_own_requirement_with_the_place_among_all_items() {
        let items = [item(0, Grade::Claimed, None, 0), item(0, Grade::Checked, None, 0), item(2, Grade::Attached, None, 0)];
        let of = |part| {
            let r = Requirement::judge_part(TYPE, &items, part);
            (r.part, r.best, r.grade)
        };
        assert_eq!(of(0), (Some(0), Some(1), Grade::Checked));
        assert_eq!(of(1), (Some(1), None, Grade::Missing));
        assert_eq!(of(2), (Some(2), Some(2), Grade::Attached));
    }
}
