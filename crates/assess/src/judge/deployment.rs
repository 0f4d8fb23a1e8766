//! When a later deployment replaced a change (docs/scoring.md, "Conditions").

use plumbline_domain::{Change, Dataset, Instant};
use std::collections::HashMap;

/// When each (team, service, environment) was deployed to, or will be as far as records state it.
pub(super) struct Deployments {
    by_place: HashMap<(u32, u32, u32), Vec<Instant>>,
}

impl Deployments {
    pub fn of(dataset: &Dataset, places: &[[Option<u32>; 4]]) -> Self {
        let mut by_place: HashMap<(u32, u32, u32), Vec<Instant>> = HashMap::new();
        for (change, place) in dataset.changes.iter().zip(places) {
            if let (&[Some(team), Some(service), Some(environment), _], Some(at)) = (place, change.fields.deployed_at) {
                by_place.entry((team, service, environment)).or_default().push(at);
            }
        }
        by_place.values_mut().for_each(|times| times.sort());
        Deployments { by_place }
    }

    /// When the change stopped being current: the next deployment to the same place, or `now` when there was none.
    pub fn replaced_at(&self, change: &Change, place: &[Option<u32>; 4], now: Instant) -> Instant {
        self.next(change, place).filter(|at| *at <= now).unwrap_or(now)
    }

    /// When the change will stop being current after `now`; none when it was replaced by then, or nothing is known.
    pub fn replaced_after(&self, change: &Change, place: &[Option<u32>; 4], now: Instant) -> Option<Instant> {
        self.next(change, place).filter(|at| *at > now)
    }

    /// The next deployment to the place of a change.
    fn next(&self, change: &Change, place: &[Option<u32>; 4]) -> Option<Instant> {
        let (&[Some(team), Some(service), Some(environment), _], Some(at)) = (place, change.fields.deployed_at) else {
            return None;
        };
        let times = self.by_place.get(&(team, service, environment))?;
        times.get(times.partition_point(|&t| t <= at)).copied()
    }
}
