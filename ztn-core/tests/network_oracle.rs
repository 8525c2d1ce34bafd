//! The engine against a naive reading of the API, point by point.
//!
//! The cases are generated: every sort of target, peer and port, in both directions, alone and in pairs, in a
//! world of three namespaces with three pods each. The oracle asks of one connection whether no policy selects
//! the pod or some rule lets it pass, and knows no sets, classes or selectors but these.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fmt::Write as _;

use proptest::prelude::*;
use ztn_core::report::reach::{Edge, PortRange};
use ztn_core::{Input, Options, ReachQuery, diff_connections, reach};

const NAMESPACES: [&str; 3] = ["red", "green", "blue"];
const PODS: [&str; 3] = ["a", "b", "c"];
const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];
/// Those that the pods name, one beside, and one far away.
const POINTS: [u16; 4] = [80, 81, 82, 7000];
/// The pods' names for their ports.
const NAMED: [u16; 2] = [80, 81];
const OUTSIDE: [&str; 3] = ["10.1.2.3", "10.1.9.9", "192.0.2.1"];

/// Labels a selector asks for.
#[derive(Clone, Debug, PartialEq)]
enum Selector {
    Everything,
    /// The key `pod` or `ns` has this value.
    Is(&'static str),
    In(Vec<&'static str>),
    NotIn(Vec<&'static str>),
    Exists,
    DoesNotExist,
}

impl Selector {
    /// Does it choose something whose one label has this value?
    fn chooses(&self, value: &str) -> bool {
        match self {
            Self::Everything | Self::Exists => true,
            Self::Is(wanted) => *wanted == value,
            Self::In(values) => values.contains(&value),
            Self::NotIn(values) => !values.contains(&value),
            Self::DoesNotExist => false,
        }
    }

    fn yaml(&self, key: &str) -> String {
        let expression = |operator: &str, values: &str| {
            format!("{{matchExpressions: [{{key: {key}, operator: {operator}{values}}}]}}")
        };
        match self {
            Self::Everything => "{}".to_owned(),
            Self::Is(value) => format!("{{matchLabels: {{{key}: {value}}}}}"),
            Self::In(values) => expression("In", &format!(", values: [{}]", values.join(", "))),
            Self::NotIn(values) => {
                expression("NotIn", &format!(", values: [{}]", values.join(", ")))
            }
            Self::Exists => expression("Exists", ""),
            Self::DoesNotExist => expression("DoesNotExist", ""),
        }
    }
}

#[derive(Clone, Debug)]
enum Peer {
    Pods(Option<Selector>, Option<Selector>),
    /// 10.1.0.0/16, with or without the hole 10.1.9.0/24.
    Block {
        hole: bool,
    },
}

#[derive(Clone, Debug)]
struct Port {
    protocol: Option<&'static str>,
    port: Option<PortName>,
}

#[derive(Clone, Copy, Debug)]
enum PortName {
    Number(u16),
    Range(u16, u16),
    /// `serve-<number>-<protocol>`
    Named(u16, &'static str),
}

#[derive(Clone, Debug, Default)]
struct Rule {
    peers: Vec<Peer>,
    ports: Vec<Port>,
}

#[derive(Clone, Debug)]
struct Policy {
    namespace: &'static str,
    target: Selector,
    ingress: Option<Vec<Rule>>,
    egress: Option<Vec<Rule>>,
}

/// A pod by namespace and name, or an address.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Pod(&'static str, &'static str),
    Address(&'static str),
}

impl Peer {
    fn is(&self, end: End, policy: &Policy) -> bool {
        match (self, end) {
            (Self::Block { hole }, End::Address(address)) => {
                address.starts_with("10.1.") && !(*hole && address.starts_with("10.1.9."))
            }
            (Self::Block { .. }, _) | (Self::Pods(..), End::Address(_)) => false,
            (Self::Pods(namespaces, pods), End::Pod(namespace, pod)) => {
                let in_namespace = match namespaces {
                    Some(selector) => selector.chooses(namespace),
                    None => namespace == policy.namespace,
                };
                in_namespace && pods.as_ref().is_none_or(|selector| selector.chooses(pod))
            }
        }
    }

    fn yaml(&self) -> String {
        match self {
            Self::Block { hole: false } => "{ipBlock: {cidr: 10.1.0.0/16}}".to_owned(),
            Self::Block { hole: true } => {
                "{ipBlock: {cidr: 10.1.0.0/16, except: [10.1.9.0/24]}}".to_owned()
            }
            Self::Pods(namespaces, pods) => {
                let mut parts = Vec::new();
                if let Some(selector) = namespaces {
                    parts.push(format!("namespaceSelector: {}", selector.yaml("ns")));
                }
                if let Some(selector) = pods {
                    parts.push(format!("podSelector: {}", selector.yaml("pod")));
                }
                format!("{{{}}}", parts.join(", "))
            }
        }
    }
}

impl Port {
    /// Is it this port of `taker`? An address has no names.
    fn is(&self, protocol: &str, number: u16, taker: End) -> bool {
        let of_protocol = self.protocol.unwrap_or("TCP") == protocol;
        let of_number = match self.port {
            None => true,
            Some(PortName::Number(port)) => port == number,
            Some(PortName::Range(from, to)) => (from..=to).contains(&number),
            Some(PortName::Named(port, of)) => {
                matches!(taker, End::Pod(..)) && port == number && of == protocol
            }
        };
        of_protocol && of_number
    }

    fn yaml(&self) -> String {
        let mut parts = Vec::new();
        match self.port {
            None => {}
            Some(PortName::Number(port)) => parts.push(format!("port: {port}")),
            Some(PortName::Range(from, to)) => parts.push(format!("port: {from}, endPort: {to}")),
            Some(PortName::Named(port, of)) => parts.push(format!("port: {}", name(port, of))),
        }
        parts.extend(self.protocol.map(|protocol| format!("protocol: {protocol}")));
        format!("{{{}}}", parts.join(", "))
    }
}

fn name(port: u16, protocol: &str) -> String {
    format!("serve-{port}-{}", protocol.to_lowercase())
}

impl Rule {
    fn allows(&self, policy: &Policy, other: End, protocol: &str, port: u16, taker: End) -> bool {
        (self.peers.is_empty() || self.peers.iter().any(|peer| peer.is(other, policy)))
            && (self.ports.is_empty() || self.ports.iter().any(|one| one.is(protocol, port, taker)))
    }
}

/// No policy is about the pod in this direction, or some rule of one that is lets the connection pass.
fn side(
    policies: &[Policy],
    pod: End,
    other: End,
    protocol: &str,
    port: u16,
    ingress: bool,
) -> bool {
    let End::Pod(namespace, name) = pod else {
        return true;
    };
    let taker = if ingress { pod } else { other };
    let mut selecting = policies
        .iter()
        .filter(|policy| policy.namespace == namespace && policy.target.chooses(name))
        .filter_map(|policy| {
            let rules = if ingress { &policy.ingress } else { &policy.egress };
            rules.as_ref().map(|rules| (policy, rules))
        })
        .peekable();
    selecting.peek().is_none()
        || selecting.any(|(policy, rules)| {
            rules.iter().any(|rule| rule.allows(policy, other, protocol, port, taker))
        })
}

fn oracle(policies: &[Policy], src: End, dst: End, protocol: &str, port: u16) -> bool {
    side(policies, src, dst, protocol, port, false)
        && side(policies, dst, src, protocol, port, true)
}

fn world(policies: &[Policy]) -> String {
    let mut text = String::new();
    for namespace in NAMESPACES {
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}, labels: {{ns: {namespace}}}}}\n"
        );
        for pod in PODS {
            let ports: Vec<String> = NAMED
                .iter()
                .flat_map(|port| PROTOCOLS.map(|protocol| (*port, protocol)))
                .map(|(port, protocol)| {
                    let name = name(port, protocol);
                    format!("{{name: {name}, containerPort: {port}, protocol: {protocol}}}")
                })
                .collect();
            let _ = write!(
                text,
                "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {pod}, namespace: {namespace}, labels: {{pod: {pod}}}}}\n\
                 spec: {{containers: [{{name: c, image: i, ports: [{}]}}]}}\n",
                ports.join(", ")
            );
        }
    }
    for (policy, number) in policies.iter().zip(0..) {
        let mut types = Vec::new();
        let mut rules = String::new();
        for (list, key, peers) in
            [(&policy.ingress, "Ingress", "from"), (&policy.egress, "Egress", "to")]
        {
            let Some(list) = list else { continue };
            types.push(key);
            let each: Vec<String> = list
                .iter()
                .map(|rule| {
                    let of = |items: Vec<String>| format!("[{}]", items.join(", "));
                    let all = of(rule.peers.iter().map(Peer::yaml).collect());
                    let ports = of(rule.ports.iter().map(Port::yaml).collect());
                    format!("{{{peers}: {all}, ports: {ports}}}")
                })
                .collect();
            let _ = writeln!(rules, "  {}: [{}]", key.to_lowercase(), each.join(", "));
        }
        let _ = write!(
            text,
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{number}, namespace: {}}}\n\
             spec:\n  podSelector: {}\n  policyTypes: [{}]\n{rules}",
            policy.namespace,
            policy.target.yaml("pod"),
            types.join(", ")
        );
    }
    text
}

