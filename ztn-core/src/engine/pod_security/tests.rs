//! The standards as tables: what upstream's own fixtures do not hold, and what labels mean.

use super::{Chosen, Level, PodSecurity, Standard};
use crate::model::Cluster;

/// The checks that a pod with this spec fails, each as the API server says it.
fn violations(level: Level, minor: u32, spec: &str) -> String {
    let pod = format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: pod}}\nspec: {spec}\n");
    of(level, minor, &pod)
}

fn of(level: Level, minor: u32, object: &str) -> String {
    let cluster = Cluster::of_text(object);
    let workload = cluster.workloads().next().expect("a workload");
    match (Standard { level, minor }).violations(workload) {
        Ok(found) => {
            assert!(found.iter().all(|violation| !violation.places.is_empty()), "{object}");
            let found = found.iter().map(|one| format!("{}: {one}", one.check));
            found.collect::<Vec<_>>().join("; ")
        }
        Err(unknown) => format!("unknown: {}", unknown.why.slug()),
    }
}

/// A context that keeps every check of the restricted level.
const HARDENED: &str = "securityContext: {allowPrivilegeEscalation: false, runAsNonRoot: true, \
                        capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";

#[test]
fn what_a_pod_does_is_refused_at_its_level() {
    use Level::{Baseline, Restricted};
    for (level, minor, spec, wanted) in [
        (Baseline, 37, "{containers: []}", ""),
        // Nothing is a pod's own business at the lowest level.
        (Level::Privileged, 37, "{hostNetwork: true, containers: []}", ""),
        (
            Baseline,
            37,
            "{hostNetwork: true, hostPID: true, containers: []}",
            "hostNamespaces: host namespaces (hostNetwork=true, hostPID=true)",
        ),
        // Ephemeral containers count as all others do.
        (
            Baseline,
            37,
            "{containers: [], ephemeralContainers: [{name: e, securityContext: {privileged: true}}]}",
            "privileged: privileged (container \"e\" must not set securityContext.privileged=true)",
        ),
        // The field of AppArmor is looked at in every version, though it came with 1.30.
        (
            Baseline,
            4,
            "{securityContext: {appArmorProfile: {type: Unconfined}}, containers: []}",
            "appArmorProfile: forbidden AppArmor profile (pod appArmorProfile.type=Unconfined)",
        ),
        (
            Baseline,
            37,
            "{containers: [{name: a, securityContext: {appArmorProfile: {type: Localhost}}}]}",
            "",
        ),
        // `container_engine_t` is allowed since 1.31.
        (
            Baseline,
            30,
            "{securityContext: {seLinuxOptions: {type: container_engine_t}}, containers: []}",
            "seLinuxOptions: seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type \
             \"container_engine_t\")",
        ),
        (
            Baseline,
            31,
            "{securityContext: {seLinuxOptions: {type: container_engine_t}}, containers: []}",
            "",
        ),
        (
            Baseline,
            31,
            "{containers: [{name: a, securityContext: {seLinuxOptions: {user: u, type: ''}}}]}",
            "seLinuxOptions: seLinuxOptions (container \"a\" set forbidden \
             securityContext.seLinuxOptions: user may not be set)",
        ),
        // Port 0 is none.
        (Baseline, 37, "{containers: [{name: a, ports: [{hostPort: 0}]}]}", ""),
        (
            Baseline,
            37,
            "{containers: [{name: a, ports: [{hostPort: 80}, {hostPort: 81}]}]}",
            "hostPorts: hostPort (container \"a\" uses hostPorts 80, 81)",
        ),
        // Names of capabilities count as they are written.
        (
            Baseline,
            37,
            "{containers: [{name: a, securityContext: {capabilities: {add: [chown]}}}]}",
            "capabilities_baseline: non-default capabilities (container \"a\" must not include \
             \"chown\" in securityContext.capabilities.add)",
        ),
        // Probes of other hosts are refused since 1.34.
        (Baseline, 33, "{containers: [{name: a, livenessProbe: {httpGet: {host: h}}}]}", ""),
        (
            Baseline,
            34,
            "{containers: [{name: a, livenessProbe: {httpGet: {host: h}}}]}",
            "hostProbesAndHostLifecycle: probe or lifecycle host (container \"a\" uses probe or \
             lifecycle host \"h\")",
        ),
        // A user namespace makes three checks easier since 1.35, at the baseline.
        (
            Baseline,
            35,
            "{hostUsers: false, containers: [{name: a, securityContext: {procMount: Unmasked}}]}",
            "",
        ),
        (
            Baseline,
            34,
            "{hostUsers: false, containers: [{name: a, securityContext: {procMount: Unmasked}}]}",
            "procMount: procMount (container \"a\" must not set securityContext.procMount to \
             \"Unmasked\")",
        ),
        (
            Baseline,
            37,
            "{securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat}]}, containers: []}",
            "",
        ),
        (
            Baseline,
            36,
            "{securityContext: {sysctls: [{name: net.ipv4.tcp_notsent_lowat}]}, containers: []}",
            "sysctls: forbidden sysctl (net.ipv4.tcp_notsent_lowat)",
        ),
        // A field that the API server refuses leaves open what it would have been.
        (Baseline, 37, "{hostNetwork: 'true', containers: []}", "unknown: unread-input"),
        (
            Baseline,
            37,
            "{hostNetwork: 'true', hostPID: true, containers: []}",
            "hostNamespaces: host namespaces (hostPID=true)",
        ),
        // Restricted volumes take the place of host paths; what has no source is an `emptyDir`.
        (
            Restricted,
            0,
            "{securityContext: {runAsNonRoot: true}, containers: [], volumes: [{name: v}, {name: w, csi: {}}, \
             {name: x, image: {}}, {name: y, ephemeral: {}}]}",
            "",
        ),
        (
            Restricted,
            0,
            "{containers: [], volumes: [{name: v, hostPath: {path: /}}, {name: w, nfs: {}}]}",
            "restrictedVolumes: restricted volume types (volumes \"v\", \"w\" use restricted volume \
             types \"hostPath\", \"nfs\")",
        ),
    ] {
        assert_eq!(violations(level, minor, spec), wanted, "{} 1.{minor} {spec}", level.name());
    }
}

