//! The sentence that opens each page. Its marked phrases carry the same underline as the chart's marks.

use crate::text::number::{NBSP, points_size, whole_points};
use crate::text::{number, phrase};
use plumbline_domain::Gate;

/// A piece of a sentence: its text, and how it is underlined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Not underlined.
    Plain(String),
    /// Underlined as what people state.
    Perceived(String),
    /// Underlined as what evidence proves.
    Verified(String),
}

#[cfg(test)]
impl Piece {
    /// The text without its mark.
    pub fn text(&self) -> &str {
        match self {
            Piece::Plain(t) | Piece::Perceived(t) | Piece::Verified(t) => t,
        }
    }
}

/// The text of pieces without their marks.
#[cfg(test)]
pub fn text(pieces: &[Piece]) -> String {
    pieces.iter().map(Piece::text).collect()
}

fn plain(text: impl Into<String>) -> Piece {
    Piece::Plain(text.into())
}

/// Who is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject<'a> {
    /// All of them: "Teams feel".
    Teams,
    /// One of them, by name: "Payments feels".
    Team(&'a str),
    /// No team is named in the data: "People feel".
    People,
}

impl Subject<'_> {
    fn feels(self) -> String {
        match self {
            Subject::Teams => "Teams feel".to_owned(),
            Subject::Team(name) => format!("{name} feels"),
            Subject::People => "People feel".to_owned(),
        }
    }

    fn states(self) -> String {
        match self {
            Subject::Teams => "Teams state".to_owned(),
            Subject::Team(name) => format!("{name} states"),
            Subject::People => "People state".to_owned(),
        }
    }

    /// Short form for a second mention.
    fn feel_again(self) -> &'static str {
        match self {
            Subject::Team(_) => "what it feels",
            Subject::Teams | Subject::People => "what they feel",
        }
    }
}

/// What the overview's headline is made from. Shares are 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Confidence<'a> {
    /// Who is spoken of.
    pub subject: Subject<'a>,
    /// Stated confidence; none when nobody states any.
    pub perceived: Option<f64>,
    /// How many statements that is the mean of.
    pub stated: u64,
    /// Proved confidence; none when no gate is due.
    pub verified: Option<f64>,
    /// What passed gates imply.
    pub implied: Option<f64>,
    /// How many changes.
    pub changes: u64,
    /// Below this many changes nothing more is said, and below this many statements they are counted.
    pub too_few: u64,
    /// The gap of each gate that has one.
    pub gaps: &'a [(Gate, f64)],
    /// What moved against the range before; none when there is nothing to compare with.
    pub movement: Option<Movement>,
}

/// What moved against the range before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Movement {
    /// The gap (or, without statements, verified confidence) before.
    pub from: f64,
    /// The same now.
    pub to: f64,
    /// Whether the interval of the difference excludes zero.
    pub clear: bool,
    /// How long the range is, such as "90 days".
    pub span: String,
    /// The gate that carries most of it, if one does.
    pub carrier: Option<Gate>,
    /// Whether `from` and `to` are gaps; else they are verified confidence.
    pub is_gap: bool,
}

/// "Teams feel 86 % sure; evidence supports 51 %. The gap widened 4 points in 90 days, most of it at Observation."
pub fn confidence(c: &Confidence<'_>) -> Vec<Piece> {
    let stated = Stated { perceived: c.perceived, n: c.stated, too_few: c.too_few };
    let mut out = match both(c.subject, stated, c.verified, c.implied) {
        Ok(both) => both,
        Err(nothing_due) => return nothing_due,
    };
    out.push(plain(format!(". {}", rest(c))));
    out
}

/// What is stated.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    /// The mean confidence, 0 to 1; none when nobody states any.
    pub perceived: Option<f64>,
    /// How many statements that is the mean of.
    pub n: u64,
    /// Below this many they are counted.
    pub too_few: u64,
}

impl Stated {
    /// ", by one statement" where it is few.
    fn by_few(self) -> String {
        if self.n >= self.too_few { String::new() } else { format!(", by {}", number::worded(self.n, "statement", "statements")) }
    }
}

