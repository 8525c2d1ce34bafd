//! What is known of the pods of a template, as far as it tells pods apart.

use super::pods::{Class, Reading, Relevant};
use super::ports::Protocol;
use super::selector::{Names, Sym, Tri, Value};
use crate::model::pod::Pod;
use crate::model::workload::given::OF_ONE_RUN;
use crate::model::{Address, Cluster, Kind, Label, Object, Workload};

pub(super) fn class_of<'a>(
    cluster: &'a Cluster,
    workload: Workload<'a>,
    namespace: u32,
    names: &mut Names<'a>,
    relevant: &Relevant,
    reading: Reading,
) -> Class {
    if workload.host_network().is_true() && !reading.host_network_as_pod {
        return Class {
            labels: node_labels(cluster, workload, names, relevant),
            open: true,
            on_node: true,
            addresses: addresses(workload),
            ..Class::default()
        };
    }
    let mut class = Class { namespace: Some(namespace), ..Class::default() };
    let written = workload.labels().into_iter().flat_map(|labels| labels.entries());
    let written = written.map(|(key, _, value)| (key.text(), Label::Is(value)));
    for (key, label) in written.chain(workload.given_labels()) {
        let is_of_one_run = || OF_ONE_RUN.contains(&key);
        match relevant.labels_of_one_run {
            Tri::No if is_of_one_run() => {}
            Tri::Maybe if is_of_one_run() => {
                add_label(&mut class, key, Label::Unknown, names, relevant);
            }
            _ => add_label(&mut class, key, label, names, relevant),
        }
    }
    class.labels.sort_unstable_by_key(|(key, _)| *key);
    if relevant.service_accounts {
        class.service_account = Some(names.sym(workload.service_account_name()));
    }
    if !relevant.port_names.is_empty() {
        let ports = workload.containers().filter(|(role, _)| role.is_long_lived());
        let ports = ports.flat_map(|(_, container)| container.ports().iter());
        class.ports = ports
            .filter_map(|port| {
                let name = names.known(port.name().get()?)?;
                let protocol = Protocol::from_name(port.protocol().or("TCP"))?;
                let number = u16::try_from(port.container_port().get()?).ok()?;
                relevant.port_names.contains(&name).then_some((name, protocol, number))
            })
            .collect();
        class.ports.sort_unstable();
    }
    if relevant.addresses {
        class.addresses = addresses(workload);
    }
    class
}

fn add_label<'a>(
    class: &mut Class,
    key: &str,
    label: Label<'a>,
    names: &mut Names<'a>,
    relevant: &Relevant,
) {
    let Some(key) = names.known(key) else {
        return;
    };
    let Some(compared) = relevant.labels.get(&key) else {
        return;
    };
    let value = match (label, compared) {
        (Label::Absent, _) => Value::Absent,
        (Label::Some, _) => Value::Some,
        (Label::Unknown, _) => Value::Unknown,
        (Label::Is(value), None) => Value::Is(names.sym(value)),
        (Label::Is(value), Some(values)) => {
            let value = names.known(value).filter(|value| values.contains(value));
            Value::Is(value.unwrap_or(Sym::OTHER))
        }
        // One that can be none of the values is like every other such.
        (Label::Begins(_), Some(values))
            if !values.iter().any(|value| label.may_be(names.text(*value))) =>
        {
            Value::Is(Sym::OTHER)
        }
        (Label::Begins(name), _) => Value::Begins(names.sym(name)),
    };
    class.labels.push((key, value));
}

/// What is known of the labels of the nodes that it runs on: those of the node it names, those it asks for, and, as
/// containers of Windows have no network of their node, the operating system.
fn node_labels<'a>(
    cluster: &'a Cluster,
    workload: Workload<'a>,
    names: &mut Names<'a>,
    relevant: &Relevant,
) -> Vec<(Sym, Value)> {
    let mut class = Class::default();
    let wanted = workload.spec().node_selector().get().into_iter().flat_map(|map| map.entries());
    for (key, _, value) in wanted {
        add_label(&mut class, key.text(), Label::Is(value), names, relevant);
    }
    if !workload.is_windows() && workload.spec().node_selector().value(OS_LABEL).is_none() {
        add_label(&mut class, OS_LABEL, Label::Is("linux"), names, relevant);
    }
    let name = workload.spec().node_name().get();
    let node = name.and_then(|name| cluster.named(Kind::Node, "", name).next());
    let labels = node.and_then(Object::metadata).and_then(|own| own.labels().get());
    for (key, _, value) in labels.into_iter().flat_map(|labels| labels.entries()) {
        add_label(&mut class, key.text(), Label::Is(value), names, relevant);
    }
    class.labels.sort_by_key(|(key, _)| *key);
    class.labels.dedup_by_key(|(key, _)| *key);
    class.labels
}

/// The label by which the kubelet tells the operating system of its node.
const OS_LABEL: &str = "kubernetes.io/os";

/// The addresses that the status of a pod tells.
fn addresses(workload: Workload<'_>) -> Vec<Address> {
    let Some(status) = workload.object().view::<Pod<'_>>().and_then(|pod| pod.status().get())
    else {
        return Vec::new();
    };
    let several = status.pod_ips().iter().filter_map(|pod_ip| pod_ip.ip().get());
    let mut addresses: Vec<Address> =
        several.chain(status.pod_ip().get()).filter_map(Address::parse).collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}
