//! What can be said of a secret value without saying the value.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::view::Credential;

/// What a signed token (JWT) says of itself. The signature is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenClaims {
    /// Is it a service account's?
    pub is_service_account: bool,
    /// From which second on, since 1970.
    pub issued: Option<i64>,
    /// Until which second.
    pub expires: Option<i64>,
}

impl Credential<'_> {
    /// What it says of itself; `None` for what is no signed token.
    #[must_use]
    pub fn claims(self) -> Option<TokenClaims> {
        let mut parts = self.0.trim().split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let claims: serde_json::Value = serde_json::from_slice(&decode(payload)?).ok()?;
        let claims = claims.as_object()?;
        let text = |name: &str| claims.get(name).and_then(serde_json::Value::as_str).unwrap_or("");
        // Times may be written with a fraction.
        let time = |name: &str| {
            let number = claims.get(name)?;
            let whole = || number.to_string().split(['.', 'e', 'E']).next()?.parse().ok();
            number.as_i64().or_else(whole)
        };
        Some(TokenClaims {
            is_service_account: text("iss") == "kubernetes/serviceaccount"
                || text("sub").starts_with("system:serviceaccount:"),
            issued: time("iat"),
            expires: time("exp"),
        })
    }

    /// Is nothing there, or the sign of something that is not shown or comes later: `REDACTED`, `${TOKEN}`, `{{ … }}`?
    #[must_use]
    pub fn is_left_out(self) -> bool {
        let text = self.0.trim();
        let is_mask = |letter: char| !letter.is_ascii_alphanumeric();
        let comes_later = ["${", "$(", "{{", "<"].iter().any(|sign| text.starts_with(sign));
        text.chars().all(is_mask)
            || comes_later
            || text.contains("REDACTED")
            || text == "DATA+OMITTED"
    }

    /// Is it a key of 16, 24 or 32 bytes in base64, and not the placeholder of a manual?
    #[must_use]
    pub fn is_encryption_key(&self) -> bool {
        decode(self.0.trim()).is_some_and(|key| matches!(key.len(), 16 | 24 | 32))
    }
}

/// Base64 of either alphabet, with padding or without.
fn decode(text: &str) -> Option<Vec<u8>> {
    const EITHER: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true),
    );
    EITHER.decode(text.replace('-', "+").replace('_', "/")).ok()
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
    fn a_token_tells_whose_it_is_and_when_it_ends() {
        let claims = |payload: &str| {
            let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(payload);
            Credential(&format!("eyJhbGciOiJub25lIn0.{payload}.x")).claims()
        };
        let of = |is_service_account, issued, expires| {
            Some(TokenClaims { is_service_account, issued, expires })
        };
        assert_eq!(claims(r#"{"sub":"a","exp":7}"#), of(false, None, Some(7)));
        assert_eq!(claims(r#"{"exp":7.5,"iat":3}"#), of(false, Some(3), Some(7)));
        assert_eq!(claims(r#"{"iss":"kubernetes/serviceaccount"}"#), of(true, None, None));
        assert_eq!(claims(r#"{"sub":"system:serviceaccount:a:b","exp":[]}"#), of(true, None, None));
        assert_eq!(claims("[]"), None);
        assert_eq!(Credential("not-a-real-token").claims(), None);
        assert_eq!(Credential("a.b.c").claims(), None);
    }

    #[test]
    fn a_key_has_the_length_of_a_key() {
        assert!(Credential("bm90LWEtcmVhbC1rZXktbm90LWEtcmVhbC1rZXktMzI=").is_encryption_key());
        for text in ["", "PASTE_KEY_HERE", "${KEY}", "c2hvcnQ="] {
            assert!(!Credential(text).is_encryption_key(), "{text}");
        }
    }
}
