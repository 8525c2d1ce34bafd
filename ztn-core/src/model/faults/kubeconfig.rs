//! Certificates in a kubeconfig that no client can read.

use super::{Fault, say};
use crate::model::certificate::Certificate;
use crate::model::field::Field;
use crate::model::kubeconfig::Kubeconfig;

pub(super) fn faults<'a>(file: Kubeconfig<'a>, faults: &mut Vec<Fault<'a>>) {
    let clusters = file.clusters().iter();
    let authorities =
        clusters.map(|named| named.cluster().then(|it| it.certificate_authority_data()));
    let users = file.users().iter();
    let certificates = users.map(|named| named.user().then(|it| it.client_certificate_data()));
    for data in authorities.chain(certificates) {
        let read: Field<'a, &'a str> = data;
        if let Some(Err(what)) = read.get().and_then(Certificate::of_data) {
            say(faults, read.node(), what);
        }
    }
}
