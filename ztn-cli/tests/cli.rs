//! The command as people run it: exit codes, messages, and the same bytes as the library.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const BAD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec:\n  containers:\n  - name: c\n    \
                   securityContext: {privileged: true}\n";
const QUIET: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: quiet}\n";

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(folder)
    }

    fn ztn(&self, args: &[&str]) -> Run {
        self.ztn_with(args, "")
    }

    fn ztn_with(&self, args: &[&str], stdin: &str) -> Run {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ztn"))
            .args(args)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The program may end before it reads anything.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        Run::of(child.wait_with_output().unwrap())
    }
}

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

#[test]
fn the_exit_code_says_how_it_went_and_stderr_why() {
    let folder = Folder::new("exit", &[("bad.yaml", BAD), ("quiet.yaml", QUIET)]);
    let bad = folder.ztn(&["check", "bad.yaml"]);
    assert_eq!(bad.code, 1, "{}", bad.err);
    assert!(bad.err.ends_with("ztn: exit 1: 1 finding is high or worse\n"), "{}", bad.err);
    assert!(bad.out.contains("--> bad.yaml:7:35\n"), "{}", bad.out);
    let compact = folder.ztn(&["check", "bad.yaml", "--format", "compact"]).out;
    assert!(compact.contains("bad.yaml:7:35: critical[privileged-container]: "), "{compact}");
    assert_eq!(folder.ztn(&["check", "bad.yaml", "--exit-zero"]).code, 0);
    assert_eq!(
        folder.ztn(&["check", "bad.yaml", "--ignore", "privileged-container,processes"]).code,
        0
    );
    let quiet = folder.ztn(&["check", "quiet.yaml"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, "ztn: exit 0: no finding is high or worse\n"));
    assert_eq!(folder.ztn(&["check", "quiet.yaml", "--strict"]).code, 3);
}

#[test]
fn what_was_named_and_cannot_be_read_is_an_error_with_its_name() {
    let folder = Folder::new("missing", &[("bad.yaml", BAD)]);
    let run = folder.ztn(&["check", "bad.yaml", "nowhere.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot read `nowhere.yaml`: "), "{}", run.err);
    assert!(run.out.is_empty());
}

