//! Several large files at a time: workers that read them for this one, each of which hands back what it read.
//!
//! A file that ends its worker, or keeps it for too long, is named, and the others go on in a new one.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::reading::order;
use crate::link::protocol::Answer;
use plumbline_ingest::{Prepared, limits::MAX_FILE_BYTES};

/// How such a worker is called: by its name it knows what it is for.
pub const NAME: &str = "plumbline-reader";

/// A file of so many bytes is worth a worker of its own, when there are several.
pub const LARGE_BYTES: f64 = 4_194_304.0;

/// How many files are read at a time at most.
const MOST: usize = 4;

/// How long a file may take, in milliseconds: less than the page waits for this worker.
const FILE_MS: f64 = 55_000.0;

/// How often the page is told that this worker still waits, in milliseconds.
const TICK_MS: i32 = 5_000;

/// What came of a file.
pub enum Outcome {
    /// It was read.
    Read(Box<Prepared>),
    /// It could not be opened: a lower-case phrase.
    Unreadable(String),
    /// It ended the worker that read it, or took too long: a lower-case phrase.
    Stopped(String),
    /// No other worker could read it, so this one has to.
    NotRead,
}

/// A file under way.
struct Job {
    /// Its place among the files that were given.
    index: usize,
    begun_ms: f64,
}

/// One of the workers, with what hears its messages.
struct Helper {
    worker: Worker,
    is_ready: bool,
    job: Job,
    /// What it says next: whether it is an error, and the words or the message.
    next: Promise,
    resolve: Rc<RefCell<Option<Function>>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Helper {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.terminate();
    }
}

/// Reads files in workers of their own.
pub struct Readers {
    policy: String,
    files: Vec<(String, File)>,
    waiting: VecDeque<usize>,
    helpers: Vec<Option<Helper>>,
    done: VecDeque<(usize, Outcome)>,
}

impl Readers {
    /// Begins with these files under a policy, which is given as its text.
    pub fn begin(policy: &str, files: Vec<(String, File)>) -> Self {
        let largest = files.iter().map(|(_, file)| file.size()).fold(1.0, f64::max);
        // All files under way together are at most as large as one may be.
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let fitting = (MAX_FILE_BYTES as f64 / largest) as usize;
        let n = n_helpers().min(files.len()).min(fitting.max(1));
        let mut readers = Readers {
            policy: policy.to_owned(),
            waiting: (0..files.len()).collect(),
            files,
            helpers: Vec::new(),
            done: VecDeque::new(),
        };
        for _ in 0..n {
            let helper = readers.started();
            readers.helpers.push(helper);
        }
        readers
    }

    /// The next file that is done; none when all are. `still` is called now and then while nothing happens.
    pub async fn next(&mut self, mut still: impl FnMut(Option<&str>)) -> Option<(usize, Outcome)> {
        loop {
            if let Some(done) = self.done.pop_front() {
                return Some(done);
            }
            let under_way = Array::new();
            let mut current = None;
            for helper in self.helpers.iter().flatten() {
                under_way.push(&helper.next);
                current = current.or_else(|| self.files.get(helper.job.index).map(|(path, _)| path.as_str()));
            }
            if under_way.length() == 0 {
                // No worker is left: whatever waits is not read by one.
                return self.waiting.pop_front().map(|index| (index, Outcome::NotRead));
            }
            still(current);
            let (tick, timer) = tick();
            under_way.push(&tick);
            // None of the promises is ever rejected.
            let said = JsFuture::from(Promise::race(&under_way)).await.unwrap_or(JsValue::UNDEFINED);
            clear_tick(timer);
            match said.dyn_ref::<Array>() {
                Some(said) => self.heard(said),
                None => self.give_up_on_slow_ones(),
            }
        }
    }

    /// Takes what a worker said: its place among the workers, whether it is an error, and the words or the message.
    fn heard(&mut self, said: &Array) {
        let resolver = said.get(0);
        let Some(place) = self.helpers.iter().position(|h| h.as_ref().is_some_and(|h| JsValue::from(&h.worker) == resolver))
        else {
            return;
        };
        let Some(mut helper) = self.helpers.get_mut(place).and_then(Option::take) else { return };
        let (is_error, data) = (said.get(1).is_truthy(), said.get(2));
        let index = helper.job.index;
        if !helper.is_ready {
            let announced = data.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
            let is_of_this_build = announced == Some(Answer { id: 0, reply: super::ready() }.to_bytes());
            if is_error || !is_of_this_build {
                // It never began: the file has no part in it.
                self.done.push_back((index, Outcome::NotRead));
                return;
            }
            helper.is_ready = true;
            helper.next = next_word(&helper.resolve);
            if self.send(&mut helper, index) {
                self.put(place, Some(helper));
            }
            return;
        }
        let outcome = if is_error {
            Outcome::Stopped(data.as_string().unwrap_or_default())
        } else if let Some(batch) = data.dyn_ref::<Uint8Array>() {
            Prepared::from_bytes(&batch.to_vec()).map_or(Outcome::NotRead, |prepared| Outcome::Read(Box::new(prepared)))
        } else {
            data.as_string().map_or(Outcome::NotRead, Outcome::Unreadable)
        };
        self.done.push_back((index, outcome));
        if is_error {
            drop(helper);
            let fresh = self.started();
            self.put(place, fresh);
        } else if let Some(index) = self.waiting.pop_front() {
            helper.next = next_word(&helper.resolve);
            if self.send(&mut helper, index) {
                self.put(place, Some(helper));
            }
        }
    }