#[test]
fn what_a_pod_leaves_out_is_refused_at_the_restricted_level() {
    let restricted = |minor, spec: &str| violations(Level::Restricted, minor, spec);
    assert_eq!(restricted(37, &format!("{{containers: [{{name: a, {HARDENED}}}]}}")), "");
    let missing = "allowPrivilegeEscalation: allowPrivilegeEscalation != false (container \"a\" must set \
                   securityContext.allowPrivilegeEscalation=false); \
                   capabilities_restricted: unrestricted capabilities (container \"a\" must set \
                   securityContext.capabilities.drop=[\"ALL\"]); \
                   runAsNonRoot: runAsNonRoot != true (pod or container \"a\" must set \
                   securityContext.runAsNonRoot=true); \
                   seccompProfile_restricted: seccompProfile (pod or container \"a\" must set \
                   securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")";
    assert_eq!(restricted(37, "{containers: [{name: a}]}"), missing);
    // Windows has three of these not.
    assert_eq!(
        restricted(25, "{os: {name: windows}, containers: [{name: a}]}"),
        "runAsNonRoot: runAsNonRoot != true (pod or container \"a\" must set \
         securityContext.runAsNonRoot=true)"
    );
    assert!(restricted(24, "{os: {name: windows}, containers: [{name: a}]}").contains("seccomp"));
    // A pod that says no is refused, though each container says yes.
    let spec = format!(
        "{{securityContext: {{runAsNonRoot: false, runAsUser: 0}}, containers: [{{name: a, {HARDENED}}}]}}"
    );
    assert_eq!(
        restricted(37, &spec),
        "runAsNonRoot: runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false); \
         runAsUser: runAsUser=0 (pod must not set runAsUser=0)"
    );
    // Unless its users are not the node's: since 1.35.
    let spaced = spec.replacen('{', "{hostUsers: false, ", 1);
    assert_eq!(restricted(35, &spaced), "");
    assert_ne!(restricted(34, &spaced), "");
    // `all` is dropped by the runtime, and not by the standard.
    let lower = format!("{{containers: [{{name: a, {}}}]}}", HARDENED.replace("ALL", "all"));
    assert!(restricted(37, &lower).starts_with("capabilities_restricted"));
}

