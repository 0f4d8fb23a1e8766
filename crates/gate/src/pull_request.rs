//! The block of a pull request's text that people fill in and this reads: `templates/pull_request.md`. What is malformed is
//! explained, line by line, and never guessed.

use plumbline_domain::{Authorship, Family, Risk};
use plumbline_ingest::{secret_in_text, without_secrets};

/// Where the block begins and ends in the text.
pub const BEGIN: &str = "<!-- plumbline:begin -->";
/// The end of the block.
pub const END: &str = "<!-- plumbline:end -->";

/// What the template writes where an answer belongs. Left as it is, it is none.
const HINTS: [&str; 3] = [
    "human, ai-assisted, ai-generated",
    "identity, network, data-protection, monitoring, deployment-safety; or nothing",
    "how sure are you that it does what it should and nothing else, such as 80 %",
];

/// What a pull request's text states. Everything that was left empty is absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PullRequest {
    /// The change's team.
    pub team: Option<String>,
    /// What it is part of.
    pub service: Option<String>,
    /// Where it goes.
    pub environment: Option<String>,
    /// The release that carries it.
    pub release: Option<String>,
    /// Who wrote it.
    pub authorship: Option<Authorship>,
    /// The families that it touches; `nothing` is an empty list.
    pub touches: Option<Vec<Family>>,
    /// How sure the author is that the change does what it should and nothing else, 0 to 1.
    pub confidence: Option<f64>,
    /// How sure of each risk.
    pub confidence_of_risk: Vec<(Risk, f64)>,
    /// What the change is for.
    pub objective: Option<String>,
    /// What is taken for granted.
    pub assumptions: Option<String>,
    /// What must not happen, by the categories of threats.
    pub threats: Option<String>,
}

impl PullRequest {
    /// Masks what looks like a secret in the prose, and names the sections that held some.
    pub fn mask_secrets(&mut self) -> Vec<&'static str> {
        let sections = [
            ("Deployment objective", &mut self.objective),
            ("Threat assumptions", &mut self.assumptions),
            ("Threats", &mut self.threats),
        ];
        let mut masked = Vec::new();
        for (section, text) in sections {
            if let Some(plain) = text.as_deref().and_then(|text| without_secrets(text, false)) {
                *text = Some(plain);
                masked.push(section);
            }
        }
        masked
    }

    /// The threat intent as a document, when objective and assumptions were written; with the threats, where they were.
    pub fn threat_intent(&self) -> Option<String> {
        let (objective, assumptions) = (self.objective.as_deref()?, self.assumptions.as_deref()?);
        let threats = self.threats.as_deref().map(|threats| format!("\n# Threats\n\n{threats}\n")).unwrap_or_default();
        Some(format!("# Deployment objective\n\n{objective}\n\n# Threat assumptions\n\n{assumptions}\n{threats}"))
    }
}

/// Reads the block of a text. None when there is no block.
///
/// # Errors
/// One sentence for everything that is malformed, each with its line in the text.
pub fn pull_request_from_text(text: &str) -> Result<Option<PullRequest>, Vec<String>> {
    let lines: Vec<&str> = text.lines().collect();
    let place = |mark: &str| -> Vec<usize> {
        let is_mark = |line: &str| line.split_whitespace().collect::<String>() == mark.split_whitespace().collect::<String>();
        (0..lines.len()).filter(|&i| lines.get(i).is_some_and(|l| is_mark(l))).collect()
    };
    let (begins, ends) = (place(BEGIN), place(END));
    let (begin, end) = match (begins.as_slice(), ends.as_slice()) {
        ([], []) => return Ok(None),
        ([begin], [end]) if begin < end => (*begin, *end),
        ([], [end, ..]) => return Err(vec![format!("line {}: the block ends but does not begin: {BEGIN} is missing", end + 1)]),
        ([begin, ..], []) => {
            return Err(vec![format!("line {}: the block begins but does not end: {END} is missing", begin + 1)]);
        }
        ([begin], [_]) => return Err(vec![format!("line {}: the block ends before it begins", begin + 1)]),
        ([_, second, ..], _) => return Err(vec![format!("line {}: a second block begins: only one is allowed", second + 1)]),
        (_, [_, second, ..]) => return Err(vec![format!("line {}: the block ends a second time", second + 1)]),
    };
    let mut block = Block::default();
    for (n, line) in lines.iter().enumerate().take(end).skip(begin + 1) {
        block.line(n + 1, line);
    }
    block.finish()
}

