"""Who answers questions, about which files, and what is refused."""

import copy
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import ztn
from support import CLUSTERS
from ztn import types

SHOP = """\
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop, labels: {app: db}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
    - from: [{podSelector: {matchLabels: {app: web}}}]
      ports: [{port: 5432}]
"""
FILES = {"shop.yaml": SHOP}

# What a type checker would refuse has to be refused by the program, too.
reach: Callable[..., Any] = ztn.reach
can: Callable[..., Any] = ztn.can
who_can: Callable[..., Any] = ztn.who_can
paths: Callable[..., Any] = ztn.paths
pss: Callable[..., Any] = ztn.pss
suggest_network: Callable[..., Any] = ztn.suggest_network
of_report: Any = ztn.analyze(FILES)
of_workspace: Any = ztn.Workspace()

ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
BIG = "x" * (64 << 20)


def decision(told: types.ReachDict) -> str:
    return told["answer"]["decision"]


def test_reports_workspaces_and_functions_answer_alike() -> None:
    expected = ztn.reach(FILES, "shop/web", "shop/db", 5432)
    assert decision(expected) == "allowed"
    report = ztn.analyze(FILES)
    workspace = ztn.Workspace()
    workspace.set("shop.yaml", SHOP)
    assert report.reach("shop/web", "shop/db", 5432) == expected
    assert workspace.reach("shop/web", "shop/db", 5432) == expected
    assert workspace.report().reach("shop/web", "shop/db", 5432) == expected
    assert decision(report.reach("shop/web", "shop/db", 5432, protocol="UDP")) == "denied"
    assert decision(report.reach("shop/web", "shop/db")) == "partly"
    assert expected["query"] == {"src": "shop/web", "dst": "shop/db", "port": 5432}


def test_an_answer_is_about_the_files_as_they_were() -> None:
    workspace = ztn.Workspace()
    content = bytearray(SHOP.encode())
    workspace.set("shop.yaml", content)
    report = workspace.report()
    content[:] = b""
    workspace.set("shop.yaml", SHOP.replace("5432", "5433"))
    assert decision(report.reach("shop/web", "shop/db", 5432)) == "allowed"
    assert decision(workspace.reach("shop/web", "shop/db", 5432)) == "denied"
    workspace.remove("shop.yaml")
    assert decision(report.reach("shop/web", "shop/db", 5432)) == "allowed"
    with pytest.raises(ztn.ZtnError, match="no workload `shop/web`"):
        workspace.reach("shop/web")


def test_a_report_answers_by_its_own_options() -> None:
    report = ztn.analyze(FILES, scope="cluster")
    assert report.can("jane", "get", "secrets")["decision"] == "no"
    assert ztn.analyze(FILES).can("jane", "get", "secrets")["decision"] == "unknown"
    told = ztn.can(FILES, "jane", "get", "secrets", options={"scope": "partial"}, scope="cluster")
    assert (told["decision"], told["options"]) == ("no", {"scope": "cluster"})
    workspace = ztn.Workspace(scope="cluster")
    assert workspace.can("jane", "get", "secrets")["decision"] == "no"
    workspace.set_options()
    assert workspace.can("jane", "get", "secrets")["decision"] == "unknown"


def test_a_report_of_paths_answers_when_the_files_are_gone(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP)
    report = ztn.analyze_paths([tmp_path])
    (tmp_path / "shop.yaml").unlink()
    assert decision(report.reach("shop/web", "shop/db", 5432)) == "allowed"


def test_copies_answer_and_what_was_read_back_says_what_is_missing() -> None:
    report = ztn.analyze(FILES)
    for copied in (copy.copy(report), copy.deepcopy(report), copy.deepcopy([report])[0]):
        assert decision(copied.reach("shop/web", "shop/db", 5432)) == "allowed"
    assert b"podSelector" not in pickle.dumps(report)
    for kept in (pickle.loads(pickle.dumps(report)), ztn.Report.from_json(report.to_json())):
        assert kept == report
        questions: list[Callable[[], object]] = [
            kept.reach,
            kept.paths,
            kept.suggest_network,
            partial(kept.can, "jane", "get", "pods"),
            partial(kept.who_can, "get", "pods"),
            partial(kept.permissions, "jane"),
            partial(kept.suggest_rbac, "jane", {}),
            partial(kept.pss, "restricted"),
        ]
        for ask in questions:
            with pytest.raises(ztn.ZtnError) as caught:
                ask()
            assert (caught.value.code, caught.value.field) == ("no-files", "report")
            assert "read back" in caught.value.message and "files" in caught.value.remedy


