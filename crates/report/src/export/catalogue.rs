//! The catalogue of probes: as text, JSON and Markdown (`plumbline probes`, docs/probes.md).

use crate::text::probe as words;
use plumbline_domain::{ArtifactType, FactKind, Format, Policy, Probe};
use plumbline_probe::{Definition, Platform, definition};
use serde_json::{Value, json};
use std::fmt::Write;

/// The width of a line of text.
const WIDTH: usize = 110;

/// The formats that give facts of one of these kinds.
fn formats(kinds: &[FactKind]) -> Vec<&'static str> {
    let gives = |format: &&Format| format.kinds().iter().any(|kind| kinds.contains(kind));
    Format::ALL.iter().filter(gives).map(|format| format.id()).collect()
}

/// The types of a policy that must prove it.
fn asked_by(policy: &Policy, probe: Probe) -> impl Iterator<Item = &ArtifactType> {
    policy.artifact_types.iter().filter(move |t| t.proves.iter().any(|proof| proof.probe == probe))
}

/// Adds a text in lines of at most [`WIDTH`], each after an indent.
fn wrap(out: &mut String, indent: &str, text: &str) {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && indent.len() + line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{indent}{line}");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        let _ = writeln!(out, "{indent}{line}");
    }
}

/// One line per probe: its id and its title.
pub fn probe_list() -> String {
    let widest = Probe::IDS.iter().map(|id| id.len()).max().unwrap_or(0);
    Probe::ALL.iter().map(|probe| format!("{:widest$}  {}\n", probe.id(), words::title(definition(*probe)))).collect()
}

/// Probes as text, each with everything that is to be known of it.
pub fn probes_to_plain(probes: &[Probe], policy: &Policy) -> String {
    let mut out = String::new();
    for (n, probe) in probes.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let stated = definition(*probe);
        let _ = writeln!(out, "{}: {}", probe.id(), words::title(stated));
        wrap(&mut out, "  ", stated.meaning);
        for (name, list) in
            [("reads", kind_ids(stated)), ("formats", formats(stated.reads)), ("asked of", type_ids(policy, *probe))]
        {
            if !list.is_empty() {
                wrap(&mut out, "  ", &format!("{name}: {}", list.join(", ")));
            }
        }
        wrap(&mut out, "  ", &format!("remedy: {}", stated.remedy.text));
        for (platform, command) in stated.remedy.commands {
            let _ = writeln!(out, "    # {}\n    {command}", words::platform(*platform));
        }
    }
    out
}

fn kind_ids(stated: &Definition) -> Vec<&'static str> {
    stated.reads.iter().map(|kind| kind.id()).collect()
}

fn type_ids(policy: &Policy, probe: Probe) -> Vec<&str> {
    asked_by(policy, probe).map(|t| t.id.as_str()).collect()
}

/// Probes as one JSON document: a list.
pub fn probes_to_json(probes: &[Probe], policy: &Policy) -> String {
    let one = |probe: &Probe| {
        let stated = definition(*probe);
        let commands = stated.remedy.commands.iter();
        let name = |platform| (platform != Platform::Any).then(|| words::platform(platform));
        json!({
            "probe": probe.id(),
            "title": words::title(stated),
            "meaning": stated.meaning,
            "reads": kind_ids(stated),
            "formats": formats(stated.reads),
            "types": type_ids(policy, *probe),
            "remedy": {
                "text": stated.remedy.text,
                "commands": commands
                    .map(|(platform, command)| json!({"platform": name(*platform), "command": command}))
                    .collect::<Vec<_>>(),
            },
        })
    };
    plumbline_text::json(&format!("{:#}\n", Value::Array(probes.iter().map(one).collect()))).into_owned()
}

/// The whole catalogue as a document, with the types of a policy that ask each probe.
pub fn probes_to_markdown(policy: &Policy) -> String {
    let mut out = String::from(HEAD);
    out.push_str("| probe | question | asked of |\n|---|---|---|\n");
    for probe in Probe::ALL {
        let stated = definition(*probe);
        let types: Vec<&str> = asked_by(policy, *probe).map(|t| t.title.as_str()).collect();
        let types = if types.is_empty() { NOBODY.to_owned() } else { types.join(", ") };
        let _ = writeln!(out, "| [`{id}`](#{id}) | {} | {types} |", words::title(stated), id = probe.id());
    }
    for probe in Probe::ALL {
        let stated = definition(*probe);
        let _ = write!(out, "\n## {}\n\n**{}.**\n\n", probe.id(), words::title(stated));
        wrap(&mut out, "", stated.meaning);
        let kinds: Vec<String> = stated.reads.iter().map(|kind| format!("`{}` ({})", kind.id(), words::kind(*kind))).collect();
        if !kinds.is_empty() {
            out.push('\n');
            wrap(&mut out, "", &format!("Reads {}.", kinds.join(", ")));
            let ids: Vec<String> = formats(stated.reads).iter().map(|id| format!("`{id}`")).collect();
            wrap(&mut out, "", &format!("Formats: {}.", ids.join(", ")));
        }
        if !stated.remedy.text.is_empty() {
            out.push('\n');
            wrap(&mut out, "", &format!("To fix it: {}", stated.remedy.text));
        }
        if !stated.remedy.commands.is_empty() {
            out.push_str("\n```sh\n");
            for (platform, command) in stated.remedy.commands {
                let _ = writeln!(out, "# {}\n{command}", words::platform(*platform));
            }
            out.push_str("```\n");
        }
    }
    out
}

/// Where no type of the policy asks it.
const NOBODY: &str = "no type of the default policy";

/// The start of the document.
const HEAD: &str = "\
# Probes

A probe is one question about the facts in a file that is offered as evidence. Readers turn files into facts and draw no
conclusion; probes ask the facts; the policy says which probes an artifact type must answer (`proves`). So a file counts
because of what it says, never because it exists.

| outcome | meaning |
|---|---|
| `holds` | the file answers the question with yes |
| `fails` | the file answers it with no |
| `inconclusive` | the file speaks of it and leaves it open |
| `silent` | nothing in the file speaks of it |

A probe that fails contradicts the claim. An inconclusive one, or a required one that is silent, leaves the item
inconclusive. One that the policy does not require changes nothing when it is silent. With `\"contradicts\": \"passed\"` a
failing probe contradicts only under a gate that passed and enforces: elsewhere the file is honest evidence of a failure.
The [scoring rules](scoring.md#grades) say what that makes of a grade.

This page is written from the same data as `plumbline probes`, which prints it in a terminal; `plumbline inspect FILE --as
TYPE` answers for one file. After a change, `UPDATE_EXPECT=1 cargo test --test documents` writes it again.

";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_wrapped_between_words() {
        let mut out = String::new();
        wrap(&mut out, "  ", &"word ".repeat(30));
        assert!(out.lines().count() == 2 && out.lines().all(|line| line.len() <= WIDTH && line.starts_with("  word")));
    }
}
