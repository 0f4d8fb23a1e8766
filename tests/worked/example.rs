//! The worked examples: data sets, each beside the figures that an independent reading of the rules gives for it.

use plumbline_domain::{Dataset, Instant};
use plumbline_ingest::{DEFAULT_POLICY_JSON, Reader, Source, policy_from_json, sha256_hex};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// `NAME/` with `NAME.expected.json` and, unless the default rules are in force, `NAME.policy.json` or `policy.json` beside it.
pub struct Example {
    /// The folder of the data set.
    pub data: PathBuf,
    /// What is expected of it.
    pub expected: Value,
}

impl Example {
    /// Where the example's policy is; none for the default.
    pub fn policy(&self) -> Option<PathBuf> {
        [self.data.with_extension("policy.json"), self.data.with_file_name("policy.json")].into_iter().find(|path| path.is_file())
    }

    /// The assessment time.
    pub fn now(&self) -> &str {
        self.expected["now"].as_str().unwrap()
    }

    /// The data set as a reader of its files in the order of their names reads it.
    pub fn dataset(&self) -> Dataset {
        let policy = self.policy().map_or(DEFAULT_POLICY_JSON.as_bytes().to_vec(), |path| std::fs::read(path).unwrap());
        let mut reader = Reader::new(policy_from_json(&policy).unwrap(), sha256_hex(&policy));
        for path in files(&self.data) {
            let name = path.strip_prefix(&self.data).unwrap().to_string_lossy().replace('\\', "/");
            reader.read(Source::new(name, std::fs::read(&path).unwrap()));
        }
        reader.into_dataset(Instant::from_rfc3339(self.now()).unwrap())
    }
}

/// The examples of this repository, and those of the folder that `PLUMBLINE_WORKED` names.
pub fn examples() -> Vec<Example> {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worked");
    let mut found = Vec::new();
    for folder in [Some(ours), std::env::var_os("PLUMBLINE_WORKED").map(PathBuf::from)].into_iter().flatten() {
        let before = found.len();
        for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let Some(name) = path.to_str().unwrap().strip_suffix(".expected.json") else { continue };
            let expected = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            found.push(Example { data: PathBuf::from(name), expected });
        }
        assert!(found.len() > before, "no worked example in {}", folder.display());
    }
    found
}

/// The files below a folder, in the order of their paths.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