#[test]
fn a_folder_without_manifests_is_no_cluster_without_faults() {
    let folder = Folder::new("empty", &[("notes/README.md", "none"), (".hidden/pod.yaml", BAD)]);
    let run = folder.ztn(&["check", "."]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no .yaml, .yml or .json file in `.`"), "{}", run.err);
}

#[test]
fn a_bad_option_names_itself_and_what_it_takes() {
    let folder = Folder::new(
        "options",
        &[
            ("bad.yaml", BAD),
            ("options.json", r#"{"assume": {"cni": "x"}}"#),
            ("ignore.json", r#"{"ignore": ["host-netwrok"]}"#),
        ],
    );
    for (args, said) in [
        (&["--scope", "whole"][..], "expected `partial` or `cluster`"),
        (&["--kube-version", "latest"], "write it as 1.36 or v1.36.2"),
        (&["--as-of", "2026-13-01"], "write YYYY-MM-DD"),
        (&["--select", "priviledged-container"], "did you mean `privileged-container`?"),
        (&["--ignore", "netwrok"], "did you mean `network`?"),
        (&["--options", "ignore.json"], "did you mean `host-network`?"),
        (
            &["--options", "options.json"],
            "options.assume.cni: unknown variant `x` at line 1 column 22: write one of `calico`",
        ),
        (&["--fail-on", "hihg"], "a similar value exists: 'high'"),
        (&["--fail-on", "severe"], "[possible values: info, low, medium, high, critical]"),
    ] {
        let run = folder.ztn(&[&["check", "bad.yaml"], args].concat());
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}

#[test]
fn folders_are_searched_and_gitignore_is_honoured() {
    let folder = Folder::new(
        "walk",
        &[
            ("k8s/a.yaml", BAD),
            ("k8s/deep/b.json", r#"{"apiVersion": "v1", "kind": "ConfigMap"}"#),
            ("k8s/notes.md", "# no manifest"),
            ("k8s/.gitignore", "rendered/\n"),
            ("k8s/rendered/c.yaml", BAD),
        ],
    );
    let paths = |args: &[&str]| -> Vec<String> {
        let run = folder.ztn(&[&["check", "--format", "json"], args].concat());
        let report = run.json();
        report["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["path"].as_str().unwrap().into())
            .collect()
    };
    assert_eq!(paths(&["./k8s"]), ["k8s/a.yaml", "k8s/deep/b.json"]);
    assert_eq!(paths(&["k8s", "k8s/a.yaml"]), ["k8s/a.yaml", "k8s/deep/b.json"]);
    assert_eq!(paths(&["k8s/rendered/c.yaml"]), ["k8s/rendered/c.yaml"]);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let folder = Folder::new("stdin", &[("bad.yaml", BAD)]);
    let piped = folder.ztn_with(&["check", "-", "--format", "json", "--as-of", "2026-11-23"], BAD);
    let named = folder.ztn(&["check", "bad.yaml", "--format", "json", "--as-of", "2026-11-23"]);
    assert_eq!(piped.out.replace("<stdin>", "bad.yaml"), named.out);
}

#[test]
fn json_is_the_library_s_own_and_goes_to_a_file_on_request() {
    let folder = Folder::new("json", &[("bad.yaml", BAD)]);
    let run = folder.ztn(&[
        "check",
        "bad.yaml",
        "-f",
        "json",
        "-o",
        "report.json",
        "--as-of",
        "2026-11-23",
    ]);
    assert!(run.out.is_empty());
    let options = ztn_core::Options::from_json(r#"{"as_of": "2026-11-23"}"#).unwrap();
    let input = ztn_core::Input::from_iter([("bad.yaml", BAD)]);
    let report = ztn_core::analyze(&input, &options).unwrap();
    assert_eq!(fs::read_to_string(folder.0.join("report.json")).unwrap(), report.to_json() + "\n");
}

#[test]
fn rules_are_listed_explained_and_guessed() {
    let folder = Folder::new("rules", &[]);
    let rules = folder.ztn(&["rules", "--format", "json"]).json();
    let ids: Vec<&str> =
        rules.as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), ztn_core::registry::RULES.len());
    for id in ids {
        let page = folder.ztn(&["explain", id]);
        assert!(
            page.code == 0 && page.out.contains("why: ") && page.out.contains("remedy: "),
            "{id}"
        );
    }
    let wrong = folder.ztn(&["explain", "privileged-contaner"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("did you mean `privileged-container`?"), "{}", wrong.err);
    let practice = folder.ztn(&["explain", "network"]);
    assert!(practice.err.contains("`network` is a practice, not a rule"), "{}", practice.err);
}

#[test]
fn schemas_and_completions_are_printed() {
    let folder = Folder::new("schema", &[]);
    for name in [
        "report",
        "diff",
        "can",
        "who-can",
        "permissions",
        "paths",
        "pss",
        "audit-policy",
        "suggest-rbac",
        "options",
        "rules",
    ] {
        assert!(folder.ztn(&["schema", name]).json()["$schema"].is_string());
    }
    assert!(folder.ztn(&["completions", "bash"]).out.contains("_ztn"));
    assert_eq!(folder.ztn(&["--version"]).code, 0);
    assert_eq!(folder.ztn(&[]).code, 2);
}

#[test]
fn the_demo_is_the_report_of_the_shop() {
    let folder = Folder::new("demo", &[]);
    let options = ["--format", "json", "--as-of", "2026-11-23"];
    let demo = folder.ztn(&[&["check", "--demo"], &options[..]].concat());
    let clusters = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../testdata/clusters");
    let shop = Folder(clusters).ztn(&[&["check", "shop"], &options[..]].concat());
    assert!(demo.out == shop.out, "run `cargo xtask gen`");
    assert_eq!(demo.json()["findings"][0]["span"]["path"], "shop/admission.yaml");
    assert_eq!(folder.ztn(&["check", "--demo", "shop"]).code, 2);
    assert_eq!(folder.ztn(&["check"]).code, 2);
}

#[test]
fn several_formats_are_written_at_once() {
    let folder = Folder::new("outputs", &[("bad.yaml", BAD), ("quiet.yaml", QUIET)]);
    let check = ["check", "bad.yaml", "--as-of", "2026-11-23"];
    let both = folder.ztn(&[&check[..], &["-o", "sarif=a.sarif", "-o", "junit=a.xml"]].concat());
    assert_eq!(both.out, folder.ztn(&check).out, "people still get their text");
    assert!(fs::read_to_string(folder.0.join("a.sarif")).unwrap().contains("privileged-container"));
    assert!(fs::read_to_string(folder.0.join("a.xml")).unwrap().contains("<testsuites"));
    let json = folder.ztn(&[&check[..], &["-f", "json", "-o", "sarif=b.sarif"]].concat());
    assert_eq!(json.json()["schema"], "ztn.report.v1");
    let same = |a: &str, b: &str| {
        fs::read(folder.0.join(a)).unwrap() == fs::read(folder.0.join(b)).unwrap()
    };
    assert!(same("a.sarif", "b.sarif"));
    // A file is written also when nothing is wrong, and over what was there.
    let clean = folder.ztn(&["check", "quiet.yaml", "-o", "sarif=a.sarif"]);
    assert_eq!(clean.code, 0);
    assert!(!same("a.sarif", "b.sarif"));
    let left = fs::read_dir(&folder.0)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_str().unwrap().ends_with(".tmp"));
    assert_eq!(left.count(), 0);
}

#[test]
fn outputs_that_cannot_be_are_refused() {
    let folder = Folder::new("refused", &[("bad.yaml", BAD)]);
    for (args, said) in [
        (&["-f", "json", "-f", "sarif"][..], "write the other with `--output sarif=FILE`"),
        (&["-o", "sarfi=a.sarif"], "no format `sarfi`: text, json, compact, sarif"),
        (&["-o", "sarif="], "`--output sarif=` names no file"),
        (&["-o", "sarif=nowhere/a.sarif"], "cannot write `nowhere/a.sarif`: "),
    ] {
        let run = folder.ztn(&[&["check", "bad.yaml"], args].concat());
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_device_a_device() {
    let folder = Folder::new("links", &[("bad.yaml", BAD), ("real.json", "old")]);
    std::os::unix::fs::symlink("real.json", folder.0.join("link.json")).unwrap();
    folder.ztn(&["check", "bad.yaml", "-o", "json=link.json", "-o", "sarif=/dev/null"]);
    assert!(fs::symlink_metadata(folder.0.join("link.json")).unwrap().is_symlink());
    assert!(fs::read_to_string(folder.0.join("real.json")).unwrap().starts_with('{'));
}

#[test]
fn files_are_named_from_the_root_of_the_repository() {
    let folder = Folder::new("root", &[(".git/HEAD", ""), ("deploy/k8s/bad.yaml", BAD)]);
    let run = Command::new(env!("CARGO_BIN_EXE_ztn"))
        .args(["check", "k8s", "-f", "github"])
        .current_dir(folder.0.join("deploy"))
        .output();
    let run = Run::of(run.unwrap());
    assert!(run.out.contains("::error file=deploy/k8s/bad.yaml,line=7,"), "{}", run.out);
}

#[test]
fn a_comparison_tells_what_is_new_by_its_exit_code() {
    let fixed = BAD.replace("true", "false");
    let folder = Folder::new(
        "diff",
        &[
            ("old/a.yaml", &fixed),
            ("new/a.yaml", BAD),
            ("moved/b/c.yaml", BAD),
            ("broken.json", "{"),
        ],
    );
    let worse = folder.ztn(&["diff", "old", "new"]);
    assert_eq!(worse.code, 1, "{}", worse.err);
    assert!(
        worse.out.contains("new new/a.yaml:7:35: critical[privileged-container]: "),
        "{}",
        worse.out
    );
    assert!(worse.err.ends_with("ztn: exit 1: 1 new finding is high or worse\n"), "{}", worse.err);
    assert_eq!(folder.ztn(&["diff", "old", "new", "--exit-zero"]).code, 0);
    let better = folder.ztn(&["diff", "new/a.yaml", "old/a.yaml"]);
    assert_eq!(better.code, 0, "{}", better.err);
    assert!(better.out.contains("fixed new/a.yaml:7:35: "), "{}", better.out);
    assert_eq!(folder.ztn(&["diff", "new", "moved"]).code, 0);
    assert_eq!(folder.ztn(&["diff", "old", "nowhere"]).code, 2);
    fs::create_dir(folder.0.join("empty")).unwrap();
    let first = folder.ztn(&["diff", "empty", "new"]);
    assert!(first.code == 1 && first.out.contains("privileged-container"), "{}", first.out);
    assert_eq!(folder.ztn(&["diff", "new", "empty"]).code, 0);
    assert_eq!(folder.ztn(&["diff", "old", "new", "-f", "junit"]).code, 2);
}

#[test]
fn a_kept_report_is_a_baseline() {
    let folder = Folder::new("baseline", &[("k8s/a.yaml", BAD)]);
    folder.ztn(&["check", "k8s", "-o", "json=base.json"]);
    let same = folder.ztn(&["diff", "base.json", "k8s"]);
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    fs::write(folder.0.join("k8s/b.yaml"), BAD.replace("name: bad", "name: more")).unwrap();
    let more = folder.ztn(&["diff", "base.json", "k8s", "-f", "json"]);
    assert_eq!(more.code, 1, "{}", more.err);
    assert!(more.json()["new"].as_array().unwrap().iter().all(|f| f["object"]["name"] == "more"));
    folder.ztn(&["diff", "k8s", "k8s", "-o", "json=diff.json"]);
    let wrong = folder.ztn(&["diff", "diff.json", "k8s"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("the shape is `ztn.diff.v1`"), "{}", wrong.err);
}

#[test]
fn a_comparison_tells_of_rights_and_attack_paths() {
    let role = |role: &str| {
        format!(
            "apiVersion: v1
kind: Pod
metadata: {{name: runner, namespace: ci}}
spec: {{serviceAccountName: runner, containers: [{{name: runner, image: runner}}]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {{name: runner}}
roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: {role}}}
subjects: [{{kind: ServiceAccount, name: runner, namespace: ci}}]
"
        )
    };
    let (before, after) = (role("view"), role("cluster-admin"));
    let folder = Folder::new("diff-rights", &[("a/rbac.yaml", &before), ("b/rbac.yaml", &after)]);
    let text = folder.ztn(&["diff", "a", "b"]).out;
    for line in [
        "gained service account `ci/runner`: * *.*",
        "gained attack path Pod `ci/runner` -> cluster-admin",
    ] {
        assert!(text.lines().any(|of| of == line), "{line}: {text}");
    }
    let json = folder.ztn(&["diff", "b", "a", "-f", "json"]).json();
    assert_eq!(json["paths"][0]["change"], "lost");
    assert_eq!(json["permissions"][0]["subject"]["name"], "runner");
}

#[test]
fn roles_are_suggested_from_a_log() {
    let record = r#"{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete","verb":"get","user":{"username":"jane"},"objectRef":{"resource":"pods","namespace":"shop","name":"db-0","apiVersion":"v1"},"responseStatus":{"code":200}}"#;
    let folder = Folder::new("suggest-rbac", &[("audit.log", record)]);
    let roles = folder.ztn(&["suggest", "rbac", "jane", "--log", "audit.log"]);
    assert_eq!(roles.code, 0, "{}", roles.err);
    assert!(roles.out.contains("resourceNames: [db-0]"), "{}", roles.out);
    let args = ["suggest", "rbac", "user:jane", "--log", "audit.log", "--no-names", "-f", "json"];
    let wide = folder.ztn(&args).json();
    assert_eq!(
        (&wide["schema"], &wide["requests"][0]["span"]["start"]["line"]),
        (&"ztn.suggest-rbac.v1".into(), &1.into())
    );
    assert_eq!(wide["proof"]["beside"][0]["resource"], "pods");
    let nobody = folder.ztn(&["suggest", "rbac", "john", "--log", "audit.log"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("most are of `jane`"), "{}", nobody.err);
}

#[test]
fn workloads_are_held_against_a_pod_security_standard() {
    let text = "apiVersion: v1
kind: Pod
metadata: {name: agent}
spec:
  containers: [{name: agent, livenessProbe: {tcpSocket: {host: 10.0.0.1, port: 1}}}]
";
    let folder = Folder::new("pss", &[("pod.yaml", text)]);
    let kept = folder.ztn(&["pss", "baseline:v1.33", "."]);
    assert_eq!((kept.code, kept.out.as_str()), (0, "1 of 1 workload keep baseline v1.33\n"));
    let broken = folder.ztn(&["pss", "baseline:latest", ".", "-f", "json"]);
    assert_eq!(broken.code, 1);
    let violation = &broken.json()["workloads"][0]["violations"][0];
    assert_eq!(violation["check"], "hostProbesAndHostLifecycle");
    assert_eq!(violation["spans"][0]["start"]["line"], 5);
    let latest = folder.ztn(&["pss", "baseline", ".", "--kube-version", "1.33"]);
    assert_eq!(latest.code, 0, "{}", latest.out);
    let table = folder.ztn(&["pss", "baseline", ".", "-f", "markdown"]);
    assert!(table.out.contains("| Pod `agent` | `hostProbesAndHostLifecycle` |"), "{}", table.out);
    let wrong = folder.ztn(&["pss", "Baseline", "."]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("write `privileged`, `baseline` or `restricted`"), "{}", wrong.err);
}

#[test]
fn an_audit_policy_is_told_request_by_request() {
    let text = "apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- {level: None, userGroups: ['system:serviceaccounts']}
- {level: Metadata}
";
    let folder = Folder::new("audit-policy", &[("audit.yaml", text)]);
    let one = folder.ztn(&["audit-policy", "--request", "get", "secrets", "."]);
    let wanted = "audit.yaml:1
  get secrets by a service account: not recorded, rule 1 at audit.yaml:4 decides
";
    assert_eq!((one.code, one.out.as_str()), (0, wanted));
    let somebody = ["--subject", "jane", "-n", "shop", "-f", "json"];
    let known = folder
        .ztn(&[&["audit-policy", ".", "--request", "get", "secrets"], &somebody[..]].concat());
    assert_eq!(known.json()["policies"][0]["requests"][0]["rule"]["number"], 2);
    let all = folder.ztn(&["audit-policy", "."]);
    assert_eq!(all.code, 1);
    assert!(all.out.contains("requests are recorded as they are to be; "), "{}", all.out);
    let table = folder.ztn(&["audit-policy", ".", "-f", "markdown"]);
    assert!(
        table.out.contains("| `create pods/exec` | a service account | None |"),
        "{}",
        table.out
    );
    let reference = folder.ztn(&["audit-policy", "--reference"]);
    let folder = Folder::new("audit-reference", &[("audit.yaml", &reference.out)]);
    assert_eq!(folder.ztn(&["audit-policy", "."]).code, 0);
    let none = Folder::new("audit-none", &[("pod.yaml", "kind: Pod\napiVersion: v1\n")]);
    assert_eq!(none.ztn(&["audit-policy", "."]).out, "the input holds no audit policy\n");
    assert_eq!(none.ztn(&["audit-policy"]).code, 2);
}

#[test]
fn a_list_of_rights_tells_what_gives_each_and_what_may_be_missing() {
    let rbac = "apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: team, namespace: shop}
rules:
- {apiGroups: [''], resources: [pods], verbs: [list, get]}
- {apiGroups: [''], resources: [pods, pods/*, nodes], resourceNames: [a], verbs: [get, create]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ghost}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ghost}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
";
    let folder = Folder::new("list", &[("rbac.yaml", rbac)]);
    // What is for one name is held by what is for every name, and the rest no request can match.
    let role = folder.ztn(&["permissions", "role:shop/team", "."]);
    let wanted = "get, list pods in namespace `shop`
  rbac.yaml:3:18: Role `shop/team`
  rbac.yaml:5:4: a rule of it allows list,get pods (core)
";
    assert_eq!(role.out, wanted);
    let json = folder.ztn(&["permissions", "role:shop/team", ".", "-f", "json"]).json();
    assert_eq!(json["subject"]["kind"], "role");
    let jane = folder.ztn(&["permissions", "jane", "."]).out;
    assert!(jane.contains("\nget /healthz\n"), "by its groups: {jane}");
    assert!(jane.contains("there may be more: the role `ghost` is not in the input"), "{jane}");
    let master = folder.ztn(&["permissions", "group:system:masters", "."]).out;
    assert!(master.starts_with("everything: members of `system:masters` pass"), "{master}");
    assert!(!master.contains("there may be"), "{master}");
    for (args, says) in [
        (&["permissions", "clusterrole:none", "."][..], "`clusterrole:none` is not in the input"),
        (&["permissions", "role:team", "."], "write `role:NAMESPACE/NAME`"),
        (&["can", "role:shop/team", "get", "pods", "."], "is a role, and nobody"),
    ] {
        let run = folder.ztn(args);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(says), "{}", run.err);
    }
}

#[test]
fn who_may_do_what_is_asked_of_files() {
    let binding = "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: team, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: team}]
";
    let folder = Folder::new("access", &[("rbac.yaml", binding)]);
    let answer = folder.ztn(&["can", "group:team", "get", "pods", ".", "-n", "shop", "-f", "json"]);
    assert_eq!(answer.code, 0);
    let answer = answer.json();
    assert_eq!((&answer["schema"], &answer["decision"]), (&"ztn.can.v1".into(), &"yes".into()));
    assert_eq!(answer["chains"][0]["steps"][0]["span"]["start"]["line"], 5);
    let args = ["can", "group:team", "get", "secrets", ".", "-n", "shop", "--scope", "cluster"];
    assert!(folder.ztn(&args).out.starts_with("no: "));
    let who = ["who-can", "list", "pods", ".", "--subresource", "log", "-f", "markdown"];
    assert!(folder.ztn(&who).out.contains("| group `team` | shop |"));
    let held = folder.ztn(&["permissions", "group:team", ".", "-f", "markdown"]).out;
    assert!(held.contains("| get, list, watch | configmaps |"), "{held}");
    let wrong = folder.ztn(&["can", "sa:team", "get", "pods", "."]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("serviceaccount:NAMESPACE/NAME"), "{}", wrong.err);
}
