//! kubeconform: manifests against the schemas of their kinds.

use crate::formats::{Reading, Refusal, Shape, count_of, covered, list, scan_by, short, tree};
use crate::json::{Json, Kind};
use crate::places::Places;
use plumbline_domain::{Covered, Place, Template};

/// Whether a document is one: it has a summary, or resources with its words for their state.
pub(super) fn fits(shape: &Shape<'_>) -> bool {
    let has_summary = ["valid", "invalid", "errors", "skipped"].iter().all(|key| shape.has_inner("summary", key));
    let has_status = || shape.inner_words("resources", "status").any(|word| word.starts_with("status"));
    shape.is_object() && shape.has_kind("resources", Kind::Array) && (has_summary || has_status())
}

/// Reads resources: one item each. Without `-verbose` only those are listed that are not valid, and the summary counts the rest.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    let document = tree(text)?;
    let places = Places::of(text);
    reading.tool = Some("kubeconform".to_owned());
    let resources = list(&document, "resources", &mut reading.log);
    reading.items = resources.len() as u64;
    let mut template = Template { run: scan_by("kubeconform", reading.items > 0), ..Template::default() };
    let (mut n_valid, mut n_broken, mut n_others) = (0, 0, 0);
    for (i, resource) in resources.iter().enumerate() {
        let place = || places.at(format!("resources[{i}]"), resource);
        match resource.text_of("status") {
            Some("statusInvalid") => template.add_error(in_words(resource), place()),
            Some("statusError") => {
                n_broken += 1;
                template.run.stop(in_words(resource), place());
            }
            Some("statusValid") => n_valid += 1,
            _ => n_others += 1,
        }
    }
    let summary = document.get("summary");
    let stated = |key: &str| count_of(summary.and_then(|s| s.get(key))).unwrap_or(0);
    let of_summary = |key: &str| {
        let path = format!("summary.{key}");
        summary.and_then(|s| s.get(key)).map_or_else(Place::default, |value| places.at(path, value))
    };
    if stated("invalid") > template.n_errors {
        let more = stated("invalid") - template.n_errors;
        template.add_error(format!("{more} resources that are not listed"), of_summary("invalid"));
    }
    if stated("errors") > n_broken {
        template.run.stop(format!("{} resources could not be validated", stated("errors") - n_broken), of_summary("errors"));
        n_broken = stated("errors");
    }
    let n_valid = n_valid.max(stated("valid"));
    let n_skipped = n_others.max(stated("skipped"));
    template.run.passed = Some(n_valid);
    template.run.covered = match summary {
        None if resources.is_empty() => Covered::NotSaid,
        _ => covered(n_valid + template.n_errors + n_broken + n_skipped, "resources", || of_summary("valid")),
    };
    template.valid = (template.n_errors == 0 && n_broken == 0 && n_valid > 0).then_some(true);
    if n_broken > 0 {
        template.open = Some((format!("{n_broken} resources could not be validated").into(), of_summary("errors")));
    } else if n_valid == 0 {
        template.open = Some(("it counts no valid resource".into(), of_summary("valid")));
    }
    reading.facts.template = Some(Box::new(template));
    Ok(())
}

fn in_words(resource: &Json<'_>) -> String {
    let of = |key: &str| resource.text_of(key).map(short).unwrap_or_default();
    let (kind, name, file) = (of("kind"), of("name"), of("filename"));
    let what = if kind.is_empty() && name.is_empty() { file } else { format!("{kind} {name} in {file}").trim().to_owned() };
    match of("msg") {
        message if message.is_empty() => what,
        message => format!("{what}: {message}"),
    }
}
