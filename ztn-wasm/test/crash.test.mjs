// An engine that ran out of memory is replaced, and nothing is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { POD } from "./support.mjs";

// Memories of the instances, the newest last.
const memories = [];
const Instance = WebAssembly.Instance;
WebAssembly.Instance = function (...args) {
  const instance = new Instance(...args);
  memories.push(instance.exports.memory);
  return instance;
};
const { Workspace, analyzeJson, diff, reach } = await import("ztn-wasm");

/** Leaves no memory to the newest instance. */
function exhaust() {
  const memory = memories.at(-1);
  for (let pages = 1 << 15; pages >= 1; pages >>= 1) {
    try {
      for (;;) memory.grow(pages);
    } catch {
      // Smaller steps, to the last page.
    }
  }
}

const big = `# ${"x".repeat(8 << 20)}\n${POD}`;
// More than an engine has left that once held the other.
const huge = big.repeat(8);

test("a call after a crash has a new engine", () => {
  const expected = analyzeJson({ "pod.yaml": POD });
  for (const [count, call] of [
    () => analyzeJson({ "big.yaml": big }),
    () => analyzeJson({ "big.yaml": new TextEncoder().encode(big) }),
    () => diff(big, big),
    () => reach({ "big.yaml": big }),
    () => new Workspace().set("big.yaml", big),
  ].entries()) {
    assert.equal(memories.length, count + 1);
    exhaust();
    assert.throws(call, { name: "ZtnError", code: "crashed", field: "engine" });
    assert.equal(memories.length, count + 2);
    assert.equal(analyzeJson({ "pod.yaml": POD }), expected);
  }
});

test("a workspace outlives its engine", () => {
  const workspace = new Workspace({ scope: "cluster" });
  workspace.set("pod.yaml", POD);
  const expected = workspace.reportJson();
  exhaust();
  assert.throws(() => workspace.set("big.yaml", big), { code: "crashed" });
  // The new file stays open: it was the engine that failed.
  assert.equal(JSON.parse(workspace.reportJson()).inputs.length, 2);
  exhaust();
  assert.throws(() => analyzeJson({ "huge.yaml": huge }), { code: "crashed" });
  assert.equal(workspace.reach({ src: "default/🦀" }).peers.length, 1);
  assert.equal(workspace.remove("big.yaml"), true);
  assert.equal(workspace.reportJson(), expected);
  exhaust();
  assert.throws(() => analyzeJson({ "huge.yaml": huge }), { code: "crashed" });
  workspace.setOptions({ scope: "partial" });
  workspace.set("pod.yaml", `${POD} `);
  workspace.set("pod.yaml", POD);
  assert.equal(workspace.reportJson(), analyzeJson({ "pod.yaml": POD }, { scope: "partial" }));
  exhaust();
  assert.throws(() => analyzeJson({ "huge.yaml": huge }), { code: "crashed" });
  workspace.free();
  assert.equal(JSON.parse(workspace.reportJson()).inputs.length, 0);
});
