//! What a report says of its change: the service's word, the pull request's text, and what git confirms of both.

use super::super::args::Failure;
use super::super::git;
use super::super::input::read_file;
use super::super::links::read_plain_file;
use super::super::terminal::tell;
use super::options::Options;
use plumbline_gate::words::collect as words;
use plumbline_gate::{
    Commit, PullRequest, Service, Subject, Surroundings, named_pull_request, pull_request_from_text, repository_of,
};
use plumbline_ingest::{text_from_bytes, without_secrets};
use std::path::Path;

/// What the service says, with the document of the event where there is one.
///
/// # Errors
/// When that document cannot be read.
pub fn surroundings() -> Result<Surroundings, Failure> {
    let variable = |name: &str| std::env::var(name).ok();
    let event = match variable("GITHUB_EVENT_PATH").filter(|_| Service::detect(&variable) == Some(Service::GitHub)) {
        None => None,
        Some(path) => {
            let unusable = |e: &dyn std::fmt::Display| Failure::Unusable(format!("{path}, the event of GITHUB_EVENT_PATH: {e}"));
            let bytes = read_file(Path::new(&path)).map_err(|e| unusable(&e))?;
            Some(serde_json::from_slice(&bytes).map_err(|e| unusable(&e))?)
        }
    };
    let mut surroundings = Surroundings::read(&variable, event.as_ref());
    for title in [&mut surroundings.title, &mut surroundings.pushed.title].into_iter().flatten() {
        if let Some(plain) = without_secrets(title, false) {
            tell(&format!("note: {}", words::masked_prose("the title")));
            *title = plain;
        }
    }
    Ok(surroundings)
}

/// Settles which change the run is about. `stated` is the word of `--change`, blank without one.
pub fn settle(surroundings: Surroundings, stated: &str, checkout: &Path) -> Surroundings {
    let mut surroundings = surroundings;
    match &surroundings.subject {
        Subject::PullRequest(number) => {
            let is_other = !stated.is_empty() && stated.rsplit_once('#').is_none_or(|(_, n)| n != number);
            if is_other {
                let run = surroundings.change().unwrap_or_else(|_| format!("pull request {number}"));
                tell(&format!("note: {}", words::another_change(stated, &run)));
                return surroundings.of_another_change();
            }
        }
        Subject::Commit { .. } => {
            let Some(commit) = git::commit(checkout, surroundings.commit.as_deref().unwrap_or("HEAD")) else {
                surroundings.settle(None, None);
                return surroundings;
            };
            let named = git::message(checkout, &commit).and_then(|message| named_pull_request(&message));
            let service = surroundings.service.unwrap_or(Service::GitHub);
            let merged = named
                .clone()
                .filter(|number| is_merge_of(checkout, service, &commit, surroundings.pushed.before.as_deref(), number));
            if let (Some(number), None, true) = (&named, &merged, stated.is_empty()) {
                tell(&format!("note: {}", words::unconfirmed(&commit, number, &wanted_ref(service, number))));
            }
            // a merge brings the commits of its second parent
            let parents = git::tree_and_parents(checkout, &commit).map(|(_, parents)| parents).unwrap_or_default();
            surroundings.bases.extend(parents.into_iter().next());
            surroundings.settle(merged, git::committed_at(checkout, &commit));
            surroundings.commit = Some(commit);
            if !stated.is_empty() {
                // the commit is that of the change, and who pushed it need not be its author
                (surroundings.title, surroundings.url, surroundings.author) = (None, None, None);
            }
        }
        Subject::Unknown(_) => {}
    }
    surroundings
}

/// The change on a person's own machine, where no service names one: the commit that is checked out, of the repository that the remote
/// names, or else the folder.
pub fn local(surroundings: &Surroundings, checkout: &Path) -> Option<String> {
    if surroundings.service.is_some() {
        return None;
    }
    let commit = git::commit(checkout, "HEAD")?;
    let folder = || Some(checkout.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned());
    let id = format!("{}@{commit}", git::remote(checkout).and_then(|url| repository_of(&url)).or_else(folder)?);
    tell(&format!("note: {}", words::local_change(&id)));
    Some(id)
}

