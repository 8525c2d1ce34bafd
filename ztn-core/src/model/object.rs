//! One API object, or one file that a component reads.

use super::cluster::DocId;
use super::kind::{Kind, KindScope};
use super::meta::{Metadata, TypeMeta};
use super::view::FromNode;
use super::workload::native_template;
use crate::parse::{Document, Node, NodeId};

/// The place of an object: in its cluster, or, while one document is looked at alone, in that document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub(crate) u32);

impl ObjectId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// An object found in a document: what is kept of it beside the tape.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// The root of the object; inside a `List`, the item.
    pub node: NodeId,
    /// Its kind.
    pub kind: Kind,
    /// Its `apiVersion` and its `kind`, where both are written.
    pub written: Option<(NodeId, NodeId)>,
    /// Its `metadata`, if there is any: every finding asks for its name.
    pub metadata: Option<NodeId>,
    /// Its pod template, if it is of a native kind that has one: every rule on workloads asks for it.
    pub template: Option<Template>,
    /// Is it a file written inside the object before it, such as kubeadm's inside a `KubeadmControlPlane`?
    pub is_part: bool,
}

/// A pod template.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Where it is written; the object itself for a Pod.
    pub node: NodeId,
    /// Its `spec`; where there is none, the template.
    pub spec: NodeId,
}

impl Head {
    /// The head of the object of this kind at `node`.
    pub(super) fn of(node: Node<'_>, kind: Kind) -> Self {
        Self {
            node: node.id(),
            kind,
            written: TypeMeta::nodes(node).map(|(version, kind)| (version.id(), kind.id())),
            metadata: node.get("metadata").map(Node::id),
            template: native_template(node, kind),
            is_part: false,
        }
    }

    /// The head of the file of this kind that the object of this head holds at `node`. It has the name of
    /// the object, and no API version of its own.
    pub(super) fn part(self, node: Node<'_>, kind: Kind) -> Self {
        Self { node: node.id(), kind, written: None, template: None, is_part: true, ..self }
    }
}

/// One object.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    pub(super) id: ObjectId,
    pub(super) doc: DocId,
    pub(super) node: Node<'a>,
    pub(super) kind: Kind,
    pub(super) written: Option<(NodeId, NodeId)>,
    pub(super) metadata: Option<NodeId>,
    pub(super) template: Option<Template>,
    is_part: bool,
}

/// A view of a whole object, for one kind.
pub trait Typed<'a>: FromNode<'a> {
    /// The kind it is a view of.
    const KIND: Kind;
}

impl<'a> Object<'a> {
    /// The object with this head.
    pub(super) fn new(id: ObjectId, doc: DocId, document: &'a Document, head: Head) -> Self {
        let Head { node, kind, written, metadata, template, is_part } = head;
        Self { id, doc, node: document.node(node), kind, written, metadata, template, is_part }
    }

    /// Is it a file written inside another object ([`super::Cluster::whole`])?
    #[must_use]
    pub fn is_part(self) -> bool {
        self.is_part
    }

    /// Its place.
    #[must_use]
    pub fn id(self) -> ObjectId {
        self.id
    }

    /// The document that holds it.
    #[must_use]
    pub fn doc(self) -> DocId {
        self.doc
    }

    /// Its root node.
    #[must_use]
    pub fn node(self) -> Node<'a> {
        self.node
    }

    /// Its kind.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// `apiVersion` and `kind` as they are written.
    #[must_use]
    pub fn type_meta(self) -> TypeMeta<'a> {
        let text = |id| self.node.document().node(id).text();
        let (api_version, kind) = self.written.map_or(("", ""), |(a, b)| (text(a), text(b)));
        TypeMeta { api_version, kind }
    }

    /// The node of `apiVersion`; where it is not written, the object.
    #[must_use]
    pub fn api_version_node(self) -> Node<'a> {
        self.node.get("apiVersion").unwrap_or(self.node)
    }

    /// `metadata`, if it is there.
    #[must_use]
    pub fn metadata(self) -> Option<Metadata<'a>> {
        Metadata::from_node(self.node.document().node(self.metadata?))
    }

    /// `metadata.name`, or `metadata.generateName`, or nothing.
    #[must_use]
    pub fn name(self) -> &'a str {
        let Some(metadata) = self.metadata() else {
            return "";
        };
        metadata.name().or_else(|| metadata.generate_name()).or("")
    }

    /// The node of its name; where it has none, the nearest that is there.
    #[must_use]
    pub fn name_node(self) -> Node<'a> {
        self.metadata().map_or(self.node, |metadata| metadata.name().node())
    }

    /// `metadata.namespace`, if it is written.
    #[must_use]
    pub fn written_namespace(self) -> Option<&'a str> {
        self.metadata()?.namespace().get().filter(|namespace| !namespace.is_empty())
    }

    /// The namespace it lives in: as written, else `default`, as kubectl sends it. `None` for objects
    /// beside the namespaces and for files.
    #[must_use]
    pub fn namespace(self) -> Option<&'a str> {
        match self.kind.scope() {
            KindScope::Namespaced => Some(self.written_namespace().unwrap_or("default")),
            KindScope::Cluster | KindScope::File => None,
            KindScope::Unknown => self.written_namespace(),
        }
    }

    /// Its text, as it is written.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.node.span().of(self.node.document().text())
    }

    /// Every key that its mapping already has, with the key before it of the same name, which kubectl
    /// drops. In the order of the later keys; those of a part are the whole object's.
    #[must_use]
    pub fn duplicate_keys(self) -> Vec<(Node<'a>, Node<'a>)> {
        if self.is_part { Vec::new() } else { self.node.duplicate_keys() }
    }

    /// Is it of a kind that is there to hold credentials, so that its values are nothing to show?
    #[must_use]
    pub fn holds_credentials(self) -> bool {
        matches!(
            self.kind,
            Kind::Secret
                | Kind::Kubeconfig
                | Kind::EncryptionConfiguration
                | Kind::KubeadmInitConfiguration
                | Kind::KubeadmJoinConfiguration
                | Kind::KubeadmControlPlane
                | Kind::KubeadmControlPlaneTemplate
                | Kind::KubeadmConfigTemplate
                | Kind::KindCluster
                | Kind::K3sConfig
                | Kind::TalosConfig
        )
    }

    /// The view `T` of this object, if it is of that kind.
    #[must_use]
    pub fn view<T: Typed<'a>>(self) -> Option<T> {
        if self.kind == T::KIND { T::from_node(self.node) } else { None }
    }
}
