//! What the page says aloud.

use leptos::prelude::*;

use crate::page::browser;

/// How long a toast stays in sight, in milliseconds.
const TOAST_MS: i32 = 6_000;

/// The page's two live regions.
#[derive(Clone, Copy)]
pub struct Announcer {
    /// Said aloud, and shown for a moment; empty when there is nothing.
    pub toast: RwSignal<String>,
    /// Said aloud only.
    pub status: RwSignal<String>,
}

impl Announcer {
    pub(super) fn new() -> Self {
        Self { toast: RwSignal::new(String::new()), status: RwSignal::new(String::new()) }
    }

    /// Says something aloud and shows it for a moment.
    pub fn announce(self, text: impl Into<String>) {
        let (toast, text) = (self.toast, text.into());
        toast.set(text.clone());
        browser::after(TOAST_MS, move || {
            if toast.with_untracked(|now| *now == text) {
                toast.set(String::new());
            }
        });
    }

    /// Says something aloud.
    pub fn say(self, text: impl Into<String>) {
        self.status.set(text.into());
    }
}
