//! Workloads: every pod template of every kind of object that has one.
//!
//! What a container inherits from its pod is known here and nowhere else.

mod confinement;
pub mod given;
mod programs;

use super::container::{
    AppArmorProfile, Container, SeLinuxOptions, SeccompProfile, WindowsOptions,
};
use super::field::Field;
use super::kind::Kind;
use super::meta::{LabelSelector, Metadata, OwnerReference};
use super::object::{Object, Template};
use super::pod::{PodOs, PodSecurityContext, PodSpec};
use super::rbac::Identity;
use super::view::{FromNode, ListIter, StrMap, field};
use crate::parse::Node;

pub use confinement::{Misplaced, NodePath, Shared};

/// The kinds of the API itself that make pods, those Pod Security Admission looks at, each with the path
/// of its template.
const NATIVE: &[(Kind, &str)] = &[
    (Kind::Pod, ""),
    (Kind::PodTemplate, "template"),
    (Kind::ReplicationController, "spec.template"),
    (Kind::ReplicaSet, "spec.template"),
    (Kind::Deployment, "spec.template"),
    (Kind::StatefulSet, "spec.template"),
    (Kind::DaemonSet, "spec.template"),
    (Kind::Job, "spec.template"),
    (Kind::CronJob, "spec.jobTemplate.spec.template"),
];

/// Kinds of others that make pods: groups, name, and the paths of their templates. `[]` stands for each
/// item of a list, or each value of a mapping.
#[rustfmt::skip]
const CUSTOM: &[(&[&str], &str, &[&str])] = &[
    (&["apps.openshift.io", ""], "DeploymentConfig", &["spec.template"]),
    (&["argoproj.io"], "Rollout", &["spec.template"]),
    (&["serving.knative.dev"], "Service", &["spec.template"]),
    (&["serving.knative.dev"], "Configuration", &["spec.template"]),
    (&["serving.knative.dev"], "Revision", &[""]),
    (&["agents.x-k8s.io"], "Sandbox", &["spec.podTemplate"]),
    (&["extensions.agents.x-k8s.io"], "SandboxTemplate", &["spec.podTemplate"]),
    (&["jobset.x-k8s.io"], "JobSet", &["spec.replicatedJobs[].template.spec.template"]),
    (&["leaderworkerset.x-k8s.io"], "LeaderWorkerSet", &[
        "spec.leaderWorkerTemplate.leaderTemplate",
        "spec.leaderWorkerTemplate.workerTemplate",
    ]),
    (&["ray.io"], "RayCluster", &[
        "spec.headGroupSpec.template",
        "spec.workerGroupSpecs[].template",
    ]),
    (&["ray.io"], "RayJob", &[
        "spec.rayClusterSpec.headGroupSpec.template",
        "spec.rayClusterSpec.workerGroupSpecs[].template",
        "spec.submitterPodTemplate",
    ]),
    (&["ray.io"], "RayService", &[
        "spec.rayClusterConfig.headGroupSpec.template",
        "spec.rayClusterConfig.workerGroupSpecs[].template",
    ]),
    (&["batch.volcano.sh"], "Job", &["spec.tasks[].template"]),
    (&["kubeflow.org"], "PyTorchJob", &["spec.pytorchReplicaSpecs[].template"]),
    (&["kubeflow.org"], "TFJob", &["spec.tfReplicaSpecs[].template"]),
    (&["kubeflow.org"], "MPIJob", &["spec.mpiReplicaSpecs[].template"]),
    (&["apps.kruise.io"], "CloneSet", &["spec.template"]),
    (&["apps.kruise.io"], "StatefulSet", &["spec.template"]),
    (&["apps.kruise.io"], "DaemonSet", &["spec.template"]),
    (&["apps.kruise.io"], "BroadcastJob", &["spec.template"]),
    (&["keda.sh"], "ScaledJob", &["spec.jobTargetRef.template"]),
    (&["actions.github.com"], "AutoscalingRunnerSet", &["spec.template"]),
    (&["agones.dev"], "GameServer", &["spec.template"]),
    (&["agones.dev"], "GameServerSet", &["spec.template.spec.template"]),
    (&["agones.dev"], "Fleet", &["spec.template.spec.template"]),
];

