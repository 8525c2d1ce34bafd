//! kubeconfig: how a client reaches API servers, and as whom.

use super::certificate::Certificate;
use super::view::{Credential, List, view};
use crate::parse::Node;

view! {
    /// A kubeconfig file.
    Kubeconfig "Config" {
        clusters "clusters": List<'a, NamedCluster<'a>>,
        users "users": List<'a, NamedUser<'a>>,
        contexts "contexts": List<'a, NamedContext<'a>>,
        current_context "current-context": &'a str,
    }

    /// A cluster and its name.
    NamedCluster "NamedCluster" {
        name "name": &'a str,
        cluster "cluster": KubeconfigCluster<'a>,
    }

    /// How its API server is reached.
    KubeconfigCluster "Cluster" {
        server "server": &'a str,
        insecure_skip_tls_verify "insecure-skip-tls-verify": bool,
        certificate_authority "certificate-authority": &'a str,
        certificate_authority_data "certificate-authority-data": &'a str,
        tls_server_name "tls-server-name": &'a str,
        proxy_url "proxy-url": &'a str,
    }

    /// A user and its name.
    NamedUser "NamedAuthInfo" {
        name "name": &'a str,
        user "user": KubeconfigUser<'a>,
    }

    /// How a user proves who it is.
    KubeconfigUser "AuthInfo" {
        client_certificate "client-certificate": &'a str,
        client_certificate_data "client-certificate-data": &'a str,
        client_key "client-key": &'a str,
        client_key_data "client-key-data": Credential<'a>,
        token "token": Credential<'a>,
        token_file "tokenFile": &'a str,
        username "username": &'a str,
        password "password": Credential<'a>,
        impersonate "as": &'a str,
        impersonate_uid "as-uid": &'a str,
        impersonate_groups "as-groups": List<'a, &'a str>,
        auth_provider "auth-provider": AuthProvider<'a>,
        exec "exec": ExecCredential<'a>,
    }

    /// A login built into the client.
    AuthProvider "AuthProviderConfig" {
        name "name": &'a str,
    }

    /// A program that gives the credentials.
    ExecCredential "ExecConfig" {
        api_version "apiVersion": &'a str,
        command "command": &'a str,
        args "args": List<'a, &'a str>,
        env "env": List<'a, ExecVariable<'a>>,
        interactive_mode "interactiveMode": &'a str,
        provide_cluster_info "provideClusterInfo": bool,
    }

    /// A variable of its environment.
    ExecVariable "ExecEnvVar" {
        name "name": &'a str,
        value "value": Credential<'a>,
    }

    /// A context and its name.
    NamedContext "NamedContext" {
        name "name": &'a str,
        context "context": KubeconfigContext<'a>,
    }

    /// A cluster, a user, and a namespace to start in.
    KubeconfigContext "Context" {
        cluster "cluster": &'a str,
        user "user": &'a str,
        namespace "namespace": &'a str,
    }
}

impl KubeconfigCluster<'_> {
    /// Does the way to the server leave the machine without TLS?
    #[must_use]
    pub fn is_plaintext(self) -> bool {
        let server = self.server().or("").to_ascii_lowercase();
        let host = server.strip_prefix("http://");
        let is_here =
            |host: &str| ["localhost", "127.", "[::1]"].iter().any(|here| host.starts_with(here));
        host.is_some_and(|host| !is_here(host))
    }
}

impl<'a> KubeconfigUser<'a> {
    /// The certificate that it shows, where it is in the file and can be read.
    #[must_use]
    pub fn certificate(self) -> Option<Certificate> {
        Certificate::of_data(self.client_certificate_data().get()?)?.ok()
    }

    /// Does it show a certificate that cannot be read here: one in another file, or a placeholder?
    #[must_use]
    pub fn shows_unread_certificate(self) -> bool {
        let is_written = |text: &str| !text.is_empty();
        let named = [self.client_certificate(), self.client_certificate_data()];
        named.iter().any(|file| file.get().is_some_and(is_written)) && self.certificate().is_none()
    }
}

impl<'a> Kubeconfig<'a> {
    /// Each user with its name.
    pub fn people(self) -> impl Iterator<Item = (&'a str, KubeconfigUser<'a>)> {
        self.users().iter().filter_map(|named| Some((named.name().or("?"), named.user().get()?)))
    }

    /// Did an authority of this file begin in the same second? kubeadm dates its certificates back to the authority's
    /// first second, so that the beginning tells nothing.
    #[must_use]
    pub fn begins_with_authority(self, certificate: &Certificate) -> bool {
        let clusters = self.clusters().iter().filter_map(|named| named.cluster().get());
        let mut authorities = clusters.filter_map(|cluster| {
            Certificate::of_data(cluster.certificate_authority_data().get()?)?.ok()
        });
        authorities.any(|authority| authority.starts == certificate.starts)
    }
}

/// Programs that run what they are told.
const SHELLS: [&str; 9] =
    ["sh", "bash", "dash", "ash", "zsh", "cmd", "cmd.exe", "powershell", "pwsh"];

/// How the names of variables end that hold one; `…_FILE` and `…_ID` name no secret.
const SECRETS: [&str; 6] =
    ["PASSWORD", "PASSPHRASE", "SECRET", "TOKEN", "API_KEY", "SECRET_ACCESS_KEY"];

impl<'a> ExecCredential<'a> {
    /// Why somebody else may decide what runs: in one clause, and where it is written.
    #[must_use]
    pub fn untrusted(self) -> Option<(&'static str, Node<'a>)> {
        let command = self.command().get()?;
        let program = command.rsplit(['/', '\\']).next().unwrap_or(command);
        let fetches = |text: &str| {
            let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
            words.any(|word| matches!(word, "curl" | "wget"))
        };
        let fetching = self.args().entries().find(|(text, _)| fetches(text));
        let is_absolute = command.starts_with(['/', '\\', '~', '$', '%'])
            || command.get(1..3).is_some_and(|drive| matches!(drive, ":\\" | ":/"));
        let is_open =
            ["/tmp/", "/var/tmp/", "/dev/shm/"].iter().any(|dir| command.starts_with(dir));
        let at = self.command().node();
        if fetches(program) {
            Some(("is what a server answers", at))
        } else if let Some((_, node)) = fetching {
            Some(("runs what a server answers", node))
        } else if SHELLS.contains(&program) {
            Some(("is a line of a shell", at))
        } else if is_open {
            Some(("lies where everybody may write", at))
        } else if command.contains(['/', '\\']) && !is_absolute {
            Some(("lies beside the file", at))
        } else {
            None
        }
    }

    /// The variables that hold a secret, by their names.
    pub fn secrets(self) -> impl Iterator<Item = ExecVariable<'a>> {
        self.env().iter().filter(|variable| {
            let is_there = variable.value().get().is_some_and(|value| !value.is_empty());
            let name = variable.name().or("").to_ascii_uppercase();
            is_there && SECRETS.iter().any(|end| name.ends_with(end))
        })
    }
}
