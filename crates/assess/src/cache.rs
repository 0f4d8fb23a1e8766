//! What a caller can keep between the figures of one assessment, to save work.

use crate::Assessment;
use crate::figures::TextIndex;
use crate::figures::ladder::{TeamRung, standings};
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::sync::Arc;

/// How many ladders are kept: a reader switches between a few filters.
const N_LADDERS: usize = 4;

/// Where each team stands.
type Ladder = Arc<[TeamRung]>;

/// Results that later figures of the same assessment can use again. Every answer is the same with a fresh cache, only later; a
/// new assessment needs a new cache.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    /// The latest ladders, each with the changes that it is about. The ladder has its own window, so that another period leaves
    /// it as it is.
    ladders: RefCell<VecDeque<(Vec<u32>, Ladder)>>,
    text_index: OnceCell<TextIndex>,
}

impl Cache {
    /// Where each team with a change in the set stands, as in [`standings`].
    pub fn ladder(&self, assessment: &Assessment, subset: &[u32]) -> Ladder {
        self.ladder_or(subset, || standings(assessment, subset).into())
    }

    fn ladder_or(&self, subset: &[u32], make: impl FnOnce() -> Ladder) -> Ladder {
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

    /// The index for [`TextIndex::find`], built on first use.
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
