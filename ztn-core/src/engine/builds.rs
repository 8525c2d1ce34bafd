//! What a cluster is made of, by program and exact version: Kubernetes, etcd, container runtimes, ingress-nginx.

use std::collections::BTreeMap;

use super::control_plane::{Component, ControlPlane, started};
use crate::data::vulnerabilities::{self, VULNERABILITIES};
use crate::data::{calendars, releases};
use crate::model::kubeadm::ClusterConfiguration;
use crate::model::node::ClusterNode;
use crate::model::{Cluster, Object};
use crate::options::{Date, KubeVersion};
use crate::parse::Node;

pub use crate::data::vulnerabilities::{Rating, Version, Vulnerability};

/// etcd, as [`Build::program`] names it.
pub const ETCD: &str = Component::Etcd.program();
/// Container runtimes, as [`Build::program`] names them.
pub const RUNTIMES: [&str; 2] = ["containerd", "CRI-O"];
/// The Ingress controller of the Kubernetes project, which is retired.
pub const INGRESS_NGINX: &str = "ingress-nginx";

/// A program at one version, and the place that says so.
#[derive(Clone, Copy)]
pub struct Build<'a> {
    /// The object that names it.
    pub object: Object<'a>,
    /// Where.
    pub node: Node<'a>,
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: Version,
    /// Is it somebody's own build, which may have fixes that its number does not tell?
    pub is_rebuilt: bool,
}

impl Build<'_> {
    /// The program and its version, in words.
    #[must_use]
    pub fn text(&self) -> String {
        let (major, minor, patch) = self.version;
        format!("{} {major}.{minor}.{patch}", self.program)
    }

    /// The vulnerabilities it is known to have, the worst first; none of somebody's own build.
    #[must_use]
    pub fn vulnerabilities(&self) -> Vec<&'static Vulnerability> {
        if self.is_rebuilt { Vec::new() } else { vulnerabilities_of(self.program, self.version) }
    }

    /// The version that has none of its vulnerabilities any more.
    #[must_use]
    pub fn mended_in(&self) -> Option<Version> {
        let fixes = self.vulnerabilities().into_iter().flat_map(|row| row.ranges);
        let of_it = fixes.filter(|(from, fixed)| (*from..*fixed).contains(&self.version));
        of_it.map(|(_, fixed)| *fixed).max()
    }

    /// Is the minor release of etcd or of a container runtime supported on a day?
    #[must_use]
    pub fn support(&self, as_of: Date) -> Lifetime {
        lifetime(self.program, self.version, as_of)
    }
}

fn lifetime(program: &str, (major, minor, _): Version, as_of: Date) -> Lifetime {
    let calendar = match program {
        ETCD => calendars::ETCD,
        "containerd" => calendars::CONTAINERD,
        // A release of CRI-O ends with that of Kubernetes.
        "CRI-O" if major == 1 => {
            return Lifetime::of(releases::end_of_life(minor).unwrap_or(UNKNOWN), as_of);
        }
        _ => return Lifetime::Unknown,
    };
    let row = calendar.iter().find(|(release, _)| *release == (major, minor));
    let oldest = calendar.last().filter(|(release, _)| (major, minor) < *release);
    Lifetime::of(row.or(oldest).map_or(UNKNOWN, |(_, until)| until), as_of)
}

/// Those of a list that read the same, with the first of them, in order: a hundred nodes of one version are one
/// upgrade.
pub fn alike<T: Copy>(all: &[T], text: impl Fn(&T) -> String) -> Vec<(String, T, Vec<T>)> {
    let mut groups: Vec<(String, T, Vec<T>)> = Vec::new();
    let mut places = BTreeMap::new();
    for one in all {
        let text = text(one);
        let place = *places.entry(text.clone()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, _, others)) => others.push(*one),
            None => groups.push((text, *one, Vec::new())),
        }
    }
    groups
}

/// Those of some programs whose release gets no fixes any more, with a message and those that read the same. Somebody's
/// own build may get some.
#[must_use]
pub fn ended<'a>(
    builds: &[Build<'a>],
    programs: &[&str],
    as_of: Date,
) -> Vec<(String, Build<'a>, Vec<Build<'a>>)> {
    let of_them: Vec<Build<'a>> = builds
        .iter()
        .filter(|build| programs.contains(&build.program) && !build.is_rebuilt)
        .copied()
        .collect();
    let message = |(text, build, others): (String, Build<'a>, Vec<Build<'a>>)| {
        let Lifetime::Ended(until) = build.support(as_of) else {
            return None;
        };
        Some((format!("{text} gets no fixes since {until}"), build, others))
    };
    alike(&of_them, Build::text).into_iter().filter_map(message).collect()
}

/// In place of a day: a release that no calendar has.
const UNKNOWN: &str = "?";

