//! Services.

use super::meta::{Labels, Metadata};
use super::view::{IntOrStr, List, StrMap, view};
use crate::address::AddressRange;
use crate::parse::Node;

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

/// Annotations by which clouds make a load balancer that only their own networks reach, each with the values
/// that do so; without any, every value does.
const INTERNAL: &[(&str, &[&str])] = &[
    ("service.beta.kubernetes.io/aws-load-balancer-internal", &["true", "0.0.0.0/0"]),
    ("service.beta.kubernetes.io/aws-load-balancer-scheme", &["internal"]),
    ("service.beta.kubernetes.io/azure-load-balancer-internal", &["true"]),
    ("networking.gke.io/load-balancer-type", &["Internal"]),
    ("cloud.google.com/load-balancer-type", &["Internal"]),
    ("service.beta.kubernetes.io/openstack-internal-load-balancer", &["true"]),
    ("service.beta.kubernetes.io/oci-load-balancer-internal", &["true"]),
    ("service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", &["private"]),
    ("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", &["intranet"]),
    ("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", &[]),
];

/// Load balancers of the AWS Load Balancer Controller are internal unless they are told otherwise.
const AWS_CONTROLLER: &str = "service.k8s.aws/nlb";
const AWS_SCHEME: &str = "service.beta.kubernetes.io/aws-load-balancer-scheme";

/// Where ranges were written before there was a field. It is read where the field is empty.
const SOURCE_RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";

impl<'a> Service<'a> {
    fn annotation(self, key: &str) -> Option<&'a str> {
        self.metadata().then(Metadata::annotations).value(key)
    }

    /// Is its load balancer, by its annotations or its class, one that only the cloud's own networks reach?
    #[must_use]
    pub fn is_internal_load_balancer(self) -> bool {
        let says_so = |(key, values): &(&str, &[&str])| {
            let value = self.annotation(key);
            value.is_some_and(|value| values.is_empty() || values.contains(&value))
        };
        let class = self.spec().then(|spec| spec.load_balancer_class());
        INTERNAL.iter().any(says_so)
            || class.is(AWS_CONTROLLER) && self.annotation(AWS_SCHEME).is_none()
    }

    /// Does its load balancer, by its annotations, send to the pods themselves instead of to nodes?
    /// <https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/>
    #[must_use]
    pub fn sends_to_pods(self) -> bool {
        self.annotation("service.beta.kubernetes.io/aws-load-balancer-nlb-target-type")
            == Some("ip")
            || self.annotation("service.beta.kubernetes.io/aws-load-balancer-type")
                == Some("nlb-ip")
    }

    /// Does an annotation limit whom its load balancer takes connections from?
    #[must_use]
    pub fn source_ranges_by_annotation(self) -> bool {
        let ranges = self.annotation(SOURCE_RANGES).unwrap_or_default();
        !ranges.trim().is_empty() && !ranges.split(',').any(|range| is_whole_internet(range.trim()))
    }
}

/// Is it every address of its family?
fn is_whole_internet(range: &str) -> bool {
    AddressRange::parse(range)
        .is_some_and(|range| matches!(range, AddressRange::V4 | AddressRange::V6))
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

    /// Does it select a pod with these labels: has that all of the selector's?
    #[must_use]
    pub fn selects(self, labels: &impl Labels) -> bool {
        let mut wanted = self.selector().get().into_iter().flat_map(StrMap::entries);
        self.selects_pods() && wanted.all(|(key, _, value)| labels.label(key.text()) == Some(value))
    }

    /// The first of its source ranges that is every address, with its node.
    #[must_use]
    pub fn whole_internet_range(self) -> Option<(&'a str, Node<'a>)> {
        self.load_balancer_source_ranges().entries().find(|(range, _)| is_whole_internet(range))
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
