//! k3s and RKE2: one file, from which both start everything.

use crate::engine::Unknown;
use crate::engine::control_plane::argv::{FlagForm, FlagSet};
use crate::engine::control_plane::server::{Server, VARIES, not_understood};
use crate::engine::control_plane::{Component, Distribution};
use crate::model::k3s::{K3sConfig, Words};
use crate::model::{Cluster, Field, Object};
use crate::options::KubeVersion;
use crate::parse::Node;

type Pair<'a> = (&'a str, &'a str, Node<'a>);

/// The components that servers start.
pub(super) fn servers<'a>(cluster: &'a Cluster, assumed: Option<KubeVersion>) -> Vec<Server<'a>> {
    let files = cluster.all::<K3sConfig<'_>>().filter(|(_, file)| file.is_of_server());
    files.flat_map(|(object, file)| Source::of(cluster, object, file, assumed).servers()).collect()
}

/// The kubelets that servers and agents start, where the file says something of them.
pub(in crate::engine::control_plane) fn kubelets(cluster: &Cluster) -> Vec<Server<'_>> {
    let files = cluster.all::<K3sConfig<'_>>();
    let kubelets = files.filter_map(|(object, file)| {
        let source = Source::of(cluster, object, file, None);
        let words = [file.kubelet_arg(), file.kubelet_arg_more()];
        let anchor = words.iter().find_map(|words| words.key())?;
        let flags = FlagSet::written(FlagForm::Word, pairs(words));
        let by_file = flags.get("config").or(flags.get("config-dir")).is_some();
        let elsewhere =
            by_file.then(|| not_understood("the kubelet has a file of its own".to_owned()));
        let server = source.server(Component::Kubelet, Some(anchor), flags);
        Some(Server { more_elsewhere: server.more_elsewhere.clone().or(elsewhere), ..server })
    });
    kubelets.collect()
}

struct Source<'a> {
    object: Object<'a>,
    file: K3sConfig<'a>,
    /// None: its keys and its path do not tell, and k3s stands for both.
    distribution: Option<Distribution>,
    more_elsewhere: Option<Unknown>,
    version: Option<KubeVersion>,
}

impl<'a> Source<'a> {
    fn of(
        cluster: &'a Cluster,
        object: Object<'a>,
        file: K3sConfig<'a>,
        version: Option<KubeVersion>,
    ) -> Self {
        let path = |object: Object<'a>| cluster.path(cluster.file_of(object.doc()));
        let by_path = |name: &str| path(object).split('/').any(|part| part == name);
        let is_rke2 = match file.is_of_rke2() {
            Some(is_rke2) => Some(is_rke2),
            None if by_path("rke2") => Some(true),
            None => by_path("k3s").then_some(false),
        };
        // `config.yaml.d` adds to `config.yaml`, and one file of it to another.
        let is_drop_in =
            |(object, _): (Object<'a>, K3sConfig<'a>)| path(object).contains(".yaml.d/");
        let has_drop_ins = cluster.all::<K3sConfig<'_>>().any(is_drop_in);
        let why = has_drop_ins.then_some("another file of `config.yaml.d` may say it");
        Self {
            object,
            file,
            distribution: is_rke2
                .map(|rke2| if rke2 { Distribution::Rke2 } else { Distribution::K3s }),
            more_elsewhere: why.map(|why| not_understood(why.to_owned())),
            version,
        }
    }

