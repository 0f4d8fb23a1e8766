//! What is known of a change when its report is made: flags before the pull request's text before the service before git.

use super::authorship::authorship_of;
use super::order_of_time::{ClockRunsBackwards, in_order};
use super::pull_request::PullRequest;
use super::surroundings::{Surroundings, is_full_id};
use crate::words::collect as words;
use plumbline_domain::{Authorship, Family, Instant};
use plumbline_report::export::report::{ChangeRecord, StatementRecord};

/// What flags say of the change.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// What stands in the record as it is said; a time may be the word `now`.
    pub change: ChangeRecord,
    /// Who wrote it.
    pub authorship: Option<Authorship>,
    /// The families that it touches.
    pub touches: Option<Vec<Family>>,
}

/// What git knows of the commit.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// Its full id.
    pub id: String,
    /// When it was made.
    pub committed_at: Option<Instant>,
    /// The messages of the change's commits.
    pub messages: Vec<String>,
}

impl Stated {
    /// The commit of the change, as far as flags or the service say it; `owner/repository@commit` says it too.
    pub fn commit<'s>(&'s self, surroundings: &'s Surroundings) -> Option<&'s str> {
        let of_id = || self.change.id.rsplit_once('@').map(|(_, commit)| commit).filter(|commit| is_full_id(commit));
        self.change.commit.as_deref().or_else(of_id).or(surroundings.commit.as_deref())
    }

    /// Fills in what flags do not say.
    ///
    /// # Errors
    /// When something is dated after the clock.
    pub fn completed(
        self,
        surroundings: &Surroundings,
        block: Option<&PullRequest>,
        commit: Option<&Commit>,
        now: Instant,
    ) -> Result<ChangeRecord, ClockRunsBackwards> {
        let stated_commit = self.commit(surroundings).map(str::to_owned);
        let of_block = |get: fn(&PullRequest) -> &Option<String>| block.and_then(|b| get(b).clone());
        let mut change = self.change;
        change.team = change.team.or_else(|| of_block(|b| &b.team));
        change.service = change.service.or_else(|| of_block(|b| &b.service));
        change.environment =
            change.environment.or_else(|| of_block(|b| &b.environment)).or_else(|| surroundings.environment.clone());
        change.release = change.release.or_else(|| of_block(|b| &b.release));
        change.title = change.title.or_else(|| surroundings.title.clone());
        change.url = change.url.or_else(|| surroundings.url.clone());
        change.author = change.author.or_else(|| surroundings.author.clone());
        change.opened_at = change.opened_at.or(surroundings.opened_at.map(Instant::to_rfc3339));
        change.merged_at = change.merged_at.or(surroundings.merged_at.map(Instant::to_rfc3339));
        change.commit = commit.map(|c| c.id.clone()).or(stated_commit);
        let touches = self.touches.or_else(|| block.and_then(|b| b.touches.clone()));
        change.touches = touches.map(|list| list.iter().map(|f| f.id()).collect());
        let authorship = self.authorship.or(block.and_then(|b| b.authorship));
        change.authorship = authorship.or_else(|| authorship_of(&commit?.messages)).map(Authorship::id);
        for (what, time) in [
            ("the change was opened", &mut change.opened_at),
            ("the change was merged", &mut change.merged_at),
            ("the change was deployed", &mut change.deployed_at),
        ] {
            let Some(text) = time else { continue };
            if text == "now" {
                *text = now.to_rfc3339();
            }
            in_order(now, Instant::from_rfc3339(text).ok(), what)?;
        }
        in_order(now, commit.and_then(|c| c.committed_at), "the commit was made")?;
        Ok(change)
    }
}

/// What a report of this change should say and does not, and times that contradict each other.
pub fn gaps(change: &ChangeRecord) -> Vec<String> {
    let mut gaps = Vec::new();
    if change.author.is_none() {
        gaps.push(words::NO_AUTHOR.to_owned());
    }
    if change.commit.is_none() {
        gaps.push(words::NO_COMMIT.to_owned());
    }
    let stages = [("opened", &change.opened_at), ("merged", &change.merged_at), ("deployed", &change.deployed_at)];
    let dated = stages.iter().filter_map(|(what, at)| Some((*what, Instant::from_rfc3339(at.as_deref()?).ok()?)));
    let dated: Vec<(&str, Instant)> = dated.collect();
    for (n, (earlier, from)) in dated.iter().enumerate() {
        for (later, to) in dated.iter().skip(n + 1).filter(|(_, to)| to < from) {
            gaps.push(words::out_of_order(later, &to.to_rfc3339(), earlier, &from.to_rfc3339()));
        }
    }
    gaps
}

/// The author's stated confidence, all together and of each risk.
pub fn statements(block: &PullRequest, change: &ChangeRecord, now: Instant) -> Vec<StatementRecord> {
    let statement = |confidence, risk| StatementRecord {
        confidence: Some(confidence),
        risk,
        role: "author",
        by: change.author.clone(),
        at: now.to_rfc3339(),
    };
    let of_risks = block.confidence_of_risk.iter().map(|(risk, c)| statement(*c, Some(risk.id())));
    block.confidence.map(|c| statement(c, None)).into_iter().chain(of_risks).collect()
}

