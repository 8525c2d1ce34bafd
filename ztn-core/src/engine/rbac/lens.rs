//! Constrained impersonation: what somebody may do in the name of others, verb by verb.
//!
//! Since 1.36 a request in another's name takes two rights beside those of the other: to act as that identity
//! (`impersonate:serviceaccount`), and to do just this as such a one (`impersonate-on:serviceaccount:get`). A `*`
//! among verbs is both, and then whoever acts may do the same without acting.
//! (`staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go`)

use std::collections::HashMap;

use super::held::Held;
use super::power::Power;
use super::powers::{Powers, RuleId, Way};
use super::{Asker, Rbac, RoleId, Rule};
use crate::model::rbac::Identity;

/// Whom a request with constrained impersonation is sent as. To act as the node that one runs on is a fourth,
/// which gives nobody more than that node's kubelet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// A user who is neither of the others, with groups but for `system:masters`.
    UserInfo,
    /// A service account, in its own groups.
    ServiceAccount,
    /// A node.
    ArbitraryNode,
}

impl Mode {
    const ALL: [Self; 3] = [Self::UserInfo, Self::ServiceAccount, Self::ArbitraryNode];

    /// How verbs begin that are done in the name of such a one.
    const fn prefix(self) -> &'static str {
        match self {
            Self::UserInfo => "impersonate-on:user-info:",
            Self::ServiceAccount => "impersonate-on:serviceaccount:",
            Self::ArbitraryNode => "impersonate-on:arbitrary-node:",
        }
    }

    /// The verb of a way that this lends, as it is written.
    #[must_use]
    pub fn written<'a>(self, way: &Way<'_, 'a>) -> Option<&'a str> {
        let is_it = |verb: &&&str| verb.strip_prefix(self.prefix()) == Some(way.by.0);
        way.rule.verbs.iter().find(is_it).copied()
    }

    /// What a rule lends in this way, as it reads for the other.
    fn lends<'a>(self, rule: &Rule<'a>) -> Option<Rule<'a>> {
        let verbs = rule.verbs.iter().filter_map(|verb| verb.strip_prefix(self.prefix()));
        // A `*` after the colons is a verb of that name, which nothing asks for.
        let verbs: Vec<&'a str> = verbs.filter(|verb| *verb != "*").collect();
        (!verbs.is_empty()).then(|| Rule { verbs, ..rule.clone() })
    }
}

/// What a role allows in each way in another's name, as it reads for the other: `get` of
/// `impersonate-on:serviceaccount:get`.
pub(super) type Lenses<'a> = HashMap<RoleId, Vec<(Mode, Powers<'a>)>>;

/// The first minor release that has constrained impersonation switched on.
const SINCE: u32 = 36;

impl<'a> Rbac<'a> {
    fn lenses(&self) -> &Lenses<'a> {
        self.lenses.get_or_init(|| {
            let mut lenses = Lenses::new();
            if self.minor.is_some_and(|minor| minor < SINCE) {
                return lenses;
            }
            for (id, _) in self.roles.all() {
                for mode in Mode::ALL {
                    let lends = |(at, rule)| Some((at, mode.lends(rule)?));
                    let rules: Vec<(RuleId, Rule<'a>)> =
                        self.roles.rules_with_id(id).filter_map(lends).collect();
                    if !rules.is_empty() {
                        let rules = rules.iter().map(|(at, rule)| (*at, rule));
                        let powers = Powers::of(rules, self.minor);
                        lenses.entry(id).or_default().push((mode, powers));
                    }
                }
            }
            lenses
        })
    }

    /// The powers that somebody may make use of in the name of those who have them.
    #[must_use]
    pub fn lent_to<'s>(&'s self, who: Identity<'_>, mode: Mode) -> Vec<Held<'s, 'a>> {
        let lenses = self.lenses();
        if lenses.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for who in Asker::new(who).identities() {
            let own = self.by_subject.get(&who).into_iter().flatten();
            for binding in own.filter_map(|&at| self.bindings.get(at)) {
                for &id in binding.roles() {
                    let of_role = lenses.get(&id).into_iter().flatten();
                    for (_, powers) in of_role.filter(|(of, _)| *of == mode) {
                        let strong = Power::ALL.iter().filter(|power| !power.is_slight());
                        found.extend(
                            strong.filter_map(|power| {
                                self.held_of(powers, *power, id, Some(binding))
                            }),
                        );
                    }
                }
            }
        }
        found
    }
}
