//! What can be asked of connections.

use serde::{Deserialize, Serialize};

use crate::engine::network::{Member, Network, Peer, PortSet, Ports, Protocol};
use crate::error::{ErrorCode, OptionsError, likeness};
use crate::model::{Address, AddressRange};

/// A question about connections. Without ends it is about every pair.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReachQuery {
    /// Who opens the connection: `namespace/name`, `namespace/name[Kind]`, an address or a CIDR block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub src: Option<String>,
    /// Who takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dst: Option<String>,
    /// On which port; without it, on every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u32>,
    /// `TCP`, `UDP` or `SCTP`; without it, TCP where a port is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Say of each edge what decides it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub why: bool,
    /// Say what a pod that is not written yet could open.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exposure: bool,
    /// Say of each workload whether it is isolated.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub isolation: bool,
    /// Say everything that this workload reaches, step by step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blast: Option<String>,
    /// Read the input as another program does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compat: Option<Compat>,
}

/// A program whose reading of the input can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Compat {
    /// netpol-analyzer: pods of the node's network are pods like all others, and a namespace has no
    /// labels but those that are given.
    NetpolAnalyzer,
}

/// A question whose ends are found.
pub(super) struct Asked {
    pub(super) src: Option<Vec<Peer>>,
    pub(super) dst: Option<Vec<Peer>>,
    pub(super) blast: Option<Vec<Peer>>,
    /// Nothing where every port is meant.
    pub(super) ports: PortSet,
}

impl ReachQuery {
    /// About every pair.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// About one pair, on every port.
    #[must_use]
    pub fn pair(src: impl Into<String>, dst: impl Into<String>) -> Self {
        Self { src: Some(src.into()), dst: Some(dst.into()), ..Self::default() }
    }

    /// The same on one port of TCP.
    #[must_use]
    pub fn port(self, port: u32) -> Self {
        Self { port: Some(port), ..self }
    }

    pub(super) fn resolve(&self, network: &Network<'_>) -> Result<Asked, OptionsError> {
        let end = |field, end: &Option<String>| {
            end.as_deref().map(|end| find(network, field, end)).transpose()
        };
        Ok(Asked {
            src: end("query.src", &self.src)?,
            dst: end("query.dst", &self.dst)?,
            blast: end("query.blast", &self.blast)?,
            ports: self.ports()?,
        })
    }

    fn ports(&self) -> Result<PortSet, OptionsError> {
        let protocol = match self.protocol.as_deref() {
            None => None,
            Some(name) => Some(Protocol::from_name(name).ok_or_else(|| {
                let remedy = "write TCP, UDP, SCTP, ICMP, ICMPv6 or other";
                wrong("query.protocol", format!("`{name}` is no protocol"), remedy)
            })?),
        };
        let Some(port) = self.port else {
            return Ok(PortSet::of(protocol.map(Ports::every)));
        };
        let number = u16::try_from(port).ok().filter(|port| *port > 0).ok_or_else(|| {
            wrong("query.port", format!("{port} is no port"), "write a number from 1 to 65535")
        })?;
        Ok(PortSet::of([Ports::one(protocol.unwrap_or(Protocol::Tcp), number)]))
    }
}

fn wrong(field: &str, message: String, remedy: impl Into<String>) -> OptionsError {
    OptionsError::new(ErrorCode::InvalidQuery, field, message, remedy)
}

/// The workloads of this name, or the address.
fn find(network: &Network<'_>, field: &str, end: &str) -> Result<Vec<Peer>, OptionsError> {
    let address = Address::parse(end).map(|Address { v6, bits }| AddressRange {
        v6,
        first: bits,
        last: bits,
    });
    if let Some(range) = address.or_else(|| AddressRange::parse(end)) {
        return Ok(vec![Peer::Outside(range)]);
    }
    let all = || network.members().iter().zip(0..);
    let of = |is: &dyn Fn(&str, &str, &str, &str) -> bool| -> Vec<Peer> {
        all()
            .filter(|(member, _)| {
                let object = member.workload.object().name();
                is(member.namespace, member.name, member.kind, object)
            })
            .map(|(_, index)| Peer::Workload(index))
            .collect()
    };
    let (namespace, rest) = end.split_once('/').unwrap_or(("default", end));
    let (name, kind) = match rest.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
        Some((name, kind)) => (name, Some(kind)),
        None => (rest, None),
    };
    let exact = of(&|of_namespace, of_name, of_kind, _| {
        of_namespace == namespace && of_name == name && kind.is_none_or(|kind| kind == of_kind)
    });
    if !exact.is_empty() {
        return Ok(exact);
    }
    // A pod by its own name: of a controller that is not in the input, or one of a StatefulSet.
    let ordinal = name.rsplit_once('-').filter(|(_, number)| number.parse::<u32>().is_ok());
    let of_pod = of(&|of_namespace, of_name, of_kind, object| {
        let by_ordinal = ordinal.is_some_and(|(set, _)| of_kind == "StatefulSet" && set == of_name);
        of_namespace == namespace && (object == name || by_ordinal)
    });
    if !of_pod.is_empty() {
        return Ok(of_pod);
    }
    let ids = network.members().iter().map(Member::id);
    let likeness = |id: &String| likeness(end, id.split('[').next().unwrap_or(id));
    let nearest = ids.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    let remedy = match nearest.filter(|id| likeness(id) > 0.7) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "write `namespace/name`, an address or a CIDR block".to_owned(),
    };
    Err(wrong(field, format!("no workload `{end}` in the input"), remedy))
}
