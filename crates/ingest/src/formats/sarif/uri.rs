//! Where a result stands: `artifactLocation` with its percent escapes, its base (SARIF 2.1.0, 3.4 and 3.14.14) and its artifact, as
//! the one path that people know the file by. Nothing is ever opened by it: whatever is no path stays text.

use super::parts::Text;
use std::borrow::Cow;
use std::collections::HashMap;

/// An `artifactLocation`.
#[derive(Clone, Debug, Default)]
pub(super) struct ArtifactLocation<'a> {
    pub uri: Text<'a>,
    pub base: Text<'a>,
    pub index: Option<usize>,
}

/// How many bases are followed, one from another.
const MAX_BASES: usize = 8;

/// Bytes of a base, and characters of a path.
const MAX_PATH: usize = crate::cut::MAX_SHARED;

/// What `uriBaseId` stands for, worked out once for a run.
#[derive(Debug, Default)]
pub(super) struct Bases {
    /// The path from the root of the sources, for bases that are relative in the end; absolute otherwise.
    by_id: HashMap<String, String>,
    /// The folders that absolute paths are shown relative to, the likelier first.
    roots: Vec<String>,
}

impl Bases {
    /// Follows each base to its end.
    pub fn of(locations: &[(Cow<'_, str>, ArtifactLocation<'_>)]) -> Self {
        let stated: HashMap<&str, &ArtifactLocation<'_>> =
            locations.iter().map(|(id, location)| (id.as_ref(), location)).collect();
        let mut bases = Bases::default();
        for (id, location) in locations {
            let mut parts = Vec::new();
            let mut next = Some(location);
            for _ in 0..MAX_BASES {
                let Some(location) = next.take() else { break };
                let uri = location.uri.as_deref().filter(|uri| uri.len() <= MAX_PATH).map(path_of).unwrap_or_default();
                let is_absolute = is_absolute(&uri);
                parts.push(uri);
                if !is_absolute {
                    next = location.base.as_deref().and_then(|id| stated.get(id).copied());
                }
            }
            let path = parts.iter().rev().filter(|part| !part.is_empty()).fold(String::new(), |path, part| join(&path, part));
            if path.len() > MAX_PATH {
                continue;
            }
            if is_absolute(&path) && !path.trim_matches('/').is_empty() {
                bases.roots.push(path.trim_end_matches('/').to_owned());
            }
            bases.by_id.insert(id.to_string(), path);
        }
        // of nested folders the outer one is that of the sources
        bases.roots.sort_by_key(String::len);
        bases.roots.truncate(MAX_BASES);
        bases
    }

    /// The path of a location. One without `uri` is that of its artifact.
    pub fn path(&self, location: &ArtifactLocation<'_>, artifacts: &[ArtifactLocation<'_>]) -> Option<String> {
        let of_artifact = || artifacts.get(location.index?);
        let (uri, base) = match &location.uri {
            Some(uri) => (uri, location.base.as_deref()),
            None => {
                let artifact = of_artifact()?;
                (artifact.uri.as_ref()?, artifact.base.as_deref())
            }
        };
        let path = path_of(crate::cut::cut(uri, MAX_PATH));
        let base = base.filter(|_| !is_absolute(&path)).and_then(|id| self.by_id.get(id));
        let path = base.map_or_else(|| path.to_string(), |base| join(base, &path));
        let inside = |root: &String| path.strip_prefix(root.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let path = self.roots.iter().find_map(inside).unwrap_or(&path);
        Some(crate::cut::cut(&plain(path), MAX_PATH).to_owned())
    }
}

/// The different locations of a run's results, each once: results name the same files again and again.
#[derive(Debug, Default)]
pub(super) struct Locations {
    each: Vec<ArtifactLocation<'static>>,
    /// By what they say.
    known: HashMap<Box<[u8]>, u32>,
    /// What one says, while it is looked up.
    said: Vec<u8>,
}

impl Locations {
    /// The place of a location among the different ones.
    pub fn place(&mut self, location: ArtifactLocation<'_>) -> u32 {
        self.said.clear();
        // lengths keep the parts apart, so that no two locations say the same
        for text in [&location.uri, &location.base] {
            self.said.extend(text.as_ref().map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
            self.said.extend(text.as_ref().map(|text| text.as_bytes()).unwrap_or_default());
        }
        self.said.extend(location.index.map_or(u64::MAX, |n| n as u64).to_le_bytes());
        if let Some(place) = self.known.get(self.said.as_slice()) {
            return *place;
        }
        let place = u32::try_from(self.each.len()).unwrap_or(u32::MAX);
        let own = |text: Text<'_>| text.map(|text| Cow::Owned(text.into_owned()));
        self.each.push(ArtifactLocation { uri: own(location.uri), base: own(location.base), index: location.index });
        self.known.insert(self.said.as_slice().into(), place);
        place
    }

    /// The path of each.
    pub fn paths(&self, bases: &Bases, artifacts: &[ArtifactLocation<'_>]) -> Vec<Option<String>> {
        self.each.iter().map(|location| bases.path(location, artifacts)).collect()
    }
}

/// `base` as a folder, with a path behind it; an absolute path stands for itself.
fn join(base: &str, path: &str) -> String {
    match base {
        _ if is_absolute(path) => path.to_owned(),
        "" => path.to_owned(),
        base => format!("{}/{path}", base.trim_end_matches('/')),
    }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || scheme(path).is_some()
}

/// The scheme of a URI; a drive is none.
fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let mut letters = scheme.bytes();
    let begins = letters.next()?.is_ascii_alphabetic();
    (begins && letters.all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))).then_some(scheme)
}

