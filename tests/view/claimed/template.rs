//! Sentences read by their templates: what a sentence may look like, and what stands in its holes.
//!
//! A template is the sentence with holes in braces; what stands in square brackets may be left out. A hole is one of several texts
//! (`{rose|fell}`), of which those that begin with `@` are kinds, or one text (`{=each}`), or a kind:
//!
//! - `n` a count in figures, `w` a count in words up to twelve, `W` the same with a capital;
//! - `n item/items` a count with its noun, which must agree;
//! - `%` a percentage, `±` a whole number that may be below nothing, `size` a size in points;
//! - `all` all of two or more: `Both`, `All nine`;
//! - `gate` the name of a gate, `gates` a list of them; `*` any text.

use plumbline_domain::Gate;

/// A piece of a template.
#[derive(Clone, Debug)]
enum Token<'p> {
    Text(&'p str),
    Hole(&'p str),
    Maybe(Vec<Token<'p>>),
}

/// What stands in the holes of a sentence, in their order; none in what is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holes(Vec<Option<String>>);

impl Holes {
    /// Whether the hole stands in the sentence.
    pub fn has(&self, i: usize) -> bool {
        self.0[i].is_some()
    }

    /// Its text.
    pub fn text(&self, i: usize) -> &str {
        self.0[i].as_deref().unwrap_or_default()
    }

    /// The number in it.
    pub fn n(&self, i: usize) -> u64 {
        number(self.text(i)).unwrap_or_else(|| panic!("{:?} is no number", self.text(i)))
    }

    /// The number in it, which may be below nothing.
    pub fn signed(&self, i: usize) -> i64 {
        self.text(i).replace('\u{2212}', "-").parse().unwrap_or_else(|_| panic!("{:?} is no number", self.text(i)))
    }
}

/// Every way in which a text can be read by a template: a name may hold the words around it.
pub fn read(template: &str, text: &str) -> Vec<Holes> {
    let (tokens, rest) = tokens(template);
    assert!(rest.is_empty(), "{template:?} ends early");
    let refs: Vec<&Token<'_>> = tokens.iter().collect();
    let (mut out, mut holes) = (Vec::new(), Vec::new());
    go(&refs, text, &mut holes, &mut out);
    out
}

fn tokens(mut rest: &str) -> (Vec<Token<'_>>, &str) {
    let mut out = Vec::new();
    while let Some(first) = rest.chars().next() {
        match first {
            '{' => {
                let end = rest.find('}').unwrap_or_else(|| panic!("an open brace in {rest:?}"));
                out.push(Token::Hole(&rest[1..end]));
                rest = &rest[end + 1..];
            }
            '[' => {
                let (inside, after) = tokens(&rest[1..]);
                out.push(Token::Maybe(inside));
                rest = &after[1..];
            }
            ']' => return (out, rest),
            _ => {
                let end = rest.find(['{', '[', ']']).unwrap_or(rest.len());
                out.push(Token::Text(&rest[..end]));
                rest = &rest[end..];
            }
        }
    }
    (out, rest)
}

fn go(tokens: &[&Token<'_>], text: &str, holes: &mut Vec<Option<String>>, out: &mut Vec<Holes>) {
    let Some((first, rest)) = tokens.split_first() else {
        if text.is_empty() {
            out.push(Holes(holes.clone()));
        }
        return;
    };
    let n = holes.len();
    match first {
        Token::Text(said) => {
            if let Some(after) = text.strip_prefix(said) {
                go(rest, after, holes, out);
            }
        }
        Token::Maybe(inside) => {
            let with: Vec<&Token<'_>> = inside.iter().chain(rest.iter().copied()).collect();
            go(&with, text, holes, out);
            holes.truncate(n);
            holes.extend(std::iter::repeat_n(None, n_holes(inside)));
            go(rest, text, holes, out);
        }
        Token::Hole(kind) => {
            let ends = text.char_indices().map(|(i, _)| i).skip(1).chain([text.len()]);
            for end in ends.filter(|end| fits(kind, &text[..*end])) {
                holes.push(Some(text[..end].to_owned()));
                go(rest, &text[end..], holes, out);
                holes.truncate(n);
            }
        }
    }
    holes.truncate(n);
}

fn n_holes(tokens: &[Token<'_>]) -> usize {
    let of = |token: &Token<'_>| match token {
        Token::Text(_) => 0,
        Token::Hole(_) => 1,
        Token::Maybe(inside) => n_holes(inside),
    };
    tokens.iter().map(of).sum()
}

fn fits(kind: &str, text: &str) -> bool {
    if let Some(literal) = kind.strip_prefix('=') {
        return text == literal;
    }
    if kind.contains('|') {
        return kind.split('|').any(|one| one.strip_prefix('@').map_or(text == one, |kind| fits(kind, text)));
    }
    if let Some((count, (one, many))) = kind.split_once(' ').and_then(|(count, nouns)| Some((count, nouns.split_once('/')?))) {
        let of = |noun: &str| text.strip_suffix(noun)?.strip_suffix(' ').filter(|n| fits(count, n)).and_then(number);
        // "1 item" and "2 items"
        return of(many).is_some_and(|n| n != 1) || of(one).is_some_and(|n| n == 1);
    }
    match kind {
        "n" => is_figures(text),
        "w" | "W" => {
            let is_capital = text.starts_with(char::is_uppercase);
            match number(text) {
                Some(n) if n > 12 => is_figures(text),
                Some(_) => !is_figures(text) && is_capital == (kind == "W"),
                None => false,
            }
        }
        "%" => {
            let whole = text.strip_suffix(" %");
            whole.is_some_and(|n| matches!(n, "under 1" | "over 99") || n.parse::<u8>().is_ok_and(|n| n <= 100))
        }
        "±" => {
            let digits = text.strip_prefix('\u{2212}').unwrap_or(text);
            is_figures(digits) && text != "\u{2212}0"
        }
        "size" => {
            let text = text.strip_prefix("about ").unwrap_or(text);
            text == "less than one point" || fits("n point/points", text)
        }
        "all" => text == "Both" || text.strip_prefix("All ").is_some_and(|n| number(n).is_some_and(|n| n > 2) && fits("w", n)),
        "gate" => Gate::ALL.iter().any(|gate| gate.title() == text),
        "gates" => !text.is_empty() && items(text).iter().all(|name| fits("gate", name)),
        "*" => true,
        other => panic!("no kind {other:?}"),
    }
}

/// A count as pages write it in figures.
pub fn figures_of(n: u64) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", figures_of(n / 1000), n % 1000) }
}

/// A count with separators for thousands.
fn is_figures(text: &str) -> bool {
    let digits = text.replace(',', "");
    digits.parse::<u64>().is_ok_and(|n| {
        let groups: Vec<&str> = text.split(',').collect();
        let is_grouped = groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
        is_grouped && n.to_string() == digits
    })
}

const WORDS: [&str; 13] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// The number that a text begins with, in figures or in a word.
pub fn number(text: &str) -> Option<u64> {
    let first = text.split(' ').next()?;
    if is_figures(first) {
        return first.replace(',', "").parse().ok();
    }
    match first {
        "no" => return Some(0),
        "Both" => return Some(2),
        "All" => return number(text.strip_prefix("All ")?),
        _ => {}
    }
    WORDS.iter().position(|word| first.eq_ignore_ascii_case(word)).map(|n| n as u64)
}

/// A number in a word up to twelve, in figures above.
pub fn in_words(n: u64) -> String {
    WORDS.get(n as usize).map_or_else(|| super::pages::in_figures(n), |word| (*word).to_owned())
}

/// The items of a list: "a", "a and b", "a, b and c".
pub fn items(list: &str) -> Vec<&str> {
    match list.rsplit_once(" and ") {
        Some((init, last)) => init.split(", ").chain([last]).collect(),
        None => vec![list],
    }
}

/// A list of names as sentences write it.
pub fn list<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", init.join(", "), last.as_ref())
        }
    }
}

