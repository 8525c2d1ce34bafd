"""Reports and answers are the same bytes from every shell, whatever the order of the files."""

from pathlib import Path

import pytest
import ztn
from support import (
    AS_OF,
    CLUSTER_NAMES,
    CLUSTERS,
    QUESTIONS,
    answer,
    files_of,
    from_environment,
    python,
    run,
)
from ztn.types import Options, Scope


@pytest.mark.parametrize("scope", ["partial", "cluster"])
@pytest.mark.parametrize("cluster", CLUSTER_NAMES)
def test_every_way_to_a_report_gives_the_same_bytes(
    cluster: str, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CLUSTERS)
    check = ["check", cluster, "-f", "json", "--as-of", AS_OF, "--scope", scope, "--exit-zero"]
    native = run(from_environment("ZTN_NATIVE"), *check)
    assert native.returncode == 0, native.stderr
    expected = native.stdout.removesuffix(b"\n")

    options: Options = {"as_of": AS_OF, "scope": scope}
    given = files_of(cluster)
    assert ztn.analyze(given, options).to_json() == expected
    assert ztn.analyze_paths([cluster], options).to_json() == expected
    assert python("-m", "ztn", *check).stdout == native.stdout
    texts: dict[str | Path, str | bytes] = {Path(path): given[path].decode() for path in given}
    assert ztn.analyze(texts, **options).to_json() == expected
    workspace = ztn.Workspace(options)
    for path in reversed(given):
        workspace.set(path, given[path])
    assert workspace.report().to_json() == expected


@pytest.mark.parametrize("cluster", CLUSTER_NAMES)
def test_every_way_to_an_answer_gives_the_same_bytes(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CLUSTERS)
    given = files_of(cluster)
    report = ztn.analyze_paths([cluster], as_of=AS_OF)
    workspace = ztn.Workspace(as_of=AS_OF)
    for path in reversed(given):
        workspace.set(path, given[path])
    for asked in QUESTIONS:
        question, query = asked["question"], asked["query"]
        command = [*asked["args"], cluster, "-f", "json", "--as-of", AS_OF]
        native = run(from_environment("ZTN_NATIVE"), *command)
        # 1 says that a suggestion leaves something out.
        told = native.stdout if native.returncode in (0, 1) else native.stderr
        expected = told.removeprefix(b"ztn: ").removesuffix(b"\n")
        assert expected, command
        assert answer(ztn, question, given, query=query, as_of=AS_OF) == expected
        assert answer(report, question, query=query) == expected
        assert answer(workspace, question, query=query) == expected


def test_a_comparison_has_the_bytes_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CLUSTERS)
    before, after = (ztn.analyze({}, as_of=AS_OF), ztn.analyze_paths(["shop"], as_of=AS_OF))
    kept = []
    for name, report in [("before", before), ("after", after)]:
        path = from_environment("ZTN_SCRATCH") / f"{name}.json"
        path.write_bytes(report.to_json())
        kept.append(path)
    native = run(from_environment("ZTN_NATIVE"), "diff", *kept, "-f", "json", "--exit-zero")
    assert ztn.diff(before, after).to_json() + b"\n" == native.stdout


def test_a_comparison_of_files_has_the_bytes_of_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def below(folder: str) -> dict[str, bytes]:
        return {path.removeprefix(f"{folder}/"): text for path, text in files_of(folder).items()}

    monkeypatch.chdir(CLUSTERS)
    args = ("diff", "chart", "shop", "-f", "json", "--exit-zero", "--as-of", AS_OF)
    native = run(from_environment("ZTN_NATIVE"), *args)
    diff = ztn.diff_files(below("chart"), below("shop"), as_of=AS_OF)
    assert diff.connections and diff.permissions and not diff.not_compared
    assert diff.to_json() + b"\n" == native.stdout
