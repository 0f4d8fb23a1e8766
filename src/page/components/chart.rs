//! A chart with everything that belongs to it: the canvas, tooltips for pointer and keys, and the way to its table.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::page::browser;
use crate::page::canvas::{self, CanvasMeasure, Stand, Surroundings, Theme, WidthObserver};
use crate::page::components::figure::{caption, twin_fold};
use crate::page::element::{
    El, Event, HtmlCanvasElement, HtmlDetailsElement, HtmlElement, KeyboardEvent, MouseEvent, Node, PointerEvent, append, el,
    live, text,
};
use crate::page::later;
use plumbline_charts::{Chart, Draw, Mark, Medium, Point, Scene, Size, TipKind, TipRow};
use plumbline_report::Head;
use plumbline_report::text::chart as words;

/// Hears the key of a mark that was picked.
pub type Pick = Rc<dyn Fn(&str)>;

/// A figure whose picture is a chart, with the same numbers as a table. `class` says what kind it is, `place` where it stands.
/// `pick` takes the key of a mark that was clicked or entered; `below` stands between the chart and its table.
///
/// The canvas is one tab stop: arrows move between marks, Enter picks, T opens the table, Escape closes the tooltip.
pub fn chart_figure(class: &str, place: &str, head: &Head, chart: Chart, pick: Option<Pick>, below: Vec<Node>) -> Node {
    let table = twin_fold(head);
    let name = [chart.kind(), place].join(" ");
    let stage = stage(chart, name, &head.title, pick, table.as_ref().map(El::handle));
    el("figure")
        .class(&["figure chart ", class].concat())
        .child(caption(head))
        .child(stage)
        .children(below)
        .maybe(table.map(El::view))
        .view()
}

/// A chart of a figure that has others before it; its table is the figure's.
pub fn chart_alone(chart: Chart, label: &str, pick: Option<Pick>) -> Node {
    let name = chart.kind().to_owned();
    el("div").class("chart").child(stage(chart, name, label, pick, None)).view()
}

/// A chart for a table's cell: without marks or tab stop, since its row says the same in words. `label` says it aloud.
pub fn chart_in_cell(chart: Chart, label: &str) -> Node {
    let ruler = el("div").class("chart-ruler");
    let canvas = el("canvas").class("chart-canvas");
    keep_drawn(chart, "", ruler.handle(), canvas.handle());
    // What has no words of its own stands beside them.
    let canvas = match label {
        "" => canvas.set("aria-hidden", "true"),
        said => canvas.set("role", "img").set("aria-label", said),
    };
    el("div").class("chart-stage").child(ruler.view()).child(canvas.view()).view()
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

/// What a chart's canvas answers to.
struct Stage {
    canvas: HtmlCanvasElement,
    /// The chart's kind and place.
    name: String,
    scene: Memo<Scene>,
    active: RwSignal<Option<Active>>,
    pick: Option<Pick>,
    table: Option<HtmlDetailsElement>,
    /// Whether the finger that is on the canvas only shows a mark.
    is_first_tap: Cell<bool>,
}

impl Stage {
    /// The place of the mark under a pointer.
    fn found(&self, event: &MouseEvent) -> Option<usize> {
        let at = Point { x: f64::from(event.offset_x()), y: f64::from(event.offset_y()) };
        self.scene.with_untracked(|s| s.marks.iter().position(|mark| mark.hit.contains(at)))
    }

    fn now(&self) -> Option<usize> {
        self.active.get_untracked().map(|a| a.idx)
    }

    fn filter(&self, idx: usize) {
        let key = self.scene.with_untracked(|s| s.marks.get(idx).map(|mark| mark.key.clone()));
        if let (Some(key), Some(pick)) = (key.filter(|key| !key.is_empty()), &self.pick) {
            pick(&key);
        }
    }

    fn moved(&self, event: &MouseEvent) {
        let idx = self.found(event);
        if self.now() != idx {
            self.active.set(idx.map(|idx| Active { idx, by_keys: false }));
        }
    }

    /// A first tap shows, a second filters.
    fn down(&self, event: &PointerEvent) {
        self.is_first_tap.set(event.pointer_type() == "touch" && self.now() != self.found(event));
    }

    fn clicked(&self, event: &MouseEvent) {
        let Some(idx) = self.found(event) else { return };
        if self.is_first_tap.get() {
            self.active.set(Some(Active { idx, by_keys: false }));
        } else {
            self.filter(idx);
        }
    }

    fn pressed(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let now = self.now();
        let count = self.scene.with_untracked(|s| s.marks.len());
        let last = count.saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => now.map_or(0, |idx| (idx + 1).min(last)),
            "ArrowLeft" | "ArrowUp" => now.map_or(last, |idx| idx.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            "Enter" => {
                if let Some(idx) = now {
                    event.prevent_default();
                    PICKED.set(Some((self.name.clone(), idx)));
                    self.filter(idx);
                }
                return;
            }
            "t" | "T" => {
                event.prevent_default();
                if let Some(table) = &self.table {
                    table.set_open(!table.open());
                }
                return;
            }
            "Escape" if now.is_some() => {
                event.prevent_default();
                self.active.set(None);
                return;
            }
            _ => return,
        };
        if count > 0 {
            event.prevent_default();
            self.active.set(Some(Active { idx: to, by_keys: true }));
        }
    }

    /// Takes up the focus of a chart in the same place that was picked in by key.
    fn go_on(&self) {
        let mine = PICKED.with_borrow(|picked| picked.as_ref().filter(|(name, _)| *name == self.name).map(|(_, idx)| *idx));
        if let Some(idx) = mine.filter(|_| self.canvas.is_connected() && canvas::may_take_focus(&self.canvas)) {
            PICKED.set(None);
            // A page that will not take the focus is left as it is.
            let _ = self.canvas.focus();
            self.active.set(Some(Active { idx, by_keys: true }));
        }
    }
}

/// An answer to an event, which is of the kind that its name says.
fn heard<E: JsCast + 'static>(stage: &Rc<Stage>, answer: fn(&Stage, &E)) -> Box<dyn FnMut(Event)> {
    let stage = Rc::clone(stage);
    Box::new(move |event| answer(&stage, event.unchecked_ref()))
}

