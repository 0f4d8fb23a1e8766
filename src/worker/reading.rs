//! A worker that only reads files, for the worker that asked for it. Each file is answered with what was read, as bytes that are moved and
//! not copied; with a text that says why it could not be opened; or with `null`, when the other worker has to read it itself.

use js_sys::{Array, JsString, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::arriving;
use super::bytes;
use super::later::{self, Later};
use plumbline_ingest::{Prepared, Source, is_container, policy_from_json, prepare};

/// A file to read: its path, and the text of the policy under which it is read.
pub struct Order {
    policy: String,
    path: String,
    file: File,
}

/// The message that asks for a file.
pub fn order(policy: &str, path: &str, file: &File) -> Array {
    Array::of3(&policy.into(), &path.into(), file)
}

impl Order {
    fn from_message(data: &JsValue) -> Option<Self> {
        let parts = data.dyn_ref::<Array>()?;
        Some(Order { policy: parts.get(0).as_string()?, path: parts.get(1).as_string()?, file: parts.get(2).dyn_into().ok()? })
    }
}

/// Announces the worker, and reads the files that it is given from then on.
pub fn start(scope: &DedicatedWorkerGlobalScope) {
    let answering = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let scope = answering.clone();
        let order = Order::from_message(&event.data());
        spawn_local(async move {
            let answer = match (order, later::reading().await) {
                (Some(order), Ok(reading)) => (reading.read_file)(order).await,
                _ => JsValue::NULL,
            };
            // A worker that is gone needs no answer.
            let _ = match answer.dyn_ref::<Uint8Array>() {
                Some(batch) => scope.post_message_with_transfer(batch, &Array::of1(&batch.buffer())),
                None => scope.post_message(&answer),
            };
        });
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    super::post(0, super::ready());
}

/// Reads a file; the entry of [`later::Reading`].
pub fn read(order: Order) -> Later<'static, JsValue> {
    Box::pin(read_file(order))
}

async fn read_file(Order { policy, path, file }: Order) -> JsValue {
    let Ok(policy) = policy_from_json(policy.as_bytes()) else { return JsValue::NULL };
    if let Some(prepared) = arriving::read(&path, &file, &policy, |_| ()).await {
        return handed_over(prepared);
    }
    let mut found = match bytes::of_file(&file).await {
        Ok(found) => found,
        Err(reason) => return JsString::from(reason).into(),
    };
    if is_container(&found.bytes) {
        return JsValue::NULL;
    }
    let digesting = found.digesting.take();
    let sha256 = if digesting.is_some() { String::new() } else { bytes::digest(&found.bytes).await };
    let mut prepared = prepare(Source { path, bytes: found.bytes, sha256 }, &policy);
    if let Some(digesting) = digesting {
        let Some(sha256) = bytes::digested(digesting).await else { return JsValue::NULL };
        prepared = prepared.with_sha256(sha256);
    }
    handed_over(prepared)
}

/// As it travels; `null` when it cannot.
fn handed_over(prepared: Prepared) -> JsValue {
    prepared.into_bytes().map_or(JsValue::NULL, |batch| Uint8Array::from(batch.as_slice()).into())
}
