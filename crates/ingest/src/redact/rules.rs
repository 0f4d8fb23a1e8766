//! What in a document is a secret: by its structure, by the tool that wrote it, by the names of its keys.

use super::fields::{WORDS, of_type, quotes_of, quotes_secrets};
use super::keys::Keys;
use super::marks::Marks;
use super::seen::Seen;
use super::tree::{Kind, Tree};
use super::write::{Edits, edited, without_path};
use crate::mask::is_constant;
use crate::mask::names::{holds_secret, output_may_be_secret, plain};
use plumbline_domain::Format;
use std::collections::HashSet;

/// Values and the masks of Terraform that stand beside them.
const MASKS: &[(&str, &str)] = &[
    ("before", "before_sensitive"),
    ("after", "after_sensitive"),
    ("values", "sensitive_values"),
    ("attributes", "sensitive_values"),
];

/// Keys of the value in an object that says by itself that it is secret.
const VALUES: &[&str] = &[
    "value",
    "Value",
    "default",
    "Default",
    "defaultValue",
    "secureValue",
    "constant_value",
    "before",
    "after",
    "plaintext",
    "ciphertext",
    "old",
    "new",
    "prior",
];

/// Keys of names and of the values that stand beside them.
pub(super) const NAME_KEYS: &[&str] =
    &["name", "Name", "key", "Key", "ParameterKey", "OutputKey", "header", "path", "Path", "PropertyPath", "variable"];
const VALUE_KEYS: &[&str] = &[
    "value",
    "Value",
    "ParameterValue",
    "OutputValue",
    "secureValue",
    "before",
    "after",
    "BeforeValue",
    "AfterValue",
    "ExpectedValue",
    "ActualValue",
    "from",
    "to",
];

/// The mark of a secret in the files of Pulumi.
pub(super) const PULUMI: &str = "4dabf18193072939515e22adb298388d";

/// What is known of a value by what stands around it.
#[derive(Clone, Copy, Debug)]
struct Around<'a> {
    /// The key under which it stands, or its list.
    key: &'a str,
    /// The key around that.
    outer: &'a str,
    /// Whether the name above says that it is a secret.
    is_named: bool,
    /// Whether it is an element of a list.
    is_in_list: bool,
    /// Settings that are secrets by the type of the resource.
    by_type: &'static [&'static str],
    /// Whether what looks random is a secret here.
    quotes_secrets: bool,
}

/// Names that a document itself says are those of secrets.
#[derive(Debug, Default)]
struct Declared {
    /// Parameters and outputs of Azure and CloudFormation, in lower case.
    parameters: HashSet<String>,
}

/// Marks all secrets of a document, and gives the edits of texts that hold one among other words.
pub(super) fn mark(marks: &mut Marks<'_>, format: Option<Format>, depth: u32) -> Edits {
    let tree = marks.tree;
    super::configuration::mark(marks, 0);
    let mut walk = Walk { marks, format, declared: declared(tree), keys: Keys::default(), depth, edits: Vec::new() };
    let around = Around {
        key: "",
        outer: "",
        is_named: false,
        is_in_list: false,
        by_type: &[],
        quotes_secrets: format.is_some_and(quotes_secrets),
    };
    walk.value(0, around);
    let mut edits = walk.edits;
    edits.sort_by_key(|(node, _)| *node);
    edits.dedup_by_key(|(node, _)| *node);
    edits
}

/// The parameters that are declared as secure, or with `NoEcho`.
fn declared(tree: &Tree<'_>) -> Declared {
    let mut found = Declared::default();
    // of a text with many documents only this one: else they would take quadratic time together
    let text = if tree.meant.is_empty() { tree.text.get(tree.span(0)).unwrap_or_default() } else { tree.text };
    let has = |word: &str| text.as_bytes().windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
    if !has("secure") && !has("noecho") {
        return found;
    }
    for i in 0..tree.nodes.len() {
        if tree.kind(i) != Kind::Object {
            continue;
        }
        for (key, value) in tree.pairs(i) {
            if is_secure(tree, value) {
                found.parameters.insert(tree.text_of(key).to_lowercase());
            }
        }
    }
    found
}

