//! The variables of Bitbucket Pipelines.

use super::{Get, Pushed, Service, Subject, Surroundings, number};

pub(super) fn read(get: Get<'_>) -> Surroundings {
    let pull = get("BITBUCKET_PR_ID").and_then(|id| number(&id));
    // What set the pipeline off is not said: it may be a push, a schedule or a click.
    let subject = pull.clone().map_or(Subject::Commit { is_push: false }, Subject::PullRequest);
    let commit = get("BITBUCKET_COMMIT");
    let origin = get("BITBUCKET_GIT_HTTP_ORIGIN").map(|origin| origin.replacen("http://", "https://", 1));
    let page = |part: &str, id: &Option<String>| Some(format!("{}/{part}/{}", origin.as_ref()?, id.as_ref()?));
    Surroundings {
        service: Some(Service::Bitbucket),
        repository: get("BITBUCKET_REPO_FULL_NAME"),
        url: page("pull-requests", &pull),
        pushed: Pushed { url: page("commits", &commit), ..Pushed::default() },
        bases: get("BITBUCKET_PR_DESTINATION_BRANCH").filter(|_| pull.is_some()).map(of_branch).into_iter().collect(),
        subject,
        commit,
        environment: get("BITBUCKET_DEPLOYMENT_ENVIRONMENT"),
        actor: get("BITBUCKET_STEP_TRIGGERER_UUID"),
        run: get("BITBUCKET_BUILD_NUMBER"),
        attempt: get("BITBUCKET_STEP_RUN_NUMBER"),
        reference: get("BITBUCKET_BRANCH").or_else(|| get("BITBUCKET_TAG")),
        ..Surroundings::default()
    }
}

/// The branch of the remote.
pub(super) fn of_branch(branch: String) -> String {
    format!("refs/remotes/origin/{branch}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(more: &[(&str, &str)]) -> Surroundings {
        let first = [("BITBUCKET_REPO_FULL_NAME", "contoso/platform"), ("BITBUCKET_BUILD_NUMBER", "7")];
        read(&|name| first.iter().chain(more).find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn a_pull_request_has_its_number_its_page_and_its_base() {
        let s = of(&[
            ("BITBUCKET_PR_ID", "12"),
            ("BITBUCKET_COMMIT", "abc"),
            ("BITBUCKET_GIT_HTTP_ORIGIN", "http://bitbucket.org/contoso/platform"),
            ("BITBUCKET_PR_DESTINATION_BRANCH", "main"),
        ]);
        assert_eq!((s.change().as_deref(), s.commit.as_deref()), (Ok("contoso/platform#12"), Some("abc")));
        assert_eq!(s.url.as_deref(), Some("https://bitbucket.org/contoso/platform/pull-requests/12"));
        assert_eq!(s.bases, ["refs/remotes/origin/main"]);
    }

    #[test]
    fn what_is_no_pull_request_is_its_commit() {
        let id = "d".repeat(40);
        assert_eq!(of(&[("BITBUCKET_COMMIT", &id)]).change(), Ok(format!("contoso/platform@{id}")));
        assert_eq!(of(&[]).change(), Err("BITBUCKET_COMMIT is not set: pass --change".to_owned()));
    }
}
