//! Calico's NetworkPolicy and GlobalNetworkPolicy, in its tiers.
//!
//! <https://docs.tigera.io/calico/latest/reference/resources/networkpolicy>

use std::collections::BTreeMap;

use super::calico_selector::parse;
use super::compile::{Compiler, doubt, named};
use super::policy::{
    Action, Blocks, Decides, ExprId, Group, NamedPort, Peer, Peers, Policy, Rule, RulePorts, Side,
    Subject, Who,
};
use super::ports::{PortSet, Ports, Protocol, SetId};
use super::selector::{Expr, Key, Names, Tri, namespace_key, pod_key};
use super::v1;
use crate::model::calico::{
    CalicoEntity, CalicoIcmp, CalicoRule, CalicoSpec, CalicoTier, order_of, spec_of,
};
use crate::model::{AddressRange, Field, IntOrStr, Kind, Object, Place, faults};
use crate::span::to_u32;

pub(super) const KINDS: [Kind; 2] = [Kind::CalicoNetworkPolicy, Kind::CalicoGlobalNetworkPolicy];

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
pub(super) fn compile(compiler: &mut Compiler<'_>) {
    let mut ranks = ranks(compiler);
    for planned in tiers(compiler) {
        let tier = compiler.tier(planned.name, planned.decides);
        for object in KINDS.into_iter().flat_map(|kind| compiler.cluster.of_kind(kind)) {
            let Some(spec) = spec_of(object) else {
                continue;
            };
            if spec.tier().or(DEFAULT) != planned.name {
                continue;
            }
            let order = ranks.remove(&Rank::of(order_of(spec.order()), object)).unwrap_or_default();
            let mut policy = one(compiler, object, spec, tier, order);
            if let (Some(doubt), None) = (planned.doubt, &policy.doubt) {
                let name = named(object);
                policy.doubt = Some(format!("the Tier `{}` of {name} is {doubt}", planned.name));
            }
            compiler.policies.push(policy);
        }
        if planned.name == DEFAULT {
            let order = ranks.get(&Rank::kubernetes()).copied().unwrap_or_default();
            v1::compile(compiler, tier, order);
        }
    }
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
    let objects = KINDS.into_iter().flat_map(|kind| compiler.cluster.of_kind(kind));
    let policies =
        objects.filter_map(|object| Some(Rank::of(order_of(spec_of(object)?.order()), object)));
    let mut ranks: Vec<Rank> = policies.chain([Rank::kubernetes()]).collect();
    ranks.sort();
    ranks.into_iter().enumerate().map(|(place, rank)| (rank, to_u32(place))).collect()
}

fn tiers<'a>(compiler: &Compiler<'a>) -> Vec<Planned<'a>> {
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
    for object in KINDS.into_iter().flat_map(|kind| compiler.cluster.of_kind(kind)) {
        let name = spec_of(object).map_or(DEFAULT, |spec| spec.tier().or(DEFAULT));
        if !tiers.iter().any(|tier| tier.name == name) {
            // Most tiers stand before the one by default.
            let order = DEFAULT_ORDER - 1.0;
            let decides = Decides::InOrderOrDeny;
            let doubt = Some("not in the input");
            tiers.push(Planned { order, name, decides, doubt });
        }
    }
    tiers.sort_by(|a, b| a.order.total_cmp(&b.order).then(a.name.cmp(b.name)));
    tiers
}

