//! What can be said of a secret value without saying the value.

use super::view::Credential;

impl Credential<'_> {
    /// Is it a signed token (JWT) that says when it ends? `None` for what is no such token.
    #[must_use]
    pub fn token_expires(&self) -> Option<bool> {
        let mut parts = self.0.trim().split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let claims = decode(payload)?;
        let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
        Some(claims.as_object()?.contains_key("exp"))
    }

    /// Is it a key of 16, 24 or 32 bytes in base64, and not the placeholder of a manual?
    #[must_use]
    pub fn is_encryption_key(&self) -> bool {
        decode(self.0.trim()).is_some_and(|key| matches!(key.len(), 16 | 24 | 32))
    }
}

/// Base64 of either alphabet, with padding or without.
fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for place in 0..4 {
            let six = match group.get(place) {
                None => 0,
                Some(byte @ b'A'..=b'Z') => byte - b'A',
                Some(byte @ b'a'..=b'z') => byte - b'a' + 26,
                Some(byte @ b'0'..=b'9') => byte - b'0' + 52,
                Some(b'+' | b'-') => 62,
                Some(b'/' | b'_') => 63,
                Some(_) => return None,
            };
            bits = bits << 6 | u32::from(six);
        }
        bytes.extend(bits.to_be_bytes().get(1..group.len())?);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_either_alphabet_is_decoded() {
        assert_eq!(decode("bm90LWEtcmVhbC1rZXk=").as_deref(), Some(&b"not-a-real-key"[..]));
        assert_eq!(decode("-_8"), decode("+/8="));
        assert_eq!(decode("<BASE 64>"), None);
        assert_eq!(decode("").as_deref(), Some(&b""[..]));
    }

    #[test]
    fn a_token_tells_whether_it_ends() {
        // {"alg":"none"} and {"sub":"a","exp":1} or {"sub":"a"}
        let expires = |text| Credential(text).token_expires();
        assert_eq!(expires("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIiwiZXhwIjoxfQ.x"), Some(true));
        assert_eq!(expires("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.x"), Some(false));
        assert_eq!(expires("not-a-real-token"), None);
        assert_eq!(expires("a.b.c"), None);
    }

    #[test]
    fn a_key_has_the_length_of_a_key() {
        assert!(Credential("bm90LWEtcmVhbC1rZXktbm90LWEtcmVhbC1rZXktMzI=").is_encryption_key());
        for text in ["", "PASTE_KEY_HERE", "${KEY}", "c2hvcnQ="] {
            assert!(!Credential(text).is_encryption_key(), "{text}");
        }
    }
}
