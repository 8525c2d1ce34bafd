//! A made-up cluster of any size: the same bytes for the same numbers, on every machine.
//!
//! Nothing is imported here, so that a benchmark can take this very file with `#[path]`.
//! The mix is 60 % workloads, 15 % RBAC, 10 % network and 15 % other objects, and any prefix of the
//! stream keeps it. About 830 bytes an object, as in repositories of real manifests. Most settings
//! are good and some are bad, so that rules have something to say without drowning the measurement.

/// Twenty objects in a row: 12 workloads, 3 RBAC, 2 network, 3 other.
const ROUND: [Family; 20] = {
    use Family::{Network as N, Other as O, Rbac as R, Workload as W};
    [O, W, W, R, W, W, N, W, W, O, W, R, W, W, N, W, W, R, W, O]
};

#[derive(Clone, Copy)]
enum Family {
    Workload,
    Rbac,
    Network,
    Other,
}

const NOUNS: &[&str] = &[
    "checkout",
    "payments",
    "catalog",
    "cart",
    "search",
    "ledger",
    "gateway",
    "frontend",
    "orders",
    "shipping",
    "invoices",
    "identity",
    "sessions",
    "emails",
    "metrics",
    "reports",
    "indexer",
    "thumbnails",
    "quotes",
    "pricing",
    "inventory",
    "loyalty",
    "fraud",
    "webhooks",
];
const ROLES: &[&str] = &["api", "worker", "web", "cron", "proxy", "sync", "db", "cache"];
const TEAMS: &[&str] =
    &["storefront", "platform", "billing", "data", "security", "growth", "logistics"];
const PHASES: &[&str] = &["prod", "staging", "dev", "qa"];
const REGISTRIES: &[&str] =
    &["registry.example.com", "ghcr.io/example", "quay.io/example", "docker.io/example"];
const VERBS: &[&str] =
    &["[get, list, watch]", "[get]", "[get, list]", "[create, update, patch]", "[list, watch]"];
const RESOURCES: &[(&str, &str)] = &[
    ("\"\"", "configmaps"),
    ("\"\"", "pods"),
    ("\"\"", "services"),
    ("apps", "deployments"),
    ("batch", "jobs"),
    ("\"\"", "endpoints"),
    ("networking.k8s.io", "ingresses"),
    ("coordination.k8s.io", "leases"),
    ("\"\"", "events"),
];

const HARDENED: &str = "\
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]";

const POD_HARDENED: &str = "\
securityContext:
  runAsNonRoot: true
  fsGroup: 2000
  seccompProfile:
    type: RuntimeDefault";

const CLAIM: &str = "\
volumeClaimTemplates:
  - metadata:
      name: data
    spec:
      accessModes: [ReadWriteOnce]
      resources:
        requests:
          storage: 20Gi";

/// `objects` documents of one multi-document YAML stream.
pub(crate) fn cluster(objects: usize, seed: u64) -> String {
    let mut world = World {
        random: Random(seed ^ 0x5eed),
        namespaces: (objects / 80).max(2),
        // Counted up front, so that services and bindings can name workloads that come later.
        workloads: (objects * 12 / 20).max(1),
        text: String::with_capacity(objects * 830),
        made: [0; 4],
    };
    for (index, family) in ROUND.iter().cycle().take(objects).enumerate() {
        if index > 0 {
            world.text.push_str("---\n");
        }
        match family {
            Family::Workload => world.workload(),
            Family::Rbac => world.rbac(),
            Family::Network => world.network(),
            Family::Other => world.other(),
        }
    }
    world.text
}

struct World {
    random: Random,
    namespaces: usize,
    workloads: usize,
    text: String,
    /// How many objects of each family exist, in the order of [`Family`].
    made: [usize; 4],
}

impl World {
    /// The running number of an object in its family.
    fn next(&mut self, family: Family) -> usize {
        let Some(count) = self.made.get_mut(family as usize) else {
            return 0;
        };
        let number = *count;
        *count += 1;
        number
    }

