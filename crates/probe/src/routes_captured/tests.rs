//! Routes by hand.

use super::ask;
use crate::testing::{Asked, asked, content};
use plumbline_domain::{Facts, NetworkRoute, NetworkRules, Place, ProbeOutcome};

fn facts(n: usize) -> Facts {
    let route = NetworkRoute {
        table: "rt-web".into(),
        destination: "0.0.0.0/0".into(),
        next_hop: "10.0.9.4".into(),
        place: Place::default(),
    };
    Facts { network: Some(Box::new(NetworkRules { routes: vec![route; n], ..NetworkRules::default() })), ..Facts::default() }
}

#[test]
fn one_route_is_enough_in_the_file_or_beside_it() {
    let answer = asked(ask, facts(2));
    let sentence = "the route for 0.0.0.0/0 of rt-web leads to 10.0.9.4, and 1 more";
    assert_eq!((answer.outcome, answer.because.as_str()), (ProbeOutcome::Holds, sentence));
    assert_eq!(asked(ask, facts(0)).outcome, ProbeOutcome::Silent);
    let question = Asked { with: vec![content(facts(1))], ..Asked::default() };
    assert_eq!(question.answer(ask, Facts::default()).outcome, ProbeOutcome::Holds);
}
