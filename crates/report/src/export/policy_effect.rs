//! What another policy would alter on the same data.

use super::json_difference::{Moved, moved, moved_in, tree};
use crate::text::number::counted;
use crate::text::policy as words;
use plumbline_assess::Score;
use plumbline_domain::Policy;
use plumbline_json::Json;
use plumbline_text::{markdown, terminal_line};
use serde_json::{Value, json};

/// The most lines that a list for people holds.
const LISTED: usize = 200;

/// What one policy alters against another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyEffect {
    /// What differs in the policies themselves.
    pub policy: Vec<Moved>,
    /// Teams on another rung: team, rung before, rung after.
    pub rungs: Vec<(String, Option<String>, Option<String>)>,
    /// Every other number that moves. Empty without data.
    pub numbers: Vec<Moved>,
}

impl PolicyEffect {
    /// What the second policy alters against the first; `scores` are those of the same data under each, absent where there is no data.
    ///
    /// # Errors
    /// None that can be met: policies and scores are plain data with text keys.
    pub fn of(policies: (&Policy, &Policy), scores: Option<(&Score, &Score)>) -> Result<Self, serde_json::Error> {
        let policies = (serde_json::to_string(policies.0)?, serde_json::to_string(policies.1)?);
        let scores = match scores {
            Some((a, b)) => Some((serde_json::to_string(a)?, serde_json::to_string(b)?)),
            None => None,
        };
        Ok(Self::between((&policies.0, &policies.1), scores.as_ref().map(|(a, b)| (a.as_str(), b.as_str()))))
    }

    /// The same of policies and scores as JSON texts.
    fn between(policies: (&str, &str), scores: Option<(&str, &str)>) -> Self {
        let mut effect = PolicyEffect { policy: moved(policies.0, policies.1), ..PolicyEffect::default() };
        if let Some((a, b)) = scores {
            let (a, b) = (tree(a), tree(b));
            effect.rungs = rungs(&a, &b);
            effect.numbers = moved_in(&a, &b);
            effect.numbers.retain(|m| m.path != "policy" && m.path != "now" && !is_rung_of_team(&m.path));
        }
        effect
    }
}

/// These stand in a list of their own.
fn is_rung_of_team(path: &str) -> bool {
    path.starts_with("teams[") && path.ends_with("].rung")
}

fn rungs(a: &Json<'_>, b: &Json<'_>) -> Vec<(String, Option<String>, Option<String>)> {
    let of = |score: &Json<'_>| -> Vec<(String, Option<String>)> {
        let text = |v: &Json<'_>, key: &str| v.get(key).and_then(Json::text).map(str::to_owned);
        let teams = score.get("teams").map(Json::elements).unwrap_or_default();
        teams.iter().filter_map(|t| Some((text(t, "team")?, text(t, "rung")))).collect()
    };
    let after = of(b);
    let pairs = of(a).into_iter().filter_map(|(team, before)| {
        let now = after.iter().find(|(t, _)| *t == team)?.1.clone();
        (before != now).then_some((team, before, now))
    });
    pairs.collect()
}

/// As lines for a terminal.
pub fn effect_to_plain(effect: &PolicyEffect, has_data: bool) -> String {
    let mut out = String::new();
    let section = |out: &mut String, title: String, lines: Vec<String>| {
        out.push_str(&format!("{title}\n"));
        for line in lines.iter().take(LISTED) {
            out.push_str(&format!("  {}\n", terminal_line(line)));
        }
        if lines.len() > LISTED {
            out.push_str(&format!("  and {} more: --json lists all\n", lines.len() - LISTED));
        }
    };
    section(&mut out, words::policies_differ(effect.policy.len() as u64), effect.policy.iter().map(line).collect());
    if has_data {
        let rungs = effect.rungs.iter().map(|(team, a, b)| format!("{team}  {} -> {}", rung(a), rung(b)));
        section(&mut out, words::teams_move(effect.rungs.len() as u64), rungs.collect());
        section(&mut out, words::numbers_move(effect.numbers.len() as u64), effect.numbers.iter().map(line).collect());
    }
    out
}

