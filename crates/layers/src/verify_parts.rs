//! Whether what a data set has beside its parts is what the parts give: what they have in common, what is worth a second look in each, and
//! where the details of their changes lie.

use crate::difference::Difference;
use crate::folder::Folder;
use crate::segment::{Layer, Segment};
use crate::stored::{StoredChanges, of_damaged};
use crate::to_bytes;
use plumbline_assess::Remark;
use plumbline_assess::published::{RemarksOfPart, StoredColumns, WholeBuilder};
use plumbline_domain::name_key;
use std::collections::HashMap;

/// The layers that a data set has for each of its parts, and for all of them.
pub(crate) const OF_PARTS: [Layer; 2] = [Layer::Remarks, Layer::Lookup];

/// Compares the contents of such segments; `remarks` are those of the whole data set, by the places of changes in byte order of their ids.
///
/// # Errors
/// When one of them is not what the parts give, or a team lies in two parts.
pub(crate) fn compare(
    folder: &Folder,
    changes: &StoredChanges<'_>,
    remarks: &[Remark],
    contents: &[(&Segment, Vec<u8>)],
) -> Result<(), Difference> {
    let mut builder = WholeBuilder::default();
    let mut part_of_team = HashMap::new();
    let mut places: Vec<(String, u32, u32)> = Vec::new();
    let spans: Vec<(&Segment, &StoredColumns)> = changes.spans().collect();
    for ((segment, columns), part) in spans.iter().zip(0_u32..) {
        for (change, row) in columns.rows().zip(0_u32..) {
            let change = change.map_err(|damaged| of_damaged(segment, &damaged))?;
            if let Some(team) = change.team()
                && *part_of_team.entry(name_key(team).into_owned()).or_insert(part) != part
            {
                return Err(Difference::new(&segment.path, Some(&change.id), "its team lies in two parts"));
            }
            builder.add(&change, part, folder.index.now());
            places.push((change.id, part, row));
        }
    }
    places.sort_unstable();
    let places: Vec<(u32, u32)> = places.into_iter().map(|(_, part, row)| (part, row)).collect();
    let remarks = RemarksOfPart::of(remarks, &places, spans.len());
    let whole = to_bytes(&builder.finish());
    for (segment, content) in contents {
        let place = spans.iter().position(|(columns, _)| columns.span == segment.span);
        let expected = match segment.layer {
            Layer::Whole => whole.clone(),
            Layer::Remarks => place.and_then(|place| remarks.get(place)).map(to_bytes).unwrap_or_default(),
            _ => folder.directory.of_span(segment.span.as_deref().unwrap_or_default()).to_bytes(),
        };
        if *content != expected {
            return Err(Difference::new(&segment.path, None, "it is not what the parts of the data set give"));
        }
    }
    Ok(())
}
