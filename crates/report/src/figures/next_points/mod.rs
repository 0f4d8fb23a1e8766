//! Where the next verified points are: what each artifact type would add to verified confidence.

mod words;

use crate::context::Context;
use crate::document::{Block, Content, Datum, Entry, FigureId, Value, head, table};
use crate::route::Route;
use crate::text::{artifact, number};
use plumbline_domain::{ArtifactType, Grade};
use std::cmp::Ordering;

/// How many are listed.
const SHOWN: usize = 5;
/// How many of them stand there before more are asked for: as many as the printed brief has reasons.
const AT_FIRST: usize = 3;

/// What divides by 1 to 16 without a rest. Shares of a gate are added up in such parts, so that two types that would add the same
/// stay in the order of the policy, however many rows each sum is made of.
const PARTS: f64 = 720_720.0;

#[derive(Clone, Default)]
struct Lack {
    /// How many items a single team lacks at most.
    most_of_one: u64,
    /// That team, by its place; none when several lack as many.
    most: Option<u32>,
    /// The sum of what each item would add to its (change, gate) pair, in [`PARTS`].
    parts: f64,
    items: u64,
    missing: u64,
    teams: u64,
}

/// What each artifact type would add.
struct Gains<'a> {
    /// The types that are lacking with their gain, a share of the pooled verified confidence, largest first. Together with what is
    /// verified, all gains make 1.
    listed: Vec<(&'a ArtifactType, Lack, f64)>,
    /// Required items.
    required: u64,
    /// Of these, how many are not verified.
    unverified: u64,
}

fn gains<'a>(cx: &Context<'a>) -> Gains<'a> {
    let mut lacks = vec![Lack::default(); cx.policy.artifact_types.len()];
    // the pairs of change and gate that owe something: each owes as many as each of its requirements says
    let (mut pairs, mut required, mut unverified) = (0.0, 0_u64, 0_u64);
    let by_team = cx.by_team();
    for (place, counts) in by_team.counts.iter().enumerate() {
        // the last are those that state no team
        let is_team = place < by_team.parts.n_groups();
        let mut of_team = vec![0_u64; lacks.len()];
        for (state, n) in cx.assessment.states_of_counts(counts) {
            let parts = n as f64 * (PARTS / f64::from(state.of));
            pairs += parts;
            required += n;
            let place = usize::from(state.artifact_type.0);
            if let (Some(lack), Some(of_team), false) = (lacks.get_mut(place), of_team.get_mut(place), state.is_verified) {
                unverified += n;
                lack.parts += parts;
                lack.items += n;
                lack.missing += if state.grade == Grade::Missing { n } else { 0 };
                *of_team += n;
            }
        }
        let lacked = lacks.iter_mut().zip(of_team).filter(|(_, n)| is_team && *n > 0);
        for (lack, n) in lacked {
            lack.teams += 1;
            match lack.most_of_one.cmp(&n) {
                Ordering::Less => (lack.most_of_one, lack.most) = (n, u32::try_from(place).ok()),
                Ordering::Equal => lack.most = None,
                Ordering::Greater => {}
            }
        }
    }
    let listed = cx.policy.artifact_types.iter().zip(lacks).filter(|(_, lack)| lack.items > 0);
    // the pooled confidence is a mean over pairs, so that what an item adds to its pair is divided by their number
    let gain = |lack: &Lack| lack.parts / pairs.max(PARTS);
    let mut listed: Vec<(&ArtifactType, Lack, f64)> = listed.map(|(t, lack)| (t, lack.clone(), gain(&lack))).collect();
    // stable: on a tie the order of the policy
    listed.sort_by(|a, b| b.2.total_cmp(&a.2));
    Gains { listed, required, unverified }
}

/// The list of the changes that lack a type, team by team.
fn lacking(cx: &Context<'_>, type_id: &str) -> String {
    let by_team = Route::Changes { find: String::new(), sort: "team".to_owned() };
    let mut location = cx.location.with_route(by_team);
    location.filter.lacks = Some(type_id.to_owned());
    // the list has no page of a team around it
    if let Route::Team { team } = &cx.location.route {
        location.filter.team = Some(team.clone());
    }
    location.to_fragment()
}

