//! Certificates inside the input: whose they are, and from when to when. Nothing else of them is kept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use x509_cert::der::Decode;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::name::Name;

use crate::options::Date;

/// What a certificate says of its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The common name: the user.
    pub common_name: String,
    /// The organisations: the user's groups.
    pub organizations: Vec<String>,
    /// The common name of the authority.
    pub issuer: String,
    /// The first second it is good for, since 1970.
    pub starts: i64,
    /// The last one.
    pub ends: i64,
}

const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// `-----BEGI` in base64.
const BEGIN_IN_BASE64: &str = "LS0tLS1CRUdJ";

impl Certificate {
    /// The first certificate of PEM that is written in base64, as kubeconfigs do. `None` for what is no such text, as
    /// the placeholders `DATA+OMITTED` and `<base64>`; an error in one clause for what begins as one and is none.
    #[must_use]
    pub fn of_data(data: &str) -> Option<Result<Self, &'static str>> {
        let text = text_of(data)?;
        Some(
            text.and_then(|text| {
                Self::of_pem(&text).unwrap_or(Err("a file without a certificate"))
            }),
        )
    }

    /// The first certificate of PEM; `None` where there is none.
    #[must_use]
    pub fn of_pem(text: &str) -> Option<Result<Self, &'static str>> {
        let block = blocks(text).next()?;
        Some(block.and_then(|bytes| Self::of_der(&bytes).ok_or("no certificate of X.509")))
    }

    fn of_der(bytes: &[u8]) -> Option<Self> {
        let certificate = x509_cert::Certificate::from_der(bytes).ok()?.tbs_certificate;
        let seconds = |time: x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        let first = |name: &Name| parts(name, COMMON_NAME).into_iter().next().unwrap_or_default();
        Some(Self {
            common_name: first(&certificate.subject),
            organizations: parts(&certificate.subject, ORGANIZATION),
            issuer: first(&certificate.issuer),
            starts: seconds(certificate.validity.not_before),
            ends: seconds(certificate.validity.not_after),
        })
    }

    /// For how many seconds it is good.
    #[must_use]
    pub fn lasts(&self) -> i64 {
        self.ends.saturating_sub(self.starts)
    }

    /// The last day on which it is good.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        Date::of_seconds(self.ends)
    }

    /// Is it over on this day, from its first second on?
    #[must_use]
    pub fn is_over(&self, day: Date) -> bool {
        self.last_day().is_some_and(|last| last < day)
    }

    /// May its owner do everything, whatever RBAC says?
    #[must_use]
    pub fn is_super_user(&self) -> bool {
        self.organizations.iter().any(|name| name == "system:masters")
    }

    /// Is it that of a component, by its name?
    #[must_use]
    pub fn is_of_component(&self) -> bool {
        let name = &self.common_name;
        (name.starts_with("system:") && name != "system:admin") || name.starts_with("kube-")
    }
}

/// The certificates of two PEM texts: is one of them in both?
#[must_use]
pub fn share_one(a: &str, b: &str) -> bool {
    let of = |text| blocks(text).filter_map(Result::ok).collect::<Vec<_>>();
    let others = of(b);
    of(a).iter().any(|bytes| others.contains(bytes))
}

/// The PEM that is written in base64; `None` for what is none.
fn text_of(data: &str) -> Option<Result<String, &'static str>> {
    let data: String = data.split_whitespace().collect();
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    if !data.bytes().all(is_base64) {
        return None;
    }
    let begins = data.starts_with(BEGIN_IN_BASE64);
    let text = match STANDARD.decode(data) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| "no text of a certificate"),
        Err(_) => Err("base64 that breaks off"),
    };
    // Other programs write what a certificate says above it.
    let is_one = begins || text.as_ref().is_ok_and(|text| text.contains(BEGIN));
    is_one.then_some(text)
}

/// The bytes of each certificate of PEM, read as generously as Go does.
fn blocks(text: &str) -> impl Iterator<Item = Result<Vec<u8>, &'static str>> {
    text.split(BEGIN).skip(1).map(|rest| {
        let (body, _) = rest.split_once(END).ok_or("a certificate that breaks off")?;
        let body: String = body.split_whitespace().collect();
        STANDARD.decode(body).map_err(|_| "a certificate that is no base64")
    })
}

/// The values of one kind in a name, those that are text.
fn parts(name: &Name, kind: ObjectIdentifier) -> Vec<String> {
    let all = name.0.iter().flat_map(|set| set.0.iter());
    all.filter(|part| part.oid == kind)
        .filter_map(|part| std::str::from_utf8(part.value.value()).ok().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The subject `O = system:masters, CN = kubernetes-super-admin`, from June 2026 to June 2027.
    const SUPER_ADMIN: &str = include_str!("certificate/super-admin.pem");

    #[test]
    fn text_above_a_certificate_is_passed_over() {
        let data = STANDARD.encode(format!("Bag Attributes\n{SUPER_ADMIN}"));
        let text = text_of(&data).expect("a certificate").expect("text");
        assert!(Certificate::of_pem(&text).expect("a block").is_ok());
        assert!(text_of(&STANDARD.encode("no certificate")).is_none());
    }

    #[test]
    fn a_certificate_says_whose_it_is_and_until_when() {
        let certificate = Certificate::of_pem(SUPER_ADMIN).expect("a block").expect("X.509");
        assert_eq!(certificate.common_name, "kubernetes-super-admin");
        assert_eq!(certificate.organizations, ["system:masters"]);
        assert_eq!(certificate.issuer, "kubernetes");
        assert_eq!(certificate.lasts(), 365 * 24 * 60 * 60);
        assert_eq!(
            certificate.last_day().map(|day| day.to_string()).as_deref(),
            Some("2027-06-01")
        );
        let is_over = |day: &str| certificate.is_over(day.parse().expect("a day"));
        assert!(is_over("2027-06-02") && !is_over("2027-06-01"));
        assert!(certificate.is_super_user() && !certificate.is_of_component());
        assert_eq!(Certificate::of_data(&STANDARD.encode(SUPER_ADMIN)), Some(Ok(certificate)));
        assert!(share_one(SUPER_ADMIN, &format!("something else\n{SUPER_ADMIN}")));
        assert!(!share_one(SUPER_ADMIN, ""));
    }

    #[test]
    fn whatever_breaks_off_is_an_error_and_no_panic() {
        let whole = STANDARD.encode(SUPER_ADMIN);
        for end in 0..whole.len() {
            let read = Certificate::of_data(&whole[..end]);
            // The line break at the end is no part of it.
            assert!(!matches!(read, Some(Ok(_))) || end + 8 > whole.len(), "{end}: {read:?}");
        }
        for end in 0..SUPER_ADMIN.len() {
            let _ = Certificate::of_data(&STANDARD.encode(&SUPER_ADMIN[..end]));
        }
        let (bytes, mut read) = (blocks(SUPER_ADMIN).next().expect("a block").expect("base64"), 0);
        for end in 0..bytes.len() {
            assert_eq!(Certificate::of_der(&bytes[..end]), None);
            // Every bit the other way round, one after the other.
            for bit in 0..8 {
                let mut bytes = bytes.clone();
                bytes[end] ^= 1 << bit;
                read += usize::from(Certificate::of_der(&bytes).is_some());
            }
        }
        assert!(read > 0, "a changed signature is not looked at");
    }

    #[test]
    fn a_placeholder_is_no_certificate() {
        for text in ["", "DATA+OMITTED", "REDACTED", "LS0tLS1CRUdJTi...", "${CA}", "<base64>"] {
            assert_eq!(Certificate::of_data(text), None, "{text}");
        }
    }
}
