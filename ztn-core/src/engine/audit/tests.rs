use super::*;
use crate::model::audit_policy::AuditPolicy;
use crate::model::view::FromNode;
use crate::parse::{Document, Limits};

/// What `ask` says of the policy with these rules.
fn with<T>(rules: &str, ask: impl Fn(&Policy<'_>) -> T) -> T {
    let text = if rules.contains("rules:") { rules.to_owned() } else { format!("rules:\n{rules}") };
    let document = Document::parse(&text, Limits::default()).expect("YAML");
    ask(&Policy::of(AuditPolicy::from_node(document.root()).expect("a mapping")))
}

/// The levels of the rules that leak, with how many sorts of credentials.
fn leaking(rules: &str) -> Vec<(String, usize)> {
    with(rules, |policy| {
        let found = leaks(policy);
        let found = found.iter().filter(|leak| !leak.credentials.is_empty());
        found.map(|leak| (leak.rule.level().or("").to_owned(), leak.credentials.len())).collect()
    })
}

fn default_of(rules: &str) -> &'static str {
    with(rules, |policy| match by_default(policy) {
        ByDefault::Recorded => "recorded",
        ByDefault::WritesOnly(_) => "writes",
        ByDefault::Silent(None) => "silent",
        ByDefault::Silent(Some(_)) => "silenced",
    })
}

/// How many probes stand how: recorded, leaking, without body, without outcome, unrecorded.
fn standings(rules: &str) -> [usize; 5] {
    with(rules, |policy| {
        let of = |probe: &Probe| standing(probe, &policy.decide(&probe.request()));
        let count = |wanted| PROBES.iter().filter(|probe| of(probe) == wanted).count();
        [
            Standing::Recorded,
            Standing::Leaks,
            Standing::WithoutBody,
            Standing::WithoutOutcome,
            Standing::Unrecorded,
        ]
        .map(count)
    })
}

fn numbers(rules: &str) -> Vec<usize> {
    with(rules, |policy| {
        let found = shadowed(policy);
        let found = found.iter().map(|one| one.rule.node().id());
        let index = |id| policy.rules().iter().position(|rule| rule.view.node().id() == id);
        found.filter_map(index).collect()
    })
}

fn names(rules: &str) -> Vec<String> {
    with(rules, |policy| unmatched(policy).into_iter().map(|one| one.what).collect())
}

#[test]
fn the_reference_records_every_probe_and_has_no_fault() {
    assert_eq!(standings(REFERENCE), [PROBES.len(), 0, 0, 0, 0]);
    assert_eq!((leaking(REFERENCE), default_of(REFERENCE)), (Vec::new(), "recorded"));
    assert_eq!((numbers(REFERENCE), names(REFERENCE)), (Vec::new(), Vec::new()));
    assert!(with(REFERENCE, |policy| hidden(policy).is_empty() && omissions(policy).is_empty()));
}

#[test]
fn plain_policies_record_all_or_nothing() {
    assert_eq!(PROBES.len(), 58);
    assert_eq!(standings("- level: Metadata"), [36, 0, 22, 0, 0]);
    // Of the twelve that may not be more than metadata one is a watch, which brings no object.
    assert_eq!(standings("- level: RequestResponse"), [47, 11, 0, 0, 0]);
    assert_eq!(standings("rules: []"), [0, 0, 0, 0, 58]);
    // Nothing is known of those whose credentials are wrong: rules about users pass over them.
    let users =
        "- {level: Metadata, userGroups: ['system:authenticated', 'system:unauthenticated']}";
    assert_eq!(standings(users), [34, 0, 22, 0, 2]);
    let complete = "omitStages: [RequestReceived, ResponseComplete]\nrules: [{level: Request}]";
    // What is left are the requests that last, and those whose credentials are wrong.
    assert_eq!(standings(complete)[4], 46);
    assert_eq!(standings("omitStages: [ResponseStarted]\nrules: [{level: Metadata}]")[4], 2);
}

#[test]
fn the_first_rule_that_matches_decides() {
    assert_eq!(leaking("- level: RequestResponse"), [("RequestResponse".into(), 4)]);
    assert_eq!(leaking("- level: Request"), [("Request".into(), 2)]);
    assert_eq!(leaking("- level: Metadata"), []);
    let metadata = "- {level: Metadata, resources: [{resources: [secrets, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}]}\n";
    assert_eq!(leaking(&format!("{metadata}- level: RequestResponse")), []);
    assert_eq!(
        leaking(&format!("- level: RequestResponse\n{metadata}")),
        [("RequestResponse".into(), 4)]
    );
}

