//! Where a value of a Terraform plan comes from, as its `configuration` says it.

use super::super::super::json::Json;
use super::super::{Resources, without_instances};
use super::forms::{Identities, is_vault};

/// How deep a value is followed through the calls of modules.
const MAX_CALLS: u32 = 8;

/// How many references are followed for one argument: variables and outputs may lead to each other, each to many.
const MAX_REFERENCES: u32 = 64;

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin<'r, 'a> {
    /// No configuration is at hand: a state, a template, a plan without one.
    Unsaid,
    /// The configuration does not set it: the platform or the provider does.
    Unset,
    /// It is written there; with the value, unless functions make one of it.
    Constant(Option<&'r Json<'a>>),
    /// It is computed from these references.
    From(&'r [Json<'a>]),
    /// A block, with an origin for each of its settings.
    Block(&'r Json<'a>),
}

impl<'r, 'a> Origin<'r, 'a> {
    /// The origin of all settings of a resource.
    pub fn of_resource(resources: &'r Resources<'a>, address: &str) -> Self {
        match resources.expressions.get(without_instances(address).as_str()) {
            Some(expressions) => Origin::Block(expressions),
            None => Origin::Unsaid,
        }
    }

    fn of(expression: &'r Json<'a>) -> Self {
        if let Some(value) = expression.get("constant_value") {
            return Origin::Constant(Some(value));
        }
        match expression.get("references") {
            Some(Json::Array(references)) => Origin::From(references),
            // an expression without a value and without a reference calls functions with constants
            _ if expression.pairs().is_empty() && expression.is_object() => Origin::Constant(None),
            _ => Origin::Block(expression),
        }
    }

    /// The origin of a setting in a block or a map.
    pub fn of_key(self, key: &str) -> Self {
        match self {
            Origin::Block(block) => block.get(key).map_or(Origin::Unset, Origin::of),
            Origin::Constant(value) => Origin::Constant(value.and_then(|v| v.get(key))),
            other => other,
        }
    }

    /// The origin of a setting whose expression was looked up.
    pub fn of_looked_up(self, expression: Option<&'r Json<'a>>) -> Self {
        match self {
            Origin::Block(_) => expression.map_or(Origin::Unset, Origin::of),
            Origin::Constant(_) => Origin::Constant(expression),
            other => other,
        }
    }

    /// What holds the expressions or constants of the settings inside.
    pub fn inner(self) -> Option<&'r Json<'a>> {
        match self {
            Origin::Block(block) => Some(block),
            Origin::Constant(value) => value,
            _ => None,
        }
    }

    /// The origin of an element of a list of blocks. What `dynamic` makes stands there once.
    pub fn of_element(self, i: usize) -> Self {
        match self {
            Origin::Block(Json::Array(elements)) => elements.get(i).or(elements.first()).map_or(Origin::Unset, Origin::of_block),
            Origin::Constant(value) => Origin::Constant(value.and_then(|v| v.elements().get(i))),
            other => other,
        }
    }

    fn of_block(element: &'r Json<'a>) -> Self {
        if element.pairs().is_empty() { Origin::Unset } else { Origin::of(element) }
    }
}

/// What references lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// A constant that a module is called with.
    ToConstant,
    /// A vault, a key or a secret; with its ids, as far as they are known.
    ToVault(Vec<Box<str>>),
    /// A variable, a local value, another resource.
    Elsewhere,
}

/// Follows the references of an argument of the resource at an address.
pub(super) fn follow(references: &[Json<'_>], address: &str, resources: &Resources<'_>, identities: &Identities) -> Leads {
    let plain = without_instances(address);
    follow_from(references, module_of(&plain), resources, identities, (0, &mut 0))
}

fn follow_from(
    references: &[Json<'_>],
    module: &str,
    resources: &Resources<'_>,
    identities: &Identities,
    (depth, followed): (u32, &mut u32),
) -> Leads {
    let mut leads = Leads::Elsewhere;
    for reference in references.iter().filter_map(Json::text) {
        *followed += 1;
        if *followed > MAX_REFERENCES {
            break;
        }
        let plain = without_instances(reference);
        let mut parts = plain.split('.');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("var"), Some(name), _) => {
                let call = module.trim_end_matches('.');
                let expression = resources.expression(call, name).filter(|_| !call.is_empty() && depth < MAX_CALLS);
                let found = match expression.map(Origin::of) {
                    Some(Origin::Constant(_)) => Leads::ToConstant,
                    Some(Origin::From(outer)) => {
                        follow_from(outer, module_of(call), resources, identities, (depth + 1, followed))
                    }
                    _ => Leads::Elsewhere,
                };
                if let Leads::ToVault(_) = found {
                    return found;
                }
                if leads == Leads::Elsewhere {
                    leads = found;
                }
            }
            (Some("module"), Some(call), Some(output)) if depth < MAX_CALLS => {
                let inner = format!("{module}module.{call}.");
                let outputs = resources.expressions.get(format!("{inner}outputs").as_str());
                let expression = outputs.and_then(|o| o.at(&[output, "expression"]));
                match expression.map(Origin::of) {
                    Some(Origin::Constant(_)) => leads = Leads::ToConstant,
                    Some(Origin::From(references)) => {
                        let found = follow_from(references, &inner, resources, identities, (depth + 1, followed));
                        if let Leads::ToVault(_) = found {
                            return found;
                        }
                        if leads == Leads::Elsewhere {
                            leads = found;
                        }
                    }
                    _ => {}
                }
            }
            (Some(kind), Some(name), _) if is_vault(kind) => return to_vault(&format!("{module}{kind}.{name}"), identities),
            (Some("data"), Some(kind), Some(name)) if is_vault(kind) => {
                return to_vault(&format!("{module}data.{kind}.{name}"), identities);
            }
            _ => {}
        }
    }
    leads
}

fn to_vault(address: &str, identities: &Identities) -> Leads {
    Leads::ToVault(identities.at(address).unwrap_or_default().to_vec())
}

/// The module of an address without instances, with the dot behind it: `module.a.module.b.` of `module.a.module.b.aws_x.y`.
fn module_of(address: &str) -> &str {
    let mut end = 0;
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        let Some(dot) = after.find('.') else { break };
        end += "module.".len() + dot + 1;
        rest = address.get(end..).unwrap_or_default();
    }
    address.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_of_an_address_ends_before_its_resource() {
        assert_eq!(module_of("module.a.module.b.aws_x.y"), "module.a.module.b.");
        assert_eq!(module_of("module.a"), "");
        assert_eq!(module_of("aws_x.y"), "");
    }
}
