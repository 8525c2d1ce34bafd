//! CiliumNetworkPolicy and CiliumClusterwideNetworkPolicy, as far as addresses and ports go.
//!
//! <https://docs.cilium.io/en/stable/security/policy/>. Denial wins over allowance; what is asked of
//! requests, names and identities narrows what a rule allows, and is said beside it.

use crate::engine::network::dialects::cilium_refs::{self, Refs};
use crate::engine::network::dialects::compile::{Compiler, doubt, named};
use crate::engine::network::policy::{
    Action, Blocks, Group, NamedPort, Peer, Peers, Policy, Rule, RulePorts, Side, Subject, Who,
};
use crate::engine::network::ports::{PortSet, Ports, Protocol, SetId};
use crate::engine::network::selector::{Expr, Key, Names, Tri, namespace_key, of_labels, pod_key};
use crate::engine::network::settings::{doubts_nodes, knows_labels_of_nodes, passes_over};
use crate::model::cilium::{
    CiliumEgress, CiliumIngress, CiliumPort, CiliumRule, CiliumSpec, specs_of,
};
use crate::model::{
    AddressRange, Field, FromNode, IntOrStr, Kind, LabelSelector, List, Object, Place, StrMap,
};

pub(in crate::engine::network) const KINDS: [Kind; 2] =
    [Kind::CiliumNetworkPolicy, Kind::CiliumClusterwideNetworkPolicy];

/// Compiles every policy of Cilium's own, into `tier`. Where one says so at `always`, every pod is isolated.
pub(in crate::engine::network) fn compile<'a>(
    compiler: &mut Compiler<'a>,
    tier: u32,
    always: Option<(Object<'a>, Place)>,
) {
    if let Some((object, place)) = always {
        let side = || Side { applies: true, isolates: true, rules: Vec::new() };
        let subject = Subject::Pods(compiler.expr(Expr::EVERYTHING));
        compiler.policies.push(Policy {
            object,
            over: None,
            tier,
            order: 0,
            subject,
            place,
            doubt: None,
            ingress: side(),
            egress: side(),
        });
    }
    let mut refs = Refs::default();
    let cluster = compiler.cluster;
    let kinds = KINDS.into_iter().filter(|kind| !passes_over(cluster, *kind));
    for object in cluster.of_kinds(kinds) {
        for spec in specs_of(object) {
            let policy = one(compiler, &mut refs, object, spec, tier);
            compiler.policies.push(policy);
        }
    }
}

fn one<'a>(
    compiler: &mut Compiler<'a>,
    refs: &mut Refs<'a>,
    object: Object<'a>,
    spec: CiliumSpec<'a>,
    tier: u32,
) -> Policy<'a> {
    let (subject, place) = match (spec.endpoint_selector().get(), spec.node_selector().get()) {
        (_, Some(selector)) => {
            let expr = of_labels(selector, &mut compiler.names, pod_key);
            (Subject::Nodes(compiler.expr(expr)), Place::of(object, spec.node_selector()))
        }
        (selector, None) => {
            let pods = match selector {
                Some(selector) => of_labels(selector, &mut compiler.names, endpoint_key),
                None => Expr::Broken,
            };
            let expr = here(compiler, object).and(pods);
            (Subject::Pods(compiler.expr(expr)), Place::of(object, spec.endpoint_selector()))
        }
    };
    let denies = spec.enable_default_deny();
    let ingress = written(spec.ingress_deny(), spec.ingress(), CiliumIngress::rule);
    let egress = written(spec.egress_deny(), spec.egress(), CiliumEgress::rule);
    let asked = denies.get().map(|denies| (denies.ingress().get(), denies.egress().get()));
    let (ingress_denied, egress_denied) = asked.unwrap_or_default();
    // Of what cannot be read nobody knows what it says, and the policy is in doubt.
    let ingress_denied = ingress_denied.or(is_unread(spec.ingress(), spec.ingress_deny()));
    let egress_denied = egress_denied.or(is_unread(spec.egress(), spec.egress_deny()));
    let asks_nodes = ingress.iter().chain(&egress).any(|one| !one.rule.nodes.is_empty());
    let unread_labels = (asks_nodes && !knows_labels_of_nodes(compiler.cluster)).then(|| {
        let name = named(object);
        format!("Cilium refuses {name}: it is not told `enable-node-selector-labels`")
    });
    let of_nodes = matches!(subject, Subject::Nodes(_));
    let unsure_nodes =
        of_nodes.then(|| doubts_nodes(compiler.cluster)).flatten().map(str::to_owned);
    Policy {
        object,
        over: object.namespace().filter(|_| matches!(subject, Subject::Pods(_))),
        tier,
        order: 0,
        subject,
        place,
        doubt: doubt(compiler, object).or(unread_labels).or(unsure_nodes),
        ingress: side(compiler, refs, object, ingress, ingress_denied),
        egress: side(compiler, refs, object, egress, egress_denied),
    }
}

