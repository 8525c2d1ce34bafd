"""The wheel in an environment that has nothing else, as somebody installs it."""

import sys
import sysconfig
import venv
import zipfile
from email.parser import BytesParser
from pathlib import Path

from support import POD, from_environment, run


def test_a_new_environment_needs_the_wheel_alone(tmp_path: Path) -> None:
    wheel = from_environment("ZTN_WHEEL")
    venv.create(tmp_path / "env", with_pip=True)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(scripts / "python", "-m", "pip", "install", "--no-index", wheel)
    assert installed.returncode == 0, installed.stderr
    program = """
import sys
import ztn
report = ztn.analyze({"pod.yaml": sys.argv[1]}, scope="cluster")
print(report.findings[0].rule, len(report.verdicts), report.to_dict()["schema"])
import ztn.types
"""
    ran = run(scripts / "python", "-I", "-c", program, POD)
    assert ran.stdout.split()[1:] == [b"10", b"ztn.report.v1"], ran.stderr
    (tmp_path / "pod.yaml").write_text(POD)
    for command in ([scripts / "ztn"], [scripts / "python", "-m", "ztn"]):
        assert run(*command, "check", tmp_path / "pod.yaml").returncode == 1
        assert run(*command, "check", "--demo", "--exit-zero").returncode == 0


def test_one_wheel_serves_every_python() -> None:
    wheel = from_environment("ZTN_WHEEL")
    _, _, python, abi, platform = wheel.stem.split("-")
    assert (python, abi) == ("cp310", "abi3")
    if sys.platform == "linux":
        assert platform.startswith("manylinux")
        assert sysconfig.get_platform().split("-")[-1] in platform
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = next(name for name in names if name.endswith(".dist-info/METADATA"))
        headers = BytesParser().parsebytes(archive.read(metadata))
    assert headers["Requires-Dist"] is None
    for part in ("ztn/py.typed", "ztn/_ztn.pyi", "ztn/types.py"):
        assert part in names
    assert sum(name.endswith((".so", ".pyd")) for name in names) == 1
