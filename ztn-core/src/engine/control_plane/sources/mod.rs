//! Who says how the components are started: a file for each format, and one answer, servers with their flags.

pub(super) mod k3s;
pub(super) mod kubeadm;
mod pods;
pub(super) mod talos;

use super::server::Server;
use crate::model::Cluster;
use crate::options::KubeVersion;

/// Every component of the input, each as the source nearest to the running process has it.
pub(super) fn servers<'a>(cluster: &'a Cluster, assumed: Option<KubeVersion>) -> Vec<Server<'a>> {
    let pods = cluster.workloads().filter_map(|workload| pods::server(workload, assumed));
    let mut servers: Vec<Server<'a>> = pods.collect();
    // A static pod is nearer to the running process than the file it was made from.
    let files = [kubeadm::of_nodes, k3s::servers, talos::servers];
    let files = files.into_iter().flat_map(|of| of(cluster, assumed));
    let files = files.filter(|made| !servers.iter().any(|pod| pod.component == made.component));
    let files: Vec<_> = files.collect();
    servers.extend(files);
    servers.extend(kubeadm::of_cluster_api(cluster, assumed));
    servers.extend(kubeadm::of_kind(cluster, assumed));
    servers
}
