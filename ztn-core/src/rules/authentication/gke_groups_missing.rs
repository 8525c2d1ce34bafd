//! `gke-groups-missing`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::managed::GkeCluster;
use crate::rule::{Check, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "gke-groups-missing",
    practice: Practice::Authentication,
    breaks: &[],
    severity: Severity::Medium,
    summary: "bindings of a GKE cluster can name no group",
    why: "Each person is bound by address, one by one: whoever leaves keeps what somebody forgets \
          to take away.",
    remedy: "Set `authenticatorGroupsConfig.securityGroup` to `gke-security-groups@` and your domain, \
          and bind the groups in it.",
    exceptions: "Clusters in which nobody but pipelines signs in.",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1078.004")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<GkeCluster<'_>>().and_then(|cluster| cluster.spec().get())
    else {
        return;
    };
    let group = spec.authenticator_groups().then(|groups| groups.security_group());
    if group.or("").is_empty() && !group.is_wrong() {
        let message = format!("bindings of `{}` can name no group", object.name());
        out.report(object, group, message);
    }
}
