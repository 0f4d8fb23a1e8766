//! Building the site with trunk.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use pico_args::Arguments;
use sha2::{Digest, Sha256};

use crate::Failure;
use crate::arguments::{finish, option};
use crate::command::{cargo, output, program, project, run, spoken};
use crate::docs;
use crate::files::{collect_files, read, read_text, write};
use crate::split::{self, split};
use crate::tools::{Tools, WASM_TARGET};

/// Where trunk puts page and worker (`data-target-path` in index.html).
const PROGRAMS: &str = "programs";

/// Names the site that a program is compiled with. What helps to build a site is compiled without one.
const CARRIED: &str = "PLUMBLINE_SITE";

/// The time at which the made-up organisation is assessed.
const DEMO_AT: &str = "2026-11-20T17:00:00Z";

/// The style sheets in their order: a later one has precedence, so paper comes last. Trunk gets them as one file.
const STYLES: [&str; 23] = [
    "tokens.css",
    "base.css",
    "chart.css",
    "shell.css",
    "bars.css",
    "filters.css",
    "notices.css",
    "boot.css",
    "search-button.css",
    "components.css",
    "overview.css",
    "document.css",
    "matrix.css",
    "team.css",
    "funnel.css",
    "sources.css",
    "listing.css",
    "dossier.css",
    "search.css",
    "patterns.css",
    "save.css",
    "term.css",
    "print.css",
];

/// What is built, and for which place.
pub struct Site {
    /// Small and fast, or quickly compiled.
    pub release: bool,
    /// The path or address under which the site will stand; relative when none is given.
    pub public_url: Option<String>,
    /// The folder that the built files go to.
    pub out: PathBuf,
    /// The folder that cargo builds in.
    pub target: PathBuf,
    /// Whether the data that ship with the site are those that its page will load.
    pub has_own_data: bool,
    /// The path under which tests serve it.
    pub served_at: String,
}

/// `cargo xtask build`.
pub fn run_build(mut arguments: Arguments) -> Result<(), Failure> {
    let (release, debug) = (arguments.contains("--release"), arguments.contains("--debug"));
    let with_program = arguments.contains("--program");
    if release && debug {
        return Err("a build is either `--release` or `--debug`".to_owned());
    }
    let public_url = option(&mut arguments, "--public-url")?;
    let out = option(&mut arguments, "--out")?;
    finish(arguments)?;
    if with_program && public_url.is_some() {
        return Err("the site in a program has relative addresses: `--program` goes without `--public-url`".to_owned());
    }
    let site = Site::new(!debug, public_url, &out.unwrap_or_else(|| "dist".to_owned()));
    site.build(&Tools::ready()?)?;
    println!("{}", site.out.display());
    if with_program {
        println!("{}", site.program()?.display());
    }
    Ok(())
}

impl Site {
    /// A site in a folder of the project.
    pub fn new(release: bool, public_url: Option<String>, out: &str) -> Self {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
        let served_at = public_url.clone().unwrap_or_else(|| "/".to_owned());
        Self { release, public_url, out: project().join(out), target: project().join(target), has_own_data: true, served_at }
    }

    /// The site as it is released, with relative addresses, and served under a path; apart from `dist/`, which is the user's.
    pub fn for_tests(served_at: &str) -> Self {
        Self { served_at: served_at.to_owned(), ..Self::new(true, None, "target/site") }
    }

    /// The same site, built a second time from nothing that the first build left.
    pub fn again(&self) -> Self {
        let target = self.target.join("again");
        let (public_url, has_own_data, served_at) = (self.public_url.clone(), self.has_own_data, self.served_at.clone());
        Self { release: self.release, public_url, out: target.join("site"), target, has_own_data, served_at }
    }