/// The images of the control plane's components.
const CONTROL_PLANE: &[&str] =
    &["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/// The prefixes of annotations that came before the fields `appArmorProfile` and `seccompProfile`.
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const SECCOMP: &str = "container.seccomp.security.alpha.kubernetes.io/";

/// The part a container plays in its pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContainerRole {
    /// Runs to its end before the others start.
    Init,
    /// An init container with `restartPolicy: Always`: it keeps running beside the others.
    Sidecar,
    /// One of `containers`.
    Regular,
    /// Added to a running pod, to look at it.
    Ephemeral,
}

impl ContainerRole {
    /// Does it run as long as the pod does?
    #[must_use]
    pub fn is_long_lived(self) -> bool {
        matches!(self, Self::Sidecar | Self::Regular)
    }
}

/// One pod template of one object. A Pod is its own template.
#[derive(Clone, Copy)]
pub struct Workload<'a> {
    object: Object<'a>,
    template: Node<'a>,
    spec: PodSpec<'a>,
}

/// Every pod template of `object`; nothing for an object that makes no pods.
#[must_use]
pub fn workloads(object: Object<'_>) -> Workloads<'_> {
    let custom = if object.kind() == Kind::Other { custom_templates(object) } else { Vec::new() };
    Workloads { object, native: object.template, custom: custom.into_iter() }
}

/// The pod templates of an object. A type of its own, since every rule on pods has this loop.
pub struct Workloads<'a> {
    object: Object<'a>,
    native: Option<Template>,
    custom: std::vec::IntoIter<Node<'a>>,
}

impl<'a> Iterator for Workloads<'a> {
    type Item = Workload<'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Workload<'a>> {
        let template = self.native.take().or_else(|| self.custom.next().map(Template::at))?;
        Some(Workload::new(self.object, template))
    }
}

/// The containers of a pod. A type of its own, since nearly every rule on pods has this loop, too.
pub struct Containers<'a> {
    spec: PodSpec<'a>,
    role: ContainerRole,
    list: ListIter<'a, Container<'a>>,
}

impl<'a> Iterator for Containers<'a> {
    type Item = (ContainerRole, Container<'a>);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match (self.list.next(), self.role) {
                (Some(container), ContainerRole::Init) => {
                    let sidecar = container.restart_policy().is("Always");
                    let role = if sidecar { ContainerRole::Sidecar } else { ContainerRole::Init };
                    return Some((role, container));
                }
                (Some(container), role) => return Some((role, container)),
                (None, ContainerRole::Init) => {
                    self.role = ContainerRole::Regular;
                    self.list = self.spec.containers().into_iter();
                }
                (None, ContainerRole::Regular) => {
                    self.role = ContainerRole::Ephemeral;
                    self.list = self.spec.ephemeral_containers().into_iter();
                }
                (None, ContainerRole::Ephemeral | ContainerRole::Sidecar) => return None,
            }
        }
    }
}

/// The pod template of an object of a native kind.
pub(super) fn native_template(node: Node<'_>, kind: Kind) -> Option<Template> {
    let (_, path) = NATIVE.iter().find(|(native, _)| *native == kind)?;
    let mut steps = path.split('.').filter(|step| !step.is_empty());
    let node = steps.try_fold(node, |node, step| node.get(step))?;
    PodSpec::from_node(node).map(|_| Template::at(node))
}

