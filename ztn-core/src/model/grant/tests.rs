use super::{Numbers, Wide, grants_of};
use crate::model::Cluster;

/// The grants of one policy, each in a line: direction, peers, ports, and what is beside.
fn grants(kind: &str, spec: &str) -> Vec<String> {
    let (group, name) = kind.split_once('/').expect("a group and a kind");
    let version = match group {
        "networking.k8s.io" => "v1",
        "cilium.io" => "v2",
        "projectcalico.org" => "v3",
        _ => "v1alpha2",
    };
    let text = format!(
        "apiVersion: {group}/{version}\nkind: {name}\nmetadata: {{name: a}}\nspec: {spec}\n"
    );
    let cluster = Cluster::of_text(&text);
    let object = cluster.objects().next().expect("an object");
    let grants = grants_of(object).into_iter().map(|grant| {
        let direction = if grant.is_ingress { "in" } else { "out" };
        let wide = grant.wide.iter().map(|(_, wide)| match wide {
            Wide::Everybody(text) => format!("all({text})"),
            Wide::Internet(text) => format!("net({text})"),
            Wide::EveryPod => "pods".to_owned(),
        });
        let peers = match grant.peers {
            None => "everybody".to_owned(),
            Some(_) => format!("[{}]", wide.collect::<Vec<_>>().join(" ")),
        };
        let ports = grant.ports.iter().map(|ports| {
            let numbers = match ports.numbers {
                Numbers::Every => "*".to_owned(),
                Numbers::Range(first, last) => format!("{first}-{last}"),
                Numbers::Named(name) => name.to_owned(),
                Numbers::Other => "?".to_owned(),
            };
            format!("{} {numbers}", ports.protocol.unwrap_or("any"))
        });
        let ports = ports.collect::<Vec<_>>().join(",");
        let everything = if grant.allows_everything() { "everything" } else { "" };
        let parts = [direction, &peers, &ports, everything].into_iter();
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    });
    grants.collect()
}

#[test]
fn of_cilium_empty_lists_are_nobody_and_empty_rules_nothing() {
    let of = |spec: &str| grants("cilium.io/CiliumNetworkPolicy", spec);
    assert!(of("{endpointSelector: {}, ingress: []}").is_empty());
    assert!(of("{endpointSelector: {}, ingress: [{}]}").is_empty());
    assert!(of("{endpointSelector: {}, ingress: [{fromEndpoints: []}]}").is_empty());
    assert!(of("{endpointSelector: {}, ingressDeny: [{fromEntities: [all]}]}").is_empty());
    assert_eq!(of("{endpointSelector: {}, ingress: [{fromEndpoints: [{}]}]}"), ["in []"]);
    assert!(of("{endpointSelector: {}, ingress: [{fromEntities: [host]}]}").is_empty());
    assert!(of("{nodeSelector: {}, ingress: [{fromEntities: [all]}]}").is_empty());
}

#[test]
fn of_cilium_peers_and_ports() {
    let of = |spec: &str| grants("cilium.io/CiliumClusterwideNetworkPolicy", spec);
    assert_eq!(
        of("{endpointSelector: {}, ingress: [{fromEntities: [all]}, {fromEndpoints: [{}]}]}"),
        ["in [all(all)] everything", "in [pods]"]
    );
    let port = "toPorts: [{ports: [{port: '443', protocol: TCP}, {port: '0'}, {port: web}]}]";
    assert_eq!(
        of(&format!("{{endpointSelector: {{}}, egress: [{{toCIDR: [0.0.0.0/0], {port}}}]}}")),
        ["out [net(0.0.0.0/0)] TCP 443-443,any *,any web"]
    );
    assert_eq!(
        of("{endpointSelector: {}, egress: [{toCIDRSet: [{cidr: '::/0', except: ['::/0']}]}]}"),
        ["out []"]
    );
    assert_eq!(
        of("{endpointSelector: {}, egress: [{toEntities: [all], icmps: [{fields: [{type: 8}]}]}]}"),
        ["out [all(all)] any ?"]
    );
}

#[test]
fn of_calico_what_it_allows() {
    let of = |spec: &str| grants("projectcalico.org/GlobalNetworkPolicy", spec);
    assert_eq!(of("{ingress: [{action: Deny}, {action: Allow}]}"), ["in everybody everything"]);
    assert_eq!(
        of("{egress: [{action: Allow, protocol: TCP, destination: {ports: [443, '1:9', web]}}]}"),
        ["out everybody TCP 443-443,TCP 1-9,TCP web"]
    );
    assert_eq!(
        of("{egress: [{action: Allow, destination: {notNets: [10.0.0.0/8]}}]}"),
        ["out [net(0.0.0.0/0)]"]
    );
    assert_eq!(
        of("{ingress: [{action: Allow, source: {selector: all()}}, {action: Allow, source: \
            {namespaceSelector: all(), selector: app == 'a'}}]}"),
        ["in [pods]", "in []"]
    );
    assert_eq!(of("{ingress: [{action: Allow, protocol: TCP}]}"), ["in everybody TCP *"]);
    assert_eq!(of("{ingress: [{action: Allow, protocol: ICMP}]}"), ["in everybody ICMP ?"]);
    assert!(of("{preDNAT: true, ingress: [{action: Allow}]}").is_empty());
    assert_eq!(
        of("{ingress: [{action: Allow, destination: {selector: app == 'a'}}]}"),
        ["in everybody"]
    );
}

#[test]
fn of_policies_of_the_cluster_what_they_accept() {
    let of = |spec: &str| grants("policy.networking.k8s.io/ClusterNetworkPolicy", spec);
    assert_eq!(
        of("{ingress: [{action: Accept, from: [{namespaces: {}}]}, {action: Pass, from: \
            [{namespaces: {}}]}]}"),
        ["in [pods] everything"]
    );
    assert_eq!(
        of(
            "{egress: [{action: Accept, to: [{networks: [0.0.0.0/0, 0.0.0.0/1]}]}, {action: Accept, \
            to: [{namespaces: {}}]}]}"
        ),
        ["out [all(0.0.0.0/0) net(0.0.0.0/1)] everything", "out [pods]"]
    );
    assert_eq!(
        of(
            "{egress: [{action: Accept, to: [{namespaces: {}}], protocols: [{udp: {destinationPort: \
            {number: 53}}}, {tcp: {}}, {destinationNamedPort: dns}]}]}"
        ),
        ["out [pods] UDP 53-53,TCP *,any dns"]
    );
}
