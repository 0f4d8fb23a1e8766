//! What a probe is asked with, and what it answers.

use crate::Setting;
use plumbline_domain::{ArtifactType, Content, Facts, Instant, Mode, Outcome, Place, Policy, ProbeOutcome};
use std::collections::BTreeMap;

/// A file that is offered as evidence, with everything that a probe may look at.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The type that it is offered as.
    pub artifact_type: &'a ArtifactType,
    /// The file. Its format is one that the type accepts.
    pub content: &'a Content,
    /// The file with the state before, when the item names one and its bytes are at hand.
    pub before: Option<&'a Content>,
    /// Further files of the item that are read together with it.
    pub with: &'a [&'a Content],
    /// The best change preview of the same change.
    pub plan: Option<&'a Content>,
    /// The change's own deployment log.
    pub log: Option<&'a Content>,
    /// What the gate said.
    pub outcome: Outcome,
    /// Whether the gate could stop the change.
    pub mode: Mode,
    /// When the change was deployed.
    pub deployed_at: Option<Instant>,
    /// From a grant (`principal role scope`) to the sentence that justifies it.
    pub justifications: &'a BTreeMap<String, String>,
    /// The rules in force.
    pub policy: &'a Policy,
    /// Whether sentences and places are wanted; without, only the outcome is.
    pub explains: bool,
}

/// What a file answers to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The outcome.
    pub outcome: ProbeOutcome,
    /// Why: a sentence without a full stop. Empty when it was not wanted.
    pub because: String,
    /// The places in the file that show it.
    pub places: Vec<Place>,
}

/// Why an answer is as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Because {
    sentence: String,
    places: Vec<Place>,
}

impl From<String> for Because {
    fn from(sentence: String) -> Self {
        Because { sentence, places: Vec::new() }
    }
}

impl From<&str> for Because {
    fn from(sentence: &str) -> Self {
        sentence.to_owned().into()
    }
}

impl Because {
    /// How many places an answer shows at most.
    const MAX_PLACES: usize = 20;

    /// Adds the place that shows it.
    #[must_use]
    pub fn at(self, place: &Place) -> Self {
        self.at_each([place])
    }

    /// Adds the places that show it, up to twenty.
    #[must_use]
    pub fn at_each<'p>(mut self, places: impl IntoIterator<Item = &'p Place>) -> Self {
        let room = Self::MAX_PLACES.saturating_sub(self.places.len());
        self.places.extend(places.into_iter().take(room).cloned());
        self
    }
}

impl<'a> Question<'a> {
    /// The facts of the file.
    pub fn facts(&self) -> &'a Facts {
        &self.content.facts
    }

    /// The file and those that are read together with it.
    pub fn together(&self) -> impl Iterator<Item = &'a Content> {
        std::iter::once(self.content).chain(self.with.iter().copied())
    }

    fn answer(&self, outcome: ProbeOutcome, because: impl FnOnce() -> Because) -> Answer {
        let Because { sentence, places } = if self.explains { because() } else { Because::default() };
        Answer { outcome, because: sentence, places }
    }

    /// The file answers with yes.
    pub fn holds(&self, because: impl FnOnce() -> Because) -> Answer {
        self.answer(ProbeOutcome::Holds, because)
    }

    /// The file answers with no.
    pub fn fails(&self, because: impl FnOnce() -> Because) -> Answer {
        self.answer(ProbeOutcome::Fails, because)
    }

    /// The file leaves it open.
    pub fn inconclusive(&self, because: impl FnOnce() -> Because) -> Answer {
        self.answer(ProbeOutcome::Inconclusive, because)
    }

    /// Nothing in the file speaks of it.
    pub fn silent(&self, because: impl FnOnce() -> Because) -> Answer {
        self.answer(ProbeOutcome::Silent, because)
    }

    /// What the file says that the change is made with, for the command of a remedy.
    pub fn setting(&self) -> Setting {
        Setting::of_format(self.content.format)
    }
}
