//! The maturity ladder: a track per team for tables, its header, and the upright ladder of one team.

use super::geometry::{Rect, Size, band_center, point};
use super::labels::Placer;
use super::measure::{Measure, fitted, wrapped};
use super::palette::Token;
use super::scene::{Anchor, Draw, Label, Mark, Medium, Scene, Shape, Stroke, TipKind, TipRow};

/// One team on the ladder: solid to the computed rung, dashed to the claimed one.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct LadderTrack {
    /// What the mark filters by.
    pub key: String,
    /// The team's name, for the tooltip.
    pub team: String,
    /// The rungs' names, lowest first.
    pub rungs: Vec<String>,
    /// Index of the rung that the evidence supports; absent without data.
    pub computed: Option<usize>,
    /// Index of the rung that the team claims, if it claims one.
    pub claimed: Option<usize>,
    /// Index of the rung computed for the window before, if there was one.
    pub previous: Option<usize>,
    /// Said on the hatch where no rung is computed: "too few". May be empty.
    pub note: String,
}

/// The rungs' names above a column of tracks.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct LadderHeader {
    /// Lowest first.
    pub rungs: Vec<String>,
}

/// The upright ladder of one team.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Ladder {
    /// Lowest first.
    pub rungs: Vec<LadderRung>,
    /// Index of the rung that the evidence supports.
    pub computed: Option<usize>,
    /// Index of the rung that the team claims.
    pub claimed: Option<usize>,
    /// Index of the rung computed for the window before.
    pub previous: Option<usize>,
}

/// A rung of the upright ladder.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct LadderRung {
    /// What the mark filters by.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it takes, in a few words.
    pub meaning: String,
}

/// The middle of the track, and how far the hatch reaches round the first and last rung.
const TRACK_END: f64 = 6.0;

impl LadderTrack {
    fn x(&self, rung: usize, width: f64) -> f64 {
        band_center(rung.min(self.rungs.len().saturating_sub(1)), self.rungs.len(), (0.0, width))
    }

    fn name(&self, rung: Option<usize>) -> Option<String> {
        self.rungs.get(rung?).cloned()
    }
}

impl Draw for LadderTrack {
    fn height(&self, _width: f64, medium: Medium) -> f64 {
        match medium {
            Medium::Screen => 32.0,
            Medium::Print => 22.0,
        }
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rungs.is_empty() || size.width < 60.0 || size.height < 16.0 {
            return scene;
        }
        let middle = (size.height / 2.0).floor();
        let last = self.rungs.len() - 1;
        let ends = (self.x(0, size.width), self.x(last, size.width));
        if self.computed.is_none() {
            scene.hatch(Rect::between(point(ends.0 - TRACK_END, middle - 6.0), point(ends.1 + TRACK_END, middle + 6.0)));
        } else {
            let rail = Stroke::solid(Token::Rule2, 1.0);
            scene.level(middle, ends, rail);
            for rung in 0..=last {
                scene.upright(self.x(rung, size.width), (middle - 4.0, middle + 4.0), rail);
            }
        }
        let claimed = self.claimed.map(|rung| self.x(rung, size.width));
        let computed = self.computed.map(|rung| self.x(rung, size.width));
        if let Some(at) = computed {
            scene.level(middle + 0.5, (ends.0, at), Stroke::solid(Token::Verified, 3.0));
        }
        if let (Some(at), Some(claim)) = (computed, claimed)
            && claim - at > 6.0
        {
            scene.level(middle, (at, claim - 5.0), Stroke::PERCEIVED);
        }
        if let Some(before) = self.previous.filter(|rung| Some(*rung) != self.computed && computed.is_some()) {
            let at = self.x(before, size.width);
            scene.upright(at, (middle - 7.0, middle + 7.0), Stroke::solid(Token::Verified, 2.0));
        }
        match (computed, claimed) {
            (Some(at), Some(claim)) if (claim - at).abs() < 1.0 => scene.shapes.push(Shape::Circle {
                center: point(at, middle),
                radius: 9.0,
                fill: None,
                stroke: Some(Stroke::dashed(Token::Perceived, 1.5, 3.0, 3.0)),
            }),
            (_, Some(claim)) => scene.ring(point(claim, middle), 5.0, 2.0),
            _ => {}
        }
        if let Some(at) = computed {
            scene.bob(point(at, middle - 1.0), 6.0);
        }
        if computed.is_none() && !self.note.is_empty() {
            let mut placer = Placer::new(scene.bounds(), measure);
            if let Some(claim) = claimed {
                placer.take(Rect::between(point(claim - 6.0, middle - 6.0), point(claim + 6.0, middle + 6.0)));
            }
            let label = |share: f64| {
                let at = point(ends.0 + (ends.1 - ends.0) * share, middle + 4.0);
                vec![Label::axis(self.note.clone(), at, Anchor::Middle).token(Token::Ink2).halo()]
            };
            placer.place([0.5, 0.3, 0.7].map(label)).into_iter().flatten().for_each(|label| scene.text(label));
        }
        let mut rows = Vec::new();
        rows.extend(self.name(self.claimed).map(|name| TipRow::new(TipKind::Perceived, "Claimed", name)));
        rows.extend(self.name(self.computed).map(|name| TipRow::new(TipKind::Verified, "Computed", name)));
        rows.extend(self.name(self.previous).map(|name| TipRow::new(TipKind::Other, "Before", name)));
        scene.marks.push(Mark {
            key: self.key.clone(),
            frame: scene.bounds().grown(-2.0),
            hit: scene.bounds(),
            title: self.team.clone(),
            rows,
        });
        scene
    }
}

