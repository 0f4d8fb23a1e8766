//! The page's half of the conversation with its worker, without a browser: what to send and when, what to give up,
//! what to read again after the worker died. `page::worker_client` feeds it events and carries out its actions.
//!
//! One request is under way at a time. A worker that dies, or is silent for too long, is replaced; the file that it was
//! reading is named and set aside, and all others are read again.

use std::collections::VecDeque;

use crate::link::protocol::{Answer, Call, Draft, Extent, Loaded, Progress, Reply, Request, Save, Stopped};
use plumbline_report::document::Row;
use plumbline_report::route::Location;
use plumbline_report::{Hit, Page, Trial};

/// How long a worker may be silent during a request, in milliseconds.
pub const SILENCE_MS: f64 = 60_000.0;
/// How much time one tick counts at most, in milliseconds.
pub const TICK_MS: f64 = 10_000.0;
/// How long a worker may take to announce itself, in milliseconds.
pub const START_MS: f64 = 60_000.0;

/// A file of the reader's own, of which the page holds a handle and no bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnFile {
    /// Its path, relative to what was dropped.
    pub path: String,
    /// Its size in bytes.
    pub bytes: f64,
    /// The place of its handle in the client's list.
    pub handle: u32,
}

/// What the client is to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// End the worker if there is one, and start a new one.
    Spawn,
    /// Send a request, with these handles beside it.
    Send {
        /// The request.
        call: Box<Call>,
        /// The handles of its files.
        handles: Vec<u32>,
    },
    /// Show the top of a page where the page stands already; the rest is on its way.
    Preview(Box<Page>),
    /// Show a page.
    Show(Box<Page>),
    /// Show rows of the long table of the page.
    Rows {
        /// The place of the first row, from 0.
        from: u32,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Show what was found.
    Found(Vec<Hit>),
    /// Show what came of the copy of the policy; nothing when it has to be tried again.
    Tried(Box<Trial>),
    /// Give a file to the reader.
    Keep {
        /// A name for it.
        name: String,
        /// What it is.
        media_type: String,
        /// What stands in it.
        text: String,
    },
}

/// Where the exchange stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// The worker has not announced itself.
    #[default]
    Starting,
    /// A load is under way.
    Reading(Reading),
    /// Nothing is being loaded.
    Idle,
    /// Nothing goes on before the page is loaded again.
    Ended(Ended),
}

/// A load under way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Whether the files are the reader's own.
    pub own: bool,
    /// Whether they were read before.
    pub again: bool,
    /// How far it has come.
    pub progress: Option<Progress>,
    /// The last files done, newest last, at most [`Reading::RECENT`]: name and what came of it.
    pub recent: VecDeque<(String, String)>,
    /// The files that wait, at most [`Reading::RECENT`], when they are the reader's own.
    pub waiting: Vec<String>,
    /// How many files, as far as known.
    pub total: u32,
    /// Whether a published data set is judged again: what is counted are its partitions.
    pub verifying: bool,
}

impl Reading {
    /// How many files are named one by one.
    pub const RECENT: usize = 4;

    /// The share done, 0 to 1: by bytes where known, else by files.
    pub fn share(&self) -> f64 {
        match &self.progress {
            Some(p) if p.bytes_total > 0.0 => (p.bytes_done / p.bytes_total).clamp(0.0, 1.0),
            Some(p) if p.total > 0 => (f64::from(p.done) / f64::from(p.total)).clamp(0.0, 1.0),
            _ => 0.0,
        }
    }
}

/// Why nothing goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// Page and worker are of different builds.
    OtherBuild,
    /// The worker never announced itself: why, as far as known.
    NotStarted(String),
}

/// What is to be told after something ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Report {
    /// A load ended: what it brought, and whether the files were the reader's own.
    Loaded {
        /// What it brought.
        loaded: Loaded,
        /// Whether the files were the reader's own.
        own: bool,
        /// Files that stopped the reader during this load.
        stopped: Vec<Stopped>,
    },
    /// Every file of a load stopped the reader.
    AllStopped(Vec<Stopped>),
    /// A load failed as a whole.
    LoadFailed(String),
    /// The reader stopped it.
    Cancelled,
    /// A page could not be computed.
    ViewFailed(String),
    /// Some files of a folder that is open could not be read: which and why.
    NotTaken(String),
    /// The published data set was judged again: whether it is what was published, and the result in a sentence.
    Verified(Extent, bool, String),
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Site { demo: bool, again: bool },
    Files { batch: Vec<OwnFile>, again: bool },
}

