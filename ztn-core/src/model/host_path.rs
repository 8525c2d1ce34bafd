//! Paths of a node: which of them give away what, and when one path holds another.

/// What a path of the node gives to whoever mounts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathClass {
    /// The whole file system.
    Root,
    /// What starts and signs for the control plane.
    ControlPlane,
    /// The kubelet's state: credentials and volumes of every pod of the node.
    Kubelet,
    /// Programs and settings of the network plugin, which run as root.
    NetworkPlugin,
    /// Images and root file systems of every container of the node.
    Containers,
    /// Keys, passwords and schedules of the node's users.
    Credentials,
    /// Programs that the node itself runs.
    Programs,
    /// The kernel and the devices.
    Kernel,
    /// Logs of the node, which the kubelet serves, following links.
    Logs,
}

impl PathClass {
    /// What is there, in words.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Root => "the node's whole file system",
            Self::ControlPlane => "the control plane's manifests, keys and data",
            Self::Kubelet => "the kubelet's credentials and the volumes of every pod of the node",
            Self::NetworkPlugin => {
                "programs and settings of the network plugin, which the node runs as root"
            }
            Self::Containers => "the file systems of every container of the node",
            Self::Credentials => "keys, passwords and schedules of the node's users",
            Self::Programs => "programs the node itself runs",
            Self::Kernel => "settings of the kernel, and devices",
            Self::Logs => "the node's logs, through which the kubelet follows links to any file",
        }
    }

    /// Is whoever can write there in command of the node?
    #[must_use]
    pub const fn commands_node(self) -> bool {
        !matches!(self, Self::Kernel | Self::Logs)
    }

    /// Does reading alone give something away?
    #[must_use]
    pub const fn holds_secrets(self) -> bool {
        matches!(
            self,
            Self::Root | Self::ControlPlane | Self::Kubelet | Self::Containers | Self::Credentials
        )
    }
}

/// How much of a path counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The path, and everything below it.
    Below,
    /// The path alone; what is below it is harmless, or stands here by itself.
    Itself,
}
use Reach::{Below, Itself};

/// The paths that matter, the weightiest class first: `/var` holds several of them.
const SENSITIVE: &[(&str, Reach, PathClass)] = &[
    ("/", Itself, PathClass::Root),
    ("/etc/kubernetes", Below, PathClass::ControlPlane),
    ("/var/lib/etcd", Below, PathClass::ControlPlane),
    ("/var/lib/kubelet", Below, PathClass::Kubelet),
    ("/etc/cni/net.d", Below, PathClass::NetworkPlugin),
    ("/opt/cni/bin", Below, PathClass::NetworkPlugin),
    ("/var/lib/containerd", Below, PathClass::Containers),
    ("/var/lib/containers", Below, PathClass::Containers),
    ("/var/lib/docker", Below, PathClass::Containers),
    ("/var/lib/rancher/k3s", Below, PathClass::ControlPlane),
    ("/root", Below, PathClass::Credentials),
    ("/home", Below, PathClass::Credentials),
    ("/etc/shadow", Below, PathClass::Credentials),
    ("/etc/ssh", Below, PathClass::Credentials),
    ("/etc/sudoers", Below, PathClass::Credentials),
    ("/etc/sudoers.d", Below, PathClass::Credentials),
    ("/etc/crontab", Below, PathClass::Credentials),
    ("/etc/cron.d", Below, PathClass::Credentials),
    ("/var/spool/cron", Below, PathClass::Credentials),
    ("/etc/systemd", Below, PathClass::Programs),
    ("/usr/bin", Below, PathClass::Programs),
    ("/usr/sbin", Below, PathClass::Programs),
    ("/usr/local/bin", Below, PathClass::Programs),
    ("/usr/lib/systemd", Below, PathClass::Programs),
    ("/bin", Below, PathClass::Programs),
    ("/sbin", Below, PathClass::Programs),
    ("/boot", Below, PathClass::Programs),
    ("/lib/modules", Below, PathClass::Kernel),
    ("/usr/lib/modules", Below, PathClass::Kernel),
    ("/proc", Below, PathClass::Kernel),
    ("/sys", Below, PathClass::Kernel),
    ("/dev", Itself, PathClass::Kernel),
    ("/dev/mem", Below, PathClass::Kernel),
    ("/dev/kmsg", Below, PathClass::Kernel),
    ("/dev/disk", Below, PathClass::Kernel),
    ("/dev/mapper", Below, PathClass::Kernel),
    ("/var/log", Below, PathClass::Logs),
];

/// Where container runtimes listen, cleaned.
const RUNTIME_SOCKETS: &[&str] = &[
    "/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/k3s/containerd/containerd.sock",
    "/run/crio/crio.sock",
    "/run/cri-dockerd.sock",
    "/run/dockershim.sock",
    "/run/podman/podman.sock",
];

/// Where they listen on Windows.
const RUNTIME_PIPES: &[&str] = &["//./pipe/docker_engine", "//./pipe/containerd-containerd"];

