//! The built-in table of scanners and validators: what each is good for, by its name or by the ids of its rules.
//!
//! The data stand in `scanners.txt`, whole; the policy's `tools` stand beside it.

use super::glob_fits;
use plumbline_domain::{Policy, ToolClass};
use std::collections::HashMap;
use std::sync::OnceLock;

/// A tool of the built-in table.
#[derive(Debug, PartialEq, Eq)]
pub struct Scanner {
    /// The name by which people know it.
    pub name: &'static str,
    /// What it is good for; none: it is known, and of no class.
    pub classes: Vec<ToolClass>,
}

impl Scanner {
    /// Whether it finds secrets beside other things, so that its results have to say which they are.
    pub fn finds_more_than_secrets(&self) -> bool {
        self.classes.contains(&ToolClass::Secret) && self.classes.len() > 1
    }
}

/// The form of a rule id: `#` is a digit, `*` at the end is anything.
struct RuleForm {
    form: &'static str,
    tool: usize,
}

struct Table {
    scanners: Vec<Scanner>,
    /// By the whole name.
    names: HashMap<String, usize>,
    /// By the first words of longer names.
    beginnings: HashMap<String, usize>,
    rules: Vec<RuleForm>,
}

/// The tool of this name in the built-in table.
pub fn scanner(name: &str) -> Option<&'static Scanner> {
    let table = table();
    let name = words_of(name);
    let by_beginning = || {
        let cuts = name.rmatch_indices(' ').filter_map(|(at, _)| name.get(..at));
        std::iter::once(name.as_str()).chain(cuts).find_map(|words| table.beginnings.get(words))
    };
    table.scanners.get(*table.names.get(&name).or_else(by_beginning)?)
}

/// What a tool is good for by the built-in table and the policy's `tools` together; none when neither knows it.
pub fn classes_of_tool(name: &str, policy: &Policy) -> Option<Vec<ToolClass>> {
    let known = scanner(name).map(|s| s.classes.clone());
    let lower = name.to_lowercase();
    let mut stated = policy.tools.iter().filter(|(glob, _)| glob_fits(&glob.to_lowercase(), &lower)).peekable();
    if stated.peek().is_none() {
        return known;
    }
    let mut classes = known.unwrap_or_default();
    for class in stated.flat_map(|(_, classes)| classes) {
        if !classes.contains(class) {
            classes.push(*class);
        }
    }
    Some(classes)
}

/// The known tool to which a rule id belongs by its form: `DL3006` is hadolint's.
pub fn tool_of_rule(rule_id: &str) -> Option<&'static str> {
    let table = table();
    let fits = |form: &str| {
        let (form, is_open) = form.strip_suffix('*').map_or((form, false), |form| (form, true));
        let fits = |(f, c): (u8, u8)| if f == b'#' { c.is_ascii_digit() } else { f == c };
        form.len() <= rule_id.len() && (is_open || form.len() == rule_id.len()) && form.bytes().zip(rule_id.bytes()).all(fits)
    };
    let rule = table.rules.iter().find(|rule| fits(rule.form))?;
    table.scanners.get(rule.tool).map(|s| s.name)
}

/// In lower case, words apart by one space.
fn words_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.' | '/')).filter(|w| !w.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    words
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| table_from_text(include_str!("scanners.txt")))
}

fn table_from_text(text: &'static str) -> Table {
    let mut table = Table { scanners: Vec::new(), names: HashMap::new(), beginnings: HashMap::new(), rules: Vec::new() };
    let mut classes = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(line) = line.strip_prefix('=') {
            classes = line.split_whitespace().filter_map(ToolClass::from_id).collect();
        } else if let Some(line) = line.strip_prefix('@') {
            add_rules(line, &mut table);
        } else {
            add_tool(line, &classes, &mut table);
        }
    }
    table
}

fn add_tool(line: &'static str, classes: &[ToolClass], table: &mut Table) {
    let (name, others) = line.split_once(':').unwrap_or((line, ""));
    let place = table.scanners.len();
    table.scanners.push(Scanner { name: name.trim(), classes: classes.to_vec() });
    for name in std::iter::once(name).chain(others.split(',')).map(str::trim).filter(|name| !name.is_empty()) {
        match name.strip_suffix('*') {
            Some(beginning) => table.beginnings.entry(words_of(beginning)).or_insert(place),
            None => table.names.entry(words_of(name)).or_insert(place),
        };
    }
}

/// `TOOL FORM…`: the name may have blanks in it, a form has a `#` or ends with `*`.
fn add_rules(line: &'static str, table: &mut Table) {
    let is_form = |word: &&str| word.contains('#') || word.ends_with('*');
    let name: Vec<&str> = line.split_whitespace().take_while(|word| !is_form(word)).collect();
    if let Some(&tool) = table.names.get(&words_of(&name.join(" "))) {
        table.rules.extend(line.split_whitespace().filter(is_form).map(|form| RuleForm { form, tool }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ToolClass::{Linter, Policy as OfPolicy, Secret, Template};

    fn classes(name: &str) -> Option<Vec<ToolClass>> {
        scanner(name).map(|s| s.classes.clone())
    }

    #[test]
    fn a_tool_is_known_by_each_of_its_names() {
        assert_eq!(classes("Checkov"), Some(vec![OfPolicy, Secret]));
        assert_eq!(classes("CloudFormation Lint"), Some(vec![Linter, Template]));
        assert_eq!(classes("cfn-lint"), classes("cfn_lint"));
        assert_eq!(classes("tflint-errors"), Some(vec![Linter]));
        assert_eq!(classes("Snyk Open Source"), Some(vec![OfPolicy]));
        assert_eq!(classes("ggshield"), Some(vec![Secret]));
        assert_eq!(classes("ggshield iac"), Some(vec![OfPolicy]));
        assert_eq!(classes("CodeQL"), Some(vec![]));
        assert_eq!(classes("LGTM.com"), None);
        assert_eq!(classes("trivyish"), None, "a longer word is another name");
        assert_eq!(classes("terraform scan"), None, "a suite of checkov is not terraform");
        assert_eq!(classes(""), None);
    }

    #[test]
    fn a_rule_id_tells_its_tool_by_its_form() {
        let all = ["DL3006", "SC2086", "CKV_AWS_20", "CKV2_AZURE_1", "terraform_naming_convention", "AVD-AWS-0086", "E1234"];
        let tools: Vec<_> = all.into_iter().filter_map(tool_of_rule).collect();
        assert_eq!(tools, ["hadolint", "hadolint", "checkov", "checkov", "tflint", "trivy", "cfn-lint"]);
        for other in ["E501", "E12345", "container_scanning", "DL", "", "é", "no-unused-vars"] {
            assert_eq!(tool_of_rule(other), None, "{other}");
        }
    }

    #[test]
    fn no_name_stands_twice_and_no_line_is_lost() {
        let text = include_str!("scanners.txt");
        let table = table_from_text(text);
        let mut names = std::collections::HashSet::new();
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with(['#', '=', '@'])) {
            for name in line.split([':', ',']) {
                assert!(names.insert(words_of(name)), "{name}");
            }
        }
        assert_eq!(table.names.len() + table.beginnings.len(), names.len());
        let n_rules = text.lines().filter(|l| l.starts_with('@')).count();
        assert!(table.rules.len() >= n_rules, "a tool of a rule line is not in the table");
        for line in text.lines().filter_map(|l| l.strip_prefix('=')) {
            assert!(line.split_whitespace().all(|c| c == "none" || ToolClass::from_id(c).is_some()), "{line}");
        }
    }
}
