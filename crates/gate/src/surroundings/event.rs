//! The document of an event on GitHub: which change the run is about, and what is said of it.

use super::{Pushed, Subject, first_line, number};
use plumbline_domain::Instant;
use serde_json::Value;

/// What an event names.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// None when the document does not tell.
    pub subject: Option<Subject>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub url: Option<String>,
    pub commit: Option<String>,
    pub base: Option<String>,
    pub author: Option<String>,
    pub environment: Option<String>,
    pub opened_at: Option<Instant>,
    pub merged_at: Option<Instant>,
    pub pushed: Pushed,
}

/// What the document says. `name` is that of the event; without one, its kind is told from the document.
pub(super) fn named_by(name: Option<&str>, event: &Value, reference: Option<&str>) -> Named {
    let has = |key: &str| event.get(key).is_some_and(Value::is_object);
    let kinds = ["pull_request", "merge_group", "workflow_run", "deployment", "head_commit"];
    match name.or_else(|| kinds.into_iter().find(|key| has(key))).unwrap_or_default() {
        "pull_request" | "pull_request_target" | "pull_request_review" | "pull_request_review_comment" => pull_request(event),
        "merge_group" => merge_group(event),
        "issue_comment" => issue_comment(event),
        "workflow_run" => workflow_run(event),
        "deployment" | "deployment_status" => deployment(event),
        "push" | "head_commit" => push(event, reference),
        _ => Named::default(),
    }
}

/// The sentence for an event that names neither a pull request nor a commit.
pub(super) fn names_no_change(event: &str) -> String {
    format!("the event {event} names no pull request and no push: pass --change")
}

fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer).and_then(Value::as_str).filter(|t| !t.is_empty()).map(str::to_owned)
}

fn time(value: &Value, pointer: &str) -> Option<Instant> {
    value.pointer(pointer).and_then(Value::as_str).and_then(|t| Instant::from_rfc3339(t).ok())
}

fn number_at(value: &Value, pointer: &str) -> Option<Subject> {
    value.pointer(pointer).and_then(Value::as_u64).map(|n| Subject::PullRequest(n.to_string()))
}

fn pull_request(event: &Value) -> Named {
    let Some(pull) = event.get("pull_request") else { return Named::default() };
    Named {
        subject: number_at(pull, "/number"),
        title: text(pull, "/title"),
        body: text(pull, "/body"),
        url: text(pull, "/html_url"),
        commit: text(pull, "/head/sha"),
        base: text(pull, "/base/sha"),
        author: text(pull, "/user/login"),
        opened_at: time(pull, "/created_at"),
        merged_at: time(pull, "/merged_at"),
        ..Named::default()
    }
}

/// The number stands at the end of the branch that the queue made: `…/pr-77-<40 hex digits>`. It is not merged yet.
fn merge_group(event: &Value) -> Named {
    let of_branch = |branch: String| {
        let (pull, id) = branch.rsplit('/').next()?.strip_prefix("pr-")?.split_once('-')?;
        (id.len() >= 40 && id.bytes().all(|b| b.is_ascii_hexdigit())).then(|| number(pull)).flatten()
    };
    let subject = match text(event, "/merge_group/head_ref").and_then(of_branch) {
        Some(pull) => Subject::PullRequest(pull),
        None => Subject::Unknown("merge_group.head_ref of the event names no pull request: pass --change".to_owned()),
    };
    let (commit, base) = (text(event, "/merge_group/head_sha"), text(event, "/merge_group/base_sha"));
    Named { subject: Some(subject), commit, base, ..Named::default() }
}

/// A comment on a pull request. The run is on the default branch, and nothing names the pull request's commit.
fn issue_comment(event: &Value) -> Named {
    let Some(issue) = event.get("issue").filter(|issue| issue.get("pull_request").is_some_and(Value::is_object)) else {
        let why = "the comment is not on a pull request: pass --change".to_owned();
        return Named { subject: Some(Subject::Unknown(why)), ..Named::default() };
    };
    Named {
        subject: number_at(issue, "/number"),
        title: text(issue, "/title"),
        body: text(issue, "/body"),
        url: text(issue, "/html_url"),
        author: text(issue, "/user/login"),
        opened_at: time(issue, "/created_at"),
        merged_at: time(issue, "/pull_request/merged_at"),
        ..Named::default()
    }
}

