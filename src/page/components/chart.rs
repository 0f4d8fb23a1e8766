//! A chart with everything that belongs to it: the canvas, tooltips for pointer and keys, and the way to its table.
//!
//! Those who hear the page get the same: the canvas is a group with a short name, its marks stand after it as a list that can be read
//! without any key of ours, and what keys lead to is announced.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::canvas::{self, CanvasMeasure, Surroundings, Theme, WidthObserver};
use crate::page::components::SaveFigure;
use crate::page::components::figure::{TABLE, Twin, caption};
use crate::page::later;
use plumbline_charts::{Chart, Draw, Mark, Medium, Point, Scene, Size, TipKind, TipRow};
use plumbline_report::Head;
use plumbline_report::document::Block;
use plumbline_report::text::chart as words;

/// Receives the key of a mark that was clicked or entered.
pub type Pick = Callback<String>;

/// A figure whose picture is a chart, with the same numbers as a table.
///
/// The canvas is one tab stop: arrows move between marks, Enter picks, T opens the table and leads to it, Escape closes
/// the tooltip, and in the table leads back.
#[component]
pub fn ChartFigure(
    /// The style classes of its kind.
    class: String,
    /// Title, subtitle and table.
    #[prop(into)]
    head: Signal<Head>,
    /// The chart.
    chart: Signal<Option<Chart>>,
    /// Takes the key of a picked mark.
    pick: Pick,
    /// The figure as data: what of it can be saved.
    block: Signal<Block>,
    /// What stands between the chart and its table.
    children: Children,
) -> impl IntoView {
    let is_table_open = RwSignal::new(false);
    let label = Memo::new(move |_| head.with(|head| head.title.clone()));
    view! {
        <figure class=["figure chart ", &class].concat() aria-label=label>
            {move || head.with(caption)}
            <SaveFigure block />
            <Stage chart label pick table=Some(is_table_open) />
            {children()}
            <Twin head is_open=is_table_open />
        </figure>
    }
}

/// A chart of a figure that has others before it; its table is the figure's.
#[component]
pub fn ChartAlone(
    /// The chart.
    chart: Signal<Option<Chart>>,
    /// Takes the key of a picked mark.
    pick: Pick,
) -> impl IntoView {
    view! { <div class="chart"><Stage chart label=Signal::stored(String::new()) pick table=None /></div> }
}

/// A chart for a table's cell: without marks or tab stop, since its row says the same in words.
#[component]
pub fn ChartInCell(
    /// The chart.
    #[prop(into)]
    chart: Signal<Option<Chart>>,
    /// Says it aloud; empty where words stand beside it.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let (ruler, canvas) = (NodeRef::new(), NodeRef::new());
    keep_drawn(chart, ruler, canvas);
    let name = move || Some(label.get()).filter(|label| !label.is_empty());
    view! {
        <div class="chart-stage">
            <div class="chart-ruler" node_ref=ruler></div>
            <canvas
                class="chart-canvas" node_ref=canvas aria-label=name role=move || name().map(|_| "img")
                aria-hidden=move || name().is_none().then_some("true")
            ></canvas>
        </div>
        {move || name().map(|words| view! { <span class="chart-words" aria-hidden="true">{words}</span> })}
    }
}

/// What makes a mark the active one. Both outlive a change of the chart's numbers.
#[derive(Clone, Copy, PartialEq)]
enum Active {
    /// Keys led to the mark at this place among the marks.
    Keys(usize),
    /// The pointer is here.
    Pointer(Point),
}

impl Active {
    /// The place of its mark among a scene's marks.
    fn place(self, scene: &Scene) -> Option<usize> {
        match self {
            Active::Keys(place) => Some(place),
            Active::Pointer(point) => scene.marks.iter().position(|mark| mark.hit.contains(point)),
        }
    }
}