/// The canvas with its tooltip and focus frame.
#[inline(never)]
fn stage(chart: Chart, name: String, label: &str, pick: Option<Pick>, table: Option<HtmlDetailsElement>) -> Node {
    let ruler = el("div").class("chart-ruler");
    let canvas = el("canvas")
        .class("chart-canvas")
        .set("role", "img")
        .set("tabindex", "0")
        .set("aria-label", label)
        .set("aria-description", words::KEYS_HELP);
    let (frame, tip) = (el("div").class("chart-frame").set("hidden", ""), el("div").class("chart-tip").set("hidden", ""));
    let scene = keep_drawn(chart, &name, ruler.handle(), canvas.handle());
    let active = RwSignal::new(None::<Active>);
    let picks = pick.is_some();
    let stage = Rc::new(Stage { canvas: canvas.handle(), name, scene, active, pick, table, is_first_tap: Cell::new(false) });
    let canvas = canvas
        .on("pointermove", heard(&stage, Stage::moved))
        .on("pointerdown", heard(&stage, Stage::down))
        .on("click", heard(&stage, Stage::clicked))
        .on("keydown", heard(&stage, Stage::pressed))
        .on("blur", Box::new(move |_| active.set(None)));
    // It is asked for once the page holds it.
    browser::soon(move || stage.go_on());

    let mark = Memo::new(move |_| {
        let active = active.get()?;
        scene.with(|s| s.marks.get(active.idx).cloned()).map(|mark| (mark, active.by_keys))
    });
    let status = el("p").class("visually-hidden").set("role", "status");
    let (frame_box, tip_box, spoken_box): (HtmlElement, HtmlElement, HtmlElement) =
        (frame.handle(), tip.handle(), status.handle());
    live(move || {
        mark.with(|shown| {
            frame_box.set_hidden(shown.is_none());
            tip_box.set_hidden(shown.is_none());
            tip_box.set_text_content(None);
            let said = shown.as_ref().filter(|(_, by_keys)| *by_keys).map(|(mark, _)| spoken(mark));
            spoken_box.set_text_content(said.as_deref());
            if let Some((mark, by_keys)) = shown {
                for part in tooltip(mark, *by_keys, picks) {
                    append(&tip_box, &part);
                }
                canvas::place_over(&frame_box, mark.frame);
                // The tooltip is measured with its text in place.
                canvas::place_beside(&tip_box, mark.frame, scene.with_untracked(|s| s.size));
            }
        });
    });
    el("div")
        .class("chart-stage")
        .on("pointerleave", Box::new(move |_| active.set(None)))
        .child(ruler.view())
        .child(canvas.view())
        .child(frame.view())
        .child(tip.view())
        .child(status.view())
        .view()
}

