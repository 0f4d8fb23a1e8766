//! The sentence that opens each page. Its marked phrases carry the same underline as the chart's marks.

use crate::figures::confidence::Difference;
use crate::text::number::whole_points;
use crate::text::{number, page, phrase};
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

/// The subject of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject<'a> {
    /// All teams: "Teams are".
    Teams,
    /// One of them, by name: "Payments is".
    Team(&'a str),
    /// No team is named in the data: "People are".
    People,
}

impl Subject<'_> {
    fn with(self, many: &str, one: &str) -> String {
        match self {
            Subject::Teams => format!("Teams {many}"),
            Subject::Team(name) => format!("{name} {one}"),
            Subject::People => format!("People {many}"),
        }
    }

    /// What is stated, for a second mention.
    fn stated(self) -> &'static str {
        self.choose("what they state", "what it states")
    }

    fn choose<'w>(self, many: &'w str, one: &'w str) -> &'w str {
        if matches!(self, Subject::Team(_)) { one } else { many }
    }
}

/// What the overview's headline is made from. Shares are 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Confidence<'a> {
    /// The subject of the sentence.
    pub subject: Subject<'a>,
    /// Stated confidence; none when nobody states any.
    pub perceived: Option<f64>,
    /// How many statements that is the mean of.
    pub stated: u64,
    /// Proved confidence; none when no gate is due.
    pub verified: Option<f64>,
    /// The share of due gates that passed.
    pub implied: Option<f64>,
    /// How many changes.
    pub changes: u64,
    /// Below this many changes nothing more is said, and below this many statements they are counted.
    pub too_few: u64,
    /// The gap of each gate with enough changes and statements, as it is shown.
    pub gaps: &'a [(Gate, f64)],
    /// Whether the widest of them is clearly wider than all others.
    pub is_widest_clear: bool,
    /// How many gates have a gap at all.
    pub gates_with_gap: usize,
    /// How long the ranges are that are compared, such as "90 days"; none when one of them holds no change.
    pub compared: Option<String>,
    /// What moved against the range before; none when there is nothing, or too little, to compare with.
    pub movement: Option<Movement>,
}

/// What moved against the range before.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Movement {
    /// The gap (or, without statements, verified confidence) before, as it is shown.
    pub from: f64,
    /// The same now.
    pub to: f64,
    /// How it moved.
    pub moved: Difference,
    /// How long the range is, such as "90 days".
    pub span: String,
    /// The gate that carries most of it, if one does.
    pub carrier: Option<Gate>,
    /// Whether `from` and `to` are gaps; else they are verified confidence.
    pub is_gap: bool,
}

/// "Teams are 85 % confident their changes are sound; evidence proves 62 % of what policy asks. The gap, 23 points, has not clearly
/// changed in 90 days and is widest at Observation (36)."
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
    /// " (one statement)" where it is few.
    fn by_few(self) -> String {
        if self.n >= self.too_few { String::new() } else { format!(" ({})", number::worded(self.n, "statement", "statements")) }
    }
}

/// Both numbers, without a full stop: "Teams are 85 % confident their changes are sound; evidence proves 62 % of what policy asks"; few
/// statements are counted: "are sound (one statement)". When no gate is due, the whole sentence that says so, as the error.
pub fn both(subject: Subject<'_>, stated: Stated, verified: Option<f64>, implied: Option<f64>) -> Result<Vec<Piece>, Vec<Piece>> {
    let confident = |p: f64, rest: &str| {
        let their = subject.choose("their", "its");
        let how = if p <= 0.0 { "not at all confident".to_owned() } else { format!("{} confident", number::percent(p)) };
        let that = format!(" {their} changes are sound{}; {rest}", stated.by_few());
        vec![plain(format!("{} ", subject.with("are", "is"))), Piece::Perceived(how), plain(that)]
    };
    let Some(verified) = verified else {
        return Err(match stated.perceived {
            Some(p) => confident(p, "no gate is due yet."),
            None => vec![plain("No gate is due yet, so there is nothing to prove.")],
        });
    };
    let mut out = match (stated.perceived, implied) {
        (Some(p), _) => confident(p, "evidence proves "),
        (None, implied) => {
            let silent = subject.with("state no confidence", "states no confidence");
            let passed = implied.map_or_else(
                || "; ".to_owned(),
                |i| format!(". {} of {} due gates passed; ", all_or_none(i, true), subject.choose("the", "its")),
            );
            vec![plain(format!("{silent}{passed}evidence proves "))]
        }
    };
    out.extend([Piece::Verified(all_or_none(verified, false)), plain(" of what policy asks")]);
    Ok(out)
}

