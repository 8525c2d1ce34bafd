//! Which standards hold in a namespace, and for whom they do not.

use std::collections::HashMap;

use super::{Level, NEWEST, Standard};
use crate::model::api_server_config::{
    AdmissionConfiguration, AdmissionPlugin, PodSecurityConfiguration, PodSecurityDefaults,
    PodSecurityExemptions,
};
use crate::model::namespace::{Namespace, PodSecurityMode, is_pod_security_version};
use crate::model::rbac::Identity;
use crate::model::{Cluster, Field, Kind, List, Object, Workload};

/// Pod Security Admission as a cluster has it.
pub struct PodSecurity<'a> {
    namespaces: HashMap<&'a str, Labelled<'a>>,
    settings: Vec<PodSecurityConfiguration<'a>>,
    /// The newest standards that the API server knows.
    newest: u32,
}

/// A namespace, with what its labels choose.
struct Labelled<'a> {
    object: Object<'a>,
    labels: Namespace<'a>,
    chosen: Chosen,
}

/// The standards that hold in a namespace, by what becomes of a pod that does not keep them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// It is refused.
    pub enforce: Standard,
    /// It is noted in the audit log.
    pub audit: Standard,
    /// Whoever sends it is told.
    pub warn: Standard,
}

impl<'a> PodSecurity<'a> {
    /// `minor` is the API server's minor release, as far as it is known: what is `latest` depends on it.
    pub(crate) fn of(cluster: &'a Cluster, minor: Option<u32>) -> Self {
        let mut admission = Self {
            namespaces: HashMap::new(),
            settings: settings(cluster).collect(),
            newest: minor.unwrap_or(NEWEST),
        };
        for (object, labels) in cluster.all::<Namespace<'_>>() {
            let chosen = admission.chosen_by(labels);
            admission.namespaces.insert(object.name(), Labelled { object, labels, chosen });
        }
        admission
    }

    /// What the API server enforces in namespaces that do not say, where its admission configuration is
    /// in the input; the loosest, if it is there several times. Left out, or a word that is no level, it
    /// starts with nothing to enforce, or not at all.
    #[must_use]
    pub fn default_level(cluster: &Cluster) -> Option<Level> {
        settings(cluster)
            .map(|settings| level(settings.defaults().then(PodSecurityDefaults::enforce)))
            .min()
    }

    /// Where a namespace says what it enforces, if it does.
    #[must_use]
    pub fn enforced_at(&self, namespace: &str) -> Option<(Object<'a>, Field<'a, &'a str>)> {
        let Labelled { object, labels, .. } = self.namespaces.get(namespace)?;
        let label = labels.pod_security(PodSecurityMode::Enforce);
        label.is_set().then_some((*object, label))
    }

    /// The standards of a namespace; `None` where its object is not in the input.
    #[must_use]
    pub fn chosen(&self, namespace: &str) -> Option<Chosen> {
        self.namespaces.get(namespace).map(|namespace| namespace.chosen)
    }

    /// Is nothing that `workload` makes held against a standard? `None` where that depends on who sends it.
    #[must_use]
    pub fn is_exempt(&self, workload: Workload<'_>) -> Option<bool> {
        let class = workload.spec().runtime_class_name().or("");
        let mut answer = Some(false);
        for exemptions in self.settings.iter().map(|settings| settings.exemptions()) {
            let names = |read: fn(PodSecurityExemptions<'a>) -> Field<'a, List<'a, &'a str>>,
                         name: &str| {
                exemptions.then(read).iter().any(|exempt| exempt == name)
            };
            let users = exemptions.then(PodSecurityExemptions::usernames);
            let maker = controller(workload.object().kind());
            if names(PodSecurityExemptions::namespaces, workload.namespace())
                || (!class.is_empty() && names(PodSecurityExemptions::runtime_classes, class))
                || maker.is_some_and(|maker| names(PodSecurityExemptions::usernames, maker))
            {
                return Some(true);
            }
            if maker.is_none() && !users.is_empty() {
                answer = None;
            }
        }
        answer
    }

    /// Is a privileged pod let in: in this namespace, or where none is given in any? Who sends it left aside.
    #[must_use]
    pub fn admits_privileged(&self, namespace: Option<&str>) -> bool {
        let is_loose = |chosen: Chosen| chosen.enforce.level == Level::Privileged;
        let defaults = self
            .settings
            .iter()
            .map(|settings| level(settings.defaults().then(PodSecurityDefaults::enforce)));
        let by_default = defaults.min().is_none_or(|level| level == Level::Privileged);
        let mut exempt = self.settings.iter().flat_map(|settings| settings.exempt_namespaces());
        match namespace {
            Some(namespace) => {
                self.chosen(namespace).map_or(by_default, is_loose)
                    || exempt.any(|(exempt, _)| exempt == namespace)
            }
            None => {
                by_default
                    || self.namespaces.values().any(|namespace| is_loose(namespace.chosen))
                    || exempt.next().is_some()
            }
        }
    }

    /// Is what somebody makes held against no standard? The pods of controllers are made by those.
    #[must_use]
    pub fn is_exempt_user(&self, who: Identity<'_>, by_controllers: bool) -> bool {
        let user = match who {
            Identity::User(name) => name.to_owned(),
            Identity::ServiceAccount { namespace, name } => {
                format!("system:serviceaccount:{namespace}:{name}")
            }
            Identity::Group(_) => String::new(),
        };
        let mut exempt = self.settings.iter().flat_map(|settings| settings.exempt_users());
        exempt.any(|(name, _)| if by_controllers { is_controller(name) } else { name == user })
    }

    fn chosen_by(&self, labels: Namespace<'_>) -> Chosen {
        // Of several configurations, the loosest.
        let enforced = |settings: &&PodSecurityConfiguration<'a>| {
            level(settings.defaults().then(PodSecurityDefaults::enforce))
        };
        let loosest = self.settings.iter().min_by_key(enforced);
        let defaults = loosest.map(|settings| settings.defaults());
        let default =
            |level_of: fn(PodSecurityDefaults<'a>) -> Field<'a, &'a str>,
             version_of: fn(PodSecurityDefaults<'a>) -> Field<'a, &'a str>| {
                defaults.map_or(self.standard(Level::Privileged, "latest"), |defaults| {
                    self.standard(
                        level(defaults.then(level_of)),
                        defaults.then(version_of).or("latest"),
                    )
                })
            };
        let read = |mode: PodSecurityMode, default: Standard, bad: Level| {
            let name = labels.pod_security(mode).get();
            let level = name.map_or(default.level, |name| Level::from_label(name).unwrap_or(bad));
            let version = labels.pod_security_version(mode).get();
            let minor = version.map_or(default.minor, |version| self.minor(version));
            Standard { level, minor }
        };
        let enforce = read(
            PodSecurityMode::Enforce,
            default(PodSecurityDefaults::enforce, PodSecurityDefaults::enforce_version),
            Level::Restricted,
        );
        let audit = read(
            PodSecurityMode::Audit,
            default(PodSecurityDefaults::audit, PodSecurityDefaults::audit_version),
            Level::Privileged,
        );
        let mut warn = read(
            PodSecurityMode::Warn,
            default(PodSecurityDefaults::warn, PodSecurityDefaults::warn_version),
            Level::Privileged,
        );
        // Who does not ask for warnings is warned of what a level of its own choice refuses.
        let chosen =
            labels.pod_security(PodSecurityMode::Enforce).get().and_then(Level::from_label);
        if labels.pod_security(PodSecurityMode::Warn).is_absent()
            && chosen.is_some_and(|level| level > warn.level)
        {
            warn.level = enforce.level;
            if labels.pod_security_version(PodSecurityMode::Warn).is_absent() {
                warn.minor = enforce.minor;
            }
        }
        Chosen { enforce, audit, warn }
    }

    /// A level of a version: `latest`, or `v1.30`. One that is newer than the API server is its newest.
    #[must_use]
    pub fn standard(&self, level: Level, version: &str) -> Standard {
        Standard { level, minor: self.minor(version) }
    }

    /// The minor release that a version stands for. What is no version is the latest.
    fn minor(&self, version: &str) -> u32 {
        let written = version.strip_prefix("v1.").filter(|_| is_pod_security_version(version));
        let minor = written.and_then(|minor| minor.parse().ok());
        minor.map_or(self.newest, |minor: u32| minor.min(self.newest))
    }
}

