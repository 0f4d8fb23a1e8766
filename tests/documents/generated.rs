//! The pages of reference that are written from the code, so that none goes stale.
//!
//! `UPDATE_EXPECT=1 cargo test --test documents` writes them.

use crate::{schema, types};
use expect_test::expect_file;
use plumbline_domain::Format;

#[test]
fn the_glossary_prints_the_definitions_that_the_pages_open() {
    let glossary = include_str!("../../docs/glossary.md");
    let terms = plumbline_report::text::terms::terms_to_markdown();
    assert!(glossary.contains(&terms), "docs/glossary.md must hold these paragraphs as they are:\n\n{terms}");
}

#[test]
fn the_catalogue_of_probes_is_written_from_its_data() {
    let (policy, _) = plumbline_ingest::default_policy();
    expect_file!["../../docs/probes.md"].assert_eq(&plumbline_report::export::probes_to_markdown(&policy));
}

#[test]
fn the_types_of_evidence_are_written_from_the_default_policy() {
    let (policy, _) = plumbline_ingest::default_policy();
    expect_file!["../../docs/evidence-types.md"].assert_eq(&types::to_markdown(&policy));
}

#[test]
fn the_keys_of_a_policy_are_written_from_its_schema_and_the_default() {
    let schema = include_str!("../../public/schema/policy.schema.json");
    let default = include_str!("../../public/policy.default.json");
    expect_file!["../../docs/policy-keys.md"].assert_eq(&schema::policy_to_markdown(schema, default));
}

#[test]
fn the_fields_of_the_json_files_are_written_from_their_schemas() {
    let schemas = [
        ("gate-report", include_str!("../../public/schema/gate-report.schema.json")),
        ("verification", include_str!("../../public/schema/verification.schema.json")),
        ("index", include_str!("../../public/schema/index.schema.json")),
    ];
    expect_file!["../../docs/json.md"].assert_eq(&schema::files_to_markdown(&schemas));
}

#[test]
fn every_format_that_is_read_has_its_row() {
    let formats = include_str!("../../docs/formats.md");
    for format in Format::ALL.iter().filter(|format| !format.kinds().is_empty()) {
        assert!(formats.contains(&format!("| `{}`", format.id())), "docs/formats.md has no row for {}", format.id());
    }
}

/// `UPDATE_EXPECT=1 cargo test --test documents` writes it.
#[test]
fn the_tables_of_facts_are_written_from_their_description() {
    expect_file!["../../docs/facts.md"].assert_eq(&plumbline_facts::docs_markdown());
}

#[test]
fn every_rule_that_a_column_names_is_a_section_of_the_rules() {
    let rules = include_str!("../../docs/scoring.md");
    for table in plumbline_facts::all() {
        for column in table.columns.iter().filter(|column| !column.meaning.rule.is_empty()) {
            let heading = format!("\n## {}\n", column.meaning.rule);
            assert!(rules.contains(&heading), "{}.{}: {}", table.name, column.name, column.meaning.rule);
        }
    }
}
