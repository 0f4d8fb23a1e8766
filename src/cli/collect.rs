//! `plumbline collect`: one gate report from the artifacts at hand.

mod files;
mod options;

use super::args::Failure;
use super::input::{name_of, policy_for, read_file};
use super::terminal::{print, tell};
use super::tree::{files_below, inputs_of};
use super::whole_file::{may_write, write_whole};
use super::{clock, git};
use files::{Place, below, offered, other_gates};
use options::{Options, options};
use plumbline_domain::{Gate, Instant};
use plumbline_gate::words::collect as words;
use plumbline_gate::{
    Collected, Commit, Draft, Offered, PullRequest, Service, Surroundings, base_of, collect, folder_name, gaps, may_replace,
    number_of_merge, pull_request_from_text, statements,
};
use plumbline_ingest::text_from_bytes;
use plumbline_report::export::visible;
use plumbline_report::text::number::counted;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline collect --gate GATE [--part NAME] [--artifact [TYPE=]PATTERN [artifact options]]... [--claim TYPE=TEXT]... [change options]
                         [--data DIR] [--out FILE] [--outcome O] [--mode M] [--pull-request FILE] [--checkout DIR] [--base REF]
                         [--inputs PATTERN]... [--by NAME] [--now T] [--policy FILE] [--force]

Writes one gate report. Digests, types, tools and findings come from the files. The change, its author and the run come from the
variables of GitHub Actions, Azure Pipelines or GitLab CI. Stated confidence and threat intent come from the pull request's text.

  --gate GATE             intent, validation, execution or observation
  --part NAME             the stack, job or environment within the change, such as network/prod; each has a report of its own
  --artifact [TYPE=]P     files that match a pattern such as 'out/*.sarif'; without TYPE, the type is detected from the content
  artifact options        after an --artifact: --command TEXT, --tool 'NAME VERSION', --id ID, --title TEXT, --controls A,B,
                          --expires T, --attestation FILE, --before FILE (the state before), --with FILE (read together with it;
                          can be repeated), --justification 'PRINCIPAL ROLE SCOPE=SENTENCE' (can be repeated)
  --claim TYPE=TEXT       a sentence; it counts as claimed, never as verified
  change options          --change ID, --change-title TEXT, --url, --team, --service, --environment, --release, --commit,
                          --author, --authorship A, --touches A,B (or nothing), --opened-at T, --merged-at T,
                          --deployed-at T (or now)
  --data DIR              the data folder (default: plumbline-data); files from outside are copied into it
  --out FILE              the report (default: DIR/reports/CHANGE/GATE.json, or GATE-PART.json)
  --outcome O             passed, failed, bypassed or skipped (default: failed if a scan has open critical or high findings)
  --mode M                enforce (default) or evaluate
  --pull-request FILE     the pull request's text (default: from the service); templates/pull_request.md shows its block
  --checkout DIR          the repository (default: the current folder)
  --base REF              the target branch, whose commits do not belong to the change
  --inputs PATTERN        the files that the commands read (default: infrastructure as code anywhere in the checkout)
  --by NAME               who ran the commands (default: the pipeline)
  --force                 replace existing files

Prints the path of the report. For each file that does not prove its type, a note on stderr says why, and what to attach instead.
Exits with 0, or with 2 when something is missing or malformed, or exists already.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, when a variable is missing, a block malformed, a file unreadable or there already.
pub fn run(parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    let mut o = options(parser)?;
    let gate = o.gate.ok_or_else(|| Failure::Usage("--gate is missing".to_owned()))?;
    let now = o.now.unwrap_or_else(clock::second);
    let checkout = o.checkout.clone().unwrap_or_else(|| PathBuf::from("."));
    let mut surroundings = surroundings()?;
    after_the_merge(&mut surroundings, &checkout);
    let block = block(&o, &surroundings)?;
    if o.stated.change.id.trim().is_empty() {
        o.stated.change.id = surroundings.change().map_err(Failure::Unusable)?;
    }
    let touches_by_author = o.stated.touches.is_none();
    let commit = commit(&o, &surroundings, &checkout);
    let stated = std::mem::take(&mut o.stated);
    let completed = stated.completed(&surroundings, block.as_ref(), commit.as_ref(), now);
    let change = completed.map_err(|e| Failure::Unusable(e.to_string()))?;
    for gap in gaps(&change) {
        tell(&format!("note: {gap}"));
    }

    let data = o.data.clone().unwrap_or_else(|| PathBuf::from("plumbline-data"));
    let folder = folder_name(&change.id);
    let name = o.part.as_deref().map_or_else(|| gate.id().to_owned(), |part| format!("{}-{}", gate.id(), folder_name(part)));
    let out = o.out.clone().unwrap_or_else(|| data.join("reports").join(&folder).join(format!("{name}.json")));
    earlier_report(&out, o.part.as_deref(), now, o.force)?;
    let mut copies: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let place = Place { data: &data, folder: format!("evidence/{folder}/{name}") };
    let mut offered = offered(&o.artifacts, &place, &mut copies)?;
    if gate == Gate::Intent
        && let Some(block) = &block
    {
        match block.threat_intent() {
            Some(text) => {
                let path = format!("{}/threat-intent.md", place.folder);
                copies.push((data.join(&path), text.clone().into_bytes()));
                let artifact_type = Some("threat-intent".to_owned());
                offered.push(Offered { path, bytes: text.into_bytes(), artifact_type, ..Offered::default() });
            }
            None => tell(&format!("note: {}", words::NO_INTENT)),
        }
    }
    if offered.is_empty() && o.claims.is_empty() {
        tell("note: no evidence is offered: everything that the gate requires will be missing");
    }

    let draft = Draft {
        gate,
        part: o.part.clone(),
        now,
        outcome: o.outcome,
        mode: o.mode,
        touches_by_author,
        perceived: block.as_ref().map(|b| statements(b, &change, now)).unwrap_or_default(),
        by: o.by.clone().unwrap_or_else(|| surroundings.service.map_or("local", Service::actor).to_owned()),
        inputs: inputs(&o, &checkout, gate, &offered)?,
        other_gates: other_gates(&data, &folder, gate),
        change,
        offered,
        claims: o.claims,
        source: surroundings.source(),
    };
    let (policy, policy_sha256) = policy_for(o.policy.as_deref(), &[])?;
    let report_path = below(&data, &out).unwrap_or_else(|| name_of(&out));
    let Collected { report, notes } =
        collect(&draft, &policy, &policy_sha256, &report_path).map_err(|errors| Failure::Unusable(errors.join("\n")))?;
    for note in &notes {
        tell(&format!("note: {}", visible(note)));
    }
    let json = report.to_json().map_err(|e| Failure::Unusable(e.to_string()))?;
    // nothing is written when something of it may not be
    for (path, bytes) in &copies {
        may_write(path, bytes, o.force)?;
    }
    for (path, bytes) in &copies {
        write_whole(path, bytes, o.force)?;
    }
    write_whole(&out, json.as_bytes(), o.force)?;
    if let (Some(service), Some(run)) = (surroundings.service, &surroundings.run) {
        tell(&format!("made by run {run} of {}", service.actor()));
    }
    for item in &report.evidence {
        tell(&format!("{}  {}  {}", item.artifact_type, item.id, item.artifact.as_ref().map_or("claimed", |a| a.path.as_str())));
    }
    print(&name_of(&out));
    Ok(ExitCode::SUCCESS)
}

