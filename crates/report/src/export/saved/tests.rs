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
    expect![[r#"
        Change,What it does,Team,Service,Environment,Release,Authorship,Date,Opened,Merged,Deployed,Resources,Stated (%),Verified (%),Gap (points),Open findings,Intent,Validation,Execution,Observation,Weakest evidence
        contoso/shop#7,Open a port,blue,,,,Unknown,2026-11-20T09:00:00Z,2026-11-20T09:00:00Z,,,7,90,0,90,0,missing,not due,not due,not due,Threat intent: missing
    "#]].assert_eq(&save(&assessment, "#/changes", &table).text.replace("\r\n", "\n").replace('\u{feff}', ""));
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
    expect![[r#"
        # blue is 90 % confident its changes are sound (one statement); evidence proves none of what policy asks. Too few changes to say more (1 of 5 needed).

        Contoso. Confidence brief, 20 Nov 2026. Blue, 1 change.

        Perceived confidence is what people state about their infrastructure changes; verified confidence is what evidence proves of what policy asks, at four gates. Verified is not the same as safe: the evidence is there and holds, but a change can be proved and still be risky. Data: Contoso.

        ## Too few changes to say (1 of 5 needed)

        Verified: mean over the changes due of the share of required evidence that is verified (the share of all items may differ). Perceived: mean stated confidence. Both with 95 % intervals. Marked where fewer than 5 changes are due

        | Gate | Changes due | Perceived | 95 % interval | Stated by | Verified | 95 % interval | Gap, points | Implied by passed gates | Items verified | Items required |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | Intent | 1 | 90 % | no data | 1 | 0 % | 0 to 79 % | 90 | 100 % | 0 | 1 |
        | Validation | 0 | no data | no data | 0 | no data | no data | no data | no data | 0 | 0 |
        | Execution | 0 | no data | no data | 0 | no data | no data | no data | no data | 0 | 0 |
        | Observation | 0 | no data | no data | 0 | no data | no data | no data | no data | 0 | 0 |

        ## Change in the gap by gate

        Nothing earlier to compare with

        | Gate | Gap before, points | Gap now, points | Change, points | Widened interval | Clear |
        | --- | --- | --- | --- | --- | --- |
        | Intent | no data | no data | no data | no data | no data |
        | Validation | no data | no data | no data | no data | no data |
        | Execution | no data | no data | no data | no data | no data |
        | Observation | no data | no data | no data | no data | no data |

        ## Gap by authorship

        Verified and perceived by who wrote the change, all gates pooled, with 95 % intervals

        | Authorship | Changes | Due gates | Perceived | 95 % interval | Stated by | Verified | 95 % interval | Gap, points | Implied by passed gates |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | Unknown | 1 | 1 | 90 % | no data | 1 | 0 % | 0 to 79 % | 90 | 100 % |

        ## Where the next verified points are

        How much overall verified confidence would rise if every missing item of this kind were supplied and verified

        - Record purpose and threat assumptions: +100.0 pts (Intent, 1 item missing in one team)

        | What to do | Gate | Where | Rise, points |
        | --- | --- | --- | --- |
        | Record purpose and threat assumptions | Intent | Intent, 1 item missing in one team | `+100.0` |

        ## Perceived and verified confidence over time

        Perceived and verified confidence by week of the change, with 95 % intervals

        | Gate | Period | Changes due | Perceived | 95 % interval | Stated by | Verified | 95 % interval | Gap, points | Implied by passed gates |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | Intent | week 47 of 2026 | 1 | 90 % | no data | 1 | 0 % | 0 to 79 % | 90 | 100 % |
        | Validation | week 47 of 2026 | 0 | no data | no data | no data | no data | no data | no data | no data |
        | Execution | week 47 of 2026 | 0 | no data | no data | no data | no data | no data | no data | no data |
        | Observation | week 47 of 2026 | 0 | no data | no data | no data | no data | no data | no data | no data |

        ## Teams on the ladder

        Always the last 90 days (24 Aug to 22 Nov 2026); the period filter does not apply. Not a ranking: team size and blast radius differ

        | Team | Changes | Rung computed | Rung claimed | Rung before | Gap, points | Gap, last 30 days less the 30 before, points | 95 % interval | Gap of the last 13 weeks as a mean of five, oldest first, points | Gap of each of these weeks, points | What blocks the next rung | Gate |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | blue | 1 | too few changes | not stated | no data | no data | no data | no data | no data; no data; no data; no data; no data; no data; no data; no data; no data; no data; no data; no data; no data | no data; no data; no data; no data; no data; no data; no data; no data; no data; no data; no data; no data; no data | Too few changes at Intent to say (1 due change) | Intent |

        ## No change has shipped, so there is no verification debt

        Resources touched by changes in debt at the end of each week, the last one at the assessment time; a change that states none counts as 1. Records begin 20 Nov 2026

        | Period | Total |
        | --- | --- |
        | Week 47 of 2026 | 0 |

        ## Workflow practices

        Share that keeps each practice, with 95 % interval. Offered: verified or not

        | Practice | Share | 95 % interval | Cases | Of |
        | --- | --- | --- | --- | --- |
        | Threat intent verified | 0 % | 0 to 79 % | 1 | change |
        | Policy diagnostics and outputs offered | no data | no data | 0 | shipped changes |
        | No open critical or high finding (no scan was read) | no data | no data | 0 | shipped changes |
        | Alert path tested | no data | no data | 0 | releases of a team |
        | Recurring pattern prevented | no data | no data | 0 | patterns that recur in a team |

        ## No scan was read, so nothing can be said of failure patterns

        Occurrences by week of the change. Dot area is the count; hollow: a team's first at any date; solid: a repeat

        | Pattern | Symptom | Times | Changes | Repeats | Teams | Escaped | Responsible gate | w47 | What would have prevented it |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | Privilege inflation | A role grants more than the change needs | 0 | 0 | 0 | 0 | 0 | Validation | 0 | A role assignment diff with a reason for each wide role |
        | Alert illusion | An alert reaches nobody, or nobody tested it | 0 | 0 | 0 | 0 | 0 | Observation | 0 | Alert rules linked to a receiver, and a test that arrived |
        | Environment drift | What runs differs from what was written | 0 | 0 | 0 | 0 | 0 | Execution | 0 | Source, compiled and deployed state compared, filed as evidence |
        | Unsafe defaults | A public endpoint or open rule is left as it came | 0 | 0 | 0 | 0 | 0 | Validation | 0 | Policy diagnostics on the merged commit, denying by default |
        | Recovery gap | A critical change without a proven way back | 0 | 0 | 0 | 0 | 0 | Execution | 0 | A rollback rehearsed, its log attached |

        ## Terms

        - perceived: The confidence, 0 to 100 %, that people state about a change in a gate's report.
        - verified: The mean share of the evidence a policy requires that was read, holds, and is still fresh. It says how much is proved, not that a change is safe.
        - gate: One of four checkpoints of every change: intent (is the purpose recorded?), validation (was it checked before merge?), execution (did the deployment match?), observation (is it still true in production?).
        - gap: Perceived minus verified confidence, in points. Above zero, people believe more than evidence proves.
        - implied: The share of due gates that passed: what a green gate claims. It is shown apart from perceived and verified confidence.
        - clear change: A difference whose 95 % interval excludes zero, with enough changes on both sides. Anything else may be chance and is not called a change.
        - within teams: The difference is taken inside each team and then averaged, so that teams with many AI-generated changes and a wide gap of their own do not decide it.
        - required item: One kind of evidence that the policy requires of a change at a gate that is due.
        - rung: A step of the maturity ladder: ad-hoc, declared, gated, proven, observed, audit-verified. Evidence of the ladder's window decides it; the claimed rung is what the team says.
        - verification debt: Shipped changes for which some evidence that is due is not verified.
        - blast radius: How many resources a change creates, modifies or deletes.
        - failure pattern: A recurring kind of failure, such as unsafe defaults or alerts that reach nobody, shown by a finding or by evidence.
        - escaped: A failure that the gate responsible for it let through: the gate was open while the failure was there.

        ---

        Contoso. Overview. Team: blue.

        Assessed 22 Nov 2026 00:00 UTC. Data set sha256 0c60398d57201a4233c9f605155a61cf8f589adca38d57abe7a4f2dd4887fd60. Plumbline (version).
    "#]].assert_eq(&file.text.replace(env!("CARGO_PKG_VERSION"), "(version)"));
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
