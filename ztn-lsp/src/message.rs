//! JSON-RPC 2.0, as the language server protocol uses it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a client sends: a request, a notification, or the answer to a request of ours.
#[derive(Debug, Deserialize)]
pub(crate) struct Incoming {
    /// A request has one.
    pub(crate) id: Option<Value>,
    /// An answer has none.
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) params: Value,
}

/// Why a request has no result.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: i32,
    pub(crate) message: String,
}

impl Failure {
    /// Text that is no JSON.
    pub(crate) const PARSE: i32 = -32700;
    /// JSON that is no message, or one that may not come now.
    pub(crate) const INVALID_REQUEST: i32 = -32600;
    /// A method that there is not.
    pub(crate) const METHOD_NOT_FOUND: i32 = -32601;
    /// Parameters that the method does not take.
    pub(crate) const INVALID_PARAMS: i32 = -32602;
    /// Anything but `initialize` before it.
    pub(crate) const NOT_INITIALIZED: i32 = -32002;
    /// A request that is understood and cannot be done.
    pub(crate) const REQUEST_FAILED: i32 = -32803;

    pub(crate) fn new(code: i32, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// The parameters of a method.
pub(crate) fn params<T: for<'de> Deserialize<'de>>(params: Value) -> Result<T, Failure> {
    serde_json::from_value(params)
        .map_err(|error| Failure::new(Failure::INVALID_PARAMS, error.to_string()))
}

/// A result, or any other part of a message, as JSON.
pub(crate) fn value(of: impl Serialize) -> Value {
    // What is sent are types of the protocol, which have no map with keys that are no strings.
    serde_json::to_value(of).unwrap_or_default()
}

/// The answer to a request.
pub(crate) fn answer(id: &Value, outcome: Result<Value, Failure>) -> String {
    let message = match outcome {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(Failure { code, message }) => {
            json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})
        }
    };
    message.to_string()
}

/// A message that asks for no answer.
pub(crate) fn notification(method: &str, params: impl Serialize) -> String {
    json!({"jsonrpc": "2.0", "method": method, "params": value(params)}).to_string()
}

/// A request of ours; nobody waits for its answer.
pub(crate) fn request(id: u32, method: &str, params: impl Serialize) -> String {
    json!({"jsonrpc": "2.0", "id": format!("ztn-{id}"), "method": method, "params": value(params)})
        .to_string()
}
