//! Selectors that choose nobody, and names of ports that nobody has, in policies of other dialects than
//! NetworkPolicy.
//!
//! A selector chooses nobody only if no pod of the input is chosen, those of the node's network included, and
//! none can be in a namespace of which the input does not tell what runs in it.

use crate::engine::network::pods::Class;
use crate::engine::network::policy::{ExprId, NamedPort, Policy, Rule, Subject, Who};
use crate::engine::network::program::Program;
use crate::engine::network::rule_of::RuleOf;
use crate::engine::network::selector::{Expr, Key, Names, Sym, Tri, Value};
use crate::engine::network::{Direction, Network, Protocol};
use crate::model::workload::given::PodLabels;
use crate::model::{Kind, Label, Labels, Object, Place, Workload};

/// A selector that chooses nobody.
pub struct Aimless<'a> {
    /// The policy.
    pub object: Object<'a>,
    /// The selector.
    pub place: Place,
    /// Is it a peer's, and not the policy's own?
    pub is_peer: bool,
}

/// A port by a name that no pod has.
pub struct Unresolved<'a> {
    /// The rule.
    pub rule: RuleOf<'a>,
    /// The name.
    pub name: &'a str,
    /// The protocol, if one is asked for.
    pub protocol: Option<Protocol>,
}

impl<'a> Network<'a> {
    /// The selectors of policies that choose nobody. `untold`: the namespaces of which the input does not tell
    /// what runs in them.
    #[must_use]
    pub fn aimless(&self, untold: &[&str]) -> Vec<Aimless<'a>> {
        let question = Question { program: self.program(), hosts: self.hosts(), untold };
        let mut found = Vec::new();
        for policy in question.program.policies.iter().filter(|policy| is_asked(policy)) {
            let object = policy.object;
            if let Subject::Pods(expr) = policy.subject
                && question.is_nobody(object, expr)
            {
                found.push(Aimless { object, place: policy.place, is_peer: false });
            }
            for rule in policy.rules() {
                for item in rule.items() {
                    // What Calico selects by labels may be sets of addresses and hosts, too.
                    let stands_for_others = rule.items().iter().any(|other| {
                        other.place == item.place && !matches!(other.who, Who::Pods(_))
                    });
                    if let Who::Pods(expr) = item.who
                        && !stands_for_others
                        && question.is_nobody(object, expr)
                    {
                        found.push(Aimless { object, place: item.place, is_peer: true });
                    }
                }
            }
        }
        found
    }

    /// The names of ports that none of the pods at the receiving end has, where it is known who these are.
    #[must_use]
    pub fn unresolved_ports(&self, untold: &[&str]) -> Vec<Unresolved<'a>> {
        let program = self.program();
        let question = Question { program, hosts: self.hosts(), untold };
        let mut found = Vec::new();
        for policy in program.policies.iter().filter(|policy| is_asked(policy)) {
            for direction in Direction::BOTH {
                for (rule, place) in policy.rules_of(direction) {
                    let Some(receivers) = question.receivers(policy, direction, rule) else {
                        continue;
                    };
                    // A name without a protocol is one of each.
                    let has = |name: Sym| {
                        let mut same = rule.ports.named.iter().filter(|one| one.name == name);
                        same.any(|one| receivers.iter().any(|class| class.has_port(*one)))
                    };
                    let lacking = rule.ports.named.iter().filter(|named| !has(named.name));
                    found.extend(lacking.map(|named| Unresolved {
                        rule: place,
                        name: program.names.text(named.name),
                        protocol: named.protocol,
                    }));
                }
            }
        }
        // One name, of each of several protocols.
        found.dedup_by(|a, b| a.rule.place == b.rule.place && a.name == b.name);
        found
    }

    fn hosts(&self) -> Vec<Workload<'a>> {
        let workloads = self.cluster.workloads();
        workloads.filter(|workload| workload.host_network().is_true()).collect()
    }
}

impl Class {
    fn has_port(&self, NamedPort { name, protocol }: NamedPort) -> bool {
        self.ports
            .iter()
            .any(|(known, of, _)| *known == name && protocol.is_none_or(|wanted| wanted == *of))
    }
}

/// Those of NetworkPolicy are asked elsewhere.
fn is_asked(policy: &Policy<'_>) -> bool {
    policy.object.kind() != Kind::NetworkPolicy && policy.doubt.is_none()
}

struct Question<'q, 'a> {
    program: &'q Program<'a>,
    /// Pods of the node's network, which no selector chooses, and which may all the same be meant.
    hosts: Vec<Workload<'a>>,
    untold: &'q [&'q str],
}

