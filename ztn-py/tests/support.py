"""Where things are, and small inputs."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import ztn

ROOT = Path(__file__).parents[2]
CLUSTERS = ROOT / "testdata/clusters"
CLUSTER_NAMES = sorted(path.name for path in CLUSTERS.iterdir() if path.is_dir())
AS_OF = "2026-11-23"


def with_log(asked: dict[str, Any]) -> dict[str, Any]:
    """A question about an audit log with its text in the query and its path among the arguments."""
    if "log" not in asked:
        return asked
    # As the folder of the clusters has it.
    path = f"../{asked['log']}"
    logs = {path: (CLUSTERS / path).read_text(encoding="utf-8")}
    args = [*asked["args"], "--log", path]
    return {**asked, "query": {**asked["query"], "logs": logs}, "args": args}


# What every cluster is asked: a question, what is asked, and the arguments of the command.
QUESTIONS: list[dict[str, Any]] = [
    with_log(asked) for asked in json.loads((ROOT / "testdata/questions.json").read_bytes())
]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: agent}
spec:
  hostNetwork: true
  containers:
    - name: agent
      image: agent
      securityContext: {privileged: yes}
"""


def from_environment(name: str) -> Path:
    """A file that `cargo xtask test python` builds and names."""
    value = os.environ.get(name)
    if value is None:
        pytest.skip(f"{name} is not set: `cargo xtask test python` sets it")
    return Path(value)


def files_of(cluster: str) -> dict[str, bytes]:
    """The files that the walk finds, in another order for each cluster."""
    paths = [file["path"] for file in ztn.analyze_paths([cluster]).inputs]
    random.Random(cluster).shuffle(paths)
    return {path: Path(path).read_bytes() for path in paths}


def arguments(query: dict[str, Any]) -> dict[str, Any]:
    """What is asked, as arguments of Python: `from` is a word of the language."""
    return {"from_" if name == "from" else name: value for name, value in query.items()}


def answer(asked: Any, question: str, *files: object, query: dict[str, Any], **more: Any) -> bytes:
    """The answer to a question as its JSON, or why it is refused."""
    try:
        told = getattr(asked, question.replace("-", "_"))(*files, **arguments(query), **more)
    except ztn.ZtnError as error:
        return str(error).encode()
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def run(*args: str | Path, **more: object) -> "subprocess.CompletedProcess[bytes]":
    """Run a program to its end; whoever waits for another never waits forever."""
    return subprocess.run([*map(str, args)], capture_output=True, timeout=120, **more)  # type: ignore[call-overload, no-any-return]


def python(*args: str | Path, **more: object) -> "subprocess.CompletedProcess[bytes]":
    """Run this Python."""
    return run(sys.executable, *args, **more)
