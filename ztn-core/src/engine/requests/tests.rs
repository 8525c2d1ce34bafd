//! What logs tell, as a table.

use super::*;

const WEB: Identity<'_> = Identity::ServiceAccount { namespace: "shop", name: "web" };

/// A record of a request by the service account `web` of `shop`, with further fields.
fn event(id: &str, more: &str) -> String {
    event_of("system:serviceaccount:shop:web", id, more)
}

fn event_of(user: &str, id: &str, more: &str) -> String {
    format!(
        r#"{{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"{id}","stage":"ResponseComplete","user":{{"username":"{user}","groups":["system:authenticated"]}},{more}}}"#
    )
}

fn on(verb: &str, resource: &str, more: &str) -> String {
    format!(
        r#""verb":"{verb}","objectRef":{{"resource":"{resource}","namespace":"shop","apiVersion":"v1"{more}}},"responseStatus":{{"code":200}}"#
    )
}

fn allowed(log: &str) -> Vec<String> {
    let requests = Requests::of(&[log], Wanted { subject: WEB, minor: 36 });
    requests.allowed.iter().map(|(request, seen)| format!("{request} x{}", seen.count)).collect()
}

fn unused(log: &str) -> Vec<String> {
    let requests = Requests::of(&[log], Wanted { subject: WEB, minor: 36 });
    requests.unused.iter().map(|(why, seen)| format!("{why:?} x{}", seen.count)).collect()
}

#[test]
fn a_record_is_a_question_to_the_authorizer() {
    let name = r#","name":"prices""#;
    for (more, wanted) in [
        (on("get", "configmaps", name), "get configmaps `prices` in namespace `shop`"),
        (on("list", "pods", ""), "list pods in namespace `shop`"),
        // What is made has a name that nobody asked about.
        (on("create", "configmaps", name), "create configmaps in namespace `shop`"),
        (
            on("get", "pods", r#","name":"a","subresource":"log""#),
            "get pods/log `a` in namespace `shop`",
        ),
        (
            on("patch", "deployments", r#","name":"web","apiGroup":"apps""#),
            "patch deployments.apps `web` in namespace `shop`",
        ),
        (
            r#""verb":"get","requestURI":"/metrics?a=b","responseStatus":{"code":200}"#.to_owned(),
            "get /metrics",
        ),
    ] {
        assert_eq!(allowed(&event("1", &more)), [format!("{wanted} x1")], "{more}");
    }
    // A WebSocket that is opened by `get` asks for `create` as well, from 1.35 on.
    let exec = event("1", &on("get", "pods", r#","name":"a","subresource":"exec""#));
    assert_eq!(allowed(&exec).len(), 2);
    let older = Requests::of(&[&exec], Wanted { subject: WEB, minor: 34 });
    assert_eq!(older.allowed.len(), 1);
}

#[test]
fn what_was_refused_or_is_of_others_asks_for_nothing() {
    let list = on("list", "secrets", "");
    let refused = event("1", &list.replace("200", "403"));
    assert_eq!(allowed(&refused), [""; 0]);
    assert_eq!(unused(&refused), ["Denied(\"list secrets in namespace `shop`\") x1"]);
    // An answer other than a refusal was let in, whatever came of it.
    assert_eq!(allowed(&event("1", &list.replace("200", "404"))).len(), 1);
    let other = event_of("jane", "1", &list);
    assert_eq!((allowed(&other).len(), unused(&other).len()), (0, 0));
    let received =
        event("1", &on("list", "secrets", "")).replace("ResponseComplete", "RequestReceived");
    let received = received.replace(r#","responseStatus":{"code":200}"#, "");
    assert_eq!(unused(&received), ["Undecided(\"list secrets in namespace `shop`\") x1"]);
    // With the answer, it is one request.
    let both = format!("{received}\n{}", event("1", &list));
    assert_eq!(
        (allowed(&both), unused(&both).len()),
        (vec!["list secrets in namespace `shop` x1".to_owned()], 0)
    );
    assert_eq!(unused(&event("1", r#""responseStatus":{"code":200}"#)), ["Incomplete x1"]);
}

#[test]
fn whoever_acts_as_somebody_asks_to_do_so() {
    let get = on("get", "configmaps", r#","name":"a""#);
    let as_jane = format!(
        r#"{get},"impersonatedUser":{{"username":"jane","groups":["ops","system:authenticated"]}}"#
    );
    assert_eq!(
        allowed(&event("1", &as_jane)),
        ["impersonate groups `ops` x1", "impersonate users `jane` x1"]
    );
    let by_jane =
        format!(r#"{get},"impersonatedUser":{{"username":"system:serviceaccount:shop:web"}}"#);
    assert_eq!(
        allowed(&event_of("jane", "1", &by_jane)),
        ["get configmaps `a` in namespace `shop` x1"]
    );
}

#[test]
fn logs_come_in_several_shapes() {
    let (one, two) = (event("1", &on("get", "pods", "")), event("2", &on("list", "pods", "")));
    let item = |text: &str| text.replace(r#""kind":"Event","apiVersion":"audit.k8s.io/v1","#, "");
    let wanted = ["get pods in namespace `shop` x1", "list pods in namespace `shop` x1"];
    for log in [
        format!("{one}\n{two}\n"),
        format!("{one}\r\n\r\n{two}"),
        // Behind what a container runtime writes, and between lines of other programs.
        format!("2026-11-25T06:00:00Z stdout F {one}\n2026-11-25T06:00:01Z stdout F {two}"),
        format!("[{one},{two}]"),
        format!("[\n  {one},\n  {two}\n]\n"),
        format!(
            r#"{{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[{},{}]}}"#,
            item(&one),
            item(&two)
        ),
    ] {
        assert_eq!(allowed(&log), wanted, "{log}");
        assert_eq!(unused(&log), [""; 0], "{log}");
    }
    let mixed = format!(
        "I1125 06:00:00 starting\n{one}\n{{\"level\":\"info\"}}\n{{\"kind\": broken\n{two}"
    );
    assert_eq!(allowed(&mixed), wanted);
    assert_eq!(unused(&mixed), ["NoEvent(0) x3"]);
    assert_eq!(unused("{\n  \"kind\": \"Event\",\n  oops\n}\n"), ["NoEvent(0) x2"]);
}