def test_everything_that_can_be_asked_of_connections_is_answered() -> None:
    report = ztn.analyze_paths([CLUSTERS / "shop"], scope="cluster")
    told = report.reach(why=True, exposure=True, isolation=True)
    assert told["edges"] and all(edge["because"] for edge in told["edges"])
    assert told["strangers"] and told["isolation"] and told["exposed"]
    assert report.reach(blast="storefront/web")["blast"]["reaches"]
    other = report.reach(compat="netpol-analyzer")
    assert other["edges"] != report.reach()["edges"]
    assert report.who_can("get", "secrets", namespace="orders")["grants"]
    assert report.permissions("sa:orders/shipping")["permissions"]
    assert report.paths("orders/shipping", "node")["cuts"]
    assert report.pss("restricted")["workloads"]
    suggestion = report.suggest_network(["orders"])
    assert suggestion["namespaces"] == ["orders"] and "kind: NetworkPolicy" in suggestion["yaml"]
    assert suggestion["connections"]


RECORD = (
    '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"ResponseComplete",'
    '"verb":"list","user":{"username":"jane"},"objectRef":{"resource":"pods","namespace":"shop",'
    '"apiVersion":"v1"},"responseStatus":{"code":200}}'
)


def test_roles_are_suggested_from_logs() -> None:
    suggestion = ztn.suggest_rbac({}, "jane", {"audit.log": RECORD})
    assert suggestion["proof"] == {"requests": 1, "missing": [], "beside": []}
    assert suggestion["requests"][0]["span"]["path"] == "audit.log"
    today = ztn.analyze(FILES, scope="cluster").suggest_rbac("jane", {"audit.log": RECORD})
    assert today["requests"][0]["today"] == "no"


QUERY = "invalid-query"


