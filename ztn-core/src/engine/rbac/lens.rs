//! Constrained impersonation: what somebody may do in the name of others, verb by verb.
//!
//! Since 1.36 a request in another's name takes two rights beside those of the other: to act as that identity
//! (`impersonate:serviceaccount`), and to do just this as such a one (`impersonate-on:serviceaccount:get`). A `*`
//! among verbs is both, and then whoever acts may do the same without acting.
//! (`staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation/mode.go`)

use std::collections::HashMap;

use super::held::Held;
use super::power::Power;
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
}

/// A power that somebody may make use of in the name of others who have it.
#[derive(Clone, Copy)]
pub struct Lens<'s, 'a> {
    /// The power, with the rule as it reads for the other: `get` of `impersonate-on:serviceaccount:get`.
    pub held: Held<'s, 'a>,
    /// The verb as it is written.
    pub verb: &'a str,
}

/// A rule about what is done in another's name, as it reads for the other.
pub(super) struct Lent<'a> {
    mode: Mode,
    source: RoleId,
    rule: Rule<'a>,
    written: Vec<&'a str>,
}

/// Such rules, by the role that gives them.
pub(super) type Lenses<'a> = HashMap<RoleId, Vec<Lent<'a>>>;

/// The first minor release that has constrained impersonation switched on.
const SINCE: u32 = 36;

impl<'a> Rbac<'a> {
    fn lenses(&self) -> &Lenses<'a> {
        self.lenses.get_or_init(|| {
            let mut lenses = Lenses::new();
            if self.minor.is_some_and(|minor| minor < SINCE) {
                return lenses;
            }
            for (id, role) in self.roles.all() {
                let sources = std::iter::once(id).chain(role.sources.iter().copied());
                for (source, rule) in sources
                    .filter_map(|id| Some((id, self.roles.get(id)?)))
                    .flat_map(|(id, role)| role.rules.iter().map(move |rule| (id, rule)))
                {
                    let lent = Mode::ALL.into_iter().filter_map(|mode| lent(mode, source, rule));
                    let mut lent = lent.peekable();
                    if lent.peek().is_some() {
                        lenses.entry(id).or_default().extend(lent);
                    }
                }
            }
            lenses
        })
    }

    /// The powers that somebody may make use of in the name of those who have them.
    #[must_use]
    pub fn lent_to<'s>(&'s self, who: Identity<'_>, mode: Mode) -> Vec<Lens<'s, 'a>> {
        let lenses = self.lenses();
        if lenses.is_empty() {
            return Vec::new();
        }
        let asker = Asker::new(who);
        let bindings = asker.identities().flat_map(|who| {
            let own = self.by_subject.get(&who).into_iter().flatten();
            own.filter_map(|&at| self.bindings.get(at)).collect::<Vec<_>>()
        });
        let mut found = Vec::new();
        for binding in bindings {
            for &id in binding.roles() {
                let of_mode = lenses.get(&id).into_iter().flatten();
                for lent in of_mode.filter(|lent| lent.mode == mode) {
                    let (Some(role), Some(source)) =
                        (self.roles.get(id), self.roles.get(lent.source))
                    else {
                        continue;
                    };
                    for &power in Power::ALL.iter().filter(|power| !power.is_slight()) {
                        let acts = power.acts().iter();
                        let mut acts =
                            acts.filter(|act| !(binding.namespace.is_some() && act.beside));
                        let Some((by, group)) =
                            acts.find_map(|act| Some((lent.rule.allows(act)?, act.group)))
                        else {
                            continue;
                        };
                        let verb = lent.written.iter().copied();
                        let mut verb = verb.filter(|verb| verb.ends_with(by.0));
                        let held = Held {
                            power,
                            binding: Some(binding),
                            role,
                            source,
                            rule: &lent.rule,
                            by,
                            group,
                            is_of_everything: false,
                        };
                        found.extend(verb.next().map(|verb| Lens { held, verb }));
                    }
                }
            }
        }
        found
    }
}

fn lent<'a>(mode: Mode, source: RoleId, rule: &Rule<'a>) -> Option<Lent<'a>> {
    let is_of = |verb: &&&'a str| verb.starts_with(mode.prefix());
    let written: Vec<&'a str> = rule.verbs.iter().filter(is_of).copied().collect();
    let verbs: Vec<&'a str> =
        written.iter().filter_map(|verb| verb.strip_prefix(mode.prefix())).collect();
    // A `*` after the colons is a verb of that name, which nothing asks for.
    let verbs: Vec<&'a str> = verbs.into_iter().filter(|verb| *verb != "*").collect();
    (!verbs.is_empty()).then(|| Lent {
        mode,
        source,
        rule: Rule { verbs, ..rule.clone() },
        written,
    })
}
