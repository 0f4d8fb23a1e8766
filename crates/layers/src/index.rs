//! `plumbline.index/2`: what a published data set is, and which segments it has.

use crate::error::{Fault, Unusable};
use crate::segment::{Layer, Segment};
use plumbline_domain::{Instant, Policy};
use plumbline_ingest::{IndexVersion, default_policy, index_from_json};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashSet;

/// The name of the index in the folder of a data set.
pub const INDEX: &str = "index.json";

/// The oldest release that reads what this one writes.
const READ_BY: &str = "0.1.0";

/// An index larger than this is none: it lists segments, not files.
pub const MAX_INDEX_BYTES: usize = 16 << 20;

/// How much a data set holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Changes.
    pub changes: u64,
    /// Gate reports.
    pub reports: u64,
    /// Verifications.
    pub verifications: u64,
    /// Artifacts.
    pub artifacts: u64,
    /// The sizes of the artifacts and of the files of records, together, as they are when unpacked.
    pub bytes: u64,
}

/// The index of a published data set.
#[derive(Clone, Debug, PartialEq)]
pub struct LayeredIndex {
    /// The program that wrote it, with its version.
    pub by: String,
    /// The name of the data set.
    pub title: Option<String>,
    /// The time at which the data was judged; none when nothing in it has a date.
    pub generated_at: Option<Instant>,
    /// The text of the policy; none for the built-in one.
    pub policy_text: Option<String>,
    /// The SHA-256 of the policy that judged.
    pub policy_sha256: String,
    /// The digest over the digests of all files, as the footer of the page shows it.
    pub sha256: String,
    /// How much there is.
    pub counts: Counts,
    /// The segments that are loaded by their layer; those of the details stand in the directory.
    pub segments: Vec<Segment>,
}

/// What of an index is read here; the rest is read as in `plumbline.index/1`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Layered {
    #[serde(default)]
    by: String,
    policy_sha256: String,
    sha256: String,
    counts: Counts,
    segments: Vec<Segment>,
}

