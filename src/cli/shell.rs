//! Runs a recorded command by the shell of this machine: with an empty environment, within bounds, and to its very end.

use super::args::Failure;
use super::clock;
use super::isolation::Isolation;
use super::processes::{Running, begin_group};
use super::terminal::tell;
use plumbline_domain::Instant;
use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// How often it is looked whether the command has ended, or has gone past its bounds.
const STEP: Duration = Duration::from_millis(20);
/// How long its output is waited for after everything was ended.
const GRACE: Duration = Duration::from_secs(5);
/// How many bytes of its stderr are shown.
const SHOWN: usize = 64 << 10;

/// A command to run.
pub struct Request<'r> {
    /// What the shell is given.
    pub command: &'r str,
    /// Where it runs.
    pub folder: &'r Path,
    /// Its whole environment.
    pub environment: &'r [(String, OsString)],
    /// What it is kept from.
    pub isolation: &'r Isolation,
    /// How long it may take.
    pub timeout: Duration,
    /// How many bytes it may write to stdout or to its output file.
    pub max_output_bytes: u64,
    /// The file that it writes, if it writes one.
    pub output: Option<PathBuf>,
    /// What ends it before its time.
    pub interruption: &'r Interruption,
}

/// Whether somebody has asked this program to end. From here on that is for [`run_command`] to see to.
pub struct Interruption(Arc<AtomicBool>);

impl Interruption {
    /// Watches for the signals that ask for it.
    pub fn watched() -> Self {
        let asked = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            let _ = signal_hook::flag::register(signal, Arc::clone(&asked));
        }
        Interruption(asked)
    }
}

/// What became of a command.
pub struct Ran {
    /// What it wrote to stdout.
    pub stdout: Vec<u8>,
    /// How it ended; none when a signal stopped it.
    pub code: Option<i32>,
    /// When it ended, to the second.
    pub ended: Instant,
}

enum Event {
    Out(Vec<u8>),
    Err(Vec<u8>),
    End,
}

/// Runs a command in a folder and waits for its end. Its stdin is empty; its stderr is shown, line by line. Whatever it has
/// started is ended with it.
///
/// # Errors
/// When it cannot be started, goes past a bound, or is interrupted, and when the clock went backwards meanwhile.
pub fn run_command(request: &Request<'_>) -> Result<Ran, Failure> {
    let started = clock::second();
    let (stdout, code) = watch(start(request)?, request).map_err(Failure::Unusable)?;
    let ended = clock::second();
    if ended < started {
        return Err(Failure::Unusable(format!(
            "the clock ran backwards: the command started at {} and ended at {}",
            started.to_rfc3339(),
            ended.to_rfc3339()
        )));
    }
    Ok(Ran { stdout, code, ended })
}

fn start(request: &Request<'_>) -> Result<Running, Failure> {
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("/bin/sh", "-c") };
    let mut command = request.isolation.command(&[shell, option, request.command], request.folder);
    command.env_clear().envs(request.environment.iter().map(|(name, value)| (name, value)));
    request.isolation.add_environment(&mut command);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    begin_group(&mut command);
    request.isolation.spawn(command).map(Running::new).map_err(|e| {
        Failure::Unusable(format!("the command cannot be run in {}: {}", request.folder.display(), e.to_string().to_lowercase()))
    })
}

/// Follows a command to its end: what it wrote to stdout, and its exit code.
fn watch(mut running: Running, request: &Request<'_>) -> Result<(Vec<u8>, Option<i32>), String> {
    let begun = std::time::Instant::now();
    let (sender, events) = sync_channel(16);
    let mut n_open = 0;
    let (out, err) = running.streams();
    if let Some(out) = out {
        n_open += 1;
        read_on(out, Event::Out, sender.clone());
    }
    if let Some(err) = err {
        n_open += 1;
        read_on(err, Event::Err, sender);
    }
    let (mut stdout, mut shown) = (Vec::new(), Shown::default());
    let mut ended: Option<(Option<i32>, std::time::Instant)> = None;
    while n_open > 0 || ended.is_none() {
        match next(&events) {
            Some(Event::Out(bytes)) => {
                stdout.extend_from_slice(&bytes);
                if stdout.len() as u64 > request.max_output_bytes {
                    return Err(too_much("to stdout", request));
                }
            }
            Some(Event::Err(bytes)) => shown.add(&bytes),
            Some(Event::End) => n_open -= 1,
            None => {}
        }
        if request.interruption.0.load(Ordering::Relaxed) {
            return Err("interrupted: the command was ended, and nothing is recorded".to_owned());
        }
        let file_bytes = request.output.as_ref().and_then(|path| std::fs::symlink_metadata(path).ok()).map_or(0, |m| m.len());
        if file_bytes > request.max_output_bytes {
            return Err(too_much("to its output file", request));
        }
        match ended {
            None if begun.elapsed() > request.timeout => {
                return Err(format!(
                    "the command ran for more than {} seconds and was ended; nothing is recorded: allow it more with --timeout",
                    request.timeout.as_secs()
                ));
            }
            // what it left behind would go on writing
            None if running.has_ended() => ended = Some((running.end(), std::time::Instant::now())),
            None => {}
            Some((_, at)) if at.elapsed() > GRACE => {
                return Err("the command left a process behind that keeps its output open; nothing is recorded".to_owned());
            }
            Some(_) => {}
        }
    }
    shown.end();
    Ok((stdout, ended.and_then(|(code, _)| code)))
}

fn too_much(place: &str, request: &Request<'_>) -> String {
    format!(
        "the command wrote more than {} bytes {place} and was ended; nothing is recorded: allow it more with --max-output-bytes",
        request.max_output_bytes
    )
}

/// The next event, if there is one soon.
fn next(events: &Receiver<Event>) -> Option<Event> {
    match events.recv_timeout(STEP) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => None,
        // no reader is left: the step still has to be waited for
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::park_timeout(STEP);
            None
        }
    }
}

/// Reads a stream in a thread of its own, so that neither of two can block the other.
fn read_on(mut stream: impl Read + Send + 'static, event: fn(Vec<u8>) -> Event, events: SyncSender<Event>) {
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 << 10];
        while let Ok(n) = stream.read(&mut buffer) {
            let Some(bytes) = buffer.get(..n).filter(|bytes| !bytes.is_empty()) else { break };
            if events.send(event(bytes.to_vec())).is_err() {
                return;
            }
        }
        let _ = events.send(Event::End);
    });
}

/// The lines of a command's stderr, as far as they are shown.
#[derive(Default)]
struct Shown {
    line: Vec<u8>,
    n_bytes: usize,
}

impl Shown {
    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.n_bytes += 1;
            match byte {
                _ if self.n_bytes > SHOWN => {}
                b'\n' => self.tell(),
                byte => self.line.push(byte),
            }
            if self.n_bytes == SHOWN {
                self.tell();
                tell("  > (the rest of its stderr is not shown)");
            }
        }
    }

    fn end(&mut self) {
        if !self.line.is_empty() {
            self.tell();
        }
    }

    fn tell(&mut self) {
        tell(&format!("  > {}", String::from_utf8_lossy(&std::mem::take(&mut self.line)).trim_end_matches('\r')));
    }
}