/// Whether an object declares a secure value: `"type": "SecureString"`, `"NoEcho": true`.
fn is_secure(tree: &Tree<'_>, i: usize) -> bool {
    tree.pairs(i).any(|(key, value)| match tree.text_of(key).as_ref() {
        "type" | "Type" => {
            let kind = tree.text_of(value).to_ascii_lowercase();
            matches!(kind.as_str(), "securestring" | "secureobject")
        }
        "NoEcho" => tree.is_true(value),
        _ => false,
    })
}

struct Walk<'m, 't> {
    marks: &'m mut Marks<'t>,
    format: Option<Format>,
    declared: Declared,
    keys: Keys,
    /// How many documents are around this one.
    depth: u32,
    edits: Edits,
}

impl<'t> Walk<'_, 't> {
    fn value(&mut self, i: usize, around: Around<'_>) {
        let tree = self.marks.tree;
        match tree.kind(i) {
            Kind::Object => self.object(i, around),
            Kind::Array => self.list(i, around),
            Kind::Text => self.text(i, around),
            Kind::Alias if around.is_named => self.marks.mark(i),
            // a short one is a length, a number of days or a switch
            Kind::Number if around.is_named && tree.span(i).len() >= 4 => self.marks.mark(i),
            _ => {}
        }
    }

    /// A list; of arguments, what stands behind the flag of a secret is one.
    fn list(&mut self, i: usize, around: Around<'_>) {
        let tree = self.marks.tree;
        let mut is_behind_flag = false;
        for element in tree.elements(i) {
            self.value(element, Around { is_named: around.is_named || is_behind_flag, is_in_list: true, ..around });
            let text = tree.text_of(element);
            is_behind_flag = text.starts_with("--") && !text.contains(['=', ' ']) && holds_secret(&text);
        }
    }

    fn text(&mut self, i: usize, around: Around<'_>) {
        if self.marks.is_marked(i) {
            return;
        }
        let text = self.marks.tree.text_of(i);
        if around.is_named && is_constant(&text) && !is_name_of_secret(around.key, &text) {
            return self.marks.mark(i);
        }
        if text.contains("://")
            && is_address_of_receiver(around)
            && let Some(edit) = without_path(&text)
        {
            return self.edits.push((i, edit));
        }
        if let Some(edit) = super::inner::document(&text, self.depth) {
            return self.edits.push((i, edit));
        }
        let is_quote = around.quotes_secrets && (WORDS.contains(&around.key) || WORDS.contains(&around.outer));
        if let Some(edit) = edited(&text, is_quote) {
            self.edits.push((i, edit));
        }
    }

    fn object(&mut self, i: usize, around: Around<'_>) {
        let tree = self.marks.tree;
        let seen = Seen::of(tree, i);
        self.masks(i, &seen);
        self.pairs_of_names(i, &seen, around);
        let by_type = seen.kind.as_deref().map(of_type).filter(|settings| !settings.is_empty()).unwrap_or(around.by_type);
        let quotes_secrets = around.quotes_secrets || seen.is_run_of_secret_scanner;
        let is_reference = self.keys.says(around.key).is_of_reference;
        for (key_node, value) in tree.pairs(i) {
            let key = tree.text_of(key_node);
            let key = key.as_ref();
            let says = self.keys.says(key);
            if says.holds_secret
                && let Some(edit) = edited(key, false)
            {
                self.edits.push((key_node, edit));
            }
            if says.is_of_quote || self.format.is_some_and(|format| is_quote_of(format, key, around)) {
                self.marks.mark_texts(value);
                continue;
            }
            if is_whole(key, &seen, by_type) {
                match key == "expression" || around.key == "expressions" {
                    true => self.marks.mark_all_constants(value),
                    false => self.marks.mark_all(value),
                }
                continue;
            }
            let is_value = VALUES.contains(&key);
            let is_map = around.is_named && !around.is_in_list && is_map_of_secrets(around.key, key);
            let is_declared = matches!(around.key, "parameters" | "Parameters" | "outputs")
                && !self.declared.parameters.is_empty()
                && self.declared.parameters.contains(&key.to_lowercase());
            if is_declared {
                self.mark_values(value);
            }
            let is_output =
                (is_outputs(around.key) || seen_as_output(tree, value)) && !NAME_KEYS.contains(&key) && output_may_be_secret(key);
            let is_text = tree.kind(value) == Kind::Text;
            let is_named = !is_reference
                && (says.is_of_secret
                    || (key == "auth" && around.outer == "auths")
                    || (around.is_named && (is_value || is_map))
                    || (is_output && (is_text || tree.kind(value) == Kind::Object)));
            self.value(value, Around { key, outer: around.key, is_named, is_in_list: false, by_type, quotes_secrets });
        }
    }

    /// The masks beside values.
    fn masks(&mut self, i: usize, seen: &Seen) {
        if !seen.has_mask {
            return;
        }
        let tree = self.marks.tree;
        for (of, mask) in MASKS {
            let all =
                |key: &str| tree.pairs(i).filter(|(k, _)| tree.text_of(*k) == key).map(|(_, value)| value).collect::<Vec<_>>();
            let (values, masks) = (all(of), all(mask));
            match masks.as_slice() {
                [] => {}
                [mask] => values.iter().for_each(|value| self.marks.mark_masked(*value, *mask)),
                // which of several masks counts is not said
                _ => values.iter().for_each(|value| self.marks.mark_all(*value)),
            }
        }
        self.paths(i);
    }

    /// The paths to sensitive attributes in a raw state.
    fn paths(&mut self, i: usize) {
        let tree = self.marks.tree;
        let Some(paths) = tree.get(i, "sensitive_attributes") else { return };
        let steps = tree.elements(paths).filter_map(|path| tree.elements(path).next());
        let names: HashSet<_> = steps.filter_map(|step| tree.get(step, "value")).map(|name| tree.text_of(name)).collect();
        for of in ["attributes", "attributes_flat"].into_iter().filter_map(|key| tree.get(i, key)) {
            for (key, value) in tree.pairs(of) {
                let key = tree.text_of(key);
                let first = key.split('.').next().unwrap_or_default();
                if names.contains(first) {
                    self.marks.mark_all(value);
                }
            }
        }
    }

    /// `{"name": "DB_PASSWORD", "value": "…"}` in its spellings.
    fn pairs_of_names(&mut self, i: usize, seen: &Seen, around: Around<'_>) {
        if !seen.has_name {
            return;
        }
        let tree = self.marks.tree;
        let is_secret = tree.pairs(i).any(|(key, value)| {
            let key = tree.text_of(key);
            if !NAME_KEYS.contains(&key.as_ref()) {
                return false;
            }
            let last = tree.elements(value).last().unwrap_or(value);
            let name = tree.text_of(last);
            let word = name.rsplit(['/', '.', ':', ']']).next().unwrap_or_default();
            let is_output = (key == "OutputKey" || around.key == "outputs") && output_may_be_secret(&name);
            holds_secret(word) || is_output || self.declared.parameters.contains(&name.to_lowercase())
        });
        if is_secret || around.is_named {
            for (key, value) in tree.pairs(i) {
                if VALUE_KEYS.contains(&tree.text_of(key).as_ref()) {
                    self.mark_named(value);
                }
            }
        }
    }

    /// Marks a value under the name of a secret: its constants.
    fn mark_named(&mut self, i: usize) {
        let tree = self.marks.tree;
        match tree.kind(i) {
            Kind::Text if is_constant(&tree.text_of(i)) => self.marks.mark(i),
            Kind::Text => {}
            _ => self.marks.mark_all(i),
        }
    }

    /// Marks the values of a parameter that is declared as secure.
    fn mark_values(&mut self, i: usize) {
        let tree = self.marks.tree;
        if tree.kind(i) != Kind::Object {
            return self.mark_named(i);
        }
        for (key, value) in tree.pairs(i) {
            if VALUES.contains(&tree.text_of(key).as_ref()) {
                self.mark_named(value);
            }
        }
    }
}

