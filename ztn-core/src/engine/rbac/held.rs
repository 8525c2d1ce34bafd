//! Who holds which powers, by which binding, role and rule.

use std::collections::HashMap;

use super::power::{self, Act, Power};
use super::{Asker, Binding, Need, Rbac, Role, RoleId, Rule};
use crate::model::rbac::Identity;
use crate::model::{Kind, Object};

/// A power that a role gives, and to whom.
#[derive(Clone, Copy)]
pub struct Held<'s, 'a> {
    /// The power.
    pub power: Power,
    /// The binding; none: nothing in the input binds the role.
    pub binding: Option<&'s Binding<'a>>,
    /// The role that is bound.
    pub role: &'s Role<'a>,
    /// The role that the rule is written in.
    pub source: &'s Role<'a>,
    /// The rule.
    pub rule: &'s Rule<'a>,
    /// The verb and the resource that give it.
    pub by: (&'static str, &'static str),
    /// The API group of the resource.
    pub group: &'static str,
    /// Does the role give everything, so that another finding says it?
    pub is_of_everything: bool,
}

/// How far a power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach<'a> {
    /// Nobody in the input has it.
    Nobody,
    /// Those bound have it in this namespace.
    Namespace(&'a str),
    /// They have it everywhere.
    Cluster,
}

/// The powers of a role: which, and for each the rule that gives it.
pub(super) struct Powers {
    pub(super) bits: u64,
    /// Does one of its rules give everything?
    everything: bool,
    /// Those that count where a namespace alone is given.
    pub(super) namespaced: u64,
    /// Those of which nothing wider could be found: for whatever name, in a namespace, too.
    widest: u64,
    by_power: Vec<Given>,
}

/// A power, and the rule that gives it.
struct Given {
    power: Power,
    source: RoleId,
    /// The place of the rule in its role.
    rule: usize,
    by: (&'static str, &'static str),
    group: &'static str,
    /// Is what it gives beside the namespaces?
    beside: bool,
    is_named: bool,
}

/// Service accounts by namespace, with their powers there and everywhere.
pub(super) type Accounts<'a> = HashMap<&'a str, Vec<(Identity<'a>, u64, u64)>>;

impl<'s, 'a> Held<'s, 'a> {
    /// How far it goes.
    #[must_use]
    pub fn reach(&self) -> Reach<'a> {
        match self.binding {
            None => Reach::Nobody,
            Some(Binding { namespace: Some(namespace), .. }) => Reach::Namespace(namespace),
            Some(_) => Reach::Cluster,
        }
    }

    /// Does it go over the whole cluster, or over the namespace of the cluster's own components, which
    /// comes to the same?
    #[must_use]
    pub fn is_of_cluster(&self) -> bool {
        matches!(self.reach(), Reach::Cluster | Reach::Namespace("kube-system"))
    }

    /// Those who have it and are not expected to.
    pub fn outsiders(&self) -> impl Iterator<Item = Identity<'a>> {
        let binding = self.binding;
        let subjects = binding.into_iter().flat_map(|binding| &binding.subjects);
        subjects
            .map(|(who, _)| *who)
            .filter(move |who| !binding.is_some_and(|binding| binding.is_expected(*who)))
    }

    /// Does it only hold for objects of certain names?
    #[must_use]
    pub fn is_named(&self) -> bool {
        !self.rule.names.is_empty()
    }

    /// The request that it lets through: about an object that it names, where it names some.
    #[must_use]
    pub fn need(&self) -> Need<'a> {
        let (verb, resource) = self.by;
        let namespace = self.binding.and_then(|binding| binding.namespace);
        let need = Need::on(verb, self.group, resource, namespace);
        self.rule.names.first().map_or(need, |name| need.named(name))
    }

    /// The object to report it at.
    #[must_use]
    pub fn object(&self) -> Option<Object<'a>> {
        match self.binding {
            Some(binding) => binding.object,
            None => self.role.object,
        }
    }
}

impl Rule<'_> {
    /// Everything on every resource, of whatever name?
    #[must_use]
    pub fn allows_everything(&self) -> bool {
        const VERBS: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete"];
        let has = |list: &[&str], word: &str| list.contains(&word);
        let verbs = has(&self.verbs, "*") || VERBS.iter().all(|verb| has(&self.verbs, verb));
        verbs && has(&self.groups, "*") && has(&self.resources, "*") && self.names.is_empty()
    }

    /// The first verb and resource of an act that the rule allows.
    pub(super) fn allows(&self, act: &Act) -> Option<(&'static str, &'static str)> {
        let is_of_group = self.groups.iter().any(|group| *group == "*" || *group == act.group);
        if !is_of_group {
            return None;
        }
        let name = self.names.first().copied();
        act.resources.iter().find_map(|resource| {
            act.verbs.iter().find_map(|verb| {
                // What is made or deleted as a collection has no name that could be listed.
                let has_name =
                    resource.contains('/') || !matches!(*verb, "create" | "deletecollection");
                let mut need = Need::on(verb, act.group, resource, None);
                if let Some(name) = name {
                    need = if has_name { need.named(name) } else { return None };
                }
                self.covers(&need).then_some((*verb, *resource))
            })
        })
    }
}

