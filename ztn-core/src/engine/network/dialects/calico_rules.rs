//! The rules of Calico's policies: whom they are about, and on which ports.
//!
//! <https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#rule>

use crate::engine::network::dialects::calico::{of_account, of_namespace, of_pod};
use crate::engine::network::dialects::calico_selector::{Of, parse};
use crate::engine::network::dialects::cilium_refs::selected;
use crate::engine::network::dialects::compile::Compiler;
use crate::engine::network::policy::{
    Action, Blocks, ExprId, Group, NamedPort, Peer, Peers, Rule, RulePorts, Who,
};
use crate::engine::network::ports::{PortSet, Ports, Protocol, SetId};
use crate::engine::network::selector::{Expr, Key, Tri};
use crate::model::calico::{CalicoEntity, CalicoIcmp, CalicoRule};
use crate::model::grant::{Numbers, calico_ports};
use crate::model::service::{Service, ServiceSpec};
use crate::model::{AddressRange, Field, IntOrStr, Kind, Object, Place};

/// The rules of one direction; those that only take note are left out.
pub(in crate::engine::network) fn rules<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    rules: Vec<CalicoRule<'a>>,
    is_ingress: bool,
) -> Vec<Rule> {
    let compile = |(rule, number): (CalicoRule<'a>, u32)| {
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
            peers: peers(compiler, object, peer),
            ports: match service(compiler, object, peer).filter(|_| !is_ingress) {
                Some((_, spec)) => ports_of_service(compiler, rule, spec),
                None => ports(compiler, rule),
            },
            place: Place::of(object, rule.node()),
            number,
            narrowed: rule.http().is_set().then_some("for some requests of HTTP alone"),
        })
    };
    rules.into_iter().zip(1..).filter_map(compile).collect()
}

/// The endpoints of a sort that an entity selects: none where it selects by address alone.
fn endpoints<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    entity: CalicoEntity<'a>,
    of: Of,
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
        (Some(text), _) => parse(text, &mut compiler.names, of_namespace, of.by_namespace()),
        (None, Some(namespace)) => compiler.in_namespace(namespace),
        (None, None) => Expr::EVERYTHING,
    };
    expr = expr.and(parse(entity.selector().or(""), &mut compiler.names, of_pod, of));
    if let Some(accounts) = accounts {
        let names: Vec<_> = accounts.names().iter().map(|name| compiler.names.sym(name)).collect();
        if !names.is_empty() {
            expr = expr.and(Expr::is_in(Key::ServiceAccount, names));
        }
        expr = expr.and(parse(accounts.selector().or(""), &mut compiler.names, of_account, of));
    }
    Some(expr)
}

/// The text of a selector; an empty one is one that is not written.
fn written<'a>(selector: Field<'a, &'a str>) -> Option<&'a str> {
    selector.get().filter(|text| !text.trim().is_empty())
}

/// What `notSelector` leaves out, if anything.
fn left_out<'a>(compiler: &mut Compiler<'a>, entity: CalicoEntity<'a>, of: Of) -> Option<Expr> {
    let text = written(entity.not_selector())?;
    Some(parse(text, &mut compiler.names, of_pod, of))
}

/// The pods among the policy's endpoints that a rule is for, where it says so.
fn only<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    own: CalicoEntity<'a>,
) -> Option<ExprId> {
    let mut expr = endpoints(compiler, object, own, Of::Pods).unwrap_or(Expr::EVERYTHING);
    if let Some(out) = left_out(compiler, own, Of::Pods) {
        expr = expr.and(out.not());
    }
    let by_address =
        !own.nets().is_empty() || !own.not_nets().is_empty() || own.services().is_set();
    let expr = if by_address { expr.and(Expr::Broken) } else { expr };
    (!expr.is_everything()).then(|| compiler.expr(expr))
}

fn peers<'a>(
    compiler: &mut Compiler<'a>,
    object: Object<'a>,
    peer: Field<'a, CalicoEntity<'a>>,
) -> Peers {
    let Some(entity) = peer.get() else {
        return Peers::Everyone;
    };
    let place = Place::of(object, entity.node());
    let chosen = endpoints(compiler, object, entity, Of::Pods);
    let by_address = !entity.nets().is_empty() || !entity.not_nets().is_empty();
    let unread = entity.services().is_set() || !entity.domains().is_empty();
    let out = left_out(compiler, entity, Of::Pods);
    if chosen.is_none() && !by_address && !unread && out.is_none() {
        return Peers::Everyone;
    }
    if let Some((namespace, spec)) = service(compiler, object, peer) {
        let who = Who::Pods(selected(compiler, namespace, spec));
        return Peers::AnyOf(vec![Peer { who, place }]);
    }
    if unread {
        // Which addresses it means is nowhere in the policy.
        let who = Who::Group(Group { pods: Tri::Maybe, ..Group::SOME_OUTSIDE });
        return Peers::AnyOf(vec![Peer { who, place }]);
    }
    let blocks = blocks(compiler, entity);
    let others = endpoints(compiler, object, entity, Of::Others);
    let mut expr = chosen.unwrap_or(Expr::EVERYTHING);
    if let Some(out) = out {
        expr = expr.and(out.not());
    }
    let expr = compiler.expr(expr);
    let by_address = blocks != Blocks::every();
    let within = if by_address { Who::PodsIn(expr, blocks.clone()) } else { Who::Pods(expr) };
    let mut items = vec![within];
    match others {
        None => items.push(Who::Blocks(blocks)),
        Some(others) => {
            let out = left_out(compiler, entity, Of::Others);
            let others = match out {
                Some(out) => others.and(out.not()),
                None => others,
            };
            items.extend(compiler.others.sets_by(compiler, &others, &blocks));
            items.extend(compiler.others.hosts_by(compiler, &others, &blocks));
        }
    }
    Peers::AnyOf(items.into_iter().map(|who| Peer { who, place }).collect())
}

