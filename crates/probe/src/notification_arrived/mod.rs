//! `notification-arrived`.

use crate::commands;
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{Delivery, FactKind, Instant, Notification, Notifications, Probe};
use std::collections::HashMap;

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::NotificationArrived,
    title: "A notification arrived",
    meaning: "Holds when the sender says that it delivered a notification, or a person acknowledged, saw or resolved it, and no \
              newer one failed. Fails when the newest one failed, or when the sender says that the test as a whole did. \
              Inconclusive when only some receivers of a test were reached, when an alert was raised and no person acted on it, \
              and for Alertmanager's list of alerts, which never says whether a notification arrived. Silent when nothing was \
              sent. Delivery is the sender's word: only an action by a person shows that somebody read it.",
    refuted: "the newest notification did not arrive",
    left_open: "it does not show that a notification arrived",
    reads: &[FactKind::Notifications],
    remedy: Remedy {
        text: "Send a test alert, have the person on call acknowledge it, and attach what the sender says about it.",
        commands: commands::NOTIFICATION,
    },
    ask,
};

/// Notifications that were sent this close to each other belong to the same test.
const SAME_TEST_US: i64 = 60_000_000;

fn ask(question: &Question<'_>) -> Answer {
    let Some(sent) = question.facts().notifications.as_deref() else {
        return question.silent(|| "nothing in the file says that a notification was sent".into());
    };
    let overall = sent.overall.as_ref();
    if let Some(overall) = overall.filter(|o| o.delivery == Delivery::Failed) {
        return question.fails(|| Because::from(format!("the test as a whole is {}", overall.word)).at(&overall.place));
    }
    if sent.list.is_empty() {
        return question.silent(|| "no notification was sent".into());
    }
    let newest = newest_test(sent);
    let first = |delivery| newest.iter().find(|n| n.delivery == delivery);
    let because = |n: &Notification| Because::from(n.says.as_ref()).at(&n.place);
    match (first(Delivery::Arrived), first(Delivery::Failed)) {
        (Some(arrived), None) => match overall.filter(|o| o.delivery == Delivery::Open) {
            Some(overall) => question.inconclusive(|| {
                Because::from(format!("{}, and the test as a whole is {}", arrived.says, overall.word)).at(&overall.place)
            }),
            None if sent.goes_on.is_some() && is_oldest_first(sent) => {
                question.inconclusive(|| Because::from("one arrived, and the list goes on to newer ones").at_each(&sent.goes_on))
            }
            None => question.holds(|| because(arrived)),
        },
        (None, Some(failed)) => question.fails(|| because(failed)),
        (Some(arrived), Some(failed)) => question.inconclusive(|| {
            Because::from(format!("{}, and {}", failed.says, arrived.says)).at_each([&failed.place, &arrived.place])
        }),
        (None, None) => question.inconclusive(|| match sent.list.iter().find(|n| n.delivery == Delivery::Open) {
            Some(open) => because(open),
            None => "no word on a notification is in the file".into(),
        }),
    }
}

/// The last notification to each receiver that is known to have arrived or failed, as far as they belong to the newest test.
fn newest_test(sent: &Notifications) -> Vec<&Notification> {
    let mut last: HashMap<&str, &Notification> = HashMap::new();
    let mut tied = Vec::new();
    for notification in sent.list.iter().filter(|n| n.delivery != Delivery::Open) {
        let known = last.entry(&notification.receiver).or_insert(notification);
        if known.at < notification.at {
            *known = notification;
        } else if known.at == notification.at && known.delivery != notification.delivery {
            tied.push(notification);
        }
    }
    tied.retain(|n| last.get(n.receiver.as_ref()).is_some_and(|l| l.at == n.at));
    let mut newest: Vec<&Notification> = last.into_values().chain(tied).collect();
    let end = newest.iter().filter_map(|n| n.at).max().map_or(i64::MIN, Instant::micros);
    newest.retain(|n| n.at.map_or(end == i64::MIN, |at| at.micros() >= end.saturating_sub(SAME_TEST_US)));
    newest.sort_by(|a, b| a.place.line.cmp(&b.place.line).then_with(|| a.place.path.cmp(&b.place.path)));
    newest
}

/// Whether the list is in the order of time, so that the next page would be newer.
fn is_oldest_first(sent: &Notifications) -> bool {
    let times = || sent.list.iter().filter_map(|n| n.at);
    times().next().zip(times().next_back()).is_some_and(|(first, last)| first < last)
}

#[cfg(test)]
mod tests {
    use super::ask;
    use crate::testing::asked;
    use plumbline_domain::{
        Delivery, Facts, Instant, Notification, Notifications, OverallDelivery, Place,
        ProbeOutcome::{self, Fails, Holds, Inconclusive, Silent},
    };

    fn sent(receiver: &str, delivery: Delivery, second: i64) -> Notification {
        let at = Some(Instant::from_micros(second * 1_000_000));
        let says = format!("{receiver} has {delivery:?}").into();
        Notification { receiver: receiver.into(), delivery, says, at, place: Place::default() }
    }

    fn outcome(list: Vec<Notification>, overall: Option<Delivery>) -> ProbeOutcome {
        let overall = overall.map(|delivery| OverallDelivery { delivery, word: "so".into(), place: Place::default() });
        let notifications = Notifications { list, overall, goes_on: None };
        asked(ask, Facts { notifications: Some(Box::new(notifications)), ..Facts::default() }).outcome
    }

    #[test]
    fn the_newest_notification_decides() {
        use Delivery::{Arrived, Failed, Open};
        assert_eq!(outcome(vec![sent("a", Failed, 0), sent("a", Arrived, 5)], None), Holds);
        assert_eq!(outcome(vec![sent("a", Failed, 5), sent("a", Arrived, 0)], None), Fails);
        assert_eq!(outcome(vec![sent("a", Arrived, 0), sent("b", Failed, 900)], None), Fails);
        assert_eq!(outcome(vec![sent("a", Arrived, 0), sent("b", Open, 900)], None), Holds, "one that is open has not failed");
        assert_eq!(outcome(vec![sent("a", Open, 0)], None), Inconclusive);
    }

    #[test]
    fn one_of_two_receivers_of_a_test_that_failed_leaves_it_open() {
        use Delivery::{Arrived, Failed};
        assert_eq!(outcome(vec![sent("a", Arrived, 0), sent("b", Failed, 3)], Some(Arrived)), Inconclusive);
        assert_eq!(outcome(vec![sent("a", Arrived, 3), sent("a", Failed, 3)], None), Inconclusive);
        assert_eq!(outcome(vec![sent("a", Failed, 0), sent("b", Failed, 3)], Some(Arrived)), Fails);
    }

    #[test]
    fn the_word_on_the_test_as_a_whole_comes_first() {
        use Delivery::{Arrived, Failed, Open};
        assert_eq!(outcome(vec![sent("a", Arrived, 0)], Some(Failed)), Fails);
        assert_eq!(outcome(vec![sent("a", Arrived, 0)], Some(Open)), Inconclusive);
        assert_eq!(outcome(vec![], Some(Arrived)), Silent);
        assert_eq!(asked(ask, Facts::default()).outcome, Silent);
    }
}
