//! `front-proxy-unrestricted`

use crate::engine::control_plane::Component;
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
    for server in facts.control_plane().servers(Component::ApiServer) {
        let authority = server.flag("requestheader-client-ca-file");
        let trusts = authority.value().filter(|path| !path.is_empty());
        let Some(path) =
            trusts.filter(|_| server.sets("requestheader-allowed-names") == Some(false))
        else {
            continue;
        };
        let message = "whoever has a certificate of the front proxy's authority is whom they say";
        let fix = Draft::risky(server.object, "take the front proxy's word alone").set_flag(
            server,
            "requestheader-allowed-names",
            "front-proxy-client",
        );
        let place = server.spot("requestheader-client-ca-file");
        let finding = out.report(server.object, place, message.to_owned()).maybe_fix(fix);
        if server.flag("client-ca-file").value() == Some(path) {
            finding.severity(Severity::Critical, "it is the authority of all client certificates");
        }
    }
}
