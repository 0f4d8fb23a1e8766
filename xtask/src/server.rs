//! What `cargo xtask serve` shows at which place: folders of this machine.

use std::path::PathBuf;

use plumbline_server::{Found, Source};

/// A place in the site, and the folder that is shown there.
pub struct Mount {
    /// The path below the site's own, without a leading slash; empty for the site itself.
    pub place: String,
    pub folder: PathBuf,
    /// Stands in for `index.json` where the folder has none.
    pub index: Option<Vec<u8>>,
}

/// What is served: the first mount whose place begins a path answers for it.
pub struct Mounts(pub Vec<Mount>);

impl Source for Mounts {
    fn find(&self, path: &str) -> Found {
        let Some((mount, name)) = self.0.iter().find_map(|mount| match mount.place.as_str() {
            "" => Some((mount, path)),
            place => Some((mount, path.strip_prefix(place)?.strip_prefix('/')?)),
        }) else {
            return Found::Nothing;
        };
        let file = mount.folder.join(name);
        match &mount.index {
            _ if file.is_file() => Found::File(file),
            Some(index) if name == "index.json" => Found::Bytes(index.clone()),
            _ => Found::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::project;

    #[test]
    fn the_first_place_that_begins_a_path_answers() {
        let mount = |place: &str, folder: &str, index| Mount { place: place.to_owned(), folder: project().join(folder), index };
        let site = Mounts(vec![mount("data", "xtask", Some(b"{}".to_vec())), mount("", "public", None)]);
        assert_eq!(site.find("boot.js"), Found::File(project().join("public/boot.js")));
        assert_eq!(site.find("data/Cargo.toml"), Found::File(project().join("xtask/Cargo.toml")));
        assert_eq!(site.find("data/index.json"), Found::Bytes(b"{}".to_vec()));
        assert_eq!(site.find("data/boot.js"), Found::Nothing);
        assert_eq!(site.find("schema"), Found::Nothing);
    }
}
