//! A text offered as evidence, read and asked under the default policy.

use plumbline_domain::{Content, Format, Instant, Mode, Outcome};
use plumbline_ingest::{Source, default_policy, offered};
use plumbline_probe::{Question, accepts, weigh};
use std::collections::BTreeMap;

/// What became of it.
#[derive(Debug)]
#[allow(dead_code, reason = "not every test asks for everything")]
pub struct Offered {
    /// What it was read as.
    pub format: Format,
    /// The outcome of each probe of the type, in the order of the policy: `holds fails`.
    pub outcomes: String,
    /// Why the first probe that does not hold does not; empty when all hold.
    pub because: String,
}

/// Offers a text as a type, with others that are read together with it.
pub fn offer(id: &str, text: &str, with: &[&str], deployed_at: Option<&str>) -> Offered {
    let policy = default_policy().0;
    let artifact_type = policy.artifact_type_id(id).and_then(|t| policy.artifact_type(t)).unwrap();
    // the name says nothing of what is in it
    let read = |text: &str| offered(Source::new("evidence".to_owned(), text.as_bytes().to_vec()), &policy, artifact_type).1;
    let content = read(text);
    let with: Vec<Content> = with.iter().map(|text| read(text)).collect();
    let with: Vec<&Content> = with.iter().collect();
    let question = Question {
        artifact_type,
        content: &content,
        before: None,
        with: &with,
        plan: None,
        log: None,
        outcome: Outcome::Passed,
        mode: Mode::Enforce,
        deployed_at: deployed_at.map(|t| Instant::from_rfc3339(t).unwrap()),
        justifications: &BTreeMap::new(),
        policy: &policy,
        explains: true,
    };
    let weighed = weigh(&question, accepts(artifact_type, &content, None));
    let outcomes: Vec<&str> = weighed.answers.iter().map(|(_, answer)| answer.outcome.id()).collect();
    let first = weighed.answers.iter().find(|(_, answer)| answer.outcome.id() != "holds");
    let because = first.map(|(_, answer)| answer.because.clone()).unwrap_or_default();
    Offered { format: content.format, outcomes: outcomes.join(" "), because }
}
