//! Everything in the input, indexed.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use siphasher::sip::SipHasher13;

use super::config_map::ConfigMap;
use super::kind::Kind;
use super::object::{Head, Object, ObjectId, Typed};
use super::unit::Unit;
use super::workload::{Workload, workloads};
use crate::parse::{Document, Node};
use crate::span::{Span, to_u32};

/// The place of a document in its cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub(crate) u32);

impl DocId {
    /// A document that is looked at alone, before its cluster is known.
    pub const ALONE: Self = Self(u32::MAX);

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// The place of a file among the files of the input, by path; by default, the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

impl FileId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A document of a file.
#[derive(Debug)]
pub struct Source {
    /// The file.
    pub file: FileId,
    /// Its first byte in the file's text.
    pub base: u32,
    /// What it turned out to be.
    pub unit: Arc<Unit>,
}

/// A document of the cluster: of a file, or inside an object of one.
#[derive(Debug)]
struct Entry {
    file: FileId,
    base: u32,
    unit: Arc<Unit>,
    embedded: Option<usize>,
}

impl Entry {
    #[inline(always)]
    fn unit(&self) -> &Unit {
        match self.embedded.and_then(|index| self.unit.embedded.get(index)) {
            Some(embedded) => &embedded.unit,
            None => &self.unit,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Stored {
    doc: DocId,
    head: Head,
}

/// Every object of the input, with indexes by kind and by name.
#[derive(Debug, Default)]
pub struct Cluster {
    paths: Vec<Box<str>>,
    entries: Vec<Entry>,
    objects: Vec<Stored>,
    by_kind: HashMap<Kind, Vec<ObjectId>>,
    /// Every object with a name, by the hash of kind, namespace and name.
    by_name: Vec<(u64, ObjectId)>,
    workloads: Vec<ObjectId>,
    conflicts: Vec<(ObjectId, ObjectId)>,
    in_conflict: HashSet<ObjectId>,
}

impl Cluster {
    /// The cluster that these documents, in the order of their files, describe.
    #[must_use]
    pub fn new(paths: Vec<Box<str>>, sources: Vec<Source>) -> Self {
        let mut cluster = Self { paths, ..Self::default() };
        for Source { file, base, unit } in sources {
            let embedded = unit.embedded.len();
            cluster.push(Entry { file, base, unit: Arc::clone(&unit), embedded: None });
            for index in 0..embedded {
                cluster.push(Entry { file, base, unit: Arc::clone(&unit), embedded: Some(index) });
            }
        }
        cluster.index();
        cluster
    }

    /// The cluster of one file, for the tests of engines.
    #[cfg(test)]
    pub(crate) fn of_text(text: &str) -> Self {
        let limits = crate::parse::Limits::default();
        let sources = crate::parse::split(text).into_iter().map(|chunk| Source {
            file: FileId::default(),
            base: chunk.span.start,
            unit: Unit::read(chunk.span.of(text), limits).into(),
        });
        Self::new(vec!["a.yaml".into()], sources.collect())
    }

    fn push(&mut self, entry: Entry) {
        let doc = DocId(to_u32(self.entries.len()));
        let heads = entry.unit().heads.iter();
        self.objects.extend(heads.map(|&head| Stored { doc, head }));
        self.entries.push(entry);
    }

    fn index(&mut self) {
        let mut by_kind: HashMap<Kind, Vec<ObjectId>> = HashMap::new();
        let mut by_name = Vec::with_capacity(self.objects.len());
        let mut with_pods = Vec::new();
        for object in self.objects() {
            by_kind.entry(object.kind()).or_default().push(object.id());
            if workloads(object).next().is_some() {
                with_pods.push(object.id());
            }
            let name = object.name();
            if object.kind() != Kind::Other && !name.is_empty() && !object.is_part() {
                let hash = hash(object.kind(), object.namespace().unwrap_or(""), name);
                by_name.push((hash, object.id()));
            }
        }
        by_name.sort_unstable();
        self.by_kind = by_kind;
        self.by_name = by_name;
        self.workloads = with_pods;
        self.conflicts = self.find_conflicts();
        self.in_conflict =
            self.conflicts.iter().flat_map(|&(first, again)| [first, again]).collect();
    }

    fn find_conflicts(&self) -> Vec<(ObjectId, ObjectId)> {
        let mut conflicts = Vec::new();
        for same in self.by_name.chunk_by(|(a, _), (b, _)| a == b).filter(|same| same.len() > 1) {
            for object in same.iter().filter_map(|&(_, id)| self.object(id)) {
                let namespace = object.namespace().unwrap_or("");
                let first = self.named(object.kind(), namespace, object.name()).next();
                if let Some(first) = first.filter(|first| first.text() != object.text()) {
                    conflicts.push((first.id(), object.id()));
                }
            }
        }
        conflicts.sort_unstable();
        conflicts
    }

    /// Every object, in the order of files and documents.
    pub fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        (0..to_u32(self.objects.len())).filter_map(|id| self.object(ObjectId(id)))
    }

    /// The object with this id.
    #[inline]
    #[must_use]
    pub fn object(&self, id: ObjectId) -> Option<Object<'_>> {
        let stored = self.objects.get(id.index())?;
        Some(Object::new(id, stored.doc, self.document(stored.doc)?, stored.head))
    }

    /// Every object of one kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = Object<'_>> {
        self.by_kind.get(&kind).into_iter().flatten().filter_map(|&id| self.object(id))
    }

