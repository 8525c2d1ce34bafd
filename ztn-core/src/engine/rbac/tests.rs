//! Truth tables of the authorizer's rules, and a second, naive one on random worlds.

use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::engine::Known;

/// Asks of the objects in `text`, as a whole cluster.
fn ask<T>(text: &str, scope: Scope, question: impl FnOnce(&Rbac<'_>) -> T) -> T {
    let cluster = Cluster::of_text(text);
    let setting = Setting { minor: None, scope, all_read: true, authorizers: Vec::new() };
    question(&Rbac::new(&cluster, &setting))
}

fn word(known: &Known) -> &'static str {
    match known {
        Known::Yes(_) => "yes",
        Known::No(_) => "no",
        Known::Unknown(_) => "unknown",
    }
}

fn identity(text: &str) -> Identity<'_> {
    match text.split_once(':') {
        Some(("sa", rest)) => {
            let (namespace, name) = rest.split_once('/').expect("namespace/name");
            Identity::ServiceAccount { namespace, name }
        }
        Some(("group", name)) => Identity::Group(name),
        _ => Identity::User(text),
    }
}

/// `verb group/resource[/sub][=name][@namespace]`, or `verb /path`.
fn need(text: &str) -> Need<'_> {
    let (verb, rest) = text.split_once(' ').expect("a verb");
    if let Some(path) = rest.strip_prefix('/').filter(|path| path.starts_with('/')) {
        return Need { verb, target: Target::Url(path), namespace: None };
    }
    let (rest, namespace) = rest.split_once('@').map_or((rest, None), |(a, b)| (a, Some(b)));
    let (rest, name) = rest.split_once('=').map_or((rest, None), |(a, b)| (a, Some(b)));
    let (group, resource) = rest.split_once('/').expect("group/resource");
    Need { verb, target: Target::Resource { group, resource, name }, namespace }
}

fn table(text: &str, rows: &[(&str, &str, &str)]) {
    ask(text, Scope::Cluster, |rbac| {
        for (who, what, wanted) in rows {
            let known = rbac.can(&Asker::new(identity(who)), &need(what));
            assert_eq!(&word(&known), wanted, "{who} {what}");
        }
    });
}

#[test]
fn a_role_binding_gives_a_cluster_role_in_its_namespace_alone() {
    table(
        "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
rules:
  - {apiGroups: [''], resources: [secrets, nodes], verbs: [get, list]}
  - {nonResourceURLs: [/metrics], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: User, name: jane}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{kind: User, name: root}, {kind: ServiceAccount, name: nobody}]
",
        &[
            ("jane", "get /secrets=a@shop", "yes"),
            ("jane", "get /secrets=a@other", "no"),
            ("jane", "list /secrets", "no"),
            ("jane", "get /nodes=a", "no"),
            ("jane", "get //metrics", "no"),
            ("root", "list /secrets", "yes"),
            ("root", "list /secrets@other", "yes"),
            ("root", "get /nodes=a", "yes"),
            ("root", "get //metrics", "yes"),
            ("root", "get //healthz", "yes"),
            ("root", "delete /secrets=a@shop", "no"),
            ("group:system:masters", "delete /secrets=a@shop", "yes"),
            // In a ClusterRoleBinding a service account without a namespace is nobody.
            ("sa:default/nobody", "list /secrets", "no"),
        ],
    );
}

#[test]
fn accounts_are_their_users_and_are_in_their_groups() {
    table(
        "
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader, namespace: shop}
rules: [{apiGroups: [''], resources: [configmaps], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects:
  - {kind: User, name: 'system:serviceaccount:shop:web'}
  - {kind: ServiceAccount, name: here}
  - {kind: Group, name: 'system:serviceaccounts:ci'}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: wrong, namespace: shop}
roleRef: {apiGroup: apps, kind: Role, name: reader}
subjects: [{kind: User, name: jane}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: wrong}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: User, name: jane}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: dangling, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: gone}
subjects: [{kind: User, name: joe}]
",
        &[
            ("sa:shop/web", "get /configmaps=a@shop", "yes"),
            ("sa:shop/here", "get /configmaps=a@shop", "yes"),
            ("sa:ci/any", "get /configmaps=a@shop", "yes"),
            ("group:system:serviceaccounts:ci", "get /configmaps=a@shop", "yes"),
            ("sa:shop/other", "get /configmaps=a@shop", "no"),
            ("jane", "get /configmaps=a@shop", "no"),
            ("joe", "get /configmaps=a@shop", "no"),
            ("sa:shop/other", "create authorization.k8s.io/selfsubjectaccessreviews", "yes"),
            ("system:anonymous", "get //healthz", "yes"),
            ("system:anonymous", "get //api", "no"),
            ("system:node:a", "get /pods=a@shop", "unknown"),
        ],
    );
}

