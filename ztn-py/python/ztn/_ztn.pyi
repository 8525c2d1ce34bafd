# Written by hand, since pyo3 knows no `TypedDict`, and held against the module by `stubtest`.

from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, Final, Literal, SupportsIndex, TypeAlias, TypeVar, final, overload

from typing_extensions import Self, Unpack

from .types import (
    AdditionDict,
    AttackPathsDict,
    AuditPolicyEvaluationDict,
    CanDict,
    Compat,
    ConnectionChangeDict,
    DiffDict,
    FindingDict,
    FixDict,
    HintDict,
    InputChangeDict,
    InputFileDict,
    LabelDict,
    Level,
    NetworkSuggestionDict,
    NotEvaluatedDict,
    ObjectDict,
    Options,
    PartChangeDict,
    PathChangeDict,
    PermissionChangeDict,
    PermissionsDict,
    PodSecurityEvaluationDict,
    PracticeReportDict,
    ProblemDict,
    RbacSuggestionDict,
    ReachDict,
    ReportDict,
    ResourceNames,
    RuleInfoDict,
    Severity,
    SpanDict,
    SuppressedDict,
    ToolDict,
    VerdictChangeDict,
    WhoCanDict,
    WorseDict,
)

__all__ = [
    "VERSION",
    "Diff",
    "Finding",
    "Findings",
    "Report",
    "Workspace",
    "analyze",
    "analyze_paths",
    "audit_policy",
    "can",
    "command",
    "diff",
    "diff_files",
    "explain",
    "paths",
    "permissions",
    "pss",
    "reach",
    "rules",
    "suggest_network",
    "suggest_rbac",
    "who_can",
]

# What a caller may write.
_Path: TypeAlias = str | PathLike[str]
_Content: TypeAlias = str | bytes | bytearray | memoryview
# A mapping does not vary in its keys: callers have one of `str`, one of `Path`, or one of both.
_Name = TypeVar("_Name", bound=_Path)
_Protocol: TypeAlias = Literal["TCP", "UDP", "SCTP", "ICMP", "ICMPv6", "other"]
_Goal: TypeAlias = Literal["cluster-admin", "all-secrets", "node", "cloud"]

VERSION: Final[str]

