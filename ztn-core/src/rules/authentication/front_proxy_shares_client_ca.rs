//! `front-proxy-shares-client-ca`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "front-proxy-shares-client-ca",
    practice: Practice::Authentication,
    breaks: &[Part::SuperUserCredentials],
    severity: Severity::High,
    summary: "one authority signs client certificates and the front proxy's",
    why: "Whoever is given a client certificate with the front proxy's name, by whatever signs for \
          people and nodes, writes any user and any group into a header: `system:masters`.",
    remedy: "Give the front proxy an authority of its own, and name it in \
          `--requestheader-client-ca-file`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for proxy in facts.control_plane().front_proxies() {
        if proxy.shares_client_ca {
            let message = "the front proxy's authority signs client certificates, too";
            out.report(proxy.object, proxy.node, message.to_owned())
                .implied_if(!proxy.is_restricted, "front-proxy-unrestricted");
        }
    }
}
