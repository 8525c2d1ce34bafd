//! A request, as an audit policy sees it.

use std::fmt;

use super::identities::Caller;
use super::level::Stage;

/// Something and somewhere that no policy names.
pub(super) const OTHER: &str = "ztn-other";

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'q> {
    /// A resource.
    Resource {
        /// The API group; empty for the core group.
        group: &'q str,
        /// The resource.
        resource: &'q str,
        /// The subresource; empty for none.
        subresource: &'q str,
        /// The namespace; empty beside the namespaces and for all of them.
        namespace: &'q str,
        /// The name of the object; empty for `list` and `create`.
        name: &'q str,
    },
    /// A path that is no resource.
    Url(&'q str),
}

/// A request: by the real user, before impersonation and authorization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request<'q> {
    /// Who makes it.
    pub caller: Caller,
    /// The verb; for a path the method in lower case.
    pub verb: &'q str,
    /// What it is about.
    pub target: Target<'q>,
}

impl<'q> Request<'q> {
    /// A request for a resource by a user that no rule names, in a namespace that none names.
    #[must_use]
    pub fn of_somebody(verb: &'q str, [group, resource, subresource]: [&'q str; 3]) -> Self {
        let target = Target::Resource { group, resource, subresource, namespace: OTHER, name: "" };
        Self { caller: Caller::somebody(), verb, target }
    }

    /// The same by somebody else.
    #[must_use]
    pub fn by(&self, caller: Caller) -> Self {
        Self { caller, ..self.clone() }
    }

    /// The same in another namespace, where it is in one.
    pub(super) fn within(&self, other: &'q str) -> Self {
        let mut request = self.clone();
        if let Target::Resource { namespace, .. } = &mut request.target
            && !namespace.is_empty()
        {
            *namespace = other;
        }
        request
    }

    /// The same of another object.
    pub(super) fn named(&self, other: &'q str) -> Self {
        let mut request = self.clone();
        if let Target::Resource { name, .. } = &mut request.target {
            *name = other;
        }
        request
    }

    /// Does the verb go to one object by its name?
    pub(super) fn has_name(&self) -> bool {
        match self.target {
            Target::Resource { subresource: "", .. } => {
                !matches!(self.verb, "list" | "create" | "watch" | "deletecollection")
            }
            Target::Resource { .. } => true,
            Target::Url(_) => false,
        }
    }

    /// Does it last, as the API server sees it? (`BasicLongRunningRequestCheck` in
    /// `staging/src/k8s.io/apiserver/pkg/server/filters/longrunning.go`, with the verbs and subresources of
    /// `cmd/kube-apiserver`)
    fn lasts(&self) -> bool {
        match self.target {
            Target::Resource { subresource, .. } => {
                matches!(self.verb, "watch" | "proxy")
                    || matches!(subresource, "attach" | "exec" | "proxy" | "log" | "portforward")
            }
            Target::Url(path) => path.starts_with("/debug/pprof/"),
        }
    }

    /// The stages that it goes through. One with wrong credentials ends with the headers of its answer.
    /// (`staging/src/k8s.io/apiserver/pkg/endpoints/filters/authn_audit.go`)
    #[must_use]
    pub fn stages(&self) -> &'static [Stage] {
        use Stage::{RequestReceived, ResponseComplete, ResponseStarted};
        match (self.caller.user.is_some(), self.lasts()) {
            (false, _) => &[ResponseStarted],
            (true, true) => &[RequestReceived, ResponseStarted, ResponseComplete],
            (true, false) => &[RequestReceived, ResponseComplete],
        }
    }

    /// Those stages of it that tell how it ended, or that it was granted.
    #[must_use]
    pub fn outcome(&self) -> &'static [Stage] {
        match self.stages() {
            [Stage::RequestReceived, rest @ ..] => rest,
            all => all,
        }
    }
}

impl fmt::Display for Target<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(path) => f.write_str(path),
            Self::Resource { group, resource, subresource, .. } => {
                f.write_str(resource)?;
                if !subresource.is_empty() {
                    write!(f, "/{subresource}")?;
                }
                if !group.is_empty() {
                    write!(f, ".{group}")?;
                }
                Ok(())
            }
        }
    }
}
