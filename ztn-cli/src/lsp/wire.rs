//! Messages in a stream of bytes: a header that says how long, an empty line, JSON.

use std::io::{self, BufRead, ErrorKind, Write};

/// The longest message that is taken: a whole file comes in one.
const LIMIT: usize = 1 << 30;

/// The next message; none at the end of the stream.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        match line.trim_end() {
            "" if length.is_some() => break,
            "" => {}
            header => length = length_of(header)?.or(length),
        }
    }
    let length = length.filter(|length| *length <= LIMIT).ok_or_else(|| {
        io::Error::new(ErrorKind::InvalidData, format!("a message of more than {LIMIT} bytes"))
    })?;
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

/// The length that a header gives; the other header there is says nothing that is needed.
fn length_of(header: &str) -> io::Result<Option<usize>> {
    let wrong = || {
        let message = format!("`{header}` is no header of the language server protocol");
        io::Error::new(ErrorKind::InvalidData, message)
    };
    let (name, value) = header.split_once(':').ok_or_else(wrong)?;
    if !name.eq_ignore_ascii_case("content-length") {
        return Ok(None);
    }
    value.trim().parse().map(Some).map_err(|_| wrong())
}

/// Sends a message.
pub(super) fn write(out: &mut impl Write, message: &str) -> io::Result<()> {
    write!(out, "Content-Length: {}\r\n\r\n{message}", message.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_as_long_as_its_header_says() {
        let mut bytes = Vec::new();
        write(&mut bytes, "{\"a\": \"🦀\"}").unwrap();
        bytes.extend(b"content-type: x\r\ncontent-length: 2\r\n\r\n{}");
        let mut input = bytes.as_slice();
        assert_eq!(read(&mut input).unwrap().unwrap(), "{\"a\": \"🦀\"}");
        assert_eq!(read(&mut input).unwrap().unwrap(), "{}");
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn what_is_no_message_is_an_error() {
        for bad in ["{}\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: 9\r\n\r\n{}"] {
            assert!(read(&mut bad.as_bytes()).is_err(), "{bad}");
        }
        let large = format!("Content-Length: {}\r\n\r\n", LIMIT + 1);
        assert!(read(&mut large.as_bytes()).unwrap_err().to_string().contains("more than"));
    }
}
