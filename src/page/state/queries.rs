//! Questions beside the page: rows of its long table, the search, and the draft of a policy.

use std::sync::Arc;

use leptos::prelude::*;

use super::Worker;
use crate::link::protocol::Draft;
use plumbline_report::document::Row;
use plumbline_report::{Hit, Trial};

/// Rows of a long table, each with its place in it, from 0.
pub type PlacedRows = Vec<(u32, Row)>;

/// The answers to the last questions, and the ways to ask.
#[derive(Clone, Copy)]
pub struct Queries {
    /// The rows of the long table that were computed last.
    pub rows: RwSignal<Arc<PlacedRows>>,
    /// What the search found last.
    pub hits: RwSignal<Arc<Vec<Hit>>>,
    /// The copy of the policy as the reader edited it; none when it was not edited.
    pub draft: StoredValue<Option<String>>,
    /// What the copy that was tried last would change.
    pub trial: RwSignal<Arc<Trial>>,
    worker: Worker,
}

impl Queries {
    pub(super) fn new(worker: Worker) -> Self {
        Self {
            rows: RwSignal::new(Arc::default()),
            hits: RwSignal::new(Arc::default()),
            draft: StoredValue::new(None),
            trial: RwSignal::new(Arc::default()),
            worker,
        }
    }

    /// Requests rows of the long table of this page.
    pub fn request_rows(self, from: u32, count: u32) {
        self.worker.request(|exchange| exchange.rows(from, count));
    }

    /// Sets the rows of the long table, of which `from` is the first.
    pub fn set_rows(self, from: u32, rows: Vec<Row>) {
        self.rows.set(Arc::new((from..).zip(rows).collect()));
    }

    /// Searches for what a text names.
    pub fn search(self, text: String) {
        self.worker.request(|exchange| exchange.search(text));
    }

    pub(super) fn set_hits(self, hits: Vec<Hit>) {
        self.hits.set(Arc::new(hits));
    }

    /// Checks a copy of the policy; with `preview` it also computes what the copy would change.
    pub fn try_policy(self, text: String, preview: bool) {
        self.worker.request(|exchange| exchange.try_policy(Draft { text, preview }));
    }

    pub(super) fn set_trial(self, trial: Trial) {
        self.trial.set(Arc::new(trial));
    }
}
