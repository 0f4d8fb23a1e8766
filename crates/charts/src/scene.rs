//! What a chart is made of before it is painted: shapes in token colours, and marks that can be reached.

use super::geometry::{Point, Rect, Size, hatch, point};
use super::measure::Measure;
use super::palette::Token;

/// A line's look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub token: Token,
    /// Its width in CSS pixels.
    pub width: f64,
    /// Pixels on and off, or solid.
    pub dash: Option<(f64, f64)>,
}

impl Stroke {
    /// A solid line.
    pub const fn solid(token: Token, width: f64) -> Self {
        Self { token, width, dash: None }
    }

    /// A dashed line.
    pub const fn dashed(token: Token, width: f64, on: f64, off: f64) -> Self {
        Self { token, width, dash: Some((on, off)) }
    }

    /// The line of evidence: solid, 2 px.
    pub const VERIFIED: Self = Self::solid(Token::Verified, 2.0);
    /// The line of statements: dashed 5-4, 2 px.
    pub const PERCEIVED: Self = Self::dashed(Token::Perceived, 2.0, 5.0, 4.0);
    /// The string between statement and proof.
    pub(crate) const STRING: Self = Self::solid(Token::Ink, 1.0);
    /// A gridline.
    pub const GRID: Self = Self::solid(Token::Grid, 1.0);
    /// The baseline.
    pub(crate) const AXIS: Self = Self::solid(Token::Rule2, 1.0);
}

/// Which part of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// A piece of text on its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// Where its baseline stands.
    pub at: Point,
    /// Which part of it stands there.
    pub anchor: Anchor,
    /// Type size in CSS pixels.
    pub size: f64,
    /// Semibold.
    pub bold: bool,
    /// Its colour.
    pub token: Token,
    /// Whether paper is laid round the letters, for text over lines.
    pub halo: bool,
}

impl Label {
    /// Axis text: 11 px, third ink.
    pub fn axis(text: impl Into<String>, at: Point, anchor: Anchor) -> Self {
        Self { text: text.into(), at, anchor, size: 11.0, bold: false, token: Token::Ink3, halo: false }
    }

    /// Plain chart text: 12 px, ink.
    pub fn plain(text: impl Into<String>, at: Point, anchor: Anchor) -> Self {
        Self { size: 12.0, token: Token::Ink, ..Self::axis(text, at, anchor) }
    }

    /// The same in another size.
    pub fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    /// The same, semibold.
    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same in another colour.
    pub fn token(self, token: Token) -> Self {
        Self { token, ..self }
    }

    /// The same with paper round its letters.
    pub(crate) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    /// The room it takes: from the top of its capitals to a little under its baseline.
    pub fn bounds(&self, measure: &dyn Measure) -> Rect {
        let width = measure.width(&self.text, self.size, self.bold);
        let x = match self.anchor {
            Anchor::Start => self.at.x,
            Anchor::Middle => self.at.x - width / 2.0,
            Anchor::End => self.at.x - width,
        };
        Rect { x, y: self.at.y - 0.76 * self.size, width, height: 0.96 * self.size }
    }
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A straight line; upright and level ones are put on whole pixels.
    Line {
        /// One end.
        from: Point,
        /// The other.
        to: Point,
        /// Its look.
        stroke: Stroke,
    },
    /// A line through many points.
    Path {
        /// In order.
        points: Vec<Point>,
        /// Its look.
        stroke: Stroke,
    },
    /// A filled outline.
    Area {
        /// In order round the outline.
        points: Vec<Point>,
        /// Its colour.
        fill: Token,
    },
    /// A filled rectangle.
    Bar {
        /// Where.
        rect: Rect,
        /// Its colour.
        fill: Token,
    },
    /// A rectangle's outline, drawn inside its edges.
    Frame {
        /// Where.
        rect: Rect,
        /// Its look.
        stroke: Stroke,
    },
    /// A circle, filled, outlined or both.
    Circle {
        /// Its middle.
        center: Point,
        /// In CSS pixels.
        radius: f64,
        /// Inside.
        fill: Option<Token>,
        /// Round it.
        stroke: Option<Stroke>,
    },
    /// The solid bob of verified confidence.
    Bob {
        /// The value: the middle of its widest edge.
        at: Point,
        /// Half its width.
        radius: f64,
    },
    /// No data.
    Hatch {
        /// Where.
        rect: Rect,
    },
    /// Text.
    Text(Label),
}

/// What a row of a tooltip is about; it decides word, order and colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TipKind {
    /// Stated confidence.
    Perceived,
    /// Proved confidence.
    Verified,
    /// Their difference.
    Gap,
    /// Anything else with a name of its own.
    Other,
    /// How many of how many.
    Count,
    /// A remark, such as that there are too few items.
    Note,
}