/// Whether everything under a key is redacted, by where the key stands.
fn is_whole(key: &str, seen: &Seen, by_type: &[&str]) -> bool {
    (seen.is_secret_manifest && matches!(key, "data" | "stringData"))
        || (seen.is_of_pulumi && key != PULUMI)
        || (seen.is_sensitive && (VALUES.contains(&key) || key == "expression"))
        || (seen.is_secure && matches!(key, "value" | "Value" | "defaultValue" | "Default"))
        || (seen.is_instance && key == "private")
        || (seen.is_secret_check && key == "resource")
        || (seen.is_gitleaks && matches!(key, "Match" | "Secret" | "Line" | "Fragment" | "Message"))
        || (seen.is_trufflehog && matches!(key, "Raw" | "Redacted" | "ExtraData" | "StructuredData"))
        || matches!(key, "secureValue" | "secure")
        || by_type.contains(&key)
        || (matches!(key, "secure_settings" | "secureSettings" | "secureJsonData" | "secure_json_data"))
}

/// Whether a field quotes in the files of a format, where its key alone does not say it.
fn is_quote_of(format: Format, key: &str, around: Around<'_>) -> bool {
    match (format, key) {
        // the line of a finding, and its place
        (Format::Semgrep, "lines") => around.key == "extra",
        (Format::Semgrep | Format::CodeClimate, "content") => true,
        (Format::Trivy | Format::TrivyOperator, "code") => around.key == "causeMetadata",
        (Format::Hdf, "message") => around.key == "results",
        (Format::TerraformUiLog | Format::TerraformValidate, "values") => around.key == "snippet",
        (Format::HelmStatus, "values") => around.key == "chart",
        _ => quotes_of(format).contains(&key),
    }
}

