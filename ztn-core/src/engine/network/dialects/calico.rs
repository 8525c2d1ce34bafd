//! Calico's NetworkPolicy and GlobalNetworkPolicy, in its tiers.
//!
//! <https://docs.tigera.io/calico/latest/reference/resources/networkpolicy>

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use crate::engine::network::dialects::calico_hosts;
use crate::engine::network::dialects::calico_others::Others;
use crate::engine::network::dialects::calico_rules::rules;
use crate::engine::network::dialects::calico_selector::{Of, parse};
use crate::engine::network::dialects::compile::{Compiler, doubt, named};
use crate::engine::network::dialects::v1;
use crate::engine::network::policy::{Decides, Policy, Side, Subject};
use crate::engine::network::selector::{Expr, Key, Names, namespace_key, pod_key};
use crate::model::calico::{CalicoRule, CalicoSpec, CalicoTier, order_of, spec_of};
use crate::model::{Kind, Object, Place, faults};
use crate::span::to_u32;

pub(in crate::engine::network) const KINDS: [Kind; 2] =
    [Kind::CalicoNetworkPolicy, Kind::CalicoGlobalNetworkPolicy];

/// Kinds that no other plugin has, either.
pub(in crate::engine::network) const OTHER_KINDS: [Kind; 5] = [
    Kind::CalicoTier,
    Kind::CalicoNetworkSet,
    Kind::CalicoGlobalNetworkSet,
    Kind::CalicoHostEndpoint,
    Kind::CalicoControllers,
];

/// The tier of policies that name none, and of those of Kubernetes.
const DEFAULT: &str = "default";
/// Its order, and that of the policies of Kubernetes in it.
const DEFAULT_ORDER: f64 = 1_000_000.0;
const KUBERNETES_ORDER: f64 = 1000.0;

/// A tier to come: its order, name, and how it decides.
struct Planned<'a> {
    order: f64,
    name: &'a str,
    decides: Decides,
    /// Why its policies may have no effect, or another.
    doubt: Option<&'static str>,
}

/// Compiles every policy of Calico's and of Kubernetes, tier after tier.
pub(in crate::engine::network) fn compile(compiler: &mut Compiler<'_>) {
    compiler.others = Rc::new(Others::of(compiler.cluster, &mut compiler.names));
    let forwarding = compiler.tier("forwarded", Decides::InOrder);
    calico_hosts::failsafe(compiler);
    let mut ranks = ranks(compiler);
    let by_tier = by_tier(compiler);
    for planned in tiers(compiler, &by_tier) {
        let tier = compiler.tier(planned.name, planned.decides);
        for &(object, spec) in by_tier.get(planned.name).into_iter().flatten() {
            let order = ranks.remove(&Rank::of(order_of(spec.order()), object)).unwrap_or_default();
            let of_tier = planned.doubt.map(|doubt| {
                format!("the Tier `{}` of {} is {doubt}", planned.name, named(object))
            });
            let doubt = doubt(compiler, object).or(of_tier);
            let written = Written { object, spec, tier, order, doubt };
            policies(compiler, &written, forwarding);
        }
        if planned.name == DEFAULT {
            let order = ranks.get(&Rank::kubernetes()).copied().unwrap_or_default();
            v1::compile(compiler, tier, order);
        }
    }
    calico_hosts::undecided(compiler);
}

/// The policies of each tier that some are in, by its name.
type ByTier<'a> = HashMap<&'a str, Vec<(Object<'a>, CalicoSpec<'a>)>>;

fn by_tier<'a>(compiler: &Compiler<'a>) -> ByTier<'a> {
    let mut by_tier = ByTier::new();
    for object in compiler.cluster.of_kinds(KINDS) {
        if let Some(spec) = spec_of(object) {
            by_tier.entry(spec.tier().or(DEFAULT)).or_default().push((object, spec));
        }
    }
    by_tier
}

/// What policies are ordered by: their order, then kind, namespace and name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank(u64, String);

impl Rank {
    fn of(order: f64, object: Object<'_>) -> Self {
        // Floats compare as their bits do, once the sign is turned.
        let bits = order.to_bits();
        let ordered = if order.is_sign_negative() { !bits } else { bits | 1 << 63 };
        let namespace = object.namespace().unwrap_or_default();
        let id = format!("{}\0{namespace}\0{:?}\0{:?}", object.name(), object.kind(), object.id());
        Self(ordered, id)
    }

    fn kubernetes() -> Self {
        Self(KUBERNETES_ORDER.to_bits() | 1 << 63, String::new())
    }
}

/// The place of each policy among all.
fn ranks(compiler: &Compiler<'_>) -> BTreeMap<Rank, u32> {
    let objects = compiler.cluster.of_kinds(KINDS);
    let policies =
        objects.filter_map(|object| Some(Rank::of(order_of(spec_of(object)?.order()), object)));
    let mut ranks: Vec<Rank> = policies.chain([Rank::kubernetes()]).collect();
    ranks.sort();
    ranks.into_iter().enumerate().map(|(place, rank)| (rank, to_u32(place))).collect()
}

