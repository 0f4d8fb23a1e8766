//! The template of pull requests, with the block that `collect` reads.

use crate::found::{Found, Service};
use crate::plan::Proposal;
use crate::tree::Tree;

/// The template of the project, with the comment for those who copy it by hand.
const TEMPLATE: &str = include_str!("../../../templates/pull_request.md");
/// Where the template itself begins.
const BEGIN: &str = "What does this change, and why?";
/// What every template of ours holds.
const MARK: &str = "plumbline:begin";

/// The template for a repository; none when its own has the block.
pub(crate) fn pull_request(tree: &Tree, found: &Found) -> Option<Proposal> {
    let places = match found.service {
        Service::GitHub => &[".github/pull_request_template.md", "pull_request_template.md", "docs/pull_request_template.md"][..],
        Service::Azure => &[".azuredevops/pull_request_template.md", "pull_request_template.md", "docs/pull_request_template.md"],
        Service::GitLab => &[".gitlab/merge_request_templates/Default.md"],
        Service::Bitbucket | Service::Jenkins => &["pull_request_template.md"],
    };
    let there = places.iter().find_map(|place| tree.path_like(place));
    if there.and_then(|path| tree.text(path)).is_some_and(|text| text.contains(MARK)) {
        return None;
    }
    let path = there.or(places.first().copied()).unwrap_or_default().to_owned();
    let body = TEMPLATE.find(BEGIN).and_then(|at| TEMPLATE.get(at..)).unwrap_or(TEMPLATE);
    let mut because = vec![
        "collect reads the block between the two plumbline marks: who is confident of what, and what must not happen".to_owned(),
        "people fill it in as text; what they leave empty counts as not stated".to_owned(),
    ];
    let text = match found.teams.as_slice() {
        [] => body.to_owned(),
        [team] => body.replacen("- Team:", &format!("- Team: {team}"), 1),
        teams => body.replacen("- Team:\n", &format!("- Team:\n<!-- one of {} -->\n", teams.join(", ")), 1),
    };
    if !found.teams.is_empty() {
        because.push("its teams are those of CODEOWNERS".to_owned());
    }
    if found.service == Service::Bitbucket {
        because.push("Bitbucket reads no file: copy it to Repository settings, Default description".to_owned());
    }
    Some(Proposal { path, text, because })
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_gate::pull_request_from_text;

    fn template(owners: &str, more: &[(&str, &str)]) -> Option<Proposal> {
        let mut tree = Tree::default();
        tree.files.insert("CODEOWNERS".to_owned(), Some(owners.to_owned()));
        for (path, text) in more {
            tree.files.insert((*path).to_owned(), Some((*text).to_owned()));
        }
        pull_request(&tree, &Found::of(&tree))
    }

    #[test]
    fn an_only_team_is_filled_in_and_of_several_one_is_chosen() {
        let team = |owners: &str| {
            let text = template(owners, &[]).unwrap().text;
            pull_request_from_text(&text).unwrap().unwrap().team
        };
        assert_eq!(team("* @contoso/payments\n").as_deref(), Some("payments"));
        assert_eq!(team("* @contoso/payments @contoso/network\n"), None);
        assert_eq!(team(""), None);
    }

    #[test]
    fn a_template_with_the_block_stays_and_another_is_found_in_any_case() {
        let here = ".github/PULL_REQUEST_TEMPLATE.md";
        assert!(template("", &[(here, "<!-- plumbline:begin -->")]).is_none());
        assert_eq!(template("", &[(here, "Hello")]).unwrap().path, here);
    }
}
