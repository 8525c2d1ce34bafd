//! Durations as Go writes them: `5m0s`, `1.5h`.

/// The units, the longer name before one that it ends with, in nanoseconds.
const UNITS: &[(&str, u64)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// The whole seconds of a duration; `None` for what is none, and for a negative one.
#[must_use]
pub fn seconds(text: &str) -> Option<u64> {
    if text == "0" {
        return Some(0);
    }
    let mut rest = text.strip_prefix('+').unwrap_or(text);
    let mut total: u64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(end)?;
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at_checked(end)?;
        let (_, nanos) = UNITS.iter().find(|(name, _)| *name == unit)?;
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<u64>().ok() };
        if whole.is_empty() && part.is_empty() {
            return None;
        }
        // Nine digits tell every nanosecond.
        let part: String = part.chars().take(9).collect();
        let scale = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
        let of_part = digits(&part)?.checked_mul(*nanos / scale.min(*nanos))?;
        let of_whole = digits(whole)?.checked_mul(*nanos)?;
        total = total.checked_add(of_whole)?.checked_add(of_part)?;
        rest = next;
    }
    Some(total / 1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_duration_is_read_as_go_reads_it() {
        for (text, wanted) in [
            ("0", Some(0)),
            ("0s", Some(0)),
            ("300s", Some(300)),
            ("5m0s", Some(300)),
            ("1h30m", Some(5400)),
            ("1.5h", Some(5400)),
            ("1500ms", Some(1)),
            (".5m", Some(30)),
            ("", None),
            ("5", None),
            ("5 m", None),
            ("-5m", None),
            ("m", None),
            ("1d", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(seconds(text), wanted, "{text}");
        }
    }
}
