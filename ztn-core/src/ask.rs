//! Questions by their name, for hosts that hand over text.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use std::collections::BTreeMap;

use crate::access::{can, paths, permissions, who_can};
use crate::argument;
use crate::audit_policy::audit_policy;
use crate::error::{ErrorCode, OptionsError};
use crate::input::Input;
use crate::options::Options;
use crate::pss::pod_security;
use crate::reach::reach;
use crate::report::suggest::rbac::{ResourceNames, SuggestRbacQuery};
use crate::suggest::{suggest_network, suggest_rbac};

/// The answer to the question of this name, as the JSON that the command writes.
///
/// What is asked is a JSON object: what the schema of the answer calls `query`; of `suggest-network` the
/// `namespaces` that get policies, and of `suggest-rbac` also `logs`, an object of paths and texts.
///
/// # Errors
/// A path given twice, a question that there is not, or what it does not take.
///
/// # Example
/// ```
/// use ztn_core::{Input, Options, ask};
///
/// let input = Input::from_iter([("shop.yaml", "
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: web, namespace: shop}
/// ---
/// apiVersion: v1
/// kind: Pod
/// metadata: {name: db, namespace: shop}
/// ")]);
/// let query = r#"{"src": "shop/web", "dst": "shop/db", "port": 5432}"#;
/// let answer = ask(&input, &Options::default(), "reach", query)?;
/// assert!(answer.contains(r#""answer":{"decision":"allowed""#));
/// # Ok::<(), ztn_core::OptionsError>(())
/// ```
pub fn ask(
    input: &Input,
    options: &Options,
    question: &str,
    query: &str,
) -> Result<String, OptionsError> {
    match question {
        "reach" => Ok(reach(input, options, &read(question, query)?)?.to_json()),
        "can" => Ok(can(input, options, &read(question, query)?)?.to_json()),
        "who-can" => Ok(who_can(input, options, &read(question, query)?)?.to_json()),
        "paths" => Ok(paths(input, options, &read(question, query)?)?.to_json()),
        "permissions" => Ok(permissions(input, options, &read(question, query)?)?.to_json()),
        "pss" => Ok(pod_security(input, options, &read(question, query)?)?.to_json()),
        "audit-policy" => Ok(audit_policy(input, options, &read(question, query)?)?.to_json()),
        "suggest-network" => {
            let SuggestNetwork { namespaces } = read(question, query)?;
            Ok(suggest_network(input, options, &namespaces)?.to_json())
        }
        "suggest-rbac" => {
            let SuggestRbac { subject, names, logs } = read(question, query)?;
            let query = SuggestRbacQuery { subject, names };
            Ok(suggest_rbac(&Input::from_iter(logs), input, options, &query)?.to_json())
        }
        _ => Err(no_question(question)),
    }
}

/// What is asked of suggestions.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SuggestNetwork {
    namespaces: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SuggestRbac {
    subject: String,
    #[serde(default)]
    names: ResourceNames,
    logs: BTreeMap<String, String>,
}

fn read<T: DeserializeOwned>(question: &str, query: &str) -> Result<T, OptionsError> {
    let otherwise = format!("the documentation of `{question}` says what it takes");
    let read = argument::from_json(ErrorCode::InvalidQuery, "query", &otherwise, query);
    // The text is the host's, and nobody knows its lines.
    read.map_err(OptionsError::without_place)
}

fn no_question(name: &str) -> OptionsError {
    let message = format!("there is no question `{name}`");
    let remedy = "ask reach, can, who-can, permissions, paths, pss, audit-policy, suggest-network or suggest-rbac";
    OptionsError::new(ErrorCode::InvalidQuery, "question", message, remedy)
}
