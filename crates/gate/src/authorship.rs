//! Who wrote a change, person or model, by the trailers of its commits.

use plumbline_domain::Authorship;

/// Words in the name or address of a co-author that is a model.
pub const ASSISTANTS: &[&str] = &[
    "copilot",
    "claude",
    "anthropic",
    "chatgpt",
    "openai",
    "codex",
    "cursor",
    "gemini",
    "devin",
    "aider",
    "windsurf",
    "amazon q",
];

/// What the commits of a change say; none when they say nothing: silence is no proof of a person. The strongest word of any commit
/// counts: `Generated-by` over `Assisted-by` and a model as co-author; a trailer `Authorship:` over all.
pub fn authorship_of(messages: &[String]) -> Option<Authorship> {
    let mut found: Option<(u8, Authorship)> = None;
    for (key, value) in messages.iter().flat_map(|message| trailers(message)) {
        let said = match key.as_str() {
            "authorship" => Authorship::from_id(&value.to_lowercase()).map(|a| (3, a)),
            "generated-by" => Some((2, Authorship::AiGenerated)),
            "assisted-by" => Some((1, Authorship::AiAssisted)),
            "co-authored-by" if is_assistant(value) => Some((1, Authorship::AiAssisted)),
            _ => None,
        };
        if let Some(said) = said
            && found.is_none_or(|known| (said.0, said.1.index()) > (known.0, known.1.index()))
        {
            found = Some(said);
        }
    }
    found.map(|(_, authorship)| authorship)
}

fn is_assistant(value: &str) -> bool {
    let lower = value.to_lowercase();
    ASSISTANTS.iter().any(|word| lower.contains(word))
}

/// The trailers of a message: the `Key: value` lines of its last paragraph, when all of it is such lines. Keys in lower case.
fn trailers(message: &str) -> Vec<(String, &str)> {
    let paragraph = message.trim_end().rsplit("\n\n").next().unwrap_or_default();
    if paragraph.len() == message.trim_end().len() {
        return Vec::new(); // a subject alone has no trailers
    }
    let pairs: Option<Vec<(String, &str)>> = paragraph
        .lines()
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| {
            let (key, value) = line.split_once(':')?;
            let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            is_key.then(|| (key.to_lowercase(), value.trim()))
        })
        .collect();
    pairs.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(messages: &[&str]) -> Option<Authorship> {
        let messages: Vec<String> = messages.iter().map(|m| (*m).to_owned()).collect();
        authorship_of(&messages)
    }

    #[test]
    fn a_model_as_co_author_assisted_and_a_person_says_nothing() {
        assert_eq!(of(&["Add a vault\n\nCo-authored-by: GitHub Copilot <copilot@github.com>"]), Some(Authorship::AiAssisted));
        assert_eq!(of(&["Add a vault\n\nCo-authored-by: Mona <mona@example.org>"]), None);
        assert_eq!(of(&["Add a vault"]), None);
    }

    #[test]
    fn the_strongest_word_of_any_commit_counts() {
        let assisted = "a\n\nAssisted-by: a model";
        let generated = "b\n\nbody\n\nSigned-off-by: M <m@x>\nGenerated-by: a model";
        assert_eq!(of(&[assisted, generated, "c"]), Some(Authorship::AiGenerated));
        assert_eq!(of(&[generated, "d\n\nAuthorship: ai-assisted"]), Some(Authorship::AiAssisted));
    }

    #[test]
    fn prose_that_speaks_of_a_trailer_is_none() {
        assert_eq!(of(&["Generated-by: x"]), None, "a subject");
        assert_eq!(of(&["a\n\nGenerated-by: x is a trailer\nthat we now read"]), None, "a paragraph of prose");
        assert_eq!(of(&["a\n\nAuthorship: somebody"]), None);
    }
}
