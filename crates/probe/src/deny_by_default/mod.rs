//! `deny-by-default`.

#[cfg(test)]
mod tests;

use crate::commands;
use crate::no_open_management_port::{counted, no_rules};
use crate::traffic::{Denial, Group, Judged, groups, incomplete};
use crate::{Answer, Because, Definition, Question, Remedy};
use plumbline_domain::{FactKind, Place, Probe, RulePlatform};

/// The catalogue's entry.
pub(crate) const DEFINITION: Definition = Definition {
    probe: Probe::DenyByDefault,
    title: "Inbound traffic is denied by default",
    meaning: "Holds when each group with an inbound allow has a rule, written by somebody, that denies every port and protocol \
              from any source, and that no earlier allow shadows whole; or when its platform denies by itself what no rule \
              allows (AWS security groups, Google, a Kubernetes namespace with a policy that selects pods for ingress) and no \
              rule lets any source reach more than the policy's `publicPorts`. ICMP reaches no port. Network ACLs with such a \
              deny also cover the AWS security groups behind them, and security groups cover the ACLs before them. What Azure \
              and network ACLs add by themselves at the end is not counted. Inconclusive when such a deny is missing or \
              shadowed: missing proof refutes nothing, so it never fails. Silent when there is no inbound rule at all. The file \
              does not show pods that no policy selects, or groups that a filter left out.",
    refuted: "inbound traffic is not denied by default",
    left_open: "it does not show that inbound traffic is denied by default",
    reads: &[FactKind::NetworkRules],
    remedy: Remedy {
        text: "Write a last inbound rule that denies every port and protocol from any source, and attach the rules of every group.",
        commands: commands::NETWORK,
    },
    ask,
};

fn ask(question: &Question<'_>) -> Answer {
    let judged = Judged::of(groups(question));
    if !judged.groups.iter().any(Group::speaks) {
        return question.silent(|| no_rules(question).into());
    }
    let denials = judged.denials(&question.policy.public_ports);
    let both = || judged.groups.iter().zip(&denials).filter(|(group, _)| group.speaks());
    let is_missing = |d: &Denial<'_>| matches!(d, Denial::Undone(_) | Denial::Shadowed(_) | Denial::Missing | Denial::Unknown);
    if let Some((group, denial)) = both().find(|(_, d)| is_missing(d)) {
        return question.inconclusive(|| {
            let others = both().filter(|(_, d)| is_missing(d)).count() - 1;
            let beside = if others > 0 { format!(", nor do {} more", counted(others, "group")) } else { String::new() };
            Because::from(missing(group, denial, &question.policy.public_ports) + &beside).at(place_of(group, denial))
        });
    }
    let Some((group, denial)) = both().find(|(_, d)| !matches!(d, Denial::Part)) else {
        let named = both().next();
        return question.inconclusive(|| {
            let name = named.map_or("the file", |(g, _)| &g.group.name);
            let because =
                Because::from(format!("{name} denies a part, and no rule in the file denies everything from any source"));
            named.map(|(g, _)| &g.group.place).into_iter().fold(because, Because::at)
        });
    };
    if let Some((why, place)) = incomplete(question) {
        return question.inconclusive(|| Because::from(format!("the groups here deny by default, but {why}")).at(place));
    }
    question.holds(|| {
        let others = both().filter(|(_, d)| !matches!(d, Denial::Part)).count() - 1;
        let beside = if others > 0 { format!("; {} more deny by default", counted(others, "group")) } else { String::new() };
        Because::from(denied(group, denial, &question.policy.public_ports) + &beside).at(place_of(group, denial))
    })
}

fn place_of<'p>(group: &'p Group<'_>, denial: &'p Denial<'_>) -> &'p Place {
    match denial {
        Denial::Written(rule) | Denial::Undone(rule) | Denial::Shadowed(rule) => &rule.place,
        _ => &group.group.place,
    }
}

fn ports_text(ports: &[u16]) -> String {
    match ports {
        [] => "no port".to_owned(),
        ports => ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", "),
    }
}

fn denied(group: &Group<'_>, denial: &Denial<'_>, public_ports: &[u16]) -> String {
    let name = &group.group.name;
    match denial {
        Denial::Written(rule) => format!("{name}/{} denies every port and protocol from any source", rule.name),
        _ => {
            let (platform, ports) = (platform(group.group.platform), ports_text(public_ports));
            format!("{platform}, and {name} opens nothing beyond {ports} to any source")
        }
    }
}

fn missing(group: &Group<'_>, denial: &Denial<'_>, public_ports: &[u16]) -> String {
    let name = &group.group.name;
    match denial {
        Denial::Undone(rule) => {
            format!("{name}/{} opens, or may open, more than {} to any source", rule.name, ports_text(public_ports))
        }
        Denial::Shadowed(rule) => format!("{name}/{} allows everything before the deny of {name} is reached", rule.name),
        Denial::Unknown => format!("{name}: {}", group.unknown.unwrap_or_default()),
        _ => {
            let by_itself = match group.group.platform {
                RulePlatform::AzureNsg => "; the deny that Azure adds itself (65500) is not counted",
                RulePlatform::AzureFirewall => "; the implicit deny of the firewall is not counted",
                RulePlatform::AwsNetworkAcl => "; the deny that AWS adds itself (*) is not counted",
                _ => "",
            };
            format!("no rule that somebody wrote in {name} denies everything from any source{by_itself}")
        }
    }
}

const fn platform(platform: RulePlatform) -> &'static str {
    match platform {
        RulePlatform::AwsSecurityGroup | RulePlatform::AwsNetworkAcl => "AWS denies what no rule allows",
        RulePlatform::Google => "Google denies what no rule allows",
        RulePlatform::Kubernetes => "Kubernetes denies what no rule allows to pods that a policy selects",
        RulePlatform::AzureNsg | RulePlatform::AzureFirewall => "Azure denies what no rule allows",
    }
}