impl Draw for LadderHeader {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        16.0
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        let count = self.rungs.len();
        if count == 0 || size.width < 60.0 {
            return scene;
        }
        let room = size.width / count as f64 - 2.0;
        let size_of_all = |type_size: f64| self.rungs.iter().all(|name| measure.width(name, type_size, false) <= room);
        // Where the names stand close: smaller, and then the first part of a name alone ("Audit-verified": "Audit").
        let type_size = [11.0, 10.0].into_iter().find(|type_size| size_of_all(*type_size)).unwrap_or(9.5);
        for (idx, name) in self.rungs.iter().enumerate() {
            let first = name.split('-').next().filter(|part| part.len() > 2).unwrap_or(name);
            let name = if measure.width(name, type_size, false) > room { first } else { name };
            let text = fitted(name, room, type_size, false, measure);
            let at = point(band_center(idx, count, (0.0, size.width)), 12.0);
            scene.text(Label::axis(text, at, Anchor::Middle).size(type_size));
        }
        scene
    }
}

const STEP: f64 = 52.0;

impl Draw for Ladder {
    fn height(&self, _width: f64, _medium: Medium) -> f64 {
        8.0 + STEP * self.rungs.len().max(1) as f64
    }

    fn scene(&self, size: Size, measure: &dyn Measure) -> Scene {
        let mut scene = Scene::new(size);
        if self.rungs.is_empty() || size.width < 120.0 || size.height < STEP {
            return scene;
        }
        let top_rung = self.rungs.len() - 1;
        let y = |rung: usize| 26.0 + STEP * (top_rung - rung.min(top_rung)) as f64;
        let rail = Stroke::solid(Token::Rule2, 2.0);
        for x in [6.0, 66.0] {
            scene.upright(x, (6.0, (y(0) + 32.0).min(size.height)), rail);
        }
        for (idx, rung) in self.rungs.iter().enumerate().rev() {
            let at = y(idx);
            let reached = self.computed.is_some_and(|computed| idx <= computed);
            let stroke = if reached { Stroke::solid(Token::Verified, 3.0) } else { rail };
            scene.level(at, (6.0, 66.0), stroke);
            let state = match (self.computed == Some(idx), self.claimed == Some(idx)) {
                (true, true) => Some(("computed and claimed", Token::Verified, true)),
                (true, false) => Some(("computed", Token::Verified, true)),
                (false, true) => Some(("claimed", Token::PerceivedInk, true)),
                (false, false) if self.previous == Some(idx) => Some(("before", Token::Ink3, false)),
                (false, false) => {
                    self.computed.is_some_and(|computed| computed + 1 == idx).then_some(("next", Token::Ink3, false))
                }
            };
            let room = size.width - 84.0;
            let state_width =
                state.map_or(0.0, |(word, _, bold)| measure.width(word, if bold { 13.0 } else { 11.0 }, bold) + 5.0);
            let name = fitted(&rung.name, room - state_width, 13.0, state.is_some(), measure);
            let label = Label::plain(name, point(84.0, at - 1.0), Anchor::Start).size(13.0);
            let label = if state.is_some() { label.bold() } else { label };
            let after = 84.0 + measure.width(&label.text, 13.0, label.bold) + 5.0;
            scene.text(label);
            if let Some((word, token, bold)) = state {
                let label = Label::axis(word, point(after, at - 1.0), Anchor::Start).token(token);
                scene.text(if bold { label.size(13.0).bold() } else { label });
            }
            for (line, text) in wrapped(&rung.meaning, room, 11.0, 2, measure).into_iter().enumerate() {
                scene.text(Label::axis(text, point(84.0, at + 14.0 + 13.0 * line as f64), Anchor::Start));
            }
            let mut rows = Vec::new();
            if self.claimed == Some(idx) {
                rows.push(TipRow::new(TipKind::Perceived, "", "claimed"));
            }
            if self.computed == Some(idx) {
                rows.push(TipRow::new(TipKind::Verified, "", "computed"));
            }
            if !rung.meaning.is_empty() {
                rows.push(TipRow::note(rung.meaning.clone()));
            }
            scene.marks.push(Mark {
                key: rung.key.clone(),
                frame: Rect::between(point(1.0, at - 12.0), point(71.0, at + 12.0)),
                hit: Rect { x: 0.0, y: at - STEP / 2.0, width: size.width, height: STEP },
                title: rung.name.clone(),
                rows,
            });
        }
        if let Some(before) = self.previous.filter(|before| Some(*before) != self.computed) {
            scene.level(y(before), (26.0, 46.0), Stroke::solid(Token::Verified, 3.0));
        }
        match (self.computed, self.claimed) {
            (Some(computed), Some(claimed)) if computed != claimed => {
                scene.upright(36.0, (y(claimed), y(computed)), Stroke::STRING);
                scene.ring(point(36.0, y(claimed)), 6.0, 2.0);
            }
            (Some(computed), Some(_)) => scene.shapes.push(Shape::Circle {
                center: point(36.0, y(computed)),
                radius: 12.0,
                fill: None,
                stroke: Some(Stroke::dashed(Token::Perceived, 1.5, 3.0, 3.0)),
            }),
            (None, Some(claimed)) => scene.ring(point(36.0, y(claimed)), 6.0, 2.0),
            _ => {}
        }
        if let Some(computed) = self.computed {
            scene.bob(point(36.0, y(computed) - 2.0), 7.7);
        }
        scene
    }
}

