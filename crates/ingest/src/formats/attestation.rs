//! Attestations: what they speak of. Reading one proves nothing: no signature is checked here.

use super::super::cut;
use super::super::json::{Cursor, Json};
use super::super::places::Places;
use super::{Reading, Refusal, Shape, documents, list, tree};
use plumbline_domain::{DiagnosticKind, Digest, Instant, Place, Subject, Subjects};

/// Algorithms of an in-toto digest set, in lower case, and how many hex digits a value has; 0 where the value is no plain hash.
const ALGORITHMS: &[(&str, usize)] = &[
    ("sha256", 64),
    ("sha224", 56),
    ("sha384", 96),
    ("sha512", 128),
    ("sha512_224", 56),
    ("sha512_256", 64),
    ("sha3_224", 56),
    ("sha3_256", 64),
    ("sha3_384", 96),
    ("sha3_512", 128),
    ("shake128", 0),
    ("shake256", 0),
    ("blake2b", 0),
    ("blake2s", 0),
    ("ripemd160", 40),
    ("sm3", 64),
    ("gost", 64),
    ("sha1", 40),
    ("md5", 32),
    ("gitcommit", 0),
    ("gittree", 0),
    ("gitblob", 0),
    ("gittag", 0),
    ("dirhash", 0),
    ("dirhash1", 0),
    ("gomodulehash", 0),
];

/// Subjects that are kept of one file.
const MAX_SUBJECTS: usize = 10_000;

/// Whether a document is an in-toto statement.
pub(super) fn fits_statement(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.word("_type").is_some_and(|t| t.contains("in-toto.io/Statement"))
}

/// Whether a document is a DSSE envelope, alone or the first of several lines.
pub(super) fn fits_envelope(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("payload") && shape.word("payloadType").is_some() && shape.has("signatures")
}

/// Whether a document is a Sigstore bundle, or GitHub's list of some.
pub(super) fn fits_bundle(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && (shape.has_inner("attestations", "bundle")
            || shape.word("mediaType").is_some_and(|t| t.contains("sigstore.bundle"))
            || (shape.has("verificationMaterial") && (shape.has("dsseEnvelope") || shape.has("messageSignature"))))
}

/// Reads attestations, one or one a line, each in its own wrapping: a statement, an envelope or a bundle. One that cannot be read costs
/// itself; a file of nothing else is refused.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let lines = documents(text)?;
    let of_github = |document: &'_ Json<'_>| document.get("attestations").is_some_and(|list| !list.elements().is_empty());
    let documents: Vec<(String, &Json<'_>)> = match lines.as_slice() {
        [only] if of_github(only) => {
            let listed = only.get("attestations").map(Json::elements).unwrap_or_default().iter().enumerate();
            listed.map(|(i, one)| (format!("attestations[{i}].bundle."), one.get("bundle").unwrap_or(one))).collect()
        }
        [only] => vec![(String::new(), only)],
        lines => lines.iter().enumerate().map(|(i, line)| (format!("[{i}]."), line)).collect(),
    };
    reading.items = documents.len() as u64;
    let places = Places::of(text);
    let is_only = documents.len() == 1;
    let mut found = Subjects::default();
    let mut refusal = None;
    let mut n_read = 0;
    for (path, document) in documents {
        let at = Wrapped { path, places: &places, line: None };
        match note_document(document, &at, &mut found, reading) {
            Ok(()) => n_read += 1,
            Err(why) => {
                if let (false, Refusal::Shape { path, message }) = (is_only, &why) {
                    reading.log.say(DiagnosticKind::Malformed, path.clone(), message.clone());
                }
                refusal.get_or_insert(why);
            }
        }
    }
    if let (0, Some(refusal)) = (n_read, refusal) {
        return Err(refusal);
    }
    reading.facts.subjects = Some(Box::new(found));
    Ok(())
}

/// Where a document stands in the file.
struct Wrapped<'p, 't> {
    /// The path of its wrapping, with the dot behind it.
    path: String,
    places: &'p Places<'t>,
    /// The line of an encoded payload: what stands in it has no line of its own.
    line: Option<u32>,
}

impl Wrapped<'_, '_> {
    fn place(&self, path: &str, value: &Json<'_>) -> Place {
        let path = format!("{}{path}", self.path);
        match self.line {
            Some(line) => Place { path: path.into(), line },
            None => self.places.at(path, value),
        }
    }
}

fn note_document(document: &Json<'_>, at: &Wrapped<'_, '_>, found: &mut Subjects, reading: &mut Reading) -> Result<(), Refusal> {
    if let Some(envelope) = document.get("dsseEnvelope").filter(|e| e.is_object()) {
        let path = format!("{}dsseEnvelope.", at.path);
        return note_envelope(envelope, &Wrapped { path, ..*at }, found, reading);
    }
    if let Some(signature) = document.get("messageSignature").filter(|s| s.is_object()) {
        note_message(signature, at, found, reading);
        return Ok(());
    }
    if document.get("payload").is_some() {
        return note_envelope(document, at, found, reading);
    }
    if is_statement(document) {
        note_statement(document, at, found, reading);
        return Ok(());
    }
    let path = at.path.trim_end_matches('.');
    Err(Refusal::shape(path, "neither a statement nor an envelope nor a bundle with dsseEnvelope or messageSignature"))
}

