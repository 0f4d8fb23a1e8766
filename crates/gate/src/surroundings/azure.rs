//! The variables of Azure Pipelines.

use super::{Get, Pushed, Service, Subject, Surroundings, first_line, number};

pub(super) fn read(get: Get<'_>) -> Surroundings {
    let (reason, reference) = (get("BUILD_REASON"), get("BUILD_SOURCEBRANCH"));
    let pull = get("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER").or_else(|| get("SYSTEM_PULLREQUEST_PULLREQUESTID"));
    let pull = pull.and_then(|pull| number(&pull));
    let is_branch = reference.as_deref().is_none_or(|r| r.starts_with("refs/heads/"));
    let subject = match (reason.as_deref(), &pull) {
        (None | Some("PullRequest"), Some(pull)) => Subject::PullRequest(pull.clone()),
        (None | Some("PullRequest"), None) => Subject::Unknown(
            "SYSTEM_PULLREQUEST_PULLREQUESTID is not set: run this for a pull request, or pass --change".to_owned(),
        ),
        (Some("IndividualCI" | "BatchedCI"), _) => Subject::Commit { is_push: is_branch },
        (Some(reason), _) => {
            Subject::Unknown(format!("the reason of the build, {reason}, names no pull request and no push: pass --change"))
        }
    };
    let is_pull = matches!(subject, Subject::PullRequest(_));
    let commit = match subject {
        Subject::PullRequest(_) => get("SYSTEM_PULLREQUEST_SOURCECOMMITID").or_else(|| get("BUILD_SOURCEVERSION")),
        Subject::Commit { .. } => get("BUILD_SOURCEVERSION"),
        Subject::Unknown(_) => None,
    };
    let base = get("SYSTEM_PULLREQUEST_TARGETBRANCH").filter(|_| is_pull).map(|branch| {
        let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
        format!("refs/remotes/origin/{branch}")
    });
    let repository_url = of_repository(get);
    let page = |part: &str, id: &Option<String>| Some(format!("{}/{part}/{}", repository_url.as_ref()?, id.as_ref()?));
    Surroundings {
        service: Some(Service::Azure),
        repository: get("BUILD_REPOSITORY_NAME"),
        url: page("pullrequest", &pull).filter(|_| is_pull),
        pushed: Pushed {
            title: get("BUILD_SOURCEVERSIONMESSAGE").and_then(|m| first_line(&m)),
            url: page("commit", &commit),
            author: get("BUILD_REQUESTEDFOR"),
            before: None,
        },
        subject,
        commit,
        bases: base.into_iter().collect(),
        actor: get("BUILD_REQUESTEDFOR"),
        run: get("BUILD_BUILDID"),
        attempt: get("SYSTEM_JOBATTEMPT"),
        reference,
        event: reason,
        ..Surroundings::default()
    }
}

/// Where a repository of Azure itself is read.
fn of_repository(get: Get<'_>) -> Option<String> {
    get("BUILD_REPOSITORY_PROVIDER").filter(|provider| provider == "TfsGit")?;
    let (collection, project) = (get("SYSTEM_COLLECTIONURI")?, get("SYSTEM_TEAMPROJECT")?.replace(' ', "%20"));
    let repository = get("BUILD_REPOSITORY_NAME")?.replace(' ', "%20");
    Some(format!("{}/{project}/_git/{repository}", collection.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(more: &[(&str, &str)]) -> Surroundings {
        let first = [("BUILD_REPOSITORY_NAME", "platform")];
        read(&|name| first.iter().chain(more).find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn a_pull_request_has_its_number_and_its_page() {
        let s = of(&[
            ("BUILD_REPOSITORY_PROVIDER", "TfsGit"),
            ("BUILD_REASON", "PullRequest"),
            ("SYSTEM_COLLECTIONURI", "https://dev.azure.com/contoso/"),
            ("SYSTEM_TEAMPROJECT", "Cloud Base"),
            ("SYSTEM_PULLREQUEST_PULLREQUESTID", "12"),
            ("SYSTEM_PULLREQUEST_SOURCECOMMITID", "abc"),
            ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main"),
        ]);
        assert_eq!((s.change().as_deref(), s.commit.as_deref()), (Ok("platform#12"), Some("abc")));
        assert_eq!(s.url.as_deref(), Some("https://dev.azure.com/contoso/Cloud%20Base/_git/platform/pullrequest/12"));
        assert_eq!(s.bases, ["refs/remotes/origin/main"]);
    }

    #[test]
    fn a_push_is_its_commit_and_a_schedule_or_a_click_is_no_change() {
        let id = "d".repeat(40);
        let by = |reason| of(&[("BUILD_REASON", reason), ("BUILD_SOURCEVERSION", &id)]).change();
        assert_eq!(by("IndividualCI"), Ok(format!("platform@{id}")));
        assert_eq!(by("BatchedCI"), Ok(format!("platform@{id}")));
        for reason in ["Schedule", "Manual", "ResourceTrigger", "BuildCompletion"] {
            assert!(by(reason).unwrap_err().ends_with("pass --change"), "{reason}");
        }
        assert!(of(&[]).change().unwrap_err().contains("SYSTEM_PULLREQUEST_PULLREQUESTID is not set"));
        assert_eq!(
            of(&[("BUILD_REASON", "BatchedCI")]).change(),
            Err("BUILD_SOURCEVERSION is not set: pass --change".to_owned())
        );
    }
}
