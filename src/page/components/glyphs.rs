//! Grades, conditions, verdicts and gates as small pictures. Round says speech, absence or doubt; a square says that an
//! artifact exists; the diamond says conflict. Solid is proved, hollow is said, without any colour.
//!
//! Every picture is inline SVG made of path attributes alone. A picture without a label is hidden from readers of the
//! accessibility tree: a word stands beside it.

use leptos::prelude::*;
use plumbline_domain::{Condition, Gate, Grade, ProbeOutcome};
use plumbline_report::{GateGlyph, MatrixVerdict, gates_words};

/// A picture of 14 by 14 pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Nothing was offered: a dashed circle.
    Missing,
    /// Nobody tried: a dashed circle.
    NotTried,
    /// Prose only: a circle with quotation strokes.
    Claimed,
    /// An artifact exists: an empty square.
    Attached,
    /// Its bytes match: a square with an equals sign.
    Checked,
    /// A trusted key vouches: a square with a tick.
    Signed,
    /// Somebody else got the same: two squares, the front one solid.
    Reproduced,
    /// Some did: one solid square and one hollow one, side by side.
    PartlyReproduced,
    /// Evidence and claim conflict: a diamond with a cross.
    Contradicted,
    /// Too old: a clock.
    Stale,
    /// Says nothing either way: a circle with a wave.
    Inconclusive,
    /// Cannot be reproduced by nature: a circle with a slash.
    ByNature,
}

/// What a picture is made of: path data in a box of 14 by 14.
struct Drawing {
    outline: &'static str,
    dashed: bool,
    solid: &'static str,
    cut: &'static str,
}

const RING: &str = "M1.7 7a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0";
const SQUARE: &str = "M1.3 1.3H12.7V12.7H1.3Z";
const DIAMOND: &str = "M7 .4 13.6 7 7 13.6.4 7Z";

impl Glyph {
    fn drawing(self) -> Drawing {
        let none = Drawing { outline: "", dashed: false, solid: "", cut: "" };
        match self {
            Glyph::Missing | Glyph::NotTried => Drawing { outline: RING, dashed: true, ..none },
            Glyph::Claimed => {
                Drawing { outline: "M1.7 7a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0M6 5.2 5.2 8.4M8.9 5.2 8.1 8.4", ..none }
            }
            Glyph::Attached => Drawing { outline: "M2 2H12V12H2Z", ..none },
            Glyph::Checked => Drawing { solid: SQUARE, cut: "M4 5.4h6M4 8.6h6", ..none },
            Glyph::Signed => Drawing { solid: SQUARE, cut: "M3.8 7.2 6.2 9.6 10.3 4.6", ..none },
            Glyph::Reproduced => Drawing { outline: "M4.2 3.4V1.2H12.8V9.8H10.6", solid: "M1.2 4H10V12.8H1.2Z", ..none },
            Glyph::PartlyReproduced => Drawing { outline: "M8.4 4.2H12.9V9.8H8.4Z", solid: "M.6 3.6H6.4V10.4H.6Z", ..none },
            Glyph::Contradicted => Drawing { solid: DIAMOND, cut: "M4.9 4.9l4.2 4.2M9.1 4.9 4.9 9.1", ..none },
            Glyph::Stale => Drawing { outline: "M1.7 7a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0M7 3.9V7.2L9.3 8.4", ..none },
            Glyph::Inconclusive => Drawing {
                outline: "M1.7 7a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0M4.2 7.8c.9-1.9 1.9-1.9 2.8-.8s1.9 1.1 2.8-.8",
                ..none
            },
            Glyph::ByNature => Drawing { outline: "M1.7 7a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0M3.3 10.7 10.7 3.3", ..none },
        }
    }

