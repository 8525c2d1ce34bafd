//! The counts, by practice and by suite.

use std::collections::BTreeMap;
use std::fmt;

use super::case::Case;
use super::judge::Outcome;
use crate::registry::PRACTICES;

pub(super) const COLUMNS: [&str; 8] =
    ["agree", "missed", "false alarm", "disagree", "uncovered", "not built", "skipped", "broken"];

pub(super) type Counts = [usize; COLUMNS.len()];

/// Everything counted so far.
pub(super) struct Tally {
    by_practice: BTreeMap<u32, Counts>,
    by_suite: BTreeMap<String, Counts>,
    /// Why rows are in the three columns without a verdict.
    reasons: BTreeMap<(&'static str, &'static str), usize>,
    /// (practice failed on that resource, rows) of the peers' direct fails.
    practice: BTreeMap<u32, (usize, usize)>,
    lines: Vec<String>,
    limit: usize,
}

/// Rows outside the ten practices come last.
const OUTSIDE: u32 = 11;

impl Tally {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            by_practice: BTreeMap::new(),
            by_suite: BTreeMap::new(),
            reasons: BTreeMap::new(),
            practice: BTreeMap::new(),
            lines: Vec::new(),
            limit,
        }
    }

    pub(super) fn count(&mut self, case: &Case, outcome: &Outcome) {
        let column = match outcome {
            Outcome::Agree => 0,
            Outcome::Missed(_) => 1,
            Outcome::FalseAlarm(_) => 2,
            Outcome::Disagree => 3,
            Outcome::Uncovered(_) => 4,
            Outcome::NotBuilt(_) => 5,
            Outcome::Skipped(_) => 6,
            Outcome::Broken(_) => 7,
        };
        let counts = [
            self.by_practice.entry(case.practice.unwrap_or(OUTSIDE)).or_default(),
            self.by_suite.entry(case.suite.clone()).or_default(),
        ];
        for counts in counts {
            if let Some(count) = counts.get_mut(column) {
                *count += 1;
            }
        }
        let (word, text) = match outcome {
            Outcome::Uncovered(why) => return self.reason("uncovered", why),
            Outcome::NotBuilt(why) => return self.reason("not built", why),
            Outcome::Skipped(why) => return self.reason("skipped", why),
            Outcome::Agree | Outcome::Disagree => return,
            Outcome::Missed(text) => ("missed", text),
            Outcome::FalseAlarm(text) => ("false alarm", text),
            Outcome::Broken(text) => ("broken", text),
        };
        // What broke is always listed: it is ours alone.
        if self.lines.len() < self.limit || matches!(outcome, Outcome::Broken(_)) {
            let resource = case.resource.as_deref().unwrap_or("(all)");
            let (suite, check, name) = (&case.suite, &case.peer_check, &case.case);
            self.lines.push(format!("{word}: {suite} {check} | {name} | {resource} | {text}"));
        }
    }

    fn reason(&mut self, column: &'static str, why: &'static str) {
        *self.reasons.entry((column, why)).or_default() += 1;
    }

    pub(super) fn count_practice(&mut self, case: &Case, failed: bool) {
        let Some(practice) = case.practice else {
            return;
        };
        let (hits, rows) = self.practice.entry(practice).or_default();
        *hits += usize::from(failed);
        *rows += 1;
    }

    /// The counts of each practice.
    pub(super) fn practices(&self) -> impl Iterator<Item = (String, &Counts)> {
        let rows = self.by_practice.iter();
        rows.map(|(&practice, counts)| (practice_name(practice).trim().to_owned(), counts))
    }

    /// The counts of each suite.
    pub(super) fn suites(&self) -> impl Iterator<Item = (String, &Counts)> {
        self.by_suite.iter().map(|(suite, counts)| (suite.clone(), counts))
    }

    pub(super) fn broken(&self) -> usize {
        self.by_suite.values().filter_map(|counts| counts.last()).sum()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        head(f, "practice")?;
        for (&practice, counts) in &self.by_practice {
            row(f, &practice_name(practice), counts)?;
        }
        writeln!(f)?;
        head(f, "suite")?;
        let mut total = Counts::default();
        for (suite, counts) in &self.by_suite {
            row(f, suite, counts)?;
            for (sum, count) in total.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        row(f, "total", &total)?;
        writeln!(f)?;
        for ((column, why), count) in &self.reasons {
            writeln!(f, "{count:>6} {column}: {why}")?;
        }
        let [agree, missed, false_alarm, ..] = total;
        writeln!(f, "\nagree on {agree} of {} scored rows", agree + missed + false_alarm)?;
        writeln!(f, "peers' direct fails where the practice is failed on that very resource:")?;
        for (practice, (hits, rows)) in &self.practice {
            let slug = PRACTICES.get(practice.saturating_sub(1) as usize).unwrap_or(&"");
            writeln!(f, "  {practice:>2} {slug:<16}{hits:>5} of {rows}")?;
        }
        Ok(())
    }
}

fn practice_name(practice: u32) -> String {
    match PRACTICES.get(practice.saturating_sub(1) as usize) {
        Some(slug) => format!("{practice:>2} {slug}"),
        None => "   outside the ten".to_owned(),
    }
}

fn head(f: &mut fmt::Formatter<'_>, first: &str) -> fmt::Result {
    write!(f, "{first:<20}{:>6}", "rows")?;
    for column in COLUMNS {
        write!(f, "{column:>13}")?;
    }
    writeln!(f)
}

fn row(f: &mut fmt::Formatter<'_>, name: &str, counts: &Counts) -> fmt::Result {
    write!(f, "{name:<20}{:>6}", counts.iter().sum::<usize>())?;
    for count in counts {
        write!(f, "{count:>13}")?;
    }
    writeln!(f)
}
