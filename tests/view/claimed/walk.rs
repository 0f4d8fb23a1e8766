//! Every page of every odd organisation, under filters that leave all, some, little or nothing.

use super::facts::{Facts, Look, Side, encoded};
use super::known::named;
use super::worlds::{Odd, any_odd};
use super::{Rule, check, confidence, general, guards, ladder, moves, pages, practice, sides, titles};
use crate::organisation::page;
use crate::sentences::headline;
use plumbline_assess::{Assessment, Selection};
use plumbline_domain::{Authorship, Gate, Instant};
use plumbline_report::document::{Block, Content, Document, FigureId, all_blocks};
use plumbline_report::{Body, Page};
use proptest::prelude::*;

/// The rules for the headline of a page; none where only what holds for every text is asked.
fn of_headline(path: &str) -> Option<&'static [Rule]> {
    Some(match path.split('/').next().unwrap_or_default() {
        "overview" | "gap" => confidence::OVERVIEW,
        "teams" if path.contains('/') => ladder::TEAM,
        "teams" => ladder::TEAMS,
        "debt" => pages::DEBT,
        "funnel" => pages::FUNNEL,
        "threats" => pages::THREATS,
        "changes" => pages::CHANGES,
        "sources" => pages::SOURCES,
        "policy" => pages::POLICY,
        "detection" => practice::DETECTION,
        "reviews" => practice::REVIEWS,
        "patterns" if path.contains('/') => practice::PATTERN,
        "patterns" => practice::PATTERNS,
        "matrix" => practice::MATRIX,
        "compare" => practice::COMPARE,
        _ => return None,
    })
}

/// The rules for the title of a figure; none where only what holds for every text is asked.
fn of_title(figure: FigureId) -> Option<&'static [Rule]> {
    Some(match figure {
        FigureId::Envelope | FigureId::TeamEnvelope => confidence::ENVELOPE,
        FigureId::GapChange | FigureId::GapChangeReason => moves::GAP_CHANGE,
        FigureId::Drift => moves::DRIFT,
        FigureId::Authorship | FigureId::AuthorshipReason => moves::AUTHORSHIP,
        FigureId::ByTeam | FigureId::Services | FigureId::Environments => moves::KINDS,
        FigureId::Progress => moves::PROGRESS,
        FigureId::NextPoints => titles::NEXT_POINTS,
        FigureId::Debt => titles::DEBT,
        FigureId::Workflow => titles::WORKFLOW,
        FigureId::Patterns | FigureId::TeamPatterns | FigureId::Timeline => titles::PATTERNS,
        FigureId::Funnel => titles::FUNNEL,
        FigureId::Velocity => titles::VELOCITY,
        FigureId::HoldersByAuthorship => titles::BY_AUTHORSHIP,
        FigureId::HoldersByTeam => titles::BY_TEAM,
        FigureId::LargestDebts => titles::LARGEST,
        FigureId::AfterPrevention => titles::AFTER,
        FigureId::Ladder => ladder::STANDINGS,
        FigureId::Teams => ladder::MOVES,
        FigureId::TeamLadder => ladder::DISTANCE,
        FigureId::TeamCriteria => ladder::CRITERIA,
        FigureId::Surface => guards::SURFACE,
        FigureId::Threats => guards::THREATS,
        FigureId::Chain => guards::CHAIN,
        FigureId::Lanes => guards::LANES,
        FigureId::LastChecks => guards::LAST_CHECKS,
        FigureId::Reviews => guards::REVIEWS,
        FigureId::ReviewShares => guards::REVIEW_SHARES,
        FigureId::TwoGates => sides::GATES,
        FigureId::TwoTypes => sides::TYPES,
        FigureId::TwoPatterns => sides::PATTERNS,
        FigureId::TwoFindings => sides::FINDINGS,
        FigureId::TwoRungs => sides::RUNGS,
        FigureId::TwoGrades => sides::GRADES,
        _ => return None,
    })
}

/// The paths and queries under which an organisation is looked at.
fn looks(a: &Assessment) -> Vec<Look> {
    let mut paths: Vec<String> =
        ["overview", "gap", "teams", "debt", "funnel", "threats", "detection", "reviews"].map(str::to_owned).to_vec();
    paths.extend(["changes", "matrix", "patterns", "sources", "policy"].map(str::to_owned));
    paths.extend(a.policy().patterns.iter().map(|p| format!("patterns/{}", p.id)));
    let mut filters: Vec<(String, Selection, Option<Gate>)> = vec![(String::new(), Selection::default(), None)];
    let day = |text: &str| Instant::from_rfc3339(text).unwrap();
    let until = |text: &str| Some(Instant::from_micros(day(text).micros() - 1));
    let between = |since, end| Selection { since: Some(day(since)), until: until(end), ..Selection::default() };
    filters.push(("period=2026-11-03..2026-11-12".into(), between("2026-11-03T00:00:00Z", "2026-11-13T00:00:00Z"), None));
    filters.push(("period=2026-05-01..2026-09-30".into(), between("2026-05-01T00:00:00Z", "2026-10-01T00:00:00Z"), None));
    filters.push((
        "period=7d".into(),
        Selection { since: Some(day("2026-11-16T00:00:00Z")), until: Some(a.dataset().now), ..Selection::default() },
        None,
    ));
    filters.push((
        "authorship=ai-generated".into(),
        Selection { authorships: vec![Authorship::AiGenerated], ..Selection::default() },
        None,
    ));
    filters.push(("gate=validation".into(), Selection::default(), Some(Gate::Validation)));
    let teams = a.teams().iter().take(15);
    filters.extend(
        teams
            .clone()
            .map(|t| (format!("team={}", encoded(t)), Selection { teams: vec![t.clone()], ..Selection::default() }, None)),
    );
    // every page without a filter, and with some of the filters, each page with others
    let mut out = Vec::new();
    let of_teams = teams.map(|t| (format!("teams/{}", encoded(t)), Some(t)));
    let pages = paths.into_iter().map(|path| (path, None)).chain(of_teams);
    for (i, (path, team)) in pages.enumerate() {
        let is_of_changes = !matches!(path.as_str(), "sources" | "policy");
        let is_tried = |j: usize, selection: &Selection| {
            j == 0 || is_of_changes && (i + j).is_multiple_of(4) && (team.is_none() || selection.teams.is_empty())
        };
        for (query, selection, gate) in filters.iter().enumerate().filter(|(j, f)| is_tried(*j, &f.1)).map(|(_, f)| f) {
            let teams = team.cloned().map_or_else(|| selection.teams.clone(), |team| vec![team]);
            let selection = Selection { teams, ..selection.clone() };
            out.push(Look { path: path.clone(), query: query.clone(), selection, gate: *gate, sides: None });
        }
    }
    out.extend(compared(a));
    out
}