#[test]
fn a_rule_for_some_leaks_what_only_they_do() {
    // Whoever is no service account falls through to the second rule.
    let rules = "- {level: Metadata, userGroups: ['system:serviceaccounts']}\n- {level: RequestResponse, resources: [{resources: [secrets]}]}";
    assert_eq!(leaking(rules), [("RequestResponse".into(), 2)]);
    // The rule for one service account comes after that for all of them.
    let rules = "- {level: Metadata, userGroups: ['system:serviceaccounts']}\n- {level: Request, users: ['system:serviceaccount:a:b']}";
    assert_eq!(leaking(rules), []);
    let rules = "- {level: Metadata, namespaces: [a]}\n- {level: Request, namespaces: [a, b], resources: [{resources: ['secrets/*']}]}";
    assert_eq!(leaking(rules), [("Request".into(), 1)]);
    // With a name it is neither listed nor created, but it is updated.
    let rules = "- {level: Request, resources: [{resources: [secrets], resourceNames: [db]}]}";
    assert_eq!(leaking(rules), [("Request".into(), 1)]);
}

#[test]
fn groups_and_patterns_are_those_of_the_api_server() {
    assert_eq!(leaking("- {level: Request, resources: [{group: apps}]}"), []);
    assert_eq!(leaking("- {level: Request, resources: [{group: ''}]}"), [("Request".into(), 1)]);
    assert_eq!(
        leaking("- {level: RequestResponse, resources: [{group: '*', resources: ['*/token']}]}"),
        [("RequestResponse".into(), 1)]
    );
    assert_eq!(leaking("- {level: Request, nonResourceURLs: ['*']}"), []);
    assert_eq!(leaking("- {level: Request, verbs: ['*']}"), []);
}

#[test]
fn what_no_rule_is_about_is_not_recorded() {
    assert_eq!(default_of("- level: Metadata"), "recorded");
    assert_eq!(default_of("- {level: Metadata, resources: [{group: '*'}]}"), "recorded");
    assert_eq!(default_of("- {level: Metadata, resources: [{resources: ['*']}]}"), "silent");
    assert_eq!(default_of("- {level: Metadata, userGroups: ['system:authenticated']}"), "recorded");
    assert_eq!(default_of("- {level: Metadata, verbs: [create, update, patch, delete]}"), "writes");
    assert_eq!(default_of("- {level: Metadata, resources: [{}]}\n- level: None"), "silenced");
    assert_eq!(default_of("- {level: Metadata, nonResourceURLs: ['/*']}"), "silent");
}

#[test]
fn a_rule_is_shadowed_where_earlier_ones_match_all_it_matches() {
    for (rules, wanted) in [
        ("- level: Metadata\n- {level: Request, resources: [{group: apps}]}", vec![1]),
        (
            "- {level: None, resources: [{group: apps}]}\n- {level: Request, resources: [{group: apps, resources: [deployments, 'pods/*']}]}",
            vec![1],
        ),
        (
            "- {level: None, verbs: [get]}\n- {level: None, verbs: [list]}\n- {level: Request, verbs: [get, list]}",
            vec![2],
        ),
        ("- {level: None, verbs: [get]}\n- {level: Request, verbs: [get, watch]}", vec![]),
        (
            "- {level: None, userGroups: ['system:serviceaccounts']}\n- {level: Request, users: ['system:serviceaccount:a:b']}",
            vec![1],
        ),
        ("- {level: None, userGroups: ['system:authenticated']}\n- {level: Request}", vec![]),
        (
            "- {level: None, userGroups: ['system:authenticated']}\n- {level: Request, userGroups: ['system:masters', 'system:nodes']}",
            vec![1],
        ),
        (
            "- {level: None, resources: [{resources: ['pods/*']}]}\n- {level: Request, resources: [{resources: [pods, pods/exec]}]}",
            vec![1],
        ),
        (
            "- {level: None, resources: [{resources: ['*/exec']}]}\n- {level: Request, resources: [{resources: [pods/exec]}]}",
            vec![1],
        ),
        (
            "- {level: None, resources: [{resources: [pods]}]}\n- {level: Request, resources: [{resources: [pods/exec]}]}",
            vec![],
        ),
        (
            "- {level: None, resources: [{resources: [pods], resourceNames: [a]}]}\n- {level: Request, resources: [{resources: [pods]}]}",
            vec![],
        ),
        (
            "- {level: None, nonResourceURLs: ['/health*']}\n- {level: Request, nonResourceURLs: ['/healthz*', '/healthz']}",
            vec![1],
        ),
        (
            "- {level: None, nonResourceURLs: ['*']}\n- {level: Request, nonResourceURLs: ['/a', '*']}\n- {level: Request}",
            vec![1],
        ),
        (
            "- {level: None, namespaces: [a]}\n- {level: Request, namespaces: [a], resources: [{resources: [pods]}]}",
            vec![1],
        ),
        ("- {level: None, resources: [{group: '*'}]}\n- {level: Request, namespaces: [a]}", vec![]),
    ] {
        assert_eq!(numbers(rules), wanted, "{rules}");
    }
}

