//! The npm packages: a thin one that finds the program, and one with the program for each machine.

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use super::Program;
use super::stage::Stage;
use super::target::{TARGETS, Target};
use crate::Failure;
use crate::command::{program, project, run};
use crate::files::{read, read_text};

/// Writes the packages into a folder, as npm packs them.
pub fn write(out: &Path, version: &str, repository: &str, built: &[Program]) -> Result<(), Failure> {
    let source = project().join("packaging/npm");
    let thin = Stage::new("npm")?;
    let package: Value = serde_json::from_str(&read_text(&source.join("package.json"))?)
        .map_err(|error| format!("packaging/npm/package.json cannot be read: {error}"))?;
    thin.write("package.json", &with_versions(package, version, repository))?;
    thin.write_program("plumbline.js", &read(&source.join("plumbline.js"))?)?;
    thin.write("README.md", &read(&source.join("README.md"))?)?;
    pack(&thin, out)?;
    for built in built {
        let stage = Stage::new(&format!("npm-{}", built.target.triple))?;
        stage.write("package.json", &of_target(built.target, version, repository))?;
        stage.write_program(&format!("bin/{}", built.target.program()), &built.bytes)?;
        pack(&stage, out)?;
    }
    Ok(())
}

/// The name of the package that holds the program for a machine.
fn name(target: &Target) -> String {
    format!("plumbline-gates-{}-{}", target.npm.0, target.npm.1)
}

fn with_versions(mut package: Value, version: &str, repository: &str) -> Vec<u8> {
    package["version"] = json!(version);
    package["repository"] = json!({ "type": "git", "url": format!("git+{repository}.git") });
    package["optionalDependencies"] = TARGETS.iter().map(|target| (name(target), json!(version))).collect();
    text(&package)
}

fn of_target(target: &Target, version: &str, repository: &str) -> Vec<u8> {
    text(&json!({
        "name": name(target),
        "version": version,
        "description": format!("The program of plumbline-gates for {}", target.triple),
        "license": "Apache-2.0",
        "repository": { "type": "git", "url": format!("git+{repository}.git") },
        "os": [target.npm.0],
        "cpu": [target.npm.1],
        "files": ["bin"],
        "preferUnplugged": true,
    }))
}

fn text(package: &Value) -> Vec<u8> {
    format!("{package:#}\n").into_bytes()
}

fn pack(stage: &Stage, out: &Path) -> Result<(), Failure> {
    stage.write("LICENSE", &read(&project().join("LICENSE"))?)?;
    let mut npm = program("npm");
    npm.current_dir(&stage.folder).args(["pack", "--loglevel=error", "--pack-destination"]).arg(out).stdout(Stdio::null());
    run(&mut npm, "npm")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thin_package_names_one_of_the_same_version_for_each_machine() {
        let package = serde_json::from_str(&read_text(&project().join("packaging/npm/package.json")).unwrap()).unwrap();
        let package: Value = serde_json::from_slice(&with_versions(package, "1.2.3", "https://example.org/a/b")).unwrap();
        assert_eq!(package["optionalDependencies"].as_object().unwrap().len(), TARGETS.len());
        assert_eq!(package["optionalDependencies"]["plumbline-gates-win32-x64"], "1.2.3");
        let windows: Value = serde_json::from_slice(&of_target(&TARGETS[4], "1.2.3", "https://example.org/a/b")).unwrap();
        assert_eq!((&windows["os"][0], &windows["version"]), (&json!("win32"), &json!("1.2.3")));
    }
}