#[test]
fn a_sentence_is_read_by_its_template_and_no_other() {
    let holes = |template: &str, text: &str| -> Vec<Vec<String>> {
        read(template, text).into_iter().map(|h| h.0.into_iter().map(Option::unwrap_or_default).collect()).collect()
    };
    let widest = "The gap is {n point/points}[, widest at {gates} ({n})].";
    assert_eq!(holes(widest, "The gap is 1 point."), [["1 point", "", ""]]);
    let found = holes(widest, "The gap is 23 points, widest at Intent and Observation (36).");
    assert_eq!(found, [["23 points", "Intent and Observation", "36"]]);
    for wrong in [
        "The gap is 1 points.",
        "The gap is 23 points, widest at intent (36).",
        "The gap is 23 points",
        "The gap is 2300 points.",
        "The gap is two points.",
    ] {
        assert!(holes(widest, wrong).is_empty(), "{wrong}");
    }
    assert_eq!(holes("{None|@W} of {w team/teams}", "None of two teams"), [["None", "two teams"]]);
    assert!(holes("{None|@W} of {w team/teams}", "2 of two teams").is_empty());
    assert!(holes("{w}", "13").len() == 1 && holes("{w}", "12").is_empty(), "words up to twelve");
    assert_eq!(holes("{±} to {%}", "\u{2212}3 to under 1 %"), [["\u{2212}3", "under 1 %"]]);
    assert!(read("{all} items", "Both items").len() == 1 && read("{all} items", "All two items").is_empty());
    assert!(holes("{%}", "101 %").is_empty() && holes("{±}", "\u{2212}0").is_empty());
    // a name that holds the words around it is read in every way
    assert_eq!(holes("{*} is {*}", "a is b is c").len(), 2);
}
