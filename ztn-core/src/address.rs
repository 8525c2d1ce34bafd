//! Blocks of addresses, as CIDR notation writes them.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address of either family. All of IPv4 comes before all of IPv6; the families share no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// Is it one of IPv6?
    pub v6: bool,
    /// Its bits.
    pub bits: u128,
}

/// Consecutive addresses of one family, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressRange {
    /// Is it of IPv6?
    pub v6: bool,
    /// The bits of its first address.
    pub first: u128,
    /// The bits of its last address.
    pub last: u128,
}

impl Address {
    /// Reads an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.parse().ok()? {
            IpAddr::V4(address) => Self { v6: false, bits: u128::from(address.to_bits()) },
            IpAddr::V6(address) => Self { v6: true, bits: address.to_bits() },
        })
    }
}

impl AddressRange {
    /// Every address of IPv4.
    pub const V4: Self = Self { v6: false, first: 0, last: u32::MAX as u128 };
    /// Every address of IPv6.
    pub const V6: Self = Self { v6: true, first: 0, last: u128::MAX };

    /// Reads CIDR notation as Go's `net.ParseCIDR` does: bits below the prefix do not count.
    #[must_use]
    pub fn parse(cidr: &str) -> Option<Self> {
        let (address, prefix) = cidr.split_once('/')?;
        let Address { v6, bits } = Address::parse(address)?;
        let width = if v6 { 128 } else { 32 };
        let is_number = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix: u32 = prefix.parse().ok().filter(|prefix| is_number && *prefix <= width)?;
        let size = 1_u128.checked_shl(width - prefix).map_or(u128::MAX, |size| size - 1);
        let first = bits & !size;
        Some(Self { v6, first, last: first | size })
    }

    /// This address alone.
    #[must_use]
    pub fn one(Address { v6, bits }: Address) -> Self {
        Self { v6, first: bits, last: bits }
    }

    /// Reads CIDR notation, or an address as the block of that one.
    #[must_use]
    pub fn parse_with_address(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Address::parse(text).map(Self::one))
    }

    /// The addresses in both.
    #[must_use]
    pub fn and(self, other: Self) -> Option<Self> {
        let (first, last) = (self.first.max(other.first), self.last.min(other.last));
        self.meets(other).then_some(Self { first, last, ..self })
    }

    /// Its first address.
    #[must_use]
    pub fn start(self) -> Address {
        Address { v6: self.v6, bits: self.first }
    }

    /// The address after its last one; none at the end of its family.
    #[must_use]
    pub fn after(self) -> Option<Address> {
        let end = if self.v6 { Self::V6.last } else { Self::V4.last };
        (self.last < end).then(|| Address { v6: self.v6, bits: self.last + 1 })
    }

    /// Does it hold this address?
    #[must_use]
    pub fn holds(self, address: Address) -> bool {
        self.v6 == address.v6 && (self.first..=self.last).contains(&address.bits)
    }

    /// Does it hold all of `other`?
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.v6 == other.v6 && self.first <= other.first && other.last <= self.last
    }

    /// Does it share an address with `other`?
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.v6 == other.v6 && self.first <= other.last && other.first <= self.last
    }

    /// Its prefix length, if it is exactly one CIDR block.
    #[must_use]
    pub fn prefix(self) -> Option<u32> {
        let width = if self.v6 { 128 } else { 32 };
        let free = (self.first ^ self.last).count_ones();
        let size = 1_u128.checked_shl(free).map_or(u128::MAX, |size| size - 1);
        let is_block = self.first & size == 0 && self.last == self.first | size;
        is_block.then_some(width - free)
    }
}

/// Does a block leave most of the internet open: at least an eighth of all addresses of its family, without
/// its holes? `2000::/3` is all of the internet that speaks IPv6.
#[must_use]
pub(crate) fn holds_internet<'a>(cidr: &str, except: impl Iterator<Item = &'a str>) -> bool {
    let Some(whole) = AddressRange::parse(cidr) else {
        return false;
    };
    let holes = except.filter_map(AddressRange::parse).filter(|hole| hole.v6 == whole.v6);
    let mut holes: Vec<AddressRange> = holes.collect();
    holes.sort_unstable();
    let (mut open, mut at) = (0_u128, whole.first);
    for hole in holes {
        open = open.saturating_add(hole.first.min(whole.last).saturating_sub(at));
        at = at.max(hole.last.saturating_add(1));
    }
    open = open.saturating_add(whole.last.saturating_add(1).saturating_sub(at));
    open >= 1 << (if whole.v6 { 125 } else { 29 })
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match u32::try_from(self.bits) {
            Ok(bits) if !self.v6 => Ipv4Addr::from_bits(bits).fmt(f),
            _ => Ipv6Addr::from_bits(self.bits).fmt(f),
        }
    }
}

/// As a CIDR block, else as `first-last`.
impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix() {
            Some(prefix) => write!(f, "{}/{prefix}", self.start()),
            None => write!(f, "{}-{}", self.start(), Address { v6: self.v6, bits: self.last }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_as_go_reads_them() {
        let shown = |cidr| AddressRange::parse(cidr).map(|range| range.to_string());
        assert_eq!(shown("10.1.2.3/8").as_deref(), Some("10.0.0.0/8"));
        assert_eq!(shown("0.0.0.0/0").as_deref(), Some("0.0.0.0/0"));
        assert_eq!(shown("fd00::1/8").as_deref(), Some("fd00::/8"));
        assert_eq!(shown("::/0").as_deref(), Some("::/0"));
        assert_eq!(shown("::1/128").as_deref(), Some("::1/128"));
        for bad in
            ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "010.0.0.0/8", "::/129", "10.0.0.0/+8", ""]
        {
            assert_eq!(shown(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_range_that_is_no_block_is_shown_by_its_ends() {
        let range = AddressRange { v6: false, first: 1, last: u128::from(u32::MAX) };
        assert_eq!(range.to_string(), "0.0.0.1-255.255.255.255");
        assert_eq!(range.after(), None);
    }

    #[test]
    fn the_families_share_no_address() {
        assert!(!AddressRange::V6.holds(Address { v6: false, bits: 1 }));
        assert!(!AddressRange::V6.covers(AddressRange::V4));
    }
}
