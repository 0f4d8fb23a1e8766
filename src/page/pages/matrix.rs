//! The reproducibility matrix: which evidence somebody else could repeat.
//!
//! The table is a grid: one tab stop, arrow keys move between the cells that apply, Enter opens a cell's panel beside it,
//! Esc closes the panel and gives the focus back. The open cell is part of the address.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::components::{CopyLinkButton, Glyph, Offer, PageHead, SaveButton, Twin, caption, piece_bar};
use crate::page::pages::matrix_panel::panel_body;
use crate::page::state::Navigation;
use plumbline_domain::{Family, Strength};
use plumbline_report::document::Piece;
use plumbline_report::pages::matrix::words;
use plumbline_report::route::Route;
use plumbline_report::text::number::fixed;
use plumbline_report::{Matrix as Model, MatrixCell, MatrixRow};

/// The id of a cell's button.
fn cell_id(artifact_type: &str, family: Family) -> String {
    format!("cell-{artifact_type}-{family}")
}

/// The id of the panel's title.
const PANEL_TITLE: &str = "panel-title";

/// Where the focus of the grid stands: row and column.
type Place = (usize, usize);

/// Where a key leads in a grid whose usable cells are `true`; none when the key does not move, or there is nowhere to go.
/// A cell that does not apply is passed over.
pub fn place_after(usable: &[Vec<bool>], (row, column): Place, key: &str, ctrl: bool) -> Option<Place> {
    let can = |r: usize, c: usize| usable.get(r).and_then(|cells| cells.get(c)).copied().unwrap_or(false);
    let columns = usable.get(row).map_or(0, Vec::len);
    let in_row = |mut cs: Box<dyn Iterator<Item = usize>>| cs.find(|c| can(row, *c)).map(|c| (row, c));
    match key {
        "ArrowRight" => in_row(Box::new(column + 1..columns)),
        "ArrowLeft" => in_row(Box::new((0..column).rev())),
        "ArrowDown" => (row + 1..usable.len()).find(|r| can(*r, column)).map(|r| (r, column)),
        "ArrowUp" => (0..row).rev().find(|r| can(*r, column)).map(|r| (r, column)),
        "Home" if ctrl => (0..usable.len()).find_map(|r| (0..columns).find(|c| can(r, *c)).map(|c| (r, c))),
        "End" if ctrl => (0..usable.len()).rev().find_map(|r| (0..columns).rev().find(|c| can(r, *c)).map(|c| (r, c))),
        "Home" => in_row(Box::new(0..columns)),
        "End" => in_row(Box::new((0..columns).rev())),
        _ => None,
    }
}

/// The inside of a cell's button: glyph, n of m, what is off, and the bar.
fn cell_body(cell: &MatrixCell) -> AnyView {
    let Some(face) = cell.face() else {
        return view! { <span class="line"><span class="dim">{words::NONE_OWED}</span></span> }.into_any();
    };
    let glyph = cell.verdict.map_or(Glyph::Missing, Glyph::of_verdict).picture("");
    let class = if face.is_contradicted { "aside contra" } else { "aside" };
    let aside = (!face.aside.is_empty()).then(|| view! { <span class=class>{face.aside}</span> });
    view! {
        <span class="line">{glyph}<span class="figure-n">{face.figure}<i>{face.rest}</i></span>{aside}</span>
        {bar_with_tail(&face.bar, face.whole)}
    }
    .into_any()
}

/// The bar of what is there, with what is missing as a tail that stands apart from it: the number is out of what is there.
fn bar_with_tail(pieces: &[(Piece, u32)], whole: u32) -> AnyView {
    const APART: f64 = 4.0;
    let missing: u32 = pieces.iter().filter(|(piece, _)| *piece == Piece::Absent).map(|(_, n)| n).sum();
    let there = whole.saturating_sub(missing);
    if missing == 0 || there == 0 {
        return piece_bar(pieces, whole, 6).into_any();
    }
    let percent = |n: u32| fixed((100.0 - APART) * f64::from(n) / f64::from(whole), 2) + "%";
    let present: Vec<_> = pieces.iter().copied().filter(|(piece, _)| *piece != Piece::Absent).collect();
    let tail = fixed(APART + (100.0 - APART) * f64::from(there) / f64::from(whole), 2) + "%";
    view! {
        <svg class="pieces" width="100%" height="6" aria-hidden="true">
            <svg width=percent(there) height="6">{piece_bar(&present, there, 6)}</svg>
            <svg x=tail width=percent(missing) height="6">{piece_bar(&[(Piece::Absent, missing)], missing, 6)}</svg>
        </svg>
    }
    .into_any()
}

