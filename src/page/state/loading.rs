//! How reading goes, and what came of it.

use leptos::prelude::*;

use super::{Announcer, Worker, set_if_changed};
use crate::link::exchange::{Exchange, Phase, Report};
use crate::page::browser::{self, File};
use plumbline_report::frame::words;

/// A load under way, and the result of the last one.
#[derive(Clone, Copy)]
pub struct Loading {
    /// The state of the exchange with the worker.
    pub phase: RwSignal<Phase>,
    /// Whether something is being computed or read.
    pub busy: RwSignal<bool>,
    /// What a load or a failure reports, until the reader closes it.
    pub report: RwSignal<Option<Report>>,
    /// Whether files are dragged over the page.
    pub dragging: RwSignal<bool>,
    worker: Worker,
    announcer: Announcer,
}

impl Loading {
    pub(super) fn new(worker: Worker, announcer: Announcer) -> Self {
        Self {
            phase: RwSignal::new(Phase::Starting),
            busy: RwSignal::new(true),
            report: RwSignal::new(None),
            dragging: RwSignal::new(false),
            worker,
            announcer,
        }
    }

    /// Reads more of the reader's own files: path and handle of each.
    pub fn load(self, files: Vec<(String, File)>) {
        browser::give_way();
        self.report.set(None);
        self.worker.load(files);
    }

    /// Replaces everything by the demo.
    pub fn load_demo(self) {
        self.report.set(None);
        self.worker.request(Exchange::load_demo);
    }

    /// Follows the data of a server that tells when they change. What it could not read is reported until it can.
    pub(super) fn follow_site(self) {
        browser::on_new_data(move |is_new, faults| {
            if is_new {
                self.worker.request(Exchange::follow_site);
            }
            if !faults.is_empty() {
                self.report.set(Some(Report::NotTaken(faults.to_owned())));
            } else if self.report.with_untracked(|report| matches!(report, Some(Report::NotTaken(_)))) {
                self.report.set(None);
            }
        });
    }

    /// Stops the load under way.
    pub fn cancel(self) {
        self.worker.request(Exchange::cancel);
    }

    /// Takes over the state of the exchange.
    pub(super) fn update(self, exchange: &mut Exchange) {
        let phase = exchange.phase();
        if matches!(phase, Phase::Ended(_)) {
            browser::give_way();
        }
        self.announce_quarter(&phase);
        set_if_changed(self.phase, phase);
        set_if_changed(self.busy, exchange.is_busy());
        if let Some(report) = exchange.take_report() {
            self.show_report(report);
        }
    }

    /// Says each quarter of a load aloud when it is reached.
    fn announce_quarter(self, phase: &Phase) {
        let quarter_of = |phase: &Phase| match phase {
            // A share of 0 to 1 has four quarters.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            Phase::Reading(reading) => Some(((reading.share() * 4.0) as u32, reading.total)),
            _ => None,
        };
        if let Some((quarter, total)) = quarter_of(phase)
            && quarter > 0
            && self.phase.with_untracked(quarter_of).is_none_or(|(before, _)| before < quarter)
        {
            self.announcer.say(words::quarter(quarter, total));
        }
    }

    /// Reports a load: only aloud when all went well, in a notice otherwise.
    fn show_report(self, report: Report) {
        if let Report::Loaded { loaded, own, stopped } = &report {
            // A notice says aloud itself what was not used.
            if stopped.is_empty() && loaded.refused == 0 && loaded.errors == 0 {
                let done = words::load_done(loaded.files, loaded.changes);
                if *own {
                    self.announcer.announce(done)
                } else {
                    self.announcer.say(done)
                }
                // An earlier notice stays: only the reader closes it.
                return;
            }
        } else {
            // Nothing else is going to be shown soon.
            browser::give_way();
        }
        self.report.set(Some(report));
    }
}