/// What is set side by side: two periods, each two neighbours of the teams and of the releases.
fn compared(a: &Assessment) -> Vec<Look> {
    let mut out = Vec::new();
    let mut add = |path: String, left: Side, right: Side| {
        out.push(Look { path, sides: Some((left, right)), ..Look::default() });
    };
    let day = |text: &str| Instant::from_rfc3339(text).unwrap();
    let period = |name: &str, since, end| Side {
        by: "period",
        name: name.to_owned(),
        selection: Selection {
            since: Some(day(since)),
            until: Some(Instant::from_micros(day(end).micros() - 1)),
            ..Selection::default()
        },
    };
    // the last 90 days, the day of the assessment time included, against the 90 before
    add(
        "compare".to_owned(),
        period("27 May to 24 Aug 2026", "2026-05-27T00:00:00Z", "2026-08-25T00:00:00Z"),
        period("25 Aug to 22 Nov 2026", "2026-08-25T00:00:00Z", "2026-11-23T00:00:00Z"),
    );
    for pair in a.teams().windows(2) {
        let side = |name: &String| Side {
            by: "team",
            name: name.clone(),
            selection: Selection { teams: vec![name.clone()], ..Selection::default() },
        };
        add(format!("compare/team/{}/{}", encoded(&pair[0]), encoded(&pair[1])), side(&pair[0]), side(&pair[1]));
    }
    for pair in a.releases().windows(2) {
        let side = |name: &String| Side {
            by: "release",
            name: name.clone(),
            selection: Selection { releases: vec![name.clone()], ..Selection::default() },
        };
        add(format!("compare/release/{}/{}", encoded(&pair[0]), encoded(&pair[1])), side(&pair[0]), side(&pair[1]));
    }
    out
}

/// A text without no-break spaces.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

fn notes(block: &Block) -> impl Iterator<Item = &str> {
    block.content.iter().filter_map(|c| if let Content::Note(text) = c { Some(text.as_str()) } else { None })
}

/// What is wrong with a document.
fn faults(document: &Document, facts: &Facts<'_>, out: &mut Vec<String>) {
    let mut told = |what: String, verdict: Result<(), String>| out.extend(verdict.err().map(|why| format!("{what}: {why}")));
    for block in all_blocks(&document.blocks) {
        let (figure, head) = (block.place.figure, &block.head);
        if let Some(rules) = of_title(figure) {
            told(format!("{figure:?}"), check(rules, facts, &plain(&head.title)));
        }
        if matches!(figure, FigureId::Authorship | FigureId::AuthorshipReason) {
            told(format!("{figure:?}, subtitle"), check(moves::MIX, facts, &plain(&head.subtitle)));
        }
        if figure == FigureId::Progress {
            notes(block).for_each(|note| told("progress, note".to_owned(), check(moves::PROGRESS_NOTES, facts, &plain(note))));
        }
    }
}

/// What is wrong with a page.
fn faults_of(a: &Assessment, look: &Look, view: &Page) -> Vec<String> {
    let facts = Facts::of(a, look);
    let mut out = Vec::new();
    let all = [a.teams(), a.services(), a.environments(), a.releases()];
    let mut names: Vec<&str> = all.into_iter().flatten().map(String::as_str).filter(|name| name.len() > 3).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    out.extend(general::check(view, &names).err());
    if let (Some(text), Some(rules)) = (headline(view), of_headline(&look.path)) {
        out.extend(check(rules, &facts, &plain(&text)).err().map(|why| format!("headline: {why}")));
    }
    if let Body::Document(document) = &view.body {
        faults(document, &facts, &mut out);
    }
    out.into_iter().map(|why| format!("{}: {why}", look.fragment())).collect()
}

/// Everything that is wrong with an organisation's pages.
fn all_faults(odd: &Odd) -> Vec<String> {
    let a = odd.assess();
    let of = |look: &Look| faults_of(&a, look, &page(&a, &look.fragment())).into_iter().map(|why| format!("{}, {why}", odd.name));
    looks(&a).iter().flat_map(|look| of(look).collect::<Vec<_>>()).collect()
}

#[test]
fn every_sentence_of_the_odd_organisations_holds() {
    let faults: Vec<String> = named().iter().flat_map(all_faults).collect();
    assert!(faults.is_empty(), "{} sentences are wrong:\n{}", faults.len(), faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sentence_of_any_organisation_holds(odd in any_odd()) {
        let faults = all_faults(&odd);
        prop_assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
