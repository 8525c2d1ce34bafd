//! `ztn fix` on files: what it writes, what it shows, and when it does neither.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const LABELS: &str = "\
# the shop
apiVersion: v1
kind: Namespace
metadata:
  name: shop # all of it
  labels:
    pod-security.kubernetes.io/enforce: restricted
    # nobody reads it as it is written
    pod-security.kubernetes.io/warn: Restricted   # loud
    pod-security.kubernetes.io/audit: \"Baseline\"
    team: shop
";

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: true # until the proxy is gone
  containers:
  - name: web
    image: web
";

const SECRET: &str = "\
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
stringData:
  password: hunter2-very-secret
";

/// A folder of its own for each test.
struct Folder(PathBuf);

/// How a run ended: its code, and what it printed.
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        Self::at(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fix").join(name), files)
    }

    /// A folder outside any repository.
    fn outside(name: &str, files: &[(&str, &str)]) -> Self {
        let name = format!("ztn-fix-{name}-{}", std::process::id());
        Self::at(std::env::temp_dir().join(name), files)
    }

    fn at(folder: PathBuf, files: &[(&str, &str)]) -> Self {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (path, text) in files {
            fs::write(folder.join(path), text).unwrap();
        }
        Self(folder)
    }

    fn fix(&self, args: &[&str]) -> Run {
        self.run(env!("CARGO_BIN_EXE_ztn"), &[&["fix"], args].concat(), "")
    }

    fn run(&self, program: &str, args: &[&str], stdin: &str) -> Run {
        let mut child = Command::new(program)
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may end before it reads anything.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        Run {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

#[test]
fn safe_fixes_are_made_and_everything_else_stays() {
    let folder = Folder::new("safe", &[("shop.yaml", LABELS), ("pod.yaml", POD)]);
    let run = folder.fix(&[".", "--apply"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.starts_with("ztn: 2 fixes made in 1 file; "), "{}", run.err);
    assert!(run.err.ends_with(" more with --unsafe\n"), "{}", run.err);
    let wanted = LABELS.replace("Restricted   #", "restricted   #").replace("Baseline", "baseline");
    assert_eq!(folder.read("shop.yaml"), wanted);
    assert_eq!(folder.read("pod.yaml"), POD);
    assert_eq!(folder.names(), ["pod.yaml", "shop.yaml"]);

    let again = folder.fix(&[".", "--apply"]);
    assert!(again.err.starts_with("ztn: nothing to fix; "), "{}", again.err);
    assert_eq!((again.code, folder.read("shop.yaml")), (0, wanted));
}

#[test]
fn unsafe_fixes_are_made_on_request() {
    let folder = Folder::new("unsafe", &[("pod.yaml", POD)]);
    let run = folder.fix(&["pod.yaml", "--apply", "--unsafe", "--ignore", "network,mesh"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let fixed = folder.read("pod.yaml");
    assert!(fixed.contains("  hostNetwork: false # until the proxy is gone\n"), "{fixed}");
    assert!(fixed.contains("    image: web\n    securityContext:\n      "), "{fixed}");
    for line in
        ["allowPrivilegeEscalation: false", "readOnlyRootFilesystem: true", "type: RuntimeDefault"]
    {
        assert_eq!(fixed.matches(line).count(), 1, "{fixed}");
    }
    assert!(run.err.contains(" of them unsafe: look at what they change"), "{}", run.err);
    assert!(folder.fix(&[".", "--apply", "--unsafe"]).err.starts_with("ztn: nothing to fix"));
}

#[test]
fn the_default_is_a_diff_that_git_applies() {
    let crlf = LABELS.replace('\n', "\r\n");
    let no_end =
        LABELS.trim_end().replace("team: shop", "pod-security.kubernetes.io/audit-version: v1");
    let files =
        [("shop.yaml", LABELS), ("crlf.yaml", crlf.as_str()), ("end.yaml", no_end.as_str())];
    let folder = Folder::new("diff", &files);
    let run = folder.fix(&["."]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("fixes in 3 files; --apply makes them"), "{}", run.err);
    assert!(run.out.contains("--- a/shop.yaml\n+++ b/shop.yaml\n@@ -6,6 +6,6 @@\n"), "{}", run.out);
    assert!(run.out.contains("\n\\ No newline at end of file\n"), "{}", run.out);
    assert!(!run.out.contains('\x1b'), "no colours but on a terminal");
    for (name, text) in files {
        assert_eq!(folder.read(name), text, "--diff writes nothing");
    }
    assert_eq!(folder.fix(&[".", "--diff"]).out, run.out);

    // Outside any repository `git apply` patches the files of the folder.
    let folder = Folder::outside("diff", &files);
    let run = folder.fix(&["."]);
    let git = folder.run("git", &["apply", "-"], &run.out);
    assert_eq!(git.code, 0, "{}{}", git.err, run.out);
    assert_eq!(folder.fix(&["."]).code, 0, "everything is fixed");
    assert_eq!(folder.read("crlf.yaml").replace("\r\n", "").matches(['\r', '\n']).count(), 0);
    fs::remove_dir_all(&folder.0).unwrap();
}

#[test]
fn standard_input_is_shown_or_printed_fixed() {
    let folder = Folder::new("stdin", &[]);
    let ztn = env!("CARGO_BIN_EXE_ztn");
    let diff = folder.run(ztn, &["fix", "-"], LABELS);
    assert_eq!(diff.code, 1);
    assert!(diff.out.contains("\n+    pod-security.kubernetes.io/warn: restricted   # loud\n"));
    let fixed = folder.run(ztn, &["fix", "-", "--apply"], LABELS);
    assert_eq!(fixed.code, 0);
    assert!(fixed.out.contains("/audit: \"baseline\"\n    team: shop\n"), "{}", fixed.out);
    let same = folder.run(ztn, &["fix", "-", "--apply"], SECRET);
    assert_eq!((same.code, same.out.as_str()), (0, SECRET), "what has no fixes is printed, too");
    assert!(folder.names().is_empty());
}

#[test]
fn what_is_excepted_is_left() {
    let label = "    pod-security.kubernetes.io/warn: Restricted";
    let text =
        LABELS.replace(label, &format!("    # ztn: ignore[pss-label-invalid] -- loud\n{label}"));
    let folder = Folder::new("excepted", &[("shop.yaml", &text)]);
    let run = folder.fix(&["shop.yaml", "--apply"]);
    assert!(run.err.starts_with("ztn: 1 fix made in 1 file"), "{}", run.err);
    assert_eq!(folder.read("shop.yaml"), text.replace("Baseline", "baseline"));
}

#[test]
fn rules_are_chosen_as_for_check() {
    let folder = Folder::new("select", &[("pod.yaml", POD)]);
    let run = folder.fix(&["pod.yaml", "--apply", "--unsafe", "--select", "host-network"]);
    assert!(run.err.starts_with("ztn: 1 fix made in 1 file; 1 of them unsafe"), "{}", run.err);
    assert_eq!(folder.read("pod.yaml"), POD.replace("hostNetwork: true", "hostNetwork: false"));
    let run = folder.fix(&["pod.yaml", "--select", "host-netwrok"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean `host-network`?"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_keeps_all_from_being_written() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("read-only", &[("a.yaml", LABELS), ("b.yaml", LABELS)]);
    let locked = folder.0.join("b.yaml");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o444)).unwrap();
    let run = folder.fix(&[".", "--apply"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("cannot write `b.yaml`: it is read-only: make it writable, or leave it out"),
        "{}",
        run.err
    );
    assert_eq!((folder.read("a.yaml"), folder.read("b.yaml")), (LABELS.into(), LABELS.into()));
    assert_eq!(folder.names(), ["a.yaml", "b.yaml"], "nothing half written is left behind");
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_links_stay_links() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("link", &[("real.txt", LABELS)]);
    let real = folder.0.join("real.txt");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.txt", folder.0.join("link.yaml")).unwrap();
    assert_eq!(folder.fix(&["link.yaml", "--apply"]).code, 0);
    assert!(fs::symlink_metadata(folder.0.join("link.yaml")).unwrap().file_type().is_symlink());
    assert!(folder.read("real.txt").contains("/warn: restricted"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_diff_shows_no_secret() {
    // Above and below the change a Secret is within the lines that a diff would show.
    let label = LABELS.lines().skip(1).collect::<Vec<_>>().join("\n");
    let above = format!("{SECRET}---\n{label}");
    let short = "metadata: {labels: {pod-security.kubernetes.io/warn: Restricted}, name: shop}\nkind: Namespace\napiVersion: v1\n";
    let between = format!("{SECRET}---\n{short}---\n{SECRET}");
    let folder = Folder::new("secret", &[("above.yaml", &above), ("between.yaml", &between)]);
    let run = folder.fix(&["."]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(!run.out.contains("hunter2"), "{}", run.out);
    assert!(run.out.contains("warn: restricted"), "{}", run.out);

    // A change on the very line of a secret cannot be shown at all, but made.
    let list = format!(
        r#"{{"kind": "List", "apiVersion": "v1", "items": [{{"kind": "Secret", "apiVersion": "v1", "metadata": {{"name": "a"}}, "stringData": {{"x": "hunter2"}}}}, {}]}}"#,
        r#"{"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "shop", "labels": {"pod-security.kubernetes.io/warn": "Restricted"}}}"#
    );
    let folder = Folder::new("secret-line", &[("list.json", &list)]);
    let run = folder.fix(&["."]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("`list.json`, line 1: ") && run.err.contains("--apply writes it"));
    assert!(!run.out.contains("hunter2") && !run.err.contains("hunter2"));
    assert_eq!(folder.fix(&[".", "--apply"]).code, 0);
    assert_eq!(folder.read("list.json"), list.replace("Restricted", "restricted"));
}

#[test]
fn secrets_themselves_are_never_edited() {
    let twice = SECRET.replace("stringData:\n", "stringData:\n  password: hunter2-first\n");
    let folder = Folder::new("secret-twice", &[("db.yaml", &twice)]);
    let run = folder.fix(&["db.yaml", "--unsafe"]);
    assert!(!run.out.contains("hunter2") && !run.err.contains("hunter2"), "{}", run.out);
    folder.fix(&["db.yaml", "--unsafe", "--apply"]);
    assert_eq!(folder.read("db.yaml"), twice);
}

#[test]
fn a_cut_hunk_is_one_that_git_applies_when_told() {
    let list = "\
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: k8s.gcr.io/pause}]}}
- {apiVersion: v1, kind: Secret, metadata: {name: b}, stringData: {x: hunter2}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
";
    let folder = Folder::outside("cut", &[("list.yaml", list)]);
    let run = folder.fix(&["."]);
    assert!(
        run.out.contains("registry.k8s.io/pause") && !run.out.contains("hunter2"),
        "{}",
        run.out
    );
    assert!(run.err.contains("list.yaml: ") && run.err.contains("--unidiff-zero"), "{}", run.err);
    let git = folder.run("git", &["apply", "--unidiff-zero", "-"], &run.out);
    assert_eq!(git.code, 0, "{}{}", git.err, run.out);
    assert_eq!(folder.read("list.yaml"), list.replace("k8s.gcr.io", "registry.k8s.io"));
    fs::remove_dir_all(&folder.0).unwrap();
}

#[test]
fn what_cannot_be_read_is_an_error() {
    let folder = Folder::new("missing", &[("shop.yaml", LABELS)]);
    let run = folder.fix(&["shop.yaml", "nowhere.yaml", "--apply"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot read `nowhere.yaml`"), "{}", run.err);
    assert_eq!(folder.read("shop.yaml"), LABELS);
    assert_eq!(folder.fix(&["shop.yaml", "--diff", "--apply"]).code, 2);
}

#[test]
fn utf16_is_left_and_said() {
    let folder = Folder::new("utf16", &[]);
    let units = LABELS.encode_utf16().flat_map(u16::to_le_bytes);
    let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
    fs::write(folder.0.join("shop.yaml"), &bytes).unwrap();
    let run = folder.fix(&["shop.yaml", "--apply"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("shop.yaml is left, it is not UTF-8"), "{}", run.err);
    assert_eq!(fs::read(folder.0.join("shop.yaml")).unwrap(), bytes);
}
