//! From what the engine answers to the report.

use std::rc::Rc;

use super::names::{Connection, Names};
use super::query::Asked;
use super::{
    Answer, Assumption, Decision, Edge, Exposure, Isolation, PortRange, Reach, ReachPeer,
    ReachQuery, Reason, SCHEMA, Stranger, UnknownEdge, blast,
};
use crate::engine::network::{
    self, Direction, Effect, Front, Network, Peer, Peers, PortSet, Ports, Step,
};
use crate::engine::{Because, Known};
use crate::error::ErrorCode;
use crate::model::{Cluster, Place};
use crate::options::{Options, OptionsError};
use crate::read::SourceFile;
use crate::report::build::{Builder, object_report, tool};
use crate::span::to_u32;

/// Both directions, with their names in reports.
const DIRECTIONS: [(Direction, &str); 2] =
    [(Direction::Egress, "egress"), (Direction::Ingress, "ingress")];

/// The report of a query.
pub(crate) fn reach(
    network: &Network<'_>,
    cluster: &Cluster,
    files: &[SourceFile],
    options: &Options,
    query: &ReachQuery,
) -> Result<Reach, OptionsError> {
    let places = Builder { cluster, files };
    let asked = query.resolve(network)?;
    let mut found = Found {
        network,
        places: &places,
        ports: &asked.ports,
        why: query.why,
        edges: Vec::new(),
        unknown: Vec::new(),
    };
    let limit = u64::from(options.limits.connections);
    let mut answer = None;
    if let (Some(src), Some(dst)) = (&asked.src, &asked.dst) {
        let mut answers = Vec::new();
        for &src in src {
            for &dst in dst {
                let reach = network.reach(src, dst);
                answers.push(found.answer(src, dst, &reach));
                found.add(src, dst, &found.passing(&reach));
            }
        }
        answer = answers.into_iter().reduce(Answer::with);
    } else {
        let is_asked = |wanted: &Option<Vec<Peer>>, peer: Peer| {
            wanted.as_ref().is_none_or(|wanted| wanted.iter().any(|one| shares(*one, peer)))
        };
        // Of a blast the list holds the first step.
        let sources = asked.src.clone().or_else(|| asked.blast.clone());
        let mut all = 0_u64;
        network.each_reach(|src, dst, reach| {
            let of = |wanted: &Option<Vec<Peer>>, peers: Peers<'_>| -> Vec<Peer> {
                peers.each().filter(|&peer| is_asked(wanted, peer)).collect()
            };
            let (src, dst) = (of(&sources, src), of(&asked.dst, dst));
            all = all.saturating_add(src.len() as u64 * dst.len() as u64);
            if all > limit {
                return;
            }
            let passing = found.passing(reach);
            for &src in &src {
                for &dst in &dst {
                    if !found.is_same(src, dst) {
                        found.add(src, dst, &passing);
                    }
                }
            }
        });
        if all > limit {
            return Err(too_many(all, options.limits.connections));
        }
    }
    let exposed = found.exposed(&asked);
    let wanted = found.workloads(&asked);
    let strangers = if query.exposure { found.strangers(&wanted) } else { Vec::new() };
    let isolation = if query.isolation { found.isolation(&wanted) } else { Vec::new() };
    let blast = asked.blast.as_ref().map(|from| blast::of(network, from));
    let Found { edges, unknown, .. } = found;
    let names = Names::of(network, edges.iter().chain(&unknown));
    let edge = |one: Connection| Edge {
        src: names.text(one.src),
        dst: names.text(one.dst),
        ports: one.ports.to_vec(),
        because: one.because,
    };
    let open = |one: Connection| UnknownEdge {
        src: names.text(one.src),
        dst: names.text(one.dst),
        ports: one.ports.to_vec(),
        needs: one.needs,
    };
    let edges = names.in_order(edges).into_iter().map(edge).collect();
    let unknown = names.in_order(unknown).into_iter().map(open).collect();
    Ok(Reach {
        schema: SCHEMA.into(),
        tool: tool(),
        options: options.clone(),
        query: query.clone(),
        assumptions: network
            .assumptions()
            .into_iter()
            .map(|(id, text)| Assumption { id: id.into(), text })
            .collect(),
        peers: peers(network, &places),
        edges,
        unknown,
        exposed,
        strangers,
        isolation,
        blast,
        answer,
        problems: places.problems(),
    })
}

/// Ten thousand workloads that nothing isolates are a hundred million connections.
pub(crate) fn too_many(all: u64, limit: u32) -> OptionsError {
    OptionsError::new(
        ErrorCode::InvalidQuery,
        "query",
        format!("{all} connections are more than the {limit} of `limits.connections`"),
        "name one end, or raise `limits.connections`",
    )
}

