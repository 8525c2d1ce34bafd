//! ConfigMaps.

use super::meta::Metadata;
use super::view::{Keys, StrMap, view};
use crate::parse::Node;

view! {
    /// Text for programs.
    ConfigMap "ConfigMap" {
        metadata "metadata": Metadata<'a>,
        data "data": StrMap<'a>,
        binary_data "binaryData": Keys<'a>,
        immutable "immutable": bool,
    }
}

/// What API servers write into the ConfigMap `extension-apiserver-authentication`: whom they believe, for the
/// extensions of their API.
#[derive(Clone, Copy)]
pub struct ExtensionAuthentication<'a>(StrMap<'a>);

impl<'a> ConfigMap<'a> {
    /// What API servers wrote into it, if it is the one they write into.
    #[must_use]
    pub fn extension_authentication(self) -> Option<ExtensionAuthentication<'a>> {
        let metadata = self.metadata();
        let is_it = metadata.then(Metadata::name).is("extension-apiserver-authentication")
            && metadata.then(Metadata::namespace).is("kube-system");
        self.data().get().filter(|_| is_it).map(ExtensionAuthentication)
    }
}

impl<'a> ExtensionAuthentication<'a> {
    /// The authority of the front proxy as PEM, with its key.
    #[must_use]
    pub fn front_proxy_ca(self) -> Option<(Node<'a>, &'a str)> {
        let (key, value) = self.0.entry("requestheader-client-ca-file")?;
        Some((key, value.as_str().filter(|text| !text.is_empty())?))
    }

    /// The authority of client certificates, as PEM.
    #[must_use]
    pub fn client_ca(self) -> Option<&'a str> {
        self.0.get("client-ca-file")
    }

    /// Is a certificate of the front proxy's authority believed for its name alone? The names are a list in JSON.
    #[must_use]
    pub fn names_front_proxies(self) -> bool {
        let names = self.0.get("requestheader-allowed-names").unwrap_or("");
        names.contains('"')
    }
}
