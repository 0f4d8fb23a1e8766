//! A walk through the values of one resource.

use super::super::super::json::{Cursor, Json};
use super::super::super::places::Places;
use super::super::{Resource, Resources};
use super::forms::{Identities, is_vault, kept, reference_in};
use super::name_of;
use super::names::{
    Container, container, holds_secret, is_filled_in_elsewhere, is_name_of_secret, is_secret_setting, is_secret_value,
    may_be_secret, names_key, plain, speaks_of_encryption,
};
use super::node::{Node, child, children, element, is_unknown};
use super::origins::{Leads, Origin, follow};
use plumbline_domain::{KeyPurpose, KeySource, KeyUse, Place};
use std::borrow::Cow;

/// Documents that stand as text inside of documents are opened down to this depth.
const MAX_DEPTH: u32 = 128;

/// Parts of a resource that name vaults and keys without using them: its own ids, labels, grants, and what the platform gives out.
const OTHERS: &[&str] = &[
    "id",
    "arn",
    "selflink",
    "tags",
    "tagsall",
    "labels",
    "effectivelabels",
    "terraformlabels",
    "policy",
    "assumerolepolicy",
    "scope",
    "resourceid",
    "targetresourceid",
    "privateconnectionresourceid",
    "masterusersecret",
    "timeouts",
    "dependson",
    "identity",
    "description",
    "versionlessid",
    "resourceversionlessid",
    "versionlesssecretid",
    "kubeconfig",
    "kubeadminconfig",
    "sitecredential",
    "masterauth",
];

/// Secrets that the platform gives out, and nobody writes: by type, the setting that holds them.
const GIVEN: &[(&str, &str)] = &[
    ("azurerm_application_insights", "connectionstring"),
    ("azurerm_container_registry", "adminpassword"),
    ("azurerm_static_site", "apikey"),
    ("azurerm_static_web_app", "apikey"),
    ("google_service_account_key", "privatekey"),
];

/// In a state, passwords that the platform could keep by itself: by type, the setting that holds them.
const MANAGEABLE: &[(&str, &str)] = &[
    ("aws_db_instance", "password"),
    ("aws_rds_cluster", "masterpassword"),
    ("aws_docdb_cluster", "masterpassword"),
    ("aws_redshift_cluster", "masterpassword"),
    ("aws_redshiftserverless_namespace", "adminuserpassword"),
    ("aws_dms_endpoint", "password"),
    ("google_compute_disk", "rawkey"),
    ("google_compute_instance", "rawkey"),
    ("google_compute_image", "rawkey"),
    ("google_compute_snapshot", "rawkey"),
];

/// What a walk looks into beside its resource.
pub(super) struct Surroundings<'r, 'a> {
    pub resources: &'r Resources<'a>,
    pub identities: &'r Identities,
    pub places: &'r Places<'r>,
}

/// A walk through one resource.
pub(super) struct Walk<'r, 'a> {
    around: &'r Surroundings<'r, 'a>,
    resource: &'r Resource<'a>,
    /// The type, or what a manifest of Kubernetes says that it is.
    kind: &'r str,
    uses: &'r mut Vec<KeyUse>,
    /// Whether the resource has a setting that takes a reference.
    pub can_take: bool,
}

impl<'r, 'a> Walk<'r, 'a> {
    pub fn new(around: &'r Surroundings<'r, 'a>, resource: &'r Resource<'a>, uses: &'r mut Vec<KeyUse>) -> Self {
        let is_secret = resource.kind == "kubernetes_manifest"
            && resource.after.at(&["manifest", "kind"]).and_then(Json::text) == Some("Secret");
        let kind = if is_secret { "kubernetes_secret" } else { resource.kind.as_str() };
        Walk { around, resource, kind, uses, can_take: false }
    }

    pub fn run(&mut self) {
        if matches!(self.resource.after, Json::Null) {
            return;
        }
        let root = Node {
            value: &self.resource.after,
            origin: Origin::of_resource(self.around.resources, &self.resource.address),
            unknown: Some(&self.resource.after_unknown),
        };
        if !self.walk_secret_value(root) {
            self.object(root, "", 0);
        }
    }

