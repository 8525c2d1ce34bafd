"""Threads of Python, and processes that were forked."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import ztn
from support import CLUSTERS, POD, python


def test_threads_get_the_same_report() -> None:
    expected = ztn.analyze_paths([CLUSTERS / "shop"]).to_json()
    workspace = ztn.Workspace()
    workspace.set("pod.yaml", POD)
    of_pod = workspace.report()

    def work(number: int) -> bool:
        workspace.set("pod.yaml", POD)
        same = ztn.analyze_paths([CLUSTERS / "shop"]).to_json() == expected
        return same and workspace.report() == of_pod

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(40)))


def test_other_threads_go_on_while_an_analysis_waits() -> None:
    # With the interpreter held, nobody could write what the analysis waits for.
    program = """
import os, sys, threading, ztn
read, write = os.pipe()
os.dup2(read, 0)
reports = []
analysis = threading.Thread(target=lambda: reports.append(ztn.analyze_paths(["-"])))
analysis.start()
with os.fdopen(write, "w") as pipe:
    pipe.write(sys.argv[1])
analysis.join()
print(reports[0].inputs[0]["path"])
"""
    ran = python("-c", program, POD)
    assert ran.stdout == b"<stdin>\n", ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_a_forked_process_has_threads_of_its_own() -> None:
    program = """
import os, sys, ztn
expected = ztn.analyze_paths([sys.argv[1]])
child = os.fork()
if child == 0:
    os._exit(0 if ztn.analyze_paths([sys.argv[1]]) == expected else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    ran = python("-W", "ignore", "-c", program, CLUSTERS / "shop")
    assert ran.returncode == 0, ran.stderr
