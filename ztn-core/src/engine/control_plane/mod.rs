//! What the control plane is told to do, from whatever file tells.
//!
//! Every fact has three values. A flag that is not written is not "off": it has the default of whoever
//! started the component, if that is known, and is unknown otherwise.

mod api_server;
mod argv;
mod audit;
mod authentication;
mod authorization;
mod command;
mod defaults;
mod etcd;
mod fact;
mod find;
mod front_proxy;
mod gates;
mod kubelet;
mod origin;
mod server;
mod sources;
mod tls;
mod versions;

pub use api_server::{Anonymous, FileOf};
pub use argv::{Flag, FlagForm, FlagSet, FlagSyntax, Word};
pub use audit::AuditFlags;
pub use authentication::TokenWebhook;
pub use authorization::AuthorizationWebhook;
pub(super) use command::of_container as started;
pub use etcd::{Plaintext, Side};
pub use fact::Fact;
pub use find::ControlPlane;
pub use front_proxy::FrontProxy;
pub use gates::{AlphaSwitch, DisabledProtection};
pub use kubelet::Kubelet;
pub use origin::Origin;
pub use server::Server;
pub use tls::is_weak_cipher;
pub use versions::{Floating, NamedVersion, Skew};

/// A component of the control plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Component {
    /// `kube-apiserver`.
    ApiServer,
    /// `etcd`.
    Etcd,
    /// `kube-controller-manager`.
    ControllerManager,
    /// `kube-scheduler`.
    Scheduler,
    /// `kubelet`.
    Kubelet,
}

impl Component {
    /// The name of its program, and of its image.
    #[must_use]
    pub const fn program(self) -> &'static str {
        match self {
            Self::ApiServer => "kube-apiserver",
            Self::Etcd => "etcd",
            Self::ControllerManager => "kube-controller-manager",
            Self::Scheduler => "kube-scheduler",
            Self::Kubelet => "kubelet",
        }
    }

    /// The component whose program is called `name`.
    #[must_use]
    pub fn from_program(name: &str) -> Option<Self> {
        [Self::ApiServer, Self::Etcd, Self::ControllerManager, Self::Scheduler, Self::Kubelet]
            .into_iter()
            .find(|component| component.program() == name)
    }

    /// How its flags are written: etcd uses Go's `flag`, the others `pflag`.
    #[must_use]
    pub const fn syntax(self) -> FlagSyntax {
        match self {
            Self::Etcd => FlagSyntax::GoFlag,
            _ => FlagSyntax::Pflag,
        }
    }
}

/// Who writes what is not written: decides the defaults of the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Nobody: the components' own defaults.
    Upstream,
    /// `kubeadm init`.
    Kubeadm,
    /// k3s.
    K3s,
    /// RKE2.
    Rke2,
    /// Talos.
    Talos,
}
