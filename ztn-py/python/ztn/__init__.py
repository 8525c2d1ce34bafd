"""Kubernetes zero-trust checks that need no cluster, no network and no account.

`analyze` takes files as text or bytes, `analyze_paths` reads them from disk; both give a `Report`
with ten verdicts and findings. A report answers questions about its files: `reach`, `can`,
`who_can`, `permissions`, `paths`, `pss`, `audit_policy`, `suggest_network` and `suggest_rbac`,
which are functions of files, too. `ztn.types` names the shapes of options, reports and answers.
"""

from ._error import ZtnError
from ._ztn import (
    VERSION as __version__,
)
from ._ztn import (
    Diff,
    Finding,
    Findings,
    Report,
    Workspace,
    analyze,
    analyze_paths,
    audit_policy,
    can,
    diff,
    diff_files,
    explain,
    paths,
    permissions,
    pss,
    reach,
    rules,
    suggest_network,
    suggest_rbac,
    who_can,
)

__all__ = [
    "Diff",
    "Finding",
    "Findings",
    "Report",
    "Workspace",
    "ZtnError",
    "__version__",
    "analyze",
    "analyze_paths",
    "audit_policy",
    "can",
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