/// Whether what stands under a key are outputs, by name.
fn is_outputs(key: &str) -> bool {
    matches!(key, "outputs" | "output_changes" | "Outputs")
}

/// Whether an object is an output of Terraform: it says whether it is sensitive.
fn seen_as_output(tree: &Tree<'_>, i: usize) -> bool {
    tree.kind(i) == Kind::Object && tree.get(i, "sensitive").is_some() && tree.get(i, "value").is_some()
}

/// Whether an object under a key maps names to secrets, and an inner key is such a name.
fn is_map_of_secrets(key: &str, inner: &str) -> bool {
    let inner = plain(inner);
    let is_said_of_one = ["ref", "url", "uri", "id", "name", "namespace"].iter().any(|end| inner.ends_with(end))
        || matches!(
            inner.as_str(),
            "key" | "type" | "kind" | "description" | "identity" | "file" | "external" | "version" | "provider"
        );
    matches!(plain(key).as_str(), "credentials" | "secrets" | "passwords" | "password") && !is_said_of_one
}

/// Whether a block under this key refers to a secret by its name.
pub(super) fn is_reference_block(key: &str) -> bool {
    let key = plain(key);
    key.ends_with("ref")
        || matches!(key.as_str(), "valuesource" | "secretenvironmentvariables" | "secretvolumes" | "secretstore" | "volumes")
}

/// Whether a text under `secret` reads like the name of one: words in lower case with marks between them.
fn is_name_of_secret(key: &str, text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b"-_./".contains(&b);
    let key = plain(key);
    let is_path = text.contains('/') && text.bytes().all(|b| is_word(b) || b.is_ascii_digit());
    let is_secret = key.ends_with("secret") || key.ends_with("secrets");
    is_secret && (is_path || (key != "clientsecret" && text.contains(['-', '_', '/']) && text.bytes().all(is_word)))
}

/// Whether a text is the address of a receiver of alerts, whose path is its key.
fn is_address_of_receiver(around: Around<'_>) -> bool {
    let key = plain(around.key);
    let outer = plain(around.outer);
    let is_in_receiver =
        ["configs", "webhook", "settings", "webhookreceiver", "webhookreceivers"].iter().any(|end| outer.ends_with(end));
    is_key_of_receiver(&key) || (matches!(key.as_str(), "url" | "uri") && is_in_receiver)
}

/// Whether the address of a receiver of alerts stands under this plain name, wherever that is.
pub(super) fn is_key_of_receiver(key: &str) -> bool {
    matches!(
        key,
        "apiurl"
            | "slackapiurl"
            | "webhookurl"
            | "serviceuri"
            | "callbackuri"
            | "opsgenieapiurl"
            | "webhookuri"
            | "endpointurl"
            | "callbackurl"
            | "httptriggerurl"
    )
}
