//! What the page knows, split by job. [`provide`] puts each part into the context, where every view finds it: the place
//! ([`Navigation`]), reading ([`Loading`]), the page on screen ([`Screen`]), questions beside it ([`Queries`]), and what is said aloud
//! ([`Announcer`]).

mod announcer;
mod loading;
mod navigation;
mod queries;
mod screen;
mod worker;

use leptos::prelude::*;

pub use announcer::Announcer;
pub use loading::Loading;
pub use navigation::Navigation;
pub use queries::{PlacedRows, Queries};
pub use screen::{Body, FILTERS, Screen, is_overview};
pub use worker::Worker;

use crate::link::exchange::{Action, Exchange};
use crate::page::browser;
use crate::page::worker_client::Listener;
use plumbline_report::frame::words;

/// Starts at the place that the URL fragment names, with a worker that reads the site's data, and provides all parts of the state.
/// They follow the fragment and dropped files from then on.
pub fn provide() {
    let worker = Worker::new();
    let announcer = Announcer::new();
    let navigation = Navigation::new(worker);
    let loading = Loading::new(worker, announcer);
    let screen = Screen::new(navigation, announcer, loading);
    let queries = Queries::new(worker);
    provide_context(worker);
    provide_context(announcer);
    provide_context(navigation);
    provide_context(loading);
    provide_context(screen);
    provide_context(queries);
    worker.start(Subscriber { screen, loading, queries, announcer });
    navigation.refresh();
    navigation.follow_fragment();
    loading.follow_site();
    browser::on_drop(move |over| set_if_changed(loading.dragging, over), move |files| loading.load(files));
}

/// Brings the worker's answers into the signals.
struct Subscriber {
    screen: Screen,
    loading: Loading,
    queries: Queries,
    announcer: Announcer,
}

impl Listener for Subscriber {
    fn changed(&self, exchange: &mut Exchange, actions: Vec<Action>) {
        self.loading.update(exchange);
        for action in actions {
            match action {
                Action::Preview(view) => self.screen.preview(*view),
                Action::Show(view) => self.screen.show(*view),
                Action::Rows { from, rows } => self.queries.set_rows(from, rows),
                Action::Found(hits) => self.queries.set_hits(hits),
                Action::Tried(trial) => self.queries.set_trial(*trial),
                Action::Keep { name, media_type, text } => {
                    browser::save_file(&name, &media_type, &text);
                    self.announcer.announce(words::saved(&name));
                }
                Action::Spawn | Action::Send { .. } => {}
            }
        }
        // Whether or not the request succeeded, no other answer is coming.
        if !exchange.is_busy() {
            self.screen.settle();
        }
    }
}

/// Sets a signal only when that changes it.
fn set_if_changed<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|v| *v != value) {
        signal.set(value);
    }
}
