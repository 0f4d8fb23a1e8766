//! Which segments hold what somebody asked for.

use plumbline_assess::Assessment;
use plumbline_assess::published::Wanted;
use plumbline_layers::{Directory, Layer, LayeredIndex, Segment};
use std::collections::BTreeMap;

/// The segments with the changes of these spans: each with the place of its span.
pub fn changes_of<'i>(index: &'i LayeredIndex, wanted: &Wanted) -> Vec<(u32, &'i Segment)> {
    let spans = (0_u32..).zip(index.of_layer(Layer::Columns)).filter(|(place, _)| wanted.spans.contains(place));
    let changes = |span: &Segment| index.of_layer(Layer::Changes).find(|changes| changes.span == span.span);
    spans.filter_map(|(place, span)| Some((place, changes(span)?))).collect()
}

/// The segments with the evidence of these changes, each once, in byte order of their paths.
pub fn details_of<'d>(
    index: &LayeredIndex,
    directory: &'d Directory,
    assessment: &Assessment,
    wanted: &Wanted,
) -> Vec<&'d Segment> {
    let spans: Vec<&str> = index.of_layer(Layer::Columns).map(|segment| segment.span.as_deref().unwrap_or_default()).collect();
    let segment = |id: &String| {
        let (span, row) = assessment.row_in_span(id)?;
        let (segment, _) = directory.details_of(spans.get(span as usize)?, row)?;
        Some((segment.path.as_str(), segment))
    };
    let found: BTreeMap<&str, &Segment> = wanted.details.iter().filter_map(segment).collect();
    found.into_values().collect()
}