impl LayeredIndex {
    /// Reads an index.
    ///
    /// # Errors
    /// When it is no `plumbline.index/2`, when its policy cannot be used or is not the one that judged, and when its segments are not
    /// named by their digests.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Unusable> {
        let fault = |what: &'static str| Unusable::new(INDEX, Fault::Content(what));
        if bytes.len() > MAX_INDEX_BYTES {
            return Err(fault("is larger than an index of layers can be"));
        }
        let (index, _) = index_from_json(bytes).map_err(|diagnostics| {
            let lines: Vec<String> =
                diagnostics.iter().map(|d| format!("{} {}", d.place(), d.message).trim().to_owned()).collect();
            Unusable::new(INDEX, Fault::Index(lines.join("; ")))
        })?;
        if index.version != IndexVersion::Layers {
            return Err(fault("is no plumbline.index/2"));
        }
        let layered: Layered = serde_json::from_slice(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes))
            .map_err(|error| Unusable::new(INDEX, Fault::Index(error.to_string())))?;
        let Layered { by, policy_sha256, sha256, counts, segments } = layered;
        let is_listed_rightly = |segment: &Segment| segment.layer != Layer::Details && segment.is_named_rightly();
        if let Some(segment) = segments.iter().find(|segment| !is_listed_rightly(segment)) {
            let layer = segment.path.chars().take(120).collect::<String>();
            return Err(Unusable::new(INDEX, Fault::Index(format!("{layer:?} is not the name of a segment with its digest"))));
        }
        let mut seen = HashSet::new();
        if segments.iter().any(|segment| !seen.insert((segment.layer, segment.span.as_deref()))) {
            return Err(fault("lists two segments for one span"));
        }
        for layer in [Layer::Summary, Layer::Directory, Layer::Sources] {
            if !segments.iter().any(|segment| segment.layer == layer) {
                return Err(fault("lists no summary, no directory or no sources"));
            }
        }
        let is_of_parts = |segment: &Segment| matches!(segment.layer, Layer::Remarks | Layer::Lookup | Layer::Answers);
        if segments.iter().any(is_of_parts) && !segments.iter().any(|segment| segment.layer == Layer::Whole) {
            return Err(fault("lists what only a data set that is loaded in parts has"));
        }
        let index = LayeredIndex {
            by,
            title: index.title,
            generated_at: index.generated_at,
            policy_text: index.policy_text,
            policy_sha256,
            sha256,
            counts,
            segments,
        };
        match index.policy() {
            Some(_) => Ok(index),
            None => {
                Err(fault("policySha256 is not that of the policy: the release that wrote it may have had another one built in"))
            }
        }
    }

    /// The time at which the data was judged. Where nothing has a date there is no change that could be judged otherwise.
    pub fn now(&self) -> Instant {
        self.generated_at.unwrap_or(Instant::from_micros(0))
    }

    /// The policy that judged, when it is at hand: that of the index, or else the built-in one.
    pub fn policy(&self) -> Option<(Policy, String)> {
        let (policy, sha256) = match &self.policy_text {
            None => default_policy(),
            Some(text) => {
                let policy = plumbline_ingest::policy_from_json(text.as_bytes()).ok()?;
                (policy, plumbline_ingest::sha256_hex(text.as_bytes()))
            }
        };
        (sha256 == self.policy_sha256).then_some((policy, sha256))
    }

    /// Writes an index. The same index always makes the same bytes.
    pub fn to_json(&self) -> String {
        let mut out = String::from("{\n  \"format\": \"plumbline.index/2\"");
        let mut push = |key: &str, value: String| out.push_str(&format!(",\n  {}: {value}", json!(key)));
        push("by", json!(self.by).to_string());
        push("readBy", json!(READ_BY).to_string());
        if let Some(title) = &self.title {
            push("title", json!(title).to_string());
        }
        if let Some(at) = self.generated_at {
            push("generatedAt", json!(at.to_rfc3339()).to_string());
        }
        push("policySha256", json!(self.policy_sha256).to_string());
        push("sha256", json!(self.sha256).to_string());
        push("counts", json!(self.counts).to_string());
        let segments: Vec<String> = self.segments.iter().map(|segment| format!("\n    {}", json!(segment))).collect();
        push("segments", format!("[{}\n  ]", segments.join(",")));
        if let Some(policy) = &self.policy_text {
            push("policy", policy.trim_start_matches('\u{feff}').trim().to_owned());
        }
        out.push_str("\n}\n");
        plumbline_text::json(&out).into_owned()
    }

    /// Whether it is loaded in parts: a part for each bucket of teams, and finished answers over all of them.
    pub fn is_in_parts(&self) -> bool {
        self.of_layer(Layer::Whole).next().is_some()
    }

    /// The segments of a layer, in the order of their spans.
    pub fn of_layer(&self, layer: Layer) -> impl Iterator<Item = &Segment> {
        self.segments.iter().filter(move |segment| segment.layer == layer)
    }

    /// The only segment of a layer that has one.
    ///
    /// # Errors
    /// When there is none.
    pub fn only(&self, layer: Layer) -> Result<&Segment, Unusable> {
        self.of_layer(layer).next().ok_or_else(|| Unusable::new(INDEX, Fault::Content("lists no segment of a layer")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_ingest::{DEFAULT_POLICY_JSON, sha256_hex};

    fn index() -> LayeredIndex {
        let segment = |layer, span: Option<&str>| Segment::new(layer, span.map(str::to_owned), b"x", 1).0;
        LayeredIndex {
            by: "plumbline 0.1.0".into(),
            title: Some("Contoso".into()),
            generated_at: Some(Instant::from_rfc3339("2026-11-22T00:00:00Z").unwrap()),
            policy_text: None,
            policy_sha256: default_policy().1,
            sha256: sha256_hex(b"data"),
            counts: Counts { changes: 1, ..Counts::default() },
            segments: vec![
                segment(Layer::Summary, None),
                segment(Layer::Columns, Some("2026")),
                segment(Layer::Changes, Some("2026")),
                segment(Layer::Directory, None),
                segment(Layer::Sources, None),
            ],
        }
    }

    #[test]
    fn an_index_comes_back() {
        let plain = index();
        assert_eq!(LayeredIndex::from_json(plain.to_json().as_bytes()), Ok(plain.clone()));
        let text = DEFAULT_POLICY_JSON.trim().to_owned();
        let with_policy = LayeredIndex { policy_sha256: sha256_hex(text.as_bytes()), policy_text: Some(text), ..plain };
        assert_eq!(LayeredIndex::from_json(with_policy.to_json().as_bytes()), Ok(with_policy));
    }

    #[test]
    fn an_index_fits_its_schema() {
        let mut compiler = boon::Compiler::new();
        for text in
            [include_str!("../../../public/schema/index.schema.json"), include_str!("../../../public/schema/policy.schema.json")]
        {
            let schema: serde_json::Value = serde_json::from_str(text).unwrap();
            let address = format!("https://plumbline.example/schema/{}", schema["$id"].as_str().unwrap());
            compiler.add_resource(&address, schema).unwrap();
        }
        let mut schemas = boon::Schemas::new();
        let schema = compiler.compile("https://plumbline.example/schema/index.schema.json", &mut schemas).unwrap();
        let document = serde_json::from_str(&index().to_json()).unwrap();
        assert_eq!(schemas.validate(&document, schema).err().map(|error| error.to_string()), None);
    }

    #[test]
    fn an_index_that_is_not_ours_is_refused_in_a_sentence() {
        let text = index().to_json();
        let told = |text: String| LayeredIndex::from_json(text.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            told(text.replace("index/2", "index/3").replace("\"readBy\": \"0.1.0\"", "\"readBy\": \"0.9.0\"")),
            "index.json: format version 3 of plumbline.index is read by plumbline 0.9.0 or later"
        );
        assert_eq!(told(r#"{"format": "plumbline.index/1", "files": []}"#.into()), "index.json: is no plumbline.index/2");
        assert!(told(text.replace("columns/2026", "../2026")).contains("is not the name of a segment with its digest"));
        assert!(told(text.replace(&default_policy().1, &"0".repeat(64))).contains("policySha256 is not that of the policy"));
        assert!(told(text.get(..text.len() / 2).unwrap().to_owned()).starts_with("index.json: "));
        let mut twice = index();
        twice.segments.push(twice.segments[1].clone());
        assert_eq!(told(twice.to_json()), "index.json: lists two segments for one span");
        let mut in_parts = index();
        in_parts.segments.push(Segment::new(Layer::Remarks, Some("bucket-000".into()), b"x", 0).0);
        assert_eq!(told(in_parts.to_json()), "index.json: lists what only a data set that is loaded in parts has");
        let mut none = index();
        none.segments.pop();
        assert_eq!(told(none.to_json()), "index.json: lists no summary, no directory or no sources");
    }
}
