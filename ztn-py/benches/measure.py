"""What Python adds to the engine, measured against the `ztn` command on the same file.

    cargo build --release -p ztn-cli
    cargo xtask gen-cluster --objects 12000 --out cluster.yaml
    python ztn-py/benches/measure.py target/release/ztn cluster.yaml

Rounds are interleaved and medians printed, since machines drift; compare ratios, not machines.
"""

import json
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import ztn

ROUNDS = 11

Work = tuple[str, Callable[[], object]]


def main(native: str, cluster: str) -> None:
    """Time everything and print a line for each."""
    content = Path(cluster).read_bytes()
    text = content.decode()
    report = ztn.analyze({cluster: content})
    told = report.to_json()
    # As many findings as a very large cluster has.
    copies = 100_000 // len(report.findings) + 1
    larger = json.loads(told)
    larger["findings"] = (larger["findings"] * copies)[:100_000]
    many = ztn.Report.from_json(json.dumps(larger))
    command = [native, "check", cluster, "-f", "json", "-o", "/dev/null", "--exit-zero", "-q"]
    start = [sys.executable, "-I", "-c"]
    works: list[Work] = [
        ("ztn check, the process", lambda: subprocess.run(command, check=True)),
        ("ztn --version, the process", lambda: subprocess.run([native, "--version"], stdout=-3)),
        ("analyze_paths, to_json", lambda: ztn.analyze_paths([cluster]).to_json()),
        ("analyze, bytes", lambda: ztn.analyze({cluster: content})),
        ("analyze, text", lambda: ztn.analyze({cluster: text})),
        ("to_json", report.to_json),
        ("to_dict", report.to_dict),
        ("pickle and back", lambda: pickle.loads(pickle.dumps(report))),
        ("100,000 findings: iterate", lambda: sum(1 for _ in many.findings)),
        (
            "100,000 findings: rule, line",
            lambda: sum(finding.line for finding in many.findings if finding.rule),
        ),
        (
            "100,000 findings: a dictionary",
            lambda: sum(finding.span["start"]["line"] for finding in many.findings),
        ),
        ("python", lambda: subprocess.run([*start, "pass"], check=True)),
        ("python, import ztn", lambda: subprocess.run([*start, "import ztn"], check=True)),
        (
            "python, import ztn.types",
            lambda: subprocess.run([*start, "import ztn.types"], check=True),
        ),
    ]
    times: dict[str, list[float]] = {name: [] for name, _ in works}
    for _ in range(ROUNDS):
        for name, work in works:
            since = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - since)
    print(f"{len(content)} bytes, {len(report.findings)} findings, {len(told)} bytes of JSON")
    for name, rounds in times.items():
        print(f"{name:32} {statistics.median(rounds) * 1000:9.1f} ms")


if __name__ == "__main__":
    main(*sys.argv[1:])
