//! All probes of a type, asked of one file, and what that makes of it.

use super::{Answer, Question, definition};
use plumbline_domain::{ArtifactType, Content, Contradicts, Format, Mode, Outcome, Probe, ProbeOutcome, Proof};

/// What the probes of a type make of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Whether every required probe holds, or fails where that does not contradict the claim.
    pub required_hold: bool,
    /// The first probe that fails, where failing contradicts the claim.
    pub refuted_by: Option<Probe>,
    /// The first probe that leaves it open: one that is inconclusive, or a required one that is silent.
    pub left_open_by: Option<Probe>,
    /// What each was answered, in the order of the policy; empty unless the question asks for words.
    pub answers: Vec<(Proof, Answer)>,
}

/// Whether a type accepts a file: its format or one of the kinds of facts that its format gives is on the list. `any` takes every file
/// that is not empty and parses as JSON when its name says that it is JSON. A file of a known format that cannot be read as it is never
/// accepted.
pub fn accepts(artifact_type: &ArtifactType, content: &Content, path: Option<&str>) -> bool {
    if content.is_damaged {
        return false;
    }
    if content.format != Format::Unknown && artifact_type.names_format(content.format) {
        return true;
    }
    let says_json = |path: &str| {
        let path = path.to_ascii_lowercase();
        path.ends_with(".json") || path.ends_with(".sarif")
    };
    let accepts_any = artifact_type.accepts.iter().any(|id| id == "any");
    accepts_any && !content.is_empty && (content.is_json || !says_json(path.unwrap_or(&content.path)))
}

/// Asks a file everything that its type must prove. A file that is not accepted is asked nothing: each probe is silent.
pub fn weigh(question: &Question<'_>, accepted: bool) -> Weighed {
    let mut weighed = Weighed { required_hold: true, refuted_by: None, left_open_by: None, answers: Vec::new() };
    for proof in &question.artifact_type.proves {
        let answer = match accepted {
            true => (definition(proof.probe).ask)(question),
            false => question.silent(|| "the file is not accepted as this type, so nothing is asked of it".into()),
        };
        let excused =
            proof.contradicts == Contradicts::Passed && !(question.outcome == Outcome::Passed && question.mode == Mode::Enforce);
        let fails_excused = answer.outcome == ProbeOutcome::Fails && excused;
        weighed.required_hold &= !proof.required || answer.outcome == ProbeOutcome::Holds || fails_excused;
        match answer.outcome {
            ProbeOutcome::Fails if !excused => {
                weighed.refuted_by.get_or_insert(proof.probe);
            }
            ProbeOutcome::Inconclusive => {
                weighed.left_open_by.get_or_insert(proof.probe);
            }
            ProbeOutcome::Silent if proof.required => {
                weighed.left_open_by.get_or_insert(proof.probe);
            }
            ProbeOutcome::Fails | ProbeOutcome::Holds | ProbeOutcome::Silent => {}
        }
        if question.explains {
            weighed.answers.push((*proof, answer));
        }
    }
    weighed
}
