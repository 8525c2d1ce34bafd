//! `front-proxy-unrestricted`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::fix::{Draft, Safety};
use crate::rule::{Check, Engine, Evidence, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "front-proxy-unrestricted",
    practice: Practice::Authentication,
    breaks: &[Part::SuperUserCredentials],
    severity: Severity::High,
    summary: "every certificate of an authority may say who its requests are from",
    why: "The API server believes the headers `X-Remote-User` and `X-Remote-Group` of whoever \
          shows a certificate of the authority. With no name asked for, any of them is \
          `system:masters`.",
    remedy: "Set `--requestheader-allowed-names` to the name of the front proxy, and give it an \
          authority of its own.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[Safety::Unsafe],
    refs: &[Ref::nist("6"), Ref::nsa("authentication"), Ref::attack("T1078")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for proxy in facts.control_plane().front_proxies() {
        if proxy.is_restricted {
            continue;
        }
        let message = "whoever has a certificate of the front proxy's authority is whom they say";
        let fix = proxy.server.and_then(|server| {
            let flag = "requestheader-allowed-names";
            Draft::risky(proxy.object, "take the front proxy's word alone").set_flag(
                server,
                flag,
                "front-proxy-client",
            )
        });
        let finding = out.report(proxy.object, proxy.node, message.to_owned()).maybe_fix(fix);
        if proxy.shares_client_ca {
            finding.severity(Severity::Critical, "it is the authority of all client certificates");
        }
    }
}
