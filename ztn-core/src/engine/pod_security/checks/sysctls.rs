//! Kernel parameters that reach no further than the pod.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, plural};

/// The safe ones, with the minor release whose standards allowed them first.
const SAFE: [(&str, u32); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_notsent_lowat", 37),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.tcp_wmem", 32),
];

/// Do the standards of this minor release know that this kernel parameter stays within a pod?
#[must_use]
pub fn is_safe_sysctl(name: &str, minor: u32) -> bool {
    SAFE.iter().any(|(safe, since)| *safe == name && *since <= minor)
}

pub(in crate::engine::pod_security) fn check<const MINOR: u32>(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut names = Vec::new();
    let sysctls = pod.own(|context| context.sysctls());
    for sysctl in sysctls.iter() {
        let name = pod.note(sysctl.name());
        let text = name.or("");
        if !is_safe_sysctl(text, MINOR) && !name.is_wrong() {
            setters.place(name);
            names.push(text);
        }
    }
    setters.broken(plural(&names, "forbidden sysctl", "forbidden sysctls"), |_| names.join(", "))
}
