//! Keys and secrets that resources refer to, or hold in place.

use super::Place;

/// What a reference is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum KeyPurpose {
    /// It encrypts data.
    Encryption,
    /// It is a secret: a password, a token, a connection string.
    Secret,
}

/// Where a key or secret comes from. A value is never kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum KeySource {
    /// A vault, key or secret that the file names, in every form that it knows: id, URI, ARN, key ring.
    Named(Vec<Box<str>>),
    /// A vault, key or secret that is known after the deployment only.
    KnownLater,
    /// A constant, written in place.
    InPlace,
    /// A variable, a parameter or a computed value: the file does not say where it comes from.
    Open,
}

/// A setting of a resource that takes a key or a secret.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KeyUse {
    /// The resource: its address or id.
    pub resource: Box<str>,
    /// The setting, such as `app_settings.DB_PASSWORD`.
    pub setting: Box<str>,
    /// What it is for.
    pub purpose: KeyPurpose,
    /// Where it comes from.
    pub source: KeySource,
    /// Where that stands.
    pub place: Place,
}

/// A resource that could take a reference and names none.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Keyless {
    /// The resource: its address or id.
    pub resource: Box<str>,
    /// Where it stands.
    pub place: Place,
}

/// The keys and secrets of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KeyReferences {
    /// Settings that take a key or secret, in the order of the file.
    pub uses: Vec<KeyUse>,
    /// Resources that could take a reference and name none.
    pub keyless: Vec<Keyless>,
    /// How many resources the file describes.
    pub resources: u64,
    /// Whether it is a preview that ran to its end.
    pub is_whole_preview: bool,
    /// Whether it shows less than there is: a preview that did not run to its end, or resources without their values.
    pub is_partial: bool,
}

impl KeyUse {
    /// Whether it refers to a vault, a key or a secret.
    pub fn is_reference(&self) -> bool {
        matches!(self.source, KeySource::Named(_) | KeySource::KnownLater)
    }
}