/// The run that this one follows: of one pull request, or of a push.
fn workflow_run(event: &Value) -> Named {
    let Some(run) = event.get("workflow_run") else { return Named::default() };
    let repository = event.pointer("/repository/id");
    let is_own = |pull: &&Value| match (pull.pointer("/base/repo/id"), repository) {
        (Some(base), Some(own)) => base == own,
        _ => true,
    };
    let none = Vec::new();
    let pulls: Vec<&Value> = run.get("pull_requests").and_then(Value::as_array).unwrap_or(&none).iter().filter(is_own).collect();
    let is_push = text(run, "/event").as_deref() == Some("push");
    let branch = text(run, "/head_branch");
    // anybody may propose to merge the default branch elsewhere: a push to it stays a push
    let is_default = is_push && branch.is_some() && branch == text(event, "/repository/default_branch");
    let commit = text(run, "/head_sha");
    let (subject, base) = match pulls.as_slice() {
        [pull] if !is_default => (number_at(pull, "/number"), text(pull, "/base/sha")),
        _ if is_push => (Some(Subject::Commit { is_push: true }), None),
        pulls => {
            let why =
                format!("workflow_run.pull_requests of the event names {} pull requests, not one: pass --change", pulls.len());
            (Some(Subject::Unknown(why)), None)
        }
    };
    let pushed = Pushed {
        title: text(run, "/head_commit/message").and_then(|m| first_line(&m)),
        url: text(event, "/repository/html_url").zip(commit.clone()).map(|(url, id)| format!("{url}/commit/{id}")),
        author: text(run, "/actor/login"),
        before: None,
    };
    Named { subject, commit, base, pushed, ..Named::default() }
}

fn deployment(event: &Value) -> Named {
    Named {
        subject: event.get("deployment").map(|_| Subject::Commit { is_push: false }),
        commit: text(event, "/deployment/sha"),
        environment: text(event, "/deployment/environment"),
        ..Named::default()
    }
}

/// Whether an id is that of a commit: a new branch had none before, which services write as zeros.
pub(super) fn is_commit(id: &str) -> bool {
    super::is_full_id(id) && id.bytes().any(|b| b != b'0')
}

