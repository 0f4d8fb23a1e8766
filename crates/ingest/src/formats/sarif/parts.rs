//! The parts of a SARIF log, each read in one pass.

use super::super::severity::Stated;
use super::super::short;
use super::uri::ArtifactLocation;
use crate::json::{Cursor, JsonError, Kind};
use plumbline_domain::Scan;
use std::borrow::Cow;

/// A text, when there is one.
pub(super) type Text<'a> = Option<Cow<'a, str>>;

#[derive(Default)]
pub(super) struct Rule<'a> {
    pub id: Text<'a>,
    pub level: Text<'a>,
    pub stated: Stated,
    pub text: Text<'a>,
    pub messages: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

#[derive(Default)]
pub(super) struct Component<'a> {
    pub name: Text<'a>,
    pub version: Text<'a>,
    pub rules: Vec<Rule<'a>>,
}

impl Component<'_> {
    /// The same, with texts of its own.
    pub fn into_owned(self) -> Component<'static> {
        let own = |text: Text<'_>| text.map(|text| Cow::Owned(text.into_owned()));
        let pair = |(id, text): (Cow<'_, str>, Cow<'_, str>)| (Cow::Owned(id.into_owned()), Cow::Owned(text.into_owned()));
        let rule = |rule: Rule<'_>| Rule {
            id: own(rule.id),
            level: own(rule.level),
            stated: rule.stated,
            text: own(rule.text),
            messages: rule.messages.into_iter().map(pair).collect(),
        };
        let rules = self.rules.into_iter().map(rule).collect();
        Component { name: own(self.name), version: own(self.version), rules }
    }
}

#[derive(Default)]
pub(super) struct SarifResult<'a> {
    pub rule_id: Text<'a>,
    pub rule_index: Option<usize>,
    /// The extension that the rule belongs to; none for the driver.
    pub extension: Option<usize>,
    pub names_component: bool,
    pub level: Text<'a>,
    pub kind: Text<'a>,
    pub baseline: Text<'a>,
    pub message: Message<'a>,
    pub artifact: ArtifactLocation<'a>,
    pub line: Option<u64>,
    pub resource: Text<'a>,
    pub fingerprint: Text<'a>,
    pub n_suppressions: usize,
    /// Suppressions that are rejected, or that nobody has reviewed yet: one of them is enough, and nothing is suppressed.
    pub n_not_in_force: usize,
    pub justification: Text<'a>,
    pub stated: Stated,
    /// The byte of the file at which it begins.
    pub at: usize,
}

#[derive(Default)]
pub(super) struct Message<'a> {
    pub text: Text<'a>,
    pub id: Text<'a>,
    pub arguments: Vec<Cow<'a, str>>,
}

/// A run, but for its results, which are handed over one by one.
#[derive(Default)]
pub(super) struct Run<'a> {
    pub artifacts: Vec<ArtifactLocation<'a>>,
    /// `originalUriBaseIds`.
    pub bases: Vec<(Cow<'a, str>, ArtifactLocation<'a>)>,
    /// Whether it has results, though the list may be empty: without one nothing was looked for.
    pub has_results: bool,
    /// Why it did not run to its end, the path of that in the run, and the byte of the file.
    pub stopped: Vec<(String, String, usize)>,
    pub at: usize,
}

/// Takes what stands in a run: first its tool, then its results.
pub(super) trait Sink<'a> {
    fn tool(&mut self, driver: Component<'a>, extensions: Vec<Component<'a>>);
    /// The list of results begins at this byte. Whether they are to be read; otherwise reading ends here.
    fn begin_results(&mut self, at: usize) -> bool;
    /// A result and its place among the results; none when it is no object.
    fn result(&mut self, n: usize, result: Option<SarifResult<'a>>);
}

/// Reads a run. Results are read as they come when the tool stands before them. Otherwise they are skipped, and read at the end of the
/// run, so that none of them is ever kept.
pub(super) fn read_run<'a>(
    cursor: &mut Cursor<'a>,
    n: usize,
    sink: &mut impl Sink<'a>,
    refusal: &mut Option<(String, &'static str)>,
) -> Result<Run<'a>, JsonError> {
    let mut run = Run { at: cursor.place(), ..Run::default() };
    let mut has_tool = false;
    let mut skipped: Option<Cursor<'a>> = None;
    cursor.object(|c, key| match key.as_ref() {
        "tool" => {
            let (mut driver, mut extensions) = (Component::default(), Vec::new());
            c.object_if(|c, key| match key.as_ref() {
                "driver" => read_component(c).map(|read| driver = read),
                "extensions" => c.array_if(|c, _| read_component(c).map(|e| extensions.push(e))).map(drop),
                _ => c.skip(),
            })?;
            has_tool = true;
            sink.tool(driver, extensions);
            Ok(())
        }
        "invocations" => c.array_if(|c, i| read_invocation(c, i, &mut run)).map(drop),
        "artifacts" => c.array_if(|c, _| read_artifact(c).map(|artifact| run.artifacts.push(artifact))).map(drop),
        "originalUriBaseIds" => {
            c.object_if(|c, id| read_artifact_location(c).map(|location| run.bases.push((id, location)))).map(drop)
        }
        "results" => match c.peek()? {
            Kind::Array => {
                run.has_results = true;
                if has_tool {
                    match sink.begin_results(c.place()) {
                        true => read_results(c, sink),
                        // an error is how a reading ends early
                        false => Err(JsonError { message: "", at: c.place() }),
                    }
                } else {
                    skipped = Some(c.clone());
                    c.skip()
                }
            }
            kind => {
                if kind != Kind::Null {
                    refusal.get_or_insert((format!("runs[{n}].results"), "must be an array"));
                }
                c.skip()
            }
        },
        _ => c.skip(),
    })?;
    if !has_tool {
        sink.tool(Component::default(), Vec::new());
    }
    if let Some(mut results) = skipped {
        read_results(&mut results, sink)?;
    }
    Ok(run)
}

