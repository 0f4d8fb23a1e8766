//! Server-sent events: what open pages are told as it happens.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Who listens, and what was said last.
#[derive(Default)]
pub struct Events(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    last: Option<Bytes>,
    listeners: Vec<UnboundedSender<Bytes>>,
}

impl Events {
    /// Tells all that listen, and whoever comes before the next event. No line of the text can become another field.
    pub fn send(&self, event: &str, text: &str) {
        let data: String = text.split(['\r', '\n']).map(|line| format!("data: {line}\n")).collect();
        let message = Bytes::from(format!("event: {event}\n{data}\n"));
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heard.listeners.retain(|listener| listener.send(message.clone()).is_ok());
        heard.last = Some(message);
    }

    /// What a new listener hears: the last event, and all that follow.
    pub(crate) fn listen(&self) -> Listening {
        let (sender, receiver) = unbounded_channel();
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // a browser takes the connection for open once something came
        let first = heard.last.clone().unwrap_or_else(|| Bytes::from_static(b": listening\n\n"));
        let _ = sender.send(first);
        heard.listeners.retain(|listener| !listener.is_closed());
        heard.listeners.push(sender);
        Listening(receiver)
    }
}

/// The body of an answer that does not end.
pub(crate) struct Listening(UnboundedReceiver<Bytes>);

impl Body for Listening {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|message| message.map(|bytes| Ok(Frame::data(bytes))))
    }
}
