//! A pod as the checks see it, and who of it fails one.

use std::cell::Cell;
use std::fmt::Write as _;

use crate::model::container::{Container, SecurityContext};
use crate::model::pod::PodSecurityContext;
use crate::model::{Field, Place, Spot, Workload};

/// A pod template. Reading a field of a wrong type is noted, since the API server refuses it before any check.
pub(super) struct Pod<'a> {
    pub(super) workload: Workload<'a>,
    wrong: Cell<bool>,
}

/// What a check finds.
pub(super) struct Broken {
    pub(super) reason: String,
    pub(super) detail: String,
    pub(super) places: Vec<Place>,
}

impl<'a> Pod<'a> {
    pub(super) fn of(workload: Workload<'a>) -> Self {
        Self { workload, wrong: Cell::new(false) }
    }

    /// Was a field of a wrong type read?
    pub(super) fn has_wrong_field(&self) -> bool {
        self.wrong.get()
    }

    /// The value of a field.
    pub(super) fn get<T: Copy>(&self, field: Field<'a, T>) -> Option<T> {
        self.note(field);
        field.get()
    }

    /// The field, once it is noted whether its type is wrong.
    pub(super) fn note<T: Copy>(&self, field: Field<'a, T>) -> Field<'a, T> {
        if field.is_wrong() {
            self.wrong.set(true);
        }
        field
    }

    /// Every container: init containers, regular ones, ephemeral ones.
    pub(super) fn containers(&self) -> impl Iterator<Item = Container<'a>> {
        let spec = self.workload.spec();
        self.note(spec.init_containers());
        self.note(spec.containers());
        self.note(spec.ephemeral_containers());
        self.workload.containers().map(|(_, container)| container)
    }

    /// A field of the pod's `securityContext`.
    pub(super) fn own<T: Copy>(
        &self,
        read: impl Fn(PodSecurityContext<'a>) -> Field<'a, T>,
    ) -> Field<'a, T> {
        self.note(self.workload.security_context().then(read))
    }

    /// A field of a container's `securityContext`.
    pub(super) fn of_container<T: Copy>(
        &self,
        container: Container<'a>,
        read: impl Fn(SecurityContext<'a>) -> Field<'a, T>,
    ) -> Field<'a, T> {
        self.note(container.security_context().then(read))
    }

    /// Does it say that its users are others than the node's? Since 1.35 that relaxes three checks, whatever
    /// else the pod shares with the node.
    pub(super) fn has_user_namespace(&self) -> bool {
        self.get(self.workload.spec().host_users()) == Some(false)
    }
}

/// Who of a pod sets something it may not, or leaves out what it must set.
pub(super) struct Setters<'p, 'a> {
    pod: &'p Pod<'a>,
    is_pod: bool,
    containers: Vec<&'a str>,
    places: Vec<Place>,
}

impl<'p, 'a> Setters<'p, 'a> {
    pub(super) fn of(pod: &'p Pod<'a>) -> Self {
        Self { pod, is_pod: false, containers: Vec::new(), places: Vec::new() }
    }

    /// The pod does, here.
    pub(super) fn pod(&mut self, spot: impl Spot<'a>) {
        self.is_pod = true;
        self.place(spot);
    }

    /// A container does, here.
    pub(super) fn container(&mut self, container: Container<'a>, spot: impl Spot<'a>) {
        let name = container.name().or("?");
        if self.containers.last() != Some(&name) {
            self.containers.push(name);
        }
        self.place(spot);
    }

    /// Something else does, here.
    pub(super) fn place(&mut self, spot: impl Spot<'a>) {
        self.places.push(Place::of(self.pod.workload.object(), spot));
    }

    /// `pod and containers "a", "b"`
    fn who(&self) -> String {
        let mut who = String::new();
        if self.is_pod {
            who.push_str("pod");
        }
        if !self.containers.is_empty() {
            let and = if self.is_pod { " and " } else { "" };
            let noun = plural(&self.containers, "container", "containers");
            let _ = write!(who, "{and}{noun} {}", quoted(&self.containers));
        }
        who
    }

    /// What is broken, unless nobody does it. `detail` makes the clause of [`Self::who`].
    pub(super) fn broken(
        self,
        reason: impl Into<String>,
        detail: impl FnOnce(String) -> String,
    ) -> Option<Broken> {
        if self.places.is_empty() {
            return None;
        }
        let detail = detail(self.who());
        Some(Broken { reason: reason.into(), detail, places: self.places })
    }
}

/// `one` of a single thing, `several` of more.
pub(super) fn plural<T>(things: &[T], one: &'static str, several: &'static str) -> &'static str {
    if things.len() == 1 { one } else { several }
}

/// `"a", "b"`
pub(super) fn quoted(names: &[&str]) -> String {
    format!("\"{}\"", names.join("\", \""))
}
