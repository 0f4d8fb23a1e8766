//! `az deployment … what-if --no-pretty-print`: what a deployment would change, bare or inside `properties`; also PowerShell's
//! (`Get-Az…DeploymentWhatIfResult | ConvertTo-Json`) and that of a deployment stack.

use super::super::json::{Cursor, Json, JsonError, Kind};
use super::super::places::Places;
use super::super::resources::{Resource, Resources, give, is_wanted, kind_of_arm_id};
use super::deployments::values::{field, id, phrase, text_of};
use super::terraform_plan::add_changes;
use super::{Reading, Refusal, Shape};
use plumbline_domain::{Action, DiagnosticKind, Drift, Naming, Place, ResourceChange, ResourceChanges};
use std::collections::BTreeSet;

/// Whether a document is one. A what-if that failed is nothing but its error.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    if !shape.is_object() {
        return false;
    }
    let companions = shape.has_any(|k| matches!(k, "status" | "error" | "potentialChanges" | "diagnostics"));
    let names_changes = shape.has_inner("changes", "changeType") || shape.has_inner("changes", "resourceId");
    let bare = shape.has_kind("changes", Kind::Array) && (companions || names_changes || shape.keys.len() == 1);
    let only_error = shape.keys.len() == 1 || (shape.keys.len() == 2 && shape.has("status"));
    let failed = only_error && shape.has_inner("error", "code") && shape.has_inner("error", "message");
    let of_powershell = shape.has("Changes") && shape.has("Status") && !shape.has("ChangeSetName") && !shape.has("StackName")
        || shape.has_inner("Changes", "FullyQualifiedResourceId");
    let of_stack = shape.word("type").is_some_and(is_stack_what_if);
    bare || shape.has_inner("properties", "changes") || failed || of_powershell || of_stack
}

fn is_stack_what_if(kind: &str) -> bool {
    kind.to_ascii_lowercase().starts_with("microsoft.resources/deploymentstack") && kind.to_ascii_lowercase().contains("whatif")
}

struct WhatIf<'a, 'p> {
    places: &'p Places<'p>,
    resources: Resources<'a>,
    changes: ResourceChanges,
    odd: BTreeSet<String>,
    refusal: Option<String>,
}

/// Reads a result.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let places = Places::of(text);
    let mut cursor = Cursor::new(text);
    let mut found = WhatIf {
        places: &places,
        resources: Resources { shows_change: true, ..Resources::default() },
        changes: ResourceChanges { naming: Naming::ArmId, ..ResourceChanges::default() },
        odd: BTreeSet::new(),
        refusal: None,
    };
    cursor.object(|c, key| {
        if key.eq_ignore_ascii_case("properties") {
            c.object_if(|c, key| read_entry(c, &key, "properties.", &mut found, reading)).map(drop)
        } else {
            read_entry(c, &key, "", &mut found, reading)
        }
    })?;
    cursor.end()?;
    let WhatIf { mut resources, changes, odd, refusal, .. } = found;
    if let Some(path) = refusal {
        return Err(Refusal::shape(path, "must be an array"));
    }
    if !odd.is_empty() {
        let words: Vec<String> = odd.into_iter().take(5).map(|word| phrase(&word)).collect();
        reading.log.say(DiagnosticKind::ToolReport, "changes", format!("unknown change types: {}", words.join(", ")));
    }
    for (why, place) in &changes.incomplete {
        reading.log.say(DiagnosticKind::ToolReport, &*place.path, phrase(why));
    }
    resources.is_complete = changes.incomplete.is_empty();
    give(&resources, &places, &mut reading.facts);
    reading.tool = Some("azure what-if".to_owned());
    let compared = changes.changes.iter().filter(|c| c.action.is_change() || c.action == Action::NoOp).count() as u64;
    let mut drift = Drift { compared, naming: Naming::ArmId, ..Drift::default() };
    add_changes(&changes, &mut drift);
    reading.facts.drift = Some(Box::new(drift));
    reading.facts.changes = Some(Box::new(changes));
    Ok(())
}

