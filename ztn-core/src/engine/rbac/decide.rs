//! May somebody do something, and who may.

use std::collections::BTreeMap;

use super::{Asker, Binding, Link, Need, Rbac, Role, Rule, Target};
use crate::engine::{Because, Known, Unknown, Why, Witness};
use crate::evidence::Evidence;
use crate::model::rbac::Identity;
use crate::model::{Kind, Object, Place};

/// What gives a right: a binding that names somebody, the role it gives, and one rule of it.
#[derive(Clone, Copy)]
pub struct Chain<'s, 'a> {
    /// What the binding names: the one who asks, or a group that it is in.
    pub through: Identity<'s>,
    /// The binding.
    pub binding: &'s Binding<'a>,
    /// The role that it gives.
    pub role: &'s Role<'a>,
    /// The role that the rule is written in: another, where the first collects it.
    pub source: &'s Role<'a>,
    /// The rule.
    pub rule: &'s Rule<'a>,
}

/// Somebody who may do something.
#[derive(Clone, Copy)]
pub struct Grant<'s, 'a> {
    /// Who. A group stands for each of its members.
    pub subject: Identity<'a>,
    /// What gives the right.
    pub chain: Chain<'s, 'a>,
}

/// One step of a chain.
#[derive(Clone)]
pub struct Step<'a> {
    /// In one clause.
    pub text: String,
    /// The object that says it; none: Kubernetes brings it along.
    pub object: Option<Object<'a>>,
    /// Where.
    pub place: Option<Place>,
}

impl<'s, 'a> Chain<'s, 'a> {
    /// The steps in words, each with its place where the input has it.
    #[must_use]
    pub fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = Vec::with_capacity(4);
        let Binding { object, role_spot, subjects, .. } = self.binding;
        let named = subjects.iter().find(|(who, _)| *who == self.through);
        let place = object.map(|object| match named.and_then(|(_, spot)| *spot) {
            Some(spot) => Place::of(object, spot),
            None => Place::of(object, object.name_node()),
        });
        let text =
            format!("{} names {}{}", self.binding.text(), self.through, by_kubernetes(*object));
        steps.push(Step { text, object: *object, place });
        let place = object.zip(*role_spot).map(|(object, spot)| Place::of(object, spot));
        let text = format!("it gives {}{}", self.role.text(), by_kubernetes(self.role.object));
        steps.push(Step { text, object: *object, place });
        steps.extend(steps_in(self.role, self.source, self.rule));
        steps
    }

    /// As what decided an answer.
    #[must_use]
    pub fn witness(&self) -> Witness {
        let text = format!("{} gives {}", self.binding.text(), self.role.text());
        let because = self.steps().into_iter();
        let because =
            because.filter_map(|step| Some(Because { place: step.place?, text: step.text }));
        Witness { text, because: because.collect() }
    }
}

/// What is said of an object that the input lacks.
pub(super) fn by_kubernetes(object: Option<Object<'_>>) -> &'static str {
    if object.is_some() { "" } else { ", as Kubernetes brings it along" }
}

/// From a role to one rule of it, or of what it collects.
pub(super) fn steps_in<'a>(role: &Role<'a>, source: &Role<'a>, rule: &Rule<'a>) -> Vec<Step<'a>> {
    let object = source.object;
    let mut steps = Vec::with_capacity(2);
    if !std::ptr::eq(role, source) {
        let place = object.map(|object| Place::of(object, object.name_node()));
        steps.push(Step { text: format!("which collects {}", source.text()), object, place });
    }
    let place = object.zip(rule.node).map(|(object, node)| Place::of(object, node));
    steps.push(Step { text: format!("a rule of it allows {}", rule.text()), object, place });
    steps
}