fn peers(network: &Network<'_>, places: &Builder<'_>) -> Vec<ReachPeer> {
    let mut peers: Vec<ReachPeer> = network
        .members()
        .iter()
        .map(|member| {
            let object = member.workload.object();
            ReachPeer {
                id: member.id(),
                namespace: member.namespace.to_owned(),
                name: member.name.to_owned(),
                kind: member.kind.to_owned(),
                host_network: member.workload.host_network().is_true(),
                span: places.span(Place::of(object, object.name_node())),
            }
        })
        .collect();
    // Pods of one owner that policies tell apart have one name.
    peers.dedup_by(|again, first| again.id == first.id);
    peers
}

/// What was found so far.
struct Found<'r, 'a, 'b> {
    network: &'r Network<'a>,
    places: &'r Builder<'b>,
    ports: &'r PortSet,
    why: bool,
    edges: Vec<Connection>,
    unknown: Vec<Connection>,
}

/// What passes between two groups of ends, as it was asked for, and how reports write it.
struct Passing {
    must: PortSet,
    open: PortSet,
    must_ranges: Rc<[PortRange]>,
    open_ranges: Rc<[PortRange]>,
}

impl Found<'_, '_, '_> {
    fn passing(&self, reach: &network::Reach) -> Passing {
        let reach = self.asked(reach);
        let open = reach.open();
        Passing {
            must_ranges: ranges(&reach.must).into(),
            open_ranges: ranges(&open).into(),
            must: reach.must,
            open,
        }
    }

    fn add(&mut self, src: Peer, dst: Peer, passing: &Passing) {
        let Passing { must, open, must_ranges, open_ranges } = passing;
        if !must.is_empty() {
            let because = if self.why { self.reasons(src, dst, must) } else { Vec::new() };
            let ports = Rc::clone(must_ranges);
            self.edges.push(Connection { src, dst, ports, because, needs: Vec::new() });
        }
        if !open.is_empty() {
            let needs = self.needs(src, dst, open);
            let ports = Rc::clone(open_ranges);
            self.unknown.push(Connection { src, dst, ports, because: Vec::new(), needs });
        }
    }

    /// As far as it was asked for.
    fn asked(&self, reach: &network::Reach) -> network::Reach {
        if self.ports.is_empty() { reach.clone() } else { reach.within(self.ports) }
    }

    fn answer(&self, src: Peer, dst: Peer, reach: &network::Reach) -> Answer {
        let wanted = if self.ports.is_empty() { PortSet::all() } else { self.ports.clone() };
        let reach = reach.within(&wanted);
        let decision = match (reach.must == wanted, reach.must.is_empty(), reach.open().is_empty())
        {
            (true, ..) => Decision::Allowed,
            (_, true, true) => Decision::Denied,
            (_, true, false) => Decision::Unknown,
            (_, false, _) => Decision::Partly,
        };
        Answer { decision, because: self.reasons(src, dst, self.ports) }
    }

    fn reasons(&self, src: Peer, dst: Peer, ports: &PortSet) -> Vec<Reason> {
        let steps = self.network.why(src, dst, ports).into_iter();
        steps.map(|step| self.reason(step)).collect()
    }

    fn reason(&self, step: Step) -> Reason {
        let direction = match step.direction {
            Direction::Egress => "egress",
            Direction::Ingress => "ingress",
        };
        let effect = match step.effect {
            Effect::Allows => "allows",
            Effect::Denies => "denies",
            Effect::Passes => "passes",
            Effect::Isolates => "isolates",
            Effect::Unrestricted => "unrestricted",
        };
        Reason {
            direction: direction.into(),
            effect: effect.into(),
            ports: ranges(&step.ports),
            unsure: !step.is_sure,
            text: step.because.text,
            object: self.places.cluster.object(step.object).map(object_report),
            span: self.places.span(step.because.place),
        }
    }

    /// What an answer hangs on, each thing once.
    fn needs(&self, src: Peer, dst: Peer, ports: &PortSet) -> Vec<String> {
        let mut needs: Vec<String> =
            self.network.why(src, dst, ports).into_iter().filter_map(|step| step.needs).collect();
        needs.sort();
        needs.dedup();
        if needs.is_empty() {
            // Every rule surely matches, and yet it is open which of them goes first.
            needs.push("the order of policies that have one priority".to_owned());
        }
        needs
    }

    /// The ways in to whoever was asked for. Where a certain source was asked for, none is meant.
    fn exposed(&self, asked: &Asked) -> Vec<Exposure> {
        let is_asked = |front: &&Front<'_>| {
            let wanted = asked.dst.as_ref().or(asked.blast.as_ref());
            wanted.is_none_or(|wanted| wanted.contains(&Peer::Workload(front.member)))
        };
        let fronts = self.network.fronts().iter().filter(|_| asked.src.is_none()).filter(is_asked);
        let exposed = fronts.map(|front| {
            let admitted = self.network.admitted(front);
            Exposure {
                kind: front.kind.name().into(),
                object: object_report(front.object),
                dst: self.name(Peer::Workload(front.member)),
                ports: ranges(&front.ports),
                admitted: ranges(&admitted.must),
                unknown: ranges(&admitted.open()),
                span: self.places.span(front.place),
            }
        });
        exposed.collect()
    }

    /// The workloads that were asked for, on either side.
    fn workloads(&self, asked: &Asked) -> Vec<u32> {
        let is_asked = |member: &u32| match asked.dst.as_ref().or(asked.src.as_ref()) {
            Some(wanted) => wanted.contains(&Peer::Workload(*member)),
            None => true,
        };
        (0..to_u32(self.network.members().len())).filter(is_asked).collect()
    }

    fn strangers(&self, workloads: &[u32]) -> Vec<Stranger> {
        let strangers = |&member: &u32| {
            DIRECTIONS.into_iter().filter_map(move |(direction, name)| {
                let reach = self.asked(&self.network.stranger(member, direction));
                (!reach.may.is_empty()).then(|| Stranger {
                    workload: self.name(Peer::Workload(member)),
                    direction: name.into(),
                    ports: ranges(&reach.must),
                    by_labels: ranges(&reach.open()),
                })
            })
        };
        workloads.iter().flat_map(strangers).collect()
    }

    fn isolation(&self, workloads: &[u32]) -> Vec<Isolation> {
        let members = self.network.members();
        let members = workloads.iter().filter_map(|member| members.get(*member as usize));
        let each = members.flat_map(|member| {
            DIRECTIONS.map(|(direction, name)| {
                let known = self.network.isolated(member.workload, direction);
                let object = member.workload.object();
                let itself = Place::of(object, object.name_node());
                let first = |because: &[Because]| because.first().map_or(itself, |b| b.place);
                let (isolated, text, place) = match &known {
                    Known::Yes(why) => ("yes", why.text.clone(), first(&why.because)),
                    Known::No(why) => ("no", why.text.clone(), first(&why.because)),
                    Known::Unknown(unknown) => ("unknown", unknown.why.text(), itself),
                };
                Isolation {
                    workload: member.id(),
                    direction: name.into(),
                    isolated: isolated.into(),
                    text,
                    span: self.places.span(place),
                }
            })
        });
        each.collect()
    }

    fn name(&self, peer: Peer) -> String {
        name(self.network, peer)
    }

    /// Are they of one name? Pods of one owner that policies tell apart are several members.
    fn is_same(&self, a: Peer, b: Peer) -> bool {
        let named = |peer: Peer| match peer {
            Peer::Workload(index) => self.network.member(index),
            Peer::Outside(_) => None,
        };
        a == b
            || named(a).zip(named(b)).is_some_and(|(a, b)| {
                (a.name, a.namespace, a.kind) == (b.name, b.namespace, b.kind)
            })
    }
}

