//! Every sort of fault, by the pointers of the values.

use crate::model::Unit;
use crate::parse::Limits;

/// Pointers of the faults in an object of this version and kind, with this `spec`.
fn places(version: &str, kind: &str, spec: &str) -> Vec<String> {
    let text = format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {spec}");
    let unit = Unit::read(&text, Limits::default());
    let faults = unit.objects().flat_map(super::of);
    faults.map(|fault| fault.node.pointer()).collect()
}

#[test]
fn what_the_api_server_refuses_is_named() {
    let places = |spec: &str| places("networking.k8s.io/v1", "NetworkPolicy", spec);
    let port = |port: &str| places(&format!("{{ingress: [{{ports: [{port}]}}]}}"));
    let at = |rest: &str| vec![format!("/spec/ingress/0/ports/0/{rest}")];
    assert_eq!(port("{port: 0}"), at("port"));
    assert_eq!(port("{port: 70000}"), at("port"));
    assert_eq!(port("{port: '80'}"), at("port"));
    assert_eq!(port("{port: 80, endPort: 79}"), at("endPort"));
    assert_eq!(port("{port: http, endPort: 79}"), at("endPort"));
    assert_eq!(port("{port: 80, protocol: tcp}"), at("protocol"));
    assert_eq!(port("{port: 80, endPort: 80}"), [""; 0]);
    assert_eq!(port("{}"), [""; 0]);
    let peer = |peer: &str| places(&format!("{{egress: [{{to: [{peer}]}}]}}"));
    let at = |rest: &str| vec![format!("/spec/egress/0/to/0{rest}")];
    assert_eq!(peer("{}"), at(""));
    assert_eq!(peer("{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}"), at("/ipBlock"));
    assert_eq!(peer("{ipBlock: {cidr: 10.0.0.0}}"), at("/ipBlock/cidr"));
    assert_eq!(
        peer("{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/8]}}"),
        at("/ipBlock/except/0")
    );
    assert_eq!(
        peer("{ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}}"),
        at("/ipBlock/except/0")
    );
    assert_eq!(
        peer("{podSelector: {matchExpressions: [{key: app, operator: Like}]}}"),
        at("/podSelector/matchExpressions/0/operator")
    );
    assert_eq!(peer("{podSelector: {matchExpressions: [{key: a, operator: Exists}]}}"), [""; 0]);
    assert_eq!(places("{policyTypes: [ingress]}"), ["/spec/policyTypes/0"]);
}