fn one<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    spec: CalicoSpec<'a>,
    tier: u32,
    order: u32,
) -> Policy<'a> {
    let mut expr = match object.namespace() {
        Some(namespace) => compiler.in_namespace(namespace),
        None => selector(compiler, spec.namespace_selector().or(""), of_namespace),
    };
    expr = expr.and(selector(compiler, spec.selector().or(""), of_pod));
    expr = expr.and(selector(compiler, spec.service_account_selector().or(""), of_account));
    let (ingress, egress) = spec.affects();
    let side = |applies, rules| Side { applies, isolates: applies, rules };
    let ingress_rules: Vec<CalicoRule<'a>> =
        if ingress { spec.ingress().iter().collect() } else { Vec::new() };
    let egress_rules: Vec<CalicoRule<'a>> =
        if egress { spec.egress().iter().collect() } else { Vec::new() };
    // Only ends are looked at: what is done to packets on their way is another matter.
    let on_the_way = spec.pre_dnat().is_true() || spec.do_not_track().is_true();
    let on_the_way =
        on_the_way.then(|| format!("{} acts on packets, not on connections", named(object)));
    Policy {
        object,
        tier,
        order,
        subject: Subject::Pods(compiler.expr(expr)),
        place: Place::of(object, spec.selector()),
        doubt: doubt(compiler, object).or(on_the_way),
        ingress: side(ingress, rules(compiler, object, ingress_rules, true)),
        egress: side(egress, rules(compiler, object, egress_rules, false)),
    }
}

fn selector<'a>(
    compiler: &mut Compiler<'a>,
    text: &'a str,
    key_of: super::calico_selector::KeyOf,
) -> Expr {
    parse(text, &mut compiler.names, key_of)
}

fn of_pod<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    match key {
        "projectcalico.org/namespace" => Key::NamespaceName,
        "projectcalico.org/serviceaccount" => Key::ServiceAccount,
        key => pod_key(names, key),
    }
}

fn of_namespace<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    if key == "projectcalico.org/name" { Key::NamespaceName } else { namespace_key(names, key) }
}

fn of_account<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    if key == "projectcalico.org/name" {
        Key::ServiceAccount
    } else {
        Key::ServiceAccountLabel(names.sym(key))
    }
}

fn rules<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    rules: Vec<CalicoRule<'a>>,
    is_ingress: bool,
) -> Vec<Rule> {
    let compile = |rule: CalicoRule<'a>| {
        let action = match rule.action().get() {
            Some("Allow") => Action::Allow,
            Some("Pass") => Action::Pass,
            // It only takes note, and the next rule is asked.
            Some("Log") => return None,
            _ => Action::Deny,
        };
        let (peer, own) = match is_ingress {
            true => (rule.source(), rule.destination()),
            false => (rule.destination(), rule.source()),
        };
        Some(Rule {
            action,
            only: own.get().and_then(|own| only(compiler, object, own)),
            peers: match peer.get() {
                Some(entity) => peers(compiler, object, entity),
                None => Peers::Everyone,
            },
            ports: ports(compiler, rule),
            place: Place::of(object, rule.node()),
            narrowed: rule.http().is_set().then_some("for some requests of HTTP alone"),
        })
    };
    rules.into_iter().filter_map(compile).collect()
}

/// The pods an entity selects: none where it selects by address alone.
fn pods<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    entity: CalicoEntity<'a>,
) -> Option<Expr> {
    let accounts = entity.service_accounts().get();
    let namespaces = written(entity.namespace_selector());
    let selects =
        written(entity.selector()).is_some() || namespaces.is_some() || accounts.is_some();
    // In a policy of a namespace, any selector limits the rule to it, be it one of those left out.
    let is_here = object.namespace().is_some() && written(entity.not_selector()).is_some();
    if !selects && !is_here {
        return None;
    }
    let mut expr = match (namespaces, object.namespace()) {
        (Some(text), _) => selector(compiler, text, of_namespace),
        (None, Some(namespace)) => compiler.in_namespace(namespace),
        (None, None) => Expr::EVERYTHING,
    };
    expr = expr.and(selector(compiler, entity.selector().or(""), of_pod));
    if let Some(accounts) = accounts {
        let names: Vec<_> = accounts.names().iter().map(|name| compiler.names.sym(name)).collect();
        if !names.is_empty() {
            expr = expr.and(Expr::is_in(Key::ServiceAccount, names));
        }
        expr = expr.and(selector(compiler, accounts.selector().or(""), of_account));
    }
    Some(expr)
}