#[test]
fn roles_collect_as_long_as_something_is_added_and_circles_end() {
    table(
        "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: a, labels: {to: b}}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {to: a}}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: b, labels: {to: a}}
aggregationRule: {clusterRoleSelectors: [{matchExpressions: [{key: to, operator: In, values: [b]}]}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: leaf, labels: {to: b}}
rules: [{apiGroups: [''], resources: [secrets], verbs: [list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: more, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}
rules: [{apiGroups: [example.com], resources: [widgets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: a}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}
subjects: [{kind: User, name: jane}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: admin, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
subjects: [{kind: User, name: joe}]
",
        &[
            ("jane", "list /secrets", "yes"),
            ("joe", "get example.com/widgets=a@shop", "yes"),
            ("joe", "get /pods/log=a@shop", "yes"),
            ("joe", "create rbac.authorization.k8s.io/rolebindings@shop", "yes"),
            ("joe", "bind rbac.authorization.k8s.io/roles=x@shop", "no"),
            ("joe", "impersonate /serviceaccounts=a@shop", "yes"),
        ],
    );
}

#[test]
fn a_namespace_can_be_given_by_a_binding_in_it() {
    table(
        "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: own}
rules: [{apiGroups: [''], resources: [namespaces], verbs: [get, patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: own}
subjects: [{kind: User, name: jane}]
",
        &[
            ("jane", "patch /namespaces=shop", "yes"),
            ("jane", "patch /namespaces=other", "no"),
            ("jane", "list /namespaces", "no"),
        ],
    );
}

#[test]
fn constrained_impersonation_takes_both_verbs() {
    let text = "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: agent}
rules:
  - {apiGroups: [authentication.k8s.io], resources: [serviceaccounts], verbs: ['impersonate:serviceaccount']}
  - {apiGroups: [''], resources: [secrets, pods], verbs: ['impersonate-on:serviceaccount:list', get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: a, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
subjects: [{kind: User, name: jane}]
";
    table(
        text,
        &[
            (
                "jane",
                "impersonate:serviceaccount authentication.k8s.io/serviceaccounts=a@shop",
                "yes",
            ),
            ("jane", "impersonate:serviceaccount authentication.k8s.io/serviceaccounts=a@ci", "no"),
            ("jane", "impersonate /serviceaccounts=a@shop", "no"),
            ("jane", "impersonate-on:serviceaccount:list /secrets@shop", "yes"),
            ("jane", "impersonate-on:user-info:list /secrets@shop", "no"),
            // What is done in another's name is not done in one's own.
            ("jane", "list /secrets@shop", "no"),
        ],
    );
    let lent = |minor| {
        let cluster = Cluster::of_text(text);
        let setting =
            Setting { minor, scope: Scope::Cluster, all_read: true, authorizers: Vec::new() };
        let rbac = Rbac::new(&cluster, &setting);
        let lent = rbac.lent_to(Identity::User("jane"), Mode::ServiceAccount);
        assert!(rbac.lent_to(Identity::User("jane"), Mode::UserInfo).is_empty());
        let written = |way| Mode::ServiceAccount.written(way);
        lent.iter().map(|held| (held.power, written(&held.way))).collect::<Vec<_>>()
            == [(Power::ReadSecrets, Some("impersonate-on:serviceaccount:list"))]
    };
    assert!(lent(Some(36)) && lent(None) && !lent(Some(35)));
}

#[test]
fn controllers_have_what_kubernetes_gives_them() {
    let account = |name: &str| format!("sa:kube-system/{name}");
    ask("", Scope::Cluster, |rbac| {
        for (name, asked, answer) in [
            ("generic-garbage-collector", "patch example.com/things=a@shop", "yes"),
            ("generic-garbage-collector", "create /pods@shop", "no"),
            ("namespace-controller", "deletecollection /secrets@shop", "yes"),
            ("resourcequota-controller", "list /secrets@shop", "yes"),
            ("resourcequota-controller", "get /secrets=a@shop", "no"),
            ("token-cleaner", "list /secrets@kube-system", "yes"),
            ("token-cleaner", "list /secrets@shop", "no"),
        ] {
            let known = rbac.can(&Asker::new(identity(&account(name))), &need(asked));
            assert_eq!(word(&known), answer, "{name} {asked}");
        }
    });
}

#[test]
fn the_order_of_rules_decides_nothing() {
    let rules = [
        "{apiGroups: [''], resources: [secrets], resourceNames: [a, b], verbs: [get]}",
        "{apiGroups: [''], resources: [secrets], resourceNames: [c], verbs: [get, delete]}",
        "{apiGroups: [''], resources: [pods/portforward], verbs: [create]}",
        "{apiGroups: [''], resources: [pods/exec], resourceNames: [a], verbs: [create]}",
        "{apiGroups: [''], resources: [pods/exec], verbs: [create]}",
        "{apiGroups: [''], resources: [secrets], verbs: ['impersonate-on:user-info:patch']}",
        "{apiGroups: [''], resources: [secrets], verbs: ['impersonate-on:user-info:get']}",
    ];
    let held = |rules: &[&str]| {
        let text = format!(
            "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {{name: a}}
rules: [{}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: a}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}}
subjects: [{{kind: User, name: jane}}]
",
            rules.join(", ")
        );
        let mut found = Vec::new();
        ask(&text, Scope::Cluster, |rbac| {
            let own = rbac.held_by(&rbac.bindings()[0]);
            let lent = rbac.lent_to(Identity::User("jane"), Mode::UserInfo);
            for held in own.chain(lent) {
                for way in held.ways() {
                    let mut names = way.names.to_vec();
                    names.sort_unstable();
                    let (verb, resource) = way.by;
                    found.push(format!("{verb} {resource} {}", names.join(" ")));
                }
            }
        });
        found
    };
    let once = held(&rules);
    assert_eq!(
        once,
        [
            "get secrets a b c",
            "create pods/exec ",
            "create pods/portforward ",
            "get secrets ",
            "patch secrets "
        ]
    );
    let reversed: Vec<&str> = rules.iter().rev().copied().collect();
    assert_eq!(held(&reversed), once);
}

#[test]
fn of_a_part_nothing_is_denied() {
    let text = "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: a}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: elsewhere}
subjects: [{kind: User, name: jane}]
";
    ask(text, Scope::Partial, |rbac| {
        for who in ["jane", "joe"] {
            let known = rbac.can(&Asker::new(identity(who)), &need("get /pods=a@shop"));
            assert_eq!(word(&known), "unknown", "{who}");
        }
        let (grants, unknown) = rbac.who_can(&need("get /pods=a@shop"), false);
        let jane = grants.iter().any(|grant| grant.subject == Identity::User("jane"));
        assert!(!jane && unknown.is_some());
    });
}

#[test]
fn what_is_given_twice_with_different_content_is_unknown() {
    let role = |verb: &str| {
        format!(
            "
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {{name: a}}
rules: [{{apiGroups: [''], resources: [pods], verbs: [get, {verb}]}}]
---"
        )
    };
    let text = format!(
        "{}{}
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: a}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a}}
subjects: [{{kind: User, name: jane}}]
",
        role("list"),
        role("delete")
    );
    table(
        &text,
        &[
            ("jane", "get /pods=a@shop", "yes"),
            ("jane", "list /pods@shop", "unknown"),
            ("jane", "watch /pods@shop", "no"),
        ],
    );
}

const VERBS: &[&str] = &["get", "list", "create", "*"];
const GROUPS: &[&str] = &["", "apps", "*"];
const RESOURCES: &[&str] = &["pods", "pods/exec", "deployments", "*/exec", "pods/*", "*"];
const NAMES: &[&str] = &["a", "b"];
const NAMESPACES: &[&str] = &["shop", "ci"];
const WHO: &[&str] = &["jane", "sa:shop/web", "group:team", "group:system:authenticated"];

/// A rule by the places of its verb, group, resource and name in the lists above.
type RuleAt = (usize, usize, usize, usize);

/// A rule, a role or a binding of a random world, by the places of its words in the lists above.
#[derive(Clone, Debug)]
struct World {
    /// In which namespace (2: none), and rules as verb, group, resource and name (2: none).
    roles: Vec<(usize, Vec<RuleAt>)>,
    /// Whose (place in `WHO`), of which role, in which namespace (2: none).
    bindings: Vec<(usize, usize, usize)>,
}

fn worlds() -> impl Strategy<Value = World> {
    let rule = (0..VERBS.len(), 0..GROUPS.len(), 0..RESOURCES.len(), 0..3_usize);
    let role = (0..3_usize, prop::collection::vec(rule, 1..3));
    let binding = (0..WHO.len(), 0..4_usize, 0..3_usize);
    (prop::collection::vec(role, 1..5), prop::collection::vec(binding, 0..6))
        .prop_map(|(roles, bindings)| World { roles, bindings })
}

impl World {
    fn text(&self) -> String {
        let mut text = String::new();
        for (at, (namespace, rules)) in self.roles.iter().enumerate() {
            let namespace = NAMESPACES.get(*namespace);
            let kind = if namespace.is_some() { "Role" } else { "ClusterRole" };
            let place = namespace.map_or(String::new(), |name| format!(", namespace: {name}"));
            let rules: Vec<String> = rules
                .iter()
                .map(|&(verb, group, resource, name)| {
                    let names = NAMES.get(name).map_or(String::new(), |name| format!("'{name}'"));
                    format!(
                        "{{verbs: ['{}'], apiGroups: ['{}'], resources: ['{}'], resourceNames: [{names}]}}",
                        VERBS[verb], GROUPS[group], RESOURCES[resource]
                    )
                })
                .collect();
            let _ = write!(
                text,
                "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: r{at}{place}}}\nrules: [{}]\n",
                rules.join(", ")
            );
        }
        for (at, &(who, role, namespace)) in self.bindings.iter().enumerate() {
            let namespace = NAMESPACES.get(namespace);
            let kind = if namespace.is_some() { "RoleBinding" } else { "ClusterRoleBinding" };
            let place = namespace.map_or(String::new(), |name| format!(", namespace: {name}"));
            let of_cluster = self.roles.get(role).is_none_or(|(namespace, _)| *namespace == 2);
            let role_kind = if of_cluster { "ClusterRole" } else { "Role" };
            let subject = match identity(WHO[who]) {
                Identity::User(name) => format!("{{kind: User, name: '{name}'}}"),
                Identity::Group(name) => format!("{{kind: Group, name: '{name}'}}"),
                Identity::ServiceAccount { namespace, name } => {
                    format!("{{kind: ServiceAccount, name: {name}, namespace: {namespace}}}")
                }
            };
            let _ = write!(
                text,
                "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: {kind}\nmetadata: {{name: b{at}{place}}}\nroleRef: {{apiGroup: rbac.authorization.k8s.io, kind: {role_kind}, name: r{role}}}\nsubjects: [{subject}]\n"
            );
        }
        text
    }

    /// The authorizer once more, request by request, without an index.
    fn allows(&self, who: &str, need: &Need<'_>) -> bool {
        let Target::Resource { group, resource, name } = need.target else {
            return false;
        };
        let groups: &[&str] = match who {
            "sa:shop/web" | "jane" | "group:team" => &["group:system:authenticated"],
            _ => &[],
        };
        self.bindings.iter().any(|&(subject, role, namespace)| {
            let names = WHO[subject] == who || groups.contains(&WHO[subject]);
            let here = NAMESPACES.get(namespace).is_none_or(|own| need.namespace == Some(own));
            let Some((home, rules)) = self.roles.get(role) else { return false };
            // A Role is found by a RoleBinding of its own namespace alone.
            let found = *home == 2 || *home == namespace;
            names
                && here
                && found
                && rules.iter().any(|&(v, g, r, n)| {
                    let word = |list: &[&str], at: usize, wanted: &str| {
                        list[at] == "*" || list[at] == wanted
                    };
                    let sub = resource.split('/').nth(1);
                    let resource = RESOURCES[r] == "*"
                        || RESOURCES[r] == resource
                        || (RESOURCES[r] == "*/exec" && sub == Some("exec"));
                    let named = NAMES.get(n).is_none_or(|own| name == Some(*own));
                    word(VERBS, v, need.verb) && word(GROUPS, g, group) && resource && named
                })
        })
    }
}

fn requests() -> Vec<Need<'static>> {
    let mut all = Vec::new();
    for verb in ["get", "list", "create", "watch"] {
        for (group, resource) in [("", "pods"), ("", "pods/exec"), ("apps", "deployments")] {
            for name in [None, Some("a"), Some("c")] {
                for namespace in [None, Some("shop"), Some("ci")] {
                    let target = Target::Resource { group, resource, name };
                    all.push(Need { verb, target, namespace });
                }
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_engine_is_the_authorizer(world in worlds()) {
        ask(&world.text(), Scope::Cluster, |rbac| {
            for need in requests() {
                for who in WHO {
                    let asker = Asker::new(identity(who));
                    let answer = rbac.can(&asker, &need);
                    let wanted = if world.allows(who, &need) { "yes" } else { "no" };
                    prop_assert_eq!(word(&answer), wanted, "{} {:?}\n{}", who, need, world.text());
                    prop_assert_eq!(!rbac.chains(&asker, &need).is_empty(), wanted == "yes");
                    let (grants, _) = rbac.who_can(&need, false);
                    let named = grants.iter().any(|grant| asker.identities().any(|who| who == grant.subject));
                    prop_assert_eq!(named, wanted == "yes");
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn another_binding_takes_nothing_away(world in worlds(), more in (0..WHO.len(), 0..4_usize, 0..3_usize)) {
        let mut larger = world.clone();
        larger.bindings.push(more);
        let answers = |world: &World| ask(&world.text(), Scope::Cluster, |rbac| {
            let asked = requests().into_iter().flat_map(|need| WHO.iter().map(move |who| (who, need)));
            asked
                .map(|(who, need)| word(&rbac.can(&Asker::new(identity(who)), &need)) == "yes")
                .collect::<Vec<bool>>()
        });
        let lost = answers(&world).iter().zip(answers(&larger)).any(|(before, after)| *before && !after);
        prop_assert!(!lost, "{}", larger.text());
    }
}