    /// The resources whose `value` is a secret by their type. Says whether nothing else is to be looked at.
    fn walk_secret_value(&mut self, root: Node<'_, 'a>) -> bool {
        let is = |key: &str, wanted: &str| root.value.text_of(key).is_some_and(|text| text.eq_ignore_ascii_case(wanted));
        let is_true = |key: &str| root.value.get(key).and_then(Json::truth) == Some(true);
        let (path, node) = match self.kind {
            "azurerm_key_vault_secret" => ("value", child(root, "value")),
            "aws_ssm_parameter" if is("type", "SecureString") => ("value", child(root, "value")),
            "azurerm_api_management_named_value" if is_true("secret") => ("value", child(root, "value")),
            "microsoft.keyvault/vaults/secrets" => ("properties.value", child(child(root, "properties"), "value")),
            // a parameter in the clear is no secret, and its name is its own
            "aws_ssm_parameter" => return true,
            _ => return false,
        };
        self.secret(node, path);
        false
    }

    fn object(&mut self, node: Node<'_, 'a>, path: &str, depth: u32) {
        if depth <= MAX_DEPTH {
            for (key, child) in children(node) {
                self.setting(key, child, path, depth);
            }
        }
    }

    fn setting(&mut self, key: &str, node: Node<'_, 'a>, outer: &str, depth: u32) {
        let name = plain(key);
        if OTHERS.contains(&name.as_str()) {
            return;
        }
        let path = if outer.is_empty() { key.to_owned() } else { format!("{outer}.{key}") };
        self.can_take |= speaks_of_encryption(&name) || names_key(&name);
        let container = container(&name, self.kind);
        self.can_take |= container.is_some() && *node.value == Json::Null;
        let holds_settings = match node.value {
            Json::Object(_) | Json::Array(_) => true,
            Json::String(text) => text.trim_start().starts_with(['{', '[']),
            _ => is_unknown(node),
        };
        if let Some(container) = container.filter(|_| holds_settings) {
            self.can_take = true;
            self.container(node, container, &path, depth);
            return;
        }
        if is_reference_block(&name) && self.reference_block(node, &path) {
            return;
        }
        match node.value {
            Json::Object(_) => self.object(node, &path, depth + 1),
            Json::Array(elements) => {
                for i in 0..elements.len() {
                    let inner = format!("{path}[{i}]");
                    let element = element(node, i);
                    match element.value {
                        Json::Object(_) => self.object(element, &inner, depth + 1),
                        Json::String(_) => self.leaf(&name, element, &inner),
                        _ => {}
                    }
                }
            }
            _ => self.leaf(&name, node, &path),
        }
    }

    /// A setting that is a text, or not known yet, or not set.
    fn leaf(&mut self, name: &str, node: Node<'_, 'a>, path: &str) {
        let text = node.value.text().map(str::trim).filter(|t| !t.is_empty());
        if name.starts_with("manage") && name.ends_with("password") {
            // the platform keeps the password by itself
            if node.value.truth() == Some(true) {
                self.managed(path);
            }
        } else if names_key(name) || (name == "keyid" && self.kind == "aws_ssm_parameter") {
            match text {
                Some(text) if is_filled_in_elsewhere(text) => {
                    self.push(path, KeyPurpose::Encryption, KeySource::Open, node.value)
                }
                Some(text) => {
                    let id = reference_in(text).unwrap_or_else(|| kept(text));
                    let purpose =
                        if name.contains("secret") || name == "valuefrom" { KeyPurpose::Secret } else { KeyPurpose::Encryption };
                    self.name(path, purpose, id, node.value);
                }
                None => {
                    if let (true, Origin::From(references)) = (is_unknown(node), node.origin) {
                        self.later(path, KeyPurpose::Encryption, references, node.value);
                    }
                }
            }
        } else if let (true, Some(vault)) = (name == "keyvaultname" && self.kind == "kubernetes_manifest", text) {
            // the driver for secrets of a cluster names the vault alone
            self.can_take = true;
            self.name(path, KeyPurpose::Secret, kept(&format!("https://{vault}.vault.azure.net")), node.value);
        } else if let Some(id) = text.and_then(reference_in).filter(|_| self.may_refer(name)) {
            let is_key = ["/keys/", "kms:", "cryptoKeys", "diskEncryptionSets"].iter().any(|part| id.contains(part));
            self.can_take = true;
            self.name(path, if is_key { KeyPurpose::Encryption } else { KeyPurpose::Secret }, id, node.value);
        } else if holds_secret(name) {
            self.secret(node, path);
        }
    }