/// A share in a sentence: "none", "62 %", "all".
fn all_or_none(share: f64, begins: bool) -> String {
    match share {
        s if s <= 0.0 => if begins { "None" } else { "none" }.to_owned(),
        s if s >= 1.0 => if begins { "All" } else { "all" }.to_owned(),
        s => number::percent(s),
    }
}

fn rest(c: &Confidence<'_>) -> String {
    if c.changes < c.too_few {
        return format!("Too few changes to say more ({} of {} needed).", c.changes, c.too_few);
    }
    let gap = c.perceived.zip(c.verified).map(|(p, v)| number::shown_difference(p, v));
    match (&c.movement, gap) {
        (Some(m), Some(gap)) if m.is_gap => format!("{}.", moved_gap(m, gap, c)),
        (Some(m), None) if !m.is_gap => format!("{}.", moved_confidence(m)),
        (_, Some(gap)) => format!("{}.", gap_and_place(gap, c)),
        (_, None) => c.compared.as_ref().map_or_else(
            || "There is nothing earlier to compare with.".to_owned(),
            |span| format!("Too few changes to compare with the {span} before."),
        ),
    }
}

/// A number of points above nothing: "23 points".
fn points(n: i64) -> String {
    number::counted(n.unsigned_abs(), "point", "points").replace(' ', "\u{a0}")
}

/// How verified confidence moved.
fn moved_confidence(m: &Movement) -> String {
    if !m.moved.is_clear {
        return format!("Verified confidence has not clearly changed in {}", m.span);
    }
    let rose = if m.moved.change > 0.0 { "rose" } else { "fell" };
    format!("Verified confidence {rose} {} in {}", m.moved.size(), m.span)
}

/// How the gap moved, and where it is widest when it did not move clearly.
fn moved_gap(m: &Movement, gap: f64, c: &Confidence<'_>) -> String {
    let size = whole_points(gap);
    if !m.moved.is_clear {
        let widest = widest(c).map_or_else(String::new, |at| format!(" and is widest at {at}"));
        return match size {
            1.. => format!("The gap, {}, has not clearly changed in {}{widest}", points(size), m.span),
            0 => format!("There is no gap between the two, and no clear change in {}", m.span),
            _ => format!("Evidence is {} ahead of {}, with no clear change in {}", points(size), c.subject.stated(), m.span),
        };
    }
    let (from, to) = (whole_points(m.from), whole_points(m.to));
    let mut out = if from >= 0 && to >= 0 && size > 0 {
        let widened = if m.moved.change > 0.0 { "widened" } else { "narrowed" };
        format!("The gap, {}, {widened} {} in {}", points(size), m.moved.size(), m.span)
    } else if from <= 0 && to <= 0 && size < 0 {
        let towards = if m.moved.change < 0.0 { "further ahead of" } else { "closer to" };
        format!("Evidence moved {} {towards} {} in {}", m.moved.size(), c.subject.stated(), m.span)
    } else {
        format!("The gap went from {} to {} points in {}", number::gap_figure(m.from), number::gap_figure(m.to), m.span)
    };
    if let Some(gate) = m.carrier {
        out.push_str(&format!(", most of it at {}", gate.title()));
    }
    out
}