/// A row of a tooltip.
#[derive(Clone, Debug, PartialEq)]
pub struct TipRow {
    /// What it is about.
    pub kind: TipKind,
    /// Its name; empty for counts and notes.
    pub name: String,
    /// The value in words.
    pub value: String,
    /// What stands behind it in small, such as the interval; may be empty.
    pub detail: String,
}

impl TipRow {
    /// A row without small print.
    pub fn new(kind: TipKind, name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { kind, name: name.into(), value: value.into(), detail: String::new() }
    }

    /// The row of an estimate: its label and interval.
    pub fn estimate(kind: TipKind, estimate: &Estimate) -> Self {
        let name = match kind {
            TipKind::Perceived => "Perceived",
            TipKind::Verified => "Verified",
            _ => "",
        };
        Self { kind, name: name.to_owned(), value: estimate.label.clone(), detail: estimate.interval.clone() }
    }

    /// The gap in points.
    pub fn gap(value: impl Into<String>) -> Self {
        Self::new(TipKind::Gap, "Gap", value)
    }

    /// n of m.
    pub fn count(value: impl Into<String>) -> Self {
        Self::new(TipKind::Count, "", value)
    }

    /// A remark.
    pub fn note(value: impl Into<String>) -> Self {
        Self::new(TipKind::Note, "", value)
    }
}

/// Something on the chart that pointer and keys can reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What Enter or a click filters by; empty when it filters nothing.
    pub key: String,
    /// Where the focus frame goes.
    pub frame: Rect,
    /// Where the pointer finds it; holds the frame's middle.
    pub hit: Rect,
    /// The place: the tooltip's title.
    pub title: String,
    /// The tooltip's rows in reading order: perceived, verified, gap, n of m.
    pub rows: Vec<TipRow>,
}

impl Mark {
    /// The mark as it is read aloud: its title, then row by row.
    pub fn in_words(&self) -> String {
        self.rows.iter().fold(self.title.clone(), |mut out, TipRow { name, value, detail, .. }| {
            let parts: Vec<&str> = [name, value, detail].into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
            out.push_str(", ");
            out.push_str(&parts.join(" "));
            out
        })
    }
}

/// A number with its interval and the words for both.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// A share, 0 to 1.
    pub value: f64,
    /// Both ends of the interval, low then high, 0 to 1; absent when there is none.
    pub range: Option<(f64, f64)>,
    /// The value in words, such as "74 %".
    pub label: String,
    /// The interval in words, such as "70–78"; empty when there is none.
    pub interval: String,
}

impl Estimate {
    /// Low end, or the value itself.
    pub fn low(&self) -> f64 {
        self.range.map_or(self.value, |r| r.0.min(r.1))
    }

    /// High end, or the value itself.
    pub fn high(&self) -> f64 {
        self.range.map_or(self.value, |r| r.0.max(r.1))
    }
}

