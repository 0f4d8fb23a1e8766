//! Work on all processors, whose results are taken in order: what is written does not depend on which thread was first.

use super::args::Failure;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

/// How many threads work at a time.
pub fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(8)
}

/// Does `n` pieces of work, and hands over the results in their order.
///
/// # Errors
/// The first error of a piece of work, or of `take`.
pub fn in_order<T: Send>(
    n: usize,
    work: impl Fn(usize) -> Result<T, Failure> + Sync,
    mut take: impl FnMut(usize, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::sync_channel(threads());
    thread::scope(|scope| {
        for _ in 0..threads().min(n) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    // nobody takes what follows an error
                    if place >= n || sender.send((place, work(place))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut waiting, mut wanted) = (BTreeMap::new(), 0);
        for (place, result) in receiver {
            waiting.insert(place, result?);
            while let Some(result) = waiting.remove(&wanted) {
                take(wanted, result)?;
                wanted += 1;
            }
        }
        Ok(())
    })
}
