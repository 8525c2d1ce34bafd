//! NetworkPolicy of `networking.k8s.io/v1`.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/network-policies/>

use crate::engine::network::dialects::compile::{Compiler, doubt};
use crate::engine::network::policy::{
    Action, Blocks, NamedPort, Peer, Peers, Policy, Rule, RulePorts, Side, Subject, Who,
};
use crate::engine::network::ports::{PortSet, Ports, Protocol, SetId};
use crate::engine::network::selector::{Expr, namespace_key, of_labels, pod_key};
use crate::model::network_policy::{
    IpBlock, NetworkPolicy, NetworkPolicySpec, PolicyPort, PolicyRule,
};
use crate::model::{AddressRange, IntOrStr, Object, Place};

/// Compiles every NetworkPolicy, into `tier` at `order`.
pub(in crate::engine::network) fn compile(compiler: &mut Compiler<'_>, tier: u32, order: u32) {
    for (object, policy) in compiler.cluster.all::<NetworkPolicy<'_>>() {
        if let Some(spec) = policy.spec().get() {
            let policy = one(compiler, object, spec, tier, order);
            compiler.policies.push(policy);
        }
    }
}

fn one<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    spec: NetworkPolicySpec<'a>,
    tier: u32,
    order: u32,
) -> Policy<'a> {
    let selector = spec.pod_selector();
    let pods = match selector.get() {
        Some(selector) => of_labels(selector, &mut compiler.names, pod_key),
        // Left out, it selects every pod of the namespace.
        None if selector.is_absent() => Expr::EVERYTHING,
        None => Expr::Broken,
    };
    let subject = here(compiler, object).and(pods);
    // What is written and cannot be read may be rules.
    let egress = spec.affects_egress() || spec.egress().is_wrong();
    let ingress = spec.affects_ingress();
    let side = |applies, rules| Side { applies, isolates: applies, rules };
    let ingress_rules: Vec<PolicyRule<'a>> =
        if ingress { spec.ingress_rules().collect() } else { Vec::new() };
    let egress_rules: Vec<PolicyRule<'a>> =
        if egress { spec.egress_rules().collect() } else { Vec::new() };
    Policy {
        object,
        over: object.namespace(),
        tier,
        order,
        subject: Subject::Pods(compiler.expr(subject)),
        place: Place::of(object, selector),
        doubt: doubt(compiler, object),
        ingress: side(ingress, rules(compiler, object, ingress_rules)),
        egress: side(egress, rules(compiler, object, egress_rules)),
    }
}

fn here<'a>(compiler: &mut Compiler<'a>, object: Object<'a>) -> Expr {
    compiler.in_namespace(object.namespace().unwrap_or_default())
}

fn rules<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    rules: Vec<PolicyRule<'a>>,
) -> Vec<Rule> {
    let compile = |(rule, number): (PolicyRule<'a>, u32)| {
        let items = rule.peers.entries();
        let items: Vec<Peer> = items
            .map(|(peer, node)| Peer {
                place: Place::of(object, node),
                who: who(compiler, object, peer),
            })
            .collect();
        let everyone = rule.peers.is_empty() && !rule.peers.is_wrong();
        Rule {
            action: Action::Allow,
            only: None,
            peers: if everyone { Peers::Everyone } else { Peers::AnyOf(items) },
            ports: ports(compiler, rule),
            place: Place::of(object, rule.node),
            number,
            narrowed: None,
        }
    };
    rules.into_iter().zip(1..).map(compile).collect()
}

fn who<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    peer: crate::model::network_policy::Peer<'a>,
) -> Who {
    if let Some(block) = peer.ip_block().get() {
        return Who::Blocks(blocks(compiler, block));
    }
    let (namespaces, pods) = (peer.namespace_selector(), peer.pod_selector());
    let of_pods = match pods.get() {
        Some(selector) => of_labels(selector, &mut compiler.names, pod_key),
        None if pods.is_absent() => Expr::EVERYTHING,
        None => Expr::Broken,
    };
    let expr = match namespaces.get() {
        Some(selector) => of_labels(selector, &mut compiler.names, namespace_key).and(of_pods),
        None if namespaces.is_wrong() => Expr::Broken,
        // Without either it says nothing, and the API server refuses it.
        None if pods.is_absent() => Expr::Broken,
        None => here(compiler, object).and(of_pods),
    };
    Who::Pods(compiler.expr(expr))
}

fn blocks(compiler: &Compiler<'_>, block: IpBlock<'_>) -> Blocks {
    Blocks {
        ranges: block.cidr().get().and_then(AddressRange::parse).into_iter().collect(),
        except: block.except().iter().filter_map(AddressRange::parse).collect(),
        hold_pods: compiler.blocks_hold_pods,
        hold_nodes: compiler.blocks_hold_nodes,
    }
}

fn ports<'a>(compiler: &mut Compiler<'a>, rule: PolicyRule<'a>) -> RulePorts {
    if rule.ports.is_empty() && !rule.ports.is_wrong() {
        return RulePorts::fixed(SetId::ALL);
    }
    let (mut fixed, mut named) = (Vec::new(), Vec::new());
    for port in rule.ports.iter() {
        match one_port(port) {
            Some(Port::Numbers(ports)) => fixed.push(ports),
            Some(Port::Named(name, protocol)) => {
                named.push(NamedPort { name: compiler.names.sym(name), protocol: Some(protocol) })
            }
            None => {}
        }
    }
    let fixed = compiler.sets.id(PortSet::of(fixed));
    RulePorts { named, ..RulePorts::fixed(fixed) }
}

enum Port<'a> {
    Numbers(Ports),
    Named(&'a str, Protocol),
}

fn one_port(port: PolicyPort<'_>) -> Option<Port<'_>> {
    let protocol = Protocol::from_name(port.protocol().or("TCP"))?;
    Some(match port.port().get() {
        None => Port::Numbers(Ports::every(protocol)),
        Some(IntOrStr::Str(name)) => Port::Named(name, protocol),
        Some(IntOrStr::Int(from)) => {
            let to = port.end_port().or(from);
            let (from, to) = (u16::try_from(from).ok()?, u16::try_from(to).ok()?);
            Port::Numbers(Ports { protocol, from, to })
        }
    })
}