#[derive(Clone, Debug)]
enum Flight {
    Load {
        job: Job,
        reading: Box<Reading>,
    },
    /// Once parts of a published data set are on their way for it, how far they have come.
    View {
        reading: Option<Box<Reading>>,
    },
    Verify {
        reading: Box<Reading>,
    },
    Save,
    Rows {
        location: Box<Location>,
    },
    Search,
    Trial,
}

/// The page's half of the conversation.
#[derive(Clone, Debug)]
pub struct Exchange {
    build: String,
    base: String,
    ready: bool,
    ended: Option<Ended>,
    last_id: u32,
    flight: Option<Flight>,
    ticked_ms: f64,
    silent_ms: f64,
    own_now_ms: f64,
    own: Vec<OwnFile>,
    site: Option<bool>,
    stopped: Vec<Stopped>,
    newly_stopped: Vec<Stopped>,
    jobs: VecDeque<Job>,
    saves: VecDeque<Save>,
    place: Option<Location>,
    wanted: Option<Location>,
    wanted_rows: Option<(Location, u32, u32)>,
    wanted_search: Option<(Location, String)>,
    wanted_trial: Option<Draft>,
    wants_verification: Option<Extent>,
    wants_whole: bool,
    is_tried: bool,
    actions: Vec<Action>,
    report: Option<Report>,
}

impl Exchange {
    /// A conversation for the page of this build, at this address (its folder, ending in `/`). It starts with the
    /// site's data.
    pub fn new(build: impl Into<String>, base: impl Into<String>, now_ms: f64) -> Self {
        Exchange {
            build: build.into(),
            base: base.into(),
            ready: false,
            ended: None,
            last_id: 0,
            flight: None,
            ticked_ms: now_ms,
            silent_ms: 0.0,
            own_now_ms: now_ms,
            own: Vec::new(),
            site: None,
            stopped: Vec::new(),
            newly_stopped: Vec::new(),
            jobs: VecDeque::from([Job::Site { demo: false, again: false }]),
            saves: VecDeque::new(),
            place: None,
            wanted: None,
            wanted_rows: None,
            wanted_search: None,
            wanted_trial: None,
            wants_verification: None,
            wants_whole: false,
            is_tried: false,
            actions: vec![Action::Spawn],
            report: None,
        }
    }

    /// What is to be done since the last call, in order.
    pub fn take_actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    /// What is to be told since the last call.
    pub fn take_report(&mut self) -> Option<Report> {
        self.report.take()
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        match (&self.ended, &self.flight) {
            (Some(ended), _) => Phase::Ended(ended.clone()),
            (None, Some(Flight::Load { reading, .. } | Flight::Verify { reading } | Flight::View { reading: Some(reading) })) => {
                Phase::Reading(Reading::clone(reading))
            }
            (None, None) if !self.ready => Phase::Starting,
            _ => Phase::Idle,
        }
    }

    /// Whether something is under way or waits for the worker.
    pub fn is_busy(&self) -> bool {
        self.ended.is_none()
            && (!self.ready || self.flight.is_some() || !self.jobs.is_empty() || self.wanted.is_some() || !self.saves.is_empty())
    }

    /// Asks for a page. The latest wish counts.
    pub fn view(&mut self, location: Location) {
        // all of the data was asked for at one place, and not at the next one
        self.wants_whole &= self.place.as_ref() == Some(&location);
        self.place = Some(location.clone());
        self.wanted = Some(location);
        self.pump();
    }

    /// Asks for the page once more, with all of a data set that is loaded in parts.
    pub fn view_whole(&mut self) {
        self.wants_whole = true;
        self.wanted = self.place.clone();
        self.pump();
    }

    /// Asks for rows of the long table of the page that was asked for last. The latest wish counts.
    pub fn rows(&mut self, from: u32, count: u32) {
        self.wanted_rows = self.place.clone().map(|location| (location, from, count));
        self.pump();
    }

    /// Asks what a text names. The latest wish counts.
    pub fn search(&mut self, text: String) {
        self.wanted_search = Some((self.place.clone().unwrap_or_default(), text));
        self.pump();
    }

    /// Asks what comes of a copy of the policy. The latest copy counts.
    pub fn try_policy(&mut self, draft: Draft) {
        self.wanted_trial = Some(draft);
        self.pump();
    }

