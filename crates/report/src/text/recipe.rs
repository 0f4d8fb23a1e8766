//! Shell lines that a person copies. What comes from files is hostile: it is always quoted, never interpreted.

use plumbline_text::is_invisible;

/// A text as one shell word in single quotes (POSIX): nothing inside is interpreted. Control characters become spaces, so
/// that a copied line stays one line and moves no cursor.
pub(crate) fn shell_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' => out.push_str("'\\''"),
            c if is_invisible(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}

/// A text as it may stand in a shell comment: one line, without control characters.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if is_invisible(c) { ' ' } else { c }).collect()
}

/// A text as a JSON string with its quotes. Everything that is not plain ASCII is escaped, so that what is copied is what is
/// read.
pub(crate) fn json_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(c),
            c => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out.push('"');
    out
}

/// What a recipe is made from. Everything but the gate comes from files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Repeat<'a> {
    /// The change's id.
    pub change: &'a str,
    /// The gate's id.
    pub gate: &'a str,
    /// The part of the gate.
    pub part: Option<&'a str>,
    /// The evidence's id.
    pub evidence: &'a str,
    /// The commit.
    pub commit: Option<&'a str>,
    /// The command that made the artifact, as recorded.
    pub command: Option<&'a str>,
    /// A command that could make one, when none is recorded.
    pub fallback: Option<&'a str>,
    /// Digest of the inputs of the item's first run.
    pub inputs: Option<&'a str>,
    /// The name of the artifact's file.
    pub artifact: Option<&'a str>,
}

/// The shell lines that repeat an item and record what came out as a verification. The recorded command is shown as it was
/// recorded: the reader decides whether to run it.
pub fn lines(r: &Repeat<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(commit) = r.commit.filter(|c| !c.is_empty() && c.bytes().all(|b| b.is_ascii_hexdigit())) {
        out.push(format!("git checkout {commit}"));
    }
    match (r.command, r.fallback) {
        (Some(command), _) => {
            out.push("# the command as it was recorded: read it before you run it".to_owned());
            out.push(one_line(command.trim_end_matches('\\')));
        }
        (None, Some(fallback)) => {
            out.push("# no command is recorded; one that makes such an artifact:".to_owned());
            out.push(fallback.to_owned());
        }
        (None, None) => out.push("# no command is recorded".to_owned()),
    }
    let name = r.artifact.and_then(|p| p.rsplit(['/', '\\']).next()).filter(|n| !n.is_empty());
    let name = name.map_or_else(|| "OUTPUT".to_owned(), shell_quoted);
    out.push(format!("output=$(sha256sum < {name} | cut -d ' ' -f 1)  # the file that it wrote"));
    out.push("mkdir -p reports".to_owned());
    out.push(record_line(r));
    out
}

/// How to make an item anew: what its recipe says before it goes on to record a verification.
pub fn again(r: &Repeat<'_>) -> Vec<String> {
    let mut lines = lines(r);
    lines.truncate(lines.iter().position(|line| line.starts_with("output=")).unwrap_or(lines.len()));
    lines
}

