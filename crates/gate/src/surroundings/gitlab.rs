//! The variables of GitLab CI.

use super::{Get, Pushed, Service, Subject, Surroundings, number};

pub(super) fn read(get: Get<'_>) -> Surroundings {
    let (source, is_tag) = (get("CI_PIPELINE_SOURCE"), get("CI_COMMIT_TAG").is_some());
    let request = get("CI_MERGE_REQUEST_IID").and_then(|iid| number(&iid));
    let subject = match (&request, source.as_deref()) {
        (Some(iid), _) => Subject::PullRequest(iid.clone()),
        (None, Some("push")) => Subject::Commit { is_push: !is_tag },
        (None, Some(source)) if source != "merge_request_event" => {
            Subject::Unknown(format!("the source of the pipeline, {source}, names no merge request and no push: pass --change"))
        }
        _ => Subject::Unknown("CI_MERGE_REQUEST_IID is not set: run this for a merge request, or pass --change".to_owned()),
    };
    let commit = match subject {
        Subject::PullRequest(_) => get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA").or_else(|| get("CI_COMMIT_SHA")),
        Subject::Commit { .. } => get("CI_COMMIT_SHA"),
        Subject::Unknown(_) => None,
    };
    let page = |project: &str, part: &str, id: Option<String>| Some(format!("{}/-/{part}/{}", get(project)?, id?));
    Surroundings {
        service: Some(Service::GitLab),
        repository: get("CI_PROJECT_PATH"),
        title: get("CI_MERGE_REQUEST_TITLE"),
        // a longer description is cut off by the service, and half of a block would be read as a whole one
        body: get("CI_MERGE_REQUEST_DESCRIPTION")
            .filter(|_| get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED").as_deref() != Some("true")),
        url: page("CI_MERGE_REQUEST_PROJECT_URL", "merge_requests", request),
        pushed: Pushed {
            title: get("CI_COMMIT_TITLE"),
            url: page("CI_PROJECT_URL", "commit", commit.clone()),
            author: get("GITLAB_USER_LOGIN"),
            before: get("CI_COMMIT_BEFORE_SHA").filter(|id| super::event::is_commit(id)),
        },
        subject,
        commit,
        bases: get("CI_MERGE_REQUEST_DIFF_BASE_SHA").into_iter().collect(),
        actor: get("GITLAB_USER_LOGIN"),
        run: get("CI_PIPELINE_ID"),
        reference: get("CI_COMMIT_REF_NAME"),
        event: source,
        ..Surroundings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(more: &[(&str, &str)]) -> Surroundings {
        let first = [("CI_PROJECT_PATH", "contoso/platform")];
        read(&|name| first.iter().chain(more).find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn a_merge_request_has_its_number_whatever_set_the_pipeline_off_and_half_a_description_is_none() {
        let s = of(&[
            ("CI_MERGE_REQUEST_IID", "3"),
            ("CI_PIPELINE_SOURCE", "web"),
            ("CI_MERGE_REQUEST_DESCRIPTION", "half"),
            ("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED", "true"),
            ("CI_COMMIT_SHA", "abc"),
        ]);
        assert_eq!((s.change().as_deref(), s.body, s.commit.as_deref()), (Ok("contoso/platform#3"), None, Some("abc")));
    }

    #[test]
    fn a_push_is_its_commit_and_a_schedule_or_a_trigger_is_no_change() {
        let id = "e".repeat(40);
        let by = |source| of(&[("CI_PIPELINE_SOURCE", source), ("CI_COMMIT_SHA", &id)]);
        assert_eq!(by("push").change(), Ok(format!("contoso/platform@{id}")));
        let tag = of(&[("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_TAG", "v1"), ("CI_COMMIT_SHA", &id)]);
        assert_eq!(tag.subject, Subject::Commit { is_push: false });
        for source in ["schedule", "web", "api", "trigger", "pipeline", "merge_request_event"] {
            assert!(by(source).change().unwrap_err().ends_with("pass --change"), "{source}");
        }
        assert!(of(&[]).change().unwrap_err().contains("CI_MERGE_REQUEST_IID is not set"));
    }
}
