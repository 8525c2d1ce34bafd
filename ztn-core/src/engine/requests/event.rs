//! One record of an audit log: `audit.k8s.io` `Event`, and lists of them.
//!
//! <https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/>

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// An Event, or with `items` an `EventList`; unknown fields are those of other levels.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event<'t> {
    #[serde(borrow, default)]
    pub(super) api_version: Cow<'t, str>,
    #[serde(borrow, default)]
    pub(super) kind: Cow<'t, str>,
    #[serde(borrow, default)]
    pub(super) items: Option<Vec<&'t RawValue>>,
    #[serde(borrow, default, rename = "auditID")]
    pub(super) audit_id: Cow<'t, str>,
    #[serde(borrow, default)]
    pub(super) stage: Cow<'t, str>,
    #[serde(borrow, default, rename = "requestURI")]
    pub(super) request_uri: Cow<'t, str>,
    #[serde(borrow, default)]
    pub(super) verb: Cow<'t, str>,
    #[serde(borrow, default)]
    pub(super) user: UserInfo<'t>,
    #[serde(borrow, default)]
    pub(super) impersonated_user: Option<UserInfo<'t>>,
    #[serde(borrow, default)]
    pub(super) object_ref: Option<ObjectRef<'t>>,
    #[serde(default)]
    pub(super) response_status: Option<Status>,
    #[serde(default)]
    annotations: Option<HashMap<String, String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UserInfo<'t> {
    #[serde(borrow)]
    pub(super) username: Cow<'t, str>,
    pub(super) groups: Option<Vec<String>>,
    pub(super) uid: Option<String>,
    pub(super) extra: Option<HashMap<String, Option<Vec<String>>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ObjectRef<'t> {
    #[serde(borrow)]
    pub(super) resource: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) namespace: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) api_group: Cow<'t, str>,
    #[serde(borrow)]
    pub(super) subresource: Cow<'t, str>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Status {
    pub(super) code: Option<i64>,
}

/// What the authorizer said of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Allowed,
    Denied,
    /// The record was written before it was decided.
    Open,
}

impl Event<'_> {
    pub(super) fn is_audit(&self) -> bool {
        self.api_version.starts_with("audit.k8s.io/")
    }

    /// The annotation of the authorizer decides; without one, the code of the answer. A request that admission
    /// refuses was allowed.
    pub(super) fn decision(&self) -> Decision {
        let said = self.annotations.as_ref();
        let said = said.and_then(|all| all.get("authorization.k8s.io/decision"));
        let code = self.response_status.as_ref().and_then(|status| status.code);
        match (said.map(String::as_str), code) {
            (Some("allow"), _) => Decision::Allowed,
            (Some(_), _) | (None, Some(401 | 403)) => Decision::Denied,
            (None, Some(_)) => Decision::Allowed,
            (None, None) if self.stage == "RequestReceived" => Decision::Open,
            (None, None) => Decision::Allowed,
        }
    }
}

impl UserInfo<'_> {
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().map(String::as_str)
    }
}
