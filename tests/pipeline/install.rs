//! The script that downloads the released program: what it takes, and what it refuses.
#![cfg(unix)]

use crate::{folder, stderr, stdout, write};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TARGET: &str = "x86_64-unknown-linux-musl";
const REAL_TOOLS: [&str; 15] =
    ["sh", "tar", "gzip", "sha256sum", "mktemp", "cp", "mv", "rm", "mkdir", "tr", "dirname", "cat", "curl", "chmod", "env"];

/// A copy of the script with its own digests, a mirror with one version, and a PATH that holds only what the script may need.
struct World {
    folder: PathBuf,
    digest: String,
}

impl World {
    fn new(name: &str) -> Self {
        let folder = folder(&format!("install-{name}"));
        let script = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/ci/install.sh")).unwrap();
        executable(&write(&folder, "ci/install.sh", script));
        std::fs::create_dir_all(folder.join("bin")).unwrap();
        for tool in REAL_TOOLS {
            let paths = std::env::var_os("PATH").unwrap();
            let found = std::env::split_paths(&paths).map(|place| place.join(tool)).find(|file| file.is_file());
            std::os::unix::fs::symlink(found.unwrap_or_else(|| panic!("{tool} is needed")), folder.join("bin").join(tool))
                .unwrap();
        }
        let world = World { folder, digest: String::new() };
        world.is_on("Linux", "x86_64");
        let digest = world.release("1.2.0");
        world.pins(&[("1.2.0", &digest)]);
        World { digest, ..world }
    }

    fn is_on(&self, system: &str, processor: &str) {
        let text = format!("#!/bin/sh\n[ \"$1\" = -s ] && echo {system} || echo {processor}\n");
        executable(&write(&self.folder, "bin/uname", text));
    }

    /// A released version whose program says that it ran; gives the digest of its archive.
    fn release(&self, version: &str) -> String {
        let inside = format!("plumbline-{version}-{TARGET}");
        let ran = self.folder.join("ran");
        let program = format!("#!/bin/sh\necho ran > '{}'\necho plumbline {version}\n", ran.display());
        executable(&write(&self.folder, &format!("made/{inside}/plumbline"), program));
        let name = format!("mirror/v{version}/{inside}.tar.gz");
        write(&self.folder, &name, "");
        let packed = Command::new("tar").args(["-czf", &name, "-C", "made", &inside]).current_dir(&self.folder).status().unwrap();
        assert!(packed.success());
        sha256(&std::fs::read(self.folder.join(name)).unwrap())
    }

    fn archive(&self) -> PathBuf {
        self.folder.join(format!("mirror/v1.2.0/plumbline-1.2.0-{TARGET}.tar.gz"))
    }

    fn pins(&self, releases: &[(&str, &str)]) {
        let lines = releases.iter().map(|(version, digest)| format!("{digest}  plumbline-{version}-{TARGET}.tar.gz\n"));
        write(&self.folder, "ci/digests", format!("# a comment\n{}", lines.collect::<String>()));
    }

    fn install(&self, variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new("sh");
        command.arg("ci/install.sh").current_dir(&self.folder).env_clear();
        command.env("PATH", self.folder.join("bin")).env("TMPDIR", &self.folder).env("PLUMBLINE_DOWNLOAD", "mirror");
        command.envs(variables.iter().copied()).output().unwrap()
    }

    /// What is printed when it works: the folder of the program.
    fn works(&self, variables: &[(&str, &str)]) -> String {
        let output = self.install(variables);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert_eq!(stderr(&output), "");
        let (printed, program) = (stdout(&output), "plumbline");
        let said = Command::new(Path::new(printed.trim_end()).join(program)).output().unwrap();
        stdout(&said)
    }

    fn refuses(&self, variables: &[(&str, &str)]) -> String {
        let output = self.install(variables);
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(2), ""), "{}", stderr(&output));
        assert!(!self.folder.join("ran").exists(), "nothing was run");
        stderr(&output)
    }
}

