//! All probes of a type, asked of one file, and what that makes of it.

use super::{Answer, Because, Question, definition};
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
pub fn weigh<'q>(question: &Question<'q>, accepted: bool) -> Weighed {
    // what an ambiguous file says counts for nothing where another file is compared with it
    let plain = |content: Option<&'q Content>| content.filter(|content| content.facts.ambiguity.is_none());
    let question = &Question { plan: plain(question.plan), log: plain(question.log), ..*question };
    let mut weighed = Weighed { required_hold: true, refuted_by: None, left_open_by: None, answers: Vec::new() };
    for proof in &question.artifact_type.proves {
        let answer = match accepted {
            true => proven((definition(proof.probe).ask)(question), question),
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

/// An answer as far as the files prove it: one in which a key stands twice, with values of which neither is the worse, holds nothing.
fn proven(answer: Answer, question: &Question<'_>) -> Answer {
    let ambiguity = || question.together().chain(question.before).find_map(|content| content.facts.ambiguity.as_deref());
    match answer.outcome {
        ProbeOutcome::Holds => ambiguity().map_or(answer, |ambiguity| {
            let why = || format!("the key {:?} stands twice in an object, and neither value is the worse", ambiguity.key);
            question.inconclusive(|| Because::from(why()).at(&ambiguity.place))
        }),
        _ => answer,
    }
}
