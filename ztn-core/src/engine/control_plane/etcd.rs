//! What etcd serves, and to whom.

use super::{Component, ControlPlane, Fact, Server};
use crate::model::Object;
use crate::parse::Node;

/// Where etcd listens for its clients, if the URL does not say.
const CLIENT_PORT: u16 = 2379;

/// The flags of one of etcd's two sides.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// Where it listens.
    pub urls: &'static [&'static str],
    /// Does it ask for a certificate?
    pub asks: &'static str,
    /// Whose certificates it takes.
    pub trusted_ca: &'static str,
    /// Its own certificate.
    pub certificate: &'static str,
    /// The key of that certificate.
    pub key: &'static str,
    /// Does it make its own certificate?
    pub makes_own: &'static str,
}

impl Side {
    /// Towards the API server.
    pub const CLIENT: Self = Self {
        urls: &["listen-client-urls", "listen-client-http-urls"],
        asks: "client-cert-auth",
        trusted_ca: "trusted-ca-file",
        certificate: "cert-file",
        key: "key-file",
        makes_own: "auto-tls",
    };
    /// Towards the other members.
    pub const PEER: Self = Self {
        urls: &["listen-peer-urls"],
        asks: "peer-client-cert-auth",
        trusted_ca: "peer-trusted-ca-file",
        certificate: "peer-cert-file",
        key: "peer-key-file",
        makes_own: "peer-auto-tls",
    };

    /// Every flag that says how the side is protected.
    #[must_use]
    pub fn flags(&self) -> Vec<&'static str> {
        let mut flags =
            vec![self.asks, self.trusted_ca, self.certificate, self.key, self.makes_own];
        flags.extend(self.urls);
        flags
    }
}

/// A URL without TLS.
#[derive(Clone, Copy)]
pub struct Plaintext<'a> {
    /// The URL.
    pub url: &'a str,
    /// Can only the machine itself reach it?
    pub loopback: bool,
    /// The object that says so.
    pub object: Object<'a>,
    /// Where: for a default, the place to speak of what is not written.
    pub node: Node<'a>,
    /// The flag that is not written, if the URL is a default.
    pub default_of: Option<&'static str>,
}

impl<'a> Server<'a> {
    /// The URLs without TLS among the values of these flags, written or by default.
    #[must_use]
    pub fn plaintext(&self, flags: &[&'static str]) -> Vec<Plaintext<'a>> {
        let mut found = Vec::new();
        for &flag in flags {
            let fact = self.list_flag(flag);
            let (object, node) = self.place(&fact);
            let default_of = (!fact.is_explicit()).then_some(flag);
            for url in fact.value().into_iter().flatten() {
                // `/events#http://a;http://b`: the servers of one resource.
                let urls = url.rsplit('#').next().unwrap_or(url).split(';');
                found.extend(urls.filter(|url| is_plaintext(url)).map(|url| Plaintext {
                    url,
                    loopback: is_loopback(url),
                    object,
                    node,
                    default_of,
                }));
            }
        }
        found
    }

    /// Does this side of etcd ask for a certificate? A trusted CA alone makes it require and verify
    /// one. (`client/pkg/transport/listener.go`, `ServerConfig`) With a certificate that it makes itself it does not,
    /// whatever else is written. (`server/embed/config.go`, `ClientSelfCert`)
    #[must_use]
    pub fn asks_for_certificate(&self, side: Side) -> Option<bool> {
        if self.makes_own_certificate(side) {
            return Some(false);
        }
        match (self.bool_flag(side.asks).value(), self.sets(side.trusted_ca)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        }
    }

    /// The port of an etcd that answers whoever connects from another machine, where it is known to. Without TLS it
    /// asks for nothing, whatever else is written.
    #[must_use]
    pub fn open_port(&self) -> Option<u16> {
        let asks = self.asks_for_certificate(Side::CLIENT) != Some(false);
        let urls = self.list_flag("listen-client-urls");
        let is_open = |url: &&&str| {
            !is_loopback(url) && !url.starts_with("unix") && (!asks || is_plaintext(url))
        };
        let open = urls.value()?.iter().find(is_open)?;
        let port =
            open.trim_end_matches('/').rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        Some(port.unwrap_or(CLIENT_PORT))
    }

    /// Does this side of etcd make its own certificate, which nobody can verify? It is left alone where
    /// one is given. (`server/embed/etcd.go`)
    #[must_use]
    pub fn makes_own_certificate(&self, side: Side) -> bool {
        self.bool_flag(side.makes_own).is(&true) && self.sets(side.certificate) == Some(false)
    }
}

impl<'a> ControlPlane<'a> {
    /// Is this etcd the only member of its cluster, as far as the input tells?
    #[must_use]
    pub fn is_single_member(&self, etcd: &Server<'a>) -> bool {
        let joins = etcd.flag("initial-cluster-state").is(&"existing");
        let members = match etcd.list_flag("initial-cluster") {
            Fact::Explicit { value, .. } | Fact::Default { value, .. } => value.len(),
            Fact::Unknown(_) => return false,
        };
        !joins
            && members <= 1
            && (etcd.is_of_made || self.own_servers(Component::Etcd).count() <= 1)
    }
}

fn is_plaintext(url: &str) -> bool {
    url.trim().to_ascii_lowercase().starts_with("http://")
}

/// Is the host of a URL the machine itself?
pub(super) fn is_loopback(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url);
    let host = host.split('/').next().unwrap_or(host);
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => host.rsplit_once(':').map_or(host, |(host, _)| host),
    };
    host == "localhost" || host == "::1" || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Cluster;
    use crate::options::Options;

