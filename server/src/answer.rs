//! From a request to its answer.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header;
use hyper::http::response::Builder;
use hyper::{Method, Request, Response};
use percent_encoding::percent_decode_str;

use crate::{Found, Served, Source};

pub(crate) type Answer = hyper::http::Result<Response<Full<Bytes>>>;

/// What is needed of a request.
pub(crate) struct Asked {
    method: Method,
    path: String,
    /// What the browser takes the server for.
    host: Option<String>,
    accepts_gzip: bool,
}

impl Asked {
    pub(crate) fn of(request: &Request<Incoming>) -> Self {
        let all = |name| request.headers().get_all(name).iter().filter_map(|value| value.to_str().ok());
        // two names for one server are none
        let mut hosts = all(header::HOST).chain(request.uri().authority().map(|authority| authority.as_str()));
        let host = hosts.next().filter(|first| hosts.all(|other| other == *first)).map(str::to_ascii_lowercase);
        let accepts_gzip = all(header::ACCEPT_ENCODING).any(|value| value.contains("gzip"));
        Self { method: request.method().clone(), path: request.uri().path().to_owned(), host, accepts_gzip }
    }
}

/// Answers a request.
pub(crate) fn answer<S: Source>(served: &Served<S>, port: u16, asked: &Asked) -> Answer {
    // A page of another name that is made to lead here (DNS rebinding) is another site, which must not read this one.
    if !asked.host.as_deref().is_some_and(|host| is_ours(host, port)) {
        let told = format!("this address is http://127.0.0.1:{port}{} and has no other name\n", served.sub_path);
        return plain(served, 421, told);
    }
    if !matches!(asked.method, Method::GET | Method::HEAD) {
        return plain(served, 405, "only reading is possible here\n".to_owned());
    }
    let path = match place(&served.sub_path, &asked.path) {
        Place::Inside(path) => path,
        Place::Elsewhere => return moved(served, &served.sub_path),
        Place::Nowhere => return plain(served, 404, "there is nothing here\n".to_owned()),
    };
    match served.source.find(&path) {
        // the page of a folder, under the name that its relative addresses need
        Found::Nothing if !matches!(served.source.find(&format!("{path}/{}", plumbline_site::INDEX)), Found::Nothing) => {
            moved(served, &format!("{}/", asked.path))
        }
        Found::Nothing => plain(served, 404, "there is nothing here\n".to_owned()),
        Found::Unreadable(why) => plain(served, 500, format!("{why}\n")),
        Found::Bytes(bytes) => content(served, Path::new(&path), bytes, asked.accepts_gzip),
        Found::File(file) => match std::fs::read(&file) {
            Ok(bytes) => content(served, &file, bytes, asked.accepts_gzip),
            Err(error) => plain(served, 500, format!("{}: {error}\n", file.display())),
        },
    }
}

/// Whether a request means this server: only the addresses that it prints, and the name that every machine gives itself.
fn is_ours(host: &str, port: u16) -> bool {
    let (name, asked) = host.rsplit_once(':').map_or((host, "80"), |(name, port)| (name, port));
    matches!(name, "127.0.0.1" | "localhost") && asked.parse() == Ok(port)
}

/// Where a path leads.
#[derive(Debug, PartialEq)]
enum Place {
    /// To a path below the site.
    Inside(String),
    /// To the site, under the name that relative addresses need.
    Elsewhere,
    Nowhere,
}

fn place(sub_path: &str, path: &str) -> Place {
    let Some(rest) = path.strip_prefix(sub_path) else {
        return match sub_path.strip_suffix('/') == Some(path) || path == "/" {
            true => Place::Elsewhere,
            false => Place::Nowhere,
        };
    };
    let name = if rest.is_empty() || rest.ends_with('/') { format!("{rest}{}", plumbline_site::INDEX) } else { rest.to_owned() };
    match percent_decode_str(&name).decode_utf8() {
        Ok(name) if plumbline_site::is_inside(&name) => Place::Inside(name.into_owned()),
        _ => Place::Nowhere,
    }
}

