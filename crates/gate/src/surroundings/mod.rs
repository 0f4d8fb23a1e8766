//! What a pipeline's service says of the run in its variables: GitHub Actions, Azure Pipelines, GitLab CI, Bitbucket
//! Pipelines, Jenkins.

mod azure;
mod bitbucket;
mod event;
mod github;
mod gitlab;
mod jenkins;
mod named;
mod remote;

pub use named::named_pull_request;
pub use remote::repository_of;

use plumbline_domain::Instant;
use plumbline_report::export::report::SourceRecord;
use serde_json::Value;

/// Whose pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// GitHub Actions.
    GitHub,
    /// Azure Pipelines.
    Azure,
    /// GitLab CI.
    GitLab,
    /// Bitbucket Pipelines.
    Bitbucket,
    /// Jenkins.
    Jenkins,
}

impl Service {
    /// The service whose variables are set.
    pub fn detect(variable: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let is_true = |name: &str| variable(name).is_some_and(|v| v.eq_ignore_ascii_case("true"));
        let is_set = |name: &str| variable(name).is_some_and(|v| !v.trim().is_empty());
        if is_true("GITHUB_ACTIONS") {
            Some(Service::GitHub)
        } else if is_true("TF_BUILD") {
            Some(Service::Azure)
        } else if is_true("GITLAB_CI") {
            Some(Service::GitLab)
        } else if is_set("BITBUCKET_BUILD_NUMBER") {
            Some(Service::Bitbucket)
        } else if is_set("JENKINS_URL") && is_set("BUILD_TAG") {
            Some(Service::Jenkins)
        } else {
            None
        }
    }

    /// The name under which its runs are recorded. All runners of a service are one actor: one is not independent of another.
    pub const fn actor(self) -> &'static str {
        match self {
            Service::GitHub => "ci:github-actions",
            Service::Azure => "ci:azure-pipelines",
            Service::GitLab => "ci:gitlab-ci",
            Service::Bitbucket => "ci:bitbucket-pipelines",
            Service::Jenkins => "ci:jenkins",
        }
    }

    /// Where the run is read, such as `https://github.com/contoso/platform/actions/runs/7`.
    pub fn run_link(self, variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let get = |name: &str| variable(name).filter(|v| !v.trim().is_empty());
        let without_slash = |name: &str| get(name).map(|v| v.trim_end_matches('/').replace(' ', "%20"));
        match self {
            Service::GitHub => {
                let (server, repository) = (without_slash("GITHUB_SERVER_URL")?, get("GITHUB_REPOSITORY")?);
                Some(format!("{server}/{repository}/actions/runs/{}", number(&get("GITHUB_RUN_ID")?)?))
            }
            Service::Azure => {
                let (collection, project) = (without_slash("SYSTEM_COLLECTIONURI")?, without_slash("SYSTEM_TEAMPROJECT")?);
                Some(format!("{collection}/{project}/_build/results?buildId={}", number(&get("BUILD_BUILDID")?)?))
            }
            Service::GitLab => get("CI_JOB_URL"),
            Service::Bitbucket => {
                let repository = without_slash("BITBUCKET_GIT_HTTP_ORIGIN")?;
                Some(format!("{repository}/pipelines/results/{}", number(&get("BITBUCKET_BUILD_NUMBER")?)?))
            }
            Service::Jenkins => get("BUILD_URL"),
        }
    }
}

/// Which change a run is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The pull request with this number.
    PullRequest(String),
    /// The commit of the run; `is_push` when it was pushed to a branch just now.
    Commit {
        /// Whether a push to a branch set the run off.
        is_push: bool,
    },
    /// The service does not say: the sentence that tells which flag to give.
    Unknown(String),
}

impl Default for Subject {
    fn default() -> Self {
        Subject::Unknown("this is not a known CI service: pass --change".to_owned())
    }
}

/// What the service says of a commit that was pushed without a pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    /// The first line of its message.
    pub title: Option<String>,
    /// Where the commit is read.
    pub url: Option<String>,
    /// Who wrote it, or else who pushed it.
    pub author: Option<String>,
    /// The commit that the branch was at before the push.
    pub before: Option<String>,
}

