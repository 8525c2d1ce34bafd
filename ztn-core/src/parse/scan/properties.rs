//! Anchors, aliases and tags.

use super::chars::class;
use super::{Awaits, Fault, Scanner, Step, chars, offset};
use crate::parse::node::Style;
use crate::parse::scalar::{self, Tag};
use crate::parse::tape::{self, Cell, Kind};
use crate::span::Span;

/// The anchor and the tag of one node, as read so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties {
    any: bool,
    anchor: Option<Span>,
    tag: Option<Tag>,
    /// Where the first of them begins.
    pub(super) start: usize,
    /// Where the last of them ends.
    pub(super) end: u32,
    /// They stand in the column of the keys: what they belong to must be one.
    must_be_key: bool,
}

impl Properties {
    #[inline(always)]
    pub(super) fn any(&self) -> bool {
        self.any
    }
}

/// The handles that `%TAG` lines declared, with what they stand for.
pub(super) type Tags = Vec<(String, String)>;

const STANDARD: &str = "tag:yaml.org,2002:";

impl Scanner<'_> {
    /// `&anchor` or `!tag`.
    pub(super) fn property(&mut self, byte: u8) -> Step {
        let start = self.at;
        if self.key_may_start {
            self.stale_key()?;
            let must_be_key = self.flow == 0 && self.column() == self.top.indent;
            self.inner = Properties { start, must_be_key, ..Properties::default() };
        } else if !self.inner.any && !matches!(self.top.awaits, Awaits::Node | Awaits::KeyNode) {
            return Err(self.out_of_place());
        }
        let inner = self.key_may_start || self.inner.any;
        self.key_may_start = false;
        let (mut anchor, mut tag) = (None, None);
        if byte == b'&' {
            anchor = Some(self.anchor_name()?);
        } else {
            tag = Some(self.tag()?);
        }
        let end = offset(self.at);
        let group = if inner { &mut self.inner } else { &mut self.outer };
        if anchor.is_some() && group.anchor.is_some() || tag.is_some() && group.tag.is_some() {
            return Err(self.fault(start, end as usize, "a node can have one anchor and one tag"));
        }
        if !group.any {
            group.start = start;
        }
        group.any = true;
        group.anchor = group.anchor.or(anchor);
        group.tag = group.tag.or(tag);
        group.end = end;
        Ok(())
    }

    /// No key can begin any more where one could have: the properties read there belong to the
    /// node that is waited for.
    #[inline(always)]
    pub(super) fn stale_key(&mut self) -> Step {
        if self.inner.any { self.key_is_stale() } else { Ok(()) }
    }

    fn key_is_stale(&mut self) -> Step {
        let (start, end) = (self.inner.start, self.inner.end as usize);
        if self.inner.must_be_key {
            return Err(self.fault(start, end, "expected a key and its `:` after this"));
        }
        if !matches!(self.top.awaits, Awaits::Node | Awaits::KeyNode) {
            self.rewind(start);
            return Err(self.out_of_place());
        }
        self.settle_properties()
    }

    /// Makes `inner` part of `outer`: the node turned out not to be a key.
    pub(super) fn settle_properties(&mut self) -> Step {
        let inner = std::mem::take(&mut self.inner);
        if !inner.any {
            return Ok(());
        }
        let outer = &mut self.outer;
        if inner.anchor.is_some() && outer.anchor.is_some()
            || inner.tag.is_some() && outer.tag.is_some()
        {
            let message = "a node can have one anchor and one tag";
            return Err(self.fault(inner.start, inner.end as usize, message));
        }
        if !outer.any {
            outer.start = inner.start;
        }
        outer.any = true;
        outer.anchor = outer.anchor.or(inner.anchor);
        outer.tag = outer.tag.or(inner.tag);
        outer.end = inner.end;
        Ok(())
    }

    /// Gives `outer` to the cell `number`, which has just been written.
    pub(super) fn take_properties(&mut self, number: u32) -> Step {
        let properties = std::mem::take(&mut self.outer);
        let Some(cell) = self.out.cells.get_mut(number as usize) else {
            return Ok(());
        };
        if cell.kind == Kind::Alias {
            let span = Span::new(cell.start, cell.end);
            return Err(Fault::new(span, "an alias can have no anchor and no tag"));
        }
        if let (Some(tag), Kind::Scalar) = (properties.tag, cell.kind) {
            self.tag_scalar(number, tag)?;
        }
        if let Some(name) = properties.anchor {
            self.out.anchors.insert(name.of(self.text).to_owned(), number);
        }
        Ok(())
    }

    /// The tag says what the scalar is; go-yaml refuses one that does not fit.
    fn tag_scalar(&mut self, number: u32, tag: Tag) -> Step {
        let Some(&cell) = self.out.cells.get(number as usize) else {
            return Ok(());
        };
        let text = tape::scalar_text(self.text, &self.out.strings, &cell);
        let span = Span::new(cell.start, cell.end);
        let mut owned = None;
        let flags = match tag {
            Tag::Text | Tag::Timestamp => tape::STRING,
            Tag::Bang | Tag::Merge if text == "<<" => tape::STRING | tape::MERGE_TAG,
            Tag::Bang | Tag::Merge => tape::STRING,
            Tag::Binary => {
                owned = Some(scalar::base64(text).ok_or_else(|| {
                    Fault::new(span, "this is not the base64 that its tag `!!binary` asks for")
                })?);
                tape::STRING | tape::OWNED
            }
            Tag::Float => tape::RESOLVE | tape::FLOAT,
            Tag::Bool | Tag::Int | Tag::Null => tape::RESOLVE,
        };
        if !scalar::fits(tag, text) {
            let name = tag.name();
            return Err(Fault::new(span, format!("this is not the {name} that its tag asks for")));
        }
        let link = owned.map(|text| {
            self.out.strings.text.push_str(&text);
            self.out.strings.seal()
        });
        if let Some(cell) = self.out.cells.get_mut(number as usize) {
            cell.flags |= flags;
            cell.link = link.unwrap_or(cell.link);
        }
        Ok(())
    }

    /// The name after `&` or `*`; goes past it.
    fn anchor_name(&mut self) -> Step<Span> {
        let start = self.at + 1;
        let mut end = start;
        while is_word(self.byte(end)) {
            end += 1;
        }
        let ends = matches!(self.byte(end), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if end == start || !(ends || self.blank_or_end(end)) {
            let message = "the name of an anchor is made of ASCII letters, digits, `-` and `_`";
            return Err(self.fault(self.at, end.max(self.at + 1), message));
        }
        self.at = end;
        Ok(Span::new(offset(start), offset(end)))
    }

    pub(super) fn alias(&mut self) -> Step<Cell> {
        let start = self.at;
        let name = self.anchor_name()?.of(self.text);
        let Some(&target) = self.out.anchors.get(name) else {
            let message = format!("no anchor `&{name}` comes before this alias");
            return Err(self.fault(start, self.at, &message));
        };
        let open = self.out.cells.get(target as usize).is_some_and(|cell| {
            matches!(cell.kind, Kind::Sequence | Kind::Mapping) && cell.link == 0
        });
        if open {
            let message = format!("the value of the anchor `&{name}` contains itself");
            return Err(self.fault(start, self.at, &message));
        }
        self.out.aliases = true;
        Ok(Cell {
            kind: Kind::Alias,
            style: Style::Plain,
            flags: 0,
            start: offset(start),
            end: offset(self.at),
            link: target,
        })
    }

    /// `!suffix`, `!!suffix`, `!handle!suffix`, `!<whole tag>` or `!`; goes past it.
    fn tag(&mut self) -> Step<Tag> {
        let start = self.at;
        let whole = if self.byte(start + 1) == b'<' {
            self.at += 2;
            let tag = self.tag_uri("")?;
            if self.byte(self.at) != b'>' || tag.is_empty() {
                return Err(self.fault(start, self.at, "expected the `>` of this tag"));
            }
            self.at += 1;
            tag
        } else {
            let mut end = start + 1;
            while is_word(self.byte(end)) {
                end += 1;
            }
            if self.byte(end) == b'!' {
                self.at = end + 1;
                let handle = self.slice(start, end + 1);
                let suffix = self.tag_uri("")?;
                if suffix.is_empty() {
                    return Err(self.fault(start, self.at, "this tag ends too early"));
                }
                let declared = self.out.tags.iter().find(|(known, _)| known == handle);
                match (declared, handle) {
                    (Some((_, prefix)), _) => format!("{prefix}{suffix}"),
                    (None, "!!") => format!("{STANDARD}{suffix}"),
                    (None, _) => {
                        let message = format!("no `%TAG` line declares `{handle}`");
                        return Err(self.fault(start, self.at, &message));
                    }
                }
            } else {
                self.at = end;
                let head = self.slice(start + 1, end);
                let suffix = self.tag_uri(head)?;
                let declared = self.out.tags.iter().find(|(known, _)| known == "!");
                match declared {
                    Some((_, prefix)) if !suffix.is_empty() => format!("{prefix}{suffix}"),
                    _ => format!("!{suffix}"),
                }
            }
        };
        if !self.blank_or_end(self.at) {
            return Err(self.fault(start, self.at + 1, "expected a blank after this tag"));
        }
        Ok(match whole.strip_prefix(STANDARD) {
            Some("bool") => Tag::Bool,
            Some("int") => Tag::Int,
            Some("float") => Tag::Float,
            Some("null") => Tag::Null,
            Some("binary") => Tag::Binary,
            Some("timestamp") => Tag::Timestamp,
            Some("merge") => Tag::Merge,
            _ if whole == "!" => Tag::Bang,
            _ => Tag::Text,
        })
    }

    /// The rest of a tag after `head`, its `%xx` undone.
    pub(super) fn tag_uri(&mut self, head: &str) -> Step<String> {
        let start = self.at;
        let mut uri = head.as_bytes().to_vec();
        loop {
            let byte = self.byte(self.at);
            if byte == b'%' {
                let digits = self.text.get(self.at + 1..self.at + 3);
                let octet = digits
                    .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok());
                let Some(octet) = octet else {
                    return Err(self.fault_here("expected two hexadecimal digits after this `%`"));
                };
                uri.push(octet);
                self.at += 3;
            } else if is_word(byte) || b";/?:@&=+$,.!~*'()[]".contains(&byte) {
                uri.push(byte);
                self.at += 1;
            } else {
                break;
            }
        }
        String::from_utf8(uri)
            .map_err(|_| self.fault(start, self.at, "the `%` escapes of this tag are not UTF-8"))
    }
}

/// ASCII letters, digits, `-` and `_`.
#[inline]
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Is `byte` a space or a tab?
#[inline]
pub(super) fn is_blank(byte: u8) -> bool {
    class(byte) & chars::BLANK != 0
}
