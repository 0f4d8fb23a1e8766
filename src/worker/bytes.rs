//! Where bytes come from: files, the site's own folder. And their digest, by the browser where it has one.

use gloo_net::http::Request;
use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Crypto, File, MessageChannel, SubtleCrypto};

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

/// A larger file is read in pieces of so many bytes, so that it is never held twice.
const PIECE_BYTES: f64 = 4_194_304.0;

/// How many pieces are under way at a time: the browser reads on while one is copied.
const PIECES_AHEAD: usize = 2;

/// The bytes of a file. The digest of a large one is worked out by the browser while it is read.
pub async fn of_file(file: &File) -> Result<Found, Unreadable> {
    if file.size() > PIECE_BYTES {
        return in_pieces(file).await;
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|error| said_by(&error))?;
    let buffer: ArrayBuffer = buffer.dyn_into().map_err(|_| "the browser gave no bytes".to_owned())?;
    let digesting = if file.size() < SMALL_BYTES as f64 { None } else { digesting(&buffer) };
    Ok(Found { bytes: Uint8Array::new(&buffer).to_vec(), digesting })
}

/// The bytes of a large file, piece by piece into the memory in which they are read.
async fn in_pieces(file: &File) -> Result<Found, Unreadable> {
    // A file's size is a whole number below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as usize;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| "there is not enough memory for it".to_owned())?;
    let is_whole = pieces(file, |piece| append(piece, &mut bytes) && bytes.len() <= size).await?;
    if !is_whole || bytes.len() < size {
        return Err("it changed while it was read".to_owned());
    }
    let digesting = digesting(&seen_by_script(&bytes));
    Ok(Found { bytes, digesting })
}

/// Adds what a piece holds; whether it holds something.
pub fn append(piece: &Uint8Array, bytes: &mut Vec<u8>) -> bool {
    let from = bytes.len();
    let length = piece.length() as usize;
    bytes.resize(from + length, 0);
    if let Some(room) = bytes.get_mut(from..) {
        piece.copy_to(room);
    }
    length > 0
}

/// Reads a file piece by piece, as long as `take` takes them; whether it took all.
pub async fn pieces(file: &File, mut take: impl FnMut(&Uint8Array) -> bool) -> Result<bool, Unreadable> {
    let mut coming = VecDeque::new();
    let mut next = 0.0;
    loop {
        while coming.len() < PIECES_AHEAD && next < file.size() {
            let piece = file.slice_with_f64_and_f64(next, next + PIECE_BYTES).map_err(|error| said_by(&error))?;
            coming.push_back(piece.array_buffer());
            next += PIECE_BYTES;
        }
        let Some(promise) = coming.pop_front() else { return Ok(true) };
        let piece = JsFuture::from(promise).await.map_err(|error| said_by(&error))?;
        let is_taken = take(&Uint8Array::new(&piece));
        free(&piece);
        if !is_taken {
            return Ok(false);
        }
    }
}

/// Starts the browser's digest of a file that is read in pieces. The browser copies the bytes for it, and the rest of their memory is
/// given back at once. None where it has no digest.
pub fn digesting_file(file: &File) -> Option<Promise> {
    subtle()?;
    let buffer = file.array_buffer();
    Some(future_to_promise(async move {
        let buffer = JsFuture::from(buffer).await?;
        let digesting = buffer.dyn_ref::<Object>().and_then(digesting);
        free(&buffer);
        match digesting {
            Some(digesting) => JsFuture::from(digesting).await,
            None => Ok(JsValue::NULL),
        }
    }))
}

/// Gives the memory of a buffer back at once: what is sent where nobody takes it is gone. Otherwise it stays until the browser looks for
/// garbage, and a large file is read before it does. (`ArrayBuffer.transfer(0)` keeps the memory.)
fn free(buffer: &JsValue) {
    if let Ok(channel) = MessageChannel::new() {
        // What is no buffer stays what it is.
        let _ = channel.port1().post_message_with_transferable(&JsValue::NULL, &Array::of1(buffer));
        channel.port1().close();
        channel.port2().close();
    }
}

/// The same bytes, as a script sees them in the memory of this program. It must be used before that grows.
fn seen_by_script(bytes: &[u8]) -> Uint8Array {
    let memory = Reflect::get(&wasm_bindgen::memory(), &"buffer".into()).unwrap_or(JsValue::UNDEFINED);
    // A program of 32 bits has no larger addresses.
    #[allow(clippy::cast_possible_truncation)]
    let (at, length) = (bytes.as_ptr().addr() as u32, bytes.len() as u32);
    Uint8Array::new_with_byte_offset_and_length(&memory, at, length)
}

/// Starts to fetch a file of the site. The promise holds its bytes, or null where there is none.
pub fn fetching(address: String) -> Promise {
    let early = early(&address);
    future_to_promise(async move {
        if let Some(promise) = early {
            let found = JsFuture::from(promise).await?;
            if !found.is_undefined() {
                return Ok(if found.is_null() { found } else { Uint8Array::new(&found).into() });
            }
        }
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

/// A file that the page had fetched before this worker began (`worker_boot.js`), once. The promise holds its bytes, null where there is
/// no such file, or nothing when it has to be fetched again.
pub fn early(address: &str) -> Option<Promise> {
    let early: Function = Reflect::get(&js_sys::global(), &"early".into()).ok()?.dyn_into().ok()?;
    early.call1(&JsValue::NULL, &address.into()).ok()?.dyn_into().ok()
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
    match digesting(&seen_by_script(bytes)) {
        Some(promise) => digested(promise).await.unwrap_or_else(|| sha256_hex(bytes)),
        None => sha256_hex(bytes),
    }
}

/// What works out digests, where the browser has it.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?.dyn_into::<Crypto>().ok()?;
    let subtle = crypto.subtle();
    (!subtle.is_undefined()).then_some(subtle)
}

/// Starts the browser's digest, where there is one.
fn digesting(bytes: &Object) -> Option<Promise> {
    subtle()?.digest_with_str_and_buffer_source("SHA-256", bytes).ok()
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
