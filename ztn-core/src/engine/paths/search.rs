//! Shortest paths to a goal, and the fewest changes after which there is none.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use petgraph::Direction;
use petgraph::algo::ford_fulkerson;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{Cause, Edge, Goal, Paths, Point};

/// A way from a point to a goal.
pub struct Path<'p, 'a> {
    /// Where it begins.
    pub from: Point<'a>,
    /// Where it ends.
    pub to: Goal,
    /// The steps, each with where it leads.
    pub steps: Vec<(&'p Edge<'a>, Point<'a>)>,
}

/// The next step of everybody towards one goal.
type Next = HashMap<NodeIndex, EdgeIndex>;

impl<'a> Paths<'a> {
    /// The shortest path from each of these points, where there is one.
    #[must_use]
    pub fn shortest(&self, from: &[Point<'a>], to: Goal) -> Vec<Path<'_, 'a>> {
        let next = self.next(to, &HashSet::new());
        from.iter().filter_map(|point| self.path(*point, to, &next)).collect()
    }

    /// One search backwards from the goal tells everybody's next step.
    fn next(&self, to: Goal, without: &HashSet<usize>) -> Next {
        let mut next = Next::new();
        let Some(&goal) = self.index.get(&Point::Goal(to)) else {
            return next;
        };
        let mut open = VecDeque::from([goal]);
        while let Some(at) = open.pop_front() {
            for edge in self.graph.edges_directed(at, Direction::Incoming) {
                let is_cut = edge.weight().cause.is_some_and(|cause| without.contains(&cause));
                let from = edge.source();
                if !is_cut && from != goal && !next.contains_key(&from) {
                    next.insert(from, edge.id());
                    open.push_back(from);
                }
            }
        }
        next
    }

    fn path(&self, from: Point<'a>, to: Goal, next: &Next) -> Option<Path<'_, 'a>> {
        let mut at = *self.index.get(&from)?;
        let mut steps = Vec::new();
        while let Some(&edge) = next.get(&at) {
            let (_, end) = self.graph.edge_endpoints(edge)?;
            steps.push((self.graph.edge_weight(edge)?, *self.graph.node_weight(end)?));
            at = end;
            if self.graph.node_weight(at) == Some(&Point::Goal(to)) {
                return Some(Path { from, to, steps });
            }
        }
        None
    }

    /// The fewest changes after which none of these points leads to the goal: a minimum cut, in which what
    /// could be changed has capacity one and everything else cannot be cut. None where no change helps.
    #[must_use]
    pub fn cut(&self, from: &[Point<'a>], to: Goal) -> Option<Vec<&Cause<'a>>> {
        const NEVER: u32 = u32::MAX / 4;
        let starts: Vec<NodeIndex> =
            from.iter().filter_map(|point| self.index.get(point).copied()).collect();
        let goal = *self.index.get(&Point::Goal(to))?;
        // Points, then for each cause where it is entered and where it is left.
        let mut flow: DiGraph<(), u32> = DiGraph::new();
        let points: Vec<NodeIndex> = self.graph.node_indices().map(|_| flow.add_node(())).collect();
        let causes: Vec<(NodeIndex, NodeIndex)> = self
            .causes
            .iter()
            .map(|_| {
                let (entered, left) = (flow.add_node(()), flow.add_node(()));
                flow.add_edge(entered, left, 1);
                (entered, left)
            })
            .collect();
        let source = flow.add_node(());
        let point = |at: NodeIndex| points.get(at.index()).copied();
        for edge in self.graph.edge_references() {
            let (from, to) = (point(edge.source())?, point(edge.target())?);
            match edge.weight().cause.and_then(|cause| causes.get(cause)) {
                Some(&(entered, left)) => {
                    flow.update_edge(from, entered, NEVER);
                    flow.update_edge(left, to, NEVER);
                }
                None => {
                    flow.update_edge(from, to, NEVER);
                }
            }
        }
        for start in starts {
            flow.update_edge(source, point(start)?, NEVER);
        }
        let (total, flows) = ford_fulkerson(&flow, source, point(goal)?);
        if total >= NEVER {
            return None;
        }
        // From where the goal can still be reached, where the flow leaves room: what is left and not entered
        // there is cut. Of several smallest cuts this is the one nearest to the goal: bindings before pods.
        let goal = point(goal)?;
        let mut reached = HashSet::from([goal]);
        let mut open = vec![goal];
        let used = |edge: EdgeIndex| flows.get(edge.index()).copied().unwrap_or(0);
        while let Some(at) = open.pop() {
            let into = flow.edges_directed(at, Direction::Incoming);
            let into = into.filter(|edge| used(edge.id()) < *edge.weight());
            let out = flow.edges_directed(at, Direction::Outgoing);
            let out = out.filter(|edge| used(edge.id()) > 0);
            let next: Vec<NodeIndex> =
                into.map(|edge| edge.source()).chain(out.map(|edge| edge.target())).collect();
            open.extend(next.into_iter().filter(|next| reached.insert(*next)));
        }
        let is_cut = |(entered, left): &(NodeIndex, NodeIndex)| {
            reached.contains(left) && !reached.contains(entered)
        };
        let mut cut: HashSet<usize> =
            (0..).zip(&causes).filter(|(_, pair)| is_cut(pair)).map(|(at, _)| at).collect();
        if self.mixes() {
            for at in 0..self.causes.len() {
                if cut.remove(&at) && !self.is_out_of_reach(from, to, &cut) {
                    cut.insert(at);
                }
            }
        }
        let causes = self.causes.iter().enumerate();
        Some(causes.filter(|(at, _)| cut.contains(at)).map(|(_, cause)| cause).collect())
    }

    /// Does one change end steps of several that lead to different ends? In the flow each of them goes to all of
    /// these, and more may be cut than has to be.
    fn mixes(&self) -> bool {
        let mut steps = HashMap::<usize, BTreeMap<NodeIndex, BTreeSet<NodeIndex>>>::new();
        for edge in self.graph.edge_references() {
            if let Some(cause) = edge.weight().cause {
                let ends = steps.entry(cause).or_default().entry(edge.source()).or_default();
                ends.insert(edge.target());
            }
        }
        steps.values().any(|by_source| {
            let first = by_source.values().next();
            by_source.values().any(|ends| Some(ends) != first)
        })
    }

    /// Does the goal stay out of reach of these points once the causes at these objects are gone?
    #[must_use]
    pub fn is_cut(&self, from: &[Point<'a>], to: Goal, cut: &[&Cause<'a>]) -> bool {
        let gone = |cause: &Cause<'a>| {
            cut.iter().any(|cut| cut.object.id() == cause.object.id() && cut.change == cause.change)
        };
        let without = self.causes.iter().enumerate().filter(|(_, cause)| gone(cause));
        self.is_out_of_reach(from, to, &without.map(|(at, _)| at).collect())
    }

    fn is_out_of_reach(&self, from: &[Point<'a>], to: Goal, without: &HashSet<usize>) -> bool {
        let next = self.next(to, without);
        from.iter().all(|point| self.path(*point, to, &next).is_none())
    }
}
