//! What a scanner's rule means for us: its failure pattern, control family and surface.
//!
//! The policy's `rules` are asked first, then this small built-in table of well known rule ids and words.

use crate::domain::{Family, Finding, PatternId, Policy, Surface};

/// What a rule means. Each part is absent when nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RuleMeaning {
    /// The failure pattern.
    pub pattern: Option<PatternId>,
    /// The control family.
    pub control: Option<Family>,
    /// The surface.
    pub surface: Option<Surface>,
}

/// One line of the built-in table.
struct Entry {
    pattern: Option<&'static str>,
    control: Family,
    surface: Surface,
    /// Exact rule ids.
    ids: &'static [&'static str],
    /// Words of which one stands in the rule id or the message, in lower case.
    words: &'static [&'static str],
}

const UNSAFE_DEFAULTS: Option<&str> = Some("unsafe-defaults");
const PRIVILEGE_INFLATION: Option<&str> = Some("privilege-inflation");

/// The built-in table; the first line that fits is taken.
const TABLE: &[Entry] = &[
    Entry {
        pattern: PRIVILEGE_INFLATION,
        control: Family::Identity,
        surface: Surface::Access,
        ids: &[
            "CKV_AWS_1",
            "CKV_AWS_40",
            "CKV_AWS_49",
            "CKV_AWS_60",
            "CKV_AWS_61",
            "CKV_AWS_62",
            "CKV_AWS_63",
            "CKV_AWS_107",
            "CKV_AWS_108",
            "CKV_AWS_109",
            "CKV_AWS_110",
            "CKV_AWS_111",
            "CKV_AWS_274",
            "CKV_AWS_275",
            "CKV_AWS_286",
            "CKV_AWS_287",
            "CKV_AWS_288",
            "CKV_AWS_289",
            "CKV_AWS_290",
            "CKV_AWS_355",
            "CKV_AWS_356",
            "CKV_AZURE_39",
            "CKV2_AWS_40",
            "CKV2_AWS_56",
            "CKV_GCP_41",
            "CKV_GCP_42",
            "CKV_GCP_44",
            "CKV_GCP_45",
            "CKV_GCP_46",
            "CKV_GCP_47",
            "CKV_GCP_49",
            "CKV_GCP_117",
            "CKV_K8S_49",
            "CKV_K8S_155",
            "CKV_K8S_156",
            "CKV_K8S_157",
            "CKV_K8S_158",
            "AVD-AWS-0057",
            "AVD-AWS-0345",
            "AVD-AZU-0030",
            "AVD-GCP-0007",
            "AVD-KSV-0044",
            "AVD-KSV-0046",
        ],
        words: &[
            "privilege escalation",
            "overly permissive role",
            "full administrative privileges",
            "administratoraccess",
            "custom subscription owner",
            "wildcard action",
            "role assignment grants owner",
        ],
    },
    Entry {
        pattern: UNSAFE_DEFAULTS,
        control: Family::DataProtection,
        surface: Surface::Access,
        ids: &[
            "CKV_SECRET_2",
            "CKV_SECRET_3",
            "CKV_SECRET_4",
            "CKV_SECRET_6",
            "CKV_SECRET_13",
            "CKV_AWS_41",
            "CKV_AWS_45",
            "CKV_AWS_46",
            "CKV_AZURE_41",
            "CKV_AZURE_45",
            "CKV_AZURE_114",
            "AVD-AZU-0013",
            "AVD-AZU-0017",
        ],
        words: &[
            "hardcoded secret",
            "hard-coded secret",
            "hardcoded credential",
            "hard-coded credential",
            "secret in plain text",
        ],
    },
    Entry {
        pattern: UNSAFE_DEFAULTS,
        control: Family::Network,
        surface: Surface::Access,
        ids: &[
            "CKV_AWS_20",
            "CKV_AWS_24",
            "CKV_AWS_25",
            "CKV_AWS_53",
            "CKV_AWS_54",
            "CKV_AWS_55",
            "CKV_AWS_56",
            "CKV_AWS_57",
            "CKV_AWS_88",
            "CKV_AWS_130",
            "CKV_AWS_260",
            "CKV_AWS_277",
            "CKV_AZURE_9",
            "CKV_AZURE_10",
            "CKV_AZURE_11",
            "CKV_AZURE_34",
            "CKV_AZURE_35",
            "CKV_AZURE_36",
            "CKV_AZURE_53",
            "CKV_AZURE_59",
            "CKV_AZURE_68",
            "CKV_AZURE_77",
            "CKV_AZURE_99",
            "CKV_AZURE_101",
            "CKV_AZURE_109",
            "CKV_AZURE_119",
            "CKV_AZURE_160",
            "CKV_AZURE_189",
            "CKV_AZURE_190",
            "CKV2_AWS_6",
            "CKV2_AWS_12",
            "CKV2_AZURE_31",
            "CKV2_AZURE_32",
            "CKV2_AZURE_33",
            "CKV_GCP_2",
            "CKV_GCP_3",
            "CKV_GCP_28",
            "CKV_GCP_75",
            "CKV_GCP_88",
            "AVD-AWS-0086",
            "AVD-AWS-0087",
            "AVD-AWS-0091",
            "AVD-AWS-0093",
            "AVD-AWS-0107",
            "AVD-AZU-0007",
            "AVD-AZU-0012",
            "AVD-AZU-0047",
            "AVD-AZU-0048",
            "AVD-AZU-0050",
        ],
        words: &[
            "0.0.0.0/0",
            "publicly accessible",
            "public network access",
            "allows public access",
            "public access is allowed",
            "unrestricted ingress",
            "open to the internet",
        ],
    },
    Entry {
        pattern: UNSAFE_DEFAULTS,
        control: Family::DataProtection,
        surface: Surface::Provisioning,
        ids: &[
            "CKV_AWS_3",
            "CKV_AWS_7",
            "CKV_AWS_16",
            "CKV_AWS_17",
            "CKV_AWS_19",
            "CKV_AWS_145",
            "CKV_AZURE_3",
            "CKV_AZURE_28",
            "CKV_AZURE_29",
            "CKV_AZURE_33",
            "CKV_AZURE_42",
            "CKV_AZURE_44",
            "CKV_AZURE_47",
            "CKV_AZURE_52",
            "CKV_AZURE_92",
            "CKV_AZURE_110",
            "CKV_AZURE_111",
            "CKV_AZURE_206",
            "CKV2_AZURE_1",
            "CKV2_AZURE_18",
            "CKV2_AZURE_21",
            "CKV2_AWS_61",
            "AVD-AWS-0088",
            "AVD-AWS-0089",
            "AVD-AWS-0090",
            "AVD-AWS-0132",
            "AVD-AZU-0008",
            "AVD-AZU-0011",
            "AVD-AZU-0016",
        ],
        words: &["encryption is disabled", "not encrypted at rest", "encryption is not enabled", "minimum tls version"],
    },
    Entry {
        pattern: None,
        control: Family::Monitoring,
        surface: Surface::DeploymentChannel,
        ids: &[
            "CKV_AWS_18",
            "CKV_AWS_35",
            "CKV_AWS_36",
            "CKV_AWS_67",
            "CKV_AWS_158",
            "CKV_AWS_338",
            "CKV_AZURE_12",
            "CKV_AZURE_20",
            "CKV_AZURE_21",
            "CKV_AZURE_22",
            "CKV_AZURE_37",
            "CKV_AZURE_38",
            "CKV_AZURE_63",
            "CKV_AZURE_65",
            "CKV_AZURE_66",
        ],
        words: &["logging is not enabled", "logging is disabled", "diagnostic setting"],
    },
];