/// The inside of a tooltip: place, perceived, verified, gap, n of m.
fn tooltip(mark: &Mark, by_keys: bool, picks: bool) -> Vec<Node> {
    let mut out = vec![text("p", "tip-title", &mark.title)];
    for TipRow { kind, name, value, detail } in &mark.rows {
        let class = match kind {
            TipKind::Perceived => "tip-value said",
            TipKind::Verified => "tip-value proved",
            TipKind::Gap => "tip-value strong",
            TipKind::Other => "tip-value",
            TipKind::Count | TipKind::Note => "tip-line",
        };
        out.push(if name.is_empty() {
            text("p", class, value)
        } else {
            let row = el("p").class("tip-row").child(text("span", "tip-name", name)).child(text("span", class, value));
            row.child(text("span", "tip-detail", detail)).view()
        });
    }
    if by_keys {
        let mut keys = el("p").class("tip-keys");
        if picks && !mark.key.is_empty() {
            keys = keys.child(text("kbd", "", "Enter")).text(" ").text(words::KEY_FILTER).text(" ");
        }
        let keys = keys.child(text("kbd", "", "T")).text(" ").text(words::KEY_TABLE).text(" ");
        out.push(keys.child(text("kbd", "", "Esc")).text(" ").text(words::KEY_CLOSE).view());
    }
    out
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

thread_local! {
    /// How charts stood that were in sight, by their names: the next one of that name most likely stands there as well.
    static STOOD: RefCell<Vec<(String, Stand)>> = const { RefCell::new(Vec::new()) };
}

/// Lays the chart out for the ruler's width and keeps the canvas painted. A chart whose name is known is drawn before the page is laid out:
/// then there is time, and the page is laid out once.
#[inline(never)]
fn keep_drawn(chart: Chart, name: &str, ruler: HtmlElement, canvas: HtmlCanvasElement) -> Memo<Scene> {
    let stood = STOOD.with_borrow(|all| all.iter().find(|(of, _)| of == name).map(|(_, stand)| *stand));
    let stand = RwSignal::new(stood.unwrap_or_default());
    let name = name.to_owned();
    let observer = WidthObserver::new(&ruler, move |found| {
        if stand.with_untracked(|stand| *stand != found) {
            stand.set(found);
        }
        STOOD.with_borrow_mut(|all| {
            all.retain(|(of, _)| *of != name);
            if found.is_in_sight && !name.is_empty() {
                all.push((name.clone(), found));
            }
        });
    });
    StoredValue::<_, LocalStorage>::new_local(observer);
    let around: ReadSignal<Surroundings> = canvas::surroundings().into();
    let ruler = StoredValue::<_, LocalStorage>::new_local(ruler);
    let scene = Memo::new(move |_| {
        let around = around.get();
        let medium = around.medium;
        let width = match medium {
            Medium::Print => ruler.with_value(|ruler| canvas::print_width(ruler)),
            Medium::Screen => stand.get().width,
        };
        // What has no width is not on the page yet.
        if width <= 0.0 {
            return Scene::new(Size { width, height: 0.0 });
        }
        let lay_out = |drawn: &dyn Draw| {
            let height = drawn.height(width, medium).round();
            drawn.scene(Size { width, height }, &CanvasMeasure::new(&Theme::of(around).family))
        };
        match chart.of_overview() {
            Some(drawn) => lay_out(drawn),
            None => match later::get().and_then(|later| (later.chart)(&chart)) {
                Some(drawn) => lay_out(drawn),
                None => Scene::new(Size { width, height: 0.0 }),
            },
        }
    });
    live(move || {
        let around = around.get();
        let size = scene.with(|scene| scene.size);
        // Gone by then, a chart is not painted.
        let paint = move |canvas: &HtmlCanvasElement| {
            let _ = scene.try_with_untracked(|scene| canvas::draw(canvas, scene, &Theme::of(around)));
        };
        match around.medium {
            Medium::Print => paint(&canvas),
            Medium::Screen if size.width > 0.0 => {
                canvas::make_room(&canvas, size);
                canvas::paint_in_turn(&canvas, stand.get_untracked().is_in_sight, paint);
            }
            Medium::Screen => {}
        }
    });
    scene
}
