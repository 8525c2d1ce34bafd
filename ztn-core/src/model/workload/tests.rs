use super::super::check::Walk;
use super::super::cluster::DocId;
use super::super::meta::{Label, Labels, TypeMeta};
use super::super::object::{Head, ObjectId};
use super::*;
use crate::parse::{Document, Limits};

fn read(text: &str) -> Document {
    Document::parse(text, Limits::default()).expect("the test's document is YAML")
}

fn object(document: &Document) -> Object<'_> {
    let node = document.root();
    let written = TypeMeta::of(node).expect("the test's document is an object");
    let kind = Kind::of(written.group(), written.kind);
    Object::new(ObjectId(0), DocId(0), document, Head::of(node, kind))
}

/// The pointers of the templates of an object with this head and body.
fn templates(api_version: &str, kind: &str, body: &str) -> Vec<String> {
    let document = read(&format!("apiVersion: {api_version}\nkind: {kind}\n{body}"));
    workloads(object(&document)).map(|workload| workload.template().pointer()).collect()
}

#[test]
fn a_pod_is_its_own_template() {
    assert_eq!(templates("v1", "Pod", "spec: {}"), [""]);
}

#[test]
fn native_kinds_have_their_template_where_pod_security_admission_looks() {
    assert_eq!(templates("v1", "PodTemplate", "template: {}"), ["/template"]);
    for (group, kind) in [
        ("v1", "ReplicationController"),
        ("apps/v1", "ReplicaSet"),
        ("apps/v1", "Deployment"),
        ("extensions/v1beta1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("apps/v1", "DaemonSet"),
        ("batch/v1", "Job"),
    ] {
        assert_eq!(templates(group, kind, "spec: {template: {}}"), ["/spec/template"], "{kind}");
    }
    assert_eq!(
        templates("batch/v1", "CronJob", "spec: {jobTemplate: {spec: {template: {}}}}"),
        ["/spec/jobTemplate/spec/template"]
    );
}

#[test]
fn custom_kinds_may_have_several_templates() {
    let body = "
spec:
  headGroupSpec: {template: {}}
  workerGroupSpecs: [{template: {}}, {groupName: none}, {template: {}}]";
    assert_eq!(
        templates("ray.io/v1", "RayCluster", body),
        [
            "/spec/headGroupSpec/template",
            "/spec/workerGroupSpecs/0/template",
            "/spec/workerGroupSpecs/2/template",
        ]
    );
    let body = "spec: {pytorchReplicaSpecs: {Master: {template: {}}, Worker: {template: {}}}}";
    assert_eq!(
        templates("kubeflow.org/v1", "PyTorchJob", body),
        ["/spec/pytorchReplicaSpecs/Master/template", "/spec/pytorchReplicaSpecs/Worker/template",]
    );
}

#[test]
fn the_group_decides_whose_kind_it_is() {
    let body = "spec: {template: {}, tasks: [{template: {}}]}";
    assert_eq!(templates("serving.knative.dev/v1", "Service", body), ["/spec/template"]);
    assert_eq!(templates("v1", "Service", body), [""; 0]);
    assert_eq!(templates("batch.volcano.sh/v1alpha1", "Job", body), ["/spec/tasks/0/template"]);
    assert_eq!(templates("example.com/v1", "Deployment", body), [""; 0]);
}

#[test]
fn an_object_without_its_template_makes_no_pods() {
    for body in
        ["spec: {replicas: 1}", "spec: {template: null}", "spec: {template: later}", "spec: []"]
    {
        assert_eq!(templates("v1", "ReplicationController", body), [""; 0], "{body}");
    }
}

#[test]
fn every_kind_of_the_model_that_embeds_a_pod_template_is_in_the_table() {
    fn embeds(shape: &super::super::view::Shape) -> bool {
        use super::super::view::Shape;
        match shape {
            Shape::View(view) => {
                view.name == "PodSpec" || view.fields.iter().any(|field| embeds(field.shape))
            }
            Shape::List(item) | Shape::Map(item) => embeds(item),
            _ => false,
        }
    }
    for kind in Kind::ALL {
        let listed = NATIVE.iter().any(|(native, _)| native == kind);
        assert_eq!(kind.shape().is_some_and(embeds), listed, "{kind:?}");
    }
}

#[test]
fn types_are_checked_inside_templates_of_unknown_kinds() {
    let document = read(
        "
apiVersion: argoproj.io/v1alpha1
kind: Rollout
spec: {replicas: many, template: {spec: {hostNetwork: [yes]}}}",
    );
    let mut walk = Walk::through(&document);
    walk.object(object(&document));
    let (wrong, _) = walk.finish();
    let pointers: Vec<_> = wrong.iter().map(|wrong| wrong.node.pointer()).collect();
    assert_eq!(pointers, ["/spec/template/spec/hostNetwork"]);
}

#[test]
fn containers_come_with_their_roles() {
    let document = read(
        "
apiVersion: v1
kind: Pod
spec:
  ephemeralContainers: [{name: debug, targetContainerName: app}]
  containers: [{name: app}, not a container, {name: proxy, restartPolicy: Always}]
  initContainers: [{name: setup}, {name: mesh, restartPolicy: Always}, {name: last, restartPolicy: null}]",
    );
    let workload = workloads(object(&document)).next().expect("a pod");
    let roles: Vec<_> =
        workload.containers().map(|(role, container)| (role, container.name().or(""))).collect();
    assert_eq!(
        roles,
        [
            (ContainerRole::Init, "setup"),
            (ContainerRole::Sidecar, "mesh"),
            (ContainerRole::Init, "last"),
            (ContainerRole::Regular, "app"),
            (ContainerRole::Regular, "proxy"),
            (ContainerRole::Ephemeral, "debug"),
        ]
    );
    let long_lived = roles.iter().filter(|(role, _)| role.is_long_lived()).count();
    assert_eq!(long_lived, 3);
}

const INHERITANCE: &str = "
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    metadata:
      labels: {app: web}
      annotations:
        container.apparmor.security.beta.kubernetes.io/own: localhost/web
        container.apparmor.security.beta.kubernetes.io/gone: unconfined
        container.seccomp.security.alpha.kubernetes.io/bare: runtime/default
        seccomp.security.alpha.kubernetes.io/pod: docker/default
    spec:
      securityContext:
        runAsUser: 1000
        runAsNonRoot: true
        seccompProfile: {type: Localhost, localhostProfile: pod.json}
        seLinuxOptions: {type: container_t}
        windowsOptions: {hostProcess: true, runAsUserName: ContainerAdministrator}
      containers:
      - name: own
        securityContext:
          runAsUser: 0
          runAsNonRoot: false
          seccompProfile: {type: RuntimeDefault}
          appArmorProfile: {type: Unconfined}
          windowsOptions: {runAsUserName: ContainerUser}
      - name: bare
      - name: 'null'
        securityContext: {runAsUser: null, seccompProfile: null}
      - name: wrong
        securityContext: {runAsUser: root}
";

/// The workload of [`INHERITANCE`] and its container `name`.
fn inheriting<'a>(document: &'a Document, name: &str) -> (Workload<'a>, Container<'a>) {
    let workload = workloads(object(document)).next().expect("a template");
    let (_, container) = workload
        .containers()
        .find(|(_, container)| container.name().is(name))
        .expect("the container exists");
    (workload, container)
}