impl Binding<'_> {
    /// Is it one of those who are meant to have what this binding gives: a part of the control plane, or
    /// the administrators' own groups?
    #[must_use]
    pub fn is_expected(&self, who: Identity<'_>) -> bool {
        let is_of_cluster = match who {
            Identity::Group(name) => {
                matches!(name, "system:nodes") || name.starts_with("system:bootstrappers")
            }
            Identity::ServiceAccount { namespace: "kube-system", name } => {
                self.name.strip_prefix("system:controller:") == Some(name)
            }
            Identity::User(_) | Identity::ServiceAccount { .. } => false,
        };
        is_of_cluster || who.is_expected_admin()
    }
}

impl<'a> Rbac<'a> {
    /// The powers of each role, in the order of roles.
    fn powers(&self) -> &[Powers] {
        self.powers
            .get_or_init(|| self.roles.all().map(|(id, _)| self.powers_of_role(id)).collect())
    }

    fn powers_of_role(&self, id: RoleId) -> Powers {
        let mut powers =
            Powers { bits: 0, everything: false, namespaced: 0, widest: 0, by_power: Vec::new() };
        let sources = std::iter::once(id)
            .chain(self.roles.get(id).into_iter().flat_map(|role| role.sources.iter().copied()));
        for source in sources {
            let rules = self.roles.get(source).map_or(&[][..], |role| &role.rules);
            for (at, rule) in rules.iter().enumerate() {
                powers.everything |= rule.allows_everything();
                for &power in Power::ALL {
                    if powers.widest & power.bit() == 0 {
                        self.add(&mut powers, power, source, at, rule);
                    }
                }
            }
        }
        powers
    }

    fn add(&self, powers: &mut Powers, power: Power, source: RoleId, at: usize, rule: &Rule<'a>) {
        // Of a release that is not known, the older way may still hold, and the newer one already.
        let counts =
            |act: &&Act| self.minor.is_none_or(|minor| (act.since..act.before).contains(&minor));
        for act in power.acts().iter().filter(counts) {
            if let Some(by) = rule.allows(act) {
                powers.bits |= power.bit();
                if !act.beside {
                    powers.namespaced |= power.bit();
                    if rule.names.is_empty() {
                        powers.widest |= power.bit();
                    }
                }
                powers.by_power.push(Given {
                    power,
                    source,
                    rule: at,
                    by,
                    group: act.group,
                    beside: act.beside,
                    is_named: !rule.names.is_empty(),
                });
                return;
            }
        }
    }