/// As Markdown.
pub fn effect_to_markdown(effect: &PolicyEffect, has_data: bool) -> String {
    let mut out = String::from("# What the policy alters\n");
    let mut section = |title: String, head: &str, rows: Vec<[String; 3]>| {
        out.push_str(&format!("\n## {title}\n"));
        if rows.is_empty() {
            return;
        }
        out.push_str(&format!("\n| {head} | before | after |\n|---|---|---|\n"));
        for [name, a, b] in rows.iter().take(LISTED) {
            out.push_str(&format!("| {} | {} | {} |\n", markdown(name), markdown(a), markdown(b)));
        }
        if rows.len() > LISTED {
            out.push_str(&format!("\n{} not shown.\n", counted((rows.len() - LISTED) as u64, "line is", "lines are")));
        }
    };
    let rows = |list: &[Moved]| list.iter().map(|m| m.told()).collect();
    if has_data {
        let rungs = effect.rungs.iter().map(|(team, a, b)| [team.clone(), rung(a).to_owned(), rung(b).to_owned()]).collect();
        section(words::teams_move(effect.rungs.len() as u64), "team", rungs);
        section(words::numbers_move(effect.numbers.len() as u64), "number", rows(&effect.numbers));
    }
    section(words::policies_differ(effect.policy.len() as u64), "key", rows(&effect.policy));
    out
}

/// As one JSON document.
pub fn effect_to_json(effect: &PolicyEffect, digests: (&str, &str)) -> String {
    // What is not there in one is null in it, as what is null there.
    let value = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
    let list = |list: &[Moved]| -> Vec<Value> {
        list.iter().map(|m| json!({"path": m.path, "from": value(&m.from), "to": value(&m.to)})).collect()
    };
    let rungs: Vec<Value> = effect.rungs.iter().map(|(t, a, b)| json!({"team": t, "from": a, "to": b})).collect();
    let document = json!({
        "from": digests.0, "to": digests.1,
        "policy": list(&effect.policy), "teams": rungs, "numbers": list(&effect.numbers),
    });
    plumbline_text::json(&format!("{document:#}\n")).into_owned()
}

fn rung(rung: &Option<String>) -> &str {
    rung.as_deref().unwrap_or("none")
}

fn line(m: &Moved) -> String {
    let [path, from, to] = m.told();
    format!("{path}  {from} -> {to}")
}

impl Moved {
    /// Where, and both sides in a few characters.
    pub fn told(&self) -> [String; 3] {
        [self.path.clone(), told(self.from.as_deref()), told(self.to.as_deref())]
    }
}

/// A leaf in a few characters: numbers to four digits behind the point, lists and objects as they are written, cut short.
fn told(json: Option<&str>) -> String {
    let Some(json) = json else { return "-".to_owned() };
    match tree(json) {
        Json::Null => "no data".to_owned(),
        Json::String(text) => text.into_owned(),
        Json::Number(text) if text.contains(['.', 'e', 'E']) => {
            let text = format!("{:.4}", tree(json).number().unwrap_or_default());
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ if json.chars().count() <= 60 => json.to_owned(),
        _ => format!("{}…", json.chars().take(59).collect::<String>()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rungs_come_first_and_numbers_are_short() {
        let a =
            r#"{"policy": "1", "now": "x", "teams": [{"team": "pay", "rung": "gated"}], "gates": {"intent": {"verified": 0.5}}}"#;
        let b = r#"{"policy": "2", "now": "x", "teams": [{"team": "pay", "rung": "declared"}], "gates": {"intent": {"verified": 0.333333333}}}"#;
        let effect = PolicyEffect::between((r#"{"tooFew": 5}"#, r#"{"tooFew": 6}"#), Some((a, b)));
        assert_eq!(effect.rungs, [("pay".to_owned(), Some("gated".to_owned()), Some("declared".to_owned()))]);
        let plain = effect_to_plain(&effect, true);
        assert!(plain.contains("tooFew  5 -> 6") && plain.contains("pay  gated -> declared"), "{plain}");
        assert!(plain.contains("gates.intent.verified  0.5 -> 0.3333\n"), "{plain}");
        let markdown = effect_to_markdown(&effect, true);
        assert!(markdown.contains("| pay | gated | declared |"), "{markdown}");
        let json: Value = serde_json::from_str(&effect_to_json(&effect, ("1", "2"))).unwrap();
        assert_eq!(json["numbers"], json!([{"path": "gates.intent.verified", "from": 0.5, "to": 0.333333333}]));
    }

    #[test]
    fn a_leaf_is_told_in_a_few_characters() {
        let long = format!("[{}]", "\"abcdefgh\",".repeat(10).trim_end_matches(','));
        let told =
            [None, Some("null"), Some("1.0"), Some("0.12345"), Some("90"), Some(r#""é""#), Some("true"), Some(&long)].map(told);
        assert_eq!(
            told.iter().take(7).map(String::as_str).collect::<Vec<_>>(),
            ["-", "no data", "1", "0.1235", "90", "é", "true"]
        );
        assert_eq!(told[7].chars().count(), 60);
    }
}