/// The addresses that an entity's blocks leave, every one where it has none, without those of the sets that
/// `notSelector` leaves out.
fn blocks<'a>(compiler: &mut Compiler<'a>, entity: CalicoEntity<'a>) -> Blocks {
    let nets = |list: &mut dyn Iterator<Item = &'a str>| -> Vec<AddressRange> {
        list.filter_map(AddressRange::parse_with_address).collect()
    };
    let mut blocks = Blocks::every();
    if !entity.nets().is_empty() {
        blocks.ranges = nets(&mut entity.nets().iter());
    }
    blocks.except = nets(&mut entity.not_nets().iter());
    if let Some(out) = left_out(compiler, entity, Of::Others) {
        blocks.except.extend(compiler.others.addresses_of(compiler, &out));
    }
    blocks
}

/// The Service that a peer is behind, with its namespace; none where the input does not tell whom it leads to.
fn service<'a>(
    compiler: &Compiler<'a>,
    object: Object<'a>,
    peer: Field<'a, CalicoEntity<'a>>,
) -> Option<(&'a str, ServiceSpec<'a>)> {
    let wanted = peer.then(CalicoEntity::services).get()?;
    let namespace = wanted.namespace().get().or(object.namespace())?;
    let cluster = compiler.cluster;
    let service = cluster.named(Kind::Service, namespace, wanted.name().get()?).next()?;
    let spec = service.view::<Service<'_>>()?.spec().get()?;
    let leads = spec.selects_pods() && !spec.type_().is("ExternalName");
    (leads && !cluster.is_in_conflict(service)).then_some((namespace, spec))
}

/// Where the pods of a Service take its connections.
fn ports_of_service<'a>(
    compiler: &mut Compiler<'a>,
    rule: CalicoRule<'a>,
    spec: ServiceSpec<'a>,
) -> RulePorts {
    let protocols = protocols(rule);
    let (mut fixed, mut named) = (Vec::new(), Vec::new());
    for port in spec.ports().iter() {
        let protocol = Protocol::from_name(port.protocol().or("TCP"));
        let protocol: Vec<_> = protocol.filter(|of| protocols.contains(of)).into_iter().collect();
        let own = || port.port().get().map(IntOrStr::Int);
        if let Some(target) = port.target_port().get().or_else(own) {
            one_port(compiler, target, &protocol, &mut fixed, &mut named);
        }
    }
    let fixed = compiler.sets.id(PortSet::of(fixed));
    RulePorts { named, ..RulePorts::fixed(fixed) }
}

fn protocols(rule: CalicoRule<'_>) -> Vec<Protocol> {
    match rule.protocol().get() {
        None => Protocol::ALL.to_vec(),
        Some(protocol) => of_name(protocol).into_iter().collect(),
    }
}

fn ports<'a>(compiler: &mut Compiler<'a>, rule: CalicoRule<'a>) -> RulePorts {
    let protocols = protocols(rule);
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

/// Adds a port as Calico writes it.
fn one_port<'a>(
    compiler: &mut Compiler<'a>,
    port: IntOrStr<'a>,
    protocols: &[Protocol],
    fixed: &mut Vec<Ports>,
    named: &mut Vec<NamedPort>,
) {
    let with_ports = protocols.iter().copied().filter(|protocol| protocol.has_ports());
    match calico_ports(port) {
        Numbers::Range(from, to) => {
            if let (Ok(from), Ok(to)) = (u16::try_from(from), u16::try_from(to)) {
                fixed.extend(with_ports.map(|protocol| Ports { protocol, from, to }));
            }
        }
        Numbers::Named(name) => {
            let name = compiler.names.sym(name);
            named.extend(with_ports.map(|protocol| NamedPort { name, protocol: Some(protocol) }));
        }
        Numbers::Every | Numbers::Other => {}
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
