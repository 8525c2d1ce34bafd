//! Does a selector, a peer or a rule surely stand for all that another one stands for, in whatever cluster?
//!
//! Only what the texts alone make sure of: `false` may be a lack of proof.

use super::policy::{Blocks, Peers, Rule, Who};
use super::ports::{SetId, Sets};
use super::program::Program;
use super::selector::Expr;
use crate::model::AddressRange;

impl Expr {
    /// Does it choose whatever `part` chooses?
    pub(super) fn covers(&self, part: &Self) -> bool {
        let has = part.parts();
        self.parts().iter().all(|wanted| has.iter().any(|has| has.implies(wanted)))
    }

    /// Does `wanted` hold wherever this does?
    fn implies(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            // Nobody knows what those choose.
            (Self::Broken, _) | (_, Self::Broken) => false,
            (Self::In(key, values), Self::In(wanted, more)) => {
                key == wanted && values.iter().all(|value| more.contains(value))
            }
            (Self::In(key, _) | Self::Text(key, ..), Self::Exists(wanted)) => key == wanted,
            (Self::In(key, values), Self::Not(not)) => match &**not {
                Self::In(wanted, others) => {
                    key == wanted && !values.iter().any(|value| others.contains(value))
                }
                _ => false,
            },
            (has, wanted) => has == wanted && !has.has_broken_part(),
        }
    }

    fn has_broken_part(&self) -> bool {
        match self {
            Self::Broken => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_broken_part),
            Self::Not(inner) => inner.has_broken_part(),
            Self::In(..) | Self::Exists(_) | Self::Text(..) => false,
        }
    }
}

impl Blocks {
    fn covers(&self, part: &Self) -> bool {
        let inside = |range: &AddressRange| {
            self.ranges.iter().any(|whole| whole.covers(*range))
                && self.except.iter().all(|hole| {
                    !hole.meets(*range) || part.except.iter().any(|same| same.covers(*hole))
                })
        };
        let as_many = self.hold_pods >= part.hold_pods && self.hold_nodes >= part.hold_nodes;
        as_many && !part.ranges.is_empty() && part.ranges.iter().all(inside)
    }

    /// Are they every address of both families, those of pods included?
    pub(super) fn hold_every_pod(&self) -> bool {
        let holds = |family| self.ranges.iter().any(|range| range.covers(family));
        let families = [AddressRange::V4, AddressRange::V6];
        self.hold_pods && self.except.is_empty() && families.into_iter().all(holds)
    }
}

impl Program<'_> {
    fn covers_who(&self, whole: &Who, part: &Who) -> bool {
        match (whole, part) {
            (Who::Pods(whole), Who::Pods(part)) | (Who::Nodes(whole), Who::Nodes(part)) => {
                self.expr(*whole).covers(self.expr(*part))
            }
            (Who::Blocks(whole), Who::Blocks(part)) => whole.covers(part),
            (Who::Blocks(whole), Who::Pods(_)) => whole.hold_every_pod(),
            // What names of hosts stand for, nobody knows.
            _ => false,
        }
    }

    /// Does `whole` match all the traffic that `part` matches, for the same subjects?
    pub(super) fn covers_rule(&self, sets: &mut Sets, whole: &Rule, part: &Rule) -> bool {
        let peers = match (&whole.peers, &part.peers) {
            (Peers::Everyone, _) => true,
            (Peers::AnyOf(_), Peers::Everyone) => false,
            (Peers::AnyOf(whole), Peers::AnyOf(part)) => part
                .iter()
                .all(|peer| whole.iter().any(|wider| self.covers_who(&wider.who, &peer.who))),
        };
        let (wide, narrow) = (&whole.ports, &part.ports);
        let is_plain = whole.only.is_none() && wide.except == SetId::NONE;
        peers
            && is_plain
            && sets.minus(narrow.fixed, wide.fixed) == SetId::NONE
            && (wide.fixed == SetId::ALL
                || narrow.named.iter().all(|name| wide.named.contains(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::selector::{Key, Names, Sym, Tri, Value};
    use super::Expr;

    /// Every selector over two labels and two values, two of them at a time.
    fn selectors(names: &mut Names<'static>) -> Vec<Expr> {
        let (a, b) = (Key::Pod(names.sym("a")), Key::Pod(names.sym("b")));
        let (x, y) = (names.sym("x"), names.sym("y"));
        let mut single = vec![Expr::EVERYTHING, Expr::Any(Vec::new()), Expr::Broken];
        for key in [a, b] {
            let tests = [Expr::is(key, x), Expr::is_in(key, vec![x, y]), Expr::Exists(key)];
            single.extend(tests.iter().cloned().map(Expr::not));
            single.extend(tests);
        }
        let both = single.iter().flat_map(|one| {
            single.iter().flat_map(|other| {
                [one.clone().and(other.clone()), Expr::Any(vec![one.clone(), other.clone()])]
            })
        });
        both.collect()
    }

    #[test]
    fn whatever_the_covered_one_chooses_the_covering_one_does() {
        let mut names = Names::default();
        let selectors = selectors(&mut names);
        let (a, x, y) = (names.sym("a"), names.sym("x"), names.sym("y"));
        let values = [Value::Absent, Value::Is(x), Value::Is(y), Value::Is(Sym::OTHER)];
        let pods: Vec<_> = values.iter().flat_map(|one| values.map(|two| (*one, two))).collect();
        let chosen = |expr: &Expr| -> Vec<Tri> {
            let of = |(one, two): &(Value, Value)| {
                expr.eval(&names, &|key| if key == Key::Pod(a) { *one } else { *two })
            };
            pods.iter().map(of).collect()
        };
        let chosen: Vec<_> = selectors.iter().map(chosen).collect();
        let mut covered = 0;
        for (whole, by_whole) in selectors.iter().zip(&chosen) {
            for (part, by_part) in selectors.iter().zip(&chosen) {
                if whole.covers(part) {
                    covered += 1;
                    // What is broken may be anything: it has to be certain that it is chosen.
                    let holds = by_whole
                        .iter()
                        .zip(by_part)
                        .all(|(whole, part)| *part == Tri::No || *whole == Tri::Yes);
                    assert!(holds, "{whole:?} does not cover {part:?}");
                }
            }
        }
        assert!(covered > selectors.len(), "some cover others");
    }
}