/// What is known of the run; each absent when the service does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// Whose pipeline; none on a person's own machine.
    pub service: Option<Service>,
    /// Such as `contoso/platform`.
    pub repository: Option<String>,
    /// Which change the run is about.
    pub subject: Subject,
    /// The title of the pull request.
    pub title: Option<String>,
    /// The text of the pull request.
    pub body: Option<String>,
    /// Where the pull request is read.
    pub url: Option<String>,
    /// The commit that is judged: the head of the pull request, not the merge that the service made up.
    pub commit: Option<String>,
    /// Names of the commit that the change goes to, the best first: full refs and ids.
    pub bases: Vec<String>,
    /// Who opened the pull request.
    pub author: Option<String>,
    /// Where a deployment goes.
    pub environment: Option<String>,
    /// Who set the run off.
    pub actor: Option<String>,
    /// The id of the run.
    pub run: Option<String>,
    /// Which attempt of the run.
    pub attempt: Option<String>,
    /// The branch, tag or merge that it runs on.
    pub reference: Option<String>,
    /// What set it off.
    pub event: Option<String>,
    /// When the pull request was opened.
    pub opened_at: Option<Instant>,
    /// When it was merged.
    pub merged_at: Option<Instant>,
    /// What holds for the commit when it belongs to no pull request.
    pub pushed: Pushed,
}

impl Surroundings {
    /// Reads the variables; `event` is the document that `GITHUB_EVENT_PATH` names.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>, event: Option<&Value>) -> Self {
        let get = |name: &str| variable(name).filter(|v| !v.trim().is_empty());
        match Service::detect(variable) {
            None => Surroundings::default(),
            Some(Service::GitHub) => github::read(&get, event),
            Some(Service::Azure) => azure::read(&get),
            Some(Service::GitLab) => gitlab::read(&get),
            Some(Service::Bitbucket) => bitbucket::read(&get),
            Some(Service::Jenkins) => jenkins::read(&get),
        }
    }

    /// The run as a report states it; `commit` is the one that its evidence was made on. None without both.
    pub fn source(&self, commit: Option<String>) -> Option<SourceRecord> {
        let service = self.service.map(Service::actor).map(|actor| actor.strip_prefix("ci:").unwrap_or(actor).to_owned());
        let is_known = service.is_some() || commit.is_some();
        is_known.then(|| SourceRecord {
            service,
            repository: self.repository.clone(),
            run_id: self.run.clone(),
            attempt: self.attempt.clone(),
            reference: self.reference.clone(),
            event: self.event.clone(),
            commit,
        })
    }

    /// The change's id: `repository#number`, or `repository@commit` for a commit that belongs to no pull request.
    ///
    /// # Errors
    /// The sentence that names what is missing, and the flag to give.
    pub fn change(&self) -> Result<String, String> {
        let missing = |name: &str| format!("{name} is not set: pass --change");
        let subject = match &self.subject {
            Subject::Unknown(why) => return Err(why.clone()),
            known => known,
        };
        let (repository, commit) = match self.service {
            Some(Service::Azure) => ("BUILD_REPOSITORY_NAME", "BUILD_SOURCEVERSION"),
            Some(Service::GitLab) => ("CI_PROJECT_PATH", "CI_COMMIT_SHA"),
            Some(Service::Bitbucket) => ("BITBUCKET_REPO_FULL_NAME", "BITBUCKET_COMMIT"),
            Some(Service::Jenkins) => ("GIT_URL", "GIT_COMMIT"),
            Some(Service::GitHub) | None => ("GITHUB_REPOSITORY", "GITHUB_SHA"),
        };
        let stated = self.repository.as_deref().ok_or_else(|| missing(repository))?;
        match subject {
            Subject::PullRequest(number) => Ok(format!("{stated}#{number}")),
            _ => match self.commit.as_deref() {
                Some(id) if is_full_id(id) => Ok(format!("{stated}@{id}")),
                Some(_) => Err(format!("{commit} is not the full id of a commit: pass --change")),
                None => Err(missing(commit)),
            },
        }
    }

    /// Settles what a commit belongs to: the pull request that it is known to have merged, or none. `committed_at` is its time.
    pub fn settle(&mut self, merged: Option<String>, committed_at: Option<Instant>) {
        let Subject::Commit { is_push } = self.subject else { return };
        match merged {
            Some(number) => {
                self.subject = Subject::PullRequest(number);
                self.merged_at = committed_at;
            }
            None => {
                let pushed = std::mem::take(&mut self.pushed);
                (self.title, self.url, self.author) = (pushed.title, pushed.url, pushed.author);
                self.merged_at = committed_at.filter(|_| is_push);
            }
        }
    }

    /// Whether the checkout of the run may stand for the change's commit where nothing names it: some events run on another branch.
    pub fn is_checked_out(&self) -> bool {
        let elsewhere = ["issue_comment", "pull_request_target", "workflow_run", "deployment", "deployment_status"];
        match (self.service, &self.subject) {
            (None, _) => true,
            (_, Subject::Unknown(_)) => false,
            _ => !self.event.as_deref().is_some_and(|event| elsewhere.contains(&event)),
        }
    }

    /// What remains when the report is of another change than the run: the run itself, and nothing of its pull request or commit.
    pub fn of_another_change(self) -> Self {
        let Surroundings { service, repository, actor, run, attempt, reference, event, .. } = self;
        Surroundings { service, repository, actor, run, attempt, reference, event, ..Surroundings::default() }
    }
}

