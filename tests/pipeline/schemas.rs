//! Every record, index and policy of this repository, and all that the examples make, fits its published JSON Schema.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// What `bundle` writes beside a data set about its files. Nothing reads it, and it has no schema.
const CHECKS: &str = "plumbline.checks/1";

/// The schemas, ready to be asked.
struct Published {
    schemas: boon::Schemas,
    by_format: Vec<(String, boon::SchemaIndex)>,
}

impl Published {
    fn read() -> Self {
        let address = |name: &str| format!("https://plumbline.example/schema/{name}");
        let mut compiler = boon::Compiler::new();
        let mut names = Vec::new();
        for entry in std::fs::read_dir(root().join("public/schema")).unwrap() {
            let path = entry.unwrap().path();
            let schema: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert_eq!(schema["$id"], name.as_str(), "a schema is found by its name");
            let format = &schema["properties"]["format"];
            let formats = format["enum"].as_array().cloned().unwrap_or_else(|| vec![format["const"].clone()]);
            names.extend(formats.iter().map(|format| (format.as_str().unwrap().to_owned(), name.clone())));
            compiler.add_resource(&address(&name), schema).unwrap();
        }
        let mut schemas = boon::Schemas::new();
        let by_format =
            names.into_iter().map(|(format, name)| (format, compiler.compile(&address(&name), &mut schemas).unwrap())).collect();
        Published { schemas, by_format }
    }

    /// What is wrong with a document of one of our formats; none when it is of no such format.
    fn judge(&self, document: &Value) -> Option<Result<(), String>> {
        let format = document["format"].as_str().filter(|format| format.starts_with("plumbline.") && *format != CHECKS)?;
        let schema = self.by_format.iter().find(|(known, _)| known == format).map(|(_, schema)| *schema);
        Some(
            self.schemas.validate(document, schema.unwrap_or_else(|| panic!("no schema of {format}"))).map_err(|e| e.to_string()),
        )
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The records of a report file: an object, a list or a line each. What is no JSON holds none.
fn records(text: &str) -> Vec<Value> {
    match serde_json::from_str(text) {
        Ok(Value::Array(list)) => list,
        Ok(one) => vec![one],
        Err(_) => text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect(),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() && !path.is_symlink() { files(&path) } else { vec![path] }).collect()
}

/// Asserts that each document of ours below a folder fits, but for those that are known not to; gives how many fit.
fn fit(folder: &Path, known: &[&str]) -> usize {
    let published = Published::read();
    let (mut n, mut unfit) = (0, Vec::new());
    for path in files(folder) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for (i, record) in records(&text).iter().enumerate() {
            match published.judge(record) {
                Some(Ok(())) => n += 1,
                Some(Err(why)) => {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                    unfit.push((format!("{name} [{i}]"), why));
                }
                None => {}
            }
        }
    }
    unfit.sort();
    let names: Vec<&str> = unfit.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, known, "{unfit:#?}");
    n
}

#[test]
fn the_worked_example_fits_but_for_what_is_broken_in_it() {
    // a confidence of 1.4, and a gate that is none; the line that ends early is no JSON
    let known = ["quayside/reports/borealis.json [15]", "quayside/reports/cygnus.ndjson [15]"];
    // 65 reports that are read, one of them with the odd confidence, 10 verifications, and the policy
    assert_eq!(fit(&root().join("tests/worked"), &known), 65 - 1 + 10 + 1);
}

#[test]
fn what_the_site_carries_fits() {
    // the default policy, and the indexes of the demo and of the place for a data set of one's own
    assert_eq!(fit(&root().join("public"), &[]), 3);
}

#[test]
fn the_records_that_the_documents_show_fit() {
    let published = Published::read();
    let mut n = 0;
    for document in ["README.md", "docs/formats.md"] {
        let text = std::fs::read_to_string(root().join(document)).unwrap();
        for block in text.split("```json\n").skip(1) {
            let block = block.split("```").next().unwrap().replace("…64 hex digits…", &"0".repeat(64));
            let block: Value = serde_json::from_str(&block).unwrap();
            if let Some(judged) = published.judge(&block) {
                assert_eq!(judged, Ok(()), "{document}");
                n += 1;
            }
        }
    }
    assert!(n >= 2, "only {n} records were found");
}

#[test]
#[cfg(unix)]
fn what_the_example_of_contoso_makes_fits() {
    let played = crate::contoso::played();
    // ten changes with a record for most of their gates, and the same again in the packs of the data set, which has an index
    let (runs, index) = (fit(&played.join("runs"), &[]), fit(&played.join("data"), &[]));
    let unpacked = crate::folder("schemas-unpacked");
    for (path, bytes) in crate::logical(&played.join("data")) {
        crate::write(&unpacked, &path, bytes);
    }
    let packed = fit(&unpacked, &[]);
    assert!(runs >= 30 && packed == runs && index == 1, "{runs}, {packed} and {index}");
}