fn ends() -> Vec<End> {
    let pods =
        NAMESPACES.into_iter().flat_map(|namespace| PODS.map(|pod| End::Pod(namespace, pod)));
    pods.chain(OUTSIDE.map(End::Address)).collect()
}

/// Does an edge name this end?
fn is(name: &str, end: End) -> bool {
    match end {
        End::Pod(namespace, pod) => name == format!("{namespace}/{pod}[Pod]"),
        End::Address(address) => {
            let Some(range) = ztn_core::model::AddressRange::parse(name) else {
                let ends = name.split_once('-');
                return ends.is_some_and(|(first, last)| {
                    let read = |text| ztn_core::model::Address::parse(text);
                    let (first, last, address) = (read(first), read(last), read(address));
                    first.is_some() && first <= address && address <= last
                });
            };
            range.holds(ztn_core::model::Address::parse(address).unwrap())
        }
    }
}

fn holds(ports: &[PortRange], protocol: &str, port: u16) -> bool {
    ports.iter().any(|range| {
        let from = range.from.unwrap_or(1);
        let to = range.to.unwrap_or(65535);
        range.protocol == protocol && (from..=to).contains(&u32::from(port))
    })
}

/// How many connections were asked about, if every answer is the oracle's.
fn compare(policies: &[Policy]) -> Result<usize, String> {
    let text = world(policies);
    let input = Input::from_iter([("world.yaml", text.clone())]);
    let all = reach(&input, &Options::default(), &ReachQuery::all()).unwrap();
    assert!(all.problems.is_empty(), "{:?}\n{text}", all.problems);
    assert!(all.unknown.is_empty(), "{:?}\n{text}", all.unknown);
    let mut asked = 0;
    for src in ends() {
        let of_src: Vec<&Edge> = all.edges.iter().filter(|edge| is(&edge.src, src)).collect();
        for dst in ends() {
            if src == dst || matches!((src, dst), (End::Address(_), End::Address(_))) {
                continue;
            }
            let edges: Vec<&&Edge> = of_src.iter().filter(|edge| is(&edge.dst, dst)).collect();
            for protocol in PROTOCOLS {
                for port in POINTS {
                    let ours = edges.iter().any(|edge| holds(&edge.ports, protocol, port));
                    if ours != oracle(policies, src, dst, protocol, port) {
                        return Err(format!(
                            "{src:?} -> {dst:?} {protocol} {port}: {ours}\n{text}"
                        ));
                    }
                    asked += 1;
                }
            }
        }
    }
    Ok(asked)
}

