//! What a caller may ask for. Everything has a default; nothing is guessed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::address::AddressRange;
use crate::argument::{self, object};
use crate::error::ErrorCode;
use crate::parse;

pub use crate::error::OptionsError;

/// The options of an analysis. `schema/options-v1.json` is made from this type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Is the input the whole cluster, or a part of it?
    pub scope: Scope,
    /// The day to judge versions and exceptions by, `YYYY-MM-DD`. Without it, what depends on a date is
    /// unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub as_of: Option<Date>,
    /// The Kubernetes version of the cluster, such as `1.36` or `v1.36.2`, where the input does not
    /// tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub kube_version: Option<KubeVersion>,
    /// Facts that are not in the files.
    #[serde(skip_serializing_if = "is_default", deserialize_with = "object")]
    #[cfg_attr(feature = "schema", schemars(with = "Assume"))]
    pub assume: Assume,
    /// Rules to run, by id or practice; none means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub select: Vec<String>,
    /// Rules not to run, by id or practice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
    /// Bounds on what is read.
    #[serde(skip_serializing_if = "is_default", deserialize_with = "object")]
    #[cfg_attr(feature = "schema", schemars(with = "Limits"))]
    pub limits: Limits,
}

/// How much of a cluster the input is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// A part: what is not in the input may exist all the same.
    #[default]
    Partial,
    /// The whole: what is not in the input does not exist.
    Cluster,
}

/// Facts outside the files, taken on the caller's word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Assume {
    /// Who runs the control plane, if it is a service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// The network plugin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cni: Option<Cni>,
    /// Where the addresses of pods lie, such as `10.244.0.0/16`, where the input does not tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub pod_cidrs: Vec<Cidr>,
    /// Where the addresses of nodes lie, where the input does not tell.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub node_cidrs: Vec<Cidr>,
}

/// Who runs a managed control plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Amazon EKS.
    Eks,
    /// Google GKE.
    Gke,
    /// Azure AKS.
    Aks,
}

/// A network plugin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Cni {
    /// Calico.
    Calico,
    /// Cilium.
    Cilium,
    /// Antrea.
    Antrea,
    /// OVN-Kubernetes.
    OvnKubernetes,
    /// Flannel, which enforces no policy.
    Flannel,
}

impl Cni {
    /// Does it enforce NetworkPolicy?
    #[must_use]
    pub const fn enforces_policy(self) -> bool {
        !matches!(self, Self::Flannel)
    }
}

/// Bounds on what is read, so that no input takes the program down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one file.
    pub file_bytes: u32,
    /// Documents in one file.
    pub documents: u32,
    /// Collections inside collections.
    pub depth: u32,
    /// Nodes visited while the aliases of one lookup are followed.
    pub alias_visits: u32,
    /// Connections listed one by one in one answer.
    pub connections: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let parse::Limits { depth, alias_visits } = parse::Limits::default();
        Self {
            file_bytes: 1 << 30,
            documents: 1_000_000,
            depth,
            alias_visits,
            connections: 1_000_000,
        }
    }
}

impl Limits {
    /// The bounds of one document.
    #[must_use]
    pub const fn of_document(self) -> parse::Limits {
        parse::Limits { depth: self.depth, alias_visits: self.alias_visits }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Options {
    /// Reads options from JSON.
    ///
    /// # Errors
    /// Names the field, and what it takes.
    pub fn from_json(json: &str) -> Result<Self, OptionsError> {
        argument::from_json(ErrorCode::InvalidOptions, "options", OTHERWISE, json)
    }
}

/// What to do about options where serde does not know.
const OTHERWISE: &str = "`ztn schema options` describes them";

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Whole days from `self` to `later`; negative if that is earlier.
    #[must_use]
    pub fn days_until(self, later: Self) -> i32 {
        (later.0 - self.0).get_days()
    }
}

impl Date {
    /// The day, in UTC, of a second since 1970.
    #[must_use]
    pub fn of_seconds(seconds: i64) -> Option<Self> {
        let days = jiff::Span::new().try_days(seconds.div_euclid(24 * 60 * 60)).ok()?;
        jiff::civil::date(1970, 1, 1).checked_add(days).ok().map(Self)
    }
}

impl FromStr for Date {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_day =
            text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        text.parse()
            .ok()
            .filter(|_| is_day)
            .map(Self)
            .ok_or("not a date: write YYYY-MM-DD, such as 2027-01-31")
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A Kubernetes version; the patch level may be unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KubeVersion {
    /// The minor release: 36 in `v1.36.2`.
    pub minor: u32,
    /// The patch release: 2 in `v1.36.2`.
    pub patch: Option<u32>,
}

impl FromStr for KubeVersion {
    type Err = &'static str;

