//! The policy in force, as tables, and a copy of it to edit.

pub(crate) mod trial;
pub mod words;

use crate::context::Context;
use crate::document::{Block, Cell, Column, Content, Document, Fact, FigureId, Grid, PageId, Place, Row, Table, head, plain};
use crate::pages::Page;
use crate::pages::detection::words as detection;
use crate::pages::sources::words as origin;
use crate::pages::{Body, sources};
use crate::text::{criterion, ladder, number, page, phrase, policy as terms, probe};
use crate::wording;
use plumbline_domain::{ArtifactType, Family, Gate, Policy, Proof};
use plumbline_probe::definition;

/// The page. The text of its copy is put in by [`put_policy_text`].
pub(crate) fn build(cx: &Context<'_>) -> Document {
    let p = cx.policy;
    let mut required_types: Vec<&str> = p.requirements.values().flatten().map(|r| r.artifact_type.as_str()).collect();
    required_types.sort_unstable();
    required_types.dedup();
    let n_required = required_types.len() as u64;
    let gates = p.requirements.values().filter(|list| !list.is_empty()).count() as u64;
    let mut blocks = vec![
        settings(cx),
        required(p),
        Block::figure(
            FigureId::PolicyCopy.span(12),
            head(words::COPY, words::COPY_TEXT, Table::default()),
            vec![Content::Draft(String::new())],
        ),
        types(p),
        proofs(p),
        lists(p),
        rungs(p),
        patterns(p),
        serves(p),
    ];
    if !p.rules.is_empty() {
        blocks.push(rules(p));
    }
    Document {
        page: PageId::Policy,
        eyebrow: cx.titled(words::IN_FORCE),
        headline: plain(words::headline(n_required, gates, p.min_grade.title())),
        actions: Vec::new(),
        blocks,
    }
}

/// Puts the text in force into the field of the page, where it has one.
pub fn put_policy_text(page: &mut Page, text: impl Fn() -> String) {
    if let Body::Document(document) = &mut page.body {
        for content in document.blocks.iter_mut().flat_map(|block| &mut block.content) {
            if let Content::Draft(draft) = content {
                *draft = text();
            }
        }
    }
}

/// A table that becomes cards on narrow screens.
pub(crate) fn grid(caption: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Content {
    Content::Grid(Grid {
        caption: caption.to_owned(),
        class: "as-cards".to_owned(),
        columns: columns
            .iter()
            .enumerate()
            .map(|(i, title)| if i == 0 { Column::text(*title) } else { Column::named(*title) })
            .collect(),
        rows: rows.into_iter().map(|cells| Row { cells, ..Row::default() }).collect(),
    })
}

fn table(place: Place, title: &str, subtitle: &str, columns: &[&str], rows: Vec<Vec<Cell>>) -> Block {
    Block::figure(place, head(title, subtitle, Table::default()), vec![grid(title, columns, rows)])
}

fn type_title<'p>(p: &'p Policy, id: &'p str) -> &'p str {
    p.artifact_types.iter().find(|t| t.id == id).map_or(id, |t| &t.title)
}

fn type_titles(p: &Policy, ids: &[String]) -> String {
    let titles: Vec<String> = ids.iter().map(|id| type_title(p, id).to_owned()).collect();
    page::names(&titles)
}

fn families(families: &[Family]) -> Vec<&'static str> {
    families.iter().map(|f| f.title()).collect()
}