pub(crate) fn figure(cx: &Context<'_>) -> Block {
    let Gains { mut listed, required, unverified } = gains(cx);
    listed.truncate(SHOWN);
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    for (t, lack, gain) in listed {
        let most = lack.most.filter(|_| lack.teams > 1).map(|team| (cx.assessment.team_name(team), lack.most_of_one));
        let action = artifact::action(&t.id, &t.title);
        let detail = words::lacking(t.gate, lack.items, lack.missing, lack.teams, most);
        let points = Datum::new(number::gain_points(gain), Value::Points(Some(gain)));
        rows.push(vec![action.as_str().into(), t.gate.title().into(), detail.as_str().into(), points]);
        let to = lacking(cx, &t.id);
        entries.push(Entry { title: action, figure: words::gain(gain), detail, to, more: Vec::new() });
    }
    let rest = entries.split_off(entries.len().min(AT_FIRST));
    let mut content =
        vec![if entries.is_empty() { Content::Note(words::NOTHING_LEFT.to_owned()) } else { Content::Entries(entries) }];
    if !rest.is_empty() {
        let summary = words::show_more(rest.len() as u64);
        content.push(Content::Fold { summary, is_open: false, content: vec![Content::Entries(rest)] });
    }
    let head = head(words::title(required, unverified), words::MEASURE, table(&words::COLUMNS, rows));
    Block::figure(FigureId::NextPoints, head, content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataOrigin;
    use crate::route::Location;
    use plumbline_assess::{Assessment, Cache};
    use plumbline_demo::{DemoOptions, organisation};
    use plumbline_ingest::{Reader, Source};

    fn assessment(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Assessment {
        let (policy, sha256) = plumbline_ingest::default_policy();
        let mut reader = Reader::new(policy, sha256);
        for (path, bytes) in files {
            reader.read(Source::new(path, bytes));
        }
        Assessment::new(reader.into_dataset(DemoOptions::NOW))
    }

    /// The gains by type, and the pooled verified confidence.
    fn gains_of(assessment: &Assessment, fragment: &str) -> (Vec<(String, f64)>, Option<f64>) {
        let (cache, location) = (Cache::default(), Location::from_fragment(fragment));
        let cx = Context::new(assessment, &cache, &DataOrigin::None, &location);
        let listed = gains(&cx).listed.into_iter().map(|(t, _, gain)| (t.id.clone(), gain)).collect();
        (listed, cx.pairs(&cx.subset).pooled.verified)
    }

    #[test]
    fn all_gains_together_lead_from_what_is_verified_to_everything() {
        let (files, _) = organisation(&DemoOptions { weeks: 12, ..DemoOptions::default() });
        let demo = assessment(files.into_iter().map(|f| (f.path, f.bytes)));
        for filter in ["", "environment=prod", "authorship=ai-generated", "team=Billing", "period=30d"] {
            let (listed, verified) = gains_of(&demo, &format!("#/overview?{filter}"));
            let sum: f64 = listed.iter().map(|(_, gain)| gain).sum();
            assert!(listed.len() > SHOWN && (sum + verified.unwrap() - 1.0).abs() < 1e-12, "{filter}: {sum}, {verified:?}");
        }
    }

    #[test]
    fn the_gains_of_three_gates_worked_out_by_hand() {
        // three due pairs: an intent that is verified, one that is not, and a validation of which one item of three is there.
        // The threat intent adds 1 to one pair of three; each of the two missing items adds a third to one pair of three.
        let report = |gate: &str, n: u32, type_id: Option<&str>| {
            let item = |t: &str| format!(r#"{{"id": "{t}", "type": "{t}", "artifact": {{"path": "{t}.md"}}}}"#);
            let text = format!(
                r#"{{"format": "plumbline.gate-report/1", "gate": "{gate}", "recordedAt": "2026-11-02T10:00:00Z", "outcome": "passed",
                "change": {{"id": "b#{n}", "touches": [], "environment": "test", "openedAt": "2026-11-02T00:00:00Z"}}, "evidence": [{}]}}"#,
                type_id.map(item).unwrap_or_default()
            );
            (format!("{gate}-{n}.json"), text.into_bytes())
        };
        let records = [report("intent", 1, Some("threat-intent")), report("intent", 2, None)];
        let validation = report("validation", 2, Some("change-preview"));
        let intent = "# Objective\n\nMove the queue to its own subnet.\n\n# Assumptions\n\nThe subnet is private. Tampering is out of scope.\n";
        let plan = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "complete": true, "errored": false, "resource_changes":
            [{"address": "t.a", "mode": "managed", "type": "t", "name": "a", "change": {"actions": ["create"]}}]}"#;
        let files = [("threat-intent.md".to_owned(), intent.into()), ("change-preview.md".to_owned(), plan.into())];
        let (listed, verified) = gains_of(&assessment(records.into_iter().chain([validation]).chain(files)), "#/overview");
        let expected = [1.0 / 3.0, 1.0 / 9.0, 1.0 / 9.0];
        assert_eq!((listed.len(), listed.first().map(|l| l.0.as_str())), (3, Some("threat-intent")));
        assert!(listed.iter().zip(expected).all(|((_, gain), by_hand)| (gain - by_hand).abs() < 1e-12), "{listed:?}");
        assert!((verified.unwrap() - 4.0 / 9.0).abs() < 1e-12);
    }
}