fn selectors() -> Vec<Selector> {
    vec![
        Selector::Everything,
        Selector::Is("a"),
        Selector::Is("none"),
        Selector::In(vec!["a", "b"]),
        Selector::NotIn(vec!["a"]),
        Selector::Exists,
        Selector::DoesNotExist,
    ]
}

fn of_namespaces() -> Vec<Selector> {
    vec![
        Selector::Everything,
        Selector::Is("green"),
        Selector::In(vec!["red", "blue"]),
        Selector::NotIn(vec!["red"]),
        Selector::DoesNotExist,
    ]
}

fn peers() -> Vec<Peer> {
    let mut peers = vec![Peer::Block { hole: false }, Peer::Block { hole: true }];
    peers.extend(selectors().into_iter().map(|pods| Peer::Pods(None, Some(pods))));
    for namespaces in of_namespaces() {
        peers.push(Peer::Pods(Some(namespaces.clone()), None));
        for pods in [Selector::Everything, Selector::Is("b"), Selector::NotIn(vec!["b", "c"])] {
            peers.push(Peer::Pods(Some(namespaces.clone()), Some(pods)));
        }
    }
    peers
}

fn ports() -> Vec<Port> {
    let mut ports = Vec::new();
    for protocol in [None, Some("TCP"), Some("UDP"), Some("SCTP")] {
        for port in [
            None,
            Some(PortName::Number(80)),
            Some(PortName::Number(82)),
            Some(PortName::Range(81, 7000)),
            Some(PortName::Named(81, "TCP")),
            Some(PortName::Named(80, "UDP")),
        ] {
            ports.push(Port { protocol, port });
        }
    }
    ports
}

