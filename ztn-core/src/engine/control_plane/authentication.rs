//! Whom an API server asks who a caller is, beyond what its own files say.

use super::command::basename;
use super::{Component, ControlPlane, Server};
use crate::model::kubeconfig::Kubeconfig;
use crate::model::{Object, duration};
use crate::parse::Node;

/// The webhook that is asked who a token belongs to.
#[derive(Clone, Copy)]
pub struct TokenWebhook<'a> {
    /// The API server that asks it.
    pub object: Object<'a>,
    /// Where its file is named.
    pub node: Node<'a>,
    /// The file, if it is in the input.
    pub file: Option<(Object<'a>, Kubeconfig<'a>)>,
    /// For how many seconds an answer is kept, where that is written and understood, and where.
    pub keeps: Option<(u64, Node<'a>)>,
}

const FILE_FLAG: &str = "authentication-token-webhook-config-file";
const CACHE_FLAG: &str = "authentication-token-webhook-cache-ttl";

impl<'a> ControlPlane<'a> {
    /// The token webhook of each API server that has one.
    pub fn token_webhooks(&self) -> impl Iterator<Item = TokenWebhook<'a>> {
        let asking = self.servers(Component::ApiServer);
        asking.filter(|server| server.sets(FILE_FLAG) == Some(true)).map(|server| {
            let keeps = server.flag(CACHE_FLAG);
            let seconds = keeps.value().copied().and_then(duration::seconds);
            TokenWebhook {
                object: server.object,
                node: server.spot(FILE_FLAG),
                file: self.kubeconfig(server, FILE_FLAG),
                keeps: seconds
                    .filter(|_| keeps.is_explicit())
                    .map(|seconds| (seconds, server.spot(CACHE_FLAG))),
            }
        })
    }

    /// Is this file named by a flag of some component, so that no person signs in with it?
    #[must_use]
    pub fn is_named_by_flag(&self, object: Object<'_>) -> bool {
        let name = self.name_of_file(object);
        let mut flags = self.all_servers().flat_map(|server| server.flags.iter());
        flags.any(|flag| flag.value.is_some_and(|path| basename(path) == name))
    }

    /// The kubeconfig that a flag of `server` names, by the name of its file: most of an input's kubeconfigs are
    /// people's, so that the only one there is may be none of the API server's.
    fn kubeconfig(&self, server: &Server<'a>, flag: &str) -> Option<(Object<'a>, Kubeconfig<'a>)> {
        let path = server.flag(flag);
        let name = basename(path.value()?);
        let mut files = self.cluster.all::<Kubeconfig<'a>>();
        files.find(|(object, _)| self.name_of_file(*object) == name)
    }
}