fn push(event: &Value, reference: Option<&str>) -> Named {
    let reference = reference.map(str::to_owned).or_else(|| text(event, "/ref"));
    let is_push = reference.is_some_and(|r| r.starts_with("refs/heads/"));
    let pushed = Pushed {
        title: text(event, "/head_commit/message").and_then(|m| first_line(&m)),
        url: text(event, "/head_commit/url"),
        author: text(event, "/head_commit/author/username").or_else(|| text(event, "/pusher/name")),
        before: text(event, "/before").filter(|id| is_commit(id)),
    };
    Named { subject: Some(Subject::Commit { is_push }), pushed, ..Named::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn subject(name: &str, event: Value) -> Option<Subject> {
        named_by(Some(name), &event, None).subject
    }

    fn pull(number: &str) -> Option<Subject> {
        Some(Subject::PullRequest(number.to_owned()))
    }

    fn is_unknown(subject: Option<Subject>) -> bool {
        matches!(subject, Some(Subject::Unknown(why)) if why.ends_with(": pass --change"))
    }

    #[test]
    fn a_merge_queue_names_the_pull_request_in_its_branch() {
        let of = |branch: &str| subject("merge_group", json!({"merge_group": {"head_ref": branch, "head_sha": "abc"}}));
        let id = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(of(&format!("refs/heads/gh-readonly-queue/main/pr-77-{id}")), pull("77"));
        // the base branch may be called like a pull request
        assert_eq!(of(&format!("refs/heads/gh-readonly-queue/x/pr-1-{id}/pr-77-{id}")), pull("77"));
        for none in ["refs/heads/main", "refs/heads/pr-77-abc", &format!("refs/heads/pr-x-{id}"), ""] {
            assert!(is_unknown(of(none)), "{none}");
        }
    }

    #[test]
    fn a_comment_counts_on_a_pull_request_only_and_names_no_commit() {
        let comment =
            json!({"issue": {"number": 77, "title": "Add", "user": {"login": "mona"}, "pull_request": {"url": "https://x"}}});
        let named = named_by(Some("issue_comment"), &comment, None);
        assert_eq!((named.subject, named.commit, named.author.as_deref()), (pull("77"), None, Some("mona")));
        assert!(is_unknown(subject("issue_comment", json!({"issue": {"number": 77}}))));
    }

    #[test]
    fn a_run_that_follows_another_is_about_its_one_pull_request_or_its_push() {
        let run = |event: &str, pulls: Value| {
            json!({"repository": {"id": 1, "default_branch": "main"},
                "workflow_run": {"event": event, "head_branch": "main", "head_sha": "abc", "pull_requests": pulls}})
        };
        let own = json!({"number": 77, "base": {"repo": {"id": 1}}});
        let foreign = json!({"number": 5, "base": {"repo": {"id": 2}}});
        assert_eq!(subject("workflow_run", run("pull_request", json!([foreign, own]))), pull("77"));
        assert_eq!(subject("workflow_run", run("push", json!([]))), Some(Subject::Commit { is_push: true }));
        assert_eq!(subject("workflow_run", run("push", json!([own]))), Some(Subject::Commit { is_push: true }));
        assert!(is_unknown(subject("workflow_run", run("pull_request", json!([])))), "of a fork");
        assert!(is_unknown(subject("workflow_run", run("pull_request", json!([own, own])))));
        assert!(is_unknown(subject("workflow_run", run("schedule", json!([])))));
        let feature = json!({"repository": {"id": 1, "default_branch": "main"},
            "workflow_run": {"event": "push", "head_branch": "topic", "pull_requests": [own]}});
        assert_eq!(subject("workflow_run", feature), pull("77"));
    }

    #[test]
    fn a_deployment_names_its_commit_and_environment() {
        let event = json!({"deployment": {"sha": "abc", "environment": "prod"}, "deployment_status": {"state": "success"}});
        let named = named_by(Some("deployment_status"), &event, Some("refs/heads/main"));
        assert_eq!(named.subject, Some(Subject::Commit { is_push: false }));
        assert_eq!((named.commit.as_deref(), named.environment.as_deref()), (Some("abc"), Some("prod")));
    }

    #[test]
    fn a_push_names_its_author_and_a_tag_is_no_push_to_a_branch() {
        let event = json!({"ref": "refs/heads/main", "pusher": {"name": "hubot"},
            "head_commit": {"message": "Add (#2)\n\nmore", "url": "https://x/c", "author": {"username": "mona"}}});
        let named = named_by(Some("push"), &event, None);
        assert_eq!(named.subject, Some(Subject::Commit { is_push: true }));
        let pushed =
            Pushed { title: Some("Add (#2)".into()), url: Some("https://x/c".into()), author: Some("mona".into()), before: None };
        assert_eq!(named.pushed, pushed);
        let by_hand = named_by(Some("push"), &json!({"pusher": {"name": "hubot"}}), Some("refs/tags/v1"));
        assert_eq!(
            (by_hand.subject, by_hand.pushed.author.as_deref()),
            (Some(Subject::Commit { is_push: false }), Some("hubot"))
        );
    }

    #[test]
    fn what_is_not_of_the_event_does_not_count() {
        // inputs and payloads hold what somebody typed
        for name in ["workflow_dispatch", "repository_dispatch", "schedule"] {
            let event = json!({"pull_request": {"number": 5}, "inputs": {"pull_request": {"number": 5}}});
            assert_eq!(subject(name, event), None, "{name}");
        }
    }
}
