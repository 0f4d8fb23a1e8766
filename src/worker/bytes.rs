//! Where bytes come from: files, the site's own folder. And their digest, by the browser where it has one.

use gloo_net::http::Request;
use js_sys::{ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Crypto, File};

use plumbline_ingest::sha256_hex;

/// Below this many bytes the way to the browser's digest takes longer than our own.
const SMALL_BYTES: usize = 16 * 1024;

/// Why there are no bytes: a lower-case phrase.
pub type Unreadable = String;

/// The bytes of a file.
pub struct Found {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their digest, where the browser is at it.
    pub digesting: Option<Promise>,
}

impl From<Vec<u8>> for Found {
    fn from(bytes: Vec<u8>) -> Self {
        Found { bytes, digesting: None }
    }
}

/// The bytes of a file. The digest of a large one is worked out by the browser while it is read.
pub async fn of_file(file: &File) -> Result<Found, Unreadable> {
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|error| said_by(&error))?;
    let buffer: ArrayBuffer = buffer.dyn_into().map_err(|_| "the browser gave no bytes".to_owned())?;
    let digesting = if file.size() < SMALL_BYTES as f64 { None } else { digesting(&buffer) };
    Ok(Found { bytes: Uint8Array::new(&buffer).to_vec(), digesting })
}

/// Starts to fetch a file of the site. The promise holds its bytes, or null where there is none.
pub fn fetching(address: String) -> Promise {
    future_to_promise(async move {
        let answer = Request::get(&address).send().await.map_err(|error| JsValue::from_str(&error.to_string()))?;
        if answer.status() == 404 {
            return Ok(JsValue::NULL);
        }
        if !answer.ok() {
            return Err(JsValue::from_str(&format!("the server answered {}", answer.status())));
        }
        let bytes = answer.binary().await.map_err(|error| JsValue::from_str(&error.to_string()))?;
        Ok(Uint8Array::from(bytes.as_slice()).into())
    })
}

/// The bytes of a fetch; none where there is no such file.
pub async fn fetched(promise: Promise) -> Result<Option<Vec<u8>>, Unreadable> {
    let bytes = JsFuture::from(promise).await.map_err(|error| said_by(&error))?;
    Ok(bytes.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()))
}

/// The SHA-256 as 64 lower-case hex digits. The browser's is many times faster than ours, and exists only where the
/// page came by a secure connection.
pub async fn digest(bytes: &[u8]) -> String {
    if bytes.len() < SMALL_BYTES {
        return sha256_hex(bytes);
    }
    match digesting(&Uint8Array::from(bytes)) {
        Some(promise) => digested(promise).await.unwrap_or_else(|| sha256_hex(bytes)),
        None => sha256_hex(bytes),
    }
}

/// Starts the browser's digest, where there is one.
fn digesting(bytes: &Object) -> Option<Promise> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?.dyn_into::<Crypto>().ok()?;
    let subtle = crypto.subtle();
    if subtle.is_undefined() {
        return None;
    }
    subtle.digest_with_str_and_buffer_source("SHA-256", bytes).ok()
}

/// The digest as 64 lower-case hex digits, when the browser has worked it out.
pub async fn digested(promise: Promise) -> Option<String> {
    use std::fmt::Write;
    let digest = JsFuture::from(promise).await.ok()?.dyn_into::<ArrayBuffer>().ok()?;
    Some(Uint8Array::new(&digest).to_vec().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

/// The words of an error that JavaScript threw, as a phrase.
pub fn said_by(error: &JsValue) -> Unreadable {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string());
    let words = message.or_else(|| error.as_string()).unwrap_or_else(|| "unknown error".to_owned());
    words.trim_end_matches('.').to_ascii_lowercase()
}
