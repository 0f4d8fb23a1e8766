//! The words of the figure.

use crate::document::Heading;
use crate::text::number::{counted, percent, thousands};
use crate::text::vocabulary;
use plumbline_domain::Authorship;

/// The title of the debt: "Verification debt is 3,410 resources, 58 % of it AI-generated".
pub(crate) fn title(shipped: u64, total: u64, parts: &[(Authorship, u64)]) -> String {
    match (shipped, total) {
        (0, _) => "No change has shipped, so there is no verification debt".to_owned(),
        (_, 0) => "No verification debt: every shipped change is verified".to_owned(),
        (_, total) => {
            let size = counted(total, "resource", "resources");
            match parts.iter().filter(|p| p.1.saturating_mul(2) > total).max_by_key(|p| p.1) {
                Some((who, all)) if *all == total => {
                    format!("Verification debt is {size}, all of it {}", vocabulary::authorship(*who))
                }
                Some((who, part)) => {
                    let share = percent(*part as f64 / total as f64);
                    format!("Verification debt is {size}, {share} of it {}", vocabulary::authorship(*who))
                }
                None => format!("Verification debt is {size}"),
            }
        }
    }
}

/// The head of debt's first column.
pub(crate) const PERIOD_COLUMN: Heading = ("Period", false);

/// The head of debt's last column.
pub(crate) const TOTAL_COLUMN: Heading = ("Total", true);

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
            said(title(9, 3410, &[(AiGenerated, 1978), (Human, 1432)])),
            "Verification debt is 3,410 resources, 58 % of it AI-generated"
        );
        assert_eq!(title(9, 2, &[(AiGenerated, 1), (Human, 1)]), "Verification debt is 2 resources");
        assert_eq!(title(9, 1, &[(Human, 1)]), "Verification debt is 1 resource, all of it human");
        assert_eq!(title(9, 0, &[]), "No verification debt: every shipped change is verified");
        assert_eq!(title(0, 0, &[]), "No change has shipped, so there is no verification debt");
    }
}
