//! How wide each chart's place is, and whether it is in sight.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// How an element stands on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stand {
    /// Its width in whole CSS pixels; 0 while it is not on the page.
    pub width: f64,
    /// Whether what hangs below it was in sight when it got that width.
    pub is_in_sight: bool,
}

/// What is to be told of an element's width.
type Told = Rc<dyn Fn(Stand)>;

/// How far what hangs below an element may reach, in CSS pixels.
const REACH: f64 = 600.0;

/// One observer for all charts: the page is asked for all places in one turn, after it was laid out and before anything is drawn between two
/// questions, which would have it laid out again.
struct Widths {
    observer: web_sys::ResizeObserver,
    /// Elements and their numbers.
    numbers: js_sys::Map,
    told: RefCell<Vec<(u32, Told)>>,
    last: Cell<u32>,
}

impl Widths {
    fn new() -> Option<Self> {
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(|entries| {
            WIDTHS.with(|widths| widths.iter().for_each(|w| w.tell(&entries)))
        });
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        callback.forget();
        Some(Self { observer, numbers: js_sys::Map::new(), told: RefCell::default(), last: Cell::new(0) })
    }

    /// Tells of the elements whose size has changed.
    fn tell(&self, entries: &js_sys::Array) {
        let height = web_sys::window().and_then(|w| w.inner_height().ok()?.as_f64()).unwrap_or(f64::INFINITY);
        let stand = |entry: JsValue| {
            let element = entry.unchecked_into::<web_sys::ResizeObserverEntry>().target();
            let place = element.get_bounding_client_rect();
            let is_in_sight = place.top() < height && place.top() > -REACH;
            let number = self.number(&element)?;
            let told = self.told.borrow().iter().find(|(of, _)| *of == number).map(|(_, told)| Rc::clone(told))?;
            Some((told, Stand { width: place.width().floor(), is_in_sight }))
        };
        let stands: Vec<(Told, Stand)> = entries.iter().filter_map(stand).collect();
        for (told, stand) in stands {
            told(stand);
        }
    }

    /// A number below 2^32, as they were given out.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn number(&self, element: &Element) -> Option<u32> {
        self.numbers.get(element).as_f64().map(|number| number as u32)
    }
}

thread_local! {
    static WIDTHS: Option<Widths> = Widths::new();
}

/// Follows an element's width until dropped.
pub struct WidthObserver {
    element: Element,
}

impl WidthObserver {
    /// Calls in the frame in which the element comes to stand on the page, before it is painted, and after each change of its width.
    pub fn new(element: &Element, changed: impl Fn(Stand) + 'static) -> Self {
        let last = Cell::new(f64::NAN);
        let told: Told = Rc::new(move |stand: Stand| {
            if last.replace(stand.width) != stand.width {
                changed(stand);
            }
        });
        WIDTHS.with(|widths| {
            let Some(widths) = widths else { return };
            let number = widths.last.get().wrapping_add(1);
            widths.last.set(number);
            widths.told.borrow_mut().push((number, told));
            widths.numbers.set(element, &JsValue::from(number));
            widths.observer.observe(element);
        });
        Self { element: element.clone() }
    }
}

impl Drop for WidthObserver {
    fn drop(&mut self) {
        WIDTHS.with(|widths| {
            let Some(widths) = widths else { return };
            widths.observer.unobserve(&self.element);
            if let Some(number) = widths.number(&self.element) {
                widths.told.borrow_mut().retain(|(of, _)| *of != number);
            }
            widths.numbers.delete(&self.element);
        });
    }
}
