//! Odd organisations that are known by name: what data can look like that nobody has in mind.

use super::worlds::{Change, Odd};

/// So many changes alike, from a first number of days ago backwards.
fn some(n: i64, first: i64, like: &Change) -> Vec<Change> {
    (0..n).map(|i| Change { days_ago: first + i % 40, ..like.clone() }).collect()
}

fn of(team: &str) -> Change {
    Change { team: team.to_owned(), ..Change::default() }
}

/// At intent, stating a confidence, with the threat intent or without.
fn intent(team: &str, stated: f64, is_verified: bool) -> Change {
    Change { stated: [Some(stated), None, None, None], items: [usize::from(is_verified), 0, 0, 0], ..of(team) }
}

/// At all gates, stating the same at each.
fn whole(team: &str, stated: Option<f64>, items: [usize; 4]) -> Change {
    Change { gates: 4, stated: [stated; 4], items, ..of(team) }
}

/// Names that look like nothing, like words of the page, or like an attack.
pub const NAMES: [&str; 14] = [
    "\u{200b}",
    "-",
    "7",
    "100 %",
    "no team",
    "No team",
    "Intent",
    "Teams",
    "People",
    "blue is 50 % confident its changes are sound; evidence proves all of what policy asks. The gap",
    "قسم الشبكة",
    "a, b and c",
    "<b>bold</b> & \u{201c}quoted\u{201d}",
    "The team with a name that is far longer than any page has room for, so that it must be broken or cut somewhere, and still be told \
     apart from the other team with a name that is far longer than any page has room for, which differs only at its very end: here",
];

/// The odd ones that are known by name.
pub fn named() -> Vec<Odd> {
    let odd = |name, changes: Vec<Vec<Change>>| Odd { name, changes: changes.concat(), claims: Vec::new() };
    let mixed =
        |n: i64, k: i64, first: i64, like: &Change, other: &Change| [some(k, first, like), some(n - k, first, other)].concat();
    let mut out = vec![
        odd("one change", vec![vec![of("blue")]]),
        odd("one change of no team, that states nothing and proves nothing", vec![vec![Change { items: [0; 4], ..of("") }]]),
        odd("one change after now", vec![vec![Change { days_ago: -3, ..intent("blue", 0.5, true) }]]),
        odd("all changes after now", vec![some(6, -50, &intent("blue", 0.5, true))]),
        odd("one change short of enough", vec![some(4, 1, &intent("blue", 0.8, false))]),
        odd("just enough", vec![some(5, 1, &intent("blue", 0.8, false))]),
        odd("one team, no statements", vec![mixed(9, 4, 1, &whole("blue", None, [9; 4]), &whole("blue", None, [0; 4]))]),
        odd("no statements, before with too few", vec![some(8, 1, &of("blue")), some(2, 120, &of("red"))]),
        odd(
            "no statements, before with enough",
            vec![some(40, 1, &of("blue")), some(40, 100, &Change { items: [0; 4], ..of("blue") })],
        ),
        odd("no team", vec![mixed(8, 4, 1, &whole("", Some(0.9), [9; 4]), &whole("", Some(0.9), [1, 1, 1, 1]))]),
        odd(
            "teams named alike",
            vec![
                some(6, 1, &whole("blue", Some(0.7), [1, 2, 1, 0])),
                some(6, 1, &whole("Blue", Some(0.7), [1, 2, 1, 0])),
                some(6, 1, &whole("blue ", Some(0.7), [1, 2, 1, 0])),
            ],
        ),
        odd("all verified", vec![some(7, 1, &whole("blue", Some(0.95), [9; 4])), some(7, 1, &whole("red", Some(1.0), [9; 4]))]),
        odd("none verified", vec![some(7, 1, &whole("blue", Some(0.0), [0; 4])), some(7, 1, &whole("red", Some(0.0), [0; 4]))]),
        odd("exactly half", vec![mixed(12, 6, 1, &intent("blue", 0.5, true), &intent("red", 0.5, false))]),
        odd("everything stated as nothing", vec![some(8, 1, &intent("blue", 0.0, true))]),
        odd("everything stated as certain", vec![some(8, 1, &intent("blue", 1.0, false)), some(8, 1, &intent("red", 1.0, true))]),
        odd(
            "a gap that rounds to nothing",
            vec![mixed(200, 199, 1, &intent("blue", 0.996, true), &intent("blue", 0.996, false))],
        ),
        odd(
            "shares that round to all and to nothing",
            vec![
                mixed(300, 299, 1, &intent("blue", 0.999, true), &intent("blue", 0.999, false)),
                mixed(300, 299, 1, &intent("red", 0.001, false), &intent("red", 0.001, true)),
            ],
        ),
        odd("only what is not shipped", vec![some(9, 1, &Change { items: [0; 4], ..intent("blue", 0.8, false) })]),
        odd(
            "the gate with too few has a gap the other way",
            vec![
                some(9, 1, &intent("blue", 0.5, true)),
                some(2, 1, &Change { gates: 2, stated: [Some(0.5), Some(0.9), None, None], items: [1, 0, 0, 0], ..of("blue") }),
            ],
        ),
        odd(
            "few statements, all behind the evidence",
            vec![some(8, 1, &Change { gates: 2, items: [9, 2, 0, 0], ..of("blue") }), some(1, 1, &intent("blue", 0.2, true))],
        ),
        odd(
            "evidence falls back towards the statements",
            vec![
                some(60, 1, &intent("blue", 0.4, true)).into_iter().enumerate().map(half_without).collect(),
                some(60, 100, &intent("blue", 0.4, true)),
            ],
        ),
        odd("evidence runs ahead", vec![some(60, 1, &intent("blue", 0.3, true)), some(60, 100, &intent("blue", 0.9, true))]),
        odd("a thousand", vec![mixed(1_000, 500, 1, &intent("blue", 0.75, true), &intent("red", 0.75, false))]),
    ];
    out.extend(simpson());
    out.extend(ties());
    out.push(Odd { claims: vec![("blue".to_owned(), "proven"), ("red".to_owned(), "ad-hoc")], ..ladder() });
    out.push(Odd { name: "a claim of a team without changes", claims: vec![("nobody".to_owned(), "gated")], ..ladder() });
    let named = NAMES.iter().enumerate().flat_map(|(i, name)| {
        let i = i as i64;
        let like = whole(name, Some(0.6), [1, 1 + (i as usize) % 2, 0, 1]);
        some(5 + i % 3, 1 + i, &Change { service: (*name).to_owned(), environment: (*name).to_owned(), ..like })
    });
    out.push(odd("odd names", vec![named.collect()]));
    out.extend(findings());
    out
}

