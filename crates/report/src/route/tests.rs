//! Addresses, read and written.

use super::*;
use proptest::prelude::*;

fn routes() -> impl Strategy<Value = Route> {
    prop_oneof![
        Just(Route::Overview),
        Just(Route::Matrix { cell: None }),
        ("[a-z/%?&#é ]{1,12}", 0..5usize).prop_map(|(t, f)| Route::Matrix { cell: Some((t, Family::ALL[f])) }),
        Just(Route::Teams),
        "\\PC{1,12}".prop_map(|team| Route::Team { team }),
        Just(Route::Gap),
        "\\PC{1,12}".prop_map(|id| Route::Patterns { pattern: Some(id) }),
        Just(Route::Patterns { pattern: None }),
        Just(Route::Funnel),
        Just(Route::Debt),
        Just(Route::Threats),
        Just(Route::Detection),
        Just(Route::Reviews),
        ("\\PC{0,12}", "-?[a-z]{0,8}").prop_map(|(find, sort)| Route::Changes { find, sort }),
        "\\PC{1,12}".prop_map(|id| Route::Change { id }),
        Just(Route::Compare { sides: None }),
        (0..3usize, "\\PC{1,12}", "\\PC{1,12}")
            .prop_map(|(by, a, b)| Route::Compare { sides: Some((Comparable::ALL[by], a, b)) }),
        Just(Route::Sources),
        Just(Route::Policy),
        Just(Route::About),
    ]
}

fn option() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("\\PC{1,12}")
}

fn periods() -> impl Strategy<Value = Period> {
    prop_oneof![
        Just(Period::All),
        (1..5000u32).prop_map(Period::Days),
        Just(Period::Between("2026-08-24".into(), "2026-11-22".into())),
    ]
}

proptest! {
    #[test]
    fn a_fragment_reads_back_as_it_was_written(
        route in routes(), period in periods(), team in proptest::option::of("\\PC{1,12}"),
        environment in proptest::option::of("\\PC{1,12}"), authorship in proptest::option::of(0..4usize),
        (service, release, pattern, artifact, lacks, why) in (option(), option(), option(), option(), option(), option()),
        gate in proptest::option::of(0..4usize), family in proptest::option::of(0..5usize),
    ) {
        let filter = Filter {
            period, team, environment, service, release, pattern, artifact, lacks,
            authorship: authorship.map(|i| Authorship::ALL[i]),
            gate: gate.map(|i| Gate::ALL[i]),
            family: family.map(|i| Family::ALL[i]),
        };
        let location = Location { route, filter, why, unread: Vec::new() };
        prop_assert_eq!(Location::from_fragment(&location.to_fragment()), location);
    }

    #[test]
    fn no_fragment_panics(text in "\\PC*") {
        let _ = Location::from_fragment(&text);
    }
}

#[test]
fn what_is_not_understood_is_told_and_left_out() {
    let unread = |fragment: &str| Location::from_fragment(fragment).unread;
    assert_eq!(
        Location::from_fragment("#/nowhere/at%20all?team=a"),
        Location {
            route: Route::Unknown { path: "nowhere/at all".into() },
            filter: Filter { team: Some("a".into()), ..Filter::default() },
            ..Location::default()
        }
    );
    for fragment in ["", "#", "#/", "#/overview", "#/overview?period=7d&team=&authorship=&find=x"] {
        assert_eq!((unread(fragment), Location::from_fragment(fragment).route), (Vec::new(), Route::Overview), "{fragment}");
    }
    let colour = "#/gap?colour=blue&authorship=robot&period=tomorrow&gate=door&family=x%26y&team=b&flag";
    let read = Location::from_fragment(colour);
    assert_eq!(read.unread, ["colour=blue", "authorship=robot", "period=tomorrow", "gate=door", "family=x&y"]);
    assert_eq!(read.to_fragment(), "#/gap?team=b");
    // a day that no calendar has, in a period that looks like one
    assert_eq!(unread("#/gap?period=2026-02-30..2026-03-01"), ["period=2026-02-30..2026-03-01"]);
    assert_eq!(unread("#/gap?period=0d"), ["period=0d"]);
    assert_eq!(unread("#/matrix/lint-diagnostics/nothing"), ["matrix/lint-diagnostics/nothing"]);
    assert_eq!(unread("#/compare/colour/red/blue"), ["compare/colour/red/blue"]);
    assert_eq!(unread("#/funnel/x"), ["funnel/x"]);
    assert_eq!(unread(&format!("#/gap?{}=1", "x".repeat(400)))[0].len(), 60);
}
