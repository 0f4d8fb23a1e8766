//! The life of one change: from the pull request to what is true after its deployment, gate by gate.

use super::evidence::{self, Scene, Sort};
use super::random::Random;
use super::record::{ChangeFields, Evidence, Finding, Location, Minute, Report, Resources, Review, Statement, Verification};
use super::shelf::Shelf;
use super::team::Habit;
use super::work::{AFTERWARDS, Flaw, KINDS, Kind, MINOR, PINNING, SERIOUS};
use super::{Tally, content};
use plumbline_domain::Family;

/// Gates by id, in their order.
const GATES: [&str; 4] = ["intent", "validation", "execution", "observation"];
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The team, its people, and the period.
#[derive(Debug)]
pub struct Place<'a> {
    /// The team's habits.
    pub habit: &'a Habit,
    /// Its people.
    pub authors: Vec<String>,
    /// Who reviews and repeats for everyone.
    pub guild: &'a [String],
    /// The first minute of the period.
    pub start: Minute,
    /// Its weeks.
    pub weeks: i64,
    /// Its end.
    pub now: Minute,
    /// Whether every change passes all gates.
    pub all_gates: bool,
}

/// What one change left behind.
#[derive(Debug, Default)]
pub struct Trail {
    /// Reports, in the order in which they were recorded.
    pub reports: Vec<Report>,
    /// Repetitions by others.
    pub verifications: Vec<Verification>,
    /// The service, and the kind of work.
    pub sort_key: (usize, usize),
}

impl Trail {
    /// Whether there is a report of the whole validation, not only of a first attempt.
    pub fn is_validated(&self) -> bool {
        self.reports.iter().any(|report| report.gate == GATES[1] && report.change.commit.is_some())
    }
}

/// When things happened to a change.
struct Dates {
    opened: Minute,
    merged: Option<Minute>,
    deployed: Option<Minute>,
    abandoned: bool,
}

/// The four control families whose touch asks for evidence, by place.
const TOUCHABLE: [Family; 4] = [Family::Identity, Family::Network, Family::DataProtection, Family::Monitoring];

/// The point in working time at `f` of the period: Mondays to Fridays, 7 to 18 o'clock.
fn working_time(place: &Place<'_>, f: f64) -> Minute {
    let in_weeks = f * place.weeks as f64;
    let week = in_weeks as i64;
    let in_days = (in_weeks - week as f64) * 5.0;
    let day = in_days as i64;
    let minute = ((in_days - day as f64) * 11.0 * HOUR as f64) as i64;
    place.start.plus(week * 7 * DAY + day * DAY + 7 * HOUR + minute)
}

fn dates(place: &Place<'_>, f: f64, environment: &str, random: &mut Random) -> Dates {
    let latest = if place.all_gates { -10 * DAY } else { -30 };
    let opened = working_time(place, f).min(place.now.plus(latest));
    let abandoned = random.chance(0.03) && !place.all_gates;
    let merged = opened.plus(random.between(5 * HOUR, 46 * HOUR));
    let merged = (!abandoned && merged <= place.now).then_some(merged);
    let wait = if environment == "prod" { random.between(HOUR, 30 * HOUR) } else { random.between(20, 4 * HOUR) };
    let is_shelved = random.chance(0.03);
    let waits_for_good = !place.all_gates && (is_shelved || f < place.habit.deploys_from);
    let deployed = merged.map(|m| m.plus(wait)).filter(|d| *d <= place.now && !waits_for_good);
    Dates { opened, merged, deployed, abandoned }
}

/// Everything drawn once for a change.
struct Life<'a> {
    place: &'a Place<'a>,
    id: String,
    service: &'a str,
    service_i: usize,
    k: usize,
    kind: &'a Kind,
    environment: &'static str,
    authorship: Option<&'static str>,
    author: Option<String>,
    touches: Option<Vec<&'static str>>,
    touched: [bool; 4],
    commit: String,
    inputs: String,
    release: String,
    month: String,
    runner: String,
    dates: Dates,
    f: f64,
    effort: f64,
    flawless: bool,
}

