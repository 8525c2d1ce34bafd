//! Containers, and what they may do.

use super::pod::{NameRef, PodSecurityContext};
use super::view::{IntOrStr, List, Map, Quantity, reads, view};
use crate::parse::Node;

view! {
    /// A container, of whatever role. [`super::workload::ContainerRole`] tells which.
    Container "Container" {
        name "name": &'a str,
        image "image": &'a str,
        image_pull_policy "imagePullPolicy": &'a str,
        command "command": List<'a, &'a str>,
        args "args": List<'a, &'a str>,
        working_dir "workingDir": &'a str,
        env "env": List<'a, EnvVar<'a>>,
        env_from "envFrom": List<'a, EnvFrom<'a>>,
        ports "ports": List<'a, ContainerPort<'a>>,
        resources "resources": ResourceRequirements<'a>,
        security_context "securityContext": SecurityContext<'a>,
        volume_mounts "volumeMounts": List<'a, VolumeMount<'a>>,
        volume_devices "volumeDevices": List<'a, VolumeDevice<'a>>,
        liveness_probe "livenessProbe": Probe<'a>,
        readiness_probe "readinessProbe": Probe<'a>,
        startup_probe "startupProbe": Probe<'a>,
        lifecycle "lifecycle": Lifecycle<'a>,
        /// On an init container, `Always` makes it a sidecar.
        restart_policy "restartPolicy": &'a str,
        stdin "stdin": bool,
        stdin_once "stdinOnce": bool,
        tty "tty": bool,
        termination_message_path "terminationMessagePath": &'a str,
        termination_message_policy "terminationMessagePolicy": &'a str,
        /// Ephemeral containers only: whose namespaces it joins.
        target_container_name "targetContainerName": &'a str,
    }

    /// Security settings of one container.
    SecurityContext "SecurityContext" {
        privileged "privileged": bool,
        /// Left out: `true`. Always `true` for a privileged container and one with `CAP_SYS_ADMIN`.
        allow_privilege_escalation "allowPrivilegeEscalation": bool,
        capabilities "capabilities": Capabilities<'a>,
        read_only_root_filesystem "readOnlyRootFilesystem": bool,
        /// Left out: `Default`.
        proc_mount "procMount": &'a str,
        run_as_user "runAsUser": i64,
        run_as_group "runAsGroup": i64,
        run_as_non_root "runAsNonRoot": bool,
        seccomp_profile "seccompProfile": SeccompProfile<'a>,
        app_armor_profile "appArmorProfile": AppArmorProfile<'a>,
        se_linux_options "seLinuxOptions": SeLinuxOptions<'a>,
        windows_options "windowsOptions": WindowsOptions<'a>,
    }

    /// Capabilities beside, or less than, those of the container runtime.
    Capabilities "Capabilities" {
        add "add": List<'a, &'a str>,
        drop "drop": List<'a, &'a str>,
    }

    /// Which system calls are allowed.
    SeccompProfile "SeccompProfile" {
        /// `Localhost`, `RuntimeDefault` or `Unconfined`.
        type_ "type": &'a str,
        localhost_profile "localhostProfile": &'a str,
    }

    /// Which AppArmor profile confines.
    AppArmorProfile "AppArmorProfile" {
        /// `Localhost`, `RuntimeDefault` or `Unconfined`.
        type_ "type": &'a str,
        localhost_profile "localhostProfile": &'a str,
    }

    /// The SELinux label.
    SeLinuxOptions "SELinuxOptions" {
        user "user": &'a str,
        role "role": &'a str,
        type_ "type": &'a str,
        level "level": &'a str,
    }

    /// Settings of Windows containers.
    WindowsOptions "WindowsSecurityContextOptions" {
        host_process "hostProcess": bool,
        run_as_user_name "runAsUserName": &'a str,
        gmsa_credential_spec "gmsaCredentialSpec": &'a str,
        gmsa_credential_spec_name "gmsaCredentialSpecName": &'a str,
    }

    /// A port the container says it serves.
    ContainerPort "ContainerPort" {
        name "name": &'a str,
        container_port "containerPort": i64,
        /// Left out: `TCP`.
        protocol "protocol": &'a str,
        host_port "hostPort": i64,
        host_ip "hostIP": &'a str,
    }

    /// One environment variable.
    EnvVar "EnvVar" {
        name "name": &'a str,
        value "value": &'a str,
        value_from "valueFrom": EnvVarSource<'a>,
    }

    /// Where the value of a variable comes from.
    EnvVarSource "EnvVarSource" {
        secret_key_ref "secretKeyRef": KeySelector<'a>,
        config_map_key_ref "configMapKeyRef": KeySelector<'a>,
        field_ref "fieldRef": FieldRef<'a>,
        resource_field_ref "resourceFieldRef": ResourceFieldRef<'a>,
        file_key_ref "fileKeyRef": FileKeySelector<'a>,
    }

    /// One key of a Secret or a ConfigMap.
    KeySelector "KeySelector" {
        name "name": &'a str,
        key "key": &'a str,
        optional "optional": bool,
    }

    /// One field of the pod itself.
    FieldRef "ObjectFieldSelector" {
        api_version "apiVersion": &'a str,
        field_path "fieldPath": &'a str,
    }

    /// A limit or request of a container.
    ResourceFieldRef "ResourceFieldSelector" {
        container_name "containerName": &'a str,
        resource "resource": &'a str,
    }

    /// One key of a file in a volume.
    FileKeySelector "FileKeySelector" {
        volume_name "volumeName": &'a str,
        path "path": &'a str,
        key "key": &'a str,
        optional "optional": bool,
    }

    /// All keys of a Secret or a ConfigMap as variables.
    EnvFrom "EnvFromSource" {
        prefix "prefix": &'a str,
        secret_ref "secretRef": OptionalRef<'a>,
        config_map_ref "configMapRef": OptionalRef<'a>,
    }

    /// The name of an object that may be missing.
    OptionalRef "EnvSource" {
        name "name": &'a str,
        optional "optional": bool,
    }

    /// A volume in the container's file system.
    VolumeMount "VolumeMount" {
        name "name": &'a str,
        mount_path "mountPath": &'a str,
        sub_path "subPath": &'a str,
        sub_path_expr "subPathExpr": &'a str,
        read_only "readOnly": bool,
        /// Left out: `Disabled`, mounts under it stay writable.
        recursive_read_only "recursiveReadOnly": &'a str,
        /// Left out: `None`.
        mount_propagation "mountPropagation": &'a str,
    }

    /// A volume as a block device.
    VolumeDevice "VolumeDevice" {
        name "name": &'a str,
        device_path "devicePath": &'a str,
    }

    /// A check by the kubelet.
    Probe "Probe" {
        exec "exec": ExecAction<'a>,
        http_get "httpGet": HttpGetAction<'a>,
        tcp_socket "tcpSocket": TcpSocketAction<'a>,
        grpc "grpc": GrpcAction<'a>,
        initial_delay_seconds "initialDelaySeconds": i64,
        period_seconds "periodSeconds": i64,
        timeout_seconds "timeoutSeconds": i64,
        failure_threshold "failureThreshold": i64,
    }

    /// What runs when a container starts and before it stops.
    Lifecycle "Lifecycle" {
        post_start "postStart": LifecycleHandler<'a>,
        pre_stop "preStop": LifecycleHandler<'a>,
    }

    /// One such action.
    LifecycleHandler "LifecycleHandler" {
        exec "exec": ExecAction<'a>,
        http_get "httpGet": HttpGetAction<'a>,
        tcp_socket "tcpSocket": TcpSocketAction<'a>,
    }

    /// A command inside the container. No shell reads it.
    ExecAction "ExecAction" {
        command "command": List<'a, &'a str>,
    }

    /// An HTTP request the kubelet sends.
    HttpGetAction "HTTPGetAction" {
        /// Left out: the pod's own address.
        host "host": &'a str,
        path "path": &'a str,
        port "port": IntOrStr<'a>,
        scheme "scheme": &'a str,
        http_headers "httpHeaders": List<'a, HttpHeader<'a>>,
    }

    /// One header of such a request.
    HttpHeader "HTTPHeader" {
        name "name": &'a str,
        value "value": &'a str,
    }

    /// A connection the kubelet opens.
    TcpSocketAction "TCPSocketAction" {
        /// Left out: the pod's own address.
        host "host": &'a str,
        port "port": IntOrStr<'a>,
    }

    /// A gRPC health check.
    GrpcAction "GRPCAction" {
        port "port": i64,
        service "service": &'a str,
    }

    /// What the container is given, and what it may take at most.
    ResourceRequirements "ResourceRequirements" {
        limits "limits": Map<'a, Quantity<'a>>,
        requests "requests": Map<'a, Quantity<'a>>,
        claims "claims": List<'a, NameRef<'a>>,
    }
}

