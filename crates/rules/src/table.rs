//! The built-in table of rules: what the rules of well known tools mean, by their ids.
//!
//! The data stand in ``: `checkov.txt` is written by a script from what checkov lists of itself, `tools.txt` by hand from
//! what the other tools publish; docs/rules.md names the sources. Ids are compared without case and, where they end in a
//! number, by the number.

use plumbline_domain::{Family, Surface};
use std::collections::HashMap;
use std::sync::OnceLock;

/// What rules of one class mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RuleClass {
    /// The control family.
    pub control: Family,
    /// The failure pattern, where the meaning is clear.
    pub pattern: Option<&'static str>,
    /// Where the decision is taken.
    pub surface: Surface,
}

impl RuleClass {
    /// Reads `FAMILY PATTERN SURFACE`; the pattern can be `-`.
    pub fn from_text(text: &'static str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let control = Family::from_id(words.next()?)?;
        let pattern = words.next().filter(|word| *word != "-");
        Some(RuleClass { control, pattern, surface: Surface::from_id(words.next()?)? })
    }
}

/// What may follow a prefix.
#[derive(Default)]
struct Following {
    /// Numbers from the first to the last, in order.
    numbers: Vec<(u32, u32, RuleClass)>,
    /// Names, in lower case.
    names: HashMap<String, RuleClass>,
    /// Anything else.
    others: Option<RuleClass>,
}

/// Rules by what stands before the varying part of their ids, in lower case.
type Table = HashMap<String, Following>;

/// The class of a tool's rule, when the table names it.
pub(super) fn class_by_id(tool: &str, rule_id: &str) -> Option<RuleClass> {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let mut table = Table::new();
        add_rules(include_str!("checkov.txt"), &mut table);
        add_rules(include_str!("tools.txt"), &mut table);
        table
    });
    if rule_id.is_empty() {
        return None;
    }
    let id = rule_id.to_ascii_lowercase();
    let tool = tool_key(tool);
    let known = |id: &str| {
        let id = id.strip_prefix("avd-").unwrap_or(id);
        find(table, id).or_else(|| find(table, &format!("{tool}:{id}")))
    };
    // a test report of checkov names its cases "[severity][rule] what it says", a converted one "rule resource"
    known(&id).or_else(|| {
        let mut parts = id.split([' ', '[', ']']).filter(|part| !part.is_empty());
        if id.starts_with('[') { parts.take(2).find_map(known) } else { known(parts.next()?) }
    })
}