    /// Tells a script of `e2e/` where the site stands, and under which path it is served.
    pub fn environment<'a>(&self, command: &'a mut Command) -> Result<&'a mut Command, Failure> {
        let sub_path = sub_path(&self.served_at)?;
        Ok(command.env("PLUMBLINE_DIST", &self.out).env("PLUMBLINE_SUB_PATH", sub_path))
    }

    /// Builds page and worker, which carry the same build id.
    pub fn build(&self, tools: &Tools) -> Result<(), Failure> {
        let usually = if self.release {
            "five minutes the first time, two after a change"
        } else {
            "a minute or two the first time, seconds after a change"
        };
        eprintln!("Building the site (usually {usually}).");
        let started = Instant::now();
        let build_id = build_id()?;
        write(&project().join("target/plumbline.css"), &styles()?)?;
        let mut trunk = tools.trunk();
        trunk.args(["build", "--offline", "--quiet", "--dist"]).arg(&self.out);
        trunk.env("PLUMBLINE_BUILD", &build_id).env("CARGO_TARGET_DIR", &self.target);
        if let Some(public_url) = &self.public_url {
            trunk.args(["--public-url", public_url]);
        }
        if !self.release {
            run(&mut trunk, "trunk")?;
        } else {
            let programs = format!("{PROGRAMS}-{build_id}");
            let settings = self.target.join("Trunk.toml");
            let text = release_settings(&read_text(&project().join("Trunk.toml"))?, &programs);
            write(&settings, &text)?;
            trunk.args(["--release", "--config"]).arg(settings);
            trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", self.release_flags());
            run(&mut trunk, "trunk")?;
            let linked = self.target.join(WASM_TARGET).join("release");
            for name in ["app", "worker"] {
                split(tools, &linked.join(format!("{name}.wasm")), name, &self.out.join(&programs).join(name))?;
            }
            // Trunk has bound the programs too, but whole.
            let whole = self.out.join(PROGRAMS);
            std::fs::remove_dir_all(&whole).map_err(|error| format!("cannot delete {}: {error}", whole.display()))?;
        }
        docs::build(&self.target, &self.out)?;
        if self.has_own_data {
            self.demo()?;
            first_page(&self.out)?;
        }
        eprintln!("Built the site in {}.", spoken(started.elapsed()));
        Ok(())
    }

    /// Compiles the command line as it is released, with this site in it; where it lies.
    fn program(&self) -> Result<PathBuf, Failure> {
        eprintln!("Compiling the program with the site in it (usually three minutes the first time).");
        let mut build = cargo();
        build.args(["build", "--locked", "--quiet", "--profile", "native", "--bin", "plumbline"]);
        build.env(CARRIED, &self.out).env("CARGO_TARGET_DIR", &self.target);
        run(&mut build, "cargo build")?;
        Ok(self.target.join("native").join(format!("plumbline{}", std::env::consts::EXE_SUFFIX)))
    }

    /// Makes the made-up organisation and publishes it as anybody publishes a data set.
    fn demo(&self) -> Result<(), Failure> {
        let plumbline = |arguments: &[&OsStr]| {
            let mut command = cargo();
            command.env_remove(CARRIED).args(["run", "--locked", "--quiet", "--bin", "plumbline", "--"]).args(arguments);
            run(command.stdout(Stdio::null()).stderr(Stdio::null()), "plumbline")
        };
        let (made, out) = (self.target.join("demo"), self.out.join("demo"));
        for folder in [&made, &out] {
            // Left over from an earlier build, or not there.
            let _ = std::fs::remove_dir_all(folder);
        }
        let of = OsStr::new;
        plumbline(&[of("demo"), of("--force"), of("--out"), made.as_os_str()])?;
        let at = [of("--generated-at"), of(DEMO_AT)];
        plumbline(
            &[&[of("bundle"), made.as_os_str(), of("--trust-input-policy"), of("--out"), out.as_os_str()], at.as_slice()]
                .concat(),
        )
    }

    /// What the compiler is told for a release. Erased components share the code that builds them.
    fn release_flags(&self) -> String {
        let settings = ["--cfg", "erase_components", "--cfg", "sha2_backend_soft=\"compact\""];
        let flags = settings.iter().chain(&split::FLAGS).map(|flag| (*flag).to_owned());
        flags.chain(same_paths(&self.target)).collect::<Vec<_>>().join(" ")
    }
}

/// What the compiler is told so that no path of the machine stands in the files, and they are the same wherever they are built.
pub fn same_paths(target: &Path) -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let library = output(program("rustc").args(["--print", "sysroot"])).map_or_else(PathBuf::new, PathBuf::from);
    // The last one that fits counts.
    let places = [
        (project(), "plumbline"),
        (target.to_owned(), "target"),
        (home.join("registry/src"), "registry"),
        (library.join("lib/rustlib/src/rust"), "rust"),
    ];
    // Flags are separated by spaces; a folder with one keeps its name.
    let remaps = places.iter().map(|(place, name)| format!("--remap-path-prefix={}={name}", place.display()));
    remaps.filter(|flag| !flag.contains(' ')).collect()
}

