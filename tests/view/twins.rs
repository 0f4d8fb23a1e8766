//! Each figure's table holds the very numbers that its chart is drawn from.

use crate::organisation::{DEMO, page, sweep, worked};
use plumbline_assess::Assessment;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Keys of numbers that are places in a list, or that stand elsewhere in words.
const NO_FIGURES: [&str; 10] =
    ["few_below", "total", "claimed", "previous", "computed", "marker", "past", "period", "despite", "least_span"];

/// The lists of a figure of which each element is a row of its table.
const ROWS: [&str; 3] = ["rows", "gates", "steps"];

/// The numbers in a text, without their signs.
fn numbers_in(text: &str) -> HashSet<String> {
    let cleaned = text.replace(',', "").replace("<1", "1").replace(">99", "99");
    cleaned
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|w| !w.is_empty())
        .map(|w| w.trim_matches('.').to_owned())
        .collect()
}

/// How a number may be written in a table: a count, a whole percent or point (also when it is all but nothing or all), or tenths
/// of a point.
fn writings(n: f64) -> Vec<String> {
    if n.fract() == 0.0 && n.abs() > 1.0 {
        return vec![format!("{n}")];
    }
    let mut out = vec![format!("{}", (n.abs() * 100.0).round()), format!("{:.1}", (n.abs() * 1000.0).round() / 10.0)];
    if n.abs() < 0.005 {
        out.extend(["1".to_owned(), "0.1".to_owned()]);
    }
    if n > 0.995 {
        out.push("99".to_owned());
    }
    if n.fract() == 0.0 {
        out.push(format!("{}", n.abs()));
    }
    out
}

fn leaves(value: &Value, key: &str, out: &mut Vec<(String, f64)>) {
    match value {
        // the rest of a bar's whole, which stands beside it
        Value::Array(piece) if matches!(piece.as_slice(), [Value::String(p), Value::Number(_)] if p == "Absent") => {}
        Value::Number(n) if !NO_FIGURES.contains(&key) => out.push((key.to_owned(), n.as_f64().unwrap())),
        Value::Array(items) => items.iter().for_each(|v| leaves(v, key, out)),
        // the colour of a field says again what stands beside it, a key counts nothing, and an inner figure has its own table
        Value::Object(map) => {
            // a gap and its change are drawn where they are, and written as the difference of the figures beside them
            let label = if map.contains_key("from_to") { "label" } else { "short" };
            let is_written_apart = map.contains_key("from_to") || map.contains_key("named");
            if let Some(text) = map.get(label).filter(|_| is_written_apart).and_then(Value::as_str) {
                let shown: f64 = text.replace('\u{2212}', "-").parse().unwrap();
                assert!((map["value"].as_f64().unwrap() * 100.0 - shown).abs() < 2.0, "{text}: {}", map["value"]);
                out.push((key.to_owned(), shown / 100.0));
            }
            // the table of a moving mean holds the mean, not the single weeks behind it, nor the interval of the mean
            let is_week_behind = map.contains_key("line") && map.contains_key("value");
            map.iter()
                .filter(|(k, _)| !["head", "Heat", "Keys", "Blocks", "spells"].contains(&k.as_str()))
                .filter(|(k, _)| !((is_written_apart || is_week_behind) && *k == "value"))
                .for_each(|(k, v)| match v {
                    Value::Object(means) if k == "line" => {
                        out.extend(means.values().filter_map(|mean| Some((k.clone(), mean["value"].as_f64()?))));
                    }
                    _ => leaves(v, k, out),
                });
        }
        _ => {}
    }
}

fn assert_within(figure: &Value, key: &str, table: &HashSet<String>, place: &str) {
    let mut found = Vec::new();
    leaves(figure, key, &mut found);
    for (key, n) in found {
        // a pattern's cell speaks of repeats only where there are any
        if n == 0.0 && key == "repeats" {
            continue;
        }
        assert!(writings(n).iter().any(|w| table.contains(w)), "{place}, {key}: {n} is not in its table {table:?}");
    }
}