/// A policy on pod `a` of namespace `red`, with these rules in one direction or in both.
fn policy(rules: Vec<Rule>, directions: u8) -> Policy {
    Policy {
        namespace: "red",
        target: Selector::Is("a"),
        ingress: (directions & 1 != 0).then(|| rules.clone()),
        egress: (directions & 2 != 0).then_some(rules),
    }
}

#[test]
fn every_sort_of_policy_is_read_as_the_api_says() {
    let mut cases: Vec<Vec<Policy>> = vec![vec![]];
    for directions in 1..=3 {
        // Nothing, everything, every peer, every port, and peers with ports.
        cases.push(vec![policy(vec![], directions)]);
        cases.push(vec![policy(vec![Rule::default()], directions)]);
        for peer in peers() {
            let alone = Rule { peers: vec![peer.clone()], ports: vec![] };
            cases.push(vec![policy(vec![alone.clone()], directions)]);
            let port = Port { protocol: Some("TCP"), port: Some(PortName::Number(80)) };
            let with_port =
                Rule { peers: vec![peer, Peer::Block { hole: true }], ports: vec![port] };
            cases.push(vec![policy(vec![with_port], directions)]);
        }
        for port in ports() {
            let of_everybody = Rule { peers: vec![], ports: vec![port.clone()] };
            cases.push(vec![policy(vec![of_everybody], directions)]);
            let peers = vec![Peer::Pods(Some(Selector::Is("green")), Some(Selector::Everything))];
            cases.push(vec![policy(vec![Rule { peers, ports: vec![port] }], directions)]);
        }
    }
    // Targets, and policies that add up.
    for target in selectors() {
        let deny = Policy { target: target.clone(), ..policy(vec![], 3) };
        let port = Port { protocol: None, port: Some(PortName::Number(81)) };
        let some = Policy { target, ..policy(vec![Rule { peers: vec![], ports: vec![port] }], 3) };
        cases.push(vec![deny.clone()]);
        cases.push(vec![deny, some]);
    }
    assert!(cases.len() > 230, "{} cases", cases.len());
    let asked: usize = cases.iter().map(|policies| compare(policies).unwrap()).sum();
    assert!(asked > 110_000, "{asked} connections");
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let rule = (
        proptest::collection::vec(proptest::sample::select(peers()), 0..3),
        proptest::collection::vec(proptest::sample::select(ports()), 0..3),
    );
    let rules =
        proptest::collection::vec(rule.prop_map(|(peers, ports)| Rule { peers, ports }), 0..3);
    let sides = (proptest::option::of(rules.clone()), proptest::option::of(rules));
    let target = proptest::sample::select(selectors());
    (proptest::sample::select(&NAMESPACES[..]), target, sides).prop_map(
        |(namespace, target, (ingress, egress))| {
            // Without a type, a policy would be about ingress by default.
            let ingress = if egress.is_none() { ingress.or(Some(vec![])) } else { ingress };
            Policy { namespace, target, ingress, egress }
        },
    )
}

