//! All pairs: what each government lets through to every other end, and both directions together.

use std::collections::BTreeSet;

use super::Direction;
use super::evaluate::{End, ask};
use super::policy::{Blocks, Who};
use super::ports::{Bounds, SetId, Sets};
use super::program::{Government, Program};
use crate::model::{Address, AddressRange};

/// What one government lets through: to pods like many, to the pods that some rule is about, and to
/// addresses outside.
pub(super) struct Row {
    pub(super) rest: Bounds,
    pub(super) classes: Vec<(u32, Bounds)>,
    pub(super) ranges: Vec<(AddressRange, Bounds)>,
}

/// Who opens a connection or takes it: pods of a class, or addresses outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Party {
    Class(u32),
    Outside(AddressRange),
}

/// The rows of both directions, by government.
pub(super) struct Rows {
    egress: Vec<Row>,
    ingress: Vec<Row>,
    /// For each class, the governments of ingress whose rows name it.
    ingress_by_class: Vec<Vec<(u32, Bounds)>>,
}

impl Row {
    fn of(
        program: &Program<'_>,
        sets: &mut Sets,
        direction: Direction,
        government: &Government,
    ) -> Self {
        let touched = touched(program, direction, government);
        let class = government.class;
        let mut ask = |end| ask(program, sets, direction, class, end, &mut ());
        let rest = ask(End::AnyPod);
        let classes = touched.classes.iter().map(|&class| (class, ask(End::Class(class))));
        let classes = classes.collect();
        let mut ranges: Vec<(AddressRange, Bounds)> = Vec::new();
        for range in stretches(&touched.cuts) {
            let bounds = ask(End::Address(range.start()));
            match ranges.last_mut() {
                Some((last, same)) if *same == bounds && last.v6 == range.v6 => {
                    last.last = range.last;
                }
                _ => ranges.push((range, bounds)),
            }
        }
        Self { rest, classes, ranges }
    }
}

/// The ends that the rules of a government tell from others.
#[derive(Default)]
struct Touched {
    classes: Vec<u32>,
    cuts: BTreeSet<Address>,
}

fn touched(program: &Program<'_>, direction: Direction, government: &Government) -> Touched {
    let mut touched = Touched::default();
    touched.cuts.extend([AddressRange::V4.start(), AddressRange::V6.start()]);
    touched.classes.extend(&program.on_nodes);
    let policies = program.policies_under(government);
    for rule in policies.flat_map(|(_, policy)| &policy.side(direction).rules) {
        if direction == Direction::Egress {
            for named in rule.ports.named.iter().chain(&rule.ports.except_named) {
                touched.classes.extend(program.naming.get(&named.name).into_iter().flatten());
            }
        }
        for item in rule.items() {
            match &item.who {
                Who::Pods(expr) | Who::PodsIn(expr, _) => {
                    let chosen = program.choices.pods(*expr).filter(|chosen| !chosen.everything);
                    touched.classes.extend(chosen.into_iter().flat_map(|chosen| &chosen.classes));
                }
                Who::Nodes(_) | Who::Hosts(_) | Who::Group(_) => {}
                Who::Blocks(blocks) => {
                    touched.cuts.extend(blocks.cuts());
                    if let Blocks { hold_pods: true, .. } = blocks {
                        touched.classes.extend(&program.addressed);
                    }
                }
            }
            if let Who::PodsIn(..) = item.who {
                touched.classes.extend(&program.addressed);
            }
        }
    }
    touched.classes.sort_unstable();
    touched.classes.dedup();
    touched
}

/// The ends that the rules of a government tell from others, and one like all others.
pub(super) fn ends(
    program: &Program<'_>,
    direction: Direction,
    government: &Government,
) -> Vec<End<'static>> {
    let touched = touched(program, direction, government);
    let addresses = stretches(&touched.cuts).map(|range| End::Address(range.start()));
    let classes = touched.classes.iter().map(|class| End::Class(*class));
    classes.chain([End::AnyPod]).chain(addresses).collect()
}

/// The addresses between cuts, from each to the next.
fn stretches(cuts: &BTreeSet<Address>) -> impl Iterator<Item = AddressRange> {
    cuts.iter().map(|cut| {
        let whole = if cut.v6 { AddressRange::V6 } else { AddressRange::V4 };
        let next = cuts.range((std::ops::Bound::Excluded(cut), std::ops::Bound::Unbounded)).next();
        let last = next.filter(|next| next.v6 == cut.v6).map_or(whole.last, |next| next.bits - 1);
        AddressRange { v6: cut.v6, first: cut.bits, last }
    })
}

