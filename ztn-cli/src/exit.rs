//! Exit codes, and the last line on stderr that gives the reason.

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: nothing at or above `--fail-on`.
    Clean,
    /// 1: findings.
    Findings,
    /// 1: an editor left without saying so first.
    Abrupt,
    /// 2: a usage error, or a named input that cannot be read.
    Error,
    /// 3: not everything could be evaluated, and `--strict` asks for it.
    Incomplete,
}

/// What went wrong: the cause, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

impl Exit {
    /// Says what went wrong.
    pub(crate) fn failed(Failure(message): Failure) -> Self {
        anstream::eprintln!("ztn: {message}");
        Self::Error
    }

    /// The code for the operating system.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings | Self::Abrupt => 1,
            Self::Error => 2,
            Self::Incomplete => 3,
        }
    }
}