fn executable(file: &Path) {
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_newest_version_that_is_pinned_is_taken_and_another_by_its_digest() {
    let world = World::new("versions");
    let newer = world.release("1.10.0");
    let unknown = world.release("2.0.0");
    world.pins(&[("1.2.0", &world.digest), ("1.10.0", &newer)]);
    assert_eq!(world.works(&[]), "plumbline 1.10.0\n");
    assert_eq!(world.works(&[("PLUMBLINE_VERSION", "v1.2.0")]), "plumbline 1.2.0\n");
    assert_eq!(world.works(&[("PLUMBLINE_VERSION", "2.0.0"), ("PLUMBLINE_DIGEST", &unknown)]), "plumbline 2.0.0\n");
}

#[test]
fn nothing_is_run_whose_digest_is_wrong_or_not_known() {
    let world = World::new("digests");
    let other = "0".repeat(64);
    let told = world.refuses(&[("PLUMBLINE_DIGEST", &other)]);
    assert!(told.contains("is not the one that this copy of plumbline pins"), "{told}");
    world.release("2.0.0");
    let told = world.refuses(&[("PLUMBLINE_VERSION", "2.0.0")]);
    assert!(told.contains("the digest of plumbline-2.0.0-") && told.contains("is not known here"), "{told}");
    let told = world.refuses(&[("PLUMBLINE_VERSION", "2.0.0"), ("PLUMBLINE_DIGEST", &other)]);
    assert!(told.contains(&format!("but it must be {other}: nothing of it was run")), "{told}");
    let mut archive = std::fs::read(world.archive()).unwrap();
    archive.push(0);
    std::fs::write(world.archive(), archive).unwrap();
    let told = world.refuses(&[]);
    assert!(told.contains(&format!("but it must be {}", world.digest)), "{told}");
    world.pins(&[]);
    assert!(world.refuses(&[]).contains("this copy of plumbline names no release: give a version and its digest"));
}

#[test]
fn a_cached_archive_is_used_offline_and_counts_by_its_digest() {
    let world = World::new("cache");
    let cached = [("RUNNER_TOOL_CACHE", "cache"), ("PLUMBLINE_DOWNLOAD", "mirror")];
    assert_eq!(world.works(&cached), "plumbline 1.2.0\n");
    std::fs::rename(world.folder.join("mirror"), world.folder.join("gone")).unwrap();
    assert_eq!(world.works(&cached), "plumbline 1.2.0\n");
    // somebody else's job on the same runner has written to it
    let kept = world.folder.join(format!("cache/plumbline/1.2.0/plumbline-1.2.0-{TARGET}.tar.gz"));
    std::fs::write(&kept, "changed").unwrap();
    std::fs::remove_file(world.folder.join("ran")).unwrap();
    assert!(world.refuses(&cached).contains("is not in the folder v1.2.0 of PLUMBLINE_DOWNLOAD"));
    std::fs::rename(world.folder.join("gone"), world.folder.join("mirror")).unwrap();
    assert_eq!(world.works(&cached), "plumbline 1.2.0\n");
    assert_eq!(sha256(&std::fs::read(kept).unwrap()), world.digest);
    let told = world.install(&[("PLUMBLINE_CACHE", "ci/digests/no-folder")]);
    assert!(told.status.success(), "a cache that cannot be written to is none: {}", stderr(&told));
}

#[test]
fn an_address_is_read_with_curl_or_with_wget() {
    let world = World::new("address");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let bytes = std::fs::read(world.archive()).unwrap();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut head = [0; 4096];
        let n = stream.read(&mut head).unwrap();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", bytes.len());
        stream.write_all(answer.as_bytes()).unwrap();
        stream.write_all(&bytes).unwrap();
        String::from_utf8_lossy(&head[..n]).lines().next().unwrap_or_default().to_owned()
    });
    let address = format!("http://127.0.0.1:{port}/releases/");
    assert_eq!(world.works(&[("PLUMBLINE_DOWNLOAD_URL", &address)]), "plumbline 1.2.0\n");
    let asked = format!("GET /releases/v1.2.0/plumbline-1.2.0-{TARGET}.tar.gz HTTP/1.1");
    assert_eq!(server.join().unwrap(), asked);

    std::fs::remove_file(world.folder.join("bin/curl")).unwrap();
    std::fs::remove_file(world.folder.join("ran")).unwrap();
    let told = world.refuses(&[("PLUMBLINE_DOWNLOAD", "https://example.org/r")]);
    assert!(told.contains("curl or wget is needed"), "{told}");
    let wget =
        format!("#!/bin/sh\n[ \"$1 $2\" = '-q -O' ] && echo \"$4\" > asked && cp '{}' \"$3\"\n", world.archive().display());
    executable(&write(&world.folder, "bin/wget", wget));
    let of_action = [("PLUMBLINE_DOWNLOAD", ""), ("GITHUB_ACTION_PATH", "/w/_actions/contoso/plumbline/abc/./")];
    assert_eq!(world.works(&of_action), "plumbline 1.2.0\n");
    let asked = std::fs::read_to_string(world.folder.join("asked")).unwrap();
    let expected = format!("https://github.com/contoso/plumbline/releases/download/v1.2.0/plumbline-1.2.0-{TARGET}.tar.gz\n");
    assert_eq!(asked, expected);
    let path = r"D:\a\_actions\contoso\fork\abc";
    assert_eq!(world.works(&[("PLUMBLINE_DOWNLOAD", ""), ("GITHUB_ACTION_PATH", path)]), "plumbline 1.2.0\n");
    assert!(std::fs::read_to_string(world.folder.join("asked")).unwrap().contains("/contoso/fork/"));
    assert_eq!(world.works(&[("PLUMBLINE_DOWNLOAD", ""), ("PLUMBLINE_REPOSITORY", "a/b")]), "plumbline 1.2.0\n");
}

