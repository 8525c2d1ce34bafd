//! Gateway API: listeners, routes, and who may point into another namespace.

use super::kind::Kind;
use super::meta::{LabelSelector, Metadata};
use super::object::Object;
use super::view::{FromNode, List, StrMap, view};

view! {
    /// Which controller serves the Gateways that name it.
    GatewayClass "GatewayClass" {
        metadata "metadata": Metadata<'a>,
        spec "spec": GatewayClassSpec<'a>,
    }

    /// `spec` of a GatewayClass.
    GatewayClassSpec "GatewayClassSpec" {
        controller_name "controllerName": &'a str,
    }

    /// A front end: addresses and listeners.
    Gateway "Gateway" {
        metadata "metadata": Metadata<'a>,
        spec "spec": GatewaySpec<'a>,
    }

    /// `spec` of a Gateway.
    GatewaySpec "GatewaySpec" {
        gateway_class_name "gatewayClassName": &'a str,
        listeners "listeners": List<'a, Listener<'a>>,
        addresses "addresses": List<'a, GatewayAddress<'a>>,
        infrastructure "infrastructure": GatewayInfrastructure<'a>,
    }

    /// One port of a Gateway.
    Listener "Listener" {
        name "name": &'a str,
        /// Left out: every host.
        hostname "hostname": &'a str,
        port "port": i64,
        /// `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`.
        protocol "protocol": &'a str,
        tls "tls": ListenerTls<'a>,
        allowed_routes "allowedRoutes": AllowedRoutes<'a>,
    }

    /// TLS of a listener.
    ListenerTls "ListenerTLSConfig" {
        /// Left out: `Terminate`.
        mode "mode": &'a str,
        certificate_refs "certificateRefs": List<'a, GatewayRef<'a>>,
        options "options": StrMap<'a>,
    }

    /// Which routes may attach to a listener.
    AllowedRoutes "AllowedRoutes" {
        namespaces "namespaces": RouteNamespaces<'a>,
        kinds "kinds": List<'a, RouteGroupKind<'a>>,
    }

    /// Of which namespaces.
    RouteNamespaces "RouteNamespaces" {
        /// `All`, `Selector`, `Same`; left out: `Same`.
        from "from": &'a str,
        selector "selector": LabelSelector<'a>,
    }

    /// Of which kinds.
    RouteGroupKind "RouteGroupKind" {
        group "group": &'a str,
        kind "kind": &'a str,
    }

    /// An address a Gateway asks for.
    GatewayAddress "GatewaySpecAddress" {
        type_ "type": &'a str,
        value "value": &'a str,
    }

    /// Labels and annotations for what the controller makes: Services with load balancers.
    GatewayInfrastructure "GatewayInfrastructure" {
        labels "labels": StrMap<'a>,
        annotations "annotations": StrMap<'a>,
    }

    /// Names an object, possibly of another namespace.
    GatewayRef "SecretObjectReference" {
        group "group": &'a str,
        kind "kind": &'a str,
        /// Left out: the namespace of whoever refers.
        namespace "namespace": &'a str,
        name "name": &'a str,
    }

    /// HTTP requests to Services.
    HttpRoute "HTTPRoute" {
        metadata "metadata": Metadata<'a>,
        spec "spec": HttpRouteSpec<'a>,
    }

    /// `spec` of an HTTPRoute.
    HttpRouteSpec "HTTPRouteSpec" {
        parent_refs "parentRefs": List<'a, ParentRef<'a>>,
        hostnames "hostnames": List<'a, &'a str>,
        rules "rules": List<'a, HttpRouteRule<'a>>,
    }

    /// One rule of an HTTPRoute.
    HttpRouteRule "HTTPRouteRule" {
        /// Left out: every path.
        matches "matches": List<'a, HttpRouteMatch<'a>>,
        filters "filters": List<'a, HttpRouteFilter<'a>>,
        backend_refs "backendRefs": List<'a, BackendRef<'a>>,
    }

    /// Which requests.
    HttpRouteMatch "HTTPRouteMatch" {
        path "path": HttpPathMatch<'a>,
        method "method": &'a str,
    }

    /// Which paths.
    HttpPathMatch "HTTPPathMatch" {
        /// Left out: `PathPrefix`.
        type_ "type": &'a str,
        /// Left out: `/`.
        value "value": &'a str,
    }

    /// What is done to requests.
    HttpRouteFilter "HTTPRouteFilter" {
        type_ "type": &'a str,
        request_redirect "requestRedirect": HttpRedirect<'a>,
        request_mirror "requestMirror": HttpMirror<'a>,
        extension_ref "extensionRef": GatewayRef<'a>,
    }

    /// An answer that sends the client elsewhere.
    HttpRedirect "HTTPRequestRedirectFilter" {
        /// Left out: as the request came.
        scheme "scheme": &'a str,
        hostname "hostname": &'a str,
        port "port": i64,
    }

    /// A copy of each request to another Service.
    HttpMirror "HTTPRequestMirrorFilter" {
        backend_ref "backendRef": BackendRef<'a>,
    }

    /// gRPC calls to Services.
    GrpcRoute "GRPCRoute" {
        metadata "metadata": Metadata<'a>,
        spec "spec": RouteSpec<'a>,
    }

    /// TLS connections, by server name, to Services.
    TlsRoute "TLSRoute" {
        metadata "metadata": Metadata<'a>,
        spec "spec": RouteSpec<'a>,
    }

    /// TCP connections to Services.
    TcpRoute "TCPRoute" {
        metadata "metadata": Metadata<'a>,
        spec "spec": RouteSpec<'a>,
    }

    /// UDP packets to Services.
    UdpRoute "UDPRoute" {
        metadata "metadata": Metadata<'a>,
        spec "spec": RouteSpec<'a>,
    }

    /// What every sort of route has.
    RouteSpec "RouteSpec" {
        parent_refs "parentRefs": List<'a, ParentRef<'a>>,
        /// HTTP, gRPC and TLS only.
        hostnames "hostnames": List<'a, &'a str>,
        rules "rules": List<'a, RouteRule<'a>>,
    }

    /// One rule of a route: where it leads.
    RouteRule "RouteRule" {
        backend_refs "backendRefs": List<'a, BackendRef<'a>>,
    }

    /// What a route attaches to.
    ParentRef "ParentReference" {
        /// Left out: `gateway.networking.k8s.io`.
        group "group": &'a str,
        /// Left out: `Gateway`. A mesh takes `Service`.
        kind "kind": &'a str,
        /// Left out: the namespace of the route.
        namespace "namespace": &'a str,
        name "name": &'a str,
        /// Left out: every listener.
        section_name "sectionName": &'a str,
        port "port": i64,
    }

    /// Where a rule leads.
    BackendRef "BackendRef" {
        group "group": &'a str,
        /// Left out: `Service`.
        kind "kind": &'a str,
        /// Left out: the namespace of the route. Another one needs a ReferenceGrant there.
        namespace "namespace": &'a str,
        name "name": &'a str,
        port "port": i64,
        /// Left out: 1. 0: nothing is sent.
        weight "weight": i64,
    }

    /// Lets other namespaces refer into this one.
    ReferenceGrant "ReferenceGrant" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ReferenceGrantSpec<'a>,
    }

    /// `spec` of a ReferenceGrant.
    ReferenceGrantSpec "ReferenceGrantSpec" {
        from "from": List<'a, ReferenceGrantFrom<'a>>,
        to "to": List<'a, ReferenceGrantTo<'a>>,
    }

    /// Who may refer.
    ReferenceGrantFrom "ReferenceGrantFrom" {
        group "group": &'a str,
        kind "kind": &'a str,
        namespace "namespace": &'a str,
    }

    /// To what.
    ReferenceGrantTo "ReferenceGrantTo" {
        group "group": &'a str,
        kind "kind": &'a str,
        /// Left out: every object of the kind.
        name "name": &'a str,
    }
}

/// What every sort of route has, read from a route of any of the five kinds.
#[must_use]
pub fn route(object: Object<'_>) -> Option<RouteSpec<'_>> {
    match object.kind() {
        Kind::HttpRoute => RouteSpec::from_node(object.view::<HttpRoute>()?.spec().get()?.node()),
        Kind::GrpcRoute => object.view::<GrpcRoute>()?.spec().get(),
        Kind::TlsRoute => object.view::<TlsRoute>()?.spec().get(),
        Kind::TcpRoute => object.view::<TcpRoute>()?.spec().get(),
        Kind::UdpRoute => object.view::<UdpRoute>()?.spec().get(),
        _ => None,
    }
}
