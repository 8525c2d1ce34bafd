//! Vulnerabilities of what a cluster is made of, by hand: those that give somebody more than they had, or stop the
//! cluster, by its configuration as most have it. Those of Windows nodes, of plugins of the cloud and of libraries are
//! not among them.
//!
//! Source: <https://kubernetes.io/docs/reference/issues-security/official-cve-feed/>, read as
//! <https://github.com/kubernetes-sigs/cve-feed-osv>, and the advisories of etcd, containerd and CRI-O.

/// The day on which the list was made.
pub const AS_OF: &str = "2026-11-25";

/// For how many days the list is taken to be whole.
pub const HOLDS_DAYS: i32 = 120;

/// A release: major, minor, patch.
pub type Version = (u32, u32, u32);

/// How bad a vulnerability is, by its CVSS score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rating {
    /// Up to 6.9.
    Medium,
    /// Up to 8.9.
    High,
    /// 9 and more.
    Critical,
}

/// A published vulnerability.
#[derive(Clone, Copy, Debug)]
pub struct Vulnerability {
    /// Its number.
    pub id: &'static str,
    /// The program that has it.
    pub program: &'static str,
    /// How bad it is.
    pub rating: Rating,
    /// What somebody can do with it, in one clause.
    pub lets: &'static str,
    /// The versions that have it: from the first up to the second, which is mended.
    pub ranges: &'static [(Version, Version)],
}

use Rating::{Critical, High, Medium};

const fn row(
    id: &'static str,
    program: &'static str,
    rating: Rating,
    lets: &'static str,
    ranges: &'static [(Version, Version)],
) -> Vulnerability {
    Vulnerability { id, program, rating, lets, ranges }
}

const API_SERVER: &str = "kube-apiserver";
const MANAGER: &str = "kube-controller-manager";
const INGRESS: &str = "ingress-nginx";