fn half_without((i, change): (usize, Change)) -> Change {
    if i % 3 == 0 { Change { items: [0; 4], ..change } } else { change }
}

/// Each team better and the whole worse, and the reverse.
fn simpson() -> Vec<Odd> {
    // before: many of the good team; now: many of the bad one
    let side = |first: i64, team: &str, n: i64, verified: i64| {
        let with = |is| intent(team, 0.9, is);
        [some(verified, first, &with(true)), some(n - verified, first, &with(false))].concat()
    };
    let worse = [side(100, "good", 90, 81), side(100, "bad", 10, 1), side(1, "good", 10, 10), side(1, "bad", 90, 27)].concat();
    let better = [side(1, "good", 90, 81), side(1, "bad", 10, 1), side(100, "good", 10, 10), side(100, "bad", 90, 27)].concat();
    let by = |authorship: &'static str, changes: Vec<Change>| -> Vec<Change> {
        changes.into_iter().map(|c| Change { authorship, ..c }).collect()
    };
    // within each team the gap of models is narrower, over all wider
    let pooled = [
        by("human", side(1, "good", 80, 64)),
        by("human", side(1, "bad", 20, 2)),
        by("ai-generated", side(1, "good", 20, 19)),
        by("ai-generated", side(1, "bad", 80, 24)),
    ]
    .concat();
    // evidence is ahead of what is stated in both, and further ahead of what people state
    let ahead =
        [by("human", some(40, 1, &intent("blue", 0.3, true))), by("ai-generated", some(40, 1, &intent("blue", 0.8, true)))];
    let odd = |name, changes| Odd { name, changes, claims: Vec::new() };
    vec![
        odd("each team better, the whole worse", worse),
        odd("each team worse, the whole better", better),
        odd("within teams narrower, over all wider", pooled),
        odd("evidence ahead of people and of models", ahead.concat().into_iter().enumerate().map(spread).collect()),
    ]
}

/// Statements that are not all alike, so that they have an interval.
fn spread((i, change): (usize, Change)) -> Change {
    let stated = change.stated.map(|s| s.map(|s| if i % 2 == 0 { s } else { s - 0.02 }));
    Change { stated, ..change }
}

