//! Which classes of pods each selector chooses: asked once, of those alone that come into question.

use std::collections::HashMap;

use super::pods::{Class, Pods};
use super::policy::ExprId;
use super::selector::{Expr, Key, Names, Sym, Tri, Value};

/// What one selector chooses.
pub(super) struct Chosen {
    /// Every pod there is or ever will be.
    pub(super) everything: bool,
    /// The classes it chooses, or may choose, in order.
    pub(super) classes: Vec<u32>,
    yes: Vec<u64>,
    may: Vec<u64>,
}

impl Chosen {
    pub(super) fn has(&self, class: u32) -> Tri {
        if bit(&self.yes, class) {
            Tri::Yes
        } else if bit(&self.may, class) {
            Tri::Maybe
        } else {
            Tri::No
        }
    }
}

fn bit(bits: &[u64], at: u32) -> bool {
    bits.get(at as usize / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
}

fn set(bits: &mut [u64], at: u32) {
    if let Some(word) = bits.get_mut(at as usize / 64) {
        *word |= 1 << (at % 64);
    }
}

/// Classes by what selectors ask for first.
pub(super) struct Index<'p, 'a> {
    pods: &'p Pods<'a>,
    names: &'p Names<'a>,
    by_label: HashMap<(Sym, Sym), Vec<u32>>,
    /// Those with a label whose value is not known.
    by_key: HashMap<Sym, Vec<u32>>,
    by_namespace: HashMap<Sym, Vec<u32>>,
    /// Pods of the node's network, which no selector over pods chooses.
    on_nodes: Vec<u32>,
    others: Vec<u32>,
}

impl<'p, 'a> Index<'p, 'a> {
    pub(super) fn of(pods: &'p Pods<'a>, names: &'p Names<'a>) -> Self {
        let mut index = Self {
            pods,
            names,
            by_label: HashMap::new(),
            by_key: HashMap::new(),
            by_namespace: HashMap::new(),
            on_nodes: Vec::new(),
            others: Vec::new(),
        };
        for (class, number) in pods.classes.iter().zip(0..) {
            if class.on_node {
                index.on_nodes.push(number);
                continue;
            }
            index.others.push(number);
            if let Value::Is(namespace) = pods.value(class, names, Key::NamespaceName) {
                index.by_namespace.entry(namespace).or_default().push(number);
            }
            for &(key, value) in &class.labels {
                match value {
                    Value::Is(value) => index.by_label.entry((key, value)).or_default(),
                    _ => index.by_key.entry(key).or_default(),
                }
                .push(number);
            }
        }
        index
    }

    /// The pods that `expr` chooses.
    pub(super) fn pods(&self, expr: &Expr) -> Chosen {
        if expr.is_everything() {
            return self.choose(&self.others, |_| Tri::Yes, true);
        }
        let candidates = expr.parts().iter().filter_map(|part| self.candidates(part));
        let fewest = candidates.min_by_key(Vec::len);
        let candidates = fewest.as_ref().unwrap_or(&self.others);
        let eval =
            |class: &Class| expr.eval(self.names, &|key| self.pods.value(class, self.names, key));
        self.choose(candidates, eval, false)
    }

    /// The pods of the node's network whose nodes `expr` chooses.
    pub(super) fn nodes(&self, expr: &Expr) -> Chosen {
        let eval =
            |class: &Class| expr.eval(self.names, &|key| self.pods.value(class, self.names, key));
        self.choose(&self.on_nodes, eval, false)
    }

    /// The classes that come into question where `part` must hold; none where all do.
    fn candidates(&self, part: &Expr) -> Option<Vec<u32>> {
        let Expr::In(key, values) = part else {
            return None;
        };
        let lists = values.iter().filter_map(|value| match key {
            Key::Pod(key) => self.by_label.get(&(*key, *value)),
            Key::NamespaceName => self.by_namespace.get(value),
            _ => None,
        });
        let open = match key {
            Key::Pod(key) => self.by_key.get(key),
            _ => None,
        };
        match key {
            Key::Pod(_) | Key::NamespaceName => {
                let mut classes: Vec<u32> = lists.chain(open).flatten().copied().collect();
                classes.sort_unstable();
                Some(classes)
            }
            _ => None,
        }
    }

    fn choose(&self, candidates: &[u32], eval: impl Fn(&Class) -> Tri, everything: bool) -> Chosen {
        let words = self.pods.classes.len().div_ceil(64);
        let mut chosen =
            Chosen { everything, classes: Vec::new(), yes: vec![0; words], may: vec![0; words] };
        for &number in candidates {
            let Some(class) = self.pods.classes.get(number as usize) else {
                continue;
            };
            let has = eval(class);
            if has == Tri::No {
                continue;
            }
            chosen.classes.push(number);
            set(&mut chosen.may, number);
            if has == Tri::Yes {
                set(&mut chosen.yes, number);
            }
        }
        chosen
    }
}

/// What every selector chooses, by number.
pub(super) struct Choices {
    pods: Vec<Chosen>,
    nodes: Vec<Option<Chosen>>,
}

impl Choices {
    /// Asks every selector; those over nodes, of nodes.
    pub(super) fn of(index: &Index<'_, '_>, exprs: &[Expr], over_nodes: &[ExprId]) -> Self {
        let mut nodes: Vec<Option<Chosen>> = exprs.iter().map(|_| None).collect();
        for &ExprId(id) in over_nodes {
            if let (Some(slot), Some(expr)) = (nodes.get_mut(id as usize), exprs.get(id as usize)) {
                *slot = Some(index.nodes(expr));
            }
        }
        Self { pods: exprs.iter().map(|expr| index.pods(expr)).collect(), nodes }
    }

    pub(super) fn pods(&self, ExprId(id): ExprId) -> Option<&Chosen> {
        self.pods.get(id as usize)
    }

    pub(super) fn nodes(&self, ExprId(id): ExprId) -> Option<&Chosen> {
        self.nodes.get(id as usize)?.as_ref()
    }
}
