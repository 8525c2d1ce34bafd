//! `apiserver-uses-abac`

use crate::engine::control_plane::Component;
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "apiserver-uses-abac",
    practice: Practice::Rbac,
    breaks: &[Part::Authorizers],
    severity: Severity::High,
    summary: "the API server takes rights from a policy file",
    why: "The file is a list of subjects and what they may do beside every Role, changed on a \
          disk and read at the next start: no review of RBAC shows it, and nobody can take a \
          right back without a restart.",
    remedy: "Write the lines of the file as Roles and bindings, and take `ABAC` out of the \
          authorizers.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("4"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        let authorizers = plane.authorizers(server);
        if authorizers.value().is_some_and(|list| list.contains(&"ABAC")) {
            let (object, place) = server.place(&authorizers);
            out.report(object, place, "the API server's authorizers include `ABAC`".to_owned());
        }
    }
}
