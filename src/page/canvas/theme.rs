//! The page's colours and typeface, as charts take them.

use std::cell::RefCell;
use std::rc::Rc;

use super::surroundings::Surroundings;
use plumbline_charts::{Color, Palette};

/// The page's colours and typeface, as its style sheet has them now.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The colours.
    pub palette: Palette,
    /// The sans stack.
    pub family: String,
}

impl Theme {
    /// The theme in some surroundings. It is read once for all charts: each reading has the browser work out the page's styles.
    pub fn of(around: Surroundings) -> Rc<Self> {
        thread_local! {
            static KNOWN: RefCell<Option<(Surroundings, Rc<Theme>)>> = const { RefCell::new(None) };
        }
        KNOWN.with_borrow_mut(|known| match known {
            Some((of, theme)) if *of == around => Rc::clone(theme),
            _ => {
                let theme = Rc::new(Self::current());
                *known = Some((around, Rc::clone(&theme)));
                theme
            }
        })
    }

    /// Reads the tokens of the document. In forced colours every mark takes the system's text colour.
    pub(super) fn current() -> Self {
        let style = web_sys::window().and_then(|window| {
            let root = window.document()?.document_element()?;
            window.get_computed_style(&root).ok()?
        });
        let value = |name: &str| {
            let text = style.as_ref()?.get_property_value(name).ok()?;
            (!text.trim().is_empty()).then(|| text.trim().to_owned())
        };
        let family = value("--font-ui").unwrap_or_else(|| "sans-serif".to_owned());
        let palette = if matches("(forced-colors: active)") {
            let color = |name: &str| value(name).and_then(|css| Color::from_css(&css));
            let text = color("color").unwrap_or(Color { rgb: (0, 0, 0), alpha: 1.0 });
            let paper = body_background().unwrap_or(Color { rgb: (255, 255, 255), alpha: 1.0 });
            Palette::forced(text, paper)
        } else {
            Palette::from_css(value)
        };
        Self { palette, family }
    }
}

fn body_background() -> Option<Color> {
    let window = web_sys::window()?;
    let body = window.document()?.body()?;
    let style = window.get_computed_style(&body).ok()??;
    Color::from_css(&style.get_property_value("background-color").ok()?)
}

fn matches(query: &str) -> bool {
    web_sys::window().and_then(|w| w.match_media(query).ok()?).is_some_and(|list| list.matches())
}
