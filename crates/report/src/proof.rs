//! What the probes of an item's type answer of its file: for pages, explanations and the command line.

use crate::document::{Content, Probed};
use crate::text::{artifact, probe as words};
use plumbline_assess::{Assessment, GradedItem};
use plumbline_domain::{ArtifactType, Change, Cloud, Dataset, Gate, Item, Mode, Outcome, Place, Probe, ProbeOutcome, Proof};
use plumbline_probe::{Answer, definition};

/// How many places of one answer are listed.
const PLACES: usize = 5;

/// What the probes of its type make of the file of one item.
#[derive(Clone, Debug)]
pub struct Weighing {
    /// The id of its type.
    artifact_type: String,
    /// Whether its type accepts it.
    pub accepted: bool,
    /// The path of the file that was read, as the item states it.
    pub file: String,
    /// The platform that commands are shown for: that of the file, which may be of none; of a file that is not accepted, that of
    /// the change.
    pub cloud: Option<Cloud>,
    /// What each was answered, in the order of the policy.
    pub answers: Vec<(Proof, Answer)>,
    /// Whether a probe that contradicts only under a gate that passed does so here.
    passed: bool,
}

/// The platform that the evidence of a change speaks of: the first that a format names.
pub fn cloud_of(change: &Change, dataset: &Dataset) -> Option<Cloud> {
    change.reports.iter().flat_map(|report| &report.items).find_map(|item| cloud_of_item(item, dataset))
}

fn cloud_of_item(item: &Item, dataset: &Dataset) -> Option<Cloud> {
    dataset.content(item.artifact.as_ref()?.content?)?.format.cloud()
}

/// The file that was read of an item: the path that the item states, else its own; none without bytes.
pub fn file_of<'a>(item: &'a Item, dataset: &'a Dataset) -> Option<&'a str> {
    let artifact = item.artifact.as_ref()?;
    let content = dataset.content(artifact.content?)?;
    Some(artifact.path.as_deref().unwrap_or(&content.path))
}

/// The command that makes a file of a type for a platform: that of the first of its probes that has one, else the type's own.
pub fn command(artifact_type: &ArtifactType, cloud: Option<Cloud>) -> Option<&'static str> {
    command_of(&artifact_type.id, &artifact_type.proves, cloud)
}

fn command_of(id: &str, proves: &[Proof], cloud: Option<Cloud>) -> Option<&'static str> {
    let own = |proof: &Proof| {
        let commands = definition(proof.probe).remedy.commands;
        commands.iter().find(|(platform, _)| cloud.is_some() && *platform == cloud).map(|(_, command)| *command)
    };
    // a probe that types of every class ask has a command that makes a file of one class only
    let special: Vec<&Proof> = proves.iter().filter(|proof| !is_of_every_scan(proof.probe)).collect();
    let found = if special.is_empty() { proves.iter().find_map(own) } else { special.into_iter().find_map(own) };
    found.or_else(|| artifact::command(id))
}

/// Whether linters, validators, policy checks and secret scans are all asked this.
fn is_of_every_scan(probe: Probe) -> bool {
    matches!(probe, Probe::ToolFits | Probe::ScanCompleted | Probe::SomethingScanned)
}

impl Weighing {
    /// Weighs an item of one gate of a change; none without bytes.
    pub fn of(assessment: &Assessment, place: u32, gate: Gate, item: u32) -> Option<Self> {
        let dataset = assessment.dataset();
        let (change, _) = assessment.change(place)?;
        let (report, offered) = change.item(gate, item)?;
        let content = dataset.content(offered.artifact.as_ref()?.content?)?;
        let (accepted, weighed) = assessment.weigh(place, gate, item)?;
        Some(Weighing {
            artifact_type: dataset.policy.artifact_type(offered.artifact_type).map(|t| t.id.clone()).unwrap_or_default(),
            accepted,
            file: file_of(offered, dataset)?.to_owned(),
            cloud: if accepted { content.format.cloud() } else { cloud_of(change, dataset) },
            answers: weighed.answers,
            passed: report.outcome == Outcome::Passed && report.mode == Mode::Enforce,
        })
    }

    /// What one probe was answered.
    pub fn answer(&self, probe: Probe) -> Option<&Answer> {
        self.answers.iter().find(|(proof, _)| proof.probe == probe).map(|(_, answer)| answer)
    }

    /// Whether something about an item should stand open: it is not verified where it counts, or a probe fails.
    pub(crate) fn needs_a_look(&self, graded: &GradedItem) -> bool {
        let fails = self.answers.iter().any(|(_, answer)| answer.outcome == ProbeOutcome::Fails);
        fails || (graded.at_its_gate && !graded.is_verified)
    }

