//! The way to the worker.

use leptos::prelude::*;

use crate::link::exchange::Exchange;
use crate::link::protocol::{Extent, Save};
use crate::page::browser::File;
use crate::page::worker_client::{Listener, WorkerClient};
use plumbline_report::export::Export;
use plumbline_report::route::Location;

/// The worker's client.
#[derive(Clone, Copy)]
pub struct Worker(StoredValue<Option<WorkerClient>, LocalStorage>);

impl Worker {
    /// Not started yet: requests are ignored.
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// Starts the worker; `listener` receives what it answers.
    pub(super) fn start(self, listener: impl Listener) {
        self.0.set_value(Some(WorkerClient::start(listener)));
    }

    /// Passes an event to the exchange.
    pub(super) fn request(self, event: impl FnOnce(&mut Exchange)) {
        self.with_client(|client| client.apply(event));
    }

    /// Reads more of the reader's own files: path and handle of each.
    pub(super) fn load(self, files: Vec<(String, File)>) {
        self.with_client(|client| client.load(files));
    }

    /// Has the worker write a file, which the browser then saves.
    pub fn save(self, what: Save) {
        self.request(|exchange| exchange.save(what));
    }

    /// Has the worker write a part of a page, which the browser then saves.
    pub fn export(self, location: Location, what: Export) {
        self.save(Save::Export { location: Box::new(location), what });
    }

    /// Has the worker read all of a data set that is loaded in parts, for the page that is shown.
    pub fn view_whole(self) {
        self.request(Exchange::view_whole);
    }

    /// Has the worker judge the published data set again.
    pub fn verify(self, extent: Extent) {
        self.request(move |exchange| exchange.verify(extent));
    }

    fn with_client(self, call: impl FnOnce(&WorkerClient)) {
        self.0.with_value(|client| {
            if let Some(client) = client {
                call(client);
            }
        });
    }
}