fn moved<S>(served: &Served<S>, to: &str) -> Answer {
    headed(served, 308).header(header::LOCATION, to).body(Full::default())
}

fn headed<S>(served: &Served<S>, status: u16) -> Builder {
    // A site that has changed is seen at the next reload.
    let answer = Response::builder().status(status).header(header::CACHE_CONTROL, "no-cache");
    served.headers.iter().fold(answer, |answer, (name, value)| answer.header(*name, value))
}

fn plain<S>(served: &Served<S>, status: u16, text: String) -> Answer {
    headed(served, status).header(header::CONTENT_TYPE, "text/plain; charset=utf-8").body(Full::from(text))
}

fn content<S>(served: &Served<S>, name: &Path, bytes: Vec<u8>, accepts_gzip: bool) -> Answer {
    let media_type = media_type(name);
    let answer = headed(served, 200).header(header::CONTENT_TYPE, media_type);
    if served.compresses
        && accepts_gzip
        && !media_type.ends_with("zip")
        && let Ok(packed) = gzip(&bytes)
    {
        return answer.header(header::CONTENT_ENCODING, "gzip").body(Full::from(packed));
    }
    answer.body(Full::from(bytes))
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
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
        "webp" => "image/webp",
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
    use std::net::{Ipv4Addr, TcpStream};
    use std::sync::{Arc, Barrier};

    use super::*;
    use crate::Address;

    /// A site of a few files.
    struct Site;

    impl Source for Site {
        fn find(&self, path: &str) -> Found {
            match path {
                "boot.js" | "index.html" | "docs/index.html" => Found::Bytes(b"let it = 1;".to_vec()),
                "broken.js" => Found::Unreadable("broken.js is damaged".to_owned()),
                _ => Found::Nothing,
            }
        }
    }

    fn served(sub_path: &str) -> u16 {
        let address = Address::take(0).unwrap();
        let port = address.port();
        let headers = vec![("referrer-policy", "no-referrer".to_owned())];
        let served = Served { sub_path: sub_path.to_owned(), compresses: true, headers, source: Site };
        std::thread::spawn(move || address.serve(served));
        port
    }

    /// The whole answer to one request over a connection of its own.
    fn answered(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn asked(port: u16, line: &str, more: &str) -> String {
        answered(port, &format!("{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{more}\r\n"))
    }

    fn status(answer: &str) -> &str {
        answer.split(' ').nth(1).unwrap()
    }

    #[test]
    fn connections_that_say_nothing_keep_nobody_waiting() {
        let port = served("/");
        let silent: Vec<TcpStream> = (0..16).map(|_| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap()).collect();
        for _ in 0..16 {
            let answer = asked(port, "GET /boot.js?x", "");
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("Content-Type: text/javascript"), "{answer}");
            assert!(answer.contains("Referrer-Policy: no-referrer\r\n") && answer.ends_with("let it = 1;"), "{answer}");
        }
        drop(silent);
    }

    #[test]
    fn only_reading_is_possible() {
        let port = served("/");
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
            assert_eq!(status(&asked(port, &format!("{method} /boot.js"), "")), "405", "{method}");
        }
        assert_eq!(status(&asked(port, "GET /nothing", "")), "404");
        let folder = asked(port, "GET /docs", "");
        assert!(folder.starts_with("HTTP/1.1 308 ") && folder.contains("Location: /docs/\r\n"), "{folder}");
        for elsewhere in ["//docs", "/docs//", "/boot.js/", "/%2fdocs"] {
            assert_eq!(status(&asked(port, &format!("GET {elsewhere}"), "")), "404", "{elsewhere}");
        }
        assert!(asked(port, "GET /broken.js", "").ends_with("broken.js is damaged\n"));
        assert_eq!(status(&answered(port, "nonsense\r\n\r\n")), "400");
        let head = asked(port, "HEAD /boot.js", "Accept-Encoding: gzip\r\n");
        assert!(head.contains("Content-Encoding: gzip") && head.ends_with("\r\n\r\n"), "{head}");
    }

    #[test]
    fn a_request_names_this_address_or_is_refused() {
        let port = served("/");
        let of = |hosts: &str| status(&answered(port, &format!("GET / HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"))).to_owned();
        for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
            assert_eq!(of(&format!("Host: {host}\r\n")), "200", "{host}");
        }
        let other = port ^ 1;
        let foreign =
            ["evil.example", "127.0.0.1", "localhost", "", "127.0.0.1.evil.example", "[::1]", "evil.example:80@127.0.0.1"];
        let foreign = foreign.iter().map(|host| format!("Host: {host}\r\n"));
        let ports = [format!("Host: evil.example:{port}\r\n"), format!("Host: 127.0.0.1:{other}\r\n"), String::new()];
        let two = [format!("Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n")];
        for hosts in foreign.chain(ports).chain(two) {
            assert!(matches!(of(&hosts).as_str(), "421" | "400"), "{hosts}");
        }
    }

    #[test]
    fn a_path_below_the_site_names_a_file() {
        let inside = |path: &str| Place::Inside(path.to_owned());
        assert_eq!(place("/plumbline/", "/plumbline/boot.js"), inside("boot.js"));
        assert_eq!(place("/plumbline/", "/plumbline/%62oot.js"), inside("boot.js"));
        assert_eq!(place("/plumbline/", "/plumbline/"), inside("index.html"));
        assert_eq!(place("/", "/data/"), inside("data/index.html"));
        assert_eq!(place("/plumbline/", "/plumbline"), Place::Elsewhere);
        assert_eq!(place("/plumbline/", "/"), Place::Elsewhere);
        assert_eq!(place("/plumbline/", "/boot.js"), Place::Nowhere);
    }

    #[test]
    fn nothing_outside_the_site_is_asked_for() {
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/data/../../Cargo.toml",
            "//etc/passwd",
            "/.%2e/Cargo.lock",
            "/%",
            "/%zz",
            "/%ff",
            "/..%5cCargo.toml",
            "/c:/windows",
            "/a%00b",
            "/data%2f..%2f..%2fCargo.toml",
            "/./a",
        ] {
            // what is not decoded stands for itself: a file of that name, below the site
            let found = place("/", path);
            assert!(found == Place::Nowhere || found == Place::Inside(path[1..].to_owned()), "{path}: {found:?}");
        }
    }

    #[test]
    fn a_port_in_use_is_a_clear_sentence_or_the_next_one() {
        let taken = Address::take(0).unwrap();
        let failure = Address::take(taken.port()).err().unwrap();
        assert!(failure.contains("is in use by another program") && failure.contains("--port"), "{failure}");
        assert_ne!(Address::take_from(taken.port()).unwrap().port(), taken.port());
    }

    #[test]
    fn a_source_that_takes_its_time_keeps_nobody_waiting() {
        struct Slow(Arc<Barrier>);
        impl Source for Slow {
            fn find(&self, path: &str) -> Found {
                // the second request lets the first one go on
                if path == "slow" || path == "second" {
                    self.0.wait();
                }
                Found::Nothing
            }
        }
        let address = Address::take(0).unwrap();
        let port = address.port();
        let source = Slow(Arc::new(Barrier::new(2)));
        std::thread::spawn(move || {
            address.serve(Served { sub_path: "/".to_owned(), compresses: false, headers: Vec::new(), source })
        });
        let slow = std::thread::spawn(move || asked(port, "GET /slow", ""));
        assert_eq!(status(&asked(port, "GET /other", "")), "404");
        asked(port, "GET /second", "");
        assert_eq!(status(&slow.join().unwrap()), "404");
    }
}