/// What a path of the node, or anything below it, gives away; the weightiest thing, if several.
#[must_use]
pub fn sensitive(path: &str) -> Option<PathClass> {
    let path = clean(path)?;
    if is_of_plugin(&path) {
        return None;
    }
    let hit = |&&(at, reach, _): &&(&str, Reach, PathClass)| {
        holds(&path, at) || reach == Below && holds(at, &path)
    };
    SENSITIVE.iter().find(hit).map(|(_, _, class)| *class)
}

/// Is it where one plugin of the kubelet has its own socket, or where the kubelet lists who was given which device?
/// <https://kubernetes-csi.github.io/docs/deploying.html>
fn is_of_plugin(path: &str) -> bool {
    let below = |folder: &str| {
        path.strip_prefix("/var/lib/kubelet/").and_then(|rest| rest.strip_prefix(folder))
    };
    // Volumes of the cluster's own storage are mounted below that one.
    let driver = below("plugins/").filter(|driver| !driver.starts_with("kubernetes.io"));
    driver.is_some() || below("pod-resources").is_some()
}

/// The socket of a container runtime that `path` is, or holds.
#[must_use]
pub fn runtime_socket(path: &str) -> Option<&'static str> {
    let windows = path.replace('\\', "/").to_ascii_lowercase();
    if let Some(pipe) = RUNTIME_PIPES.iter().find(|pipe| **pipe == windows) {
        return Some(pipe);
    }
    let path = clean(path)?;
    RUNTIME_SOCKETS.iter().copied().find(|socket| holds(&path, socket))
}

/// Is `path` this socket itself, however it is written?
#[must_use]
pub fn is_socket(path: &str, socket: &str) -> bool {
    clean(path).map_or(socket.starts_with("//"), |path| path == socket)
}

/// Where a node of the control plane keeps the keys of the cluster, and etcd its data: as kubeadm, k3s and RKE2 have it.
const CLUSTER_KEYS: &[&str] = &[
    "/etc/kubernetes/pki",
    "/etc/kubernetes/admin.conf",
    "/etc/kubernetes/super-admin.conf",
    "/etc/kubernetes/controller-manager.conf",
    "/var/lib/etcd",
    "/var/lib/rancher/k3s/server",
    "/var/lib/rancher/rke2/server",
];

/// Is it, or does it hold, what makes whoever reads it cluster-admin, on a node of the control plane? Certificates
/// and public keys are for everybody.
#[must_use]
pub fn holds_cluster_keys(path: &str) -> bool {
    let is_public = [".crt", ".pub"].iter().any(|end| path.ends_with(end));
    let hit = |path: String| {
        CLUSTER_KEYS.iter().any(|keys| holds(&path, keys) || (holds(keys, &path) && !is_public))
    };
    clean(path).is_some_and(hit)
}

/// What opens etcd, or is its data: with kubeadm, k3s, RKE2 and Talos.
const ETCD_KEYS: &[&str] = &[
    "/etc/kubernetes/pki/etcd",
    "/etc/kubernetes/pki/apiserver-etcd-client.key",
    "/var/lib/etcd",
    "/var/lib/rancher/k3s/server/db",
    "/var/lib/rancher/k3s/server/tls",
    "/var/lib/rancher/rke2/server/db",
    "/var/lib/rancher/rke2/server/tls",
    "/system/secrets/etcd",
];

/// How much a path of the node gives of etcd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtcdKeys {
    /// It is the keys or the data, or something among them.
    Itself,
    /// It holds them among other things: on a node of the control plane alone.
    Above,
}

/// Is it, or does it hold, what opens etcd or is its data? Certificates are for everybody.
#[must_use]
pub fn holds_etcd_keys(path: &str) -> Option<EtcdKeys> {
    let is_public = path.ends_with(".crt");
    let path = clean(path)?;
    if ETCD_KEYS.iter().any(|keys| holds(keys, &path)) {
        return (!is_public).then_some(EtcdKeys::Itself);
    }
    // The directory of every key of the control plane is nothing else.
    ETCD_KEYS.iter().any(|keys| holds(&path, keys)).then_some(match path.as_str() {
        "/etc/kubernetes/pki" | "/system/secrets" => EtcdKeys::Itself,
        _ => EtcdKeys::Above,
    })
}

/// Is it, or does it hold, the kubelet's own credentials, or those of the node's pods? Sockets of plugins beside them
/// are neither.
#[must_use]
pub fn holds_node_credentials(path: &str) -> bool {
    let hit = |path: String| {
        ["/var/lib/kubelet/pki", "/var/lib/kubelet/pods"]
            .iter()
            .any(|keys| holds(&path, keys) || holds(keys, &path))
    };
    clean(path).is_some_and(hit)
}

/// Does it hold the file that names the program which the kernel runs, as root of the node, where another crashes?
/// (`core(5)`)
#[must_use]
pub fn holds_core_pattern(path: &str) -> bool {
    clean(path).is_some_and(|path| holds(&path, "/proc/sys/kernel/core_pattern"))
}

/// Is it the whole file system?
#[must_use]
pub fn is_root(path: &str) -> bool {
    clean(path).is_some_and(|path| path == "/")
}

