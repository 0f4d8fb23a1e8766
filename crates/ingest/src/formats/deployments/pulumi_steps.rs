//! What Pulumi's previews and events have in common: the words for steps, and values that are secret or not known yet.

use super::super::super::json::Json;
use super::super::super::places::Places;
use super::values::{OutputList, id};
use plumbline_domain::Action;

/// The type of a stack itself.
const STACK: &str = "pulumi:pulumi:Stack";
/// The key that marks a value which is more than JSON, and what stands there for a secret.
const SIGNATURE: &str = "4dabf18193072939515e22adb298388d";
const SECRET: &str = "1b47061264138c4ac30d75fd1eb44270";
/// What stands for a value that is known after the deployment only.
const UNKNOWN: [&str; 2] = ["04da6b54-80e4-46f7-96ec-b56ff0331ba9", "<computed>"];

/// What a step does. The parts of a replacement stand beside each other under the same URN.
pub(super) fn action_of(op: &str) -> Action {
    match op {
        "same" | "refresh" | "import" | "remove-pending-replace" => Action::NoOp,
        "create" => Action::Create,
        "update" => Action::Update,
        "delete" => Action::Delete,
        "replace" | "create-replacement" | "delete-replaced" | "import-replacement" | "discard-replaced" => Action::Replace,
        "read" | "read-replacement" => Action::Read,
        "discard" | "read-discard" | "discard-read" => Action::Forget,
        _ => Action::Unknown,
    }
}

/// Whether a URN is that of the stack: it stands for the program, and nothing is deployed for it.
pub(super) fn is_stack(urn: &str) -> bool {
    urn.split("::").nth(2) == Some(STACK)
}

/// Adds the outputs of a stack. Secrets and what is not known yet have no value.
pub(super) fn add_outputs(outputs: &Json<'_>, prefix: &str, list: &mut OutputList, places: &Places<'_>) {
    for (name, value) in outputs.pairs() {
        let known = Some(value).filter(|value| !is_masked(value));
        list.add(name, known, places.at(format!("{prefix}{}", id(name)), value));
    }
}

/// Whether a value is or holds a secret, or something that is not known yet.
fn is_masked(value: &Json<'_>) -> bool {
    match value {
        Json::String(text) => *text == "[secret]" || UNKNOWN.contains(&text.as_ref()),
        Json::Array(elements) => elements.iter().any(is_masked),
        Json::Object(pairs) => value.text_of(SIGNATURE) == Some(SECRET) || pairs.iter().any(|(_, value)| is_masked(value)),
        _ => false,
    }
}
