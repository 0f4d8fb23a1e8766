//! An intent in Markdown: the sections under known headings, of any level and without case. The block of a pull request is written so,
//! and so is the document that `plumbline collect` makes of it.

use super::super::super::places::Places;
use super::super::super::yaml;
use super::super::{Reading, Refusal, Shape, format_of};
use super::categories::Categories;
use super::prose::{is_sentence, is_sentence_in_italics};
use plumbline_domain::{Intent, Passage, Place};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A text longer than this is no intent.
const MAX_BYTES: usize = 4 << 20;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    Objective,
    Assumptions,
    Threats,
}

/// The section that a heading begins.
fn section_of(heading: &str) -> Option<Section> {
    let plain =
        heading.trim().trim_end_matches([':', '.', '?']).trim_start_matches(|c: char| c.is_ascii_digit() || ". )".contains(c));
    let words: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    Some(match words.join(" ").as_str() {
        "deployment objective" | "deployment objectives" | "objective" | "objectives" | "purpose" | "goal" | "goals" => {
            Section::Objective
        }
        "threat assumptions" | "threat assumption" | "assumptions" | "assumption" => Section::Assumptions,
        "threats" | "threat" | "threat model" | "threat category" | "threat categories" => Section::Threats,
        _ => return None,
    })
}

/// Whether a text has a heading of an intent, and is no YAML of a format of its own whose comments look like headings.
pub(super) fn fits(text: &str) -> bool {
    if text.len() > MAX_BYTES || !may_have_headings(text) {
        return false;
    }
    let mut heading: Option<String> = None;
    let has_heading = Parser::new(text).any(|event| match event {
        Event::Start(Tag::Heading { .. }) => {
            heading = Some(String::new());
            false
        }
        Event::Text(text) | Event::Code(text) => {
            if let Some(heading) = &mut heading {
                heading.push_str(&text);
            }
            false
        }
        Event::End(TagEnd::Heading(_)) => heading.take().is_some_and(|h| section_of(&h).is_some()),
        _ => false,
    });
    has_heading && !is_known_yaml(text)
}

/// Whether a line can be a heading of an intent: one cheap look at texts that are something else.
fn may_have_headings(text: &str) -> bool {
    const WORDS: [&str; 5] = ["objective", "purpose", "goal", "assumption", "threat"];
    text.lines().any(|line| {
        let line = line.trim_start_matches(['#', '>', ' ', '\t', '*', '_']);
        line.len() < 200 && {
            let line = line.to_ascii_lowercase();
            WORDS.iter().any(|word| line.contains(word))
        }
    })
}

fn is_known_yaml(text: &str) -> bool {
    yaml::looks_like_yaml(text) && yaml::to_json(text).is_ok_and(|json| format_of(&Shape::of(&json).0).is_some())
}

/// Whether a text of Markdown holds at least one sentence.
pub(super) fn holds_sentence(text: &str) -> bool {
    let mut found = false;
    each_block(text, |block| {
        if let Block::Text { is_stated, .. } = block {
            found |= is_stated;
        }
    });
    found
}

/// Reads an intent.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut intent = Intent::default();
    let mut categories = Categories::default();
    // the open headings, each with its level, what its text is about, and its words
    let mut open: Vec<(u8, Option<Section>, String)> = Vec::new();
    each_block(text, |block| match block {
        Block::Heading { level, words, at } => {
            while open.last().is_some_and(|(outer, ..)| *outer >= level) {
                open.pop();
            }
            let own = section_of(&words);
            let section = own.or_else(|| open.last().and_then(|(_, section, _)| *section));
            let shown: String = match (own, open.last()) {
                (None, Some((_, Some(_), outer))) => outer.clone(),
                _ => words.trim().chars().take(200).collect(),
            };
            if own.is_some() {
                reading.items += 1;
                note(&mut intent, section, &shown, false, || place(&shown, places.line(at)));
            }
            open.push((level, section, shown));
        }
        Block::Text { words, is_stated, at } => {
            let Some((_, Some(section), heading)) = open.last() else { return };
            if is_stated {
                note(&mut intent, Some(*section), heading, true, || place(heading, places.line(at)));
            }
            categories.cite(&words, || place(heading, places.line(at)));
        }
    });
    intent.categories = categories.into_found();
    reading.facts.intent = Some(Box::new(intent));
    Ok(())
}

fn place(heading: &str, line: u32) -> Place {
    Place { path: heading.into(), line }
}

/// Keeps the first passage of a section that says something, or the first one.
fn note(intent: &mut Intent, section: Option<Section>, heading: &str, is_stated: bool, place: impl Fn() -> Place) {
    let slot = match section {
        Some(Section::Objective) => &mut intent.objective,
        Some(Section::Assumptions) => &mut intent.assumptions,
        Some(Section::Threats) | None => return,
    };
    if slot.as_ref().is_none_or(|p| is_stated && !p.is_stated) {
        *slot = Some(Passage { source: heading.into(), is_stated, place: place() });
    }
}

