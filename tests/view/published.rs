//! A data set that was judged when it was published shows what one shows that is judged here, on every page and with every filter.

use crate::organisation::{DEMO, sweep, worked};
use plumbline_assess::published::{
    ColumnRow, RemarksOfPart, Sources, StoredColumns, Summary, Whole, WholeBuilder, changes_to_bytes, columns_from_bytes,
    columns_to_bytes, details_to_bytes, later_from_bytes, later_to_bytes,
};
use plumbline_assess::{Assessment, Cache, Score, Selection};
use plumbline_domain::{Authorship, Dataset, Instant};
use plumbline_report::document::FigureId;
use plumbline_report::export::score_to_json;
use plumbline_report::route::{Location, Route};
use plumbline_report::{Body, DataOrigin, answer_place, answered_places, sources_of};

/// What a publisher writes of an assessment: columns and changes by quarter, evidence by team.
#[derive(Clone)]
struct Layers {
    columns: Vec<Vec<u8>>,
    changes: Vec<Vec<u8>>,
    details: Vec<(Vec<String>, Vec<u8>)>,
    sources: Vec<u8>,
}

fn quarter(at: Instant) -> (i32, u8) {
    let month = at.month();
    (month.year, (month.month - 1) / 3)
}

fn layers_of(assessment: &Assessment) -> Layers {
    let every = assessment.every();
    let mut quarters: Vec<_> = every.iter().map(|place| quarter(assessment.date(*place).unwrap())).collect();
    let of = quarters.clone();
    quarters.sort();
    quarters.dedup();
    let in_quarter = |q: &(i32, u8)| every.iter().copied().filter(|place| of[*place as usize] == *q).collect::<Vec<u32>>();
    let columns = |q: &(i32, u8)| {
        let rows: Vec<_> = in_quarter(q).into_iter().map(|place| assessment.column_row(place).unwrap()).collect();
        columns_to_bytes(&rows)
    };
    let changes = |q: &(i32, u8)| {
        let records: Vec<_> = in_quarter(q).into_iter().map(|place| assessment.change_record(place).unwrap()).collect();
        changes_to_bytes(&records)
    };
    let details = every.chunks(7).map(|some| {
        let details: Vec<_> = some.iter().map(|place| assessment.detail(*place).unwrap()).collect();
        (some.iter().map(|place| assessment.id(*place).to_owned()).collect(), details_to_bytes(&details))
    });
    Layers {
        columns: quarters.iter().map(columns).collect(),
        changes: quarters.iter().map(changes).collect(),
        details: details.collect(),
        sources: postcard::to_allocvec(&sources_of(assessment)).unwrap(),
    }
}

fn opened(assessment: &Assessment, layers: &Layers) -> Assessment {
    let spans: Vec<_> = layers.columns.iter().map(|bytes| columns_from_bytes(bytes).unwrap()).collect();
    Assessment::of_columns(assessment.policy().clone(), assessment.summary(), &spans).unwrap()
}

/// Adds what was asked for until nothing is missing; how often something was added.
fn complete<T>(published: &mut Assessment, layers: &Layers, ask: impl Fn(&Assessment) -> T) -> (T, usize) {
    for round in 0..6 {
        let answer = ask(published);
        let wanted = published.take_wanted();
        if wanted.is_empty() {
            return (answer, round);
        }
        for span in wanted.spans {
            published.add_changes(span, &layers.changes[span as usize]).unwrap();
        }
        for (ids, bytes) in &layers.details {
            if ids.iter().any(|id| wanted.details.contains(id)) {
                published.add_details(bytes).unwrap();
            }
        }
        if wanted.sources {
            published.add_sources(&layers.sources).unwrap();
        }
    }
    panic!("something is asked for again and again");
}

fn selections() -> Vec<Selection> {
    let day = |m, d| Instant::from_ymd(2026, m, d);
    vec![
        Selection::default(),
        Selection { environments: vec!["prod".into()], ..Selection::default() },
        Selection { authorships: vec![Authorship::AiGenerated], ..Selection::default() },
        Selection { since: day(10, 1), ..Selection::default() },
        Selection { since: day(9, 1), until: day(10, 15), authorships: vec![Authorship::Human], ..Selection::default() },
    ]
}

fn change_page(assessment: &Assessment, place: u32) -> String {
    Location { route: Route::Change { id: assessment.id(place).to_owned() }, ..Location::default() }.to_fragment()
}