def analyze(
    files: Mapping[_Name, _Content], options: Options | None = None, **keywords: Unpack[Options]
) -> Report: ...
def analyze_paths(
    paths: Iterable[_Path], options: Options | None = None, **keywords: Unpack[Options]
) -> Report: ...
def audit_policy(
    files: Mapping[_Name, _Content],
    verb: str | None = None,
    resource: str | None = None,
    *,
    subject: str | None = None,
    groups: Sequence[str] | None = None,
    name: str | None = None,
    namespace: str | None = None,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> AuditPolicyEvaluationDict: ...
def can(
    files: Mapping[_Name, _Content],
    subject: str,
    verb: str,
    resource: str,
    *,
    groups: Sequence[str] | None = None,
    name: str | None = None,
    namespace: str | None = None,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> CanDict: ...
def command(args: Sequence[str]) -> int: ...
def diff(before: Report, after: Report) -> Diff: ...
def diff_files(
    before: Mapping[_Name, _Content],
    after: Mapping[_Name, _Content],
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> Diff: ...
def explain(rule: str) -> RuleInfoDict: ...
def paths(
    files: Mapping[_Name, _Content],
    from_: str | None = None,
    to: _Goal | None = None,
    *,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> AttackPathsDict: ...
def permissions(
    files: Mapping[_Name, _Content],
    subject: str,
    *,
    groups: Sequence[str] | None = None,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> PermissionsDict: ...
def pss(
    files: Mapping[_Name, _Content],
    level: Level,
    version: str | None = None,
    *,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> PodSecurityEvaluationDict: ...
def reach(
    files: Mapping[_Name, _Content],
    src: str | None = None,
    dst: str | None = None,
    port: int | None = None,
    *,
    protocol: _Protocol | None = None,
    why: bool | None = None,
    exposure: bool | None = None,
    isolation: bool | None = None,
    blast: str | None = None,
    compat: Compat | None = None,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> ReachDict: ...
def rules() -> list[RuleInfoDict]: ...
def suggest_network(
    files: Mapping[_Name, _Content],
    namespaces: Sequence[str] | None = None,
    *,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> NetworkSuggestionDict: ...
def suggest_rbac(
    files: Mapping[_Name, _Content],
    subject: str,
    logs: Mapping[str, str],
    *,
    names: ResourceNames | None = None,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> RbacSuggestionDict: ...
def who_can(
    files: Mapping[_Name, _Content],
    verb: str,
    resource: str,
    *,
    name: str | None = None,
    namespace: str | None = None,
    options: Options | None = None,
    **keywords: Unpack[Options],
) -> WhoCanDict: ...

# What holds files answers questions about them. It is a class of the stub alone.
class _Asked:
    def audit_policy(
        self,
        verb: str | None = None,
        resource: str | None = None,
        *,
        subject: str | None = None,
        groups: Sequence[str] | None = None,
        name: str | None = None,
        namespace: str | None = None,
    ) -> AuditPolicyEvaluationDict: ...
    def can(
        self,
        subject: str,
        verb: str,
        resource: str,
        *,
        groups: Sequence[str] | None = None,
        name: str | None = None,
        namespace: str | None = None,
    ) -> CanDict: ...
    def paths(self, from_: str | None = None, to: _Goal | None = None) -> AttackPathsDict: ...
    def permissions(
        self, subject: str, *, groups: Sequence[str] | None = None
    ) -> PermissionsDict: ...
    def pss(self, level: Level, version: str | None = None) -> PodSecurityEvaluationDict: ...
    def reach(
        self,
        src: str | None = None,
        dst: str | None = None,
        port: int | None = None,
        *,
        protocol: _Protocol | None = None,
        why: bool | None = None,
        exposure: bool | None = None,
        isolation: bool | None = None,
        blast: str | None = None,
        compat: Compat | None = None,
    ) -> ReachDict: ...
    def suggest_network(self, namespaces: Sequence[str] | None = None) -> NetworkSuggestionDict: ...
    def suggest_rbac(
        self,
        subject: str,
        logs: Mapping[str, str],
        *,
        names: ResourceNames | None = None,
    ) -> RbacSuggestionDict: ...
    def who_can(
        self,
        verb: str,
        resource: str,
        *,
        name: str | None = None,
        namespace: str | None = None,
    ) -> WhoCanDict: ...

@final
class Diff:
    @property
    def schema(self) -> str: ...
    @property
    def tool(self) -> ToolDict: ...
    @property
    def verdicts(self) -> list[VerdictChangeDict]: ...
    @property
    def parts(self) -> list[PartChangeDict]: ...
    @property
    def new(self) -> Findings: ...
    @property
    def worse(self) -> list[WorseDict]: ...
    @property
    def fixed(self) -> Findings: ...
    @property
    def excepted(self) -> Findings: ...
    @property
    def unseen(self) -> Findings: ...
    @property
    def unchanged(self) -> int: ...
    @property
    def new_problems(self) -> list[ProblemDict]: ...
    @property
    def solved_problems(self) -> list[ProblemDict]: ...
    @property
    def inputs(self) -> list[InputChangeDict]: ...
    @property
    def connections(self) -> list[ConnectionChangeDict]: ...
    @property
    def permissions(self) -> list[PermissionChangeDict]: ...
    @property
    def paths(self) -> list[PathChangeDict]: ...
    @property
    def not_compared(self) -> list[str]: ...
    def to_dict(self) -> DiffDict: ...
    def to_json(self) -> bytes: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...

@final
class Finding:
    @property
    def rule(self) -> str: ...
    @property
    def practice(self) -> int: ...
    @property
    def parts(self) -> list[str]: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def severity_because(self) -> str | None: ...
    @property
    def exposure(self) -> str | None: ...
    @property
    def message(self) -> str: ...
    @property
    def object(self) -> ObjectDict | None: ...
    @property
    def span(self) -> SpanDict: ...
    @property
    def path(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def col(self) -> int: ...
    @property
    def pointer(self) -> str | None: ...
    @property
    def labels(self) -> list[LabelDict]: ...
    @property
    def witness(self) -> str | None: ...
    @property
    def fix(self) -> FixDict | None: ...
    @property
    def implied_by(self) -> str | None: ...
    @property
    def suppressed(self) -> SuppressedDict | None: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def is_open(self) -> bool: ...
    def to_dict(self) -> FindingDict: ...
    def __eq__(self, other: Any, /) -> bool: ...
    def __ne__(self, other: Any, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...

@final
class Findings(Sequence[Finding]):
    def __len__(self, /) -> int: ...
    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Finding: ...
    @overload
    def __getitem__(self, index: slice, /) -> list[Finding]: ...
    def index(self, value: Finding, /) -> int: ...  # type: ignore[override]
    def count(self, value: Finding, /) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...

@final
class Report(_Asked):
    @property
    def schema(self) -> str: ...
    @property
    def tool(self) -> ToolDict: ...
    @property
    def options(self) -> Options: ...
    @property
    def verdicts(self) -> list[PracticeReportDict]: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def problems(self) -> list[ProblemDict]: ...
    @property
    def inputs(self) -> list[InputFileDict]: ...
    @property
    def not_evaluated(self) -> list[NotEvaluatedDict]: ...
    @property
    def missing(self) -> list[AdditionDict]: ...
    @property
    def hints(self) -> list[HintDict]: ...
    @staticmethod
    def from_json(json: str | bytes) -> Report: ...
    def to_dict(self) -> ReportDict: ...
    def to_json(self) -> bytes: ...
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self, /) -> int: ...
    def __reduce__(self, /) -> tuple[Any, tuple[bytes]]: ...

@final
class Workspace(_Asked):
    def __new__(cls, options: Options | None = None, **keywords: Unpack[Options]) -> Self: ...
    def set(self, path: _Path, content: _Content) -> None: ...
    def remove(self, path: _Path) -> bool: ...
    def set_options(self, options: Options | None = None, **keywords: Unpack[Options]) -> None: ...
    def report(self) -> Report: ...
