//! A port of this machine, and the loop that serves there.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::spawn_blocking;

use crate::answer::{Asked, answer};
use crate::{Served, Source};

/// How many ports are tried, one after the other, where any will do.
const TRIED: u16 = 50;

/// A port that is reserved before anything slow is done.
pub struct Address(TcpListener);

impl Address {
    /// Reserves a port of this machine, which no other machine can reach; 0 takes any free one.
    ///
    /// # Errors
    /// When the port is taken or cannot be used; the sentence says what to do.
    pub fn take(port: u16) -> Result<Self, String> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(Self).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                format!("port {port} is in use by another program; choose another one with `--port {}`", port.saturating_add(1))
            }
            _ => format!("port {port} cannot be used: {error}"),
        })
    }

    /// Reserves a port, or the next one that is free.
    ///
    /// # Errors
    /// As for [`Address::take`], when none of the next ports is free.
    pub fn take_from(port: u16) -> Result<Self, String> {
        let next = (1..TRIED).filter_map(|n| port.checked_add(n));
        Self::take(port).or_else(|error| next.into_iter().find_map(|port| Self::take(port).ok()).ok_or(error))
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.0.local_addr().map(|address| address.port()).unwrap_or_default()
    }

    /// Serves until the program is told to end: Ctrl-C, or the signals that say the same.
    ///
    /// # Errors
    /// When the port cannot be listened at.
    pub fn serve(self, served: Served<impl Source>) -> Result<(), String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        let runtime = runtime.map_err(|error| format!("cannot serve: {error}"))?;
        let ended = runtime.block_on(async {
            let (end, mut ends) = unbounded_channel();
            end_on_signals(&end);
            tokio::spawn(async move {
                // it ends only by failing
                let _ = end.send(self.listen(Arc::new(served)).await);
            });
            ends.recv().await.unwrap_or(Ok(()))
        });
        // a browser that waits does not keep the program
        runtime.shutdown_background();
        ended.map_err(|error| format!("cannot serve: {error}"))
    }

    async fn listen<S: Source>(self, served: Arc<Served<S>>) -> std::io::Result<()> {
        let port = self.port();
        self.0.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.0)?;
        loop {
            // A browser may break a connection off before it is accepted.
            let Ok((stream, _)) = listener.accept().await else { continue };
            let served = Arc::clone(&served);
            // Large files are read and compressed beside the thread that listens.
            let respond = service_fn(move |request| {
                let (served, asked) = (Arc::clone(&served), Asked::of(&request));
                async move { spawn_blocking(move || answer(&served, port, &asked)).await?.map_err(std::io::Error::other) }
            });
            // A browser that has gone away needs no answer.
            tokio::spawn(http1::Builder::new().title_case_headers(true).serve_connection(TokioIo::new(stream), respond));
        }
    }
}

type End = UnboundedSender<std::io::Result<()>>;

/// Ends when the program is interrupted. Where that cannot be heard, the system ends the program.
fn end_on_signals(end: &End) {
    let interrupted = end.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            let _ = interrupted.send(Ok(()));
        }
    });
    #[cfg(unix)]
    for kind in [tokio::signal::unix::SignalKind::terminate(), tokio::signal::unix::SignalKind::hangup()] {
        let Ok(mut signal) = tokio::signal::unix::signal(kind) else { continue };
        let ended = end.clone();
        tokio::spawn(async move {
            if signal.recv().await.is_some() {
                let _ = ended.send(Ok(()));
            }
        });
    }
}