/// The gap and where it is widest, when there is nothing earlier to compare with.
fn gap_and_place(gap: f64, c: &Confidence<'_>) -> String {
    match whole_points(gap) {
        0 => "There is no gap between the two".to_owned(),
        size @ ..0 => format!("Evidence is {} ahead of {}", points(size), c.subject.stated()),
        size => match (widest(c), c.gaps) {
            (Some(at), _) => format!("The gap is {}, widest at {at}", points(size)),
            (None, [(only, _)]) if c.gates_with_gap == 1 => {
                format!("The gap is {}; only {} has statements", points(size), only.title())
            }
            (None, gaps) if gaps.len() == Gate::ALL.len() && gaps.iter().all(|g| whole_points(g.1) == size) => {
                format!("The gap is {}, the same at every gate", points(size))
            }
            _ => format!("The gap is {}", points(size)),
        },
    }
}

/// The gates where the gap is widest, with its size: "Observation (36)"; none when it is nowhere above nothing, or the same
/// everywhere, not clear, or when fewer than two gates can be compared.
fn widest(c: &Confidence<'_>) -> Option<String> {
    let &Confidence { gaps, gates_with_gap, .. } = c;
    let most = gaps.iter().map(|g| whole_points(g.1)).max().filter(|m| *m > 0)?;
    let at: Vec<Gate> = gaps.iter().filter(|g| whole_points(g.1) == most).map(|g| g.0).collect();
    // where gates were left out as too few, those that remain may all be equal: then nothing is said of them
    (c.is_widest_clear && gates_with_gap > 1 && gaps.len() > 1 && at.len() < gaps.len())
        .then(|| format!("{} ({most})", phrase::gates(&at)))
}

/// Where evidence places a team, where it claims to stand, and what keeps it from the next rung. Rungs are names such as "Gated".
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
    /// The highest rung, where it is not the next: its name, and how many criteria up to it are open, of how many.
    pub top: Option<(&'a str, u64, u64)>,
    /// The ladder's window in days.
    pub window_days: u32,
    /// Whether a filter leaves a part of the team's changes: the claim is for all of them.
    pub is_of_part: bool,
}

/// "Payments claims Observed; evidence places it at Gated. Two criteria keep it from Proven; nine of 15 criteria up to Audit-verified are
/// open."
pub fn standing(s: &Standing<'_>) -> Vec<Piece> {
    let mut out = vec![plain(format!("{} ", s.team))];
    let Some((place, rung)) = s.computed else {
        if let Some((_, claimed)) = s.claimed {
            out.push(Piece::Perceived(format!("claims {claimed}")));
            out.push(plain(" but "));
        }
        let days = page::last_days(u64::from(s.window_days));
        out.push(plain(format!("has no change in {days}, so evidence cannot place it.")));
        return out;
    };
    match s.claimed {
        Some((_, claimed)) if s.is_of_part => {
            out.push(Piece::Perceived(format!("claims {claimed}")));
            out.push(plain(" for all its changes; "));
            out.push(Piece::Verified(format!("evidence places the filtered ones at {rung}")));
        }
        None if s.is_of_part => {
            out.push(plain("claims no rung; "));
            out.push(Piece::Verified(format!("evidence places the filtered changes at {rung}")));
        }
        Some((claimed_place, _)) if claimed_place == place => {
            out.push(Piece::Perceived(format!("claims {rung}")));
            out.push(plain(", and "));
            out.push(Piece::Verified("evidence places it there".to_owned()));
        }
        Some((claimed_place, claimed)) => {
            out.push(Piece::Perceived(format!("claims {claimed}")));
            out.push(plain("; "));
            let at = if claimed_place < place { "higher, at" } else { "at" };
            out.push(Piece::Verified(format!("evidence places it {at} {rung}")));
        }
        None => {
            out.push(plain("claims no rung; "));
            out.push(Piece::Verified(format!("evidence places it at {rung}")));
        }
    }
    let Some(next) = s.next else {
        out.push(plain(", the highest rung."));
        return out;
    };
    let open = phrase::capital(&number::worded(s.open, "criterion", "criteria"));
    let keeps = if s.open == 1 { "keeps" } else { "keep" };
    let data = match (s.short_of_data, s.open) {
        (0, _) => String::new(),
        (n, all) if n == all => ", for want of data".to_owned(),
        (n, _) => format!(", {} of them for want of data", number::number_word(n)),
    };
    let top = s.top.map_or_else(String::new, |(top, open, all)| {
        let (n, all) = (number::number_word(open), phrase::counted_word(all, "criterion", "criteria"));
        format!("; {n} of {all} up to {top} {} open", if open == 1 { "is" } else { "are" })
    });
    let it = if s.is_of_part { "them" } else { "it" };
    out.push(plain(format!(". {open} {keeps} {it} from {next}{data}{top}.")));
    out
}

