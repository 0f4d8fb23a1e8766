//! Whether a folder of facts is whole: all shards, of the same facts, each file as it was written, and nothing else.

use crate::bucket::bucket_of;
use crate::manifest::Manifest;
use plumbline_domain::name_key;
use std::collections::BTreeMap;

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAtHand {
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
}

/// What is wrong with a folder, each in a phrase that names it; nothing when it is whole. `shards` are the manifests with their paths,
/// and `files` all files of the folder.
pub fn problems(shards: &[(String, Manifest)], files: &BTreeMap<String, FileAtHand>) -> Vec<String> {
    let mut wrong = Vec::new();
    let Some((first_path, first)) = shards.first() else { return vec!["no shard has been written to its end".to_owned()] };
    for (path, shard) in shards {
        if let Some(why) = shard.differs_from(first) {
            wrong.push(format!("{path}: is of {why} as in {first_path}"));
        }
        if !(1..=shard.of).contains(&shard.shard) {
            wrong.push(format!("{path}: there is no shard {} of {}", shard.shard, shard.of));
        }
    }
    wrong.extend(missing_shards(shards, first));
    wrong.extend(teams_in_two(shards));
    wrong.extend(other_buckets(shards));
    wrong.extend(files_of(shards, files));
    wrong
}

/// Shards without a manifest, and those with two.
fn missing_shards(shards: &[(String, Manifest)], first: &Manifest) -> Vec<String> {
    let mut wrong = Vec::new();
    for number in 1..=first.of {
        let own: Vec<&str> = shards.iter().filter(|(_, s)| s.shard == number).map(|(path, _)| path.as_str()).collect();
        match own.as_slice() {
            [] => wrong.push(format!("shard {number} of {} is missing", first.of)),
            [_] => {}
            paths => wrong.push(format!("shard {number} of {} is there more than once: {}", first.of, paths.join(", "))),
        }
    }
    wrong
}

/// Teams, compared as everywhere, that more than one shard has.
fn teams_in_two(shards: &[(String, Manifest)]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut shard_of: BTreeMap<String, (u32, &str)> = BTreeMap::new();
    for (path, shard) in shards {
        for team in &shard.teams {
            let key = name_key(&team.team).into_owned();
            match shard_of.get(&key) {
                Some((other, other_path)) if *other != shard.shard => {
                    wrong.push(format!("the team {:?} is in two shards: {other_path} and {path}", team.team));
                }
                Some(_) => {}
                None => {
                    shard_of.insert(key, (shard.shard, path));
                }
            }
        }
    }
    wrong
}

/// Teams that stand in another bucket than theirs, or in one of another shard.
fn other_buckets(shards: &[(String, Manifest)]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, shard) in shards {
        for team in &shard.teams {
            if bucket_of(&team.partition, shard.buckets) != team.bucket {
                wrong.push(format!("{path}: the team {:?} is in bucket {:02}, which is not its own", team.team, team.bucket));
            } else if !shard.shard().owns(team.bucket) {
                wrong.push(format!(
                    "{path}: the team {:?} is in bucket {:02}, which another shard writes",
                    team.team, team.bucket
                ));
            }
        }
    }
    wrong
}

/// Files that are missing, damaged, listed twice or of nobody.
fn files_of(shards: &[(String, Manifest)], files: &BTreeMap<String, FileAtHand>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut listed: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
    for (path, shard) in shards {
        listed.insert(path, (path, true));
        let own = shard.files.iter().map(|file| (file, false));
        for (file, is_common) in own.chain(shard.common.iter().map(|file| (file, true))) {
            if let Some((other, _)) =
                listed.insert(&file.path, (path, is_common)).filter(|(_, was_common)| !(is_common && *was_common))
            {
                wrong.push(format!("{}: was written twice, by {other} and {path}", file.path));
            }
            match files.get(&file.path) {
                None => wrong.push(format!("{}: is missing, and {path} lists it", file.path)),
                Some(found) if found.bytes != file.bytes || found.sha256 != file.sha256 => {
                    wrong.push(format!("{}: is damaged: its bytes are not those that {path} lists", file.path));
                }
                Some(_) => {}
            }
        }
    }
    let foreign = files.keys().filter(|path| !listed.contains_key(path.as_str()));
    wrong.extend(foreign.map(|path| format!("{path}: is not of these facts: no shard lists it")));
    wrong
}