#[derive(Default)]
struct Block {
    out: PullRequest,
    errors: Vec<String>,
    seen: Vec<String>,
    section: Section,
    is_comment: bool,
    objective: String,
    assumptions: String,
    threats: String,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Section {
    #[default]
    Fields,
    Objective,
    Assumptions,
    Threats,
}

impl Block {
    fn line(&mut self, n: usize, raw: &str) {
        let trimmed = raw.trim();
        // hints to the author stand in comments
        if self.is_comment || trimmed.starts_with("<!--") {
            self.is_comment = !trimmed.contains("-->");
            return;
        }
        if let Some(title) = trimmed.strip_prefix('#') {
            let title = title.trim_start_matches('#').trim().trim_end_matches(':').to_lowercase();
            match title.as_str() {
                "deployment objective" => self.section = Section::Objective,
                "threat assumptions" => self.section = Section::Assumptions,
                "threats" => self.section = Section::Threats,
                "plumbline" => self.section = Section::Fields,
                _ => self.errors.push(format!(
                    "line {n}: the heading \"{title}\" is none of Deployment objective, Threat assumptions and Threats"
                )),
            }
            return;
        }
        match self.section {
            Section::Fields if trimmed.is_empty() => {}
            Section::Fields => self.field(n, trimmed),
            Section::Objective => push_line(&mut self.objective, raw),
            Section::Assumptions => push_line(&mut self.assumptions, raw),
            Section::Threats => push_line(&mut self.threats, raw),
        }
    }

    fn field(&mut self, n: usize, line: &str) {
        let line = line.trim_start_matches(['-', '*', ' ']);
        let Some((key, value)) = line.split_once(':') else {
            self.errors.push(format!("line {n}: \"{line}\" is not of the form Key: value"));
            return;
        };
        let key = key.trim().trim_matches('*').trim().to_lowercase();
        let value = unmarked(value);
        if self.seen.contains(&key) {
            self.errors.push(format!("line {n}: duplicate key \"{key}\""));
            return;
        }
        self.seen.push(key.clone());
        let stated = !value.is_empty() && !HINTS.contains(&value);
        if secret_in_text(value) {
            self.errors.push(format!("line {n}: the answer holds what looks like a secret: take it out, and revoke the secret"));
            return;
        }
        let text = stated.then(|| value.to_owned());
        let risk = match key.as_str() {
            "confidence that no secret is exposed" => Some(Risk::SecretExposure),
            "confidence that no role grants too much" => Some(Risk::IamOverPermission),
            "confidence that nothing drifts" => Some(Risk::MisconfigurationDrift),
            _ => None,
        };
        match (key.as_str(), risk) {
            ("team", _) => self.out.team = text,
            ("service", _) => self.out.service = text,
            ("environment", _) => self.out.environment = text,
            ("release", _) => self.out.release = text,
            ("written by", _) if stated => match Authorship::from_id(&value.to_lowercase()) {
                Some(authorship) => self.out.authorship = Some(authorship),
                None => self.errors.push(format!(
                    "line {n}: written by is one of {}, not \"{value}\"",
                    Authorship::ALL.iter().map(|a| a.id()).collect::<Vec<_>>().join(", ")
                )),
            },
            ("touches", _) if stated => match families(value) {
                Ok(families) => self.out.touches = Some(families),
                Err(word) => self.errors.push(format!(
                    "line {n}: touches is \"nothing\" or some of {}, not \"{word}\"",
                    Family::ALL.iter().map(|f| f.id()).collect::<Vec<_>>().join(", ")
                )),
            },
            ("confidence", _) if stated => match confidence(value) {
                Ok(c) => self.out.confidence = Some(c),
                Err(why) => self.errors.push(format!("line {n}: {why}")),
            },
            (_, Some(risk)) if stated => match confidence(value) {
                Ok(c) => self.out.confidence_of_risk.push((risk, c)),
                Err(why) => self.errors.push(format!("line {n}: {why}")),
            },
            ("written by" | "touches" | "confidence", _) | (_, Some(_)) => {}
            _ => self.errors.push(format!("line {n}: \"{key}\" is not a key of the block")),
        }
    }

