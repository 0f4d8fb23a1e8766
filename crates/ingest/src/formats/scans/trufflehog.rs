//! trufflehog: a secret a line, between the lines of its log when both went into one file. What it matched is never kept.

use crate::formats::{Found, Reading, Refusal, Shape, count_of, covered, documents, finding, line_of, scan_by, short};
use crate::json::Json;
use crate::places::Places;
use plumbline_domain::{Finding, Location, Place, Scan};

/// Whether a document is one, or a line of its log.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let is_result = shape.has("SourceMetadata") && shape.has("DetectorName") && shape.has("Verified");
    let is_log = shape.word("logger") == Some("trufflehog") && shape.has("msg");
    is_result || (shape.is_object() && is_log)
}

/// Reads secrets, and what the log says of the run.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let documents = documents(text)?;
    let places = Places::of(text);
    let mut version = None;
    let mut log = ScanLog::default();
    let all = documents.iter().flat_map(|d| if d.is_object() { std::slice::from_ref(d) } else { d.elements() });
    for (i, document) in all.enumerate() {
        let place = || places.at(format!("[{i}]"), document);
        if document.get("DetectorName").is_some() {
            reading.items += 1;
            reading.keep(Found::new(secret_of(document), None).secret(true), place);
        } else if document.get("msg").is_some() {
            version = document.text_of("trufflehog_version").or(version);
            log.read(document, &place);
        }
    }
    reading.tool = Some(version.map_or_else(|| "trufflehog".to_owned(), |v| format!("trufflehog {v}")));
    let mut scan = scan_by("trufflehog", reading.items > 0);
    if log.has_lines && !log.is_finished {
        scan.stop("its log does not reach the line `finished scanning`", Place::default());
    }
    if let Some(chunks) = log.chunks {
        scan.covered = covered(chunks, "chunks", Place::default);
    }
    scan.stopped.extend(log.scan.stopped);
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}

/// What its log says.
#[derive(Default)]
struct ScanLog {
    has_lines: bool,
    is_finished: bool,
    chunks: Option<u64>,
    scan: Scan,
}

impl ScanLog {
    fn read(&mut self, line: &Json<'_>, place: &dyn Fn() -> Place) {
        self.has_lines = true;
        let message = line.text_of("msg").unwrap_or_default();
        if message == "finished scanning" {
            self.is_finished = true;
            self.chunks = count_of(line.get("chunks")).or(self.chunks);
        }
        if line.text_of("level").is_some_and(|l| matches!(l, "error" | "fatal" | "dpanic" | "panic")) {
            let cause = line.text_of("error").map_or_else(String::new, |e| format!(": {}", short(e)));
            self.scan.stop(format!("trufflehog reports an error: {}{cause}", short(message)), place());
        }
    }
}

fn secret_of(document: &Json<'_>) -> Finding {
    let detector = document.text_of("DetectorName").map_or_else(String::new, short);
    // the data of whatever kind of source it was: git, a folder, a bucket
    let data = document.at(&["SourceMetadata", "Data"]).and_then(|d| d.pairs().first()).map(|(_, data)| data);
    let of = |key: &str| data.and_then(|d| d.text_of(key));
    let verified = document.get("Verified").and_then(Json::truth) == Some(true);
    Finding {
        message: Some(format!("{detector} secret found{}", if verified { ", verified" } else { "" })),
        rule_id: Some(detector),
        resource: ["repository", "bucket", "image"].into_iter().find_map(of).map(str::to_owned),
        location: Location {
            path: ["file", "link"].into_iter().find_map(of).map(str::to_owned),
            line: line_of(data.and_then(|d| d.get("line"))),
        },
        fingerprint: of("commit").zip(of("file")).map(|(commit, file)| {
            let line = data.and_then(|d| d.get("line")).and_then(Json::number).unwrap_or(0.0);
            format!("{commit}:{file}:{}:{}", document.text_of("DetectorName").unwrap_or_default(), line as u64)
        }),
        ..finding("trufflehog")
    }
}
