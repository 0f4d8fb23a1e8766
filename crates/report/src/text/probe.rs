//! Probes and the kinds of facts that they read, in words.

use crate::text::number::{counted, thousands};
use plumbline_domain::{Cloud, Contradicts, FactKind, Place, ProbeOutcome, Proof};
use plumbline_probe::{Definition, Platform, definition};

/// What a probe is called: its title, or its id.
pub fn title(definition: &Definition) -> &'static str {
    if definition.title.is_empty() { definition.probe.id() } else { definition.title }
}

/// What a file holds that gives facts of a kind: "alert rules".
pub const fn kind(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Findings => "findings",
        FactKind::Scan => "the result of a scan",
        FactKind::Template => "the validation of a template",
        FactKind::ResourceChanges => "a preview of resource changes",
        FactKind::Operations => "the log of a deployment",
        FactKind::Outputs => "outputs",
        FactKind::RoleGrants => "role grants",
        FactKind::NetworkRules => "network rules",
        FactKind::KeyReferences => "key references",
        FactKind::AlertRules => "alert rules",
        FactKind::Notifications => "notifications that were sent",
        FactKind::Compliance => "evaluations of resources or a measured signal",
        FactKind::Drift => "a comparison of desired and deployed state",
        FactKind::Intent => "objective, assumptions and threats",
        FactKind::Subjects => "an attestation of digests",
    }
}

/// What a command is of, by its name.
pub const fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::On(Cloud::Azure) => "Azure",
        Platform::On(Cloud::Aws) => "AWS",
        Platform::On(Cloud::Google) => "Google Cloud",
        Platform::On(Cloud::Kubernetes) => "Kubernetes",
        Platform::Terraform => "Terraform",
        Platform::Any => "any platform",
    }
}

/// A command of another platform, as a comment in the shell: "# on AWS: aws iam …".
pub(crate) fn alternative(of: Platform, command: &str) -> String {
    format!("# on {}: {command}", platform(of))
}

/// A list of alternatives: "a", "a or b", "a, b or c".
fn any_of(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

/// What a type accepts: "alert rules", "the result of a scan or a file of the format bicep-snapshot", "any file that is not empty".
pub fn accepted(accepts: &[String]) -> String {
    if accepts.iter().any(|id| id == "any") {
        return "any file that is not empty".to_owned();
    }
    let mut said: Vec<String> = Vec::new();
    let mut formats: Vec<String> = Vec::new();
    for id in accepts {
        match id.strip_prefix("kind:").and_then(FactKind::from_id) {
            Some(known) => said.push(kind(known).to_owned()),
            None => formats.push(id.clone()),
        }
    }
    if !formats.is_empty() {
        said.push(format!("a file of the format {}", any_of(&formats)));
    }
    if said.is_empty() { "no file".to_owned() } else { any_of(&said) }
}

/// How a proof is asked, where it is not the usual way: "not required, contradicts only when the gate passed"; empty otherwise.
pub fn asked(proof: &Proof) -> String {
    let mut said = Vec::new();
    if !proof.required {
        said.push("not required");
    }
    if proof.contradicts == Contradicts::Passed {
        said.push("contradicts only when the gate passed");
    }
    said.join(", ")
}

/// What is said of a probe that fails under a gate that did not pass.
pub(crate) const EXCUSED: &str = "counts as holding: the gate did not pass, or only watches";
/// On the fold of what would let a probe hold that is silent and need not hold.
pub(crate) const TO_ATTACH: &str = "What to attach";
/// A probe without which an item can be verified.
pub(crate) const NOT_REQUIRED: &str = "not required";
/// Of a file that its type does not accept nothing is asked.
pub(crate) const NOT_ACCEPTED: &str = "not accepted, so no probe was asked";
/// A type that asks nothing.
pub(crate) const COUNTED_UNREAD: &str = "counted unread: its type asks nothing of the file";
/// The same beside a type.
pub(crate) const UNREAD: &str = "counted unread";

/// How many of the probes of an item hold, and what the others say: "3 of 3 probes hold", "1 of 3 probes holds, 1 fails, 1 silent".
pub fn tally(outcomes: &[ProbeOutcome]) -> String {
    let n = |wanted: ProbeOutcome| outcomes.iter().filter(|o| **o == wanted).count() as u64;
    let (all, holding) = (outcomes.len() as u64, n(ProbeOutcome::Holds));
    let probes = if all == 1 { "probe" } else { "probes" };
    let verb = if holding == 1 { "holds" } else { "hold" };
    let mut out = format!("{} of {} {probes} {verb}", thousands(holding), thousands(all));
    let (failing, open, silent) = (n(ProbeOutcome::Fails), n(ProbeOutcome::Inconclusive), n(ProbeOutcome::Silent));
    if failing > 0 {
        out.push_str(", ");
        out.push_str(&counted(failing, "fails", "fail"));
    }
    for (n, word) in [(open, ProbeOutcome::Inconclusive.id()), (silent, ProbeOutcome::Silent.id())] {
        if n > 0 {
            out.push_str(&format!(", {} {word}", thousands(n)));
        }
    }
    out
}

/// A place in a file: "line 41, value[2].properties.actions"; empty for the file as a whole.
pub fn place(place: &Place) -> String {
    let line = (place.line > 0).then(|| format!("line {}", place.line));
    let path = Some(place.path.to_string()).filter(|path| !path.is_empty());
    line.into_iter().chain(path).collect::<Vec<_>>().join(", ")
}

/// A place with its file, for a terminal: "alerts.json:41 value[2].properties.actions".
pub fn place_in(file: &str, place: &Place) -> String {
    let mut out = file.to_owned();
    if place.line > 0 {
        out.push_str(&format!(":{}", place.line));
    }
    if !place.path.is_empty() {
        out.push_str(&format!(" {}", place.path));
    }
    out
}

/// Places that are not listed.
pub(crate) fn more_places(n: u64) -> String {
    format!("and {}", counted(n, "more place", "more places"))
}

/// What a type proves, in its order: the titles of its probes.
pub fn titles(proves: &[Proof]) -> Vec<String> {
    proves.iter().map(|proof| title(definition(proof.probe)).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn what_a_type_accepts_is_said_in_words() {
        assert_eq!(accepted(&ids(&["kind:alert-rules"])), "alert rules");
        assert_eq!(
            accepted(&ids(&["bicep-snapshot", "kind:template", "kind:scan"])),
            "the validation of a template, the result of a scan or a file of the format bicep-snapshot"
        );
        assert_eq!(accepted(&ids(&["any"])), "any file that is not empty");
        assert_eq!(accepted(&[]), "no file");
    }

    #[test]
    fn a_tally_says_what_does_not_hold() {
        use ProbeOutcome::{Fails, Holds, Inconclusive, Silent};
        assert_eq!(tally(&[Holds, Holds, Holds]), "3 of 3 probes hold");
        assert_eq!(tally(&[Holds]), "1 of 1 probe holds");
        assert_eq!(
            tally(&[Holds, Fails, Inconclusive, Silent, Silent]).replace('\u{a0}', " "),
            "1 of 5 probes holds, 1 fails, 1 inconclusive, 2 silent"
        );
    }

    #[test]
    fn a_place_is_told_with_its_line_first() {
        let at = Place { path: "value[2].actions".into(), line: 41 };
        assert_eq!(
            (place(&at), place_in("a.json", &at)),
            ("line 41, value[2].actions".into(), "a.json:41 value[2].actions".into())
        );
        assert_eq!((place(&Place::default()), place_in("a.json", &Place::default())), (String::new(), "a.json".into()));
    }
}