/// What the rule of a finding means by the policy's rules, else by the built-in table.
pub fn rule_meaning(finding: &Finding, policy: &Policy) -> RuleMeaning {
    let rule_id = finding.rule_id.as_deref().unwrap_or_default();
    let mut text: Option<String> = None;
    let mut holds_any = |words: &[&str]| {
        let text =
            text.get_or_insert_with(|| format!("{rule_id}\n{}", finding.message.as_deref().unwrap_or_default()).to_lowercase());
        words.iter().any(|word| text.contains(&word.to_lowercase()))
    };
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
            && mapping.keywords.as_ref().is_none_or(|words| holds_any(&words.iter().map(String::as_str).collect::<Vec<_>>()))
        {
            return RuleMeaning {
                pattern: policy.pattern_id(&mapping.pattern),
                control: mapping.control,
                surface: mapping.surface,
            };
        }
    }
    let fits =
        TABLE.iter().find(|entry| entry.ids.contains(&rule_id)).or_else(|| TABLE.iter().find(|entry| holds_any(entry.words)));
    fits.map_or_else(RuleMeaning::default, |entry| RuleMeaning {
        pattern: entry.pattern.and_then(|id| policy.pattern_id(id)),
        control: Some(entry.control),
        surface: Some(entry.surface),
    })
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

    #[test]
    fn no_rule_id_stands_in_two_lines() {
        let mut ids: Vec<_> = TABLE.iter().flat_map(|e| e.ids).collect();
        let n = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n);
    }
}