    /// Takes `1.36`, `v1.36.2`, and what distributions add: `v1.36.2-eks-5e0fdde`, `v1.36.2+k3s1`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WANTED: &str = "not a Kubernetes version: write it as 1.36 or v1.36.2";
        let text = text.strip_prefix('v').unwrap_or(text);
        let core = text.split(['-', '+']).next().unwrap_or_default();
        let mut numbers = core.split('.');
        if numbers.next() != Some("1") {
            return Err(WANTED);
        }
        let minor = numbers.next().and_then(|n| n.parse().ok()).ok_or(WANTED)?;
        let patch = numbers.next().map(|n| n.parse().map_err(|_| WANTED)).transpose()?;
        if numbers.next().is_some() { Err(WANTED) } else { Ok(Self { minor, patch }) }
    }
}

impl fmt::Display for KubeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1.{}", self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(f, ".{patch}"))
    }
}

/// A block of addresses, such as `10.244.0.0/16` or `fd00::/48`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cidr(AddressRange);

impl Cidr {
    /// Its addresses.
    #[must_use]
    pub const fn range(self) -> AddressRange {
        self.0
    }
}

impl FromStr for Cidr {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        AddressRange::parse(text).map(Self).ok_or("not a block of addresses: write 10.244.0.0/16")
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! serde_as_text {
    ($($type:ty)+) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

serde_as_text! { Date KubeVersion Cidr }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_with_what_distributions_add() {
        let v = |text: &str| text.parse::<KubeVersion>();
        assert_eq!(v("v1.36.2-eks-5e0fdde"), Ok(KubeVersion { minor: 36, patch: Some(2) }));
        assert_eq!(v("1.36"), Ok(KubeVersion { minor: 36, patch: None }));
        assert!(
            v("2.0").is_err() && v("1").is_err() && v("1.36.x").is_err() && v("1.2.3.4").is_err()
        );
    }

    #[test]
    fn a_bad_option_names_its_field_and_what_it_takes() {
        let error = Options::from_json(r#"{"assume": {"cni": "weave"}}"#).unwrap_err();
        assert_eq!(error.field, "options.assume.cni");
        assert!(error.remedy.contains("`cilium`"), "{error}");
        let error = Options::from_json(r#"{"as_of": "tomorrow"}"#).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("options.as_of: not a date at line 1 column 21: write YYYY-MM-DD"),
            "{error}"
        );
        let error = Options::from_json(r#"{"sope": "cluster"}"#).unwrap_err();
        assert_eq!(error.remedy, "did you mean `scope`?");
    }

    #[test]
    fn a_list_is_not_taken_for_an_object() {
        for (json, field) in [
            (r#"["cluster"]"#, "options"),
            (r#"{"assume": ["eks"]}"#, "options.assume"),
            (r#"{"limits": [7]}"#, "options.limits"),
        ] {
            let error = Options::from_json(json).unwrap_err();
            assert_eq!((error.field.as_str(), error.remedy.as_str()), (field, "write an object"));
        }
    }

    #[test]
    fn days_count_across_months() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("2026-11-23").days_until(date("2027-01-01")), 39);
        assert_eq!(date("2026-11-23").days_until(date("2026-06-28")), -148);
    }
}
