//! Names of hosts in texts of any sort: URLs, `host:port`, values that are a name and nothing else.

/// A host that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention<'t> {
    pub(super) host: &'t str,
    /// The port behind it.
    pub(super) port: Option<u16>,
    /// The scheme of the URL it is in.
    pub(super) scheme: Option<&'t str>,
    /// Is it meant as a host, whether there is one of this name or not? Else it is, if there is one with
    /// this port.
    pub(super) is_sure: bool,
    /// Is it an address or a name with a dot or a port, so that a bare word of prose is none?
    pub(super) is_bare: bool,
}

/// Words in a key that say that its value is a host.
const KEYS: &[&str] =
    &["host", "addr", "url", "uri", "server", "endpoint", "upstream", "broker", "backend", "dsn"];

/// Every host in a text. In a file a word alone is one where its key says so.
pub(super) fn mentions(text: &str, is_file: bool) -> Vec<Mention<'_>> {
    let mut mentions = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find(is_host_char)) {
        let start = from + start;
        let rest = text.get(start..).unwrap_or_default();
        let end = start + rest.find(|c| !is_host_char(c)).unwrap_or(rest.len());
        mentions.extend(mention(text, start, end, is_file));
        from = end;
    }
    mentions
}

/// More than any name of a host and what is written about it.
const NEAR: usize = 512;

fn last(text: &str) -> &str {
    let mut from = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

fn first(text: &str) -> &str {
    let mut to = text.len().min(NEAR);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(..to).unwrap_or_default()
}

fn is_host_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

fn mention(text: &str, start: usize, end: usize, is_file: bool) -> Option<Mention<'_>> {
    // What is about a host stands near it: a line of a megabyte is not read again for each word of it.
    let (before, after) = (last(text.get(..start)?), first(text.get(end..)?));
    let host = text.get(start..end)?.trim_matches(['.', '-', '_']);
    if host.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let scheme = scheme(before, after)?;
    let (port, behind) = port(after);
    let ends = behind.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';' | '/' | '?' | ')' | ']' | '}')
    });
    let is_alone = !after.trim_end().contains(char::is_whitespace);
    let is_whole = before.trim().is_empty() && ends && is_alone;
    let is_assigned = ends && key_before(before).is_some_and(|key| !is_file || is_of_host(key));
    let in_list =
        port.is_some() && (before.is_empty() || before.ends_with([',', ' ', '"', '\'', '=', '\n']));
    let is_sure = scheme.is_some() || (port.is_some() && (is_whole || in_list));
    let is_bare = !is_sure && !host.contains('.');
    let counts =
        is_sure || port.is_some() || host.contains('.') || is_assigned || (is_whole && !is_file);
    counts.then_some(Mention {
        host,
        port,
        scheme: scheme.filter(|s| !s.is_empty()),
        is_sure,
        is_bare,
    })
}

/// The scheme of a URL whose host stands here: an empty one where the URL has none. The outer option is
/// none where this is no host, but a name, a password or a path of a URL.
#[expect(clippy::option_option, reason = "no host, a host without a scheme, and one with it")]
fn scheme<'t>(before: &'t str, after: &str) -> Option<Option<&'t str>> {
    let begin =
        before.rfind(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '=' | '('));
    let token = before.get(begin.map_or(0, |at| at + 1)..)?;
    let Some((scheme, authority)) = token.rsplit_once("://") else {
        // A path of the file system, or one of a URL without a scheme.
        return if token.contains('/') { None } else { Some(None) };
    };
    if authority.contains(['/', '?', '#']) {
        return None;
    }
    let rest = after
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | ','))
        .next()?;
    if rest.contains('@') || (authority.contains(':') && !authority.contains('@')) {
        return None;
    }
    let scheme = scheme.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '+').next()?;
    Some(Some(scheme))
}

/// The port behind a host, and what follows: `:5432`, or ` 5432` as `nc` takes it.
fn port(after: &str) -> (Option<u16>, Option<char>) {
    let Some(rest) = after.strip_prefix(':').or_else(|| after.strip_prefix(' ')) else {
        return (None, after.chars().next());
    };
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    match rest.get(..digits).and_then(|digits| digits.parse().ok()).filter(|port| *port > 0) {
        Some(port) => (Some(port), rest.get(digits..).and_then(|rest| rest.chars().next())),
        None => (None, after.chars().next()),
    }
}

/// The key that a value is for: `--host=`, `HOST=`, `host: `.
fn key_before(before: &str) -> Option<&str> {
    let line = before.rsplit('\n').next()?;
    let line = line.trim_end_matches(['"', '\'', ' ']);
    let key = line.strip_suffix('=').or_else(|| line.strip_suffix(':'))?;
    let key = key.trim_end_matches(['"', '\'', ' ']);
    key.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '{' | ',')).next()
}

fn is_of_host(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    KEYS.iter().any(|word| key.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(text: &str, is_file: bool) -> Vec<(&str, Option<u16>)> {
        mentions(text, is_file).into_iter().map(|m| (m.host, m.port)).collect()
    }

    #[test]
    fn hosts_are_found_where_texts_have_them() {
        let value = |text| hosts(text, false);
        assert_eq!(value("redis"), [("redis", None)]);
        assert_eq!(value("redis:6379"), [("redis", Some(6379))]);
        assert_eq!(
            value("http://web:8080/path/db?x=cache"),
            [("web", Some(8080)), ("cache", None)]
        );
        assert_eq!(
            value("postgres://app:pass@db.shop.svc:5432/orders"),
            [("db.shop.svc", Some(5432))]
        );
        assert_eq!(value("--redis-host=redis"), [("redis", None)]);
        assert_eq!(value("a:9092,b:9092"), [("a", Some(9092)), ("b", Some(9092))]);
        assert_eq!(value("nc -z db 5432"), [("db", Some(5432))]);
        assert_eq!(value("/var/lib/redis"), []);
        assert_eq!(value("it stores carts in redis, and more"), []);
    }

    #[test]
    fn in_a_file_a_word_alone_is_a_host_where_its_key_says_so() {
        assert_eq!(hosts("name: web\nredis_host: \"cache\"\n", true), [("cache", None)]);
        assert_eq!(hosts("proxy_pass http://backend;", true), [("backend", None)]);
    }
}
