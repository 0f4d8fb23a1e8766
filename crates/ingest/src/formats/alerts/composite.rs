//! The rule of a composite alarm of CloudWatch: for which alarms it calls.

use std::collections::BTreeSet;

/// A word of a rule.
#[derive(Debug, PartialEq)]
enum Token {
    Open,
    Close,
    Comma,
    /// A word, and whether it stands in quotes.
    Word(String, bool),
}

/// What stands between two parentheses.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    is_negated: bool,
    /// Whether it names alarms that must be in ALARM.
    names_alarms: bool,
    /// Whether it is the inside of `AT_LEAST`.
    is_at_least: bool,
    /// Whether the state that `AT_LEAST` counts is ALARM.
    counts_alarms: bool,
}

/// The alarms (names or ARNs) whose state ALARM a rule asks for; one behind `NOT` is none of them.
///
/// A rule is built of `ALARM("name")`, `OK(…)`, `INSUFFICIENT_DATA(…)`, `TRUE`, `FALSE`, `AND`, `OR`, `NOT`,
/// `AT_LEAST(2, ALARM, (…))` and parentheses.
pub(crate) fn parts_of(rule: &str) -> Vec<Box<str>> {
    let mut found = BTreeSet::new();
    let mut inside = Inside::default();
    let mut around = Vec::new();
    let (mut is_negated, mut function) = (false, String::new());
    for token in tokens(rule) {
        match token {
            Token::Open => {
                let lists_alarms = inside.is_at_least && inside.counts_alarms && function.is_empty();
                let new = Inside {
                    is_negated: inside.is_negated != is_negated,
                    names_alarms: function == "ALARM" || lists_alarms,
                    is_at_least: function == "AT_LEAST",
                    counts_alarms: false,
                };
                around.push(std::mem::replace(&mut inside, new));
                is_negated = false;
                function.clear();
            }
            Token::Close => {
                inside = around.pop().unwrap_or_default();
                function.clear();
            }
            Token::Comma => function.clear(),
            Token::Word(word, _) if inside.names_alarms => {
                if !inside.is_negated {
                    found.insert(word.into_boxed_str());
                }
            }
            Token::Word(word, false) => match word.as_str() {
                "ALARM" if inside.is_at_least => inside.counts_alarms = !is_negated,
                "NOT" => is_negated = !is_negated,
                "AND" | "OR" => is_negated = false,
                _ => function = word,
            },
            Token::Word(_, true) => {}
        }
    }
    found.into_iter().collect()
}

fn tokens(rule: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = rule.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            ',' => tokens.push(Token::Comma),
            '"' | '\'' => {
                let mut word = String::new();
                while let Some(inner) = chars.next().filter(|inner| *inner != c) {
                    word.push(if inner == '\\' { chars.next().unwrap_or(inner) } else { inner });
                }
                tokens.push(Token::Word(word, true));
            }
            c if c.is_whitespace() => {}
            c => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !"(),\"".contains(*c)) {
                    word.push(c);
                }
                tokens.push(Token::Word(word, false));
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rule: &str) -> Vec<String> {
        parts_of(rule).into_iter().map(String::from).collect()
    }

    #[test]
    fn a_part_is_an_alarm_whose_state_alarm_is_asked_for() {
        assert_eq!(of("ALARM(\"cpu high\") AND (ALARM(disk) OR OK(other))"), ["cpu high", "disk"]);
        assert_eq!(of("ALARM('a') OR INSUFFICIENT_DATA(b)"), ["a"]);
        assert_eq!(of("ALARM(\"say \\\"x\\\" (now)\")"), ["say \"x\" (now)"]);
        assert_eq!(of("AT_LEAST(2, ALARM, (a, \"b\", c))"), ["a", "b", "c"]);
    }

    #[test]
    fn what_stands_behind_not_is_no_part() {
        assert_eq!(of("ALARM(a) AND NOT ALARM(b)"), ["a"]);
        assert_eq!(of("NOT (ALARM(a) OR NOT ALARM(b)) AND ALARM(c)"), ["b", "c"]);
        assert_eq!(of("AT_LEAST(1, OK, (a)) AND TRUE"), Vec::<String>::new());
    }

    #[test]
    fn a_broken_rule_gives_what_it_gives() {
        for rule in ["", ")))", "((((", "ALARM(", "ALARM(\"a"] {
            let _ = parts_of(rule);
        }
    }
}