/// The ref by which a service says what the head of a pull request is. A branch that somebody called `pull/2/head` is fetched to
/// `refs/remotes/origin/pull/2/head`: that is no word of the service.
fn wanted_ref(service: Service, number: &str) -> String {
    match service {
        Service::GitHub | Service::Bitbucket | Service::Jenkins => format!("refs/pull/{number}/head"),
        Service::Azure => format!("refs/pull/{number}/merge"),
        Service::GitLab => format!("refs/merge-requests/{number}/head"),
    }
}

/// Whether git confirms that a commit merged a pull request: merging the head that the service names into what the branch was at before the
/// push, or else into the commit's first parent, gives the commit's files, and something new. So nothing else came with the push.
fn is_merge_of(checkout: &Path, service: Service, commit: &str, before: Option<&str>, number: &str) -> bool {
    let Some((tree, parents)) = git::tree_and_parents(checkout, commit) else { return false };
    let Some(first) = before.or(parents.first().map(String::as_str)) else { return false };
    if before.is_some_and(|before| !git::is_ancestor(checkout, before, commit)) {
        return false;
    }
    if git::tree_and_parents(checkout, first).is_none_or(|(before, _)| before == tree) {
        return false;
    }
    let heads = [format!("refs/pull/{number}/head"), format!("refs/remotes/pull/{number}/head"), wanted_ref(service, number)];
    let gives_it = |head: &str| {
        !git::is_ancestor(checkout, head, first) && git::merged_tree(checkout, first, head).as_deref() == Some(tree.as_str())
    };
    let heads = if service == Service::GitLab { heads.get(2..).unwrap_or_default() } else { heads.get(..).unwrap_or_default() };
    heads.iter().filter_map(|name| git::of_ref(checkout, name)).any(|head| {
        // Azure names the merge that it made up: of this commit's files, or of a head that gives them
        let made_up = git::tree_and_parents(checkout, &head).filter(|_| service == Service::Azure);
        let second = made_up.as_ref().and_then(|(_, parents)| parents.get(1));
        made_up.as_ref().is_some_and(|(made, parents)| *made == tree && parents.len() == 2)
            || second.is_some_and(|second| gives_it(second))
            || gives_it(&head)
    })
}

/// The block of the pull request's text.
///
/// # Errors
/// When the text cannot be read, or its block is malformed.
pub fn block(o: &Options, surroundings: &Surroundings) -> Result<Option<PullRequest>, Failure> {
    let (name, text) = match &o.run.pull_request {
        Some(path) => {
            let bytes = read_plain_file(path)?;
            let text = text_from_bytes(&bytes).map_err(|e| Failure::Unusable(format!("{}: {e}", path.display())))?;
            (path.display().to_string(), text.into_owned())
        }
        None => match &surroundings.body {
            Some(body) => ("the pull request's text".to_owned(), body.clone()),
            None => return Ok(None),
        },
    };
    let mut read = pull_request_from_text(&text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|e| format!("{name}, {e}")).collect();
        Failure::Unusable(lines.join("\n"))
    })?;
    match &mut read {
        None => tell(&format!("note: {}", words::NO_BLOCK)),
        Some(block) => {
            for section in block.mask_secrets() {
                tell(&format!("note: {}", words::masked_prose(section)));
            }
        }
    }
    Ok(read)
}

/// What git knows of the change's commit.
pub fn commit(o: &Options, surroundings: &Surroundings, is_authorship_known: bool, checkout: &Path) -> Option<Commit> {
    let is_checked_out = surroundings.is_checked_out();
    let name = o.stated.commit(surroundings).or(is_checked_out.then_some("HEAD"))?;
    let id = git::commit(checkout, name);
    let stated = o.run.base.iter().chain(&surroundings.bases);
    let base = stated.clone().find_map(|base| git::commit(checkout, base));
    let has_history = match (&id, &base) {
        (Some(id), Some(base)) => git::have_common_history(checkout, base, id),
        _ => false,
    };
    let is_pull_request = o.run.base.is_some() || (surroundings.merged_at.is_none() && !surroundings.bases.is_empty());
    if !is_authorship_known && is_pull_request && !has_history && git::is_shallow(checkout) {
        tell(&format!("note: {}", words::cut_off()));
    }
    let id = id?;
    let messages = git::messages(checkout, base.as_deref(), &id);
    Some(Commit { committed_at: git::committed_at(checkout, &id), messages, id })
}
