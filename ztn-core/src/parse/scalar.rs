//! What a scalar means: the rules of `sigs.k8s.io/yaml`, the library behind kubectl.
//!
//! They are those of `go.yaml.in/yaml/v2`, `resolve.go`: YAML 1.1 booleans, Go's integer literals
//! with underscores anywhere, decimal floats, no base 60, dates as strings.

use std::borrow::Cow;

/// A scalar, resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'a> {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true`, `yes`, `on` … and their opposites.
    Bool(bool),
    /// An integer that fits.
    Int(i64),
    /// An integer between `i64::MAX` and `u64::MAX`.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// Everything else.
    Str(&'a str),
}

impl Scalar<'_> {
    /// The integer that it is: also `1e3` is one.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(value),
            Self::Float(value) => integral(value),
            _ => None,
        }
    }
}

/// What a tag asks of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// `!!str`, or any tag that is not of YAML's own scalars: go-yaml then takes the text as it is.
    Text,
    /// `!` alone: text, but a `<<` still merges.
    Bang,
    Bool,
    Int,
    Float,
    Null,
    Binary,
    Timestamp,
    Merge,
}

impl Tag {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bool => "boolean",
            Self::Int => "integer",
            Self::Float => "number",
            Self::Null => "null",
            Self::Timestamp => "timestamp",
            _ => "text",
        }
    }
}

/// May a scalar with this text have this tag?
pub(crate) fn fits(tag: Tag, text: &str) -> bool {
    match tag {
        Tag::Text | Tag::Bang | Tag::Merge | Tag::Binary => true,
        Tag::Bool => matches!(resolve(text), Scalar::Bool(_)),
        Tag::Int => matches!(resolve(text), Scalar::Int(_) | Scalar::UInt(_)),
        Tag::Float => matches!(resolve(text), Scalar::Float(_) | Scalar::Int(_)),
        Tag::Null => matches!(resolve(text), Scalar::Null),
        Tag::Timestamp => is_timestamp(text),
    }
}

/// The meaning of plain text.
pub(crate) fn resolve(text: &str) -> Scalar<'_> {
    let Some(&first) = text.as_bytes().first() else {
        return Scalar::Null;
    };
    match first {
        b'0'..=b'9' | b'+' | b'-' => number(text).unwrap_or(Scalar::Str(text)),
        b'.' => dotted(text),
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => word(text),
        _ => Scalar::Str(text),
    }
}

/// Does plain text mean null?
#[inline]
pub(crate) fn is_null(text: &str) -> bool {
    text.len() <= 4 && matches!(resolve(text), Scalar::Null)
}

/// Can a key with this plain text, which begins with `first`, mean anything but itself?
#[inline(always)]
pub(crate) fn may_be_odd(first: u8, text: &str) -> bool {
    match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' | b'~' | b'<' => true,
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' => {
            text.len() <= 5 && !matches!(word(text), Scalar::Str(_))
        }
        _ => false,
    }
}

fn word(text: &str) -> Scalar<'_> {
    // None of them is longer, and most texts are.
    if text.len() > 5 {
        return Scalar::Str(text);
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        _ => Scalar::Str(text),
    }
}

fn dotted(text: &str) -> Scalar<'_> {
    match text {
        ".inf" | ".Inf" | ".INF" => Scalar::Float(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        _ if text.contains('_') => match digits_are_parted(text) {
            true => float(&text.replace('_', "")).unwrap_or(Scalar::Str(text)),
            false => Scalar::Str(text),
        },
        _ => float(text).unwrap_or(Scalar::Str(text)),
    }
}

/// Go's own rule for underscores, which go-yaml leaves it to here: between two digits only.
fn digits_are_parted(text: &str) -> bool {
    let mut parts = text.split('_').peekable();
    let mut after = false;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let begins = !after || part.starts_with(|c: char| c.is_ascii_digit());
        let ends = last || part.ends_with(|c: char| c.is_ascii_digit());
        if !begins || !ends {
            return false;
        }
        after = true;
    }
    true
}

fn number(text: &str) -> Option<Scalar<'_>> {
    match text {
        "+.inf" | "+.Inf" | "+.INF" => return Some(Scalar::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Scalar::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    let plain = match text.contains('_') {
        true => Cow::Owned(text.replace('_', "")),
        false => Cow::Borrowed(text),
    };
    match (integer(&plain), &plain) {
        (Some(found), _) => Some(found),
        (None, Cow::Borrowed(plain)) => float(plain),
        (None, Cow::Owned(plain)) => match float(plain)? {
            Scalar::Float(value) => Some(Scalar::Float(value)),
            _ => None,
        },
    }
}

/// Go's `ParseInt` and `ParseUint` with base 0, and what go-yaml adds for `0b`.
fn integer(plain: &str) -> Option<Scalar<'static>> {
    let (negative, magnitude, signed) = match plain.as_bytes().first()? {
        b'-' => (true, plain.get(1..)?, true),
        b'+' => (false, plain.get(1..)?, true),
        _ => (false, plain, false),
    };
    let (radix, digits) = match magnitude.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, magnitude.get(2..)?),
        [b'0', b'o' | b'O', ..] => (8, magnitude.get(2..)?),
        [b'0', b'b' | b'B', ..] => (2, magnitude.get(2..)?),
        [b'0', _, ..] => (8, magnitude.get(1..)?),
        _ => (10, magnitude),
    };
    if digits.starts_with(['+', '-']) {
        // `0b-11` is -3: go-yaml hands what follows `0b` to `ParseInt`, sign and all.
        let lower = plain.strip_prefix("0b")?;
        return i64::from_str_radix(lower, 2).ok().map(Scalar::Int);
    }
    let value = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        return 0_i64.checked_sub_unsigned(value).map(Scalar::Int);
    }
    match i64::try_from(value) {
        Ok(value) => Some(Scalar::Int(value)),
        // `ParseUint` takes no sign.
        Err(_) if signed => None,
        Err(_) => Some(Scalar::UInt(value)),
    }
}

