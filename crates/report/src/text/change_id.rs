//! How the id of a change is shown where there is little room.

use std::borrow::Cow;

/// How many digits of a commit are shown.
const DIGITS: usize = 12;

/// The id as it stands in titles and tables: the commit of a direct push is cut to twelve digits, any other id is whole.
pub fn short(id: &str) -> Cow<'_, str> {
    let Some((repository, commit)) = id.rsplit_once('@') else { return Cow::Borrowed(id) };
    let is_whole = matches!(commit.len(), 40 | 64) && commit.bytes().all(|b| b.is_ascii_hexdigit());
    match commit.get(..DIGITS) {
        Some(head) if is_whole && !repository.is_empty() => Cow::Owned(format!("{repository}@{head}")),
        _ => Cow::Borrowed(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_commit_is_cut_and_nothing_else() {
        let commit = "0123456789abcdef0123456789abcdef01234567";
        assert_eq!(short(&format!("a/b@{commit}")), "a/b@0123456789ab");
        for id in ["a/b#12", "a/b@0123abc", "JIRA-1", &format!("@{commit}"), &format!("a/b@{commit}0")] {
            assert_eq!(short(id), id);
        }
    }
}
