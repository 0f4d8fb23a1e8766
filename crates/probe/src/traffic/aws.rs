//! Groups as they are judged: AWS asks a network ACL before a security group, so the two are judged together.

use super::reach::{Denial, Group, Reach};
use super::spans::Family;
use plumbline_domain::{Protocols, RulePlatform};
use std::cell::RefCell;
use std::collections::HashMap;

/// A question about one group, by its place, that is answered once.
type Asked = (usize, Family, Protocols, u16);

/// The groups of a question.
#[derive(Debug)]
pub(crate) struct Judged<'a> {
    /// All of them.
    pub groups: Vec<Group<'a>>,
    /// The places of network ACLs by VPC; those whose VPC is not known apart.
    acls: Vpcs<'a>,
    /// The same of security groups.
    security_groups: Vpcs<'a>,
    answered: RefCell<HashMap<Asked, Reach<'a>>>,
}

/// The places of groups of one platform.
#[derive(Debug, Default)]
struct Vpcs<'a> {
    all: Vec<usize>,
    by_vpc: HashMap<&'a str, Vec<usize>>,
    without: Vec<usize>,
}

impl<'a> Vpcs<'a> {
    fn of(groups: &[Group<'a>], platform: RulePlatform) -> Self {
        let mut vpcs = Vpcs::default();
        for (n, group) in groups.iter().enumerate().filter(|(_, g)| g.group.platform == platform) {
            vpcs.all.push(n);
            match group.group.network.as_deref() {
                Some(vpc) => vpcs.by_vpc.entry(vpc).or_default().push(n),
                None => vpcs.without.push(n),
            }
        }
        vpcs
    }

    /// Those that may belong to the same VPC.
    fn near(&self, vpc: Option<&str>) -> impl Iterator<Item = usize> {
        let (same, others) = match vpc {
            Some(vpc) => (self.by_vpc.get(vpc), &self.without),
            None => (None, &self.all),
        };
        same.into_iter().flatten().chain(others).copied()
    }
}

impl<'a> Judged<'a> {
    pub fn of(groups: Vec<Group<'a>>) -> Self {
        let acls = Vpcs::of(&groups, RulePlatform::AwsNetworkAcl);
        let security_groups = Vpcs::of(&groups, RulePlatform::AwsSecurityGroup);
        Judged { groups, acls, security_groups, answered: RefCell::default() }
    }

    /// Whether a group is judged as a part of others: a network ACL before security groups.
    pub fn is_judged_with_others(&self, group: &Group<'_>) -> bool {
        group.group.platform == RulePlatform::AwsNetworkAcl
            && self.security_groups.near(group.group.network.as_deref()).next().is_some()
    }

    /// Whether everybody reaches a port through a group, and through a network ACL before it where there is one.
    pub fn reach(&self, group: &Group<'a>, family: Family, protocol: Protocols, port: u16) -> Reach<'a> {
        let reach = group.reach(family, protocol, port);
        if reach.rank() == 0 {
            return reach;
        }
        let through = |n: usize| {
            let asked = (n, family, protocol, port);
            if let Some(reach) = self.answered.borrow().get(&asked) {
                return *reach;
            }
            let reach = self.groups.get(n).map_or(Reach::Closed, |acl| acl.reach(family, protocol, port));
            self.answered.borrow_mut().insert(asked, reach);
            reach
        };
        match self.acls_before(group).map(through).reduce(Reach::beside) {
            Some(before) => reach.behind(before),
            None => reach,
        }
    }

    /// The network ACLs before a security group.
    pub fn acls_before(&self, group: &Group<'_>) -> impl Iterator<Item = usize> {
        let is_security_group = group.group.platform == RulePlatform::AwsSecurityGroup;
        is_security_group.then(|| self.acls.near(group.group.network.as_deref())).into_iter().flatten()
    }

    /// How each group denies what no rule allows, by its place. A group of AWS that does not is excused by those that are judged with it.
    pub fn denials(&self, public_ports: &[u16]) -> Vec<Denial<'a>> {
        let own: Vec<Denial<'a>> = self.groups.iter().map(|g| g.denial(public_ports)).collect();
        let denies = |n: usize| matches!(own.get(n), Some(Denial::Written(_) | Denial::ByPlatform));
        let excuse = |mut others: Box<dyn Iterator<Item = usize> + '_>| {
            let first = others.next()?;
            (denies(first) && others.all(denies)).then(|| own.get(first).copied()).flatten()
        };
        let judged = self.groups.iter().zip(&own).map(|(group, denial)| {
            let vpc = group.group.network.as_deref();
            let excused = match (denial, group.group.platform) {
                (Denial::Written(_) | Denial::ByPlatform | Denial::Unknown, _) => None,
                (_, RulePlatform::AwsSecurityGroup) => excuse(Box::new(self.acls.near(vpc))),
                (_, RulePlatform::AwsNetworkAcl) => excuse(Box::new(self.security_groups.near(vpc))),
                _ => None,
            };
            excused.unwrap_or(*denial)
        });
        judged.collect()
    }
}
