//! One small file of every format that tools write, made by hand after its published schema.
//!
//! `VALUE` stands where a tool writes values that may be secret, `TOKEN` where a token may stand in free text: neither may ever come
//! out of the readers.

mod alerts;
mod attestations;
mod deployments;
mod identity;
mod intents;
mod networks;
mod reports;
mod runs;
mod scanners;
mod signals;

/// In place of a value: a plan's or state's attribute, an output, a quoted line, a scanner's match.
pub const VALUE: &str = "correct-horse-battery";
/// In place of a token in a message: its beginning is that of an access key.
pub const TOKEN: &str = "AKIAQ7PLUMBLINE5XMPL";

/// A file of a format.
pub struct Sample {
    /// The id that `inspect` prints.
    pub format: &'static str,
    /// The text, with `VALUE` and `TOKEN`.
    text: &'static str,
    /// How many items it holds.
    pub items: u64,
    /// How many open findings.
    pub open: u64,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// One JSON document.
    Json,
    /// A JSON document in each line.
    Lines,
    Xml,
    Yaml,
    Markdown,
}

impl Sample {
    /// How its text is written.
    pub fn syntax(&self) -> Syntax {
        let is_document = |line: &str| line.starts_with('{') && line.ends_with('}');
        match self.text.chars().next() {
            Some('{') if self.text.lines().count() > 1 && self.text.lines().all(is_document) => Syntax::Lines,
            Some('{' | '[') => Syntax::Json,
            Some('<') => Syntax::Xml,
            Some('#') => Syntax::Markdown,
            _ => Syntax::Yaml,
        }
    }

    /// The file as the tool would write it.
    pub fn text(&self) -> String {
        self.text.replace("VALUE", VALUE).replace("TOKEN", TOKEN)
    }
}

const fn sample(format: &'static str, items: u64, open: u64, text: &'static str) -> Sample {
    Sample { format, text, items, open }
}

/// Every format that tools write.
pub fn samples() -> impl Iterator<Item = &'static Sample> {
    let families = [
        scanners::SAMPLES,
        reports::SAMPLES,
        deployments::SAMPLES,
        runs::SAMPLES,
        identity::SAMPLES,
        networks::SAMPLES,
        alerts::SAMPLES,
        signals::SAMPLES,
        intents::SAMPLES,
        attestations::SAMPLES,
    ];
    families.into_iter().flatten()
}
