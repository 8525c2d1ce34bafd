//! How fast all pairs are answered: `cargo bench -p ztn-core --bench network`.
//!
//! Worlds of workloads and policies, each workload with a label of its own or in one of two hundred sorts.
//! What is timed is the engine alone, from a read cluster to the last pair: compiling the policies, and
//! every pair of groups between which something passes. Medians of one thread; compare ratios, not machines.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod support;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use ztn_core::engine::network::Network;
use ztn_core::options::Options;

/// Workloads, policies, sorts of workloads.
const WORLDS: [(usize, usize, usize); 5] = [
    (1_000, 500, 1_000),
    (2_000, 1_000, 2_000),
    (10_000, 1_000, 10_000),
    (10_000, 1_000, 200),
    (200, 1_000, 200),
];

fn main() {
    println!(
        "{:>9} {:>8} {:>6}  {:>11} {:>11} {:>10}",
        "workloads", "policies", "sorts", "compile, ms", "pairs, ms", "pairs"
    );
    for (workloads, policies, sorts) in WORLDS {
        let cluster = support::cluster(&world(workloads, policies, sorts));
        let options = Options::default();
        let (mut compile, mut all, mut pairs) = (Vec::new(), Vec::new(), 0);
        for _ in 0..11 {
            let network = Network::new(&cluster, &options);
            let start = Instant::now();
            black_box(network.members().len());
            compile.push(start.elapsed().as_secs_f64() * 1000.0);
            let start = Instant::now();
            pairs = 0;
            network.each_reach(|src, dst, reach| {
                black_box((src, dst, reach));
                pairs += 1;
            });
            all.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        println!(
            "{workloads:>9} {policies:>8} {sorts:>6}  {:>11.2} {:>11.2} {pairs:>10}",
            median(&mut compile),
            median(&mut all)
        );
    }
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap()
}

/// Twenty namespaces; each policy selects one sort, and lets in some sorts of its own namespace and of
/// another, on some port, and a block of addresses.
fn world(workloads: usize, policies: usize, sorts: usize) -> String {
    let mut text = String::new();
    for namespace in 0..20 {
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: ns{namespace}, labels: {{team: t{}}}}}\n",
            namespace % 5
        );
    }
    for workload in 0..workloads {
        let sort = workload % sorts;
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: w{workload}, namespace: ns{}}}\n\
             spec: {{template: {{metadata: {{labels: {{app: a{sort}, tier: t{}}}}}, spec: {{containers: [{{name: c, image: i}}]}}}}}}\n",
            sort % 20,
            sort % 3
        );
    }
    for policy in 0..policies {
        let sort = policy % sorts;
        let namespace = sort % 20;
        let _ = write!(
            text,
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: p{policy}, namespace: ns{namespace}}}\n\
             spec:\n  podSelector: {{matchLabels: {{app: a{sort}}}}}\n  policyTypes: [Ingress, Egress]\n\
             \x20 ingress:\n\
             \x20   - from: [{{podSelector: {{matchLabels: {{tier: t{}}}}}}}]\n      ports: [{{port: {}}}]\n\
             \x20   - from: [{{namespaceSelector: {{matchLabels: {{team: t{}}}}}}}]\n      ports: [{{port: 443}}]\n\
             \x20 egress:\n\
             \x20   - to: [{{namespaceSelector: {{}}}}]\n      ports: [{{port: 53, protocol: UDP}}, {{port: 443}}]\n\
             \x20   - to: [{{ipBlock: {{cidr: 10.{}.0.0/16}}}}]\n",
            policy % 3,
            8000 + policy % 50,
            policy % 5,
            policy % 250
        );
    }
    text
}
