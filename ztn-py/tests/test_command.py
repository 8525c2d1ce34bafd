"""The `ztn` command that the wheel brings."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
import ztn
from support import POD, from_environment, python, run

SCRIPT = Path(sys.executable).parent / "ztn"


def test_it_is_the_command(tmp_path: Path) -> None:
    (tmp_path / "pod.yaml").write_text(POD)
    native = from_environment("ZTN_NATIVE")
    for args in (
        ["check", "pod.yaml"],
        ["check", "pod.yaml", "--exit-zero", "--format", "compact"],
        ["check", "nowhere.yaml"],
        ["check", "--strict", "--exit-zero", "pod.yaml"],
        ["explain", "privileged-contaner"],
        ["--version"],
        ["--help"],
        ["check", "--help"],
        ["chek"],
        [],
    ):
        expected = run(native, *args, cwd=tmp_path)
        for ran in (run(SCRIPT, *args, cwd=tmp_path), python("-m", "ztn", *args, cwd=tmp_path)):
            assert ran.stdout == expected.stdout
            assert ran.stderr == expected.stderr
            assert ran.returncode == expected.returncode
    assert python("-m", "ztn", "--version").stdout.decode() == f"ztn {ztn.__version__}\n"


def test_whoever_reads_may_stop_early() -> None:
    with subprocess.Popen([SCRIPT, "rules"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout is not None and ran.stderr is not None
        ran.stdout.close()
        assert ran.stderr.read() == b""
    assert ran.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_an_interrupt_ends_it_at_once(tmp_path: Path) -> None:
    script = "import signal, sys; from ztn.__main__ import main\n"
    # It says that it is about to wait for its standard input.
    script += "print('ready', flush=True); sys.argv[1:] = ['check', '-']; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as ran:
        assert ran.stdout is not None
        assert ran.stdout.readline() == b"ready\n"
        while ran.poll() is None:
            ran.send_signal(signal.SIGINT)
            try:
                ran.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    assert ran.returncode in (-signal.SIGINT, 1)