/// A rule of one of the two lists of a direction, with its place in it.
struct Written<'a> {
    action: Action,
    number: u32,
    rule: CiliumRule<'a>,
}

/// The rules of one direction, those that deny first.
fn written<'a, T: FromNode<'a>>(
    denies: Field<'a, List<'a, T>>,
    allows: Field<'a, List<'a, T>>,
    rule: fn(T) -> CiliumRule<'a>,
) -> Vec<Written<'a>> {
    let list = |action, list: Field<'a, List<'a, T>>| {
        let rules = list.iter().zip(1..);
        rules.map(move |(one, number)| Written { action, number, rule: rule(one) })
    };
    list(Action::Deny, denies).chain(list(Action::Allow, allows)).collect()
}

fn side<'a>(
    compiler: &mut Compiler<'a>,
    refs: &mut Refs<'a>,
    object: Object<'a>,
    rules: Vec<Written<'a>>,
    isolates: Option<bool>,
) -> Side {
    let isolates = isolates.unwrap_or(!rules.is_empty());
    let applies = isolates || !rules.is_empty();
    let rules = rules.into_iter().map(|one| rule(compiler, refs, object, one)).collect();
    Side { applies, isolates, rules }
}

/// Is something written in either list that is no rule? Then it may isolate.
fn is_unread<'a, T: FromNode<'a>>(
    allows: Field<'a, List<'a, T>>,
    denies: Field<'a, List<'a, T>>,
) -> Option<bool> {
    let is_unread = |list: Field<'a, List<'a, T>>| {
        list.is_wrong() || list.iter().count() < list.get().map_or(0, List::len)
    };
    (is_unread(allows) || is_unread(denies)).then_some(true)
}

/// Selectors of a namespaced policy are about its namespace, unless they name another.
fn here<'a>(compiler: &mut Compiler<'a>, object: Object<'a>) -> Expr {
    match object.namespace() {
        Some(namespace) => compiler.in_namespace(namespace),
        None => Expr::EVERYTHING,
    }
}

/// The labels that Cilium gives to endpoints beside those of the pod.
fn endpoint_key<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    const NAMESPACE_LABELS: &str = "io.cilium.k8s.namespace.labels.";
    let key = key.strip_prefix("k8s:").or(key.strip_prefix("any:")).unwrap_or(key);
    match key {
        "io.kubernetes.pod.namespace" => Key::NamespaceName,
        "io.cilium.k8s.policy.serviceaccount" => Key::ServiceAccount,
        "io.cilium.k8s.policy.cluster" => Key::ClusterName,
        key => match key.strip_prefix(NAMESPACE_LABELS) {
            Some(label) => namespace_key(names, label),
            None => Key::Pod(names.sym(key)),
        },
    }
}

fn endpoints<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    selector: LabelSelector<'a>,
) -> Who {
    if let Some(entity) = reserved(selector) {
        return Who::Group(group(entity));
    }
    let expr = of_labels(selector, &mut compiler.names, endpoint_key);
    let mut names_namespace = false;
    expr.each_test(&mut |key, _| {
        names_namespace |= matches!(key, Key::NamespaceName | Key::Namespace(_));
    });
    let expr = if names_namespace { expr } else { here(compiler, object).and(expr) };
    Who::Pods(compiler.expr(expr))
}

/// The entity that a selector asks for by one of Cilium's own labels, such as `reserved:host`.
fn reserved(selector: LabelSelector<'_>) -> Option<&str> {
    let labels = selector.match_labels().get().into_iter().flat_map(StrMap::entries);
    let labels = labels.map(|(key, _, _)| (key.text(), true));
    let lines = selector.match_expressions();
    let lines = lines.iter().map(|line| (line.key().or(""), line.operator().is("Exists")));
    let mut asked = labels.chain(lines);
    let (key, exists) = asked.next().filter(|_| asked.next().is_none())?;
    key.strip_prefix("reserved:").filter(|_| exists)
}

