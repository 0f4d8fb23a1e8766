//! The repository that the address of a remote names.

/// `contoso/platform` of the address that git fetches from. What stands before the path, such as a name and a token, is left out.
pub fn repository_of(url: &str) -> Option<String> {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => url.split_once(':')?.1,
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    // how Bitbucket Data Center begins its paths
    let path = path.strip_prefix("scm/").unwrap_or(path);
    (path.contains('/') && !path.contains(['?', '#', '@'])).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repository_is_the_path_of_its_address_and_nothing_before_it() {
        for (url, name) in [
            ("git@git.example.org:contoso/platform.git", Some("contoso/platform")),
            ("ssh://git@git.example.org:7999/contoso/platform.git", Some("contoso/platform")),
            ("https://git.example.org/scm/contoso/platform.git", Some("contoso/platform")),
            ("https://git.example.org/group/sub/platform/", Some("group/sub/platform")),
            ("/srv/git/platform.git", None),
            ("https://git.example.org", None),
            ("u:t@a/b", None),
        ] {
            assert_eq!(repository_of(url).as_deref(), name, "{url}");
        }
    }
}
