//! Where Services lead: EndpointSlices, and Endpoints, which they replaced.

use super::meta::Metadata;
use super::object::Object;
use super::view::{List, view};

view! {
    /// Some of the addresses behind a Service.
    EndpointSlice "EndpointSlice" {
        metadata "metadata": Metadata<'a>,
        endpoints "endpoints": List<'a, SliceEndpoint<'a>>,
    }

    /// One of them.
    SliceEndpoint "Endpoint" {
        addresses "addresses": List<'a, &'a str>,
    }

    /// The addresses behind the Service of the same name.
    Endpoints "Endpoints" {
        metadata "metadata": Metadata<'a>,
        subsets "subsets": List<'a, EndpointSubset<'a>>,
    }

    /// Some of them.
    EndpointSubset "EndpointSubset" {
        addresses "addresses": List<'a, EndpointAddress<'a>>,
    }

    /// One of them.
    EndpointAddress "EndpointAddress" {
        ip "ip": &'a str,
    }
}

/// The label by which an EndpointSlice says whose it is.
const SERVICE: &str = "kubernetes.io/service-name";

/// The name of the Service, and the addresses behind it, of an object of either kind.
#[must_use]
pub fn behind(object: Object<'_>) -> Option<(&str, Vec<&str>)> {
    if let Some(slice) = object.view::<EndpointSlice<'_>>() {
        let service = slice.metadata().then(Metadata::labels).value(SERVICE)?;
        let each = slice.endpoints().iter().flat_map(|endpoint| endpoint.addresses().iter());
        return Some((service, each.collect()));
    }
    let subsets = object.view::<Endpoints<'_>>()?.subsets().iter();
    let each = subsets.flat_map(|subset| subset.addresses().iter());
    Some((object.name(), each.filter_map(|address| address.ip().get()).collect()))
}
