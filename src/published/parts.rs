//! Which parts of a data set that is loaded in parts a place needs.

use plumbline_assess::published::Whole;
use plumbline_layers::{Layer, LayeredIndex, Segment, answer_span};
use plumbline_report::route::{Comparable, Location, Route};
use plumbline_report::{Unread, answer_place};
use std::collections::BTreeSet;

/// The teams whose changes a place is about; none when it is about those of all teams.
fn teams_of(location: &Location) -> Vec<&str> {
    let mut teams: Vec<&str> = location.filter.team.as_deref().into_iter().collect();
    match &location.route {
        Route::Team { team } => teams.push(team),
        Route::Compare { sides: Some((Comparable::Team, left, right)) } => return vec![left, right],
        _ => {}
    }
    teams
}

/// The parts that hold all changes which a place is about, by their places; none when these are in all parts. No part holds those of a
/// team that there is not.
pub fn parts_of(location: &Location, whole: &Whole) -> Option<BTreeSet<u32>> {
    let teams = teams_of(location);
    (!teams.is_empty()).then(|| teams.into_iter().filter_map(|team| whole.part_of(team)).collect())
}

/// Whether a place is about the changes of some teams, so that [`parts_of`] names parts.
pub fn is_of_teams(location: &Location) -> bool {
    !teams_of(location).is_empty()
}

/// The published answer for a place, and the place that it is for.
pub fn answer_for<'i>(index: &'i LayeredIndex, location: &Location) -> Option<(&'i Segment, String)> {
    let place = answer_place(location).to_fragment();
    let span = answer_span(&place);
    let segment = index.of_layer(Layer::Answers).find(|segment| segment.span.as_deref() == Some(&span))?;
    Some((segment, place))
}

/// The segments of a part: its columns, and what is worth a second look in it.
pub fn segments_of(index: &LayeredIndex, part: u32) -> Option<(&Segment, Option<&Segment>)> {
    let columns = index.of_layer(Layer::Columns).nth(part as usize)?;
    Some((columns, index.of_layer(Layer::Remarks).find(|remarks| remarks.span == columns.span)))
}

/// What would have to be read for the figures of a place that has no answer.
pub fn unread(index: &LayeredIndex, location: &Location) -> Unread {
    let is_first = |layer: Layer| match location.route {
        // the Overview needs columns alone
        Route::Overview if location.why.is_none() => layer == Layer::Columns,
        _ => matches!(layer, Layer::Columns | Layer::Changes),
    };
    let bytes = |span: Option<&str>| {
        let of_span = index.segments.iter().filter(|segment| span.is_none() || segment.span.as_deref() == span);
        of_span.filter(|segment| is_first(segment.layer)).map(|segment| segment.bytes).sum::<u64>()
    };
    let of_parts = index.of_layer(Layer::Columns).map(|columns| bytes(columns.span.as_deref()));
    Unread { changes: index.counts.changes, bytes: bytes(None), team_bytes: of_parts.max().unwrap_or_default() }
}