impl Template {
    fn at(node: Node<'_>) -> Self {
        Self { node: node.id(), spec: field::<Node<'_>>(node, "spec").node().id() }
    }
}

/// The pod templates of an object of a kind that the model knows for them alone.
fn custom_templates(object: Object<'_>) -> Vec<Node<'_>> {
    let written = object.type_meta();
    let is_of =
        |groups: &[&str], kind: &str| written.kind == kind && groups.contains(&written.group());
    let mut found = Vec::new();
    for (_, _, paths) in CUSTOM.iter().filter(|(groups, kind, _)| is_of(groups, kind)) {
        paths.iter().for_each(|path| descend(object.node(), path, &mut found));
    }
    found
}

/// Every mapping under `node` at `path`.
fn descend<'a>(node: Node<'a>, path: &str, found: &mut Vec<Node<'a>>) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    if step.is_empty() {
        if PodSpec::from_node(node).is_some() {
            found.push(node);
        }
    } else if let Some(key) = step.strip_suffix("[]") {
        if let Some(each) = node.get(key) {
            each.items().for_each(|item| descend(item, rest, found));
            each.entries().for_each(|(_, value)| descend(value, rest, found));
        }
    } else if let Some(next) = node.get(step) {
        descend(next, rest, found);
    }
}

impl<'a> Workload<'a> {
    fn new(object: Object<'a>, template: Template) -> Self {
        let node = |id| object.node().document().node(id);
        Self { object, template: node(template.node), spec: PodSpec(node(template.spec)) }
    }

