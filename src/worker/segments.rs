//! Segments of a published data set: fetched all at once, checked, inflated.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{
    DedicatedWorkerGlobalScope, Headers, ReadableStreamDefaultReader, Request, RequestInit, RequestRedirect, Response,
};

use super::bytes::{digest, early, said_by};
use super::post;
use crate::link::protocol::{Progress, Reply};
use crate::published::download::{Download, Head, Next};
use plumbline_layers::{Pack, Segment, Unusable};

/// A fetch shorter than this is not told of, in milliseconds.
const QUICK_MS: f64 = 500.0;

/// Fetches of one request, and what the page is told of them.
#[derive(Clone)]
pub struct Fetches {
    id: u32,
    folder: Rc<str>,
    begun_ms: f64,
    counts: Rc<Counts>,
    /// What the page is told in the place of the counts.
    told: Option<Rc<RefCell<Progress>>>,
}

#[derive(Default)]
struct Counts {
    done: Cell<u32>,
    total: Cell<u32>,
    bytes_done: Cell<f64>,
    bytes_total: Cell<f64>,
    told_ms: Cell<f64>,
}

/// A file on its way.
pub struct Coming {
    promise: Promise,
    fetches: Fetches,
}

/// A file that the page had fetched before this worker began; none when it has to be fetched.
async fn handed_over(early: Option<Promise>) -> Option<Uint8Array> {
    let found = JsFuture::from(early?).await.ok()?;
    // where there was no such file it is asked for once more, and then named
    (!found.is_null() && !found.is_undefined()).then(|| Uint8Array::new(&found))
}

impl Fetches {
    /// Fetches for the request with this number, from this folder.
    pub fn new(id: u32, folder: &str) -> Self {
        let begun_ms = js_sys::Date::now();
        Fetches { id, folder: folder.into(), begun_ms, counts: Rc::default(), told: None }
    }

    /// The same; the page is told this while they last, and not how many files they are.
    #[must_use]
    pub fn telling(self, progress: Rc<RefCell<Progress>>) -> Self {
        Fetches { told: Some(progress), ..self }
    }

    /// Starts to fetch a file of the data set, of which so many bytes are listed.
    pub fn start(&self, path: &str, listed: u64) -> Coming {
        #[allow(clippy::cast_precision_loss)]
        self.counts.bytes_total.update(|bytes| bytes + listed as f64);
        self.counts.total.update(|n| n + 1);
        let (fetches, download) = (self.clone(), Download::new(path, listed));
        // names hold nothing that an address would read otherwise: that was checked when they were read
        let address = format!("{}{path}", self.folder);
        let early = early(&address);
        let promise = future_to_promise(async move {
            if let Some(bytes) = handed_over(early).await {
                fetches.counts.bytes_done.update(|done| done + f64::from(bytes.length()));
                return Ok(bytes.into());
            }
            // A promise that is rejected while nobody waits for it any more would end the worker: a fault is a text.
            Ok(match fetches.run(&address, download).await {
                Ok(bytes) => Uint8Array::from(bytes.as_slice()).into(),
                Err(unusable) => JsValue::from_str(&unusable.to_string()),
            })
        });
        Coming { promise, fetches: self.clone() }
    }

    /// Starts to fetch a segment.
    pub fn segment(&self, segment: &Segment) -> Coming {
        self.start(&segment.path, segment.bytes)
    }

    /// Starts to fetch a pack.
    pub fn pack(&self, pack: &Pack) -> Coming {
        self.start(&pack.path(), pack.bytes)
    }

    async fn run(&self, address: &str, mut download: Download) -> Result<Vec<u8>, Unusable> {
        loop {
            let next = match self.part(address, &mut download).await {
                Ok(None) => return download.ended(),
                Ok(Some(next)) => next,
                Err(error) => download.broke(&said_by(&error)),
            };
            match next {
                Next::GiveUp(unusable) => return Err(unusable),
                Next::Again(pause_ms) => pause(pause_ms).await,
                Next::Read => {}
            }
        }
    }

    /// One answer. None when it was read to its end.
    async fn part(&self, address: &str, download: &mut Download) -> Result<Option<Next>, JsValue> {
        let (settings, headers) = (RequestInit::new(), Headers::new()?);
        // another folder than that of the index is none of ours
        settings.set_redirect(RequestRedirect::Error);
        if let Some(rest) = download.rest() {
            headers.set("range", &rest.range)?;
            headers.set("if-range", &rest.tag)?;
        }
        settings.set_headers(&headers);
        let request = Request::new_with_str_and_init(address, &settings)?;
        let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
        let response: Response = JsFuture::from(scope.fetch_with_request(&request)).await?.dyn_into()?;
        let of = |name: &str| response.headers().get(name).ok().flatten();
        let head = Head {
            status: response.status(),
            media_type: of("content-type"),
            encoding: of("content-encoding"),
            range: of("content-range"),
            tag: of("etag"),
        };
        match download.answered(&head) {
            Next::Read => {}
            other => return Ok(Some(other)),
        }
        let Some(body) = response.body() else { return Ok(None) };
        let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
        loop {
            let piece = JsFuture::from(reader.read()).await?;
            let Ok(value) = Reflect::get(&piece, &"value".into())?.dyn_into::<Uint8Array>() else { return Ok(None) };
            self.counts.bytes_done.update(|bytes| bytes + f64::from(value.length()));
            self.tell();
            match download.took(&value.to_vec()) {
                Next::Read => {}
                other => {
                    // nobody reads on
                    let _ = reader.cancel();
                    return Ok(Some(other));
                }
            }
        }
    }

    /// Tells the page how far it is, when that takes longer.
    pub fn tell(&self) {
        let (now, counts) = (js_sys::Date::now(), &self.counts);
        if now - self.begun_ms < QUICK_MS || now - counts.told_ms.get() < QUICK_MS / 5.0 {
            return;
        }
        counts.told_ms.set(now);
        let of_counts = || Progress {
            done: counts.done.get(),
            total: counts.total.get(),
            bytes_done: counts.bytes_done.get(),
            bytes_total: counts.bytes_total.get(),
            ..Progress::default()
        };
        let progress = self.told.as_ref().map_or_else(of_counts, |progress| progress.borrow().clone());
        post(self.id, Reply::Progress(progress));
    }
}

impl Coming {
    /// The bytes of the file.
    ///
    /// # Errors
    /// When there are none: a sentence with its name.
    pub async fn bytes(self) -> Result<Vec<u8>, String> {
        let found = JsFuture::from(self.promise).await.map_err(|error| said_by(&error))?;
        self.fetches.counts.done.update(|n| n + 1);
        self.fetches.tell();
        match found.dyn_into::<Uint8Array>() {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(fault) => Err(fault.as_string().unwrap_or_default()),
        }
    }

    /// What is in the file of a segment: checked, inflated.
    ///
    /// # Errors
    /// When it is not the listed one: a sentence with its name.
    pub async fn content(self, segment: &Segment) -> Result<Vec<u8>, String> {
        let bytes = self.bytes().await?;
        let sha256 = digest(&bytes).await;
        segment.open_digested(&bytes, &sha256).map_err(|unusable| unusable.to_string())
    }
}

/// Waits.
async fn pause(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            // without a clock nothing is waited for
            let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    let _ = JsFuture::from(promise).await;
}