/// A level of the configuration. Left out, nothing is enforced.
fn level(field: Field<'_, &str>) -> Level {
    Level::from_label(field.or("")).unwrap_or(Level::Privileged)
}

/// Every configuration of the plugin in the input.
fn settings(cluster: &Cluster) -> impl Iterator<Item = PodSecurityConfiguration<'_>> {
    let files = cluster.all::<AdmissionConfiguration<'_>>();
    files.flat_map(|(_, file)| file.plugins().iter()).filter_map(AdmissionPlugin::pod_security)
}

/// Does this user make the pods of workloads of some kind?
#[must_use]
pub fn is_controller(user: &str) -> bool {
    let kinds = [Kind::Deployment, Kind::StatefulSet, Kind::DaemonSet, Kind::Job];
    let others = [Kind::ReplicationController];
    kinds.into_iter().chain(others).any(|kind| controller(kind) == Some(user))
}

/// Who makes the pods of this kind; nothing where whoever sends the object does.
/// (<https://kubernetes.io/docs/concepts/security/pod-security-admission/#exemptions>)
fn controller(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Deployment | Kind::ReplicaSet => {
            "system:serviceaccount:kube-system:replicaset-controller"
        }
        Kind::StatefulSet => "system:serviceaccount:kube-system:statefulset-controller",
        Kind::DaemonSet => "system:serviceaccount:kube-system:daemon-set-controller",
        Kind::Job | Kind::CronJob => "system:serviceaccount:kube-system:job-controller",
        Kind::ReplicationController => "system:serviceaccount:kube-system:replication-controller",
        _ => return None,
    })
}