    /// The colour class: what the hue says.
    fn voice(self) -> &'static str {
        match self {
            Glyph::Missing | Glyph::NotTried => "glyph absent",
            Glyph::Claimed => "glyph perceived",
            Glyph::Attached | Glyph::Stale | Glyph::Inconclusive | Glyph::ByNature => "glyph neutral",
            Glyph::Checked | Glyph::Signed | Glyph::Reproduced | Glyph::PartlyReproduced => "glyph verified",
            Glyph::Contradicted => "glyph contra",
        }
    }

    /// The picture, read out as `label`; with an empty one it is hidden from readers.
    pub fn picture(self, label: &str) -> impl IntoView + use<> {
        let Drawing { outline, dashed, solid, cut } = self.drawing();
        let label = (!label.is_empty()).then(|| label.to_owned());
        let role = label.is_some().then_some("img");
        let hidden = label.is_none().then_some("true");
        view! {
            <svg class=self.voice() width="14" height="14" viewBox="0 0 14 14" role=role aria-label=label aria-hidden=hidden>
                <path class="solid" d=solid></path>
                <path class="outline" d=outline stroke-dasharray=dashed.then_some("2.2 1.75")></path>
                <path class="cut" d=cut></path>
            </svg>
        }
    }

    /// Of a grade.
    pub fn of_grade(grade: Grade) -> Self {
        match grade {
            Grade::Missing => Glyph::Missing,
            Grade::Claimed => Glyph::Claimed,
            Grade::Attached => Glyph::Attached,
            Grade::Checked => Glyph::Checked,
            Grade::Signed => Glyph::Signed,
            Grade::Reproduced => Glyph::Reproduced,
        }
    }

    /// Of a condition.
    pub fn of_condition(condition: Condition) -> Self {
        match condition {
            Condition::Contradicted => Glyph::Contradicted,
            Condition::Stale => Glyph::Stale,
            Condition::Inconclusive => Glyph::Inconclusive,
        }
    }

    /// Of what a probe answers.
    pub fn of_probe(outcome: ProbeOutcome) -> Self {
        match outcome {
            ProbeOutcome::Holds => Glyph::Checked,
            ProbeOutcome::Fails => Glyph::Contradicted,
            ProbeOutcome::Inconclusive => Glyph::Inconclusive,
            ProbeOutcome::Silent => Glyph::Missing,
        }
    }

    /// Of a verdict.
    pub fn of_verdict(verdict: MatrixVerdict) -> Self {
        match verdict {
            MatrixVerdict::Reproduced => Glyph::Reproduced,
            MatrixVerdict::PartlyReproduced => Glyph::PartlyReproduced,
            MatrixVerdict::Diverged => Glyph::Contradicted,
            MatrixVerdict::NotTried => Glyph::NotTried,
            MatrixVerdict::NotReproducible => Glyph::ByNature,
        }
    }
}

/// A chip with a glyph and its word.
fn chip(class: &'static str, glyph: Glyph, word: &'static str) -> impl IntoView + use<> {
    view! { <span class=class>{glyph.picture("")}{word}</span> }
}

/// A grade, as a chip.
pub fn grade_chip(grade: Grade) -> impl IntoView + use<> {
    let class = match grade {
        Grade::Missing => "mark-chip dashed",
        Grade::Claimed => "mark-chip dashed perceived",
        Grade::Attached => "mark-chip",
        Grade::Checked | Grade::Signed | Grade::Reproduced => "mark-chip verified",
    };
    chip(class, Glyph::of_grade(grade), grade.title())
}

/// A condition, as a chip.
pub fn condition_chip(condition: Condition) -> impl IntoView + use<> {
    let class = if condition == Condition::Contradicted { "mark-chip contra" } else { "mark-chip" };
    chip(class, Glyph::of_condition(condition), condition.title())
}

/// A verdict, as a chip.
pub fn verdict_chip(verdict: MatrixVerdict) -> impl IntoView + use<> {
    let class = match verdict {
        MatrixVerdict::Reproduced | MatrixVerdict::PartlyReproduced => "mark-chip verified",
        MatrixVerdict::Diverged => "mark-chip contra",
        MatrixVerdict::NotTried | MatrixVerdict::NotReproducible => "mark-chip",
    };
    chip(class, Glyph::of_verdict(verdict), verdict.title())
}

/// One gate of a change as a cell of 11 by 18 pixels: the height of the fill is the grade.
struct GateCell {
    voice: &'static str,
    dashed: bool,
    solid: &'static str,
    line: &'static str,
    cut: &'static str,
}