/// Both numbers, without a full stop: "Teams feel 86 % sure; evidence supports 51 %"; few statements are counted: "86 % sure, by one
/// statement". When no gate is due, the whole sentence that says so, as the error.
pub fn both(subject: Subject<'_>, stated: Stated, verified: Option<f64>, implied: Option<f64>) -> Result<Vec<Piece>, Vec<Piece>> {
    let Some(verified) = verified else {
        return Err(match stated.perceived {
            Some(p) => {
                let rest = [&stated.by_few(), "; no gate is due yet."].concat();
                vec![plain(format!("{} ", subject.feels())), sure(p), plain(rest)]
            }
            None => vec![plain("No gate is due yet, so there is nothing to prove.")],
        });
    };
    Ok(match (stated.perceived, implied) {
        (Some(p), _) => {
            let rest = [&stated.by_few(), "; evidence supports "].concat();
            vec![plain(format!("{} ", subject.feels())), sure(p), plain(rest), supports(verified)]
        }
        (None, Some(i)) => vec![
            plain(format!("{} no confidence. Passed gates imply {}; evidence supports ", subject.states(), number::percent(i))),
            supports(verified),
        ],
        (None, None) => {
            vec![plain(format!("{} no confidence; evidence supports ", subject.states())), supports(verified)]
        }
    })
}

fn sure(perceived: f64) -> Piece {
    Piece::Perceived(if perceived <= 0.0 { "not at all sure".to_owned() } else { format!("{} sure", number::percent(perceived)) })
}

fn supports(verified: f64) -> Piece {
    Piece::Verified(if verified <= 0.0 { "none of it".to_owned() } else { number::percent(verified) })
}

fn rest(c: &Confidence<'_>) -> String {
    if c.changes < c.too_few {
        return format!("Too few changes to say more ({} of {} needed).", c.changes, c.too_few);
    }
    match &c.movement {
        Some(m) if m.is_gap && !m.clear => {
            let place = place_of_largest(c.gaps).map_or_else(String::new, |p| format!("; it is largest at {p}"));
            format!("No clear change in the gap in {}{place}.", m.span)
        }
        Some(m) => movement(m, c.subject),
        None => largest(c.gaps, c.subject),
    }
}

/// How the gap (or verified confidence) moved.
fn movement(m: &Movement, subject: Subject<'_>) -> String {
    let change = m.to - m.from;
    if !m.clear {
        return format!("No clear change in verified confidence in {}.", m.span);
    }
    let size = points_size(change);
    let mut out = if !m.is_gap {
        format!("Verified confidence {} {size} in {}", if change > 0.0 { "rose" } else { "fell" }, m.span)
    } else if m.from >= 0.0 && m.to >= 0.0 {
        format!("The gap {} {size} in {}", if change > 0.0 { "widened" } else { "narrowed" }, m.span)
    } else if m.from <= 0.0 && m.to <= 0.0 {
        let moved = if change < 0.0 { "further ahead of" } else { "closer to" };
        format!("Evidence moved {size} {moved} {} in {}", subject.feel_again(), m.span)
    } else {
        format!("The gap went from {} to {} points in {}", number::gap_figure(m.from), number::gap_figure(m.to), m.span)
    };
    if let Some(gate) = m.carrier {
        out.push_str(&format!(", most of it at {}", gate.title()));
    }
    out.push('.');
    out
}

/// Where the gap is largest, when there is nothing earlier to compare with.
fn largest(gaps: &[(Gate, f64)], subject: Subject<'_>) -> String {
    let Some(most) = gaps.iter().map(|g| whole_points(g.1)).max() else {
        return "Nothing earlier to compare with.".to_owned();
    };
    if most <= 0 {
        return format!("At no gate is evidence behind {}.", subject.feel_again());
    }
    let at: Vec<Gate> = gaps.iter().filter(|g| whole_points(g.1) == most).map(|g| g.0).collect();
    let size = format!("{most}{NBSP}{}", if most == 1 { "point" } else { "points" });
    if gaps.len() == 1 {
        format!("The gap at {} is {size}.", phrase::gates(&at))
    } else if at.len() == gaps.len() {
        format!("The gap is {size} at every gate that states it.")
    } else {
        format!("The gap is largest at {}, {size}.", phrase::gates(&at))
    }
}

/// The gates where the gap is largest, with its size; none when it is nowhere above nothing, or the same everywhere.
fn place_of_largest(gaps: &[(Gate, f64)]) -> Option<String> {
    let most = gaps.iter().map(|g| whole_points(g.1)).max().filter(|m| *m > 0)?;
    let at: Vec<Gate> = gaps.iter().filter(|g| whole_points(g.1) == most).map(|g| g.0).collect();
    (at.len() < gaps.len())
        .then(|| format!("{}, {}", phrase::gates(&at), number::counted(most.unsigned_abs(), "point", "points")))
}