    /// In a few words: "3 of 3 probes hold".
    pub fn summary(&self) -> String {
        if !self.accepted {
            return words::NOT_ACCEPTED.to_owned();
        }
        if self.answers.is_empty() {
            return words::COUNTED_UNREAD.to_owned();
        }
        words::tally(&self.answers.iter().map(|(_, answer)| answer.outcome).collect::<Vec<_>>())
    }

    /// What each probe answers, with the remedy where it does not hold; nothing of a file that is not accepted.
    pub fn probes(&self) -> Vec<Probed> {
        let asked = self.answers.iter().filter(|_| self.accepted);
        asked.map(|(proof, answer)| self.probed(*proof, answer, true)).collect()
    }

    /// The same without remedies.
    pub fn short(&self) -> Vec<Probed> {
        let asked = self.answers.iter().filter(|_| self.accepted);
        asked.map(|(proof, answer)| self.probed(*proof, answer, false)).collect()
    }

    /// What to attach where a probe does not hold, and the command that makes it for the platform.
    pub fn remedy(&self, probe: Probe) -> (&'static str, Option<&'static str>) {
        let remedy = &definition(probe).remedy;
        let proves: Vec<Proof> = self.answers.iter().map(|(proof, _)| *proof).collect();
        let of_type = is_of_every_scan(probe).then(|| command_of(&self.artifact_type, &proves, self.cloud)).flatten();
        (remedy.text, of_type.or_else(|| remedy.command(self.cloud)))
    }

    fn remedy_to_show(&self, probe: Probe) -> Vec<Content> {
        let (text, command) = self.remedy(probe);
        let text = (!text.is_empty()).then(|| Content::Note(text.to_owned()));
        text.into_iter().chain(command.map(|command| Content::Code(command.to_owned()))).collect()
    }

    fn probed(&self, proof: Proof, answer: &Answer, with_remedy: bool) -> Probed {
        let stated = definition(proof.probe);
        let is_excused =
            answer.outcome == ProbeOutcome::Fails && proof.contradicts == plumbline_domain::Contradicts::Passed && !self.passed;
        let aside = match (is_excused, proof.required) {
            (true, _) => words::EXCUSED,
            (false, false) => words::NOT_REQUIRED,
            (false, true) => "",
        };
        let changes_nothing = answer.outcome == ProbeOutcome::Silent && !proof.required;
        let wants_remedy = with_remedy && answer.outcome != ProbeOutcome::Holds && !is_excused;
        Probed {
            outcome: answer.outcome,
            title: words::title(stated).to_owned(),
            id: proof.probe.id().to_owned(),
            because: answer.because.clone(),
            places: places(&answer.places),
            aside: aside.to_owned(),
            more: match self.remedy_to_show(proof.probe) {
                _ if !wants_remedy => Vec::new(),
                content if changes_nothing => {
                    vec![Content::Fold { summary: words::TO_ATTACH.to_owned(), is_open: false, content }]
                }
                content => content,
            },
        }
    }
}

/// The first places in words, each once, and how many more there are.
fn places(all: &[Place]) -> Vec<String> {
    let mut said: Vec<String> = all.iter().map(words::place).filter(|place| !place.is_empty()).collect();
    said.dedup();
    let more = said.len().saturating_sub(PLACES);
    said.truncate(PLACES);
    if more > 0 {
        said.push(words::more_places(more as u64));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_of_a_scan_makes_a_file_of_its_class() {
        let (policy, _) = plumbline_ingest::default_policy();
        let of = |id: &str, cloud| {
            let artifact_type = policy.artifact_types.iter().find(|t| t.id == id).unwrap();
            command(artifact_type, cloud).unwrap()
        };
        assert!(of("lint-diagnostics", Some(Cloud::Azure)).starts_with("bicep lint"));
        assert!(of("lint-diagnostics", None).starts_with("tflint"));
        assert!(of("template-diagnostics", Some(Cloud::Azure)).starts_with("az deployment group validate"));
        for cloud in [None, Some(Cloud::Azure), Some(Cloud::Aws), Some(Cloud::Google), Some(Cloud::Kubernetes)] {
            assert!(of("secret-scan", cloud).starts_with("gitleaks"), "{cloud:?}");
        }
        assert!(of("policy-diagnostics", Some(Cloud::Azure)).starts_with("checkov"));
        assert!(of("change-preview", Some(Cloud::Aws)).starts_with("aws cloudformation describe-change-set"));
    }
}
