//! `kubeconfig-long-lived-certificate`

use crate::facts::Facts;
use crate::finding::Findings;
use crate::model::certificate::Certificate;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "kubeconfig-long-lived-certificate",
    practice: Practice::Authentication,
    breaks: &[Part::BoundedCredentials],
    severity: Severity::Medium,
    summary: "a kubeconfig holds a certificate that lasts too long",
    why: "Kubernetes takes no certificate back, so that a copy is good until its last day: from a \
          backup, a laptop, or the disk of a node.",
    remedy: "Give people certificates of hours, and components those of a year at most, which \
          something renews.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("3"), Ref::attack("T1552.004")],
    aliases: &[],
    check: Check::Cluster { reads: &[], run },
};

const DAY: i64 = 24 * 60 * 60;

/// A year, and what is added for clocks that differ.
const COMPONENT_DAYS: i64 = 367;

fn run(facts: &Facts<'_>, out: &mut Findings) {
    for (object, file) in facts.cluster.all::<Kubeconfig<'_>>() {
        let is_of_server = facts.control_plane().is_named_by_flag(object);
        for (name, user) in file.people() {
            let Some(certificate) = user.certificate() else {
                continue;
            };
            let data = user.client_certificate_data();
            let node = data.key().unwrap_or(data.node());
            if facts.options.as_of.is_some_and(|day| certificate.is_over(day)) {
                let message = format!("the certificate of user `{name}` is over");
                let finding = out.report(object, node, message);
                finding.severity(Severity::Info, "nobody signs in with it");
                continue;
            }
            let is_of_component = certificate.is_of_component() || is_of_server;
            let most = if is_of_component { COMPONENT_DAYS } else { 1 };
            let days = days(facts, file, &certificate);
            if let Some(days) = days.filter(|days| *days > most) {
                let message = format!("the certificate of user `{name}` is good for {days} days");
                out.report(object, node, message);
            }
        }
    }
}

/// For how many days it is good: from its beginning, where that tells anything, else from the day given.
fn days(facts: &Facts<'_>, file: Kubeconfig<'_>, certificate: &Certificate) -> Option<i64> {
    if !file.begins_with_authority(certificate) {
        return Some(certificate.lasts().saturating_add(DAY - 1) / DAY);
    }
    let left = facts.options.as_of?.days_until(certificate.last_day()?);
    Some(i64::from(left))
}
