//! Every sentence of odd organisations holds: each is read by its template and held against the figures.
//!
//! A sentence that no template reads fails, so that a new sentence comes with its claim.

mod confidence;
mod facts;
mod general;
mod guards;
mod known;
mod ladder;
mod moves;
mod pages;
mod practice;
mod sides;
mod template;
mod titles;
mod walk;
mod worlds;

use facts::{Facts, Verdict};
use template::{Holes, read};

/// What a sentence may look like, and what it then claims.
pub struct Rule(pub &'static str, pub fn(&Facts<'_>, &Holes) -> Verdict);

/// That one of the rules reads a text, and that what it claims holds. A name may hold the words around it: then one reading must hold.
pub fn check(rules: &[Rule], facts: &Facts<'_>, text: &str) -> Verdict {
    let mut wrong = Err(format!("no template reads {text:?}"));
    for Rule(template, claim) in rules {
        for holes in read(template, text) {
            match claim(facts, &holes) {
                Ok(()) => return Ok(()),
                Err(why) => wrong = Err(format!("{text:?}, read as {template:?}: {why}")),
            }
        }
    }
    wrong
}
