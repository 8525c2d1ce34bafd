//! The controllers of the API itself that make pods.

use super::meta::{LabelSelector, Metadata};
use super::pod::PodTemplateSpec;
use super::storage::PersistentVolumeClaim;
use super::view::{List, StrMap, view};

view! {
    /// Interchangeable pods, replaced step by step.
    Deployment "Deployment" {
        metadata "metadata": Metadata<'a>,
        spec "spec": DeploymentSpec<'a>,
    }

    /// `spec` of a Deployment.
    DeploymentSpec "DeploymentSpec" {
        /// Left out: 1.
        replicas "replicas": i64,
        selector "selector": LabelSelector<'a>,
        template "template": PodTemplateSpec<'a>,
        paused "paused": bool,
    }

    /// Interchangeable pods; usually made by a Deployment.
    ReplicaSet "ReplicaSet" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ReplicaSetSpec<'a>,
    }

    /// `spec` of a ReplicaSet.
    ReplicaSetSpec "ReplicaSetSpec" {
        /// Left out: 1.
        replicas "replicas": i64,
        selector "selector": LabelSelector<'a>,
        template "template": PodTemplateSpec<'a>,
    }

    /// What ReplicaSets were before.
    ReplicationController "ReplicationController" {
        metadata "metadata": Metadata<'a>,
        spec "spec": ReplicationControllerSpec<'a>,
    }

    /// `spec` of a ReplicationController.
    ReplicationControllerSpec "ReplicationControllerSpec" {
        /// Left out: 1.
        replicas "replicas": i64,
        selector "selector": StrMap<'a>,
        template "template": PodTemplateSpec<'a>,
    }

    /// Pods with names and storage of their own.
    StatefulSet "StatefulSet" {
        metadata "metadata": Metadata<'a>,
        spec "spec": StatefulSetSpec<'a>,
    }

    /// `spec` of a StatefulSet.
    StatefulSetSpec "StatefulSetSpec" {
        /// Left out: 1.
        replicas "replicas": i64,
        selector "selector": LabelSelector<'a>,
        template "template": PodTemplateSpec<'a>,
        service_name "serviceName": &'a str,
        volume_claim_templates "volumeClaimTemplates": List<'a, PersistentVolumeClaim<'a>>,
    }

    /// One pod on each node.
    DaemonSet "DaemonSet" {
        metadata "metadata": Metadata<'a>,
        spec "spec": DaemonSetSpec<'a>,
    }

    /// `spec` of a DaemonSet.
    DaemonSetSpec "DaemonSetSpec" {
        selector "selector": LabelSelector<'a>,
        template "template": PodTemplateSpec<'a>,
    }

    /// Pods that run to their end.
    Job "Job" {
        metadata "metadata": Metadata<'a>,
        spec "spec": JobSpec<'a>,
    }

    /// `spec` of a Job.
    JobSpec "JobSpec" {
        parallelism "parallelism": i64,
        completions "completions": i64,
        active_deadline_seconds "activeDeadlineSeconds": i64,
        backoff_limit "backoffLimit": i64,
        ttl_seconds_after_finished "ttlSecondsAfterFinished": i64,
        suspend "suspend": bool,
        /// Does whoever wrote it choose the labels of its pods? Left out, the API server does.
        manual_selector "manualSelector": bool,
        selector "selector": LabelSelector<'a>,
        /// Left out: `NonIndexed`.
        completion_mode "completionMode": &'a str,
        template "template": PodTemplateSpec<'a>,
    }

    /// Jobs by the clock.
    CronJob "CronJob" {
        metadata "metadata": Metadata<'a>,
        spec "spec": CronJobSpec<'a>,
    }

    /// `spec` of a CronJob.
    CronJobSpec "CronJobSpec" {
        schedule "schedule": &'a str,
        time_zone "timeZone": &'a str,
        /// Left out: `Allow`.
        concurrency_policy "concurrencyPolicy": &'a str,
        suspend "suspend": bool,
        job_template "jobTemplate": JobTemplate<'a>,
    }

    /// The Job a CronJob makes.
    JobTemplate "JobTemplateSpec" {
        metadata "metadata": Metadata<'a>,
        spec "spec": JobSpec<'a>,
    }
}
