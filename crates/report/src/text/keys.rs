//! The keys of the page, and the words of the sheet that lists them.

use crate::frame::words::pages;
use crate::route::Route;

/// The sheet's title.
pub const TITLE: &str = "Keys";
/// On the button that opens the sheet.
pub const OPEN: &str = "Keys of this page";
/// The key that opens it.
pub const HELP: &str = "?";
/// The key after which a letter goes to a page.
pub const GO: &str = "g";

/// On the switch for the keys that work anywhere.
pub const SINGLE: &str = "Single keys work anywhere: /, ? and g with a letter";
/// What it does, and for how long.
pub const SINGLE_TEXT: &str = "Turn this off if you speak to the computer or press keys by accident. The keys in a chart and Esc keep \
                                working. This browser remembers the choice, if it may store it.";

/// Which keys do what, by where they do it.
pub const SECTIONS: [(&str, &[(&str, &str)]); 3] = [
    (
        "Anywhere",
        &[
            ("Tab", "the next link, control or chart; with Shift the one before"),
            ("/", "find a change, team, rule or digest"),
            ("?", "this sheet"),
            ("Esc", "closes a panel or this sheet"),
        ],
    ),
    (
        "In a chart",
        &[
            ("Arrows", "from mark to mark; Home and End go to the first and the last"),
            ("Enter", "filters by the mark, and again takes the filter off"),
            ("T", "the same numbers as a table"),
            ("Esc", "closes the tooltip"),
        ],
    ),
    (
        "In a table or a fold",
        &[("Arrows", "scroll a table that is wider than its place"), ("Enter", "opens a fold, follows a link")],
    ),
];
/// Above the keys that go to a page.
pub const PAGES: &str = "Go to a page: g, then";

/// The letter of each page, in the order of the navigation.
const LETTERS: [&str; 15] = ["o", "g", "m", "t", "p", "f", "d", "c", "h", "e", "r", "x", "s", "l", "a"];

/// Each page with its letter.
pub fn letters() -> impl Iterator<Item = (&'static str, Route, &'static str)> {
    LETTERS.into_iter().zip(pages()).map(|(letter, (route, name))| (letter, route, name))
}

/// The page of a letter.
pub fn page_of(letter: &str) -> Option<Route> {
    letters().find(|(l, ..)| *l == letter).map(|(_, route, _)| route)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_a_letter_of_its_own() {
        for (i, (letter, _, name)) in letters().enumerate() {
            assert_eq!(letters().position(|(l, ..)| l == letter), Some(i), "{name}");
        }
        assert_eq!(letters().count(), pages().len());
        assert_eq!((page_of("m"), page_of("q")), (Some(Route::Matrix { cell: None }), None));
    }
}