fn is_statement(document: &Json<'_>) -> bool {
    document.text_of("_type").is_some_and(|t| t.contains("in-toto.io/Statement"))
}

/// The digest of a signed message: it names its subject.
fn note_message(signature: &Json<'_>, at: &Wrapped<'_, '_>, found: &mut Subjects, reading: &mut Reading) {
    found.signatures += u32::from(signature.text_of("signature").is_some());
    let digest = signature.get("messageDigest").unwrap_or(&Json::Null);
    let algorithm = match digest.get("algorithm") {
        Some(Json::String(name)) => name.to_ascii_lowercase().replacen("sha2_", "sha", 1),
        // the numbers of the enumeration, as some writers of protocol buffers have them
        Some(Json::Number(n)) => match *n {
            "1" => "sha256",
            "2" => "sha384",
            "3" => "sha512",
            "4" => "sha3_256",
            "5" => "sha3_384",
            _ => "",
        }
        .to_owned(),
        _ => String::new(),
    };
    let value = digest.text_of("digest").and_then(bytes_from_base64).map(|bytes| hex(&bytes)).unwrap_or_default();
    let digests: Vec<Digest> = digest_of(&algorithm, &value).into_iter().collect();
    if digests.is_empty() {
        let path = format!("{}messageSignature.messageDigest", at.path);
        reading.log.say(DiagnosticKind::ToolReport, path, "no digest of a known algorithm: there is nothing to compare");
    }
    let place = at.place("messageSignature.messageDigest", digest);
    found.subjects.push(Subject { name: "".into(), digests, place });
}

fn note_envelope(envelope: &Json<'_>, at: &Wrapped<'_, '_>, found: &mut Subjects, reading: &mut Reading) -> Result<(), Refusal> {
    let payload = envelope.text_of("payload").and_then(bytes_from_base64);
    let path = format!("{}payload", at.path);
    let Some(payload) = payload.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return Err(Refusal::shape(path, "not base64 of text"));
    };
    let signatures = list(envelope, "signatures", &mut reading.log);
    found.signatures += u32::try_from(signatures.iter().filter(|s| s.text_of("sig").is_some()).count()).unwrap_or(u32::MAX);
    let line = envelope.get("payload").map(|p| at.places.at("", p).line);
    let inner = Wrapped { path: format!("{path}."), places: at.places, line };
    let mut cursor = Cursor::new(&payload);
    match cursor.value().and_then(|v| cursor.end().map(|()| v)) {
        Ok(statement) if is_statement(&statement) => note_statement(&statement, &inner, found, reading),
        Ok(other) => match other.at(&["critical", "image", "docker-manifest-digest"]).and_then(Json::text) {
            Some(digest) => note_image(&other, digest, &inner, found),
            None => reading.log.say(DiagnosticKind::ToolReport, path, "no in-toto statement: no subject can be read"),
        },
        Err(_) => reading.log.say(DiagnosticKind::ToolReport, path, "not JSON: no subject can be read"),
    }
    Ok(())
}

/// The image of a simple signing document: `sha256:…`.
fn note_image(document: &Json<'_>, digest: &str, at: &Wrapped<'_, '_>, found: &mut Subjects) {
    let name = document.at(&["critical", "identity", "docker-reference"]).and_then(Json::text).unwrap_or_default();
    let digests = digest.split_once(':').and_then(|(algorithm, value)| digest_of(algorithm, value)).into_iter().collect();
    let place = at.place("critical.image.docker-manifest-digest", document);
    found.subjects.push(Subject { name: cut::name(name), digests, place });
}

fn note_statement(statement: &Json<'_>, at: &Wrapped<'_, '_>, found: &mut Subjects, reading: &mut Reading) {
    for (s, subject) in list(statement, "subject", &mut reading.log).iter().enumerate() {
        if found.subjects.len() >= MAX_SUBJECTS {
            reading.log.say(DiagnosticKind::ToolReport, "subject", format!("only the first {MAX_SUBJECTS} subjects are read"));
            break;
        }
        let pairs = subject.get("digest").map(Json::pairs).unwrap_or_default();
        let digests = pairs.iter().filter_map(|(algorithm, value)| digest_of(algorithm, value.text()?)).collect();
        let name = subject.text_of("name").or_else(|| subject.text_of("uri")).unwrap_or_default();
        let place = at.place(&format!("subject[{s}]"), subject);
        found.subjects.push(Subject { name: cut::name(name), digests, place });
    }
    if let Some(kind) = statement.text_of("predicateType") {
        let kind = cut::name(kind);
        found.predicate_type.get_or_insert_with(|| kind.clone());
        reading.tool.get_or_insert(kind.into());
    }
    let finished = statement.at(&["predicate", "metadata", "buildFinishedOn"]).and_then(Json::text);
    let finished = finished.or_else(|| statement.at(&["predicate", "runDetails", "metadata", "finishedOn"]).and_then(Json::text));
    reading.facts.ran_at = reading.facts.ran_at.or_else(|| finished.and_then(|t| Instant::from_rfc3339(t).ok()));
}