#[test]
fn the_template_of_a_controller_is_its_pod() {
    let object = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: \
                  {annotations: {container.apparmor.security.beta.kubernetes.io/x: unconfined}}, spec: \
                  {hostIPC: on, containers: []}}}";
    assert_eq!(
        of(Level::Baseline, 37, object),
        "appArmorProfile: forbidden AppArmor profile \
         (container.apparmor.security.beta.kubernetes.io/x=\"unconfined\"); \
         hostNamespaces: host namespaces (hostIPC=true)"
    );
}

/// What a namespace with these labels chooses, of an API server of 1.36.
fn chosen(labels: &str) -> Chosen {
    let namespace =
        format!("apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {labels}}}");
    let cluster = Cluster::of_text(&namespace);
    PodSecurity::of(&cluster, Some(36)).chosen("shop").expect("the namespace")
}

#[test]
fn labels_choose_a_standard_and_bad_ones_another() {
    let words = |standard: Standard| format!("{}:{}", standard.level.name(), standard.minor);
    let key = |name: &str| name.replace('~', "pod-security.kubernetes.io/");
    for (labels, enforce, audit, warn) in [
        ("{}", "privileged:36", "privileged:36", "privileged:36"),
        ("{~enforce: baseline}", "baseline:36", "privileged:36", "baseline:36"),
        (
            "{~enforce: baseline, ~enforce-version: v1.20}",
            "baseline:20",
            "privileged:36",
            "baseline:20",
        ),
        (
            "{~enforce: baseline, ~warn: privileged}",
            "baseline:36",
            "privileged:36",
            "privileged:36",
        ),
        ("{~enforce: baseline, ~warn-version: v1.9}", "baseline:36", "privileged:36", "baseline:9"),
        // What is no level is the strictest where it refuses, and none where it tells.
        (
            "{~enforce: Baseline, ~audit: Baseline}",
            "restricted:36",
            "privileged:36",
            "privileged:36",
        ),
        (
            "{~enforce: restricted, ~enforce-version: '1.30'}",
            "restricted:36",
            "privileged:36",
            "restricted:36",
        ),
        // What is newer than the API server is its newest.
        (
            "{~enforce: restricted, ~enforce-version: v1.99}",
            "restricted:36",
            "privileged:36",
            "restricted:36",
        ),
    ] {
        let found = chosen(&key(labels));
        let found = [found.enforce, found.audit, found.warn].map(words);
        assert_eq!(found, [enforce, audit, warn], "{labels}");
    }
}

#[test]
fn the_configuration_gives_defaults_and_exemptions() {
    let text = "
apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1
    kind: PodSecurityConfiguration
    defaults: {enforce: baseline, enforce-version: v1.30, warn: restricted}
    exemptions:
      namespaces: [agents]
      runtimeClasses: [kata]
      usernames: ['system:serviceaccount:kube-system:replicaset-controller']
---
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: agents}, spec: {containers: []}}
---
{apiVersion: v1, kind: Pod, metadata: {name: box, namespace: shop}, spec: {runtimeClassName: kata, containers: []}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {spec: {containers: []}}}}
---
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: log, namespace: shop}, spec: {template: {spec: {containers: []}}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: shop}, spec: {containers: []}}
";
    let cluster = Cluster::of_text(text);
    let admission = PodSecurity::of(&cluster, None);
    let chosen = admission.chosen("shop").expect("the namespace");
    assert_eq!(chosen.enforce, Standard { level: Level::Baseline, minor: 30 });
    assert_eq!(chosen.warn, Standard { level: Level::Restricted, minor: 37 });
    assert_eq!(admission.chosen("agents"), None);
    let exempt: Vec<_> = cluster
        .workloads()
        .map(|workload| (workload.object().name(), admission.is_exempt(workload)))
        .collect();
    assert_eq!(
        exempt,
        [
            ("agent", Some(true)),
            ("box", Some(true)),
            ("web", Some(true)),
            ("log", Some(false)),
            ("bare", None),
        ]
    );
}
