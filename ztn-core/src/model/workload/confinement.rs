//! What confines the containers of a workload, and what of the node it hands to them.

use super::super::container::{Container, ContainerPort, VolumeMount};
use super::super::field::Field;
use super::super::scheduling::{
    Affinity, NodeAffinity, NodeSelector, Toleration, is_control_plane_role,
};
use super::super::view::{IntOrStr, StrMap};
use super::super::volume::{HostPath, Volume};
use super::Workload;
use crate::parse::Node;

/// Containers that have one and the same field, by inheritance or each by itself.
#[derive(Clone)]
pub struct Shared<'a, T> {
    /// The field.
    pub field: Field<'a, T>,
    /// The containers it holds for, in the order written.
    pub containers: Vec<Container<'a>>,
}

impl<'a, T> Shared<'a, T> {
    /// The containers by name: ``container `a` ``, ``containers `a`, `b` ``.
    #[inline(never)]
    #[must_use]
    pub fn names(&self) -> String {
        let names: Vec<&str> =
            self.containers.iter().map(|container| container.name().or("?")).collect();
        let noun = if names.len() == 1 { "container" } else { "containers" };
        format!("{noun} `{}`", names.join("`, `"))
    }

    /// The containers that are such, and the others; without what is empty.
    pub fn parted(
        self,
        is_such: impl Fn(Container<'a>) -> bool,
    ) -> impl Iterator<Item = (bool, Self)>
    where
        T: Copy,
    {
        let (such, others) = self.containers.iter().partition(|&&container| is_such(container));
        let groups = [(true, such), (false, others)];
        let groups = groups.map(|(is_such, containers)| (is_such, Self { containers, ..self }));
        groups.into_iter().filter(|(_, group)| !group.containers.is_empty())
    }

    /// Where its containers are written.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        self.containers.iter().map(|container| container.node())
    }

    /// Are all its containers such?
    pub fn all(&self, is_such: impl Fn(Container<'a>) -> bool) -> bool {
        self.containers.iter().all(|&container| is_such(container))
    }

    /// `one` for a single container, `several` for more.
    #[must_use]
    pub fn verb<'s>(&self, one: &'s str, several: &'s str) -> &'s str {
        if self.containers.len() == 1 { one } else { several }
    }
}

/// A volume that is a path of the node.
#[derive(Clone, Copy)]
pub struct NodePath<'a> {
    /// The volume.
    pub volume: Volume<'a>,
    /// Its source.
    pub source: HostPath<'a>,
}

/// A security setting where the API has no such field.
#[derive(Clone, Copy)]
pub struct Misplaced<'a> {
    /// Its key.
    pub key: Node<'a>,
    place: MisplacedIn<'a>,
}

#[derive(Clone, Copy)]
enum MisplacedIn<'a> {
    Pod,
    PodSecurityContext,
    Container(&'a str),
}

impl Misplaced<'_> {
    /// Where it stands, in words.
    #[must_use]
    pub fn owner(self) -> String {
        match self.place {
            MisplacedIn::Pod => "on the pod itself".to_owned(),
            MisplacedIn::PodSecurityContext => "in the pod's `securityContext`".to_owned(),
            MisplacedIn::Container(name) => format!("on container `{name}` itself"),
        }
    }
}

impl<'a> NodePath<'a> {
    /// The path on the node.
    #[must_use]
    pub fn path(self) -> Field<'a, &'a str> {
        self.source.path()
    }
}

impl<'a> Workload<'a> {
    /// Groups containers by the place of a field, so that what a pod sets for all of them is said once.
    #[must_use]
    pub fn shared<T: Copy>(
        self,
        read: impl Fn(Self, Container<'a>) -> Field<'a, T>,
    ) -> Vec<Shared<'a, T>> {
        let mut groups: Vec<Shared<'a, T>> = Vec::new();
        for (_, container) in self.containers() {
            let field = read(self, container);
            let same = |group: &&mut Shared<'a, T>| group.field.node().id() == field.node().id();
            match groups.iter_mut().find(same) {
                Some(group) => group.containers.push(container),
                None => groups.push(Shared { field, containers: vec![container] }),
            }
        }
        groups
    }

