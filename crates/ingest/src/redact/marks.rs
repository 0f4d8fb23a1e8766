//! Which values of a document are redacted.

use super::granted::{is_port, names_a_port, says_what_is_granted};
use super::tree::{Kind, Tree};
use crate::mask::{REDACTED, is_reference};
use std::collections::HashMap;

/// Values that are redacted, of one document.
#[derive(Debug)]
pub(super) struct Marks<'t> {
    pub tree: &'t Tree<'t>,
    whole: Vec<bool>,
    /// Whether what is marked now is so by a mask: by the word of whoever wrote the sources.
    is_by_mask: bool,
}

impl<'t> Marks<'t> {
    pub fn of(tree: &'t Tree<'t>) -> Self {
        Marks { tree, whole: vec![false; tree.nodes.len()], is_by_mask: false }
    }

    /// Whether a value is redacted as a whole.
    pub fn is_marked(&self, i: usize) -> bool {
        self.whole.get(i).copied().unwrap_or(false)
    }

    /// Marks one value, if it is a text, a number or an alias.
    pub fn mark(&mut self, i: usize) {
        match self.tree.kind(i) {
            Kind::Text if self.says_no_secret(i) => {}
            // whoever is judged also says what is sensitive: roles, rules and addresses stay to be judged
            Kind::Text if self.is_by_mask && says_what_is_granted(&self.tree.text_of(i)) => {}
            Kind::Text | Kind::Number => self.set(i),
            Kind::Alias => {
                if let Some(target) = self.tree.target(i).filter(|target| !self.is_marked(*target)) {
                    self.mark_all(target);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, i: usize) {
        if let Some(mark) = self.whole.get_mut(i) {
            *mark = true;
        }
    }

    /// Whether a text under a mask is no secret: nothing, what was masked already, the name of a vault or of a secret in it.
    fn says_no_secret(&self, i: usize) -> bool {
        let text = self.tree.text_of(i);
        let text = text.trim();
        let is_masked = text.bytes().all(|b| b == b'*') || text.starts_with(REDACTED) || text.ends_with(REDACTED);
        is_masked || text.eq_ignore_ascii_case("(sensitive value)") || is_reference(text)
    }

    /// Marks all texts and numbers in a value. Its shape stays, and so do the names in lists of names and values.
    pub fn mark_all(&mut self, i: usize) {
        match self.tree.kind(i) {
            Kind::Object => {
                let tree = self.tree;
                let has_value =
                    tree.pairs(i).any(|(key, _)| matches!(tree.text_of(key).as_ref(), "value" | "Value" | "valueFrom"));
                for (key, value) in tree.pairs(i) {
                    let is_name = has_value && matches!(tree.text_of(key).as_ref(), "name" | "Name");
                    let stays = is_name && tree.kind(value) == Kind::Text;
                    if !stays && !self.is_masked_port(&tree.text_of(key), value) {
                        self.mark_all(value);
                    }
                }
            }
            Kind::Array => {
                let tree = self.tree;
                tree.elements(i).for_each(|element| self.mark_all(element));
            }
            Kind::Alias if self.is_marked(i) => {}
            Kind::Alias => {
                self.set(i);
                self.mark(i);
            }
            _ => self.mark(i),
        }
    }

    /// Marks all texts in a value that quotes, and leaves its numbers, which are lines.
    pub fn mark_texts(&mut self, i: usize) {
        for node in i..self.tree.after(i).min(self.tree.nodes.len()) {
            if self.tree.kind(node) == Kind::Text {
                self.mark(node);
            }
        }
    }

    /// Marks what a mask of Terraform marks: where it is true all below, and where it is a list or an object the same places in it.
    pub fn mark_masked(&mut self, value: usize, mask: usize) {
        let was_by_mask = std::mem::replace(&mut self.is_by_mask, true);
        self.mark_where_masked(value, mask);
        self.is_by_mask = was_by_mask;
    }

    /// Whether a mask is on the port of a rule.
    fn is_masked_port(&self, key: &str, value: usize) -> bool {
        let tree = self.tree;
        let is_one = |i: usize| match tree.kind(i) {
            Kind::Text => is_port(&tree.text_of(i)),
            Kind::Number => is_port(tree.text.get(tree.span(i)).unwrap_or_default()),
            _ => false,
        };
        let are_all = match tree.kind(value) {
            Kind::Array => tree.elements(value).all(is_one),
            _ => is_one(value),
        };
        self.is_by_mask && names_a_port(key) && are_all
    }

    fn mark_where_masked(&mut self, value: usize, mask: usize) {
        let tree = self.tree;
        match (tree.kind(mask), tree.kind(value)) {
            (Kind::True, _) => self.mark_all(value),
            (Kind::Object, Kind::Object) => {
                let values = by_key(tree, value);
                for (key, inner) in tree.pairs(mask) {
                    let value = values.get(tree.text_of(key).as_ref());
                    if let Some(value) = value.filter(|value| !self.is_masked_port(&tree.text_of(key), **value)) {
                        self.mark_where_masked(*value, inner);
                    }
                }
                // of a key that stands twice, the last one is known by its name, and the others have no mask of their own
                if values.len() != tree.pairs(value).count() {
                    self.mark_all(value);
                }
            }
            (Kind::Array, Kind::Array) => {
                for (inner, value) in tree.elements(mask).zip(tree.elements(value)) {
                    self.mark_where_masked(value, inner);
                }
            }
            (Kind::Object | Kind::Array, _) if holds_true(tree, mask) => self.mark_all(value),
            _ => {}
        }
    }

    /// Marks what a mask of planned values marks in the expressions of the configuration: their constants.
    pub fn mark_constants(&mut self, expression: usize, mask: usize) {
        let tree = self.tree;
        if let Some(constant) = tree.get(expression, "constant_value") {
            return self.mark_masked(constant, mask);
        }
        match (tree.kind(mask), tree.kind(expression)) {
            (Kind::True, _) => self.mark_all_constants(expression),
            (Kind::Object, Kind::Object) => {
                let expressions = by_key(tree, expression);
                for (key, inner) in tree.pairs(mask) {
                    if let Some(expression) = expressions.get(tree.text_of(key).as_ref()) {
                        self.mark_constants(*expression, inner);
                    }
                }
            }
            (Kind::Array, Kind::Array) if tree.elements(mask).count() == tree.elements(expression).count() => {
                for (inner, expression) in tree.elements(mask).zip(tree.elements(expression)) {
                    self.mark_constants(expression, inner);
                }
            }
            (Kind::Object | Kind::Array, _) if holds_true(tree, mask) => self.mark_all_constants(expression),
            _ => {}
        }
    }

    /// Marks every constant in an expression.
    pub fn mark_all_constants(&mut self, expression: usize) {
        let tree = self.tree;
        for (key, value) in tree.pairs(expression) {
            match tree.text_of(key).as_ref() {
                "constant_value" => self.mark_all(value),
                "references" => {}
                _ => self.mark_all_constants(value),
            }
        }
        tree.elements(expression).for_each(|element| self.mark_all_constants(element));
    }
}

/// The values of an object by their keys.
pub(super) fn by_key<'t>(tree: &'t Tree<'_>, object: usize) -> HashMap<std::borrow::Cow<'t, str>, usize> {
    tree.pairs(object).map(|(key, value)| (tree.text_of(key), value)).collect()
}

/// Whether a mask marks anything.
fn holds_true(tree: &Tree<'_>, mask: usize) -> bool {
    (mask..tree.after(mask).min(tree.nodes.len())).any(|i| tree.kind(i) == Kind::True)
}
