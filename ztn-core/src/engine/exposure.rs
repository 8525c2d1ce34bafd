//! Who is in the hands of whoever takes over a workload that is reached from outside.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::network::Network;
use crate::model::rbac::Identity;
use crate::model::service_account::token_place;
use crate::model::{Cluster, Object};

/// The service accounts whose token is in a pod that something leads to from outside.
pub struct Exposure<'a>(HashMap<Identity<'a>, Way<'a>>);

/// One way in: what leads from outside, and to what.
#[derive(Clone, Copy)]
struct Way<'a> {
    front: Object<'a>,
    workload: Object<'a>,
}

impl<'a> Exposure<'a> {
    /// Those of a cluster, each with the first way to it in the order of the input.
    #[must_use]
    pub fn of(cluster: &'a Cluster, network: &Network<'a>) -> Self {
        let mut exposed = HashMap::new();
        for front in network.fronts() {
            let Some(member) = network.member(front.member) else {
                continue;
            };
            let workload = member.workload;
            let Entry::Vacant(entry) = exposed.entry(workload.identity()) else {
                continue;
            };
            // What policies let nothing through by leads nowhere.
            if token_place(cluster, workload).is_some()
                && front.is_open()
                && !network.admitted_of_anybody(front).is_empty()
            {
                entry.insert(Way { front: front.object, workload: workload.object() });
            }
        }
        Self(exposed)
    }

    /// How somebody is reached from outside, if they are, in one clause.
    #[must_use]
    pub fn way_to(&self, who: Identity<'_>) -> Option<String> {
        let Way { front, workload } = self.0.get(&who)?;
        let text = |object: &Object<'_>| format!("{} `{}`", object.type_meta().kind, object.name());
        let by = match front.id() == workload.id() {
            true => "a port of its node".to_owned(),
            false => text(front),
        };
        Some(format!("{by} leads from outside to {}, which holds its token", text(workload)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    #[test]
    fn an_account_is_exposed_where_its_token_is_in_what_is_reached() {
        const SERVICE: &str = "
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
---
";
        const POD: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {serviceAccountName: web, containers: [{name: web, image: web}]}
";
        let way = |text: &str| {
            let cluster = Cluster::of_text(text);
            let options = Options::default();
            let network = Network::new(&cluster, &options);
            let web = Identity::ServiceAccount { namespace: "shop", name: "web" };
            Exposure::of(&cluster, &network).way_to(web)
        };
        let text = "Service `web` leads from outside to Pod `web`, which holds its token";
        assert_eq!(way(&format!("{SERVICE}{POD}")).as_deref(), Some(text));
        assert_eq!(way(POD), None);
        let internal = SERVICE.replace("type: LoadBalancer, ", "");
        assert_eq!(way(&format!("{internal}{POD}")), None);
        for limit in ["loadBalancerSourceRanges: [203.0.113.0/24]", "loadBalancerClass: tailscale"]
        {
            let limited =
                SERVICE.replace("type: LoadBalancer", &format!("type: LoadBalancer, {limit}"));
            assert_eq!(way(&format!("{limited}{POD}")), None, "{limit}");
        }
        let denied = "---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
";
        assert_eq!(way(&format!("{SERVICE}{POD}{denied}")), None);
        let quiet = POD.replace(
            "{serviceAccountName",
            "{automountServiceAccountToken: false, serviceAccountName",
        );
        assert_eq!(way(&format!("{SERVICE}{quiet}")), None);
        let port =
            POD.replace("image: web}", "image: web, ports: [{containerPort: 80, hostPort: 80}]}");
        let text = "a port of its node leads from outside to Pod `web`, which holds its token";
        assert_eq!(way(&port).as_deref(), Some(text));
    }
}