#[test]
fn each_machine_gets_its_own_archive_and_an_unknown_one_a_sentence() {
    let world = World::new("machines");
    let digest = "a".repeat(64);
    for (system, processor, archive) in [
        ("Linux", "aarch64", "aarch64-unknown-linux-musl.tar.gz"),
        ("Darwin", "arm64", "aarch64-apple-darwin.tar.gz"),
        ("Darwin", "x86_64", "x86_64-apple-darwin.tar.gz"),
        ("MINGW64_NT-10.0-26100", "x86_64", "x86_64-pc-windows-gnu.zip"),
    ] {
        world.is_on(system, processor);
        let told = world.refuses(&[("PLUMBLINE_VERSION", "1.2.0"), ("PLUMBLINE_DIGEST", &digest)]);
        assert!(told.contains(&format!("plumbline-1.2.0-{archive} is not in the folder")), "{told}");
    }
    world.is_on("FreeBSD", "amd64");
    assert!(world.refuses(&[]).contains("there is no released program for FreeBSD on amd64: build it from source"));
}

#[test]
fn attack_inputs_that_are_commands_paths_or_options() {
    let world = World::new("hostile");
    let digest = world.digest.clone();
    let hostile =
        ["1;touch hit", "$(touch hit)", "`touch hit`", "1 && touch hit", "../../etc", "1\ntouch hit", "-o hit", "1*", "1/2"];
    for value in hostile {
        for name in ["PLUMBLINE_VERSION", "PLUMBLINE_DIGEST", "PLUMBLINE_DOWNLOAD_URL", "PLUMBLINE_REPOSITORY"] {
            let with_digest = if name == "PLUMBLINE_VERSION" { digest.as_str() } else { "" };
            let download = if name == "PLUMBLINE_REPOSITORY" { "" } else { "mirror" };
            let told = world.refuses(&[("PLUMBLINE_DIGEST", with_digest), ("PLUMBLINE_DOWNLOAD", download), (name, value)]);
            assert!(!told.lines().any(|line| line.starts_with("::")), "{told}");
        }
    }
    let left = std::fs::read_dir(&world.folder).unwrap().any(|entry| entry.unwrap().file_name() == "hit");
    assert!(!left && !world.folder.join("ran").exists());
}