fn settings(cx: &Context<'_>) -> Block {
    let p = cx.policy;
    let claims: Vec<String> = p.teams.iter().filter_map(|t| Some(terms::claim(&t.team, t.claimed_rung.as_deref()?))).collect();
    let settings = [
        (terms::MIN_GRADE, p.min_grade.title().to_owned()),
        (terms::GRACE, terms::grace(u64::from(p.observation_grace_days))),
        (terms::TOO_FEW, number::counted(u64::from(p.too_few), "change", "changes")),
        (terms::LADDER_DAYS, page::days(u64::from(p.ladder_days))),
        (terms::ACTORS, number::thousands(u64::from(p.reproduction.independent_actors))),
        (terms::CRITICAL, page::names(&p.critical_environments)),
        (terms::UNKNOWN_RADIUS, number::counted(p.unknown_radius, "resource", "resources")),
        (terms::TRUST, terms::trust(p.trust.keys.len() as u64, p.trust.identities.len() as u64)),
        (terms::CLAIMS, page::names(&claims)),
    ];
    let fact = |name: &str, value: Cell| Fact { name: name.to_owned(), value };
    let mut facts = vec![fact(words::SHA256, Cell::styled("mono", &cx.dataset.policy_sha256))];
    facts.extend(settings.into_iter().map(|(name, value)| fact(name, Cell::text(value))));
    let given = if sources::is_default_policy(cx) { origin::BUILT_IN } else { origin::REPLACED };
    let title = sources::policy_title(cx);
    Block::figure(FigureId::PolicySettings.lead(6), head(title, given, Table::default()), vec![Content::Facts(facts)])
}

fn required(p: &Policy) -> Block {
    let row = |gate: &Gate, r: &plumbline_domain::RequiredType| {
        let when = words::owed(&families(&r.touches), r.critical);
        vec![Cell::text(type_title(p, &r.artifact_type)), Cell::text(gate.title()), Cell::styled("small", when)]
    };
    let rows = p.requirements.iter().flat_map(|(gate, list)| list.iter().map(move |r| row(gate, r)));
    let (title, columns) = (words::REQUIRED, &words::REQUIRED_COLUMNS);
    table(FigureId::PolicyRequired.lead(6), title, words::REQUIRED_TEXT, columns, rows.collect())
}

fn types(p: &Policy) -> Block {
    let row = |t: &ArtifactType| {
        let (proves, supports) = words::proves(&families(&t.strong), &families(&t.supporting));
        vec![
            Cell::text(&t.title).detail(&t.id),
            Cell::text(t.gate.title()),
            Cell::text(proves).detail(supports),
            Cell::text(t.surface.title()),
            Cell::text(words::fresh(t.fresh_days)).detail(words::repeated(t.reproducible)),
            Cell::styled("small", phrase::capital(&probe::accepted(&t.accepts))),
        ]
    };
    let title = words::types(p.artifact_types.len() as u64);
    let rows = p.artifact_types.iter().map(row).collect();
    table(FigureId::PolicyTypes.span(12), &title, words::TYPES_TEXT, &words::TYPES_COLUMNS, rows)
}

/// What each type asks of a file, in the order in which it is asked.
fn proofs(p: &Policy) -> Block {
    let row = |proof: &Proof| {
        let stated = definition(proof.probe);
        vec![
            Cell::text(probe::title(stated)).detail(proof.probe.id()),
            Cell::text(words::is_required(proof.required)),
            Cell::text(words::contradicts(proof.contradicts)),
            Cell::styled("small", stated.meaning),
        ]
    };
    let of_type = |t: &ArtifactType| {
        let asked: Vec<(&str, bool)> =
            t.proves.iter().map(|proof| (probe::title(definition(proof.probe)), proof.required)).collect();
        let summary = words::asks(&t.title, &asked);
        match t.proves.as_slice() {
            [] => Content::Note(summary),
            proves => Content::Fold {
                is_open: false,
                content: vec![grid(&summary, &words::PROOFS_COLUMNS, proves.iter().map(row).collect())],
                summary,
            },
        }
    };
    let unread = p.artifact_types.iter().filter(|t| t.proves.is_empty()).count() as u64;
    let title = words::proofs(unread, p.artifact_types.len() as u64);
    let head = head(title, words::PROOFS_TEXT, Table::default());
    Block::figure(FigureId::PolicyProofs.span(12), head, p.artifact_types.iter().map(of_type).collect())
}