/// The explanations that the pages of an assessment link to, some of each page.
fn explanations(assessment: &Assessment) -> Vec<String> {
    let mut out = Vec::new();
    for place in ["overview", "gap", "matrix", "teams", "patterns", "funnel", "debt", "threats", "detection", "reviews"] {
        let location = Location::from_fragment(&format!("#/{place}?period=all"));
        let page = plumbline_report::page(assessment, &Cache::default(), &DataOrigin::None, &location);
        let text = serde_json::to_string(&page).unwrap();
        let links = text.split('"').filter(|part| part.starts_with("#/") && part.contains("why="));
        out.extend(links.step_by(3).map(str::to_owned));
    }
    out.sort();
    out.dedup();
    out
}

#[track_caller]
fn shows_the_same(assessment: &Assessment, what: &str) {
    let layers = layers_of(assessment);
    let changes = assessment.every().into_iter().step_by(17).map(|place| change_page(assessment, place));
    let explanations = explanations(assessment);
    assert!(assessment.n_changes() < 10 || explanations.len() > 20, "{what}: {}", explanations.len());
    // each page is the first that is asked for now and then, and finds things at hand otherwise
    let places: Vec<String> = sweep(assessment).into_iter().step_by(3).chain(changes).chain(explanations).collect();
    for some in places.chunks(12) {
        let mut published = opened(assessment, &layers);
        for place in some {
            let location = Location::from_fragment(place);
            let page = |a: &Assessment| plumbline_report::page(a, &Cache::default(), &DataOrigin::None, &location);
            let (shown, _) = complete(&mut published, &layers, page);
            assert_eq!(shown, page(assessment), "{what}: {place}");
        }
    }
    for selection in selections() {
        let score = |a: &Assessment| score_to_json(&Score::of(a, &selection)).unwrap();
        let (scored, _) = complete(&mut opened(assessment, &layers), &layers, score);
        assert_eq!(scored, score(assessment), "{what}: {selection:?}");
    }
}

#[test]
fn the_demo_shows_the_same_when_it_was_judged_before() {
    shows_the_same(&DEMO, "demo");
}

#[test]
fn a_worked_example_shows_the_same_when_it_was_judged_before() {
    for assessment in worked() {
        shows_the_same(&assessment, assessment.id(0));
    }
}

#[test]
fn the_overview_needs_columns_alone() {
    let layers = layers_of(&DEMO);
    for filter in ["", "period=30d", "environment=prod", "authorship=ai-generated", "gate=execution", "family=identity"] {
        let location = Location::from_fragment(&format!("#/overview?{filter}"));
        let page = |a: &Assessment| plumbline_report::overview_page(a, &Cache::default(), &DataOrigin::None, &location, |_| ());
        let published = opened(&DEMO, &layers);
        assert_eq!(page(&published), page(&DEMO), "{filter}");
        assert!(published.take_wanted().is_empty(), "{filter}");
    }
}

#[test]
fn time_passes_without_judging_again() {
    let layers = layers_of(&DEMO);
    let rows = later_from_bytes(&later_to_bytes(&DEMO.later_rows())).unwrap();
    assert!(rows.len() > 20, "gates fall due and evidence goes stale: {}", rows.len());
    for days in [1, 5, 8, 31, 95, 400] {
        let now = DEMO.dataset().now.plus_days(days);
        let then = Assessment::new(Dataset { now, ..DEMO.dataset().clone() });
        let open = || {
            let spans: Vec<_> = layers.columns.iter().map(|bytes| columns_from_bytes(bytes).unwrap()).collect();
            Assessment::of_columns_at(DEMO.policy().clone(), DEMO.summary(), &spans, &rows, Some(now)).unwrap()
        };
        for selection in selections() {
            let score = |a: &Assessment| score_to_json(&Score::of(a, &selection)).unwrap();
            let (scored, _) = complete(&mut open(), &layers, score);
            assert_eq!(scored, score(&then), "{days} days later: {selection:?}");
        }
        let changes = DEMO.every().into_iter().step_by(29).map(|place| change_page(&DEMO, place));
        let places = ["overview", "teams", "debt", "detection", "reviews", "changes", "matrix/alert-test/monitoring", "patterns"];
        for place in places.iter().map(|page| format!("#/{page}?period=all")).chain(changes) {
            let location = Location::from_fragment(&place);
            let page = |a: &Assessment| plumbline_report::page(a, &Cache::default(), &DataOrigin::None, &location);
            let (shown, _) = complete(&mut open(), &layers, page);
            assert_eq!(shown, page(&then), "{days} days later: {place}");
        }
    }
}

