//! The ten claims and the named parts each is made of.
//!
//! A practice holds when every part of its claim holds. The list is whole from the start: a part that
//! nothing evaluates yet is `unknown`, never a pass.

/// One of the ten zero-trust-networking practices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Practice {
    /// 1: role-based access control is on, and least-privilege.
    Rbac,
    /// 2: people sign in through a third party.
    Authentication,
    /// 3: etcd is behind TLS and a firewall.
    Etcd,
    /// 4: nodes are isolated.
    Nodes,
    /// 5: traffic is watched, and limited by policy.
    Network,
    /// 6: unwanted processes do not run.
    Processes,
    /// 7: audit logging is on.
    Audit,
    /// 8: versions are up to date.
    Versions,
    /// 9: a service mesh authenticates and encrypts.
    Mesh,
    /// 10: posture is evaluated continuously.
    Posture,
}

impl Practice {
    /// All ten, in order.
    pub const ALL: [Self; 10] = [
        Self::Rbac,
        Self::Authentication,
        Self::Etcd,
        Self::Nodes,
        Self::Network,
        Self::Processes,
        Self::Audit,
        Self::Versions,
        Self::Mesh,
        Self::Posture,
    ];

    /// Its number, 1 to 10.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32 + 1
    }

    /// Its name in options, paths and reports.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Rbac => "rbac",
            Self::Authentication => "authentication",
            Self::Etcd => "etcd",
            Self::Nodes => "nodes",
            Self::Network => "network",
            Self::Processes => "processes",
            Self::Audit => "audit",
            Self::Versions => "versions",
            Self::Mesh => "mesh",
            Self::Posture => "posture",
        }
    }

    /// What `pass` means.
    #[must_use]
    pub const fn claim(self) -> &'static str {
        match self {
            Self::Rbac => {
                "the API server authorizes by Node and RBAC, and no subject outside the expected ones \
                 can become cluster-admin, read all secrets or escalate"
            }
            Self::Authentication => {
                "people reach the API server through an external identity provider; static passwords \
                 and tokens and anonymous access are off; credentials are bounded in time and not \
                 super-user"
            }
            Self::Etcd => {
                "client and peer traffic is mutual TLS, secrets are encrypted at rest, and nothing but \
                 the API servers can reach etcd"
            }
            Self::Nodes => {
                "no workload shares the node's namespaces, paths, devices or network; nodes are \
                 segmented; kubelets authenticate and authorize"
            }
            Self::Network => {
                "every workload is isolated both ways by default and each permitted connection names \
                 its peer and port"
            }
            Self::Processes => {
                "every container runs under an enforced restriction of what may execute"
            }
            Self::Audit => {
                "the security-relevant requests are recorded, at a level that neither misses nor leaks, \
                 and kept"
            }
            Self::Versions => {
                "every component is a supported release as of the date given, and nothing uses a \
                 removed API"
            }
            Self::Mesh => {
                "every workload-to-workload path is mutually authenticated and encrypted, and \
                 authorization is deny by default"
            }
            Self::Posture => {
                "admission control enforces the above, exceptions are reasoned and dated, and something \
                 evaluates continuously"
            }
        }
    }

    /// The practice with this slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|practice| practice.slug() == slug)
    }
}

macro_rules! parts {
    ($($practice:ident { $($variant:ident $slug:literal $statement:literal,)+ })+) => {
        /// A part of a claim.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Part {
            $($( #[doc = $statement] $variant, )+)+
        }

        impl Part {
            /// Every part, by practice.
            pub const ALL: &'static [Part] = &[$($(Part::$variant,)+)+];

            /// The practice whose claim it is part of.
            #[must_use]
            pub const fn practice(self) -> Practice {
                match self { $($(Self::$variant)|+ => Practice::$practice,)+ }
            }

            /// Its name after the practice's slug and a slash.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $($(Self::$variant => $slug,)+)+ }
            }

            /// What holds when it passes.
            #[must_use]
            pub const fn statement(self) -> &'static str {
                match self { $($(Self::$variant => $statement,)+)+ }
            }
        }
    };
}

