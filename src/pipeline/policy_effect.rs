//! What another policy would alter on the same data.

use super::json_difference::{Moved, moved};
use crate::export::{markdown_escaped, visible};
use crate::text::{number::counted, policy as words};
use serde_json::{Value, json};

/// The most lines that a list for people holds.
const LISTED: usize = 200;

/// What one policy alters against another.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyEffect {
    /// What differs in the policies themselves.
    pub policy: Vec<Moved>,
    /// Teams on another rung: team, rung before, rung after.
    pub rungs: Vec<(String, Option<String>, Option<String>)>,
    /// Every other number that moves. Empty without data.
    pub numbers: Vec<Moved>,
}

impl PolicyEffect {
    /// The effect on policies and scores as JSON documents; scores are absent where there is no data.
    pub fn between(policies: (&Value, &Value), scores: Option<(&Value, &Value)>) -> Self {
        let mut numbers = scores.map(|(a, b)| moved(a, b)).unwrap_or_default();
        numbers.retain(|m| m.path != "policy" && m.path != "now" && !is_rung_of_team(&m.path));
        let rungs = scores.map(|(a, b)| rungs(a, b)).unwrap_or_default();
        PolicyEffect { policy: moved(policies.0, policies.1), rungs, numbers }
    }
}

/// These stand in a list of their own.
fn is_rung_of_team(path: &str) -> bool {
    path.starts_with("teams[") && path.ends_with("].rung")
}

fn rungs(a: &Value, b: &Value) -> Vec<(String, Option<String>, Option<String>)> {
    let of = |score: &Value| -> Vec<(String, Option<String>)> {
        let text = |v: &Value, key: &str| v.get(key).and_then(Value::as_str).map(str::to_owned);
        let teams = score.get("teams").and_then(Value::as_array).into_iter().flatten();
        teams.filter_map(|t| Some((text(t, "team")?, text(t, "rung")))).collect()
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
            out.push_str(&format!("  {}\n", visible(line)));
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
            out.push_str(&format!("| {} | {} | {} |\n", markdown_escaped(name), markdown_escaped(a), markdown_escaped(b)));
        }
        if rows.len() > LISTED {
            out.push_str(&format!("\n{} not shown.\n", counted((rows.len() - LISTED) as u64, "line is", "lines are")));
        }
    };
    let rows = |list: &[Moved]| list.iter().map(|m| [m.path.clone(), told(&m.from), told(&m.to)]).collect();
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
    let list =
        |list: &[Moved]| -> Vec<Value> { list.iter().map(|m| json!({"path": m.path, "from": m.from, "to": m.to})).collect() };
    let rungs: Vec<Value> = effect.rungs.iter().map(|(t, a, b)| json!({"team": t, "from": a, "to": b})).collect();
    let document = json!({
        "from": digests.0, "to": digests.1,
        "policy": list(&effect.policy), "teams": rungs, "numbers": list(&effect.numbers),
    });
    format!("{document:#}\n")
}

fn rung(rung: &Option<String>) -> &str {
    rung.as_deref().unwrap_or("none")
}

fn line(m: &Moved) -> String {
    format!("{}  {} -> {}", m.path, told(&m.from), told(&m.to))
}

/// A leaf in a few characters: numbers to four digits behind the point, lists and objects as they are written, cut short.
fn told(value: &Option<Value>) -> String {
    match value {
        None => "-".to_owned(),
        Some(Value::Null) => "no data".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(n)) if n.is_f64() => {
            let text = format!("{:.4}", n.as_f64().unwrap_or_default());
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Some(other) => {
            let text = other.to_string();
            if text.chars().count() <= 60 { text } else { format!("{}…", text.chars().take(59).collect::<String>()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rungs_come_first_and_numbers_are_short() {
        let a = json!({"policy": "1", "now": "x", "teams": [{"team": "pay", "rung": "gated"}], "gates": {"intent": {"verified": 0.5}}});
        let b = json!({"policy": "2", "now": "x", "teams": [{"team": "pay", "rung": "declared"}], "gates": {"intent": {"verified": 0.333333333}}});
        let effect = PolicyEffect::between((&json!({"tooFew": 5}), &json!({"tooFew": 6})), Some((&a, &b)));
        assert_eq!(effect.rungs, [("pay".to_owned(), Some("gated".to_owned()), Some("declared".to_owned()))]);
        let plain = effect_to_plain(&effect, true);
        assert!(plain.contains("tooFew  5 -> 6") && plain.contains("pay  gated -> declared"), "{plain}");
        assert!(plain.contains("gates.intent.verified  0.5 -> 0.3333\n"), "{plain}");
        let markdown = effect_to_markdown(&effect, true);
        assert!(markdown.contains("| pay | gated | declared |"), "{markdown}");
    }
}
