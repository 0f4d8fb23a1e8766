//! The page's half of the conversation with its worker, without a browser: what to send and when, what to give up,
//! what to read again after the worker died. `ui::worker_client` feeds it events and carries out its actions.
//!
//! One request is under way at a time. A worker that dies, or is silent for too long, is replaced; the file that it was
//! reading is named and set aside, and all others are read again.

use std::collections::VecDeque;

use crate::protocol::{Answer, Call, Draft, Loaded, Progress, Reply, Request, Save, Stopped};
use crate::route::Location;
use crate::view::document::Row;
use crate::view::{Drawn, Hit, Trial};

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
    Glimpse(Box<Drawn>),
    /// Show a page.
    Show(Box<Drawn>),
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
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Site { demo: bool },
    Files { batch: Vec<OwnFile>, again: bool },
}

#[derive(Clone, Debug)]
enum Flight {
    Load { job: Job, reading: Box<Reading> },
    View,
    Save,
    Rows { location: Box<Location> },
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
            jobs: VecDeque::from([Job::Site { demo: false }]),
            saves: VecDeque::new(),
            place: None,
            wanted: None,
            wanted_rows: None,
            wanted_search: None,
            wanted_trial: None,
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
            (None, Some(Flight::Load { reading, .. })) => Phase::Reading(Reading::clone(reading)),
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
        self.place = Some(location.clone());
        self.wanted = Some(location);
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
        self.jobs.push_back(Job::Site { demo: true });
        self.pump();
    }

    /// Asks for a file to keep.
    pub fn save(&mut self, what: Save) {
        self.saves.push_back(what);
        self.pump();
    }

    /// Stops the load under way: what was there before it is read again.
    pub fn cancel(&mut self) {
        if let Some(Flight::Load { .. }) = self.flight.take() {
            self.report = Some(Report::Cancelled);
            self.jobs.clear();
            self.restart();
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
            (Reply::Loaded(loaded), Some(Flight::Load { job, reading })) => {
                match job {
                    Job::Site { demo } => {
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
            (Reply::Glimpse(view), Some(Flight::View)) => {
                self.flight = Some(Flight::View);
                if self.wanted.is_none() {
                    self.actions.push(Action::Glimpse(view));
                }
            }
            // A page that nobody waits for any more is not drawn.
            (Reply::View(_), Some(Flight::View)) if self.wanted.is_some() => {}
            (Reply::View(view), Some(Flight::View)) => self.actions.push(Action::Show(view)),
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
                if !matches!(flight, Flight::Trial) {
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
            Job::Site { demo } => match current {
                Some(path) if !self.stopped.iter().any(|s| s.path == path) => {
                    self.set_aside(path, 0.0, reason);
                    self.jobs.push_front(Job::Site { demo });
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
            self.jobs.push_front(Job::Site { demo });
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
                Job::Site { demo } => Request::LoadSite { base: self.base.clone(), demo: *demo, stopped: self.stopped.clone() },
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
            (Request::View { location }, Flight::View)
        } else if let Some((location, from, count)) = self.wanted_rows.take() {
            (Request::Rows { location: location.clone(), from, count }, Flight::Rows { location: Box::new(location) })
        } else if let Some((location, text)) = self.wanted_search.take() {
            (Request::Search { text, location }, Flight::Search)
        } else if let Some(draft) = self.wanted_trial.take() {
            (Request::Try(draft), Flight::Trial)
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
            Job::Site { .. } => Reading::default(),
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
        self.total = progress.total.max(self.total);
        self.progress = Some(progress);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Route;
    use crate::view::{DataOrigin, Empty, FilterOptions, Footer, Frame, Sheet};

    fn file(path: &str, handle: u32) -> OwnFile {
        OwnFile { path: path.into(), bytes: 10.0, handle }
    }

    fn location(route: Route) -> Location {
        Location { route, ..Location::default() }
    }

    fn page() -> Box<Drawn> {
        let frame = Frame {
            origin: DataOrigin::None,
            counts: String::new(),
            hidden: None,
            options: FilterOptions::default(),
            chips: Vec::new(),
            footer: Footer::default(),
        };
        Box::new(Drawn {
            frame,
            sheet: Sheet::Empty(Empty { title: "No data.".into(), text: String::new(), clear_filters: false }),
            why: None,
        })
    }

    fn loaded() -> Reply {
        Reply::Loaded(Loaded { used: true, files: 1, refused: 0, errors: 0, changes: 1, took_ms: 1.0, rows: Vec::new() })
    }

    fn reading(current: &str, index: Option<u32>) -> Reply {
        Reply::Progress(Progress {
            done: 0,
            total: 3,
            bytes_done: 0.0,
            bytes_total: 30.0,
            current: Some(current.into()),
            index,
            last: None,
            records: 0,
        })
    }

    /// A page and what its worker is asked, one line per action.
    struct Talk(Exchange);

    impl Talk {
        fn start() -> Self {
            let mut talk = Talk(Exchange::new("b1", "https://example.org/p/", 0.0));
            assert_eq!(talk.lines(), ["spawn"]);
            talk.ready();
            talk
        }

        /// As a reader finds it: the site's data loaded, the overview on screen.
        fn with_site() -> Self {
            let mut talk = Self::start();
            assert_eq!(talk.lines(), ["1 site"]);
            talk.0.view(location(Route::Overview));
            talk.say(1, loaded());
            assert_eq!(talk.lines(), ["2 view #/overview"]);
            talk.say(2, Reply::View(page()));
            assert_eq!(talk.lines(), ["show"]);
            talk.0.take_report();
            talk
        }

        fn with_files(files: &[&str]) -> Self {
            let mut talk = Self::with_site();
            talk.0.load(files.iter().zip(0..).map(|(f, i)| file(f, i)).collect(), 5.0);
            talk.lines();
            talk.say(3, loaded());
            assert_eq!(talk.lines(), ["4 view #/overview"]);
            talk.say(4, Reply::View(page()));
            talk.lines();
            talk.0.take_report();
            talk
        }

        fn ready(&mut self) {
            self.say(0, Reply::Ready { build: "b1".into() });
        }

        fn say(&mut self, id: u32, reply: Reply) {
            self.0.answered(Answer { id, reply });
        }

        fn lines(&mut self) -> Vec<String> {
            let line = |action: Action| match action {
                Action::Spawn => "spawn".to_owned(),
                Action::Glimpse(_) => "glimpse".to_owned(),
                Action::Show(_) => "show".to_owned(),
                Action::Rows { from, .. } => format!("rows {from}"),
                Action::Found(hits) => format!("found {}", hits.len()),
                Action::Tried(trial) => format!("tried {}", trial.said).trim_end().to_owned(),
                Action::Keep { name, .. } => format!("keep {name}"),
                Action::Send { call, handles } => match call.request {
                    Request::LoadSite { demo, stopped, .. } => {
                        let out: String = stopped.iter().map(|s| format!(" without {}", s.path)).collect();
                        format!("{} {}{out}", call.id, if demo { "demo" } else { "site" })
                    }
                    Request::LoadFiles { paths, stopped, .. } => {
                        let out: String = stopped.iter().map(|s| format!(" without {}", s.path)).collect();
                        format!("{} files {} {handles:?}{out}", call.id, paths.join(","))
                    }
                    Request::View { location } => format!("{} view {}", call.id, location.to_fragment()),
                    Request::Rows { from, count, .. } => format!("{} rows {from} {count}", call.id),
                    Request::Search { text, .. } => format!("{} search {text}", call.id),
                    Request::Save(what) => format!("{} save {what:?}", call.id),
                    Request::Try(draft) => {
                        format!("{} {} {}", call.id, if draft.preview { "preview" } else { "check" }, draft.text)
                    }
                    Request::Clear => format!("{} clear", call.id),
                },
            };
            self.0.take_actions().into_iter().map(line).collect()
        }
    }

    #[test]
    fn nothing_is_sent_before_the_worker_announces_itself() {
        let mut talk = Talk(Exchange::new("b1", "/", 0.0));
        talk.0.view(location(Route::Teams));
        talk.0.load(vec![file("a.json", 0)], 1.0);
        assert_eq!(talk.lines(), ["spawn"]);
        assert_eq!(talk.0.phase(), Phase::Starting);
        talk.ready();
        // The reader's own files make the site's data superfluous.
        assert_eq!(talk.lines(), ["1 files a.json [0]"]);
    }

    #[test]
    fn a_worker_of_another_build_ends_it() {
        let mut talk = Talk(Exchange::new("b1", "/", 0.0));
        talk.say(0, Reply::Ready { build: "b2".into() });
        assert_eq!(talk.0.phase(), Phase::Ended(Ended::OtherBuild));
        assert_eq!(talk.lines(), ["spawn"]);
    }

    #[test]
    fn a_worker_that_dies_before_it_announces_itself_ends_it() {
        let mut talk = Talk(Exchange::new("b1", "/", 0.0));
        talk.0.died("no such file");
        assert_eq!(talk.0.phase(), Phase::Ended(Ended::NotStarted("no such file".into())));
        assert_eq!(talk.lines(), ["spawn"]);
    }

    #[test]
    fn a_file_that_kills_the_worker_is_named_and_the_others_are_read_again() {
        let mut talk = Talk::with_files(&["before.json"]);
        talk.0.load(vec![file("a.json", 7), file("bad.json", 8), file("c.json", 9)], 6.0);
        assert_eq!(talk.lines(), ["5 files a.json,bad.json,c.json [7, 8, 9]"]);
        talk.say(5, reading("bad.json", Some(1)));
        talk.0.died("unreachable");
        assert_eq!(talk.lines(), ["spawn"]);
        talk.ready();
        assert_eq!(talk.lines(), ["6 files before.json,a.json,c.json [0, 7, 9] without bad.json"]);
        talk.say(6, loaded());
        let Some(Report::Loaded { stopped, own: true, .. }) = talk.0.take_report() else { panic!("a report of the load") };
        assert_eq!(stopped, [Stopped { path: "bad.json".into(), bytes: 10.0, reason: "unreachable".into() }]);
        assert_eq!(talk.lines(), ["7 view #/overview"]);
    }

    #[test]
    fn when_the_only_file_kills_the_worker_the_site_comes_back() {
        let mut talk = Talk::with_site();
        talk.0.load(vec![file("bad.json", 0)], 6.0);
        talk.say(3, reading("bad.json", Some(0)));
        talk.0.died("unreachable");
        talk.ready();
        assert_eq!(talk.lines(), ["3 files bad.json [0]", "spawn", "4 site"]);
        let stopped = Stopped { path: "bad.json".into(), bytes: 10.0, reason: "unreachable".into() };
        assert_eq!(talk.0.take_report(), Some(Report::AllStopped(vec![stopped])));
    }

    #[test]
    fn files_that_are_all_refused_are_forgotten() {
        let mut talk = Talk::with_site();
        talk.0.load(vec![file("photo.jpg", 0)], 6.0);
        let Reply::Loaded(loaded) = loaded() else { return };
        talk.say(3, Reply::Loaded(Loaded { used: false, refused: 1, ..loaded }));
        talk.lines();
        talk.0.died("idle");
        talk.ready();
        assert_eq!(talk.lines(), ["spawn", "5 site"]);
    }

    #[test]
    fn a_death_without_a_file_gives_up_the_load_and_keeps_what_was_there() {
        let mut talk = Talk::with_files(&["before.json"]);
        talk.0.load(vec![file("a.json", 7)], 6.0);
        talk.lines();
        talk.0.died("out of memory");
        assert_eq!(talk.0.take_report(), Some(Report::LoadFailed("out of memory".into())));
        talk.ready();
        assert_eq!(talk.lines(), ["spawn", "6 files before.json [0]"]);
        talk.say(6, loaded());
        assert_eq!(talk.0.take_report(), None);
    }

    #[test]
    fn a_site_file_that_kills_the_worker_is_left_out_once() {
        let mut talk = Talk::start();
        talk.lines();
        talk.say(1, reading("reports/bad.ndjson", Some(4)));
        talk.0.died("unreachable");
        talk.ready();
        assert_eq!(talk.lines(), ["spawn", "2 site without reports/bad.ndjson"]);
        // The same again: it was not this file. No third time.
        talk.say(2, reading("reports/bad.ndjson", None));
        talk.0.died("unreachable");
        talk.ready();
        assert_eq!(talk.lines(), ["spawn"]);
        assert_eq!(talk.0.take_report(), Some(Report::LoadFailed("unreachable".into())));
    }

    #[test]
    fn a_page_that_kills_the_worker_is_not_asked_for_again_before_the_reader_moves() {
        let mut talk = Talk::with_site();
        talk.0.view(location(Route::Funnel));
        talk.0.died("unreachable");
        talk.ready();
        assert_eq!(talk.lines(), ["3 view #/funnel", "spawn", "4 site"]);
        assert_eq!(talk.0.take_report(), Some(Report::ViewFailed("unreachable".into())));
        talk.say(4, loaded());
        assert_eq!(talk.lines(), [] as [&str; 0]);
        talk.0.view(location(Route::Teams));
        assert_eq!(talk.lines(), ["5 view #/teams"]);
    }

    #[test]
    fn stopping_a_load_brings_back_what_was_there() {
        let mut talk = Talk::with_site();
        talk.0.load(vec![file("big.sarif", 0)], 6.0);
        talk.lines();
        assert!(matches!(talk.0.phase(), Phase::Reading(_)));
        talk.0.cancel();
        assert_eq!(talk.0.take_report(), Some(Report::Cancelled));
        talk.ready();
        assert_eq!(talk.lines(), ["spawn", "4 site"]);
        // An answer of the old worker that was still on its way.
        talk.say(3, loaded());
        assert!(matches!(talk.0.phase(), Phase::Reading(_)));
    }

    #[test]
    fn stopping_the_first_load_leaves_an_empty_page() {
        let mut talk = Talk::start();
        talk.0.view(location(Route::Overview));
        talk.0.cancel();
        talk.ready();
        assert_eq!(talk.lines(), ["1 site", "spawn", "2 view #/overview"]);
    }

    #[test]
    fn a_silent_worker_is_given_up_and_a_sleeping_machine_is_not() {
        let mut talk = Talk::with_site();
        talk.0.load(vec![file("hung.json", 0), file("fine.json", 1)], 0.0);
        talk.say(3, reading("hung.json", Some(0)));
        talk.lines();
        talk.0.tick(4_000_000.0);
        assert_eq!(talk.lines(), [] as [&str; 0]);
        // Seven ticks of ten seconds are more than the minute that it may be silent.
        for tick in 1..=6 {
            talk.0.tick(4_000_000.0 + 10_000.0 * f64::from(tick));
        }
        talk.ready();
        assert_eq!(talk.lines(), ["spawn", "4 files fine.json [1] without hung.json"]);
    }

    #[test]
    fn only_the_latest_page_asked_for_is_computed_and_shown() {
        let mut talk = Talk::with_site();
        talk.0.view(location(Route::Teams));
        talk.0.view(location(Route::Funnel));
        talk.0.view(location(Route::Sources));
        assert_eq!(talk.lines(), ["3 view #/teams"]);
        talk.say(3, Reply::View(page()));
        assert_eq!(talk.lines(), ["4 view #/sources"]);
        talk.say(4, Reply::View(page()));
        assert_eq!(talk.lines(), ["show"]);
    }

    #[test]
    fn the_top_of_a_page_is_shown_before_the_rest_unless_another_is_wanted() {
        let mut talk = Talk::with_site();
        talk.0.view(location(Route::Overview));
        assert_eq!(talk.lines(), ["3 view #/overview"]);
        talk.say(3, Reply::Glimpse(page()));
        assert_eq!(talk.lines(), ["glimpse"]);
        assert!(talk.0.is_busy());
        talk.0.view(location(Route::Teams));
        talk.say(3, Reply::Glimpse(page()));
        assert_eq!(talk.lines(), [] as [&str; 0]);
        talk.say(3, Reply::View(page()));
        assert_eq!(talk.lines(), ["4 view #/teams"]);
    }

    #[test]
    fn rows_follow_the_page_and_those_of_a_page_that_was_left_are_dropped() {
        let mut talk = Talk::with_site();
        talk.0.rows(50, 80);
        talk.0.rows(90, 80);
        talk.0.rows(130, 80);
        assert_eq!(talk.lines(), ["3 rows 50 80"]);
        talk.say(3, Reply::Rows { from: 50, rows: Vec::new() });
        assert_eq!(talk.lines(), ["rows 50", "4 rows 130 80"]);
        talk.0.view(location(Route::Teams));
        talk.say(4, Reply::Rows { from: 130, rows: Vec::new() });
        assert_eq!(talk.lines(), ["5 view #/teams"]);
        talk.say(5, Reply::View(page()));
        assert_eq!(talk.lines(), ["show"]);
    }

    #[test]
    fn what_was_searched_for_before_the_latest_text_is_not_shown() {
        let mut talk = Talk::with_site();
        talk.0.search("n".into());
        talk.0.search("ns".into());
        talk.0.search("nsg".into());
        assert_eq!(talk.lines(), ["3 search n"]);
        talk.say(3, Reply::Found(Vec::new()));
        assert_eq!(talk.lines(), ["4 search nsg"]);
        talk.say(4, Reply::Found(vec![Hit::default()]));
        assert_eq!(talk.lines(), ["found 1"]);
    }

    fn draft(text: &str, preview: bool) -> Draft {
        Draft { text: text.into(), preview }
    }

    fn trial(said: &str) -> Reply {
        Reply::Trial(Box::new(Trial { said: said.into(), ..Trial::default() }))
    }

    #[test]
    fn only_the_latest_copy_of_the_policy_is_spoken_of() {
        let mut talk = Talk::with_site();
        talk.0.try_policy(draft("a", false));
        talk.0.try_policy(draft("ab", false));
        talk.0.try_policy(draft("abc", true));
        assert_eq!(talk.lines(), ["3 check a"]);
        assert!(talk.0.is_busy());
        talk.say(3, trial("of a"));
        assert_eq!(talk.lines(), ["4 preview abc"]);
        talk.say(4, trial("of abc"));
        assert_eq!(talk.lines(), ["tried of abc"]);
        assert!(!talk.0.is_busy());
    }

    #[test]
    fn a_page_comes_before_a_copy_that_waits() {
        let mut talk = Talk::with_site();
        talk.0.save(Save::Policy);
        talk.0.try_policy(draft("a", true));
        talk.0.view(location(Route::Teams));
        assert_eq!(talk.lines(), ["3 save Policy"]);
        talk.say(3, Reply::File { name: "policy.json".into(), media_type: String::new(), text: String::new() });
        assert_eq!(talk.lines(), ["keep policy.json", "4 view #/teams"]);
        talk.say(4, Reply::View(page()));
        assert_eq!(talk.lines(), ["show", "5 preview a"]);
    }

    #[test]
    fn what_was_said_of_a_copy_is_taken_back_when_other_data_is_loaded() {
        let mut talk = Talk::with_site();
        talk.0.try_policy(draft("a", true));
        talk.say(3, trial("of a"));
        talk.0.load(vec![file("a.json", 0)], 5.0);
        talk.lines();
        talk.say(4, loaded());
        assert_eq!(talk.lines(), ["tried", "5 view #/overview"]);
    }

    #[test]
    fn a_copy_that_kills_the_worker_is_not_tried_again_and_the_page_comes_back() {
        let mut talk = Talk::with_site();
        talk.0.try_policy(draft("a", true));
        talk.0.died("unreachable");
        talk.ready();
        assert_eq!(talk.lines(), ["3 preview a", "spawn", "4 site"]);
        assert_eq!(talk.0.take_report(), Some(Report::ViewFailed("unreachable".into())));
        talk.say(4, loaded());
        assert_eq!(talk.lines(), ["5 view #/overview"]);
    }

    #[test]
    fn the_demo_takes_the_place_of_own_files() {
        let mut talk = Talk::with_files(&["a.json"]);
        talk.0.load_demo();
        assert_eq!(talk.lines(), ["5 demo"]);
        talk.say(5, loaded());
        talk.0.died("idle");
        talk.ready();
        assert_eq!(talk.lines(), ["6 view #/overview", "spawn", "7 demo"]);
    }

    #[test]
    fn progress_counts_bytes_and_names_the_last_files() {
        let mut talk = Talk::with_site();
        talk.0.load((0..9).map(|i| file(&format!("f{i}"), i)).collect(), 0.0);
        for i in 0..6u32 {
            let Reply::Progress(mut p) = reading(&format!("f{}", i + 1), Some(i + 1)) else { return };
            p.bytes_done = 3.0 * f64::from(i + 1);
            p.last = Some((format!("f{i}"), "1 record".into()));
            talk.say(3, Reply::Progress(p));
        }
        let Phase::Reading(reading) = talk.0.phase() else { panic!("a load under way") };
        // 6 of 10 parts of the 30 bytes.
        assert!((reading.share() - 0.6).abs() < 1e-9);
        let recent: Vec<_> = reading.recent.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(recent, ["f2", "f3", "f4", "f5"]);
        assert_eq!(reading.waiting, ["f7", "f8"]);
        assert_eq!(reading.total, 9);
    }
}