#[cfg(test)]
mod tests {
    use super::super::gallery::{assert_pictures_at, tidy};
    use super::super::measure::PlainMeasure;
    use super::*;

    fn rungs() -> Vec<String> {
        ["Ad-hoc", "Declared", "Gated", "Proven", "Observed", "Audit-verified"].map(String::from).to_vec()
    }

    fn input(computed: Option<usize>, claimed: Option<usize>) -> LadderTrack {
        LadderTrack { team: "Payments".into(), rungs: rungs(), computed, claimed, ..LadderTrack::default() }
    }

    fn track(computed: Option<usize>, claimed: Option<usize>) -> Scene {
        input(computed, claimed).scene(Size { width: 500.0, height: 32.0 }, &PlainMeasure)
    }

    #[test]
    fn the_solid_line_ends_at_the_computed_rung() {
        // Six rungs over 500 px: slots of 83.33 px, middles at 41.67, 125, 208.33, 291.67, …
        let scene = track(Some(3), Some(4));
        let solid = scene.shapes.iter().find_map(|s| match s {
            Shape::Line { from, to, stroke } if stroke.token == Token::Verified => Some((from.x, to.x)),
            _ => None,
        });
        let (from, to) = solid.unwrap();
        assert!((from - 500.0 / 12.0).abs() < 1e-9);
        assert!((to - 500.0 * 7.0 / 12.0).abs() < 1e-9);
        let values: Vec<&str> = scene.marks[0].rows.iter().map(|r| r.value.as_str()).collect();
        assert_eq!(values, ["Observed", "Proven"], "perceived first");
    }

