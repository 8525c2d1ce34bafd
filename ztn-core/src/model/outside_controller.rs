//! Ingress controllers and gateways that are load balancers of a cloud, and no pods of the cluster.

use super::cluster::Cluster;
use super::gateway::{Gateway, GatewayClass, GatewayClassSpec, GatewaySpec, route};
use super::ingress::{Ingress, IngressSpec};
use super::kind::Kind;
use super::meta::Metadata;
use super::object::Object;
use super::view::{FromNode, view};

view! {
    /// Which controller serves the Ingresses that name it.
    IngressClass "IngressClass" {
        metadata "metadata": Metadata<'a>,
        spec "spec": IngressClassSpec<'a>,
    }

    /// `spec` of an IngressClass.
    IngressClassSpec "IngressClassSpec" {
        controller "controller": &'a str,
    }
}

/// Names that such classes usually have; GKE's are built in.
const INGRESS_CLASSES: [&str; 5] =
    ["alb", "azure-application-gateway", "azure/application-gateway", "gce", "gce-internal"];

/// The controllers of such classes.
const CONTROLLERS: [&str; 9] = [
    "alb.networking.azure.io/alb-controller",
    "application-networking.k8s.aws/gateway-api-controller",
    "azure/application-gateway",
    "eks.amazonaws.com/alb",
    "gateway.k8s.aws/alb",
    "ingress.k8s.alibabacloud/alb",
    "ingress.k8s.aws/alb",
    "networking.gke.io/gateway",
    "oci.oraclecloud.com/native-ingress-controller",
];

/// How the names of GatewayClasses that GKE brings begin.
const GKE_GATEWAYS: &str = "gke-";

/// How annotations begin that only such controllers read.
const ANNOTATIONS: [&str; 5] = [
    "alb.ingress.kubernetes.io/",
    "appgw.ingress.kubernetes.io/",
    "kubernetes.io/ingress.global-static-ip-name",
    "kubernetes.io/ingress.regional-static-ip-name",
    "networking.gke.io/",
];

const OLD_CLASS: &str = "kubernetes.io/ingress.class";
const DEFAULT_CLASS: &str = "ingressclass.kubernetes.io/is-default-class";

/// The controllers that the input tells of.
pub struct OutsideControllers<'a> {
    cluster: &'a Cluster,
    classes: Vec<Class<'a>>,
}

/// A class of Ingresses.
struct Class<'a> {
    name: &'a str,
    controller: &'a str,
    is_default: bool,
}

impl<'a> OutsideControllers<'a> {
    /// Those of a cluster.
    #[must_use]
    pub fn of(cluster: &'a Cluster) -> Self {
        let others = cluster.of_kind(Kind::Other).filter(|object| {
            let written = object.type_meta();
            written.kind == "IngressClass" && written.group() == "networking.k8s.io"
        });
        let classes = others.filter_map(|object| {
            let view = IngressClass::from_node(object.node())?;
            let default = view.metadata().then(Metadata::annotations).value(DEFAULT_CLASS);
            Some(Class {
                name: object.name(),
                controller: view.spec().then(IngressClassSpec::controller).or(""),
                is_default: default == Some("true"),
            })
        });
        Self { cluster, classes: classes.collect() }
    }

    /// Does a load balancer of a cloud serve this Ingress or route, so that its connections come from addresses?
    #[must_use]
    pub fn serve(&self, object: Object<'a>) -> bool {
        if let Some(ingress) = object.view::<Ingress<'_>>() {
            return self.serve_ingress(ingress);
        }
        let here = object.namespace().unwrap_or_default();
        let parents = route(object).into_iter().flat_map(|spec| spec.parent_refs().iter());
        let mut classes = parents.flat_map(|parent| {
            let namespace = parent.namespace().or(here);
            let gateways = self.cluster.named(Kind::Gateway, namespace, parent.name().or(""));
            let gateways = gateways.filter_map(|gateway| gateway.view::<Gateway<'_>>());
            gateways.filter_map(|one| one.spec().then(GatewaySpec::gateway_class_name).get())
        });
        classes.any(|class| {
            let objects = self.cluster.named(Kind::GatewayClass, "", class);
            let mut of_class = objects.filter_map(|object| object.view::<GatewayClass<'_>>());
            class.starts_with(GKE_GATEWAYS)
                || of_class.any(|one| {
                    let controller = one.spec().then(GatewayClassSpec::controller_name);
                    CONTROLLERS.contains(&controller.or(""))
                })
        })
    }

    fn serve_ingress(&self, ingress: Ingress<'a>) -> bool {
        let metadata = ingress.metadata().get();
        let says_so =
            |prefix| metadata.is_some_and(|one| one.annotations_below(prefix).next().is_some());
        if ANNOTATIONS.into_iter().any(says_so) {
            return true;
        }
        let named = ingress.spec().then(IngressSpec::ingress_class_name).get();
        let old = || ingress.metadata().then(Metadata::annotations).value(OLD_CLASS);
        let name = named.or_else(old);
        let is_it = |class: &&Class<'_>| name.map_or(class.is_default, |name| class.name == name);
        match self.classes.iter().find(is_it) {
            Some(class) => CONTROLLERS.contains(&class.controller),
            None => name.is_some_and(|name| INGRESS_CLASSES.contains(&name)),
        }
    }
}
