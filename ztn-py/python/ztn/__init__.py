"""Kubernetes zero-trust checks that need no cluster, no network and no account.

`analyze` takes files as text or bytes, `analyze_paths` reads them from disk; both give a `Report`
with ten verdicts and findings. `ztn.types` names the shapes of options and of the dictionaries in a
report.
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
    diff,
    explain,
    rules,
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
    "diff",
    "explain",
    "rules",
]
