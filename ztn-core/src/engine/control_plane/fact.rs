//! One fact about the control plane, with where it comes from.

use crate::engine::Unknown;
use crate::model::Object;
use crate::parse::Node;

/// A fact with its provenance.
#[derive(Clone)]
pub enum Fact<'a, T> {
    /// Written in the input.
    Explicit {
        /// What it says.
        value: T,
        /// The object that says it: the component's own, or a file that one of its flags names.
        object: Object<'a>,
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
    /// The input does not tell.
    Unknown(Unknown),
}

impl<'a, T> Fact<'a, T> {
    /// What is known to hold, written or by default.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Explicit { value, .. } | Self::Default { value, .. } => Some(value),
            Self::Unknown(_) => None,
        }
    }

    /// Is it written?
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        matches!(self, Self::Explicit { .. })
    }

    /// Why it is not known, if it is not.
    #[must_use]
    pub fn unknown(&self) -> Option<&Unknown> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    /// The same fact, seen through a function.
    #[must_use]
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Fact<'a, U> {
        match self {
            Self::Explicit { value, object, node } => {
                Fact::Explicit { value: f(value), object, node }
            }
            Self::Default { value, by } => Fact::Default { value: f(value), by },
            Self::Unknown(unknown) => Fact::Unknown(unknown),
        }
    }
}

impl<T: PartialEq> Fact<'_, T> {
    /// Is it known to be this?
    #[must_use]
    pub fn is(&self, wanted: &T) -> bool {
        self.value() == Some(wanted)
    }
}
