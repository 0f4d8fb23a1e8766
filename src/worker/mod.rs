//! The worker's side of the protocol (browser only): reads files, and computes what a page shows.
//!
//! Requests are answered one after the other, in the order in which they came.

mod arriving;
mod bytes;
mod later;
mod meter;
mod own;
mod parts;
mod published;
mod read;
mod readers;
mod reading;
mod segments;
mod session;
mod trial;
mod verify;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::link::build_id::BUILD_ID;
use crate::link::protocol::{Answer, Call, Reply, answer_with_page};
use session::Session;

/// A request, with the files that came with it.
type Mail = (Call, Vec<File>);

/// Announces the worker to the page, with its build, so that the page can tell a worker of another age, and answers
/// from then on.
pub fn start() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    if scope.name() == readers::NAME {
        return reading::start(&scope);
    }
    let waiting: Rc<RefCell<VecDeque<Mail>>> = Rc::default();
    let session = Rc::new(RefCell::new(Some(Session::default())));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(mail) = mail_from(&event.data()) else { return };
        waiting.borrow_mut().push_back(mail);
        // Whoever holds the session answers all that waits, this request too.
        let Some(mut held) = session.borrow_mut().take() else { return };
        let (waiting, session) = (Rc::clone(&waiting), Rc::clone(&session));
        spawn_local(async move {
            loop {
                let next = waiting.borrow_mut().pop_front();
                let Some((call, files)) = next else { break };
                match held.answer(call.id, call.request, files).await {
                    Said::Reply(reply) => post(call.id, reply),
                    Said::Page(page) => post_bytes(&answer_with_page(call.id, &page)),
                }
            }
            *session.borrow_mut() = Some(held);
        });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(0, ready());
}

/// What a worker says first.
fn ready() -> Reply {
    Reply::Ready { build: BUILD_ID.to_owned() }
}

/// A message is its text and its files.
fn mail_from(data: &JsValue) -> Option<Mail> {
    let parts = data.dyn_ref::<Array>()?;
    let call = Call::from_bytes(&parts.get(0).dyn_ref::<Uint8Array>()?.to_vec())?;
    let files = parts.get(1).dyn_into::<Array>().ok()?;
    Some((call, files.iter().filter_map(|file| file.dyn_into().ok()).collect()))
}

/// What is said to a request.
pub enum Said {
    /// A reply.
    Reply(Reply),
    /// A page that was published as it travels.
    Page(Vec<u8>),
}

/// Says something to the page.
fn post(id: u32, reply: Reply) {
    post_bytes(&Answer { id, reply }.to_bytes());
}

fn post_bytes(bytes: &[u8]) {
    let bytes = Uint8Array::from(bytes);
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        // A page that is gone needs no answer.
        let _ = scope.post_message(&bytes);
    }
}