/// The text of a selector; an empty one is one that is not written.
fn written<'a>(selector: Field<'a, &'a str>) -> Option<&'a str> {
    selector.get().filter(|text| !text.trim().is_empty())
}

/// Without the pods of `notSelector`.
fn without<'a>(compiler: &mut Compiler<'a>, entity: CalicoEntity<'a>, expr: Expr) -> Expr {
    match written(entity.not_selector()) {
        Some(text) => expr.and(selector(compiler, text, of_pod).not()),
        None => expr,
    }
}

/// The subjects of the policy that a rule is for, where it says so.
fn only<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    own: CalicoEntity<'a>,
) -> Option<ExprId> {
    let expr = pods(compiler, object, own).unwrap_or(Expr::EVERYTHING);
    let expr = without(compiler, own, expr);
    let by_address =
        !own.nets().is_empty() || !own.not_nets().is_empty() || own.services().is_set();
    let expr = if by_address { expr.and(Expr::Broken) } else { expr };
    (!expr.is_everything()).then(|| compiler.expr(expr))
}

fn peers<'a>(compiler: &mut Compiler<'a>, object: Object<'a>, entity: CalicoEntity<'a>) -> Peers {
    let place = Place::of(object, entity.node());
    let selected = pods(compiler, object, entity);
    let by_address = !entity.nets().is_empty() || !entity.not_nets().is_empty();
    let unread = entity.services().is_set() || !entity.domains().is_empty();
    if selected.is_none() && !by_address && !unread && written(entity.not_selector()).is_none() {
        return Peers::Everyone;
    }
    if unread {
        // Which addresses it means is nowhere in the policy.
        let who = Who::Group(Group { pods: Tri::Maybe, ..Group::SOME_OUTSIDE });
        return Peers::AnyOf(vec![Peer { who, place }]);
    }
    let nets = |list: &mut dyn Iterator<Item = &'a str>| -> Vec<AddressRange> {
        list.filter_map(AddressRange::parse).collect()
    };
    let mut ranges = nets(&mut entity.nets().iter());
    if ranges.is_empty() && entity.nets().is_empty() {
        ranges = vec![AddressRange::V4, AddressRange::V6];
    }
    let except = nets(&mut entity.not_nets().iter());
    let blocks = Blocks { ranges, except, hold_pods: false, hold_nodes: true };
    let selects = selected.is_some();
    let expr = without(compiler, entity, selected.unwrap_or(Expr::EVERYTHING));
    let expr = compiler.expr(expr);
    let within = if by_address { Who::PodsIn(expr, blocks.clone()) } else { Who::Pods(expr) };
    let mut items = vec![Peer { who: within, place }];
    if !selects {
        items.push(Peer { who: Who::Blocks(blocks), place });
    } else if has_network_sets(compiler) {
        // A set of addresses has labels, too.
        items.push(Peer { who: Who::Group(Group::SOME_OUTSIDE), place });
    }
    Peers::AnyOf(items)
}

fn has_network_sets(compiler: &Compiler<'_>) -> bool {
    compiler.cluster.of_kind(Kind::Other).any(|object| {
        let written = object.type_meta();
        matches!(written.kind, "NetworkSet" | "GlobalNetworkSet")
            && Kind::CalicoNetworkPolicy.groups().contains(&written.group())
    })
}