/// Is a release supported on a day?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// Yes.
    Supported,
    /// It is not, since this day.
    Ended(&'static str),
    /// The calendar does not tell.
    Unknown,
}

impl Lifetime {
    fn of(until: &'static str, as_of: Date) -> Self {
        match until.parse::<Date>() {
            Ok(day) if day.days_until(as_of) > 0 => Self::Ended(until),
            Ok(_) => Self::Supported,
            Err(_) if until.is_empty() => Self::Supported,
            Err(_) => Self::Unknown,
        }
    }
}

fn vulnerabilities_of(program: &str, version: Version) -> Vec<&'static Vulnerability> {
    let has = |row: &&Vulnerability| {
        let within = |(from, fixed): &(Version, Version)| (*from..*fixed).contains(&version);
        row.program == program && row.ranges.iter().any(within)
    };
    let mut found: Vec<_> = VULNERABILITIES.iter().filter(has).collect();
    found.sort_by_key(|row| std::cmp::Reverse(row.rating));
    found
}

/// Does the API server of this version, as the caller names it, have one? `None` where the patch is not named.
#[must_use]
pub fn is_vulnerable(version: KubeVersion) -> Option<bool> {
    let program = Component::ApiServer.program();
    Some(!vulnerabilities_of(program, (1, version.minor, version.patch?)).is_empty())
}

/// The newest patch of a minor release of Kubernetes that was known when the table was made, and that day.
#[must_use]
pub fn newest_patch(minor: u32) -> Option<(u32, &'static str)> {
    let release = releases::RELEASES.iter().find(|release| release.minor == minor)?;
    Some((release.newest_patch, releases::AS_OF))
}

/// The day the list of vulnerabilities was made, where it is too old to tell of `as_of`.
#[must_use]
pub fn stale_list(as_of: Date) -> Option<&'static str> {
    let made: Date = vulnerabilities::AS_OF.parse().ok()?;
    (made.days_until(as_of) > vulnerabilities::HOLDS_DAYS).then_some(vulnerabilities::AS_OF)
}

/// Everything that the input names with an exact version, in the order of the input.
#[must_use]
pub fn builds<'a>(cluster: &'a Cluster, plane: &ControlPlane<'a>) -> Vec<Build<'a>> {
    let mut builds = Vec::new();
    for named in plane.versions() {
        let Some(patch) = named.version.patch else { continue };
        for program in named.programs() {
            builds.push(Build {
                object: named.object,
                node: named.node,
                program,
                version: (1, named.version.minor, patch),
                is_rebuilt: named.is_rebuilt || named.provider.or(plane.provider()).is_some(),
            });
        }
    }
    let mut add = |object, node, program, text: &str| {
        if let Some((version, marks)) = exact(text) {
            let is_rebuilt = !is_upstream(program, marks);
            builds.push(Build { object, node, program, version, is_rebuilt });
        }
    };
    for (object, file) in cluster.all::<ClusterConfiguration<'_>>() {
        let tag = file.etcd().then(|etcd| etcd.local()).then(|local| local.image_tag());
        add(object, tag.node(), ETCD, tag.or(""));
    }
    for (object, node) in cluster.all::<ClusterNode<'_>>() {
        let info = node.status().then(|status| status.node_info());
        let runtime = info.then(|info| info.container_runtime_version());
        let (program, text) = runtime.or("").split_once("://").unwrap_or_default();
        let program = match program {
            "containerd" => "containerd",
            "cri-o" => "CRI-O",
            _ => continue,
        };
        add(object, runtime.node(), program, text);
    }
    for workload in cluster.workloads() {
        for (_, container) in workload.containers() {
            let image = container.image();
            let written = image.or("").split('@').next().unwrap_or_default();
            let Some((name, tag)) = written.rsplit_once(':') else { continue };
            // What only talks to etcd has its image, too.
            let program = match started(container) {
                Some((Component::Etcd, _)) => ETCD,
                _ if is_ingress_nginx(name) => INGRESS_NGINX,
                _ => continue,
            };
            add(workload.object(), image.node(), program, tag);
        }
    }
    builds
}

/// Is an image, without its tag, the Kubernetes project's Ingress controller? That of F5 is called `nginx-ingress`.
fn is_ingress_nginx(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    last == "nginx-ingress-controller"
        || (name.contains("ingress-nginx/") && matches!(last, "controller" | "controller-chroot"))
}

/// Where the Kubernetes project keeps the images of its Ingress controller.
const UPSTREAM: [&str; 4] = [
    "registry.k8s.io/",
    "k8s.gcr.io/",
    "us.gcr.io/k8s-artifacts-prod/",
    "quay.io/kubernetes-ingress-controller/",
];