/// The open cell, as the address says.
fn open_cell(navigation: Navigation) -> Option<(String, Family)> {
    navigation.location.with(|l| match &l.route {
        Route::Matrix { cell } => cell.clone(),
        _ => None,
    })
}

/// The grid of cells. `place` is where its focus stands; it stays there as long as that cell applies.
fn grid(
    rows: &[MatrixRow],
    shares: &[(String, String)],
    navigation: Navigation,
    opening: RwSignal<bool>,
    place: RwSignal<Option<Place>>,
) -> AnyView {
    let usable: Arc<Vec<Vec<bool>>> = Arc::new(rows.iter().map(|r| r.cells.iter().map(Option::is_some).collect()).collect());
    let types: Arc<Vec<String>> = Arc::new(rows.iter().map(|r| r.artifact_type.clone()).collect());
    let is_usable = |(r, c): &Place| usable.get(*r).and_then(|cells| cells.get(*c)).copied().unwrap_or(false);
    let first = || usable.iter().enumerate().find_map(|(r, cells)| cells.iter().position(|c| *c).map(|c| (r, c)));
    let open = || {
        let (artifact_type, family) = untrack(|| open_cell(navigation))?;
        Some((types.iter().position(|t| *t == artifact_type)?, family.index()))
    };
    place.set(place.get_untracked().filter(is_usable).or_else(|| open().filter(is_usable)).or_else(first));

    let head: Vec<AnyView> =
        Family::ALL.iter().map(|f| view! { <th scope="col" role="columnheader">{f.title()}</th> }.into_any()).collect();
    let body: Vec<AnyView> = rows
        .iter()
        .enumerate()
        .map(|(r, row)| {
            let cells: Vec<AnyView> = Family::ALL
                .iter()
                .enumerate()
                .map(|(c, family)| {
                    let Some(cell) = row.cells.get(c).and_then(Option::as_ref) else {
                        return view! {
                            <td role="gridcell" class="not-applicable" data-family=family.title()>
                                <span aria-hidden="true">"–"</span><span class="visually-hidden">{words::NOT_APPLICABLE}</span>
                            </td>
                        }
                        .into_any();
                    };
                    let key = (row.artifact_type.clone(), *family);
                    let is_open = {
                        let key = key.clone();
                        Memo::new(move |_| open_cell(navigation).as_ref() == Some(&key))
                    };
                    let toggle = move |_| {
                        if is_open.get_untracked() {
                            navigation.navigate(Route::Matrix { cell: None });
                        } else {
                            opening.set(true);
                            navigation.navigate(Route::Matrix { cell: Some(key.clone()) });
                        }
                    };
                    let usable = usable.clone();
                    let types = types.clone();
                    let on_key = move |ev: KeyboardEvent| {
                        if ev.key() == "Escape" && open_cell(navigation).is_some() {
                            navigation.navigate(Route::Matrix { cell: None });
                            return;
                        }
                        if let Some(next) = place_after(&usable, (r, c), &ev.key(), ev.ctrl_key()) {
                            ev.prevent_default();
                            place.set(Some(next));
                            if let (Some(t), Some(f)) = (types.get(next.0), Family::ALL.get(next.1)) {
                                browser::focus(&cell_id(t, *f));
                            }
                        }
                    };
                    let class = match cell.strength {
                        Strength::Strong => "cell strong",
                        Strength::Supporting => "cell",
                    };
                    view! {
                        <td role="gridcell" class=class class:open=is_open data-family=family.title()>
                            <button
                                type="button"
                                id=cell_id(&row.artifact_type, *family)
                                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                                tabindex=move || if place.get() == Some((r, c)) { "0" } else { "-1" }
                                on:click=toggle
                                on:focus=move |_| place.set(Some((r, c)))
                                on:keydown=on_key
                            >
                                <span class="cell-body" aria-hidden="true">{cell_body(cell)}</span>
                                <span class="visually-hidden">{cell.label(&row.title, *family)}</span>
                            </button>
                        </td>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <tr role="row">
                    <th scope="row" role="rowheader">
                        <span class="row-title">{row.title.clone()}</span>
                        <span class="row-note">{row.meaning.clone()}</span>
                    </th>
                    {cells}
                </tr>
            }
            .into_any()
        })
        .collect();
    let foot: Vec<AnyView> = Family::ALL
        .iter()
        .zip(shares)
        .map(|(family, (share, of))| {
            view! {
                <td role="gridcell" data-family=family.title()>
                    <span class="total"><b>{share.clone()}</b><span class="dim">{of.clone()}</span></span>
                </td>
            }
            .into_any()
        })
        .collect();
    view! {
        <table class="matrix" role="grid" aria-label=words::GRID>
            <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{words::ARTIFACT_TYPE}</th>{head}</tr></thead>
            <tbody role="rowgroup">{body}</tbody>
            <tfoot role="rowgroup">
                <tr role="row"><th scope="row" role="rowheader">{words::TOTALS}</th>{foot}</tr>
            </tfoot>
        </table>
    }
    .into_any()
}

/// What the marks mean.
fn keys() -> AnyView {
    let glyph = |glyph: Glyph, word: &'static str| view! { <li class="key">{glyph.picture("")}{word}</li> };
    view! {
        <ul class="keys" aria-label="Key">
            <li class="key"><i class="edge strong"></i>"Strong evidence"</li>
            <li class="key"><i class="edge"></i>"Supporting"</li>
            <li class="key"><i class="dim">"–"</i>"Not applicable"</li>
            {glyph(Glyph::Reproduced, "Reproduced")}
            {glyph(Glyph::PartlyReproduced, "Partly")}
            {glyph(Glyph::Contradicted, "Diverged")}
            {glyph(Glyph::NotTried, "Not tried, or missing")}
            {glyph(Glyph::ByNature, "Not reproducible by nature")}
        </ul>
    }
    .into_any()
}

/// The reproducibility matrix.
#[component]
pub fn MatrixPage(
    /// What it shows.
    view: Signal<Arc<Model>>,
) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let opening = RwSignal::new(false);
    let place = RwSignal::new(None);
    let eyebrow = Memo::new(move |_| view.with(|v| v.eyebrow.clone()));
    let headline = Memo::new(move |_| view.with(|v| v.headline.clone()));
    let head = Memo::new(move |_| view.with(|v| v.head.clone()));
    let table = Memo::new(move |_| view.with(|v| (v.rows.clone(), v.shares())));
    let panel = Memo::new(move |_| view.with(|v| v.panel.clone()));
    let close = move || navigation.navigate(Route::Matrix { cell: None });
    // However a cell is closed, by its panel or by Back, it takes the focus.
    Effect::new(move |before: Option<Option<(String, Family)>>| {
        let open = open_cell(navigation);
        let is_here = navigation.location.with_untracked(|l| matches!(l.route, Route::Matrix { .. }));
        if let (None, true, Some(Some((artifact_type, family)))) = (&open, is_here, before) {
            browser::focus(&cell_id(&artifact_type, family));
        }
        open
    });
    // Who opened a cell with a key or the pointer reads on in its panel; so does who came by a link to the cell.
    Effect::new(move |is_later: Option<bool>| {
        if panel.with(Option::is_some) {
            if opening.get_untracked() {
                opening.set(false);
                browser::focus(PANEL_TITLE);
            } else if is_later.is_none() {
                browser::focus_in_place(PANEL_TITLE);
            }
        }
        true
    });
    view! {
        <div class="matrix-page" class:with-panel=move || panel.with(Option::is_some)>
            <div class="matrix-side">
                <PageHead eyebrow headline><CopyLinkButton is_document=false /></PageHead>
                <figure class="figure lead" aria-label=move || head.with(|head| head.title.clone())>
                    {move || head.with(caption)}
                    <SaveButton label=words::SAVE_MATRIX offer=Offer::Matrix />
                    {keys()}
                    {move || table.with(|(rows, shares)| grid(rows, shares, navigation, opening, place))}
                    <p class="note">{words::NOTE}</p>
                    <Twin head />
                </figure>
            </div>
            {move || panel.get().map(|p| view! {
                <aside
                    class="panel"
                    aria-labelledby=PANEL_TITLE
                    on:keydown=move |ev: KeyboardEvent| if ev.key() == "Escape" { close() }
                >
                    <header>
                        <div>
                            <p class="eyebrow">{p.eyebrow.clone()}</p>
                            <h2 id=PANEL_TITLE tabindex="-1">{p.title.clone()}</h2>
                        </div>
                        <button type="button" class="btn quiet icon-only" aria-label="Close panel" on:click=move |_| close()>
                            <svg class="icon" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                                <path d="M2.5 2.5l7 7M9.5 2.5l-7 7"></path>
                            </svg>
                        </button>
                    </header>
                    {panel_body(&p)}
                </aside>
            })}
        </div>
    }
}
