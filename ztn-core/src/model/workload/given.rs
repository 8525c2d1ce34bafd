//! Labels that controllers give to the pods they make, beside those of the template.

use super::Workload;
use crate::model::controller::{CronJob, Job};
use crate::model::kind::Kind;
use crate::model::meta::{Label, Labels};
use crate::model::view::StrMap;

const POD_NAME: &str = "statefulset.kubernetes.io/pod-name";
const POD_INDEX: &str = "apps.kubernetes.io/pod-index";
const REVISION: &str = "controller-revision-hash";
const GENERATION: &str = "pod-template-generation";
const TEMPLATE: &str = "pod-template-hash";
const COMPLETION_INDEX: &str = "batch.kubernetes.io/job-completion-index";
const JOB_NAMES: [&str; 2] = ["batch.kubernetes.io/job-name", "job-name"];
const JOB_UID: &str = "batch.kubernetes.io/controller-uid";
const OLD_JOB_UID: &str = "controller-uid";

/// The labels that tell releases, pods and runs of one workload apart.
pub const OF_ONE_RUN: [&str; 8] =
    [POD_INDEX, JOB_UID, COMPLETION_INDEX, REVISION, OLD_JOB_UID, GENERATION, TEMPLATE, POD_NAME];

/// The labels of the pods of a workload: those of its template, and those that its controller gives.
#[derive(Clone, Copy)]
pub struct PodLabels<'a> {
    workload: Workload<'a>,
    written: Option<StrMap<'a>>,
}

impl Labels for PodLabels<'_> {
    fn label(&self, key: &str) -> Label<'_> {
        match self.written.label(key) {
            Label::Absent => self.workload.given(key),
            written => written,
        }
    }
}

impl<'a> Workload<'a> {
    /// The labels of its pods, as far as they are known.
    #[must_use]
    pub fn pod_labels(self) -> PodLabels<'a> {
        PodLabels { workload: self, written: self.labels() }
    }

    /// The labels that its controller gives to its pods, where the template has none of the key.
    pub fn given_labels(self) -> impl Iterator<Item = (&'a str, Label<'a>)> {
        let written = self.labels();
        let keys = OF_ONE_RUN.into_iter().chain(JOB_NAMES);
        let each = keys.map(move |key: &'a str| (key, self.given(key)));
        each.filter(move |(key, label)| {
            *label != Label::Absent && written.label(key) == Label::Absent
        })
    }

    /// What its controller gives, if it is not written.
    /// <https://kubernetes.io/docs/reference/labels-annotations-taints/>
    fn given(self, key: &str) -> Label<'a> {
        let name = || self.object().metadata().and_then(|metadata| metadata.name().get());
        match (self.object().kind(), key) {
            // Those of others have what the controllers have that they are made of.
            (Kind::Other, key) if OF_ONE_RUN.contains(&key) || JOB_NAMES.contains(&key) => {
                Label::Unknown
            }
            (Kind::StatefulSet, POD_NAME) => name().map_or(Label::Some, Label::Begins),
            (Kind::StatefulSet, POD_INDEX | REVISION)
            | (Kind::DaemonSet, REVISION | GENERATION)
            | (Kind::Deployment, TEMPLATE) => Label::Some,
            (Kind::Job, key) if JOB_NAMES.contains(&key) && self.is_labelled_job() => {
                name().map_or(Label::Some, Label::Is)
            }
            (Kind::CronJob, key) if JOB_NAMES.contains(&key) => {
                name().map_or(Label::Some, Label::Begins)
            }
            (Kind::Job | Kind::CronJob, JOB_UID | OLD_JOB_UID) if self.is_labelled_job() => {
                Label::Some
            }
            (Kind::Job | Kind::CronJob, COMPLETION_INDEX) if self.is_indexed() => Label::Some,
            _ => Label::Absent,
        }
    }

    /// Does the API server choose the labels of the pods of this Job?
    fn is_labelled_job(self) -> bool {
        let job = self.object().view::<Job<'_>>().map(Job::spec);
        !job.is_some_and(|spec| spec.then(|spec| spec.manual_selector()).is_true())
    }

    /// Do the pods of this Job, or of those of a CronJob, have a number each?
    fn is_indexed(self) -> bool {
        let job = self.object().view::<Job<'_>>().map(Job::spec);
        let template = self.object().view::<CronJob<'_>>().map(|job| {
            job.spec().then(|spec| spec.job_template()).then(|template| template.spec())
        });
        let spec = job.or(template);
        spec.is_some_and(|spec| spec.then(|spec| spec.completion_mode()).is("Indexed"))
    }
}