    fn put(&mut self, place: usize, helper: Option<Helper>) {
        if let Some(slot) = self.helpers.get_mut(place) {
            *slot = helper;
        }
    }

    /// Gives a worker a file; whether it took it.
    fn send(&mut self, helper: &mut Helper, index: usize) -> bool {
        helper.job = Job { index, begun_ms: js_sys::Date::now() };
        let message = self.files.get(index).map(|(path, file)| order(&self.policy, path, file));
        let is_sent = message.is_some_and(|message| helper.worker.post_message(&message).is_ok());
        if !is_sent {
            self.done.push_back((index, Outcome::NotRead));
        }
        is_sent
    }

    /// Ends the workers whose file takes too long.
    fn give_up_on_slow_ones(&mut self) {
        for place in 0..self.helpers.len() {
            let Some(helper) = self.helpers.get_mut(place).and_then(Option::take) else { continue };
            if js_sys::Date::now() - helper.job.begun_ms < FILE_MS {
                self.put(place, Some(helper));
                continue;
            }
            let outcome = if helper.is_ready { Outcome::Stopped("it took too long".to_owned()) } else { Outcome::NotRead };
            self.done.push_back((helper.job.index, outcome));
            drop(helper);
            let fresh = self.started();
            self.put(place, fresh);
        }
    }

    /// A new worker for the next file that waits; none when no file does, or none can be started.
    fn started(&mut self) -> Option<Helper> {
        let index = self.waiting.pop_front()?;
        let helper = spawned(index);
        if helper.is_none() {
            self.waiting.push_front(index);
        }
        helper
    }
}

/// Starts a worker. It runs the script and the program of this one.
fn spawned(index: usize) -> Option<Helper> {
    let scope = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().ok()?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(NAME);
    let program = wasm_bindgen::module().dyn_into::<WebAssembly::Module>().ok();
    let own = scope.location().href();
    let own = own.strip_suffix("&handed").unwrap_or(&own);
    let address = if program.is_some() { format!("{own}&handed") } else { own.to_owned() };
    let worker = Worker::new_with_options(&address, &options).ok()?;
    if let Some(program) = program {
        // as the page hands it over (`worker_boot.js`), without any file
        let message = Object::new();
        Reflect::set(&message, &"places".into(), &Array::new()).ok()?;
        Reflect::set(&message, &"program".into(), &program).ok()?;
        worker.post_message(&message).ok()?;
    }
    let resolve: Rc<RefCell<Option<Function>>> = Rc::default();
    let say = |resolve: &Rc<RefCell<Option<Function>>>, worker: &Worker| {
        let (resolve, worker) = (Rc::clone(resolve), worker.clone());
        move |is_error: bool, data: &JsValue| {
            if let Some(resolve) = resolve.borrow_mut().take() {
                // A promise takes whatever it is given.
                let _ = resolve.call1(&JsValue::UNDEFINED, &Array::of3(&worker, &is_error.into(), data));
            }
        }
    };
    let said = say(&resolve, &worker);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| said(false, &event.data()));
    let said = say(&resolve, &worker);
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
        // Otherwise it would end this worker too.
        event.prevent_default();
        // A script that could not be loaded reports an event without a message.
        let message = Reflect::get(&event, &"message".into()).ok().and_then(|m| m.as_string()).unwrap_or_default();
        said(true, &message.into());
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It stays: an error that was on its way when the worker was ended, and that nobody hears, would end this worker.
    worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
    Some(Helper {
        worker,
        is_ready: false,
        job: Job { index, begun_ms: js_sys::Date::now() },
        next: next_word(&resolve),
        resolve,
        _on_message: on_message,
    })
}

/// What a worker says next.
fn next_word(resolve: &Rc<RefCell<Option<Function>>>) -> Promise {
    Promise::new(&mut |resolved, _| *resolve.borrow_mut() = Some(resolved))
}

/// Resolves with nothing after a while; the number of the timer.
fn tick() -> (Promise, i32) {
    let mut timer = 0;
    let promise = Promise::new(&mut |resolve, _| {
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            timer = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, TICK_MS).unwrap_or_default();
        }
    });
    (promise, timer)
}

fn clear_tick(timer: i32) {
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        scope.clear_timeout_with_handle(timer);
    }
}

/// One less than the processor has cores, at least one.
fn n_helpers() -> usize {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or(JsValue::UNDEFINED);
    let cores = Reflect::get(&navigator, &"hardwareConcurrency".into()).ok().and_then(|n| n.as_f64()).unwrap_or(1.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let cores = cores as usize;
    cores.saturating_sub(1).clamp(1, MOST)
}
