//! Kubelets, as far as files tell of them: a configuration file, flags, or what kubeadm adds to them.

use super::server::Server;
use super::sources::kubeadm::flags_of;
use super::sources::{k3s, talos};
use super::{Component, Distribution, Fact};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::model::kubeadm::{ExtraArgs, InitConfiguration, JoinConfiguration, NodeRegistration};
use crate::model::kubelet::KubeletConfiguration;
use crate::model::{Cluster, Field, Object};
use crate::parse::Node;

/// Whose default it is where the file does not say: not that of the flags, which is the open one.
/// (`pkg/kubelet/apis/config/v1beta1/defaults.go`)
const BY: &str = "the kubelet's configuration file";

/// One kubelet, or what all of them have in common.
#[derive(Clone)]
pub struct Kubelet<'a> {
    /// The object that tells of it.
    pub object: Object<'a>,
    /// Where to point for what is not written.
    pub anchor: Node<'a>,
    source: Source<'a>,
}

#[derive(Clone)]
enum Source<'a> {
    File(KubeletConfiguration<'a>),
    Flags(Box<Server<'a>>),
}

impl<'a> Kubelet<'a> {
    /// Is it of a cluster that the input makes, which need not be the one the input is of?
    #[must_use]
    pub fn is_of_made(&self) -> bool {
        self.server().is_some_and(|server| server.is_of_made)
    }

    /// Is it told of by its configuration file, rather than by flags that go before it?
    #[must_use]
    pub fn is_file(&self) -> bool {
        matches!(self.source, Source::File(_))
    }

    /// Does it answer callers without credentials?
    #[must_use]
    pub fn anonymous(&self) -> Fact<'a, bool> {
        match &self.source {
            Source::Flags(server) => server.bool_flag("anonymous-auth"),
            Source::File(file) => {
                let anonymous = file.authentication().then(|section| section.anonymous());
                self.field(anonymous.then(|section| section.enabled()), false)
            }
        }
    }

    /// How it decides what a caller may do.
    #[must_use]
    pub fn authorization(&self) -> Fact<'a, &'a str> {
        match &self.source {
            Source::Flags(server) => server.flag("authorization-mode"),
            Source::File(file) => {
                self.field(file.authorization().then(|section| section.mode()), "Webhook")
            }
        }
    }

    /// The port on which it answers everybody; 0: none.
    #[must_use]
    pub fn read_only_port(&self) -> Fact<'a, i64> {
        match &self.source {
            Source::Flags(server) => server.int_flag("read-only-port"),
            Source::File(file) => self.field(file.read_only_port(), 0),
        }
    }

    /// The flags that tell of it, if it is flags.
    #[must_use]
    pub fn server(&self) -> Option<&Server<'a>> {
        match &self.source {
            Source::File(_) => None,
            Source::Flags(server) => Some(server),
        }
    }

    /// Where a fact about it is written: its own place for a default.
    #[must_use]
    pub fn place<T>(&self, fact: &Fact<'a, T>) -> (Object<'a>, Node<'a>) {
        match fact {
            Fact::Explicit { object, node, .. } => (*object, *node),
            _ => (self.object, self.anchor),
        }
    }

    fn field<T: Copy>(&self, field: Field<'a, T>, default: T) -> Fact<'a, T> {
        match field.get() {
            Some(value) => Fact::Explicit { value, object: self.object, node: field.node() },
            None if field.is_absent() => Fact::Default { value: default, by: BY },
            None => Fact::Unknown(Unknown::missing(Evidence::Kubelet)),
        }
    }
}

/// The kubelets of an input. `servers` are the pods, of which one may run a kubelet.
pub(super) fn kubelets<'a>(cluster: &'a Cluster, servers: &[Server<'a>]) -> Vec<Kubelet<'a>> {
    let files = cluster.all::<KubeletConfiguration<'_>>().map(|(object, file)| Kubelet {
        object,
        anchor: object.node(),
        source: Source::File(file),
    });
    let in_pods = servers.iter().filter(|server| server.component == Component::Kubelet).cloned();
    let first = cluster
        .all::<InitConfiguration<'_>>()
        .filter_map(|(object, file)| registered(object, file.node_registration()));
    let further = cluster
        .all::<JoinConfiguration<'_>>()
        .filter_map(|(object, file)| registered(object, file.node_registration()));
    let others = k3s::kubelets(cluster).into_iter().chain(talos::kubelets(cluster));
    let with_flags = in_pods.chain(first).chain(further).chain(others).map(|server| Kubelet {
        object: server.object,
        anchor: server.anchor,
        source: Source::Flags(Box::new(server)),
    });
    files.chain(with_flags).collect()
}

/// The kubelet that kubeadm starts with some flags beside its file.
fn registered<'a>(
    object: Object<'a>,
    registration: Field<'a, NodeRegistration<'a>>,
) -> Option<Server<'a>> {
    let arguments = registration.then(|section| section.kubelet_extra_args());
    Some(Server {
        component: Component::Kubelet,
        object,
        anchor: arguments.key()?,
        flags: flags_of(arguments),
        room: arguments.get().map(ExtraArgs::node),
        version: None,
        is_of_made: object.is_part(),
        distribution: Distribution::Kubeadm,
        more_elsewhere: Some(Unknown::missing(Evidence::Kubelet)),
    })
}