impl Rows {
    pub(super) fn of(program: &Program<'_>) -> Self {
        let mut sets = program.sets();
        let mut rows = |direction| -> Vec<Row> {
            let governments = program.governments(direction).iter();
            governments.map(|one| Row::of(program, &mut sets, direction, one)).collect()
        };
        let (egress, ingress) = (rows(Direction::Egress), rows(Direction::Ingress));
        let mut ingress_by_class = vec![Vec::new(); program.pods.classes.len()];
        for (row, number) in ingress.iter().zip(0..) {
            for &(class, bounds) in &row.classes {
                if let Some(by_class) = ingress_by_class.get_mut(class as usize) {
                    by_class.push((number, bounds));
                }
            }
        }
        Self { egress, ingress, ingress_by_class }
    }

    /// Those of one direction, by government.
    pub(super) fn all(&self, direction: Direction) -> &[Row] {
        match direction {
            Direction::Egress => &self.egress,
            Direction::Ingress => &self.ingress,
        }
    }

    /// What comes in to a class from some address outside or other.
    pub(super) fn admitted_from_outside(
        &self,
        program: &Program<'_>,
        class: u32,
        sets: &mut Sets,
    ) -> Bounds {
        any_outside(&self.ingress, program.by_class(Direction::Ingress), class, sets)
    }

    /// What a class may open to some address outside or other.
    pub(super) fn let_out(&self, program: &Program<'_>, class: u32, sets: &mut Sets) -> Bounds {
        any_outside(&self.egress, program.by_class(Direction::Egress), class, sets)
    }

    /// Calls `f` with every two parties between which something passes or may pass: for each class in
    /// order, where it may connect to; then who may connect from outside.
    pub(super) fn each(&self, program: &Program<'_>, mut f: impl FnMut(Party, Party, Bounds)) {
        let mut sets = program.sets();
        let egress = program.by_class(Direction::Egress);
        let ingress = program.by_class(Direction::Ingress);
        let mut outgoing = vec![Bounds::NONE; ingress.len()];
        let rest: Vec<Bounds> = self.ingress.iter().map(|row| row.rest).collect();
        let mut incoming = rest.clone();
        for ((&government, src), named) in egress.iter().zip(0..).zip(&self.ingress_by_class) {
            let Some(row) = self.egress.get(government as usize) else {
                continue;
            };
            write(&mut incoming, named);
            let mut pair = |dst: u32, out: Bounds, into: Bounds| {
                if out.may == SetId::NONE || into.may == SetId::NONE {
                    return;
                }
                let both = out.and(into, &mut sets);
                if both.may != SetId::NONE {
                    f(Party::Class(src), Party::Class(dst), both);
                }
            };
            let into = |dst: u32| {
                let government = ingress.get(dst as usize).copied().unwrap_or_default();
                incoming.get(government as usize).copied().unwrap_or(Bounds::NONE)
            };
            if row.rest.may == SetId::NONE {
                row.classes.iter().for_each(|&(dst, out)| pair(dst, out, into(dst)));
            } else {
                outgoing.fill(row.rest);
                write(&mut outgoing, &row.classes);
                for ((&out, &government), dst) in outgoing.iter().zip(ingress).zip(0..) {
                    let into = incoming.get(government as usize).copied();
                    pair(dst, out, into.unwrap_or(Bounds::NONE));
                }
            }
            for &(government, _) in named {
                if let (Some(slot), Some(rest)) =
                    (incoming.get_mut(government as usize), rest.get(government as usize))
                {
                    *slot = *rest;
                }
            }
            for &(range, bounds) in row.ranges.iter().filter(|(_, out)| out.may != SetId::NONE) {
                f(Party::Class(src), Party::Outside(range), bounds);
            }
        }
        for (&government, dst) in ingress.iter().zip(0..) {
            let ranges =
                self.ingress.get(government as usize).into_iter().flat_map(|row| &row.ranges);
            for &(range, bounds) in ranges.filter(|(_, into)| into.may != SetId::NONE) {
                f(Party::Outside(range), Party::Class(dst), bounds);
            }
        }
    }
}

/// What passes between a class and some address outside or other.
fn any_outside(rows: &[Row], by_class: &[u32], class: u32, sets: &mut Sets) -> Bounds {
    let row = by_class.get(class as usize).and_then(|government| rows.get(*government as usize));
    let ranges = row.into_iter().flat_map(|row| &row.ranges);
    ranges.fold(Bounds::NONE, |any, (_, bounds)| any.or(*bounds, sets))
}

fn write(to: &mut [Bounds], values: &[(u32, Bounds)]) {
    for &(at, value) in values {
        if let Some(slot) = to.get_mut(at as usize) {
            *slot = value;
        }
    }
}
