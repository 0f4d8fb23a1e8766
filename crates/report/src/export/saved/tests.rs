//! What is saved of whole pages: of a few changes worked out by hand, and of hostile ones.

use super::*;
use crate::Body;
use expect_test::expect;
use plumbline_domain::Instant;
use plumbline_ingest::{Reader, Source, default_policy};

/// A gate report of a change of a team, with a title.
fn report(id: &str, team: &str, title: &str) -> String {
    let text = |text: &str| serde_json::to_string(text).unwrap();
    format!(
        r#"{{"format": "plumbline.gate-report/1", "gate": "intent", "outcome": "passed", "recordedAt": "2026-11-20T10:00:00Z",
            "change": {{"id": {}, "team": {}, "title": {}, "openedAt": "2026-11-20T09:00:00Z", "resources": {{"created": 7}}}},
            "perceived": [{{"confidence": 0.9, "role": "author"}}]}}"#,
        text(id),
        text(team),
        text(title)
    )
}

fn assessment(reports: &[String]) -> Assessment {
    let (policy, sha256) = default_policy();
    let mut reader = Reader::new(policy, sha256);
    for (i, report) in reports.iter().enumerate() {
        reader.read(Source::new(format!("reports/{i}.json"), report.as_bytes().to_vec()));
    }
    Assessment::new(reader.into_dataset(Instant::from_ymd(2026, 11, 22).unwrap()))
}

fn save(assessment: &Assessment, fragment: &str, what: &Export) -> SavedFile {
    let origin = DataOrigin::Site { title: "Contoso".to_owned() };
    export(assessment, &Cache::default(), &origin, &Location::from_fragment(fragment), what).unwrap()
}

/// The places of all tables of a page.
fn all_tables(assessment: &Assessment, fragment: &str) -> Vec<Export> {
    let location = Location::from_fragment(fragment);
    let made = page(assessment, &Cache::default(), &DataOrigin::None, &location);
    match &made.body {
        Body::Document(document) => all_blocks(&document.blocks)
            .into_iter()
            .flat_map(|block| {
                (0..).zip(tables_of(block)).map(|(place, _)| Export::Table {
                    figure: block.place.figure,
                    title: shown(&block.head.title).into_owned(),
                    place,
                })
            })
            .collect(),
        Body::Matrix(_) => vec![Export::Matrix],
        Body::Sources(_) => vec![Export::Receipts],
        Body::Empty(_) => Vec::new(),
    }
}

/// The records of a file as RFC 4180 reads it.
fn records(csv: &str) -> Vec<Vec<String>> {
    let text = csv.strip_prefix('\u{feff}').unwrap();
    let mut out = Vec::new();
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        let mut cells = vec![String::new()];
        let mut is_quoted = false;
        for (i, piece) in line.split('"').enumerate() {
            // Between two quotes commas are text; two quotes in a row are one.
            if i > 0 {
                is_quoted = !is_quoted;
            }
            match is_quoted {
                true => cells.last_mut().unwrap().push_str(piece),
                false => {
                    let mut parts = piece.split(',');
                    cells.last_mut().unwrap().push_str(parts.next().unwrap());
                    cells.extend(parts.map(str::to_owned));
                }
            }
        }
        assert!(!is_quoted, "{line}");
        out.push(cells);
    }
    out
}

const PAGES: [&str; 14] = [
    "#/overview",
    "#/gap",
    "#/matrix",
    "#/teams",
    "#/patterns",
    "#/funnel",
    "#/debt",
    "#/changes",
    "#/threats",
    "#/detection",
    "#/reviews",
    "#/compare",
    "#/sources",
    "#/policy",
];

#[test]
fn the_list_of_changes_has_every_row_of_the_filter_and_the_order_of_the_page() {
    let reports: Vec<String> =
        (0..120).map(|i| report(&format!("shop#{i}"), if i % 2 == 0 { "blue" } else { "red" }, "t")).collect();
    let assessment = assessment(&reports);
    let place = "#/changes?team=blue&sort=-id";
    let [table] = all_tables(&assessment, place).try_into().unwrap();
    let file = save(&assessment, place, &table);
    assert_eq!(file.name, "contoso-changes-2026-11-22.csv");
    let records = records(&file.text);
    assert_eq!(records.len(), 61, "{}", file.text);
    assert!(records.iter().skip(1).all(|row| row[2] == "blue"));
}