impl<'a> Container<'a> {
    /// The Secrets its environment comes from.
    #[must_use]
    pub fn secret_names(self) -> Vec<&'a str> {
        let keys = self.env().iter().filter_map(|variable| {
            variable.value_from().then(EnvVarSource::secret_key_ref).then(KeySelector::name).get()
        });
        let whole = self.env_from().iter();
        keys.chain(whole.filter_map(|all| all.secret_ref().then(OptionalRef::name).get())).collect()
    }

    /// The last part of its image's path, without tag and digest: `proxyv2` of `istio/proxyv2:1.28`.
    #[must_use]
    pub fn image_name(self) -> &'a str {
        let last = self.image().or("").rsplit('/').next().unwrap_or_default();
        last.split([':', '@']).next().unwrap_or_default()
    }

    /// Is its image's path, without tag and digest, this one, in whatever registry and folder?
    #[must_use]
    pub fn is_image_of(self, path: &str) -> bool {
        let image = self.image().or("");
        let tail = image.len() - image.rsplit('/').next().unwrap_or_default().len();
        let without_tag = tail + self.image_name().len();
        let rest = image.get(..without_tag).and_then(|image| image.strip_suffix(path));
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
    }

    /// The tag of its image: `1.28` of `istio/proxyv2:1.28@sha256:…`.
    #[must_use]
    pub fn image_tag(self) -> Option<&'a str> {
        let last = self.image().get()?.rsplit('/').next()?;
        last.split('@').next()?.split_once(':').map(|(_, tag)| tag)
    }

    /// The handlers of its three probes, each with the key of the probe.
    pub fn probes(self) -> impl Iterator<Item = Probe<'a>> {
        [self.liveness_probe(), self.readiness_probe(), self.startup_probe()]
            .into_iter()
            .filter_map(|probe| probe.get())
    }

    /// Its two lifecycle handlers, as far as they are written.
    pub fn lifecycle_handlers(self) -> impl Iterator<Item = LifecycleHandler<'a>> {
        let lifecycle = self.lifecycle();
        [lifecycle.then(Lifecycle::post_start), lifecycle.then(Lifecycle::pre_stop)]
            .into_iter()
            .filter_map(|handler| handler.get())
    }

    /// Every request the kubelet sends for it by HTTP: probes, then lifecycle handlers.
    pub fn http_gets(self) -> impl Iterator<Item = HttpGetAction<'a>> {
        let probes = self.probes().filter_map(|probe| probe.http_get().get());
        probes.chain(self.lifecycle_handlers().filter_map(|handler| handler.http_get().get()))
    }

    /// Every connection the kubelet opens for it by TCP: probes, then lifecycle handlers.
    pub fn tcp_sockets(self) -> impl Iterator<Item = TcpSocketAction<'a>> {
        let probes = self.probes().filter_map(|probe| probe.tcp_socket().get());
        probes.chain(self.lifecycle_handlers().filter_map(|handler| handler.tcp_socket().get()))
    }

    /// Every command the kubelet runs in it beside its own: probes, then lifecycle handlers.
    pub fn exec_actions(self) -> impl Iterator<Item = ExecAction<'a>> {
        let probes = self.probes().filter_map(|probe| probe.exec().get());
        probes.chain(self.lifecycle_handlers().filter_map(|handler| handler.exec().get()))
    }

    /// Security settings written on the container itself, where the API has no such field, as key and
    /// value. Lenient clients drop them without a word.
    pub fn misplaced_security_settings(self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        self.node().entries().filter(|(key, _)| {
            (reads::<SecurityContext<'a>>(key.text())
                || reads::<PodSecurityContext<'a>>(key.text()))
                && !reads::<Self>(key.text())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::FromNode;
    use crate::model::pod::PodSpec;
    use crate::parse::{Document, Limits};

    const MISPLACED: &str = "
runAsNonRoot: true
securityContext: {runAsUser: 1, privileged: true, capabilities: {drop: [ALL]}, unheardOf: 1}
containers:
- {name: a, privileged: false, sysctls: [], securityContext: {}, resources: {}}
";

    #[test]
    fn security_settings_at_the_wrong_place_are_found() {
        let document = Document::parse(MISPLACED, Limits::default()).expect("YAML");
        let spec = PodSpec::from_node(document.root()).expect("a mapping");
        let keys: Vec<_> = spec.misplaced_security_settings().map(|(key, _)| key.text()).collect();
        assert_eq!(keys, ["runAsNonRoot", "privileged", "capabilities"]);
        let container = spec.containers().iter().next().expect("a container");
        let keys: Vec<_> =
            container.misplaced_security_settings().map(|(key, _)| key.text()).collect();
        assert_eq!(keys, ["privileged", "sysctls"]);
    }

    #[test]
    fn the_kubelets_requests_are_those_of_probes_and_handlers() {
        let text = "
containers:
- livenessProbe: {httpGet: {host: a}}
  readinessProbe: {tcpSocket: {host: b}}
  startupProbe: {exec: {command: [c]}}
  lifecycle: {postStart: {httpGet: {host: d}}, preStop: {exec: {command: [e]}}}";
        let document = Document::parse(text, Limits::default()).expect("YAML");
        let spec = PodSpec::from_node(document.root()).expect("a mapping");
        let container = spec.containers().iter().next().expect("a container");
        let hosts: Vec<_> = container.http_gets().map(|get| get.host().or("")).collect();
        assert_eq!(hosts, ["a", "d"]);
        let hosts: Vec<_> = container.tcp_sockets().map(|socket| socket.host().or("")).collect();
        assert_eq!(hosts, ["b"]);
        let commands = container.exec_actions().flat_map(|exec| exec.command().iter().next());
        assert_eq!(commands.collect::<Vec<_>>(), ["c", "e"]);
    }
}
