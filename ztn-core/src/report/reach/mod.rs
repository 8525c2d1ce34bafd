//! Connections, version 1: who can reach whom, and why.

mod blast;
mod build;
mod csv;
mod dot;
mod format;
mod graph;
mod groups;
mod markdown;
mod mermaid;
mod names;
mod npg;
mod query;
mod text;
mod walk;
mod words;

use serde::{Deserialize, Serialize};

use super::v1::{Name, Object, Problem, Span, Tool};
use crate::options::Options;

pub(crate) use build::{name as peer_name, ranges, reach, too_many};
pub use format::ReachFormat;
pub use query::{Compat, ReachQuery};
pub(crate) use words::ports as port_words;

/// The version of this shape.
pub const SCHEMA: &str = "ztn.reach.v1";

/// Who can reach whom.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reach {
    /// The version of this shape: `ztn.reach.v1`.
    pub schema: Name,
    /// What made it.
    pub tool: Tool,
    /// The options it was made with.
    pub options: Options,
    /// What was asked.
    pub query: ReachQuery,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
    /// The workloads, by namespace and name.
    pub peers: Vec<ReachPeer>,
    /// Every permitted connection that was asked for, by both ends. What is not here, and not unknown, is
    /// denied.
    pub edges: Vec<Edge>,
    /// Connections of which the input does not tell whether they are permitted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<UnknownEdge>,
    /// Ways in from outside to the workloads that were asked for, in the order of the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exposed: Vec<Exposure>,
    /// What passes between the workloads that were asked for and a pod that is not written yet, where that
    /// was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strangers: Vec<Stranger>,
    /// Is each workload isolated, by direction, where that was asked for?
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub isolation: Vec<Isolation>,
    /// Everything that one workload reaches, step by step, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blast: Option<Blast>,
    /// The answer, where one pair was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// What could not be read as it was meant, by file and place.
    pub problems: Vec<Problem>,
}

/// Something that the input does not tell, and how it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assumption {
    /// Its name, such as `ip-block-outside`.
    pub id: Name,
    /// In one clause.
    pub text: String,
}

/// A workload.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReachPeer {
    /// How edges name it: `namespace/name[Kind]`.
    pub id: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The kind of its object, or of the controller that its object names.
    pub kind: String,
    /// Is it in the node's network, where policies for pods have no effect?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub host_network: bool,
    /// Where it is written.
    pub span: Span,
}

/// A permitted connection.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Edge {
    /// Who opens it: a workload, or addresses outside as a CIDR block or as `first-last`.
    pub src: String,
    /// Who takes it.
    pub dst: String,
    /// On which ports.
    pub ports: Vec<PortRange>,
    /// What decides, where it was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Reason>,
}

/// A connection of which the input does not tell whether it is permitted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnknownEdge {
    /// Who opens it.
    pub src: String,
    /// Who takes it.
    pub dst: String,
    /// On which ports.
    pub ports: Vec<PortRange>,
    /// What the answer hangs on.
    pub needs: Vec<String>,
}

/// A way in from outside.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Exposure {
    /// What it is made of: `ingress`, `route`, `gateway`, `load-balancer`, `node-port`, `external-ips` or
    /// `host-port`.
    pub kind: Name,
    /// The object that makes it.
    pub object: Object,
    /// The workload it leads to.
    pub dst: String,
    /// The workload's ports it leads to.
    pub ports: Vec<PortRange>,
    /// Those of them that policies let in.
    pub admitted: Vec<PortRange>,
    /// Those of them of which the input does not tell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<PortRange>,
    /// Where it is written.
    pub span: Span,
}

/// What passes between a workload and a pod that the input does not hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stranger {
    /// The workload.
    pub workload: String,
    /// `ingress` for what such a pod may open to it, `egress` for what it may open to such a pod.
    pub direction: Name,
    /// On which ports, whatever the labels and the namespace of the pod are.
    pub ports: Vec<PortRange>,
    /// On which more, with labels, a name or a namespace that some rule asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_labels: Vec<PortRange>,
}

/// Is a workload isolated: do policies let through only what they name?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Isolation {
    /// The workload.
    pub workload: String,
    /// `egress` for the connections it opens, `ingress` for those it takes.
    pub direction: Name,
    /// `yes`, `no` or `unknown`.
    pub isolated: Name,
    /// Why, in one clause.
    pub text: String,
    /// The place of the policy that isolates it; else of the workload.
    pub span: Span,
}

/// Everything that one workload reaches, and what is reached from there in turn.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Blast {
    /// The workload.
    pub workload: String,
    /// What it reaches, the nearest first; each by one of the shortest ways.
    pub reaches: Vec<BlastStep>,
    /// How many more groups of connections out of these are unknown.
    pub unknown: u32,
}

/// Something that is reached.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BlastStep {
    /// A workload, or addresses outside.
    pub dst: String,
    /// After how many connections.
    pub hops: u32,
    /// From where: the workload itself, or one that is reached.
    pub via: String,
    /// On which ports.
    pub ports: Vec<PortRange>,
}

/// Ports of one protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PortRange {
    /// `TCP`, `UDP`, `SCTP`, `ICMP`, `ICMPv6`, or `other` for all other protocols of IP.
    pub protocol: Name,
    /// The first port. Left out, with `to`, where it is every port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    /// The last port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}

/// The answer to one question.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// What is decided of all that was asked for.
    pub decision: Decision,
    /// What decides: first on the side of who opens the connection, then on the other.
    pub because: Vec<Reason>,
}

/// What is decided of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// All of it passes.
    Allowed,
    /// Some of its ports pass: the edge says which.
    Partly,
    /// None of it passes.
    Denied,
    /// The input does not tell.
    Unknown,
}

impl Decision {
    /// Its name, as reports write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Partly => "partly",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        }
    }
}

/// One step of what decides.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// On which side: `egress` of who opens the connection, `ingress` of who takes it.
    pub direction: Name,
    /// What it does: `allows`, `denies`, `passes` to the next tier, `isolates` from what nothing allows,
    /// or `unrestricted` where no policy is about it.
    pub effect: Name,
    /// To which ports.
    pub ports: Vec<PortRange>,
    /// Does the input leave open whether it matches?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// In one clause.
    pub text: String,
    /// The policy, or the workload that none is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// The place in its text.
    pub span: Span,
}

impl Reach {
    /// In lines, for people.
    #[must_use]
    pub fn text(&self) -> String {
        text::text(self)
    }

    /// The canonical bytes: compact JSON, the same in every language.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Nothing in these types can fail to be written: no maps with keys that are not strings.
        serde_json::to_string(self).unwrap_or_default()
    }
}
