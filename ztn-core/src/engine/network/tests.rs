//! What the truth tables of `testdata/network` cannot ask.

use super::{Network, Peer, PortSet, Ports, Protocol, diff};
use crate::model::Cluster;
use crate::options::{Options, Scope};

fn pods(names: &[&str]) -> String {
    let pod = |name: &&str| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}\nspec: {{containers: []}}\n"
        )
    };
    names.iter().map(pod).collect()
}

/// A policy that lets `from` connect to `to`, on a port of TCP.
fn allow(name: &str, from: &str, to: &str, port: u16) -> String {
    format!(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: shop}}\n\
         spec: {{podSelector: {{matchLabels: {{app: {to}}}}}, ingress: [{{from: [{{podSelector: {{matchLabels: {{app: {from}}}}}}}], ports: [{{port: {port}}}]}}]}}\n"
    )
}

const DENY: &str = "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: {}}\n";

fn tcp(port: u16) -> PortSet {
    PortSet::of([Ports::one(Protocol::Tcp, port)])
}

#[test]
fn a_comparison_says_what_is_gained_and_lost() {
    let all = pods(&["web", "api"]) + DENY;
    let one = Cluster::of_text(&(all.clone() + &allow("api", "web", "api", 80)));
    let two = Cluster::of_text(&(all.clone() + &allow("api", "web", "api", 443)));
    let options = Options::default();
    let changes = diff(&Network::new(&one, &options), &Network::new(&two, &options));
    let [change] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!((change.src.as_str(), change.dst.as_str()), ("shop/web[Pod]", "shop/api[Pod]"));
    assert_eq!((change.gained(), change.lost()), (tcp(443), tcp(80)));
    assert_eq!(diff(&Network::new(&one, &options), &Network::new(&one, &options)), []);
}

#[test]
fn a_comparison_divides_addresses_no_finer_than_it_must() {
    let block = |cidr: &str| {
        format!(
            "{}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: a, namespace: shop}}\n\
             spec: {{podSelector: {{}}, ingress: [{{from: [{{ipBlock: {{cidr: {cidr}}}}}]}}]}}\n",
            pods(&["web"])
        )
    };
    let (one, two) =
        (Cluster::of_text(&block("10.0.0.0/8")), Cluster::of_text(&block("10.0.0.0/9")));
    let options = Options::default();
    let changes = diff(&Network::new(&one, &options), &Network::new(&two, &options));
    let shown: Vec<_> = changes.iter().map(|change| (change.src.as_str(), change.lost())).collect();
    assert_eq!(shown, [("10.128.0.0/9", PortSet::all())]);
}

#[test]
fn ways_in_lead_to_the_ports_of_the_pods() {
    let text = pods(&["web"]).replace(
        "containers: []",
        "containers: [{name: web, image: i, ports: [{name: http, containerPort: 8080}, {containerPort: 53, hostPort: 53, protocol: UDP}]}]",
    ) + "
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: LoadBalancer, selector: {app: web}, externalTrafficPolicy: Local, ports: [{port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: nobody, namespace: shop}
spec: {type: NodePort, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}, rules: [{host: shop.example}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: far, namespace: lab}
spec: {parentRefs: [{name: gateway}], rules: [{backendRefs: [{name: web, namespace: shop, port: 80}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: near, namespace: shop}
spec: {parentRefs: [{name: gateway}], rules: [{backendRefs: [{name: web, port: 80}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}
";
    let (cluster, options) =
        (Cluster::of_text(&text), Options { scope: Scope::Cluster, ..Options::default() });
    let network = Network::new(&cluster, &options);
    let fronts: Vec<_> = network
        .fronts()
        .iter()
        .map(|front| {
            let admitted = network.admitted(front);
            (
                front.kind.name(),
                front.object.name(),
                front.ports == tcp(8080),
                admitted.must == tcp(8080),
            )
        })
        .collect();
    assert_eq!(
        fronts,
        [
            // A client whose address is kept may be of the block that is let in.
            ("load-balancer", "web", true, true),
            // A controller is a pod, and none is let in.
            ("ingress", "web", true, false),
            // Nothing lets the route of another namespace lead here.
            ("gateway", "near", true, false),
            ("host-port", "web", false, false),
        ]
    );
}

#[test]
fn a_controller_may_be_the_one_of_cilium() {
    let text = pods(&["web"])
        + "
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: web, namespace: shop}
spec: {endpointSelector: {}, ingress: [{fromEntities: [ingress]}]}
";
    let (cluster, options) = (Cluster::of_text(&text), Options::default());
    let network = Network::new(&cluster, &options);
    let [front] = network.fronts() else { panic!("{}", network.fronts().len()) };
    let admitted = network.admitted(front);
    assert_eq!((admitted.must, admitted.may), (PortSet::default(), tcp(80)));
}

#[test]
fn pods_of_one_sort_are_evaluated_once() {
    let labelled = |index: u32| {
        format!(
            "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{index}, namespace: shop, labels: {{app: web, id: i{index}}}}}\nspec: {{containers: []}}\n"
        )
    };
    let text: String = (0..50).map(labelled).collect::<String>() + &allow("web", "web", "web", 80);
    let (cluster, options) = (Cluster::of_text(&text), Options::default());
    let network = Network::new(&cluster, &options);
    let mut groups = 0;
    network.each_reach(|_, _, _| groups += 1);
    // Among themselves, and with either family of addresses outwards.
    assert_eq!(groups, 3);
    assert_eq!(network.reach(Peer::Workload(0), Peer::Workload(49)).must, tcp(80));
}
