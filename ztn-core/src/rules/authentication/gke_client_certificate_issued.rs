//! `gke-client-certificate-issued`

use crate::finding::Findings;
use crate::model::Object;
use crate::model::managed::GkeCluster;
use crate::rule::{Check, Part, Practice, Ref, Rule, Severity};

pub static RULE: Rule = Rule {
    id: "gke-client-certificate-issued",
    practice: Practice::Authentication,
    breaks: &[Part::ExternalIdentity],
    severity: Severity::Medium,
    summary: "a GKE cluster makes a client certificate",
    why: "Its key is handed out with the cluster's description, lasts for years, and nobody can take \
          it back: whoever has it signs in beside Google's accounts.",
    remedy: "Set `issueClientCertificate: false`; a cluster that has one has to be made anew.",
    exceptions: "",
    since: "0.1.0",
    needs: &[],
    fixes: &[],
    refs: &[Ref::nsa("authentication"), Ref::nist("6"), Ref::attack("T1552.004")],
    aliases: &[],
    check: Check::Document(check),
};

fn check(object: Object<'_>, out: &mut Findings) {
    let Some(spec) = object.view::<GkeCluster<'_>>().and_then(|cluster| cluster.spec().get())
    else {
        return;
    };
    let certificate = spec.master_auth().then(|auth| auth.client_certificate());
    let issued = certificate.then(|certificate| certificate.issue_client_certificate());
    if issued.is_true() {
        let message = format!("`{}` makes a client certificate", object.name());
        out.report(object, issued, message);
    }
}