impl Life<'_> {
    fn by_model(&self) -> bool {
        self.authorship == Some("ai-generated")
    }

    /// Where the change goes, when its title says so.
    fn region(&self) -> &'static str {
        match self.commit.as_bytes().first() {
            Some(b'0'..=b'4') => ", West Europe",
            Some(b'5'..=b'8') => ", North Europe",
            Some(b'9' | b'a') => ", Norway East",
            _ => "",
        }
    }

    /// Whether the gate gets real care. Mostly a trait of the change, partly of the day.
    fn is_careful(&self, gate: usize, random: &mut Random) -> bool {
        let fresh = random.unit();
        let effort = if random.chance(0.65) { self.effort } else { fresh };
        let care = self.place.habit.care.get(gate).map_or(0.5, |course| course.at(self.f));
        // Who writes by hand takes more care; what a model wrote gets less.
        let carelessness = (1.0 - care)
            * match self.authorship {
                Some("human") => 0.75,
                Some("ai-generated") => 1.5,
                _ => 1.0,
            };
        effort >= carelessness
    }

    fn scene<'s>(&'s self, gate: usize, recorded: Minute, careful: bool, repeaters: &'s [String]) -> Scene<'s> {
        Scene {
            habit: self.place.habit,
            service: self.service,
            kind: self.kind,
            k: self.k,
            change: &self.id,
            gate: GATES.get(gate).copied().unwrap_or("intent"),
            has_author: self.author.is_some(),
            by_model: self.by_model(),
            inputs: &self.inputs,
            release: &self.release,
            month: &self.month,
            recorded,
            now: self.place.now,
            runner: &self.runner,
            repeaters,
            careful,
            flawless: self.flawless,
        }
    }

    fn statements(&self, gate: usize, careful: bool, random: &mut Random) -> Vec<Statement> {
        let habit = self.place.habit;
        let mut list = Vec::new();
        if !random.chance(habit.states) {
            return list;
        }
        let mut mean = habit.confidence.get(gate).copied().unwrap_or(0.85) + habit.confidence_trend * (self.f - 0.5);
        mean += if self.by_model() { 0.03 } else { 0.0 };
        mean += if careful { 0.01 } else { -0.02 };
        // Now and then somebody knows that it was not looked at.
        mean -= if !careful && random.chance(0.08) { 0.35 } else { 0.0 };
        let mut stated = |shift: f64, spread: f64| {
            let value = mean + shift + (random.unit() + random.unit() - 1.0) * spread;
            // People state twentieths.
            ((value * 20.0).round() / 20.0).clamp(0.25, 1.0)
        };
        let (own, other, risk) = (stated(0.0, 0.16), stated(-0.06, 0.2), stated(-0.02, 0.2));

        list.push(Statement { confidence: own, risk: None, role: "author", by: None });
        if random.chance(0.2) {
            let by = Some(random_of(random, self.place.guild));
            list.push(Statement { confidence: other, risk: None, role: "reviewer", by });
        }
        let [identity, _, data, _] = self.touched;
        let risks: &[(&str, bool)] = match gate {
            1 => &[("secret-exposure", data), ("iam-over-permission", identity), ("misconfiguration-drift", true)],
            3 => &[("misconfiguration-drift", true)],
            _ => &[],
        };
        for (name, _) in risks.iter().filter(|(_, touched)| *touched) {
            if random.chance(0.35) {
                list.push(Statement { confidence: risk, risk: Some(name), role: "author", by: None });
            }
        }
        list
    }

    fn finding(&self, n: usize, flaw: &Flaw, status: Option<&'static str>, random: &mut Random) -> Finding {
        let justification = (status == Some("suppressed"))
            .then_some("Accepted until the module's next release; the path is closed by the firewall.");
        Finding {
            id: format!("f{n}"),
            rule_id: flaw.rule,
            tool: flaw.tool,
            severity: flaw.severity,
            status,
            message: flaw.message,
            resource: flaw.resource,
            location: Location { path: format!("infra/{}/main.tf", self.service), line: random.below(30) * 10 + 1 },
            control: flaw.control.id(),
            pattern: flaw.pattern,
            surface: flaw.surface,
            justification,
        }
    }

    fn findings_at_validation(&self, careful: bool, random: &mut Random) -> Vec<Finding> {
        let mut list = Vec::new();
        let habit = self.place.habit;
        let n_minor = usize::from(random.chance(0.3)) + usize::from(!careful && random.chance(0.3));
        for _ in 0..n_minor {
            let Some(flaw) = pick_flaw(MINOR, random) else { continue };
            let status = random.pick(&[None, None, Some("fixed"), Some("suppressed"), Some("false-positive")], None);
            list.push(self.finding(list.len() + 1, flaw, status, random));
        }
        let (p, status) = match (self.flawless, careful) {
            (true, _) => (0.06, Some("fixed")),
            (false, true) => (
                0.10,
                random.pick_weighted(&[(Some("fixed"), 0.7), (Some("suppressed"), 0.15), (None, 0.6 * habit.leaves_open)], None),
            ),
            (false, false) => (habit.leaves_open, None),
        };
        if random.chance(p)
            && let Some(flaw) = self.fitting_flaw(random)
        {
            list.push(self.finding(list.len() + 1, flaw, status, random));
        }
        list
    }

    /// Findings by the hundred, for data sets of any size.
    fn more_findings(&self, n: usize, random: &mut Random) -> Vec<Finding> {
        (0..n)
            .filter_map(|i| {
                let flaw = pick_flaw(MINOR, random)?;
                let status = random.pick(&[None, Some("fixed")], None);
                let mut finding = self.finding(100 + i, flaw, status, random);
                finding.location.line = 1 + i as u64;
                Some(finding)
            })
            .collect()
    }

    /// A serious flaw of a family that the change touches, or any.
    fn fitting_flaw(&self, random: &mut Random) -> Option<&'static Flaw> {
        let fits = |flaw: &&Flaw| self.kind.touches.contains(&flaw.control);
        let fitting: Vec<&Flaw> = SERIOUS.iter().filter(fits).collect();
        let i = random.below(fitting.len() as u64) as usize;
        fitting.get(i).copied().or_else(|| pick_flaw(SERIOUS, random))
    }

    fn findings_afterwards(&self, careful: bool, random: &mut Random) -> Vec<Finding> {
        let (p, status) = match (self.flawless, careful) {
            (true, _) => (0.0, None),
            (false, true) => (0.05, Some("fixed")),
            (false, false) => (0.12, None),
        };
        if !random.chance(p) {
            return Vec::new();
        }
        pick_flaw(AFTERWARDS, random).map(|flaw| self.finding(1, flaw, status, random)).into_iter().collect()
    }

    fn review(&self, by: String, at: Minute, blind: bool, holds: [Option<bool>; 3], random: &mut Random) -> Review {
        let mut verdict = |holds: Option<bool>| match holds {
            None => "not-assessed",
            Some(holds) => {
                let upheld = match (holds, blind) {
                    (true, _) => 0.96,
                    // Who does not know the author is harder to please.
                    (false, true) => 0.35,
                    (false, false) => 0.68,
                };
                if random.chance(upheld) { "upheld" } else { "not-upheld" }
            }
        };
        let [intent, controls, outcome] = holds.map(&mut verdict);
        Review { by, at, blind, intent, controls, outcome }
    }
}

