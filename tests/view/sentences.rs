//! No sentence of any page under any filter is broken: no leftovers of a missing number, no wrong plural, no stray space.

use crate::organisation::{DEMO, page, sweep};
use plumbline_report::Body;
use serde_json::Value;

/// Keys whose text comes from files as it is, or is a shell line.
const FROM_FILES: [&str; 13] =
    ["Code", "id", "url", "file", "sha256", "tool", "message", "place", "by", "lines", "command", "data_sha256", "policy_sha256"];

/// Every text of a view with the path to it, but for what comes from files.
pub fn texts(value: &Value, path: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => out.push((path.to_owned(), text.clone())),
        // the phrases of a sentence are read together
        Value::Array(items) if !items.is_empty() && items.iter().all(|item| item.get("mark").is_some()) => {
            let whole: String = items.iter().filter_map(|item| item["text"].as_str()).collect();
            out.push((path.to_owned(), whole));
        }
        Value::Array(items) => items.iter().for_each(|v| texts(v, path, out)),
        Value::Object(map) => {
            // a row of dots without a dot is read as "None"
            let is_empty_row = map.get("picture").is_some_and(|p| p.get("Dots").is_some()) && map["text"] == "None";
            let is_read = |key: &str| !(FROM_FILES.contains(&key) || is_empty_row && key == "text");
            for (key, v) in map.iter().filter(|(key, _)| is_read(key)) {
                texts(v, &format!("{path}/{key}"), out);
            }
        }
        _ => {}
    }
}

const NOUNS: [(&str, &str); 22] = [
    ("item", "items"),
    ("change", "changes"),
    ("team", "teams"),
    ("resource", "resources"),
    ("file", "files"),
    ("record", "records"),
    ("point", "points"),
    ("day", "days"),
    ("week", "weeks"),
    ("month", "months"),
    ("cell", "cells"),
    ("criterion", "criteria"),
    ("pattern", "patterns"),
    ("occurrence", "occurrences"),
    ("run", "runs"),
    ("release", "releases"),
    ("finding", "findings"),
    ("family", "families"),
    ("requirement", "requirements"),
    ("rung", "rungs"),
    ("warning", "warnings"),
    ("practice", "practices"),
];

/// What is wrong with a text, if anything.
pub fn fault(text: &str) -> Option<String> {
    for broken in ["NaN", "Some(", "inf ", "null", "  ", " ,", " .", "..", ",,", "%%", ": :", "{", "}"] {
        if text.contains(broken) {
            return Some(format!("holds {broken:?}"));
        }
    }
    // a negative nothing; kappa may be −0.07
    if text.replace("\u{2212}0.", "").contains("\u{2212}0") {
        return Some("holds a negative nothing".to_owned());
    }
    // as a word of English it begins a sentence
    if text.contains("None") && !text.contains("None of ") && !text.contains("None found") {
        return Some("holds what is left of a missing value".to_owned());
    }
    if text.trim() != text {
        return Some("begins or ends with a space".to_owned());
    }
    let words: Vec<&str> = text.split([' ', '\u{a0}']).map(|w| w.trim_matches(|c: char| ",.;:()".contains(c))).collect();
    for (i, pair) in words.windows(2).enumerate() {
        // "a 9 point gap" and "from 14 to 1 points" are right
        let is_range_end = i > 2 && words[i - 1] == "to" && words[i - 3] == "from";
        if pair[1] == "point" && words.get(i + 2) == Some(&"gap") || is_range_end {
            continue;
        }
        let is_one = matches!(pair[0].trim_start_matches('+'), "1" | "one" | "One");
        let is_many = !is_one
            && (pair[0].replace(',', "").parse::<u64>().is_ok()
                || ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
                    .contains(&pair[0].to_lowercase().as_str()));
        for (one, many) in NOUNS {
            if is_one && pair[1] == many {
                return Some(format!("{} {}", pair[0], pair[1]));
            }
            if is_many && pair[1] == one {
                return Some(format!("{} {}", pair[0], pair[1]));
            }
        }
    }
    None
}

#[test]
fn the_faults_are_found() {
    for broken in [
        "1 items",
        "Two item are",
        "NaN %",
        "a  b",
        "1 changes, 2 teams",
        "12 resource",
        "a ",
        "of 1 releases",
        "down to 1 points",
        "2 team gap",
    ] {
        assert!(fault(broken).is_some(), "{broken}");
    }
    for fine in
        ["1 item", "11 items", "Two items", "1,001 changes", "1 of 3 changes", "No change", "9 point gap", "from 14 to 1 points"]
    {
        assert_eq!(fault(fine), None, "{fine}");
    }
}

#[test]
fn no_sentence_of_any_page_is_broken() {
    let (mut n, mut shown) = (0, 0);
    for fragment in sweep(&DEMO) {
        let view = page(&DEMO, &fragment);
        let mut found = Vec::new();
        texts(&serde_json::to_value(&view).unwrap(), "", &mut found);
        // a link is no sentence
        let is_sentence = |_: &str, text: &str| !text.starts_with("#/");
        for (path, text) in found.iter().filter(|(path, text)| is_sentence(path, text)) {
            assert_eq!(fault(text), None, "{fragment} {path}: {text:?}");
        }
        if let Some(headline) = headline(&view) {
            assert_eq!(fault(&headline), None, "{fragment}: {headline:?}");
            assert!(headline.ends_with('.'), "{fragment}: {headline:?}");
            shown += 1;
        }
        n += found.len();
    }
    println!("{shown} headlines and {n} texts read");
    assert!(shown > 200);
}

pub fn headline(view: &plumbline_report::Page) -> Option<String> {
    use plumbline_report::Body;
    Some(match &view.body {
        Body::Empty(_) => return None,
        Body::Matrix(v) => v.headline.text(),
        Body::Sources(v) => v.headline.text(),
        Body::Document(v) => v.headline.text(),
    })
}

#[test]
fn an_address_that_nobody_knows_is_told_and_shows_nothing_else() {
    let Body::Empty(empty) = page(&DEMO, "#/nosuch?team=Billing").body else { panic!("a page") };
    assert_eq!(empty.title, "There is no page nosuch");
    let view = page(&DEMO, "#/gap?period=2026-13-01..2026-13-02&team=Billing&colour=blue");
    let chips: Vec<_> = view.frame.chips.iter().map(|c| (c.name.as_str(), c.value.as_str(), c.without.as_str())).collect();
    assert_eq!(
        chips,
        [
            ("Team", "Billing", "#/gap"),
            ("Not understood", "period=2026-13-01..2026-13-02", "#/gap?team=Billing"),
            ("Not understood", "colour=blue", "#/gap?team=Billing"),
        ]
    );
    assert_eq!(view.frame.chips[1].hides, None, "what is no filter hides nothing, not even 0 changes");
}

#[test]
fn filters_that_leave_nothing_say_what_each_hides_of_all() {
    // nobody is a team of no change, and the release of no change: either alone hides all
    let view = page(&DEMO, "#/changes?team=nobody&release=none");
    let all = u32::try_from(DEMO.select(&plumbline_assess::Selection::default()).len()).unwrap();
    assert_eq!(view.frame.chips.iter().map(|chip| chip.hides).collect::<Vec<_>>(), [Some(all), Some(all)]);
    // one that leaves some keeps its share of what the others leave
    let one = page(&DEMO, "#/changes?team=Billing").frame.chips[0].hides.unwrap();
    assert!(one > 0 && one < all);
}