#[test]
fn what_cilium_refuses_is_named() {
    let of = |kind: &str, spec: &str| places("cilium.io/v2", kind, spec);
    let places = |spec: &str| of("CiliumNetworkPolicy", spec);
    let node = "{nodeSelector: {}, ingress: [{}]}";
    assert_eq!(places(node), ["/spec/nodeSelector"]);
    assert_eq!(of("CiliumClusterwideNetworkPolicy", node), [""; 0]);
    assert_eq!(places("{endpointSelector: {}, nodeSelector: {}}"), ["/spec/nodeSelector"]);
    assert_eq!(places("{ingress: [{}]}"), ["/spec"]);
    let selector = |selector: &str| places(&format!("{{endpointSelector: {selector}}}"));
    let key = "k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name";
    assert_eq!(selector(&format!("{{matchLabels: {{'{key}': a, 'any:app': b}}}}")), [""; 0]);
    assert_eq!(selector("{matchLabels: {'a b': c}}"), ["/spec/endpointSelector/matchLabels/a b"]);
    assert_eq!(
        selector("{matchExpressions: [{key: a, operator: Like}]}"),
        ["/spec/endpointSelector/matchExpressions/0/operator"]
    );

    let rule =
        |side: &str, rule: &str| places(&format!("{{endpointSelector: {{}}, {side}: [{rule}]}}"));
    let ingress = |text: &str| rule("ingress", text);
    let at = |rest: &str| vec![format!("/spec/ingress/0{rest}")];
    assert_eq!(ingress("{fromRequires: [{}]}"), at("/fromRequires"));
    assert_eq!(ingress("{fromCIDR: [10.0.0.1, 10.0.0.0/8, '::1']}"), [""; 0]);
    assert_eq!(ingress("{fromCIDR: [10.0.0]}"), at("/fromCIDR/0"));
    assert_eq!(ingress("{fromCIDRSet: [{cidr: 10.0.0.1}]}"), at("/fromCIDRSet/0/cidr"));
    assert_eq!(ingress("{fromCIDRSet: [{}]}"), at("/fromCIDRSet/0"));
    assert_eq!(
        ingress("{fromCIDRSet: [{cidr: 10.0.0.0/8, cidrGroupRef: a}]}"),
        at("/fromCIDRSet/0")
    );
    assert_eq!(ingress("{fromCIDRSet: [{cidrGroupRef: a, except: [10.0.0.0/8]}]}"), [""; 0]);
    let set = |except: &str| {
        ingress(&format!("{{fromCIDRSet: [{{cidr: 10.0.0.0/8, except: [{except}]}}]}}"))
    };
    assert_eq!(set("10.0.0.0/8"), [""; 0]);
    assert_eq!(set("11.0.0.0/8"), at("/fromCIDRSet/0/except/0"));
    assert_eq!(set("0.0.0.0/0"), at("/fromCIDRSet/0/except/0"));
    assert_eq!(ingress("{fromEntities: [world, pods]}"), at("/fromEntities/1"));
    assert_eq!(ingress("{fromEntities: [world], fromCIDR: [10.0.0.0/8]}"), at(""));
    assert_eq!(ingress("{fromEntities: [world], fromCIDR: []}"), [""; 0]);
    assert_eq!(
        rule("ingressDeny", "{fromEntities: [pods]}"),
        ["/spec/ingressDeny/0/fromEntities/0"]
    );
    assert_eq!(rule("egressDeny", "{toEntities: [pods]}"), ["/spec/egressDeny/0/toEntities/0"]);
    assert_eq!(
        rule("egress", "{toFQDNs: [{matchName: a.b}], toServices: [{k8sService: {}}]}"),
        ["/spec/egress/0"]
    );
    assert_eq!(ingress("{toPorts: [{ports: [{port: '1'}]}], icmps: [{}]}"), at("/icmps"));
    assert_eq!(
        ingress("{icmps: [{fields: [{family: IP, type: 8}]}]}"),
        at("/icmps/0/fields/0/family")
    );

    let port = |port: &str| ingress(&format!("{{toPorts: [{{ports: [{port}]}}]}}"));
    let at_port = |rest: &str| at(&format!("/toPorts/0/ports/0/{rest}"));
    for good in [
        "{port: '0'}",
        "{port: '80', endPort: 79}",
        "{port: HTTP-alt, protocol: TCP}",
        "{port: '', protocol: ICMPV6}",
        "{protocol: ANY}",
    ] {
        assert_eq!(port(good), [""; 0], "{good}");
    }
    assert_eq!(port("{port: 80}"), at_port("port"));
    assert_eq!(port("{port: '70000'}"), at_port("port"));
    assert_eq!(port("{port: '80-90'}"), at_port("port"));
    assert_eq!(port("{port: '80', endPort: 70000}"), at_port("endPort"));
    assert_eq!(port("{port: '80', protocol: tcp}"), at_port("protocol"));
    let many = vec!["{port: '1'}"; 41].join(", ");
    assert_eq!(port(&many), at("/toPorts/0/ports"));
    let requests = |protocol: &str| {
        ingress(&format!(
            "{{toPorts: [{{ports: [{{port: '80'{protocol}}}], rules: {{http: [{{}}]}}}}]}}"
        ))
    };
    assert_eq!(requests(", protocol: TCP"), [""; 0]);
    assert_eq!(requests(", protocol: UDP"), at_port("protocol"));
    assert_eq!(requests(""), at("/toPorts/0/ports/0"));
    let dns = "{toPorts: [{ports: [{port: '53'}], rules: {dns: [{matchPattern: '*'}]}}]}";
    assert_eq!(ingress(dns), at("/toPorts/0/rules/dns"));
    assert_eq!(rule("egress", dns), [""; 0]);
}