impl GateCell {
    fn of(glyph: GateGlyph) -> Self {
        let none = GateCell { voice: "neutral", dashed: false, solid: "", line: "", cut: "" };
        let full = "M.5.5H10.5V17.5H.5Z";
        match glyph {
            // Hatch: nothing can be said yet.
            GateGlyph::NotDue => {
                GateCell { voice: "nodata", line: "M.5 6.5 6.5.5M.5 12 10.5 2M1 17.5 10.5 8M6.5 17.5l4-4", ..none }
            }
            GateGlyph::Grade(Grade::Missing) => GateCell { voice: "absent", ..none },
            GateGlyph::Grade(Grade::Claimed) => {
                GateCell { voice: "perceived", dashed: true, line: "M4.5 7l-.8 4M7.3 7l-.8 4", ..none }
            }
            GateGlyph::Grade(Grade::Attached) => GateCell { line: "M.5 13.5H10.5", ..none },
            GateGlyph::Grade(Grade::Checked) => GateCell { voice: "verified", solid: "M.5 4.8H10.5V17.5H.5Z", ..none },
            GateGlyph::Grade(Grade::Signed) => GateCell { voice: "verified", solid: full, ..none },
            GateGlyph::Grade(Grade::Reproduced) => GateCell { voice: "verified", solid: full, cut: "M3 5.5h5M3 8.5h5", ..none },
            GateGlyph::Condition(Condition::Contradicted) => {
                GateCell { voice: "contra", solid: full, cut: "M3 6.5l5 5M8 6.5l-5 5", ..none }
            }
            GateGlyph::Condition(Condition::Stale) => GateCell { line: "M5.5 5.5V9.5L8 11", ..none },
            GateGlyph::Condition(Condition::Inconclusive) => GateCell { line: "M2.4 10c.9-2.2 2-2.2 3-.9s2.1 1.3 3-.9", ..none },
        }
    }

    fn draw(self, x: u32) -> impl IntoView + use<> {
        view! {
            <g class=["gate-cell ", self.voice].concat() transform=["translate(", &x.to_string(), " 0)"].concat()>
                <path class="solid" d=self.solid></path>
                <path class="frame" d="M.5.5H10.5V17.5H.5Z" stroke-dasharray=self.dashed.then_some("2.5 2")></path>
                <path class="line" d=self.line></path>
                <path class="cut" d=self.cut></path>
            </g>
        }
    }
}

/// The four gates of a change.
pub fn gates_glyph(gates: [GateGlyph; 4]) -> impl IntoView + use<> {
    let cells = gates.into_iter().zip([0, 13, 26, 39]).map(|(g, x)| GateCell::of(g).draw(x)).collect_view();
    view! {
        <svg class="gates" width="50" height="18" viewBox="0 0 50 18" role="img" aria-label=gates_words(&gates)>{cells}</svg>
    }
}

/// One cell, for the key above a table of changes; the word stands beside it.
pub fn gate_key(glyph: GateGlyph) -> impl IntoView + use<> {
    view! { <svg class="gates" width="11" height="18" viewBox="0 0 11 18" aria-hidden="true">{GateCell::of(glyph).draw(0)}</svg> }
}

/// Four squares, the one of the gate that was open filled; all empty when nothing escaped.
pub fn escaped_gate(gate: Option<Gate>) -> impl IntoView + use<> {
    let square = |g: &Gate| {
        let x = (g.index() * 11).to_string() + ".5";
        let class = if Some(*g) == gate { "here" } else { "other" };
        view! { <rect class=class x=x y="0.5" width="9" height="9"></rect> }
    };
    let squares = Gate::ALL.iter().map(square).collect_view();
    view! { <svg class="four-squares" width="44" height="10" viewBox="0 0 44 10" aria-hidden="true">{squares}</svg> }
}

/// The bob of what is computed, for keys.
pub fn bob() -> impl IntoView {
    view! {
        <svg class="key-mark" width="12" height="14" viewBox="0 0 12 14" aria-hidden="true">
            <path class="bob" d="M1.5 1.5H10.5L11.4 4.6 6 13 .6 4.6Z"></path>
        </svg>
    }
}

/// The ring of what is claimed, for keys.
pub fn ring() -> impl IntoView {
    view! {
        <svg class="key-mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <circle class="ring" cx="6" cy="6" r="4.5"></circle>
        </svg>
    }
}