/// Compares every figure in a view; gives how many it found.
fn compare(value: &Value, place: &str) -> usize {
    let Value::Object(map) = value else {
        return value.as_array().map_or(0, |items| items.iter().map(|v| compare(v, place)).sum());
    };
    let inner: usize = map.iter().map(|(key, v)| compare(v, &format!("{place}/{key}"))).sum();
    let Some(table) = map.get("head").map(|h| &h["table"]) else { return inner };
    figure(map, table, place);
    inner + 1
}

fn figure(map: &Map<String, Value>, table: &Value, place: &str) {
    let rows = table["rows"].as_array().unwrap();
    let columns = table["columns"].as_array().unwrap().len();
    assert_eq!(table["numeric"].as_array().unwrap().len(), columns, "{place}");
    assert!(rows.iter().all(|r| r.as_array().unwrap().len() == columns), "{place}: every row has every column");
    let of_row = |row: &Value| -> HashSet<String> {
        row.as_array().unwrap().iter().flat_map(|c| numbers_in(c["text"].as_str().unwrap())).collect()
    };
    let mut all: HashSet<String> = rows.iter().flat_map(of_row).collect();
    grid_numbers(&Value::Object(map.clone()), &mut all);
    for (key, part) in map.iter().filter(|(key, _)| !["head", "place", "panel", "totals"].contains(&key.as_str())) {
        let by_row: Vec<HashSet<String>> = rows.iter().map(of_row).collect();
        parts(part, key, &by_row, &all, &format!("{place}/{key}"));
    }
}

/// Holds each row of a chart against its row of the table, and everything else against the whole table.
fn parts(part: &Value, key: &str, rows: &[HashSet<String>], all: &HashSet<String>, place: &str) {
    match part {
        Value::Array(list) if ROWS.contains(&key) && list.len() == rows.len() => {
            list.iter().zip(rows).for_each(|(part, row)| assert_within(part, key, row, place));
        }
        Value::Array(list) if key == "content" => list.iter().for_each(|part| parts(part, "", rows, all, place)),
        Value::Object(chart) if chart.contains_key("Chart") => {
            let kinds = chart["Chart"].as_object().unwrap();
            for (key, part) in kinds.values().flat_map(|kind| kind.as_object().unwrap()) {
                parts(part, key, rows, all, place);
            }
        }
        _ => assert_within(part, key, all, place),
    }
}

/// The numbers in the cells of tables that are read: they are their own twins.
fn grid_numbers(value: &Value, out: &mut HashSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|v| grid_numbers(v, out)),
        Value::Object(map) => {
            for (key, v) in map.iter().filter(|(key, _)| *key != "head") {
                match v.as_str().filter(|_| map.contains_key("picture") && (key == "text" || key == "detail")) {
                    Some(text) => out.extend(numbers_in(text)),
                    None => grid_numbers(v, out),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn every_table_holds_the_numbers_of_its_chart() {
    let n = compare_all(&DEMO, 3);
    println!("{n} figures compared");
    assert!(n > 300);
}

#[test]
fn so_do_the_tables_of_the_worked_examples() {
    for assessment in worked() {
        let n = compare_all(&assessment, 1);
        assert!(n > 300, "only {n} figures were compared");
    }
}

/// Compares the figures of every so-manieth page of the sweep; gives how many.
fn compare_all(assessment: &Assessment, step: usize) -> usize {
    let mut n = 0;
    for fragment in sweep(assessment).iter().filter(|f| !f.contains("sources")).step_by(step) {
        let view = serde_json::to_value(page(assessment, fragment)).unwrap();
        n += compare(&view["body"], fragment);
    }
    n
}

#[test]
fn the_totals_of_the_matrix_are_those_of_its_last_rows() {
    let view = serde_json::to_value(page(&DEMO, "#/matrix")).unwrap();
    let matrix = &view["body"]["Matrix"];
    let rows = matrix["head"]["table"]["rows"].as_array().unwrap();
    let count = |row: &Value, i: usize| row[i]["text"].as_str().unwrap().replace(',', "").parse::<u64>().unwrap();
    for (total, row) in matrix["totals"].as_array().unwrap().iter().zip(&rows[rows.len() - 5..]) {
        // reproduced, and reproduced, diverged and not tried together
        assert_eq!(total[0].as_u64(), Some(count(row, 6)));
        assert_eq!(total[1].as_u64(), Some(count(row, 6) + count(row, 7) + count(row, 8)));
    }
}