fn random_of(random: &mut Random, people: &[String]) -> String {
    let i = random.below(people.len() as u64) as usize;
    people.get(i).cloned().unwrap_or_else(|| String::from("unnamed"))
}

fn pick_flaw(list: &'static [Flaw], random: &mut Random) -> Option<&'static Flaw> {
    list.get(random.below(list.len() as u64) as usize)
}

/// What the evidence of one gate came to.
struct Gathered {
    items: Vec<Evidence>,
    all_hold: bool,
}

/// What a change's life is written with.
struct Pen<'a> {
    random: &'a mut Random,
    shelf: &'a mut Shelf,
    tally: &'a mut Tally,
    trail: Trail,
}

fn gather(scene: &Scene<'_>, sorts: &[Sort], extra: Option<Sort>, pen: &mut Pen<'_>) -> Gathered {
    let mut gathered = Gathered { items: Vec::new(), all_hold: true };
    for (i, sort) in sorts.iter().chain(&extra).enumerate() {
        let offer = evidence::offer(scene, sort, pen.random, pen.shelf, pen.tally);
        gathered.items.extend(offer.item);
        pen.trail.verifications.extend(offer.verification);
        gathered.all_hold &= offer.holds || i >= sorts.len();
    }
    gathered
}

/// Lives one change, the `i`th of `n` of its team, with so many findings beside its own.
pub fn live(
    place: &Place<'_>,
    (i, n): (usize, usize),
    number: u64,
    n_more_findings: usize,
    random: &mut Random,
    (shelf, tally): (&mut Shelf, &mut Tally),
) -> Trail {
    let life = draw(place, i, n, number, random);
    let reached = when_recorded(&life, random);
    let trail = Trail { sort_key: (life.service_i, life.k), ..Trail::default() };
    let mut pen = Pen { random, shelf, tally, trail };
    let mut holds = [None; 4];
    for (gate, recorded) in reached.into_iter().enumerate() {
        let Some(recorded) = recorded.filter(|at| *at <= place.now) else { continue };
        let careful = life.flawless || life.is_careful(gate, pen.random);
        let silent = place.habit.silent.get(gate).copied().unwrap_or(0.0);
        if !careful && pen.random.chance(silent) && !place.all_gates {
            set(&mut holds, gate, false);
            // The pipeline deployed, and nobody kept anything of it.
            if gate == 2 {
                let report = empty_report(&life, "execution", recorded, &mut pen);
                pen.tally.reports += 1;
                pen.trail.reports.push(report);
            }
            continue;
        }
        let tried_before = gate == 1 && life.dates.merged.is_some() && pen.random.chance(0.06);
        let attempt = if tried_before { failed_attempt(&life, pen.random) } else { None };
        let mut report = report(&life, gate, recorded, careful, &mut holds, &mut pen);
        if gate == 1 {
            report.findings.extend(life.more_findings(n_more_findings, pen.random));
        }
        for report in attempt.into_iter().chain([report]) {
            pen.tally.reports += 1;
            pen.tally.findings += report.findings.len();
            pen.trail.reports.push(report);
        }
    }
    if pen.trail.reports.is_empty() {
        let report = empty_report(&life, "intent", life.dates.opened.plus(5), &mut pen);
        pen.tally.reports += 1;
        pen.trail.reports.push(report);
    }
    catch_up(life, reached, holds, &mut pen);
    pen.tally.changes += 1;
    pen.trail
}

