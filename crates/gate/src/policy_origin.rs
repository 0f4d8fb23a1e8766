//! Where the policy in force came from: whoever writes a change must not choose the rules that judge it.

use serde_json::{Value, json};

/// Where a policy was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PolicyOrigin {
    /// The program's own.
    #[default]
    BuiltIn,
    /// A file outside the data.
    File(String),
    /// A file of a commit.
    Git {
        /// As it was given, such as `origin/main:policy.json`.
        name: String,
        /// The id of the commit.
        commit: String,
    },
    /// The data that the policy judges, because the command line says so.
    Input(String),
}

impl PolicyOrigin {
    /// In one phrase: "policy.json", "the built-in policy".
    pub fn in_words(&self) -> String {
        match self {
            PolicyOrigin::BuiltIn => "built-in".to_owned(),
            PolicyOrigin::File(path) => path.clone(),
            PolicyOrigin::Git { name, commit } => {
                let short = commit.get(..12).unwrap_or(commit);
                format!("{name} (commit {short})")
            }
            PolicyOrigin::Input(file) => format!("{file}, which is part of the data that it judges"),
        }
    }

    /// As `policyFrom` of a check's JSON.
    pub fn to_json(&self) -> Value {
        match self {
            PolicyOrigin::BuiltIn => json!({"kind": "built-in"}),
            PolicyOrigin::File(path) => json!({"kind": "file", "name": path}),
            PolicyOrigin::Git { name, commit } => json!({"kind": "git", "name": name, "commit": commit}),
            PolicyOrigin::Input(file) => json!({"kind": "input", "name": file}),
        }
    }
}