    #[test]
    fn a_claim_that_holds_is_a_dashed_circle_round_the_bob() {
        let scene = track(Some(2), Some(2));
        assert!(
            scene
                .shapes
                .iter()
                .any(|s| matches!(s, Shape::Circle { fill: None, stroke: Some(stroke), .. } if stroke.dash.is_some()))
        );
        assert!(!scene.shapes.iter().any(|s| matches!(s, Shape::Line { stroke, .. } if stroke.dash.is_some())));
    }

    #[test]
    fn a_team_without_data_is_hatched_and_has_no_bob() {
        let scene = track(None, None);
        assert!(scene.shapes.iter().any(|s| matches!(s, Shape::Hatch { .. })));
        assert!(!scene.shapes.iter().any(|s| matches!(s, Shape::Bob { .. })));
    }

    #[test]
    fn a_team_of_too_few_changes_is_hatched_and_says_so_beside_its_claim() {
        for claimed in 0..4 {
            let few = LadderTrack { computed: None, note: "too few".into(), ..input(None, Some(claimed)) };
            let scene = few.scene(Size { width: 300.0, height: 32.0 }, &PlainMeasure);
            assert!(scene.shapes.iter().any(|s| matches!(s, Shape::Hatch { .. })));
            assert!(!scene.shapes.iter().any(|s| matches!(s, Shape::Bob { .. })));
            assert_eq!(scene.labels().filter(|l| l.text == "too few").count(), 1);
            assert_pictures_at("ladder-few", &[220.0, 300.0, 420.0], &LadderTrack { claimed: Some(3), ..few });
        }
    }

    #[test]
    fn indices_beyond_the_ladder_stay_on_it() {
        let scene = track(Some(99), Some(42));
        let bobs = scene.shapes.iter().filter_map(|shape| match shape {
            Shape::Bob { at, .. } => Some(*at),
            _ => None,
        });
        let inside: Vec<bool> = bobs.map(|at| scene.bounds().contains(at)).collect();
        assert_eq!(inside, [true]);
    }

    #[test]
    fn it_looks_as_reviewed() {
        // A table's cell on a phone, beside the team's name, and on a wide page.
        let widths = [288.0, 388.0, 541.0];
        let states =
            [("above", Some(3), Some(4)), ("kept", Some(2), Some(2)), ("nothing", None, None), ("below", Some(4), Some(1))];
        for (name, computed, claimed) in states {
            assert_pictures_at(&format!("ladder-{name}"), &widths, &input(computed, claimed));
        }
        assert_pictures_at("ladder-header", &widths, &LadderHeader { rungs: rungs() });
        let ladder = Ladder {
            rungs: rungs()
                .into_iter()
                .map(|name| LadderRung {
                    key: name.to_lowercase(),
                    meaning: "Deployments match, way back rehearsed".into(),
                    name,
                })
                .collect(),
            computed: Some(2),
            claimed: Some(4),
            previous: Some(1),
        };
        for width in [240.0, 320.0, 541.0, 1344.0, 2560.0] {
            tidy(&ladder, width).unwrap();
            tidy(&LadderHeader { rungs: rungs() }, width).unwrap();
        }
        let scene = ladder.scene(Size { width: 312.0, height: ladder.height(312.0, Medium::Screen) }, &PlainMeasure);
        assert_eq!(scene.marks.len(), 6);
        assert_pictures_at("ladder-upright", &[312.0, 541.0], &ladder);
    }
}