/// All teams beside what they claim: "Five of the seven teams that claim a rung stand below it. Two teams stand on Proven, the highest
/// rung reached."
pub(crate) struct Standings<'a> {
    /// Teams with a change at all.
    pub teams: u64,
    /// Teams that claim a rung and have a computed one.
    pub claiming: u64,
    /// Of these, how many stand below it.
    pub below: u64,
    /// The highest computed rung, with how many stand on it.
    pub highest: Option<(&'a str, u64)>,
    /// Whether a filter leaves a part of each team's changes: claims are for all of them.
    pub is_of_part: bool,
}

/// The headline of all teams.
pub fn standings(s: &Standings<'_>) -> Vec<Piece> {
    if s.teams == 0 {
        return vec![plain("No change names its team, so no team stands on the ladder.")];
    }
    let Some((highest, on_it)) = s.highest else {
        return vec![plain("No team has a recent change, so evidence places none on the ladder.")];
    };
    let claim = |text: &str| Piece::Perceived(text.to_owned());
    let proof = |text: &str| Piece::Verified(text.to_owned());
    let mut out = match (s.claiming, s.below) {
        (0, _) => vec![plain("No team claims a rung. ")],
        _ if s.is_of_part => vec![
            proof("Rungs are of the filtered changes only"),
            plain("; "),
            claim("claims are for the whole team"),
            plain(". "),
        ],
        (1, 1) => vec![plain("The one team that "), claim("claims a rung"), plain(" "), proof("stands below it"), plain(". ")],
        (_, 0) => vec![plain("No team "), proof("stands below"), plain(" "), claim("the rung it claims"), plain(". ")],
        (all, below) if all == below => {
            let all = if all == 2 { "Both".to_owned() } else { format!("All {}", number::number_word(all)) };
            vec![plain(format!("{all} teams that ")), claim("claim a rung"), plain(" "), proof("stand below it"), plain(". ")]
        }
        (all, below) => {
            let of = format!("{} of the {} teams that ", number::capitalised_word(below), number::number_word(all));
            let stand = if below == 1 { "stands below it" } else { "stand below it" };
            vec![plain(of), claim("claim a rung"), plain(" "), proof(stand), plain(". ")]
        }
    };
    let (verb, noun) = if on_it == 1 { ("stands", "team") } else { ("stand", "teams") };
    out.push(plain(format!("{} {noun} {verb} on {highest}, the highest rung reached.", number::capitalised_word(on_it))));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::number::NBSP;

    fn base() -> Confidence<'static> {
        Confidence {
            subject: Subject::Teams,
            perceived: Some(0.86),
            stated: 380,
            verified: Some(0.51),
            implied: Some(0.94),
            changes: 412,
            too_few: 5,
            is_widest_clear: true,
            gaps: &[(Gate::Intent, 0.17), (Gate::Validation, 0.22), (Gate::Execution, 0.43), (Gate::Observation, 0.58)],
            gates_with_gap: 4,
            compared: None,
            movement: None,
        }
    }

    fn said(c: &Confidence<'_>) -> String {
        text(&confidence(c)).replace(NBSP, " ")
    }

    fn moved(from: f64, to: f64) -> Movement {
        let moved = Difference { change: to - from, shown: to - from, interval: None, is_clear: true };
        Movement { from, to, moved, span: "90 days".into(), carrier: None, is_gap: true }
    }

    fn unclear(from: f64, to: f64) -> Movement {
        let m = moved(from, to);
        Movement { moved: Difference { is_clear: false, ..m.moved }, ..m }
    }

    /// All that follows the first sentence.
    fn rest_of(c: &Confidence<'_>) -> String {
        said(c).split_once(". ").unwrap().1.to_owned()
    }

    #[test]
    fn both_numbers_then_the_gap_then_direction_then_place() {
        assert_eq!(
            said(&Confidence { movement: Some(unclear(0.34, 0.35)), ..base() }),
            "Teams are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. The gap, 35 points, has not \
             clearly changed in 90 days and is widest at Observation (58)."
        );
        let c = Confidence { movement: Some(Movement { carrier: Some(Gate::Observation), ..moved(0.31, 0.35) }), ..base() };
        assert_eq!(rest_of(&c), "The gap, 35 points, widened 4 points in 90 days, most of it at Observation.");
        let pieces = confidence(&c);
        assert_eq!(pieces[1], Piece::Perceived("86\u{a0}% confident".into()));
        assert_eq!(pieces[3], Piece::Verified("51\u{a0}%".into()));
    }

    #[test]
    fn the_gap_is_the_difference_of_the_two_percentages_in_the_sentence() {
        // 85.4 − 61.6 is 23.8, but the sentence says 85 and 62
        let c = Confidence { perceived: Some(0.854), verified: Some(0.616), gaps: &[], ..base() };
        assert!(said(&c).ends_with("The gap is 23 points."), "{}", said(&c));
    }

    #[test]
    fn each_direction_has_its_own_words() {
        let rest = |verified, m: Movement| rest_of(&Confidence { verified: Some(verified), movement: Some(m), ..base() });
        assert_eq!(rest(0.55, moved(0.35, 0.31)), "The gap, 31 points, narrowed 4 points in 90 days.");
        assert_eq!(rest(0.54, moved(0.31, 0.32)), "The gap, 32 points, widened 1 point in 90 days.");
        assert_eq!(rest(0.55, moved(0.31, 0.313)), "The gap, 31 points, widened less than one point in 90 days.");
        assert_eq!(rest(0.96, moved(-0.05, -0.10)), "Evidence moved 5 points further ahead of what they state in 90 days.");
        assert_eq!(rest(0.91, moved(-0.10, -0.05)), "Evidence moved 5 points closer to what they state in 90 days.");
        assert_eq!(rest(0.89, moved(0.05, -0.03)), "The gap went from 5 to \u{2212}3 points in 90 days.");
        assert_eq!(
            rest(0.91, unclear(-0.10, -0.05)),
            "Evidence is 5 points ahead of what they state, with no clear change in 90 days."
        );
        assert_eq!(rest(0.86, unclear(0.1, 0.0)), "There is no gap between the two, and no clear change in 90 days.");
        let silent = |m| rest_of(&Confidence { perceived: None, implied: None, movement: Some(m), ..base() });
        assert_eq!(silent(Movement { is_gap: false, ..moved(0.55, 0.51) }), "Verified confidence fell 4 points in 90 days.");
        assert_eq!(
            silent(Movement { is_gap: false, ..unclear(0.55, 0.51) }),
            "Verified confidence has not clearly changed in 90 days."
        );
    }

    #[test]
    fn without_anything_earlier_the_place_is_said_and_ties_share_it() {
        assert_eq!(rest_of(&base()), "The gap is 35 points, widest at Observation (58).");
        assert_eq!(rest_of(&Confidence { is_widest_clear: false, ..base() }), "The gap is 35 points.");
        let tie = [(Gate::Intent, 0.1), (Gate::Execution, 0.301), (Gate::Observation, 0.299)];
        let of = |gaps, gates_with_gap| rest_of(&Confidence { gaps, gates_with_gap, ..base() });
        assert_eq!(of(&tie, 3), "The gap is 35 points, widest at Execution and Observation (30).");
        assert_eq!(of(&[(Gate::Intent, 0.3), (Gate::Execution, 0.3)], 2), "The gap is 35 points.");
        let equal = Gate::ALL.iter().map(|&gate| (gate, 0.35)).collect::<Vec<_>>();
        assert_eq!(of(&equal, 4), "The gap is 35 points, the same at every gate.");
        assert_eq!(of(&[(Gate::Intent, -0.3), (Gate::Execution, 0.001)], 2), "The gap is 35 points.");
        assert_eq!(of(&[(Gate::Intent, 0.35)], 1), "The gap is 35 points; only Intent has statements.");
        // three gates have a gap, of which two are too few to speak of
        assert_eq!(of(&[(Gate::Intent, 0.35)], 3), "The gap is 35 points.");
        assert_eq!(of(&[], 0), "The gap is 35 points.");
        let ahead = Confidence { verified: Some(0.9), subject: Subject::Team("payments"), ..base() };
        assert_eq!(rest_of(&ahead), "Evidence is 4 points ahead of what it states.");
    }

    #[test]
    fn without_statements_passed_gates_are_spoken_of_and_nothing_is_stated() {
        let c = Confidence { perceived: None, gaps: &[], gates_with_gap: 0, ..base() };
        assert_eq!(
            said(&c),
            "Teams state no confidence. 94 % of the due gates passed; evidence proves 51 % of what policy asks. There is nothing earlier \
             to compare with."
        );
        assert!(confidence(&c).iter().all(|p| !matches!(p, Piece::Perceived(_))));
        let few = Confidence { compared: Some("90 days".to_owned()), ..c.clone() };
        assert_eq!(rest_of(&few).split_once(". ").unwrap().1, "Too few changes to compare with the 90 days before.");
        let one = Confidence { subject: Subject::Team("payments"), implied: Some(0.0), ..c.clone() };
        assert!(said(&one).starts_with("payments states no confidence. None of its due gates passed; evidence proves 51 %"));
        let none = Confidence { implied: None, ..c };
        assert!(said(&none).starts_with("Teams state no confidence; evidence proves 51 % of what policy asks."));
    }

    #[test]
    fn few_statements_are_counted() {
        let by = |stated| said(&Confidence { stated, ..base() }).split("; ").next().unwrap().to_owned();
        assert_eq!(by(1), "Teams are 86 % confident their changes are sound (one statement)");
        assert_eq!(by(4), "Teams are 86 % confident their changes are sound (four statements)");
        assert_eq!(by(5), "Teams are 86 % confident their changes are sound");
        let not_due = Confidence { stated: 1, verified: None, subject: Subject::Team("payments"), ..base() };
        assert_eq!(said(&not_due), "payments is 86 % confident its changes are sound (one statement); no gate is due yet.");
    }

    #[test]
    fn nothing_verified_everything_verified_and_no_gate_due() {
        assert!(said(&Confidence { verified: Some(0.0), ..base() }).contains("; evidence proves none of what policy asks."));
        assert!(said(&Confidence { verified: Some(1.0), ..base() }).contains("; evidence proves all of what policy asks."));
        assert!(
            said(&Confidence { perceived: Some(0.0), ..base() })
                .starts_with("Teams are not at all confident their changes are sound;")
        );
        let nothing = Confidence { verified: None, perceived: None, ..base() };
        assert_eq!(said(&nothing), "No gate is due yet, so there is nothing to prove.");
    }

    #[test]
    fn too_few_changes_say_so_and_nothing_more() {
        let c = Confidence { changes: 3, subject: Subject::People, movement: Some(moved(0.1, 0.9)), ..base() };
        assert_eq!(
            said(&c),
            "People are 86 % confident their changes are sound; evidence proves 51 % of what policy asks. Too few changes to say more (3 \
             of 5 needed)."
        );
    }

    #[test]
    fn a_team_stands_where_evidence_places_it() {
        let base = Standing {
            team: "Payments",
            computed: Some((2, "Gated")),
            claimed: Some((4, "Observed")),
            next: Some("Proven"),
            open: 2,
            short_of_data: 0,
            top: Some(("Audit-verified", 9, 15)),
            window_days: 90,
            is_of_part: false,
        };
        let s = |s: Standing<'_>| text(&standing(&s));
        assert_eq!(
            s(Standing { ..base }),
            "Payments claims Observed; evidence places it at Gated. Two criteria keep it from Proven; nine of 15 criteria up to \
             Audit-verified are open."
        );
        assert_eq!(
            s(Standing { claimed: Some((1, "Declared")), open: 1, short_of_data: 1, top: Some(("Top", 1, 1)), ..base }),
            "Payments claims Declared; evidence places it higher, at Gated. One criterion keeps it from Proven, for want of data; one of one \
             criterion up to Top is open."
        );
        assert_eq!(
            s(Standing { claimed: Some((2, "Gated")), open: 3, short_of_data: 1, top: None, ..base }),
            "Payments claims Gated, and evidence places it there. Three criteria keep it from Proven, one of them for want of data."
        );
        assert_eq!(
            s(Standing { claimed: None, next: None, ..base }),
            "Payments claims no rung; evidence places it at Gated, the highest rung."
        );
        assert_eq!(
            s(Standing { is_of_part: true, top: None, ..base }),
            "Payments claims Observed for all its changes; evidence places the filtered ones at Gated. Two criteria keep them from Proven."
        );
        assert_eq!(
            s(Standing { is_of_part: true, claimed: None, next: None, ..base }),
            "Payments claims no rung; evidence places the filtered changes at Gated, the highest rung."
        );
        assert_eq!(
            s(Standing { computed: None, ..base }),
            "Payments claims Observed but has no change in the last 90 days, so evidence cannot place it."
        );
        assert_eq!(
            s(Standing { computed: None, claimed: None, window_days: 1, ..base }),
            "Payments has no change in the last day, so evidence cannot place it."
        );
    }

    #[test]
    fn all_teams_are_told_beside_what_they_claim() {
        let s = |claiming, below, highest| text(&standings(&Standings { teams: 8, claiming, below, highest, is_of_part: false }));
        assert_eq!(
            s(7, 5, Some(("Proven", 2))),
            "Five of the seven teams that claim a rung stand below it. Two teams stand on Proven, the highest rung reached."
        );
        assert_eq!(
            s(7, 1, Some(("Proven", 1))),
            "One of the seven teams that claim a rung stands below it. One team stands on Proven, the highest rung reached."
        );
        assert_eq!(
            s(1, 1, Some(("Ad-hoc", 8))),
            "The one team that claims a rung stands below it. Eight teams stand on Ad-hoc, the highest rung reached."
        );
        assert_eq!(
            s(7, 0, Some(("Proven", 1))),
            "No team stands below the rung it claims. One team stands on Proven, the highest rung reached."
        );
        assert!(s(2, 2, Some(("Proven", 1))).starts_with("Both teams that claim a rung stand below it. "));
        assert!(s(4, 4, Some(("Proven", 1))).starts_with("All four teams that claim a rung stand below it. "));
        assert_eq!(s(0, 0, Some(("Proven", 1))), "No team claims a rung. One team stands on Proven, the highest rung reached.");
        assert_eq!(s(0, 0, None), "No team has a recent change, so evidence places none on the ladder.");
        // a filter of authorship: the claims are for more than these changes
        let part = |claiming| Standings { teams: 8, claiming, below: 5, highest: Some(("Gated", 2)), is_of_part: true };
        assert_eq!(
            [7, 0].map(|claiming| text(&standings(&part(claiming)))),
            [
                "Rungs are of the filtered changes only; claims are for the whole team. Two teams stand on Gated, the highest rung reached.",
                "No team claims a rung. Two teams stand on Gated, the highest rung reached."
            ]
        );
        let none = Standings { teams: 0, claiming: 0, below: 0, highest: None, is_of_part: true };
        assert_eq!(text(&standings(&none)), "No change names its team, so no team stands on the ladder.");
    }
}
