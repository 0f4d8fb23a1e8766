//! What a pipeline's service says of the run in its variables: GitHub Actions, Azure Pipelines, GitLab CI.

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
}

impl Service {
    /// The service whose variables are set.
    pub fn detect(variable: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let is_true = |name: &str| variable(name).is_some_and(|v| v.eq_ignore_ascii_case("true"));
        if is_true("GITHUB_ACTIONS") {
            Some(Service::GitHub)
        } else if is_true("TF_BUILD") {
            Some(Service::Azure)
        } else if is_true("GITLAB_CI") {
            Some(Service::GitLab)
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
        }
    }
}

/// What is known of the run; each absent when the service does not say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// Whose pipeline; none on a person's own machine.
    pub service: Option<Service>,
    /// Such as `contoso/platform`.
    pub repository: Option<String>,
    /// The number of the pull request.
    pub number: Option<String>,
    /// The title of the pull request.
    pub title: Option<String>,
    /// The text of the pull request.
    pub body: Option<String>,
    /// Where the pull request is read.
    pub url: Option<String>,
    /// The commit that was checked: the head of the pull request, not the merge that the service made up.
    pub commit: Option<String>,
    /// Who opened the pull request.
    pub author: Option<String>,
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
}

impl Surroundings {
    /// Reads the variables; `event` is the document that `GITHUB_EVENT_PATH` names.
    pub fn read(variable: &dyn Fn(&str) -> Option<String>, event: Option<&Value>) -> Self {
        let get = |name: &str| variable(name).filter(|v| !v.trim().is_empty());
        match Service::detect(variable) {
            None => Surroundings::default(),
            Some(Service::GitHub) => github(&get, event),
            Some(Service::Azure) => azure(&get),
            Some(Service::GitLab) => gitlab(&get),
        }
    }

    /// The run as a report states it; none on a person's own machine.
    pub fn source(&self) -> Option<SourceRecord> {
        let actor = self.service?.actor();
        Some(SourceRecord {
            service: Some(actor.strip_prefix("ci:").unwrap_or(actor).to_owned()),
            repository: self.repository.clone(),
            run_id: self.run.clone(),
            attempt: self.attempt.clone(),
            reference: self.reference.clone(),
            event: self.event.clone(),
        })
    }

    /// The change's id, `repository#number`.
    ///
    /// # Errors
    /// The sentence that names the variable which is missing.
    pub fn change(&self) -> Result<String, String> {
        let missing = |name: &str| format!("{name} is not set: run this for a pull request, or pass --change");
        let (repository, number) = match self.service {
            None => return Err("this is not a known CI service: pass --change".to_owned()),
            Some(Service::GitHub) => ("GITHUB_REPOSITORY", "GITHUB_REF as refs/pull/NUMBER/merge"),
            Some(Service::Azure) => ("BUILD_REPOSITORY_NAME", "SYSTEM_PULLREQUEST_PULLREQUESTID"),
            Some(Service::GitLab) => ("CI_PROJECT_PATH", "CI_MERGE_REQUEST_IID"),
        };
        let stated = self.repository.as_deref().ok_or_else(|| missing(repository))?;
        let number = self.number.as_deref().ok_or_else(|| missing(number))?;
        Ok(format!("{stated}#{number}"))
    }
}

/// The branch or commit that a pull request goes to, as a name that a checkout knows.
pub fn base_of(variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let get = |name: &str| variable(name).filter(|v| !v.is_empty());
    let branch = get("GITHUB_BASE_REF")
        .or_else(|| get("SYSTEM_PULLREQUEST_TARGETBRANCH").map(|b| b.trim_start_matches("refs/heads/").to_owned()));
    branch.map(|b| format!("origin/{b}")).or_else(|| get("CI_MERGE_REQUEST_DIFF_BASE_SHA"))
}

/// The number of the pull request that a commit merged, as the services write it into its message: for a run on the main branch,
/// of which no variable tells a number.
pub fn number_of_merge(message: &str) -> Option<String> {
    let subject = message.lines().next().unwrap_or_default().trim();
    let digits = |text: &str| {
        let number: String = text.chars().take_while(char::is_ascii_digit).collect();
        (!number.is_empty()).then_some(number)
    };
    let merged = subject.strip_prefix("Merge pull request #").or_else(|| subject.strip_prefix("Merged PR ")).and_then(digits);
    let squashed = || {
        let number = subject.strip_suffix(')')?.rsplit_once("(#")?.1;
        digits(number).filter(|n| n.len() == number.len())
    };
    let of_gitlab = || {
        let line = message.lines().rev().find_map(|line| line.trim().strip_prefix("See merge request "))?;
        digits(line.rsplit_once('!')?.1)
    };
    merged.or_else(squashed).or_else(of_gitlab)
}