    /// Does `container` run privileged? The field cannot be set on Windows.
    #[inline(never)]
    #[must_use]
    pub fn is_privileged(self, container: Container<'a>) -> bool {
        !self.is_windows()
            && container.security_context().then(|context| context.privileged()).is_true()
    }

    /// What of `container` excludes `allowPrivilegeEscalation: false`, which the API server then refuses.
    #[must_use]
    pub fn gains_privileges_by(self, container: Container<'a>) -> Option<&'static str> {
        if self.is_privileged(container) {
            return Some("is privileged");
        }
        let capabilities = container.security_context().then(|context| context.capabilities());
        let mut added = capabilities.get()?.added();
        added.any(|(one, _)| one.name() == "SYS_ADMIN").then_some("adds `SYS_ADMIN`")
    }

    /// Does nobody write anything about the rights of `container`, neither it nor its pod? A pod's
    /// setting that is no matter of a container, such as `fsGroup`, is something, too.
    #[inline(never)]
    #[must_use]
    pub fn has_no_security_context(self, container: Container<'a>) -> bool {
        let own = container.security_context();
        let pod = self.security_context();
        [(own.is_absent(), own.node()), (pod.is_absent(), pod.node())]
            .into_iter()
            .all(|(is_absent, node)| is_absent || node.entries().next().is_none())
            && !own.is_wrong()
            && !pod.is_wrong()
    }

    /// Do its pods have user IDs of their own, so that root of a container is nobody on the node?
    #[inline(never)]
    #[must_use]
    pub fn has_user_namespace(self) -> bool {
        self.spec().host_users().is_false()
    }

    /// Is `container` kept from running as root: does the kubelet refuse to, or is its user another?
    #[inline(never)]
    #[must_use]
    pub fn refuses_root(self, container: Container<'a>) -> bool {
        if self.effective_run_as_non_root(container).is_true() {
            return true;
        }
        if self.is_windows() {
            let user = self.effective_windows_user(container).or("");
            return !user.is_empty() && !user.eq_ignore_ascii_case("ContainerAdministrator");
        }
        self.effective_run_as_user(container).get().is_some_and(|user| user > 0)
    }

    /// The AppArmor setting of `container` as one word of the annotation's language: its field where one
    /// is written, else its annotation.
    #[inline(never)]
    #[must_use]
    pub fn app_armor(self, container: Container<'a>) -> Field<'a, &'a str> {
        let field = self.effective_app_armor(container);
        if field.is_absent() {
            return self.app_armor_annotation(container);
        }
        field.then(|profile| profile.type_()).map(|kind| match kind {
            "RuntimeDefault" => "runtime/default",
            "Localhost" => "localhost/",
            "Unconfined" => "unconfined",
            other => other,
        })
    }

    /// Volumes that are paths of the node, mounted or not.
    pub fn node_paths(self) -> impl Iterator<Item = NodePath<'a>> {
        let volumes = self.spec().volumes();
        volumes
            .iter()
            .filter_map(|volume| Some(NodePath { volume, source: volume.host_path().get()? }))
    }

    /// Where the volume `name` is mounted, with the container.
    pub fn mounts_of(self, name: &str) -> impl Iterator<Item = (Container<'a>, VolumeMount<'a>)> {
        let mounts = self.containers().flat_map(|(_, container)| {
            container.volume_mounts().iter().map(move |mount| (container, mount))
        });
        mounts.filter(move |(_, mount)| mount.name().is(name))
    }

    /// Does a container that runs as long as the pod does listen on this port, by its number or its name?
    #[inline(never)]
    #[must_use]
    pub fn listens_on(self, protocol: &str, port: IntOrStr<'_>) -> bool {
        let long_lived = self.containers().filter(|(role, _)| role.is_long_lived());
        let mut ports = long_lived.flat_map(|(_, container)| container.ports().iter());
        ports.any(|known| {
            known.protocol().or("TCP") == protocol
                && match port {
                    IntOrStr::Int(number) => known.container_port().get() == Some(number),
                    IntOrStr::Str(name) => known.name().is(name),
                }
        })
    }

