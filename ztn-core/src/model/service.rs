//! Services.

use super::meta::{Labels, Metadata};
use super::view::{IntOrStr, List, StrMap, view};

view! {
    /// A stable address in front of pods.
    Service "Service" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ServiceSpec<'a>,
        status "status": ServiceStatus<'a>,
    }

    /// `spec` of a Service.
    ServiceSpec "ServiceSpec" {
        /// Left out: `ClusterIP`.
        type_ "type": &'a str,
        /// Left out or empty: no pods; somebody else writes the endpoints.
        selector "selector": StrMap<'a>,
        ports "ports": List<'a, ServicePort<'a>>,
        cluster_ip "clusterIP": &'a str,
        cluster_ips "clusterIPs": List<'a, &'a str>,
        external_name "externalName": &'a str,
        external_ips "externalIPs": List<'a, &'a str>,
        /// Left out: `Cluster`, which hides the client's address.
        external_traffic_policy "externalTrafficPolicy": &'a str,
        internal_traffic_policy "internalTrafficPolicy": &'a str,
        load_balancer_class "loadBalancerClass": &'a str,
        load_balancer_ip "loadBalancerIP": &'a str,
        load_balancer_source_ranges "loadBalancerSourceRanges": List<'a, &'a str>,
        /// Left out: `true`.
        allocate_load_balancer_node_ports "allocateLoadBalancerNodePorts": bool,
        health_check_node_port "healthCheckNodePort": i64,
        publish_not_ready_addresses "publishNotReadyAddresses": bool,
        session_affinity "sessionAffinity": &'a str,
        ip_families "ipFamilies": List<'a, &'a str>,
        ip_family_policy "ipFamilyPolicy": &'a str,
        traffic_distribution "trafficDistribution": &'a str,
    }

    /// One port of a Service.
    ServicePort "ServicePort" {
        name "name": &'a str,
        /// Left out: `TCP`.
        protocol "protocol": &'a str,
        app_protocol "appProtocol": &'a str,
        port "port": i64,
        /// Left out: the same as `port`.
        target_port "targetPort": IntOrStr<'a>,
        node_port "nodePort": i64,
    }

    /// `status` of a Service.
    ServiceStatus "ServiceStatus" {
        load_balancer "loadBalancer": LoadBalancerStatus<'a>,
    }

    /// The load balancer a cloud has given.
    LoadBalancerStatus "LoadBalancerStatus" {
        ingress "ingress": List<'a, LoadBalancerIngress<'a>>,
    }

    /// One of its addresses.
    LoadBalancerIngress "LoadBalancerIngress" {
        ip "ip": &'a str,
        hostname "hostname": &'a str,
    }
}

impl<'a> ServiceSpec<'a> {
    /// Does it select pods? Without a selector somebody else writes the endpoints.
    #[must_use]
    pub fn selects_pods(self) -> bool {
        self.first_label().is_some()
    }

    /// The first label that its pods have: to look them up by.
    #[must_use]
    pub fn first_label(self) -> Option<(&'a str, &'a str)> {
        let (key, _, value) = self.selector().get()?.entries().next()?;
        Some((key.text(), value))
    }

    /// Does it select a pod with these labels: has that all of the selector's, or may have them?
    #[must_use]
    pub fn selects(self, labels: &impl Labels) -> bool {
        let mut wanted = self.selector().get().into_iter().flat_map(StrMap::entries);
        self.selects_pods() && wanted.all(|(key, _, value)| labels.label(key.text()).may_be(value))
    }

    /// The ports that it opens on nodes, in words.
    #[must_use]
    pub fn node_ports(self) -> String {
        let given: Vec<String> = self
            .ports()
            .iter()
            .filter_map(|port| port.node_port().get().filter(|number| *number != 0))
            .map(|number| number.to_string())
            .collect();
        match (given.as_slice(), self.ports().iter().count()) {
            ([], 0 | 1) => "a port".to_owned(),
            ([], count) => format!("{count} ports"),
            ([one], 1) => format!("port {one}"),
            (ports, count) if ports.len() == count => format!("ports {}", ports.join(", ")),
            (ports, count) => format!("{count} ports, among them {}", ports.join(", ")),
        }
    }
}