    /// The object that has the template.
    #[must_use]
    pub fn object(self) -> Object<'a> {
        self.object
    }

    /// Where the template is written; the object itself for a Pod.
    #[must_use]
    pub fn template(self) -> Node<'a> {
        self.template
    }

    /// The controller that made the object, if it says so.
    #[must_use]
    pub fn owner(self) -> Option<OwnerReference<'a>> {
        self.object.metadata()?.owner_references().iter().find(|owner| owner.controller().is_true())
    }

    /// The template's metadata, which its pods will have.
    #[must_use]
    pub fn metadata(self) -> Field<'a, Metadata<'a>> {
        field(self.template, "metadata")
    }

    /// The selector by which its controller knows its pods, if it is a controller that has one.
    #[must_use]
    pub fn selector(self) -> Option<LabelSelector<'a>> {
        let has_one = matches!(
            self.object.kind(),
            Kind::Deployment | Kind::ReplicaSet | Kind::StatefulSet | Kind::DaemonSet
        );
        let spec = field::<Node<'_>>(self.object.node(), "spec").get().filter(|_| has_one)?;
        field(spec, "selector").get()
    }

    /// The labels its pods will have.
    #[must_use]
    pub fn labels(self) -> Option<StrMap<'a>> {
        self.metadata().then(Metadata::labels).get()
    }

    /// The annotation `key` of its pods.
    #[inline(never)]
    #[must_use]
    pub fn annotation(self, key: &str) -> Field<'a, &'a str> {
        self.metadata()
            .then(Metadata::annotations)
            .then(|annotations| field(annotations.node(), key))
    }

    /// How its pods run. Where `spec` is missing, every field is absent, at the template.
    #[must_use]
    pub fn spec(self) -> PodSpec<'a> {
        self.spec
    }

    /// Every container: init containers, regular ones, ephemeral ones, each in the order written.
    #[must_use]
    pub fn containers(self) -> Containers<'a> {
        let (role, list) = (ContainerRole::Init, self.spec.init_containers());
        Containers { spec: self.spec, role, list: list.into_iter() }
    }

    /// Is it a component of the control plane itself: a pod of `kube-system` with the image of one? Such
    /// pods are a part of their node, and whoever can make them owns the cluster already.
    #[inline(never)]
    #[must_use]
    pub fn is_control_plane(self) -> bool {
        let component = |container: Container<'_>| CONTROL_PLANE.contains(&container.image_name());
        self.object.kind() == Kind::Pod
            && self.object.namespace() == Some("kube-system")
            && self.containers().any(|(_, container)| component(container))
    }

    /// Is it a pod that the kubelet of its node makes from a file: a component of the control plane, or one whose
    /// mirror the API server has?
    #[must_use]
    pub fn is_static_pod(self) -> bool {
        let is_mirror = self.annotation("kubernetes.io/config.mirror").is_set()
            || self.annotation("kubernetes.io/config.source").is("file");
        is_mirror || self.is_control_plane()
    }

    /// Do its pods need a Windows node: by `os`, or by a node selector on `kubernetes.io/os`? The Pod
    /// Security Standards look at `os` alone: [`Self::has_windows_os`].
    #[inline(never)]
    #[must_use]
    pub fn is_windows(self) -> bool {
        self.has_windows_os()
            || self.spec().node_selector().value("kubernetes.io/os") == Some("windows")
    }

    /// Is `os.name` `windows`?
    #[must_use]
    pub fn has_windows_os(self) -> bool {
        self.spec().os().then(PodOs::name).is("windows")
    }

    /// The service account as it is written. `serviceAccount` is read where `serviceAccountName` is
    /// empty, as the API server converts it.
    #[inline(never)]
    #[must_use]
    pub fn service_account(self) -> Field<'a, &'a str> {
        let written = self.spec().service_account_name();
        if written.or("").is_empty() && !written.is_wrong() {
            let deprecated = self.spec().service_account();
            return if deprecated.is_absent() { written } else { deprecated };
        }
        written
    }

    /// The service account its pods run under; `default` where none is named.
    #[must_use]
    pub fn service_account_name(self) -> &'a str {
        self.service_account().get().filter(|name| !name.is_empty()).unwrap_or("default")
    }

    /// Who its pods are to the API server.
    #[must_use]
    pub fn identity(self) -> Identity<'a> {
        Identity::ServiceAccount { namespace: self.namespace(), name: self.service_account_name() }
    }

    /// Do its pods use the node's network?
    #[must_use]
    pub fn host_network(self) -> Field<'a, bool> {
        self.spec().host_network()
    }

    /// The pod's `securityContext`.
    #[must_use]
    pub fn security_context(self) -> Field<'a, PodSecurityContext<'a>> {
        self.spec().security_context()
    }

    /// The user `container` starts as: its own setting, else the pod's. Absent: the image's.
    #[inline(never)]
    #[must_use]
    pub fn effective_run_as_user(self, container: Container<'a>) -> Field<'a, i64> {
        let own = container.security_context().then(|context| context.run_as_user());
        inherited(own, self.security_context().then(PodSecurityContext::run_as_user))
    }

    /// The group `container` starts in: its own setting, else the pod's. Absent: the image's.
    #[inline(never)]
    #[must_use]
    pub fn effective_run_as_group(self, container: Container<'a>) -> Field<'a, i64> {
        let own = container.security_context().then(|context| context.run_as_group());
        inherited(own, self.security_context().then(PodSecurityContext::run_as_group))
    }

    /// Does the kubelet refuse to start `container` as root? Its own setting, else the pod's.
    #[inline(never)]
    #[must_use]
    pub fn effective_run_as_non_root(self, container: Container<'a>) -> Field<'a, bool> {
        let own = container.security_context().then(|context| context.run_as_non_root());
        inherited(own, self.security_context().then(PodSecurityContext::run_as_non_root))
    }

    /// The seccomp profile of `container`: its own whole, else the pod's whole.
    #[inline(never)]
    #[must_use]
    pub fn effective_seccomp(self, container: Container<'a>) -> Field<'a, SeccompProfile<'a>> {
        let own = container.security_context().then(|context| context.seccomp_profile());
        inherited(own, self.security_context().then(PodSecurityContext::seccomp_profile))
    }

    /// The AppArmor profile of `container`: its own whole, else the pod's whole. Before 1.30 there was
    /// the annotation alone: [`Self::app_armor_annotation`].
    #[inline(never)]
    #[must_use]
    pub fn effective_app_armor(self, container: Container<'a>) -> Field<'a, AppArmorProfile<'a>> {
        let own = container.security_context().then(|context| context.app_armor_profile());
        inherited(own, self.security_context().then(PodSecurityContext::app_armor_profile))
    }

    /// The SELinux label of `container`: its own whole, else the pod's whole.
    #[inline(never)]
    #[must_use]
    pub fn effective_se_linux(self, container: Container<'a>) -> Field<'a, SeLinuxOptions<'a>> {
        let own = container.security_context().then(|context| context.se_linux_options());
        inherited(own, self.security_context().then(PodSecurityContext::se_linux_options))
    }

    /// Does `container` run as a process of the Windows node? Its own setting, else the pod's: of
    /// `windowsOptions`, each field is inherited by itself.
    #[inline(never)]
    #[must_use]
    pub fn effective_host_process(self, container: Container<'a>) -> Field<'a, bool> {
        let (own, pod) = self.windows_options(container);
        inherited(own.then(WindowsOptions::host_process), pod.then(WindowsOptions::host_process))
    }

    /// The Windows user `container` starts as: its own setting, else the pod's.
    #[inline(never)]
    #[must_use]
    pub fn effective_windows_user(self, container: Container<'a>) -> Field<'a, &'a str> {
        let (own, pod) = self.windows_options(container);
        inherited(
            own.then(WindowsOptions::run_as_user_name),
            pod.then(WindowsOptions::run_as_user_name),
        )
    }

    fn windows_options(
        self,
        container: Container<'a>,
    ) -> (Field<'a, WindowsOptions<'a>>, Field<'a, WindowsOptions<'a>>) {
        let own = container.security_context().then(|context| context.windows_options());
        (own, self.security_context().then(PodSecurityContext::windows_options))
    }

    /// Annotations that name an AppArmor profile, with the container they are for, which need not
    /// exist. Deprecated since 1.30.
    pub fn app_armor_annotations(self) -> impl Iterator<Item = (&'a str, Field<'a, &'a str>)> {
        self.annotations_below(APP_ARMOR)
    }

    /// The AppArmor annotation for `container`.
    #[must_use]
    pub fn app_armor_annotation(self, container: Container<'a>) -> Field<'a, &'a str> {
        self.annotation_for(APP_ARMOR, container)
    }

    /// Annotations that name a seccomp profile, with the container they are for, which need not exist.
    /// Without effect since 1.27.
    pub fn seccomp_annotations(self) -> impl Iterator<Item = (&'a str, Field<'a, &'a str>)> {
        self.annotations_below(SECCOMP)
    }

    /// The seccomp annotation for `container`.
    #[must_use]
    pub fn seccomp_annotation(self, container: Container<'a>) -> Field<'a, &'a str> {
        self.annotation_for(SECCOMP, container)
    }

    /// The seccomp annotation for the whole pod. Without effect since 1.27.
    #[must_use]
    pub fn seccomp_pod_annotation(self) -> Field<'a, &'a str> {
        self.annotation("seccomp.security.alpha.kubernetes.io/pod")
    }

    fn annotations_below(
        self,
        prefix: &'static str,
    ) -> impl Iterator<Item = (&'a str, Field<'a, &'a str>)> {
        let metadata = self.metadata().get().into_iter();
        metadata.flat_map(move |metadata| metadata.annotations_below(prefix))
    }

    /// The annotation of this prefix for `container`; missed at the container.
    #[inline(never)]
    fn annotation_for(self, prefix: &str, container: Container<'a>) -> Field<'a, &'a str> {
        let missing = Field::absent(container.node());
        let annotations = self.metadata().then(Metadata::annotations);
        let Some(name) = container.name().get().filter(|_| !annotations.is_absent()) else {
            return missing;
        };
        self.annotation(&format!("{prefix}{name}")).or_else(|| missing)
    }
}

/// A container's setting where it is written, else its pod's. Where neither is, the place is the pod's
/// `securityContext`, which speaks for all its containers, and the container where the pod has none.
fn inherited<'a, T: Copy>(own: Field<'a, T>, pod: Field<'a, T>) -> Field<'a, T> {
    let pod_speaks = !pod.is_absent() || pod.missing_from().is_some();
    if own.is_absent() && pod_speaks { pod } else { own }
}

#[cfg(test)]
mod tests;
