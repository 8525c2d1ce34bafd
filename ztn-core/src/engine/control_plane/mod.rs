//! What the control plane is told to do, from whatever file tells.
//!
//! Every fact has three values. A flag that is not written is not "off": it has the default of whoever
//! started the component, if that is known, and is unknown otherwise.

mod argv;
mod defaults;
mod fact;
mod find;
mod server;

pub use argv::{Flag, FlagSet, FlagSyntax};
pub use fact::Fact;
pub use find::ControlPlane;
pub use server::Server;

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
        }
    }

    /// The component whose program is called `name`.
    #[must_use]
    pub fn from_program(name: &str) -> Option<Self> {
        [Self::ApiServer, Self::Etcd, Self::ControllerManager, Self::Scheduler]
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
}
