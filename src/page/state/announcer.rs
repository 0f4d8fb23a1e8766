//! What the page says aloud.

use leptos::prelude::*;

use crate::page::browser;

/// How long a toast stays in sight, in milliseconds.
const TOAST_MS: i32 = 6_000;

/// How long what is said is gathered, in milliseconds: of a page that changes several parts have something to say.
const GATHER_MS: i32 = 120;

/// The page's two live regions.
#[derive(Clone, Copy)]
pub struct Announcer {
    /// Said aloud, and shown for a moment; empty when there is nothing.
    pub toast: RwSignal<String>,
    /// Said aloud only.
    pub status: RwSignal<String>,
    /// What is to be said next.
    gathered: StoredValue<Vec<String>>,
}

impl Announcer {
    pub(super) fn new() -> Self {
        Self { toast: RwSignal::new(String::new()), status: RwSignal::new(String::new()), gathered: StoredValue::new(Vec::new()) }
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

    /// Says the name of a page that takes the place of another: what the other had to say is no news any more.
    pub fn say_page(self, name: impl Into<String>) {
        self.gathered.update_value(|gathered| gathered.iter_mut().for_each(String::clear));
        self.say(name);
    }

    /// Says something aloud, together with what else is said in the same moment. The one way to tell what changed out of sight or hearing.
    pub fn say(self, text: impl Into<String>) {
        let (status, gathered, text) = (self.status, self.gathered, text.into());
        let is_first = gathered.with_value(Vec::is_empty);
        gathered.update_value(|gathered| {
            // Who says more than another says it for both.
            gathered.retain(|earlier| earlier.is_empty() || !text.starts_with(earlier.as_str()));
            if !text.is_empty() && !gathered.iter().any(|earlier| earlier.starts_with(&text)) {
                gathered.push(text);
            }
        });
        if is_first {
            browser::after(GATHER_MS, move || {
                let texts = gathered.try_update_value(std::mem::take).unwrap_or_default();
                let mut said = texts
                    .iter()
                    .filter(|text| !text.is_empty())
                    .map(|text| text.trim_end_matches('.'))
                    .collect::<Vec<_>>()
                    .join(". ");
                if said.is_empty() {
                    return;
                }
                // The same words again are news again: a region whose text stays is not read.
                if status.with_untracked(|before| *before == said) {
                    said.push('.');
                }
                status.set(said);
            });
        }
    }
}