fn ports<'a>(compiler: &mut Compiler<'a>, rule: CalicoRule<'a>) -> RulePorts {
    let protocols = match rule.protocol().get() {
        None => Protocol::ALL.to_vec(),
        Some(protocol) => of_name(protocol).into_iter().collect(),
    };
    let (mut fixed, mut named) = (Vec::new(), Vec::new());
    let (mut except, mut except_named) = (Vec::new(), Vec::new());
    if let Some(protocol) = rule.not_protocol().get() {
        except.extend(of_name(protocol).map(Ports::every));
    }
    let destination = rule.destination().get();
    let listed = destination.map(CalicoEntity::ports).filter(|ports| !ports.is_empty());
    match listed {
        None => fixed.extend(protocols.iter().copied().map(Ports::every)),
        Some(ports) => {
            for port in ports.iter() {
                one_port(compiler, port, &protocols, &mut fixed, &mut named);
            }
        }
    }
    for port in destination.into_iter().flat_map(|entity| entity.not_ports().iter()) {
        one_port(compiler, port, &protocols, &mut except, &mut except_named);
    }
    if let Some(icmp) = rule.icmp().get() {
        fixed = protocols.iter().filter_map(|protocol| messages(*protocol, icmp)).collect();
    }
    if let Some(icmp) = rule.not_icmp().get() {
        except.extend(protocols.iter().filter_map(|protocol| messages(*protocol, icmp)));
    }
    let (fixed, except) =
        (compiler.sets.id(PortSet::of(fixed)), compiler.sets.id(PortSet::of(except)));
    if fixed == SetId::ALL && except == SetId::NONE {
        return RulePorts::fixed(SetId::ALL);
    }
    RulePorts { fixed, named, except, except_named }
}

fn of_name(protocol: IntOrStr<'_>) -> Option<Protocol> {
    match protocol {
        IntOrStr::Int(6) => Some(Protocol::Tcp),
        IntOrStr::Int(17) => Some(Protocol::Udp),
        IntOrStr::Int(132) => Some(Protocol::Sctp),
        IntOrStr::Int(1) => Some(Protocol::Icmp),
        IntOrStr::Int(58) => Some(Protocol::IcmpV6),
        IntOrStr::Int(_) => Some(Protocol::Other),
        IntOrStr::Str(name) => match name.parse::<i64>() {
            Ok(number) => of_name(IntOrStr::Int(number)),
            Err(_) => Protocol::from_name(name).or(Some(Protocol::Other)),
        },
    }
}

/// A number, `first:last`, or a name.
fn one_port<'a>(
    compiler: &mut Compiler<'a>,
    port: IntOrStr<'a>,
    protocols: &[Protocol],
    fixed: &mut Vec<Ports>,
    named: &mut Vec<NamedPort>,
) {
    let (from, to) = match port {
        IntOrStr::Int(number) => (u16::try_from(number).ok(), u16::try_from(number).ok()),
        IntOrStr::Str(text) => match text.split_once(':') {
            Some((from, to)) => (from.parse().ok(), to.parse().ok()),
            None => (text.parse().ok(), text.parse().ok()),
        },
    };
    let with_ports = protocols.iter().copied().filter(|protocol| protocol.has_ports());
    match (from.zip(to), port) {
        (Some((from, to)), _) => {
            fixed.extend(with_ports.map(|protocol| Ports { protocol, from, to }));
        }
        (None, IntOrStr::Str(name)) => {
            let name = compiler.names.sym(name);
            named.extend(with_ports.map(|protocol| NamedPort { name, protocol: Some(protocol) }));
        }
        (None, IntOrStr::Int(_)) => {}
    }
}

fn messages(protocol: Protocol, icmp: CalicoIcmp<'_>) -> Option<Ports> {
    if protocol.has_ports() || protocol == Protocol::Other {
        return None;
    }
    let byte = |number: Option<i64>| number.and_then(|number| u8::try_from(number).ok());
    let Some(kind) = byte(icmp.type_().get()) else {
        return Some(Ports::every(protocol));
    };
    let first = u16::from(kind) << 8;
    Some(match byte(icmp.code().get()) {
        Some(code) => Ports::one(protocol, first | u16::from(code)),
        None => Ports { protocol, from: first, to: first | 0xff },
    })
}
