//! Where the API server's audit log goes.

use super::{ControlPlane, Server};
use crate::model::{Object, Workload};

/// What the API server is told about auditing; what is not known is none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditFlags {
    /// Is there a policy? Without one nothing is recorded.
    pub policy: bool,
    /// Is there a file, or standard output?
    pub log: bool,
    /// Is there a webhook?
    pub webhook: bool,
}

impl<'a> Server<'a> {
    /// What it is told about auditing; `None` where the input does not tell.
    #[must_use]
    pub fn audit(&self) -> Option<AuditFlags> {
        Some(AuditFlags {
            policy: self.sets("audit-policy-file")?,
            log: self.sets("audit-log-path")?,
            webhook: self.sets("audit-webhook-config-file")?,
        })
    }

    /// The file that the audit log is written to; none where there is no log, where it goes to standard
    /// output, and where the input does not tell.
    #[must_use]
    pub fn audit_log_file(&self) -> Option<&'a str> {
        let path = self.flag("audit-log-path").value().copied()?;
        (!path.is_empty() && path != "-").then_some(path)
    }
}

impl<'a> ControlPlane<'a> {
    /// Does anything but the API server itself see this path of its node: another container of the pod,
    /// or another pod that mounts it?
    #[must_use]
    pub fn is_collected(&self, path: &str, server: Object<'_>) -> bool {
        self.cluster.workloads().any(|workload| {
            if workload.object().id() == server.id() {
                workload.containers().count() > 1
            } else {
                mounts(workload, path)
            }
        })
    }
}

fn mounts(workload: Workload<'_>, path: &str) -> bool {
    workload.spec().volumes().iter().any(|volume| {
        let mounted = volume.host_path().then(|mount| mount.path()).or("");
        let below = path.strip_prefix(mounted.trim_end_matches('/'));
        !mounted.is_empty() && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
