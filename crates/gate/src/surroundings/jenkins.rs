//! The variables of Jenkins: of its git plugin, and of multibranch pipelines.

use super::bitbucket::of_branch;
use super::remote::repository_of;
use super::{Get, Pushed, Service, Subject, Surroundings, number};

pub(super) fn read(get: Get<'_>) -> Surroundings {
    let pull = get("CHANGE_ID").and_then(|id| number(&id));
    // What set the build off is not said: it may be a push, a schedule or a click.
    let subject = pull.clone().map_or(Subject::Commit { is_push: false }, Subject::PullRequest);
    Surroundings {
        service: Some(Service::Jenkins),
        repository: get("GIT_URL").and_then(|url| repository_of(&url)),
        title: get("CHANGE_TITLE"),
        url: get("CHANGE_URL"),
        // of a pull request, it may be the merge that Jenkins made up: the checkout says so as well
        commit: get("GIT_COMMIT").filter(|_| pull.is_none()),
        bases: get("CHANGE_TARGET").filter(|_| pull.is_some()).map(of_branch).into_iter().collect(),
        author: get("CHANGE_AUTHOR"),
        subject,
        pushed: Pushed { before: get("GIT_PREVIOUS_COMMIT").filter(|id| super::event::is_commit(id)), ..Pushed::default() },
        run: get("BUILD_TAG"),
        reference: get("BRANCH_NAME").or_else(|| get("GIT_BRANCH")),
        ..Surroundings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(more: &[(&str, &str)]) -> Surroundings {
        let first = [("GIT_URL", "https://u:secret@git.example.org/contoso/platform.git")];
        read(&|name| first.iter().chain(more).find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn a_change_request_has_its_number_its_author_and_its_base() {
        let s = of(&[
            ("CHANGE_ID", "12"),
            ("CHANGE_TITLE", "Add a vault"),
            ("CHANGE_AUTHOR", "u-lea"),
            ("CHANGE_TARGET", "main"),
            ("GIT_COMMIT", "abc"),
        ]);
        assert_eq!((s.change().as_deref(), s.commit.as_deref()), (Ok("contoso/platform#12"), None));
        assert_eq!((s.author.as_deref(), s.title.as_deref()), (Some("u-lea"), Some("Add a vault")));
        assert_eq!(s.bases, ["refs/remotes/origin/main"]);
    }

    #[test]
    fn a_branch_is_its_commit() {
        let id = "e".repeat(40);
        let s = of(&[("GIT_COMMIT", &id), ("BRANCH_NAME", "main")]);
        assert_eq!((s.change(), s.author), (Ok(format!("contoso/platform@{id}")), None));
        assert_eq!(of(&[]).change(), Err("GIT_COMMIT is not set: pass --change".to_owned()));
    }
}