    #[test]
    fn a_url_is_of_the_machine_itself_or_not() {
        for (url, wanted) in [
            ("http://localhost:2379", true),
            ("http://127.0.0.1:2379", true),
            ("http://127.1.2.3", true),
            ("http://[::1]:2379/", true),
            ("http://0.0.0.0:2379", false),
            ("http://10.0.0.1:2379", false),
            ("http://[::]:2379", false),
            ("http://localhost.example.com:2379", false),
            ("http://1270.example:80", false),
        ] {
            assert_eq!(is_loopback(url), wanted, "{url}");
        }
    }

    /// What an etcd comes to that is started with these flags.
    fn with_flags<T>(flags: &str, ask: impl Fn(&Server<'_>) -> T) -> T {
        let text = format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: etcd}}, spec: {{containers: [{{name: etcd, \
             command: [etcd, {flags}]}}]}}}}"
        );
        let cluster = Cluster::of_text(&text);
        let plane = ControlPlane::new(&cluster, &Options::default());
        ask(plane.servers(Component::Etcd).next().expect("an etcd"))
    }

    #[test]
    fn what_etcd_asks_of_its_clients_is_what_its_source_makes_of_the_flags() {
        let on = |wanted: bool, flag: &'static str| if wanted { flag } else { "" };
        // scheme, certificate, trusted CA, client-cert-auth, auto-tls
        for case in 0..32_u32 {
            let [http, cert, ca, asks, auto] = [1, 2, 4, 8, 16].map(|bit| case & bit != 0);
            let flags = [
                if http {
                    "--listen-client-urls=http://10.0.0.1:2379"
                } else {
                    "--listen-client-urls=https://10.0.0.1:2379"
                },
                on(cert, ", --cert-file=/a.crt, --key-file=/a.key"),
                on(ca, ", --trusted-ca-file=/ca.crt"),
                on(asks, ", --client-cert-auth"),
                on(auto, ", --auto-tls"),
            ]
            .concat();
            let found = with_flags(&flags, |etcd| {
                (
                    !etcd.plaintext(Side::CLIENT.urls).is_empty(),
                    etcd.makes_own_certificate(Side::CLIENT),
                    etcd.asks_for_certificate(Side::CLIENT),
                    etcd.open_port(),
                )
            });
            let own = auto && !cert;
            let asked = !own && (ca || asks);
            let open = (http || !asked).then_some(2379);
            assert_eq!(found, (http, own, Some(asked), open), "{flags}");
        }
    }

    #[test]
    fn a_file_of_its_own_overrules_flags_and_environment() {
        let flags = "--config-file=/etc/etcd.yaml, --client-cert-auth=true";
        assert_eq!(with_flags(flags, |etcd| etcd.asks_for_certificate(Side::CLIENT)), None);
    }

    #[test]
    fn only_http_is_plaintext() {
        assert!(is_plaintext("http://a:2379") && is_plaintext(" HTTP://a"));
        assert!(
            !is_plaintext("https://a") && !is_plaintext("unix:///a") && !is_plaintext("$(URL)")
        );
    }
}
