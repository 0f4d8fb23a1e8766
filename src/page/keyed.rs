//! Lists whose items keep their elements: an item with the key of an earlier one updates that one's view in place, so focus, hover,
//! open folds, scroll position and selected text stay where they are.

use std::hash::Hash;
use std::mem;

use leptos::prelude::*;

/// An item with its key and a signal that holds its present value.
struct Slot<K, T: 'static> {
    key: (K, usize),
    value: ArcRwSignal<T>,
}

impl<K: Clone, T> Clone for Slot<K, T> {
    fn clone(&self) -> Self {
        Self { key: self.key.clone(), value: self.value.clone() }
    }
}

/// Shows each item that `items` finds in `source`. An item with an earlier key keeps its view, which follows the item's signal; an equal
/// item causes no work at all. Items that share a key are told apart by their order.
pub(crate) fn keyed<S, T, K>(
    source: Signal<S>,
    items: fn(&S) -> &[T],
    key: fn(&T) -> K,
    view: impl Fn(Signal<T>) -> AnyView + Clone + Send + 'static,
) -> impl IntoView
where
    S: Send + Sync + 'static,
    T: Clone + PartialEq + Send + Sync + 'static,
    K: Clone + Eq + Hash + Send + Sync + 'static,
{
    let slots = StoredValue::new(Vec::<Slot<K, T>>::new());
    let each = move || {
        source.with(|source| {
            let now = updated(slots.try_update_value(mem::take).unwrap_or_default(), items(source), key);
            slots.set_value(now.clone());
            now
        })
    };
    view! { <For each key=|slot| slot.key.clone() children=move |slot| view(slot.value.into()) /> }
}

/// The slots of these items: those of earlier items with the same keys, and new ones.
fn updated<K: Clone + Eq, T: Clone + PartialEq + Send + Sync>(
    mut earlier: Vec<Slot<K, T>>,
    items: &[T],
    key: fn(&T) -> K,
) -> Vec<Slot<K, T>> {
    let mut now: Vec<Slot<K, T>> = Vec::with_capacity(items.len());
    for item in items {
        let key = key(item);
        let n_before = now.iter().filter(|slot| slot.key.0 == key).count();
        let key = (key, n_before);
        // Most items keep their order, so the first slot left is the one.
        let found = earlier.iter().position(|slot| slot.key == key);
        now.push(match found {
            Some(i) => {
                let slot = earlier.remove(i);
                if slot.value.with_untracked(|value| value != item) {
                    slot.value.set(item.clone());
                }
                slot
            }
            None => Slot { key, value: ArcRwSignal::new(item.clone()) },
        });
    }
    now
}
