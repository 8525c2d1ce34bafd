//! Mutants of real files: never a panic, never an ill-formed tape, never accepted where both other
//! parsers refuse, never refused where both accept, never a third tree. `ZTN_FUZZ_SECONDS` makes it
//! longer than its five seconds, `ZTN_FUZZ_SEED` another run.

use crate::differential::{compare, is_known, known};
use crate::{corpus, peers};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }
}

const WORDS: &[&str] = &[
    "a: ", "- ", "-", "? ", ":", ": ", "\n", "\n  ", "\n    ", " ", "\t", "[", "]", "{", "}", ",",
    "'", "\"", "&a ", "*a", "!t ", "!!str ", "|\n", "|-\n", "|+2\n", ">\n", ">-\n", " #c", "#",
    "---", "...", "<<: ", "~", "\r\n", "\r", "\\", "\\n", "''", "é", "@", "%", "{{ x }}", "🦀",
    "0x1", "yes",
];

fn mutate(random: &mut Random, seed: &str) -> String {
    let mut text: Vec<char> = seed.chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        match random.below(5) {
            0 if at < text.len() => drop(text.remove(at)),
            1 => {
                let word = WORDS[random.below(WORDS.len())].chars();
                text.splice(at..at, word);
            }
            2 => drop(text.drain(at..(at + random.below(12)).min(text.len()))),
            3 => {
                let copy: Vec<char> = text[at..(at + random.below(30)).min(text.len())].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, copy);
            }
            _ if at < text.len() => {
                text[at] = b" \n\t:-#[]{},'\"&*!|>%@\\?0"[random.below(23)] as char;
            }
            _ => {}
        }
    }
    text.into_iter().collect()
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn mutants_are_read_as_others_read_them() {
    // By default a number of mutants and not only a time, so that a fast machine tries the same ones.
    let most = if std::env::var_os("ZTN_FUZZ_SECONDS").is_some() { u64::MAX } else { 20_000 };
    let seconds = from_environment("ZTN_FUZZ_SECONDS", 20);
    let seed = from_environment("ZTN_FUZZ_SEED", 1);
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let known = known();
    let seeds: Vec<String> = corpus::documents()
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| text.len() < 1500)
        .collect();
    let (mut executions, mut accepted) = (0_u64, 0_u64);
    let mut explained = BTreeMap::<&str, u64>::new();
    let mut findings = Vec::new();
    let end = Instant::now() + Duration::from_secs(seconds);
    while executions < most && Instant::now() < end {
        let seed = random.below(seeds.len());
        let text = mutate(&mut random, &seeds[seed]);
        executions += 1;
        let differences = compare(&text);
        accepted += u64::from(crate::common::parse(&text).is_ok());
        // One peer may be wrong; both against us need a reason.
        let against = |how: &str| differences.iter().filter(|(_, found, _)| *found == how).count();
        for how in ["refuses", "accepts", "differs"] {
            if against(how) < 2 {
                continue;
            }
            let reason = differences
                .iter()
                .filter(|(_, found, _)| *found == how)
                .any(|(peer, how, message)| is_known(&known, peer, how, message));
            if reason {
                *explained.entry(how).or_default() += 1;
            } else {
                findings.push((text.clone(), differences.clone()));
            }
        }
    }
    eprintln!(
        "{executions} mutants within {seconds} s, {accepted} read, {explained:?} explained, {} findings",
        findings.len()
    );
    for (text, differences) in findings.iter().take(5) {
        eprintln!("{text:?}\n  {differences:?}\n  granit {:?}", peers::granit(text).is_ok());
    }
    assert!(findings.is_empty(), "{} findings, the first of them above", findings.len());
}