/// Where a team stands, says it stands, and what keeps it from the next rung. Rungs are names such as "Gated".
pub(crate) struct Standing<'a> {
    /// The team.
    pub team: &'a str,
    /// The computed rung's place and name; none without a change in the ladder's window.
    pub computed: Option<(usize, &'a str)>,
    /// The claimed rung's place and name.
    pub claimed: Option<(usize, &'a str)>,
    /// The next rung's name; none on the highest.
    pub next: Option<&'a str>,
    /// Criteria of the next rung that are not met.
    pub open: u64,
    /// Of these, how many lack data rather than evidence.
    pub short_of_data: u64,
    /// The ladder's window in days.
    pub window_days: u32,
}

/// "Payments says Observed and stands on Gated. Two criteria keep it from Proven."
pub fn standing(s: &Standing<'_>) -> Vec<Piece> {
    let Some((place, rung)) = s.computed else {
        let mut out = vec![plain(format!("{} ", s.team))];
        if let Some((_, claimed)) = s.claimed {
            out.push(Piece::Perceived(format!("says {claimed}")));
            out.push(plain(" and "));
        }
        let days = number::counted(u64::from(s.window_days), "day", "days");
        out.push(plain(format!("has no change in the last {days}, so its rung cannot be said.")));
        return out;
    };
    let mut out = vec![plain(format!("{} ", s.team))];
    match s.claimed {
        Some((claimed_place, _)) if claimed_place == place => {
            out.push(Piece::Perceived(format!("says {rung}")));
            out.push(plain(" and "));
            out.push(Piece::Verified("stands there".to_owned()));
        }
        Some((claimed_place, claimed)) => {
            out.push(Piece::Perceived(format!("says {claimed}")));
            out.push(plain(" and "));
            let higher = if claimed_place < place { "stands higher, on" } else { "stands on" };
            out.push(Piece::Verified(format!("{higher} {rung}")));
        }
        None => out.push(Piece::Verified(format!("stands on {rung}"))),
    }
    out.push(plain(match s.next {
        None => ", the highest rung.".to_owned(),
        Some(next) => {
            let open = phrase::capital(&number::worded(s.open, "criterion", "criteria"));
            let keeps = if s.open == 1 { "keeps" } else { "keep" };
            let data = match s.short_of_data {
                0 => String::new(),
                n if n == s.open => ", for want of data".to_owned(),
                n => format!(", {} of them for want of data", number::number_word(n)),
            };
            format!(". {open} {keeps} it from {next}{data}.")
        }
    }));
    out
}

/// All teams beside what they say: "Five of seven teams stand below the rung they say. The highest rung reached is Proven."
pub(crate) struct Standings<'a> {
    /// Teams with a change at all.
    pub teams: u64,
    /// Teams that claim a rung and have a computed one.
    pub claiming: u64,
    /// Of these, how many stand below it.
    pub below: u64,
    /// The highest computed rung, with how many stand on it.
    pub highest: Option<(&'a str, u64)>,
}

/// The headline of all teams.
pub fn standings(s: &Standings<'_>) -> Vec<Piece> {
    if s.teams == 0 {
        return vec![plain("No change names its team, so nobody stands on the ladder.")];
    }
    let Some((highest, on_it)) = s.highest else {
        return vec![plain("No team has a recent change, so no rung can be said.")];
    };
    let mut out = Vec::new();
    if s.claiming == 0 {
        out.push(plain("No team says where it stands. "));
    } else {
        let teams = if s.claiming == 1 { "team" } else { "teams" };
        let (stand, they) = if s.below == 1 { ("stands", "it") } else { ("stand", "they") };
        if s.below == 1 && s.claiming == 1 {
            out.push(plain("The one team that "));
            out.push(Piece::Perceived("says its rung".to_owned()));
            out.push(plain(" "));
            out.push(Piece::Verified("stands below it".to_owned()));
        } else if s.below == 0 {
            out.push(plain("No team "));
            out.push(Piece::Verified("stands below".to_owned()));
            out.push(plain(" "));
            out.push(Piece::Perceived("the rung it says".to_owned()));
        } else {
            out.push(plain(format!(
                "{} of {} {teams} ",
                phrase::capital(&number::number_word(s.below)),
                number::number_word(s.claiming)
            )));
            out.push(Piece::Verified(format!("{stand} below")));
            out.push(plain(" "));
            let says = if s.below == 1 { "says" } else { "say" };
            out.push(Piece::Perceived(format!("the rung {they} {says}")));
        }
        out.push(plain(". "));
    }
    let (verb, noun) = if on_it == 1 { ("stands", "team") } else { ("stand", "teams") };
    out.push(plain(format!(
        "{} {noun} {verb} on {highest}, the highest rung reached.",
        phrase::capital(&number::number_word(on_it))
    )));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Confidence<'static> {
        Confidence {
            subject: Subject::Teams,
            perceived: Some(0.86),
            stated: 380,
            verified: Some(0.51),
            implied: Some(0.94),
            changes: 412,
            too_few: 5,
            gaps: &[(Gate::Intent, 0.17), (Gate::Validation, 0.22), (Gate::Execution, 0.43), (Gate::Observation, 0.58)],
            movement: None,
        }
    }

    fn said(c: &Confidence<'_>) -> String {
        text(&confidence(c)).replace(NBSP, " ")
    }

    fn moved(from: f64, to: f64) -> Movement {
        Movement { from, to, clear: true, span: "90 days".into(), carrier: None, is_gap: true }
    }

    #[test]
    fn both_numbers_then_direction_then_place() {
        let c = Confidence { movement: Some(Movement { carrier: Some(Gate::Observation), ..moved(0.31, 0.35) }), ..base() };
        assert_eq!(
            said(&c),
            "Teams feel 86 % sure; evidence supports 51 %. The gap widened 4 points in 90 days, most of it at Observation."
        );
        let pieces = confidence(&c);
        assert_eq!(pieces[1], Piece::Perceived("86\u{a0}% sure".into()));
        assert_eq!(pieces[3], Piece::Verified("51\u{a0}%".into()));
    }

    #[test]
    fn each_direction_has_its_own_words() {
        let rest = |m: Movement| said(&Confidence { movement: Some(m), ..base() }).split(". ").nth(1).unwrap().to_owned();
        assert_eq!(rest(moved(0.35, 0.31)), "The gap narrowed 4 points in 90 days.");
        assert_eq!(rest(moved(0.31, 0.32)), "The gap widened 1 point in 90 days.");
        assert_eq!(rest(moved(0.31, 0.313)), "The gap widened less than one point in 90 days.");
        assert_eq!(rest(moved(-0.05, -0.10)), "Evidence moved 5 points further ahead of what they feel in 90 days.");
        assert_eq!(rest(moved(-0.10, -0.05)), "Evidence moved 5 points closer to what they feel in 90 days.");
        assert_eq!(rest(moved(0.05, -0.03)), "The gap went from 5 to \u{2212}3 points in 90 days.");
        assert_eq!(
            rest(Movement { clear: false, ..moved(0.31, 0.35) }),
            "No clear change in the gap in 90 days; it is largest at Observation, 58 points."
        );
        assert_eq!(rest(Movement { is_gap: false, ..moved(0.55, 0.51) }), "Verified confidence fell 4 points in 90 days.");
    }

    #[test]
    fn without_anything_earlier_the_place_is_said_and_ties_share_it() {
        assert!(said(&base()).ends_with(" The gap is largest at Observation, 58 points."));
        let tie = [(Gate::Intent, 0.1), (Gate::Execution, 0.301), (Gate::Observation, 0.299)];
        assert!(
            said(&Confidence { gaps: &tie, ..base() }).ends_with("The gap is largest at Execution and Observation, 30 points.")
        );
        let equal = [(Gate::Intent, 0.3), (Gate::Execution, 0.3)];
        assert!(said(&Confidence { gaps: &equal, ..base() }).ends_with("The gap is 30 points at every gate that states it."));
        let behind = [(Gate::Intent, -0.3), (Gate::Execution, 0.001)];
        assert!(said(&Confidence { gaps: &behind, ..base() }).ends_with("At no gate is evidence behind what they feel."));
        assert!(said(&Confidence { gaps: &[(Gate::Intent, 0.01)], ..base() }).ends_with("The gap at Intent is 1 point."));
        assert!(said(&Confidence { gaps: &[], ..base() }).ends_with("Nothing earlier to compare with."));
    }

    #[test]
    fn without_statements_passed_gates_are_spoken_of_and_nothing_is_felt() {
        let c = Confidence { perceived: None, gaps: &[], ..base() };
        assert_eq!(
            said(&c),
            "Teams state no confidence. Passed gates imply 94 %; evidence supports 51 %. Nothing earlier to compare with."
        );
        assert!(confidence(&c).iter().all(|p| !matches!(p, Piece::Perceived(_))));
        let one = Confidence { subject: Subject::Team("payments"), implied: None, ..c };
        assert!(said(&one).starts_with("payments states no confidence; evidence supports 51 %."));
    }

    #[test]
    fn few_statements_are_counted() {
        let by = |stated| said(&Confidence { stated, ..base() }).split(". ").next().unwrap().to_owned();
        assert_eq!(by(1), "Teams feel 86 % sure, by one statement; evidence supports 51 %");
        assert_eq!(by(4), "Teams feel 86 % sure, by four statements; evidence supports 51 %");
        assert_eq!(by(5), "Teams feel 86 % sure; evidence supports 51 %");
        let not_due = Confidence { stated: 1, verified: None, ..base() };
        assert_eq!(said(&not_due), "Teams feel 86 % sure, by one statement; no gate is due yet.");
        let nobody = Confidence { perceived: None, stated: 0, ..base() };
        assert!(said(&nobody).starts_with("Teams state no confidence. Passed gates imply 94 %; evidence"));
    }

    #[test]
    fn nothing_verified_everything_verified_and_no_gate_due() {
        assert!(
            said(&Confidence { verified: Some(0.0), ..base() })
                .starts_with("Teams feel 86 % sure; evidence supports none of it.")
        );
        assert!(said(&Confidence { verified: Some(1.0), ..base() }).contains("evidence supports 100 %."));
        assert!(said(&Confidence { perceived: Some(0.0), ..base() }).starts_with("Teams feel not at all sure; evidence"));
        assert_eq!(said(&Confidence { verified: None, ..base() }), "Teams feel 86 % sure; no gate is due yet.");
        let nothing = Confidence { verified: None, perceived: None, ..base() };
        assert_eq!(said(&nothing), "No gate is due yet, so there is nothing to prove.");
    }

    #[test]
    fn too_few_changes_say_so_and_nothing_more() {
        let c = Confidence { changes: 3, subject: Subject::People, movement: Some(moved(0.1, 0.9)), ..base() };
        assert_eq!(said(&c), "People feel 86 % sure; evidence supports 51 %. Too few changes to say more (3 of 5 needed).");
    }

    #[test]
    fn a_team_stands_where_evidence_puts_it() {
        let base = Standing {
            team: "Payments",
            computed: Some((2, "Gated")),
            claimed: Some((4, "Observed")),
            next: Some("Proven"),
            open: 2,
            short_of_data: 0,
            window_days: 90,
        };
        let s = |s: Standing<'_>| text(&standing(&s));
        assert_eq!(s(Standing { ..base }), "Payments says Observed and stands on Gated. Two criteria keep it from Proven.");
        assert_eq!(
            s(Standing { claimed: Some((1, "Declared")), open: 1, short_of_data: 1, ..base }),
            "Payments says Declared and stands higher, on Gated. One criterion keeps it from Proven, for want of data."
        );
        assert_eq!(
            s(Standing { claimed: Some((2, "Gated")), open: 3, short_of_data: 1, ..base }),
            "Payments says Gated and stands there. Three criteria keep it from Proven, one of them for want of data."
        );
        assert_eq!(s(Standing { claimed: None, next: None, ..base }), "Payments stands on Gated, the highest rung.");
        assert_eq!(
            s(Standing { computed: None, ..base }),
            "Payments says Observed and has no change in the last 90 days, so its rung cannot be said."
        );
        assert_eq!(
            s(Standing { computed: None, claimed: None, window_days: 1, ..base }),
            "Payments has no change in the last 1 day, so its rung cannot be said."
        );
    }

    #[test]
    fn all_teams_are_told_beside_what_they_say() {
        let s = |claiming, below, highest| text(&standings(&Standings { teams: 8, claiming, below, highest }));
        assert_eq!(
            s(7, 5, Some(("Proven", 2))),
            "Five of seven teams stand below the rung they say. Two teams stand on Proven, the highest rung reached."
        );
        assert_eq!(
            s(1, 1, Some(("Ad-hoc", 8))),
            "The one team that says its rung stands below it. Eight teams stand on Ad-hoc, the highest rung reached."
        );
        assert_eq!(
            s(7, 0, Some(("Proven", 1))),
            "No team stands below the rung it says. One team stands on Proven, the highest rung reached."
        );
        assert_eq!(
            s(0, 0, Some(("Proven", 1))),
            "No team says where it stands. One team stands on Proven, the highest rung reached."
        );
        assert_eq!(s(0, 0, None), "No team has a recent change, so no rung can be said.");
        let none = Standings { teams: 0, claiming: 0, below: 0, highest: None };
        assert_eq!(text(&standings(&none)), "No change names its team, so nobody stands on the ladder.");
    }
}