#[test]
fn names_that_no_request_has_are_found() {
    let of = |rule: &str| names(&format!("- {{level: Request, {rule}}}")).join("; ");
    for (rule, wanted) in [
        ("verbs: [get, list, watch, create, update, patch, delete, deletecollection]", ""),
        ("verbs: ['*']", "`*` is the verb of no request: it stands for no other"),
        ("verbs: [GET]", "`GET` is the verb of no request: verbs are in lower case"),
        (
            "verbs: [impersonate]",
            "`impersonate` is the verb of no request: it is asked while a request is authorized",
        ),
        ("verbs: [post], nonResourceURLs: ['/a']", ""),
        (
            "verbs: [list], nonResourceURLs: ['/a']",
            "`list` is the verb of no request: those of paths are methods, and those of resources are not",
        ),
        (
            "resources: [{resources: [deployments]}]",
            "`deployments` is in group `apps`, and not in the core group",
        ),
        ("resources: [{group: apps, resources: [deployments/scale, '*/scale', '*']}]", ""),
        ("resources: [{resources: [secret]}]", "`secret` is no resource: did you mean `secrets`?"),
        (
            "resources: [{group: networking.k8s.io, resources: [NetworkPolicy]}]",
            "`NetworkPolicy` is no resource: did you mean `networkpolicies`?",
        ),
        ("resources: [{group: policy, resources: [podsecuritypolicies]}]", ""),
        ("resources: [{group: v1}]", "`v1` is no API group"),
        ("resources: [{group: core}]", "`core` is no API group: that of the core is `\"\"`"),
        (
            "resources: [{group: rbac.authorisation.k8s.io}]",
            "`rbac.authorisation.k8s.io` is no API group: did you mean `rbac.authorization.k8s.io`?",
        ),
        (
            "resources: [{group: metrics.k8s.io}, {group: security.istio.io}, {group: snapshot.storage.k8s.io}]",
            "",
        ),
        (
            "namespaces: [kube-system], resources: [{resources: [nodes]}]",
            "these resources are in no namespace, which is written `\"\"`",
        ),
        ("namespaces: ['', a], resources: [{resources: [nodes]}]", ""),
        ("namespaces: [a], resources: [{resources: [nodes, pods]}]", ""),
        (
            "verbs: [create], resources: [{resources: [pods], resourceNames: [a]}]",
            "a request to create something has no name that a rule sees",
        ),
        ("verbs: [create], resources: [{resources: [pods/exec], resourceNames: [a]}]", ""),
    ] {
        assert_eq!(of(rule), wanted, "{rule}");
    }
}

#[test]
fn whom_a_rule_passes_over_is_hidden() {
    let of = |rules: &str| {
        with(rules, |policy| {
            let found = hidden(policy);
            found.iter().map(|one| (one.who.join(" "), one.is_group)).collect::<Vec<_>>()
        })
    };
    let rest = "- level: Metadata";
    let rule = |rule: &str| of(&format!("- {{level: None, {rule}}}\n{rest}"));
    assert_eq!(
        rule("userGroups: ['system:serviceaccounts']"),
        [("`system:serviceaccounts`".to_owned(), true)]
    );
    assert_eq!(
        rule("users: [ci], resources: [{resources: [secrets]}]"),
        [("`ci`".to_owned(), false)]
    );
    for quiet in [
        "users: ['system:kube-proxy'], verbs: [watch], resources: [{resources: [endpoints, services]}]",
        "userGroups: ['system:nodes'], verbs: [get], resources: [{resources: [nodes]}]",
        "users: [cluster-autoscaler], verbs: [get, update], namespaces: [kube-system], resources: [{resources: [configmaps, endpoints]}]",
        "userGroups: ['system:authenticated'], nonResourceURLs: ['/api*', /version]",
        "resources: [{resources: [events]}]",
    ] {
        assert_eq!(rule(quiet), [], "{quiet}");
    }
    // Nobody is hidden where nobody is recorded.
    assert_eq!(of("- {level: None, users: [a]}\n- {level: None}"), []);
}

#[test]
fn the_worst_of_everybody_is_asked() {
    let of = |rules: &str| {
        with(rules, |policy| {
            let request = Request::of_somebody("get", ["", "secrets", ""]);
            let (request, decision) = worst(policy, &request);
            format!("{} {}", decision.level.name(), request.caller.words())
        })
    };
    assert_eq!(of("- level: Metadata"), "Metadata a user that no rule names");
    assert_eq!(
        of("- {level: None, userGroups: ['system:nodes', ops]}\n- level: Request"),
        "None a node"
    );
    assert_eq!(
        of("- {level: Metadata, userGroups: ['system:authenticated']}"),
        "None somebody with wrong credentials"
    );
    assert_eq!(of("- {level: None, users: [ci]}\n- level: Request"), "None `ci`");
}
