//! What sentences are held against: the figures of `plumbline_assess` for what a page selects, worked out apart from the page.

use crate::claimed::template::Holes;
use plumbline_assess::{Assessment, Confidence, GroupBy, Selection, figures};
use plumbline_domain::{Gate, Instant};

/// What a sentence claims holds, or why it does not.
pub type Verdict = Result<(), String>;

const DAY_US: i64 = 86_400_000_000;

/// Which changes a page looks at.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// The path, such as `overview` or `teams/blue`, encoded.
    pub path: String,
    /// The query, such as `team=blue`, encoded.
    pub query: String,
    /// The same as a selection.
    pub selection: Selection,
    /// Only changes due at this gate.
    pub gate: Option<Gate>,
    /// What stands side by side on the page of two sides.
    pub sides: Option<(Side, Side)>,
}

/// One side of two.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// "period", "team" or "release".
    pub by: &'static str,
    pub name: String,
    pub selection: Selection,
}

impl Side {
    /// In a sentence.
    pub fn words(&self) -> String {
        match self.by {
            "period" => format!("from {}", self.name),
            "team" => format!("in {}", self.name),
            _ => format!("in release {}", self.name),
        }
    }

    /// Both sides after "in both".
    pub fn both(&self, right: &Side) -> String {
        match self.by {
            "period" => format!("periods, {} and {}", self.name, right.name),
            "team" => format!("{} and {}", self.name, right.name),
            _ => format!("releases, {} and {}", self.name, right.name),
        }
    }

    pub fn changes(&self, f: &Facts<'_>) -> Vec<u32> {
        f.a.select(&self.selection)
    }

    pub fn pooled(&self, f: &Facts<'_>) -> Confidence {
        f.confidence(&self.changes(f), None)
    }

    pub fn verified(&self, f: &Facts<'_>) -> Option<f64> {
        self.pooled(f).verified
    }

    pub fn n(&self, f: &Facts<'_>) -> u64 {
        self.changes(f).len() as u64
    }
}

impl Look {
    /// As it stands in the address.
    pub fn fragment(&self) -> String {
        format!("#/{}?{}", self.path, self.query)
    }

    /// The name that ends the path of a page, such as that of a team.
    pub fn name(&self) -> String {
        let hex = |text: &str| u8::from_str_radix(text, 16).unwrap();
        let mut bytes = Vec::new();
        let mut rest = self.path.rsplit('/').next().unwrap_or_default();
        while let Some(first) = rest.chars().next() {
            let length = if first == '%' { 3 } else { 1 };
            bytes.push(if first == '%' { hex(&rest[1..3]) } else { first as u8 });
            rest = &rest[length..];
        }
        String::from_utf8(bytes).unwrap()
    }
}

/// A name as it stands in an address.
pub fn encoded(name: &str) -> String {
    name.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// What a page stands on.
pub struct Facts<'a> {
    pub a: &'a Assessment,
    pub look: &'a Look,
    /// The selected changes.
    pub subset: Vec<u32>,
    /// The same of any time.
    pub any_time: Vec<u32>,
    /// The range that is compared, and the one before it, each perhaps without a change; the first instant of the range.
    pub now: Vec<u32>,
    pub before: Vec<u32>,
    pub since: Instant,
    /// How long each is.
    pub days: u64,
    pub too_few: u64,
}

impl<'a> Facts<'a> {
    pub fn of(a: &'a Assessment, look: &'a Look) -> Self {
        let narrow = |changes: Vec<u32>| match look.gate {
            Some(gate) => a.due_at(&changes, gate),
            None => changes,
        };
        let select = |since: Option<Instant>, until: Option<Instant>| {
            narrow(a.select(&Selection { since, until, ..look.selection.clone() }))
        };
        let (now, policy) = (a.dataset().now, a.policy());
        let end = look.selection.until.unwrap_or(now).min(now);
        // the last days of the ladder's window stand for a period that is not chosen; the day of `now` is one of them
        let midnight = |t: Instant| Instant::from_micros(t.micros() - t.micros().rem_euclid(DAY_US));
        let since = look.selection.since.unwrap_or_else(|| midnight(now.plus_days(1 - i64::from(policy.ladder_days))));
        let days = u64::try_from((end.micros() - since.micros()).max(0)).unwrap().div_ceil(DAY_US as u64);
        let just_before = Instant::from_micros(since.micros() - 1);
        Facts {
            a,
            look,
            subset: select(look.selection.since, look.selection.until),
            any_time: select(None, None),
            now: select(Some(since), Some(end)),
            before: select(Some(since.plus_days(-(days as i64))), Some(just_before)),
            since,
            days,
            too_few: u64::from(policy.too_few),
        }
    }

    /// The two sides of the page.
    pub fn sides(&self) -> &(Side, Side) {
        self.look.sides.as_ref().expect("two sides")
    }