/// Every vulnerability that the program knows, by program.
#[rustfmt::skip]
pub const VULNERABILITIES: &[Vulnerability] = &[
    row("CVE-2018-1002105", API_SERVER, Critical, "anybody sends requests to kubelets and aggregated servers in its name",
        &[((1, 0, 0), (1, 10, 11)), ((1, 11, 0), (1, 11, 5)), ((1, 12, 0), (1, 12, 3))]),
    row("CVE-2019-11247", API_SERVER, High, "rights in one namespace reach custom resources of the whole cluster",
        &[((1, 7, 0), (1, 13, 9)), ((1, 14, 0), (1, 14, 5)), ((1, 15, 0), (1, 15, 2))]),
    row("CVE-2019-11253", API_SERVER, High, "a small request uses up its memory",
        &[((1, 0, 0), (1, 13, 12)), ((1, 14, 0), (1, 14, 8)), ((1, 15, 0), (1, 15, 5)), ((1, 16, 0), (1, 16, 2))]),
    row("CVE-2020-8559", API_SERVER, Medium, "whoever holds one node is sent requests meant for others",
        &[((1, 6, 0), (1, 16, 13)), ((1, 17, 0), (1, 17, 9)), ((1, 18, 0), (1, 18, 6))]),
    row("CVE-2022-3162", API_SERVER, Medium, "rights on one custom resource read others of its group",
        &[((1, 22, 0), (1, 22, 16)), ((1, 23, 0), (1, 23, 14)), ((1, 24, 0), (1, 24, 8)), ((1, 25, 0), (1, 25, 4))]),
    row("CVE-2022-3294", API_SERVER, Medium, "whoever changes Nodes reaches the network of the control plane",
        &[((1, 22, 0), (1, 22, 16)), ((1, 23, 0), (1, 23, 14)), ((1, 24, 0), (1, 24, 8)), ((1, 25, 0), (1, 25, 4))]),
    row("CVE-2023-2727", API_SERVER, Medium, "ephemeral containers bring images past the image policy",
        &[((1, 0, 0), (1, 24, 15)), ((1, 25, 0), (1, 25, 11)), ((1, 26, 0), (1, 26, 6)), ((1, 27, 0), (1, 27, 3))]),
    row("CVE-2025-5187", API_SERVER, Medium, "whoever holds a node takes its taints and labels away",
        &[((1, 31, 0), (1, 31, 12)), ((1, 32, 0), (1, 32, 8)), ((1, 33, 0), (1, 33, 4))]),
    row("CVE-2020-8555", MANAGER, Medium, "volumes make it ask addresses of the control plane's network",
        &[((1, 1, 0), (1, 15, 12)), ((1, 16, 0), (1, 16, 9)), ((1, 17, 0), (1, 17, 5)), ((1, 18, 0), (1, 18, 1))]),
    row("CVE-2020-8558", "kube-proxy", Medium, "neighbours reach what listens on 127.0.0.1 of the node",
        &[((1, 1, 0), (1, 16, 11)), ((1, 17, 0), (1, 17, 7)), ((1, 18, 0), (1, 18, 4))]),
    row("CVE-2021-25741", "kubelet", High, "a pod mounts files of its node through a link",
        &[((1, 0, 0), (1, 19, 15)), ((1, 20, 0), (1, 20, 11)), ((1, 21, 0), (1, 21, 5)), ((1, 22, 0), (1, 22, 2))]),
    row("CVE-2024-10220", "kubelet", High, "a volume of a Git repository runs commands on the node",
        &[((1, 0, 0), (1, 28, 12)), ((1, 29, 0), (1, 29, 7)), ((1, 30, 0), (1, 30, 3))]),
    row("CVE-2026-73500", "etcd", High, "whoever reaches its port uses up its memory without a certificate",
        &[((3, 5, 0), (3, 5, 33)), ((3, 6, 0), (3, 6, 14)), ((3, 7, 0), (3, 7, 1))]),
    row("CVE-2020-15257", "containerd", Medium, "a container with the node's network becomes root on it",
        &[((1, 0, 0), (1, 3, 9)), ((1, 4, 0), (1, 4, 3))]),
    row("CVE-2022-23648", "containerd", High, "an image brings a copy of files of the node",
        &[((1, 0, 0), (1, 4, 13)), ((1, 5, 0), (1, 5, 10)), ((1, 6, 0), (1, 6, 1))]),
    row("CVE-2024-25621", "containerd", High, "a user of the node reads and changes what containers hold",
        &[((1, 0, 0), (1, 7, 29)), ((2, 0, 0), (2, 0, 7)), ((2, 1, 0), (2, 1, 5))]),
    row("CVE-2026-53489", "containerd", High, "a checkpoint reads files of the node",
        &[((2, 1, 0), (2, 1, 9)), ((2, 2, 0), (2, 2, 5)), ((2, 3, 0), (2, 3, 2))]),
    row("CVE-2022-0811", "CRI-O", High, "a sysctl of a pod runs commands as root on the node",
        &[((1, 19, 0), (1, 19, 6)), ((1, 20, 0), (1, 20, 7)), ((1, 21, 0), (1, 21, 6)), ((1, 22, 0), (1, 22, 3)), ((1, 23, 0), (1, 23, 2))]),
    row("CVE-2025-1974", INGRESS, Critical, "whoever reaches it from a pod runs commands in it and reads every Secret",
        &[((0, 0, 0), (1, 11, 5)), ((1, 12, 0), (1, 12, 1))]),
    row("CVE-2026-4342", INGRESS, High, "whoever writes an Ingress runs commands in it and reads every Secret",
        &[((0, 0, 0), (1, 13, 9)), ((1, 14, 0), (1, 14, 5)), ((1, 15, 0), (1, 15, 1))]),
    row("CVE-2026-3288", INGRESS, High, "whoever writes an Ingress runs commands in it and reads every Secret",
        &[((0, 0, 0), (1, 13, 8)), ((1, 14, 0), (1, 14, 4))]),
    row("CVE-2026-24512", INGRESS, High, "whoever writes an Ingress runs commands in it and reads every Secret",
        &[((0, 0, 0), (1, 13, 7)), ((1, 14, 0), (1, 14, 3))]),
    row("CVE-2026-1580", INGRESS, High, "whoever writes an Ingress runs commands in it and reads every Secret",
        &[((0, 0, 0), (1, 13, 7)), ((1, 14, 0), (1, 14, 3))]),
    row("CVE-2024-7646", INGRESS, High, "whoever writes an Ingress reads every Secret",
        &[((0, 0, 0), (1, 10, 4)), ((1, 11, 0), (1, 11, 2))]),
    row("CVE-2023-5044", INGRESS, High, "whoever writes an Ingress reads every Secret",
        &[((0, 0, 0), (1, 9, 0))]),
    row("CVE-2021-25742", INGRESS, High, "whoever writes an Ingress reads every Secret",
        &[((0, 0, 0), (0, 49, 1)), ((1, 0, 0), (1, 0, 1))]),
];
