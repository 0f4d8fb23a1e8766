//! Putting lists in order, with one compiled sort for all of them.
//!
//! The standard library compiles its sort anew for each type of element and each comparison: 4 KB of WebAssembly each time,
//! and the worker has twenty. Here the places of the elements are sorted, which are always numbers; the elements are moved
//! once, at the end.

use super::small_letters;
use std::cmp::Ordering;

/// Sorts a list. Equal elements keep their order.
pub fn sort<T: Ord>(list: &mut [T]) {
    sort_by(list, T::cmp);
}

/// Sorts a list by a key that is cheap to work out. Elements of equal keys keep their order.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(list, |a, b| key(a).cmp(&key(b)));
}

/// Sorts a list by a comparison. Equal elements keep their order.
pub fn sort_by<T>(list: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let targets = targets(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(list, targets);
}

/// Sorts a list by names as a person looks them up: without case, and by case where nothing else tells them apart.
pub fn alphabetically<T>(list: &mut [T], name: impl Fn(&T) -> &str) {
    let keys: Vec<(String, &str)> = list.iter().map(|element| (small_letters(name(element)), name(element))).collect();
    let targets = targets(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    arrange(list, targets);
}

/// Moves the element of each place to its target.
fn arrange<T>(list: &mut [T], mut targets: Vec<usize>) {
    for place in 0..list.len() {
        // Each swap brings one element to where it belongs, so that there are fewer swaps than elements.
        while let Some(target) = targets.get(place).copied().filter(|target| *target != place) {
            list.swap(place, target);
            targets.swap(place, target);
        }
    }
}

/// Where the element of each place belongs: a merge sort of the places.
fn targets(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = (0..count).collect();
    let mut width = 1;
    while width < count {
        let mut merged = Vec::with_capacity(count);
        for run in sorted.chunks(2 * width) {
            let (mut left, mut right) = run.split_at(width.min(run.len()));
            while let (Some((l, left_rest)), Some((r, right_rest))) = (left.split_first(), right.split_first()) {
                if compare(*l, *r).is_gt() {
                    merged.push(*r);
                    right = right_rest;
                } else {
                    merged.push(*l);
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        sorted = merged;
        width *= 2;
    }
    let mut targets = vec![0; count];
    for (target, place) in sorted.into_iter().enumerate() {
        if let Some(slot) = targets.get_mut(place) {
            *slot = target;
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_every_length_are_sorted_as_the_standard_library_sorts_them() {
        for length in 0..70_usize {
            // Few distinct keys, so that most elements have equals whose order must stay.
            let list: Vec<(usize, usize)> = (0..length).map(|n| (n * n * 7 % 11, n)).collect();
            let (mut own, mut standard) = (list.clone(), list);
            sort_by_key(&mut own, |(key, _)| *key);
            standard.sort_by_key(|(key, _)| *key);
            assert_eq!(own, standard, "{length}");
        }
    }

    #[test]
    fn elements_that_cannot_be_copied_are_moved_and_none_is_lost() {
        let mut words = ["d", "a", "c", "b", "a"].map(str::to_owned);
        sort(&mut words);
        assert_eq!(words, ["a", "a", "b", "c", "d"]);
        sort_by(&mut words, |a, b| b.cmp(a));
        assert_eq!(words, ["d", "c", "b", "a", "a"]);
    }

    #[test]
    fn names_are_looked_up_without_case() {
        let mut names = ["beta", "Alpha", "alpha", "Gamma"];
        alphabetically(&mut names, |name| name);
        assert_eq!(names, ["Alpha", "alpha", "beta", "Gamma"]);
    }
}
