//! Serves the built site on this machine, and nothing else.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Component, Path, PathBuf};

use flate2::Compression;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::task::spawn_blocking;

use crate::Failure;
use crate::budget::gzip;

type Answer = hyper::http::Result<Response<Full<Bytes>>>;

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

/// A port that is reserved before anything slow is done.
pub struct Address(TcpListener);

impl Address {
    /// Reserves a port of this machine, which no other machine can reach; 0 takes any free one.
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
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
        runtime.and_then(|runtime| runtime.block_on(self.listen(served))).map_err(|error| format!("cannot serve: {error}"))
    }

    async fn listen(self, served: Served) -> std::io::Result<()> {
        self.0.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(self.0)?;
        // It is needed until the program ends.
        let served: &Served = Box::leak(Box::new(served));
        loop {
            // A browser may break a connection off before it is accepted.
            let Ok((stream, _)) = listener.accept().await else { continue };
            // Large files are read and compressed beside the thread that listens.
            let answer = service_fn(move |request| async move {
                spawn_blocking(move || served.answer(&request)).await?.map_err(std::io::Error::other)
            });
            // A browser that has gone away needs no answer.
            tokio::spawn(http1::Builder::new().title_case_headers(true).serve_connection(TokioIo::new(stream), answer));
        }
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
        let Ok(name) = percent_decode_str(&name).decode_utf8() else { return Found::Nothing };
        let Some((mount, name)) = self.mounts.iter().find_map(|mount| match mount.place.as_str() {
            "" => Some((mount, name.as_ref())),
            place => Some((mount, name.strip_prefix(place)?.strip_prefix('/')?)),
        }) else {
            return Found::Nothing;
        };
        // Only names below the folder: no `..`, no absolute path, no drive.
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

    fn answer(&self, request: &Request<Incoming>) -> Answer {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return plain(405, "only reading is possible here\n".to_owned());
        }
        let mut encodings = request.headers().get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let accepts_gzip = encodings.any(|value| value.contains("gzip"));
        match self.find(request.uri().path()) {
            Found::Elsewhere(place) => Response::builder().status(308).header(header::LOCATION, place).body(Full::default()),
            Found::Nothing => plain(404, "there is nothing here\n".to_owned()),
            Found::Bytes(bytes) => content("application/json", bytes, accepts_gzip),
            Found::File(file) => match std::fs::read(&file) {
                Ok(bytes) => content(media_type(&file), bytes, accepts_gzip),
                Err(error) => plain(500, format!("{}: {error}\n", file.display())),
            },
        }
    }
}

fn plain(status: u16, text: String) -> Answer {
    Response::builder().status(status).header(header::CONTENT_TYPE, "text/plain; charset=utf-8").body(Full::from(text))
}

fn content(media_type: &str, bytes: Vec<u8>, accepts_gzip: bool) -> Answer {
    // A rebuilt site is seen at the next reload.
    let answer = Response::builder().header(header::CACHE_CONTROL, "no-cache");
    let answer = answer.header(header::CONTENT_TYPE, media_type).header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if accepts_gzip
        && !media_type.ends_with("zip")
        && let Ok(packed) = gzip(&bytes, Compression::fast())
    {
        return answer.header(header::CONTENT_ENCODING, "gzip").body(Full::from(packed));
    }
    answer.body(Full::from(bytes))
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
    use std::io::{Read, Write};
    use std::net::TcpStream;

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

    /// The whole answer to one request over a connection of its own.
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
            let answer = asked(port, "GET /boot.js?x HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("Content-Type: text/javascript"), "{answer}");
        }
        drop(silent);
        assert!(asked(port, "POST / HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 405 "));
        assert!(asked(port, "GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert!(asked(port, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
        let head = asked(port, "HEAD /boot.js HTTP/1.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
        assert!(head.contains("Content-Encoding: gzip") && head.ends_with("\r\n\r\n"), "{head}");
    }

    #[test]
    fn a_port_in_use_is_a_clear_sentence() {
        let taken = Address::take(0).unwrap();
        let failure = Address::take(taken.port()).err().unwrap();
        assert!(failure.contains("is in use by another program") && failure.contains("--port"), "{failure}");
    }
}
