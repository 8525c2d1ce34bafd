"""What the documentation says in Python is true."""

import doctest
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import ztn
from support import ROOT

PAGES = ["README.md", "docs/python.md", "ztn-py/README.md"]


def check(name: str, text: str) -> int:
    """Run the examples of a text and say how many there are."""
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    said: list[str] = []
    failed = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append).failed
    assert not failed, "".join(said)
    return len(test.examples)


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    # Some pages say what they find in a folder `k8s`, and a page may leave files behind.
    (tmp_path / "k8s").mkdir()
    (tmp_path / "k8s/pod.yaml").write_text("{apiVersion: v1, kind: Pod, spec: {hostPID: true}}")
    monkeypatch.chdir(tmp_path)
    assert check(page, "\n".join(blocks)) >= 2


def documented() -> Iterator[tuple[str, object]]:
    """Everything public: functions, classes, and what is in them."""
    for name in ztn.__all__:
        value = getattr(ztn, name)
        if not name.startswith("_"):
            yield name, value
        if inspect.isclass(value):
            members = vars(value).items()
            yield from ((f"{name}.{member}", it) for member, it in members if member[0] != "_")


def test_everything_is_documented_and_its_examples_run() -> None:
    examples = 0
    for name, value in documented():
        text = inspect.getdoc(value)
        assert text, f"{name} has no documentation"
        examples += check(name, text)
    assert examples > 15