    /// The selected changes and all before them.
    pub fn history(&self) -> Vec<u32> {
        let until = self.look.selection.until;
        self.any_time.iter().copied().filter(|c| until.is_none_or(|t| self.a.date(*c).is_some_and(|d| d <= t))).collect()
    }

    /// Whether a filter leaves a part of each team's changes, whatever their dates.
    pub fn is_part_of_teams(&self) -> bool {
        let Selection { environments, authorships, services, releases, .. } = &self.look.selection;
        let is_narrow = !(environments.is_empty() && authorships.is_empty() && services.is_empty() && releases.is_empty());
        is_narrow || self.look.gate.is_some()
    }

    /// How many changes are selected.
    pub fn n(&self) -> u64 {
        self.subset.len() as u64
    }

    pub fn is_few(&self, n: u64) -> bool {
        n < self.too_few
    }

    /// The confidence of the selected changes, gates pooled.
    pub fn pooled(&self) -> Confidence {
        self.confidence(&self.subset, None)
    }

    /// The confidence of some changes at a gate, or gates pooled.
    pub fn confidence(&self, changes: &[u32], gate: Option<Gate>) -> Confidence {
        match gate {
            Some(gate) => *figures::confidence::by_gate(self.a, changes).get(gate),
            None => figures::confidence::pooled(self.a, changes),
        }
    }

    /// The gates of the selected changes with enough changes and statements to speak of their gap, with it as it is shown.
    pub fn gaps(&self) -> Vec<(Gate, i64)> {
        let of = |&gate: &Gate| {
            let c = self.confidence(&self.subset, Some(gate));
            gap(&c).filter(|_| !self.is_few(c.n) && !self.is_few(c.stated)).map(|gap| (gate, gap))
        };
        Gate::ALL.iter().filter_map(of).collect()
    }

    /// Whether a file was read that could show a finding, or one is open.
    pub fn was_scanned(&self) -> bool {
        let accepts = |c: &plumbline_assess::MatrixCell| {
            let of = self.a.policy().artifact_types.iter().find(|t| t.id == c.type_id);
            of.is_some_and(|t| t.accepts.iter().any(|format| format.starts_with("sarif")))
        };
        let open = || plumbline_assess::figures::surface::cells(self.a, &self.subset).iter().any(|c| c.open.total() > 0);
        plumbline_assess::figures::matrix::cells(self.a, &self.subset).iter().any(|c| c.present > 0 && accepts(c)) || open()
    }

    /// Whether the gates where the gap is widest stand clear of the others.
    pub fn is_widest_clear(&self) -> bool {
        let gaps = self.gaps();
        let top = gaps.iter().map(|g| g.1).max();
        let range = |gate: Gate| {
            let c = self.confidence(&self.subset, Some(gate));
            let half = half(c.verified_interval()?).hypot(half(c.perceived_interval()?));
            let gap = gap(&c)? as f64 / 100.0;
            Some((gap - half, gap + half))
        };
        let of = |is_top: bool| -> Vec<_> { gaps.iter().filter(|g| (Some(g.1) == top) == is_top).map(|g| range(g.0)).collect() };
        are_parted(&of(false), &of(true))
    }

    /// How the gap (or the verified share) moved from the range before; none where it cannot be compared.
    pub fn moved(&self, gate: Option<Gate>, is_gap: bool) -> Option<Moved> {
        let n = |changes: &[u32]| gate.map_or(changes.len() as u64, |g| self.confidence(changes, Some(g)).n);
        let is_few = self.is_few(n(&self.before)) || self.is_few(n(&self.now));
        let (before, now) = (self.confidence(&self.before, gate), self.confidence(&self.now, gate));
        let moved = if is_gap {
            Moved::of_gap(&before, &now, is_few || self.is_few(before.stated) || self.is_few(now.stated))
        } else {
            Moved::of_verified(&before, &now, is_few)
        };
        moved.map(|moved| if gate.is_some() { moved.of_four() } else { moved })
    }

    /// The names that teams, services or environments of the selected changes have.
    pub fn names(&self, by: GroupBy) -> Vec<&str> {
        let all = match by {
            GroupBy::Service => self.a.services(),
            GroupBy::Environment => self.a.environments(),
            _ => self.a.teams(),
        };
        let counts = self.a.count_by(&self.subset, by);
        all.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(name, _)| name.as_str()).collect()
    }
}

/// How a figure moved between two sets of changes.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    pub from: i64,
    pub to: i64,
    /// The difference as it is, not rounded.
    pub change: f64,
    /// Whether its interval leaves out nothing, and neither side is of too few.
    pub is_clear: bool,
    /// Half of its interval's width; none where it is of too few.
    half: Option<f64>,
}

