//! AppArmor is neither off nor of the pod's own making.

use crate::engine::pod_security::pod::{Broken, Pod, Setters, plural};
use crate::model::Field;
use crate::model::container::AppArmorProfile;

/// Is this type of the field allowed? The field is looked at in every version, though it came with 1.30.
fn is_allowed(profile: AppArmorProfile<'_>) -> bool {
    matches!(profile.type_().get(), Some("RuntimeDefault" | "Localhost"))
}

/// The type of a profile that is not allowed.
fn refused<'a>(field: Field<'a, AppArmorProfile<'a>>) -> Option<&'a str> {
    let profile = field.get().filter(|profile| !is_allowed(*profile))?;
    Some(profile.type_().or(""))
}

/// Is this value of an annotation?
fn is_allowed_annotation(value: &str) -> bool {
    value.is_empty() || value == "runtime/default" || value.starts_with("localhost/")
}

pub(in crate::engine::pod_security) fn check(pod: &Pod<'_>) -> Option<Broken> {
    let mut setters = Setters::of(pod);
    let mut values: Vec<String> = Vec::new();
    let own = pod.own(|context| context.app_armor_profile());
    if let Some(kind) = refused(own) {
        setters.pod(own);
        values.push(format!("pod appArmorProfile.type={kind}"));
    }
    for container in pod.containers() {
        let own = pod.of_container(container, |context| context.app_armor_profile());
        if let Some(kind) = refused(own) {
            setters.container(container, own);
            let name = container.name().or("?");
            values.push(format!("container \"{name}\" appArmorProfile.type={kind}"));
        }
    }
    // The annotation counts whether or not there is such a container.
    for (container, value) in pod.workload.app_armor_annotations() {
        if let Some(text) = pod.get(value).filter(|text| !is_allowed_annotation(text)) {
            setters.place(value);
            let prefix = "container.apparmor.security.beta.kubernetes.io/";
            values.push(format!("{prefix}{container}=\"{text}\""));
        }
    }
    let reason = plural(&values, "forbidden AppArmor profile", "forbidden AppArmor profiles");
    setters.broken(reason, |_| values.join(", "))
}
