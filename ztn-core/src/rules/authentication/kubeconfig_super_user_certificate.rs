//! `kubeconfig-super-user-certificate`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-super-user-certificate",
    practice: Practice::Authentication,
    breaks: &[Part::SuperUserCredentials],
    severity: Severity::Critical,
    summary: "a kubeconfig holds a certificate of `system:masters`",
    why: "Its owner may do everything, before any authorizer is asked, and no binding that somebody \
          removes takes that away: it ends with the certificate, or with a new authority.",
    remedy: "Use an identity whose rights a binding gives, keep this file off line for emergencies, \
          and replace the authority if it was ever elsewhere.",
    exceptions: "`super-admin.conf`, kept off line.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[
        Ref::cis("5.1.7"),
        Ref::nsa("authentication"),
        Ref::nist("3"),
        Ref::attack("T1552.004"),
        Ref::kube_bench("5.1.7"),
    ],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, file) in facts.cluster.all::<Kubeconfig<'_>>() {
        for (name, user) in file.people() {
            let Some(certificate) = user.certificate().filter(|it| it.is_super_user()) else {
                continue;
            };
            if facts.options.as_of.is_some_and(|day| certificate.is_over(day)) {
                continue;
            }
            let who = &certificate.common_name;
            let message = format!("user `{name}` is `{who}` of the group `system:masters`");
            let data = user.client_certificate_data();
            out.report(object, data.key().unwrap_or(data.node()), message);
        }
    }
}
