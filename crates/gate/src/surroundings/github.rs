//! The variables of GitHub Actions.

use super::event::{Named, named_by};
use super::{Get, Service, Subject, Surroundings, number};
use serde_json::Value;

pub(super) fn read(get: Get<'_>, event: Option<&Value>) -> Surroundings {
    let (name, reference, sha) = (get("GITHUB_EVENT_NAME"), get("GITHUB_REF"), get("GITHUB_SHA"));
    let named = match event {
        Some(event) => named_by(name.as_deref(), event, reference.as_deref()),
        None => Named::default(),
    };
    let subject = named.subject.unwrap_or_else(|| of_variables(name.as_deref(), reference.as_deref()));
    let commit = match subject {
        // on a pull request GITHUB_SHA is the merge that the service made up, or the tip of the base branch
        Subject::Commit { .. } => named.commit.or(sha),
        _ => named.commit,
    };
    let base = get("GITHUB_BASE_REF").map(|branch| format!("refs/remotes/origin/{branch}"));
    Surroundings {
        service: Some(Service::GitHub),
        repository: get("GITHUB_REPOSITORY"),
        subject,
        title: named.title,
        body: named.body,
        url: named.url,
        commit,
        bases: base.into_iter().chain(named.base).collect(),
        author: named.author,
        environment: named.environment,
        actor: get("GITHUB_ACTOR"),
        run: get("GITHUB_RUN_ID"),
        attempt: get("GITHUB_RUN_ATTEMPT"),
        reference,
        event: name,
        opened_at: named.opened_at,
        merged_at: named.merged_at,
        pushed: named.pushed,
    }
}

/// Which change, by the variables alone: of most events only the document tells it.
fn of_variables(event: Option<&str>, reference: Option<&str>) -> Subject {
    let pull = reference.and_then(|r| number(r.strip_prefix("refs/pull/")?.split('/').next()?));
    let is_branch = reference.is_some_and(|r| r.starts_with("refs/heads/"));
    match (event, pull) {
        (None | Some("pull_request"), Some(pull)) => Subject::PullRequest(pull),
        (Some("push"), _) => Subject::Commit { is_push: is_branch },
        (None, None) if is_branch => Subject::Commit { is_push: true },
        (Some("release"), _) => Subject::Commit { is_push: false },
        (Some(event), _) => Subject::Unknown(super::event::names_no_change(event)),
        (None, _) => Subject::Unknown("GITHUB_EVENT_NAME is not set: pass --change".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(variables: &[(&str, &str)], event: Option<&Value>) -> Surroundings {
        read(&|name| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()), event)
    }

    #[test]
    fn the_head_of_the_pull_request_is_the_commit() {
        let event = json!({"pull_request": {"number": 412, "title": "Add vault", "body": "text", "html_url": "https://x/412",
            "user": {"login": "mona"}, "head": {"sha": "abc"}, "base": {"sha": "def"}, "created_at": "2026-11-20T09:00:00Z",
            "merged_at": null}});
        let variables = [
            ("GITHUB_REPOSITORY", "contoso/platform"),
            ("GITHUB_REF", "refs/pull/412/merge"),
            ("GITHUB_SHA", "made up"),
            ("GITHUB_BASE_REF", "main"),
            ("GITHUB_ACTOR", "hubot"),
            ("GITHUB_RUN_ID", "7"),
        ];
        let s = of(&variables, Some(&event));
        assert_eq!(s.change().as_deref(), Ok("contoso/platform#412"));
        assert_eq!((s.commit.as_deref(), s.author.as_deref(), s.actor.as_deref()), (Some("abc"), Some("mona"), Some("hubot")));
        assert_eq!(s.bases, ["refs/remotes/origin/main", "def"]);
        assert_eq!((s.opened_at.map(|t| t.to_rfc3339()).as_deref(), s.merged_at), (Some("2026-11-20T09:00:00Z"), None));
        let source = s.source(Some("made".into())).unwrap();
        assert_eq!((source.service.as_deref(), source.commit.as_deref()), (Some("github-actions"), Some("made")));
    }

    #[test]
    fn without_the_document_the_ref_tells_the_number_and_a_branch_the_push() {
        let change = |more: &[(&str, &str)]| of(&[&[("GITHUB_REPOSITORY", "a/b")], more].concat(), None).change();
        assert_eq!(change(&[("GITHUB_REF", "refs/pull/9/merge")]).as_deref(), Ok("a/b#9"));
        let sha = "c".repeat(40);
        let push = [("GITHUB_REF", "refs/heads/main"), ("GITHUB_SHA", sha.as_str())];
        assert_eq!(change(&push), Ok(format!("a/b@{sha}")));
        // a branch may have any name
        assert_eq!(change(&[("GITHUB_REF", "refs/heads/refs/pull/9/merge"), ("GITHUB_SHA", &sha)]), Ok(format!("a/b@{sha}")));
        let told = change(&[("GITHUB_REF", "refs/heads/main"), ("GITHUB_EVENT_NAME", "schedule"), ("GITHUB_SHA", &sha)]);
        assert!(told.unwrap_err().ends_with("pass --change"));
        assert_eq!(change(&[]), Err("GITHUB_EVENT_NAME is not set: pass --change".to_owned()));
    }
}