parts! {
    Rbac {
        Authorizers "rbac/authorizers" "the API server authorizes by Node and RBAC",
        ClusterAdmin "rbac/cluster-admin" "no subject outside the expected ones may do everything",
        SecretReaders "rbac/secret-readers" "no subject outside the expected ones can read all secrets",
        Escalation "rbac/escalation" "no subject outside the expected ones can widen its own rights",
        LeastPrivilege "rbac/least-privilege" "roles name the verbs and resources they are for",
        WorkloadIdentity "rbac/workload-identity" "workloads hold only the credentials they use",
    }
    Authentication {
        ExternalIdentity "authentication/external-identity" "people sign in through an external identity provider",
        StaticCredentials "authentication/static-credentials" "no static password or token file is accepted",
        AnonymousAccess "authentication/anonymous-access" "anonymous requests reach health paths at most",
        BoundedCredentials "authentication/bounded-credentials" "credentials expire",
        SuperUserCredentials "authentication/super-user-credentials" "no credential in use is super-user",
        ApiServerTransport "authentication/transport" "the API server is reached through verified TLS",
    }
    Etcd {
        EtcdClientTls "etcd/client-tls" "etcd's clients use mutual TLS",
        EtcdPeerTls "etcd/peer-tls" "etcd's members use mutual TLS between them",
        EtcdApiServer "etcd/api-server" "the API server verifies etcd and shows it a certificate",
        EncryptionAtRest "etcd/encryption-at-rest" "secrets are written encrypted",
        EtcdReach "etcd/reach" "nothing but the API servers can reach etcd",
    }
    Nodes {
        HostNamespaces "nodes/host-namespaces" "no workload shares the node's process or IPC namespace",
        HostNetwork "nodes/host-network" "no workload shares the node's network",
        HostPaths "nodes/host-paths" "no workload mounts the node's paths",
        HostDevices "nodes/host-devices" "no workload holds the node's devices or kernel",
        NodeSegmentation "nodes/segmentation" "nodes are segmented from each other and from other networks",
        KubeletAuthentication "nodes/kubelet-authentication" "kubelets know who calls them",
        KubeletAuthorization "nodes/kubelet-authorization" "kubelets ask whether the caller may",
    }
    Network {
        IsolatedIngress "network/isolated-ingress" "every workload takes connections only from whom a policy names",
        IsolatedEgress "network/isolated-egress" "every workload opens connections only to whom a policy names",
        NamedPeers "network/named-peers" "each permitted connection names its peer and port",
        TrafficObserved "network/traffic-observed" "traffic is recorded, so that it can be held against policy",
    }
    Processes {
        KernelProfile "processes/kernel-profile" "every container runs under seccomp, and none is unconfined",
        Capabilities "processes/capabilities" "no container holds capabilities beyond the default set",
        UnprivilegedUser "processes/unprivileged-user" "no container runs as root or may become it",
        ImmutableRoot "processes/immutable-root" "no container can write to its own image",
        ProcessAllowList "processes/allow-list" "where an allow-list is declared it is enforced",
    }
    Audit {
        AuditRecorded "audit/recorded" "requests are recorded to a backend",
        AuditCoverage "audit/coverage" "no security-relevant request is missed",
        AuditSecrecy "audit/secrecy" "no credential enters the log",
        AuditRetention "audit/retention" "the log is kept, and not only on the host",
        AuditReviewed "audit/reviewed" "somebody or something reads the log",
    }
    Versions {
        SupportedRelease "versions/supported-release" "every component is a supported release",
        VersionSkew "versions/skew" "components are within the supported skew",
        RemovedApis "versions/removed-apis" "nothing uses a removed API",
        KnownVulnerabilities "versions/no-known-vulnerability" "no component has a published vulnerability",
    }
    Mesh {
        InMesh "mesh/in-mesh" "every workload is in the mesh",
        MutualTls "mesh/mutual-tls" "workloads accept nothing but mutual TLS",
        DenyByDefault "mesh/deny-by-default" "authorization is deny by default",
        MeshObserved "mesh/observed" "the mesh reports what it carries",
    }
    Posture {
        AdmissionEnforced "posture/admission-enforced" "admission control enforces the practices",
        ExceptionsReasoned "posture/exceptions-reasoned" "exceptions are reasoned and dated",
        EvaluatedContinuously "posture/evaluated-continuously" "something evaluates the posture again and again",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_after_its_practice() {
        for part in Part::ALL {
            assert!(part.slug().starts_with(&format!("{}/", part.practice().slug())), "{part:?}");
        }
        assert!(Part::ALL.is_sorted_by_key(|part| part.practice()));
    }
}
