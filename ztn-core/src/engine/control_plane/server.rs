//! One component of the control plane, and what its flags come to.

use super::argv::{Flag, FlagSet};
use super::defaults::default_of;
use super::{Component, Distribution, Fact};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::model::Object;
use crate::parse::Node;

/// One component, as it is started.
#[derive(Clone)]
pub struct Server<'a> {
    /// Which one.
    pub component: Component,
    /// The object that says how it is started.
    pub object: Object<'a>,
    /// Where to point for what is not written.
    pub anchor: Node<'a>,
    /// Its flags.
    pub flags: FlagSet<'a>,
    /// Who writes what is not written.
    pub(super) distribution: Distribution,
}

impl<'a> Server<'a> {
    /// A flag, or what holds without it.
    #[must_use]
    pub fn flag(&self, name: &str) -> Fact<'a, &'a str> {
        match self.flags.get(name) {
            Some(Flag { value, node, .. }) => Fact::Explicit { value: value.unwrap_or("true"), node },
            None => match default_of(self.component, name, self.distribution) {
                Some((value, by)) => Fact::Default { value, by },
                None => Fact::Unknown(self.unknown()),
            },
        }
    }

    /// A boolean flag, or what holds without it.
    #[must_use]
    pub fn bool_flag(&self, name: &str) -> Fact<'a, bool> {
        match (self.flags.get(name), default_of(self.component, name, self.distribution)) {
            (Some(flag), _) => match flag.as_bool() {
                Some(value) => Fact::Explicit { value, node: flag.node },
                None => Fact::Unknown(self.unknown()),
            },
            (None, Some((value, by))) => Fact::Default { value: value == "true", by },
            (None, None) => Fact::Unknown(self.unknown()),
        }
    }

    /// A list flag, or what holds without it.
    #[must_use]
    pub fn list_flag(&self, name: &str) -> Fact<'a, Vec<&'a str>> {
        match self.flag(name) {
            Fact::Explicit { node, .. } => Fact::Explicit { value: self.flags.list(name), node },
            Fact::Default { value, by } => {
                Fact::Default { value: value.split(',').filter(|item| !item.is_empty()).collect(), by }
            }
            Fact::Managed(provider) => Fact::Managed(provider),
            Fact::Unknown(unknown) => Fact::Unknown(unknown),
        }
    }

    /// Is this flag set, to something that is not empty?
    #[must_use]
    pub fn sets(&self, name: &str) -> bool {
        self.flag(name).value().is_some_and(|value| !value.is_empty())
    }

    /// Where a flag is written, else the place to speak of what is not written.
    #[must_use]
    pub fn spot(&self, name: &str) -> Node<'a> {
        self.flags.get(name).map_or(self.anchor, |flag| flag.node)
    }

    fn unknown(&self) -> Unknown {
        Unknown::missing(Evidence::ApiServer)
    }
}