impl<'a> Rbac<'a> {
    /// May somebody do this?
    #[must_use]
    pub fn can(&self, asker: &Asker<'_>, need: &Need<'_>) -> Known {
        if let Some(text) = self.unasked(asker) {
            return Known::of(true, text, Vec::new());
        }
        let mut unsure = None;
        let mut looked_at = Vec::new();
        for (through, binding) in self.bindings_for(asker, need.asked_namespace()) {
            match self.given_by(through, binding, need) {
                Given::Chain(chain) => return Known::Yes(chain.witness()),
                Given::Unsure(unknown) => unsure = unsure.or(Some(unknown)),
                Given::Nothing => {}
            }
            if let Some(object) = binding.object {
                let text = format!("{} does not give it", binding.text());
                looked_at.push(Because { place: Place::of(object, object.name_node()), text });
            }
        }
        match unsure.or_else(|| self.may_have_more(asker)) {
            Some(unknown) => Known::Unknown(unknown),
            None => {
                let here = need
                    .asked_namespace()
                    .map_or(String::new(), |namespace| format!(" in namespace `{namespace}`"));
                let who = asker.identity;
                let text = match looked_at.len() {
                    0 => format!("no binding is about {who}{here}"),
                    1 => format!("the one binding about {who}{here} does not give it"),
                    n => format!("none of the {n} bindings about {who}{here} gives it"),
                };
                Known::of(false, text, looked_at)
            }
        }
    }

    /// Why somebody may do everything without any role, where they may.
    #[must_use]
    pub fn unasked(&self, asker: &Asker<'_>) -> Option<&'static str> {
        if asker.is_master() {
            return Some("members of `system:masters` pass before any authorizer is asked");
        }
        self.allows_everything.then_some("the authorizer `AlwaysAllow` allows every request")
    }

    /// Why somebody may have rights that no binding of the input gives, where they may.
    fn may_have_more(&self, asker: &Asker<'_>) -> Option<Unknown> {
        let node = asker.is_node().then(|| Unknown {
            why: Why::NotUnderstood("the Node authorizer decides what nodes may do".to_owned()),
            settled_by: None,
        });
        node.or_else(|| self.unseen.clone())
    }

    /// Why all that somebody may do cannot be told, where it cannot: of a binding to a role that is not in the
    /// input, too.
    #[must_use]
    pub fn unlisted(&self, asker: &Asker<'_>) -> Option<Unknown> {
        let mut bindings = asker.identities().flat_map(|who| self.bindings_of(who));
        let missing =
            bindings.find(|binding| binding.link == Link::Missing && self.may_be_there(binding));
        missing.map(missing_role).or_else(|| self.may_have_more(asker))
    }

    /// May the role be there that a binding gives and the input lacks?
    fn may_be_there(&self, binding: &Binding<'_>) -> bool {
        // Kubernetes has more roles for itself than the table lists.
        self.unseen.is_some() || binding.role_name.starts_with("system:")
    }

    /// Everything that lets somebody do this, one chain for each binding.
    #[must_use]
    pub fn chains<'s>(&'s self, asker: &'s Asker<'_>, need: &Need<'s>) -> Vec<Chain<'s, 'a>> {
        let bindings = self.bindings_for(asker, need.asked_namespace());
        let chains =
            bindings.filter_map(|(through, binding)| match self.given_by(through, binding, need) {
                Given::Chain(chain) => Some(chain),
                Given::Unsure(_) | Given::Nothing => None,
            });
        chains.collect()
    }

