//! What keys say by their names, asked once for each name: documents repeat few of them very often.

use super::fields::QUOTES;
use super::rules::is_reference_block;
use crate::mask::names::holds_secret;
use crate::mask::secrets_in;
use std::collections::HashMap;

/// So many names are remembered: tools know fewer, and a hostile file cannot make it more.
const MAX_NAMES: usize = 4096;

/// What a name says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Says {
    /// What stands under it is a secret.
    pub is_of_secret: bool,
    /// What stands under it quotes source code or a secret.
    pub is_of_quote: bool,
    /// What stands under it refers to a secret by its name.
    pub is_of_reference: bool,
    /// The name itself holds a secret.
    pub holds_secret: bool,
}

impl Says {
    fn of(name: &str) -> Self {
        Says {
            is_of_secret: holds_secret(name),
            is_of_quote: QUOTES.contains(&name),
            is_of_reference: is_reference_block(name),
            holds_secret: !secrets_in(name, false).is_empty(),
        }
    }
}

/// The names of a document that were asked for.
#[derive(Debug, Default)]
pub(super) struct Keys(HashMap<String, Says>);

impl Keys {
    /// What a name says.
    pub fn says(&mut self, name: &str) -> Says {
        if let Some(says) = self.0.get(name) {
            return *says;
        }
        let says = Says::of(name);
        if self.0.len() < MAX_NAMES {
            self.0.insert(name.to_owned(), says);
        }
        says
    }
}