/// What the team proves afterwards, all at once, of the gates that were passed without proof.
fn catch_up(life: Life<'_>, reached: [Option<Minute>; 4], mut holds: [Option<bool>; 4], pen: &mut Pen<'_>) {
    let place = life.place;
    let Some(day) = place.habit.catches_up_at.filter(|_| !place.all_gates).map(|f| working_time(place, f)) else { return };
    let life = Life { flawless: true, ..life };
    let said_intent = pen.trail.reports.iter().any(|report| GATES.first() == Some(&report.gate));
    for (gate, recorded) in reached.into_iter().enumerate() {
        let left_open = holds.get(gate).copied().flatten() == Some(false);
        // an intent is made complete; nobody makes one up afterwards
        if !left_open || (gate == 0 && !said_intent) || life.dates.deployed.is_none() || recorded.is_none_or(|at| at > day) {
            continue;
        }
        let at = day.plus(pen.random.between(HOUR, 3 * DAY)).min(place.now);
        let report = report(&life, gate, at, true, &mut holds, pen);
        pen.tally.reports += 1;
        pen.tally.findings += report.findings.len();
        pen.trail.reports.push(report);
    }
}

fn set(holds: &mut [Option<bool>; 4], gate: usize, value: bool) {
    if let Some(slot) = holds.get_mut(gate) {
        *slot = Some(value);
    }
}

