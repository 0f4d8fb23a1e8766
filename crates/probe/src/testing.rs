//! What the tests of probes share: a question around facts that stand in the test.

use crate::{Answer, Question};
use plumbline_domain::{ArtifactType, Content, Facts, Format, Mode, Outcome, Policy};
use std::collections::BTreeMap;

/// A question in the making.
pub(crate) struct Asked {
    pub policy: Policy,
    pub with: Vec<Content>,
}

impl Default for Asked {
    fn default() -> Self {
        Asked { policy: plumbline_ingest::default_policy().0, with: Vec::new() }
    }
}

impl Asked {
    /// The answer to a question about these facts.
    pub fn answer(&self, ask: fn(&Question<'_>) -> Answer, facts: Facts) -> Answer {
        let artifact_type: &ArtifactType = &self.policy.artifact_types[0];
        let with: Vec<&Content> = self.with.iter().collect();
        ask(&Question {
            artifact_type,
            content: &content(facts),
            before: None,
            with: &with,
            plan: None,
            log: None,
            outcome: Outcome::Passed,
            mode: Mode::Enforce,
            deployed_at: None,
            justifications: &BTreeMap::new(),
            policy: &self.policy,
            explains: true,
        })
    }
}

/// The answer under the default policy.
pub(crate) fn asked(ask: fn(&Question<'_>) -> Answer, facts: Facts) -> Answer {
    Asked::default().answer(ask, facts)
}

/// A file with these facts.
pub(crate) fn content(facts: Facts) -> Content {
    Content {
        path: "evidence.json".to_owned(),
        sha256: "0".repeat(64),
        bytes: 2,
        format: Format::Unknown,
        tool: None,
        is_empty: false,
        is_damaged: false,
        is_json: true,
        facts,
        findings: [].into(),
    }
}