    fn finish(self) -> Result<Option<PullRequest>, Vec<String>> {
        if !self.errors.is_empty() {
            return Err(self.errors);
        }
        let told = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let (objective, assumptions, threats) = (told(&self.objective), told(&self.assumptions), told(&self.threats));
        Ok(Some(PullRequest { objective, assumptions, threats, ..self.out }))
    }
}

/// A value without the marks of Markdown around the whole of it: `_x_`, `**x**` and `` `x` `` are x.
fn unmarked(value: &str) -> &str {
    // in `**Team:** x` the mark that ends the key stands behind the colon
    let value = value.trim();
    let mut value = ["** ", "* "].iter().find_map(|end| value.strip_prefix(end)).unwrap_or(value).trim();
    while let Some(inside) = ["**", "__", "*", "_", "`"].iter().find_map(|mark| within(value, mark)) {
        value = inside.trim();
    }
    match value {
        "*" | "**" => "",
        _ => value.strip_prefix("**").unwrap_or(value),
    }
}

/// What stands between two marks, when they are one pair around it all, and not one at each end of `_a_ or _b_`.
fn within<'a>(value: &'a str, mark: &str) -> Option<&'a str> {
    let inside = value.strip_prefix(mark)?.strip_suffix(mark)?;
    let closes_within =
        [' ', ','].iter().any(|c| inside.contains(&format!("{mark}{c}")) || inside.contains(&format!("{c}{mark}")));
    (!inside.trim().is_empty() && !closes_within).then_some(inside)
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

/// `80 %` or `0.8`. A bare whole number could be either, so it is asked for.
fn confidence(value: &str) -> Result<f64, String> {
    let explained = || format!("a confidence is written as 80 % or 0.8, not \"{value}\"");
    let (number, scale) = match value.strip_suffix('%') {
        Some(number) => (number.trim(), 100.0),
        None if value.contains('.') => (value, 1.0),
        None => return Err(explained()),
    };
    let is_plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let n: f64 = number.parse().ok().filter(|_| is_plain).ok_or_else(explained)?;
    let share = n / scale;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err(format!("a confidence is 0 % to 100 %, not \"{value}\"")) }
}