fn read_entry<'a>(
    cursor: &mut Cursor<'a>,
    key: &str,
    prefix: &str,
    found: &mut WhatIf<'a, '_>,
    reading: &mut Reading,
) -> Result<(), JsonError> {
    let path = format!("{prefix}{key}");
    match (key.to_ascii_lowercase().as_str(), cursor.peek()?) {
        ("changes", Kind::Array) => read_changes(cursor, &path, found, reading),
        // of a deployment stack
        ("changes", Kind::Object) => cursor.object(|c, key| match (key.as_ref(), c.peek()?) {
            ("resourceChanges", Kind::Array) => read_changes(c, &format!("{path}.resourceChanges"), found, reading),
            _ => c.skip(),
        }),
        ("changes", kind) => {
            if kind != Kind::Null {
                found.refusal.get_or_insert(path);
            }
            cursor.skip()
        }
        ("potentialchanges", Kind::Array) => {
            let place = place_here(cursor, &path, found.places);
            let mut n = 0_u64;
            cursor.array(|c, _| {
                n += 1;
                c.skip()
            })?;
            if n > 0 {
                found.changes.has_unseen = true;
                let changes = if n == 1 { "resource may change, or may" } else { "resources may change, or may" };
                found.changes.incomplete.push((format!("{n} {changes} not").into(), place));
            }
            Ok(())
        }
        ("diagnostics", Kind::Array) => cursor.array(|c, i| {
            let diagnostic = c.value()?;
            read_diagnostic(&diagnostic, found.places.at(format!("{path}[{i}]"), &diagnostic), &mut found.changes);
            Ok(())
        }),
        ("error", Kind::Object) => {
            let error = cursor.value()?;
            let message = text_of(&error, "message").or_else(|| text_of(&error, "code")).unwrap_or("no reason is given");
            let why = format!("the what-if itself failed: {}", phrase(message));
            found.changes.incomplete.push((why.into(), found.places.at(path, &error)));
            Ok(())
        }
        ("status" | "provisioningstate", Kind::String) => {
            let place = place_here(cursor, &path, found.places);
            let status = cursor.string_if()?.unwrap_or_default();
            if !status.eq_ignore_ascii_case("succeeded") && !status.trim().is_empty() {
                found.changes.incomplete.push((format!("its status is {}", phrase(&status)).into(), place));
            }
            Ok(())
        }
        ("nextlink", Kind::String) => {
            let place = place_here(cursor, &path, found.places);
            cursor.skip()?;
            found.changes.has_unseen = true;
            found.changes.incomplete.push(("the list goes on on another page".into(), place));
            Ok(())
        }
        _ => cursor.skip(),
    }
}

fn place_here(cursor: &Cursor<'_>, path: &str, places: &Places<'_>) -> Place {
    Place { path: path.into(), line: places.line(cursor.place()) }
}

/// What the service says of the preview: an error, or a nested deployment that it did not expand.
fn read_diagnostic(diagnostic: &Json<'_>, place: Place, changes: &mut ResourceChanges) {
    let code = text_of(diagnostic, "code").unwrap_or_default();
    let is_error = match field(diagnostic, "level") {
        Some(Json::String(level)) => level.eq_ignore_ascii_case("error"),
        // PowerShell writes the place in the list Warning, Info, Error
        Some(Json::Number(level)) => *level == "2",
        _ => false,
    };
    let is_cut_short = code.to_ascii_lowercase().contains("shortcircuit");
    if is_error || is_cut_short {
        changes.has_unseen |= is_cut_short;
        let message = text_of(diagnostic, "message").unwrap_or(code);
        let why = match is_cut_short {
            true => format!("a nested deployment was not expanded: {}", phrase(message)),
            false => format!("it reports an error: {}", phrase(message)),
        };
        changes.incomplete.push((why.into(), place));
    }
}