fn tiers<'a>(compiler: &Compiler<'a>, by_tier: &ByTier<'a>) -> Vec<Planned<'a>> {
    let mut tiers = vec![Planned {
        order: DEFAULT_ORDER,
        name: DEFAULT,
        decides: Decides::InOrderOrDeny,
        doubt: None,
    }];
    for (object, tier) in compiler.cluster.all::<CalicoTier<'_>>() {
        let Some(spec) = tier.spec().get().filter(|_| object.name() != DEFAULT) else {
            continue;
        };
        let passes = spec.default_action().is("Pass");
        let decides = if passes { Decides::InOrder } else { Decides::InOrderOrDeny };
        let order = order_of(spec.order());
        let doubt = if faults::of(object).is_empty() { None } else { Some("refused") };
        tiers.push(Planned { order, name: object.name(), decides, doubt });
    }
    let given: HashSet<&str> = tiers.iter().map(|tier| tier.name).collect();
    tiers.extend(by_tier.keys().filter(|name| !given.contains(*name)).map(|name| Planned {
        // Most tiers stand before the one by default.
        order: DEFAULT_ORDER - 1.0,
        name,
        decides: Decides::InOrderOrDeny,
        doubt: Some("not in the input"),
    }));
    tiers.sort_by(|a, b| a.order.total_cmp(&b.order).then(a.name.cmp(b.name)));
    tiers
}

/// What a policy says of pods and hosts alike: where it stands, and what its rules are.
struct Written<'a> {
    object: Object<'a>,
    spec: CalicoSpec<'a>,
    tier: u32,
    order: u32,
    doubt: Option<String>,
}

impl<'a> Written<'a> {
    /// It, over these endpoints.
    fn over(&self, compiler: &mut Compiler<'a>, subject: Subject) -> Policy<'a> {
        let Self { object, spec, .. } = *self;
        let (ingress, egress) = spec.affects();
        let mut side = |applies: bool, written: Vec<CalicoRule<'a>>, is_ingress| {
            let written = if applies { written } else { Vec::new() };
            let rules = rules(compiler, object, written, is_ingress);
            Side { applies, isolates: applies, rules }
        };
        Policy {
            object,
            over: object.namespace(),
            tier: self.tier,
            order: self.order,
            subject,
            place: Place::of(object, spec.selector()),
            doubt: self.doubt.clone(),
            ingress: side(ingress, spec.ingress().iter().collect(), true),
            egress: side(egress, spec.egress().iter().collect(), false),
        }
    }

    /// Does it act on packets before or beside connections? Then it is for hosts alone, and for all that
    /// they forward.
    fn is_about_packets(&self) -> bool {
        self.spec.pre_dnat().is_true() || self.spec.do_not_track().is_true()
    }
}

fn policies<'a>(compiler: &mut Compiler<'a>, written: &Written<'a>, forwarding: u32) {
    let chosen = |compiler: &mut Compiler<'a>, of: Of| {
        let spec = written.spec;
        let names = &mut compiler.names;
        let mut expr = match (written.object.namespace(), spec.namespace_selector().or("")) {
            (Some(namespace), _) => Expr::is(Key::NamespaceName, names.sym(namespace)),
            (None, "") => Expr::EVERYTHING,
            (None, text) => parse(text, names, of_namespace, of.by_namespace()),
        };
        expr = expr.and(parse(spec.selector().or(""), names, of_pod, of));
        match spec.service_account_selector().or("") {
            "" => expr,
            // What is no pod has no service account.
            _ if of == Of::Others => Expr::Any(Vec::new()),
            text => expr.and(parse(text, names, of_account, of)),
        }
    };
    if !written.is_about_packets() {
        let pods = chosen(compiler, Of::Pods);
        let subject = Subject::Pods(compiler.expr(pods));
        let policy = written.over(compiler, subject);
        compiler.policies.push(policy);
    }
    let others = chosen(compiler, Of::Others);
    let hosts = compiler.others.hosts_chosen(compiler, &others);
    let forwards = match hosts {
        Some(_) => written.spec.apply_on_forward().is_true(),
        None => written.is_about_packets(),
    };
    if let Some(hosts) = hosts {
        let policy = written.over(compiler, Subject::Hosts(hosts));
        compiler.policies.push(calico_hosts::on_hosts(policy, written.is_about_packets()));
    }
    if forwards {
        let policy = calico_hosts::on_the_way(compiler, written.object, written.spec, forwarding);
        compiler.policies.push(policy);
    }
}

pub(in crate::engine::network) fn of_pod<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    match key {
        "projectcalico.org/namespace" => Key::NamespaceName,
        "projectcalico.org/serviceaccount" => Key::ServiceAccount,
        key => pod_key(names, key),
    }
}

pub(in crate::engine::network) fn of_namespace<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    if key == "projectcalico.org/name" { Key::NamespaceName } else { namespace_key(names, key) }
}

pub(in crate::engine::network) fn of_account<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    if key == "projectcalico.org/name" {
        Key::ServiceAccount
    } else {
        Key::ServiceAccountLabel(names.sym(key))
    }
}
