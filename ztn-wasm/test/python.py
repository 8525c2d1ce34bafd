"""What Python says, a line each, for `python.test.mjs`."""

import json
import random
from pathlib import Path

import ztn

AS_OF = "2026-11-23"


def with_log(asked):
    """A question about an audit log with its text in the query and its path among the arguments."""
    if "log" not in asked:
        return asked
    path = f"testdata/{asked['log']}"
    logs = {path: Path(path).read_text(encoding="utf-8")}
    args = [*asked["args"], "--log", path]
    return {**asked, "query": {**asked["query"], "logs": logs}, "args": args}


QUESTIONS = [with_log(asked) for asked in json.loads(Path("testdata/questions.json").read_bytes())]


def dumped(value):
    """The bytes of JSON, as everything here writes it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def answer(files, question, query, **options):
    """The answer to a question as its JSON, or why it is refused."""
    arguments = {"from_" if name == "from" else name: value for name, value in query.items()}
    try:
        return dumped(getattr(ztn, question.replace("-", "_"))(files, **arguments, **options))
    except ztn.ZtnError as error:
        return str(error)


def tell(what, text):
    """Write a line."""
    print(dumped([what, text]))


before = ztn.analyze({}, as_of=AS_OF)
for folder in sorted(path for path in Path("testdata/clusters").iterdir() if path.is_dir()):
    paths = [file["path"] for file in ztn.analyze_paths([folder]).inputs]
    random.Random(folder.name).shuffle(paths)
    files = {path: Path(path).read_bytes() for path in paths}
    for scope in ("partial", "cluster"):
        report = ztn.analyze(files, scope=scope, as_of=AS_OF)
        tell(f"{folder} as {scope}", report.to_json().decode())
        tell(f"{folder} as {scope}, compared", ztn.diff(before, report).to_json().decode())
        came = ztn.diff_files({}, files, scope=scope, as_of=AS_OF)
        tell(f"{folder} as {scope}, of its files", came.to_json().decode())
        for asked in QUESTIONS:
            told = answer(files, asked["question"], asked["query"], scope=scope, as_of=AS_OF)
            tell(f"{folder} as {scope}: {' '.join(asked['args'])}", told)
tell("rules", dumped(ztn.rules()))
