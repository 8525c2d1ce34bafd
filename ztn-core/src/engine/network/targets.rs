//! Where a port of a Service leads.

use super::ports::{Ports, Protocol};
use crate::model::service::ServicePort;
use crate::model::{IntOrStr, Workload};

/// The ports of a workload that a port of a Service in front of it leads to: none where it has no port of
/// the name.
#[must_use]
pub fn service_targets(workload: Workload<'_>, port: ServicePort<'_>) -> Vec<Ports> {
    let Some(protocol) = Protocol::from_name(port.protocol().or("TCP")) else {
        return Vec::new();
    };
    let number = |number: i64| {
        u16::try_from(number).ok().map(|number| Ports::one(protocol, number)).into_iter().collect()
    };
    match (port.target_port().get(), port.port().get()) {
        (Some(IntOrStr::Int(target)), _) | (None, Some(target)) => number(target),
        (Some(IntOrStr::Str(name)), _) => workload
            .containers()
            .filter(|(role, _)| role.is_long_lived())
            .flat_map(|(_, container)| container.ports().iter())
            .filter(|port| {
                port.name().is(name)
                    && Protocol::from_name(port.protocol().or("TCP")) == Some(protocol)
            })
            .filter_map(|port| u16::try_from(port.container_port().get()?).ok())
            .map(|number| Ports::one(protocol, number))
            .collect(),
        (None, None) => Vec::new(),
    }
}