/// A digest, when its algorithm is known and its value has the right form.
fn digest_of(algorithm: &str, value: &str) -> Option<Digest> {
    // hyphens and case differ between tools: `SHA-512`, `sha512-256`
    let name = algorithm.trim().to_ascii_lowercase().replace('-', "_").replacen("sha_", "sha", 1);
    let (name, length) = ALGORITHMS.iter().find(|(known, _)| *known == name)?;
    let value = value.trim();
    let is_hex = value.bytes().all(|b| b.is_ascii_hexdigit());
    let fits = if *length == 0 { (8..=512).contains(&value.len()) } else { is_hex && value.len() == *length };
    fits.then(|| Digest { algorithm: (*name).into(), value: value.to_ascii_lowercase().into() })
}

/// Whether a document is a CycloneDX document with declarations.
pub(super) fn fits_cyclonedx(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.word("bomFormat") == Some("CycloneDX") && shape.has("declarations")
}

/// Reads declarations. What they claim stays a claim.
pub(super) fn read_cyclonedx(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    reading.items = document.get("declarations").map_or(0, |d| list(d, "attestations", &mut reading.log).len() as u64);
    reading.tool = document.text_of("specVersion").map(|v| format!("cyclonedx {v}"));
    Ok(())
}

/// Base64 in either alphabet, with or without padding.
pub(in super::super) fn bytes_from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut word, mut bits) = (0_u32, 0);
    for c in text.trim_end_matches('=').bytes() {
        let six = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'\n' | b'\r' => continue,
            _ => return None,
        };
        word = (word << 6) | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((word >> bits) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundles_in_the_list_of_githubs_api_are_read() {
        let digest = "01".repeat(32);
        let statement = format!(
            r#"{{"_type": "https://in-toto.io/Statement/v1", "subject": [{{"name": "a", "digest": {{"sha256": "{digest}"}}}}]}}"#
        );
        let bundle = format!(r#"{{"dsseEnvelope": {statement}}}"#);
        let text = format!(r#"{{"attestations": [{{"bundle": {statement}, "repository_id": 1}}, {{"bundle": 7}}, {bundle}]}}"#);
        let mut reading = Reading::default();
        assert!(fits_bundle(&Shape::of(&text).0) && read(&text, &mut reading).is_ok());
        let subjects = reading.facts.subjects.unwrap().subjects;
        assert_eq!((reading.items, subjects.len()), (3, 1));
        assert_eq!(&*subjects[0].place.path, "attestations[0].bundle.subject[0]");
    }

    #[test]
    fn base64_is_undone_in_both_alphabets() {
        // RFC 4648, section 10
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar"), ("Zm9vYg", "foob")]
        {
            assert_eq!(bytes_from_base64(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(bytes_from_base64("-_-_"), bytes_from_base64("+/+/"));
        assert_eq!(bytes_from_base64("a b"), None);
    }

    fn subjects(text: &str) -> Vec<(String, Vec<String>)> {
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        let name = |d: &Digest| format!("{}:{}", d.algorithm, d.value.get(..4).unwrap());
        reading
            .facts
            .subjects
            .unwrap()
            .subjects
            .iter()
            .map(|s| (s.name.to_string(), s.digests.iter().map(name).collect()))
            .collect()
    }

    #[test]
    fn a_subject_is_read_with_every_digest_that_in_toto_knows() {
        let (sha512, commit) = ("AB".repeat(64), "cd".repeat(20));
        let text = format!(
            r#"{{"_type": "https://in-toto.io/Statement/v1", "subject": [{{"name": "a", "digest": {{"sha512": "{sha512}", "gitCommit": "{commit}",
                "sha256": "short", "crc32": "12345678"}}}}, {{"name": "b"}}]}}"#
        );
        let digests = vec!["sha512:abab".to_owned(), "gitcommit:cdcd".to_owned()];
        assert_eq!(subjects(&text), [("a".to_owned(), digests), ("b".to_owned(), vec![])]);
    }

    #[test]
    fn wrappings_may_differ_from_line_to_line_and_a_bad_one_costs_itself() {
        // {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"x","digest":{"md5":"00000000000000000000000000000000"}}]}
        let statement = format!(
            r#"{{"_type":"https://in-toto.io/Statement/v1","subject":[{{"name":"x","digest":{{"md5":"{}"}}}}]}}"#,
            "0".repeat(32)
        );
        let digest = "AAAA".repeat(10) + "AAA=";
        let lines = format!(
            "{{\"payloadType\":\"a\",\"payload\":\"!\",\"signatures\":[]}}\n{statement}\n\
             {{\"messageSignature\":{{\"messageDigest\":{{\"algorithm\":\"SHA2_256\",\"digest\":\"{digest}\"}}}}}}\n"
        );
        let expected = [("x".to_owned(), vec!["md5:0000".to_owned()]), (String::new(), vec!["sha256:0000".to_owned()])];
        assert_eq!(subjects(&lines), expected);
        assert!(read(lines.lines().next().unwrap(), &mut Reading::default()).is_err());
    }
}
