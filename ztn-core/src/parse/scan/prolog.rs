//! What stands before and after a document: `%` directives, `---`, `...`.

use super::chars::{BLANK, break_len, class};
use super::properties::{is_blank, is_word};
use super::{Awaits, Scanner, Step, offset};

impl Scanner<'_> {
    /// Reads directives and the `---` that ends them, if there are any.
    pub(super) fn prolog(&mut self) -> Step {
        self.next_token()?;
        let mut directives = false;
        let mut version = false;
        while self.byte(self.at) == b'%' && self.at == self.line {
            directives = true;
            self.directive(&mut version)?;
            self.next_token()?;
        }
        let dashes =
            self.at == self.line && self.byte(self.at) == b'-' && self.document_mark(self.at);
        if dashes {
            self.at += 3;
            self.explicit = true;
            // `--- a: b` is no mapping: the line is taken, as after a `key:`.
            self.key_may_start = false;
            self.top.mark = offset(self.at);
            self.last_end = offset(self.at);
        } else if directives {
            return Err(self.fault_here("expected the `---` that ends the directives"));
        } else {
            // The document's own text may begin after a `---` that is not part of it.
            self.top.mark = offset(self.line);
        }
        Ok(())
    }

    /// `...` or `---` inside a document: only comments may follow the first.
    pub(super) fn document_end(&mut self) -> Step {
        let begun = self.explicit || self.inner.any() || !self.out.cells.is_empty();
        if !begun {
            return Err(self.fault(self.at, self.at + 3, "there is no document before this"));
        }
        self.stale_key()?;
        self.close_deeper(-1)?;
        if self.top.awaits == Awaits::Node {
            self.empty()?;
        }
        if self.byte(self.at) == b'-' {
            return Err(self.fault(self.at, self.at + 3, "a second document begins here"));
        }
        self.at += 3;
        self.key_may_start = false;
        Ok(())
    }

    fn directive(&mut self, version: &mut bool) -> Step {
        let start = self.at;
        let line_end = self.end_of_line(start);
        self.at += 1;
        let name_start = self.at;
        while is_word(self.byte(self.at)) {
            self.at += 1;
        }
        let name = self.slice(name_start, self.at);
        if !self.blank_or_end(self.at) {
            return Err(self.fault(start, line_end, "this directive is not known"));
        }
        self.skip_blanks();
        match name {
            "YAML" => {
                let number = self.at;
                while matches!(self.byte(self.at), b'0'..=b'9' | b'.') {
                    self.at += 1;
                }
                // go-yaml reads 1.1 only, so kubectl does.
                if !matches!(self.slice(number, self.at), "1.1" | "01.1" | "1.01" | "01.01") {
                    let message = "only YAML 1.1 is read, as kubectl does";
                    return Err(self.fault(number, self.at, message));
                }
                if std::mem::replace(version, true) {
                    return Err(self.fault(start, line_end, "a second `%YAML` directive"));
                }
            }
            "TAG" => {
                let handle_start = self.at;
                if self.byte(self.at) == b'!' {
                    self.at += 1;
                    while is_word(self.byte(self.at)) {
                        self.at += 1;
                    }
                    if self.byte(self.at) == b'!' {
                        self.at += 1;
                    }
                }
                let handle = self.slice(handle_start, self.at).to_owned();
                let whole = handle == "!" || handle.len() > 1 && handle.ends_with('!');
                if !whole || !is_blank(self.byte(self.at)) {
                    let message = "expected a handle such as `!name!` after `%TAG`";
                    return Err(self.fault(handle_start, self.at + 1, message));
                }
                self.skip_blanks();
                let prefix = self.tag_uri("")?;
                if prefix.is_empty() || !self.blank_or_end(self.at) {
                    return Err(self.fault(start, line_end, "expected what the handle stands for"));
                }
                if self.out.tags.iter().any(|(known, _)| *known == handle) {
                    return Err(self.fault(start, line_end, "this handle is declared twice"));
                }
                self.out.tags.push((handle, prefix));
            }
            _ => return Err(self.fault(start, line_end, "this directive is not known")),
        }
        self.skip_blanks();
        if self.byte(self.at) != b'#' && !self.line_end(self.at) {
            return Err(self.fault(self.at, line_end, "this directive ends earlier"));
        }
        if self.byte(self.at) == b'#' {
            self.comment();
        }
        // libyaml reads the line break as part of the directive: a tab may begin the next line.
        self.at += break_len(self.rest(self.at));
        self.line = self.at;
        self.key_may_start = false;
        Ok(())
    }

    fn skip_blanks(&mut self) {
        while class(self.byte(self.at)) & BLANK != 0 {
            self.at += 1;
        }
    }
}
