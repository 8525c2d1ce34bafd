//! The authorization webhooks of an API server: their place among the authorizers, and what is done without them.

use super::{Component, ControlPlane, FileOf, Server};
use crate::evidence::Evidence;
use crate::model::Object;
use crate::model::api_server_config::AuthorizationConfiguration;
use crate::model::duration;
use crate::parse::Node;

/// A webhook that is asked what a caller may do.
#[derive(Clone, Copy)]
pub struct AuthorizationWebhook<'a> {
    /// Its name; of one that flags configure, the flag that names its file.
    pub name: &'a str,
    /// The object that says so.
    pub object: Object<'a>,
    /// Where it stands among the authorizers.
    pub node: Node<'a>,
    /// Is the next authorizer asked where it does not answer? `None` where the input does not tell.
    pub fails_open: Option<bool>,
    /// Where that is written; for flags, where the webhook is: they have no word for it.
    pub failure: Node<'a>,
    /// Is an authorizer asked after it that may allow what it did not?
    pub is_before_others: bool,
    /// Is RBAC asked before it?
    pub is_after_rbac: bool,
    /// For how many seconds what it allowed stays allowed, where that is written and understood, and where.
    pub keeps: Option<(u64, Node<'a>)>,
}

const CACHE_FLAG: &str = "authorization-webhook-cache-authorized-ttl";

impl<'a> ControlPlane<'a> {
    /// The webhooks among the authorizers of each API server, in order; none where the input does not tell.
    pub fn authorization_webhooks(&self) -> impl Iterator<Item = AuthorizationWebhook<'a>> {
        self.servers(Component::ApiServer).flat_map(|server| self.webhooks_of(server))
    }

    fn webhooks_of(&self, server: &Server<'a>) -> Vec<AuthorizationWebhook<'a>> {
        let (flag, evidence) = ("authorization-config", Evidence::AuthorizationConfig);
        match self.file::<AuthorizationConfiguration<'a>>(server, flag, evidence) {
            FileOf::Found(object, file) => of_file(object, file),
            FileOf::Unset => of_flags(server).into_iter().collect(),
            FileOf::Unknown(_) => Vec::new(),
        }
    }
}

fn of_file<'a>(
    object: Object<'a>,
    file: AuthorizationConfiguration<'a>,
) -> Vec<AuthorizationWebhook<'a>> {
    let types: Vec<&str> = file.authorizers().iter().map(|one| one.type_().or("")).collect();
    let webhooks = file.authorizers().iter().enumerate().filter_map(|(at, authorizer)| {
        let webhook = authorizer.webhook();
        if !authorizer.type_().is("Webhook") {
            return None;
        }
        let failure = webhook.then(|webhook| webhook.failure_policy());
        let keeps = webhook.then(|webhook| webhook.authorized_ttl());
        let is_cached = !webhook.then(|webhook| webhook.cache_authorized_requests()).is_false();
        let seconds = keeps.get().and_then(duration::seconds).filter(|_| is_cached);
        Some(AuthorizationWebhook {
            name: authorizer.name().or("webhook"),
            object,
            node: authorizer.node(),
            fails_open: match failure.get() {
                Some("NoOpinion") => Some(true),
                Some("Deny") => Some(false),
                _ => None,
            },
            failure: failure.node(),
            is_before_others: is_before_others(&types, at),
            is_after_rbac: is_after_rbac(&types, at),
            keeps: seconds.map(|seconds| (seconds, keeps.node())),
        })
    });
    webhooks.collect()
}

/// By flags there is one webhook, and the next authorizer is asked where it does not answer
/// (`pkg/kubeapiserver/options/authorization.go`).
fn of_flags<'a>(server: &Server<'a>) -> Option<AuthorizationWebhook<'a>> {
    let modes = server.list_flag("authorization-mode");
    let (object, node) = server.place(&modes);
    let modes = modes.value()?;
    let at = modes.iter().position(|mode| *mode == "Webhook")?;
    let keeps = server.flag(CACHE_FLAG).value().copied().and_then(duration::seconds);
    Some(AuthorizationWebhook {
        name: "--authorization-webhook-config-file",
        object,
        node,
        fails_open: Some(true),
        failure: node,
        is_before_others: is_before_others(modes, at),
        is_after_rbac: is_after_rbac(modes, at),
        keeps: keeps.map(|seconds| (seconds, server.spot(CACHE_FLAG))),
    })
}

/// May an authorizer after this one allow what people and workloads ask for? `Node` speaks for nodes alone.
fn is_before_others(authorizers: &[&str], at: usize) -> bool {
    let mut after = authorizers.iter().skip(at + 1);
    after.any(|name| !matches!(*name, "Node" | "AlwaysDeny"))
}

fn is_after_rbac(authorizers: &[&str], at: usize) -> bool {
    authorizers.iter().take(at).any(|name| *name == "RBAC")
}
