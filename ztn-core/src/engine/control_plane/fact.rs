//! One fact about the control plane, with where it comes from.

use crate::engine::Unknown;
use crate::options::Provider;
use crate::parse::Node;

/// A fact with its provenance.
#[derive(Clone)]
pub enum Fact<'a, T> {
    /// Written in the input.
    Explicit {
        /// What it says.
        value: T,
        /// Where it is written.
        node: Node<'a>,
    },
    /// Not written, so what the component does by itself.
    Default {
        /// What that is.
        value: T,
        /// Whose default it is: `kube-apiserver`, `kubeadm`.
        by: &'static str,
    },
    /// The provider decides it, and no file tells.
    Managed(Provider),
    /// The input does not tell.
    Unknown(Unknown),
}

impl<'a, T> Fact<'a, T> {
    /// What is known to hold, written or by default.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Explicit { value, .. } | Self::Default { value, .. } => Some(value),
            Self::Managed(_) | Self::Unknown(_) => None,
        }
    }

    /// Where it is written, if it is.
    #[must_use]
    pub fn node(&self) -> Option<Node<'a>> {
        match self {
            Self::Explicit { node, .. } => Some(*node),
            _ => None,
        }
    }

    /// Whose default holds, if it is a default.
    #[must_use]
    pub fn default_by(&self) -> Option<&'static str> {
        match self {
            Self::Default { by, .. } => Some(by),
            _ => None,
        }
    }
}