    /// Whether a setting may refer to a vault by its value alone: those of a vault, a key or a secret hold their own ids.
    fn may_refer(&self, name: &str) -> bool {
        !is_vault(self.kind) || matches!(name, "secretid" | "secret")
    }

    /// A setting whose value is a secret by its name.
    fn secret(&mut self, node: Node<'_, 'a>, path: &str) {
        let name = plain(path.rsplit('.').next().unwrap_or_default());
        if GIVEN.contains(&(self.kind, name.as_str())) {
            return;
        }
        let Some(text) = node.value.text().map(str::trim).filter(|t| !t.is_empty()) else {
            // what is written and never kept stands in the configuration alone
            if let Origin::Constant(Some(Json::String(written))) = node.origin
                && !written.trim().is_empty()
            {
                self.can_take = true;
                return self.push(path, KeyPurpose::Secret, KeySource::InPlace, node.value);
            }
            if let (true, Origin::From(references)) = (is_unknown(node), node.origin) {
                self.can_take = true;
                self.later(path, KeyPurpose::Secret, references, node.value);
            }
            return;
        };
        self.can_take = true;
        if let Some(id) = reference_in(text) {
            return self.name(path, KeyPurpose::Secret, id, node.value);
        }
        if !may_be_secret(&name, text) {
            return;
        }
        let source = match node.origin {
            _ if is_filled_in_elsewhere(text) => KeySource::Open,
            Origin::Constant(_) => KeySource::InPlace,
            Origin::From(references) => return self.later(path, KeyPurpose::Secret, references, node.value),
            Origin::Unset => return,
            Origin::Block(_) => KeySource::Open,
            Origin::Unsaid if self.is_terraform() && !self.is_manageable(&name) => KeySource::Open,
            Origin::Unsaid => KeySource::InPlace,
        };
        self.push(path, KeyPurpose::Secret, source, node.value);
    }

    /// Settings that a program reads: a map, a list of pairs, or such a list as text.
    fn container(&mut self, node: Node<'_, 'a>, container: Container, path: &str, depth: u32) {
        if depth > MAX_DEPTH {
            return;
        }
        match node.value {
            Json::Object(_) => {
                for (key, inner) in children(node) {
                    let inner_path = format!("{path}.{key}");
                    match inner.value {
                        // `{"value": …, "type": …}`, and `environment { variables = … }`
                        Json::Object(_) if inner.value.get("value").is_some_and(|v| v.text().is_some()) => {
                            self.program_setting(key, child(inner, "value"), container, &inner_path);
                        }
                        Json::Object(_) | Json::Array(_) => self.container(inner, container, &inner_path, depth + 1),
                        _ => self.program_setting(key, inner, container, &inner_path),
                    }
                }
            }
            Json::Array(elements) => {
                for i in 0..elements.len() {
                    self.pair(element(node, i), container, &format!("{path}[{i}]"), depth);
                }
            }
            Json::String(text) if text.trim_start().starts_with(['[', '{']) => self.inner_document(text, node, path, depth),
            Json::Null if is_unknown(node) => {
                if let Origin::From(references) = node.origin {
                    self.later_if_vault(path, references, node.value);
                }
            }
            _ => {}
        }
    }

