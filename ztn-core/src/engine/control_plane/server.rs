//! One component of the control plane, and what its flags come to.

use super::argv::{Flag, FlagSet};
use super::defaults::default_of;
use super::{Component, Distribution, Fact};
use crate::engine::{Unknown, Why};
use crate::evidence::Evidence;
use crate::model::Object;
use crate::options::KubeVersion;
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
    /// The list or mapping that a further flag can be written into.
    pub room: Option<Node<'a>>,
    /// Its version, as its image is tagged or its configuration says.
    pub version: Option<KubeVersion>,
    /// Is it of a cluster that the input makes, which need not be the one the input is of?
    pub is_of_made: bool,
    /// Who writes what is not written.
    pub(super) distribution: Distribution,
    /// Why nothing follows from a flag that is not written, if nothing does.
    pub(super) more_elsewhere: Option<Unknown>,
}

impl<'a> Server<'a> {
    /// A flag, or what holds without it.
    #[must_use]
    pub fn flag(&self, name: &str) -> Fact<'a, &'a str> {
        if let Some(unknown) = self.overruled() {
            return Fact::Unknown(unknown);
        }
        match self.flags.get(name) {
            Some(flag) if flag.value == Some(VARIES) => Fact::Unknown(not_told(name)),
            Some(flag) if flag.is_substituted() => Fact::Unknown(substituted(name)),
            Some(Flag { value, node, .. }) => {
                Fact::Explicit { value: value.unwrap_or("true"), object: self.object, node }
            }
            None => self.default(name),
        }
    }

    /// A boolean flag, or what holds without it.
    #[must_use]
    pub fn bool_flag(&self, name: &str) -> Fact<'a, bool> {
        let fact = self.flag(name);
        match (&fact, self.flags.get(name)) {
            (Fact::Explicit { .. }, Some(flag)) => match flag.as_bool() {
                Some(value) => fact.map(|_| value),
                None => Fact::Unknown(refused(name)),
            },
            _ => fact.map(|value| value == "true"),
        }
    }

    /// A list flag, or what holds without it.
    #[must_use]
    pub fn list_flag(&self, name: &str) -> Fact<'a, Vec<&'a str>> {
        let fact = self.flag(name);
        if fact.is_explicit() {
            return fact.map(|_| self.flags.list(name));
        }
        fact.map(|value| value.split(',').filter(|item| !item.is_empty()).collect())
    }

    /// A flag that takes a number, or what holds without it.
    #[must_use]
    pub fn int_flag(&self, name: &str) -> Fact<'a, i64> {
        let fact = self.flag(name);
        match fact.value().map(|value| value.parse()) {
            Some(Ok(value)) => fact.map(|_| value),
            Some(Err(_)) => Fact::Unknown(refused(name)),
            None => fact.map(|_| 0),
        }
    }

    /// Is this flag set, to something that is not empty? `None` where the input does not tell.
    #[must_use]
    pub fn sets(&self, name: &str) -> Option<bool> {
        self.flag(name).value().map(|value| !value.is_empty())
    }

    /// Those of these flags that it is known to be started without.
    #[must_use]
    pub fn lacking(&self, flags: &[&'static str]) -> Vec<&'static str> {
        flags.iter().copied().filter(|flag| self.sets(flag) == Some(false)).collect()
    }

    /// Where a flag is written, else the place to speak of what is not written.
    #[must_use]
    pub fn spot(&self, name: &str) -> Node<'a> {
        self.flags.get(name).map_or(self.anchor, |flag| flag.node)
    }

    /// Where a fact about it is written: its own place for a default.
    #[must_use]
    pub fn place<T>(&self, fact: &Fact<'a, T>) -> (Object<'a>, Node<'a>) {
        match fact {
            Fact::Explicit { object, node, .. } => (*object, *node),
            _ => (self.object, self.anchor),
        }
    }

    /// Why one of these flags is not known, if one is not.
    #[must_use]
    pub fn not_told(&self, flags: &[&str]) -> Option<Unknown> {
        let unknown = |name: &&str| self.flag(name).unknown().cloned();
        flags.iter().find_map(unknown)
    }

    /// etcd given `--config-file` reads nothing else: neither flags nor environment.
    /// (<https://etcd.io/docs/latest/op-guide/configuration/>)
    fn overruled(&self) -> Option<Unknown> {
        let file = (self.component == Component::Etcd).then(|| self.flags.get("config-file"))?;
        file?.value.filter(|path| !path.is_empty()).map(|_| {
            let text = "etcd reads its settings from the file of `--config-file`, and nothing else";
            not_understood(text.to_owned())
        })
    }

    fn default(&self, name: &str) -> Fact<'a, &'a str> {
        if let Some(unknown) = &self.more_elsewhere {
            return Fact::Unknown(unknown.clone());
        }
        match default_of(self.component, name, self.distribution, self.version) {
            Some((value, by)) => Fact::Default { value, by },
            None if self.distribution.decides(self.component, name) => {
                Fact::Unknown(not_told(name))
            }
            None => Fact::Unknown(Unknown::missing(Evidence::ApiServer)),
        }
    }
}

/// A value that something decides which is not written.
pub(super) const VARIES: &str = "$()";

fn not_told(name: &str) -> Unknown {
    not_understood(format!("the input does not tell the value of `{name}`"))
}

fn substituted(name: &str) -> Unknown {
    not_understood(format!("the value of `{name}` comes from a variable"))
}

fn refused(name: &str) -> Unknown {
    not_understood(format!("the program refuses the value of `--{name}`"))
}

pub(super) fn not_understood(text: String) -> Unknown {
    Unknown { why: Why::NotUnderstood(text), settled_by: None }
}
