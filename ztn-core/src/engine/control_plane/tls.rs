//! Which TLS is weak.

/// Is this cipher suite one that Kubernetes calls insecure: without forward secrecy, or with RC4, 3DES or CBC and
/// SHA-256? (<https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/>, "Insecure values")
#[must_use]
pub fn is_weak_cipher(suite: &str) -> bool {
    suite.starts_with("TLS_RSA_")
        || ["_RC4_", "_3DES_", "_CBC_SHA256"].iter().any(|part| suite.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suites_without_forward_secrecy_are_weak() {
        for weak in [
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
        ] {
            assert!(is_weak_cipher(weak), "{weak}");
        }
        for strong in [
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
        ] {
            assert!(!is_weak_cipher(strong), "{strong}");
        }
    }
}
