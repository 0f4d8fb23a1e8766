//! The files of a change that its other files are compared with: the preview of what was reviewed, the log of what was done.

use super::Judge;
use super::grade::{GradeContext, grade_item};
use plumbline_domain::{ArtifactTypeId, Content, Gate, GateReport};

/// The change previews and the deployment logs of a change, by part.
pub(super) struct Companions<'a> {
    plans: ByPart<'a>,
    logs: ByPart<'a>,
}

/// The best file of a type in each part of its gate.
struct ByPart<'a> {
    reports: &'a [GateReport],
    /// In the order of the reports.
    files: Vec<Option<&'a Content>>,
    /// The only part that has one.
    only: Option<&'a Content>,
}

impl<'a> Companions<'a> {
    /// Those of the change that is judged.
    pub fn of(judge: &Judge<'a>) -> Self {
        let named = &judge.index.named;
        let plans = ByPart::of(judge, Gate::Validation, named.change_preview, |_| None);
        let logs = ByPart::of(judge, Gate::Execution, named.deployment_log, |part| plans.file_for(part));
        Companions { plans, logs }
    }

    /// The change preview that a part is compared with.
    pub fn plan_for(&self, part: Option<&str>) -> Option<&'a Content> {
        self.plans.file_for(part)
    }

    /// The deployment log that a part is compared with.
    pub fn log_for(&self, part: Option<&str>) -> Option<&'a Content> {
        self.logs.file_for(part)
    }
}

impl<'a> ByPart<'a> {
    fn of(
        judge: &Judge<'a>,
        gate: Gate,
        wanted: Option<ArtifactTypeId>,
        plan_for: impl Fn(Option<&str>) -> Option<&'a Content>,
    ) -> Self {
        let reports = judge.change.reports_at(gate);
        let files: Vec<_> = (0_u32..)
            .zip(reports)
            .map(|(part, report)| best_file(judge, report, part, wanted?, plan_for(report.part.as_deref())))
            .collect();
        let mut found = files.iter().flatten().copied();
        let only = found.next().filter(|_| found.next().is_none());
        ByPart { reports, files, only }
    }

    /// The file of the part of the same name; where no part has that name, that of the only part which has one.
    fn file_for(&self, part: Option<&str>) -> Option<&'a Content> {
        match self.reports.binary_search_by(|r| r.part.as_deref().cmp(&part)) {
            Ok(place) => self.files.get(place).copied().flatten(),
            Err(_) => self.only,
        }
    }
}

/// The bytes of a part's best item of a type, when they are at hand.
fn best_file<'a>(
    judge: &Judge<'a>,
    report: &'a GateReport,
    part: u32,
    wanted: ArtifactTypeId,
    plan: Option<&'a Content>,
) -> Option<&'a Content> {
    let mut of_type = report.items.iter().filter(|item| item.artifact_type == wanted);
    let first = of_type.next()?;
    let mut rest = of_type.peekable();
    let best = if rest.peek().is_none() {
        first
    } else {
        let rules = judge.index.artifact_type(wanted)?;
        let cx = GradeContext {
            dataset: judge.dataset,
            report,
            part,
            author: judge.change.fields.author.as_deref(),
            deployed_at: judge.change.fields.deployed_at,
            plan,
            log: None,
            fresh_at: judge.fresh_at,
        };
        std::iter::once(first).chain(rest).max_by_key(|item| grade_item(item, rules, &cx).rank())?
    };
    judge.dataset.content(best.artifact.as_ref()?.content?)
}
