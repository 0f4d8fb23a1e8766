//! A small web server for the built site on this machine, and nothing else.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Failure;

/// How long a connection may say nothing: browsers open some that they may never use.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the head of a request may be, in bytes.
const HEAD_BYTES: usize = 16 << 10;

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

    /// Serves until the program is ended. Each connection has a thread of its own and ends with its answer, so that none ever
    /// waits for another.
    pub fn serve(self, served: Served) -> Result<(), Failure> {
        let served = Arc::new(served);
        for connection in self.0.incoming() {
            // One that broke before it was taken has nobody to answer.
            let Ok(stream) = connection else { continue };
            let served = Arc::clone(&served);
            std::thread::spawn(move || {
                // A reader that has gone away needs no answer.
                let _ = served.answer(stream);
            });
        }
        Ok(())
    }
}

/// What is asked for.
struct Request {
    is_get: bool,
    is_head: bool,
    path: String,
    accepts_gzip: bool,
}

/// Reads the head of a request; nothing when it is none.
fn request_from(stream: &mut TcpStream) -> std::io::Result<Option<Request>> {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    loop {
        let n = stream.read(&mut piece)?;
        head.extend_from_slice(&piece[..n]);
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut parsed = httparse::Request::new(&mut headers);
        match parsed.parse(&head) {
            Ok(httparse::Status::Complete(_)) => {
                let accepts_gzip = parsed.headers.iter().any(|header| {
                    header.name.eq_ignore_ascii_case("accept-encoding") && String::from_utf8_lossy(header.value).contains("gzip")
                });
                let path = parsed.path.unwrap_or_default().split(['?', '#']).next().unwrap_or_default().to_owned();
                return Ok(Some(Request {
                    is_get: parsed.method == Some("GET"),
                    is_head: parsed.method == Some("HEAD"),
                    path,
                    accepts_gzip,
                }));
            }
            Ok(httparse::Status::Partial) if n > 0 && head.len() < HEAD_BYTES => {}
            _ => return Ok(None),
        }
    }
}

/// An answer.
struct Response {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Response {
    fn said(status: &'static str, text: &str) -> Self {
        Self { status, headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())], body: text.as_bytes().to_vec() }
    }

    fn send(self, stream: &mut TcpStream, with_body: bool) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {}\r\nConnection: close\r\nContent-Length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            // Only a file name from the sub-path reaches a value; what cannot stand in a header is left out.
            let value: String = value.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').collect();
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes())?;
        if with_body {
            stream.write_all(&self.body)?;
        }
        stream.flush()
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

    fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        match request_from(&mut stream)? {
            Some(request) => self.response(&request).send(&mut stream, !request.is_head),
            None => Response::said("400 Bad Request", "this is no request\n").send(&mut stream, true),
        }
    }

    fn response(&self, request: &Request) -> Response {
        if !request.is_get && !request.is_head {
            return Response::said("405 Method Not Allowed", "only reading is possible here\n");
        }
        match self.find(&request.path) {
            Found::Elsewhere(place) => {
                Response { headers: vec![("Location", place)], ..Response::said("308 Permanent Redirect", "") }
            }
            Found::Nothing => Response::said("404 Not Found", "there is nothing here\n"),
            Found::Bytes(bytes) => sent("application/json", bytes, request.accepts_gzip),
            Found::File(file) => match std::fs::read(&file) {
                Ok(bytes) => sent(media_type(&file), bytes, request.accepts_gzip),
                Err(error) => Response::said("500 Internal Server Error", &format!("{}: {error}\n", file.display())),
            },
        }
    }
}

fn sent(media_type: &str, bytes: Vec<u8>, accepts_gzip: bool) -> Response {
    let mut headers = vec![
        ("Content-Type", media_type.to_owned()),
        // A rebuilt site is seen at the next reload.
        ("Cache-Control", "no-cache".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ];
    let packed = if accepts_gzip && !media_type.ends_with("zip") { gzip(&bytes, Compression::fast()).ok() } else { None };
    if packed.is_some() {
        headers.push(("Content-Encoding", "gzip".to_owned()));
    }
    Response { status: "200 OK", headers, body: packed.unwrap_or(bytes) }
}

/// The bytes, gzipped.
pub fn gzip(bytes: &[u8], level: Compression) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish()
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

    /// The whole answer to what is sent over one connection of many.
    fn asked(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn connections_that_say_nothing_keep_nobody_waiting() {
        let address = Address::take(0).unwrap();
        let port = address.port();
        std::thread::spawn(move || address.serve(served("/")));
        let silent: Vec<TcpStream> = (0..16).map(|_| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap()).collect();
        for _ in 0..16 {
            let answer = asked(port, "GET /boot.js?x HTTP/1.1\r\nHost: here\r\n\r\n");
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("Content-Type: text/javascript"), "{answer}");
        }
        drop(silent);
        assert!(asked(port, "POST / HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
        assert!(asked(port, "GET /nothing HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert!(asked(port, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
        let head = asked(port, "HEAD /boot.js HTTP/1.1\r\nAccept-Encoding: gzip\r\n\r\n");
        assert!(head.contains("Content-Encoding: gzip") && head.ends_with("\r\n\r\n"), "{head}");
    }

    #[test]
    fn a_port_in_use_is_a_clear_sentence() {
        let taken = Address::take(0).unwrap();
        let failure = Address::take(taken.port()).err().unwrap();
        assert!(failure.contains("is in use by another program") && failure.contains("--port"), "{failure}");
    }
}