/// The lists that probes look into.
fn lists(p: &Policy) -> Block {
    let ports = |ports: &[u16]| ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
    let pattern = |id: &str| match p.patterns.iter().find(|pattern| pattern.id == id) {
        Some(pattern) => pattern.title.clone(),
        None if id == "*" => words::OTHER_PATTERNS.to_owned(),
        None => id.to_owned(),
    };
    let tools: Vec<String> = p.tools.iter().map(|(glob, classes)| words::tool(glob, classes)).collect();
    let (others, named): (Vec<_>, Vec<_>) = p.severity_of_pattern.iter().partition(|(id, _)| *id == "*");
    let severities: Vec<String> =
        named.into_iter().chain(others).map(|(id, severity)| words::severity_of(&pattern(id), *severity)).collect();
    let blocking: Vec<String> = p.blocking_severities.iter().map(|s| s.id().to_owned()).collect();
    let lists = [
        (words::VAULTS, if p.approved_vaults.is_empty() { words::ANY_VAULT.to_owned() } else { p.approved_vaults.join(", ") }),
        (words::MANAGEMENT_PORTS, page::or_none(ports(&p.management_ports))),
        (words::PUBLIC_PORTS, page::or_none(ports(&p.public_ports))),
        (words::TOOLS, page::or_none(tools.join("; "))),
        (words::UNROUTED, page::or_none(p.unrouted_alerts.join(", "))),
        (words::SEVERITIES, page::or_none(severities.join(", "))),
        (words::BLOCKING, page::names(&blocking)),
    ];
    let facts = lists.into_iter().map(|(name, value)| Fact { name: name.to_owned(), value: Cell::text(value) }).collect();
    let head = head(words::LISTS, words::LISTS_TEXT, Table::default());
    Block::figure(FigureId::PolicyLists.span(6), head, vec![Content::Facts(facts)])
}

fn patterns(p: &Policy) -> Block {
    let rows = p.patterns.iter().map(|pattern| {
        vec![
            Cell::text(&pattern.title).detail(&pattern.id),
            Cell::text(pattern.responsible.title()),
            Cell::styled("small", type_titles(p, &pattern.prevention)),
        ]
    });
    let title = words::patterns(p.patterns.len() as u64);
    let columns = &words::PATTERNS_COLUMNS;
    table(FigureId::PolicyPatterns.span(6), &title, words::PATTERNS_TEXT, columns, rows.collect())
}

fn rungs(p: &Policy) -> Block {
    let mut content = Vec::new();
    for rung in &p.ladder {
        content.push(Content::Heading(ladder::title(&rung.rung)));
        let asked = rung.criteria.iter().map(|c| Cell::text(criterion::ask(c.metric, c.gate, wording::need(c))));
        content.push(Content::Items(asked.collect()));
    }
    // Every ladder stands on the rung that asks for nothing.
    let title = words::ladder(p.ladder.len() as u64 + 1);
    Block::figure(FigureId::PolicyRungs.span(6), head(title, words::LADDER_TEXT, Table::default()), content)
}

fn serves(p: &Policy) -> Block {
    let risks = p.risks.iter().map(|(risk, list)| (risk.title().to_owned(), list));
    let lanes = p.lanes.iter().map(|(lane, list)| (detection::lane(lane), list));
    let rows = risks.chain(lanes).map(|(name, list)| vec![Cell::text(name), Cell::styled("small", type_titles(p, list))]);
    let columns = &words::SERVES_COLUMNS;
    table(FigureId::PolicyServes.span(6), words::SERVES, words::SERVES_TEXT, columns, rows.collect())
}

fn rules(p: &Policy) -> Block {
    let or_any = |value: &Option<String>| Cell::text(value.as_deref().unwrap_or(words::ANY));
    let rows = p.rules.iter().map(|rule| {
        let title = p.patterns.iter().find(|pattern| pattern.id == rule.pattern).map_or(&rule.pattern, |pattern| &pattern.title);
        let keywords = rule.keywords.as_deref().map_or_else(|| words::ANY.to_owned(), |list| list.join(", "));
        vec![Cell::text(title), or_any(&rule.rule_id), or_any(&rule.tool), Cell::text(keywords)]
    });
    let title = words::rules(p.rules.len() as u64);
    table(FigureId::PolicyRules.span(12), &title, words::RULES_TEXT, &words::RULES_COLUMNS, rows.collect())
}
