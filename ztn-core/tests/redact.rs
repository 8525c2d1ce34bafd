//! What may be shown of a file: nothing secret, and everything else where it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use ztn_core::options::Limits;
use ztn_core::report::redact::redact;

fn shown(text: &str) -> String {
    redact(text.as_bytes(), Limits::default()).unwrap()
}

/// Each text with the words that must not be seen, and those that must.
const CASES: &[(&str, &[&str], &[&str])] = &[
    (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ndata:\n  a: c2VjcmV0\n  b: |\n    bW9yZQ==\n",
        &["c2VjcmV0", "bW9yZQ"],
        &["name: db", "a: ", "b: *"],
    ),
    (
        "apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  stringData: {a: hunter2}\n- kind: Pod\n  data: {a: seen}\n",
        &["hunter2"],
        &["kind: Pod", "a: seen"],
    ),
    (
        r#"{"kind":"Secret","data":{"key":"aHVudGVyMg=="},"metadata":{"name":"db"}}"#,
        &["aHVudGVyMg"],
        &[r#""name":"db""#],
    ),
    // The environment, an argument, an address.
    (
        "env:\n- name: DB_PASSWORD\n  value: hunter2\n- {name: MODE, value: seen}\nargs: [--api-token=tok123, --token-file=/seen2]\nurl: postgres://me:pw9@db/seen3\n",
        &["hunter2", "tok123", "pw9"],
        &["value: seen", "/seen2", "@db/seen3", "postgres://me:"],
    ),
    // A file inside a ConfigMap, with a private key.
    (
        "kind: ConfigMap\ndata:\n  config: |\n    users:\n    - user:\n        token: hunter2\n        name: seen\n  pem: |\n    -----BEGIN RSA PRIVATE KEY-----\n    MIIEabc\n    -----END RSA PRIVATE KEY-----\n    seen2\n",
        &["hunter2", "MIIEabc"],
        &["name: seen", "seen2", "BEGIN RSA"],
    ),
    // An alias points at the secret.
    ("x: &p hunter2\npassword: *p\n", &["hunter2"], &["password: *p"]),
    // A kubeconfig, an encryption configuration, a bootstrap token.
    (
        "users:\n- name: me\n  user: {client-key-data: Zm9v, client-certificate-data: seen}\nkeys:\n- {name: k1, secret: YmFy}\nbootstrapTokens:\n- token: abcdef.0123\n",
        &["Zm9v", "YmFy", "abcdef"],
        &["seen", "name: k1"],
    ),
    // What says whether, and names of other objects, are no secrets.
    (
        "automountServiceAccountToken: false\nvolumes:\n- secret:\n    secretName: seen\nimagePullSecrets: [{name: seen2}]\n",
        &[],
        &["Token: false", "secretName: seen", "name: seen2"],
    ),
    // Not YAML: every value of what looks like a Secret, else what stands behind a telling name.
    ("kind: Secret\ndata:\n  a: b: hunter2\n  c: \"hunter3\n", &["hunter2", "hunter3"], &[]),
    ("spec: [\npassword: hunter2\nname: seen\n", &["hunter2"], &["name: seen"]),
    // Comments.
    (
        "a: 1 # password: hunter2\n# token=tok9\n---\n# secret: xyz\n",
        &["hunter2", "tok9", "xyz"],
        &["a: 1"],
    ),
    (
        "h: \"Authorization: Bearer abc.def\"\nj: eyJhbGciOi.eyJzdWIiOi.c2ln\n",
        &["abc.def", "eyJzdWIiOi"],
        &["j: "],
    ),
    // What `kubectl apply` keeps.
    (
        "kind: Pod\nmetadata:\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: |\n      {\"kind\":\"Secret\",\"data\":{\"a\":\"aHVudGVy\"}}\n",
        &["aHVudGVy"],
        &["kind: Pod"],
    ),
];

#[test]
fn secrets_are_hidden_and_nothing_else() {
    for (text, hidden, seen) in CASES {
        let shown = shown(text);
        for word in *hidden {
            assert!(text.contains(word) && !shown.contains(word), "{word} in\n{shown}");
        }
        for word in *seen {
            assert!(shown.contains(word), "no {word} in\n{shown}");
        }
    }
}

proptest! {
    #[test]
    fn no_place_moves(text in "([a-z]{1,8}(: |=|:\n +|, )|password: |é|\"|- |\\|\n|\r\n|\n|\\{|eyJ|://|@|-----BEGIN PRIVATE KEY-----){0,40}") {
        let shown = shown(&text);
        prop_assert_eq!(shown.len(), text.len());
        for (before, after) in text.bytes().zip(shown.bytes()) {
            prop_assert!(after == before || after == b'*' && !before.is_ascii_whitespace());
        }
    }
}
