//! Deployment intent and threat models.

mod categories;
mod markdown;
mod otm;
mod prose;
mod threagile;
mod threat_composer;
mod threat_dragon;

use super::super::json::Json;
use super::super::places::Places;
use super::{Descriptor, TextDescriptor};
use plumbline_domain::{Format, Passage};

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[
    Descriptor { format: Format::ThreatDragon, fits: threat_dragon::fits, read: threat_dragon::read },
    Descriptor { format: Format::Otm, fits: otm::fits, read: otm::read },
    Descriptor { format: Format::Threagile, fits: threagile::fits, read: threagile::read },
    Descriptor { format: Format::ThreatComposer, fits: threat_composer::fits, read: threat_composer::read },
];

/// An intent in Markdown.
pub(in crate::formats) const MARKDOWN: TextDescriptor =
    TextDescriptor { format: Format::ThreatIntentMarkdown, fits: markdown::fits, read: markdown::read };

/// Takes a field as a passage, unless an earlier one already says something.
fn state(passage: &mut Option<Passage>, field: &str, path: String, value: &Json<'_>, places: &Places<'_>) {
    let Some(text) = value.text() else { return };
    if passage.as_ref().is_none_or(|p| !p.is_stated) {
        let is_stated = markdown::holds_sentence(text);
        if is_stated || passage.is_none() {
            *passage = Some(Passage { source: field.into(), is_stated, place: places.at(path, value) });
        }
    }
}

/// Whether a field holds a sentence.
fn says(object: &Json<'_>, key: &str) -> bool {
    object.text_of(key).is_some_and(markdown::holds_sentence)
}

#[cfg(test)]
mod tests;