fn rule<'a>(
    compiler: &mut Compiler<'a>,
    refs: &mut Refs<'a>,
    object: Object<'a>,
    Written { action, number, rule }: Written<'a>,
) -> Rule {
    let mut items = Vec::new();
    let mut add = |who, node| items.push(Peer { who, place: Place::of(object, node) });
    for (selector, node) in rule.endpoints.entries() {
        add(endpoints(compiler, object, selector), node);
    }
    for (cidr, node) in rule.cidr.entries() {
        add(Who::Blocks(blocks(compiler, [cidr], std::iter::empty())), node);
    }
    for (set, node) in rule.cidr_set.entries() {
        match set.cidr().get() {
            Some(cidr) => add(Who::Blocks(blocks(compiler, [cidr], set.except().iter())), node),
            None => cilium_refs::groups(compiler, set).into_iter().for_each(|who| add(who, node)),
        }
    }
    for (entity, node) in rule.entities.entries() {
        add(Who::Group(group(entity)), node);
    }
    for (selector, node) in rule.nodes.entries() {
        let expr = of_labels(selector, &mut compiler.names, pod_key);
        add(Who::Nodes(compiler.expr(expr)), node);
    }
    let services = rule.services.into_iter().flat_map(|services| services.entries());
    for (service, node) in services {
        let behind = cilium_refs::services(compiler, refs, service);
        behind.into_iter().for_each(|who| add(who, node));
    }
    let names = rule.fqdns.into_iter().flat_map(|fqdns| fqdns.entries());
    for (_, node) in names {
        add(Who::Group(Group::SOME_OUTSIDE), node);
    }
    for (_, node) in rule.groups.entries() {
        add(Who::Group(Group::SOME_OUTSIDE), node);
    }
    let narrowed = narrowed(rule);
    Rule {
        action,
        only: None,
        peers: if names_peers(rule) { Peers::AnyOf(items) } else { everyone_or_nobody(rule) },
        ports: ports(compiler, rule),
        place: Place::of(object, rule.node),
        number,
        narrowed,
    }
}

/// Is any list of peers written, be it empty?
fn names_peers(rule: CiliumRule<'_>) -> bool {
    rule.endpoints.is_set()
        || rule.cidr.is_set()
        || rule.cidr_set.is_set()
        || rule.entities.is_set()
        || rule.nodes.is_set()
        || rule.groups.is_set()
        || rule.services.is_some_and(|field| field.is_set())
        || rule.fqdns.is_some_and(|field| field.is_set())
}

/// Ports alone are about everybody; a rule that says nothing at all matches nothing.
fn everyone_or_nobody(rule: CiliumRule<'_>) -> Peers {
    if rule.ports.is_empty() && rule.icmps.is_empty() {
        Peers::AnyOf(Vec::new())
    } else {
        Peers::Everyone
    }
}

/// Blocks stand for addresses outside: what Cilium manages has an identity, and no block matches it unless it
/// is told so.
pub(in crate::engine::network) fn blocks<'a>(
    compiler: &Compiler<'a>,
    cidrs: impl IntoIterator<Item = &'a str>,
    except: impl Iterator<Item = &'a str>,
) -> Blocks {
    Blocks {
        ranges: cidrs.into_iter().filter_map(AddressRange::parse_with_address).collect(),
        except: except.filter_map(AddressRange::parse_with_address).collect(),
        hold_pods: compiler.blocks_hold_pods,
        hold_nodes: compiler.blocks_hold_nodes,
    }
}

fn group(entity: &str) -> Group {
    use Tri::{Maybe, No, Yes};
    let controllers = if entity == "ingress" { Maybe } else { No };
    let (pods, nodes, outside_v4, outside_v6) = match entity {
        "all" => (Yes, Yes, Yes, Yes),
        "cluster" => (Yes, Yes, No, No),
        "world" => (No, No, Yes, Yes),
        "world-ipv4" => (No, No, Yes, No),
        "world-ipv6" => (No, No, No, Yes),
        // The pod's own node or any other: a workload of the node's network may be on either.
        "host" | "remote-node" => (No, Maybe, No, No),
        "kube-apiserver" => (No, Maybe, Maybe, Maybe),
        _ => (No, No, No, No),
    };
    Group { pods, nodes, outside_v4, outside_v6, controllers }
}

