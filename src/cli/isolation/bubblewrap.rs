//! Confinement by bubblewrap (`bwrap`): a view of the system in which only the checkout can be written.

use super::Place;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the home keeps what opens doors elsewhere: folders and files, relative to it.
const CREDENTIALS: &[&str] = &[
    ".ssh",
    ".gnupg",
    ".netrc",
    ".git-credentials",
    ".config/git/credentials",
    ".config/gh",
    ".config/hub",
    ".config/glab-cli",
    ".aws",
    ".azure",
    ".config/gcloud",
    ".boto",
    ".s3cfg",
    ".oci",
    ".aliyun",
    ".bluemix",
    ".config/doctl",
    ".config/hcloud",
    ".config/scw",
    ".kube",
    ".docker",
    ".config/containers",
    ".config/helm",
    ".terraform.d",
    ".terraformrc",
    ".tofurc",
    ".pulumi",
    ".vault-token",
    ".config/op",
    ".config/sops",
    ".password-store",
    ".local/share/keyrings",
    ".npmrc",
    ".yarnrc.yml",
    ".pypirc",
    ".config/pip",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".gem/credentials",
    ".m2/settings.xml",
    ".gradle/gradle.properties",
    ".nuget/NuGet",
    ".pgpass",
    ".my.cnf",
    ".databrickscfg",
    ".snowflake",
    ".config/rclone",
    ".mozilla",
    ".config/google-chrome",
    ".config/chromium",
    ".bash_history",
    ".zsh_history",
    ".python_history",
];

/// The program, and its arguments up to the command, after they were tried; else why it cannot be used.
pub fn arguments_that_work(place: &Place) -> Result<(PathBuf, Vec<OsString>), String> {
    let program = on_path("bwrap").ok_or_else(|| "bubblewrap is not installed".to_owned())?;
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    let arguments = arguments(place, home.as_deref());
    let tried = Command::new(&program)
        .args(&arguments)
        .args(["--chdir", "/", "--", "/bin/sh", "-c", ":"])
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match tried {
        Ok(status) if status.success() => Ok((program, arguments)),
        _ => Err("bubblewrap is installed, but does not work here".to_owned()),
    }
}

/// A program in the folders of PATH. One that is relative is passed over: it could be the checkout.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).filter(|folder| folder.is_absolute()).map(|folder| folder.join(name)).find(|p| p.is_file())
}

fn arguments(place: &Place, home: Option<&Path>) -> Vec<OsString> {
    let mut all: Vec<OsString> = Vec::new();
    let mut add = |words: &[&str], paths: &[&Path]| {
        all.extend(words.iter().map(OsString::from));
        all.extend(paths.iter().map(OsString::from));
    };
    add(&["--unshare-all"], &[]);
    if place.network {
        add(&["--share-net"], &[]);
    }
    add(&["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/", "/"], &[]);
    add(&["--dev", "/dev", "--proc", "/proc"], &[]);
    // sockets of agents and daemons lie here, and what others left
    for folder in ["/run", "/var/run", "/tmp"].map(Path::new) {
        if folder.is_dir() && !folder.is_symlink() {
            add(&["--tmpfs"], &[folder]);
        }
    }
    if place.network
        && let Ok(resolver) = Path::new("/etc/resolv.conf").canonicalize()
        && resolver.starts_with("/run")
    {
        add(&["--ro-bind"], &[&resolver, &resolver]);
    }
    for folder in &place.readable {
        add(&["--ro-bind"], &[folder, folder]);
    }
    add(&["--bind"], &[&place.writable, &place.writable]);
    // what git runs later must not be what the command wrote
    let git = place.writable.join(".git");
    if git.exists() && !git.is_symlink() {
        add(&["--ro-bind"], &[&git, &git]);
    }
    let of_home = home.into_iter().flat_map(|home| CREDENTIALS.iter().map(|name| home.join(name)));
    for path in of_home.chain(place.hidden.iter().cloned()) {
        // a link is hidden where it leads to
        match path.canonicalize() {
            Ok(path) if path.is_dir() => add(&["--tmpfs"], &[&path]),
            Ok(path) => add(&["--ro-bind", "/dev/null"], &[&path]),
            Err(_) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(place: &Place, home: Option<&Path>) -> String {
        let words: Vec<String> = arguments(place, home).iter().map(|a| a.to_string_lossy().into_owned()).collect();
        words.join(" ")
    }

    #[test]
    fn all_is_read_only_but_the_checkout_and_the_network_is_gone() {
        let place = Place { writable: "/w".into(), readable: vec!["/objects".into()], hidden: Vec::new(), network: false };
        let line = line(&place, None);
        assert!(line.starts_with("--unshare-all --die-with-parent --new-session --cap-drop ALL --ro-bind / / "), "{line}");
        assert!(line.ends_with("--ro-bind /objects /objects --bind /w /w") && line.contains("--tmpfs /tmp"), "{line}");
    }

    #[test]
    fn the_credentials_of_the_home_are_hidden_wherever_they_lie() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path().canonicalize().unwrap();
        std::fs::create_dir_all(home.join("elsewhere/ssh")).unwrap();
        std::fs::write(home.join(".netrc"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(home.join("elsewhere/ssh"), home.join(".ssh")).unwrap();
        let config = home.join("config");
        std::fs::write(&config, "").unwrap();
        let place = Place { writable: "/w".into(), readable: Vec::new(), hidden: vec![config.clone()], network: true };
        let line = line(&place, Some(&home));
        assert!(line.contains("--share-net"));
        let ends = format!("--ro-bind /dev/null {} --ro-bind /dev/null {}", home.join(".netrc").display(), config.display());
        assert!(line.ends_with(&ends), "{line}");
        #[cfg(unix)]
        assert!(line.contains(&format!("--tmpfs {}", home.join("elsewhere/ssh").display())), "{line}");
    }
}
