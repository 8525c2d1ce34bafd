//! Pods: what a pod template says of all its containers together.

use super::container::{
    AppArmorProfile, Container, ResourceRequirements, SeLinuxOptions, SeccompProfile,
    SecurityContext, WindowsOptions,
};
use super::meta::Metadata;
use super::scheduling::{Affinity, Toleration};
use super::view::{List, Map, Quantity, StrMap, reads, view};
use super::volume::Volume;
use crate::parse::Node;

view! {
    /// One pod. As a workload it is its own template.
    Pod "Pod" {
        metadata "metadata": Metadata<'a>,
        spec "spec": PodSpec<'a>,
        status "status": PodStatus<'a>,
    }

    /// A stored template that nothing runs by itself.
    PodTemplate "PodTemplate" {
        metadata "metadata": Metadata<'a>,
        template "template": PodTemplateSpec<'a>,
    }

    /// The pod a controller makes.
    PodTemplateSpec "PodTemplateSpec" {
        metadata "metadata": Metadata<'a>,
        spec "spec": PodSpec<'a>,
    }

    /// How a pod runs.
    PodSpec "PodSpec" {
        containers "containers": List<'a, Container<'a>>,
        init_containers "initContainers": List<'a, Container<'a>>,
        ephemeral_containers "ephemeralContainers": List<'a, Container<'a>>,
        volumes "volumes": List<'a, Volume<'a>>,
        security_context "securityContext": PodSecurityContext<'a>,
        host_network "hostNetwork": bool,
        host_pid "hostPID": bool,
        host_ipc "hostIPC": bool,
        /// Left out: `true`, the pod has no user namespace of its own.
        host_users "hostUsers": bool,
        share_process_namespace "shareProcessNamespace": bool,
        os "os": PodOs<'a>,
        runtime_class_name "runtimeClassName": &'a str,
        service_account_name "serviceAccountName": &'a str,
        /// Deprecated alias of `serviceAccountName`, read where that one is empty.
        service_account "serviceAccount": &'a str,
        automount_service_account_token "automountServiceAccountToken": bool,
        image_pull_secrets "imagePullSecrets": List<'a, NameRef<'a>>,
        enable_service_links "enableServiceLinks": bool,
        node_name "nodeName": &'a str,
        node_selector "nodeSelector": StrMap<'a>,
        affinity "affinity": Affinity<'a>,
        tolerations "tolerations": List<'a, Toleration<'a>>,
        scheduler_name "schedulerName": &'a str,
        priority "priority": i64,
        priority_class_name "priorityClassName": &'a str,
        preemption_policy "preemptionPolicy": &'a str,
        /// Left out: `Always`.
        restart_policy "restartPolicy": &'a str,
        termination_grace_period_seconds "terminationGracePeriodSeconds": i64,
        active_deadline_seconds "activeDeadlineSeconds": i64,
        /// Left out: `ClusterFirst`.
        dns_policy "dnsPolicy": &'a str,
        dns_config "dnsConfig": PodDnsConfig<'a>,
        host_aliases "hostAliases": List<'a, HostAlias<'a>>,
        hostname "hostname": &'a str,
        hostname_override "hostnameOverride": &'a str,
        set_hostname_as_fqdn "setHostnameAsFQDN": bool,
        subdomain "subdomain": &'a str,
        /// Limits of the pod as a whole, beside those of its containers.
        resources "resources": ResourceRequirements<'a>,
        resource_claims "resourceClaims": List<'a, PodResourceClaim<'a>>,
        overhead "overhead": Map<'a, Quantity<'a>>,
    }

    /// Security settings of the pod. Some are inherited by its containers; see [`super::workload`].
    PodSecurityContext "PodSecurityContext" {
        run_as_user "runAsUser": i64,
        run_as_group "runAsGroup": i64,
        run_as_non_root "runAsNonRoot": bool,
        supplemental_groups "supplementalGroups": List<'a, i64>,
        /// Left out: `Merge`, the groups of the image are added.
        supplemental_groups_policy "supplementalGroupsPolicy": &'a str,
        fs_group "fsGroup": i64,
        fs_group_change_policy "fsGroupChangePolicy": &'a str,
        seccomp_profile "seccompProfile": SeccompProfile<'a>,
        app_armor_profile "appArmorProfile": AppArmorProfile<'a>,
        se_linux_options "seLinuxOptions": SeLinuxOptions<'a>,
        se_linux_change_policy "seLinuxChangePolicy": &'a str,
        windows_options "windowsOptions": WindowsOptions<'a>,
        sysctls "sysctls": List<'a, Sysctl<'a>>,
    }

    /// A kernel parameter of the pod.
    Sysctl "Sysctl" {
        name "name": &'a str,
        value "value": &'a str,
    }

    /// The operating system the containers need.
    PodOs "PodOS" {
        /// `linux` or `windows`.
        name "name": &'a str,
    }

    /// One line of the pod's `/etc/hosts`.
    HostAlias "HostAlias" {
        ip "ip": &'a str,
        hostnames "hostnames": List<'a, &'a str>,
    }

    /// Name servers beside, or instead of, those of `dnsPolicy`.
    PodDnsConfig "PodDNSConfig" {
        nameservers "nameservers": List<'a, &'a str>,
        searches "searches": List<'a, &'a str>,
    }

    /// A device claim the pod uses.
    PodResourceClaim "PodResourceClaim" {
        name "name": &'a str,
        resource_claim_name "resourceClaimName": &'a str,
        resource_claim_template_name "resourceClaimTemplateName": &'a str,
    }

    /// The name of an object of the same namespace, whose kind the field implies.
    NameRef "LocalObjectReference" {
        name "name": &'a str,
    }

    /// What the cluster says of a running pod.
    PodStatus "PodStatus" {
        phase "phase": &'a str,
        qos_class "qosClass": &'a str,
        host_ip "hostIP": &'a str,
        pod_ip "podIP": &'a str,
        pod_ips "podIPs": List<'a, PodIp<'a>>,
        container_statuses "containerStatuses": List<'a, ContainerStatus<'a>>,
        init_container_statuses "initContainerStatuses": List<'a, ContainerStatus<'a>>,
    }

    /// One address of a pod.
    PodIp "PodIP" {
        ip "ip": &'a str,
    }

    /// What the cluster says of one container.
    ContainerStatus "ContainerStatus" {
        name "name": &'a str,
        image "image": &'a str,
        image_id "imageID": &'a str,
    }
}

impl<'a> PodSecurityContext<'a> {
    /// Where this group is among the supplemental ones.
    #[must_use]
    pub fn supplemental_group(self, group: i64) -> Option<Node<'a>> {
        self.supplemental_groups().entries().find(|(id, _)| *id == group).map(|(_, node)| node)
    }
}

impl<'a> PodSpec<'a> {
    /// Security settings at a place where the API has no such field, as key and value: one of the
    /// `securityContext` on the pod itself, or one that only containers have under the pod's
    /// `securityContext`. Lenient clients drop them without a word.
    pub fn misplaced_security_settings(self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        let outside = self.node().entries().filter(|(key, _)| {
            reads::<PodSecurityContext<'a>>(key.text()) && !reads::<Self>(key.text())
        });
        let context = self.security_context().get();
        let inside = context.into_iter().flat_map(|context| context.node().entries());
        outside.chain(inside.filter(|(key, _)| {
            reads::<SecurityContext<'a>>(key.text()) && !reads::<PodSecurityContext<'a>>(key.text())
        }))
    }
}
