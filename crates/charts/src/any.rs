//! Any chart: what a page is told to draw, whichever it is.

use super::scene::Draw;
use super::{
    calibration, change, debt, drift, dumbbell, envelope, funnel, ladder, lanes, pairs, practices, spark, surface, timeline,
};
use serde::{Deserialize, Serialize};

/// The input of one chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Chart {
    /// Perceived and verified confidence over the gates.
    Envelope(envelope::Envelope),
    /// How gaps moved.
    GapChange(change::GapChange),
    /// Perceived and verified for a few kinds.
    Dumbbell(dumbbell::Dumbbell),
    /// Two numbers side by side, such as before and now.
    Pairs(pairs::Pairs),
    /// Panels over time.
    Drift(drift::Drift),
    /// Running debt in stacks.
    Debt(debt::Debt),
    /// Shares with their intervals.
    Practices(practices::Practices),
    /// An upright ladder.
    Ladder(ladder::Ladder),
    /// One team on the ladder.
    LadderTrack(ladder::LadderTrack),
    /// The rungs' names above the tracks.
    LadderHeader(ladder::LadderHeader),
    /// A small course.
    Spark(spark::Spark),
    /// Dots over time.
    Timeline(timeline::Timeline),
    /// The funnel.
    Funnel(funnel::Funnel),
    /// What was stated against what came true.
    Calibration(calibration::Calibration),
    /// Coverage and open findings, surface by gate.
    Surface(surface::Surface),
    /// Lanes of requirements over time.
    Lanes(lanes::Lanes),
}

impl Chart {
    /// How it is drawn, when it is one of the overview's; none of any other, so that those can be loaded later.
    pub fn of_overview(&self) -> Option<&dyn Draw> {
        Some(match self {
            Chart::Envelope(c) => c,
            Chart::GapChange(c) => c,
            Chart::Dumbbell(c) => c,
            Chart::Pairs(c) => c,
            Chart::Drift(c) => c,
            Chart::Debt(c) => c,
            Chart::Practices(c) => c,
            Chart::LadderTrack(c) => c,
            Chart::LadderHeader(c) => c,
            Chart::Spark(c) => c,
            Chart::Ladder(_)
            | Chart::Timeline(_)
            | Chart::Funnel(_)
            | Chart::Calibration(_)
            | Chart::Surface(_)
            | Chart::Lanes(_) => return None,
        })
    }

    /// How it is drawn, when it is none of the overview's.
    pub fn of_other_pages(&self) -> Option<&dyn Draw> {
        Some(match self {
            Chart::Ladder(c) => c,
            Chart::Timeline(c) => c,
            Chart::Funnel(c) => c,
            Chart::Calibration(c) => c,
            Chart::Surface(c) => c,
            Chart::Lanes(c) => c,
            _ => return None,
        })
    }

    /// What kind of chart it is: charts of one kind go on where another was left.
    pub fn kind(&self) -> &'static str {
        match self {
            Chart::Envelope(_) => "envelope",
            Chart::GapChange(_) => "gap-change",
            Chart::Dumbbell(_) => "dumbbell",
            Chart::Pairs(_) => "pairs",
            Chart::Drift(_) => "drift",
            Chart::Debt(_) => "debt",
            Chart::Practices(_) => "practices",
            Chart::Ladder(_) => "ladder",
            Chart::LadderTrack(_) => "ladder-track",
            Chart::LadderHeader(_) => "ladder-header",
            Chart::Spark(_) => "spark",
            Chart::Timeline(_) => "timeline",
            Chart::Funnel(_) => "funnel",
            Chart::Calibration(_) => "calibration",
            Chart::Surface(_) => "surface",
            Chart::Lanes(_) => "lanes",
        }
    }
}
