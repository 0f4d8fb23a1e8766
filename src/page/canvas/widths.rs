//! How wide each chart's place is, and whether it is in sight.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::page::browser;

/// A place on the page, whose width and visibility are kept up to date.
struct Place {
    element: Element,
    /// In whole CSS pixels; NaN until it is known.
    width: Cell<f64>,
    is_in_sight: Cell<bool>,
    changed: Box<dyn Fn(f64)>,
}

/// How far what hangs below an element may reach, in CSS pixels.
const REACH: f64 = 600.0;

impl Place {
    /// Finds out whether the place is in sight, which nothing is behind the page in the HTML, and returns its width. The page must be laid out.
    fn measure(&self, window_height: f64) -> f64 {
        let rect = self.element.get_bounding_client_rect();
        let is_in_sight = rect.top() < window_height && rect.top() > -REACH;
        self.is_in_sight.set(is_in_sight && !browser::is_first_page_shown());
        rect.width().floor()
    }
}

/// One observer for all charts: all places are measured in one turn, after the page was laid out and before anything is drawn between two
/// measurements, which would cause another layout.
struct Places {
    observer: web_sys::ResizeObserver,
    /// Elements and their places, by number.
    numbers: js_sys::Map,
    places: RefCell<Vec<(u32, Rc<Place>)>>,
    last: Cell<u32>,
}

impl Places {
    fn new() -> Option<Self> {
        let callback = Closure::<dyn FnMut(js_sys::Array)>::new(|entries| {
            PLACES.with(|places| places.iter().for_each(|p| p.resized(&entries)))
        });
        let observer = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        callback.forget();
        Some(Self { observer, numbers: js_sys::Map::new(), places: RefCell::default(), last: Cell::new(0) })
    }

    /// Measures the elements whose size has changed, then calls for those with a new width.
    fn resized(&self, entries: &js_sys::Array) {
        let height = window_height();
        let measured = |entry: JsValue| {
            let element = entry.unchecked_into::<web_sys::ResizeObserverEntry>().target();
            let number = self.number(&element)?;
            let place = self.places.borrow().iter().find(|(of, _)| *of == number).map(|(_, place)| Rc::clone(place))?;
            let width = place.measure(height);
            (place.width.replace(width) != width).then_some(place)
        };
        let changed: Vec<Rc<Place>> = entries.iter().filter_map(measured).collect();
        for place in changed {
            (place.changed)(place.width.get());
        }
    }

    /// A number below 2^32, as they were given out.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn number(&self, element: &Element) -> Option<u32> {
        self.numbers.get(element).as_f64().map(|number| number as u32)
    }
}

thread_local! {
    static PLACES: Option<Places> = Places::new();
}

fn window_height() -> f64 {
    web_sys::window().and_then(|w| w.inner_height().ok()?.as_f64()).unwrap_or(f64::INFINITY)
}

/// Finds out which charts are in sight. To be called while the page is laid out, before anything changes.
pub fn update_visibility() {
    let height = window_height();
    PLACES.with(|places| {
        for (_, place) in places.iter().flat_map(|p| p.places.borrow().clone()) {
            place.measure(height);
        }
    });
}

/// Follows an element's width until dropped.
pub struct WidthObserver(Rc<Place>);

impl WidthObserver {
    /// Calls with the width in the frame in which the element comes onto the page, before it is painted, and after each change of its
    /// width.
    pub fn new(element: &Element, changed: impl Fn(f64) + 'static) -> Self {
        let place = Rc::new(Place {
            element: element.clone(),
            width: Cell::new(f64::NAN),
            is_in_sight: Cell::new(false),
            changed: Box::new(changed),
        });
        PLACES.with(|places| {
            let Some(places) = places else { return };
            let number = places.last.get().wrapping_add(1);
            places.last.set(number);
            places.places.borrow_mut().push((number, Rc::clone(&place)));
            places.numbers.set(element, &JsValue::from(number));
            places.observer.observe(element);
        });
        Self(place)
    }

    /// Whether what hangs below the element was in sight when that was last found out.
    pub fn is_in_sight(&self) -> bool {
        self.0.is_in_sight.get()
    }
}

impl Drop for WidthObserver {
    fn drop(&mut self) {
        PLACES.with(|places| {
            let Some(places) = places else { return };
            places.observer.unobserve(&self.0.element);
            if let Some(number) = places.number(&self.0.element) {
                places.places.borrow_mut().retain(|(of, _)| *of != number);
            }
            places.numbers.delete(&self.0.element);
        });
    }
}
