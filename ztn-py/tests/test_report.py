"""Reports, findings and comparisons as Python objects."""

import copy
import json
import pickle
from collections.abc import Sequence

import pytest
import ztn
from support import CLUSTERS, POD
from ztn import types


@pytest.fixture(scope="module")
def shop() -> ztn.Report:
    return ztn.analyze_paths([CLUSTERS / "shop"], as_of="2026-11-23")


def test_a_report_is_its_json(shop: ztn.Report) -> None:
    told = shop.to_dict()
    assert told == json.loads(shop.to_json())
    assert json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode() == shop.to_json()
    assert ztn.Report.from_json(shop.to_json()) == shop
    assert ztn.Report.from_json(shop.to_json().decode()) == shop
    assert [verdict["practice"] for verdict in shop.verdicts] == list(range(1, 11))
    assert shop.tool["version"] == ztn.__version__
    assert shop.options == {"scope": "partial", "as_of": "2026-11-23"}


@pytest.mark.parametrize(
    ("made", "shape"),
    [
        (ztn.Report, types.ReportDict),
        (ztn.Finding, types.FindingDict),
        (ztn.Diff, types.DiffDict),
    ],
)
def test_every_field_of_the_schema_is_an_attribute(made: type, shape: type) -> None:
    attributes = {name for name in vars(made) if not name.startswith("_")}
    assert set(shape.__annotations__) <= attributes


def test_attributes_are_what_the_dictionary_says(shop: ztn.Report) -> None:
    told = shop.to_dict()
    for name in types.ReportDict.__annotations__:
        value = getattr(shop, name)
        if name == "findings":
            value = [finding.to_dict() for finding in value]
        assert value == told.get(name, []), name
    for finding in shop.findings:
        fields = finding.to_dict()
        for name in types.FindingDict.__annotations__:
            value = getattr(finding, name)
            assert value == fields.get(name) or (not value and name not in fields), name
        start = fields["span"]["start"]
        assert (finding.path, finding.line, finding.col) == (
            fields["span"]["path"],
            start["line"],
            start["col"],
        )


def test_findings_are_a_sequence(shop: ztn.Report) -> None:
    findings = shop.findings
    assert isinstance(findings, Sequence)
    everything = list(findings)
    assert len(everything) == len(findings) > 100
    assert findings[0] == everything[0] != everything[-1] == findings[-1]
    assert findings[3:9:2] == everything[3:9:2]
    assert findings[::-1] == everything[::-1] == list(reversed(findings))
    assert findings[-len(findings)] == everything[0]
    assert findings.index(everything[5]) == 5
    assert findings.count(everything[5]) == 1
    assert everything[5] in findings
    assert findings == shop.findings
    for index in (len(findings), -len(findings) - 1):
        with pytest.raises(IndexError):
            findings[index]
    with pytest.raises(TypeError):
        findings["0"]  # type: ignore[call-overload]
    assert not ztn.analyze({}).findings
    with pytest.raises(ValueError, match="not there"):
        ztn.analyze({}).findings.index(everything[0])


def test_a_finding_outlives_its_report() -> None:
    finding = ztn.analyze({"pod.yaml": POD}, select=["host-network"]).findings[0]
    assert (finding.rule, finding.severity, finding.line) == ("host-network", "high", 5)
    assert finding.object == {"api_version": "v1", "kind": "Pod", "name": "agent"}
    assert finding.is_open and finding.suppressed is None and finding.implied_by is None
    assert str(finding).startswith("pod.yaml:5:16: high[host-network]: ")
    assert repr(finding) == f"<ztn.Finding {finding}>"


def test_everything_survives_pickle_and_copy(shop: ztn.Report) -> None:
    diff = ztn.diff(ztn.analyze({}), shop)
    assert len(diff.new) > 100
    for value in (shop, shop.findings, shop.findings[7], diff, diff.new, diff.new[3]):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(value, protocol)) == value
        assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(shop)).to_json() == shop.to_json()


def test_equal_means_that_they_say_the_same(shop: ztn.Report) -> None:
    one, same = (ztn.analyze({"pod.yaml": POD}) for _ in range(2))
    assert one == same and one is not same and one != shop and one != "report"
    assert len({one, same, shop}) == 2
    assert one.findings[0] == same.findings[0] and one.findings == same.findings
    assert len({*one.findings, *same.findings}) == len(one.findings)
    assert ztn.diff(one, same) == ztn.diff(same, one)
    assert ztn.diff(one, shop) != ztn.diff(shop, one)
    assert hash(ztn.diff(one, same)) == hash(ztn.diff(same, one))


def test_nothing_can_be_changed(shop: ztn.Report) -> None:
    with pytest.raises(AttributeError):
        shop.schema = "mine"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        shop.findings[0].rule = "mine"  # type: ignore[misc]
    shop.verdicts.clear()
    assert len(shop.verdicts) == 10


def test_reports_show_themselves(shop: ztn.Report) -> None:
    nothing = ztn.analyze({})
    assert repr(nothing).startswith("<ztn.Report: 0 pass, 0 fail, ")
    assert repr(shop.findings) == f"<ztn.Findings: {len(shop.findings)}>"
    html = shop._repr_html_()
    assert html.startswith("<table>") and "<b>fail</b>" in html
    hostile = ztn.analyze({"<script>alert(1)</script>.yaml": POD})._repr_html_()
    assert "<script" not in hostile and "&lt;script&gt;" in hostile


def test_a_comparison_names_what_changed() -> None:
    rules = ["host-network", "privileged-container"]
    unshared = "# moved\n" + POD.replace("hostNetwork: true\n", "\n")
    before = ztn.analyze({"pod.yaml": POD}, select=rules)
    after = ztn.analyze({"pod.yaml": unshared}, select=rules)
    diff = ztn.diff(before, after)
    assert [finding.rule for finding in diff.fixed] == ["host-network"]
    assert not diff.new and diff.unchanged == 1
    assert "fixed" in str(diff)
    assert repr(diff).startswith("<ztn.Diff: 0 new, 0 worse, 1 fixed, ")
    assert diff.to_dict() == json.loads(diff.to_json())


def test_rules_are_listed_and_explained() -> None:
    rules = ztn.rules()
    assert len({rule["id"] for rule in rules}) == len(rules) > 50
    assert all(ztn.explain(rule["id"]) == rule for rule in rules)


def test_a_workspace_follows_its_files() -> None:
    workspace = ztn.Workspace(select=["host-network"])
    workspace.set("pod.yaml", POD)
    assert workspace.report() == ztn.analyze({"pod.yaml": POD}, select=["host-network"])
    workspace.set("pod.yaml", POD.replace("true", "false"))
    assert not workspace.report().findings
    workspace.set_options()
    assert workspace.report().options == {"scope": "partial"}
    assert workspace.remove("pod.yaml") and not workspace.remove("pod.yaml")
    assert workspace.report() == ztn.analyze({})
