//! On which nodes pods may run.

use super::view::{List, view};

view! {
    /// A taint the pod puts up with.
    Toleration "Toleration" {
        /// Left out, with `operator: Exists`: every key.
        key "key": &'a str,
        /// Left out: `Equal`.
        operator "operator": &'a str,
        value "value": &'a str,
        /// Left out: every effect.
        effect "effect": &'a str,
        toleration_seconds "tolerationSeconds": i64,
    }

    /// Preferences and demands on the node.
    Affinity "Affinity" {
        node_affinity "nodeAffinity": NodeAffinity<'a>,
    }

    /// Preferences and demands on the labels of the node.
    NodeAffinity "NodeAffinity" {
        required "requiredDuringSchedulingIgnoredDuringExecution": NodeSelector<'a>,
        preferred "preferredDuringSchedulingIgnoredDuringExecution": List<'a, PreferredSchedulingTerm<'a>>,
    }

    /// A wish, with its weight.
    PreferredSchedulingTerm "PreferredSchedulingTerm" {
        weight "weight": i64,
        preference "preference": NodeSelectorTerm<'a>,
    }

    /// Chooses nodes: one of its terms must match.
    NodeSelector "NodeSelector" {
        terms "nodeSelectorTerms": List<'a, NodeSelectorTerm<'a>>,
    }

    /// One term: all of its lines must match. An empty one matches no node.
    NodeSelectorTerm "NodeSelectorTerm" {
        match_expressions "matchExpressions": List<'a, NodeSelectorRequirement<'a>>,
        match_fields "matchFields": List<'a, NodeSelectorRequirement<'a>>,
    }

    /// One line of a term.
    NodeSelectorRequirement "NodeSelectorRequirement" {
        key "key": &'a str,
        operator "operator": &'a str,
        values "values": List<'a, &'a str>,
    }

    /// A mark on a node that keeps pods away.
    Taint "Taint" {
        key "key": &'a str,
        value "value": &'a str,
        effect "effect": &'a str,
    }
}

impl Toleration<'_> {
    /// Does it put up with `taint`? As `ToleratesTaint` of k8s.io/component-helpers: an empty effect
    /// matches all effects, an empty key with `Exists` matches all keys. `None` where the API server
    /// would refuse its operator.
    #[must_use]
    pub fn tolerates(self, taint: Taint<'_>) -> Option<bool> {
        let (effect, key) = (self.effect().or(""), self.key().or(""));
        let same_effect = effect.is_empty() || effect == taint.effect().or("");
        let same_key = key.is_empty() || key == taint.key().or("");
        match self.operator().or("") {
            "" | "Equal" => Some(
                same_effect
                    && same_key
                    && !key.is_empty()
                    && self.value().or("") == taint.value().or(""),
            ),
            "Exists" => Some(same_effect && same_key),
            _ => None,
        }
    }
}

impl Toleration<'_> {
    /// Does it put up with whatever keeps pods off a node?
    #[must_use]
    pub fn is_blanket(self) -> bool {
        self.key().or("").is_empty() && self.operator().is("Exists") && self.schedules()
    }

    /// Does it put up with the mark of the control plane's nodes, by its present name or its former one?
    #[must_use]
    pub fn is_for_control_plane(self) -> bool {
        let key = self.key().or("");
        let names_it = key.is_empty() || is_control_plane_role(key);
        let matches = match self.operator().or("") {
            "" | "Equal" => !key.is_empty() && self.value().or("").is_empty(),
            "Exists" => true,
            _ => false,
        };
        names_it && matches && self.schedules()
    }

    /// Does it let a pod be put on a node, rather than stay there?
    fn schedules(self) -> bool {
        matches!(self.effect().or(""), "" | "NoSchedule")
    }
}

/// Is this the label, or the taint, of nodes that run the control plane?
#[must_use]
pub fn is_control_plane_role(key: &str) -> bool {
    CONTROL_PLANE.contains(&key)
}

/// The taint of the nodes that run the control plane; the second name was given up in 1.25.
const CONTROL_PLANE: &[&str] =
    &["node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FromNode;
    use crate::parse::{Document, Limits};

    fn tolerates(toleration: &str) -> Option<bool> {
        let read = |text| Document::parse(text, Limits::default()).expect("YAML");
        let taint = read("{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}");
        let toleration = read(toleration);
        Toleration::from_node(toleration.root())
            .expect("a mapping")
            .tolerates(Taint::from_node(taint.root()).expect("a mapping"))
    }

    #[test]
    fn what_is_left_out_matches_everything() {
        assert_eq!(tolerates("{operator: Exists}"), Some(true));
        assert_eq!(tolerates("{operator: Exists, effect: NoSchedule}"), Some(true));
        assert_eq!(tolerates("{operator: Exists, effect: NoExecute}"), Some(false));
        assert_eq!(tolerates("{key: node-role.kubernetes.io/control-plane}"), Some(true));
    }

    #[test]
    fn a_toleration_for_every_key_is_one_for_the_control_plane() {
        let read = |text: &str| {
            let document = Document::parse(text, Limits::default()).expect("YAML");
            let toleration = Toleration::from_node(document.root()).expect("a mapping");
            (toleration.is_blanket(), toleration.is_for_control_plane())
        };
        assert_eq!(read("{operator: Exists}"), (true, true));
        assert_eq!(read("{operator: Exists, effect: NoSchedule}"), (true, true));
        assert_eq!(read("{operator: Exists, effect: NoExecute}"), (false, false));
        assert_eq!(read("{key: node-role.kubernetes.io/master, operator: Exists}"), (false, true));
        assert_eq!(
            read("{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}"),
            (false, true)
        );
        assert_eq!(
            read("{key: node-role.kubernetes.io/control-plane, value: 'true'}"),
            (false, false)
        );
        assert_eq!(read("{key: dedicated, operator: Exists}"), (false, false));
        assert_eq!(read("{}"), (false, false));
    }

    #[test]
    fn key_and_value_must_match_where_they_are_compared() {
        assert_eq!(
            tolerates("{key: node-role.kubernetes.io/master, operator: Exists}"),
            Some(false)
        );
        let valued = "{key: node-role.kubernetes.io/control-plane, value: 'true'}";
        assert_eq!(tolerates(valued), Some(false));
        assert_eq!(tolerates("{}"), Some(false));
        assert_eq!(tolerates("{operator: Near}"), None);
    }
}
