//! Searches that look at eight bytes at a time. A loop over single bytes costs a mispredicted branch
//! for nearly every word; most words are done in one or two steps here.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

#[inline(always)]
const fn all(byte: u8) -> u64 {
    LOW * byte as u64
}

/// The high bit of every byte of `word` that is `byte`; above the first one, of some others too.
#[inline(always)]
const fn equal(word: u64, byte: u8) -> u64 {
    let zero = word ^ all(byte);
    zero.wrapping_sub(LOW) & !zero & HIGH
}

/// The high bit of every byte of `word` below `bound`; above the first one, of some others too.
#[inline(always)]
const fn below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(all(bound)) & !word & HIGH
}

#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at + 8)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}

#[inline(always)]
fn find(
    bytes: &[u8],
    mut at: usize,
    in_word: impl Fn(u64) -> u64,
    is_it: impl Fn(u8) -> bool,
) -> usize {
    while let Some(word) = word(bytes, at) {
        let hits = in_word(word);
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if is_it(byte) {
            break;
        }
        at += 1;
    }
    at
}

/// The first byte from `at` on that may end a word of a plain scalar: a blank, a line break, `:`;
/// with `wide`, anything that is not ASCII too.
#[inline(always)]
pub(super) fn end_of_word(bytes: &[u8], at: usize, wide: bool) -> usize {
    let high = if wide { HIGH } else { 0 };
    find(
        bytes,
        at,
        |word| below(word, b' ' + 1) | equal(word, b':') | word & high,
        |byte| byte <= b' ' || byte == b':' || wide && byte >= 0x80,
    )
}

/// The first byte from `at` on that is not plain content of a quoted scalar.
#[inline(always)]
pub(super) fn end_of_quoted(bytes: &[u8], at: usize, quote: u8, wide: bool) -> usize {
    let high = if wide { HIGH } else { 0 };
    find(
        bytes,
        at,
        |word| below(word, b' ') | equal(word, quote) | equal(word, b'\\') | word & high,
        |byte| byte < b' ' || byte == quote || byte == b'\\' || wide && byte >= 0x80,
    )
}

/// The first byte from `at` on that is not a space.
#[inline(always)]
pub(super) fn end_of_spaces(bytes: &[u8], at: usize) -> usize {
    let odd = |word: u64| word ^ all(b' ');
    find(bytes, at, odd, |byte| byte != b' ')
}