#[test]
fn a_change_has_its_values_unrounded() {
    let assessment = assessment(&[report("contoso/shop#7", "blue", "Open a port")]);
    let [table] = all_tables(&assessment, "#/changes").try_into().unwrap();
    expect![[r#""#]].assert_eq(&save(&assessment, "#/changes", &table).text.replace("\r\n", "\n").replace('\u{feff}', ""));
}

#[test]
fn every_table_of_every_page_is_rectangular() {
    let assessment = assessment(&[report("contoso/shop#7", "blue", "Open a port"), report("contoso/shop#8", "red", "Shut it")]);
    let mut n = 0;
    for fragment in PAGES.into_iter().chain(["#/team/blue", "#/change/contoso%2Fshop%237"]) {
        for table in all_tables(&assessment, fragment) {
            let file = save(&assessment, fragment, &table);
            let records = records(&file.text);
            assert!(records.iter().all(|row| row.len() == records[0].len()), "{fragment} {table:?}\n{}", file.text);
            assert!(records.len() > 1 && records[0].iter().all(|head| !head.is_empty()), "{fragment} {table:?}\n{}", file.text);
            let heads: std::collections::BTreeSet<&String> = records[0].iter().collect();
            assert_eq!(heads.len(), records[0].len(), "{fragment} {table:?}\n{}", file.text);
            n += 1;
        }
    }
    assert!(n > 40, "{n} tables");
}

#[test]
fn hostile_texts_run_nowhere() {
    let hostile =
        ["=HYPERLINK(\"http://x.example\",\"y\")", "<script>alert(1)</script>", "\u{202e}@SUM(1)", "-2+3;=1", "a\r\n=b\t|c"];
    let reports: Vec<String> = hostile.iter().enumerate().map(|(i, text)| report(&format!("{text}#{i}"), text, text)).collect();
    let assessment = assessment(&reports);
    for fragment in PAGES {
        for table in all_tables(&assessment, fragment) {
            let text = save(&assessment, fragment, &table).text;
            for cell in records(&text).iter().flatten() {
                let is_number = cell.parse::<f64>().is_ok();
                assert!(is_number || !cell.trim_start().starts_with(['=', '+', '-', '@']), "{fragment}: {cell:?}");
                assert!(!cell.contains('\u{202e}'), "{fragment}: {cell:?}");
            }
        }
        let origin = DataOrigin::Site { title: "=1+1 <script>".to_owned() };
        let brief = export(&assessment, &Cache::default(), &origin, &Location::from_fragment(fragment), &Export::Page);
        if let Some(brief) = brief {
            assert!(brief.name.starts_with("1-1-script-"), "{}", brief.name);
            for html in ["<script", "http://x.example"] {
                let in_code = brief.text.split('`').skip(1).step_by(2).filter(|code| code.contains(html)).count();
                assert_eq!(in_code, brief.text.matches(html).count(), "{fragment}: {html} stands outside code\n{}", brief.text);
            }
        }
    }
}

#[test]
fn the_brief_is_the_overview_in_sentences_and_tables() {
    let assessment = assessment(&[report("contoso/shop#7", "blue", "Open a port")]);
    let file = save(&assessment, "#/overview?team=blue", &Export::Page);
    assert_eq!((file.name.as_str(), file.media_type), ("contoso-overview-2026-11-22.md", "text/markdown"));
    expect![[r#""#]].assert_eq(&file.text.replace(env!("CARGO_PKG_VERSION"), "(version)"));
}

#[test]
fn what_is_not_there_is_not_saved() {
    let assessment = assessment(&[report("contoso/shop#7", "blue", "Open a port")]);
    let gone = Export::Table { figure: FigureId::Envelope, title: "Another title".to_owned(), place: 0 };
    let at = |fragment: &str, what: &Export| {
        export(&assessment, &Cache::default(), &DataOrigin::None, &Location::from_fragment(fragment), what)
    };
    assert_eq!(at("#/overview", &gone), None);
    assert_eq!(at("#/overview", &Export::Matrix), None);
    assert_eq!(at("#/matrix", &Export::Page), None);
    assert_eq!(at("#/overview", &Export::Explanation { place: 0 }), None);
    assert!(at("#/overview?why=envelope", &Export::Explanation { place: 0 }).is_some());
}
