//! What the API server is told by its flags and by the files behind them.

use super::command::basename;
use super::{Component, ControlPlane, Fact, Origin, Server};
use crate::engine::Unknown;
use crate::evidence::Evidence;
use crate::model::Object;
use crate::model::api_server_config::{
    AnonymousCondition, AuthenticationConfiguration, AuthorizationConfiguration,
};
use crate::model::object::Typed;
use crate::parse::Node;

/// The file that a flag names.
#[derive(Clone)]
pub enum FileOf<'a, T> {
    /// The flag is not set.
    Unset,
    /// The file is in the input.
    Found(Object<'a>, T),
    /// The flag is set and the file is not in the input, or the input does not tell.
    Unknown(Unknown),
}

/// Which requests without credentials the API server takes.
#[derive(Clone)]
pub enum Anonymous<'a> {
    /// None.
    Off,
    /// Those for these paths.
    Paths(Vec<AnonymousCondition<'a>>),
    /// All of them, as `system:anonymous`.
    Everything,
}

impl Anonymous<'_> {
    /// Is nothing answered but whether the server is up?
    #[must_use]
    pub fn is_health_only(&self) -> bool {
        match self {
            Self::Off => true,
            Self::Paths(paths) => paths.iter().all(|path| path.is_health()),
            Self::Everything => false,
        }
    }
}

