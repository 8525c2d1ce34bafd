//! Whom the load balancer of a Service takes connections from: what clouds read in annotations and classes.

use super::meta::Metadata;
use super::service::Service;
use crate::address::AddressRange;
use crate::parse::Node;

/// What Go's `strconv.ParseBool` takes for true.
const TRUE: &[&str] = &["1", "t", "T", "true", "TRUE", "True"];

/// Annotations by which clouds make a load balancer that only their own networks reach, each with the values
/// that do so; without any, every value does.
const INTERNAL: &[(&str, &[&str])] = &[
    ("service.beta.kubernetes.io/azure-load-balancer-internal", &["true"]),
    ("networking.gke.io/load-balancer-type", &["Internal", "internal"]),
    ("cloud.google.com/load-balancer-type", &["Internal", "internal"]),
    ("service.beta.kubernetes.io/openstack-internal-load-balancer", TRUE),
    ("service.beta.kubernetes.io/oci-load-balancer-internal", TRUE),
    ("oci-network-load-balancer.oraclecloud.com/internal", TRUE),
    ("service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", &["private"]),
    ("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", &["intranet"]),
    ("service.beta.kubernetes.io/alicloud-loadbalancer-address-type", &["intranet"]),
    ("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", &[]),
    ("service.beta.kubernetes.io/do-loadbalancer-network", &["INTERNAL"]),
    ("load-balancer.hetzner.cloud/disable-public-network", TRUE),
    ("service.beta.kubernetes.io/scw-loadbalancer-private", TRUE),
    ("yandex.cloud/load-balancer-type", &["internal"]),
];

/// Classes of load balancers that only the cloud's own networks reach, or a tailnet.
const INTERNAL_CLASSES: [&str; 3] = [
    "networking.gke.io/l4-regional-internal",
    "networking.gke.io/l4-regional-internal-legacy",
    "tailscale",
];

const AWS_TYPE: &str = "service.beta.kubernetes.io/aws-load-balancer-type";
const AWS_SCHEME: &str = "service.beta.kubernetes.io/aws-load-balancer-scheme";
const AWS_INTERNAL: &str = "service.beta.kubernetes.io/aws-load-balancer-internal";
const AWS_TARGETS: &str = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";

/// What leaves a Service to the AWS Load Balancer Controller, or to that of EKS Auto Mode.
const AWS_CONTROLLER_CLASSES: [&str; 2] = ["service.k8s.aws/nlb", "eks.amazonaws.com/nlb"];
const AWS_CONTROLLER_TYPES: [&str; 2] = ["external", "nlb-ip"];

/// Annotations that limit the clients as `loadBalancerSourceRanges` does, and are read where that is empty: lists
/// of ranges and of what clouds call them.
const LIMITS: [&str; 5] = [
    "service.beta.kubernetes.io/load-balancer-source-ranges",
    "service.beta.kubernetes.io/aws-load-balancer-security-group-prefix-lists",
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
    "service.beta.kubernetes.io/azure-allowed-service-tags",
    "service.beta.kubernetes.io/do-loadbalancer-allow-rules",
];

impl<'a> Service<'a> {
    fn annotation(self, key: &str) -> Option<&'a str> {
        self.metadata().then(Metadata::annotations).value(key)
    }

    fn load_balancer_class(self) -> Option<&'a str> {
        self.spec().then(|spec| spec.load_balancer_class()).get()
    }

    /// Where it takes connections from everybody by its load balancer: the first of its source ranges that is
    /// every address, or the type, where nothing limits it.
    #[must_use]
    pub fn open_load_balancer(self) -> Option<(Option<&'a str>, Node<'a>)> {
        let spec = self.spec().get()?;
        let ranges = spec.load_balancer_source_ranges();
        let is_one = spec.type_().is("LoadBalancer") && !ranges.is_wrong();
        if !is_one || self.is_internal_load_balancer() {
            return None;
        }
        if ranges.is_empty() {
            return (!self.is_limited_by_annotation()).then_some((None, spec.type_().node()));
        }
        let mut ranges = ranges.entries();
        let (range, node) = ranges.find(|(range, _)| is_everybody(range))?;
        Some((Some(range), node))
    }

    /// Is its load balancer, by its annotations or its class, one that only the cloud's own networks reach?
    fn is_internal_load_balancer(self) -> bool {
        let says_so = |(key, values): &(&str, &[&str])| {
            let value = self.annotation(key);
            value.is_some_and(|value| values.is_empty() || values.contains(&value))
        };
        let class = self.load_balancer_class();
        class.is_some_and(|class| INTERNAL_CLASSES.contains(&class))
            || INTERNAL.iter().any(says_so)
            || self.is_internal_to_aws()
    }

    /// "Since the v2.2.0 release, the LBC provisions an `internal` NLB by default."
    /// <https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/>
    fn is_internal_to_aws(self) -> bool {
        let (class, by) = (self.load_balancer_class(), self.annotation(AWS_TYPE));
        let by_controller = class.is_some_and(|class| AWS_CONTROLLER_CLASSES.contains(&class))
            || by.is_some_and(|by| AWS_CONTROLLER_TYPES.contains(&by));
        match (self.annotation(AWS_SCHEME), self.annotation(AWS_INTERNAL)) {
            (Some(scheme), _) => scheme == "internal",
            (None, Some(internal)) => !internal.is_empty() && internal != "false",
            (None, None) => by_controller,
        }
    }

    /// Does its load balancer, by its annotations, send to the pods themselves instead of to nodes?
    /// <https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/>
    #[must_use]
    pub fn sends_to_pods(self) -> bool {
        self.annotation(AWS_TARGETS) == Some("ip") || self.annotation(AWS_TYPE) == Some("nlb-ip")
    }

    /// Does an annotation limit whom its load balancer takes connections from?
    fn is_limited_by_annotation(self) -> bool {
        LIMITS.into_iter().filter_map(|key| self.annotation(key)).any(|list| {
            let mut entries = list.split(',').map(str::trim);
            !list.trim().is_empty() && !entries.any(is_everybody)
        })
    }
}

/// Is it every address of its family, or what Azure calls them?
fn is_everybody(range: &str) -> bool {
    let range = range.strip_prefix("cidr:").unwrap_or(range);
    range == "Internet"
        || AddressRange::parse(range)
            .is_some_and(|range| matches!(range, AddressRange::V4 | AddressRange::V6))
}