impl Answer {
    /// The answer for several workloads of one name.
    fn with(mut self, other: Self) -> Self {
        if self.decision != other.decision {
            let either = [self.decision, other.decision];
            self.decision = if either.contains(&Decision::Unknown) {
                Decision::Unknown
            } else {
                Decision::Partly
            };
        }
        self.because.extend(other.because);
        self
    }
}

/// Are they the same, or do they share an address?
fn shares(a: Peer, b: Peer) -> bool {
    match (a, b) {
        (Peer::Outside(a), Peer::Outside(b)) => a.meets(b),
        (a, b) => a == b,
    }
}

/// How edges name a peer.
pub(crate) fn name(network: &Network<'_>, peer: Peer) -> String {
    match peer {
        Peer::Outside(range) => range.to_string(),
        Peer::Workload(index) => {
            let member = network.member(index);
            member.map(network::Member::id).unwrap_or_default()
        }
    }
}

/// Ports as reports write them.
pub(crate) fn ranges(ports: &PortSet) -> Vec<PortRange> {
    let range = |ports: Ports| {
        let number = |port: u16| (!ports.is_every()).then_some(u32::from(port));
        PortRange {
            protocol: ports.protocol.name().into(),
            from: number(ports.from),
            to: number(ports.to),
        }
    };
    ports.ports().map(range).collect()
}
