//! Bytes by what they can mean, and the characters no document may hold.

/// Space or tab.
pub(super) const BLANK: u8 = 1;
/// `\n` or `\r`.
pub(super) const BREAK: u8 = 1 << 1;
/// The first byte of U+0085, U+2028 and U+2029, line breaks of YAML 1.1, and of many innocent
/// characters.
pub(super) const WIDE: u8 = 1 << 2;
/// `:`.
pub(super) const COLON: u8 = 1 << 3;
/// What ends a plain scalar in a flow collection. go-yaml has `?` here too, newer libyaml has not.
pub(super) const FLOW: u8 = 1 << 4;
/// What `at` gives past the end. The text itself holds no NUL: `unprintable` refuses it.
pub(super) const END: u8 = 1 << 5;
/// What cannot begin a plain scalar, whatever follows.
pub(super) const INDICATOR: u8 = 1 << 6;

const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    #[allow(clippy::indexing_slicing)] // Evaluated by the compiler: out of bounds would not build.
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' => BLANK | INDICATOR,
            b'\n' | b'\r' => BREAK | INDICATOR,
            0xC2 | 0xE2 => WIDE,
            b':' => COLON,
            b'?' => FLOW,
            b',' | b'[' | b']' | b'{' | b'}' => FLOW | INDICATOR,
            b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'%' | b'@' | b'`' => INDICATOR,
            b'\'' | b'"' => INDICATOR,
            0 => END | INDICATOR,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// The classes of `byte`.
#[inline(always)]
pub(super) fn class(byte: u8) -> u8 {
    CLASSES.get(byte as usize).copied().unwrap_or_default()
}

/// How many bytes the line break at the start of `rest` has; 0 where there is none.
#[inline]
pub(super) fn break_len(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}

/// What a line break becomes in the content: `\n`, but U+2028 and U+2029 stay.
#[inline]
pub(super) fn break_text(rest: &[u8]) -> &'static str {
    match rest {
        [0xE2, 0x80, 0xA8, ..] => "\u{2028}",
        [0xE2, 0x80, 0xA9, ..] => "\u{2029}",
        _ => "\n",
    }
}

/// What one look at all characters tells.
pub(super) struct Survey {
    /// Where the first character stands that YAML refuses, and the character.
    pub(super) refused: Option<(usize, char)>,
    /// Are there line breaks other than `\n` and `\r`?
    pub(super) wide_breaks: bool,
}

/// Looks at all characters once, before anything is parsed. The set is libyaml's: tab, line breaks
/// and the printable ones; of these only U+FFFE and U+FFFF surprise.
pub(super) fn survey(text: &str) -> Survey {
    let bytes = text.as_bytes();
    let mut survey = Survey { refused: None, wide_breaks: false };
    // Blocks, so that the compiler can use vector registers; almost all of them are plain ASCII.
    let mut start = 0;
    for block in bytes.chunks(256) {
        let odd = block.iter().fold(false, |odd, &byte| {
            odd | (byte.wrapping_sub(b' ') > b'~' - b' ')
                & (byte != b'\n')
                & (byte != b'\r')
                & (byte != b'\t')
        });
        if odd {
            look_closely(text, start, start + block.len(), &mut survey);
            if survey.refused.is_some() {
                return survey;
            }
        }
        start += block.len();
    }
    survey
}

fn look_closely(text: &str, start: usize, end: usize, survey: &mut Survey) {
    // A character may straddle two blocks: the one it begins in looks at it.
    let begin = (start..end).find(|&at| text.is_char_boundary(at)).unwrap_or(end);
    let rest = text.get(begin..).unwrap_or_default();
    for (at, c) in rest.char_indices().take_while(|(at, _)| begin + at < end) {
        match c {
            '\t' | '\n' | '\r' | ' '..='~' => {}
            '\u{85}' | '\u{2028}' | '\u{2029}' => survey.wide_breaks = true,
            '\u{a0}'..='\u{fffd}' | '\u{10000}'.. => {}
            _ => {
                survey.refused = Some((begin + at, c));
                return;
            }
        }
    }
}