    /// Everybody who may do this by a binding, in order, each with one chain for each namespace it holds in;
    /// and, where the input may lack somebody, why. `anywhere` also finds who may do it in some namespace,
    /// where `need` names none.
    #[must_use]
    pub fn who_can<'s>(
        &'s self,
        need: &Need<'_>,
        anywhere: bool,
    ) -> (Vec<Grant<'s, 'a>>, Option<Unknown>) {
        let asked = need.asked_namespace();
        let mut grants = BTreeMap::<(Identity<'a>, Option<&str>), Grant<'s, 'a>>::new();
        let mut unsure = None;
        let anywhere =
            anywhere && asked.is_none() && matches!(need.target, Target::Resource { .. });
        let here = |binding: &&Binding<'a>| {
            binding.namespace.is_none_or(|namespace| anywhere || asked == Some(namespace))
        };
        for binding in self.bindings.iter().filter(here) {
            for &(subject, _) in &binding.subjects {
                match self.given_by(subject, binding, need) {
                    Given::Chain(chain) => {
                        let grant = Grant { subject, chain };
                        grants.entry((subject, binding.namespace)).or_insert(grant);
                    }
                    Given::Unsure(unknown) => unsure = unsure.or(Some(unknown)),
                    Given::Nothing => break,
                }
            }
        }
        let everywhere: Vec<Identity<'a>> = grants
            .keys()
            .filter(|(_, namespace)| namespace.is_none())
            .map(|(who, _)| *who)
            .collect();
        grants.retain(|(who, namespace), _| {
            namespace.is_none() || everywhere.binary_search(who).is_err()
        });
        let unknown = unsure.or_else(|| self.unseen.clone());
        (grants.into_values().collect(), unknown)
    }

    /// The bindings that name somebody, or a group that it is in, and that count in this namespace.
    fn bindings_for<'s>(
        &'s self,
        asker: &'s Asker<'_>,
        namespace: Option<&'s str>,
    ) -> impl Iterator<Item = (Identity<'s>, &'s Binding<'a>)> {
        asker.identities().flat_map(move |who| {
            let here = move |binding: &&Binding<'a>| {
                binding.namespace.is_none_or(|own| namespace == Some(own))
            };
            self.bindings_of(who).filter(here).map(move |binding| (who, binding))
        })
    }

    /// What a binding gives, of what is needed.
    fn given_by<'s>(
        &'s self,
        through: Identity<'s>,
        binding: &'s Binding<'a>,
        need: &Need<'_>,
    ) -> Given<'s, 'a> {
        let roles = match &binding.link {
            Link::Roles(roles) => roles,
            Link::Refused => return Given::Nothing,
            Link::Missing if self.may_be_there(binding) => {
                return Given::Unsure(missing_role(binding));
            }
            Link::Missing => return Given::Nothing,
        };
        let found = |id: &super::RoleId| {
            let role = self.roles.get(*id)?;
            let (source, rule) = self.roles.rules(*id).find(|(_, rule)| rule.covers(need))?;
            Some(Chain { through, binding, role, source, rule })
        };
        let chains: Vec<Option<Chain<'s, 'a>>> = roles.iter().map(found).collect();
        let twice = |object: Object<'a>| self.cluster.is_in_conflict(object);
        let conflict = || {
            let what = format!("{} is given twice, with different content", binding.text());
            Given::Unsure(Unknown { why: Why::Conflict(what), settled_by: None })
        };
        match chains.iter().flatten().next() {
            None => Given::Nothing,
            Some(_) if binding.object.is_some_and(twice) => conflict(),
            Some(_) if chains.iter().any(Option::is_none) => {
                let kind =
                    if binding.namespace.is_some() { "role" } else { Kind::ClusterRole.name() };
                let what = format!(
                    "{kind} `{}` is given twice, with different content",
                    binding.role_name
                );
                Given::Unsure(Unknown { why: Why::Conflict(what), settled_by: None })
            }
            Some(chain) => Given::Chain(*chain),
        }
    }
}

/// What a binding gives.
enum Given<'s, 'a> {
    Chain(Chain<'s, 'a>),
    Unsure(Unknown),
    Nothing,
}

/// What a binding gives is not in the input.
fn missing_role(binding: &Binding<'_>) -> Unknown {
    let what = format!("the role `{}` is not in the input", binding.role_name);
    Unknown { why: Why::NotUnderstood(what), settled_by: Some(Evidence::Roles) }
}