fn families(value: &str) -> Result<Vec<Family>, String> {
    if value.eq_ignore_ascii_case("nothing") {
        return Ok(Vec::new());
    }
    let mut families = Vec::new();
    for word in value.split(',').map(|w| w.trim().to_lowercase()).filter(|w| !w.is_empty()) {
        match Family::from_id(&word.replace(' ', "-")) {
            Some(family) if !families.contains(&family) => families.push(family),
            Some(_) => {}
            None => return Err(word),
        }
    }
    Ok(families)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(inside: &str) -> Result<Option<PullRequest>, Vec<String>> {
        pull_request_from_text(&format!("Hello.\n{BEGIN}\n{inside}\n{END}\nBye."))
    }

    #[test]
    fn a_filled_block_is_read() {
        let block = read(
            "- **Team:** payments\n- Environment: `prod`\n- Written by: AI-generated\n- Touches: identity, data protection\n\
             - Confidence: 85 %\n- Confidence that nothing drifts: 0.5\n\n### Deployment objective\n<!-- why -->\nKeys leave the code.\n\n\
             ### Threat assumptions\nNobody reads\nthe vault from outside.\n\n### Threats:\n<!-- by category -->\nTampering (CWE-345).",
        )
        .unwrap()
        .unwrap();
        assert_eq!((block.team.as_deref(), block.environment.as_deref()), (Some("payments"), Some("prod")));
        assert_eq!(block.authorship, Some(Authorship::AiGenerated));
        assert_eq!(block.touches, Some(vec![Family::Identity, Family::DataProtection]));
        assert_eq!((block.confidence, block.confidence_of_risk.clone()), (Some(0.85), vec![(Risk::MisconfigurationDrift, 0.5)]));
        assert_eq!(
            block.threat_intent().unwrap(),
            "# Deployment objective\n\nKeys leave the code.\n\n# Threat assumptions\n\nNobody reads\nthe vault from outside.\n\n# Threats\n\nTampering (CWE-345).\n"
        );
    }

    #[test]
    fn the_template_as_it_is_states_nothing() {
        let template = include_str!("../../../templates/pull_request.md");
        assert_eq!(pull_request_from_text(template), Ok(Some(PullRequest::default())));
        assert_eq!(pull_request_from_text("No block here."), Ok(None));
    }

    #[test]
    fn an_answer_in_italics_is_an_answer() {
        let block = read(
            "- Team: _payments_\n- **Service:** *ledger*\n- Environment: **prod**\n- Release: `_r1`\n- Written by: _ai-generated_\n\
             - Touches: _network_\n- Confidence: _80 %_\n### Deployment objective\n_Keys leave the code._",
        )
        .unwrap()
        .unwrap();
        let texts = [&block.team, &block.service, &block.environment, &block.release, &block.objective];
        let told: Vec<_> = texts.iter().map(|t| t.as_deref().unwrap_or_default()).collect();
        assert_eq!(told, ["payments", "ledger", "prod", "_r1", "_Keys leave the code._"]);
        assert_eq!((block.authorship, block.confidence), (Some(Authorship::AiGenerated), Some(0.8)));
        assert_eq!(block.touches, Some(vec![Family::Network]));
        // what is neither the hint nor an answer is refused with its line
        assert!(read("Confidence: _quite sure_").unwrap_err()[0].starts_with("line 3: a confidence is written as"));
    }

    #[test]
    fn marks_are_taken_off_in_pairs() {
        for (raw, plain) in [
            ("** x", "x"),
            ("**x", "x"),
            ("_my_team_", "my_team"),
            ("**_x_**", "x"),
            ("_a_ or _b_", "_a_ or _b_"),
            ("a_b_", "a_b_"),
            ("svc-*", "svc-*"),
            ("**", ""),
            ("_", "_"),
            ("__", "__"),
            ("", ""),
        ] {
            assert_eq!(unmarked(raw), plain, "{raw}");
        }
    }

    #[test]
    fn what_is_malformed_is_explained_line_by_line() {
        // the block begins on line 2, so its first line is line 3
        let errors = read("Team: a\nColour: red\nConfidence: high\nConfidence that nothing drifts: 80\nTouches: network, moon\nTeam: b\nnothing").unwrap_err();
        assert_eq!(
            errors,
            [
                "line 4: \"colour\" is not a key of the block",
                "line 5: a confidence is written as 80 % or 0.8, not \"high\"",
                "line 6: a confidence is written as 80 % or 0.8, not \"80\"",
                "line 7: touches is \"nothing\" or some of identity, network, data-protection, monitoring, deployment-safety, not \"moon\"",
                "line 8: duplicate key \"team\"",
                "line 9: \"nothing\" is not of the form Key: value",
            ]
        );
        assert_eq!(read("Confidence: 180 %").unwrap_err(), ["line 3: a confidence is 0 % to 100 %, not \"180 %\""]);
        assert!(read("Confidence: NaN%").is_err() && read("Confidence: -0.5").is_err());
    }

    #[test]
    fn a_secret_in_the_block_goes_no_further() {
        let token = format!("ghp_{}", "a1B2".repeat(9));
        let told = read(&format!("Team: {token}")).unwrap_err();
        assert_eq!(told, ["line 3: the answer holds what looks like a secret: take it out, and revoke the secret"]);
        let prose = format!("### Deployment objective\nThe key {token}\nleaves the code.\n### Threats\nTampering.");
        let mut block = read(&prose).unwrap().unwrap();
        assert_eq!(block.mask_secrets(), ["Deployment objective"]);
        assert_eq!(block.objective.as_deref(), Some("The key ghp_(redacted)\nleaves the code."));
        assert_eq!(block.threats.as_deref(), Some("Tampering."));
    }

    #[test]
    fn half_a_block_is_none() {
        let only_begin = pull_request_from_text(&format!("a\n{BEGIN}\nTeam: x")).unwrap_err();
        assert_eq!(only_begin, [format!("line 2: the block begins but does not end: {END} is missing")]);
        assert!(pull_request_from_text(END).is_err());
        assert!(pull_request_from_text(&format!("{END}\n{BEGIN}")).is_err());
        assert!(pull_request_from_text(&format!("{BEGIN}\n{END}\n{BEGIN}\n{END}")).is_err());
    }

    #[test]
    fn nothing_is_a_scope_and_silence_is_none() {
        assert_eq!(read("Touches: nothing").unwrap().unwrap().touches, Some(vec![]));
        assert_eq!(read("Touches:").unwrap().unwrap().touches, None);
        assert_eq!(read("### Deployment objective\nx").unwrap().unwrap().threat_intent(), None);
        let without_threats = read("### Deployment objective\nx\n### Threat assumptions\ny").unwrap().unwrap();
        assert_eq!(without_threats.threat_intent().unwrap(), "# Deployment objective\n\nx\n\n# Threat assumptions\n\ny\n");
        let error = read("### Purpose\nx").unwrap_err();
        assert_eq!(
            error,
            [
                "line 3: the heading \"purpose\" is none of Deployment objective, Threat assumptions and Threats",
                "line 4: \"x\" is not of the form Key: value"
            ]
        );
    }
}
