//! Attestations: which digests they speak of. Reading one proves nothing: no signature is checked here.

use super::super::json::{Cursor, Json};
use super::{Reading, Refusal, Shape, documents, list, tree};
use plumbline_domain::{DiagnosticKind, Instant};

/// Whether a document is an in-toto statement.
pub(super) fn fits_statement(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.word("_type").is_some_and(|t| t.contains("in-toto.io/Statement"))
}

/// Reads a statement.
pub(super) fn read_statement(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let statements = documents(text, &mut reading.log)?;
    reading.items = statements.len() as u64;
    let mut subjects = Vec::new();
    statements.iter().for_each(|s| note_statement(s, &mut subjects, reading));
    reading.facts.subjects = Some(subjects);
    Ok(())
}

/// Whether a document is a DSSE envelope, alone or the first of several lines.
pub(super) fn fits_envelope(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.has("payload") && shape.word("payloadType").is_some() && shape.has("signatures")
}

/// Reads envelopes.
pub(super) fn read_envelope(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let envelopes = documents(text, &mut reading.log)?;
    reading.items = envelopes.len() as u64;
    let mut subjects = Vec::new();
    for envelope in &envelopes {
        note_envelope(envelope, &mut subjects, reading)?;
    }
    reading.facts.subjects = Some(subjects);
    Ok(())
}

/// Whether a document is a Sigstore bundle.
pub(super) fn fits_bundle(shape: &Shape<'_>) -> bool {
    shape.is_object()
        && (shape.word("mediaType").is_some_and(|t| t.contains("sigstore.bundle"))
            || (shape.has("verificationMaterial") && (shape.has("dsseEnvelope") || shape.has("messageSignature"))))
}

/// Reads a bundle.
pub(super) fn read_bundle(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let bundles = documents(text, &mut reading.log)?;
    reading.items = bundles.len() as u64;
    let mut subjects = Vec::new();
    for bundle in &bundles {
        if let Some(envelope) = bundle.get("dsseEnvelope") {
            note_envelope(envelope, &mut subjects, reading)?;
        } else if let Some(digest) = bundle.at(&["messageSignature", "messageDigest"]) {
            let bytes = digest.text_of("digest").and_then(bytes_from_base64);
            match bytes.filter(|b| b.len() == 32 && digest.text_of("algorithm") == Some("SHA2_256")) {
                Some(bytes) => subjects.push(hex(&bytes)),
                None => reading.log.say(
                    DiagnosticKind::ToolReport,
                    "messageSignature.messageDigest",
                    "no SHA-256: there is no digest to compare",
                ),
            }
        } else {
            return Err(Refusal::shape("", "a bundle with neither dsseEnvelope nor messageSignature"));
        }
    }
    reading.facts.subjects = Some(subjects);
    Ok(())
}

/// Whether a document is a CycloneDX document with declarations.
pub(super) fn fits_cyclonedx(shape: &Shape<'_>) -> bool {
    shape.is_object() && shape.word("bomFormat") == Some("CycloneDX") && shape.has("declarations")
}

/// Reads declarations. What they claim stays a claim.
pub(super) fn read_cyclonedx(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text, &mut reading.log)?;
    reading.items = document.get("declarations").map_or(0, |d| list(d, "attestations", &mut reading.log).len() as u64);
    reading.tool = document.text_of("specVersion").map(|v| format!("cyclonedx {v}"));
    Ok(())
}

fn note_envelope(envelope: &Json<'_>, subjects: &mut Vec<String>, reading: &mut Reading) -> Result<(), Refusal> {
    let payload = envelope.text_of("payload").and_then(bytes_from_base64);
    let Some(payload) = payload.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return Err(Refusal::shape("payload", "not base64 of text"));
    };
    let mut cursor = Cursor::new(&payload);
    match cursor.value().and_then(|v| cursor.end().map(|()| v)) {
        Ok(statement) => note_statement(&statement, subjects, reading),
        Err(_) => reading.log.say(DiagnosticKind::ToolReport, "payload", "not JSON: no subject can be read"),
    }
    Ok(())
}

fn note_statement(statement: &Json<'_>, subjects: &mut Vec<String>, reading: &mut Reading) {
    for subject in list(statement, "subject", &mut reading.log) {
        if let Some(sha256) = subject.get("digest").and_then(|d| d.text_of("sha256")) {
            subjects.push(sha256.to_ascii_lowercase());
        }
    }
    if let Some(kind) = statement.text_of("predicateType").filter(|_| reading.tool.is_none()) {
        reading.tool = Some(kind.chars().take(200).collect());
    }
    let finished = statement.at(&["predicate", "metadata", "buildFinishedOn"]).and_then(Json::text);
    let finished = finished.or_else(|| statement.at(&["predicate", "runDetails", "metadata", "finishedOn"]).and_then(Json::text));
    reading.facts.ran_at = reading.facts.ran_at.or_else(|| finished.and_then(|t| Instant::from_rfc3339(t).ok()));
}

/// Base64 in either alphabet, with or without padding.
fn bytes_from_base64(text: &str) -> Option<Vec<u8>> {
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
}
