//! `authentication-config-conflict`

use crate::engine::control_plane::{Component, FileOf};
use crate::facts::Facts;
use crate::finding::Findings;
use crate::rule::{Check, Engine, Evidence, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "authentication-config-conflict",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Medium,
    summary: "flags and the authentication configuration say the same thing twice",
    why: "The API server does not start with both. Whoever mends that in a hurry takes one of the \
          two away, and what stays may let in more people than was meant.",
    remedy: "Keep the file of `--authentication-config`, and remove the flags that it replaces: \
          `--oidc-*`, and `--anonymous-auth` where the file has `anonymous`.",
    exceptions: "",
    since: "0.1.0",
    needs: &[Evidence::ApiServer],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("5")],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for server in plane.servers(Component::ApiServer) {
        if server.sets("authentication-config") != Some(true) {
            continue;
        }
        let mut flags = server.flags.iter();
        if let Some(flag) = flags.find(|flag| flag.name.replace('_', "-").starts_with("oidc-")) {
            let message = "an issuer by flags goes with no authentication configuration";
            let file = server.spot("authentication-config");
            let finding = out.report(server.object, flag.node, message.to_owned());
            finding.label(server.object, file, "the configuration is named here");
        }
        if let FileOf::Found(object, file) = plane.authentication(server)
            && server.bool_flag("anonymous-auth").is_explicit()
            && file.anonymous().is_set()
        {
            let message = "`--anonymous-auth` goes with no `anonymous` in the configuration";
            let flag = server.spot("anonymous-auth");
            let finding = out.report(server.object, flag, message.to_owned());
            finding.label(object, file.anonymous(), "the configuration has it, too");
        }
    }
}