#[test]
fn what_calico_refuses_is_named() {
    let of = |kind: &str, spec: &str| places("projectcalico.org/v3", kind, spec);
    let places = |spec: &str| of("GlobalNetworkPolicy", spec);
    assert_eq!(of("Tier", "{defaultAction: Allow}"), ["/spec/defaultAction"]);
    assert_eq!(of("Tier", "{order: 1, defaultAction: Pass}"), [""; 0]);
    assert_eq!(of("NetworkPolicy", "{selector: app = 'a'}"), ["/spec/selector"]);
    assert_eq!(
        places("{selector: 'app == ''a'' && (', types: [ingress]}"),
        ["/spec/selector", "/spec/types/0"]
    );
    assert_eq!(places("{selector: global()}"), ["/spec/selector"]);
    assert_eq!(places("{namespaceSelector: a b, serviceAccountSelector: c d}").len(), 2);
    assert_eq!(places("{preDNAT: true}"), ["/spec/preDNAT"]);
    assert_eq!(places("{preDNAT: true, applyOnForward: true}"), [""; 0]);
    assert_eq!(
        places("{preDNAT: true, applyOnForward: true, egress: [{action: Deny}]}"),
        ["/spec/egress"]
    );
    assert_eq!(
        places("{preDNAT: true, doNotTrack: true, applyOnForward: true}"),
        ["/spec/preDNAT"]
    );

    let rule = |rule: &str| places(&format!("{{ingress: [{rule}]}}"));
    let at = |rest: &str| vec![format!("/spec/ingress/0{rest}")];
    assert_eq!(rule("{action: allow}"), at("/action"));
    assert_eq!(rule("{source: {}}"), at(""));
    let allow = |rest: &str| rule(&format!("{{action: Allow, {rest}}}"));
    for good in [
        "protocol: tcp, destination: {ports: [80, '81', '82:90', http, my_port]}",
        "protocol: 132, source: {notPorts: [1]}",
        "protocol: '6', destination: {ports: [1]}",
        "protocol: UDPLite",
        "protocol: ICMPv6, icmp: {type: 128, code: 0}",
        "source: {nets: [10.0.0.0/8], notNets: [10.1.0.0/16], namespaceSelector: global()}",
        "source: {namespaceSelector: '', selector: ''}",
    ] {
        assert_eq!(allow(good), [""; 0], "{good}");
    }
    assert_eq!(allow("protocol: HTTP"), at("/protocol"));
    assert_eq!(allow("notProtocol: 256"), at("/notProtocol"));
    assert_eq!(allow("destination: {ports: [80]}"), at("/destination/ports"));
    assert_eq!(allow("protocol: ICMP, source: {notPorts: [80]}"), at("/source/notPorts"));
    for bad in ["0", "70000", "'90:80'", "'80:x'", "'0:9'", "'a b'", "'99999'"] {
        let ports = format!("protocol: TCP, destination: {{ports: [{bad}]}}");
        assert_eq!(allow(&ports), at("/destination/ports/0"), "{bad}");
    }
    assert_eq!(allow("icmp: {type: 8}"), at("/icmp"));
    assert_eq!(allow("protocol: ICMP, icmp: {code: 1}"), at("/icmp/code"));
    assert_eq!(allow("protocol: ICMP, icmp: {type: 255}"), at("/icmp/type"));
    assert_eq!(allow("source: {nets: [10.0.0.1]}"), at("/source/nets/0"));
    assert_eq!(allow("source: {nets: [10.0.0.1/8]}"), at("/source/nets/0"));
    assert_eq!(allow("source: {nets: [10.0.0.0/8], notNets: ['fd00::/8']}"), at(""));
    assert_eq!(allow("source: {selector: 'a ='}"), at("/source/selector"));
    assert_eq!(allow("source: {notSelector: global()}"), at("/source/notSelector"));
    assert_eq!(
        allow("source: {namespaceSelector: global() || has(x)}"),
        at("/source/namespaceSelector")
    );
    assert_eq!(
        allow("source: {serviceAccounts: {selector: '&&'}}"),
        at("/source/serviceAccounts/selector")
    );
}

#[test]
fn values_of_wrong_types_are_no_faults() {
    for spec in
        ["7", "[]", "{ingress: 7}", "{ingress: [7]}", "{ingress: [{toPorts: 7, source: []}]}"]
    {
        for kind in ["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"] {
            let found = places("cilium.io/v2", kind, spec);
            assert!(found.iter().all(|place| place == "/spec"), "{spec}: {found:?}");
        }
        for kind in ["NetworkPolicy", "GlobalNetworkPolicy", "Tier"] {
            let found = places("projectcalico.org/v3", kind, spec);
            assert!(found.len() <= 1, "{spec}: {found:?}");
        }
    }
}

