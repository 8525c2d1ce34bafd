//! What a scalar means: the rules of `sigs.k8s.io/yaml`, the library behind kubectl.

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
