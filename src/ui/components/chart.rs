//! A chart with everything that belongs to it: the canvas, tooltips for pointer and keys, and the way to its table.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use crate::charts::{Chart, Mark, Medium, Point, Scene, Size, TipKind, TipRow};
use crate::text::chart as words;
use crate::ui::canvas::{self, CanvasMeasure, Surroundings, Theme, WidthObserver};
use crate::ui::components::figure::{caption, twin_at};
use crate::ui::later;
use crate::view::Head;

/// Any chart.
type AnyChart = Arc<Chart>;

/// A figure whose picture is a chart, with the same numbers as a table. `class` says what kind it is, `place` where it stands.
/// `pick` takes the key of a mark that was clicked or entered; `below` stands between the chart and its table.
///
/// The canvas is one tab stop: arrows move between marks, Enter picks, T opens the table, Escape closes the tooltip.
pub fn chart_figure(
    class: &str,
    place: &str,
    head: &Head,
    chart: Chart,
    pick: Option<Callback<String>>,
    below: Vec<AnyView>,
) -> AnyView {
    let table = NodeRef::<html::Details>::new();
    let name = [chart.kind(), place].join(" ");
    let stage = stage(Arc::new(chart), name, head.title.clone(), pick, table);
    view! { <figure class=format!("figure chart {class}")>{caption(head)}{stage}{below}{twin_at(head, table)}</figure> }
        .into_any()
}

/// A chart of a figure that has others before it; its table is the figure's.
pub fn chart_alone(chart: Chart, label: String, pick: Option<Callback<String>>) -> AnyView {
    let name = chart.kind().to_owned();
    let stage = stage(Arc::new(chart), name, label, pick, NodeRef::new());
    view! { <div class="chart">{stage}</div> }.into_any()
}

/// A chart for a table's cell: without marks or tab stop, since its row says the same in words. `label` says it aloud.
pub fn chart_in_cell(chart: Chart, label: String) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let ruler = NodeRef::<html::Div>::new();
    keep_drawn(Arc::new(chart), ruler, canvas);
    // What has no words of its own stands beside them.
    let (role, label, hidden) = if label.is_empty() { (None, None, Some("true")) } else { (Some("img"), Some(label), None) };
    view! {
        <div class="chart-stage">
            <div class="chart-ruler" node_ref=ruler></div>
            <canvas node_ref=canvas class="chart-canvas" role=role aria-label=label aria-hidden=hidden></canvas>
        </div>
    }
    .into_any()
}

thread_local! {
    /// The chart, by its kind and place, and the mark that was last picked by key. Picking changes the page's data, and the chart
    /// is made anew: the new one in that place goes on where the old one was left.
    static PICKED: RefCell<Option<(String, usize)>> = const { RefCell::new(None) };
}

/// What is shown beside the active mark.
#[derive(Clone, Copy, PartialEq)]
struct Active {
    /// Its place among the marks.
    idx: usize,
    /// Whether keys brought us there.
    by_keys: bool,
}

/// The canvas with its tooltip and focus frame.
fn stage(chart: AnyChart, name: String, label: String, pick: Option<Callback<String>>, table: NodeRef<html::Details>) -> AnyView {
    let canvas = NodeRef::<html::Canvas>::new();
    let ruler = NodeRef::<html::Div>::new();
    let frame = NodeRef::<html::Div>::new();
    let tip = NodeRef::<html::Div>::new();
    let scene = keep_drawn(chart, ruler, canvas);
    let active = RwSignal::new(None::<Active>);
    let picked_name = name.clone();
    let touch = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let mine = PICKED.with_borrow(|picked| picked.as_ref().filter(|(picked, _)| *picked == name).map(|(_, idx)| *idx));
        if let Some(idx) = mine.filter(|_| canvas::may_take_focus(&canvas)) {
            PICKED.set(None);
            // A page that will not take the focus is left as it is.
            let _ = canvas.focus();
            active.set(Some(Active { idx, by_keys: true }));
        }
    });

    let mark = Memo::new(move |_| {
        let active = active.get()?;
        scene.with(|s| s.marks.get(active.idx).cloned()).map(|mark| (mark, active.by_keys))
    });
    // The tooltip is measured after its text is in place.
    Effect::new(move |_| {
        mark.with(|shown| {
            let Some((mark, _)) = shown else { return };
            if let (Some(frame), Some(tip)) = (frame.get(), tip.get()) {
                canvas::place_over(&frame, mark.frame);
                canvas::place_beside(&tip, mark.frame, scene.with_untracked(|s| s.size));
            }
        });
    });

    let found = move |event: &MouseEvent| {
        let at = Point { x: f64::from(event.offset_x()), y: f64::from(event.offset_y()) };
        scene.with_untracked(|s| s.marks.iter().position(|mark| mark.hit.contains(at)))
    };
    let filter = move |idx: usize| {
        let key = scene.with_untracked(|s| s.marks.get(idx).map(|mark| mark.key.clone()));
        if let (Some(key), Some(pick)) = (key.filter(|key| !key.is_empty()), pick) {
            pick.run(key);
        }
    };
    let on_move = move |event: PointerEvent| {
        let idx = found(&event);
        if active.get_untracked().map(|a| a.idx) != idx {
            active.set(idx.map(|idx| Active { idx, by_keys: false }));
        }
    };
    let on_down = move |event: PointerEvent| {
        // A first tap shows, a second filters.
        let shown = active.get_untracked().map(|a| a.idx);
        touch.set_value(event.pointer_type() == "touch" && shown != found(&event));
    };
    let on_click = move |event: MouseEvent| {
        let Some(idx) = found(&event) else { return };
        if touch.get_value() {
            active.set(Some(Active { idx, by_keys: false }));
        } else {
            filter(idx);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let count = scene.with_untracked(|s| s.marks.len());
        let now = active.get_untracked().map(|a| a.idx);
        let last = count.saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => Some(now.map_or(0, |idx| (idx + 1).min(last))),
            "ArrowLeft" | "ArrowUp" => Some(now.map_or(last, |idx| idx.saturating_sub(1))),
            "Home" => Some(0),
            "End" => Some(last),
            "Enter" => {
                if let Some(idx) = now {
                    event.prevent_default();
                    PICKED.set(Some((picked_name.clone(), idx)));
                    filter(idx);
                }
                None
            }
            "t" | "T" => {
                event.prevent_default();
                if let Some(table) = table.get_untracked() {
                    table.set_open(!table.open());
                }
                None
            }
            "Escape" if now.is_some() => {
                event.prevent_default();
                active.set(None);
                None
            }
            _ => None,
        };
        if let Some(idx) = to.filter(|_| count > 0) {
            event.prevent_default();
            active.set(Some(Active { idx, by_keys: true }));
        }
    };
    let close = move || active.set(None);

    view! {
        <div class="chart-stage" on:pointerleave=move |_| close()>
            <div class="chart-ruler" node_ref=ruler></div>
            <canvas
                node_ref=canvas
                class="chart-canvas"
                role="img"
                tabindex="0"
                aria-label=label
                aria-description=words::KEYS_HELP
                on:pointermove=on_move
                on:pointerdown=on_down
                on:click=on_click
                on:keydown=on_key
                on:blur=move |_| close()
            ></canvas>
            <div class="chart-frame" node_ref=frame hidden=move || mark.with(Option::is_none)></div>
            <div class="chart-tip" node_ref=tip hidden=move || mark.with(Option::is_none)>
                {move || mark.get().map(|(mark, by_keys)| tooltip(mark, by_keys, pick.is_some()))}
            </div>
            <p class="visually-hidden" role="status">
                {move || mark.with(|shown| shown.as_ref().filter(|(_, by_keys)| *by_keys).map(|(mark, _)| spoken(mark)))}
            </p>
        </div>
    }
    .into_any()
}

