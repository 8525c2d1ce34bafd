//! `kubeconfig-client-certificate-user`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Engine, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-client-certificate-user",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::Medium,
    summary: "a person signs in with a client certificate",
    why: "Kubernetes takes no certificate back: whoever copies the file is that person until it \
          ends, whatever becomes of their account, their password and their second factor.",
    remedy: "Sign in through the identity provider, with an `exec` plugin, and keep certificates for \
          components.",
    exceptions: "One file for emergencies, kept off line; certificates that a login service gives for \
          less than a day are not told of.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::cis("3.1.1"),
        Ref::nsa("authentication"),
        Ref::nist("3"),
        Ref::attack("T1552.004"),
        Ref::kube_bench("3.1.1"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[Engine::ControlPlane], run },
};

const DAY: i64 = 24 * 60 * 60;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    let plane = facts.control_plane();
    for (object, file) in facts.cluster.all::<Kubeconfig<'_>>() {
        if plane.is_named_by_flag(object) {
            continue;
        }
        for (name, user) in file.people() {
            let Some(certificate) = user.certificate() else {
                continue;
            };
            let is_over = facts.options.as_of.is_some_and(|day| certificate.is_over(day));
            if certificate.is_of_component() || certificate.lasts() <= DAY || is_over {
                continue;
            }
            let message = match certificate.last_day() {
                Some(day) => format!("user `{name}` signs in with a certificate, until {day}"),
                None => format!("user `{name}` signs in with a certificate"),
            };
            let data = user.client_certificate_data();
            out.report(object, data.key().unwrap_or(data.node()), message)
                .implied_if(certificate.is_super_user(), "kubeconfig-super-user-certificate");
        }
    }
}
