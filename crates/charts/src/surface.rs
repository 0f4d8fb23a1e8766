//! The attack surface: at each place where a security decision is taken, and at each gate, how much of the evidence is verified
//! and which findings are open. The darker a piece of the lower bar, the worse the finding.

use super::geometry::{Rect, Scale, Size, point};
use super::measure::{Measure, fitted, wrapped};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, NARROW, Scene, Shape, Stroke, TipKind, TipRow};

/// Surfaces × gates.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Surface {
    /// The names of the gates.
    pub columns: Vec<String>,
    /// The surfaces.
    pub rows: Vec<SurfaceRow>,
}

/// One surface.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct SurfaceRow {
    /// Its name.
    pub name: String,
    /// What is decided there, in a few words.
    pub meaning: String,
    /// One for each gate.
    pub cells: Vec<SurfaceCell>,
}

/// One surface at one gate.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct SurfaceCell {
    /// What the mark filters by.
    pub key: String,
    /// The share of the evidence that is verified; none when none is owed.
    pub share: Option<f64>,
    /// The same in words: "54 %".
    pub label: String,
    /// "120 of 224"; without a share, why there is none.
    pub count: String,
    /// Open findings by severity, the worst first, each with its name.
    pub open: Vec<(String, u32)>,
    /// All of them in words: "38 open, 2 critical".
    pub findings: String,
}

const HEAD: f64 = 28.0;
const ROW: f64 = 88.0;
/// Narrow: the surface's name above its gates.
const NAME: f64 = 34.0;
const NARROW_ROW: f64 = 74.0;
const GUTTER: f64 = 28.0;

/// A piece of a severity, by its place from the worst: the lighter, the less severe, and an outline at last.
fn piece(scene: &mut Scene, place: usize, rect: Rect) {
    let fill = match place {
        0 => Token::Ink,
        1 => Token::Shade2,
        2 => Token::Shade3,
        3 => Token::Shade4,
        _ => return scene.shapes.push(Shape::Frame { rect, stroke: Stroke::dashed(Token::Ink3, 1.0, 2.0, 2.0) }),
    };
    scene.bar(rect, fill);
}

impl Draw for Surface {
    fn height(&self, width: f64, _medium: Medium) -> f64 {
        let rows = self.rows.len().max(1) as f64;
        if width < NARROW { rows * (NAME + NARROW_ROW * self.columns.len().max(1) as f64) } else { HEAD + ROW * rows }
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rows.is_empty() || self.columns.is_empty() || size.width < 200.0 || size.height < ROW {
            return scene;
        }
        let all = || self.rows.iter().flat_map(|row| &row.cells);
        let sum = |cell: &SurfaceCell| cell.open.iter().map(|(_, n)| f64::from(*n)).sum::<f64>();
        let most = all().map(sum).fold(1.0, f64::max);
        if size.width < NARROW {
            let names = self.columns.iter().map(|c| measure.width(c, 12.0, false)).fold(0.0, f64::max).min(size.width * 0.34);
            let left = names + 16.0;
            let mut top = 0.0;
            for row in &self.rows {
                self.name(&mut scene, row, Rect { x: 0.0, y: top, width: size.width, height: NAME }, measure);
                top += NAME;
                for (gate, cell) in self.columns.iter().zip(&row.cells) {
                    let gate_name = fitted(gate, names + 1.0, 12.0, false, measure);
                    scene.text(Label::plain(gate_name, point(0.0, top + 20.0), Anchor::Start));
                    let room = Rect { x: left, y: top, width: size.width - left, height: NARROW_ROW };
                    self.cell(&mut scene, &format!("{}, {gate}", row.name), cell, room, most, measure);
                    top += NARROW_ROW;
                }
            }
            return scene;
        }
        let names = self
            .rows
            .iter()
            .map(|r| measure.width(&r.name, 13.0, true).max(measure.width(&r.meaning, 11.0, false)))
            .fold(0.0, f64::max)
            .min(size.width * 0.2);
        let left = names + GUTTER;
        let count = self.columns.len() as f64;
        let width = (size.width - left - GUTTER * (count - 1.0)) / count;
        let x = |idx: usize| left + (width + GUTTER) * idx as f64;
        for (idx, gate) in self.columns.iter().enumerate() {
            let name = fitted(gate, width, 12.0, true, measure);
            scene.text(Label::plain(name, point(x(idx), 16.0), Anchor::Start).bold());
        }
        for (idx, row) in self.rows.iter().enumerate() {
            let top = HEAD + ROW * idx as f64;
            scene.level(top, (0.0, size.width), Stroke::solid(Token::Rule, 1.0));
            self.name(&mut scene, row, Rect { x: 0.0, y: top + 2.0, width: names + 1.0, height: ROW }, measure);
            for (at, (gate, cell)) in self.columns.iter().zip(&row.cells).enumerate() {
                let room = Rect { x: x(at), y: top + 2.0, width, height: ROW - 2.0 };
                self.cell(&mut scene, &format!("{}, {gate}", row.name), cell, room, most, measure);
            }
        }
        scene
    }
}