impl<'a> ControlPlane<'a> {
    /// The file that a flag of `server` names: one that the object which starts the server puts on its
    /// node, else that of its volume or the input's file of that name, else its only file of the kind.
    pub fn file<T: Typed<'a>>(
        &self,
        server: &Server<'a>,
        flag: &str,
        evidence: Evidence,
    ) -> FileOf<'a, T> {
        let path = match server.flag(flag) {
            Fact::Explicit { value, .. } | Fact::Default { value, .. } => value,
            Fact::Unknown(unknown) => return FileOf::Unknown(unknown),
        };
        if path.is_empty() {
            return FileOf::Unset;
        }
        let is_own = |object: Object<'a>| self.is_put_there(object, server.object, path);
        if let Some((object, file)) = self.cluster.all::<T>().find(|(object, _)| is_own(*object)) {
            return FileOf::Found(object, file);
        }
        match self.named(server, path).as_slice() {
            [(object, file)] => return FileOf::Found(*object, *file),
            [] => {}
            _ => return FileOf::Unknown(Unknown::missing(evidence)),
        }
        let mut all = self.beside::<T>();
        match (all.next(), all.next()) {
            (Some((object, file)), None) => FileOf::Found(object, file),
            _ => FileOf::Unknown(Unknown::missing(evidence)),
        }
    }

    /// The files of a kind that no object puts on its nodes: what one cluster's nodes are given is nothing to
    /// another's.
    fn beside<T: Typed<'a>>(&self) -> impl Iterator<Item = (Object<'a>, T)> {
        self.cluster.all::<T>().filter(|(object, _)| !self.is_on_a_node(*object))
    }

    /// Those of them that `path` may be for `server`: what its volume holds there, or what is called as there.
    pub(super) fn named<T: Typed<'a>>(
        &self,
        server: &Server<'a>,
        path: &str,
    ) -> Vec<(Object<'a>, T)> {
        let origin = self.origin(server, path);
        let namespace = server.object.namespace().unwrap_or("");
        let is_it = |object: Object<'a>| match &origin {
            Some(Origin::ConfigMap { name, key }) => {
                self.cluster.is_in_config_map(object, namespace, name, key)
            }
            Some(Origin::Host(host)) => self.is_called(object, &[path, host]),
            _ => self.is_called(object, &[path]),
        };
        self.beside::<T>().filter(|(object, _)| is_it(*object)).collect()
    }

    /// Does the object that starts a server put this file at `path` of its node, or hold it as a part?
    fn is_put_there(&self, file: Object<'_>, starts: Object<'_>, path: &str) -> bool {
        if file.is_part() {
            return self.cluster.whole(file.id()) == self.cluster.whole(starts.id());
        }
        let host = self.cluster.host(file.doc());
        host.is_some_and(|(host, at)| host == starts.doc() && at == Some(path))
    }

    /// Is it a file that some object puts on its nodes?
    fn is_on_a_node(&self, file: Object<'_>) -> bool {
        file.is_part() || self.cluster.host(file.doc()).is_some_and(|(_, path)| path.is_some())
    }

    /// The name of its file: on the node, where some object puts it there, else in the input.
    pub(super) fn name_of_file(&self, object: Object<'_>) -> &str {
        let put = self.cluster.host(object.doc()).and_then(|(_, path)| path);
        basename(put.unwrap_or_else(|| self.cluster.path(self.cluster.file_of(object.doc()))))
    }

    /// Is the file, or the key of the ConfigMap, that holds this object called like one of these paths?
    fn is_called(&self, object: Object<'_>, paths: &[&str]) -> bool {
        let key = self.cluster.key_of(object.doc());
        let name = key.as_deref().unwrap_or_else(|| self.name_of_file(object));
        paths.iter().any(|path| basename(path) == name)
    }

    /// Whom the API server asks whether a request is allowed, in order.
    #[must_use]
    pub fn authorizers(&self, server: &Server<'a>) -> Fact<'a, Vec<&'a str>> {
        let flag = "authorization-config";
        match self.file::<AuthorizationConfiguration<'a>>(
            server,
            flag,
            Evidence::AuthorizationConfig,
        ) {
            FileOf::Unset => server.list_flag("authorization-mode"),
            // The two exclude each other.
            FileOf::Unknown(_) if server.is_written_without("authorization-mode", flag) => {
                server.list_flag("authorization-mode")
            }
            FileOf::Unknown(unknown) => Fact::Unknown(unknown),
            FileOf::Found(object, file) => {
                let list = file.authorizers();
                Fact::Explicit {
                    value: list.iter().filter_map(|one| one.type_().get()).collect(),
                    object,
                    node: list.key().unwrap_or(object.node()),
                }
            }
        }
    }

    /// Which requests without credentials it takes.
    #[must_use]
    pub fn anonymous(&self, server: &Server<'a>) -> Fact<'a, Anonymous<'a>> {
        let by_flag = || {
            let fact = server.bool_flag("anonymous-auth");
            fact.map(|on| if on { Anonymous::Everything } else { Anonymous::Off })
        };
        match self.authentication(server) {
            FileOf::Unset => by_flag(),
            // Where the flag is written, the file may say nothing about it.
            FileOf::Unknown(_) if server.flags.get("anonymous-auth").is_some() => by_flag(),
            FileOf::Unknown(unknown) => Fact::Unknown(unknown),
            FileOf::Found(object, file) => match file.anonymous().get() {
                None => by_flag(),
                Some(anonymous) => Fact::Explicit {
                    value: if !anonymous.enabled().or(false) {
                        Anonymous::Off
                    } else if anonymous.conditions().is_empty() {
                        Anonymous::Everything
                    } else {
                        Anonymous::Paths(anonymous.conditions().iter().collect())
                    },
                    object,
                    node: anonymous.enabled().node(),
                },
            },
        }
    }

    /// The file of `--authentication-config`.
    #[must_use]
    pub fn authentication(
        &self,
        server: &Server<'a>,
    ) -> FileOf<'a, AuthenticationConfiguration<'a>> {
        self.file(server, "authentication-config", Evidence::AuthenticationConfig)
    }

    /// Does it take the word of somebody outside for who a person is: an OpenID provider or a webhook?
    #[must_use]
    pub fn external_identity(&self, server: &Server<'a>) -> Option<bool> {
        let flags = ["oidc-issuer-url", "authentication-token-webhook-config-file"];
        if flags.iter().any(|flag| server.sets(flag) == Some(true)) {
            return Some(true);
        }
        match self.authentication(server) {
            FileOf::Unknown(_) => None,
            FileOf::Found(_, file) if !file.jwt().is_empty() => Some(true),
            _ => server.not_told(&flags).is_none().then_some(false),
        }
    }

    /// Is this admission plugin, which is off by default, on? Turning off goes before turning on.
    #[must_use]
    pub fn admission_plugin(&self, server: &Server<'a>, plugin: &str) -> Fact<'a, bool> {
        let listed = |flag: &str| server.list_flag(flag).map(|list| list.contains(&plugin));
        let off = listed("disable-admission-plugins");
        if off.is(&true) || off.unknown().is_some() {
            return off.map(|_| false);
        }
        // The name of the flag up to 1.9.
        let before = listed("admission-control");
        if before.is(&true) {
            return before;
        }
        listed("enable-admission-plugins")
    }

    /// Is every API server of the input known to take no request without credentials but for its
    /// health? `false` where there is none.
    #[must_use]
    pub fn refuses_anonymous(&self) -> bool {
        let refuses = |server: &Server<'a>| {
            let anonymous = self.anonymous(server);
            anonymous.value().is_some_and(Anonymous::is_health_only)
        };
        let mut servers = self.own_servers(Component::ApiServer).peekable();
        servers.peek().is_some() && servers.all(refuses)
    }
}

impl<'a> Server<'a> {
    fn is_written_without(&self, flag: &str, other: &str) -> bool {
        self.flags.get(flag).is_some() && self.flags.get(other).is_none()
    }

    /// What the issuer of `--oidc-issuer-url` names without a prefix: usernames, where the prefix is
    /// written as `-`; groups, where none is written. Usernames have one by default, and claims called
    /// `email` hold an `@`. (<https://kubernetes.io/docs/reference/access-authn-authz/authentication/#configuring-the-api-server>)
    pub fn unprefixed_oidc(&self) -> impl Iterator<Item = (&'static str, Node<'a>)> {
        let is_used = self.sets("oidc-issuer-url") == Some(true);
        let users = self.flag("oidc-username-prefix").is(&"-");
        let groups = self.sets("oidc-groups-claim") == Some(true)
            && self.sets("oidc-groups-prefix") == Some(false);
        [(users, "usernames", "oidc-username-prefix"), (groups, "groups", "oidc-groups-claim")]
            .into_iter()
            .filter(move |(open, ..)| is_used && *open)
            .map(|(_, of, flag)| (of, self.spot(flag)))
    }
}
