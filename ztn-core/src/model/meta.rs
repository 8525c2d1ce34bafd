//! `metadata`, and selectors over labels.

use super::field::Field;
use super::view::{List, StrMap, view};
use crate::parse::Node;

view! {
    /// `metadata` of any object.
    Metadata "ObjectMeta" {
        name "name": &'a str,
        generate_name "generateName": &'a str,
        namespace "namespace": &'a str,
        labels "labels": StrMap<'a>,
        annotations "annotations": StrMap<'a>,
        owner_references "ownerReferences": List<'a, OwnerReference<'a>>,
        /// Given by the API server to what it stores.
        uid "uid": &'a str,
        deletion_timestamp "deletionTimestamp": &'a str,
    }

    /// One entry of `metadata.ownerReferences`.
    OwnerReference "OwnerReference" {
        api_version "apiVersion": &'a str,
        kind "kind": &'a str,
        name "name": &'a str,
        controller "controller": bool,
    }

    /// Chooses objects by their labels. An empty one matches everything.
    LabelSelector "LabelSelector" {
        match_labels "matchLabels": StrMap<'a>,
        match_expressions "matchExpressions": List<'a, LabelSelectorRequirement<'a>>,
    }

    /// One line of `matchExpressions`.
    LabelSelectorRequirement "LabelSelectorRequirement" {
        key "key": &'a str,
        operator "operator": &'a str,
        values "values": List<'a, &'a str>,
    }
}

impl<'a> Metadata<'a> {
    /// The annotations whose key begins so, with the rest of the key.
    pub fn annotations_below(
        self,
        prefix: &'static str,
    ) -> impl Iterator<Item = (&'a str, Field<'a, &'a str>)> {
        let annotations = self.annotations().get().into_iter().flat_map(StrMap::entries);
        annotations.filter_map(move |(key, node, value)| {
            Some((key.text().strip_prefix(prefix)?, Field::set(value, key, node)))
        })
    }
}

/// What is known of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label<'a> {
    /// Its value.
    Is(&'a str),
    /// There is none.
    Absent,
    /// It begins with this and a dash.
    Begins(&'a str),
    /// There is one, of whatever value.
    Some,
    /// Nothing.
    Unknown,
}

impl Label<'_> {
    /// May this be its value?
    #[must_use]
    pub fn may_be(self, value: &str) -> bool {
        match self {
            Self::Is(known) => known == value,
            Self::Absent => false,
            Self::Begins(name) => {
                value.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
            }
            Self::Some | Self::Unknown => true,
        }
    }
}

impl<'a> From<Option<&'a str>> for Label<'a> {
    fn from(value: Option<&'a str>) -> Self {
        value.map_or(Self::Absent, Self::Is)
    }
}

/// Labels as a selector sees them: of an object, or made up for one that does not exist yet.
pub trait Labels {
    /// What is known of the label `key`.
    fn label(&self, key: &str) -> Label<'_>;
}

impl Labels for StrMap<'_> {
    fn label(&self, key: &str) -> Label<'_> {
        self.get(key).into()
    }
}

impl<L: Labels> Labels for Option<L> {
    fn label(&self, key: &str) -> Label<'_> {
        self.as_ref().map_or(Label::Absent, |labels| labels.label(key))
    }
}

impl<'a> LabelSelector<'a> {
    /// Does it say nothing, and so match everything?
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.match_labels().get().is_none_or(|labels| labels.node().entries().next().is_none())
            && self.match_expressions().is_empty()
    }

    /// Does it choose an object with these labels, or may it, where a value is not known? `None` where a
    /// line of it cannot be understood: the API server would refuse it.
    #[must_use]
    pub fn matches(self, labels: &impl Labels) -> Option<bool> {
        let mut all = true;
        if let Some(wanted) = self.match_labels().get() {
            for (key, value) in wanted.node().entries() {
                all &= labels.label(key.text()).may_be(value.as_str()?);
            }
        }
        for requirement in self.match_expressions().iter() {
            all &= requirement.matches(labels)?;
        }
        Some(all)
    }
}

impl<'a> LabelSelectorRequirement<'a> {
    /// As [`LabelSelector::matches`]: `NotIn` and `DoesNotExist` hold where the label is missing.
    #[must_use]
    pub fn matches(self, labels: &impl Labels) -> Option<bool> {
        let found = labels.label(self.key().get()?);
        match self.operator().get()? {
            "In" => Some(self.values().iter().any(|value| found.may_be(value))),
            "NotIn" => Some(!self.values().iter().any(|value| found == Label::Is(value))),
            "Exists" => Some(found != Label::Absent),
            "DoesNotExist" => Some(matches!(found, Label::Absent | Label::Unknown)),
            _ => None,
        }
    }
}

/// What an API object says of itself, before its kind is known.
#[derive(Clone, Copy)]
pub struct TypeMeta<'a> {
    /// `apiVersion`.
    pub api_version: &'a str,
    /// `kind`.
    pub kind: &'a str,
}

impl<'a> TypeMeta<'a> {
    /// Reads `apiVersion` and `kind`, if both are there.
    #[must_use]
    pub fn of(node: Node<'a>) -> Option<Self> {
        let (api_version, kind) = Self::nodes(node)?;
        Some(Self { api_version: api_version.text(), kind: kind.text() })
    }

    /// The nodes of `apiVersion` and `kind`, if both are there.
    pub(super) fn nodes(node: Node<'a>) -> Option<(Node<'a>, Node<'a>)> {
        let is_text = |node: &Node<'_>| node.as_str().is_some_and(|text| !text.is_empty());
        let read = |key| node.get(key).filter(is_text);
        Some((read("apiVersion")?, read("kind")?))
    }

    /// The API group; empty for the core group.
    #[must_use]
    pub fn group(self) -> &'a str {
        self.api_version.rsplit_once('/').map_or("", |(group, _)| group)
    }

    /// The version, such as `v1`.
    #[must_use]
    pub fn version(self) -> &'a str {
        self.api_version.rsplit_once('/').map_or(self.api_version, |(_, version)| version)
    }
}
