//! `subject-named`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Content, FactKind, Probe, Subjects};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::SubjectNamed,
    title: "The attestation names its subject by digest",
    meaning: "Holds when the attestation has a digest of at least one subject, by any algorithm that in-toto knows; the digest \
              of a signed message names its subject. If artifacts are read with it, it must have the digest of one of them, and \
              fails otherwise. Inconclusive when subjects are named without a digest, or only by digests that cannot be compared \
              with the artifacts, such as a git commit. Silent when there is no subject. Whether anybody signed it is another \
              question.",
    refuted: "the attestation names other artifacts",
    left_open: "it does not name its subject by a digest that can be compared",
    reads: &[FactKind::Subjects],
    remedy: Remedy {
        text: "Attest the artifact itself, and attach both: an in-toto statement whose subject carries the artifact's SHA-256.",
        commands: commands::ATTESTATION,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let Some(subjects) = question.facts().subjects.as_deref() else {
        return question.silent(|| "no attestation is in it".into());
    };
    if subjects.subjects.is_empty() {
        return question.silent(|| "the attestation names no subject".into());
    }
    let Some(first) = subjects.subjects.iter().find(|s| !s.digests.is_empty()) else {
        return question.inconclusive(|| {
            let places = subjects.subjects.iter().map(|s| &s.place);
            Because::from("its subjects carry no digest of a known algorithm, so there is nothing to compare").at_each(places)
        });
    };
    if question.with.is_empty() {
        return question.holds(|| {
            let name = if first.name.is_empty() { "the signed message" } else { &*first.name };
            let algorithms: Vec<&str> = first.digests.iter().map(|d| &*d.algorithm).collect();
            let more = subjects.subjects.len() - 1;
            let more = if more > 0 { format!(", and {more} more subjects") } else { String::new() };
            Because::from(format!("it names {name} by {}{more}; no artifact is at hand to compare", algorithms.join(" and ")))
                .at(&first.place)
        });
    }
    let named = question.with.iter().find_map(|artifact| Some((artifact, place_of(subjects, artifact)?)));
    if let Some((artifact, place)) = named {
        return question.holds(|| Because::from(format!("it names {} by digest", artifact.path)).at(place));
    }
    let is_comparable = |algorithm: &str| {
        algorithm == "sha256" || question.with.iter().flat_map(|c| &c.facts.digests).any(|d| &*d.algorithm == algorithm)
    };
    let places = || subjects.subjects.iter().map(|s| &s.place);
    if subjects.subjects.iter().flat_map(|s| &s.digests).any(|d| is_comparable(&d.algorithm)) {
        question.fails(|| {
            let artifacts: Vec<&str> = question.with.iter().take(3).map(|c| c.path.as_str()).collect();
            Because::from(format!("none of its subjects has the digest of {}", artifacts.join(" or "))).at_each(places())
        })
    } else {
        question.inconclusive(|| {
            let mut algorithms: Vec<&str> = subjects.subjects.iter().flat_map(|s| &s.digests).map(|d| &*d.algorithm).collect();
            algorithms.sort_unstable();
            algorithms.dedup();
            Because::from(format!("its digests ({}) cannot be compared with the artifacts at hand", algorithms.join(", ")))
                .at_each(places())
        })
    }
}

/// Where the attestation names this artifact.
fn place_of<'s>(subjects: &'s Subjects, artifact: &Content) -> Option<&'s plumbline_domain::Place> {
    let names = |d: &plumbline_domain::Digest| {
        (&*d.algorithm == "sha256" && *d.value == *artifact.sha256) || artifact.facts.digests.contains(d)
    };
    subjects.subjects.iter().find(|s| s.digests.iter().any(names)).map(|s| &s.place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Asked, asked, content};
    use plumbline_domain::{Digest, Facts, Place, ProbeOutcome, Subject};

    fn facts(digests: &[&[(&str, &str)]]) -> Facts {
        let digest = |(algorithm, value): &(&str, &str)| Digest { algorithm: (*algorithm).into(), value: (*value).into() };
        let subject = |digests: &&[(&str, &str)]| Subject {
            name: "plan.out".into(),
            digests: digests.iter().map(digest).collect(),
            place: Place::default(),
        };
        let subjects = Subjects { subjects: digests.iter().map(subject).collect(), ..Subjects::default() };
        Facts { subjects: Some(Box::new(subjects)), ..Facts::default() }
    }

    fn with_artifact(digests: &[&[(&str, &str)]]) -> ProbeOutcome {
        let sha512 = Digest { algorithm: "sha512".into(), value: "bb".into() };
        let mut artifact = content(Facts { digests: vec![sha512], ..Facts::default() });
        artifact.sha256 = "aa".to_owned();
        Asked { with: vec![artifact], ..Asked::default() }.answer(ask, facts(digests)).outcome
    }

    #[test]
    fn a_digest_names_a_subject() {
        assert_eq!(asked(ask, facts(&[&[], &[("gitcommit", "aa")]])).outcome, ProbeOutcome::Holds);
        assert_eq!(asked(ask, facts(&[&[]])).outcome, ProbeOutcome::Inconclusive);
        assert_eq!(asked(ask, facts(&[])).outcome, ProbeOutcome::Silent);
    }

    #[test]
    fn one_of_the_artifacts_at_hand_must_be_named() {
        assert_eq!(with_artifact(&[&[("sha256", "cc")], &[("sha256", "aa")]]), ProbeOutcome::Holds);
        assert_eq!(with_artifact(&[&[("sha512", "bb")]]), ProbeOutcome::Holds);
        assert_eq!(with_artifact(&[&[("sha256", "bb")]]), ProbeOutcome::Fails);
        assert_eq!(with_artifact(&[&[("gitcommit", "aa")]]), ProbeOutcome::Inconclusive);
    }
}