    /// The ports of the node that it takes, each with its container. 0 takes none.
    pub fn host_ports(self) -> impl Iterator<Item = (Container<'a>, ContainerPort<'a>)> {
        let ports = self
            .containers()
            .flat_map(|(_, container)| container.ports().iter().map(move |port| (container, port)));
        ports.filter(|(_, port)| port.host_port().or(0) != 0)
    }

    /// Security settings at a place where the API has no such field: of the pod, then of each container.
    pub fn misplaced_security_settings(self) -> impl Iterator<Item = Misplaced<'a>> {
        let spec = self.spec();
        let outside =
            move |key: Node<'a>| key.parent().is_some_and(|parent| parent.id() == spec.node().id());
        let pod = spec.misplaced_security_settings().map(move |(key, _)| {
            let place =
                if outside(key) { MisplacedIn::Pod } else { MisplacedIn::PodSecurityContext };
            Misplaced { key, place }
        });
        let containers = self.containers().flat_map(|(_, container)| {
            let place = MisplacedIn::Container(container.name().or("?"));
            container.misplaced_security_settings().map(move |(key, _)| Misplaced { key, place })
        });
        pod.chain(containers)
    }

    /// The namespace of its pods: as written, else `default`, for whatever kind makes them.
    #[must_use]
    pub fn namespace(self) -> &'a str {
        self.object().namespace().unwrap_or("default")
    }

    /// Where it asks for a node of the control plane, if it does.
    #[must_use]
    pub fn asks_for_control_plane(self) -> Option<Node<'a>> {
        let spec = self.spec();
        let selector = spec.node_selector().get().into_iter().flat_map(StrMap::entries);
        let mut keys = selector.map(|(key, _, _)| key);
        let required = spec.affinity().then(Affinity::node_affinity).then(NodeAffinity::required);
        let terms = required.then(NodeSelector::terms);
        keys.find(|key| is_control_plane_role(key.text())).or_else(|| {
            let lines = terms.iter().flat_map(|term| term.match_expressions().iter());
            let mut asked = lines.filter(|line| matches!(line.operator().or(""), "Exists" | "In"));
            asked
                .find(|line| line.key().get().is_some_and(is_control_plane_role))
                .map(|line| line.key().node())
        })
    }

    /// Does it ask for some nodes and not for others, by more than what they are made of?
    #[must_use]
    pub fn chooses_nodes(self) -> bool {
        const MADE_OF: [&str; 2] = ["kubernetes.io/os", "kubernetes.io/arch"];
        let spec = self.spec();
        let selector = spec.node_selector().get().into_iter().flat_map(StrMap::entries);
        let mut keys = selector.map(|(key, _, _)| key.text());
        let required = spec.affinity().then(Affinity::node_affinity).then(NodeAffinity::required);
        let mut terms = required.then(NodeSelector::terms).iter();
        keys.any(|key| !MADE_OF.contains(&key))
            || terms.any(|term| {
                let mut lines = term.match_expressions().iter();
                lines.any(|line| !MADE_OF.contains(&line.key().or("")))
                    || !term.match_fields().is_empty()
            })
    }

    /// May its pods be put on a node of the control plane: do they put up with its mark, ask for such a node, or name
    /// one?
    #[must_use]
    pub fn may_run_on_control_plane(self) -> bool {
        let tolerates = |toleration: Toleration<'_>| toleration.is_for_control_plane();
        self.spec().tolerations().iter().any(tolerates)
            || self.asks_for_control_plane().is_some()
            || self.spec().node_name().is_set()
    }

    /// Is it of the cluster's own namespace, where the control plane and node agents live?
    #[must_use]
    pub fn is_in_kube_system(self) -> bool {
        self.namespace() == "kube-system"
    }
}
