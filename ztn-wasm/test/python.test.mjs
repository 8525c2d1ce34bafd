// Python and JavaScript say the same, byte for byte: reports, comparisons, rules, answers, and what they refuse.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as api from "ztn-wasm";
import { QUESTIONS, answer, clusters, command, filesOf, python, root, run, shuffled } from "./support.mjs";

const skip = python ? false : "no Python with the package here: `cargo xtask test python` makes one";

test("Python says the same", { skip }, async () => {
  const args = ["-B", new URL("python.py", import.meta.url).pathname];
  const said = (await run(python, args, { cwd: root })).trimEnd().split("\n");
  const told = [];
  const tell = (what, text) => told.push(JSON.stringify([what, text]));
  const as_of = "2026-11-23";
  const before = api.analyzeJson({}, { as_of });
  for (const [seed, folder] of clusters().sort().entries()) {
    const files = shuffled(filesOf(JSON.parse(await command(folder, { scope: "partial", as_of }))), seed + 7);
    for (const scope of ["partial", "cluster"]) {
      const report = api.analyzeJson(files, { scope, as_of });
      tell(`${folder} as ${scope}`, report);
      tell(`${folder} as ${scope}, compared`, JSON.stringify(api.diff(before, report)));
      tell(`${folder} as ${scope}, of its files`, JSON.stringify(api.diffFiles({}, files, { scope, as_of })));
      for (const { question, query, args } of QUESTIONS) {
        tell(`${folder} as ${scope}: ${args.join(" ")}`, answer(api, question, files, query, { scope, as_of }));
      }
    }
  }
  tell("rules", JSON.stringify(await api.rules()));
  assert.ok(told.length > 300);
  assert.equal(said.length, told.length);
  for (const [index, line] of told.entries()) {
    assert.ok(line === said[index], `${JSON.parse(line)[0]}: is Python's package of this tree?\n${line}\n${said[index]}`);
  }
});