    fn line(&mut self, indent: usize, text: &str) {
        for _ in 0..indent {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn block(&mut self, indent: usize, lines: &str) {
        for line in lines.lines() {
            self.line(indent, line);
        }
    }

    fn head(&mut self, api: &str, kind: &str, name: &str, namespace: Option<&str>) {
        self.line(0, &format!("apiVersion: {api}"));
        self.line(0, &format!("kind: {kind}"));
        self.line(0, "metadata:");
        self.line(2, &format!("name: {name}"));
        if let Some(namespace) = namespace {
            self.line(2, &format!("namespace: {namespace}"));
        }
    }

    fn namespace(&self, number: usize) -> String {
        let number = number % self.namespaces;
        let (team, phase) = (pick(TEAMS, number), pick(PHASES, number / TEAMS.len()));
        format!("{team}-{phase}-{number}")
    }

    /// What workload `number` is called and where it lives: a pure function of the number.
    fn app(&self, number: usize) -> (String, String) {
        let spread = number.wrapping_mul(2_654_435_761) >> 3;
        let name = format!("{}-{}-{number}", pick(NOUNS, number), pick(ROLES, spread));
        (name, self.namespace(spread))
    }

    fn any_app(&mut self) -> (String, String) {
        let number = self.random.below(self.workloads);
        self.app(number)
    }

    fn workload(&mut self) {
        let number = self.next(Family::Workload);
        let (name, namespace) = self.app(number);
        match self.random.below(20) {
            0..=10 => self.deployment(&name, &namespace),
            11..=13 => self.stateful_set(&name, &namespace),
            14..=15 => self.daemon_set(&name, &namespace),
            16..=17 => self.cron_job(&name, &namespace),
            _ => {
                self.head("v1", "Pod", &name, Some(&namespace));
                self.labels(2, &name);
                self.line(0, "spec:");
                self.pod_spec(2, &name, Pod::Plain);
            }
        }
    }

    fn deployment(&mut self, name: &str, namespace: &str) {
        self.head("apps/v1", "Deployment", name, Some(namespace));
        self.labels(2, name);
        let replicas = 1 + self.random.below(5);
        self.line(0, "spec:");
        self.line(2, &format!("replicas: {replicas}"));
        if self.random.one_in(4) {
            self.block(2, "strategy:\n  type: RollingUpdate\n  rollingUpdate:\n    maxSurge: 1");
        }
        self.selector(name);
        self.template(2, name, Pod::Plain);
    }

    fn stateful_set(&mut self, name: &str, namespace: &str) {
        self.head("apps/v1", "StatefulSet", name, Some(namespace));
        self.labels(2, name);
        self.line(0, "spec:");
        self.line(2, &format!("serviceName: {name}"));
        self.line(2, "replicas: 3");
        self.selector(name);
        self.template(2, name, Pod::Stateful);
        self.block(2, CLAIM);
    }

    fn daemon_set(&mut self, name: &str, namespace: &str) {
        self.head("apps/v1", "DaemonSet", name, Some(namespace));
        self.labels(2, name);
        self.line(0, "spec:");
        self.selector(name);
        self.template(2, name, Pod::Agent);
    }

    fn cron_job(&mut self, name: &str, namespace: &str) {
        let minute = self.random.below(60);
        self.head("batch/v1", "CronJob", name, Some(namespace));
        self.labels(2, name);
        self.line(0, "spec:");
        self.line(2, &format!("schedule: \"{minute} 3 * * *\""));
        self.block(2, "concurrencyPolicy: Forbid\njobTemplate:\n  spec:");
        self.line(6, "backoffLimit: 2");
        self.template(6, name, Pod::Batch);
    }

    fn labels(&mut self, indent: usize, name: &str) {
        // The same on the object and on its pods, as templates make them.
        let team = pick(TEAMS, name.bytes().map(usize::from).sum());
        self.line(indent, "labels:");
        self.line(indent + 2, &format!("app.kubernetes.io/name: {name}"));
        self.line(indent + 2, &format!("team: {team}"));
    }

    fn selector(&mut self, name: &str) {
        self.line(2, "selector:");
        self.line(4, "matchLabels:");
        self.line(6, &format!("app.kubernetes.io/name: {name}"));
    }

    fn template(&mut self, indent: usize, name: &str, pod: Pod) {
        self.line(indent, "template:");
        self.line(indent + 2, "metadata:");
        self.labels(indent + 4, name);
        self.line(indent + 2, "spec:");
        self.pod_spec(indent + 4, name, pod);
    }

    fn pod_spec(&mut self, indent: usize, name: &str, pod: Pod) {
        if self.random.one_in(2) {
            self.line(indent, &format!("serviceAccountName: {name}"));
        }
        if self.random.one_in(3) {
            self.line(indent, "automountServiceAccountToken: false");
        }
        let agent = matches!(pod, Pod::Agent);
        if agent && self.random.one_in(3) {
            self.line(indent, "hostNetwork: true");
        }
        if agent && self.random.one_in(4) {
            self.line(indent, "hostPID: true");
        }
        if matches!(pod, Pod::Batch) {
            self.line(indent, "restartPolicy: OnFailure");
        }
        if self.random.one_in(3) {
            self.block(indent, POD_HARDENED);
        }
        if self.random.one_in(12) {
            self.line(indent, "initContainers:");
            self.container(indent + 2, "migrate", name, false);
        }
        self.line(indent, "containers:");
        let mount = match pod {
            Pod::Batch => false,
            Pod::Plain => self.random.one_in(3),
            Pod::Stateful | Pod::Agent => true,
        };
        self.container(indent + 2, "app", name, mount);
        if self.random.one_in(12) {
            self.container(indent + 2, "log-shipper", name, mount);
        }
        match pod {
            Pod::Plain if mount => self.block(indent, "volumes:\n  - name: data\n    emptyDir: {}"),
            Pod::Agent => {
                let path = self.random.of(&["/var/log", "/proc", "/var/lib/agent", "/"]);
                self.block(indent, "volumes:\n  - name: data\n    hostPath:");
                self.line(indent + 6, &format!("path: {path}"));
            }
            // A StatefulSet's volume comes from its claim template.
            Pod::Plain | Pod::Stateful | Pod::Batch => {}
        }
    }

    fn container(&mut self, indent: usize, role: &str, app: &str, mount: bool) {
        let registry = self.random.of(REGISTRIES);
        let (minor, patch) = (self.random.below(30), self.random.below(12));
        let image = match self.random.below(12) {
            0 => format!("{registry}/{app}:latest"),
            1 => format!("{registry}/{app}@sha256:{}", self.random.hex(64)),
            _ => format!("{registry}/{app}:v1.{minor}.{patch}"),
        };
        self.line(indent, &format!("- name: {role}"));
        let indent = indent + 2;
        self.line(indent, &format!("image: {image}"));
        if self.random.one_in(4) {
            self.line(indent, "args: [\"--listen=:8080\", \"--log-format=json\"]");
        }
        if role == "app" {
            self.block(indent, "ports:\n  - name: http\n    containerPort: 8080");
        }
        if self.random.one_in(5) {
            self.block(indent, "env:\n  - name: LOG_LEVEL\n    value: info");
            self.block(indent, "  - name: DB_PASSWORD\n    valueFrom:");
            self.block(indent, &format!("      secretKeyRef:\n        name: {app}"));
            self.line(indent, "        key: password");
        }
        let (cpu, memory) = (50 * (1 + self.random.below(10)), 64 * (1 + self.random.below(12)));
        self.block(indent, "resources:\n  requests:");
        self.line(indent, &format!("    cpu: {cpu}m"));
        self.line(indent, &format!("    memory: {memory}Mi"));
        self.line(indent, "  limits:");
        self.line(indent, &format!("    memory: {}Mi", memory * 2));
        if role == "app" && self.random.one_in(4) {
            self.block(indent, "readinessProbe:\n  httpGet:");
            self.block(indent, "    path: /healthz\n    port: http\n  periodSeconds: 10");
        }
        self.container_security(indent);
        if mount {
            self.block(indent, "volumeMounts:\n  - name: data\n    mountPath: /var/data");
        }
    }

    fn container_security(&mut self, indent: usize) {
        let settings = match self.random.below(20) {
            0 => "privileged: true",
            1 => "capabilities:\n  add: [NET_ADMIN, SYS_TIME]",
            2 => "runAsUser: 0",
            3..=9 => return,
            _ => HARDENED,
        };
        self.line(indent, "securityContext:");
        self.block(indent + 2, settings);
    }

    fn rbac(&mut self) {
        let number = self.next(Family::Rbac);
        // Three in a row are about one application, so that a binding finds the role before it.
        let (app, namespace) = self.app(number / 3 * 6 % self.workloads);
        match number % 6 {
            0 | 3 => {
                let name = format!("{app}-reader-{number}");
                self.head("rbac.authorization.k8s.io/v1", "Role", &name, Some(&namespace));
                self.labels(2, &app);
                self.rules();
            }
            1 | 4 => self.binding("RoleBinding", number, &app, &namespace),
            2 => {
                let name = format!("{}-{number}", pick(NOUNS, number));
                self.head("rbac.authorization.k8s.io/v1", "ClusterRole", &name, None);
                if self.random.one_in(8) {
                    self.line(2, "labels:");
                    self.line(4, "rbac.authorization.k8s.io/aggregate-to-view: \"true\"");
                }
                self.rules();
            }
            _ => self.binding("ClusterRoleBinding", number, &app, &namespace),
        }
    }

    fn rules(&mut self) {
        self.line(0, "rules:");
        for _ in 0..=self.random.below(3) {
            let (group, resource) = self.random.of(RESOURCES);
            let verbs = self.random.of(VERBS);
            self.line(2, &format!("- apiGroups: [{group}]"));
            self.line(4, &format!("resources: [{resource}]"));
            self.line(4, &format!("verbs: {verbs}"));
        }
        match self.random.below(25) {
            0 => self.rule("[\"*\"]", "[\"*\"]", "[\"*\"]"),
            1 => self.rule("[\"\"]", "[secrets]", "[get, list]"),
            2 => self.rule("[\"\"]", "[pods/exec]", "[create]"),
            _ => {}
        }
    }

    fn rule(&mut self, groups: &str, resources: &str, verbs: &str) {
        self.line(2, &format!("- apiGroups: {groups}"));
        self.line(4, &format!("resources: {resources}"));
        self.line(4, &format!("verbs: {verbs}"));
    }

    fn binding(&mut self, kind: &str, number: usize, app: &str, namespace: &str) {
        let everywhere = kind == "ClusterRoleBinding";
        let name = format!("{app}-binding-{number}");
        let (api, scope) = ("rbac.authorization.k8s.io/v1", (!everywhere).then_some(namespace));
        self.head(api, kind, &name, scope);
        self.block(0, "roleRef:\n  apiGroup: rbac.authorization.k8s.io");
        let (role_kind, role) = match self.random.below(30) {
            0 => ("ClusterRole", "cluster-admin".to_owned()),
            1..=9 => ("ClusterRole", self.random.of(&["view", "edit"]).to_owned()),
            _ if everywhere => {
                let made = number.saturating_sub(3);
                ("ClusterRole", format!("{}-{made}", pick(NOUNS, made)))
            }
            _ => ("Role", format!("{app}-reader-{}", number.saturating_sub(1))),
        };
        self.line(2, &format!("kind: {role_kind}"));
        self.line(2, &format!("name: {role}"));
        self.line(0, "subjects:");
        if self.random.one_in(4) {
            let group = self.random.of(TEAMS);
            self.block(2, "- kind: Group\n  apiGroup: rbac.authorization.k8s.io");
            self.line(4, &format!("name: oidc:{group}"));
        }
        self.block(2, &format!("- kind: ServiceAccount\n  name: {app}"));
        self.line(4, &format!("namespace: {namespace}"));
    }

    fn network(&mut self) {
        let number = self.next(Family::Network);
        let (app, namespace) = self.any_app();
        match number % 5 {
            0 => {
                let namespace = self.namespace(number / 5);
                let name = format!("default-deny-{number}");
                self.head("networking.k8s.io/v1", "NetworkPolicy", &name, Some(&namespace));
                self.block(0, "spec:\n  podSelector: {}");
                self.line(2, "policyTypes: [Ingress, Egress]");
            }
            1 | 3 => self.allow(number, &app, &namespace),
            2 => {
                let (app, namespace) = self.app(number * 6 % self.workloads);
                self.service(&app, &namespace);
            }
            _ => self.ingress(number, &app, &namespace),
        }
    }

    fn allow(&mut self, number: usize, app: &str, namespace: &str) {
        let (peer, peer_namespace) = self.any_app();
        let name = format!("{app}-{number}");
        self.head("networking.k8s.io/v1", "NetworkPolicy", &name, Some(namespace));
        self.labels(2, app);
        self.block(0, "spec:\n  podSelector:\n    matchLabels:");
        self.line(6, &format!("app.kubernetes.io/name: {app}"));
        self.block(2, "policyTypes:\n  - Ingress\n  - Egress\ningress:");
        self.block(4, "- from:\n    - namespaceSelector:\n        matchLabels:");
        self.line(14, &format!("kubernetes.io/metadata.name: {peer_namespace}"));
        self.block(10, "podSelector:\n  matchLabels:");
        self.line(14, &format!("app.kubernetes.io/name: {peer}"));
        self.block(6, "ports:\n  - protocol: TCP\n    port: 8080");
        self.block(2, "egress:\n  - to:");
        match self.random.below(4) {
            0 => self.block(8, "- ipBlock:\n    cidr: 0.0.0.0/0"),
            1 => {
                let (a, b) = (self.random.below(256), self.random.below(256));
                self.line(8, "- ipBlock:");
                self.line(12, &format!("cidr: 10.{a}.0.0/16"));
                self.line(12, &format!("except: [10.{a}.{b}.0/24]"));
            }
            _ => {
                self.block(8, "- namespaceSelector: {}\n  podSelector:");
                self.block(12, "matchLabels:\n  k8s-app: kube-dns");
            }
        }
        self.block(6, "ports:\n  - protocol: UDP\n    port: 53");
    }

    fn service(&mut self, app: &str, namespace: &str) {
        self.head("v1", "Service", app, Some(namespace));
        self.labels(2, app);
        let kind =
            self.random.of(&["ClusterIP", "ClusterIP", "ClusterIP", "NodePort", "LoadBalancer"]);
        self.line(0, "spec:");
        self.line(2, &format!("type: {kind}"));
        self.line(2, "selector:");
        self.line(4, &format!("app.kubernetes.io/name: {app}"));
        self.block(2, "ports:\n  - name: http\n    port: 80\n    targetPort: http");
    }

    fn ingress(&mut self, number: usize, app: &str, namespace: &str) {
        let name = format!("{app}-{number}");
        self.head("networking.k8s.io/v1", "Ingress", &name, Some(namespace));
        self.labels(2, app);
        self.block(0, "spec:\n  ingressClassName: nginx");
        if !self.random.one_in(4) {
            self.block(2, "tls:\n  - hosts:");
            self.line(8, &format!("- {app}.example.com"));
            self.line(6, &format!("secretName: {app}-tls"));
        }
        self.line(2, "rules:");
        self.line(4, &format!("- host: {app}.example.com"));
        self.block(6, "http:\n  paths:\n    - path: /\n      pathType: Prefix");
        self.block(12, "backend:\n  service:");
        self.line(16, &format!("name: {app}"));
        self.block(16, "port:\n  number: 80");
    }

    fn other(&mut self) {
        let number = self.next(Family::Other);
        let (app, home) = self.any_app();
        // The first objects of this family are the namespaces; then the rest in turn.
        if number < self.namespaces {
            let name = self.namespace(number);
            self.head("v1", "Namespace", &name, None);
            self.line(2, "labels:");
            self.line(4, &format!("kubernetes.io/metadata.name: {name}"));
            if !self.random.one_in(3) {
                let level = self.random.of(&["restricted", "baseline", "privileged"]);
                self.line(4, &format!("pod-security.kubernetes.io/enforce: {level}"));
            }
            return;
        }
        match number % 8 {
            0..=2 => self.config_map(number, &app, &home),
            3 | 4 => {
                let (name, namespace) = self.app(number);
                self.head("v1", "ServiceAccount", &name, Some(&namespace));
                self.labels(2, &name);
                if self.random.one_in(2) {
                    self.line(0, "automountServiceAccountToken: false");
                }
            }
            5 | 6 => {
                let password = self.random.hex(32);
                self.head("v1", "Secret", &format!("{app}-{number}"), Some(&home));
                self.labels(2, &app);
                self.block(0, "type: Opaque\nstringData:\n  username: app");
                self.line(2, &format!("password: \"{password}\""));
            }
            _ => {
                let size = 1 + self.random.below(100);
                let name = format!("{app}-data-{number}");
                self.head("v1", "PersistentVolumeClaim", &name, Some(&home));
                self.labels(2, &app);
                self.block(0, "spec:\n  accessModes:\n    - ReadWriteOnce");
                self.block(2, "storageClassName: standard\nresources:\n  requests:");
                self.line(6, &format!("storage: {size}Gi"));
            }
        }
    }

    fn config_map(&mut self, number: usize, app: &str, namespace: &str) {
        self.head("v1", "ConfigMap", &format!("{app}-{number}"), Some(namespace));
        self.labels(2, app);
        self.line(0, "data:");
        self.line(2, "application.properties: |");
        for key in ["cache.size", "pool.max", "retry.limit", "timeout.ms", "batch.size"] {
            let value = self.random.below(10_000);
            self.line(4, &format!("{key}={value}"));
        }
        self.line(2, "feature-flags: \"beta=false,dark-mode=true\"");
        self.line(2, &format!("endpoint: http://{app}.{namespace}.svc:80/v1 # in the cluster"));
    }
}

#[derive(Clone, Copy)]
enum Pod {
    Plain,
    Stateful,
    Agent,
    Batch,
}

fn pick<'a>(from: &[&'a str], number: usize) -> &'a str {
    from.get(number % from.len().max(1)).copied().unwrap_or("app")
}

/// SplitMix64: good enough to vary names, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        // Never a hash or a pointer size in the way: the remainder is taken in 64 bits.
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn of<T: Copy + Default>(&mut self, from: &[T]) -> T {
        let index = self.below(from.len());
        from.get(index).copied().unwrap_or_default()
    }

    fn hex(&mut self, digits: usize) -> String {
        let mut text = String::with_capacity(digits + 16);
        while text.len() < digits {
            text.push_str(&format!("{:016x}", self.next()));
        }
        text.truncate(digits);
        text
    }
}
