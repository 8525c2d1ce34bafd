//! How fast policies are written and proved: `cargo bench -p ztn-core --bench suggest`.
//!
//! Worlds of workloads in twenty namespaces, each with a Service and the names of five others in its environment. What is
//! timed is everything, from text to the proof: reading, finding what is declared, writing the policies, evaluating
//! them again. Medians of one thread; compare ratios, not machines.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use ztn_core::{Input, Options, suggest_network};

const WORKLOADS: [usize; 3] = [500, 1_000, 2_000];
const CALLS: usize = 5;
const ROUNDS: usize = 5;

fn main() {
    println!("{:>9} {:>11} {:>9}  {:>9}", "workloads", "connections", "policies", "ms");
    for workloads in WORKLOADS {
        let input = Input::from_iter([("world.yaml", world(workloads))]);
        let mut times = Vec::new();
        let (mut connections, mut policies) = (0, 0);
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let suggestion = suggest_network(&input, &Options::default(), &[]).unwrap();
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            connections = suggestion.connections.len();
            policies = suggestion.yaml.matches("kind: NetworkPolicy").count();
            black_box(suggestion);
        }
        times.sort_by(f64::total_cmp);
        let median = times.get(ROUNDS / 2).unwrap();
        println!("{workloads:>9} {connections:>11} {policies:>9}  {median:>9.1}");
    }
}

fn world(workloads: usize) -> String {
    let mut text = String::new();
    for workload in 0..workloads {
        let namespace = workload % 20;
        let mut env = String::new();
        for call in 1..=CALLS {
            let other = (workload + call * 37) % workloads;
            let _ = write!(
                env,
                "{{name: CALL{call}, value: 'http://w{other}.ns{}:8080/'}}, ",
                other % 20
            );
        }
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: w{workload}, namespace: ns{namespace}}}\n\
             spec: {{template: {{metadata: {{labels: {{app: w{workload}}}}}, spec: {{containers: [{{name: c, image: i, env: [{env}]}}]}}}}}}\n\
             ---\napiVersion: v1\nkind: Service\nmetadata: {{name: w{workload}, namespace: ns{namespace}}}\n\
             spec: {{selector: {{app: w{workload}}}, ports: [{{port: 8080}}]}}\n"
        );
    }
    text
}
