//! Groups as they are judged: AWS asks a network ACL before a security group, so the two are judged together.

use super::reach::{Denial, Group, Reach};
use super::spans::Family;
use plumbline_domain::{Protocols, RulePlatform};
use std::cell::RefCell;
use std::collections::HashMap;

/// A question about the network ACLs of one list, that is answered once.
type Asked<'a> = (List<'a>, Family, Protocols, u16);

/// A list of groups: of one VPC, of those whose VPC is not known, of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum List<'a> {
    Of(&'a str),
    Without,
    All,
}

/// The groups of a question.
#[derive(Debug)]
pub(crate) struct Judged<'a> {
    /// All of them.
    pub groups: Vec<Group<'a>>,
    /// The places of network ACLs by VPC; those whose VPC is not known apart.
    acls: Vpcs<'a>,
    /// The same of security groups.
    security_groups: Vpcs<'a>,
    answered: RefCell<HashMap<Asked<'a>, Option<Reach<'a>>>>,
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

    /// The lists of those that may belong to the same VPC.
    fn near(vpc: Option<&'a str>) -> impl Iterator<Item = List<'a>> {
        let (first, second) = vpc.map_or((List::All, None), |vpc| (List::Of(vpc), Some(List::Without)));
        std::iter::once(first).chain(second)
    }

    /// The places of a list.
    fn listed(&self, list: List<'a>) -> &[usize] {
        match list {
            List::Of(vpc) => self.by_vpc.get(vpc).map(Vec::as_slice).unwrap_or_default(),
            List::Without => &self.without,
            List::All => &self.all,
        }
    }

    /// The first group of each list, and whether all of it deny.
    fn denying(&self, denies: impl Fn(usize) -> bool) -> HashMap<List<'a>, (usize, bool)> {
        let lists = self.by_vpc.keys().map(|vpc| List::Of(vpc)).chain([List::Without, List::All]);
        let of = |list| {
            let listed = self.listed(list);
            listed.first().map(|first| (list, (*first, listed.iter().all(|n| denies(*n)))))
        };
        lists.filter_map(of).collect()
    }
}

impl<'a> Judged<'a> {
    pub fn of(groups: Vec<Group<'a>>) -> Self {
        let acls = Vpcs::of(&groups, RulePlatform::AwsNetworkAcl);
        let security_groups = Vpcs::of(&groups, RulePlatform::AwsSecurityGroup);
        Judged { groups, acls, security_groups, answered: RefCell::default() }
    }

    /// Whether a group is judged as a part of others: a network ACL before security groups.
    pub fn is_judged_with_others(&self, group: &Group<'a>) -> bool {
        group.group.platform == RulePlatform::AwsNetworkAcl
            && Vpcs::near(group.group.network.as_deref()).any(|list| !self.security_groups.listed(list).is_empty())
    }

    /// Whether everybody reaches a port through a group, and through a network ACL before it where there is one.
    pub fn reach(&self, group: &Group<'a>, family: Family, protocol: Protocols, port: u16) -> Reach<'a> {
        let reach = group.reach(family, protocol, port);
        if reach.rank() == 0 {
            return reach;
        }
        let is_security_group = group.group.platform == RulePlatform::AwsSecurityGroup;
        let lists = is_security_group.then(|| Vpcs::near(group.group.network.as_deref())).into_iter().flatten();
        match lists.filter_map(|list| self.through(list, family, protocol, port)).reduce(Reach::beside) {
            Some(before) => reach.behind(before),
            None => reach,
        }
    }

    /// Whether everybody reaches a port through one of the network ACLs of a list; nothing when it has none.
    fn through(&self, list: List<'a>, family: Family, protocol: Protocols, port: u16) -> Option<Reach<'a>> {
        let asked = (list, family, protocol, port);
        if let Some(reach) = self.answered.borrow().get(&asked) {
            return *reach;
        }
        let acls = self.acls.listed(list).iter().filter_map(|n| self.groups.get(*n));
        let reach = acls.map(|acl| acl.reach(family, protocol, port)).reduce(Reach::beside);
        self.answered.borrow_mut().insert(asked, reach);
        reach
    }

    /// How each group denies what no rule allows, by its place. A group of AWS that does not is excused by those that are judged with it.
    pub fn denials(&self, public_ports: &[u16]) -> Vec<Denial<'a>> {
        let own: Vec<Denial<'a>> = self.groups.iter().map(|g| g.denial(public_ports)).collect();
        let denies = |n: usize| matches!(own.get(n), Some(Denial::Written(_) | Denial::ByPlatform));
        let (acls, security_groups) = (self.acls.denying(denies), self.security_groups.denying(denies));
        let excuse = |lists: &HashMap<List<'a>, (usize, bool)>, vpc| {
            let mut near = Vpcs::near(vpc).filter_map(|list| lists.get(&list));
            let (first, all) = near.next()?;
            (*all && near.all(|(_, all)| *all)).then(|| own.get(*first).copied()).flatten()
        };
        let judged = self.groups.iter().zip(&own).map(|(group, denial)| {
            let vpc = group.group.network.as_deref();
            let excused = match (denial, group.group.platform) {
                (Denial::Written(_) | Denial::ByPlatform | Denial::Unknown, _) => None,
                (_, RulePlatform::AwsSecurityGroup) => excuse(&acls, vpc),
                (_, RulePlatform::AwsNetworkAcl) => excuse(&security_groups, vpc),
                _ => None,
            };
            excused.unwrap_or(*denial)
        });
        judged.collect()
    }
}
