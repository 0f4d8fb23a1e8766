//! How wide a piece of text is: asked of the browser on the page, of a table elsewhere.

/// Tells text widths, so that labels can be placed without touching.
pub trait Measure {
    /// The width of `text` in CSS pixels, at `size` pixels, in the page's sans face, semibold or regular.
    fn width(&self, text: &str, size: f64, bold: bool) -> f64;
}

/// Widths of a plain grotesque, near enough for layout where no browser can be asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainMeasure;

impl Measure for PlainMeasure {
    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let thousandths: f64 = text.chars().map(advance).sum();
        thousandths / 1000.0 * size * if bold { 1.06 } else { 1.0 }
    }
}

/// The advance of a character in thousandths of the type size.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' => 222.0,
        ' ' | '\u{a0}' | '.' | ',' | ':' | ';' | 't' | 'f' | 'I' | '/' | '|' | '!' => 278.0,
        'r' | '(' | ')' | '-' => 333.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
        '+' | '−' | '=' | '<' | '>' => 584.0,
        'm' => 833.0,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722.0,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667.0,
        'F' | 'T' | 'Z' => 611.0,
        'G' | 'O' | 'Q' => 778.0,
        'M' => 833.0,
        'W' | '…' => 944.0,
        '%' => 889.0,
        _ => 556.0,
    }
}

/// Shortens `text` with an ellipsis until it fits `room` pixels; empty when not even one letter does.
pub(crate) fn fitted(text: &str, room: f64, size: f64, bold: bool, measure: &dyn Measure) -> String {
    if measure.width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let shorter: String = kept.iter().collect();
        let shorter = shorter.trim_end();
        if shorter.is_empty() {
            break;
        }
        let candidate = format!("{shorter}…");
        if measure.width(&candidate, size, bold) <= room {
            return candidate;
        }
    }
    String::new()
}

/// Breaks `text` at its spaces into at most `most` lines that fit `room` pixels; what is left over ends in an ellipsis.
pub(crate) fn wrapped(text: &str, room: f64, size: f64, most: usize, measure: &dyn Measure) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split(' ').filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let mut line = word.to_owned();
        let last = lines.len() + 1 >= most;
        while let Some(next) = words.peek() {
            let longer = format!("{line} {next}");
            if !last && measure.width(&longer, size, false) > room {
                break;
            }
            line = longer;
            words.next();
        }
        lines.push(fitted(&line, room, size, false, measure));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shortened_only_when_it_must_be() {
        let m = PlainMeasure;
        // "Intent" = I 278 + n 556 + t 278 + e 556 + n 556 + t 278 = 2502 thousandths: 25.02 at 10 px.
        assert!((m.width("Intent", 10.0, false) - 25.02).abs() < 1e-9);
        assert_eq!(fitted("Intent", 26.0, 10.0, false, &m), "Intent");
        let cut = fitted("Intent", 24.0, 10.0, false, &m);
        assert!(cut.ends_with('…') && m.width(&cut, 10.0, false) <= 24.0);
        assert_eq!(fitted("Intent", 3.0, 10.0, false, &m), "");
    }

    #[test]
    fn lines_break_at_spaces_and_the_last_ends_in_an_ellipsis() {
        let m = PlainMeasure;
        let text = "What runs is watched, and the alarm is heard";
        let lines = wrapped(text, 110.0, 11.0, 4, &m);
        assert_eq!(lines.join(" "), text);
        assert!(lines.len() > 1 && lines.iter().all(|l| m.width(l, 11.0, false) <= 110.0));
        let cut = wrapped(text, 70.0, 11.0, 2, &m);
        assert_eq!(cut.len(), 2);
        assert!(cut[1].ends_with('…'));
        assert!(wrapped("", 110.0, 11.0, 2, &m).is_empty());
    }
}
