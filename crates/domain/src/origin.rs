//! Which repository a change id names.

/// The repository that a change id of the form `REPOSITORY#NUMBER` or `REPOSITORY@COMMIT` names; none for an id of another form,
/// which is bound to nothing.
pub fn repository_of(change_id: &str) -> Option<&str> {
    let (repository, end) = change_id.rsplit_once(['#', '@'])?;
    let is_number = !end.is_empty() && end.bytes().all(|b| b.is_ascii_digit());
    let is_commit = (7..=64).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_hexdigit());
    let fits = if change_id.as_bytes().get(repository.len()) == Some(&b'#') { is_number } else { is_commit };
    let is_name = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, '#' | '@'));
    (fits && repository.split('/').all(is_name)).then_some(repository)
}

/// Whether a change may belong to a repository: its id names this one, compared without case, or none.
pub fn is_of(change_id: &str, repository: &str) -> bool {
    let lower = |name: &str| name.trim().to_lowercase();
    repository_of(change_id).is_none_or(|named| lower(named) == lower(repository))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_or_a_commit_stands_behind_the_repository() {
        let cases = [
            ("contoso/platform#412", Some("contoso/platform")),
            ("platform#4", Some("platform")),
            ("group/sub/platform#4", Some("group/sub/platform")),
            ("contoso/platform@0a1b2c3d", Some("contoso/platform")),
            ("contoso/platform@0a1b2c", None),
            ("contoso/platform@main", None),
            ("contoso/platform#", None),
            ("contoso/platform#4a", None),
            ("#4", None),
            ("contoso/#4", None),
            ("JIRA-12", None),
            ("a b#4", None),
            ("evil/x#1@0a1b2c3d", None),
            ("", None),
        ];
        for (id, repository) in cases {
            assert_eq!(repository_of(id), repository, "{id}");
        }
    }

    #[test]
    fn repositories_are_compared_without_case_and_an_id_of_another_form_is_bound_to_nothing() {
        assert!(is_of("Contoso/Platform#4", "contoso/platform"));
        assert!(!is_of("evil/platform#4", "contoso/platform"));
        assert!(!is_of("platform#4", "contoso/platform"));
        assert!(is_of("JIRA-12", "contoso/platform"));
    }
}
