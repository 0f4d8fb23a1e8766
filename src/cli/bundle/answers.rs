//! What a data set that is loaded in parts has beside its parts: what they have in common, and finished answers over all changes.

use super::super::args::Failure;
use super::super::layered::{in_folder, of_columns, reader_of};
use super::parallel::in_order;
use super::write::Writer;
use crate::link::protocol::page_to_bytes;
use plumbline_assess::published::{Damaged, RemarksOfPart, Summary, WholeBuilder, columns_from_bytes};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::Policy;
use plumbline_layers::{
    Directory, Fault, Layer, LayeredIndex, Segment, Unusable, answer_span, answer_to_bytes, open_segment, to_bytes,
};
use plumbline_report::route::Location;
use plumbline_report::{DataOrigin, answered, answered_places, page};

/// Writes both, from the columns that were written; what the index lists of them.
///
/// # Errors
/// When they cannot be read or written.
pub(super) fn write(
    index: &LayeredIndex,
    directory: &Directory,
    policy: &Policy,
    summary: Summary,
    writer: &mut Writer<'_>,
) -> Result<Vec<Segment>, Failure> {
    let fail = |unusable: Unusable| in_folder(writer.out, &unusable);
    let (whole, parts, n_parts) = in_common(index, &mut reader_of(writer.out)).map_err(fail)?;
    let remarks = RemarksOfPart::of(&summary.remarks, &parts, n_parts);
    drop(parts);
    let assessment = of_columns(index, policy.clone(), summary, &mut reader_of(writer.out)).map_err(fail)?;
    let mut out = vec![writer.segment(Layer::Whole, None, &whole, 0)?];
    for (columns, remarks) in index.of_layer(Layer::Columns).zip(remarks) {
        out.push(writer.segment(Layer::Remarks, columns.span.clone(), &to_bytes(&remarks), remarks.n_changes())?);
        let lookup = directory.of_span(columns.span.as_deref().unwrap_or_default());
        out.push(writer.segment(Layer::Lookup, columns.span.clone(), &lookup.to_bytes(), 0)?);
    }
    let origin = origin_of(index);
    let places = answered_places(&assessment);
    let answer = |n: usize| Ok(places.get(n).map(|place| answer_for(&assessment, &origin, place)));
    in_order(places.len(), answer, |_, found| {
        if let Some((fragment, content)) = found {
            out.push(writer.segment(Layer::Answers, Some(answer_span(&fragment)), &content, assessment.n_changes())?);
        }
        Ok(())
    })?;
    match assessment.take_wanted().is_empty() {
        true => Ok(out),
        false => Err(Failure::Unusable("an answer needs more than columns".to_owned())),
    }
}

/// What all parts have in common, as bytes, the part of each change and its row there in byte order of the ids, and how many parts there
/// are.
type InCommon = (Vec<u8>, Vec<(u32, u32)>, usize);

/// Reads all parts once.
fn in_common(index: &LayeredIndex, read: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> Result<InCommon, Unusable> {
    let mut builder = WholeBuilder::default();
    let mut places: Vec<(String, u32, u32)> = Vec::new();
    let mut n_parts = 0;
    for (segment, part) in index.of_layer(Layer::Columns).zip(0_u32..) {
        let damaged = |found: Damaged| Unusable::new(&segment.path, Fault::Content(found.0));
        let columns = columns_from_bytes(&open_segment(segment, read)?).map_err(damaged)?;
        for (change, row) in columns.rows().zip(0_u32..) {
            let change = change.map_err(damaged)?;
            builder.add(&change, part, index.now());
            places.push((change.id, part, row));
        }
        n_parts += 1;
    }
    places.sort_unstable();
    let places = places.into_iter().map(|(_, part, row)| (part, row)).collect();
    Ok((to_bytes(&builder.finish()), places, n_parts))
}

/// Where a page of the published data set has its data from.
pub fn origin_of(index: &LayeredIndex) -> DataOrigin {
    DataOrigin::Site { title: index.title.clone().unwrap_or_default() }
}

/// The place of an answer, and the answer.
pub fn answer_for(assessment: &Assessment, origin: &DataOrigin, place: &Location) -> (String, Vec<u8>) {
    let page = page(assessment, &Cache::default(), origin, place);
    let page = answered(page, assessment.n_changes() as u64);
    let fragment = place.to_fragment();
    let content = answer_to_bytes(&fragment, &page_to_bytes(&page));
    (fragment, content)
}
