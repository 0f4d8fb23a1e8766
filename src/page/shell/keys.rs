//! The keys that work anywhere.

use std::cell::Cell;

use leptos::prelude::*;

use super::Open;
use crate::page::browser;
use crate::page::state::Navigation;
use plumbline_report::search::words as search;
use plumbline_report::text::keys as words;

/// Under what the browser keeps that letters are no commands.
pub const LETTERS: &str = "letters";

/// Answers the keys of the whole page.
pub fn listen(navigation: Navigation, open: Open) {
    let has_gone = Cell::new(false);
    browser::on_key(move |key| {
        // What they open would not be seen yet.
        if browser::is_first_page_shown() || !open.has_letters.get_untracked() {
            has_gone.set(false);
            return false;
        }
        // The key after `g` names a page, or nothing.
        if has_gone.replace(key == words::GO && !open.help.get_untracked()) {
            has_gone.set(false);
            if let Some(route) = words::page_of(key) {
                navigation.navigate(route);
                return true;
            }
            return false;
        }
        if key == words::HELP {
            open.help.update(|open| *open = !*open);
            return true;
        }
        if key == search::KEY && !open.search.get_untracked() {
            open.search.set(true);
            return true;
        }
        has_gone.get()
    });
}