/// A piece of a document.
enum Block {
    Heading {
        level: u8,
        words: String,
        at: usize,
    },
    /// A paragraph, an item or a cell. Comments and blocks of code are none.
    Text {
        words: String,
        is_stated: bool,
        at: usize,
    },
}

/// The text that is being read.
#[derive(Default)]
struct Text {
    at: Option<usize>,
    /// All words.
    words: String,
    /// Those that are no code.
    prose: String,
    /// Whether anything stands outside of italics.
    is_upright: bool,
    italics: u32,
}

impl Text {
    fn push(&mut self, text: &str, at: usize, is_code: bool) {
        self.at.get_or_insert(at);
        self.words.push_str(text);
        if !is_code {
            self.prose.push_str(text);
            self.is_upright |= self.italics == 0 && text.chars().any(char::is_alphanumeric);
        }
    }

    fn take(&mut self) -> Option<Block> {
        let text = std::mem::take(self);
        self.italics = text.italics;
        let at = text.at?;
        let is_stated = if text.is_upright { is_sentence(&text.prose) } else { is_sentence_in_italics(&text.prose) };
        Some(Block::Text { words: text.words, is_stated, at })
    }
}

fn each_block(markdown: &str, mut each: impl FnMut(Block)) {
    let mut text = Text::default();
    let mut heading: Option<(u8, usize)> = None;
    let mut is_code = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                text.take().into_iter().for_each(&mut each);
                heading = Some((level as u8, range.start));
            }
            Event::End(TagEnd::Heading(_)) => {
                let words = std::mem::take(&mut text).words;
                if let Some((level, at)) = heading.take() {
                    each(Block::Heading { level, words, at });
                }
            }
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Start(Tag::Emphasis) => text.italics += 1,
            Event::End(TagEnd::Emphasis) => text.italics = text.italics.saturating_sub(1),
            Event::Text(words) if !is_code => text.push(&words, range.start, false),
            Event::Code(words) => text.push(&words, range.start, true),
            // an autolink such as <https://attack.mitre.org/…> is text; other markup says nothing
            Event::SoftBreak | Event::HardBreak if text.at.is_some() => text.push(" ", range.start, false),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell)
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell) => text.take().into_iter().for_each(&mut each),
            _ => {}
        }
    }
    text.take().into_iter().for_each(&mut each);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent(text: &str) -> Intent {
        assert!(fits(text), "{text}");
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        *reading.facts.intent.unwrap()
    }

    fn names(intent: &Intent) -> Vec<&str> {
        intent.categories.iter().map(|c| &*c.name).collect()
    }

    fn is_stated(passage: &Option<Passage>) -> Option<bool> {
        passage.as_ref().map(|p| p.is_stated)
    }

    #[test]
    fn headings_count_at_any_level_and_in_any_case() {
        let intent = intent(
            "Change 8.\r\n\r\n#### OBJECTIVE:\r\n\r\nRotate keys.\r\n\r\nThreat Assumptions\r\n---\r\n- Clients `refetch` daily, else T1552.004\r\n",
        );
        let objective = intent.objective.as_ref().unwrap();
        assert_eq!((&*objective.source, objective.is_stated, objective.place.line), ("OBJECTIVE:", true, 5));
        assert_eq!(is_stated(&intent.assumptions), Some(true));
        assert_eq!((names(&intent), intent.categories[0].place.line), (vec!["T1552.004"], 9));
    }

    #[test]
    fn hints_comments_code_and_placeholders_state_nothing() {
        for text in [
            "TBD",
            "<!-- What is it for? -->",
            "```\nkeys leave the code\n```",
            "_what it is for_",
            "",
            "- n/a\n- none",
            "`kv get x`",
        ] {
            let intent = intent(&format!("# Objective\n\n{text}\n\n# Assumptions\n\nNobody reads it.\n"));
            assert_eq!((is_stated(&intent.objective), is_stated(&intent.assumptions)), (Some(false), Some(true)), "{text}");
        }
    }

    #[test]
    fn a_section_goes_on_under_deeper_headings_and_ends_at_its_own_level() {
        let text = "# Threat model\n## Data flow\nSpoofing of the client\n## Assumptions\n### Network\nOnly the gateway is public.\n# Notes\nTampering is not spoken of.\n";
        let intent = intent(text);
        assert_eq!(is_stated(&intent.assumptions), Some(true));
        assert_eq!(names(&intent), ["Spoofing"]);
        assert_eq!(intent.objective, None);
    }

    #[test]
    fn a_category_in_a_comment_is_not_cited() {
        assert_eq!(intent("# Threats\n<!-- such as Tampering or T1078 -->\n\n```\nSpoofing\n```\n").categories, []);
        assert_eq!(names(&intent("# Threats\nSee `CWE-79`.\n")), ["CWE-79"]);
    }

    #[test]
    fn other_documents_are_nobodys() {
        for text in [
            "# Readme\n\nThe purpose of it.\n",
            "ok",
            "# Objectives of the year are many\n",
            "groups:\n# Purpose\n- name: a\n  rules: []\n",
        ] {
            assert!(!fits(text) || text.starts_with("groups"), "{text}");
        }
    }
}
