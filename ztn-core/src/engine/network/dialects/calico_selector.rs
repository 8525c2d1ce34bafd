//! Calico's selectors, as they are evaluated.

use crate::engine::network::selector::{Expr, Key, Names};
use crate::model::calico_selector::CalicoSelector;

/// What a label of a selector stands for.
pub(in crate::engine::network) type KeyOf = for<'a> fn(&mut Names<'a>, &'a str) -> Key;

/// What is selected: `all()` of namespaces is no endpoint beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine::network) enum Of {
    /// Pods, all of which are in a namespace.
    Pods,
    /// Hosts and sets of networks by their own labels.
    Others,
    /// The same by their namespaces.
    NamespacesOfOthers,
}

impl Of {
    /// The same, chosen by their namespaces.
    pub(in crate::engine::network) fn by_namespace(self) -> Self {
        if self == Self::Pods { self } else { Self::NamespacesOfOthers }
    }
}

/// Reads a selector; [`Expr::Broken`] where it is none.
pub(in crate::engine::network) fn parse<'a>(
    text: &'a str,
    names: &mut Names<'a>,
    key_of: KeyOf,
    of: Of,
) -> Expr {
    match CalicoSelector::parse(text) {
        Some(selector) => lower(&selector, names, key_of, of),
        None => Expr::Broken,
    }
}

fn lower<'a>(selector: &CalicoSelector<'a>, names: &mut Names<'a>, key_of: KeyOf, of: Of) -> Expr {
    let mut each = |parts: &[CalicoSelector<'a>]| -> Vec<Expr> {
        parts.iter().map(|part| lower(part, names, key_of, of)).collect()
    };
    let in_a_namespace = Expr::Exists(Key::NamespaceName);
    match selector {
        CalicoSelector::Everything if of == Of::NamespacesOfOthers => in_a_namespace,
        CalicoSelector::Everything => Expr::EVERYTHING,
        CalicoSelector::Global if of == Of::Pods => Expr::Any(Vec::new()),
        CalicoSelector::Global => in_a_namespace.not(),
        CalicoSelector::All(parts) => {
            each(parts).into_iter().fold(Expr::EVERYTHING, |all, part| all.and(part))
        }
        CalicoSelector::Any(parts) => Expr::Any(each(parts)),
        CalicoSelector::Not(inner) => lower(inner, names, key_of, of).not(),
        CalicoSelector::In(label, values) => {
            let values = values.iter().map(|value| names.sym(value)).collect();
            Expr::is_in(key_of(names, label), values)
        }
        CalicoSelector::Has(label) => Expr::Exists(key_of(names, label)),
        CalicoSelector::Text(label, look, value) => {
            Expr::Text(key_of(names, label), *look, names.sym(value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::network::selector::{Tri, Value, pod_key};

    /// Does a selector choose a pod with these labels? `None` where it is none.
    fn chooses(selector: &str, labels: &[(&str, &str)]) -> Option<bool> {
        let mut names = Names::default();
        for (key, value) in labels {
            names.sym(Box::leak((*key).to_owned().into_boxed_str()));
            names.sym(Box::leak((*value).to_owned().into_boxed_str()));
        }
        let selector: &'static str = Box::leak(selector.to_owned().into_boxed_str());
        let expr = parse(selector, &mut names, pod_key, Of::Pods);
        let value = |key| match key {
            Key::Pod(key) => labels
                .iter()
                .find(|(label, _)| names.known(label) == Some(key))
                .and_then(|(_, value)| names.known(value))
                .map_or(Value::Absent, Value::Is),
            _ => Value::Unknown,
        };
        match expr.eval(&names, &value) {
            Tri::Maybe => None,
            tri => Some(tri == Tri::Yes),
        }
    }

    #[test]
    fn selectors_are_read_as_calico_reads_them() {
        let web: &[(&str, &str)] = &[("app", "web"), ("env", "prod"), ("my.org/tier", "front-end")];
        for (selector, wanted) in [
            ("", Some(true)),
            ("all()", Some(true)),
            ("global()", Some(false)),
            ("app == 'web'", Some(true)),
            ("app == \"web\"", Some(true)),
            ("app=='db'", Some(false)),
            ("app != 'db'", Some(true)),
            ("none != 'x'", Some(true)),
            ("none == 'x'", Some(false)),
            ("has(app)", Some(true)),
            ("!has(app)", Some(false)),
            ("!has(none)", Some(true)),
            ("app in {'web', 'db'}", Some(true)),
            ("app not in {'web', 'db'}", Some(false)),
            ("none not in {'web'}", Some(true)),
            ("app in {}", Some(false)),
            ("my.org/tier contains 'end'", Some(true)),
            ("my.org/tier starts with 'front'", Some(true)),
            ("my.org/tier ends with 'front'", Some(false)),
            ("app == 'web' && env == 'dev'", Some(false)),
            ("app == 'web' || env == 'dev'", Some(true)),
            ("app == 'db' || app == 'web' && env == 'prod'", Some(true)),
            ("(app == 'db' || app == 'web') && env == 'dev'", Some(false)),
            ("!(app == 'db')", Some(true)),
            ("! app == 'web'", Some(false)),
            ("app notin {'web'}", Some(false)),
            ("app startswith 'we'", Some(true)),
            ("app in {'web',}", Some(true)),
            ("!!has(app)", Some(true)),
            ("has == 'x'", Some(false)),
            ("app in {'web' 'db'}", None),
            ("has()", None),
            ("all() garbage", None),
            ("app = 'web'", None),
            ("app == web", None),
            ("app ==", None),
            ("(app == 'web'", None),
            ("app == 'web' garbage", None),
            ("&& has(app)", None),
        ] {
            assert_eq!(chooses(selector, web), wanted, "{selector}");
        }
    }

    #[test]
    fn a_selector_of_a_thousand_parentheses_is_none() {
        assert_eq!(chooses(&"(".repeat(1_000_000), &[]), None);
        assert_eq!(chooses(&"!".repeat(1_000_000), &[]), None);
        assert_eq!(chooses(&("!".repeat(1_000_000) + "all()"), &[]), Some(true));
    }
}
