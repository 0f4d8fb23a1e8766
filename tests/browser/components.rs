//! What the components put on the page: words, roles and focus.

use std::sync::Arc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use plumbline::page::components::{digest_beside, escaped_gate, gates_glyph, phrases, table_twin};
use plumbline::page::document::DocumentPage;
use plumbline::page::pages::MatrixPage;
use plumbline::page::state;
use plumbline_domain::{Condition, Family, Gate, Grade, ProbeOutcome, Strength};
use plumbline_report::document::{Block, Cell, Column, Content, Document, FigureId, Grid, Probed, Row};
use plumbline_report::route::{Location, Route};
use plumbline_report::{
    GateGlyph, Head, Matrix, MatrixCell, MatrixItem, MatrixPanel, MatrixRow, MatrixRun, MatrixVerdict, Phrase, PhraseMark,
    Recipe, RunComparison, Sentence, Table,
};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

/// An element of its own, which stays on the page for the test's length.
fn place() -> HtmlElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let place: HtmlElement = document.create_element("div").unwrap().dyn_into().unwrap();
    document.body().unwrap().append_child(&place).unwrap();
    place
}

/// Mounts a view.
fn mounted<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> HtmlElement {
    let place = place();
    mount_to(place.clone(), view).forget();
    place
}

fn find(place: &HtmlElement, selector: &str) -> Element {
    place.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector} in {}", place.inner_html()))
}

fn count(place: &HtmlElement, selector: &str) -> u32 {
    place.query_selector_all(selector).unwrap().length()
}

/// Lets effects and the renderer run.
async fn settled() {
    for _ in 0..3 {
        leptos::task::tick().await;
    }
}

#[wasm_bindgen_test]
fn the_sentence_underlines_what_is_said_and_what_is_proved() {
    let phrase = |text: &str, mark| Phrase { text: text.to_owned(), mark };
    let said = Sentence(vec![
        phrase("Teams are ", PhraseMark::Plain),
        phrase("86 % confident", PhraseMark::Perceived),
        phrase(" their changes are sound; evidence proves ", PhraseMark::Plain),
        phrase("51 %", PhraseMark::Verified),
        phrase(".", PhraseMark::Plain),
    ]);
    let place = mounted(move || view! { <h1>{phrases(&said)}</h1> });
    assert_eq!(
        find(&place, "h1").text_content().unwrap(),
        "Teams are 86 % confident their changes are sound; evidence proves 51 %."
    );
    assert_eq!(find(&place, ".said").text_content().unwrap(), "86 % confident");
    assert_eq!(find(&place, ".proved").text_content().unwrap(), "51 %");
}

#[wasm_bindgen_test]
fn the_gate_glyph_reads_every_gate_with_its_state() {
    let gates = [
        GateGlyph::Grade(Grade::Signed),
        GateGlyph::Grade(Grade::Checked),
        GateGlyph::Condition(Condition::Contradicted),
        GateGlyph::NotDue,
    ];
    let place = mounted(move || gates_glyph(gates));
    let picture = find(&place, "svg");
    assert_eq!(picture.get_attribute("role").as_deref(), Some("img"));
    assert_eq!(
        picture.get_attribute("aria-label").as_deref(),
        Some("Intent: signed, Validation: checked, Execution: contradicted, Observation: not due")
    );
    assert_eq!(count(&place, ".gate-cell"), 4);
}

#[wasm_bindgen_test]
fn only_the_gate_that_was_open_is_filled() {
    let place = mounted(|| escaped_gate(Some(Gate::Execution)));
    let squares = place.query_selector_all("rect").unwrap();
    let filled: Vec<bool> = (0..squares.length())
        .map(|i| squares.item(i).unwrap().unchecked_into::<Element>().get_attribute("class").as_deref() == Some("here"))
        .collect();
    assert_eq!(filled, [false, false, true, false]);
}

#[wasm_bindgen_test]
fn digests_beside_each_other_mark_the_pieces_that_differ() {
    // Eight pieces of eight characters; the third is changed.
    let one = "0123456789abcdef".repeat(4);
    let mut other = one.clone();
    other.replace_range(16..24, "ffffffff");
    let place = mounted(move || digest_beside(&other, Some(&one)));
    assert_eq!(count(&place, "mark"), 1);
    assert_eq!(find(&place, "mark").text_content().unwrap().trim(), "ffffffff");
    assert_eq!(count(&place, "span span"), 7);
}