/// Whether a report of a change and part may take the place of one that is there: never of a later one, nor of that of another change
/// or part. Ids that differ can have the same name of a folder ([`folder_name`]).
///
/// # Errors
/// The sentence that says why not.
pub fn may_replace(earlier: &[u8], (change, part): (&str, Option<&str>), now: Instant) -> Result<(), String> {
    let earlier: Option<serde_json::Value> = serde_json::from_slice(earlier).ok();
    let text = |key: &str| earlier.as_ref().and_then(|r| r.get(key)).and_then(serde_json::Value::as_str);
    let id = earlier.as_ref().and_then(|r| r.get("change")?.get("id")?.as_str());
    if let Some(id) = id.filter(|id| *id != change) {
        return Err(format!("the report that is there is of the change {id:?}, and this one of {change:?}: pass another --out"));
    }
    let other = text("part").filter(|part| !part.trim().is_empty());
    if earlier.is_some() && other != part {
        let of = |part: Option<&str>| part.map_or_else(|| "no part".to_owned(), |part| format!("the part {part:?}"));
        return Err(format!("the report that is there is of {}, and this one of {}: pass another --out", of(other), of(part)));
    }
    let recorded = text("recordedAt").and_then(|t| Instant::from_rfc3339(t).ok());
    in_order(now, recorded, "the report that is there was recorded").map_err(|e| e.to_string())
}

/// A change's id as the name of a folder: `contoso/platform#412` is `contoso-platform-412`.
pub fn folder_name(id: &str) -> String {
    plumbline_text::file_name(id, "change")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        Instant::from_rfc3339("2026-11-20T10:15:00Z").unwrap()
    }

    #[test]
    fn flags_come_before_the_service_and_a_commit_that_git_knows_before_both() {
        let surroundings =
            Surroundings { title: Some("of the service".into()), commit: Some("abc".into()), ..Surroundings::default() };
        let commit = Commit { id: "abcdef".into(), messages: vec!["x\n\nAssisted-by: a model".into()], ..Commit::default() };
        let stated = || Stated {
            change: ChangeRecord { title: Some("of a flag".into()), ..ChangeRecord::default() },
            ..Stated::default()
        };
        assert_eq!(stated().commit(&surroundings), Some("abc"));
        let change = stated().completed(&surroundings, None, Some(&commit), now()).unwrap();
        assert_eq!((change.title.as_deref(), change.commit.as_deref()), (Some("of a flag"), Some("abcdef")));
        assert_eq!(change.authorship, Some("ai-assisted"));
        let change = Stated::default().completed(&surroundings, None, None, now()).unwrap();
        assert_eq!((change.title.as_deref(), change.commit.as_deref()), (Some("of the service"), Some("abc")));
        assert_eq!(gaps(&change), [words::NO_AUTHOR]);
        let id = "a".repeat(40);
        let pushed = ChangeRecord { id: format!("a/b@{id}"), ..ChangeRecord::default() };
        assert_eq!(Stated { change: pushed, ..Stated::default() }.commit(&surroundings), Some(id.as_str()));
    }

    #[test]
    fn times_that_contradict_each_other_are_named() {
        let dated = |opened: &str, merged: &str, deployed: &str| ChangeRecord {
            author: Some("a".into()),
            commit: Some("b".into()),
            opened_at: Some(opened.into()),
            merged_at: Some(merged.into()),
            deployed_at: Some(deployed.into()),
            ..ChangeRecord::default()
        };
        assert_eq!(gaps(&dated("2026-11-18T00:00:00Z", "2026-11-19T00:00:00Z", "2026-11-19T00:00:00Z")), Vec::<String>::new());
        let told = gaps(&dated("2026-11-18T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-19T00:00:00Z"));
        assert_eq!(told, ["the change was deployed at 2026-11-19T00:00:00Z, before it was merged at 2026-11-20T00:00:00Z"]);
        // each of the two that follow the opening stands before it
        assert_eq!(gaps(&dated("2026-11-21T00:00:00Z", "2026-11-19T00:00:00Z", "2026-11-20T00:00:00Z")).len(), 2);
    }

    #[test]
    fn nothing_is_recorded_before_it_was_done() {
        let stated = Stated {
            change: ChangeRecord { merged_at: Some("2026-11-20T10:15:01Z".into()), ..ChangeRecord::default() },
            ..Stated::default()
        };
        let error = stated.completed(&Surroundings::default(), None, None, now()).unwrap_err();
        let said = "the clock is behind: it says 2026-11-20T10:15:00Z, and the change was merged at 2026-11-20T10:15:01Z";
        assert_eq!(error.to_string(), said);
        let earlier = br#"{"recordedAt": "2026-11-20T10:15:00Z"}"#;
        assert!(may_replace(br#"{"recordedAt": "2026-11-20T10:15:01Z"}"#, ("a#1", None), now()).is_err());
        assert!(may_replace(earlier, ("a#1", None), now()).is_ok() && may_replace(b"words", ("a#1", Some("app")), now()).is_ok());
        assert!(may_replace(earlier, ("a#1", Some("app")), now()).is_err(), "that of another part stays");
        assert!(may_replace(br#"{"part": "app"}"#, ("a#1", Some("app")), now()).is_ok());
        let other = may_replace(br#"{"change": {"id": "a/b#1"}}"#, ("a-b-1", None), now());
        let said = r#"the report that is there is of the change "a/b#1", and this one of "a-b-1": pass another --out"#;
        assert_eq!(other.unwrap_err(), said, "both have the folder a-b-1");
        assert!(may_replace(br#"{"change": {"id": "a/b#1"}}"#, ("a/b#1", None), now()).is_ok());
    }

    #[test]
    fn a_change_names_a_folder() {
        assert_eq!(folder_name("contoso/platform#412"), "contoso-platform-412");
        assert_eq!(folder_name("../.."), "change");
    }
}