    /// Everybody who holds a power: one for each binding that gives it, and one for each role that would
    /// and that nothing binds.
    #[must_use]
    pub fn holders<'s>(&'s self, power: Power) -> Vec<Held<'s, 'a>> {
        let mut held = Vec::new();
        let powers = self.powers();
        for binding in &self.bindings {
            for &id in binding.roles() {
                held.extend(self.held(powers, power, id, Some(binding)));
            }
        }
        for (id, role) in self.roles.all() {
            if role.object.is_some() && !role.is_built_in && !self.is_used(id) {
                held.extend(self.held(powers, power, id, None));
            }
        }
        held
    }

    fn held<'s>(
        &'s self,
        powers: &'s [Powers],
        power: Power,
        id: RoleId,
        binding: Option<&'s Binding<'a>>,
    ) -> Option<Held<'s, 'a>> {
        let of_role = powers.get(id.index())?;
        let role = self.roles.get(id)?;
        let in_namespace =
            binding.map_or(role.kind == Kind::Role, |binding| binding.namespace.is_some());
        // What is beside the namespaces no namespace can give.
        let given = of_role
            .by_power
            .iter()
            .filter(|given| given.power == power && !(in_namespace && given.beside))
            .min_by_key(|given| given.is_named)?;
        let source = self.roles.get(given.source)?;
        let (rule, by) = (source.rules.get(given.rule)?, given.by);
        let is_of_everything = of_role.everything;
        Some(Held { power, binding, role, source, rule, by, group: given.group, is_of_everything })
    }

    /// Every power that a binding gives, with the rule that gives most of it.
    pub fn held_by<'s>(&'s self, binding: &'s Binding<'a>) -> impl Iterator<Item = Held<'s, 'a>> {
        let powers = self.powers();
        binding.roles().iter().flat_map(move |&id| {
            let all = powers.get(id.index()).map_or(0, |powers| powers.bits);
            let some = Power::ALL.iter().filter(move |power| all & power.bit() != 0);
            some.filter_map(move |&power| self.held(powers, power, id, Some(binding)))
        })
    }

    /// A power that a role would give, wherever it were bound.
    #[must_use]
    pub fn would_hold(&self, id: RoleId, power: Power) -> Option<Held<'_, 'a>> {
        self.held(self.powers(), power, id, None)
    }

    /// Does one rule of a role, or of what it collects, allow everything on every resource?
    #[must_use]
    pub fn allows_everything(&self, id: RoleId) -> bool {
        self.powers().get(id.index()).is_some_and(|powers| powers.everything)
    }

    /// Does some binding name a service account, or all of its namespace?
    #[must_use]
    pub fn has_own_rights(&self, account: Identity<'_>) -> bool {
        let group = match account {
            Identity::ServiceAccount { namespace, .. } => {
                format!("system:serviceaccounts:{namespace}")
            }
            Identity::User(_) | Identity::Group(_) => String::new(),
        };
        self.by_subject.contains_key(&account)
            || self.by_subject.contains_key(&Identity::Group(&group))
    }

    /// Is a role bound, or collected by one that is?
    #[must_use]
    pub fn is_used(&self, id: RoleId) -> bool {
        let used = self.used.get_or_init(|| {
            let mut used = vec![false; self.roles.all().count()];
            let mut mark = |id: RoleId| {
                if let Some(slot) = used.get_mut(id.index()) {
                    *slot = true;
                }
            };
            for &id in self.bindings.iter().flat_map(Binding::roles) {
                mark(id);
                self.roles
                    .get(id)
                    .into_iter()
                    .flat_map(|role| &role.sources)
                    .for_each(|id| mark(*id));
            }
            used
        });
        used.get(id.index()).copied().unwrap_or(false)
    }

    /// The powers that somebody holds in a namespace, or with `None` everywhere, as bits.
    pub(super) fn bits(&self, asker: &Asker<'_>, namespace: Option<&str>) -> u64 {
        let powers = self.powers();
        let of = |binding: &Binding<'a>| {
            let roles = binding.roles().iter().filter_map(|id| powers.get(id.index()));
            let of_role = |role: &Powers| {
                if binding.namespace.is_some() { role.namespaced } else { role.bits }
            };
            roles.map(of_role).fold(0, |all, bits| all | bits)
        };
        let here =
            |binding: &&Binding<'a>| binding.namespace.is_none_or(|own| namespace == Some(own));
        asker.identities().fold(0, |all, who| {
            let own = self.by_subject.get(&who).into_iter().flatten();
            let own = own.filter_map(|&at| self.bindings.get(at)).filter(here);
            own.fold(all, |all, binding| all | of(binding))
        })
    }

    /// Does somebody hold a power in this namespace, or with `None` everywhere?
    #[must_use]
    pub fn has_power(&self, who: Identity<'_>, power: Power, namespace: Option<&str>) -> bool {
        let asker = Asker::new(who);
        asker.is_master() || self.bits(&asker, namespace) & power.bit() != 0
    }

    /// Does the ClusterRole, or every Role, of this name give no power at all? One that is not in the input
    /// may.
    #[must_use]
    pub fn is_harmless(&self, name: &str) -> bool {
        let powers = self.powers();
        let mut named = self.roles.all().filter(|(_, role)| role.name == name).peekable();
        named.peek().is_some()
            && named.all(|(id, _)| {
                powers.get(id.index()).is_some_and(|powers| powers.bits & !power::SLIGHT == 0)
            })
    }

    /// Does a ClusterRole of this name allow everything?
    #[must_use]
    pub fn gives_everything(&self, name: &str) -> bool {
        let named = self.roles.named(Kind::ClusterRole, "", name);
        named.iter().any(|id| self.allows_everything(*id))
    }

    /// A service account of `namespace` that holds a power which `who` does not hold there: what `who`
    /// gains by acting as the accounts of the namespace.
    #[must_use]
    pub fn gain(&self, who: Identity<'_>, namespace: &str) -> Option<(Identity<'a>, Power)> {
        let own = Asker::new(who);
        let (here, everywhere) = (self.bits(&own, Some(namespace)), self.bits(&own, None));
        let accounts = self.accounts().get(namespace).into_iter().flatten();
        accounts.filter(|(account, ..)| *account != who).find_map(|(account, here_too, wide)| {
            let more = ((here_too & !here) | (wide & !everywhere)) & !power::SLIGHT;
            let power = Power::ALL.iter().find(|power| more & power.bit() != 0)?;
            Some((*account, *power))
        })
    }

    /// The service accounts that some binding names, by namespace and in order, with the powers they hold
    /// there and everywhere.
    fn accounts(&self) -> &Accounts<'a> {
        self.accounts.get_or_init(|| {
            let mut accounts = Accounts::new();
            for who in self.subjects() {
                if let Identity::ServiceAccount { namespace, .. } = who {
                    let asker = Asker::new(who);
                    let bits = (self.bits(&asker, Some(namespace)), self.bits(&asker, None));
                    accounts.entry(namespace).or_default().push((who, bits.0, bits.1));
                }
            }
            accounts
        })
    }
}
