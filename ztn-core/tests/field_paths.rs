//! Every field the views read exists in the Kubernetes API, with a type that fits.
//!
//! The API is taken from `k8s_openapi`, of the version this test is built for:
//! `K8S_OPENAPI_ENABLED_VERSION=1.37 cargo test -p ztn-core --features k8s-openapi --test field_paths`.
//! Its structs are not read as source. They are asked to deserialize themselves, one path at a time, and
//! what they ask for at the end of the path is the answer.

use k8s_openapi::api::{
    admissionregistration::v1 as admission, apps::v1 as apps, batch::v1 as batch, core::v1 as core,
    networking::v1 as networking, node::v1 as node, rbac::v1 as rbac,
};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use ztn_core::model::Kind;
use ztn_core::model::view::{Shape, ViewInfo};

/// Fields of a view that the API's struct of the same place does not have, in any version.
const ELSEWHERE: &[(&str, &str, &str)] = &[(
    "Container",
    "targetContainerName",
    "only ephemeral containers have it; one view serves the three lists",
)];

/// Fields with the minor version that brought them.
const NEWER: &[(&str, &str, u32)] = &[
    ("PodSpec", "hostnameOverride", 34),
    ("EnvVarSource", "fileKeyRef", 34),
    ("VolumeProjection", "podCertificate", 34),
];

macro_rules! minor {
    ($($number:literal $if:ident)+) => {
        $( k8s_openapi::$if! { const MINOR: u32 = $number; } )+
    };
}
minor! { 33 k8s_if_1_33  34 k8s_if_1_34  35 k8s_if_1_35  36 k8s_if_1_36  37 k8s_if_1_37 }

#[test]
fn every_field_of_the_views_exists_in_the_api() {
    let mut faults = Faults::default();
    faults.compare::<core::Pod>(Kind::Pod);
    faults.compare::<core::PodTemplate>(Kind::PodTemplate);
    faults.compare::<core::ReplicationController>(Kind::ReplicationController);
    faults.compare::<apps::Deployment>(Kind::Deployment);
    faults.compare::<apps::ReplicaSet>(Kind::ReplicaSet);
    faults.compare::<apps::StatefulSet>(Kind::StatefulSet);
    faults.compare::<apps::DaemonSet>(Kind::DaemonSet);
    faults.compare::<batch::Job>(Kind::Job);
    faults.compare::<batch::CronJob>(Kind::CronJob);
    faults.compare::<core::Namespace>(Kind::Namespace);
    faults.compare::<core::Node>(Kind::Node);
    faults.compare::<core::Service>(Kind::Service);
    faults.compare::<core::ServiceAccount>(Kind::ServiceAccount);
    faults.compare::<core::Secret>(Kind::Secret);
    faults.compare::<core::ConfigMap>(Kind::ConfigMap);
    faults.compare::<core::PersistentVolume>(Kind::PersistentVolume);
    faults.compare::<core::PersistentVolumeClaim>(Kind::PersistentVolumeClaim);
    faults.compare::<node::RuntimeClass>(Kind::RuntimeClass);
    faults.compare::<rbac::Role>(Kind::Role);
    faults.compare::<rbac::ClusterRole>(Kind::ClusterRole);
    faults.compare::<rbac::RoleBinding>(Kind::RoleBinding);
    faults.compare::<rbac::ClusterRoleBinding>(Kind::ClusterRoleBinding);
    faults.compare::<networking::NetworkPolicy>(Kind::NetworkPolicy);
    faults.compare::<networking::Ingress>(Kind::Ingress);
    faults
        .compare::<admission::ValidatingWebhookConfiguration>(Kind::ValidatingWebhookConfiguration);
    faults.compare::<admission::MutatingWebhookConfiguration>(Kind::MutatingWebhookConfiguration);
    faults.compare::<admission::ValidatingAdmissionPolicy>(Kind::ValidatingAdmissionPolicy);
    faults.compare::<admission::ValidatingAdmissionPolicyBinding>(
        Kind::ValidatingAdmissionPolicyBinding,
    );
    // Alpha and beta before.
    k8s_openapi::k8s_if_ge_1_36! {
        faults.compare::<admission::MutatingAdmissionPolicy>(Kind::MutatingAdmissionPolicy);
        faults.compare::<admission::MutatingAdmissionPolicyBinding>(
            Kind::MutatingAdmissionPolicyBinding,
        );
    }
    assert!(faults.compared > 1000, "only {} fields compared", faults.compared);
    assert!(faults.lines.is_empty(), "Kubernetes 1.{MINOR}:\n{}", faults.lines.join("\n"));
}

#[test]
fn a_field_that_does_not_exist_is_found() {
    let seen = look::<core::Pod>(&[Step::Key("spec"), Step::Key("hostNetworks")]);
    assert!(matches!(seen, Seen::Missing { of: "PodSpec" }), "{seen}");
    let containers = [Step::Key("spec"), Step::Key("containers"), Step::Item, Step::Key("image")];
    assert!(matches!(look::<core::Pod>(&containers), Seen::Str));
}

#[derive(Default)]
struct Faults {
    compared: usize,
    lines: Vec<String>,
}

impl Faults {
    fn compare<T: DeserializeOwned>(&mut self, kind: Kind) {
        match kind.shape() {
            Some(shape) => self.compare_at::<T>(kind, shape, &mut Vec::new()),
            None => self.lines.push(format!("{kind:?}: no view")),
        }
    }