impl<'a> Question<'_, 'a> {
    fn is_nobody(&self, object: Object<'a>, id: ExprId) -> bool {
        let program = self.program;
        let expr = program.expr(id);
        let chosen = program.choices.pods(id);
        chosen.is_some_and(|chosen| chosen.classes.is_empty())
            && is_about_pods(expr, &program.names)
            && self.asks(object, expr)
            && !self.may_be_beyond(object, expr)
    }

    /// Does it ask for more than a pod of the policy's own namespace? What asks for no namespace at all in a
    /// policy of Calico's for the cluster may be about hosts.
    fn asks(&self, object: Object<'a>, expr: &Expr) -> bool {
        let own = object.namespace().and_then(|name| self.program.names.known(name));
        let (mut asks, mut of_namespaces) = (false, false);
        expr.each_test(&mut |key, values| {
            let is_own = own.is_some_and(|own| values == Some(&[own]));
            asks |= key != Key::NamespaceName || !is_own;
            of_namespaces |= matches!(key, Key::NamespaceName | Key::Namespace(_));
        });
        asks && (of_namespaces || object.kind() != Kind::CalicoGlobalNetworkPolicy)
    }

    /// May it choose a pod that the program has no class of?
    fn may_be_beyond(&self, object: Object<'a>, expr: &Expr) -> bool {
        let program = self.program;
        let unseen = self.untold.iter().filter(|name| object.namespace() != Some(**name));
        let mut unseen = unseen.map(|name| {
            let namespace = program.pods.namespace(name);
            let class = Class { namespace, open: true, ..Class::default() };
            expr.eval(&program.names, &|key| match key {
                Key::NamespaceName => named(&program.names, name),
                key => program.pods.value(&class, &program.names, key),
            })
        });
        let mut hosts = self.hosts.iter().map(|workload| {
            let namespace = program.pods.namespace(workload.namespace());
            let class = Class { namespace, open: true, ..Class::default() };
            let labels = workload.pod_labels();
            expr.eval(&program.names, &|key| match key {
                Key::Pod(label) => of_label(&program.names, labels, label),
                key => program.pods.value(&class, &program.names, key),
            })
        });
        unseen.any(|is| is != Tri::No) || hosts.any(|is| is != Tri::No)
    }

    /// The pods that take the connections a rule is about; none where not all of them are known, or there are
    /// none.
    fn receivers(
        &self,
        policy: &Policy<'a>,
        direction: Direction,
        rule: &Rule,
    ) -> Option<Vec<&Class>> {
        let exprs: Option<Vec<ExprId>> = match (direction, &policy.subject) {
            _ if rule.ports.named.is_empty() => None,
            (Direction::Ingress, Subject::Pods(expr)) => Some(vec![*expr]),
            (Direction::Ingress, Subject::Nodes(_) | Subject::Hosts(_)) => None,
            (Direction::Egress, _) => rule
                .items()
                .iter()
                .map(|item| match item.who {
                    Who::Pods(expr) => Some(expr),
                    _ => None,
                })
                .collect(),
        };
        let mut receivers = Vec::new();
        for id in exprs? {
            if self.may_be_beyond(policy.object, self.program.expr(id)) {
                return None;
            }
            let classes = self.program.choices.pods(id).into_iter().flat_map(|one| &one.classes);
            receivers.extend(classes.filter_map(|class| self.program.class(*class)));
        }
        (!receivers.is_empty()).then_some(receivers)
    }
}

fn named(names: &Names<'_>, name: &str) -> Value {
    Value::Is(names.known(name).unwrap_or(Sym::OTHER))
}

fn of_label(names: &Names<'_>, labels: PodLabels<'_>, key: Sym) -> Value {
    match labels.label(names.text(key)) {
        // A value that no selector names has no number, and may still be looked into.
        Label::Is(value) => names.known(value).map_or(Value::Unknown, Value::Is),
        Label::Absent => Value::Absent,
        Label::Begins(_) | Label::Some => Value::Some,
        Label::Unknown => Value::Unknown,
    }
}

/// Does it ask for what pods have, and not for labels that plugins give to others or add themselves?
fn is_about_pods(expr: &Expr, names: &Names<'_>) -> bool {
    const ADDED: [&str; 5] =
        ["projectcalico.org/", "pcns.", "pcsa.", "io.cilium", "io.kubernetes."];
    match expr {
        Expr::All(parts) => parts.iter().all(|part| is_about_pods(part, names)),
        // Calico's `global()`: what is in no namespace.
        Expr::Any(parts) => {
            !parts.is_empty() && parts.iter().all(|part| is_about_pods(part, names))
        }
        Expr::Not(inner) => is_about_pods(inner, names),
        Expr::In(key, _) | Expr::Exists(key) | Expr::Text(key, ..) => match key {
            Key::Pod(label) => {
                let label = names.text(*label);
                !label.contains(':') && !ADDED.iter().any(|added| label.starts_with(added))
            }
            // Of another cluster of the mesh the input tells nothing.
            Key::ClusterName => false,
            _ => true,
        },
        Expr::Broken => false,
    }
}