/// The path that a URI names: without `file://`, and with its escapes decoded. One of another scheme stays as it is.
fn path_of(uri: &str) -> Cow<'_, str> {
    match scheme(uri) {
        Some(scheme) if scheme.eq_ignore_ascii_case("file") => {
            let rest = uri.get(scheme.len() + 1..).unwrap_or_default();
            let path = match rest.strip_prefix("//") {
                // a host stands before the path; none, or this one
                Some(behind) => match behind.split_once('/') {
                    Some(("" | "localhost", _)) => behind.get(behind.find('/').unwrap_or(0)..).unwrap_or_default(),
                    _ => rest,
                },
                None => rest,
            };
            decoded(path)
        }
        Some(_) => Cow::Borrowed(uri),
        None => decoded(uri),
    }
}

/// A text with its percent escapes decoded. One that gives no text, or a control character, stays as it is.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digit = |n: usize| behind.get(n).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (*first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = behind.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    match String::from_utf8(bytes) {
        Ok(decoded) if !decoded.chars().any(char::is_control) => Cow::Owned(decoded),
        _ => Cow::Borrowed(text),
    }
}

/// A path without `.`, and without `x/..` inside of it. What leads out of it stays.
fn plain(path: &str) -> String {
    if scheme(path).is_some() {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        match parts.last() {
            Some(before) if part == ".." && *before != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let start = if path.starts_with("//") {
        "//"
    } else if path.starts_with('/') {
        "/"
    } else {
        ""
    };
    format!("{start}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(uri: &'static str, base: Option<&'static str>) -> ArtifactLocation<'static> {
        ArtifactLocation { uri: Some(uri.into()), base: base.map(Cow::Borrowed), index: None }
    }

    fn bases() -> Bases {
        Bases::of(&[
            ("SRCROOT".into(), at("file:///src/repo/", None)),
            ("INFRA".into(), at("infra/", Some("SRCROOT"))),
            ("A".into(), at("a/", Some("B"))),
            ("B".into(), at("b/", Some("A"))),
            ("RELATIVE".into(), at("modules/", None)),
        ])
    }

    #[test]
    fn the_spellings_of_one_path_are_one() {
        let bases = bases();
        let path = |uri, base| bases.path(&at(uri, base), &[]);
        let one = Some("infra/a.tf".to_owned());
        for (uri, base) in [
            ("infra/a.tf", None),
            ("./infra/a.tf", None),
            ("infra//a%2Etf", None),
            ("x/../infra/./a.tf", None),
            ("file:///src/repo/infra/a.tf", None),
            ("FILE://localhost/src/repo/infra/a.tf", None),
            ("/src/repo/infra/a.tf", None),
            ("a.tf", Some("INFRA")),
            ("infra/a.tf", Some("SRCROOT")),
            ("infra/a.tf", Some("%UNKNOWN%")),
        ] {
            assert_eq!(path(uri, base), one, "{uri} {base:?}");
        }
        assert_eq!(path("a.tf", Some("RELATIVE")).as_deref(), Some("modules/a.tf"));
        assert_eq!(path("a%252etf", None).as_deref(), Some("a%2etf"), "decoded once");
    }

    #[test]
    fn an_artifact_is_named_by_its_place() {
        let artifacts = [at("x.tf", None), at("a.tf", Some("INFRA"))];
        let index = |n| ArtifactLocation { index: Some(n), ..ArtifactLocation::default() };
        assert_eq!(bases().path(&index(1), &artifacts).as_deref(), Some("infra/a.tf"));
        assert_eq!(bases().path(&index(2), &artifacts), None);
    }

    #[test]
    fn what_is_no_path_stays_text() {
        let bases = bases();
        let path = |uri| bases.path(&at(uri, None), &[]).unwrap();
        for text in ["javascript:alert(1)", "https://example.com/a%20b", "a%00b", "a%0ab", "%ff", "%zz", "%", "../../etc/passwd"]
        {
            assert_eq!(path(text), text);
        }
        assert_eq!(path("%2e%2e/x"), "../x");
        assert_eq!(path("file:///other/a.tf"), "/other/a.tf");
        assert_eq!(path("file://host/share/a.tf"), "//host/share/a.tf");
        assert_eq!(path(""), "");
    }

    #[test]
    fn bases_that_go_round_in_circles_and_long_ones_end() {
        let bases = bases();
        assert!(bases.path(&at("x", Some("A")), &[]).unwrap().ends_with("/x"));
        let long = "l".repeat(2 * MAX_PATH);
        let locations = [("L".into(), ArtifactLocation { uri: Some(long.clone().into()), ..ArtifactLocation::default() })];
        assert_eq!(Bases::of(&locations).path(&at("x", Some("L")), &[]).as_deref(), Some("x"));
        let location = ArtifactLocation { uri: Some(long.into()), ..ArtifactLocation::default() };
        assert_eq!(bases.path(&location, &[]).unwrap().len(), MAX_PATH);
    }
}
