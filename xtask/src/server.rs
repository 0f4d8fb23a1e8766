//! A small web server for the built site on this machine, and nothing else.

use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use tiny_http::{Header, Method, Request, Response, Server};

use crate::Failure;

/// How many requests are answered side by side: a page start asks for about six files.
const WORKERS: usize = 4;

/// A place in the site, and the folder that is shown there.
pub struct Mount {
    /// The path below the site's own, without a leading slash; empty for the site itself.
    pub place: String,
    pub folder: PathBuf,
    /// Stands in for `index.json` where the folder has none.
    pub index: Option<Vec<u8>>,
}

/// What is served: the first mount whose place begins a path answers for it.
pub struct Served {
    /// The path under which the site stands, with both slashes.
    pub sub_path: String,
    pub mounts: Vec<Mount>,
}

/// An address that is taken for this program, before anything slow is done.
pub struct Address(TcpListener);

impl Address {
    /// Takes a port of this machine; 0 takes any free one.
    pub fn take(port: u16) -> Result<Self, Failure> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(Self).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("port {port} is in use by another program; choose another one with `--port {}`", port.saturating_add(1))
            }
            _ => format!("port {port} cannot be used: {error}"),
        })
    }

    /// The port that was taken.
    pub fn port(&self) -> u16 {
        self.0.local_addr().map(|address| address.port()).unwrap_or_default()
    }

    /// Serves until the program is ended.
    pub fn serve(self, served: Served) -> Result<(), Failure> {
        let server = Server::from_listener(self.0, None).map_err(|error| format!("cannot serve: {error}"))?;
        let (server, served) = (Arc::new(server), Arc::new(served));
        let workers: Vec<_> = (0..WORKERS)
            .map(|_| {
                let (server, served) = (Arc::clone(&server), Arc::clone(&served));
                std::thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        served.answer(request);
                    }
                })
            })
            .collect();
        for worker in workers {
            // A worker ends with the server, or by a panic that it has already reported.
            let _ = worker.join();
        }
        Ok(())
    }
}

/// What stands at a path.
#[derive(Debug, PartialEq)]
enum Found {
    File(PathBuf),
    Bytes(Vec<u8>),
    /// The same place, under the name that relative addresses need.
    Elsewhere(String),
    Nothing,
}

impl Served {
    fn find(&self, path: &str) -> Found {
        let Some(rest) = path.strip_prefix(&self.sub_path) else {
            return match self.sub_path.strip_suffix('/') == Some(path) || path == "/" {
                true => Found::Elsewhere(self.sub_path.clone()),
                false => Found::Nothing,
            };
        };
        let name = if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.to_owned() };
        let Some(name) = decoded(&name) else { return Found::Nothing };
        let Some((mount, name)) = self.mounts.iter().find_map(|mount| match mount.place.as_str() {
            "" => Some((mount, name.as_str())),
            place => Some((mount, name.strip_prefix(place)?.strip_prefix('/')?)),
        }) else {
            return Found::Nothing;
        };
        // Nothing outside the folder is ever named.
        if !Path::new(name).components().all(|part| matches!(part, Component::Normal(_))) {
            return Found::Nothing;
        }
        let file = mount.folder.join(name);
        match &mount.index {
            _ if file.is_file() => Found::File(file),
            Some(index) if name == "index.json" => Found::Bytes(index.clone()),
            _ => Found::Nothing,
        }
    }

    fn answer(&self, request: Request) {
        let path = request.url().split(['?', '#']).next().unwrap_or_default().to_owned();
        let sent = match self.find(&path) {
            _ if !matches!(request.method(), Method::Get | Method::Head) => {
                request.respond(Response::from_string("only reading is possible here\n").with_status_code(405))
            }
            Found::Elsewhere(place) => request.respond(Response::empty(308).with_header(header("Location", &place))),
            Found::Nothing => request.respond(Response::from_string("there is nothing here\n").with_status_code(404)),
            Found::Bytes(bytes) => send(request, "application/json", bytes),
            Found::File(file) => match std::fs::read(&file) {
                Ok(bytes) => send(request, media_type(&file), bytes),
                Err(error) => {
                    request.respond(Response::from_string(format!("{}: {error}\n", file.display())).with_status_code(500))
                }
            },
        };
        // A reader that has gone away needs no answer.
        let _ = sent;
    }
}

fn send(request: Request, media_type: &str, bytes: Vec<u8>) -> std::io::Result<()> {
    let accepts_gzip =
        request.headers().iter().any(|header| header.field.equiv("Accept-Encoding") && header.value.as_str().contains("gzip"));
    let headers = [
        header("Content-Type", media_type),
        // A rebuilt site is seen at the next reload.
        header("Cache-Control", "no-cache"),
        header("X-Content-Type-Options", "nosniff"),
    ];
    let (body, encoding) = match accepts_gzip && !media_type.ends_with("zip") {
        true => (gzip(&bytes, Compression::fast())?, Some(header("Content-Encoding", "gzip"))),
        false => (bytes, None),
    };
    let mut response = Response::from_data(body);
    for header in headers.into_iter().chain(encoding) {
        response.add_header(header);
    }
    request.respond(response)
}

/// The bytes, gzipped.
pub fn gzip(bytes: &[u8], level: Compression) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn header(name: &str, value: &str) -> Header {
    // Only a file name from the sub-path reaches a value; what cannot stand in a header is left out.
    let value: String = value.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').collect();
    Header::from_bytes(name, value).unwrap_or_else(|()| unreachable!("printable ASCII is a header"))
}

/// Percent-decoding, or nothing when the result is no text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "sarif" => "application/json",
        "ndjson" => "application/x-ndjson",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" | "md" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::project;

    fn served(sub_path: &str) -> Served {
        let mount = |place: &str, folder: &str, index| Mount { place: place.to_owned(), folder: project().join(folder), index };
        Served {
            sub_path: sub_path.to_owned(),
            mounts: vec![mount("data", "xtask", Some(b"{}".to_vec())), mount("", "public", None)],
        }
    }

    #[test]
    fn a_path_below_the_site_names_a_file() {
        let site = served("/plumbline/");
        assert_eq!(site.find("/plumbline/boot.js"), Found::File(project().join("public/boot.js")));
        assert_eq!(site.find("/plumbline/data/Cargo.toml"), Found::File(project().join("xtask/Cargo.toml")));
        assert_eq!(site.find("/plumbline/%62oot.js"), Found::File(project().join("public/boot.js")));
    }

    #[test]
    fn a_folder_without_an_index_is_given_one() {
        assert_eq!(served("/").find("/data/index.json"), Found::Bytes(b"{}".to_vec()));
    }

    #[test]
    fn the_site_without_its_last_slash_is_found_with_it() {
        assert_eq!(served("/plumbline/").find("/plumbline"), Found::Elsewhere("/plumbline/".to_owned()));
        assert_eq!(served("/plumbline/").find("/"), Found::Elsewhere("/plumbline/".to_owned()));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let site = served("/");
        for path in
            ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/data/../../Cargo.toml", "//etc/passwd", "/.%2e/Cargo.lock", "/%", "/%zz"]
        {
            assert_eq!(site.find(path), Found::Nothing, "{path}");
        }
    }

    #[test]
    fn a_port_in_use_is_a_clear_sentence() {
        let taken = Address::take(0).unwrap();
        let failure = Address::take(taken.port()).err().unwrap();
        assert!(failure.contains("is in use by another program") && failure.contains("--port"), "{failure}");
    }
}
