//! The demo organisation, read and judged once for all tests.

use crate::example::examples;
use plumbline_assess::{Assessment, Cache, Selection};
use plumbline_demo::{DemoOptions, organisation};
use plumbline_domain::Instant;
use plumbline_ingest::{Reader, Source};
use plumbline_report::document::{Block, Content, Document, FigureId};
use plumbline_report::route::Location;
use plumbline_report::{DataOrigin, Page};
use std::sync::LazyLock;

/// The demo, judged.
pub static DEMO: LazyLock<Assessment> = LazyLock::new(|| demo(&DemoOptions::default()));

/// A made-up organisation, judged.
pub fn demo(options: &DemoOptions) -> Assessment {
    let (files, _) = organisation(options);
    let index = files.iter().find(|f| f.path == "index.json").unwrap();
    let index = plumbline_ingest::index_from_json(&index.bytes).unwrap();
    let (policy, sha256) = index.0.policy.unwrap();
    let mut reader = Reader::new(policy, sha256);
    for file in files.into_iter().filter(|f| f.path != "index.json") {
        reader.read(Source::new(file.path, file.bytes));
    }
    Assessment::new(reader.into_dataset(DemoOptions::NOW))
}

/// A page of an organisation.
pub fn page(assessment: &Assessment, fragment: &str) -> Page {
    plumbline_report::page(
        assessment,
        &Cache::default(),
        &DataOrigin::Own { files: 1, name: String::new() },
        &Location::from_fragment(fragment),
    )
}

/// A figure of a page, wherever it stands.
pub fn figure(document: &Document, id: FigureId) -> &Block {
    fn of(blocks: &[Block], id: FigureId) -> Option<&Block> {
        blocks.iter().find_map(|b| {
            let inside = b.content.iter().find_map(|c| if let Content::Blocks(inner) = c { of(inner, id) } else { None });
            inside.or_else(|| (b.place.figure == id).then_some(b))
        })
    }
    of(&document.blocks, id).unwrap_or_else(|| panic!("no {id:?}"))
}

/// The chart of a figure, of the given kind.
macro_rules! chart {
    ($document:expr, $figure:ident, $kind:ident) => {
        match $crate::organisation::figure($document, plumbline_report::document::FigureId::$figure).content.first() {
            Some(plumbline_report::document::Content::Chart(plumbline_charts::Chart::$kind(drawn))) => drawn,
            other => panic!("{other:?}"),
        }
    };
}
pub(crate) use chart;

/// Fragments of every page under every filter that the sweep tries: periods of all lengths, each team, environment and
/// authorship, and filters that leave little or nothing.
pub fn sweep(assessment: &Assessment) -> Vec<String> {
    let mut routes: Vec<String> = ["overview", "teams", "funnel", "sources", "about", "matrix"].map(str::to_owned).to_vec();
    routes.extend(["gap", "debt", "threats", "changes", "compare", "compare/team/Billing/Storefront"].map(str::to_owned));
    routes.extend(["patterns", "detection", "reviews", "policy"].map(str::to_owned));
    routes.extend(assessment.policy().patterns.iter().map(|p| format!("patterns/{}", p.id)));
    for t in &assessment.policy().artifact_types {
        for family in ["identity", "network", "data-protection", "monitoring", "deployment-safety"] {
            routes.push(format!("matrix/{}/{family}", t.id));
        }
    }
    let teams: Vec<String> = assessment.teams().iter().map(|t| t.replace(' ', "%20")).collect();
    routes.extend(teams.iter().map(|t| format!("teams/{t}")));
    let mut filters: Vec<String> =
        ["", "period=1d", "period=7d", "period=30d", "period=90d", "period=4000d"].map(str::to_owned).to_vec();
    filters.push("period=2026-06-01..2026-08-31".to_owned());
    filters.push("period=2026-06-03..2026-06-03".to_owned());
    filters.push("period=1999-01-01..1999-12-31".to_owned());
    filters.extend(teams.iter().map(|t| format!("team={t}")));
    filters.extend(["dev", "staging", "prod"].map(|e| format!("environment={e}")));
    filters.extend(["human", "ai-assisted", "ai-generated", "unknown"].map(|a| format!("authorship={a}&period=14d")));
    filters.push("team=nobody".to_owned());
    // what marks and links filter by
    filters.extend(["gate=observation", "family=identity&gate=execution", "pattern=alert-illusion"].map(str::to_owned));
    filters
        .extend(["artifact=alert-test&period=30d", "service=invoicing", "release=2026.10&authorship=human"].map(str::to_owned));
    let mut out = Vec::new();
    for (i, route) in routes.iter().enumerate() {
        // of the many cells and opened patterns, each filter sees some
        let is_cell = route.starts_with("matrix/") || route.starts_with("patterns/");
        out.extend(
            filters.iter().enumerate().filter(|(j, _)| !is_cell || (i + j) % 11 == 0).map(|(_, f)| format!("#/{route}?{f}")),
        );
    }
    out
}

/// The worked examples, judged.
pub fn worked() -> Vec<Assessment> {
    examples().iter().map(|example| Assessment::new(example.dataset())).collect()
}

/// Two lists side by side, which must be of one length and not empty.
#[track_caller]
pub fn paired<A, B>(one: impl IntoIterator<Item = A>, other: impl IntoIterator<Item = B>) -> impl Iterator<Item = (A, B)> {
    let (one, other): (Vec<A>, Vec<B>) = (one.into_iter().collect(), other.into_iter().collect());
    assert!(one.len() == other.len() && !one.is_empty(), "{} beside {}", one.len(), other.len());
    one.into_iter().zip(other)
}

/// The last 30 days of the demo, whose assessment time lies on 20 November: the whole days from 22 October on.
pub fn last_30_days() -> Selection {
    let since = Instant::from_rfc3339("2026-10-22T00:00:00Z").unwrap();
    Selection { since: Some(since), until: Some(DEMO.dataset().now), ..Selection::default() }
}