fn draw<'a>(place: &'a Place<'a>, i: usize, n: usize, number: u64, random: &mut Random) -> Life<'a> {
    let habit = place.habit;
    let f = (i as f64 + random.unit()) / n.max(1) as f64;
    let service_i = (i + usize::from(random.chance(0.3))) % habit.services.len().max(1);
    let service = habit.services.get(service_i).map_or("main", String::as_str);
    let k = random.pick(habit.kinds, 0);
    let kind = KINDS.get(k).unwrap_or(&PINNING);
    let [prod, staging, dev] = habit.environments;
    let environment = random.pick_weighted(&[("prod", prod), ("staging", staging), ("dev", dev)], "prod");
    let [human, assisted, generated, unknown] = habit.authorship;
    // Models write more of it every month.
    let shift = 0.5 + f;
    let authorship = random.pick_weighted(
        &[(Some("human"), human), (Some("ai-assisted"), assisted), (Some("ai-generated"), generated * shift), (None, unknown)],
        None,
    );
    let flawless = f >= habit.flawless_from;
    let author = random_of(random, &place.authors);
    let author = (flawless || !random.chance(0.015)).then_some(author);
    let states_touches = flawless || !random.chance(0.012);
    let dates = dates(place, f, environment, random);
    let dated = dates.deployed.or(dates.merged).unwrap_or(dates.opened).instant();
    let (year, month, _) = dated.ymd();
    Life {
        place,
        id: format!("tidewrack/{}-infra#{number}", habit.slug),
        service,
        service_i,
        k,
        kind,
        environment,
        authorship,
        author,
        touches: states_touches.then(|| kind.touches.iter().map(|family| family.id()).collect()),
        touched: TOUCHABLE.map(|family| !states_touches || kind.touches.contains(&family)),
        commit: random.hex(20),
        inputs: random.hex(32),
        release: format!("{year}.{month:02}"),
        month: format!("{year}-{month:02}"),
        runner: format!("ci:runner-{}", 1 + random.below(4)),
        dates,
        f,
        effort: random.unit(),
        flawless,
    }
}

/// When each gate's report is recorded, if it comes to that.
fn when_recorded(life: &Life<'_>, random: &mut Random) -> [Option<Minute>; 4] {
    let Dates { opened, merged, deployed, .. } = life.dates;
    let checked = opened.plus(random.between(HOUR, 4 * HOUR));
    let in_time = [
        Some(opened.plus(random.between(5, 50))),
        Some(merged.map_or(checked, |m| m.plus(random.between(1, 6)))),
        deployed.map(|d| d.plus(random.between(4, 40))),
        deployed.map(|d| d.plus(random.between(DAY, 5 * DAY))),
    ];
    let is_punctual = life.flawless || life.place.all_gates;
    // a stream of its own: being late changes nothing else of a change
    let mut of_delay =
        Random::for_part(u64::from_str_radix(life.commit.get(..12).unwrap_or_default(), 16).unwrap_or_default(), 0);
    let mut earliest = life.dates.opened;
    std::array::from_fn(|gate| {
        let late = life.place.habit.late.get(gate).copied().unwrap_or(0.0);
        let delay = if of_delay.chance(late) && !is_punctual { of_delay.between(8 * DAY, 28 * DAY) } else { 0 };
        // whoever writes up one gate weeks later has not written up the next one before
        let recorded = in_time.get(gate).copied().flatten()?.plus(delay).max(earliest);
        earliest = if gate >= 2 { recorded } else { earliest };
        Some(recorded)
    })
}

fn report(
    life: &Life<'_>,
    gate: usize,
    recorded: Minute,
    careful: bool,
    holds: &mut [Option<bool>; 4],
    pen: &mut Pen<'_>,
) -> Report {
    let habit = life.place.habit;
    let random = &mut *pen.random;
    let bypassed = !careful && random.chance(habit.bypasses * if gate == 1 { 1.0 } else { 0.4 });
    let outcome = match gate {
        _ if bypassed => "bypassed",
        1 if life.dates.abandoned => "failed",
        2 if !careful && random.chance(0.04) => "failed",
        0 | 3 if !careful && random.chance(0.05) => "skipped",
        _ => "passed",
    };
    let mode = (gate == 1 && !life.flawless && random.chance(habit.evaluates)).then_some("evaluate");
    let scene = life.scene(gate, recorded, careful && !bypassed, life.place.guild);
    let sorts = evidence::asked_at(gate, life.touched, life.environment == "prod");
    let extra = match gate {
        1 if random.chance(if careful { 0.15 } else { 0.12 }) => Some(evidence::TEMPLATE),
        2 if careful && random.chance(0.08) => Some(evidence::PROVENANCE),
        3 if random.chance(if careful { 0.2 } else { 0.15 }) => Some(evidence::TELEMETRY),
        _ => None,
    };
    let gathered = gather(&scene, &sorts, extra, pen);
    set(holds, gate, gathered.all_hold);
    let findings = match gate {
        1 => life.findings_at_validation(careful, pen.random),
        3 => life.findings_afterwards(careful, pen.random),
        _ => Vec::new(),
    };
    let review = review_at(life, gate, recorded, holds, pen.random);
    let perceived = if bypassed { Vec::new() } else { life.statements(gate, careful, pen.random) };
    Report {
        format: "plumbline.gate-report/1",
        gate: scene.gate,
        recorded_at: recorded,
        outcome,
        mode,
        change: fields_at(life, gate, &pen.trail, pen.random),
        perceived,
        evidence: gathered.items,
        findings,
        review,
    }
}

