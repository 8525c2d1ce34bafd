//! Where the API server's audit log goes.

use super::origin::below;
use super::{ControlPlane, Server};
use crate::engine::{Known, Unknown, Why};
use crate::model::kubeconfig::Kubeconfig;
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

    /// Does a limit of a sink hold: of its buffer where it is written in batches, of its events where they are
    /// cut?
    #[must_use]
    pub fn uses_audit_limit(&self, flag: &str) -> bool {
        let sink = if flag.starts_with("audit-log-") { "audit-log" } else { "audit-webhook" };
        if flag.contains("-batch-") {
            self.flag(&format!("{sink}-mode")).is(&"batch")
        } else {
            self.bool_flag(&format!("{sink}-truncate-enabled")).is(&true)
        }
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
    /// The file of `--audit-webhook-config-file`, where one of its name is in the input.
    #[must_use]
    pub fn audit_webhook(&self, server: &Server<'a>) -> Option<(Object<'a>, Kubeconfig<'a>)> {
        let flag = server.flag("audit-webhook-config-file");
        let path = flag.value().filter(|path| !path.is_empty())?;
        match self.named(server, path).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Does anything but the API server itself see this path of its node: another container of the pod,
    /// or another pod that mounts it?
    #[must_use]
    pub fn is_collected(&self, path: &str, server: Object<'_>) -> bool {
        self.collector(path, server).is_some()
    }

    /// The workload that does.
    fn collector(&self, path: &str, server: Object<'_>) -> Option<Workload<'a>> {
        self.cluster.workloads().find(|workload| {
            if workload.object().id() == server.id() {
                workload.containers().count() > 1
            } else {
                mounts(*workload, path)
            }
        })
    }

    /// Does somebody or something take the audit log, as far as the input shows? What nothing in it takes,
    /// somebody may read all the same.
    #[must_use]
    pub fn audit_reader(&self, server: &Server<'a>) -> Known {
        let flags = ["audit-webhook-config-file", "audit-log-path"];
        if server.sets("audit-webhook-config-file") == Some(true) {
            return Known::of(true, "the webhook of `--audit-webhook-config-file`", Vec::new());
        }
        if let Some(unknown) = server.not_told(&flags) {
            return Known::Unknown(unknown);
        }
        // What is written to standard output the kubelet keeps with the logs of pods.
        let path = server.audit_log_file().unwrap_or("/var/log/pods/kube-apiserver");
        match self.collector(path, server.object) {
            Some(workload) => {
                let object = workload.object();
                Known::of(
                    true,
                    format!("{} `{}`", object.type_meta().kind, object.name()),
                    Vec::new(),
                )
            }
            None => Known::Unknown(Unknown {
                why: Why::NotUnderstood("nothing in the input takes the audit log".to_owned()),
                settled_by: None,
            }),
        }
    }
}

fn mounts(workload: Workload<'_>, path: &str) -> bool {
    workload.spec().volumes().iter().any(|volume| {
        let mounted = volume.host_path().then(|mount| mount.path()).or("");
        below(path, mounted).is_some()
    })
}
