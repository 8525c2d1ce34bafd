//! Who holds which powers, by which binding, role and rules.

use std::collections::{HashMap, HashSet};

use super::power::{self, Power};
use super::powers::{Powers, Way};
use super::{Asker, Binding, Need, Rbac, Role, RoleId};
use crate::model::rbac::Identity;
use crate::model::{Kind, Object};

/// A power that a role gives, and to whom.
#[derive(Clone)]
pub struct Held<'s, 'a> {
    /// The power.
    pub power: Power,
    /// The binding; none: nothing in the input binds the role.
    pub binding: Option<&'s Binding<'a>>,
    /// The role that is bound.
    pub role: &'s Role<'a>,
    /// The strongest of the ways in which it gives it, one without a limit where there is one.
    pub way: Way<'s, 'a>,
    /// The other ways.
    pub others: Vec<Way<'s, 'a>>,
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

    /// Every way in which the role gives it.
    pub fn ways(&self) -> impl Iterator<Item = &Way<'s, 'a>> {
        std::iter::once(&self.way).chain(&self.others)
    }

    /// Does it only hold for objects of certain names?
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.way.is_named()
    }

    /// The names that it is limited to; none: no limit.
    #[must_use]
    pub fn names(&self) -> Vec<&'a str> {
        let named = self.ways().filter(|_| self.is_named());
        let mut seen = HashSet::new();
        let names = named.flat_map(|way| way.names).copied();
        names.filter(|name| seen.insert(*name)).collect()
    }

    /// Is it about service accounts, so that its names are theirs?
    #[must_use]
    pub fn is_of_accounts(&self) -> bool {
        matches!(
            self.power,
            Power::MintTokens | Power::ImpersonateServiceAccounts | Power::ActAsServiceAccounts
        )
    }

    /// The request that one of its ways lets through: about an object that it names, where it names some.
    #[must_use]
    pub fn need(&self, way: &Way<'_, 'a>) -> Need<'a> {
        let (verb, resource) = way.by;
        let namespace = self.binding.and_then(|binding| binding.namespace);
        let need = Need::on(verb, way.group, resource, namespace);
        way.names.first().map_or(need, |name| need.named(name))
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
    fn powers(&self) -> &[Powers<'a>] {
        self.powers.get_or_init(|| {
            let of_role = |(id, _)| Powers::of(self.roles.rules_with_id(id), self.minor);
            self.roles.all().map(of_role).collect()
        })
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
        powers: &'s [Powers<'a>],
        power: Power,
        id: RoleId,
        binding: Option<&'s Binding<'a>>,
    ) -> Option<Held<'s, 'a>> {
        self.held_of(powers.get(id.index())?, power, id, binding)
    }

    pub(super) fn held_of<'s>(
        &'s self,
        powers: &'s Powers<'a>,
        power: Power,
        id: RoleId,
        binding: Option<&'s Binding<'a>>,
    ) -> Option<Held<'s, 'a>> {
        let role = self.roles.get(id)?;
        let in_namespace =
            binding.map_or(role.kind == Kind::Role, |binding| binding.namespace.is_some());
        let mut ways = powers.ways(power, in_namespace, &self.roles);
        let (way, others) = (ways.next()?, ways.collect());
        Some(Held { power, binding, role, way, others, is_of_everything: powers.everything })
    }

    /// Every power that a binding gives.
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
            let of_role = |role: &Powers<'_>| {
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

    /// Does somebody hold a power everywhere, or in one of the namespaces that bindings give them rights in?
    #[must_use]
    pub fn has_power_somewhere(&self, who: Identity<'_>, power: Power) -> bool {
        let mut own = self.bindings_of(who).filter_map(|binding| binding.namespace);
        self.has_power(who, power, None) || own.any(|one| self.has_power(who, power, Some(one)))
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
    /// gains by acting as the accounts of the namespace, or as those of these names where there are some.
    #[must_use]
    pub fn gain(
        &self,
        who: Identity<'_>,
        namespace: &str,
        names: &[&str],
    ) -> Option<(Identity<'a>, Power)> {
        let own = Asker::new(who);
        let (here, everywhere) = (self.bits(&own, Some(namespace)), self.bits(&own, None));
        let is_it = |account: Identity<'_>| match account {
            Identity::ServiceAccount { name, .. } => names.is_empty() || names.contains(&name),
            Identity::User(_) | Identity::Group(_) => false,
        };
        let accounts = self.accounts().get(namespace).into_iter().flatten();
        let mut others = accounts.filter(|(account, ..)| *account != who && is_it(*account));
        others.find_map(|(account, here_too, wide)| {
            let more = ((here_too & !here) | (wide & !everywhere)) & !power::SLIGHT;
            let power = Power::ALL.iter().find(|power| more & power.bit() != 0)?;
            Some((*account, *power))
        })
    }

    /// As [`Self::gain`], by acting as the accounts of these names in any namespace.
    #[must_use]
    pub fn gain_anywhere(
        &self,
        who: Identity<'_>,
        names: &[&str],
    ) -> Option<(Identity<'a>, Power)> {
        self.subjects().into_iter().find_map(|account| match account {
            Identity::ServiceAccount { namespace, name } if names.contains(&name) => {
                self.gain(who, namespace, names)
            }
            _ => None,
        })
    }

    /// Does a power over service accounts let somebody become nobody but who they are? To ask for tokens of one's
    /// own is what the tokens of many components are renewed by.
    #[must_use]
    pub fn is_about_oneself(&self, who: Identity<'_>, held: &Held<'_, '_>) -> bool {
        let Identity::ServiceAccount { namespace, name } = who else {
            return false;
        };
        let is_own = held.is_of_accounts()
            && held.is_named()
            && held.names().iter().all(|named| *named == name);
        is_own
            && match held.reach() {
                Reach::Nobody => false,
                Reach::Namespace(place) => place == namespace,
                Reach::Cluster => {
                    let mut accounts = self.accounts().values().flatten();
                    !accounts.any(|(account, ..)| {
                        *account != who
                            && matches!(account, Identity::ServiceAccount { name: other, .. } if *other == name)
                    })
                }
            }
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