    /// Asks whether the published data set is what its records and artifacts give.
    pub fn verify(&mut self, extent: Extent) {
        self.wants_verification = Some(extent);
        self.report = None;
        self.pump();
    }

    /// Reads more of the reader's own files.
    pub fn load(&mut self, files: Vec<OwnFile>, now_ms: f64) {
        if files.is_empty() {
            return;
        }
        self.own_now_ms = now_ms;
        self.jobs.retain(|job| !matches!(job, Job::Site { .. }));
        self.jobs.push_back(Job::Files { batch: files, again: false });
        self.pump();
    }

    /// Puts the demo in the place of everything.
    pub fn load_demo(&mut self) {
        self.stopped.clear();
        self.jobs.push_back(Job::Site { demo: true, again: false });
        self.pump();
    }

    /// Loads the site's data again, because they have changed. The reader's own files, or the demo, stay.
    pub fn follow_site(&mut self) {
        let is_its = |job: &Job| matches!(job, Job::Site { demo: false, .. });
        let is_under_way = matches!(&self.flight, Some(Flight::Load { job, .. }) if is_its(job));
        if (self.site == Some(false) || is_under_way) && !self.jobs.iter().any(is_its) {
            self.stopped.clear();
            self.jobs.push_back(Job::Site { demo: false, again: true });
            self.pump();
        }
    }

    /// Asks for a file to keep.
    pub fn save(&mut self, what: Save) {
        self.saves.push_back(what);
        self.pump();
    }

    /// Stops the load under way: what was there before it is read again.
    pub fn cancel(&mut self) {
        match self.flight.take() {
            Some(Flight::Load { .. }) => {
                self.report = Some(Report::Cancelled);
                self.jobs.clear();
                self.restart();
            }
            Some(Flight::Verify { .. }) => self.restart(),
            // the page is not asked for again before the reader goes elsewhere
            Some(Flight::View { .. }) => {
                self.place = None;
                self.restart();
            }
            flight => self.flight = flight,
        }
    }

    /// Takes what the worker said.
    pub fn answered(&mut self, answer: Answer) {
        self.silent_ms = 0.0;
        if let Reply::Ready { build } = answer.reply {
            if build == self.build {
                self.ready = true;
            } else {
                self.ended = Some(Ended::OtherBuild);
            }
            return self.pump();
        }
        if answer.id != self.last_id {
            return;
        }
        match (answer.reply, self.flight.take()) {
            (Reply::Progress(progress), Some(Flight::Load { job, mut reading })) => {
                reading.take(progress, &job);
                self.flight = Some(Flight::Load { job, reading });
            }
            (Reply::Progress(progress), Some(Flight::Verify { mut reading })) => {
                reading.count(progress);
                self.flight = Some(Flight::Verify { reading });
            }
            (Reply::Progress(progress), Some(Flight::View { reading })) => {
                let mut reading = reading.unwrap_or_default();
                reading.count(progress);
                self.flight = Some(Flight::View { reading: Some(reading) });
            }
            (Reply::Verified { extent, identical, told }, Some(Flight::Verify { .. })) => {
                self.report = Some(Report::Verified(extent, identical, told));
            }
            (Reply::Loaded(loaded), Some(Flight::Load { mut job, reading })) => {
                if let Job::Files { batch, .. } = &mut job {
                    batch.retain(|file| !loaded.stopped.iter().any(|s| s.path == file.path));
                }
                self.stopped.extend(loaded.stopped.iter().cloned());
                self.newly_stopped.extend(loaded.stopped.iter().cloned());
                match job {
                    Job::Site { demo, .. } => {
                        self.site = Some(demo);
                        self.own.clear();
                    }
                    // What was there before is still there, and these files are forgotten.
                    Job::Files { .. } if !loaded.used => self.stopped.clear(),
                    Job::Files { batch, .. } => {
                        self.site = None;
                        self.own.extend(batch);
                    }
                }
                // What was said of a copy was said of other data.
                if std::mem::take(&mut self.is_tried) {
                    self.actions.push(Action::Tried(Box::default()));
                }
                // Files that are read again were told of before; a new death among them was not.
                self.wanted = self.place.clone();
                if !reading.again || !self.newly_stopped.is_empty() {
                    let stopped = std::mem::take(&mut self.newly_stopped);
                    self.report = Some(Report::Loaded { loaded, own: reading.own, stopped });
                }
            }
            (Reply::Preview(view), Some(Flight::View { reading })) => {
                self.flight = Some(Flight::View { reading });
                if self.wanted.is_none() {
                    self.actions.push(Action::Preview(view));
                }
            }
            // A page that nobody waits for any more is not drawn.
            (Reply::View(_), Some(Flight::View { .. })) if self.wanted.is_some() => {}
            (Reply::View(view), Some(Flight::View { .. })) => self.actions.push(Action::Show(view)),
            (Reply::File { name, media_type, text }, Some(Flight::Save)) => {
                self.actions.push(Action::Keep { name, media_type, text });
            }
            // Rows of a page that was left are of no use.
            (Reply::Rows { from, rows }, Some(Flight::Rows { location })) => {
                let is_here = |here: &Location| here.route == location.route && here.filter == location.filter;
                if self.wanted.is_none() && self.place.as_ref().is_some_and(is_here) {
                    self.actions.push(Action::Rows { from, rows });
                }
            }
            (Reply::Found(_), Some(Flight::Search)) if self.wanted_search.is_some() => {}
            (Reply::Found(hits), Some(Flight::Search)) => self.actions.push(Action::Found(hits)),
            (Reply::Trial(_), Some(Flight::Trial)) if self.wanted_trial.is_some() => {}
            (Reply::Trial(trial), Some(Flight::Trial)) => {
                self.is_tried = true;
                self.actions.push(Action::Tried(trial));
            }
            (Reply::Failed { message }, Some(Flight::Load { .. })) => {
                self.wanted = self.place.clone();
                self.report = Some(Report::LoadFailed(message));
            }
            (Reply::Failed { message }, _) => self.report = Some(Report::ViewFailed(message)),
            (_, flight) => self.flight = flight,
        }
        self.pump();
    }

