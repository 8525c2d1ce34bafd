//! The front proxy: whoever may tell an API server, in headers, who a request is from.

use super::{Component, ControlPlane, Server};
use crate::model::config_map::{ConfigMap, ExtensionAuthentication};
use crate::model::{Object, certificate};
use crate::parse::Node;

/// Whom an API server believes.
#[derive(Clone, Copy)]
pub struct FrontProxy<'s, 'a> {
    /// The object that says so.
    pub object: Object<'a>,
    /// Where its authority is given.
    pub node: Node<'a>,
    /// The API server, where its flags say so.
    pub server: Option<&'s Server<'a>>,
    /// Are only certificates of certain names believed?
    pub is_restricted: bool,
    /// Is its authority that of client certificates?
    pub shares_client_ca: bool,
}

const AUTHORITY: &str = "requestheader-client-ca-file";

impl<'a> ControlPlane<'a> {
    /// Whom each API server believes, by its flags; where no flags are known, by the ConfigMap into which API servers
    /// write them.
    #[must_use]
    pub fn front_proxies(&self) -> Vec<FrontProxy<'_, 'a>> {
        if self.has(Component::ApiServer) {
            return self.servers(Component::ApiServer).filter_map(of_flags).collect();
        }
        let maps = self.cluster.all::<ConfigMap<'a>>();
        maps.filter_map(|(object, map)| of_config_map(object, map.extension_authentication()?))
            .collect()
    }
}

fn of_flags<'s, 'a>(server: &'s Server<'a>) -> Option<FrontProxy<'s, 'a>> {
    let authority = server.flag(AUTHORITY);
    let path = authority.value().filter(|path| !path.is_empty())?;
    Some(FrontProxy {
        object: server.object,
        node: server.spot(AUTHORITY),
        server: Some(server),
        is_restricted: server.sets("requestheader-allowed-names")?,
        shares_client_ca: server.flag("client-ca-file").value() == Some(path),
    })
}

fn of_config_map<'s, 'a>(
    object: Object<'a>,
    file: ExtensionAuthentication<'a>,
) -> Option<FrontProxy<'s, 'a>> {
    let (node, authority) = file.front_proxy_ca()?;
    Some(FrontProxy {
        object,
        node,
        server: None,
        is_restricted: file.names_front_proxies(),
        shares_client_ca: file.client_ca().is_some_and(|ca| certificate::share_one(ca, authority)),
    })
}
