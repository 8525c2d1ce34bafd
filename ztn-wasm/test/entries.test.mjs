// Each entry in each runtime, what is not ready or not there, the types, and what linters of packages say.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { analyzeJson } from "ztn-wasm";
import { POD, run } from "./support.mjs";

const expected = analyzeJson({ "pod.yaml": POD });
const ask = `console.log(ztn.analyzeJson({ "pod.yaml": ${JSON.stringify(POD)} }))`;
const node = (...args) => run(process.execPath, args);
const module = (text) => node("--input-type=module", "--eval", text);
const bin = (name) => resolve("node_modules/.bin", name);
const wasm = "node_modules/ztn-wasm/ztn.wasm";

test("require", async () => {
  const said = await node("--no-warnings", "--input-type=commonjs", "--eval", `const ztn = require("ztn-wasm"); ${ask}`);
  assert.equal(said.trimEnd(), expected);
});

test("inline", async () => {
  assert.equal((await module(`import * as ztn from "ztn-wasm/inline"; await ztn.init(); ${ask}`)).trimEnd(), expected);
});

test("slim takes a URL, a response, bytes, a module, or a promise", async () => {
  const bytes = readFileSync(wasm);
  const sources = [
    JSON.stringify(`data:application/wasm;base64,${bytes.toString("base64")}`),
    "new Response(bytes, { headers: { 'content-type': 'application/wasm' } })",
    "new Response(bytes)",
    "bytes",
    "bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)",
    "new WebAssembly.Module(bytes)",
    "WebAssembly.compile(bytes)",
  ];
  const read = `import { readFileSync } from "node:fs"; const bytes = readFileSync("${wasm}");`;
  for (const source of sources) {
    // A module as a URL is longer than a command line may be.
    writeFileSync("slim.mjs", `import * as ztn from "ztn-wasm/slim"; ${read} await Promise.all([ztn.init(${source}), ztn.init(${source})]); ${ask}`);
    assert.equal((await node("slim.mjs")).trimEnd(), expected, source.slice(0, 80));
  }
});

test("not ready, and not loaded", async () => {

  const said = await module(`
    import { Workspace, analyze, diff, explain, init, reach, rules } from "ztn-wasm/slim";
    import assert from "node:assert/strict";
    for (const call of [() => analyze({}), () => new Workspace(), () => diff("", ""), () => reach({}), () => explain("host-network")]) {
      await assert.rejects(async () => call(), { name: "ZtnError", code: "not-ready", field: "init" });
    }
    assert.ok((await rules()).length > 0);
    const sources = [undefined, null, 7, {}, new Uint8Array(9), "http://127.0.0.1:9/ztn.wasm", new Response("", { status: 404 })];
    for (const source of [...sources.map((source) => () => source), () => Promise.reject(new Error("no"))]) {
      await assert.rejects(init(source()), { name: "ZtnError", code: "not-loaded", field: "source" });
    }
    const { readFileSync } = await import("node:fs");
    await init(readFileSync("${wasm}"));
    console.log(analyze({}).inputs.length);
  `);
  assert.equal(said, "0\n");
});

test("Deno", async () => {
  const args = ["run", "--quiet", "--no-remote", "--allow-read", "--node-modules-dir=manual", "deno.js"];
  writeFileSync("deno.js", `import * as ztn from "ztn-wasm"; ${ask}`);
  assert.equal((await run(bin("deno"), args)).trimEnd(), expected);
});

for (const [name, file, ...flags] of [
  ["nodenext", "types.mts", "--module", "nodenext"],
  ["a bundler", "types.mts", "--module", "esnext", "--moduleResolution", "bundler"],
  ["CommonJS", "types.cts", "--module", "nodenext"],
  ["without the DOM", "types-bare.mts", "--module", "nodenext", "--lib", "es2022"],
]) {
  test(`types: ${name}`, async () => {
    const args = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--types", ""];
    await run(bin("tsc"), [...args, ...flags, file]).catch((error) => assert.fail(error.stdout));
  });
}

test("publint", async () => {
  const { publint } = await import("publint");
  const { messages } = await publint({ pkgDir: "node_modules/ztn-wasm", strict: true });
  assert.deepEqual(messages, []);
});

test("attw", async () => {
  const args = [process.env.ZTN_TARBALL, "--profile", "esm-only", "--exclude-entrypoints", "ztn.wasm", "--no-color"];
  await run(bin("attw"), args).catch((error) => assert.fail(error.stdout));
});
