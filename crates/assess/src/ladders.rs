//! The ladders that were asked for last.

use super::ladder::TeamRung;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many ladders are kept: a reader goes back and forth between a few filters.
const N_KEPT: usize = 4;

/// The ladders that were asked for last, each with the changes that it is about. A ladder looks at the same days whatever the
/// period, and nothing that was judged changes: the next period over the same changes has the same ladder.
#[derive(Debug, Default)]
pub(crate) struct Ladders(Mutex<VecDeque<Kept>>);

/// The changes, and their ladder.
type Kept = (Vec<u32>, Arc<[TeamRung]>);

/// A copy begins with none.
impl Clone for Ladders {
    fn clone(&self) -> Self {
        Ladders::default()
    }
}

impl Ladders {
    /// The ladder of a set of changes; worked out when it is not among them.
    pub fn get(&self, subset: &[u32], make: impl FnOnce() -> Arc<[TeamRung]>) -> Arc<[TeamRung]> {
        // whoever panicked with it in hand left it whole
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, ladder)) = kept.iter().find(|(changes, _)| changes == subset) {
            return Arc::clone(ladder);
        }
        let ladder = make();
        kept.truncate(N_KEPT - 1);
        kept.push_front((subset.to_vec(), Arc::clone(&ladder)));
        ladder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_is_kept_until_others_come() {
        let ladders = Ladders::default();
        let made = std::cell::Cell::new(0);
        let ask = |change: u32| {
            ladders.get(&[change], || {
                made.set(made.get() + 1);
                Arc::default()
            });
            made.get()
        };
        // four are kept, so that the first is made again after four others
        assert_eq!([1, 1, 2, 3, 4, 1, 5, 2, 1].map(ask), [1, 1, 2, 3, 4, 4, 5, 5, 6]);
        // a copy knows none of them
        assert_eq!(ladders.clone().0.lock().unwrap().len(), 0);
    }
}