/// The review that the gate's report carries. Most changes are reviewed at validation; some a second time afterwards.
fn review_at(life: &Life<'_>, gate: usize, recorded: Minute, holds: &[Option<bool>; 4], random: &mut Random) -> Option<Review> {
    let place = life.place;
    let (share, blind_share) = place.habit.review;
    let [intent, controls, execution, observation] = *holds;
    match gate {
        1 => {
            let by = if random.chance(share) {
                // Somebody other than the author.
                let others: Vec<String> = place.authors.iter().filter(|a| Some(*a) != life.author.as_ref()).cloned().collect();
                random_of(random, &others)
            } else if random.chance(0.3) {
                life.author.clone()?
            } else {
                return None;
            };
            let blind = random.chance(blind_share);
            Some(life.review(by, recorded.plus(-10), blind, [intent, controls, None], random))
        }
        3 if random.chance(0.12 + blind_share * 0.3) => {
            let by = random_of(random, place.guild);
            let after = execution.unwrap_or(false) && observation.unwrap_or(false);
            Some(life.review(by, recorded, true, [intent, controls, Some(after)], random))
        }
        _ => None,
    }
}

/// What the gate's report has to say of the change. The first says who, what and where; each later one what is new.
fn fields_at(life: &Life<'_>, gate: usize, trail: &Trail, random: &mut Random) -> ChangeFields {
    let mut fields = ChangeFields { id: life.id.clone(), ..ChangeFields::default() };
    if trail.reports.is_empty() {
        let (repository, number) = life.id.split_once('#').unwrap_or((&life.id, "0"));
        let (title, place) = (content::titled(life.kind.title, life.service), life.region());
        fields.title = Some(format!("{title}{place}"));
        fields.url = Some(format!("https://git.tidewrack.example/{repository}/pull/{number}"));
        fields.team = Some(life.place.habit.name.clone());
        fields.service = Some(life.service.to_owned());
        fields.environment = Some(life.environment);
        fields.release = Some(life.release.clone());
        fields.author.clone_from(&life.author);
        fields.authorship = life.authorship;
        fields.touches.clone_from(&life.touches);
        fields.opened_at = Some(life.dates.opened);
    }
    if gate >= 1 && trail.reports.iter().all(|report| report.change.commit.is_none()) {
        fields.commit = Some(life.commit.clone());
        fields.merged_at = life.dates.merged;
        let (created, modified, deleted) = life.kind.counts();
        fields.resources = (life.flawless || !random.chance(0.02)).then_some(Resources { created, modified, deleted });
    }
    if gate >= 2 && trail.reports.iter().all(|report| report.change.deployed_at.is_none()) {
        fields.deployed_at = life.dates.deployed;
    }
    fields
}

/// All that is left of a gate of which nothing was kept.
fn empty_report(life: &Life<'_>, gate: &'static str, recorded: Minute, pen: &mut Pen<'_>) -> Report {
    let fields = fields_at(life, if gate == "intent" { 0 } else { 2 }, &pen.trail, pen.random);
    Report {
        format: "plumbline.gate-report/1",
        gate,
        recorded_at: recorded,
        outcome: "skipped",
        mode: None,
        change: fields,
        perceived: Vec::new(),
        evidence: Vec::new(),
        findings: Vec::new(),
        review: None,
    }
}

/// A first attempt at validation that a serious finding stopped; a later report of the gate supersedes it.
fn failed_attempt(life: &Life<'_>, random: &mut Random) -> Option<Report> {
    let flaw = life.fitting_flaw(random)?;
    Some(Report {
        format: "plumbline.gate-report/1",
        gate: "validation",
        recorded_at: life.dates.opened.plus(random.between(HOUR, 4 * HOUR)),
        outcome: "failed",
        mode: None,
        change: ChangeFields { id: life.id.clone(), ..ChangeFields::default() },
        perceived: Vec::new(),
        evidence: Vec::new(),
        findings: vec![life.finding(1, flaw, None, random)],
        review: None,
    })
}