type Get<'a> = &'a dyn Fn(&str) -> Option<String>;

fn github(get: Get<'_>, event: Option<&Value>) -> Surroundings {
    let pull = event.and_then(|e| e.get("pull_request"));
    let text = |pointer: &str| pull.and_then(|p| p.pointer(pointer)).and_then(Value::as_str).map(str::to_owned);
    let time = |pointer: &str| text(pointer).and_then(|t| Instant::from_rfc3339(&t).ok());
    let of_ref = get("GITHUB_REF").and_then(|r| {
        let number = r.strip_prefix("refs/pull/")?.split('/').next()?.to_owned();
        (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
    });
    let number = pull.and_then(|p| p.get("number")).and_then(Value::as_u64).map(|n| n.to_string());
    Surroundings {
        service: Some(Service::GitHub),
        repository: get("GITHUB_REPOSITORY"),
        number: number.or(of_ref),
        title: text("/title"),
        body: text("/body"),
        url: text("/html_url"),
        commit: text("/head/sha").or_else(|| get("GITHUB_SHA")),
        author: text("/user/login"),
        actor: get("GITHUB_ACTOR"),
        run: get("GITHUB_RUN_ID"),
        attempt: get("GITHUB_RUN_ATTEMPT"),
        reference: get("GITHUB_REF"),
        event: get("GITHUB_EVENT_NAME"),
        opened_at: time("/created_at"),
        merged_at: time("/merged_at"),
    }
}

fn azure(get: Get<'_>) -> Surroundings {
    let number = get("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER").or_else(|| get("SYSTEM_PULLREQUEST_PULLREQUESTID"));
    let url = match (get("SYSTEM_COLLECTIONURI"), get("SYSTEM_TEAMPROJECT"), get("BUILD_REPOSITORY_NAME"), &number) {
        (Some(collection), Some(project), Some(repository), Some(number))
            if get("BUILD_REPOSITORY_PROVIDER").as_deref() == Some("TfsGit") =>
        {
            let collection = collection.trim_end_matches('/');
            let project = project.replace(' ', "%20");
            Some(format!("{collection}/{project}/_git/{}/pullrequest/{number}", repository.replace(' ', "%20")))
        }
        _ => None,
    };
    Surroundings {
        service: Some(Service::Azure),
        repository: get("BUILD_REPOSITORY_NAME"),
        number,
        url,
        commit: get("SYSTEM_PULLREQUEST_SOURCECOMMITID").or_else(|| get("BUILD_SOURCEVERSION")),
        author: None,
        actor: get("BUILD_REQUESTEDFOR"),
        run: get("BUILD_BUILDID"),
        attempt: get("SYSTEM_JOBATTEMPT"),
        reference: get("BUILD_SOURCEBRANCH"),
        event: get("BUILD_REASON"),
        ..Surroundings::default()
    }
}

fn gitlab(get: Get<'_>) -> Surroundings {
    let url = match (get("CI_MERGE_REQUEST_PROJECT_URL"), get("CI_MERGE_REQUEST_IID")) {
        (Some(project), Some(number)) => Some(format!("{project}/-/merge_requests/{number}")),
        _ => None,
    };
    Surroundings {
        service: Some(Service::GitLab),
        repository: get("CI_PROJECT_PATH"),
        number: get("CI_MERGE_REQUEST_IID"),
        title: get("CI_MERGE_REQUEST_TITLE"),
        // a longer description is cut off by the service, and half of a block would be read as a whole one
        body: get("CI_MERGE_REQUEST_DESCRIPTION")
            .filter(|_| get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED").as_deref() != Some("true")),
        url,
        commit: get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA").or_else(|| get("CI_COMMIT_SHA")),
        author: None,
        actor: get("GITLAB_USER_LOGIN"),
        run: get("CI_PIPELINE_ID"),
        attempt: None,
        reference: get("CI_COMMIT_REF_NAME"),
        event: get("CI_PIPELINE_SOURCE"),
        opened_at: None,
        merged_at: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(variables: &[(&str, &str)], event: Option<&Value>) -> Surroundings {
        let get = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        Surroundings::read(&get, event)
    }

    #[test]
    fn github_names_the_head_of_the_pull_request() {
        let event = json!({"pull_request": {"number": 412, "title": "Add vault", "body": "text", "html_url": "https://x/412",
            "user": {"login": "mona"}, "head": {"sha": "abc"}, "created_at": "2026-11-20T09:00:00Z", "merged_at": null}});
        let s = read(
            &[
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_REPOSITORY", "contoso/platform"),
                ("GITHUB_REF", "refs/pull/412/merge"),
                ("GITHUB_SHA", "made up"),
                ("GITHUB_ACTOR", "hubot"),
                ("GITHUB_RUN_ID", "7"),
            ],
            Some(&event),
        );
        assert_eq!(s.change().as_deref(), Ok("contoso/platform#412"));
        assert_eq!((s.commit.as_deref(), s.author.as_deref(), s.actor.as_deref()), (Some("abc"), Some("mona"), Some("hubot")));
        assert_eq!((s.opened_at.map(Instant::to_rfc3339).as_deref(), s.merged_at), (Some("2026-11-20T09:00:00Z"), None));
        // without the event the number is that of the ref
        let s = read(&[("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "a/b"), ("GITHUB_REF", "refs/pull/9/merge")], None);
        assert_eq!(s.change().as_deref(), Ok("a/b#9"));
        let source = s.source().unwrap();
        assert_eq!((source.service.as_deref(), source.repository.as_deref()), (Some("github-actions"), Some("a/b")));
        assert_eq!((source.reference.as_deref(), source.run_id), (Some("refs/pull/9/merge"), None));
    }

    #[test]
    fn azure_and_gitlab_have_their_own_names() {
        let s = read(
            &[
                ("TF_BUILD", "True"),
                ("BUILD_REPOSITORY_NAME", "platform"),
                ("BUILD_REPOSITORY_PROVIDER", "TfsGit"),
                ("SYSTEM_COLLECTIONURI", "https://dev.azure.com/contoso/"),
                ("SYSTEM_TEAMPROJECT", "Cloud Base"),
                ("SYSTEM_PULLREQUEST_PULLREQUESTID", "12"),
                ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "abc"),
            ],
            None,
        );
        assert_eq!(s.change().as_deref(), Ok("platform#12"));
        assert_eq!(s.url.as_deref(), Some("https://dev.azure.com/contoso/Cloud%20Base/_git/platform/pullrequest/12"));
        let s = read(
            &[
                ("GITLAB_CI", "true"),
                ("CI_PROJECT_PATH", "contoso/platform"),
                ("CI_MERGE_REQUEST_IID", "3"),
                ("CI_MERGE_REQUEST_DESCRIPTION", "half"),
                ("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED", "true"),
                ("CI_COMMIT_SHA", "abc"),
            ],
            None,
        );
        assert_eq!((s.change().as_deref(), s.body, s.commit.as_deref()), (Ok("contoso/platform#3"), None, Some("abc")));
    }

    #[test]
    fn a_missing_variable_is_named() {
        let s = read(&[("TF_BUILD", "True"), ("BUILD_REPOSITORY_NAME", "platform")], None);
        assert_eq!(
            s.change(),
            Err("SYSTEM_PULLREQUEST_PULLREQUESTID is not set: run this for a pull request, or pass --change".to_owned())
        );
        assert_eq!(read(&[], None).change(), Err("this is not a known CI service: pass --change".to_owned()));
    }

    #[test]
    fn a_merge_names_its_pull_request_in_the_way_of_its_service() {
        assert_eq!(number_of_merge("Merge pull request #412 from contoso/vault\n\nAdd").as_deref(), Some("412"));
        assert_eq!(number_of_merge("Add a vault (#412)\n\n* a").as_deref(), Some("412"));
        assert_eq!(number_of_merge("Merged PR 12: Add a vault").as_deref(), Some("12"));
        assert_eq!(number_of_merge("Merge branch 'x'\n\nAdd\n\nSee merge request contoso/platform!7").as_deref(), Some("7"));
        for none in ["Add a vault", "Fix (#12) again", "See (#)", "Merge pull request # from", ""] {
            assert_eq!(number_of_merge(none), None, "{none}");
        }
    }
}
