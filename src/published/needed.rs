//! Which segments hold what somebody asked for.

use plumbline_assess::Assessment;
use plumbline_assess::published::Wanted;
use plumbline_layers::{Directory, Layer, LayeredIndex, Segment};
use std::collections::{BTreeMap, BTreeSet};

/// The names of all spans, in the order of the index.
pub fn all_spans(index: &LayeredIndex) -> Vec<String> {
    index.of_layer(Layer::Columns).map(|segment| segment.span.clone().unwrap_or_default()).collect()
}

/// The segments with the changes of these spans: each with the place of its span. `spans` are the names of those whose columns are at hand.
pub fn changes_of<'i>(index: &'i LayeredIndex, spans: &[String], wanted: &Wanted) -> Vec<(u32, &'i Segment)> {
    let places = (0_u32..).zip(spans).filter(|(place, _)| wanted.spans.contains(place));
    let changes = |span: &String| index.of_layer(Layer::Changes).find(|changes| changes.span.as_ref() == Some(span));
    places.filter_map(|(place, span)| Some((place, changes(span)?))).collect()
}

/// The segments that say where the evidence of these changes lies, of a data set that is loaded in parts.
pub fn lookups_of<'i>(index: &'i LayeredIndex, spans: &[String], assessment: &Assessment, wanted: &Wanted) -> Vec<&'i Segment> {
    let needed: BTreeSet<u32> = wanted.details.iter().filter_map(|id| Some(assessment.row_in_span(id)?.0)).collect();
    let span = |place: u32| spans.get(place as usize);
    let lookup = |span: &String| index.of_layer(Layer::Lookup).find(|lookup| lookup.span.as_ref() == Some(span));
    needed.into_iter().filter_map(|place| lookup(span(place)?)).collect()
}

/// The segments with the evidence of these changes, each once, in byte order of their paths.
pub fn details_of<'d>(spans: &[String], directory: &'d Directory, assessment: &Assessment, wanted: &Wanted) -> Vec<&'d Segment> {
    let segment = |id: &String| {
        let (span, row) = assessment.row_in_span(id)?;
        let (segment, _) = directory.details_of(spans.get(span as usize)?, row)?;
        Some((segment.path.as_str(), segment))
    };
    let found: BTreeMap<&str, &Segment> = wanted.details.iter().filter_map(segment).collect();
    found.into_values().collect()
}
