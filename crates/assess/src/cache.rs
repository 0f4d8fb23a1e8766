//! What a caller can keep between the figures of one assessment, to save work.

use crate::Assessment;
use crate::figures::TextIndex;
use crate::figures::ladder::{TeamRung, standings};
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::sync::Arc;

/// How many ladders are kept: a reader goes back and forth between a few filters.
const N_LADDERS: usize = 4;

/// Work that can be used again for the same assessment. A new assessment needs a new cache; the answers are the same with a
/// fresh one.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// The latest ladders, each with the changes that it is about. A ladder looks at the same days whatever the period, so that
    /// the next period over the same changes has the same ladder.
    ladders: RefCell<VecDeque<(Vec<u32>, Arc<[TeamRung]>)>>,
    text_index: OnceCell<TextIndex>,
}

impl Cache {
    /// Where each team with a change in the set stands, as in [`standings`].
    pub fn ladder(&self, assessment: &Assessment, subset: &[u32]) -> Arc<[TeamRung]> {
        self.ladder_or(subset, || standings(assessment, subset).into())
    }

    fn ladder_or(&self, subset: &[u32], make: impl FnOnce() -> Arc<[TeamRung]>) -> Arc<[TeamRung]> {
        if let Some((_, ladder)) = self.ladders.borrow().iter().find(|(changes, _)| changes == subset) {
            return Arc::clone(ladder);
        }
        let ladder = make();
        let mut ladders = self.ladders.borrow_mut();
        ladders.truncate(N_LADDERS - 1);
        ladders.push_front((subset.to_vec(), Arc::clone(&ladder)));
        ladder
    }

    /// The changes of a set, in its order, in which every word of a text is found, as in [`TextIndex::find`]. A text without a
    /// word needs no index.
    pub fn find(&self, assessment: &Assessment, subset: &[u32], text: &str) -> Vec<u32> {
        if text.trim().is_empty() {
            return subset.to_vec();
        }
        self.text_index(assessment).find(assessment, subset, text)
    }

    /// What changes are found by; made when something is first searched for.
    pub fn text_index(&self, assessment: &Assessment) -> &TextIndex {
        self.text_index.get_or_init(|| TextIndex::of(assessment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ladder_is_kept_until_others_come() {
        let cache = Cache::default();
        let made = std::cell::Cell::new(0);
        let ask = |change: u32| {
            cache.ladder_or(&[change], || {
                made.set(made.get() + 1);
                Arc::default()
            });
            made.get()
        };
        // four are kept, so that the first is made again after four others
        assert_eq!([1, 1, 2, 3, 4, 1, 5, 2, 1].map(ask), [1, 1, 2, 3, 4, 4, 5, 5, 6]);
    }
}