    /// The worker died: why, as far as known.
    pub fn died(&mut self, reason: &str) {
        if self.ended.is_some() {
            return;
        }
        if !self.ready {
            self.ended = Some(Ended::NotStarted(reason.to_owned()));
            return;
        }
        match self.flight.take() {
            Some(Flight::Load { job, reading }) => self.died_reading(job, &reading, reason),
            Some(flight) => {
                // Not asked for again before the reader goes elsewhere; a copy of the policy is no place.
                if !matches!(flight, Flight::Trial | Flight::Verify { .. }) {
                    self.place = None;
                }
                self.report = Some(Report::ViewFailed(reason.to_owned()));
            }
            None => {}
        }
        self.restart();
    }

    /// Gives up on a worker that is silent for too long. Call it every few seconds: a longer time between two calls was
    /// a machine asleep, and counts as [`TICK_MS`].
    pub fn tick(&mut self, now_ms: f64) {
        self.silent_ms += (now_ms - self.ticked_ms).clamp(0.0, TICK_MS);
        self.ticked_ms = now_ms;
        if self.ended.is_some() {
        } else if !self.ready && self.silent_ms > START_MS {
            self.died("it did not answer");
        } else if self.ready && self.flight.is_some() && self.silent_ms > SILENCE_MS {
            self.died("it took more than a minute");
        }
    }

    /// Sets aside the file that was being read, and puts the others back in front.
    fn died_reading(&mut self, job: Job, reading: &Reading, reason: &str) {
        let current = reading.progress.as_ref().and_then(|p| p.current.clone());
        match job {
            Job::Files { mut batch, again } => {
                let culprit = reading.progress.as_ref().and_then(|p| p.index).map(|i| i as usize).filter(|i| *i < batch.len());
                match culprit {
                    Some(index) => {
                        let file = batch.remove(index);
                        self.set_aside(current.unwrap_or(file.path), file.bytes, reason);
                        if !batch.is_empty() {
                            self.jobs.push_front(Job::Files { batch, again });
                        } else if self.own.is_empty() {
                            // Nothing is left to read: what was there comes back, and knows nothing of these files.
                            self.stopped.clear();
                            self.report = Some(Report::AllStopped(std::mem::take(&mut self.newly_stopped)));
                        }
                    }
                    // Not a file but all of them together: nothing of this load is kept.
                    None => self.report = Some(Report::LoadFailed(reason.to_owned())),
                }
            }
            Job::Site { demo, again } => match current {
                Some(path) if !self.stopped.iter().any(|s| s.path == path) => {
                    self.set_aside(path, 0.0, reason);
                    self.jobs.push_front(Job::Site { demo, again });
                }
                _ => self.report = Some(Report::LoadFailed(reason.to_owned())),
            },
        }
    }