    /// One of a list of settings: `{"name": …, "value": …}`.
    fn pair(&mut self, node: Node<'_, 'a>, container: Container, path: &str, depth: u32) {
        let Some(name) = node.value.text_of("name").or_else(|| node.value.text_of("key")) else {
            if node.value.is_object() {
                self.container(node, container, path, depth + 1);
            }
            return;
        };
        let path = format!("{path}.{}", name.chars().take(100).collect::<String>());
        // CodeBuild says by the type of a variable where its value is kept
        let is_stored = node.value.text_of("type").is_some_and(|t| matches!(t, "PARAMETER_STORE" | "SECRETS_MANAGER"));
        let value = child(node, "value");
        if let (true, Some(id)) = (is_stored, value.value.text()) {
            self.name(&path, KeyPurpose::Secret, kept(id), value.value);
        } else {
            self.program_setting(name, value, container, &path);
        }
        for (key, inner) in children(node).filter(|(key, _)| !matches!(*key, "name" | "key" | "value" | "type")) {
            self.setting(key, inner, &path, depth + 1);
        }
    }

    /// A setting that a program reads.
    fn program_setting(&mut self, name: &str, node: Node<'_, 'a>, container: Container, path: &str) {
        let is_secret_by_name = container == Container::Secrets || is_secret_setting(name);
        let Some(text) = node.value.text().map(str::trim).filter(|t| !t.is_empty()) else {
            if is_unknown(node)
                && let Origin::From(references) = node.origin
            {
                match is_secret_by_name {
                    true => self.later(path, KeyPurpose::Secret, references, node.value),
                    false => self.later_if_vault(path, references, node.value),
                }
            }
            return;
        };
        if let Some(id) = reference_in(text) {
            return self.name(path, KeyPurpose::Secret, id, node.value);
        }
        let is_plain = matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "none")
            || text.bytes().all(|b| b.is_ascii_digit()) && text.len() < 6;
        let is_secret = (is_secret_by_name && may_be_secret(name, text)) || is_secret_value(text);
        if is_plain || !is_secret {
            return;
        }
        let source = match node.origin {
            _ if is_filled_in_elsewhere(text) || is_name_of_secret(name, text) => KeySource::Open,
            Origin::From(references) => return self.later(path, KeyPurpose::Secret, references, node.value),
            Origin::Unset | Origin::Block(_) => KeySource::Open,
            // what a state holds of a secret of Kubernetes may come from anywhere
            Origin::Unsaid if container == Container::Secrets && self.is_terraform() => KeySource::Open,
            Origin::Constant(_) | Origin::Unsaid => KeySource::InPlace,
        };
        self.push(path, KeyPurpose::Secret, source, node.value);
    }

    /// A document in a text, such as `container_definitions`.
    fn inner_document(&mut self, text: &str, node: Node<'_, 'a>, path: &str, depth: u32) {
        let mut cursor = Cursor::new(text);
        let Ok(document) = cursor.value() else { return };
        let place = self.place(path, node.value);
        let origin = match node.origin {
            Origin::From(references) => {
                match follow(references, &self.resource.address, self.around.resources, self.around.identities) {
                    Leads::ToConstant => Origin::Constant(None),
                    _ => Origin::Unset,
                }
            }
            // a text with a document in it has no settings of its own there
            Origin::Constant(_) => Origin::Constant(None),
            _ => Origin::Unsaid,
        };
        let resource = Resource {
            address: self.resource.address.clone(),
            kind: "container definition".to_owned(),
            action: self.resource.action,
            before: Json::Null,
            after: Json::Null,
            after_unknown: Json::Null,
            path: self.resource.path.clone(),
        };
        let resources = Resources::default();
        let around = Surroundings { resources: &resources, identities: self.around.identities, places: self.around.places };
        let from = self.uses.len();
        let mut inner =
            Walk { around: &around, resource: &resource, kind: "container definition", uses: self.uses, can_take: true };
        let root = Node { value: &document, origin, unknown: None };
        match &document {
            Json::Array(elements) => {
                for i in 0..elements.len() {
                    inner.object(element(root, i), &format!("{path}[{i}]"), depth + 1);
                }
            }
            _ => inner.object(root, path, depth + 1),
        }
        for found in self.uses.iter_mut().skip(from) {
            found.place.line = place.line;
        }
    }

    /// `secret_key_ref { name, key }` and its kin: a secret by name.
    fn reference_block(&mut self, node: Node<'_, 'a>, path: &str) -> bool {
        let block = match node.value {
            Json::Array(elements) => elements.first(),
            other => Some(other),
        };
        let named = block.filter(|b| b.is_object()).and_then(|b| {
            let key = ["secret", "name", "secretName", "key"].into_iter().find(|key| b.text_of(key).is_some())?;
            Some((b, key))
        });
        let Some((block, key)) = named else { return false };
        let name = block.text_of(key).unwrap_or_default();
        // Google's secrets may stand in another project
        let id = match block.text_of("project_id").or_else(|| block.text_of("project")) {
            Some(project) if !name.contains('/') => format!("projects/{project}/secrets/{name}"),
            _ => name.to_owned(),
        };
        self.can_take = true;
        self.name(path, KeyPurpose::Secret, kept(&id), block);
        true
    }

    /// A password that the platform keeps by itself, when no key is named for it.
    fn managed(&mut self, path: &str) {
        self.can_take = true;
        let is_key = |(name, value): &(Cow<'_, str>, Json<'_>)| {
            name.ends_with("secret_kms_key_id") && value.text().is_some_and(|text| !text.is_empty())
        };
        if !self.resource.after.pairs().iter().any(is_key) {
            self.push(path, KeyPurpose::Secret, KeySource::KnownLater, &self.resource.after);
        }
    }

    fn name(&mut self, path: &str, purpose: KeyPurpose, id: Box<str>, value: &Json<'a>) {
        let forms = self.around.identities.forms_of(id);
        self.push(path, purpose, KeySource::Named(forms), value);
    }

    /// A value that is computed from references.
    fn later(&mut self, path: &str, purpose: KeyPurpose, references: &[Json<'a>], value: &Json<'a>) {
        let leads = follow(references, &self.resource.address, self.around.resources, self.around.identities);
        let source = match leads {
            Leads::ToVault(ids) if ids.is_empty() => KeySource::KnownLater,
            Leads::ToVault(ids) => KeySource::Named(ids),
            Leads::ToConstant if purpose == KeyPurpose::Secret => KeySource::InPlace,
            // where a key belongs, whatever is referred to is one
            Leads::Elsewhere | Leads::ToConstant if purpose == KeyPurpose::Encryption => KeySource::KnownLater,
            Leads::Elsewhere | Leads::ToConstant => KeySource::Open,
        };
        self.push(path, purpose, source, value);
    }

    fn later_if_vault(&mut self, path: &str, references: &[Json<'a>], value: &Json<'a>) {
        let leads = follow(references, &self.resource.address, self.around.resources, self.around.identities);
        if matches!(leads, Leads::ToVault(_)) {
            self.later(path, KeyPurpose::Secret, references, value);
        }
    }

    fn push(&mut self, path: &str, purpose: KeyPurpose, source: KeySource, value: &Json<'_>) {
        let place = self.place(path, value);
        let setting = path.chars().take(200).collect::<String>().into();
        self.uses.push(KeyUse { resource: name_of(&self.resource.address), setting, purpose, source, place });
    }

    fn place(&self, path: &str, value: &Json<'_>) -> Place {
        let path = format!("{}.{path}", self.resource.path);
        let place = self.around.places.at(path, value);
        match place.line {
            0 => Place { line: self.around.places.at("", &self.resource.after).line, ..place },
            _ => place,
        }
    }

    fn is_terraform(&self) -> bool {
        !self.resource.kind.contains(['/', ':'])
    }

    fn is_manageable(&self, name: &str) -> bool {
        !self.around.resources.shows_change && MANAGEABLE.contains(&(self.kind, name))
    }
}

/// Whether a block of this plain name refers to a secret by name.
fn is_reference_block(name: &str) -> bool {
    matches!(name, "secretkeyref" | "secretref" | "remoteref" | "secretstoreref" | "secretenvironmentvariables" | "secretvolumes")
}