#[test]
fn a_containers_own_setting_goes_before_its_pods() {
    let document = read(INHERITANCE);
    let (workload, own) = inheriting(&document, "own");
    assert_eq!(workload.effective_run_as_user(own).get(), Some(0));
    assert!(workload.effective_run_as_non_root(own).is_false());
    assert!(workload.effective_seccomp(own).then(SeccompProfile::type_).is("RuntimeDefault"));
    assert!(workload.effective_app_armor(own).then(AppArmorProfile::type_).is("Unconfined"));
}

#[test]
fn a_profile_is_inherited_whole() {
    let document = read(INHERITANCE);
    let (workload, own) = inheriting(&document, "own");
    assert!(workload.effective_seccomp(own).then(SeccompProfile::localhost_profile).is_absent());
    let (workload, bare) = inheriting(&document, "bare");
    assert!(
        workload.effective_seccomp(bare).then(SeccompProfile::localhost_profile).is("pod.json")
    );
    assert!(workload.effective_se_linux(bare).then(SeLinuxOptions::type_).is("container_t"));
}

#[test]
fn a_null_setting_is_inherited_and_a_wrong_one_is_not() {
    let document = read(INHERITANCE);
    let (workload, null) = inheriting(&document, "null");
    assert_eq!(workload.effective_run_as_user(null).get(), Some(1000));
    assert!(workload.effective_seccomp(null).is_set());
    let (workload, wrong) = inheriting(&document, "wrong");
    assert!(workload.effective_run_as_user(wrong).is_wrong());
}

