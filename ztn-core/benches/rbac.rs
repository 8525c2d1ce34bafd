//! How fast permissions and attack paths are found: `cargo bench -p ztn-core --bench rbac`.
//!
//! 2,000 roles of five rules, 5,000 bindings, 3,000 service accounts with a pod each in 100 namespaces; read
//! before the clock starts. Medians of nine rounds on one thread.

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

use ztn_core::Options;
use ztn_core::engine::control_plane::ControlPlane;
use ztn_core::engine::network::Network;
use ztn_core::engine::paths::{Goal, Paths, Point};
use ztn_core::engine::rbac::{Power, Rbac, Setting};
use ztn_core::options::Scope;

const ROLES: usize = 2_000;
const BINDINGS: usize = 5_000;
const ACCOUNTS: usize = 3_000;
const NAMESPACES: usize = 100;
const ROUNDS: usize = 9;

fn main() {
    let text = world();
    let cluster = support::cluster(&text);
    let options = Options { scope: Scope::Cluster, ..Options::default() };
    let setting =
        Setting { minor: Some(36), scope: Scope::Cluster, all_read: true, authorizers: Vec::new() };
    let plane = ControlPlane::new(&cluster, &options);
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    let mut found = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let rbac = Rbac::new(&cluster, &setting);
        let held: usize = Power::ALL.iter().map(|power| rbac.holders(*power).len()).sum();
        black_box(held);
        times[0].push(start.elapsed());
        let network = Network::new(&cluster, &options);
        let start = Instant::now();
        let paths = Paths::new(&cluster, &rbac, &network, &plane);
        times[1].push(start.elapsed());
        let start = Instant::now();
        let starts: Vec<Point<'_>> = (0..paths.workloads().len()).map(Point::Workload).collect();
        found = Goal::ALL.iter().map(|goal| paths.shortest(&starts, *goal).len()).sum();
        times[2].push(start.elapsed());
    }
    println!("{ROLES} roles, {BINDINGS} bindings, {ACCOUNTS} accounts: {found} critical paths");
    let whats = ["effective permissions", "graph of steps", "all critical paths"];
    let mut total = 0.0;
    for (what, times) in whats.iter().zip(&mut times) {
        times.sort();
        let ms = times[ROUNDS / 2].as_secs_f64() * 1000.0;
        total += ms;
        println!("{what:<22} {ms:>8.1} ms");
    }
    println!("{:<22} {total:>8.1} ms", "together");
}

/// A world in which a tenth of the bindings gives something dangerous.
fn world() -> String {
    const RULES: &[&str] = &[
        "{apiGroups: [''], resources: [pods, services], verbs: [get, list, watch]}",
        "{apiGroups: [apps], resources: [deployments], verbs: [get, list]}",
        "{apiGroups: [''], resources: [configmaps], verbs: [get, update]}",
        "{apiGroups: [batch], resources: [jobs], verbs: [get]}",
        "{apiGroups: [networking.k8s.io], resources: [ingresses], verbs: [get, list]}",
    ];
    const DANGEROUS: &[&str] = &[
        "{apiGroups: [''], resources: [secrets], verbs: [list]}",
        "{apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}",
        "{apiGroups: [''], resources: [pods/exec], verbs: [create]}",
        "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}",
    ];
    let mut text = String::new();
    for at in 0..ACCOUNTS {
        let namespace = at % NAMESPACES;
        let _ = write!(
            text,
            "---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: a{at}, namespace: n{namespace}}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {{name: p{at}, namespace: n{namespace}}}\nspec: {{serviceAccountName: a{at}, containers: [{{name: c, image: c}}]}}\n"
        );
    }
    for at in 0..ROLES {
        let last = if at % 10 == 0 { DANGEROUS[at / 10 % DANGEROUS.len()] } else { RULES[4] };
        let rules = [RULES[0], RULES[1], RULES[2], RULES[3], last].join(", ");
        let _ = write!(
            text,
            "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {{name: r{at}}}\nrules: [{rules}]\n"
        );
    }
    for at in 0..BINDINGS {
        let (account, role) = (at * 7 % ACCOUNTS, at * 3 % ROLES);
        let (kind, place) = match at % 5 {
            0 => ("ClusterRoleBinding", String::new()),
            _ => ("RoleBinding", format!(", namespace: n{}", account % NAMESPACES)),
        };
        let _ = write!(
            text,
            "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b{at}{place}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r{role}}}\nsubjects: [{{kind: ServiceAccount, name: a{account}, namespace: n{}}}]\n",
            account % NAMESPACES
        );
    }
    text
}
