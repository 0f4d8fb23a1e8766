//! The bill of materials of the program and of the site in it, as CycloneDX.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::target::TARGETS;
use crate::Failure;
use crate::command::{cargo, output, project};
use crate::files::read_text;
use crate::tools::WASM_TARGET;

/// The bill of materials: every package that is compiled into a released program, on any machine or in the browser.
pub fn cyclonedx(version: &str) -> Result<String, Failure> {
    let mut metadata = cargo();
    metadata.args(["metadata", "--locked", "--format-version", "1", "--filter-platform", WASM_TARGET]);
    for target in &TARGETS {
        metadata.args(["--filter-platform", target.triple]);
    }
    let text = output(&mut metadata).ok_or("cargo metadata fails: run it to see why")?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| format!("cargo metadata cannot be read: {error}"))?;
    let bill = bill(&metadata, &checksums(&read_text(&project().join("Cargo.lock"))?), version);
    bill.map(|bill| format!("{bill:#}\n")).ok_or_else(|| "cargo metadata names no package plumbline".to_owned())
}

fn bill(metadata: &Value, checksums: &BTreeMap<(String, String), String>, version: &str) -> Option<Value> {
    let packages: BTreeMap<&str, &Value> = list(&metadata["packages"]).map(|package| (word(&package["id"]), package)).collect();
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"]).map(|node| (word(&node["id"]), node)).collect();
    let root = packages.iter().find(|(_, package)| word(&package["name"]) == "plumbline").map(|(id, _)| *id)?;
    let mut reached = BTreeSet::from([root]);
    let mut waiting = vec![root];
    let mut edges = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        let needed: BTreeSet<&str> = nodes
            .get(id)
            .map(|node| list(&node["deps"]))
            .into_iter()
            .flatten()
            .filter(|dep| is_compiled_in(dep))
            .map(|dep| word(&dep["pkg"]))
            .collect();
        waiting.extend(needed.iter().filter(|id| reached.insert(id)));
        edges.insert(id, needed);
    }
    let purl =
        |id: &str| packages.get(id).map(|package| format!("pkg:cargo/{}@{}", word(&package["name"]), word(&package["version"])));
    let components: Vec<Value> = reached.iter().filter(|id| **id != root).filter_map(|id| packages.get(id)).map(|package| {
        let (name, version) = (word(&package["name"]), word(&package["version"]));
        let purl = format!("pkg:cargo/{name}@{version}");
        let mut component = json!({ "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "scope": "required" });
        if let Some(licence) = package["license"].as_str() {
            // The old way to write OR.
            component["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
        }
        if let Some(checksum) = checksums.get(&(name.to_owned(), version.to_owned())) {
            component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
        }
        component
    }).collect();
    let dependencies: Vec<Value> = edges
        .iter()
        .map(|(id, needed)| json!({ "ref": purl(id), "dependsOn": needed.iter().filter_map(|id| purl(id)).collect::<Vec<_>>() }))
        .collect();
    let purl = format!("pkg:cargo/plumbline@{version}");
    Some(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application", "bom-ref": purl, "name": "plumbline", "version": version, "purl": purl,
            "licenses": [{ "expression": "Apache-2.0" }],
        } },
        "components": components,
        "dependencies": dependencies,
    }))
}

/// Whether a dependency is part of the program: not only of its tests, and not only of how it is built.
fn is_compiled_in(dependency: &Value) -> bool {
    list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null())
}

/// The digest of each package that cargo downloads, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |entry: &str, key: &str| {
        entry.lines().find_map(|line| Some(line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned()))
    };
    lock.split("[[package]]")
        .filter_map(|entry| Some(((value(entry, "name")?, value(entry, "version")?), value(entry, "checksum")?)))
        .collect()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_tests_or_builds_need_is_left_out() {
        let of = |kind: Value, id: &str| json!({ "pkg": id, "dep_kinds": [{ "kind": kind }] });
        let package = |id: &str, licence: &str| json!({ "id": id, "name": id, "version": "1.0.0", "license": licence });
        let metadata = json!({
            "packages": [package("plumbline", "Apache-2.0"), package("a", "MIT/Apache-2.0"), package("b", "MIT"), package("t", "MIT")],
            "resolve": { "nodes": [
                { "id": "plumbline", "deps": [of(Value::Null, "a"), of(json!("dev"), "t")] },
                { "id": "a", "deps": [of(Value::Null, "b"), of(json!("build"), "t")] },
            ] },
        });
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"abc\"\n";
        let bill = bill(&metadata, &checksums(lock), "2.0.0").unwrap();
        let names: Vec<&str> = list(&bill["components"]).map(|component| word(&component["name"])).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(bill["components"][0]["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(bill["components"][0]["hashes"][0]["content"], "abc");
        assert_eq!(bill["metadata"]["component"]["version"], "2.0.0");
    }
}