/// The words of PowerShell's enumeration, which it writes as numbers.
const OF_POWERSHELL: [&str; 7] = ["create", "delete", "ignore", "deploy", "nochange", "modify", "unsupported"];

fn read_changes<'a>(
    cursor: &mut Cursor<'a>,
    path: &str,
    found: &mut WhatIf<'a, '_>,
    reading: &mut Reading,
) -> Result<(), JsonError> {
    cursor.array(|c, i| {
        reading.items += 1;
        let change = read_change(c, format!("{path}[{i}]"), found.places)?;
        found.resources.total += 1;
        let action = match change.kind.as_str() {
            "create" => Action::Create,
            "modify" => Action::Update,
            "delete" => Action::Delete,
            "nochange" | "noeffect" => Action::NoOp,
            "detach" => Action::Forget,
            "ignore" => Action::Ignore,
            "deploy" => Action::Upsert,
            "unsupported" => Action::Unknown,
            other => {
                found.odd.insert(if other.is_empty() { "none".to_owned() } else { other.chars().take(40).collect() });
                Action::Unknown
            }
        };
        let id = id(&change.resource.address);
        // an id that is an expression, or none, is known after the deployment only
        found.changes.has_unseen |= !id.starts_with('/') || id.contains('[');
        if change.is_potential {
            let why = format!("{id} may change, or may not");
            found.changes.incomplete.push((why.into(), change.place.clone()));
        }
        found.changes.changes.push(ResourceChange { id, action, place: change.place });
        if is_wanted(&change.resource.kind) {
            found.resources.list.push(Resource { action, ..change.resource });
        }
        Ok(())
    })
}

/// One change.
struct Change<'a> {
    /// Its word for what would happen, in lower case.
    kind: String,
    /// Whether a deployment stack is not certain of it.
    is_potential: bool,
    resource: Resource<'a>,
    place: Place,
}

fn read_change<'a>(cursor: &mut Cursor<'a>, path: String, places: &Places<'_>) -> Result<Change<'a>, JsonError> {
    cursor.peek()?;
    let place = place_here(cursor, &path, places);
    let resource = Resource::at(path);
    let mut change = Change { kind: String::new(), is_potential: false, resource, place };
    cursor.object_if(|c, key| {
        let resource = &mut change.resource;
        let wants = resource.kind.is_empty() || is_wanted(&resource.kind);
        match key.to_ascii_lowercase().as_str() {
            "changetype" => change.kind = read_change_type(c)?,
            "changecertainty" => {
                change.is_potential = c.string_if()?.is_some_and(|word| word.eq_ignore_ascii_case("potential"));
            }
            "resourceid" | "fullyqualifiedresourceid" | "id" => {
                if let Some(id) = c.string_if()? {
                    resource.kind = kind_of_arm_id(&id);
                    resource.address = id.into_owned();
                }
            }
            "before" if wants => resource.before = c.value()?,
            "after" if wants => resource.after = c.value()?,
            "resourceconfigurationchanges" if wants => {
                c.object_if(|c, key| match key.as_ref() {
                    "before" => c.value().map(|value| resource.before = value),
                    "after" => c.value().map(|value| resource.after = value),
                    _ => c.skip(),
                })?;
            }
            _ => c.skip()?,
        }
        Ok(())
    })?;
    Ok(change)
}

fn read_change_type(cursor: &mut Cursor<'_>) -> Result<String, JsonError> {
    Ok(match cursor.value()? {
        Json::String(word) => word.to_ascii_lowercase(),
        Json::Number(text) => {
            let known = text.parse::<usize>().ok().and_then(|n| OF_POWERSHELL.get(n));
            known.map_or_else(|| text.to_owned(), |word| (*word).to_owned())
        }
        _ => String::new(),
    })
}
