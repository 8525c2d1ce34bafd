//! From the name of a host to whoever takes the connection, as the cluster's DNS resolves names.
//!
//! <https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/>

use std::collections::HashMap;

use super::hosts::Mention;
use super::texts::Text;
use super::{Connection, Declared, DeclaredEnd, Unresolved};
use crate::engine::Because;
use crate::engine::network::{Network, PortSet, Ports, Protocol, service_targets};
use crate::engine::references::References;
use crate::model::service::ServiceSpec;
use crate::model::{Address, AddressRange, Object, ObjectId};

/// The ports of URLs that do not write one.
const SCHEMES: &[(&str, u16)] = &[
    ("http", 80),
    ("ws", 80),
    ("https", 443),
    ("wss", 443),
    ("postgres", 5432),
    ("postgresql", 5432),
    ("mysql", 3306),
    ("redis", 6379),
    ("amqp", 5672),
    ("amqps", 5671),
    ("mongodb", 27017),
    ("nats", 4222),
    ("ldap", 389),
    ("ldaps", 636),
];

/// The domain of a cluster, unless its kubelets are told another one.
const DOMAIN: [&str; 2] = ["cluster", "local"];

type Found<'a> = (Object<'a>, ServiceSpec<'a>);

pub(super) struct Resolver<'r, 'a> {
    network: &'r Network<'a>,
    references: &'r References<'a>,
    members: HashMap<ObjectId, Vec<u32>>,
}

impl<'r, 'a> Resolver<'r, 'a> {
    pub(super) fn of(network: &'r Network<'a>, references: &'r References<'a>) -> Self {
        Self { network, references, members: by_object(network) }
    }

    /// Adds what a mention in a text of a workload declares.
    pub(super) fn resolve(
        &self,
        src: u32,
        text: &Text<'a>,
        mention: &Mention<'_>,
        declared: &mut Declared,
    ) {
        let Some(member) = self.network.member(src) else {
            return;
        };
        let host = mention.host.to_ascii_lowercase();
        let place = text.place(mention.host);
        let unresolved = |names: String, why: &str| Unresolved {
            src,
            names,
            because: Because { place, text: format!("{}: {why}", text.what) },
        };
        if let Some(address) = Address::parse(&host) {
            if let Some((range, port)) = outside(address, mention) {
                let ports = PortSet::of([Ports::one(Protocol::Tcp, port)]);
                let text = format!("{} names `{host}:{port}`", text.what);
                declared.connections.push(Connection {
                    src: DeclaredEnd::Workload(src),
                    dst: DeclaredEnd::Addresses(range),
                    ports,
                    because: Because { place, text },
                });
            }
            return;
        }
        let Some(((object, spec), pod)) = self.service(&host, member.namespace) else {
            let is_of_cluster = host.split('.').nth(2) == Some("svc");
            if !is_of_cluster && (!mention.is_sure || host == "localhost") {
                return;
            }
            declared.by_name.push(src);
            let why = match is_of_cluster || !host.contains('.') {
                true => "no Service of this name is in the input",
                false => "a name outside the cluster, where a NetworkPolicy knows addresses alone",
            };
            let names = mention.port.map_or(host.clone(), |port| format!("{host}:{port}"));
            declared.unresolved.push(unresolved(names, why));
            return;
        };
        let is_headless = spec.cluster_ip().is("None");
        let wanted = mention.port.or_else(|| {
            let (_, port) = SCHEMES.iter().find(|(scheme, _)| mention.scheme == Some(scheme))?;
            let has = spec.ports().iter().any(|of| of.port().get() == Some(i64::from(*port)));
            has.then_some(*port)
        });
        let has_port =
            |port: u16| spec.ports().iter().any(|of| of.port().get() == Some(i64::from(port)));
        if mention.is_bare && mention.port.is_some_and(|port| !has_port(port)) {
            return;
        }
        declared.by_name.push(src);
        let name = format!("{}/{}", object.namespace().unwrap_or_default(), object.name());
        if spec.type_().is("ExternalName") {
            let why = format!("Service `{name}` stands for a name outside the cluster");
            declared.unresolved.push(unresolved(host, &why));
            return;
        }
        if let Some(port) = mention.port.filter(|port| !has_port(*port) && !is_headless) {
            let why = format!("Service `{name}` has no port {port}");
            declared.unresolved.push(unresolved(format!("{host}:{port}"), &why));
            return;
        }
        let behind = self.behind(object, spec, pod);
        if behind.is_empty() {
            let why = match spec.selector().get() {
                None => {
                    format!("Service `{name}` has no selector: somebody else says what it leads to")
                }
                Some(_) => format!("Service `{name}` selects no workload of the input"),
            };
            declared.unresolved.push(unresolved(host, &why));
            return;
        }
        for dst in behind.into_iter().filter(|dst| *dst != src) {
            let ports = self.ports(dst, spec, wanted, is_headless);
            if !ports.is_empty() {
                let of = mention.port.map_or(String::new(), |port| format!(":{port}"));
                let text = format!("{} names `{host}{of}`", text.what);
                declared.connections.push(Connection {
                    src: DeclaredEnd::Workload(src),
                    dst: DeclaredEnd::Workload(dst),
                    ports,
                    because: Because { place, text },
                });
            }
        }
    }

