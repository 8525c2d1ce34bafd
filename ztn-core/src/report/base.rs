//! From the paths of a report to the names that its readers have for the same files.

/// The path of what was read from standard input.
pub const STDIN: &str = "<stdin>";

/// Where the host stands: readers name files from the root of a repository, reports as the files were
/// given. Both folders are absolute, with forward slashes; an empty one is not known.
#[derive(Clone, Debug, Default)]
pub struct Base {
    /// What readers count from: the root of the repository.
    pub root: String,
    /// What the report's relative paths count from.
    pub folder: String,
}

/// A file, as readers name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// Below the root.
    Inside(String),
    /// Elsewhere on the machine, from its top.
    Outside(String),
    /// No file at all.
    Stdin,
}

impl Base {
    /// The name of the file with this path.
    pub(crate) fn name(&self, path: &str) -> Name {
        if path == STDIN {
            return Name::Stdin;
        }
        let path = if is_absolute(path) || self.folder.is_empty() {
            normal(path)
        } else {
            normal(&format!("{}/{path}", self.folder))
        };
        let root = self.root.trim_end_matches('/');
        match path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) {
            Some(inside) if is_absolute(&self.root) => Name::Inside(inside.to_owned()),
            _ if is_absolute(&path) => Name::Outside(path),
            _ => Name::Inside(path),
        }
    }

    /// The same as plain text.
    pub(crate) fn plain(&self, path: &str) -> String {
        match self.name(path) {
            Name::Inside(path) | Name::Outside(path) => path,
            Name::Stdin => STDIN.to_owned(),
        }
    }
}

impl Name {
    /// The URI reference of the file (RFC 3986).
    pub(crate) fn uri(&self) -> String {
        match self {
            Self::Inside(path) => encoded(path),
            Self::Outside(path) if path.starts_with('/') => format!("file://{}", encoded(path)),
            // A drive's letter keeps its colon.
            Self::Outside(path) => match path.split_once(':') {
                Some((drive, rest)) => format!("file:///{drive}:{}", encoded(rest)),
                None => encoded(path),
            },
            Self::Stdin => encoded(STDIN),
        }
    }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/')
        || path.split_once(":/").is_some_and(|(drive, _)| {
            drive.len() == 1 && drive.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
}

/// The path without `.` and, where that is possible, without `..`.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." => {}
            // The empty part is the one before a leading slash; others are doubled slashes.
            "" if !parts.is_empty() => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            ".." if parts.len() == 1 && parts.first() == Some(&"") => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Percent-encodes what may not stand in the path of a URI. The colon may not stand in the first segment
/// of a relative one, so that it is taken for a scheme nowhere.
fn encoded(path: &str) -> String {
    use std::fmt::Write;
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(root: &str, folder: &str, path: &str) -> String {
        Base { root: root.into(), folder: folder.into() }.name(path).uri()
    }

    #[test]
    fn files_are_named_from_the_root_wherever_the_report_was_made() {
        assert_eq!(uri("/repo", "/repo", "k8s/a.yaml"), "k8s/a.yaml");
        assert_eq!(uri("/repo", "/repo/deploy", "k8s/a.yaml"), "deploy/k8s/a.yaml");
        assert_eq!(uri("/repo", "/repo/deploy", "../a.yaml"), "a.yaml");
        assert_eq!(uri("/repo", "/repo/deploy", "/repo/./x//a.yaml"), "x/a.yaml");
        assert_eq!(uri("/repo", "/repo", "../other/a.yaml"), "file:///other/a.yaml");
        assert_eq!(uri("/repo", "/repo", "/repository/a.yaml"), "file:///repository/a.yaml");
        assert_eq!(uri("C:/repo", "C:/repo/x", "a.yaml"), "x/a.yaml");
        assert_eq!(uri("C:/repo", "C:/repo", "D:/a b.yaml"), "file:///D:/a%20b.yaml");
        assert_eq!(uri("/", "/", "a.yaml"), "a.yaml");
        assert_eq!(uri("/", "/", "../../a.yaml"), "a.yaml");
    }

    #[test]
    fn without_a_base_a_path_stays_as_it_was_given() {
        assert_eq!(uri("", "", "./k8s/a.yaml"), "k8s/a.yaml");
        assert_eq!(uri("", "", "../a.yaml"), "../a.yaml");
        assert_eq!(uri("", "", "/tmp/a.yaml"), "file:///tmp/a.yaml");
    }

    #[test]
    fn what_may_not_stand_in_a_uri_is_encoded() {
        assert_eq!(uri("", "", "a b/ü#?%:.yaml"), "a%20b/%C3%BC%23%3F%25%3A.yaml");
        assert_eq!(uri("/r", "/r", STDIN), "%3Cstdin%3E");
    }
}