/// Is `below` the path `above`, or somewhere under it? Both are clean.
fn holds(above: &str, below: &str) -> bool {
    above == "/"
        || below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path without `//`, `.`, `..` and a last `/`, and with `/run` for `/var/run`, which is a link to it.
/// `None` for what is no absolute path of a Linux node.
fn clean(path: &str) -> Option<String> {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.strip_prefix('/')?.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let steps = match steps.as_slice() {
        ["var", "run", ..] => steps.get(1..).unwrap_or_default(),
        all => all,
    };
    Some(format!("/{}", steps.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_compared_by_what_it_means() {
        for (written, cleaned) in [
            ("/", "/"),
            ("//etc//kubernetes/", "/etc/kubernetes"),
            ("/var/./lib/../run/docker.sock", "/run/docker.sock"),
            ("/var/run", "/run"),
            ("/var/running", "/var/running"),
            ("/../..", "/"),
        ] {
            assert_eq!(clean(written).as_deref(), Some(cleaned), "{written}");
        }
        assert_eq!(clean("C:\\logs"), None);
        assert_eq!(clean("var/log"), None);
    }

    #[test]
    fn etcd_is_behind_its_keys_and_its_data() {
        for (path, gives) in [
            ("/etc/kubernetes/pki/etcd", Some(EtcdKeys::Itself)),
            ("/etc/kubernetes/pki/etcd/server.key", Some(EtcdKeys::Itself)),
            ("/etc/kubernetes/pki/etcd/ca.crt", None),
            ("/etc/kubernetes/pki/", Some(EtcdKeys::Itself)),
            ("/var/lib/etcd/member", Some(EtcdKeys::Itself)),
            ("/var/lib", Some(EtcdKeys::Above)),
            ("/etc", Some(EtcdKeys::Above)),
            ("/", Some(EtcdKeys::Above)),
            ("/var/lib/rancher/k3s/server", Some(EtcdKeys::Above)),
            ("/etc/kubernetes/pki/ca.key", None),
            ("/etc/kubernetes/admin.conf", None),
            ("/var/lib/etcd-backup", None),
            ("/etc/ssl/certs", None),
        ] {
            assert_eq!(holds_etcd_keys(path), gives, "{path}");
        }
    }

    #[test]
    fn whoever_holds_the_directory_holds_what_is_in_it() {
        for (path, class) in [
            ("/", Some(PathClass::Root)),
            ("/etc", Some(PathClass::ControlPlane)),
            ("/etc/kubernetes/pki/ca.key", Some(PathClass::ControlPlane)),
            ("/var", Some(PathClass::ControlPlane)),
            ("/var/lib/kubelet/pods", Some(PathClass::Kubelet)),
            ("/var/lib/kubelet/plugins", Some(PathClass::Kubelet)),
            ("/var/lib/kubelet/plugins/kubernetes.io/csi", Some(PathClass::Kubelet)),
            ("/var/lib/kubelet/plugins/csi.example.com", None),
            ("/var/lib/kubelet/pod-resources", None),
            ("/usr", Some(PathClass::Programs)),
            ("/usr/share/zoneinfo", None),
            ("/etc/localtime", None),
            ("/etc/ssl/certs", None),
            ("/etcd", None),
            ("/dev", Some(PathClass::Kernel)),
            ("/dev/fuse", None),
            ("/var/log/pods", Some(PathClass::Logs)),
            ("/data", None),
        ] {
            assert_eq!(sensitive(path), class, "{path}");
        }
    }

    #[test]
    fn a_socket_is_reached_through_its_directories() {
        assert_eq!(runtime_socket("/var/run/docker.sock"), Some("/run/docker.sock"));
        assert_eq!(runtime_socket("/run/containerd/"), Some("/run/containerd/containerd.sock"));
        assert_eq!(runtime_socket("/var"), None, "only a link leads from there to /run");
        assert_eq!(runtime_socket("/"), Some("/run/docker.sock"));
        assert_eq!(runtime_socket("/run/docker.sock.bak"), None);
        assert!(is_socket("/var/run//docker.sock", "/run/docker.sock"));
        assert!(holds_cluster_keys("/") && holds_cluster_keys("/etc/kubernetes/pki/etcd/"));
        assert!(holds_cluster_keys("/var/lib/rancher/k3s") && holds_cluster_keys("/var"));
        assert!(!holds_cluster_keys("/etc/kubernetes/manifests"));
        assert!(!holds_cluster_keys("/etc/kubernetes/pki/ca.crt"));
        assert!(!holds_cluster_keys("/var/lib/rancher/k3s/agent"));
        assert!(holds_node_credentials("/") && holds_node_credentials("/var/lib/kubelet/pki"));
        assert!(!holds_node_credentials("/var/lib/kubelet/device-plugins"));
        assert!(holds_core_pattern("/proc") && holds_core_pattern("/proc/sys/kernel/"));
        assert!(!holds_core_pattern("/proc/sys/net") && !holds_core_pattern("/process"));
        assert!(!is_socket("/run", "/run/docker.sock"));
        assert_eq!(runtime_socket(r"\\.\pipe\docker_engine"), Some("//./pipe/docker_engine"));
    }
}
