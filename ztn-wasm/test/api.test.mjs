// What is given, what is refused and how, and what becomes of an engine that crashed.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Workspace,
  ZtnError,
  analyze,
  analyzeJson,
  can,
  diff, diffFiles,
  explain,
  init,
  paths,
  pss,
  reach,
  suggestNetwork,
  whoCan,
} from "ztn-wasm";
import { POD } from "./support.mjs";

test("a finding has its place in bytes, lines, and UTF-16", () => {
  const [finding] = analyze({ "pod.yaml": POD }).findings.filter(({ rule }) => rule === "privileged-container");
  const { start } = finding.span;
  assert.equal(POD.split("\n")[start.line - 1].slice(start.col_utf16 - 1, start.col_utf16 + 2), "yes");
  assert.equal(Buffer.from(POD).toString("utf8", start.byte, start.byte + 3), "yes");
});

test("bytes come as any view or buffer", () => {
  const expected = analyzeJson({ "pod.yaml": POD });
  const bytes = new TextEncoder().encode(`xx${POD}`);
  const exact = bytes.slice(2).buffer;
  const shared = new Uint8Array(new SharedArrayBuffer(exact.byteLength));
  shared.set(new Uint8Array(exact));
  for (const content of [bytes.subarray(2), new DataView(bytes.buffer, 2), exact, shared, shared.buffer, Buffer.from(POD)]) {
    assert.equal(analyzeJson({ "pod.yaml": content }), expected);
  }
});

test("nothing is analyzed of no files, and bad bytes are problems", () => {
  assert.deepEqual(analyze({}).inputs, []);
  const kinds = analyze({ a: new Uint8Array([0x61, 0xff]), b: "a: [", c: "\u{feff}a: b" }).problems.map(({ kind }) => kind);
  assert.deepEqual(kinds, ["not-utf8", "syntax"]);
});

const cyclic = {};
cyclic.assume = cyclic;
let nested = {};
for (let depth = 0; depth < 100_000; depth += 1) nested = { nested };
const big = "x".repeat(64 << 20);

const SHOP = {
  "shop.yaml": `
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop, labels: {app: db}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]
`,
};
const SUBJECT = { subject: "jane", verb: "get", resource: "pods" };