/// The line that records a verification: JSON text in single quotes, with the three values that only the verifier knows put in
/// by printf.
fn record_line(r: &Repeat<'_>) -> String {
    let quoted = |text: &str| json_string(text).replace('%', "%%");
    let part = r.part.map(|part| format!("\"part\":{},", quoted(part))).unwrap_or_default();
    let mut json = format!(
        "{{\"format\":\"plumbline.verification/1\",\"change\":{},\"gate\":{},{part}\"evidence\":{},\"by\":\"%s\",\"at\":\"%s\"",
        quoted(r.change),
        json_string(r.gate),
        quoted(r.evidence),
    );
    if let Some(command) = r.command {
        json.push_str(&format!(",\"command\":{}", quoted(command)));
    }
    if let Some(inputs) = r.inputs {
        json.push_str(&format!(",\"inputs\":{}", quoted(inputs)));
    }
    json.push_str(",\"output\":\"%s\"}");
    // printf reads backslashes of its format: each is doubled, so that the JSON arrives as it is
    let format = format!("{}\\n", json.replace('\\', "\\\\"));
    format!(
        "printf {} \"$(id -un)\" \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" \"$output\" >> reports/verifications.ndjson",
        shell_quoted(&format)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_cannot_leave_its_quotes() {
        assert_eq!(shell_quoted("a b"), "'a b'");
        assert_eq!(shell_quoted("x'; rm -rf ~; '"), "'x'\\''; rm -rf ~; '\\'''");
        assert_eq!(shell_quoted("a\nb\u{1b}[2Jc\u{202e}d"), "'a b [2Jc d'");
        assert_eq!(json_string("a\"b\\c\né"), "\"a\\\"b\\\\c\\u000a\\u00e9\"");
        assert_eq!(json_string("😀"), "\"\\ud83d\\ude00\"");
    }

    #[test]
    fn a_recipe_ends_in_the_line_that_records_it() {
        let lines = lines(&Repeat {
            change: "contoso/platform#412",
            gate: "validation",
            evidence: "checkov",
            commit: Some("0a1b2c"),
            command: Some("checkov -d infra -o sarif"),
            inputs: Some("ab"),
            artifact: Some("evidence/412/checkov.sarif"),
            ..Repeat::default()
        });
        assert_eq!(
            lines[..5],
            [
                "git checkout 0a1b2c",
                "# the command as it was recorded: read it before you run it",
                "checkov -d infra -o sarif",
                "output=$(sha256sum < 'checkov.sarif' | cut -d ' ' -f 1)  # the file that it wrote",
                "mkdir -p reports",
            ]
        );
        assert_eq!(
            lines[5],
            "printf '{\"format\":\"plumbline.verification/1\",\"change\":\"contoso/platform#412\",\"gate\":\"validation\",\
             \"evidence\":\"checkov\",\"by\":\"%s\",\"at\":\"%s\",\"command\":\"checkov -d infra -o sarif\",\"inputs\":\"ab\",\
             \"output\":\"%s\"}\\n' \"$(id -un)\" \"$(date -u +%Y-%m-%dT%H:%M:%SZ)\" \"$output\" >> reports/verifications.ndjson"
        );
    }

    /// The line is run by a real shell, and what it wrote is read back as JSON.
    #[cfg(unix)]
    #[test]
    #[allow(clippy::disallowed_methods, reason = "the test runs a shell")]
    fn what_a_shell_records_is_what_was_meant_however_hostile_the_text() {
        let dir = std::env::temp_dir().join(format!("plumbline-recipe-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("reports")).unwrap();
        for hostile in
            ["plain", "it's $(touch pwned) `touch pwned` %s %n \\n \" ' \u{1b}[0m é 😀\nline", "'; touch pwned; '", "--", "\\"]
        {
            let record = record_line(&Repeat {
                change: hostile,
                gate: "validation",
                evidence: hostile,
                command: Some(hostile),
                inputs: Some(hostile),
                ..Repeat::default()
            });
            let script = format!("output=0123\n{record}");
            let status = std::process::Command::new("sh").arg("-c").arg(&script).current_dir(&dir).status().unwrap();
            assert!(status.success(), "{script}");
            let written = std::fs::read_to_string(dir.join("reports/verifications.ndjson")).unwrap();
            let json: serde_json::Value = serde_json::from_str(written.lines().last().unwrap()).unwrap();
            for key in ["change", "evidence", "command", "inputs"] {
                assert_eq!(json[key], hostile, "{key}");
            }
            assert_eq!(json["output"], "0123");
            assert_eq!(json["format"], "plumbline.verification/1");
        }
        assert!(!dir.join("pwned").exists(), "nothing in the text was run");
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn what_is_not_recorded_is_said_and_a_commit_that_is_none_is_left_out() {
        let r = Repeat { change: "c", gate: "intent", evidence: "e", commit: Some("$(id)"), ..Repeat::default() };
        assert_eq!(
            lines(&r)[..2],
            ["# no command is recorded", "output=$(sha256sum < OUTPUT | cut -d ' ' -f 1)  # the file that it wrote"]
        );
        let with = lines(&Repeat { fallback: Some("checkov -d ."), ..r });
        assert_eq!(with[1], "checkov -d .");
        assert_eq!(lines(&Repeat { command: Some("a\nrm b \\"), ..r })[1], "a rm b ");
    }
}