    fn server(
        &self,
        component: Component,
        anchor: Option<Node<'a>>,
        flags: FlagSet<'a>,
    ) -> Server<'a> {
        Server {
            component,
            object: self.object,
            anchor: anchor.unwrap_or(self.object.node()),
            flags,
            // A word more has no dashes here.
            room: None,
            version: self.version,
            is_of_made: false,
            distribution: self.distribution.unwrap_or(Distribution::K3s),
            more_elsewhere: self.more_elsewhere.clone(),
        }
    }

    fn servers(&self) -> Vec<Server<'a>> {
        let file = self.file;
        let server = |component, words: [Field<'a, Words<'a>>; 2]| {
            let anchor = words.iter().find_map(|words| words.key());
            self.server(component, anchor, FlagSet::written(FlagForm::Word, pairs(words)))
        };
        let mut api_server = server(
            Component::ApiServer,
            [file.kube_apiserver_arg(), file.kube_apiserver_arg_more()],
        );
        api_server.flags = std::mem::take(&mut api_server.flags)
            .or(&FlagSet::written(FlagForm::Script, self.told_otherwise().into_iter()));
        let mut servers = vec![
            server(
                Component::ControllerManager,
                [file.kube_controller_manager_arg(), file.kube_controller_manager_arg_more()],
            ),
            server(
                Component::Scheduler,
                [file.kube_scheduler_arg(), file.kube_scheduler_arg_more()],
            ),
        ];
        if !file.disable_apiserver().is_true() {
            servers.insert(0, api_server);
        }
        if self.has_etcd() {
            let mut etcd = server(Component::Etcd, [file.etcd_arg(), file.etcd_arg_more()]);
            let exposed = file.etcd_expose_metrics();
            if exposed.is_true() {
                // At the address of the node, whatever it is.
                let metrics = [("listen-metrics-urls", "http://[::]:2381", exposed.node())];
                etcd.flags =
                    std::mem::take(&mut etcd.flags).or(&FlagSet::of_pairs(metrics.into_iter()));
            }
            servers.push(etcd);
        }
        servers
    }

    /// RKE2 has an etcd unless it is told of another; k3s has one where it is told to, or told how.
    fn has_etcd(&self) -> bool {
        let file = self.file;
        if file.datastore_endpoint().is_set() || file.disable_etcd().is_true() {
            return false;
        }
        let told = [file.etcd_arg(), file.etcd_arg_more()].iter().any(|words| words.is_set());
        self.distribution == Some(Distribution::Rke2)
            || file.cluster_init().is_true()
            || file.etcd_expose_metrics().is_set()
            || told
    }

    /// Flags of the API server that keys of their own stand for.
    fn told_otherwise(&self) -> Vec<Pair<'a>> {
        let file = self.file;
        let mut pairs = self.datastore();
        let is_rke2 = self.distribution == Some(Distribution::Rke2);
        let encrypts = file.secrets_encryption();
        if self.distribution.is_none() {
            // The one where they differ.
            pairs.push(("encryption-provider-config", VARIES, self.object.node()));
        } else if let Some(encrypts_them) = encrypts.get().filter(|_| !is_rke2) {
            let path = "/var/lib/rancher/k3s/server/cred/encryption-config.json";
            let path = if encrypts_them { path } else { "" };
            pairs.push(("encryption-provider-config", path, encrypts.node()));
        }
        // Either gives the audit log a policy, a place and its limits.
        let policy = file.audit_policy_file();
        let cis = file.profile().get().filter(|profile| profile.starts_with("cis"));
        let audited = match (policy.get(), cis) {
            (Some(path), _) => Some((path, policy.node())),
            // Where its own file is not there, RKE2 writes one by which nothing is recorded.
            (None, Some(_)) => Some((VARIES, file.profile().node())),
            (None, None) => None,
        };
        if let Some((path, node)) = audited.filter(|_| is_rke2) {
            pairs.extend([
                ("audit-policy-file", path, node),
                ("audit-log-path", "/var/lib/rancher/rke2/server/logs/audit.log", node),
                ("audit-log-maxage", "30", node),
                ("audit-log-maxbackup", "10", node),
                ("audit-log-maxsize", "100", node),
            ]);
        }
        if cis.is_some() && is_rke2 {
            pairs.push(("service-account-extend-token-expiration", "false", file.profile().node()));
        }
        // Beside a file of its own, neither is set.
        let words = [file.kube_apiserver_arg(), file.kube_apiserver_arg_more()];
        for (name, _, node) in self::pairs(words) {
            match name {
                "authentication-config" => pairs.push(("anonymous-auth", VARIES, node)),
                "authorization-config" => pairs.push(("authorization-mode", VARIES, node)),
                _ => {}
            }
        }
        pairs
    }

    /// etcd that others run; a database is behind a socket, and the API server knows nothing of it.
    fn datastore(&self) -> Vec<Pair<'a>> {
        let file = self.file;
        let endpoint = file.datastore_endpoint();
        let Some(url) = endpoint.get() else {
            return Vec::new();
        };
        let (files, is_etcd) = (
            [
                ("etcd-cafile", file.datastore_cafile()),
                ("etcd-certfile", file.datastore_certfile()),
                ("etcd-keyfile", file.datastore_keyfile()),
            ],
            // Credentials in an address are nobody's business.
            (url.starts_with("http://") || url.starts_with("https://")) && !url.contains('@'),
        );
        let nothing_known = ["etcd-servers", "etcd-cafile", "etcd-certfile", "etcd-keyfile"];
        if !is_etcd {
            return nothing_known.map(|flag| (flag, VARIES, endpoint.node())).to_vec();
        }
        let files = files.map(|(flag, path)| {
            (flag, path.or(""), if path.is_set() { path.node() } else { endpoint.node() })
        });
        [("etcd-servers", url, endpoint.node())].into_iter().chain(files).collect()
    }
}

/// The flags among words such as `anonymous-auth=true`: dashes before them are dropped, a name alone means true, and
/// one that ends in `+` is added to what there is.
fn pairs<'a>(words: [Field<'a, Words<'a>>; 2]) -> impl Iterator<Item = Pair<'a>> {
    let words = words.into_iter().filter_map(Field::get).flat_map(Words::iter);
    words.flat_map(|(word, node)| {
        let word = word.strip_prefix("--").unwrap_or(word);
        let (name, value) = word.split_once('=').unwrap_or((word, "true"));
        let plain = name.trim_end_matches(['+', '-']);
        let is_added = plain != name && plain == "enable-admission-plugins";
        let before = is_added.then_some((plain, "NodeRestriction", node));
        before.into_iter().chain([(plain, value, node)])
    })
}