@pytest.mark.parametrize(
    ("call", "code", "field", "message", "remedy"),
    [
        (lambda: reach(None), "invalid-files", "files", "`NoneType`", "a mapping such as"),
        (lambda: reach(["shop.yaml"]), "invalid-files", "files", "`list`", "`analyze_paths` reads"),
        (lambda: can(7, "jane", "get", "pods"), "invalid-files", "files", "`int`", "a mapping"),
        (lambda: who_can("k8s", "get", "pods"), "invalid-files", "files", "`str`", "a mapping"),
        (lambda: paths({"a": None}), "invalid-files", 'files["a"]', "`NoneType`", "text or bytes"),
        (
            lambda: suggest_network({"a": "\ud800"}),
            "invalid-files",
            'files["a"]',
            "lone surrogate",
            "bytes",
        ),
        (
            lambda: reach({}, sope="cluster"),
            "invalid-options",
            "options.sope",
            "unknown field `sope`",
            "did you mean `scope`?",
        ),
        (lambda: reach({}, options=3), "invalid-options", "options", "`int`", "keywords"),
        (lambda: reach(FILES, 7), QUERY, "query.src", "integer `7`", "write a string"),
        (lambda: reach(FILES, ["shop/web"]), QUERY, "query.src", "sequence", "write a string"),
        (lambda: reach(FILES, {"a": 1}), QUERY, "query.src", "map", "write a string"),
        (lambda: reach(FILES, b"shop/web"), QUERY, "query.src", "`bytes`, where", "help(ztn)"),
        (lambda: reach(FILES, Path("shop/web")), QUERY, "query.src", "Path`, where", "help(ztn)"),
        (lambda: reach(FILES, "\ud800"), QUERY, "query.src", "surrogates", "help(ztn)"),
        (lambda: reach(FILES, ENDLESS), QUERY, "query.src" + "[0]" * 8, "without end", "help(ztn)"),
        (
            lambda: reach(FILES, "shop/wep"),
            QUERY,
            "query.src",
            "no workload `shop/wep`",
            "did you mean `shop/web[Pod]`?",
        ),
        (lambda: reach(FILES, dst="300.1.1.1"), QUERY, "query.dst", "300.1.1.1", "CIDR"),
        (lambda: reach(FILES, blast="shop/x"), QUERY, "query.blast", "no workload `shop/x`", "a"),
        (lambda: reach(FILES, BIG), QUERY, "query.src", "no workload `xxx", "CIDR"),
        (lambda: reach(FILES, port="80"), QUERY, "query.port", 'string "80"', "a whole number"),
        (lambda: reach(FILES, port=80.0), QUERY, "query.port", "`float`", "help(ztn)"),
        (lambda: reach(FILES, port=True), QUERY, "query.port", "boolean `true`", "a whole number"),
        (lambda: reach(FILES, port=-1), QUERY, "query.port", "`-1`", "a whole number"),
        (lambda: reach(FILES, port=1 << 99), QUERY, "query.port", "`1844", "a whole number"),
        (lambda: reach(FILES, port=0), QUERY, "query.port", "0 is no port", "from 1 to 65535"),
        (lambda: reach(FILES, port=65536), QUERY, "query.port", "65536 is no port", "from 1"),
        (lambda: reach(FILES, protocol="HTTP"), QUERY, "query.protocol", "`HTTP`", "write TCP"),
        (lambda: reach(FILES, why=1), QUERY, "query.why", "integer `1`", "write a boolean"),
        (lambda: reach(FILES, compat="npa"), QUERY, "query.compat", "`npa`", "netpol-analyzer"),
        (
            lambda: reach(FILES, limits={"connections": 0}),
            QUERY,
            "query",
            "`limits.connections`",
            "name one end",
        ),
        (lambda: can({}, None, "get", "pods"), QUERY, "query.subject", "`NoneType`", "help(ztn)"),
        (lambda: can({}, "sa:web", "get", "pods"), QUERY, "query.subject", "`web`", "NAMESPACE"),
        (lambda: can({}, "group:", "get", "pods"), QUERY, "query.subject", "nobody", "group:NAME"),
        (lambda: can({}, "a", 3, "pods"), QUERY, "query.verb", "integer `3`", "write a string"),
        (lambda: can({}, "a", "", "pods"), QUERY, "query.verb", "empty", "`get`"),
        (lambda: can({}, "a", "get", "pod"), QUERY, "query.resource", "`pod`", "plural"),
        (lambda: can({}, "a", "get", BIG), QUERY, "query.resource", "`xxx", "plural"),
        (lambda: can({}, "a", "get", "pods", groups="b"), QUERY, "query.groups", '"b"', "a list"),
        (lambda: can({}, "a", "get", "pods", groups=[1]), QUERY, "query.groups[0]", "`1`", "write"),
        (
            lambda: ztn.suggest_rbac({}, "john", {"a": RECORD}),
            QUERY,
            "query.subject",
            "`john`",
            "`jane`",
        ),
        (lambda: ztn.permissions({}, "group:"), QUERY, "query.subject", "nobody", "group:NAME"),
        (lambda: who_can({}, "get", "widgets"), QUERY, "query.resource", "`widgets`", "API group"),
        (lambda: who_can({}, "get", "a.b/c"), QUERY, "query.resource", "after the group", "scale"),
        (lambda: who_can({}, "get", "pods", name=1), QUERY, "query.name", "`1`", "write a string"),
        (lambda: paths(FILES, "shop/x"), QUERY, "query.from", "no workload `shop/x`", "`namespace"),
        (lambda: paths(FILES, 1), QUERY, "query.from", "integer `1`", "write a string"),
        (lambda: pss(FILES, "top"), QUERY, "query.level", "`top`", "`restricted`"),
        (lambda: pss(FILES, None), QUERY, "query.level", "`NoneType`", "help(ztn)"),
        (lambda: pss(FILES, "baseline", "1.30"), QUERY, "query.version", "`1.30`", "`v1.30`"),
        (lambda: paths(FILES, to="moon"), QUERY, "query.to", "`moon`", "`cluster-admin`"),
        (
            lambda: suggest_network(FILES, "shop"),
            QUERY,
            "query.namespaces",
            'string "shop"',
            "write a list",
        ),
        (
            lambda: suggest_network(FILES, ["x"]),
            QUERY,
            "query.namespaces",
            "namespace `x`",
            "name a namespace",
        ),
        (lambda: of_report.reach("shop/x"), QUERY, "query.src", "`shop/x`", "`shop/db[Pod]`?"),
        (lambda: of_report.can(1, "get", "pods"), QUERY, "query.subject", "`1`", "write a string"),
        (lambda: of_workspace.reach("shop/x"), QUERY, "query.src", "`shop/x`", "`namespace/name`"),
        (lambda: of_workspace.paths(to=1), QUERY, "query.to", "`1`", "write a string"),
    ],
)
def test_what_is_refused_says_what_and_what_to_do(
    call: Callable[[], Any], code: str, field: str, message: str, remedy: str
) -> None:
    with pytest.raises(ztn.ZtnError) as caught:
        call()
    error = caught.value
    assert (error.code, error.field) == (code, field)
    assert message in error.message and " at line " not in error.message
    assert remedy in error.remedy
    assert str(error) == f"{error.field}: {error.message}: {error.remedy}"
    assert len(str(error)) < 4000


def test_arguments_that_there_are_not_are_pythons_own_error() -> None:
    calls: list[Callable[[], object]] = [
        lambda: of_report.reach(prot="TCP"),
        lambda: of_report.reach(scope="cluster"),
        lambda: of_report.can("jane", "get"),
        lambda: can({}, "jane", "get"),
        lambda: of_workspace.suggest_network(namespace="shop"),
    ]
    for call in calls:
        with pytest.raises(TypeError, match=r"argument"):
            call()
