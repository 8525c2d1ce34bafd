//! What a binding lets each of its subjects become.

use std::collections::HashSet;

use super::Builder;
use super::gains::{Gain, Use};
use crate::engine::paths::{Edge, Goal, Point};
use crate::engine::rbac::{Binding, Held, Need};
use crate::model::Place;

impl<'a> Builder<'_, 'a> {
    pub(super) fn binding(&mut self, binding: &Binding<'a>) {
        let rbac = self.rbac;
        let everything = binding.roles().iter().any(|id| rbac.allows_everything(*id));
        let held: Vec<Held<'_, 'a>> =
            if everything { Vec::new() } else { rbac.held_by(binding).collect() };
        let mut shared = None;
        for (who, spot) in &binding.subjects {
            let from = Point::Identity(*who);
            let mut cause =
                |builder: &mut Self| *shared.get_or_insert_with(|| builder.narrowing(binding));
            let edge = |what: &str, cause, assumes, sends| Edge {
                text: format!("{} lets {who} {what}", binding.text()),
                sends,
                cause,
                assumes,
                object: binding.object,
                place: binding.object.map(|object| match spot {
                    Some(spot) => Place::of(object, *spot),
                    None => Place::of(object, object.name_node()),
                }),
            };
            if everything {
                let to = match binding.namespace {
                    None | Some("kube-system") => Point::Goal(Goal::ClusterAdmin),
                    Some(namespace) => Point::AccountsOf(namespace),
                };
                let cause = cause(self);
                let need = Need::on("*", "*", "*", binding.namespace);
                self.edge(from, to, edge("do everything", cause, None, vec![(*who, need)]));
                continue;
            }
            for held in &held {
                // What two ways give alike is said of the stronger one.
                let mut seen = HashSet::new();
                for way in held.ways() {
                    for gain in self.gains(&Use::of(*who, held, way)) {
                        let Gain { to, what, assumes, .. } = gain;
                        if !seen.insert((to, assumes)) {
                            continue;
                        }
                        let cause = cause(self);
                        let what = what.replace("{}", &self.paths.text(to));
                        let sends = vec![(*who, held.need(way))];
                        self.edge(from, to, edge(&what, cause, assumes, sends));
                    }
                }
            }
        }
    }
}
