"""Where things are, and small inputs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLUSTERS = ROOT / "testdata/clusters"
CLUSTER_NAMES = sorted(path.name for path in CLUSTERS.iterdir() if path.is_dir())
AS_OF = "2026-11-23"

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


def run(*args: str | Path, **more: object) -> "subprocess.CompletedProcess[bytes]":
    """Run a program to its end; whoever waits for another never waits forever."""
    return subprocess.run([*map(str, args)], capture_output=True, timeout=120, **more)  # type: ignore[call-overload, no-any-return]


def python(*args: str | Path, **more: object) -> "subprocess.CompletedProcess[bytes]":
    """Run this Python."""
    return run(sys.executable, *args, **more)
