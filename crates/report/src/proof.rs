//! What the probes of an item's type answer of its file: for pages, explanations and the command line.

use crate::document::{Content, Probed};
pub use crate::setting::setting_of;
use crate::text::probe as words;
use plumbline_assess::{Assessment, GradedItem};
use plumbline_domain::{ArtifactType, Dataset, Gate, Item, Mode, Outcome, Place, Probe, ProbeOutcome, Proof};
use plumbline_probe::{Answer, Command, Setting, commands_of_type, definition};

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
    /// What commands are shown for: what the file is made with; where that says nothing, or the file is not accepted, what the
    /// change is made with.
    pub setting: Setting,
    /// What each was answered, in the order of the policy.
    pub answers: Vec<(Proof, Answer)>,
    /// Whether a probe that contradicts only under a gate that passed does so here.
    passed: bool,
}

/// The file that was read of an item: the path that the item states, else its own; none without bytes.
pub fn file_of<'a>(item: &'a Item, dataset: &'a Dataset) -> Option<&'a str> {
    let artifact = item.artifact.as_ref()?;
    let content = dataset.content(artifact.content?)?;
    Some(artifact.path.as_deref().unwrap_or(&content.path))
}

/// The command that makes a file of a type where a change is made; none for a type that no table knows and no probe has one for.
pub fn command(artifact_type: &ArtifactType, setting: Setting) -> Option<&'static str> {
    setting.command(commands(&artifact_type.id, &artifact_type.proves))
}

/// The same as shell lines: where nothing is known of the change, the commands of the platforms stand below as comments.
pub fn command_lines(artifact_type: &ArtifactType, setting: Setting) -> Vec<String> {
    lines(commands(&artifact_type.id, &artifact_type.proves), setting)
}

fn lines(commands: &[Command], setting: Setting) -> Vec<String> {
    let chosen = setting.with_alternatives(commands);
    let line = |(n, (platform, command)): (usize, &Command)| match n {
        0 => (*command).to_owned(),
        _ => words::alternative(*platform, command),
    };
    chosen.iter().enumerate().map(line).collect()
}

/// The commands for a type: those of its own table, else those of the first of its probes that has any.
fn commands(id: &str, proves: &[Proof]) -> &'static [Command] {
    let own = |proof: &Proof| Some(definition(proof.probe).remedy.commands).filter(|commands| !commands.is_empty());
    commands_of_type(id).or_else(|| proves.iter().find_map(own)).unwrap_or_default()
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
            setting: {
                let of_file = Setting::of_format(content.format);
                if accepted && !of_file.is_unknown() { of_file } else { setting_of(change, dataset) }
            },
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

    /// What to attach where a probe does not hold, and the command that makes it.
    pub fn remedy(&self, probe: Probe) -> (&'static str, Option<&'static str>) {
        (definition(probe).remedy.text, self.setting.command(self.commands(probe)))
    }

    /// The command as shell lines, with those of the platforms where nothing is known of the change.
    pub fn remedy_lines(&self, probe: Probe, setting: Setting) -> Vec<String> {
        lines(self.commands(probe), setting)
    }

    /// The commands for a probe. One that scans of every class are asked has those of the type: they make a file of its class.
    fn commands(&self, probe: Probe) -> &'static [Command] {
        let proves: Vec<Proof> = self.answers.iter().map(|(proof, _)| *proof).collect();
        match is_of_every_scan(probe) {
            true => commands(&self.artifact_type, &proves),
            false => definition(probe).remedy.commands,
        }
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
    use plumbline_domain::Cloud;

    #[test]
    fn the_command_of_a_scan_makes_a_file_of_its_class() {
        let (policy, _) = plumbline_ingest::default_policy();
        let of = |id: &str, cloud| {
            let artifact_type = policy.artifact_types.iter().find(|t| t.id == id).unwrap();
            command(artifact_type, Setting::on(cloud)).unwrap()
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

    #[test]
    fn every_type_has_a_command_on_every_platform_and_none_of_another_one() {
        let (policy, _) = plumbline_ingest::default_policy();
        let tools = [
            ("az ", Cloud::Azure),
            ("bicep ", Cloud::Azure),
            ("aws ", Cloud::Aws),
            ("cfn-", Cloud::Aws),
            ("gcloud ", Cloud::Google),
        ];
        for artifact_type in &policy.artifact_types {
            for cloud in Cloud::ALL {
                for by_terraform in [false, true] {
                    let command = command(artifact_type, Setting { cloud: Some(*cloud), by_terraform }).unwrap();
                    let of_another = tools.iter().find(|(tool, of)| of != cloud && command.starts_with(tool));
                    assert_eq!(of_another, None, "{} on {cloud:?}: {command}", artifact_type.id);
                }
            }
            let lines = command_lines(artifact_type, Setting::default());
            assert!(lines[1..].iter().all(|line| line.starts_with("# on ")), "{lines:?}");
        }
    }
}