/// Every pair of pods with what passes, as points.
fn passing(policies: &[Policy]) -> Vec<bool> {
    let input = Input::from_iter([("world.yaml", world(policies))]);
    let all = reach(&input, &Options::default(), &ReachQuery::all()).unwrap();
    points(all.edges.iter().map(|edge| (&*edge.src, &*edge.dst, &*edge.ports)))
}

/// For every two ends and every point: does some edge hold it?
fn points<'e>(edges: impl Iterator<Item = (&'e str, &'e str, &'e [PortRange])>) -> Vec<bool> {
    let edges: Vec<_> = edges.collect();
    let mut points = Vec::new();
    for src in ends() {
        let of_src: Vec<_> = edges.iter().filter(|(from, ..)| is(from, src)).collect();
        for dst in ends() {
            let between: Vec<_> = of_src.iter().filter(|(_, to, _)| is(to, dst)).collect();
            for protocol in PROTOCOLS {
                let of = |port| between.iter().any(|(.., ports)| holds(ports, protocol, port));
                points.extend(POINTS.map(of));
            }
        }
    }
    points
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_world_is_read_as_the_api_says(policies in proptest::collection::vec(any_policy(), 0..6)) {
        prop_assert!(compare(&policies).is_ok(), "{}", compare(&policies).unwrap_err());
    }

    #[test]
    fn a_rule_more_allows_no_less(policies in proptest::collection::vec(any_policy(), 1..4)) {
        let before = passing(&policies);
        let mut more = policies;
        let Policy { ingress, egress, .. } = &mut more[0];
        for rules in [ingress, egress].into_iter().flatten() {
            rules.push(Rule { peers: vec![peers()[3].clone()], ports: vec![] });
        }
        let after = passing(&more);
        prop_assert!(before.iter().zip(&after).all(|(before, after)| !before || *after));
    }

    #[test]
    fn a_policy_that_only_isolates_allows_no_more(
        policies in proptest::collection::vec(any_policy(), 0..4),
        target in proptest::sample::select(selectors()),
    ) {
        let before = passing(&policies);
        let mut more = policies;
        more.push(Policy { target, ..policy(vec![], 3) });
        let after = passing(&more);
        prop_assert!(before.iter().zip(&after).all(|(before, after)| *before || !after));
    }
    #[test]
    fn a_comparison_is_what_passes_after_and_not_before(
        before in proptest::collection::vec(any_policy(), 0..4),
        after in proptest::collection::vec(any_policy(), 0..4),
    ) {
        let input = |policies: &[Policy]| Input::from_iter([("world.yaml", world(policies))]);
        let changes =
            diff_connections(&input(&before), &input(&after), &Options::default()).unwrap();
        let was = points(changes.iter().map(|one| (&*one.src, &*one.dst, &*one.before)));
        let is = points(changes.iter().map(|one| (&*one.src, &*one.dst, &*one.after)));
        let then = passing(&before).into_iter().zip(passing(&after));
        for ((before, after), (was, is)) in then.zip(was.into_iter().zip(is)) {
            // What stays is told only where something else of the same pair changes.
            prop_assert_eq!(is && !was, after && !before);
            prop_assert_eq!(was && !is, before && !after);
        }
    }
}
