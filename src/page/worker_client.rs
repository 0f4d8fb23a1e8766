//! Carries out what the [`Exchange`] decides: starts and ends the worker, posts messages, holds the file handles.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::link::build_id::BUILD_ID;
use crate::link::exchange::{Action, Exchange, OwnFile};
use crate::link::protocol::{Answer, Call};
use crate::page::browser;

/// How often the client looks whether the worker still answers, in milliseconds.
const TICK_MS: i32 = 5_000;

/// Receives what the client leaves to the page.
pub trait Listener: 'static {
    /// Called after each event, with the exchange as it is now and the actions that the page has to carry out.
    fn changed(&self, exchange: &mut Exchange, actions: Vec<Action>);
}

/// The client. Cloning it names the same one.
#[derive(Clone)]
pub struct WorkerClient {
    inner: Rc<Inner>,
}

struct Inner {
    exchange: RefCell<Exchange>,
    worker: RefCell<Option<Running>>,
    handles: RefCell<Vec<File>>,
    listener: Box<dyn Listener>,
}

/// A worker with its handlers, which live as long as it does.
struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl WorkerClient {
    /// Starts the worker; it reads the site's data first.
    pub fn start(listener: impl Listener) -> Self {
        let client = WorkerClient {
            inner: Rc::new(Inner {
                exchange: RefCell::new(Exchange::new(BUILD_ID, browser::base_address(), browser::clock_ms())),
                worker: RefCell::new(None),
                handles: RefCell::new(Vec::new()),
                listener: Box::new(listener),
            }),
        };
        let ticking = client.clone();
        browser::every(TICK_MS, move || ticking.apply(|exchange| exchange.tick(browser::clock_ms())));
        client.apply(|_| ());
        client
    }

    /// Reads more of the reader's own files: path and handle of each.
    pub fn load(&self, files: Vec<(String, File)>) {
        let files = {
            let mut handles = self.inner.handles.borrow_mut();
            let own = files.into_iter().map(|(path, file)| {
                let own = OwnFile { path, bytes: file.size(), handle: u32::try_from(handles.len()).unwrap_or(u32::MAX) };
                handles.push(file);
                own
            });
            own.collect::<Vec<_>>()
        };
        self.apply(|exchange| exchange.load(files, browser::clock_ms()));
    }

    /// Passes an event to the exchange, and carries out the actions that follow.
    pub fn apply(&self, event: impl FnOnce(&mut Exchange)) {
        let mut exchange = self.inner.exchange.borrow_mut();
        event(&mut exchange);
        let mut for_page = Vec::new();
        for action in exchange.take_actions() {
            match action {
                Action::Spawn => {
                    if let Err(reason) = self.spawn() {
                        exchange.died(&reason);
                    }
                }
                Action::Send { call, handles } => self.send(&call, &handles),
                other => for_page.push(other),
            }
        }
        self.inner.listener.changed(&mut exchange, for_page);
    }

    /// Puts a new worker in the place of the old one.
    fn spawn(&self) -> Result<(), String> {
        // The old one ends before the new one starts: two data sets at once may be more than the memory holds.
        *self.inner.worker.borrow_mut() = None;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let hand_over = browser::hand_over();
        let more = if hand_over.is_some() { "&handed" } else { "" };
        let address = [&browser::base_address(), "worker_boot.js?script=", &browser::worker_script(), more].concat();
        let worker = Worker::new_with_options(&address, &options).map_err(|error| browser::error_message(&error))?;
        if let Some(hand_over) = hand_over {
            hand_over(&worker);
        }
        let client = self.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match event.data().dyn_ref::<Uint8Array>().and_then(|bytes| Answer::from_bytes(&bytes.to_vec())) {
                Some(answer) => client.apply(|exchange| exchange.answered(answer)),
                None => client.apply(|exchange| exchange.died("it said something that this page does not understand")),
            }
        });
        let client = self.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that could not be loaded reports an event without a message.
            let message = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|m| m.as_string());
            let reason = message.filter(|m| !m.is_empty()).unwrap_or_else(|| "its script could not be loaded".to_owned());
            client.apply(|exchange| exchange.died(&reason));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        *self.inner.worker.borrow_mut() = Some(Running { worker, _on_message: on_message, _on_error: on_error });
        Ok(())
    }

    fn send(&self, call: &Call, handles: &[u32]) {
        let worker = self.inner.worker.borrow();
        let Some(running) = worker.as_ref() else { return };
        let files = js_sys::Array::new();
        let known = self.inner.handles.borrow();
        for handle in handles {
            if let Some(file) = known.get(*handle as usize) {
                files.push(file);
            }
        }
        let message = js_sys::Array::of2(&Uint8Array::from(call.to_bytes().as_slice()), &files);
        // A worker that takes no message has died, which its silence shows.
        let _ = running.worker.post_message(&message);
    }
}
