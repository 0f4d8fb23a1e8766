//! Checkstyle's XML, which many linters write. It names no tool; the ids of its rules may.

use crate::cut::{MAX_SHARED, cut};
use crate::formats::xml::{Event, Xml, XmlError};
use crate::formats::{Found, Reading, ToolByRules, finding, severity, short};
use crate::mask::mask;
use crate::places::Places;
use plumbline_domain::{Covered, Finding, Location, Place, Scan, ScanRun, Severity};
use std::borrow::Cow;

/// Reads errors: one item each.
pub(in crate::formats) fn read(text: &str, reading: &mut Reading) -> Result<(), XmlError> {
    let places = Places::of(text);
    let mut xml = Xml::new(text);
    let mut file: Option<String> = None;
    let mut n_files = 0_u64;
    let mut by_rules = ToolByRules::default();
    let mut scan = Scan::default();
    loop {
        let from = xml.place();
        let at = from + text.get(from..).and_then(|rest| rest.find('<')).unwrap_or(0);
        let Some(event) = xml.next()? else { break };
        let Event::Start(tag) = event else { continue };
        let of = |key: &str| tag.attribute(key).filter(|v| !v.trim().is_empty());
        match tag.name() {
            "file" => {
                n_files += 1;
                // all errors of the file share it
                file = of("name").map(|name| cut(&name, MAX_SHARED).to_owned());
            }
            "error" => {
                let rule = of("source").or_else(|| of("rule")).map(Cow::into_owned);
                by_rules.add(rule.as_deref().unwrap_or_default());
                let stated = of("severity").and_then(|word| severity::from_word(&word));
                let finding = Finding {
                    rule_id: rule,
                    message: of("message").map(|m| mask(&m, false).into_owned()),
                    location: Location { path: file.clone(), line: of("line").and_then(|l| l.parse().ok()).filter(|l| *l > 0) },
                    ..finding("checkstyle")
                };
                let place = || Place { path: format!("error[{}]", reading.items).into(), line: places.line(at) };
                let place = place();
                reading.items += 1;
                reading.keep(Found::new(finding, stated).error(stated == Some(Severity::High)), || place);
            }
            "exception" => {
                let name = file.as_deref().map_or_else(|| "a file".to_owned(), short);
                scan.stop(format!("{name} could not be read"), Place { path: "exception".into(), line: places.line(at) });
            }
            _ => {}
        }
    }
    if n_files > 0 {
        scan.covered = Covered::Something(format!("{n_files} files").into());
    }
    let tool_by_rules = by_rules.found();
    reading.tool = tool_by_rules.map(str::to_owned);
    scan.runs.push(ScanRun {
        tool_by_rules: tool_by_rules.map(Into::into),
        has_results: reading.items > 0,
        ..ScanRun::default()
    });
    reading.facts.scan = Some(Box::new(scan));
    Ok(())
}