/// The canvas with its tooltip and focus frame.
#[component]
fn Stage(
    chart: Signal<Option<Chart>>,
    #[prop(into)] label: Signal<String>,
    pick: Pick,
    /// Whether the chart's table stands open, where it has one.
    table: Option<RwSignal<bool>>,
) -> impl IntoView {
    let (ruler, canvas) = (NodeRef::new(), NodeRef::new());
    let (frame, tip) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let scene = keep_drawn(chart, ruler, canvas);
    let active = RwSignal::new(None::<Active>);
    // Whether the finger that is on the canvas only shows a mark.
    let is_first_tap = StoredValue::new(false);

    let pointer =
        |event: &ev::MouseEvent| Active::Pointer(Point { x: f64::from(event.offset_x()), y: f64::from(event.offset_y()) });
    let place_of = move |active: Active| scene.with_untracked(|scene| active.place(scene));
    let present = move || active.get_untracked().and_then(place_of);
    let pick_mark = move |place: usize| {
        let key = scene.with_untracked(|s| s.marks.get(place).map(|mark| mark.key.clone()));
        if let Some(key) = key.filter(|key| !key.is_empty()) {
            pick.run(key);
        }
    };
    let moved = move |event: ev::PointerEvent| {
        let at = pointer(&event);
        let place = place_of(at);
        // Keys keep their mark while the pointer rests on it.
        if present() != place {
            active.set(place.map(|_| at));
        }
    };
    // A first tap shows, a second filters.
    let pressed_down = move |event: ev::PointerEvent| {
        is_first_tap.set_value(event.pointer_type() == "touch" && present() != place_of(pointer(&event)));
    };
    let clicked = move |event: ev::MouseEvent| {
        let at = pointer(&event);
        let Some(place) = place_of(at) else { return };
        if is_first_tap.get_value() { active.set(Some(at)) } else { pick_mark(place) }
    };
    // What is taken off the page loses pointer and focus when its signals are gone already.
    let left = move || {
        let _ = active.try_set(None);
    };
    let key_pressed = move |event: ev::KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let now = present();
        let count = scene.with_untracked(|s| s.marks.len());
        let last = count.saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => now.map_or(0, |place| (place + 1).min(last)),
            "ArrowLeft" | "ArrowUp" => now.map_or(last, |place| place.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let Some(place) = now {
                    event.prevent_default();
                    pick_mark(place);
                }
                return;
            }
            "t" | "T" => {
                event.prevent_default();
                if let (Some(table), Some(canvas)) = (table, canvas.get_untracked()) {
                    table.set(true);
                    // By then the table is there.
                    browser::after(0, move || browser::focus_in_figure(&canvas, TABLE));
                }
                return;
            }
            "Escape" if now.is_some() => {
                event.prevent_default();
                active.set(None);
                return;
            }
            _ => return,
        };
        if count > 0 {
            event.prevent_default();
            active.set(Some(Active::Keys(to)));
        }
    };

    // A finger that scrolls the page takes the tooltip off; keys, which may scroll to their mark, keep it.
    let scrolled = move |is_resized: bool| {
        if !is_resized && matches!(active.try_get_untracked(), Some(Some(Active::Pointer(_)))) {
            left();
        }
    };
    let _listener = StoredValue::new_local(browser::on_sight_change(scrolled));
    let mark = Memo::new(move |_| {
        let active = active.get()?;
        let mark = scene.with(|s| s.marks.get(active.place(s)?).cloned())?;
        Some((mark, matches!(active, Active::Keys(_))))
    });
    let is_hidden = move || mark.with(Option::is_none);
    let tooltip = move || mark.with(|mark| mark.as_ref().map(|(mark, by_keys)| tooltip(mark, *by_keys)));
    let spoken = move || {
        mark.with(|mark| mark.as_ref().filter(|(_, by_keys)| *by_keys).map_or_else(String::new, |(mark, _)| mark.in_words()))
    };
    let around: ReadSignal<Surroundings> = canvas::surroundings().into();
    let marks = Memo::new(move |_| scene.with(|scene| scene.marks.iter().map(Mark::in_words).collect::<Vec<_>>()));
    let name = move || marks.with(|marks| words::described(&label.get(), marks.len() as u64));
    let has_marks = Memo::new(move |_| marks.with(|marks| !marks.is_empty()));
    let listed = move || marks.get().into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
    Effect::new(move |_| {
        let Some(rect) = mark.with(|mark| mark.as_ref().map(|(mark, _)| mark.frame)) else { return };
        // The tooltip is measured with its text in place.
        browser::queue_microtask(move || {
            if let (Some(Some(frame)), Some(Some(tip))) = (frame.try_get_untracked(), tip.try_get_untracked()) {
                let family = &Theme::of(around.get_untracked()).family;
                let _ = scene.try_with_untracked(|scene| {
                    let rect = scene.clear_frame(rect, &CanvasMeasure::new(family));
                    canvas::place_over(&frame, rect);
                    canvas::place_beside(&tip, rect, scene, family);
                });
            }
        });
    });
    view! {
        <div class="chart-stage" on:pointerleave=move |_| left()>
            <div class="chart-ruler" node_ref=ruler></div>
            <canvas
                class="chart-canvas" node_ref=canvas role="group" tabindex="0" aria-roledescription=words::CHART
                aria-label=name aria-description=words::KEYS_HELP
                on:pointermove=moved on:pointerdown=pressed_down on:click=clicked on:keydown=key_pressed
                on:blur=move |_| left()
            ></canvas>
            {move || has_marks.get().then(|| view! { <ul class="visually-hidden" aria-label=words::MARKS>{listed}</ul> })}
            <div class="chart-frame" node_ref=frame hidden=is_hidden></div>
            <div class="chart-tip" node_ref=tip hidden=is_hidden>{tooltip}</div>
            // Without a role: an empty status bar would be read out as one.
            <p class="visually-hidden" aria-live="polite" aria-atomic="true">{spoken}</p>
        </div>
    }
}

