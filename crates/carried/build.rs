//! Packs the site that `PLUMBLINE_SITE` names, a folder or an archive, beside the program that is compiled. The path is relative to the
//! workspace.
#![allow(clippy::disallowed_methods, reason = "a build script reads files")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("site.zip");
    // What cargo reads, before anything can fail: a mended folder is packed again.
    let says = |line: &str| std::io::Write::write_all(&mut std::io::stdout(), format!("{line}\n").as_bytes());
    says("cargo::rerun-if-env-changed=PLUMBLINE_SITE")?;
    says("cargo::rerun-if-changed=build.rs")?;
    let Some(named) = std::env::var_os("PLUMBLINE_SITE").filter(|named| !named.is_empty()) else {
        return Ok(fs::write(out, b"")?);
    };
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(named);
    says(&format!("cargo::rerun-if-changed={}", site.display()))?;
    let packed = packed(&site).map_err(|error| format!("PLUMBLINE_SITE: {}: {error}", site.display()))?;
    Ok(fs::write(out, packed)?)
}

fn packed(site: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    if !site.is_dir() {
        let packed = fs::read(site)?;
        plumbline_site::Archive::open(packed.clone())?;
        return Ok(packed);
    }
    let mut files = BTreeMap::new();
    let mut folders = vec![(site.to_owned(), String::new())];
    while let Some((folder, below)) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).ok_or("a name is no text")?;
            match path.is_dir() {
                true => folders.push((path.clone(), format!("{below}{name}/"))),
                false => drop(files.insert(format!("{below}{name}"), fs::read(&path)?)),
            }
        }
    }
    Ok(plumbline_site::pack(&files)?)
}