/// The name by which the table knows a tool: in lower case, without version and separators.
fn tool_key(tool: &str) -> String {
    let name = tool.split([' ', '/']).next().unwrap_or_default();
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn find(table: &Table, id: &str) -> Option<RuleClass> {
    let digits = id.bytes().rev().take_while(u8::is_ascii_digit).count();
    if let (Some((prefix, number)), true) = (id.split_at_checked(id.len() - digits), digits > 0)
        && let (Some(following), Ok(number)) = (table.get(prefix), number.parse::<u32>())
        && let Some(class) = following.number(number)
    {
        return Some(class);
    }
    // the longest prefix that ends at a separator; a dotted id also by its first and last part alone
    let cuts = id.char_indices().rev().filter(|(_, c)| matches!(c, '.' | '-' | '_' | ':')).map(|(at, _)| at + 1);
    let by_prefix = cuts.filter_map(|at| id.split_at_checked(at)).find_map(|(prefix, name)| table.get(prefix)?.name(name));
    by_prefix.or_else(|| {
        let (first, rest) = id.split_once('.')?;
        let (_, last) = rest.rsplit_once('.')?;
        table.get(&format!("{first}.*."))?.name(last)
    })
}

impl Following {
    fn number(&self, number: u32) -> Option<RuleClass> {
        let place = self.numbers.partition_point(|&(_, last, _)| last < number);
        self.numbers.get(place).filter(|&&(first, _, _)| first <= number).map(|&(_, _, class)| class).or(self.others)
    }

    fn name(&self, name: &str) -> Option<RuleClass> {
        self.names.get(name).copied().or(self.others)
    }
}

fn add_rules(text: &'static str, table: &mut Table) {
    let mut class = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('=') {
            class = RuleClass::from_text(name);
            continue;
        }
        let mut words = line.split_whitespace();
        let (Some(class), Some(prefix)) = (class, words.next()) else { continue };
        let prefix = match prefix.split_once(':') {
            Some((tool, prefix)) => format!("{}:{}", tool_key(tool), prefix.to_ascii_lowercase()),
            None => prefix.to_ascii_lowercase(),
        };
        let following = table.entry(prefix).or_default();
        for word in words {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            match (first.parse(), last.parse()) {
                (Ok(first), Ok(last)) => following.numbers.push((first, last, class)),
                _ if word == "*" => following.others = Some(class),
                _ => {
                    following.names.insert(word.to_ascii_lowercase(), class);
                }
            }
        }
        following.numbers.sort_by_key(|&(first, last, _)| (last, first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(tool: &str, rule_id: &str) -> Option<&'static str> {
        class_by_id(tool, rule_id).unwrap().pattern
    }

    #[test]
    fn rules_of_each_tool_are_known_by_what_the_tools_say_of_them() {
        // "Ensure that RDP access is restricted from the internet"
        assert_eq!(pattern("checkov", "CKV_AZURE_9"), Some("unsafe-defaults"));
        // "Ensure no IAM policies that allow full "*-*" administrative privileges are not created"
        assert_eq!(pattern("checkov", "CKV_AWS_62"), Some("privilege-inflation"));
        // "Ensure that key vault enables purge protection"
        assert_eq!(pattern("Checkov", "ckv_azure_110"), Some("recovery-gap"));
        assert_eq!(
            pattern("terraform scan", "[NONE][CKV_AZURE_110] Ensure that key vault enables purge protection"),
            Some("recovery-gap")
        );
        // "CPU requests should be set"
        assert_eq!(pattern("checkov", "CKV_K8S_10"), None);
        // "Limit the number of subscription Owners"
        assert_eq!(pattern("PSRule", "Azure.RBAC.LimitOwner"), Some("privilege-inflation"));
        assert_eq!(class_by_id("psrule", "Azure.AppService.MinTLS").unwrap().control, Family::DataProtection);
        assert_eq!(class_by_id("psrule", "Azure.FrontDoor.WAF.Mode").unwrap().control, Family::Network);
        // "RDP access should not be accessible from the Internet"
        assert_eq!(pattern("trivy", "AVD-AZU-0048"), Some("unsafe-defaults"));
        assert_eq!(pattern("trivy", "AZU-0048"), Some("unsafe-defaults"));
        // "Cluster-admin binding"
        assert_eq!(pattern("kubescape", "C-0035"), Some("privilege-inflation"));
        // "Web apps should only be accessible over HTTPS"
        assert_eq!(pattern("TemplateAnalyzer", "TA-000016"), Some("unsafe-defaults"));
        assert_eq!(pattern("gitleaks", "aws-access-token"), Some("unsafe-defaults"));
        assert_eq!(pattern("trivy", "CVE-2024-1234"), None);
        assert_eq!(class_by_id("cfn-lint 1.58.0", "E3012").unwrap().control, Family::DeploymentSafety);
    }

    #[test]
    fn a_rule_of_another_tool_and_an_unknown_rule_are_none() {
        assert_eq!(class_by_id("flake8", "E3012"), None);
        assert_eq!(class_by_id("checkov", "CKV_AZURE_99999"), None);
        assert_eq!(class_by_id("checkov", "ZZ_TEST_1"), None);
        assert_eq!(class_by_id("", ""), None);
        assert_eq!(class_by_id("checkov", "99999999999999999999"), None);
    }

    #[test]
    fn no_rule_stands_in_two_classes_and_no_line_is_lost() {
        let mut table = Table::new();
        for text in [include_str!("checkov.txt"), include_str!("tools.txt")] {
            add_rules(text, &mut table);
            for name in text.lines().filter_map(|line| line.strip_prefix('=')) {
                assert!(RuleClass::from_text(name).is_some(), "{name}");
            }
        }
        for (prefix, following) in &table {
            // cfn-lint and a few others have a wide range below the few rules that are told apart
            let mut numbers = following.numbers.clone();
            numbers.sort_by_key(|&(first, last, _)| (first, last));
            for pair in numbers.windows(2) {
                assert!(pair[0].1 < pair[1].0, "{prefix}{}-{} and {}", pair[0].0, pair[0].1, pair[1].0);
            }
        }
    }
}