#[test]
fn windows_options_are_inherited_field_by_field() {
    let document = read(INHERITANCE);
    let (workload, own) = inheriting(&document, "own");
    assert!(workload.effective_host_process(own).is_true());
    assert!(workload.effective_windows_user(own).is("ContainerUser"));
    let (workload, bare) = inheriting(&document, "bare");
    assert!(workload.effective_windows_user(bare).is("ContainerAdministrator"));
}

#[test]
fn a_setting_that_is_nowhere_is_missed_where_it_speaks_for_all() {
    let document = read(INHERITANCE);
    for name in ["bare", "own"] {
        let (workload, container) = inheriting(&document, name);
        let missing = workload.effective_run_as_group(container);
        assert!(missing.is_absent());
        assert_eq!(missing.node().pointer(), "/spec/template/spec/securityContext");
    }
}

#[test]
fn where_the_pod_says_nothing_a_setting_is_missed_at_the_container() {
    let document = read("{apiVersion: v1, kind: Pod, spec: {containers: [{name: bare}]}}");
    let (workload, bare) = inheriting(&document, "bare");
    let missing = workload.effective_run_as_group(bare);
    assert_eq!(missing.node().id(), bare.node().id());
}

#[test]
fn annotations_name_profiles_for_containers() {
    let document = read(INHERITANCE);
    let (workload, own) = inheriting(&document, "own");
    assert!(workload.app_armor_annotation(own).is("localhost/web"));
    let (_, bare) = inheriting(&document, "bare");
    assert!(workload.app_armor_annotation(bare).is_absent());
    assert!(workload.seccomp_annotation(bare).is("runtime/default"));
    assert!(workload.seccomp_pod_annotation().is("docker/default"));
    let named: Vec<_> = workload.app_armor_annotations().map(|(name, _)| name).collect();
    assert_eq!(named, ["own", "gone"]);
    assert_eq!(workload.labels().label("app"), Label::Is("web"));
}

fn pod(spec: &str) -> Document {
    read(&format!("apiVersion: v1\nkind: Pod\nspec: {spec}"))
}

#[test]
fn the_service_account_is_read_as_the_api_server_converts_it() {
    for (spec, name) in [
        ("{}", "default"),
        ("{serviceAccountName: web}", "web"),
        ("{serviceAccount: old}", "old"),
        ("{serviceAccountName: web, serviceAccount: old}", "web"),
        ("{serviceAccountName: '', serviceAccount: old}", "old"),
        ("{serviceAccountName: ''}", "default"),
    ] {
        let document = pod(spec);
        let workload = workloads(object(&document)).next().expect("a pod");
        assert_eq!(workload.service_account_name(), name, "{spec}");
    }
}

#[test]
fn windows_is_asked_for_in_two_ways() {
    for (spec, by_any, by_os) in [
        ("{}", false, false),
        ("{os: {name: windows}}", true, true),
        ("{os: {name: linux}}", false, false),
        ("{nodeSelector: {kubernetes.io/os: windows}}", true, false),
    ] {
        let document = pod(spec);
        let workload = workloads(object(&document)).next().expect("a pod");
        assert_eq!((workload.is_windows(), workload.has_windows_os()), (by_any, by_os), "{spec}");
    }
}

#[test]
fn a_pod_without_spec_is_read_at_its_root() {
    let document = read("apiVersion: v1\nkind: Pod\nmetadata: {name: a}");
    let workload = workloads(object(&document)).next().expect("a pod");
    assert!(workload.host_network().is_absent());
    assert_eq!(workload.spec().node().id(), document.root().id());
    assert_eq!(workload.containers().count(), 0);
}

#[test]
fn the_controller_owns_the_pod() {
    let document = read(
        "
apiVersion: v1
kind: Pod
metadata:
  ownerReferences:
  - {apiVersion: v1, kind: ConfigMap, name: note}
  - {apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true}",
    );
    let workload = workloads(object(&document)).next().expect("a pod");
    assert!(workload.owner().expect("an owner").name().is("web-1"));
}