/// Whether a text is the whole id of a commit, as git writes it.
pub fn is_full_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A number as a service writes it; none for anything else.
fn number(text: &str) -> Option<String> {
    (!text.is_empty() && text.len() < 20 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.to_owned())
}

/// The first line of a message, when it says something.
fn first_line(message: &str) -> Option<String> {
    message.lines().next().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_known_by_its_own_variables() {
        let of =
            |set: &[(&str, &str)]| Service::detect(&|name| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()));
        assert_eq!(of(&[("BITBUCKET_BUILD_NUMBER", "7")]), Some(Service::Bitbucket));
        let jenkins = [("JENKINS_URL", "https://ci.example.org/"), ("BUILD_TAG", "jenkins-a-1")];
        assert_eq!(of(&jenkins), Some(Service::Jenkins));
        assert_eq!(of(&jenkins[..1]), None, "a person's own machine may name a server");
        assert_eq!(of(&[("GITHUB_ACTIONS", "true"), jenkins[0], jenkins[1]]), Some(Service::GitHub));
    }

    #[test]
    fn a_commit_that_merged_nothing_is_a_change_of_its_own() {
        let pushed = Pushed { title: Some("Add (#2)".into()), url: None, author: Some("mona".into()), before: None };
        let id = "a".repeat(40);
        let of = |is_push| Surroundings {
            service: Some(Service::GitHub),
            repository: Some("a/b".into()),
            subject: Subject::Commit { is_push },
            commit: Some(id.clone()),
            pushed: pushed.clone(),
            ..Surroundings::default()
        };
        let then = Instant::from_rfc3339("2026-11-20T09:00:00Z").ok();
        let mut direct = of(true);
        direct.settle(None, then);
        assert_eq!(direct.change(), Ok(format!("a/b@{id}")));
        assert_eq!((direct.author.as_deref(), direct.merged_at), (Some("mona"), then));
        let mut merge = of(true);
        merge.settle(Some("2".into()), then);
        assert_eq!(merge.change().as_deref(), Ok("a/b#2"));
        assert_eq!((merge.author, merge.title, merge.merged_at), (None, None, then), "whoever merged is not the author");
        let mut deployed = of(false);
        deployed.settle(None, then);
        assert_eq!(deployed.merged_at, None, "what is deployed need not be merged");
        let short = Surroundings { commit: Some("abc".into()), ..of(true) };
        assert_eq!(short.change(), Err("GITHUB_SHA is not the full id of a commit: pass --change".to_owned()));
    }

    #[test]
    fn without_a_service_only_the_commit_of_the_evidence_is_a_source() {
        let nobody = Surroundings::default();
        assert_eq!(nobody.change(), Err("this is not a known CI service: pass --change".to_owned()));
        assert_eq!(nobody.source(None), None);
        assert_eq!(nobody.source(Some("abc".into())).and_then(|s| s.commit).as_deref(), Some("abc"));
    }
}