#[test]
fn a_time_before_the_publishing_is_none() {
    let layers = layers_of(&DEMO);
    let rows = DEMO.later_rows();
    let spans: Vec<_> = layers.columns.iter().map(|bytes| columns_from_bytes(bytes).unwrap()).collect();
    let before = DEMO.dataset().now.plus_days(-10);
    let opened = Assessment::of_columns_at(DEMO.policy().clone(), DEMO.summary(), &spans, &rows, Some(before)).unwrap();
    assert_eq!(opened.dataset().now, DEMO.dataset().now);
}

#[test]
fn a_search_finds_the_same() {
    let layers = layers_of(&DEMO);
    let id = DEMO.id(3).to_owned();
    for text in ["bill", "rotate", "CKV_AZURE", "prod", id.as_str()] {
        let search = |a: &Assessment| plumbline_report::search(a, &Cache::default(), &Location::default(), text);
        let (found, _) = complete(&mut opened(&DEMO, &layers), &layers, search);
        assert_eq!(found, search(&DEMO), "{text}");
    }
}

#[test]
fn a_digest_leads_to_the_first_change_that_offers_the_file() {
    let layers = layers_of(&DEMO);
    let change = DEMO.dataset().changes.iter().find(|c| c.reports.iter().any(|r| r.items.iter().any(|i| i.artifact.is_some())));
    let items = change.unwrap().reports.iter().flat_map(|r| &r.items);
    let content = items.filter_map(|i| DEMO.dataset().content(i.artifact.as_ref()?.content?)).next().unwrap();
    let text = &content.sha256[..12];
    let search = |a: &Assessment| plumbline_report::search(a, &Cache::default(), &Location::default(), text);
    let (found, _) = complete(&mut opened(&DEMO, &layers), &layers, search);
    let links = |hits: &[plumbline_report::Hit]| hits.iter().map(|h| h.to.clone()).collect::<Vec<_>>();
    assert!(links(&found).contains(&change_page(&DEMO, DEMO.place_of(&change.unwrap().fields.id).unwrap())), "{found:?}");
    assert!(links(&search(&DEMO)).iter().any(|to| links(&found).contains(to)));
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let layers = layers_of(&DEMO);
    let mut published = opened(&DEMO, &layers);
    assert!(published.add_changes(0, &layers.changes[1]).is_err(), "those of another span");
    assert!(published.add_changes(99, &layers.changes[0]).is_err(), "a span that there is not");
    assert!(published.add_changes(0, &layers.changes[0][..100]).is_err(), "cut");
    assert!(published.add_details(&layers.sources).is_err() || published.take_wanted().is_empty());
    assert!(published.add_sources(&layers.columns[0]).is_err());
    let twice = [0, 0].map(|span: usize| columns_from_bytes(&layers.columns[span]).unwrap());
    assert!(Assessment::of_columns(DEMO.policy().clone(), DEMO.summary(), &twice).is_err());
    assert!(columns_from_bytes(&layers.columns[0][1..]).is_err());
    let nothing = postcard::to_allocvec(&Sources::default()).unwrap();
    assert!(published.add_sources(&nothing).is_ok());
}

/// A data set in parts: what they have in common, the summary, the columns and remarks of each, and their bytes.
type Parts = (Whole, Summary, Vec<(StoredColumns, RemarksOfPart)>, Vec<Vec<u8>>);

/// The parts of an assessment by team, as a publisher writes them: the rows of each, and what is worth a second look there.
fn parts_of(assessment: &Assessment, n_parts: u32) -> Parts {
    let part_of = |row: &ColumnRow| row.team().map_or(0, |team| u32::try_from(team.len()).unwrap() % n_parts);
    let rows: Vec<ColumnRow> = assessment.every().into_iter().map(|place| assessment.column_row(place).unwrap()).collect();
    let (mut builder, mut parts, mut places) = (WholeBuilder::default(), vec![Vec::new(); n_parts as usize], Vec::new());
    let mut records: Vec<Vec<_>> = vec![Vec::new(); n_parts as usize];
    for (place, row) in (0_u32..).zip(&rows) {
        let part = part_of(row);
        builder.add(row, part, assessment.dataset().now);
        places.push((part, u32::try_from(parts[part as usize].len()).unwrap()));
        parts[part as usize].push(row.clone());
        records[part as usize].push(assessment.change_record(place).unwrap());
    }
    let summary = assessment.summary();
    let remarks = RemarksOfPart::of(&summary.remarks, &places, n_parts as usize);
    let records = records.iter().map(|records| changes_to_bytes(records)).collect();
    let columns = parts.iter().map(|rows| columns_from_bytes(&columns_to_bytes(rows)).unwrap());
    (builder.finish(), summary.without_places(), columns.zip(remarks).collect(), records)
}