/// A chart, ready to be painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Its size in CSS pixels.
    pub size: Size,
    /// What to paint, from back to front.
    pub shapes: Vec<Shape>,
    /// What can be reached, in reading order.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// An empty scene.
    pub fn new(size: Size) -> Self {
        Self { size, shapes: Vec::new(), marks: Vec::new() }
    }

    /// The whole of it.
    pub fn bounds(&self) -> Rect {
        Rect { x: 0.0, y: 0.0, width: self.size.width.max(0.0), height: self.size.height.max(0.0) }
    }

    /// Adds a straight line.
    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        self.shapes.push(Shape::Line { from, to, stroke });
    }

    /// Adds a level line.
    pub fn level(&mut self, y: f64, x: (f64, f64), stroke: Stroke) {
        self.line(point(x.0, y), point(x.1, y), stroke);
    }

    /// Adds an upright line.
    pub fn upright(&mut self, x: f64, y: (f64, f64), stroke: Stroke) {
        self.line(point(x, y.0), point(x, y.1), stroke);
    }

    /// Adds a line through points; fewer than two draw nothing.
    pub fn path(&mut self, points: Vec<Point>, stroke: Stroke) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path { points, stroke });
        }
    }

    /// Adds a filled outline; fewer than three points draw nothing.
    pub fn area(&mut self, points: Vec<Point>, fill: Token) {
        if points.len() > 2 {
            self.shapes.push(Shape::Area { points, fill });
        }
    }

    /// Adds the area between an upper and a lower edge of the same run.
    pub(crate) fn ribbon(&mut self, upper: &[Point], lower: &[Point], fill: Token) {
        if upper.len() > 1 && lower.len() > 1 {
            self.area(upper.iter().chain(lower.iter().rev()).copied().collect(), fill);
        }
    }

    /// Adds a filled rectangle.
    pub fn bar(&mut self, rect: Rect, fill: Token) {
        self.shapes.push(Shape::Bar { rect, fill });
    }

    /// Adds the solid bob of verified confidence.
    pub fn bob(&mut self, at: Point, radius: f64) {
        self.shapes.push(Shape::Bob { at, radius });
    }

    /// Adds the hollow ring of perceived confidence.
    pub fn ring(&mut self, center: Point, radius: f64, width: f64) {
        self.shapes.push(Shape::Circle {
            center,
            radius,
            fill: Some(Token::Paper),
            stroke: Some(Stroke::solid(Token::Perceived, width)),
        });
    }

    /// Adds a filled dot with a thin paper edge.
    pub fn dot(&mut self, center: Point, radius: f64, fill: Token) {
        self.shapes.push(Shape::Circle { center, radius, fill: Some(fill), stroke: Some(Stroke::solid(Token::Paper, 1.5)) });
    }

    /// Adds the hollow mark of evidence on too few items.
    pub(crate) fn hollow(&mut self, center: Point, radius: f64) {
        let stroke = Some(Stroke::solid(Token::Verified, 1.5));
        self.shapes.push(Shape::Circle { center, radius, fill: Some(Token::Paper), stroke });
    }

    /// Adds the hatch of missing data.
    pub fn hatch(&mut self, rect: Rect) {
        if rect.width > 0.0 && rect.height > 0.0 {
            self.shapes.push(Shape::Hatch { rect });
        }
    }

    /// Adds a bar of what is contradicted: red with strokes of paper that fall to the right, so that it differs from evidence without
    /// colours too. The hatch of missing data rises to the right.
    pub(crate) fn contradicted(&mut self, rect: Rect) {
        self.bar(rect, Token::Contra);
        let across = |p: Point| Point { x: rect.x + rect.right() - p.x, ..p };
        for (from, to) in hatch(rect, 6.0) {
            self.line(across(from), across(to), Stroke::solid(Token::Paper, 1.2));
        }
    }

    /// Adds the dashed frame of a period that is not whole.
    pub(crate) fn partial(&mut self, rect: Rect) {
        self.shapes.push(Shape::Frame { rect, stroke: Stroke::dashed(Token::Ink2, 1.0, 3.0, 2.0) });
    }

    /// Adds text; empty text adds nothing.
    pub fn text(&mut self, label: Label) {
        if !label.text.is_empty() {
            self.shapes.push(Shape::Text(label));
        }
    }

    /// Adds an interval: an upright line with a cap at each end.
    pub(crate) fn caps(&mut self, x: f64, y: (f64, f64), half: f64, token: Token) {
        let stroke = Stroke::solid(token, 1.0);
        self.upright(x, y, stroke);
        self.level(y.0, (x - half, x + half), stroke);
        self.level(y.1, (x - half, x + half), stroke);
    }

    /// Adds an interval along a row: a level line with a cap at each end.
    pub(crate) fn level_caps(&mut self, y: f64, x: (f64, f64), half: f64, token: Token) {
        let stroke = Stroke::solid(token, 1.0);
        self.level(y, x, stroke);
        self.upright(x.0, (y - half, y + half), stroke);
        self.upright(x.1, (y - half, y + half), stroke);
    }

    /// What a tooltip should not cover: every text, every dot, ring and bob, and every bar that is filled.
    pub fn taken(&self, measure: &dyn Measure) -> Vec<Rect> {
        let square = |at: Point, radius: f64| Rect { x: at.x, y: at.y, width: 0.0, height: 0.0 }.grown(radius);
        let taken = self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(label) => Some(label.bounds(measure)),
            Shape::Circle { center, radius, .. } if *radius > 2.5 => Some(square(*center, *radius)),
            Shape::Bob { at, radius } => Some(square(*at, *radius)),
            Shape::Bar { rect, fill } if !fill.is_ground() => Some(*rect),
            _ => None,
        });
        taken.collect()
    }

    /// The texts in painting order.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(label) => Some(label),
            _ => None,
        })
    }
}

/// Where a chart is going to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// On the page.
    Screen,
    /// On A4 paper, where the brief must fit its page.
    Print,
}

/// A chart that can say how high it is and what it looks like.
pub trait Draw {
    /// Its height in CSS pixels at a width.
    fn height(&self, width: f64, medium: Medium) -> f64;

    /// Its shapes and marks at a size. Any size gives a scene; one too small to hold anything gives an empty one.
    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene;
}

/// Below this width charts turn to their narrow form, in CSS pixels.
pub(crate) const NARROW: f64 = 560.0;

/// The ticks of an axis of shares, with the sign on the last only.
pub(crate) const SHARE_TICKS: [(f64, &str); 5] = [(0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100\u{a0}%")];

/// A label without its percent sign, where an axis already carries it.
pub(crate) fn bare(label: &str) -> &str {
    label.trim_end_matches(['%', '\u{a0}', '\u{202f}', ' '])
}