impl Surface {
    fn name(&self, scene: &mut Scene, row: &SurfaceRow, room: Rect, measure: &dyn Measure) {
        let name = fitted(&row.name, room.width, 13.0, true, measure);
        let name_width = measure.width(&name, 13.0, true);
        scene.text(Label::plain(name, point(room.x, room.y + 20.0), Anchor::Start).size(13.0).bold());
        // beside it where there is no room below
        let (x, y) = if room.height < ROW { (name_width + 8.0, 20.0) } else { (0.0, 37.0) };
        let meaning = fitted(&row.meaning, room.width - x, 11.0, false, measure);
        scene.text(Label::axis(meaning, point(room.x + x, room.y + y), Anchor::Start));
    }

    fn cell(&self, scene: &mut Scene, title: &str, cell: &SurfaceCell, room: Rect, most: f64, measure: &dyn Measure) {
        let bar = Rect { x: room.x, y: room.y + 27.0, width: room.width, height: 9.0 };
        let mut rows = Vec::new();
        match cell.share {
            Some(share) => {
                let label = Label::plain(cell.label.clone(), point(room.x, room.y + 20.0), Anchor::Start);
                scene.text(label.size(13.0).bold().token(Token::Verified));
                let left = measure.width(&cell.label, 13.0, true) + 10.0;
                let count = fitted(&cell.count, room.width - left, 11.0, false, measure);
                scene.text(Label::axis(count, point(room.right(), room.y + 20.0), Anchor::End));
                scene.bar(Rect { width: room.width * share.clamp(0.0, 1.0), ..bar }, Token::Verified);
                scene.shapes.push(Shape::Frame { rect: bar, stroke: Stroke::solid(Token::Ink3, 1.0) });
                let mut row = TipRow::new(TipKind::Verified, "Verified", cell.label.clone());
                row.detail.clone_from(&cell.count);
                rows.push(row);
            }
            None => {
                scene.hatch(bar);
                let note = fitted(&cell.count, room.width, 11.0, false, measure);
                scene.text(Label::axis(note, point(room.x, room.y + 20.0), Anchor::Start).token(Token::Ink2));
                rows.push(TipRow::note(cell.count.clone()));
            }
        }
        let x = Scale::new((0.0, most), (room.x, room.right()));
        let mut done = 0.0;
        for (place, (name, n)) in cell.open.iter().enumerate().filter(|(_, (_, n))| *n > 0) {
            let (from, to) = (x.at(done), x.at(done + f64::from(*n)));
            done += f64::from(*n);
            // what is there is seen
            // A pixel of paper parts it from the next, which need not be told from it by its shade alone.
            let rect = Rect { x: from, y: bar.bottom() + 6.0, width: (to - from - 1.0).max(1.0), height: 7.0 };
            piece(scene, place, rect);
            rows.push(TipRow::new(TipKind::Other, name.clone(), n.to_string()));
        }
        let y = bar.bottom() + if done > 0.0 { 26.0 } else { 17.0 };
        let most = if y + 13.0 < room.bottom() { 2 } else { 1 };
        for (line, words) in wrapped(&cell.findings, room.width, 11.0, most, measure).into_iter().enumerate() {
            let label = Label::axis(words, point(room.x, y + 13.0 * line as f64), Anchor::Start);
            scene.text(if done > 0.0 { label.token(Token::Ink2) } else { label });
        }
        rows.push(TipRow::note(cell.findings.clone()));
        scene.marks.push(Mark {
            key: cell.key.clone(),
            frame: Rect { x: room.x, y: room.y + 4.0, width: room.width, height: 66.0_f64.min(room.height - 4.0) }.grown(4.0),
            hit: room,
            title: title.to_owned(),
            rows,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;
    use proptest::prelude::*;

    type Cell = (Option<f64>, [u32; 5]);

    fn input(rows: &[[Cell; 4]]) -> Surface {
        let severities = ["Critical", "High", "Medium", "Low", "Info"];
        Surface {
            columns: ["Intent", "Validation", "Execution", "Observation"].map(str::to_owned).to_vec(),
            rows: rows
                .iter()
                .zip(["Provisioning", "Access", "Deployment channel"])
                .map(|(cells, name)| SurfaceRow {
                    name: name.to_owned(),
                    meaning: "where it is decided".to_owned(),
                    cells: cells
                        .iter()
                        .map(|(share, open)| SurfaceCell {
                            key: "#/x".to_owned(),
                            share: *share,
                            label: share.map_or_else(String::new, |s| format!("{}\u{a0}%", (s * 100.0).round())),
                            count: if share.is_some() { "1,120 of 2,224".to_owned() } else { "none owed".to_owned() },
                            open: severities.iter().zip(open).map(|(s, n)| ((*s).to_owned(), *n)).collect(),
                            findings: match open.iter().sum::<u32>() {
                                0 => "none open".to_owned(),
                                n => format!("{n} open, {} critical, {} high", open[0], open[1]),
                            },
                        })
                        .collect(),
                })
                .collect(),
        }
    }

    fn scene(rows: &[[Cell; 4]], width: f64) -> Scene {
        let input = input(rows);
        input.scene(Size { width, height: input.height(width, Medium::Screen) }, &PlainMeasure)
    }

    #[test]
    fn it_looks_as_reviewed() {
        let none = [0; 5];
        let rows = [
            [(None, none), (Some(0.71), [2, 31, 120, 60, 4]), (Some(0.5), [0, 2, 0, 0, 0]), (Some(0.4), none)],
            [(None, none), (Some(0.55), [0, 12, 9, 0, 0]), (None, none), (Some(1.0), none)],
            [(Some(0.9), none), (Some(0.8), [0, 0, 40, 80, 0]), (Some(0.49), none), (Some(0.0), [1, 0, 0, 0, 0])],
        ];
        assert_pictures("surface", &input(&rows));
    }

    #[test]
    fn the_pieces_of_a_bar_are_as_long_as_their_findings_are_many() {
        let scene = scene(&[[(None, [10, 30, 0, 0, 0]), (None, [0, 0, 20, 0, 0]), (None, [0; 5]), (None, [0; 5])]], 800.0);
        let widths: Vec<f64> = scene
            .shapes
            .iter()
            .filter_map(|s| match s {
                Shape::Bar { rect, .. } => Some(rect.width),
                _ => None,
            })
            .collect();
        // the fullest cell has 40 findings and fills its width: 10 take a quarter of it, 30 three, and 20 elsewhere a half
        assert_eq!(widths.len(), 3);
        // each is parted from the next by a pixel
        let [ten, thirty, twenty] = [0, 1, 2].map(|place| widths[place] + 1.0);
        assert!((thirty - 3.0 * ten).abs() < 1e-9 && (twenty - 2.0 * ten).abs() < 1e-9, "{widths:?}");
        assert_eq!(scene.marks.len(), 4);
    }

    proptest! {
        #[test]
        fn labels_keep_apart_and_every_cell_is_reached(
            rows in prop::collection::vec(prop::array::uniform4((prop::option::of(0f64..=1.0), prop::array::uniform5(0u32..4000))), 1..=3),
            width in 1f64..2560.0,
        ) {
            tidy(&input(&rows), width)?;
            let scene = scene(&rows, width);
            prop_assert!(width < 200.0 || scene.marks.len() == 4 * rows.len());
        }
    }
}