impl Moved {
    /// The same as one of the moves of the four gates: with four looks both tails beyond 2.4977 weigh 5 % / 4.
    pub fn of_four(self) -> Self {
        const Z_OF_FOUR: f64 = 2.497_705_474_412_374;
        let is_clear = self.half.is_some_and(|half| self.change.abs() > half * Z_OF_FOUR / plumbline_assess::Z);
        Moved { is_clear, ..self }
    }

    pub fn of_gap(before: &Confidence, now: &Confidence, is_few: bool) -> Option<Self> {
        let half = |c: &Confidence| Some(half(c.verified_interval()?).hypot(half(c.perceived_interval()?)));
        let change = now.gap? - before.gap?;
        let half = half(before).zip(half(now)).filter(|_| !is_few).map(|(a, b)| a.hypot(b));
        let is_clear = half.is_some_and(|half| change.abs() > half);
        Some(Moved { from: gap(before)?, to: gap(now)?, change, is_clear, half })
    }

    pub fn of_verified(before: &Confidence, now: &Confidence, is_few: bool) -> Option<Self> {
        let half = |c: &Confidence| c.verified_interval().map(half);
        let change = now.verified? - before.verified?;
        let half = half(before).zip(half(now)).filter(|_| !is_few).map(|(a, b)| a.hypot(b));
        let is_clear = half.is_some_and(|half| change.abs() > half);
        Some(Moved { from: whole(before.verified?), to: whole(now.verified?), change, is_clear, half })
    }

    /// The size as a sentence may say it: that of the figures as they are shown, or about as it is where these point another way.
    pub fn is_said(&self, size: &str) -> Verdict {
        let shown = self.to - self.from;
        let exact = whole(self.change);
        let points = |n: i64| format!("{} point{}", n.abs(), if n.abs() == 1 { "" } else { "s" });
        let expected = if shown != 0 && (shown > 0) == (self.change > 0.0) {
            points(shown)
        } else if exact == 0 {
            "less than one point".to_owned()
        } else {
            format!("about {}", points(exact))
        };
        same(size, &expected, "the size")
    }
}

/// Whether every interval of the first ends below every one of the second, and each has some; what has no interval is apart from nothing.
pub fn are_parted(low: &[Option<(f64, f64)>], high: &[Option<(f64, f64)>]) -> bool {
    let below = |l: &Option<(f64, f64)>, h: &Option<(f64, f64)>| l.zip(*h).is_some_and(|(l, h)| l.1 < h.0);
    !low.is_empty() && !high.is_empty() && low.iter().all(|l| high.iter().all(|h| below(l, h)))
}

/// The interval of a share of so many cases.
pub fn range(k: u64, n: u64) -> Option<(f64, f64)> {
    plumbline_assess::wilson(k as f64 / n as f64, n).map(|i| (i.low, i.high))
}

fn half((low, high): (f64, f64)) -> f64 {
    (high - low) / 2.0
}

/// A share to the nearest whole percent.
pub fn whole(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

/// A gap as it is shown: the difference of the two percentages beside it.
pub fn gap(c: &Confidence) -> Option<i64> {
    Some(whole(c.perceived?) - whole(c.verified?))
}

/// A share as pages write it: what is not quite nothing or all is never rounded to it.
pub fn percent(share: f64) -> String {
    match whole(share) {
        0 if share > 0.0 => "under 1 %".to_owned(),
        100 if share < 1.0 => "over 99 %".to_owned(),
        p => format!("{p} %"),
    }
}

/// Whether a share in a sentence is this one: "none", "51 %", "all".
pub fn is_share(said: &str, share: f64) -> Verdict {
    let expected = if share <= 0.0 {
        "none".to_owned()
    } else if share >= 1.0 {
        "all".to_owned()
    } else {
        percent(share)
    };
    same(&said.to_lowercase(), &expected.to_lowercase(), "the share")
}

/// That two things are the same.
pub fn same<T: PartialEq + std::fmt::Debug>(said: T, figure: T, what: &str) -> Verdict {
    if said == figure { Ok(()) } else { Err(format!("{what}: it says {said:?}, the figures say {figure:?}")) }
}

/// That something holds.
pub fn that(holds: bool, what: &str) -> Verdict {
    if holds { Ok(()) } else { Err(format!("it does not hold that {what}")) }
}

/// That the gates in a hole are these.
pub fn are_gates(holes: &Holes, i: usize, gates: &[Gate]) -> Verdict {
    let names: Vec<&str> = gates.iter().map(|gate| gate.title()).collect();
    same(super::template::items(holes.text(i)), names, "the gates")
}

/// Those with the largest number. A superlative needs others that have less.
pub fn most<T: Copy>(all: &[(T, i64)]) -> Result<Vec<T>, String> {
    let top = all.iter().map(|x| x.1).max().ok_or("nothing is compared")?;
    let at: Vec<T> = all.iter().filter(|x| x.1 == top).map(|x| x.0).collect();
    that(at.len() < all.len(), "something has less than the most")?;
    Ok(at)
}