/// The inside of a tooltip: place, perceived, verified, gap, n of m.
fn tooltip(mark: Mark, by_keys: bool, picks: bool) -> AnyView {
    let rows = mark.rows.into_iter().map(|row| {
        let TipRow { kind, name, value, detail } = row;
        let class = match kind {
            TipKind::Perceived => "tip-value said",
            TipKind::Verified => "tip-value proved",
            TipKind::Gap => "tip-value strong",
            TipKind::Other => "tip-value",
            TipKind::Count | TipKind::Note => "tip-line",
        };
        if name.is_empty() {
            view! { <p class=class>{value}</p> }.into_any()
        } else {
            view! {
                <p class="tip-row">
                    <span class="tip-name">{name}</span>
                    <span class=class>{value}</span>
                    <span class="tip-detail">{detail}</span>
                </p>
            }
            .into_any()
        }
    });
    let rows: Vec<AnyView> = rows.collect();
    let picks = picks && !mark.key.is_empty();
    view! {
        <p class="tip-title">{mark.title}</p>
        {rows}
        {by_keys.then(|| view! {
            <p class="tip-keys">
                {picks.then(|| view! { <kbd>"Enter"</kbd> " " {words::KEY_FILTER} " " })}
                <kbd>"T"</kbd> " " {words::KEY_TABLE} " " <kbd>"Esc"</kbd> " " {words::KEY_CLOSE}
            </p>
        })}
    }
    .into_any()
}

/// A mark as it is read aloud.
fn spoken(mark: &Mark) -> String {
    let mut out = mark.title.clone();
    for row in &mark.rows {
        let TipRow { name, value, detail, .. } = row;
        let parts: Vec<&str> = [name, value, detail].into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
        out.push_str(", ");
        out.push_str(&parts.join(" "));
    }
    out
}

/// Lays the chart out for the ruler's width and keeps the canvas painted.
fn keep_drawn(chart: AnyChart, ruler: NodeRef<html::Div>, canvas: NodeRef<html::Canvas>) -> Memo<Scene> {
    let width = RwSignal::new(0.0);
    let observer = StoredValue::new_local(None::<WidthObserver>);
    let around: ReadSignal<Surroundings> = canvas::surroundings().into();
    Effect::new(move |_| {
        if let Some(ruler) = ruler.get() {
            observer.set_value(WidthObserver::new(&ruler, move |found| width.set(found)));
        }
    });
    let scene = Memo::new(move |_| {
        let around = around.get();
        let medium = around.medium;
        let width = match (medium, ruler.get_untracked()) {
            (Medium::Print, Some(ruler)) => canvas::print_width(&ruler),
            _ => width.get(),
        };
        let Some(drawn) = chart.of_overview().or_else(|| later::get().and_then(|later| (later.chart)(&chart))) else {
            return Scene::new(Size { width, height: 0.0 });
        };
        let height = drawn.height(width, medium).round();
        drawn.scene(Size { width, height }, &CanvasMeasure::new(&Theme::of(around).family))
    });
    Effect::new(move |_| {
        let around = around.get();
        scene.track();
        let Some(canvas) = canvas.get() else { return };
        // Gone by then, a chart is not painted.
        let paint = move |canvas: &canvas::Canvas| {
            let _ = scene.try_with_untracked(|scene| canvas::draw(canvas, scene, &Theme::of(around)));
        };
        match around.medium {
            Medium::Print => paint(&canvas),
            Medium::Screen => {
                scene.with_untracked(|scene| canvas::make_room(&canvas, scene.size));
                canvas::paint_in_turn(canvas, paint);
            }
        }
    });
    scene
}