fn ports<'a>(compiler: &mut Compiler<'a>, rule: CiliumRule<'a>) -> RulePorts {
    if rule.ports.is_empty() && rule.icmps.is_empty() {
        return RulePorts::fixed(SetId::ALL);
    }
    let (mut fixed, mut named) = (Vec::new(), Vec::new());
    for entry in rule.ports.iter().flat_map(|entry| entry.ports().iter()) {
        one_port(compiler, entry, &mut fixed, &mut named);
    }
    // A list without ports is about every port.
    if rule.ports.iter().any(|entry| entry.ports().is_empty()) {
        fixed.extend(Protocol::WITH_PORTS.map(Ports::every));
    }
    for field in rule.icmps.iter().flat_map(|icmp| icmp.fields().iter()) {
        let v6 = field.family().is("IPv6");
        let protocol = if v6 { Protocol::IcmpV6 } else { Protocol::Icmp };
        let kind = match field.type_().get() {
            Some(IntOrStr::Int(number)) => u8::try_from(number).ok(),
            Some(IntOrStr::Str(name)) => name.parse().ok().or_else(|| icmp_type(name, v6)),
            None => None,
        };
        fixed.extend(kind.map(|kind| {
            let from = u16::from(kind) << 8;
            Ports { protocol, from, to: from | 0xff }
        }));
    }
    let fixed = compiler.sets.id(PortSet::of(fixed));
    RulePorts { named, ..RulePorts::fixed(fixed) }
}

/// The commonest names of messages.
fn icmp_type(name: &str, v6: bool) -> Option<u8> {
    Some(match (name, v6) {
        ("EchoReply", false) => 0,
        ("DestinationUnreachable", false) => 3,
        ("Echo" | "EchoRequest", false) => 8,
        ("TimeExceeded", false) => 11,
        ("DestinationUnreachable", true) => 1,
        ("PacketTooBig", true) => 2,
        ("TimeExceeded", true) => 3,
        ("EchoRequest", true) => 128,
        ("EchoReply", true) => 129,
        _ => return None,
    })
}

fn one_port<'a>(
    compiler: &mut Compiler<'a>,
    entry: CiliumPort<'a>,
    fixed: &mut Vec<Ports>,
    named: &mut Vec<NamedPort>,
) {
    let protocol = match entry.protocol().or("ANY") {
        "ANY" => None,
        name => match Protocol::from_name(name) {
            Some(protocol) => Some(protocol),
            None => return,
        },
    };
    let protocols =
        Protocol::WITH_PORTS.into_iter().filter(|one| protocol.is_none_or(|of| of == *one));
    let number = match entry.port().get() {
        None => Some(0),
        Some(IntOrStr::Int(number)) => u16::try_from(number).ok(),
        Some(IntOrStr::Str("")) => Some(0),
        Some(IntOrStr::Str(text)) => text.parse().ok(),
    };
    match (number, entry.port().get()) {
        (Some(0), _) => match protocol {
            Some(of) if !of.has_ports() => fixed.push(Ports::every(of)),
            _ => fixed.extend(protocols.map(Ports::every)),
        },
        (Some(from), _) => {
            let to = entry.end_port().get().and_then(|end| u16::try_from(end).ok());
            let to = to.filter(|to| *to >= from).unwrap_or(from);
            fixed.extend(protocols.map(|protocol| Ports { protocol, from, to }));
        }
        (None, Some(IntOrStr::Str(name))) => {
            named.push(NamedPort { name: compiler.names.sym(name), protocol });
        }
        (None, _) => {}
    }
}

/// What a rule asks beside addresses and ports.
fn narrowed(rule: CiliumRule<'_>) -> Option<&'static str> {
    let of = |is: fn(crate::model::cilium::CiliumL7<'_>) -> bool| {
        rule.ports.iter().filter_map(|entry| entry.rules().get()).any(is)
    };
    if of(|rules| !rules.http().is_empty()) {
        Some("for some requests of HTTP alone")
    } else if of(|rules| !rules.kafka().is_empty() || rules.l7proto().is_set()) {
        Some("for some requests alone")
    } else if of(|rules| !rules.dns().is_empty()) {
        Some("for some questions to DNS alone")
    } else if rule.ports.iter().any(|entry| !entry.server_names().is_empty()) {
        Some("for some server names of TLS alone")
    } else if rule.ports.iter().any(|entry| entry.listener().is_set()) {
        Some("for what a listener of Envoy's lets through alone")
    } else if rule.authentication.then(|how| how.mode()).is("required") {
        Some("between ends that have shown who they are")
    } else {
        None
    }
}
