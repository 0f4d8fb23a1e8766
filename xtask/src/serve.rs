//! `cargo xtask serve`: from a fresh clone to a page in the browser.

use pico_args::Arguments;
use std::path::Path;

use plumbline_server::{Address, Served};
use serde_json::json;

use crate::Failure;
use crate::arguments::{finish, number, option};
use crate::files::{collect_files, read_text};
use crate::server::{Mount, Mounts};
use crate::site::{Site, sub_path};
use crate::tools::Tools;

/// The port when none is asked for.
const PORT: u16 = 8080;

/// Builds the site and serves it until the program is ended.
pub fn run(mut arguments: Arguments) -> Result<(), Failure> {
    let release = arguments.contains("--release");
    let port = number(&mut arguments, "--port")?.unwrap_or(PORT);
    let public_url = option(&mut arguments, "--public-url")?;
    let data = option(&mut arguments, "--data")?;
    finish(arguments)?;

    let sub_path = sub_path(public_url.as_deref().unwrap_or("/"))?;
    let data = data.map(|folder| data_mount(Path::new(&folder))).transpose()?;
    let address = Address::take(port)?;
    let site = Site { has_own_data: data.is_none(), ..Site::new(release, public_url, "dist") };
    site.build(&Tools::ready()?)?;

    println!("\nPlumbline is at http://127.0.0.1:{}{sub_path} (end it with Ctrl+C)", address.port());
    let headers = plumbline_site::headers(&read_text(&site.out.join(plumbline_site::INDEX))?);
    let page = Mount { place: String::new(), folder: site.out, index: None };
    let source = Mounts(data.into_iter().chain([page]).collect());
    // What slows a line down is measured with what a host sends.
    address.serve(Served { sub_path, compresses: true, headers, source })
}

/// A folder of one's own reports, shown as the site's data. Without an `index.json` it is given one that names its files.
fn data_mount(folder: &Path) -> Result<Mount, Failure> {
    let folder = folder.canonicalize().map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    if !folder.is_dir() {
        return Err(format!("{} is no folder", folder.display()));
    }
    let index = match folder.join("index.json").is_file() {
        true => None,
        false => Some(index_of(&folder)?),
    };
    Ok(Mount { place: "data".to_owned(), folder, index })
}

fn index_of(folder: &Path) -> Result<Vec<u8>, Failure> {
    let mut files = Vec::new();
    collect_files(folder, &mut files)?;
    let mut paths: Vec<String> = files
        .iter()
        .filter_map(|file| file.strip_prefix(folder).ok())
        .map(|path| path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
        .collect();
    paths.sort();
    let files: Vec<_> = paths.iter().map(|path| json!({ "path": path })).collect();
    let title = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    serde_json::to_vec_pretty(&json!({ "format": "plumbline.index/1", "title": title, "files": files }))
        .map_err(|error| format!("cannot write the index of {}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::project;

    #[test]
    fn a_folder_without_an_index_is_shown_whole_in_byte_order() {
        let index = index_of(&project().join("xtask")).unwrap();
        let index: serde_json::Value = serde_json::from_slice(&index).unwrap();
        assert_eq!(index["format"], "plumbline.index/1");
        assert_eq!(index["title"], "xtask");
        let paths: Vec<_> = index["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
        assert_eq!(paths.first(), Some(&"Cargo.toml"));
        assert!(paths.contains(&"src/serve.rs") && paths.is_sorted());
    }
}