/// Is an image the retired Ingress controller, from the project itself? Others go on mending it.
#[must_use]
pub fn is_retired(image: &str) -> bool {
    let name = image.split('@').next().unwrap_or(image);
    let name = name.rsplit_once(':').map_or(name, |(name, _)| name);
    is_ingress_nginx(name) && UPSTREAM.iter().any(|registry| name.starts_with(registry))
}

/// The day after which nothing is mended in the retired Ingress controller, once it is past.
#[must_use]
pub fn retired_since(as_of: Date) -> Option<&'static str> {
    let last: Date = calendars::INGRESS_NGINX.parse().ok()?;
    (last.days_until(as_of) > 0).then_some(calendars::INGRESS_NGINX)
}

/// A version of three numbers, and what is written behind it.
fn exact(text: &str) -> Option<(Version, &str)> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (numbers, marks) = text.split_at_checked(end)?;
    let mut numbers = numbers.split('.').map(|number| number.parse().ok());
    let version = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some((version, marks))
}

/// Is a version with these marks what the project itself made of its source? Kubernetes counts its builds of etcd
/// (`3.6.4-0`), and k3s builds the release it names.
fn is_upstream(program: &str, marks: &str) -> bool {
    let counts = |marks: &str| marks.bytes().all(|byte| byte.is_ascii_digit());
    marks.is_empty()
        || marks.starts_with("-k3s")
        || (program == ETCD && marks.strip_prefix('-').is_some_and(counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_has_three_numbers_and_perhaps_marks() {
        assert_eq!(exact("v1.12.1-hardened1"), Some(((1, 12, 1), "-hardened1")));
        assert_eq!(exact("3.6.4-0"), Some(((3, 6, 4), "-0")));
        assert_eq!(exact("1.7.27"), Some(((1, 7, 27), "")));
        for text in ["latest", "1.7", "1.7.27.1", ""] {
            assert_eq!(exact(text), None, "{text}");
        }
        assert!(is_upstream(ETCD, "-0") && is_upstream("containerd", "-k3s1"));
        assert!(!is_upstream("containerd", "-0ubuntu1") && !is_upstream(ETCD, "-debian-12-r0"));
    }

    #[test]
    fn a_vulnerability_is_in_the_versions_before_its_fix() {
        let ids = |program, version| -> Vec<&str> {
            vulnerabilities_of(program, version).iter().map(|row| row.id).collect()
        };
        assert_eq!(ids("kubelet", (1, 30, 2)), ["CVE-2024-10220"]);
        assert!(ids("kubelet", (1, 30, 3)).is_empty() && ids("kubelet", (1, 31, 0)).is_empty());
        assert_eq!(ids("CRI-O", (1, 19, 5)), ["CVE-2022-0811"]);
        assert!(ids("CRI-O", (1, 18, 9)).is_empty(), "the flaw came with 1.19");
        assert_eq!(ids(INGRESS_NGINX, (1, 11, 4)).first(), Some(&"CVE-2025-1974"), "worst first");
        assert!(ids(INGRESS_NGINX, (1, 15, 1)).is_empty());
    }

    #[test]
    fn the_ranges_of_the_list_are_ordered() {
        for row in VULNERABILITIES {
            let ordered = row.ranges.iter().is_sorted_by(|a, b| a.1 <= b.0);
            assert!(ordered && row.ranges.iter().all(|(from, fixed)| from < fixed), "{}", row.id);
        }
        assert!(VULNERABILITIES.is_sorted_by_key(|row| order(row.program)));
    }

    fn order(program: &str) -> Option<usize> {
        VULNERABILITIES.iter().position(|row| row.program == program)
    }

    #[test]
    fn a_release_ends_by_the_calendar_of_its_program() {
        let day = "2026-11-25".parse().expect("a day");
        let of = |program, version| lifetime(program, version, day);
        assert_eq!(of(ETCD, (3, 4, 40)), Lifetime::Ended("2026-06-01"));
        assert_eq!(of(ETCD, (3, 6, 4)), Lifetime::Supported);
        assert_eq!(of(ETCD, (3, 9, 0)), Lifetime::Unknown);
        assert_eq!(of("containerd", (1, 3, 0)), Lifetime::Ended("2022-03-03"));
        assert_eq!(of("containerd", (2, 3, 1)), Lifetime::Supported);
        assert_eq!(of("CRI-O", (1, 33, 1)), Lifetime::Ended("2026-06-28"));
    }

    #[test]
    fn an_image_is_the_retired_controller_or_another() {
        for name in [
            "registry.k8s.io/ingress-nginx/controller",
            "quay.io/kubernetes-ingress-controller/nginx-ingress-controller",
        ] {
            assert!(is_ingress_nginx(name), "{name}");
        }
        for name in ["nginx/nginx-ingress", "ghcr.io/acme/controller", "nginx"] {
            assert!(!is_ingress_nginx(name), "{name}");
        }
    }
}
