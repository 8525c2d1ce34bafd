//! Names behind which a secret stands.

/// Endings of names, in lower case and without `-`, `_` and `.`.
const SECRET_ENDINGS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "token",
    "secret",
    "secretkey",
    "privatekey",
    "apikey",
    "accesskey",
    "clientkeydata",
    "certificatekey",
    "encryptionkey",
    "signingkey",
    "credential",
    "credentials",
    "authorization",
    "cookie",
];

/// Does a value behind this name have to stay hidden?
pub(super) fn is_secret(name: &str) -> bool {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SECRET_ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

/// Is this a value that says whether, and not what? `automountServiceAccountToken: false` hides
/// nothing.
pub(super) fn is_harmless(value: &str) -> bool {
    value.is_empty()
        || matches!(value, "true" | "false" | "null" | "~" | "yes" | "no" | "on" | "off")
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn a_name_tells_whether_its_value_is_secret() {
        for name in ["password", "DB_PASSWORD", "client-key-data", "tlsBootstrapToken", "API_KEY"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["token-auth-file", "secretName", "TOKEN_URL", "name", "client-certificate"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
