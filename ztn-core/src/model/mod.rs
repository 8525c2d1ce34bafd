//! Typed views over the tape, and the cluster they make up.
//!
//! Views are small `Copy` wrappers around a node: their methods know key names and defaults, and give
//! a value with its place, or the nearest place where there is none. Nothing is decoded, and no key of
//! the Kubernetes API is written outside this folder.

pub mod admission;
pub mod api_server_config;
pub mod audit_policy;
pub mod calico;
pub mod calico_others;
pub mod calico_selector;
pub mod capability;
pub mod certificate;
pub mod check;
pub mod cilium;
pub mod cilium_traps;
pub mod claims;
pub mod cluster;
pub mod cluster_api;
pub mod cluster_policy;
pub mod config_map;
pub mod container;
pub mod controller;
mod credential;
pub mod duration;
pub mod embedded;
pub mod endpoints;
pub mod faults;
pub mod field;
pub mod gateway;
pub mod grant;
pub mod host_path;
pub mod ingress;
pub mod k3s;
pub(crate) mod key_table;
pub mod kind;
pub mod kind_cluster;
pub mod kubeadm;
pub mod kubeconfig;
pub mod kubelet;
pub mod kustomization;
mod load_balancer;
pub mod managed;
pub mod mesh;
pub mod meta;
pub mod namespace;
pub mod namespace_makers;
pub mod network_policy;
pub mod node;
pub mod oauth;
pub mod object;
pub mod oidc;
pub mod openshift;
pub mod outside_controller;
mod parts;
pub mod paths;
pub mod place;
pub mod pod;
pub mod rbac;
pub mod runtime_class;
pub mod scheduling;
pub mod secret;
pub mod service;
pub mod service_account;
mod shapes;
pub mod storage;
pub mod talos;
#[cfg(feature = "k8s-openapi")]
mod typed;
mod unit;
pub mod view;
pub mod volume;
pub mod workload;

pub use crate::address::{Address, AddressRange};
pub use cluster::{Cluster, DocId, FileId, Source};
pub use credential::TokenClaims;
pub use field::Field;
pub use kind::{Kind, KindScope};
pub use meta::{Label, LabelSelector, Labels, Metadata, TypeMeta};
pub use object::{Head, Object, ObjectId, Template, Typed};
pub use place::{Place, Spot};
pub use unit::Unit;
pub use view::{Credential, FromNode, IntOrStr, Keys, List, Map, Quantity, StrMap};
pub use workload::{ContainerRole, Workload, workloads};
