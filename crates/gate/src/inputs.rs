//! What a command was run on, as one digest: the paths and contents of the infrastructure's sources, the same on every machine.

use plumbline_ingest::sha256_hex;

/// The sources of infrastructure as code that count where no other patterns are given: globs over paths relative to the checkout,
/// with `/` between their parts; `**` stands for any folders.
pub const DEFAULT_PATTERNS: &[&str] = &[
    "**/*.tf",
    "**/*.tf.json",
    "**/*.tfvars",
    "**/*.tfvars.json",
    "**/*.tofu",
    "**/*.hcl",
    "**/*.bicep",
    "**/*.bicepparam",
    "**/bicepconfig.json",
    "**/azuredeploy*.json",
    "**/*.template.json",
    "**/*.template.yaml",
    "**/*.template.yml",
    "**/Pulumi*.yaml",
];

/// One source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Relative to the checkout, with `/` between its parts.
    pub path: String,
    /// The digest of its content: 64 lower-case hex digits.
    pub sha256: String,
}

impl Input {
    /// A file by its content. Line ends count as `\n`, whatever a checkout made of them.
    pub fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        Input { path: path.into(), sha256: sha256_hex(&with_plain_line_ends(bytes)) }
    }
}

/// Each `\r\n` as `\n`.
fn with_plain_line_ends(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().peekable();
    while let Some(&byte) = rest.next() {
        if byte == b'\r' && rest.peek() == Some(&&b'\n') {
            continue;
        }
        out.push(byte);
    }
    out
}

/// The digest of all: the SHA-256 of the lines that `sha256sum` writes for the files, in byte order of their paths.
pub fn inputs_digest(inputs: &[Input]) -> String {
    let mut sorted: Vec<&Input> = inputs.iter().collect();
    sorted.sort_by(|a, b| a.path.as_bytes().cmp(b.path.as_bytes()));
    let mut lines = String::new();
    for input in sorted {
        lines.push_str(&format!("{}  {}\n", input.sha256, input.path));
    }
    sha256_hex(lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_order_nor_line_ends_of_a_checkout_matter_and_paths_and_contents_do() {
        let unix = [Input::new("a.tf", b"x\ny\n"), Input::new("b/c.tf", b"z")];
        let windows = [Input::new("b/c.tf", b"z"), Input::new("a.tf", b"x\r\ny\r\n")];
        assert_eq!(inputs_digest(&unix), inputs_digest(&windows));
        let moved = [Input::new("a.tf", b"x\ny\n"), Input::new("b/d.tf", b"z")];
        let altered = [Input::new("a.tf", b"x\ny"), Input::new("b/c.tf", b"z")];
        assert_ne!(inputs_digest(&unix), inputs_digest(&moved));
        assert_ne!(inputs_digest(&unix), inputs_digest(&altered));
    }

    #[test]
    fn the_digest_is_that_of_what_sha256sum_writes() {
        // printf x > a.tf; sha256sum a.tf | sha256sum
        let line = format!("{}  a.tf\n", sha256_hex(b"x"));
        assert_eq!(inputs_digest(&[Input::new("a.tf", b"x")]), sha256_hex(line.as_bytes()));
    }
}
