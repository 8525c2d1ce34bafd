//! How keys and values of labels are written.
//!
//! <https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set>

/// A name of at most 63 characters, and perhaps a domain before it.
pub(super) fn is_key(key: &str) -> bool {
    match key.rsplit_once('/') {
        Some((domain, name)) => is_name(name) && is_domain(domain),
        None => is_name(key),
    }
}

/// Like a name, or empty.
pub(super) fn is_value(value: &str) -> bool {
    value.is_empty() || is_name(value)
}

fn is_name(name: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let outer = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    name.len() <= 63
        && name.bytes().all(inner)
        && outer(name.bytes().next())
        && outer(name.bytes().last())
}

fn is_domain(domain: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.len() <= 253 && domain.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{is_key, is_value};

    #[test]
    fn keys_and_values_are_those_that_the_api_server_takes() {
        for good in ["app", "app.kubernetes.io/name", "a.b_c-D1", "kubernetes.io/metadata.name"] {
            assert!(is_key(good), "{good}");
        }
        for bad in
            ["", "-app", "app-", "App.io/", "Example.com/app", "/app", "a b", "a/b/c", "app!"]
        {
            assert!(!is_key(bad), "{bad}");
        }
        assert!(is_value("") && is_value("web.1_a-B") && !is_value("web!") && !is_value("-web"));
        assert!(!is_value(&"a".repeat(64)) && is_value(&"a".repeat(63)));
    }
}
