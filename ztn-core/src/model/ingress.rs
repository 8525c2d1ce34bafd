//! Ingress of `networking.k8s.io/v1`.

use super::meta::Metadata;
use super::view::{List, view};

view! {
    /// HTTP from outside to Services.
    Ingress "Ingress" {
        metadata "metadata": Metadata<'a>,
        spec "spec": IngressSpec<'a>,
    }

    /// `spec` of an Ingress.
    IngressSpec "IngressSpec" {
        ingress_class_name "ingressClassName": &'a str,
        default_backend "defaultBackend": IngressBackend<'a>,
        rules "rules": List<'a, IngressRule<'a>>,
        tls "tls": List<'a, IngressTls<'a>>,
    }

    /// The paths of one host.
    IngressRule "IngressRule" {
        /// Left out or empty: every host.
        host "host": &'a str,
        http "http": IngressHttp<'a>,
    }

    /// Paths of a rule.
    IngressHttp "HTTPIngressRuleValue" {
        paths "paths": List<'a, IngressPath<'a>>,
    }

    /// One path and where it leads.
    IngressPath "HTTPIngressPath" {
        path "path": &'a str,
        path_type "pathType": &'a str,
        backend "backend": IngressBackend<'a>,
    }

    /// Where requests go: a Service, or some other object of the namespace.
    IngressBackend "IngressBackend" {
        service "service": IngressServiceBackend<'a>,
        resource "resource": TypedRef<'a>,
    }

    /// A port of a Service.
    IngressServiceBackend "IngressServiceBackend" {
        name "name": &'a str,
        port "port": ServiceBackendPort<'a>,
    }

    /// By name or by number.
    ServiceBackendPort "ServiceBackendPort" {
        name "name": &'a str,
        number "number": i64,
    }

    /// Names an object of the same namespace.
    TypedRef "TypedLocalObjectReference" {
        api_group "apiGroup": &'a str,
        kind "kind": &'a str,
        name "name": &'a str,
    }

    /// Hosts that share a certificate.
    IngressTls "IngressTLS" {
        /// Left out: every host of the rules that is not named elsewhere.
        hosts "hosts": List<'a, &'a str>,
        secret_name "secretName": &'a str,
    }
}
