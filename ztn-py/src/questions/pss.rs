//! `pss`

use crate::question::question;

question! {
    /// Say which workloads keep a level of the Pod Security Standards, as the API server would decide.
    ///
    /// `level` is `baseline` or `restricted`; `version` is that of the standards, such as `v1.30`, and without it the newest
    /// there is. Labels of namespaces are not looked at: every pod template is held against what is asked for.
    ///
    /// >>> import ztn
    /// >>> pod = "{apiVersion: v1, kind: Pod, metadata: {name: agent}, spec: {hostNetwork: true}}"
    /// >>> workload = ztn.analyze({"pod.yaml": pod}).pss("baseline", "v1.30")["workloads"][0]
    /// >>> workload["verdict"], workload["violations"][0]["text"]
    /// ('fail', 'host namespaces (hostNetwork=true)')
    pss = "pss" (level) [version]
}