/// Everything alike between gates, families, patterns, teams, authorships.
fn ties() -> Vec<Odd> {
    let touching = |team: &str| Change {
        touches: vec!["identity", "network"],
        run: Some(true),
        resources: None,
        ..whole(team, Some(0.5), [1, 9, 0, 1])
    };
    let found = |team: &str, patterns: &[&'static str]| Change {
        findings: patterns.iter().map(|p| ("high", Some(*p), "open")).collect(),
        ..touching(team)
    };
    let both = ["unsafe-defaults", "privilege-inflation"];
    let by_two = |authorship| ["blue", "red"].map(|team| some(6, 1, &Change { authorship, ..found(team, &both) })).concat();
    // re-run by somebody else or not, in two families of which one is covered less
    let run = |n, run, family| some(n, 1, &Change { run, touches: vec![family], ..whole("blue", None, [9; 4]) });
    let re_run =
        [run(6, Some(true), "identity"), run(1, Some(false), "identity"), run(2, None, "identity"), run(7, None, "network")];
    // two teams alike ahead of a third
    let reviewed = |team: &str, review| some(30, 1, &Change { review, ..whole(team, Some(0.5), [9; 4]) });
    let yes = Some(("u-2", true, "upheld"));
    let odd = |name, changes| Odd { name, changes, claims: Vec::new() };
    vec![
        odd("everything ties", [by_two("human"), by_two("ai-generated")].concat()),
        odd("some items re-run", re_run.concat()),
        odd("two teams tie ahead of a third", [reviewed("blue", yes), reviewed("red", yes), reviewed("green", None)].concat()),
        odd("two teams tie behind a third", [reviewed("blue", None), reviewed("red", None), reviewed("green", yes)].concat()),
        odd(
            "two lanes tie ahead of a third",
            [
                some(30, 1, &Change { touches: vec!["identity", "network"], ..whole("blue", None, [1, 5, 2, 1]) }),
                some(30, 1, &Change { touches: vec!["data-protection"], ..whole("blue", None, [1, 3, 2, 1]) }),
            ]
            .concat(),
        ),
    ]
}

fn ladder() -> Odd {
    let changes = [some(20, 1, &whole("blue", Some(0.9), [9; 4])), some(20, 1, &whole("red", Some(0.9), [0; 4]))].concat();
    let earlier = [some(10, 100, &whole("blue", Some(0.9), [0; 4])), some(3, 100, &whole("green", Some(0.9), [9; 4]))].concat();
    Odd { name: "claims above and on the rung", changes: [changes, earlier].concat(), claims: Vec::new() }
}

/// Findings and failure patterns, some in changes of no team, some behind a gate that cannot block.
fn findings() -> Vec<Odd> {
    let with = |team: &str, findings: Vec<(&'static str, Option<&'static str>, &'static str)>| Change {
        findings,
        environment: "prod".to_owned(),
        ..whole(team, None, [1, 2, 1, 1])
    };
    let one = vec![("low", Some("unsafe-defaults"), "open")];
    let odd = |name, changes| Odd { name, changes, claims: Vec::new() };
    let blind = Change { is_evaluated: true, ..whole("blue", None, [1, 9, 9, 9]) };
    vec![
        odd("one finding", vec![with("blue", one.clone())]),
        odd(
            "a pattern in a team and in no team",
            [some(3, 1, &with("blue", one.clone())), some(2, 3, &with("", one.clone()))].concat(),
        ),
        odd("one pattern alone", some(6, 1, &Change { environment: "test".to_owned(), ..with("blue", one.clone()) })),
        odd(
            "findings on one side only",
            [some(2, 1, &with("blue", vec![("critical", None, "open"), ("high", None, "open")])), some(9, 120, &of("blue"))]
                .concat(),
        ),
        odd("one gate that cannot block", vec![blind.clone()]),
        odd("gates that cannot block", some(6, 1, &blind)),
        odd(
            "debt of no team",
            [
                some(2, 1, &Change { resources: Some(90), ..with("", vec![]) }),
                some(3, 1, &with("blue", vec![])),
                some(3, 1, &with("red", vec![])),
            ]
            .concat(),
        ),
        odd(
            "fewer changes in debt, more resources",
            [
                some(4, 40, &Change { resources: Some(500), ..whole("blue", None, [0; 4]) }),
                some(9, 140, &Change { resources: Some(1), ..whole("blue", None, [9; 4]) }),
            ]
            .concat(),
        ),
    ]
}
