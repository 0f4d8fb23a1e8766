//! What changes are grouped by.

use plumbline_columns::count_by;

/// What changes are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// Their team.
    Team,
    /// Their service.
    Service,
    /// Their environment, compared without case.
    Environment,
    /// Their release.
    Release,
    /// Who wrote them.
    Authorship,
}

/// One group for each change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// By its place among the groups.
    pub codes: Vec<u32>,
    /// How many changes each group has.
    pub counts: Vec<u64>,
}

impl Group {
    /// The groups of all changes in order, of `n` groups.
    pub fn of(codes: Vec<u32>, n: usize) -> Self {
        let every: Vec<u32> = (0_u32..).zip(&codes).map(|(row, _)| row).collect();
        Group { counts: count_by(&codes, &every, n), codes }
    }

    /// How many groups there are.
    pub fn n(&self) -> usize {
        self.counts.len()
    }
}
