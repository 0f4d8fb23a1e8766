//! docs/evidence-types.md: what counts as which type of evidence, from the default policy.

use plumbline_domain::{ArtifactType, Contradicts, FactKind, Family, Format, Policy};
use plumbline_probe::{commands_of_type, definition};
use plumbline_report::text::{artifact, probe};
use std::fmt::Write;

const HEAD: &str = "\
# Evidence types

An evidence item has a type, such as `secret-scan`. The policy says at which gate a type counts, which files it accepts, and which
[probes](probes.md) a file must answer before it proves anything. This page describes the default policy; yours may differ
([policy keys](policy-keys.md)). `plumbline inspect FILE --as TYPE` answers for one file, and
[why evidence does not count](how-to/not-counted.md) says what the answers mean.

This page is written from the code. After a change, `UPDATE_EXPECT=1 cargo test --test documents` writes it again.

";

pub fn to_markdown(policy: &Policy) -> String {
    let mut out = HEAD.to_owned();
    out.push_str("| type | what it is | gate | required |\n|---|---|---|---|\n");
    for t in &policy.artifact_types {
        let meaning = artifact::meaning(&t.id).unwrap();
        let _ = writeln!(out, "| [`{id}`](#{id}) | {meaning} | {} | {} |", t.gate.id(), required(policy, t), id = t.id);
    }
    for t in &policy.artifact_types {
        one(&mut out, policy, t);
    }
    kinds(&mut out, policy);
    out
}

fn one(out: &mut String, policy: &Policy, t: &ArtifactType) {
    let meaning = artifact::meaning(&t.id).unwrap();
    let _ = writeln!(out, "\n## {}\n\n**{}.** {meaning}. It counts at the {} gate.\n", t.id, t.title, t.gate.id());
    let _ = writeln!(out, "- **Required:** {}.", required(policy, t));
    let accepts: Vec<String> = t.accepts.iter().map(|accepted| in_words(accepted)).collect();
    let _ = writeln!(out, "- **Accepts:** {}.", accepts.join("; "));
    let _ = writeln!(out, "- **Control families:** proves {}; supports {}.", families(&t.strong), families(&t.supporting));
    let repeated = if t.reproducible { "can give the same bytes, so it can be *reproduced*" } else { "gives other bytes" };
    let _ = writeln!(out, "- **Repeating it** {repeated}.");
    let age = t.fresh_days.map_or_else(|| "never stale by age".to_owned(), |days| format!("stale after {days} days"));
    let _ = writeln!(out, "- **Age:** {age}.");
    out.push_str("\n| it must answer | question | a file that says nothing of it | a no |\n|---|---|---|---|\n");
    for proof in &t.proves {
        let id = proof.probe.id();
        let silent = if proof.required { "leaves the item open" } else { "changes nothing" };
        let no = match proof.contradicts {
            Contradicts::Always => "contradicts",
            Contradicts::Passed => "contradicts a gate that passed",
        };
        let _ = writeln!(out, "| [`{id}`](probes.md#{id}) | {} | {silent} | {no} |", probe::title(definition(proof.probe)));
    }
    let _ = writeln!(out, "\n{}:\n\n```sh", artifact::action(&t.id, &t.title));
    for (platform, command) in commands_of_type(&t.id).unwrap() {
        let _ = writeln!(out, "# {}\n{command}", probe::platform(*platform));
    }
    out.push_str("```\n");
}

/// When the default policy asks for a type.
fn required(policy: &Policy, t: &ArtifactType) -> String {
    let asked = policy.requirements.get(&t.gate).and_then(|all| all.iter().find(|asked| asked.artifact_type == t.id));
    let Some(asked) = asked else { return "never".to_owned() };
    match (asked.touches.is_empty(), asked.critical) {
        (true, false) => "always".to_owned(),
        (true, true) => "in critical environments".to_owned(),
        (false, false) => format!("of changes that touch {}", families(&asked.touches)),
        (false, true) => format!("of changes that touch {}, and in critical environments", families(&asked.touches)),
    }
}

fn families(families: &[Family]) -> String {
    let ids: Vec<&str> = families.iter().map(|family| family.id()).collect();
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}

/// What is accepted, with the section that lists its formats.
fn in_words(accepted: &str) -> String {
    match accepted.strip_prefix("kind:").and_then(FactKind::from_id) {
        Some(kind) => format!("{} ([`{accepted}`](#kinds-of-facts))", probe::kind(kind)),
        None => format!("files of the format [`{accepted}`](formats.md)"),
    }
}

/// Which formats give facts of each kind, and which types take them.
fn kinds(out: &mut String, policy: &Policy) {
    out.push_str("\n## Kinds of facts\n\nA type that accepts a kind accepts a file of any format that gives it ([formats](formats.md)).\n\n");
    out.push_str("| kind | a file holds | formats | accepted as |\n|---|---|---|---|\n");
    for kind in FactKind::ALL {
        let gives = Format::ALL.iter().filter(|format| format.kinds().contains(kind)).map(|format| format!("`{}`", format.id()));
        let wanted = format!("kind:{}", kind.id());
        let takes =
            policy.artifact_types.iter().filter(|t| t.accepts.contains(&wanted)).map(|t| format!("[`{id}`](#{id})", id = t.id));
        let takes: Vec<String> = takes.collect();
        let takes = if takes.is_empty() { "nothing by itself".to_owned() } else { takes.join(", ") };
        let _ =
            writeln!(out, "| `{}` | {} | {} | {takes} |", kind.id(), probe::kind(*kind), gives.collect::<Vec<_>>().join(", "));
    }
}
