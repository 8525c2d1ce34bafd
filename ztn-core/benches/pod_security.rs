//! How fast pods are held against the Pod Security Standards: `cargo bench -p ztn-core --bench pod_security`.
//!
//! 10,000 deployments of two containers, half of them hardened, against the restricted level of its newest version;
//! read before the clock starts. Medians of nine rounds on one thread.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod support;

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use ztn_core::engine::pod_security::{Level, NEWEST, Standard};

const WORKLOADS: usize = 10_000;
const ROUNDS: usize = 9;

fn main() {
    let text = world();
    let cluster = support::cluster(&text);
    for level in [Level::Baseline, Level::Restricted] {
        let standard = Standard { level, minor: NEWEST };
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let each = cluster.workloads().map(|workload| standard.violations(workload));
            found = black_box(each.map(|found| found.map_or(0, |found| found.len())).sum());
            times.push(start.elapsed());
        }
        times.sort();
        let ms = times[ROUNDS / 2].as_secs_f64() * 1000.0;
        println!("{:<12} {ms:>8.1} ms  {WORKLOADS} workloads, {found} violations", level.name());
    }
}

fn world() -> String {
    const HARDENED: &str = "{allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";
    let mut text = String::new();
    for at in 0..WORKLOADS {
        let (context, host) =
            if at % 2 == 0 { (HARDENED, "") } else { ("{}", "hostNetwork: true, ") };
        let container = |name: &str| {
            format!(
                "{{name: {name}, image: i, securityContext: {context}, ports: [{{containerPort: 80}}], livenessProbe: {{httpGet: {{port: 80}}}}}}"
            )
        };
        let (one, two) = (container("a"), container("b"));
        let _ = write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: w{at}}}\nspec: {{template: {{spec: {{{host}volumes: [{{name: v, secret: {{secretName: s}}}}], containers: [{one}, {two}]}}}}}}\n"
        );
    }
    text
}
