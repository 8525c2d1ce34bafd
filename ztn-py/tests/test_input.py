"""What can be handed over, and what is refused: with field and remedy, never with a panic."""

import pickle
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import ztn
from support import POD

# What a type checker would refuse has to be refused by the program, too.
analyze: Callable[..., Any] = ztn.analyze
analyze_paths: Callable[..., Any] = ztn.analyze_paths
diff: Callable[..., Any] = ztn.diff
diff_files: Callable[..., Any] = ztn.diff_files
explain: Callable[..., Any] = ztn.explain
from_json: Callable[..., Any] = ztn.Report.from_json
Workspace: Callable[..., Any] = ztn.Workspace

ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
ROUND: dict[str, Any] = {}
ROUND["assume"] = ROUND


def test_text_bytes_and_paths_are_files_alike() -> None:
    expected = ztn.analyze({"a/pod.yaml": POD})
    content = POD.encode()
    assert ztn.analyze({"a/pod.yaml": content}) == expected
    assert ztn.analyze({"a/pod.yaml": bytearray(content)}) == expected
    assert ztn.analyze({"a/pod.yaml": memoryview(content)}) == expected
    assert ztn.analyze({Path("a/pod.yaml"): POD}) == expected
    assert ztn.analyze(MappingProxyType({"a/pod.yaml": POD})) == expected
    assert ztn.analyze(OrderedDict({"a\\pod.yaml": POD})) == expected


def test_keywords_and_options_are_options_alike() -> None:
    expected = ztn.analyze({"pod.yaml": POD}, {"scope": "cluster", "assume": {"cni": "calico"}})
    assert ztn.analyze({"pod.yaml": POD}, scope="cluster", assume={"cni": "calico"}) == expected
    mixed = ztn.analyze(
        {"pod.yaml": POD}, {"scope": "partial", "assume": {"cni": "calico"}}, scope="cluster"
    )
    assert mixed == expected
    assert analyze({"pod.yaml": POD}, None, scope=None) == ztn.analyze({"pod.yaml": POD})
    assert analyze({}, select=("network",)).options["select"] == ["network"]


FILES = "invalid-files"
OPTIONS = "invalid-options"


