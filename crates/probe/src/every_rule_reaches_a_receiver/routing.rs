//! Alertmanager's routing, which is Grafana's too: from the labels of an alert to its receivers.
//!
//! An alert enters at the root, which takes every alert. At each route the routes below it are tried in order; the first that matches
//! takes the alert, and those behind it are tried only when it says `continue`. When none matches, the route itself takes it. A route
//! without a receiver has that of the route above. A label that an alert does not have compares as empty.

use super::standing::{Level, Receivers, Standing, Why};
use plumbline_domain::{Comparison, Label, Matcher, Route};
use regex_lite::{Regex, RegexBuilder};
use std::cell::Cell;

/// How many comparisons are made for all alerts of a question together. Real rules and routes need some hundred thousand.
const MAX_STEPS: usize = 50_000_000;

/// How many regular expressions are compiled, and how large each may get.
const MAX_EXPRESSIONS: usize = 2_000;
const MAX_EXPRESSION_BYTES: usize = 32 << 10;

/// What following alerts has cost so far.
#[derive(Debug, Default)]
pub(super) struct Cost {
    steps: Cell<usize>,
    expressions: Cell<usize>,
}

impl Cost {
    fn add(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    fn is_spent(&self) -> bool {
        self.steps.get() > MAX_STEPS
    }

    /// An expression that takes the whole value; none when it cannot be read, or too many were.
    fn compiled(&self, expression: &str) -> Option<Regex> {
        self.expressions.set(self.expressions.get() + 1);
        let is_one_too_many = self.expressions.get() > MAX_EXPRESSIONS;
        let mut builder = RegexBuilder::new(&format!("^(?:{expression})$"));
        if is_one_too_many { None } else { builder.size_limit(MAX_EXPRESSION_BYTES).build().ok() }
    }
}

/// A route with its receiver resolved and its expressions compiled.
#[derive(Debug)]
pub(super) struct Node<'a> {
    receiver: Standing<'a>,
    tests: Vec<Test<'a>>,
    continues: bool,
    below: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Test<'a> {
    label: &'a str,
    /// Whether the alert must not have such a value.
    is_negated: bool,
    pattern: Pattern<'a>,
}

#[derive(Debug)]
enum Pattern<'a> {
    Value(&'a str),
    /// One of these: an expression that only lists values.
    OneOf(Vec<&'a str>),
    /// An expression that takes the whole value.
    Expression(Regex),
    /// One that cannot be read.
    Unknown,
}

/// Whether a route takes an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    No,
    Maybe,
    Yes,
}

/// The least and the most that an alert may reach.
#[derive(Clone, Copy, Debug)]
struct Bounds<'a> {
    least: Standing<'a>,
    most: Standing<'a>,
}

impl<'a> Bounds<'a> {
    fn of(standing: Standing<'a>) -> Self {
        Bounds { least: standing, most: standing }
    }

    /// Of an alert that goes to both.
    fn and(self, other: Self) -> Self {
        Bounds { least: self.least.or(other.least), most: self.most.or(other.most) }
    }

    /// Of an alert that goes to one or the other.
    fn either(self, other: Self) -> Self {
        let least = if other.least.level < self.least.level { other.least } else { self.least };
        Bounds { least, most: self.most.or(other.most) }
    }
}

/// Of an alert that goes to one or the other, where there may be nothing yet.
fn either<'a>(one: Option<Bounds<'a>>, other: Bounds<'a>) -> Option<Bounds<'a>> {
    Some(one.map_or(other, |one| one.either(other)))
}

impl<'a> Node<'a> {
    /// The tree of a route.
    pub fn of(route: &'a Route, receivers: &Receivers<'a>, cost: &Cost) -> Self {
        Node::below(route, receivers, cost, Standing::open(Why::Said("the route that takes every alert names no receiver")))
    }