    fn set_aside(&mut self, path: String, bytes: f64, reason: &str) {
        let stopped = Stopped { path, bytes, reason: reason.to_owned() };
        self.stopped.push(stopped.clone());
        self.newly_stopped.push(stopped);
    }

    /// A new worker, which first reads again what the old one had read.
    fn restart(&mut self) {
        self.ready = false;
        self.flight = None;
        self.wanted_rows = None;
        self.wanted_search = None;
        self.wanted_trial = None;
        self.wants_verification = None;
        self.wants_whole = false;
        self.silent_ms = 0.0;
        self.actions.push(Action::Spawn);
        if !self.own.is_empty() {
            let before = std::mem::take(&mut self.own);
            match self.jobs.front_mut() {
                // One load for all: files read before come first.
                Some(Job::Files { batch, .. }) => {
                    batch.splice(0..0, before);
                }
                _ => self.jobs.push_front(Job::Files { batch: before, again: true }),
            }
        } else if let Some(demo) = self.site
            && self.jobs.is_empty()
        {
            self.jobs.push_front(Job::Site { demo, again: false });
        }
        if self.jobs.is_empty() {
            self.wanted = self.place.clone();
        }
    }

    /// Sends the next request when none is under way.
    fn pump(&mut self) {
        if !self.ready || self.ended.is_some() || self.flight.is_some() {
            return;
        }
        let mut handles = Vec::new();
        let (request, flight) = if let Some(job) = self.jobs.pop_front() {
            let request = match &job {
                Job::Site { demo, .. } => {
                    Request::LoadSite { base: self.base.clone(), demo: *demo, stopped: self.stopped.clone() }
                }
                Job::Files { batch, .. } => {
                    handles.extend(batch.iter().map(|f| f.handle));
                    Request::LoadFiles {
                        paths: batch.iter().map(|f| f.path.clone()).collect(),
                        now_ms: self.own_now_ms,
                        stopped: self.stopped.clone(),
                    }
                }
            };
            let reading = Box::new(Reading::of(&job));
            (request, Flight::Load { job, reading })
        } else if let Some(save) = self.saves.pop_front() {
            (Request::Save(save), Flight::Save)
        } else if let Some(location) = self.wanted.take() {
            (Request::View { location, whole: std::mem::take(&mut self.wants_whole) }, Flight::View { reading: None })
        } else if let Some((location, from, count)) = self.wanted_rows.take() {
            (Request::Rows { location: location.clone(), from, count }, Flight::Rows { location: Box::new(location) })
        } else if let Some((location, text)) = self.wanted_search.take() {
            (Request::Search { text, location }, Flight::Search)
        } else if let Some(draft) = self.wanted_trial.take() {
            (Request::Try(draft), Flight::Trial)
        } else if let Some(extent) = self.wants_verification.take() {
            let reading = Box::new(Reading { verifying: true, ..Reading::default() });
            (Request::Verify(extent), Flight::Verify { reading })
        } else {
            return;
        };
        self.last_id += 1;
        self.silent_ms = 0.0;
        self.flight = Some(flight);
        self.actions.push(Action::Send { call: Box::new(Call { id: self.last_id, request }), handles });
    }
}

impl Reading {
    fn of(job: &Job) -> Self {
        match job {
            Job::Site { again, .. } => Reading { again: *again, ..Reading::default() },
            Job::Files { batch, again } => Reading {
                own: true,
                again: *again,
                waiting: batch.iter().take(Self::RECENT).map(|f| f.path.clone()).collect(),
                total: u32::try_from(batch.len()).unwrap_or(u32::MAX),
                ..Reading::default()
            },
        }
    }

    fn take(&mut self, progress: Progress, job: &Job) {
        if let Some(last) = &progress.last
            && self.recent.back() != Some(last)
        {
            self.recent.push_back(last.clone());
            if self.recent.len() > Self::RECENT {
                self.recent.pop_front();
            }
        }
        if let (Job::Files { batch, .. }, Some(index)) = (job, progress.index) {
            let next = index as usize + 1;
            self.waiting = batch.iter().skip(next).take(Self::RECENT).map(|f| f.path.clone()).collect();
        }
        self.count(progress);
    }

    fn count(&mut self, progress: Progress) {
        self.total = progress.total.max(self.total);
        self.progress = Some(progress);
    }
}

#[cfg(test)]
mod tests;