#[wasm_bindgen_test]
fn a_table_twin_has_heads_for_columns_and_rows() {
    let table = Table {
        columns: vec!["Gate".into(), "Verified".into()],
        numeric: vec![false, true],
        rows: vec![vec!["Intent".into(), "<b>74 %</b>".into()]],
    };
    let place = mounted(move || table_twin("Confidence by gate", &table));
    assert_eq!(count(&place, "th[scope=col]"), 2);
    assert_eq!(find(&place, "th[scope=row]").text_content().unwrap(), "Intent");
    // Text from data is text: no element comes out of it.
    assert_eq!(find(&place, "td.num").text_content().unwrap(), "<b>74 %</b>");
    assert_eq!(count(&place, "b"), 0);
}

/// Two rows: the first applies to identity and monitoring only, the second to all families.
fn matrix() -> Matrix {
    let cell = MatrixCell {
        strength: Strength::Strong,
        required: 9,
        present: 9,
        verified: 7,
        reproduced: 7,
        diverged: 2,
        not_tried: 0,
        not_reproducible: 0,
        verdict: Some(MatrixVerdict::Diverged),
    };
    let row = |id: &str, applies: [bool; 5]| MatrixRow {
        artifact_type: id.to_owned(),
        title: id.to_owned(),
        meaning: String::new(),
        cells: applies.iter().map(|a| a.then(|| cell.clone())).collect(),
    };
    Matrix {
        eyebrow: "Audit reproducibility".into(),
        headline: Sentence::default(),
        head: Head::default(),
        rows: vec![row("alert-linkage", [true, false, false, true, false]), row("lint-diagnostics", [true; 5])],
        totals: vec![(7, 9); 5],
        panel: None,
    }
}

fn panel() -> MatrixPanel {
    let run = |by: &str, output: &str, comparison| MatrixRun {
        by: by.to_owned(),
        at: "29 Oct".into(),
        inputs: Some("aa".repeat(32)),
        output: Some(output.repeat(32)),
        verification: comparison != RunComparison::Baseline,
        recorded: false,
        comparison,
    };
    MatrixPanel {
        artifact_type: "lint-diagnostics".into(),
        family: Family::Identity,
        eyebrow: "Lint diagnostics, Identity".into(),
        title: "Two of nine did not reproduce".into(),
        cell: matrix().rows[1].cells[0].clone().unwrap(),
        items: vec![MatrixItem {
            change: "contoso/platform#412".into(),
            title: "Linter over infra/".into(),
            verdict: MatrixVerdict::Diverged,
            summary: "Diverged in 1 of 2 runs".into(),
            date: "29 Oct".into(),
            grade: Grade::Checked,
            condition: None,
            weighed: "1 of 2 probes holds, 1 fails".into(),
            probes: vec![Probed {
                outcome: ProbeOutcome::Fails,
                title: "The scan ran to its end".into(),
                id: "scan-completed".into(),
                because: "the tool names an error of its own".into(),
                places: vec!["line 7, runs[0].invocations[0]".into()],
                aside: String::new(),
                more: Vec::new(),
            }],
            recorded_sha256: None,
            actual_sha256: None,
            runs: vec![run("ci", "ab", RunComparison::Baseline), run("u-90aa", "cd", RunComparison::Diverges)],
            recipe: Recipe { lines: vec!["git checkout abc".into()], ..Recipe::default() },
        }],
        missing: vec![],
        items_total: 1,
        missing_total: 0,
    }
}