    fn below(route: &'a Route, receivers: &Receivers<'a>, cost: &Cost, above: Standing<'a>) -> Self {
        let receiver = route.receiver.as_deref().map_or(above, |key| receivers.standing_of(key));
        Node {
            receiver,
            tests: route.matchers.iter().map(|matcher| Test::of(matcher, cost)).collect(),
            continues: route.continues,
            below: route.routes.iter().map(|child| Node::below(child, receivers, cost, receiver)).collect(),
        }
    }

    /// How far an alert with these labels gets from here.
    pub fn standing(&self, labels: &[Label], cost: &Cost) -> Standing<'a> {
        let Bounds { least, most } = self.take(labels, cost);
        if cost.is_spent() {
            return Standing::open(Why::Said("there are more rules and routes than are followed"));
        }
        match (least.level, most.level) {
            (Level::Somebody, _) | (_, Level::Nobody | Level::Open) => most,
            (_, Level::Somebody) => Standing::open(Why::Branches),
        }
    }

    fn take(&self, labels: &[Label], cost: &Cost) -> Bounds<'a> {
        // what an alert may have reached on its way past the routes below: not taken yet, or taken by one that says `continue`
        let mut is_untaken = true;
        let mut taken: Option<Bounds<'a>> = None;
        let mut done: Option<Bounds<'a>> = None;
        for child in &self.below {
            let matched = child.matches(labels, cost);
            if cost.is_spent() {
                break;
            }
            if matched == Match::No {
                continue;
            }
            cost.add(8);
            let there = child.take(labels, cost);
            let arrived = match (is_untaken, taken) {
                (true, Some(taken)) => there.either(taken.and(there)),
                (_, Some(taken)) => taken.and(there),
                (_, None) => there,
            };
            if matched == Match::Yes {
                is_untaken = false;
                taken = None;
            }
            match child.continues {
                true => taken = either(taken, arrived),
                false => done = either(done, arrived),
            }
            if !is_untaken && taken.is_none() {
                break;
            }
        }
        if is_untaken {
            done = either(done, Bounds::of(self.receiver));
        }
        done = taken.map_or(done, |taken| either(done, taken));
        done.unwrap_or(Bounds::of(self.receiver))
    }

    fn matches(&self, labels: &[Label], cost: &Cost) -> Match {
        cost.add(1);
        self.tests.iter().map(|test| test.matches(labels, cost)).min().unwrap_or(Match::Yes)
    }
}

impl<'a> Test<'a> {
    fn of(matcher: &'a Matcher, cost: &Cost) -> Self {
        let expression = || match matcher.value.chars().all(|c| c.is_alphanumeric() || "_-/:@ |".contains(c)) {
            true => Pattern::OneOf(matcher.value.split('|').collect()),
            false => cost.compiled(&matcher.value).map_or(Pattern::Unknown, Pattern::Expression),
        };
        let (is_negated, pattern) = match matcher.comparison {
            Comparison::Is => (false, Pattern::Value(&matcher.value)),
            Comparison::IsNot => (true, Pattern::Value(&matcher.value)),
            Comparison::Matches => (false, expression()),
            Comparison::MatchesNot => (true, expression()),
            Comparison::Unknown => (false, Pattern::Unknown),
        };
        Test { label: &matcher.label, is_negated, pattern }
    }

    fn matches(&self, labels: &[Label], cost: &Cost) -> Match {
        if cost.is_spent() {
            return Match::No;
        }
        cost.add(labels.len());
        let value = match labels.iter().find(|label| label.name.as_ref() == self.label) {
            Some(Label { value: Some(value), .. }) => value.as_ref(),
            Some(Label { value: None, .. }) => return Match::Maybe,
            None => "",
        };
        let is_match = match &self.pattern {
            Pattern::Value(wanted) => value == *wanted,
            Pattern::OneOf(values) => {
                cost.add(values.len());
                values.contains(&value)
            }
            Pattern::Expression(expression) => {
                cost.add(expression.as_str().len().saturating_mul(value.len() + 1));
                expression.is_match(value)
            }
            Pattern::Unknown => return Match::Maybe,
        };
        if is_match != self.is_negated { Match::Yes } else { Match::No }
    }
}