/// A decimal float; one that overflows is no number, as in Go.
fn float(plain: &str) -> Option<Scalar<'static>> {
    let bytes = plain.as_bytes();
    let rest = bytes.strip_prefix(b"-").or(bytes.strip_prefix(b"+")).unwrap_or(bytes);
    let whole = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut rest = rest.get(whole..).unwrap_or_default();
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if whole == 0 && digits == 0 {
            return None;
        }
        rest = fraction.get(digits..).unwrap_or_default();
    } else if whole == 0 {
        return None;
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or(rest.strip_prefix(b"E")) {
        let digits = exponent.strip_prefix(b"-").or(exponent.strip_prefix(b"+"));
        let digits = digits.unwrap_or(exponent);
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    let value: f64 = plain.parse().ok()?;
    value.is_finite().then_some(Scalar::Float(value))
}

/// The integer that JSON carries for this float, if it carries one: Go prints the shortest digits
/// that give the same float, and fills up with zeros.
pub(crate) fn integral(value: f64) -> Option<i64> {
    if value.fract() != 0.0 || value.abs() >= 1e21 {
        return None;
    }
    // Rust prints floats in the same way. `-0` is an integer to the API server.
    format!("{value}").parse().ok()
}

/// The name that JSON gives to a plain key: `None` for null and for integers above `i64::MAX`,
/// which `sigs.k8s.io/yaml` refuses.
pub(crate) fn key_name(scalar: Scalar<'_>) -> Option<Cow<'_, str>> {
    Some(match scalar {
        Scalar::Null | Scalar::UInt(_) => return None,
        Scalar::Bool(true) => Cow::Borrowed("true"),
        Scalar::Bool(false) => Cow::Borrowed("false"),
        Scalar::Int(value) => Cow::Owned(value.to_string()),
        Scalar::Float(value) => Cow::Owned(float_key(value)),
        Scalar::Str(text) => Cow::Borrowed(text),
    })
}

/// Go's `FormatFloat(value, 'g', -1, 32)`: the shortest digits of the nearest 32-bit float.
fn float_key(value: f64) -> String {
    #[allow(clippy::cast_possible_truncation)]
    let value = value as f32;
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// Standard base64 with padding; line breaks are left out, as in Go. Every byte that is
/// not UTF-8 becomes U+FFFD, as in Go's JSON.
pub(crate) fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut have, mut padding) = (0_u32, 0, 0);
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        let value = match byte {
            b'=' => {
                padding += 1;
                continue;
            }
            _ if padding > 0 => return None,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        have += 1;
        if have == 4 {
            bytes.extend(bits.to_be_bytes().get(1..)?);
            (bits, have) = (0, 0);
        }
    }
    match (have, padding) {
        (0, 0) => {}
        (2, 2) => bytes.extend((bits << 12).to_be_bytes().get(1..2)?),
        (3, 1) => bytes.extend((bits << 6).to_be_bytes().get(1..3)?),
        _ => return None,
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{fffd}'));
    }
    Some(text)
}

/// One of the four forms that go-yaml reads: a date, or a date and a time.
fn is_timestamp(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at).unwrap_or_default(), text.get(at..)),
        None => (text, None),
    };
    let mut fields = date.split('-');
    let year = fields.next().filter(|year| year.len() == 4).and_then(digits);
    let month = fields.next().and_then(short).filter(|month| (1..=12).contains(month));
    let day = fields.next().and_then(short);
    let (Some(year), Some(month), Some(day), None) = (year, month, day, fields.next()) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    if !(1..=last).contains(&day) {
        return false;
    }
    let Some(time) = time else { return true };
    let (clock, zone) = match time.strip_prefix(' ') {
        Some(clock) => (clock, ""),
        None => {
            let clock = time.get(1..).unwrap_or_default();
            match clock.find(['Z', '+', '-']) {
                Some(at) => clock.split_at(at),
                None => return false,
            }
        }
    };
    is_clock(clock) && is_zone(zone)
}

fn is_clock(clock: &str) -> bool {
    let (clock, fraction) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let mut fields = clock.split(':');
    let hour = fields.next().filter(|hour| (1..=2).contains(&hour.len())).and_then(digits);
    let minute = fields.next().and_then(short);
    let second = fields.next().and_then(short);
    hour.is_some_and(|hour| hour < 24)
        && minute.is_some_and(|minute| minute < 60)
        && second.is_some_and(|second| second < 60)
        && fields.next().is_none()
        && fraction.is_none_or(|fraction| digits(fraction).is_some())
}

fn is_zone(zone: &str) -> bool {
    match zone.strip_prefix(['+', '-']) {
        Some(offset) => offset.split_once(':').is_some_and(|(hours, minutes)| {
            hours.len() == 2
                && minutes.len() == 2
                && digits(hours).is_some_and(|hours| hours <= 24)
                && digits(minutes).is_some_and(|minutes| minutes < 60)
        }),
        None => zone.is_empty() || zone == "Z",
    }
}

fn digits(text: &str) -> Option<u32> {
    let number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number.then(|| text.get(..text.len().min(9))?.parse().ok()).flatten()
}

/// One or two digits.
fn short(text: &str) -> Option<u32> {
    (text.len() <= 2).then(|| digits(text)).flatten()
}
