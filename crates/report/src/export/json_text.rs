//! JSON values as text.

use super::json_difference::tree;
use plumbline_json::Json;

/// How long a list or an object may be that stands on one line, in bytes.
const LINE: usize = 110;

/// A value as JSON, on one line.
pub(super) fn written(value: &Json<'_>) -> String {
    let mut out = String::new();
    write(value, "", &mut out);
    plumbline_text::json(&out).into_owned()
}

/// A JSON text laid out in lines, for people to edit; what fits stays on one line. A text that has lines is left as it is.
pub fn laid_out(text: &str) -> String {
    match tree(text) {
        Json::Null => text.to_owned(),
        _ if text.trim().contains('\n') => text.to_owned(),
        value => {
            let mut out = String::new();
            lay_out(&value, 0, &mut out);
            out.push('\n');
            plumbline_text::json(&out).into_owned()
        }
    }
}

fn lay_out(value: &Json<'_>, depth: usize, out: &mut String) {
    let mut line = String::new();
    write(value, " ", &mut line);
    let line_up = |out: &mut String, depth: usize| {
        out.push('\n');
        (0..depth).for_each(|_| out.push_str("  "));
    };
    // The outermost value always has lines.
    if depth > 0 && line.len() <= LINE {
        out.push_str(&line);
        return;
    }
    match value {
        Json::Object(pairs) if !pairs.is_empty() => {
            out.push('{');
            for (i, (key, value)) in pairs.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                line_up(out, depth + 1);
                write_text(key, out);
                out.push_str(": ");
                lay_out(value, depth + 1, out);
            }
            line_up(out, depth);
            out.push('}');
        }
        Json::Array(values) if !values.is_empty() => {
            out.push('[');
            for (i, value) in values.iter().enumerate() {
                out.push_str(if i == 0 { "" } else { "," });
                line_up(out, depth + 1);
                lay_out(value, depth + 1, out);
            }
            line_up(out, depth);
            out.push(']');
        }
        _ => out.push_str(&line),
    }
}

/// Writes a value on one line, with `space` behind colons and commas.
fn write(value: &Json<'_>, space: &str, out: &mut String) {
    let comma = |i: usize, out: &mut String| {
        if i > 0 {
            out.push(',');
            out.push_str(space);
        }
    };
    match value {
        Json::Null | Json::Repeated(_) => out.push_str("null"),
        Json::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Json::Number(text) => out.push_str(text),
        Json::String(text) => write_text(text, out),
        Json::Array(values) => {
            out.push('[');
            for (i, value) in values.iter().enumerate() {
                comma(i, out);
                write(value, space, out);
            }
            out.push(']');
        }
        Json::Object(pairs) => {
            out.push('{');
            for (i, (key, value)) in pairs.iter().enumerate() {
                comma(i, out);
                write_text(key, out);
                out.push(':');
                out.push_str(space);
                write(value, space, out);
            }
            out.push('}');
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    // A text always becomes JSON.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_on_one_line_is_laid_out_and_says_the_same() {
        let ten = "\"0123456789\"";
        let long = [ten; 9].join(",");
        let text = format!(r#"{{"a":{{"b":[1.50,null],"c":"x\ny"}},"d":[{long}],"e":[],"f":{{}}}}"#);
        let lines = laid_out(&text);
        // nine texts of twelve letters with eight times two letters between them and brackets: 126, more than a line holds
        let expected = format!(
            "{{\n  \"a\": {{\"b\": [1.50, null], \"c\": \"x\\ny\"}},\n  \"d\": [\n    {}\n  ],\n  \"e\": [],\n  \"f\": {{}}\n}}\n",
            [ten; 9].join(",\n    ")
        );
        assert_eq!(lines, expected);
        assert_eq!(written(&tree(&lines)), text);
        assert_eq!(laid_out(&lines), lines, "what has lines is left as it is");
    }

    #[test]
    fn what_is_no_json_is_left_as_it_is() {
        for text in ["", "{", "null", "{\"a\": ", "\u{feff}{}"] {
            assert_eq!(laid_out(text), text);
        }
    }
}
