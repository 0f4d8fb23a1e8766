//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{counted, percent, thousands};
use crate::text::{date, vocabulary};
use plumbline_domain::{Authorship, Instant};

/// The title of the debt: "Verification debt rose from 3,102 to 3,410 resources in 30 days; 58 % in AI-generated changes". `before` is
/// what the same changes had 30 days ago; none where that is no comparison. `chosen` is how many days are chosen, where not all changes
/// are.
pub(crate) fn title(shipped: u64, total: u64, before: Option<u64>, chosen: Option<u64>, parts: &[(Authorship, u64)]) -> String {
    let resources = |n: u64| counted(n, "resource", "resources");
    let moved = match (shipped, before) {
        (0, _) => return "No change has shipped, so there is no verification debt".to_owned(),
        (_, Some(before)) if total == 0 && before > 0 => {
            return format!("Verification debt fell from {} to none in {DAYS} days", resources(before));
        }
        _ if total == 0 => return "No verification debt: every shipped change is verified".to_owned(),
        (_, Some(0)) => format!("Verification debt rose from none to {} in {DAYS} days", resources(total)),
        (_, Some(before)) if before == total => format!("Verification debt is {}, as it was {DAYS} days ago", resources(total)),
        (_, Some(before)) => {
            let verb = if before < total { "rose" } else { "fell" };
            format!("Verification debt {verb} from {} to {} in {DAYS} days", thousands(before), resources(total))
        }
        (_, None) => match chosen {
            Some(days) => format!("Debt of the changes of these {}: {}", counted(days, "day", "days"), resources(total)),
            None => format!("Verification debt is {}", resources(total)),
        },
    };
    match parts.iter().filter(|p| p.1.saturating_mul(2) > total).max_by_key(|p| p.1) {
        Some((who, part)) => {
            let share = if *part == total { "all".to_owned() } else { percent(*part as f64 / total as f64) };
            format!("{moved}; {share} in {} changes", vocabulary::authorship(*who))
        }
        None => moved,
    }
}

/// Where the stock begins with the records: what was owed before them is not in it. Empty where the range begins later.
pub(crate) fn records_begin(first: Option<Instant>) -> String {
    first.map_or_else(String::new, |first| format!(". Records begin {}", date::day(first)))
}

/// How many days ago the debt is compared with.
pub(crate) const DAYS: u32 = 30;

/// The head of debt's first column.
pub(crate) const PERIOD_COLUMN: Heading = ("Period", false);

/// The head of debt's last column.
pub(crate) const TOTAL_COLUMN: Heading = ("Total", true);

/// What is said of the period in which debt fell most, `by` so many resources; `is_only` where it fell in no other.
pub(crate) fn fall(by: u64, is_only: bool, noun: &str) -> String {
    let which = if is_only { format!("The only {noun} that debt fell") } else { "Largest fall".to_owned() };
    format!("{which}: by {}", counted(by, "resource", "resources"))
}

/// What the debt was at the moment that the title compares with: "30 days ago: 1,155".
pub(crate) fn past(resources: u64) -> String {
    format!("{DAYS} days ago: {}", thousands(resources))
}

/// A part of the newest debt: "1,204 (34 %)".
pub(crate) fn part_of_debt(resources: u64, share: &str) -> String {
    format!("{} ({share})", thousands(resources))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::number;

    fn said(text: String) -> String {
        text.replace(number::NBSP, " ")
    }

    #[test]
    fn debt_names_an_authorship_only_when_it_holds_more_than_half() {
        use Authorship::{AiGenerated, Human};
        assert_eq!(
            said(title(9, 3410, None, None, &[(AiGenerated, 1978), (Human, 1432)])),
            "Verification debt is 3,410 resources; 58 % in AI-generated changes"
        );
        // a chosen period: the debt of its changes alone
        assert_eq!(
            said(title(9, 10, None, Some(30), &[(Human, 6)])),
            "Debt of the changes of these 30 days: 10 resources; 60 % in human changes"
        );
        assert_eq!(title(9, 2, None, None, &[(AiGenerated, 1), (Human, 1)]), "Verification debt is 2 resources");
        assert_eq!(title(9, 1, None, None, &[(Human, 1)]), "Verification debt is 1 resource; all in human changes");
        assert_eq!(title(9, 0, None, None, &[]), "No verification debt: every shipped change is verified");
        assert_eq!(title(0, 0, Some(0), None, &[]), "No change has shipped, so there is no verification debt");
    }

    #[test]
    fn a_fall_says_whether_it_is_the_only_one() {
        assert_eq!(fall(96, true, "week"), "The only week that debt fell: by 96 resources");
        assert_eq!(fall(1, false, "week"), "Largest fall: by 1 resource");
    }

    #[test]
    fn debt_says_where_it_came_from() {
        let moved = |before, total| title(9, total, Some(before), None, &[]);
        assert_eq!(moved(1380, 1423), "Verification debt rose from 1,380 to 1,423 resources in 30 days");
        assert_eq!(moved(3, 1), "Verification debt fell from 3 to 1 resource in 30 days");
        assert_eq!(moved(3, 3), "Verification debt is 3 resources, as it was 30 days ago");
        assert_eq!(moved(0, 3), "Verification debt rose from none to 3 resources in 30 days");
        assert_eq!(moved(3, 0), "Verification debt fell from 3 resources to none in 30 days");
        assert_eq!(moved(0, 0), "No verification debt: every shipped change is verified");
    }
}