const REFUSED = [
  // What is refused, how it is called, and the code, field and remedy.
  ["no files", () => analyze(), "invalid-files", "files", /an object or a Map/],
  ["null", () => analyze(null), "invalid-files", "files", /an object or a Map/],
  ["no files after", () => diffFiles({}, undefined), "invalid-files", "after", /an object or a Map/],
  ["no content before", () => diffFiles({ a: 7 }, {}), "invalid-files", 'before["a"]', /a Uint8Array/],
  ["a number", () => analyze(7), "invalid-files", "files", /an object or a Map/],
  ["a string", () => analyze("pod.yaml"), "invalid-files", "files", /an object or a Map/],
  ["a promise", () => analyze(Promise.resolve({})), "invalid-files", "files", /an object or a Map/],
  ["a list of paths", () => analyze(["pod.yaml"]), "invalid-files", "files[0]", /an object or a Map/],
  ["bytes alone", () => analyze(new Uint8Array(3)), "invalid-files", "files[0]", /an object or a Map/],
  ["a path that is none", () => analyze([[7, ""]]), "invalid-files", "files[0][0]", /as a string/],
  ["no content", () => analyze({ "a.yaml": null }), "invalid-files", 'files["a.yaml"]', /a Uint8Array/],
  ["a number for content", () => analyze({ "a.yaml": 7 }), "invalid-files", 'files["a.yaml"]', /a Uint8Array/],
  ["content to come", () => analyze({ "a.yaml": Promise.resolve("") }), "invalid-files", 'files["a.yaml"]', /await/],
  ["half a character", () => analyze({ "a.yaml": "a: \ud83e" }), "invalid-files", 'files["a.yaml"]', /bytes/],
  ["half a character in a path", () => analyze([["\udd80", ""]]), "invalid-files", "files[0][0]", /bytes/],
  ["a path twice", () => analyze([["a", ""], ["a", ""]]), "invalid-files", "files", /once/],
  ["a path of 64 MiB, twice", () => analyze([[big, ""], [big, ""]]), "invalid-files", "files", /once/],
  ["null for options", () => analyze({}, null), "invalid-options", "options", /an object|a plain object/],
  ["a list of options", () => analyze({}, ["cluster"]), "invalid-options", "options", /object/],
  ["JSON for options", () => analyze({}, "{}"), "invalid-options", "options", /object/],
  ["options in a circle", () => analyze({}, cyclic), "invalid-options", "options", /plain object/],
  ["options without end", () => analyze({}, nested), "invalid-options", "options", /plain object/],
  ["a BigInt", () => analyze({}, { limits: { depth: 1n } }), "invalid-options", "options", /plain object/],
  ["an unknown option", () => analyze({}, { sope: "cluster" }), "invalid-options", "options.sope", /`scope`/],
  ["an unknown scope", () => analyze({}, { scope: "all" }), "invalid-options", "options.scope", /`cluster`/],
  ["a list in options", () => analyze({}, { assume: ["eks"] }), "invalid-options", "options.assume", /object/],
  ["no number", () => analyze({}, { limits: { depth: NaN } }), "invalid-options", "options.limits.depth", /number/],
  ["a number below zero", () => analyze({}, { limits: { depth: -1 } }), "invalid-options", "options.limits.depth", /number/],
  ["no date", () => analyze({}, { as_of: "tomorrow" }), "invalid-options", "options.as_of", /YYYY-MM-DD/],
  ["a Date", () => analyze({}, { as_of: new Date(0) }), "invalid-options", "options.as_of", /YYYY-MM-DD/],
  ["an unknown rule", () => analyze({}, { select: ["host-ntwork"] }), "invalid-options", "options.select", /`host-network`/],
  ["half a character in options", () => analyze({}, { as_of: "\ud83e" }), "invalid-options", "options.as_of", /./],
  ["an option of 64 MiB", () => analyze({}, { [big]: 1 }), "invalid-options", "options", /./],
  ["a rule of 64 MiB", () => analyze({}, { select: [big] }), "invalid-options", "options.select", /./],
  ["options of a workspace", () => new Workspace({ sope: 1 }), "invalid-options", "options.sope", /`scope`/],
  ["a path of a workspace", () => new Workspace().set(7, ""), "invalid-files", "path", /as a string/],
  ["content of a workspace", () => new Workspace().set("a", {}), "invalid-files", "content", /a Uint8Array/],
  ["a path to close", () => new Workspace().remove(), "invalid-files", "path", /as a string/],
  ["no files to ask about", () => reach(), "invalid-files", "files", /an object or a Map/],
  ["a list of paths to ask about", () => can(["a"], SUBJECT), "invalid-files", "files[0]", /an object or a Map/],
  ["half a character to ask about", () => whoCan({ a: "\udd80" }, SUBJECT), "invalid-files", 'files["a"]', /bytes/],
  ["a path twice to ask about", () => paths([["a", ""], ["a", ""]]), "invalid-files", "files", /once/],
  ["null to ask", () => reach(SHOP, null), "invalid-query", "query", /a plain object/],
  ["a string to ask", () => reach(SHOP, "shop/web"), "invalid-query", "query", /a plain object/],
  ["a list to ask", () => suggestNetwork(SHOP, ["shop"]), "invalid-query", "query", /a plain object/],
  ["a circle to ask", () => reach(SHOP, cyclic), "invalid-query", "query", /a plain object/],
  ["a question without end", () => reach(SHOP, nested), "invalid-query", "query", /a plain object/],
  ["an unknown field", () => reach(SHOP, { sorce: "a" }), "invalid-query", "query.sorce", /`src`/],
  ["an unknown option of a question", () => reach(SHOP, {}, { sope: 1 }), "invalid-options", "options.sope", /`scope`/],
  ["a number for an end", () => reach(SHOP, { src: 7 }), "invalid-query", "query.src", /a string/],
  ["a workload that is not there", () => reach(SHOP, { src: "shop/wep" }), "invalid-query", "query.src", /`shop\/web\[Pod\]`/],
  ["half a character for an end", () => reach(SHOP, { src: "\ud83e" }), "invalid-query", "query", /./],
  ["an end of 64 MiB", () => reach(SHOP, { src: big }), "invalid-query", "query.src", /CIDR/],
  ["a field of 64 MiB", () => reach(SHOP, { [big]: 1 }), "invalid-query", "query", /./],
  ["a string for a port", () => reach(SHOP, { port: "80" }), "invalid-query", "query.port", /number/],
  ["half a port", () => reach(SHOP, { port: 80.5 }), "invalid-query", "query.port", /number/],
  ["no port", () => reach(SHOP, { port: 0 }), "invalid-query", "query.port", /65535/],
  ["an unknown protocol", () => reach(SHOP, { protocol: "HTTP" }), "invalid-query", "query.protocol", /TCP/],
  ["a word for yes", () => reach(SHOP, { why: "yes" }), "invalid-query", "query.why", /boolean/],
  ["an unknown program", () => reach(SHOP, { compat: "npa" }), "invalid-query", "query.compat", /netpol-analyzer/],
  ["more than is listed", () => reach(SHOP, {}, { limits: { connections: 0 } }), "invalid-query", "query", /one end/],
  ["nobody", () => can(SHOP, {}), "invalid-query", "query", /`can`/],
  ["nothing to ask", () => can(SHOP), "invalid-query", "query", /`can`/],
  ["an unknown subject", () => can(SHOP, { ...SUBJECT, subject: "sa:web" }), "invalid-query", "query.subject", /NAMESPACE/],
  ["an unknown resource", () => whoCan(SHOP, { verb: "get", resource: "pod" }), "invalid-query", "query.resource", /plural/],
  ["a string for groups", () => can(SHOP, { ...SUBJECT, groups: "a" }), "invalid-query", "query.groups", /a list/],
  ["no beginning", () => paths(SHOP, { from: "shop/x" }), "invalid-query", "query.from", /namespace/],
  ["no end", () => paths(SHOP, { to: "moon" }), "invalid-query", "query.to", /`node`/],
  ["an unknown level", () => pss(SHOP, { level: "top" }), "invalid-query", "query.level", /`restricted`/],
  ["an unknown version", () => pss(SHOP, { level: "baseline", version: "1.30" }), "invalid-query", "query.version", /v1.30/],
  ["no namespace", () => suggestNetwork(SHOP, { namespaces: ["x"] }), "invalid-query", "query.namespaces", /workloads/],
  ["a string to ask a workspace", () => new Workspace().reach("a"), "invalid-query", "query", /a plain object/],
  ["nobody to ask a workspace", () => new Workspace().reach({ src: "a/b" }), "invalid-query", "query.src", /CIDR/],
  ["no report before", () => diff({}, {}), "invalid-report", "before", /ztn check/],
  ["no report after", () => diff(analyze({}), undefined), "invalid-report", "after", /ztn check/],
  ["a broken report", () => diff({ ...analyze({}), findings: 7 }, analyze({})), "invalid-report", "before.findings", /list/],
  ["an unknown rule to explain", () => explain("host-ntwork"), "unknown-rule", "rule", /`host-network`/],
  ["no rule to explain", () => explain(), "unknown-rule", "rule", /string/],
];

