//! Selectors of every dialect as one sort of expression, over what is known of a pod.

use std::collections::HashMap;

use crate::model::calico_selector::Look;
use crate::model::namespace::NAME_LABEL;
use crate::model::{Label, LabelSelector};
use crate::span::to_u32;

/// The number of a text: a key, a value, a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Sym(u32);

impl Sym {
    /// Some text that no selector names.
    pub(super) const OTHER: Self = Self(u32::MAX);
}

/// Texts by number.
#[derive(Default)]
pub(super) struct Names<'a> {
    ids: HashMap<&'a str, Sym>,
    texts: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn sym(&mut self, text: &'a str) -> Sym {
        let next = Sym(to_u32(self.texts.len()));
        let sym = *self.ids.entry(text).or_insert(next);
        if sym == next {
            self.texts.push(text);
        }
        sym
    }

    /// The number of a text that has one.
    pub(super) fn known(&self, text: &str) -> Option<Sym> {
        self.ids.get(text).copied()
    }

    pub(super) fn text(&self, sym: Sym) -> &'a str {
        self.texts.get(sym.0 as usize).copied().unwrap_or("(any other)")
    }
}

/// An answer in three values: the lesser of two is their conjunction, the greater their disjunction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Tri {
    No,
    Maybe,
    Yes,
}

impl Tri {
    pub(super) const fn of(answer: bool) -> Self {
        if answer { Self::Yes } else { Self::No }
    }

    pub(super) const fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Maybe => Self::Maybe,
            Self::Yes => Self::No,
        }
    }
}

/// What a selector can ask of a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Key {
    /// A label of the pod.
    Pod(Sym),
    /// A label of its namespace, other than the one of its name.
    Namespace(Sym),
    /// The name of its namespace.
    NamespaceName,
    /// The name of its service account.
    ServiceAccount,
    /// A label of its service account.
    ServiceAccountLabel(Sym),
    /// The name of its cluster.
    ClusterName,
}

/// What is known of a [`Key`], as [`crate::model::Label`] says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Is(Sym),
    Absent,
    Begins(Sym),
    Some,
    Unknown,
}

/// A selector.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Expr {
    /// All of these; of none, everything.
    All(Vec<Expr>),
    /// Any of these; of none, nothing.
    Any(Vec<Expr>),
    Not(Box<Expr>),
    /// The value is one of these, in order.
    In(Key, Vec<Sym>),
    Exists(Key),
    /// The value contains, begins or ends with this.
    Text(Key, Look, Sym),
    /// It cannot be understood; the API server would refuse it.
    Broken,
}

impl Expr {
    pub(super) const EVERYTHING: Self = Self::All(Vec::new());

    /// The value of `key` is one of `values`.
    pub(super) fn is_in(key: Key, mut values: Vec<Sym>) -> Self {
        values.sort_unstable();
        values.dedup();
        Self::In(key, values)
    }

    pub(super) fn is(key: Key, value: Sym) -> Self {
        Self::In(key, vec![value])
    }

    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Both, without needless nesting.
    pub(super) fn and(self, other: Self) -> Self {
        let mut parts = self.into_parts();
        parts.extend(other.into_parts());
        match <[Self; 1]>::try_from(parts) {
            Ok([one]) => one,
            Err(parts) => Self::All(parts),
        }
    }

    fn into_parts(self) -> Vec<Self> {
        match self {
            Self::All(parts) => parts,
            one => vec![one],
        }
    }

    /// Does it say nothing, and so choose everything?
    pub(super) fn is_everything(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }

    pub(super) fn eval(&self, names: &Names<'_>, value: &impl Fn(Key) -> Value) -> Tri {
        match self {
            Self::All(parts) => {
                let each = parts.iter().map(|part| part.eval(names, value));
                each.min().unwrap_or(Tri::Yes)
            }
            Self::Any(parts) => {
                let each = parts.iter().map(|part| part.eval(names, value));
                each.max().unwrap_or(Tri::No)
            }
            Self::Not(inner) => inner.eval(names, value).not(),
            Self::In(key, values) => match value(*key) {
                Value::Is(value) => Tri::of(values.contains(&value)),
                Value::Absent => Tri::No,
                Value::Begins(name) => {
                    let label = Label::Begins(names.text(name));
                    let may_be = values.iter().any(|value| label.may_be(names.text(*value)));
                    if may_be { Tri::Maybe } else { Tri::No }
                }
                Value::Some | Value::Unknown => Tri::Maybe,
            },
            Self::Exists(key) => match value(*key) {
                Value::Is(_) | Value::Begins(_) | Value::Some => Tri::Yes,
                Value::Absent => Tri::No,
                Value::Unknown => Tri::Maybe,
            },
            Self::Text(key, look, wanted) => match value(*key) {
                Value::Is(value) => {
                    let (text, wanted) = (names.text(value), names.text(*wanted));
                    Tri::of(match look {
                        Look::Contains => text.contains(wanted),
                        Look::StartsWith => text.starts_with(wanted),
                        Look::EndsWith => text.ends_with(wanted),
                    })
                }
                Value::Absent => Tri::No,
                Value::Begins(_) | Value::Some | Value::Unknown => Tri::Maybe,
            },
            Self::Broken => Tri::Maybe,
        }
    }

    /// Calls `f` with each key it asks for, and the values it compares it with; none where it looks into
    /// the text.
    pub(super) fn each_test(&self, f: &mut impl FnMut(Key, Option<&[Sym]>)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_test(f)),
            Self::Not(inner) => inner.each_test(f),
            Self::In(key, values) => f(*key, Some(values)),
            Self::Exists(key) => f(*key, Some(&[])),
            Self::Text(key, ..) => f(*key, None),
            Self::Broken => {}
        }
    }

    /// The parts that must all hold.
    pub(super) fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }
}

/// What a key of a selector stands for.
pub(super) type KeyOf<'a> = fn(&mut Names<'a>, &'a str) -> Key;

/// A key of a selector over pods.
pub(super) fn pod_key<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    Key::Pod(names.sym(key))
}

/// A key of a selector over namespaces.
pub(super) fn namespace_key<'a>(names: &mut Names<'a>, key: &'a str) -> Key {
    if key == NAME_LABEL { Key::NamespaceName } else { Key::Namespace(names.sym(key)) }
}

/// A selector of the Kubernetes API.
pub(super) fn of_labels<'a>(
    selector: LabelSelector<'a>,
    names: &mut Names<'a>,
    key_of: KeyOf<'a>,
) -> Expr {
    let mut parts = Vec::new();
    if let Some(labels) = selector.match_labels().get() {
        for (key, value) in labels.node().entries() {
            parts.push(match value.as_str() {
                Some(value) => Expr::is(key_of(names, key.text()), names.sym(value)),
                None => Expr::Broken,
            });
        }
    }
    for line in selector.match_expressions().iter() {
        let Some(key) = line.key().get() else {
            parts.push(Expr::Broken);
            continue;
        };
        let key = key_of(names, key);
        let values: Vec<Sym> = line.values().iter().map(|value| names.sym(value)).collect();
        parts.push(match (line.operator().get(), values.is_empty()) {
            (Some("In"), false) => Expr::is_in(key, values),
            (Some("NotIn"), false) => Expr::is_in(key, values).not(),
            (Some("Exists"), true) => Expr::Exists(key),
            (Some("DoesNotExist"), true) => Expr::Exists(key).not(),
            _ => Expr::Broken,
        });
    }
    match <[Expr; 1]>::try_from(parts) {
        Ok([one]) => one,
        Err(parts) => Expr::All(parts),
    }
}