/// What the service says, with the document of the event where there is one.
fn surroundings() -> Result<Surroundings, Failure> {
    let event = match variable("GITHUB_EVENT_PATH").filter(|_| Service::detect(&variable) == Some(Service::GitHub)) {
        None => None,
        Some(path) => {
            let unusable = |e: &dyn std::fmt::Display| Failure::Unusable(format!("{path}, the event of GITHUB_EVENT_PATH: {e}"));
            let bytes = read_file(Path::new(&path)).map_err(|e| unusable(&e))?;
            Some(serde_json::from_slice(&bytes).map_err(|e| unusable(&e))?)
        }
    };
    Ok(Surroundings::read(&variable, event.as_ref()))
}

/// On the main branch, no variable tells the pull request: the commit that merged it does.
fn after_the_merge(surroundings: &mut Surroundings, checkout: &Path) {
    if surroundings.service.is_none() || surroundings.number.is_some() {
        return;
    }
    let Some(commit) = git::commit(checkout, surroundings.commit.as_deref().unwrap_or("HEAD")) else { return };
    surroundings.number = git::messages(checkout, None, &commit).first().and_then(|m| number_of_merge(m));
    if surroundings.number.is_some() {
        surroundings.merged_at = surroundings.merged_at.or(git::committed_at(checkout, &commit));
    }
}

/// The block of the pull request's text.
fn block(o: &Options, surroundings: &Surroundings) -> Result<Option<PullRequest>, Failure> {
    let (name, text) = match &o.pull_request {
        Some(path) => {
            let unusable = |why: String| Failure::Unusable(format!("{}: {why}", path.display()));
            let bytes = read_file(path).map_err(|e| unusable(e.to_string().to_lowercase()))?;
            let text = text_from_bytes(&bytes).map_err(|e| unusable(e.to_string()))?;
            (path.display().to_string(), text.into_owned())
        }
        None => match &surroundings.body {
            Some(body) => ("the pull request's text".to_owned(), body.clone()),
            None => return Ok(None),
        },
    };
    let read = pull_request_from_text(&text).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|e| format!("{name}, {e}")).collect();
        Failure::Unusable(lines.join("\n"))
    })?;
    if read.is_none() {
        tell(&format!("note: {}", words::NO_BLOCK));
    }
    Ok(read)
}

/// What git knows of the change's commit.
fn commit(o: &Options, surroundings: &Surroundings, checkout: &Path) -> Option<Commit> {
    let id = git::commit(checkout, o.stated.commit(surroundings).unwrap_or("HEAD"))?;
    let base = o.base.clone().or_else(|| base_of(&variable)).and_then(|base| git::commit(checkout, &base));
    let messages = git::messages(checkout, base.as_deref(), &id);
    Some(Commit { committed_at: git::committed_at(checkout, &id), messages, id })
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A report that is there already is replaced only by force, and never by an older one or by that of another part.
fn earlier_report(out: &Path, part: Option<&str>, now: Instant, force: bool) -> Result<(), Failure> {
    let Ok(bytes) = read_file(out) else { return Ok(()) };
    if !force {
        return Err(Failure::Unusable(format!("the report {} exists already: use --force to replace it", name_of(out))));
    }
    may_replace(&bytes, part, now).map_err(Failure::Unusable)
}

/// The digest of what the commands ran on; none at the intent gate, and none without files to have been made by commands.
fn inputs(o: &Options, checkout: &Path, gate: Gate, offered: &[Offered]) -> Result<Option<String>, Failure> {
    if gate == Gate::Intent || offered.is_empty() {
        return Ok(None);
    }
    match inputs_of(checkout, &files_below(checkout)?, &o.inputs) {
        Ok((digest, n)) => {
            tell(&format!("inputs: {}, sha256 {digest}", counted(n as u64, "file", "files")));
            Ok(Some(digest))
        }
        Err(Failure::Unusable(why)) if o.inputs.is_empty() => {
            tell(&format!("note: no inputs are recorded: {why}"));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}