for (const [what, call, code, field, remedy] of REFUSED) {
  test(`refused: ${what}`, async () => {
    const error = await Promise.resolve().then(call).then(() => assert.fail("was taken"), (error) => error);
    assert.ok(error instanceof ZtnError && error instanceof Error, error);
    assert.equal(error.name, "ZtnError");
    assert.equal(error.code, code, error.message);
    assert.ok(error.field.startsWith(field), error.field.slice(0, 99));
    assert.match(error.remedy, remedy);
    assert.ok(error.message.length < 4000 && !error.message.includes(" at line "), error.message.slice(0, 99));
    assert.ok(error.message.startsWith(error.field) && error.message.endsWith(error.remedy));
    // It works as before.
    assert.equal(analyze({ "pod.yaml": POD }).findings.length > 0, true);
  });
}

test("questions are answered of files and of a workspace", () => {
  const workspace = new Workspace({ scope: "cluster" });
  for (const [path, content] of Object.entries(SHOP)) workspace.set(path, content);
  const query = { src: "shop/web", dst: "shop/db", port: 5432, protocol: undefined };
  assert.equal(reach(SHOP, query).answer.decision, "allowed");
  assert.deepEqual(workspace.reach(query), reach(SHOP, query, { scope: "cluster" }));
  assert.equal(can(SHOP, SUBJECT).decision, "unknown");
  assert.equal(workspace.can(SUBJECT).decision, "no");
  assert.deepEqual(workspace.whoCan({ verb: "get", resource: "pods" }).query, { verb: "get", resource: "pods" });
  assert.deepEqual(workspace.paths().paths, []);
  assert.equal(workspace.pss({ level: "restricted" }).workloads.length, 2);
  assert.match(suggestNetwork(SHOP, { namespaces: ["shop"] }).yaml, /kind: NetworkPolicy/);
  workspace.set("shop.yaml", SHOP["shop.yaml"].replace("5432", "5433"));
  assert.equal(workspace.reach(query).answer.decision, "denied");
  workspace.free();
  assert.deepEqual(workspace.reach().peers, []);
});

test("64 MiB are read", () => {
  const filler = `---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: big}\ndata: {big: "${"x".repeat(64 << 20)}"}\n`;
  const report = analyze({ "big.yaml": `${POD}${filler}` });
  assert.equal(report.inputs[0].documents, 2);
  assert.ok(report.findings.some(({ rule }) => rule === "privileged-container"));
});

test("more than the bound of a file is a problem", () => {
  const [problem] = analyze({ "pod.yaml": POD }, { limits: { file_bytes: 9 } }).problems;
  assert.equal(problem.kind, "too-large");
});

test("options are echoed, and what is undefined is left out", () => {
  assert.deepEqual(analyze({}, { scope: "cluster", as_of: undefined }).options, { scope: "cluster" });
});

test("loading again does nothing", () => init());

test("a workspace follows its files", () => {
  const workspace = new Workspace({ select: ["privileged-container"] });
  const count = () => workspace.report().findings.length;
  assert.equal(count(), 0);
  workspace.set("pod.yaml", POD);
  assert.equal(count(), 1);
  workspace.set("pod.yaml", POD.replace("yes", "no"));
  assert.equal(count(), 0);
  const bytes = new TextEncoder().encode(POD);
  workspace.set("pod.yaml", bytes);
  bytes.fill(0);
  assert.equal(count(), 1);
  assert.throws(() => workspace.setOptions({ select: ["no-such"] }) || workspace.report(), { code: "invalid-options" });
  workspace.setOptions({ ignore: ["privileged-container"] });
  assert.equal(workspace.report().findings.some(({ rule }) => rule === "privileged-container"), false);
  assert.equal(workspace.remove("pod.yaml"), true);
  assert.equal(workspace.remove("pod.yaml"), false);
  assert.deepEqual(workspace.report().inputs, []);
  workspace.free();
  assert.deepEqual(workspace.report().inputs, []);
});