#[test]
fn a_part_shows_of_its_teams_what_the_whole_shows() {
    const PARTS: u32 = 4;
    let layers = layers_of(&DEMO);
    let (whole, summary, parts, records) = parts_of(&DEMO, PARTS);
    let holding: std::collections::BTreeSet<u32> = DEMO.teams().iter().map(|team| whole.part_of(team).unwrap()).collect();
    assert!(holding.len() > 2, "the teams lie in several parts");
    assert_eq!(whole.part_of("nobody"), None);
    let open = |part: u32| {
        let part = [parts[part as usize].clone()];
        Assessment::of_parts_of(DEMO.policy().clone(), summary.clone(), Some(whole.clone()), &part).unwrap()
    };
    let mut n = 0;
    for place in sweep(&DEMO) {
        let location = Location::from_fragment(&place);
        let team = match &location.route {
            Route::Team { team } if location.filter.team.is_none() => team,
            Route::Team { .. } | Route::Compare { .. } | Route::Sources => continue,
            _ => match &location.filter.team {
                Some(team) => team,
                None => continue,
            },
        };
        let mut published = open(whole.part_of(team).unwrap_or(0));
        let page = |a: &Assessment| plumbline_report::page(a, &Cache::default(), &DataOrigin::None, &location);
        let of_part = Layers { changes: vec![records[whole.part_of(team).unwrap_or(0) as usize].clone()], ..layers.clone() };
        let (mut shown, _) = complete(&mut published, &of_part, page);
        let mut expected = page(&DEMO);
        // what a chip hides of all others only these could tell, unless a day, an environment or an authorship says it
        for (of_part, of_all) in shown.frame.chips.iter_mut().zip(&mut expected.frame.chips) {
            assert!(of_part.hides.is_some() || of_part.name == "Team", "{place}: {}", of_part.name);
            of_all.hides = of_part.hides.and(of_all.hides);
        }
        // a team's page compares it with all teams where these are at hand
        for page in [&mut shown, &mut expected] {
            if let Body::Document(document) = &mut page.body {
                document.blocks.retain(|block| block.place.figure != FigureId::TeamEnvelope);
            }
        }
        assert_eq!(shown, expected, "{place}");
        n += 1;
    }
    assert!(n > 300, "{n}");
}

#[test]
fn all_parts_together_are_the_whole() {
    let (_, summary, parts, _) = parts_of(&DEMO, 3);
    let all = Assessment::of_parts_of(DEMO.policy().clone(), summary, None, &parts).unwrap();
    let location = Location::from_fragment("#/overview");
    let page = |a: &Assessment| plumbline_report::page(a, &Cache::default(), &DataOrigin::None, &location);
    assert_eq!(page(&all), page(&DEMO));
    assert_eq!(all.summary(), DEMO.summary());
}

#[test]
fn answers_need_columns_alone() {
    let layers = layers_of(&DEMO);
    let places = answered_places(&DEMO);
    assert!(places.len() > 40, "{}", places.len());
    let published = opened(&DEMO, &layers);
    for place in places {
        assert_eq!(answer_place(&place), place);
        let page = |a: &Assessment| plumbline_report::page(a, &Cache::default(), &DataOrigin::None, &place);
        assert_eq!(page(&published), page(&DEMO), "{}", place.to_fragment());
    }
    assert!(published.take_wanted().is_empty());
}

#[test]
fn a_part_that_speaks_of_what_the_whole_does_not_hold_is_refused() {
    let (whole, summary, parts, _) = parts_of(&DEMO, 2);
    let (of_others, ..) = parts_of(&worked().remove(0), 2);
    let open = |whole: Whole, summary: Summary| {
        Assessment::of_parts_of(DEMO.policy().clone(), summary, Some(whole), &parts).map(|_| ()).unwrap_err().to_string()
    };
    assert_eq!(open(of_others, summary.clone()), "a part holds a name that the whole data set does not have");
    let without = Summary { remarks: Vec::new(), ..summary };
    assert_eq!(open(whole, without), "a part holds a remark that there is not");
}
