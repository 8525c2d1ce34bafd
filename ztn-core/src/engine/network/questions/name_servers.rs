//! Can workloads ask for the addresses of names?

use std::collections::BTreeSet;

use crate::engine::network::evaluate::{End, ask};
use crate::engine::network::pods::{Class, Member, Pods};
use crate::engine::network::policy::{Action, Peers, Rule, Who};
use crate::engine::network::ports::{Bounds, PortSet, Ports, Protocol, SetId, Sets};
use crate::engine::network::program::{Government, Program};
use crate::engine::network::selector::{Names, Tri, Value};
use crate::engine::network::{Direction, Network};
use crate::model::Workload;
use crate::model::grant::DNS_PORTS;

/// The namespaces of the cluster's name servers.
pub(in crate::engine::network) const NAMESPACES: [&str; 2] = ["kube-system", "openshift-dns"];

/// The label that the name servers of each have.
const LABELS: [(&str, &str); 2] =
    [("k8s-app", "kube-dns"), ("dns.operator.openshift.io/daemonset-dns", "default")];

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
        let servers = self.members().iter().filter(|member| member.is_name_server());
        let servers: BTreeSet<u32> = servers.map(|member| member.class).collect();
        let imagined = imagined(&program.pods, &program.names);
        let members = self.members_by_government(Direction::Egress);
        let governments = program.governments(Direction::Egress).iter().zip(members);
        let mut cut_off: Vec<u32> = Vec::new();
        for (government, members) in governments {
            let asks = Asks { program, government, wanted };
            if asks.may_open_something() && !asks.may_ask(&mut sets, &servers, &imagined) {
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
        let labels = self.workload.labels();
        NAMESPACES.iter().zip(LABELS).any(|(namespace, (key, value))| {
            self.namespace == *namespace
                && labels.is_some_and(|labels| labels.get(key) == Some(value))
        })
    }
}

/// Name servers as they usually are, of which not all is known.
fn imagined(pods: &Pods<'_>, names: &Names<'_>) -> Vec<Class> {
    let one = |(namespace, (key, value)): (&&str, (&str, &str))| {
        let label = names.known(key).zip(names.known(value));
        Class {
            namespace: pods.namespace(namespace),
            labels: label.map(|(key, value)| (key, Value::Is(value))).into_iter().collect(),
            open: true,
            ..Class::default()
        }
    };
    NAMESPACES.iter().zip(LABELS).map(one).collect()
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

    /// Does any rule allow anything? Who opens no connection asks for no name.
    fn may_open_something(&self) -> bool {
        self.rules().any(|rule| {
            let is_nobody = matches!(&rule.peers, Peers::AnyOf(items) if items.is_empty());
            rule.action == Action::Allow && !is_nobody
        })
    }

    fn may_ask(&self, sets: &mut Sets, servers: &BTreeSet<u32>, imagined: &[Class]) -> bool {
        let node = Class::any_node();
        // A cache on the node may answer, and a server outside.
        let mut ends = vec![End::Imagined(&node)];
        ends.extend(servers.iter().copied().map(End::Class));
        if servers.is_empty() {
            ends.extend(imagined.iter().map(End::Imagined));
        }
        let class = self.government.class;
        let mut may_pass = |bounds: Bounds| sets.and(bounds.may, self.wanted) != SetId::NONE;
        if self.rules().any(|rule| {
            is_about_outside(rule)
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

fn is_about_outside(rule: &Rule) -> bool {
    let may_be = |who: &Who| match who {
        Who::Blocks(_) => true,
        Who::Group(group) => group.outside_v4.max(group.outside_v6) != Tri::No,
        Who::Pods(_) | Who::PodsIn(..) | Who::Nodes(_) | Who::Hosts(_) => false,
    };
    rule.action == Action::Allow
        && match &rule.peers {
            Peers::Everyone => true,
            Peers::AnyOf(items) => items.iter().any(|item| may_be(&item.who)),
        }
}
