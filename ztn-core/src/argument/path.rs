//! From the place where a reader of JSON gave up to the field it was at.
//!
//! A reader that keeps the path in hand is written out once more for every type of every report, which is a tenth of
//! what WebAssembly has to carry; the text has the path as well.

use serde_json::Error;

/// A collection that is open, and where in it the reader is.
#[derive(Clone, Copy)]
enum Open<'a> {
    /// In an object, at this key; before its first key at none.
    Object(Option<&'a str>),
    /// In a list, at this index.
    List(usize),
}

/// The path of what `error` is about, as it follows a name: `.assume.cni`, `.findings[3]`, or nothing.
pub(super) fn of(json: &str, error: &Error) -> String {
    let (taken, said) = (taken(json, error), error.to_string());
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut closed = None;
    let mut is_key = false;
    let mut rest = taken;
    while let Some(at) = rest.find(|c: char| !c.is_ascii_whitespace()) {
        let (token, after) = token(rest.get(at..).unwrap_or_default());
        rest = after;
        closed = None;
        match (token, open.last_mut()) {
            // Where a word is wanted, the reader looks at what opens a collection, and not into it.
            ("{" | "[", _) if rest.is_empty() && said.starts_with("expected value") => break,
            ("{", _) => {
                open.push(Open::Object(None));
                is_key = true;
            }
            ("[", _) => open.push(Open::List(0)),
            ("}" | "]", _) => closed = open.pop(),
            (",", Some(Open::Object(_))) => is_key = true,
            (",", Some(Open::List(index))) => *index += 1,
            (_, Some(Open::Object(key))) if is_key => {
                *key = Some(token.trim_matches('"'));
                is_key = false;
            }
            _ => {}
        }
    }
    // The end of a collection is read before an error of its last value gets its place.
    let of_the_whole = said.starts_with("missing field") || said.starts_with("invalid length");
    let path = open.into_iter().chain(closed.filter(|_| !of_the_whole));
    path.map(|open| match open {
        Open::Object(key) => key.map_or_else(String::new, |key| format!(".{key}")),
        Open::List(index) => format!("[{index}]"),
    })
    .collect()
}

/// What the reader had taken, and the character it looked at.
fn taken<'a>(json: &'a str, error: &Error) -> &'a str {
    let before: usize =
        json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let end = (before + error.column()).min(json.len());
    json.get(..json.ceil_char_boundary(end)).unwrap_or(json)
}

/// The first token of a text that begins with one, and what follows it.
fn token(text: &str) -> (&str, &str) {
    let end = if let Some(string) = text.strip_prefix('"') {
        let mut escaped = false;
        let end = string.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        end.map_or(text.len(), |end| end + 2)
    } else if text.starts_with(['{', '}', '[', ']', ',', ':']) {
        1
    } else {
        let ends = |c: char| c.is_ascii_whitespace() || "{}[],:\"".contains(c);
        text.find(ends).unwrap_or(text.len())
    };
    text.split_at_checked(end).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::of;
    use crate::{CanQuery, Input, Options, ReachQuery, Report, WhoCanQuery, analyze};

    /// Every value of a document: where it is.
    fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| pointers(value, &format!("{at}/{key}"), all));
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(index, item)| pointers(item, &format!("{at}/{index}"), all));
            }
            _ => {}
        }
    }

    /// Reads `document` with one thing of it wrong after the other, and holds each path against that of a
    /// reader that keeps it in hand. How many readings failed?
    fn agree<T: DeserializeOwned>(document: &Value) -> usize {
        let mut all = Vec::new();
        pointers(document, "", &mut all);
        let mut failed = 0;
        for pointer in &all {
            let wrong = [json!(-7), json!("\"} x"), json!([1]), json!({}), json!(null)];
            let mut changes: Vec<Value> = wrong
                .into_iter()
                .map(|wrong| {
                    let mut document = document.clone();
                    *document.pointer_mut(pointer).unwrap() = wrong;
                    document
                })
                .collect();
            if let Some(fields) = document.pointer(pointer).and_then(Value::as_object) {
                let changed = |fields: Value| {
                    let mut document = document.clone();
                    *document.pointer_mut(pointer).unwrap() = fields;
                    document
                };
                for key in fields.keys() {
                    let mut fields = fields.clone();
                    fields.remove(key);
                    changes.push(changed(fields.into()));
                }
                let mut fields = fields.clone();
                fields.insert("not \\\"{there".to_owned(), json!([1, "2"]));
                changes.push(changed(fields.into()));
            }
            for document in changes {
                for text in [document.to_string(), format!("{document:#}")] {
                    let Err(error) = serde_json::from_str::<T>(&text) else {
                        continue;
                    };
                    failed += 1;
                    let mut reader = serde_json::Deserializer::from_str(&text);
                    let Err(kept) = serde_path_to_error::deserialize::<_, T>(&mut reader) else {
                        panic!("{text}");
                    };
                    let kept = kept.path().to_string();
                    let wanted = match kept.as_str() {
                        "." => String::new(),
                        kept if kept.starts_with('[') => kept.to_owned(),
                        kept => format!(".{kept}"),
                    };
                    let found = of(&text, &error).replace("not \\\\\\\"{there", "not \\\"{there");
                    assert_eq!(found, wanted, "{error}: {pointer}");
                }
            }
        }
        failed
    }

    #[test]
    fn the_path_is_that_of_a_reader_which_keeps_it() {
        let options = json!({
            "scope": "cluster", "as_of": "2026-11-23", "kube_version": "1.36",
            "assume": {"provider": "eks", "cni": "cilium"}, "select": ["network", "nodes"], "limits": {"depth": 9},
        });
        assert!(agree::<Options>(&options) > 60);
        let reach = json!({"src": "a/b", "port": 7, "why": true, "compat": "netpol-analyzer"});
        assert!(agree::<ReachQuery>(&reach) > 20);
        let can =
            json!({"subject": "jane", "groups": ["a", "b"], "verb": "get", "resource": "pods"});
        assert!(agree::<CanQuery>(&can) > 30);
        assert!(agree::<WhoCanQuery>(&json!({"verb": "get", "resource": "pods"})) > 10);
        let pod = "{apiVersion: v1, kind: Pod, metadata: {name: 🦀}, spec: {hostNetwork: 7, hostPID: yes}}";
        let input = Input::from_iter([("a.yaml", pod), ("b.yaml", "a: [")]);
        let options = Options { select: vec!["nodes".to_owned()], ..Options::default() };
        let report = analyze(&input, &options).unwrap().to_json();
        let mut report: Value = serde_json::from_str(&report).unwrap();
        // Ten verdicts are read as one is.
        report["verdicts"].as_array_mut().unwrap().truncate(1);
        assert!(agree::<Report>(&report) > 1000);
    }

    #[test]
    fn text_that_is_no_json_has_the_path_of_what_was_read() {
        for (text, path) in [
            ("", ""),
            ("{\"assume\": {\"cni\": ", ".assume.cni"),
            ("{\"assume\": {\"cn", ".assume.cn"),
            ("{\"select\": [\"a\", \"b", ".select[1]"),
            ("{} {}", ""),
            ("[7]", "[0]"),
        ] {
            let error = serde_json::from_str::<Options>(text).unwrap_err();
            assert_eq!(of(text, &error), path, "{text}: {error}");
        }
    }
}
