//! What other package managers want to know of a release: a formula of Homebrew, and manifests of winget.
//!
//! The templates stand in `packaging/`. `{version}`, `{repository}` and `{sha256 TARGET}` are filled in.

use std::collections::BTreeMap;
use std::path::Path;

use super::target::TARGETS;
use crate::Failure;
use crate::command::project;
use crate::files::{read_text, write};

const TEMPLATES: [&str; 4] = [
    "homebrew/plumbline-gates.rb",
    "winget/Plumbline.Gates.yaml",
    "winget/Plumbline.Gates.installer.yaml",
    "winget/Plumbline.Gates.locale.en-US.yaml",
];

/// Writes the manifests of a release that has all archives; of any other, none. `digests` are by target.
pub fn write_all(out: &Path, version: &str, repository: &str, digests: &BTreeMap<&str, String>) -> Result<(), Failure> {
    let mut manifests = Vec::new();
    for name in TEMPLATES {
        let template = read_text(&project().join("packaging").join(name))?;
        manifests.extend(filled(&template, version, repository, digests).map(|text| (name, text)));
    }
    if manifests.len() < TEMPLATES.len() {
        return Ok(());
    }
    manifests.iter().try_for_each(|(name, text)| write(&out.join(name), text))
}

/// A template with everything filled in; none when the digest of an archive is not known.
fn filled(template: &str, version: &str, repository: &str, digests: &BTreeMap<&str, String>) -> Option<String> {
    let mut text = template.replace("{version}", version).replace("{repository}", repository);
    for target in &TARGETS {
        let place = format!("{{sha256 {}}}", target.triple);
        if text.contains(&place) {
            text = text.replace(&place, digests.get(target.triple)?);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_every_template_is_filled() {
        let digests: BTreeMap<&str, String> = TARGETS.iter().map(|target| (target.triple, "ab".repeat(32))).collect();
        for name in TEMPLATES {
            let template = read_text(&project().join("packaging").join(name)).unwrap();
            let text = filled(&template, "1.2.3", "https://example.org/a/b", &digests).unwrap();
            assert!(["{version}", "{repository}", "{sha256"].iter().all(|place| !text.contains(place)), "{text}");
            assert!(text.contains("1.2.3"), "{text}");
        }
    }

    #[test]
    fn nothing_is_written_of_an_archive_that_is_not_there() {
        let template = read_text(&project().join("packaging/homebrew/plumbline-gates.rb")).unwrap();
        assert_eq!(filled(&template, "1", "r", &BTreeMap::from([("x86_64-unknown-linux-musl", "ab".to_owned())])), None);
    }
}