    /// The ports of a workload that a Service leads to: those of one port of it, or of all.
    fn ports(
        &self,
        dst: u32,
        spec: ServiceSpec<'a>,
        wanted: Option<u16>,
        is_headless: bool,
    ) -> PortSet {
        let Some(member) = self.network.member(dst) else {
            return PortSet::default();
        };
        if let (true, Some(port)) = (is_headless, wanted) {
            // The name is that of the pods, and so is the port.
            return PortSet::of([Ports::one(Protocol::Tcp, port)]);
        }
        let of_it = spec.ports().iter().filter(|port| {
            wanted.is_none_or(|wanted| port.port().get() == Some(i64::from(wanted)))
        });
        PortSet::of(of_it.flat_map(|port| service_targets(member.workload, port)))
    }

    /// The members behind a Service; of a name of one pod, the StatefulSet it is of.
    fn behind(&self, object: Object<'a>, spec: ServiceSpec<'a>, pod: Option<String>) -> Vec<u32> {
        let namespace = object.namespace().unwrap_or("default");
        let behind = self.references.behind(namespace, spec);
        let members = behind.iter().filter_map(|one| self.members.get(&one.object().id()));
        let mut members: Vec<u32> = members.flatten().copied().collect();
        members.sort_unstable();
        members.dedup();
        let is_of = |member: &u32| {
            let name = self.network.member(*member).map(|member| member.name);
            pod.as_deref().and_then(|pod| pod.rsplit_once('-')).map(|(set, _)| set) == name
        };
        let of_pod: Vec<u32> = members.iter().copied().filter(is_of).collect();
        if of_pod.is_empty() { members } else { of_pod }
    }

    /// The Service that a name is of, and the pod it names.
    fn service(&self, host: &str, here: &str) -> Option<(Found<'a>, Option<String>)> {
        let mut parts: Vec<&str> = host.split('.').collect();
        if parts.ends_with(&DOMAIN) && parts.iter().rev().nth(2) == Some(&"svc") {
            parts.truncate(parts.len() - 2);
        }
        let is_full = parts.last() == Some(&"svc") && parts.len() > 2;
        if is_full {
            parts.pop();
        }
        let find = |name: &str, namespace: &str| {
            self.references.services(namespace).find(|(object, _)| object.name() == name)
        };
        match parts.as_slice() {
            [name] => find(name, here).map(|found| (found, None)),
            [name, namespace] => find(name, namespace).map(|found| (found, None)).or_else(|| {
                let headless =
                    find(namespace, here).filter(|(_, spec)| spec.cluster_ip().is("None"));
                headless.filter(|_| !is_full).map(|found| (found, Some((*name).to_owned())))
            }),
            [pod, name, namespace] => {
                let headless =
                    find(name, namespace).filter(|(_, spec)| spec.cluster_ip().is("None"));
                headless.map(|found| (found, Some((*pod).to_owned())))
            }
            _ => None,
        }
    }
}

/// The members that each object makes.
pub(super) fn by_object(network: &Network<'_>) -> HashMap<ObjectId, Vec<u32>> {
    let mut members: HashMap<ObjectId, Vec<u32>> = HashMap::new();
    for (member, index) in network.members().iter().zip(0..) {
        members.entry(member.workload.object().id()).or_default().push(index);
    }
    members
}

/// An address that somebody means to connect to: in a URL, or with a port; none that is this very host.
fn outside(address: Address, mention: &Mention<'_>) -> Option<(AddressRange, u16)> {
    let by_scheme = SCHEMES.iter().find(|(scheme, _)| mention.scheme == Some(scheme));
    let port = mention.port.or(by_scheme.map(|(_, port)| *port)).filter(|_| mention.is_sure)?;
    let Address { v6, bits } = address;
    let is_here = bits == 0 || (!v6 && bits >> 24 == 127) || (v6 && bits == 1);
    (!is_here).then_some((AddressRange { v6, first: bits, last: bits }, port))
}
