//! What a scanner's rule means: its failure pattern, control family and surface (docs/rules.md).
//!
//! The policy's `rules` come first, then the built-in table by id, then the words of the rule's id and message.

mod scanners;
mod table;
mod words;

use plumbline_domain::{Family, Finding, PatternId, Policy, Severity, Surface};
pub use scanners::{Scanner, classes_of_tool, scanner, tool_of_rule};
use table::{RuleClass, class_by_id};
use words::class_by_words;

/// How the meaning of a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum MeaningSource {
    /// A line of the policy's `rules`.
    Policy,
    /// The built-in table, by the rule's id.
    Table,
    /// Words in the rule's id or in the message: a guess.
    Words,
}

/// What a rule means. Each part is absent when nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleMeaning {
    /// The failure pattern.
    pub pattern: Option<PatternId>,
    /// The control family.
    pub control: Option<Family>,
    /// The surface.
    pub surface: Option<Surface>,
    /// How it is known; none when nothing is.
    pub source: Option<MeaningSource>,
}

impl RuleMeaning {
    fn of_class(class: RuleClass, source: MeaningSource, policy: &Policy) -> Self {
        RuleMeaning {
            pattern: class.pattern.and_then(|id| policy.pattern_id(id)),
            control: Some(class.control),
            surface: Some(class.surface),
            source: Some(source),
        }
    }
}

/// What the rule of a finding means by the policy's rules, else by the built-in table, else by its words.
pub fn rule_meaning(finding: &Finding, policy: &Policy) -> RuleMeaning {
    let rule_id = finding.rule_id.as_deref().unwrap_or_default();
    let message = finding.message.as_deref().unwrap_or_default();
    let tool = finding.tool.as_deref().unwrap_or_default();
    let mut text: Option<String> = None;
    for mapping in &policy.rules {
        let by_id = mapping.rule_id.as_deref().is_none_or(|glob| glob_fits(glob, rule_id));
        let by_tool = mapping
            .tool
            .as_deref()
            .is_none_or(|tool| finding.tool.as_deref().is_some_and(|t| t.to_lowercase() == tool.to_lowercase()));
        let states_something = mapping.rule_id.is_some() || mapping.tool.is_some() || mapping.keywords.is_some();
        if states_something
            && by_id
            && by_tool
            && mapping.keywords.as_ref().is_none_or(|words| {
                let text = text.get_or_insert_with(|| format!("{rule_id}\n{message}").to_lowercase());
                words.iter().any(|word| text.contains(&word.to_lowercase()))
            })
        {
            return RuleMeaning {
                pattern: policy.pattern_id(&mapping.pattern),
                control: mapping.control,
                surface: mapping.surface,
                source: Some(MeaningSource::Policy),
            };
        }
    }
    if let Some(class) = class_by_id(tool, rule_id) {
        return RuleMeaning::of_class(class, MeaningSource::Table, policy);
    }
    class_by_words(rule_id, message)
        .map_or_else(RuleMeaning::default, |class| RuleMeaning::of_class(class, MeaningSource::Words, policy))
}

/// The severity of a finding whose tool states none: that of the pattern which its rule means, else the one for other patterns,
/// else medium.
pub fn severity_by_meaning(finding: &Finding, policy: &Policy) -> Severity {
    let pattern = rule_meaning(finding, policy).pattern.and_then(|id| policy.pattern(id));
    let of = |id: &str| policy.severity_of_pattern.get(id).copied();
    pattern.and_then(|p| of(&p.id)).or_else(|| of("*")).unwrap_or(Severity::Medium)
}

/// Whether a glob (`*` any run, `?` one character) fits a whole text, in time linear in their product at worst.
fn glob_fits(glob: &str, text: &str) -> bool {
    let glob: Vec<char> = glob.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut g, mut t) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while t < text.len() {
        match glob.get(g) {
            Some('*') => {
                last_star = Some((g, t));
                g += 1;
            }
            Some(&c) if c == '?' || Some(&c) == text.get(t) => {
                g += 1;
                t += 1;
            }
            _ => match last_star {
                Some((star, taken)) => {
                    g = star + 1;
                    t = taken + 1;
                    last_star = Some((star, taken + 1));
                }
                None => return false,
            },
        }
    }
    glob.iter().skip(g).all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_fits_a_whole_text() {
        assert!(glob_fits("CKV_AZURE_*", "CKV_AZURE_36"));
        assert!(glob_fits("*_36", "CKV_AZURE_36"));
        assert!(glob_fits("CKV?_*_3?", "CKV2_AZURE_31"));
        assert!(glob_fits("*", ""));
        assert!(!glob_fits("CKV_AZURE_3", "CKV_AZURE_36"));
        assert!(!glob_fits("", "a"));
        assert!(glob_fits("a*b*c", "a1b2b3c"));
    }
}
