// Reports and answers are the same, byte for byte, as the command's, whatever the order of the files.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as api from "ztn-wasm";
import { QUESTIONS, answer, clusters, command, commandAnswer, filesOf, root, run, shuffled, ztn } from "./support.mjs";

const { Workspace, analyzeJson, diff, diffFiles, explain, rules } = api;

let findings = 0;

for (const folder of clusters()) {
  for (const scope of ["partial", "cluster"]) {
    test(`${folder} as ${scope}`, async () => {
      const options = { scope, as_of: "2026-11-23" };
      const expected = await command(folder, options);
      const report = JSON.parse(expected);
      const files = filesOf(report);
      assert.ok(files.length > 0);
      findings += report.findings.length;
      for (const seed of [1, 2, 3]) {
        const bytes = shuffled(files, seed);
        const texts = bytes.map(([path, content]) => [path, content.toString()]);
        assert.equal(analyzeJson(bytes, options), expected);
        assert.equal(analyzeJson(new Map(texts), options), expected);
        assert.equal(analyzeJson(Object.fromEntries(texts), options), expected);
        const workspace = new Workspace(options);
        for (const [path, content] of texts) workspace.set(path, content);
        assert.equal(workspace.reportJson(), expected);
        workspace.free();
      }
    });
  }
}

test("there was something to compare", () => assert.ok(findings > 100, `${findings} findings`));

for (const folder of clusters()) {
  test(`questions about ${folder}`, async () => {
    const options = { as_of: "2026-11-23" };
    const files = filesOf(JSON.parse(await command(folder, { scope: "partial", ...options })));
    const workspace = new Workspace(options);
    for (const [path, content] of files) workspace.set(path, content);
    for (const [seed, { question, query, args }] of QUESTIONS.entries()) {
      const expected = await commandAnswer(folder, args);
      assert.ok(expected.length > 0);
      assert.equal(answer(api, question, shuffled(files, seed + 1), query, options), expected, args.join(" "));
      assert.equal(answer(workspace, question, query), expected, args.join(" "));
    }
    workspace.free();
  });
}

test("comparisons are those of the command", async () => {
  const [before, after] = ["testdata/clusters/shop", "testdata/clusters/platform"];
  const reports = await Promise.all([before, after].map((folder) => command(folder, { scope: "partial", as_of: "2026-11-23" })));
  const args = ["diff", before, after, "--format", "json", "--as-of", "2026-11-23", "--exit-zero"];
  const expected = JSON.parse(await run(ztn, args, { cwd: root }));
  assert.ok(expected.fixed.length > 0 && expected.inputs.length > 0);
  assert.deepEqual(diff(reports[0], JSON.parse(reports[1])), diff(JSON.parse(reports[0]), reports[1]));
  // Of files, paths count from the folder that is compared.
  const below = (folder, report) =>
    shuffled(filesOf(JSON.parse(report)), 5).map(([path, bytes]) => [path.slice(folder.length + 1), bytes]);
  const [was, is] = [below(before, reports[0]), below(after, reports[1])];
  assert.ok(expected.connections.length > 0 && expected.permissions.length > 0);
  assert.deepEqual(diffFiles(was, is, { as_of: "2026-11-23" }), expected);
});

test("rules are those of the command", async () => {
  const expected = JSON.parse(await run(ztn, ["rules", "--format", "json"]));
  assert.deepEqual(await rules(), expected);
  const [rule] = expected;
  assert.deepEqual(await explain(rule.id.toUpperCase()), rule);
  // What one caller does to its copy is no concern of another's.
  (await rules())[0].why = "";
  assert.ok((await explain(rule.id)).why.length > 0);
});
