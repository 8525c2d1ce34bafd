//! How people sign in to OpenShift.

use super::meta::Metadata;
use super::view::{List, view};
use crate::parse::Node;

view! {
    /// The identity providers of a cluster.
    OAuth "OAuth" {
        metadata "metadata": Metadata<'a>,
        spec "spec": OAuthSpec<'a>,
    }

    /// `spec` of it.
    OAuthSpec "OAuthSpec" {
        identity_providers "identityProviders": List<'a, IdentityProvider<'a>>,
    }

    /// One of them.
    IdentityProvider "IdentityProvider" {
        name "name": &'a str,
        /// `HTPasswd`, `BasicAuth`, `LDAP`, `OpenID` and others.
        type_ "type": &'a str,
        ldap "ldap": LdapProvider<'a>,
        basic_auth "basicAuth": RemoteProvider<'a>,
        keystone "keystone": RemoteProvider<'a>,
        request_header "requestHeader": HeaderProvider<'a>,
        open_id "openID": OpenIdProvider<'a>,
    }

    /// A directory.
    LdapProvider "LDAPIdentityProvider" {
        url "url": &'a str,
        /// `true`: without TLS.
        insecure "insecure": bool,
    }

    /// A server that is given names and passwords.
    RemoteProvider "OAuthRemoteConnectionInfo" {
        url "url": &'a str,
    }

    /// A proxy in front.
    HeaderProvider "RequestHeaderIdentityProvider" {
        login_url "loginURL": &'a str,
        challenge_url "challengeURL": &'a str,
    }

    /// OpenID Connect.
    OpenIdProvider "OpenIDIdentityProvider" {
        issuer "issuer": &'a str,
    }
}

impl<'a> IdentityProvider<'a> {
    /// Are the passwords ones that nobody but this cluster knows, or that it passes on by itself?
    #[must_use]
    pub fn takes_passwords(self) -> bool {
        matches!(self.type_().or(""), "HTPasswd" | "BasicAuth")
    }

    /// Where it is written that passwords or tokens travel without TLS.
    #[must_use]
    pub fn plaintext(self) -> Option<Node<'a>> {
        let insecure = self.ldap().then(|ldap| ldap.insecure());
        if insecure.is_true() {
            // A directory of this scheme is reached by TLS, or not at all.
            let url = self.ldap().then(|ldap| ldap.url()).or("").to_ascii_lowercase();
            return (!url.starts_with("ldaps://")).then(|| insecure.node());
        }
        let urls = [
            self.basic_auth().then(|it| it.url()),
            self.keystone().then(|it| it.url()),
            self.request_header().then(|it| it.login_url()),
            self.request_header().then(|it| it.challenge_url()),
            self.open_id().then(|it| it.issuer()),
        ];
        let is_plain = |url: &str| url.to_ascii_lowercase().starts_with("http://");
        urls.into_iter().find(|url| url.get().is_some_and(is_plain)).map(|url| url.node())
    }
}
