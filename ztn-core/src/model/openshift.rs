//! Routes of OpenShift.

use super::meta::Metadata;
use super::view::{IntOrStr, List, view};

view! {
    /// HTTP or TLS from outside to Services.
    Route "Route" {
        metadata "metadata": Metadata<'a>,
        spec "spec": OpenShiftRouteSpec<'a>,
    }

    /// `spec` of a Route.
    OpenShiftRouteSpec "RouteSpec" {
        host "host": &'a str,
        path "path": &'a str,
        to "to": RouteTarget<'a>,
        alternate_backends "alternateBackends": List<'a, RouteTarget<'a>>,
        /// Left out: every port of the Service.
        port "port": RoutePort<'a>,
        tls "tls": RouteTls<'a>,
    }

    /// Where it leads.
    RouteTarget "RouteTargetReference" {
        /// Left out: `Service`.
        kind "kind": &'a str,
        name "name": &'a str,
        /// 0: nothing is sent.
        weight "weight": i64,
    }

    /// A port of the Service's pods: by number, or by the name that the Service gives it.
    RoutePort "RoutePort" {
        target_port "targetPort": IntOrStr<'a>,
    }

    /// TLS of a Route.
    RouteTls "TLSConfig" {
        /// `edge`, `passthrough` or `reencrypt`.
        termination "termination": &'a str,
        /// What is done with HTTP. Left out: it is refused.
        insecure_edge_termination_policy "insecureEdgeTerminationPolicy": &'a str,
        destination_ca_certificate "destinationCACertificate": &'a str,
    }
}
