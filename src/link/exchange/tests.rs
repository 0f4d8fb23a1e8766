//! What page and worker say to each other, told line by line.

use super::*;
use plumbline_report::route::Route;
use plumbline_report::{Body, DataOrigin, Empty, FilterOptions, Footer, Frame, Page};

fn file(path: &str, handle: u32) -> OwnFile {
    OwnFile { path: path.into(), bytes: 10.0, handle }
}

fn location(route: Route) -> Location {
    Location { route, ..Location::default() }
}

fn page() -> Box<Page> {
    let frame = Frame {
        origin: DataOrigin::None,
        counts: String::new(),
        hidden: None,
        options: FilterOptions::default(),
        chips: Vec::new(),
        footer: Footer::default(),
        computed: None,
    };
    Box::new(Page {
        frame,
        body: Body::Empty(Empty {
            title: "No data.".into(),
            text: String::new(),
            clear_filters: false,
            read: None,
            read_all: None,
        }),
        why: None,
    })
}

fn loaded() -> Reply {
    Reply::Loaded(Loaded {
        used: true,
        files: 1,
        refused: 0,
        errors: 0,
        changes: 1,
        took_ms: 1.0,
        rows: Vec::new(),
        stopped: Vec::new(),
    })
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
            Action::Preview(_) => "preview".to_owned(),
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
                Request::View { location, whole } => {
                    format!("{} view {}{}", call.id, location.to_fragment(), if whole { " with all data" } else { "" })
                }
                Request::Rows { from, count, .. } => format!("{} rows {from} {count}", call.id),
                Request::Search { text, .. } => format!("{} search {text}", call.id),
                Request::Verify(extent) => format!("{} verify {extent:?}", call.id),
                Request::Save(what) => format!("{} save {what:?}", call.id),
                Request::Try(draft) => {
                    format!("{} {} {}", call.id, if draft.preview { "preview" } else { "check" }, draft.text)
                }
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
fn a_file_that_stopped_a_worker_beside_this_one_is_named_and_never_sent_again() {
    let mut talk = Talk::with_files(&["before.json"]);
    talk.0.load(vec![file("a.json", 7), file("bad.json", 8)], 6.0);
    talk.lines();
    let Reply::Loaded(loaded) = loaded() else { panic!("another reply") };
    let bad = Stopped { path: "bad.json".into(), bytes: 10.0, reason: "unreachable".into() };
    talk.say(5, Reply::Loaded(Loaded { stopped: vec![bad.clone()], ..loaded }));
    let Some(Report::Loaded { stopped, own: true, .. }) = talk.0.take_report() else { panic!("a report of the load") };
    assert_eq!(stopped, [bad]);
    talk.lines();
    talk.0.died("idle");
    talk.ready();
    assert_eq!(talk.lines(), ["spawn", "7 files before.json,a.json [0, 7] without bad.json"]);
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
    let Reply::Loaded(loaded) = loaded() else { panic!("another reply") };
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
    talk.say(3, Reply::Preview(page()));
    assert_eq!(talk.lines(), ["preview"]);
    assert!(talk.0.is_busy());
    talk.0.view(location(Route::Teams));
    talk.say(3, Reply::Preview(page()));
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
fn data_that_have_changed_are_loaded_quietly_and_the_page_is_asked_for_again() {
    let mut talk = Talk::with_site();
    talk.0.take_report();
    talk.0.follow_site();
    talk.0.follow_site();
    assert_eq!(talk.lines(), ["3 site"]);
    assert!(matches!(talk.0.phase(), Phase::Reading(Reading { again: true, own: false, .. })));
    // It changed once more while it was loaded: once more is enough.
    talk.say(3, loaded());
    assert_eq!(talk.lines(), ["4 site"]);
    talk.say(4, loaded());
    assert_eq!((talk.lines(), talk.0.take_report()), (vec!["5 view #/overview".to_owned()], None));
}

#[test]
fn own_files_and_the_demo_stay_when_the_sites_data_change() {
    let mut talk = Talk::with_files(&["a.json"]);
    talk.0.follow_site();
    assert_eq!(talk.lines(), Vec::<String>::new());
    talk.0.load_demo();
    talk.say(5, loaded());
    talk.lines();
    talk.0.follow_site();
    assert_eq!(talk.lines(), Vec::<String>::new());
}

#[test]
fn progress_counts_bytes_and_names_the_last_files() {
    let mut talk = Talk::with_site();
    talk.0.load((0..9).map(|i| file(&format!("f{i}"), i)).collect(), 0.0);
    for i in 0..6u32 {
        let Reply::Progress(mut p) = reading(&format!("f{}", i + 1), Some(i + 1)) else { panic!("another reply") };
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

#[test]
fn a_data_set_is_verified_and_the_result_told() {
    let mut talk = Talk::with_site();
    talk.0.verify(Extent::Whole);
    assert_eq!(talk.lines(), ["3 verify Whole"]);
    talk.say(3, reading("", None));
    assert!(matches!(talk.0.phase(), Phase::Reading(Reading { verifying: true, total: 3, .. })));
    talk.say(3, Reply::Verified { extent: Extent::Whole, identical: true, told: "recomputed 5 changes: identical".into() });
    assert_eq!(talk.0.take_report(), Some(Report::Verified(Extent::Whole, true, "recomputed 5 changes: identical".into())));
    assert_eq!((talk.0.phase(), talk.lines()), (Phase::Idle, Vec::new()));
}

#[test]
fn stopping_a_verification_brings_back_what_was_there() {
    let mut talk = Talk::with_site();
    talk.0.verify(Extent::Whole);
    talk.say(3, reading("", None));
    talk.lines();
    talk.0.cancel();
    talk.ready();
    assert_eq!(talk.0.take_report(), None);
    assert_eq!(talk.lines(), ["spawn", "4 site"]);
}

#[test]
fn all_of_a_data_set_is_asked_for_at_one_place_and_not_at_the_next() {
    let mut talk = Talk::with_site();
    talk.0.view(location(Route::Gap));
    assert_eq!(talk.lines(), ["3 view #/gap"]);
    // the first page is still under way
    talk.0.view_whole();
    talk.0.view(location(Route::Funnel));
    talk.say(3, Reply::View(page()));
    assert_eq!(talk.lines(), ["4 view #/funnel"]);
    talk.0.view_whole();
    talk.0.view(location(Route::Funnel));
    talk.say(4, Reply::View(page()));
    assert_eq!(talk.lines(), ["5 view #/funnel with all data"]);
}

#[test]
fn a_page_for_which_much_is_fetched_says_how_far_it_is_and_can_be_stopped() {
    let mut talk = Talk::with_site();
    talk.0.view(location(Route::Changes { find: String::new(), sort: String::new() }));
    assert_eq!(talk.lines(), ["3 view #/changes"]);
    assert_eq!(talk.0.phase(), Phase::Idle);
    talk.say(3, reading("", None));
    assert!(matches!(talk.0.phase(), Phase::Reading(Reading { verifying: false, total: 3, .. })));
    talk.0.cancel();
    talk.ready();
    // The site is read again, and no page is asked for before the reader goes to one.
    assert_eq!(talk.lines(), ["spawn", "4 site"]);
    talk.say(4, loaded());
    assert_eq!(talk.lines(), [] as [&str; 0]);
}