@pytest.mark.parametrize(
    ("call", "code", "field", "message", "remedy"),
    [
        (lambda: analyze(None), FILES, "files", "`NoneType`, where a mapping", "analyze_paths"),
        (lambda: diff_files({}, None), FILES, "after", "`NoneType`, where a mapping", "give a"),
        (lambda: diff_files({"a": 7}, {}), FILES, 'before["a"]', "`int`", "text or bytes"),
        (lambda: analyze(7), FILES, "files", "`int`", '{"pod.yaml": text}'),
        (lambda: analyze(["pod.yaml"]), FILES, "files", "`list`", "`analyze_paths` reads files"),
        (lambda: analyze("pod.yaml"), FILES, "files", "`str`", "a mapping"),
        (
            lambda: analyze({1: POD}),
            FILES,
            "path",
            "`int`, where `str` or `os.PathLike`",
            "as text",
        ),
        (lambda: analyze({b"a": POD}), FILES, "path", "`bytes`", "as text"),
        (
            lambda: analyze({"a.yaml": None}),
            FILES,
            'files["a.yaml"]',
            "`NoneType`",
            "text or bytes",
        ),
        (lambda: analyze({"a.yaml": 1.5}), FILES, 'files["a.yaml"]', "`float`", "text or bytes"),
        (lambda: analyze({"a.yaml": [1]}), FILES, 'files["a.yaml"]', "`list`", "text or bytes"),
        (
            lambda: analyze({"a": "b: \ud800"}),
            FILES,
            'files["a"]',
            "surrogate, which is no character, at index 3",
            "bytes",
        ),
        (lambda: analyze({"\udcff": POD}), FILES, r"'\udcff'", "at index 0", "give it as text"),
        (lambda: analyze({"a/b": "", "a\\b": ""}), FILES, "files", "given twice", "each path once"),
        (lambda: analyze({}, 3), OPTIONS, "options", "`int`, where a mapping", "keywords"),
        (lambda: analyze({}, ["x"]), OPTIONS, "options", "`list`", "a mapping such as"),
        (
            lambda: analyze({}, sope="x"),
            OPTIONS,
            "options.sope",
            "unknown field `sope`",
            "did you mean `scope`?",
        ),
        (
            lambda: analyze({}, {"asof": "x"}),
            OPTIONS,
            "options.asof",
            "unknown field",
            "did you mean `as_of`?",
        ),
        (lambda: analyze({}, {1: "x"}), OPTIONS, "options", "`int`", "names are text"),
        (lambda: analyze({}, {"\ud800": 1}), OPTIONS, "options", "`str`", "names are text"),
        (
            lambda: analyze({}, scope="whole"),
            OPTIONS,
            "options.scope",
            "unknown variant `whole`",
            "`partial` or `cluster`",
        ),
        (
            lambda: analyze({}, scope="\ud800"),
            OPTIONS,
            "options.scope",
            "`str`, where text without",
            "ztn schema",
        ),
        (
            lambda: analyze({}, scope=True),
            OPTIONS,
            "options.scope",
            "not one of its words",
            "ztn schema",
        ),
        (
            lambda: analyze({}, assume={"cni": "calicoo"}),
            OPTIONS,
            "options.assume.cni",
            "`calicoo`",
            "`calico`?",
        ),
        (
            lambda: analyze({}, assume={"cin": 1}),
            OPTIONS,
            "options.assume.cin",
            "`cin`",
            "did you mean `cni`?",
        ),
        (lambda: analyze({}, as_of="soon"), OPTIONS, "options.as_of", "not a date", "YYYY-MM-DD"),
        (lambda: analyze({}, as_of=object()), OPTIONS, "options.as_of", "`object`", "ztn schema"),
        (
            lambda: analyze({}, limits={"depth": -1}),
            OPTIONS,
            "options.limits.depth",
            "-1",
            "from 0 to",
        ),
        (
            lambda: analyze({}, limits={"depth": 1 << 99}),
            OPTIONS,
            "options.limits.depth",
            "18446744073709551615",
            "from 0 to",
        ),
        (
            lambda: analyze({}, limits={"depth": 0.5}),
            OPTIONS,
            "options.limits.depth",
            "`float`",
            "ztn schema",
        ),
        (
            lambda: analyze({}, select="network"),
            OPTIONS,
            "options.select",
            "invalid type",
            "a list",
        ),
        (
            lambda: analyze({}, select=[None]),
            OPTIONS,
            "options.select[0]",
            "`NoneType`",
            "ztn schema",
        ),
        (
            lambda: analyze({}, select=["host-netwrok"]),
            OPTIONS,
            "options.select",
            "no rule `host-netwrok`",
            "`host-network`?",
        ),
        (
            lambda: analyze({}, select=ENDLESS),
            OPTIONS,
            "options.select[0]",
            "without end",
            "ztn schema",
        ),
        (lambda: analyze({}, ROUND), OPTIONS, "options.assume.assume", "without end", "ztn schema"),
        (
            lambda: Workspace(sope=1),
            OPTIONS,
            "options.sope",
            "unknown field",
            "did you mean `scope`?",
        ),
        (lambda: Workspace().set_options(3), OPTIONS, "options", "`int`", "keywords"),
        (lambda: Workspace().set("a", None), FILES, "content", "`NoneType`", "text or bytes"),
        (lambda: Workspace().set(None, "a"), FILES, "path", "`NoneType`", "as text"),
        (lambda: Workspace().remove(3), FILES, "path", "`int`", "as text"),
        (lambda: analyze_paths("k8s"), FILES, "paths", "`str`, where a list", '["k8s/"]'),
        (lambda: analyze_paths(None), FILES, "paths", "`NoneType`", "a list of files"),
        (lambda: analyze_paths([None]), FILES, "paths[0]", "`NoneType`", "a list of files"),
        (
            lambda: analyze_paths(["\ud800"]),
            FILES,
            "paths[0]",
            "`str`, where a path",
            "a list of files",
        ),
        (
            lambda: analyze_paths(["a\0b"]),
            "unreadable",
            "paths",
            "cannot read",
            "exists and may be read",
        ),
        (
            lambda: analyze_paths(["nowhere.yaml"]),
            "unreadable",
            "paths",
            "cannot read `nowhere.yaml`",
            "exists",
        ),
        (lambda: analyze_paths([b"nowhere.yaml"]), FILES, "paths[0]", "`bytes`", "a list of files"),
        (
            lambda: explain("privileged-contaner"),
            "unknown-rule",
            "rule",
            "there is no rule",
            "`privileged-container`?",
        ),
        (lambda: explain("network"), "unknown-rule", "rule", "is a practice", "ztn rules"),
        (lambda: explain("\ud800"), "unknown-rule", "rule", "there is no rule", "ztn rules"),
        (lambda: explain(None), "unknown-rule", "rule", "`NoneType`", "the id of a rule"),
        (lambda: diff(None, None), "invalid-report", "before", "`NoneType`", "from_json"),
        (lambda: diff(ztn.analyze({}), {}), "invalid-report", "after", "`dict`", "from_json"),
        (lambda: from_json(3), "invalid-report", "json", "`int`", "to_json"),
        (
            lambda: from_json("{}"),
            "invalid-report",
            "report",
            "not a report",
            "ztn check --format json",
        ),
        (
            lambda: from_json(b"\xff"),
            "invalid-report",
            "report",
            "not a report",
            "ztn check --format json",
        ),
        (
            lambda: from_json('{"schema": "ztn.report.v1"}'),
            "invalid-report",
            "report",
            "missing field",
            "ztn check",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused(
    call: Callable[[], object], code: str, field: str, message: str, remedy: str
) -> None:
    with pytest.raises(ztn.ZtnError) as caught:
        call()
    error = caught.value
    assert (error.code, error.field.startswith(field)) == (code, True), error.field
    assert message in error.message
    assert remedy in error.remedy
    assert str(error) == f"{error.field}: {error.message}: {error.remedy}"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.args) == (ztn.ZtnError, error.args)


def test_a_folder_without_manifests_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("none")
    with pytest.raises(ztn.ZtnError, match=r"no \.yaml, \.yml or \.json file in "):
        ztn.analyze_paths([tmp_path])


def test_a_name_that_is_no_utf_8_is_found_and_shown(tmp_path: Path) -> None:
    (tmp_path / "\udcff.yaml").write_text(POD)
    report = ztn.analyze_paths([tmp_path], select=["host-network"])
    assert [finding.path for finding in report.findings] == [f"{tmp_path}/\ufffd.yaml"]


def test_bad_manifests_are_problems_and_no_errors() -> None:
    report = ztn.analyze({"a.yaml": "a: [", "b.yaml": b"\xff\xfe\x00", "pod.yaml": POD})
    assert {problem["path"] for problem in report.problems} == {"a.yaml", "b.yaml"}
    assert "host-network" in {finding.rule for finding in report.findings}


def test_64_mib_of_text_are_read() -> None:
    text = POD + "#" * (64 << 20)
    assert ztn.analyze({"pod.yaml": text}).findings == ztn.analyze({"pod.yaml": POD}).findings
    value = (
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: "
        + "b" * (64 << 20)
        + "}}"
    )
    assert [file["status"] for file in ztn.analyze({"a.yaml": value}).inputs] == ["evaluated"]


def test_what_a_mapping_raises_is_passed_on() -> None:
    class Broken(dict[str, str]):
        def items(self) -> Any:
            raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        ztn.analyze(Broken())
