//! Where in a JSON text a path such as `ladder[2].criteria[0]` stands.

/// The line and the column, both from 1, of the value at a path; of the deepest part of the path that is there. None when the
/// text is no JSON as far as it has to be read. Columns count characters.
pub fn line_and_column(text: &str, path: &str) -> Option<(u64, u64)> {
    let mut walk = Walk { text, at: 0 };
    walk.find(path)?;
    let before = text.get(..walk.at)?;
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    Some((line, column))
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
}

impl Walk<'_> {
    fn rest(&self) -> &[u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&mut self) -> Option<u8> {
        let spaces = self.rest().iter().take_while(|b| b.is_ascii_whitespace()).count();
        self.at += spaces;
        self.rest().first().copied()
    }

    fn take(&mut self, wanted: u8) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    /// Moves to the value at `path`, or to the deepest value on the way that is there.
    fn find(&mut self, path: &str) -> Option<()> {
        let here = (self.peek()?, self.at);
        let path = path.strip_prefix('.').unwrap_or(path);
        if path.is_empty() {
            return Some(());
        }
        let found = match here.0 {
            b'{' => self.find_key(path),
            b'[' => self.find_element(path),
            _ => None,
        };
        if found.is_none() {
            self.at = here.1;
        }
        Some(())
    }

    fn find_key(&mut self, path: &str) -> Option<()> {
        self.take(b'{');
        while self.peek()? == b'"' {
            let key = self.string()?;
            if !self.take(b':') {
                return None;
            }
            let rest = path.strip_prefix(key.as_str()).filter(|r| r.is_empty() || r.starts_with(['.', '[']));
            if let Some(rest) = rest {
                return self.find(rest);
            }
            self.skip()?;
            self.take(b',');
        }
        None
    }

    fn find_element(&mut self, path: &str) -> Option<()> {
        let (number, rest) = path.strip_prefix('[')?.split_once(']')?;
        let wanted: usize = number.parse().ok()?;
        self.take(b'[');
        for _ in 0..wanted {
            self.skip()?;
            if !self.take(b',') {
                return None;
            }
        }
        (self.peek()? != b']').then(|| self.find(rest))?
    }

    /// Reads a string without its quotes; escapes stay as they are, since no key of ours has one.
    fn string(&mut self) -> Option<String> {
        let start = self.at + 1;
        let mut end = start;
        let bytes = self.text.as_bytes();
        while *bytes.get(end)? != b'"' {
            end += if *bytes.get(end)? == b'\\' { 2 } else { 1 };
        }
        self.at = end + 1;
        self.text.get(start..end).map(str::to_owned)
    }

    /// Moves behind a value.
    fn skip(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                _ => {
                    let word = self.rest().iter().take_while(|b| !b",:]}\"{[ \t\r\n".contains(b)).count();
                    self.at += word.max(1);
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"a\": [1, {\"b.c\": \"é]\", \"d\": {\"e\": -1.5e3}}],\n  \"f\": null\n}";

    #[test]
    fn a_path_has_its_place() {
        // line 2 is `  "a": [1, {"b.c": "é]", "d": {"e": -1.5e3}}],`: the list begins at column 8, its object at 12
        assert_eq!(line_and_column(TEXT, ""), Some((1, 1)));
        assert_eq!(line_and_column(TEXT, "a"), Some((2, 8)));
        assert_eq!(line_and_column(TEXT, "a[1]"), Some((2, 12)));
        assert_eq!(line_and_column(TEXT, "a[1].b.c"), Some((2, 20)));
        assert_eq!(line_and_column(TEXT, "a[1].d.e"), Some((2, 37)));
        assert_eq!(line_and_column(TEXT, "f"), Some((3, 8)));
    }

    #[test]
    fn a_path_that_ends_early_has_the_place_of_what_holds_it() {
        assert_eq!(line_and_column(TEXT, "a[7]"), Some((2, 8)));
        assert_eq!(line_and_column(TEXT, "a[1].nothing"), Some((2, 12)));
        assert_eq!(line_and_column(TEXT, "f.x"), Some((3, 8)));
    }

    #[test]
    fn what_is_no_json_has_no_place_and_no_end_either() {
        for text in ["", "{\"a\": [1, 2", "{\"a\"", "{\"a\": \"\\", "[", "{]"] {
            let _ = line_and_column(text, "a[3].b");
        }
        assert_eq!(line_and_column("", "a"), None);
    }
}
