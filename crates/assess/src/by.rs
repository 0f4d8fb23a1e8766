//! One value for each word of a closed list, such as one confidence for each gate.

use plumbline_domain::{Authorship, Condition, Family, Gate, Grade, Risk, Severity, Surface};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::marker::PhantomData;

/// A closed list of the vocabulary, usable as the key of [`By`].
pub trait Word: Copy + Serialize + 'static {
    /// Every value, in the order of the rules. Never empty.
    fn all() -> &'static [Self];
    /// The place of the value in [`Word::all`].
    fn place(self) -> usize;
}

macro_rules! words {
    ($($name:ident),+) => {
        $(impl Word for $name {
            fn all() -> &'static [Self] {
                Self::ALL
            }
            fn place(self) -> usize {
                self.index()
            }
        })+
    };
}

words!(Gate, Risk, Grade, Condition, Severity, Authorship, Surface, Family);

/// One value for each word. It holds every word, so that a lookup cannot fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By<K, V> {
    first: V,
    rest: Vec<V>,
    key: PhantomData<K>,
}

impl<K: Word, V> By<K, V> {
    /// Makes the value of each word.
    pub fn from_fn(mut make: impl FnMut(K) -> V) -> Self {
        let mut first = None;
        let mut rest = Vec::with_capacity(K::all().len().saturating_sub(1));
        // from the last to the first, so that the first is left over
        for &key in K::all().iter().rev() {
            if let Some(later) = first.replace(make(key)) {
                rest.push(later);
            }
        }
        rest.reverse();
        match first {
            Some(first) => By { first, rest, key: PhantomData },
            None => unreachable!("a closed list of the vocabulary is never empty"),
        }
    }

    /// The value of a word.
    pub fn get(&self, key: K) -> &V {
        key.place().checked_sub(1).and_then(|i| self.rest.get(i)).unwrap_or(&self.first)
    }

    /// The value of a word, to be changed.
    pub fn get_mut(&mut self, key: K) -> &mut V {
        match key.place().checked_sub(1) {
            None => &mut self.first,
            Some(i) => self.rest.get_mut(i).unwrap_or(&mut self.first),
        }
    }

    /// Each word with its value, in the order of the rules.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        K::all().iter().copied().zip(std::iter::once(&self.first).chain(&self.rest))
    }
}

impl<K: Word> By<K, u64> {
    /// Adds one to the count of a word.
    pub fn count(&mut self, key: K) {
        *self.get_mut(key) += 1;
    }

    /// The sum over all words.
    pub fn total(&self) -> u64 {
        self.iter().map(|(_, n)| n).sum()
    }
}

impl<K: Word, V: Default> Default for By<K, V> {
    fn default() -> Self {
        By::from_fn(|_| V::default())
    }
}

impl<K: Word, V: Serialize> Serialize for By<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(K::all().len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(&key, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_own_value() {
        let mut by = By::<Gate, u64>::default();
        by.count(Gate::Intent);
        by.count(Gate::Observation);
        by.count(Gate::Observation);
        let all: Vec<_> = by.iter().map(|(gate, n)| (gate, *n)).collect();
        assert_eq!(all, [(Gate::Intent, 1), (Gate::Validation, 0), (Gate::Execution, 0), (Gate::Observation, 2)]);
        assert_eq!(By::<Gate, &str>::from_fn(Gate::id).get(Gate::Execution), &"execution");
    }
}
