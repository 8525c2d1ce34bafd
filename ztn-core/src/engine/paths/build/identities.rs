//! Everybody that something speaks of: in their groups, and below those who may act as many.

use std::collections::{BTreeSet, HashSet};

use super::Builder;
use crate::engine::paths::{Goal, Point};
use crate::engine::rbac::Asker;
use crate::model::rbac::Identity;

/// The group that passes every authorizer.
pub(super) const MASTERS: &str = "system:masters";

/// The group of every kubelet.
const NODES: &str = "system:nodes";

impl<'a> Builder<'_, 'a> {
    pub(super) fn identities(&mut self) {
        let mut everybody: BTreeSet<Identity<'a>> = self.rbac.subjects().into_iter().collect();
        everybody.extend(self.paths.workloads.iter().map(|workload| workload.identity()));
        everybody.extend(self.tokens.values().map(|(_, account)| *account));
        let groups: HashSet<&'a str> = everybody
            .iter()
            .filter_map(|who| match who {
                Identity::Group(name) => Some(*name),
                _ => None,
            })
            .collect();
        let mut namespaces = HashSet::new();
        for who in everybody {
            let point = Point::Identity(who);
            for group in Asker::new(who).identities().skip(1) {
                if let Identity::Group(name) = group
                    && let Some(known) = groups.get(name)
                {
                    let to = Point::Identity(Identity::Group(known));
                    self.follows(point, to, format!("{who} is in {group}"));
                }
            }
            match who {
                Identity::Group(MASTERS) => {
                    let text = "no authorizer is asked about its members".to_owned();
                    self.follows(point, Point::Goal(Goal::ClusterAdmin), text);
                }
                Identity::Group(_) => {
                    self.follows(Point::Groups, point, format!("one of them is {who}"));
                }
                Identity::User(_) => {
                    self.follows(Point::Users, point, format!("one of them is {who}"));
                }
                Identity::ServiceAccount { namespace, name } => {
                    self.accounts.entry(name).or_default().push(who);
                    let text = format!("one of them is {who}");
                    self.follows(Point::AccountsOf(namespace), point, text);
                    if namespaces.insert(namespace) {
                        let text = format!("one of them is in namespace `{namespace}`");
                        self.follows(Point::Accounts, Point::AccountsOf(namespace), text);
                    }
                }
            }
        }
        if groups.contains(NODES) {
            let to = Point::Identity(Identity::Group(NODES));
            let text = format!("its kubelet is in group `{NODES}`");
            self.follows(Point::Goal(Goal::Node), to, text);
        }
        let admin = Point::Goal(Goal::ClusterAdmin);
        for goal in [Goal::AllSecrets, Goal::Node] {
            self.follows(admin, Point::Goal(goal), "cluster-admin may do everything".to_owned());
        }
    }
}