fn read_results<'a>(cursor: &mut Cursor<'a>, sink: &mut impl Sink<'a>) -> Result<(), JsonError> {
    cursor.array(|c, i| {
        let result = if c.peek()? == Kind::Object {
            let at = c.place();
            Some(SarifResult { at, ..read_result(c)? })
        } else {
            c.skip()?;
            None
        };
        sink.result(i, result);
        Ok(())
    })
}

/// How many reasons for an early end are kept of one run.
const MAX_STOPPED: usize = Scan::MAX_SHOWN;

/// Reads whether an invocation ran to its end, and the errors that it names.
fn read_invocation(cursor: &mut Cursor<'_>, n: usize, run: &mut Run<'_>) -> Result<(), JsonError> {
    cursor
        .object_if(|c, key| match key.as_ref() {
            "executionSuccessful" => {
                let at = c.place();
                if c.bool_if()? == Some(false) && run.stopped.len() < MAX_STOPPED {
                    let path = format!("invocations[{n}].executionSuccessful");
                    run.stopped.push(("executionSuccessful is false".to_owned(), path, at));
                }
                Ok(())
            }
            "toolExecutionNotifications" | "toolConfigurationNotifications" => c
                .array_if(|c, i| {
                    let at = c.place();
                    let (mut level, mut message) = (None, Message::default());
                    c.object_if(|c, key| {
                        match key.as_ref() {
                            "level" => level = c.string_if()?,
                            "message" => read_message(c, &mut message)?,
                            _ => c.skip()?,
                        }
                        Ok(())
                    })?;
                    if level.as_deref() == Some("error") && run.stopped.len() < MAX_STOPPED {
                        let text = message.text.as_deref().filter(|t| !t.trim().is_empty());
                        let why =
                            format!("the tool reports an error: {}", text.map_or_else(|| "without a message".to_owned(), short));
                        run.stopped.push((why, format!("invocations[{n}].{key}[{i}]"), at));
                    }
                    Ok(())
                })
                .map(drop),
            _ => c.skip(),
        })
        .map(drop)
}

fn read_component<'a>(cursor: &mut Cursor<'a>) -> Result<Component<'a>, JsonError> {
    let mut component = Component::default();
    let mut semantic = None;
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "name" => component.name = c.string_if()?,
            "version" => component.version = c.string_if()?,
            "semanticVersion" => semantic = c.string_if()?,
            "rules" => {
                c.array_if(|c, _| read_rule(c).map(|rule| component.rules.push(rule)))?;
            }
            _ => c.skip()?,
        }
        Ok(())
    })?;
    component.version = component.version.or(semantic);
    Ok(component)
}

fn read_rule<'a>(cursor: &mut Cursor<'a>) -> Result<Rule<'a>, JsonError> {
    let mut rule = Rule::default();
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "id" => rule.id = c.string_if()?,
            "shortDescription" => rule.text = read_key(c, "text")?,
            "defaultConfiguration" => rule.level = read_key(c, "level")?,
            "properties" => rule.stated = Stated::read(c)?,
            "messageStrings" => {
                c.object_if(|c, id| {
                    if let Some(text) = read_key(c, "text")? {
                        rule.messages.push((id, text));
                    }
                    Ok(())
                })?;
            }
            _ => c.skip()?,
        }
        Ok(())
    })?;
    Ok(rule)
}

/// The string behind one key of an object.
fn read_key<'a>(cursor: &mut Cursor<'a>, wanted: &str) -> Result<Text<'a>, JsonError> {
    let mut found = None;
    cursor.object_if(|c, key| {
        if key == wanted {
            found = c.string_if()?;
            Ok(())
        } else {
            c.skip()
        }
    })?;
    Ok(found)
}

fn read_artifact<'a>(cursor: &mut Cursor<'a>) -> Result<ArtifactLocation<'a>, JsonError> {
    let mut location = ArtifactLocation::default();
    cursor.object_if(|c, key| {
        if key == "location" {
            location = read_artifact_location(c)?;
            Ok(())
        } else {
            c.skip()
        }
    })?;
    Ok(location)
}