    fn compare_at<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        shape: &'static Shape,
        path: &mut Vec<Step>,
    ) {
        self.compared += 1;
        match (shape, look::<T>(path)) {
            (Shape::View(view), Seen::Struct) => self.compare_fields::<T>(kind, view, path),
            (Shape::List(item), Seen::Seq) => self.step::<T>(kind, item, path, Step::Item),
            (Shape::Map(value), Seen::Map) => self.step::<T>(kind, value, path, Step::Value),
            (Shape::StrMap, Seen::Map) => self.step::<T>(kind, &Shape::Str, path, Step::Value),
            (
                Shape::Any,
                Seen::Struct | Seen::Seq | Seen::Map | Seen::Str | Seen::Int | Seen::Bool,
            )
            | (Shape::Bool, Seen::Bool)
            | (Shape::Int, Seen::Int)
            | (Shape::Str, Seen::Str)
            | (Shape::IntOrStr, Seen::Any)
            | (Shape::Quantity, Seen::Quantity) => {}
            (shape, seen) => {
                self.lines.push(format!(
                    "{}: the view wants {shape:?}, the API {seen}",
                    written(kind, path)
                ));
            }
        }
    }

    fn compare_fields<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        view: &'static ViewInfo,
        path: &mut Vec<Step>,
    ) {
        for field in view.fields {
            path.push(Step::Key(field.key));
            match look::<T>(path) {
                Seen::Missing { of } if is_excused(of, field.key) => {}
                missing @ Seen::Missing { .. } => {
                    self.lines.push(format!("{}: {missing}", written(kind, path)));
                }
                _ if is_too_new(view.name, field.key) => {
                    self.lines.push(format!("{}: is there already", written(kind, path)));
                }
                _ => self.compare_at::<T>(kind, field.shape, path),
            }
            path.pop();
        }
    }

    fn step<T: DeserializeOwned>(
        &mut self,
        kind: Kind,
        shape: &'static Shape,
        path: &mut Vec<Step>,
        step: Step,
    ) {
        path.push(step);
        self.compare_at::<T>(kind, shape, path);
        path.pop();
    }
}

fn is_excused(of: &str, key: &str) -> bool {
    ELSEWHERE.iter().any(|(name, field, _)| (*name, *field) == (of, key)) || is_too_new(of, key)
}

fn is_too_new(of: &str, key: &str) -> bool {
    NEWER.iter().any(|(name, field, since)| (*name, *field) == (of, key) && *since > MINOR)
}

fn written(kind: Kind, path: &[Step]) -> String {
    path.iter().fold(kind.name().to_owned(), |text, step| match step {
        Step::Key(key) => format!("{text}.{key}"),
        Step::Item => format!("{text}[]"),
        Step::Value => format!("{text}{{}}"),
    })
}

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Item,
    Value,
}

/// What a type asks for at the end of a path. It travels out of the deserializer as its error.
#[derive(Debug)]
enum Seen {
    Struct,
    Seq,
    Map,
    Bool,
    Int,
    Str,
    /// Whatever is there: an integer or a string.
    Any,
    Quantity,
    /// The struct has no such field.
    Missing {
        of: &'static str,
    },
    /// The path goes on where the type does not, or the type asks for something unheard of.
    Stray(String),
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { of } => write!(f, "no such field of {of}"),
            Self::Stray(why) => f.write_str(why),
            seen => write!(f, "{seen:?}"),
        }
    }
}

impl std::error::Error for Seen {}

impl serde::de::Error for Seen {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Stray(message.to_string())
    }
}

fn look<T: DeserializeOwned>(path: &[Step]) -> Seen {
    T::deserialize(At(path))
        .err()
        .unwrap_or_else(|| Seen::Stray("nothing was asked for".to_owned()))
}

/// A deserializer that knows nothing but where to go.
struct At<'p>(&'p [Step]);

impl At<'_> {
    fn leaf<T>(&self, seen: Seen) -> Result<T, Seen> {
        if self.0.is_empty() {
            Err(seen)
        } else {
            Err(Seen::Stray(format!("{seen} within the path")))
        }
    }
}

macro_rules! leaves {
    ($($method:ident $seen:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Seen> {
            self.leaf(Seen::$seen)
        }
    )+};
}

impl<'de> Deserializer<'de> for At<'_> {
    type Error = Seen;

    leaves! {
        deserialize_bool Bool
        deserialize_i32 Int deserialize_i64 Int
        deserialize_str Str deserialize_string Str
        deserialize_any Any
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Seen> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Seen> {
        if name == "Quantity" {
            self.leaf(Seen::Quantity)
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Seen> {
        match self.0 {
            [Step::Key(key), rest @ ..] if fields.contains(key) => {
                visitor.visit_map(Only { key: Some(key), rest })
            }
            [Step::Key(_), ..] => Err(Seen::Missing { of: name }),
            _ => self.leaf(Seen::Struct),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Seen> {
        match self.0 {
            [Step::Item, rest @ ..] => visitor.visit_seq(Only { key: None, rest }),
            _ => self.leaf(Seen::Seq),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Seen> {
        match self.0 {
            [Step::Value, rest @ ..] => visitor.visit_map(Only { key: Some("any"), rest }),
            _ => self.leaf(Seen::Map),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple
        tuple_struct enum identifier ignored_any
    }
}

/// The one entry of a mapping, or the one item of a list, that is on the path.
struct Only<'p> {
    key: Option<&'static str>,
    rest: &'p [Step],
}

impl<'de> MapAccess<'de> for Only<'_> {
    type Error = Seen;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Seen> {
        self.key.take().map(|key| seed.deserialize(key.into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Seen> {
        seed.deserialize(At(self.rest))
    }
}

impl<'de> SeqAccess<'de> for Only<'_> {
    type Error = Seen;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Seen> {
        seed.deserialize(At(self.rest)).map(Some)
    }
}