#[test]
fn a_certificate_that_breaks_off_is_named() {
    let text = "apiVersion: v1\nkind: Config\nclusters:\n- {name: a, cluster: {certificate-authority-data: DATA+OMITTED}}\n\
                users:\n- {name: a, user: {client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0t}}";
    let unit = Unit::read(text, Limits::default());
    let faults: Vec<_> = unit.objects().flat_map(super::of).collect();
    let [fault] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!(fault.node.pointer(), "/users/0/user/client-certificate-data");
    assert!(!fault.message.contains("LS0"), "{}", fault.message);
}

#[test]
fn what_the_api_server_refuses_of_issuers_is_named() {
    let places = |text: &str| {
        let head = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n";
        let unit = Unit::read(&format!("{head}{text}"), Limits::default());
        let faults = unit.objects().flat_map(super::of);
        faults.map(|fault| fault.node.pointer()).collect::<Vec<_>>()
    };
    let username = "claimMappings: {username: {claim: sub, prefix: ''}}";
    let issuer = |issuer: &str| places(&format!("jwt: [{{issuer: {issuer}, {username}}}]"));
    let url = |url: &str| issuer(&format!("{{url: '{url}', audiences: [a]}}"));
    assert_eq!(url("https://login.example/realms/a?x"), ["/jwt/0/issuer/url"]);
    for wrong in ["http://a.example", "a.example", "https://u:p@a.example", "https://a.example#b"] {
        assert_eq!(url(wrong), ["/jwt/0/issuer/url"], "{wrong}");
    }
    assert_eq!(url("HTTPS://login.example/a@b"), [""; 0]);
    assert_eq!(issuer("{url: 'https://a'}"), ["/jwt/0/issuer"]);
    assert_eq!(issuer("{url: 'https://a', audiences: [a, a]}").len(), 2);
    let two = |policy: &str| issuer(&format!("{{url: 'https://a', audiences: [a, b]{policy}}}"));
    assert_eq!(two(""), ["/jwt/0/issuer"]);
    assert_eq!(two(", audienceMatchPolicy: MatchAny"), [""; 0]);
    assert_eq!(
        issuer("{url: 'https://a', discoveryURL: 'https://a/', audiences: [a]}"),
        ["/jwt/0/issuer/discoveryURL"]
    );
    let good = "issuer: {url: 'https://a', audiences: [a]}";
    assert_eq!(
        places(&format!("jwt: [{{{good}, {username}}}, {{{good}, {username}}}]")),
        ["/jwt/1/issuer/url"]
    );
    let mapped = |mappings: &str| places(&format!("jwt: [{{{good}, claimMappings: {mappings}}}]"));
    assert_eq!(mapped("{}"), ["/jwt/0/claimMappings"]);
    assert_eq!(mapped("{username: {claim: sub}}"), ["/jwt/0/claimMappings/username"]);
    assert_eq!(
        mapped("{username: {expression: claims.sub, prefix: a}}"),
        ["/jwt/0/claimMappings/username/prefix"]
    );
    assert_eq!(
        mapped("{username: {expression: claims.email}}"),
        ["/jwt/0/claimMappings/username/expression"]
    );
    let verified = "claims.email_verified ? claims.email : claims.sub";
    assert_eq!(mapped(&format!("{{username: {{expression: '{verified}'}}}}")), [""; 0]);
    let sub = "username: {claim: sub, prefix: ''}";
    assert_eq!(
        mapped(&format!("{{{sub}, groups: {{claim: g}}}}")),
        ["/jwt/0/claimMappings/groups"]
    );
    assert_eq!(
        mapped(&format!("{{{sub}, extra: [{{key: k8s.io/a, valueExpression: a}}]}}")),
        ["/jwt/0/claimMappings/extra/0/key"]
    );
    let ruled = |rules: &str| places(&format!("jwt: [{{{good}, {username}, {rules}}}]"));
    assert_eq!(
        ruled("claimValidationRules: [{claim: hd, expression: a}]"),
        ["/jwt/0/claimValidationRules/0"]
    );
    assert_eq!(ruled("userValidationRules: [{message: a}]"), ["/jwt/0/userValidationRules/0"]);
    assert_eq!(places("anonymous: {conditions: [{path: /livez}]}"), ["/anonymous/conditions"]);
    assert_eq!(places("anonymous: {enabled: true, conditions: [{path: /livez}]}"), [""; 0]);
}
