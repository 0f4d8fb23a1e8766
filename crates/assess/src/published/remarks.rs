//! What is worth a second look in one part of a data set that is loaded in parts.

use crate::Remark;
use serde::{Deserialize, Serialize};

/// Which remarks of the whole data set speak of which changes of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemarksOfPart {
    /// The rows of the part that a remark speaks of, ascending, each with the places of these remarks.
    rows: Vec<(u32, Vec<u32>)>,
}

impl RemarksOfPart {
    /// The places of the remarks that speak of a row.
    pub(crate) fn of_row(&self, row: usize) -> &[u32] {
        let place = self.rows.binary_search_by_key(&row, |(row, _)| *row as usize);
        place.ok().and_then(|place| self.rows.get(place)).map_or(&[], |(_, remarks)| remarks)
    }

    /// The remarks of each part. `parts` gives, for each change in byte order of the ids, its part and its row there.
    pub fn of(remarks: &[Remark], parts: &[(u32, u32)], n_parts: usize) -> Vec<Self> {
        let mut of_changes: Vec<(u32, u32, u32)> = Vec::new();
        for (number, remark) in (0_u32..).zip(remarks) {
            for place in &remark.changes {
                if let Some((part, row)) = parts.get(*place as usize) {
                    of_changes.push((*part, *row, number));
                }
            }
        }
        of_changes.sort_unstable();
        let mut out = vec![RemarksOfPart::default(); n_parts];
        for (part, row, number) in of_changes {
            let Some(of_part) = out.get_mut(part as usize) else { continue };
            match of_part.rows.last_mut().filter(|(last, _)| *last == row) {
                Some((_, numbers)) => numbers.push(number),
                None => of_part.rows.push((row, vec![number])),
            }
        }
        out
    }

    /// How many changes of the part any remark speaks of.
    pub fn n_changes(&self) -> usize {
        self.rows.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RemarkKind;

    #[test]
    fn each_part_knows_what_is_said_of_its_changes() {
        let remark = |items, changes: &[u32]| Remark { kind: RemarkKind::OlderThanChange { items }, changes: changes.to_vec() };
        // change 0 is row 0 of part 1, change 1 row 0 of part 0, change 2 row 1 of part 1
        let of_parts = RemarksOfPart::of(&[remark(1, &[0, 2]), remark(2, &[2])], &[(1, 0), (0, 0), (1, 1)], 2);
        assert_eq!(of_parts[0], RemarksOfPart::default());
        assert_eq!(of_parts[1].rows, [(0, vec![0]), (1, vec![0, 1])]);
        assert_eq!(
            (of_parts[1].of_row(1), of_parts[1].of_row(7), of_parts[1].n_changes()),
            ([0, 1].as_slice(), [].as_slice(), 2)
        );
    }
}