/// Puts the Overview of the site's data into its page, as whoever publishes the site with other data does.
fn first_page(site: &Path) -> Result<(), Failure> {
    let mut plumbline = cargo();
    plumbline
        .env_remove(CARRIED)
        .args(["run", "--locked", "--quiet", "--bin", "plumbline", "--", "page"])
        .arg(site)
        .stdout(Stdio::null());
    run(&mut plumbline, "plumbline")
}

/// All style sheets as one.
fn styles() -> Result<String, Failure> {
    STYLES.iter().map(|name| read_text(&project().join("styles").join(name))).collect()
}

/// Trunk's settings for a release: those of a development build, but that the page names the split programs in their folder.
fn release_settings(settings: &str, programs: &str) -> String {
    settings
        .replace("\"index.html\"", &format!("{:?}", project().join("index.html")))
        .replace("{js}", &format!("{programs}/app/app.js"))
        .replace("{wasm}", &format!("{programs}/app/app_bg.wasm"))
        .replace(&format!("{PROGRAMS}/worker.js"), &format!("{programs}/worker/worker.js"))
}

/// The path of an address or path, with both slashes.
pub fn sub_path(public_url: &str) -> Result<String, Failure> {
    let path = match public_url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => public_url.strip_prefix('.').unwrap_or(public_url),
    };
    let path = path.trim_matches('/');
    match path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte)) && !path.contains("..") {
        true if path.is_empty() => Ok("/".to_owned()),
        true => Ok(format!("/{path}/")),
        false => Err(format!("`{public_url}` is no path that a site can stand under; one looks like /plumbline/")),
    }
}

/// A name for what is built: a digest of the sources, the lock file, the compiler's version and how it is called.
fn build_id() -> Result<String, Failure> {
    let project = project();
    let names = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "Trunk.toml", "index.html"];
    let builders = ["xtask/src/site.rs", "xtask/src/split.rs", "xtask/src/tools.rs"];
    let mut files: Vec<PathBuf> = names.iter().chain(&builders).map(|name| project.join(name)).collect();
    for folder in ["src", "crates", "styles", "public"] {
        collect_files(&project.join(folder), &mut files)?;
    }
    files.sort();
    let mut digest = Sha256::new();
    for file in files {
        let bytes = read(&file)?;
        let name = file.strip_prefix(&project).unwrap_or(&file).components().map(|part| part.as_os_str().to_string_lossy());
        digest.update(name.collect::<Vec<_>>().join("/"));
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    Ok(digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sub_path_has_both_slashes_however_it_is_written() {
        for (given, expected) in [
            ("/", "/"),
            ("./", "/"),
            ("/plumbline", "/plumbline/"),
            ("plumbline/", "/plumbline/"),
            ("https://contoso.example/team/plumbline/", "/team/plumbline/"),
            ("https://contoso.example", "/"),
        ] {
            assert_eq!(sub_path(given).as_deref(), Ok(expected), "{given}");
        }
        assert!(sub_path("/a b/").is_err());
        assert!(sub_path("/../").is_err());
    }

    #[test]
    fn every_style_sheet_is_part_of_the_site_and_paper_has_the_last_word() {
        let mut files = Vec::new();
        collect_files(&project().join("styles"), &mut files).unwrap();
        assert_eq!(files.len(), STYLES.len());
        assert_eq!(STYLES.last(), Some(&"print.css"));
        assert!(styles().unwrap().len() > 30_000);
    }

    #[test]
    fn the_build_id_is_the_same_for_the_same_sources_and_fits_an_address() {
        let id = build_id().unwrap();
        assert_eq!(id, build_id().unwrap());
        assert!(id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn a_release_names_its_own_programs_on_the_page() {
        let settings = release_settings(&read_text(&project().join("Trunk.toml")).unwrap(), "programs-1");
        for name in ["{base}programs-1/app/app.js", "{base}programs-1/app/app_bg.wasm", "{base}programs-1/worker/worker.js"] {
            assert!(settings.contains(name), "{name}");
        }
        assert!(!settings.contains("{js}") && !settings.contains("{base}programs/"));
    }
}