    /// Every object of these kinds, kind by kind.
    pub fn of_kinds(
        &self,
        kinds: impl IntoIterator<Item = Kind>,
    ) -> impl Iterator<Item = Object<'_>> {
        kinds.into_iter().flat_map(|kind| self.of_kind(kind))
    }

    /// Every object of the kind that `T` is a view of.
    pub fn all<'a, T: Typed<'a>>(&'a self) -> impl Iterator<Item = (Object<'a>, T)> {
        self.of_kind(T::KIND).filter_map(|object| Some((object, object.view()?)))
    }

    /// How many objects of one kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.by_kind.get(&kind).map_or(0, Vec::len)
    }

    /// The objects known by kind, namespace (empty for those beside the namespaces) and name: one, or
    /// several if the input gives it several times.
    pub fn named<'a>(
        &'a self,
        kind: Kind,
        namespace: &'a str,
        name: &'a str,
    ) -> impl Iterator<Item = Object<'a>> {
        let hash = hash(kind, namespace, name);
        let first = self.by_name.partition_point(|&(known, _)| known < hash);
        let alike = self.by_name.iter().skip(first).take_while(move |&&(known, _)| known == hash);
        alike.filter_map(|&(_, id)| self.object(id)).filter(move |object| {
            // Two names can have one hash.
            object.kind() == kind
                && object.namespace().unwrap_or("") == namespace
                && object.name() == name
        })
    }

    /// Every pod template.
    pub fn workloads(&self) -> impl Iterator<Item = Workload<'_>> {
        self.workloads.iter().filter_map(|&id| self.object(id)).flat_map(workloads)
    }

    /// Is there any pod template?
    #[must_use]
    pub fn has_workloads(&self) -> bool {
        !self.workloads.is_empty()
    }

    /// Objects that the input gives again with different content, each after the one given first.
    pub fn conflicts(&self) -> impl Iterator<Item = (Object<'_>, Object<'_>)> {
        self.conflicts
            .iter()
            .filter_map(|&(first, again)| Some((self.object(first)?, self.object(again)?)))
    }

    /// Does the input give this object more than once, with different content?
    #[must_use]
    pub fn is_in_conflict(&self, object: Object<'_>) -> bool {
        self.in_conflict.contains(&object.id())
    }

    /// The document with this id, if it could be read.
    #[inline(always)]
    #[must_use]
    pub fn document(&self, id: DocId) -> Option<&Document> {
        self.entries.get(id.index())?.unit().document.as_ref().ok()
    }

    /// The file that holds a document.
    #[must_use]
    pub fn file_of(&self, id: DocId) -> FileId {
        self.entries.get(id.index()).map_or(FileId(0), |entry| entry.file)
    }

    /// The path of a file, as given.
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        self.paths.get(file.index()).map_or("", |path| path)
    }

    /// What to call an object: by its name, or the path of its file, which has none.
    #[must_use]
    pub fn name_or_path<'a>(&'a self, object: Object<'a>) -> &'a str {
        match object.name() {
            "" => self.path(self.file_of(object.doc())),
            name => name,
        }
    }

    /// A span of a document, in its file's text.
    #[must_use]
    pub fn in_file(&self, id: DocId, span: Span) -> Span {
        let Some(entry) = self.entries.get(id.index()) else {
            return span;
        };
        match entry.embedded.and_then(|index| entry.unit.embedded.get(index)) {
            Some(embedded) => embedded.places.outside(span).shifted(entry.base),
            None => span.shifted(entry.base),
        }
    }

    /// An edit of a document as one of its file; none where it cannot be made there.
    #[must_use]
    pub fn edit_in_file(&self, id: DocId, span: Span, text: String) -> Option<(Span, String)> {
        let entry = self.entries.get(id.index())?;
        match entry.embedded.and_then(|index| entry.unit.embedded.get(index)) {
            Some(embedded) => {
                let around = entry.unit.document.as_ref().ok()?.text();
                let (span, text) = embedded.edit_outside(span, &text, around)?;
                Some((span.shifted(entry.base), text))
            }
            None => Some((span.shifted(entry.base), text)),
        }
    }

    /// The string that an embedded file is written as, with its document.
    fn around(&self, id: DocId) -> Option<(DocId, Node<'_>)> {
        let entry = self.entries.get(id.index())?;
        let node = entry.unit.embedded.get(entry.embedded?)?.host;
        let (host, _) = self.host(id)?;
        Some((host, entry.unit.document.as_ref().ok()?.node(node)))
    }

    /// The key of the ConfigMap that holds an embedded file.
    #[must_use]
    pub fn key_of(&self, id: DocId) -> Option<String> {
        let (_, node) = self.around(id)?;
        Some(node.pointer().rsplit('/').next()?.to_owned())
    }

    /// Is the object in this key of this ConfigMap?
    #[must_use]
    pub fn is_in_config_map(
        &self,
        object: Object<'_>,
        namespace: &str,
        name: &str,
        key: &str,
    ) -> bool {
        let Some((doc, node)) = self.around(object.doc()) else {
            return false;
        };
        self.named(Kind::ConfigMap, namespace, name).filter(|map| map.doc() == doc).any(|map| {
            let data = map.view::<ConfigMap<'_>>().and_then(|map| map.data().get());
            data.and_then(|data| data.entry(key)).is_some_and(|(_, held)| held.id() == node.id())
        })
    }

    /// Every document, with its file and its first byte in it.
    pub fn documents(&self) -> impl Iterator<Item = (DocId, &Unit)> {
        self.entries.iter().zip(0..).map(|(entry, id)| (DocId(id), entry.unit()))
    }

    /// The object that holds this one, if it is a part; else itself. An object's parts follow it.
    #[must_use]
    pub fn whole(&self, id: ObjectId) -> ObjectId {
        let before = self.objects.get(..=id.index()).unwrap_or_default();
        let parts = before.iter().rev().take_while(|stored| stored.head.is_part).count();
        ObjectId(id.0.saturating_sub(to_u32(parts)))
    }

    /// The document that an embedded one is written in, and the path that a node has it at.
    #[must_use]
    pub fn host(&self, id: DocId) -> Option<(DocId, Option<&str>)> {
        let entry = self.entries.get(id.index())?;
        let embedded = entry.embedded?;
        let host = DocId(id.0.checked_sub(to_u32(embedded) + 1)?);
        Some((host, entry.unit.embedded.get(embedded)?.path.as_deref()))
    }

    /// The first object of a document; those after it follow without a gap.
    pub(crate) fn first_object(&self, doc: DocId) -> ObjectId {
        ObjectId(to_u32(self.objects.partition_point(|stored| stored.doc < doc)))
    }
}

fn hash(kind: Kind, namespace: &str, name: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    (kind, namespace, name).hash(&mut hasher);
    hasher.finish()
}
