//! Can workloads ask for the addresses of names?

use std::collections::BTreeSet;

use crate::engine::network::evaluate::{End, ask};
use crate::engine::network::pods::{Class, Member, Pods};
use crate::engine::network::policy::{Action, Peers, Rule, Who};
use crate::engine::network::ports::{Bounds, PortSet, Ports, Protocol, SetId, Sets};
use crate::engine::network::program::{Government, Program};
use crate::engine::network::selector::{Names, Sym, Tri, Value};
use crate::engine::network::{Direction, Network};
use crate::model::Workload;
use crate::model::grant::DNS_PORTS;

/// The namespaces of the cluster's name servers.
pub(in crate::engine::network) const NAMESPACES: [&str; 2] = ["kube-system", "openshift-dns"];

/// Pods that answer questions for names.
struct Servers {
    namespace: &'static str,
    label: (&'static str, &'static str),
    /// Do they ask others for what they do not know yet?
    are_caches: bool,
}

const fn servers(namespace: &'static str, key: &'static str, value: &'static str) -> Servers {
    Servers { namespace, label: (key, value), are_caches: false }
}

const fn caches(value: &'static str) -> Servers {
    Servers { namespace: "kube-system", label: ("k8s-app", value), are_caches: true }
}

/// Each with a label that it has wherever it comes from.
const SERVERS: [Servers; 5] = [
    servers("kube-system", "k8s-app", "kube-dns"),
    // As CoreDNS's own chart has it.
    servers("kube-system", "k8s-app", "coredns"),
    servers("openshift-dns", "dns.operator.openshift.io/daemonset-dns", "default"),
    caches("node-local-dns"),
    caches("nodelocaldns"),
];

impl Network<'_> {
    /// The workloads that may open connections, and surely none to a name server: indices among
    /// [`Network::members`], in order.
    #[must_use]
    pub fn cut_off_from_names(&self) -> Vec<u32> {
        let program = self.program();
        let mut sets = program.sets();
        let ports = [Protocol::Udp, Protocol::Tcp]
            .into_iter()
            .flat_map(|protocol| DNS_PORTS.map(|port| Ports::one(protocol, port)));
        let wanted = sets.id(PortSet::of(ports));
        let mut servers = BTreeSet::new();
        let mut imagined = imagined(&program.pods, &program.names);
        for (member, kind) in self.members().iter().filter_map(|one| Some((one, one.serves()?))) {
            servers.insert(member.class);
            if !kind.are_caches {
                imagined.clear();
            }
        }
        let members = self.members_by_government(Direction::Egress);
        let governments = program.governments(Direction::Egress).iter().zip(members);
        let mut cut_off: Vec<u32> = Vec::new();
        for (government, members) in governments {
            let asks = Asks { program, government, wanted };
            if asks.may_need_names() && !asks.may_ask(&mut sets, &servers, &imagined) {
                cut_off.extend(members);
            }
        }
        cut_off.retain(|index| {
            let member = self.member(*index);
            member.is_some_and(|member| asks_the_cluster(member.workload))
        });
        cut_off.sort_unstable();
        cut_off
    }
}

/// Does it ask the name servers of the cluster?
fn asks_the_cluster(workload: Workload<'_>) -> bool {
    let policy = workload.spec().dns_policy();
    !workload.host_network().is_true()
        && matches!(policy.or("ClusterFirst"), "ClusterFirst" | "ClusterFirstWithHostNet")
}

impl Member<'_> {
    /// Is it one of the cluster's name servers?
    #[must_use]
    pub fn is_name_server(&self) -> bool {
        self.serves().is_some()
    }

    fn serves(&self) -> Option<&'static Servers> {
        let labels = self.workload.labels()?;
        SERVERS.iter().find(|servers| {
            let (key, value) = servers.label;
            self.namespace == servers.namespace && labels.get(key) == Some(value)
        })
    }
}

/// Name servers as they usually are, of which not all is known.
fn imagined(pods: &Pods<'_>, names: &Names<'_>) -> Vec<Class> {
    let one = |servers: &Servers| {
        let (key, value) = servers.label;
        // A value that no policy names is another than any that is asked for.
        let value = names.known(value).unwrap_or(Sym::OTHER);
        Class {
            namespace: pods.namespace(servers.namespace),
            labels: names.known(key).map(|key| (key, Value::Is(value))).into_iter().collect(),
            open: true,
            ..Class::default()
        }
    };
    SERVERS.iter().map(one).collect()
}

/// What those under one government may ask.
struct Asks<'p, 'a> {
    program: &'p Program<'a>,
    government: &'p Government,
    wanted: SetId,
}

impl<'p> Asks<'p, '_> {
    fn rules(&self) -> impl Iterator<Item = &'p Rule> {
        let policies = self.program.policies_under(self.government);
        policies.flat_map(|(_, policy)| &policy.egress.rules)
    }

    /// Does any rule allow to connect to somebody whose address is not written in it?
    fn may_need_names(&self) -> bool {
        self.rules().any(|rule| {
            let needs_name = match &rule.peers {
                Peers::Everyone => true,
                Peers::AnyOf(items) => items.iter().any(|item| is_asked_for(&item.who)),
            };
            rule.action == Action::Allow && needs_name
        })
    }

    fn may_ask(&self, sets: &mut Sets, servers: &BTreeSet<u32>, imagined: &[Class]) -> bool {
        let node = Class::any_node();
        // A cache on the node may answer, and a server outside.
        let mut ends = vec![End::Imagined(&node)];
        ends.extend(servers.iter().copied().map(End::Class));
        ends.extend(imagined.iter().map(End::Imagined));
        let class = self.government.class;
        let mut may_pass = |bounds: Bounds| sets.and(bounds.may, self.wanted) != SetId::NONE;
        if self.rules().any(|rule| {
            rule.action == Action::Allow
                && rule.is_about_outside()
                && (rule.ports.has_names() || may_pass(Bounds::exactly(rule.ports.fixed)))
        }) {
            return true;
        }
        ends.into_iter().any(|end| {
            let passes = ask(self.program, sets, Direction::Egress, class, end, &mut ());
            sets.and(passes.may, self.wanted) != SetId::NONE
        })
    }
}

/// Is somebody found by name? Every pod is told the address of the API server, and knows its node's.
fn is_asked_for(who: &Who) -> bool {
    match who {
        Who::Pods(_) | Who::PodsIn(..) => true,
        Who::Nodes(_) | Who::Hosts(_) => false,
        Who::Blocks(blocks) => blocks.ranges.iter().any(|range| range.prefix() == Some(0)),
        Who::Group(group) => {
            let is_outside = group.outside_v4.max(group.outside_v6) != Tri::No;
            group.pods != Tri::No || is_outside && group.nodes == Tri::No
        }
    }
}