/// The inside of a tooltip: place, perceived, verified, gap, n of m.
fn tooltip(mark: &Mark, by_keys: bool) -> impl IntoView + use<> {
    let row = |TipRow { kind, name, value, detail }: &TipRow| {
        let class = match kind {
            TipKind::Perceived => "tip-value said",
            TipKind::Verified => "tip-value proved",
            TipKind::Gap => "tip-value strong",
            TipKind::Other => "tip-value",
            TipKind::Count | TipKind::Note => "tip-line",
        };
        if name.is_empty() {
            return view! { <p class=class>{value.clone()}</p> }.into_any();
        }
        view! {
            <p class="tip-row">
                <span class="tip-name">{name.clone()}</span><span class=class>{value.clone()}</span>
                <span class="tip-detail">{detail.clone()}</span>
            </p>
        }
        .into_any()
    };
    let keys = by_keys.then(|| {
        let filter = (!mark.key.is_empty()).then(|| view! { <kbd>"Enter"</kbd>" "{words::KEY_FILTER}" " });
        view! {
            <p class="tip-keys">
                {filter}<kbd>"T"</kbd>" "{words::KEY_TABLE}" "<kbd>"Esc"</kbd>" "{words::KEY_CLOSE}
            </p>
        }
    });
    let rows = mark.rows.iter().map(row).collect_view();
    view! { <p class="tip-title">{mark.title.clone()}</p>{rows}{keys} }
}

/// Lays the chart out for the ruler's width and keeps the canvas painted. What is in sight is painted at once; the rest after the next
/// frame.
fn keep_drawn(chart: Signal<Option<Chart>>, ruler: NodeRef<html::Div>, canvas: NodeRef<html::Canvas>) -> Memo<Scene> {
    let width = RwSignal::new(0.0);
    let observer = StoredValue::new_local(None::<WidthObserver>);
    ruler.on_load(move |ruler| {
        // Gone by then, a chart has no width to follow.
        let follow = move |now| {
            let _ = width.try_set(now);
        };
        observer.set_value(Some(WidthObserver::new(&ruler, follow)));
    });
    let around: ReadSignal<Surroundings> = canvas::surroundings().into();
    let scene = Memo::new(move |_| {
        let around = around.get();
        let medium = around.medium;
        let width = match medium {
            Medium::Print => ruler.get_untracked().map_or(0.0, |ruler| canvas::print_width(&ruler)),
            Medium::Screen => width.get(),
        };
        // Laid out for as much narrower a place as the text is larger, then enlarged: text, lines and marks grow alike.
        let scale = around.text_scale();
        let lay_out = |drawn: &dyn Draw| {
            let width = width / scale;
            let height = (drawn.height(width, medium) * scale).round() / scale;
            drawn.scene(Size { width, height }, &CanvasMeasure::new(&Theme::of(around).family)).enlarged(scale)
        };
        chart
            .with(|chart| match chart {
                // What has no width is not on the page yet.
                Some(chart) if width > 0.0 => match chart.of_overview() {
                    Some(drawn) => Some(lay_out(drawn)),
                    None => later::get().and_then(|later| (later.chart)(chart)).map(lay_out),
                },
                _ => None,
            })
            .unwrap_or_else(|| Scene::new(Size { width, height: 0.0 }))
    });
    let is_drawn = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let around = around.get();
        let has_width = width.get() > 0.0;
        chart.track();
        // Gone by then, a chart is not painted.
        let paint = move |canvas: &web_sys::HtmlCanvasElement| {
            let _ = scene.try_with_untracked(|scene| canvas::draw(canvas, scene, &Theme::of(around)));
        };
        match around.medium {
            Medium::Print => paint(&canvas),
            Medium::Screen if has_width => {
                // The first time it takes its place at once; later it keeps the one it has until it is painted.
                if !is_drawn.get_value() {
                    is_drawn.set_value(true);
                    canvas::make_room(&canvas, scene.with_untracked(|scene| scene.size));
                }
                let is_in_sight = observer.with_value(|o| o.as_ref().is_some_and(WidthObserver::is_in_sight));
                canvas::paint_in_turn(&canvas, is_in_sight, paint);
            }
            Medium::Screen => {}
        }
    });
    scene
}