fn read_artifact_location<'a>(cursor: &mut Cursor<'a>) -> Result<ArtifactLocation<'a>, JsonError> {
    let mut location = ArtifactLocation::default();
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "uri" => location.uri = c.string_if()?,
            "uriBaseId" => location.base = c.string_if()?,
            "index" => location.index = read_index(c)?,
            _ => c.skip()?,
        }
        Ok(())
    })?;
    Ok(location)
}

/// A number that is a place in a list.
fn read_index(cursor: &mut Cursor<'_>) -> Result<Option<usize>, JsonError> {
    Ok(cursor.number_if()?.filter(|n| *n >= 0.0 && n.fract() == 0.0 && *n < 1e9).map(|n| n as usize))
}

/// A call of its own for each result: browsers compile a function well when it is called often, and never one that runs in a loop.
#[inline(never)]
pub(super) fn read_result<'a>(cursor: &mut Cursor<'a>) -> Result<SarifResult<'a>, JsonError> {
    let mut result = SarifResult::default();
    cursor.object(|c, key| {
        match key.as_ref() {
            "ruleId" => result.rule_id = c.string_if()?,
            "ruleIndex" => result.rule_index = read_index(c)?.or(result.rule_index),
            "rule" => {
                let mut id = None;
                let mut index = None;
                c.object_if(|c, key| {
                    match key.as_ref() {
                        "id" => id = c.string_if()?,
                        "index" => index = read_index(c)?,
                        "toolComponent" => {
                            c.object_if(|c, key| {
                                result.names_component = true;
                                if key == "index" {
                                    result.extension = read_index(c)?;
                                    Ok(())
                                } else {
                                    c.skip()
                                }
                            })?;
                        }
                        _ => c.skip()?,
                    }
                    Ok(())
                })?;
                result.rule_id = result.rule_id.take().or(id);
                result.rule_index = result.rule_index.or(index);
            }
            "level" => result.level = c.string_if()?,
            "kind" => result.kind = c.string_if()?,
            "baselineState" => result.baseline = c.string_if()?,
            "message" => read_message(c, &mut result.message)?,
            "locations" => {
                c.array_if(|c, i| if i == 0 { read_location(c, &mut result) } else { c.skip() })?;
            }
            "fingerprints" => {
                c.object_if(|c, _| {
                    let value = c.string_if()?;
                    result.fingerprint = result.fingerprint.take().or(value);
                    Ok(())
                })?;
            }
            "suppressions" => {
                c.array_if(|c, _| {
                    result.n_suppressions += 1;
                    c.object_if(|c, key| {
                        match key.as_ref() {
                            "status" => {
                                let is_in_force = !matches!(c.string_if()?.as_deref(), Some("rejected" | "underReview"));
                                result.n_not_in_force += usize::from(!is_in_force);
                            }
                            "justification" => result.justification = c.string_if()?,
                            _ => c.skip()?,
                        }
                        Ok(())
                    })
                    .map(drop)
                })?;
            }
            "properties" => result.stated = Stated::read(c)?,
            _ => c.skip()?,
        }
        Ok(())
    })?;
    Ok(result)
}

fn read_message<'a>(cursor: &mut Cursor<'a>, message: &mut Message<'a>) -> Result<(), JsonError> {
    let mut markdown = None;
    cursor.object_if(|c, key| {
        match key.as_ref() {
            "text" => message.text = c.string_if()?,
            "markdown" => markdown = c.string_if()?,
            "id" => message.id = c.string_if()?,
            "arguments" => {
                c.array_if(|c, _| {
                    message.arguments.push(c.string_if()?.unwrap_or_default());
                    Ok(())
                })?;
            }
            _ => c.skip()?,
        }
        Ok(())
    })?;
    message.text = message.text.take().or(markdown);
    Ok(())
}

fn read_location<'a>(cursor: &mut Cursor<'a>, result: &mut SarifResult<'a>) -> Result<(), JsonError> {
    cursor
        .object_if(|c, key| match key.as_ref() {
            "physicalLocation" => c
                .object_if(|c, key| match key.as_ref() {
                    "artifactLocation" => read_artifact_location(c).map(|location| result.artifact = location),
                    "region" => c
                        .object_if(|c, key| {
                            if key == "startLine" {
                                result.line = read_index(c)?.map(|n| n as u64).filter(|n| *n > 0);
                                Ok(())
                            } else {
                                c.skip()
                            }
                        })
                        .map(drop),
                    _ => c.skip(),
                })
                .map(drop),
            "logicalLocations" => c
                .array_if(|c, i| {
                    if i > 0 {
                        return c.skip();
                    }
                    let mut name = None;
                    c.object_if(|c, key| {
                        match key.as_ref() {
                            "fullyQualifiedName" => result.resource = c.string_if()?,
                            "name" => name = c.string_if()?,
                            _ => c.skip()?,
                        }
                        Ok(())
                    })?;
                    result.resource = result.resource.take().or(name);
                    Ok(())
                })
                .map(drop),
            _ => c.skip(),
        })
        .map(drop)
}