fn press(target: &Element, key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

fn focused() -> String {
    web_sys::window().unwrap().document().unwrap().active_element().map(|e| e.id()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn arrow_keys_move_in_the_matrix_and_pass_over_what_does_not_apply() {
    let place = mounted(|| {
        state::provide();
        let (view, _) = signal(Arc::new(matrix()));
        view! { <MatrixPage view=Signal::from(view) /> }
    });
    settled().await;
    assert_eq!(count(&place, "button[tabindex='0'][id^=cell]"), 1, "the grid is one tab stop");
    find(&place, "#cell-alert-linkage-identity").unchecked_into::<HtmlElement>().focus().unwrap();
    for (key, expected) in [
        // Network and data protection do not apply.
        ("ArrowRight", "cell-alert-linkage-monitoring"),
        ("ArrowDown", "cell-lint-diagnostics-monitoring"),
        ("Home", "cell-lint-diagnostics-identity"),
        ("End", "cell-lint-diagnostics-deployment-safety"),
        // Above it nothing applies: the focus stays.
        ("ArrowUp", "cell-lint-diagnostics-deployment-safety"),
    ] {
        press(&find(&place, &format!("#{}", focused())), key);
        settled().await;
        assert_eq!(focused(), expected, "after {key}");
    }
    assert_eq!(find(&place, "button[tabindex='0'][id^=cell]").id(), "cell-lint-diagnostics-deployment-safety");
    place.remove();
}

#[wasm_bindgen_test]
async fn escape_in_the_panel_closes_it_and_gives_the_focus_back() {
    let window = web_sys::window().unwrap();
    let before = window.location().hash().unwrap();
    let open = Route::Matrix { cell: Some(("lint-diagnostics".into(), Family::Identity)) };
    let open = Location { route: open, ..Location::default() }.to_fragment();
    window.location().set_hash(&open).unwrap();
    let place = mounted(|| {
        state::provide();
        let (view, _) = signal(Arc::new(Matrix { panel: Some(panel()), ..matrix() }));
        view! { <MatrixPage view=Signal::from(view) /> }
    });
    settled().await;
    let cell = find(&place, "#cell-lint-diagnostics-identity");
    assert_eq!(cell.get_attribute("aria-expanded").as_deref(), Some("true"));
    assert_eq!(count(&place, ".probe.fails .glyph.contra"), 1, "a probe that fails has its mark beside its word");
    assert_eq!(count(&place, ".digest mark"), 8, "all pieces of the second run differ from the first");
    press(&find(&place, ".panel h2"), "Escape");
    settled().await;
    assert_eq!(focused(), "cell-lint-diagnostics-identity");
    assert_eq!(window.location().hash().unwrap(), "#/matrix");
    place.remove();
    window.location().set_hash(&before).unwrap();
}

/// A page with a table of teams, and a fold.
fn teams(rows: &[(&str, &str)], note: &str) -> Arc<Document> {
    let row = |(team, verified): &(&str, &str)| {
        let cells = vec![Cell::text(*team).to(format!("#/teams/{team}")), Cell::text(*verified)];
        Row { class: String::new(), cells }
    };
    let grid = Grid {
        caption: "Teams".into(),
        columns: vec![Column::text("Team"), Column::number("Verified")],
        rows: rows.iter().map(row).collect(),
        ..Grid::default()
    };
    let fold = Content::Fold { summary: "More".into(), is_open: false, content: vec![Content::Note(note.into())] };
    let head = Head { title: "Teams differ".into(), ..Head::default() };
    let blocks = vec![Block::figure(FigureId::PatternsByTeam.span(12), head, vec![Content::Grid(grid), fold])];
    Arc::new(Document { blocks, ..Document::default() })
}

#[wasm_bindgen_test]
async fn a_new_answer_updates_a_page_in_place() {
    let document = ArcRwSignal::new(teams(&[("Billing", "61 %"), ("Platform", "48 %")], "Two teams."));
    let shown = document.clone();
    let place = mounted(move || {
        state::provide();
        view! { <DocumentPage document=shown /> }
    });
    settled().await;
    let cell = |row: usize| find(&place, &format!("tbody tr:nth-child({row}) td")).text_content().unwrap();
    let link: HtmlElement = find(&place, "a[href='#/teams/Billing']").unchecked_into();
    let fold = find(&place, "details.more");
    fold.set_attribute("open", "").unwrap();
    link.focus().unwrap();

    document.set(teams(&[("Billing", "70 %"), ("Platform", "48 %")], "Other words."));
    settled().await;
    assert_eq!(cell(1), "70 %");
    assert_eq!(find(&place, "details.more .note").text_content().unwrap(), "Other words.");
    assert!(fold.is_connected() && fold.has_attribute("open"), "the fold stays open");
    let focused = || web_sys::window().unwrap().document().unwrap().active_element();
    assert_eq!(focused(), Some(link.clone().into()), "the link keeps the focus");

    // A row is known by its head: it moves with its team.
    document.set(teams(&[("Platform", "48 %"), ("Billing", "70 %"), ("Storefront", "12 %")], "Other words."));
    settled().await;
    assert_eq!([cell(1), cell(2), cell(3)], ["48 %", "70 %", "12 %"]);
    assert_eq!(find(&place, "tbody tr:nth-child(2) a"), link.into());
    document.set(teams(&[("Storefront", "12 %")], "Other words."));
    settled().await;
    assert_eq!(count(&place, "tbody tr"), 1);
    assert_eq!(cell(1), "12 %");
    place.remove();
}
