// What WebAssembly costs, measured against the `ztn` command on the same files.
//
//     cargo build --release -p ztn-cli
//     cargo xtask wasm
//     cargo xtask gen-cluster --objects 10000 --out cluster.yaml
//     node ztn-wasm/benches/measure.mjs target/release/ztn cluster.yaml target/npm/package
//
// Several packages, as of two states of the tree, are measured in turns. Rounds are interleaved and medians
// printed, since machines drift; compare ratios, not machines.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const ROUNDS = 11;
const STROKES = 200;
const [native, cluster, ...folders] = process.argv.slice(2);

/** Twenty namespaces, a thousand workloads of their own sort, five hundred policies: as `benches/network.rs`. */
function world() {
  const some = (count, each) => Array.from({ length: count }, (_, index) => each(index)).join("");
  const namespace = (n) => `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ns${n}, labels: {team: t${n % 5}}}\n`;
  const workload = (w) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: w${w}, namespace: ns${w % 20}}
spec: {template: {metadata: {labels: {app: a${w}, tier: t${w % 3}}}, spec: {containers: [{name: c, image: i}]}}}
`;
  const policy = (p) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p${p}, namespace: ns${p % 20}}
spec:
  podSelector: {matchLabels: {app: a${p}}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{podSelector: {matchLabels: {tier: t${p % 3}}}}]
      ports: [{port: ${8000 + (p % 50)}}]
    - from: [{namespaceSelector: {matchLabels: {team: t${p % 5}}}}]
      ports: [{port: 443}]
  egress:
    - to: [{namespaceSelector: {}}]
      ports: [{port: 53, protocol: UDP}, {port: 443}]
    - to: [{ipBlock: {cidr: 10.${p % 250}.0.0/16}}]
`;
  return some(20, namespace) + some(1000, workload) + some(500, policy);
}

/** The first documents of a stream, and comments, to exactly so many lines. */
function lines(text, count) {
  const all = text.split("\n");
  const end = all.lastIndexOf("---", count);
  return [...all.slice(0, end), ...Array(count - end).fill("# more")].join("\n") + "\n";
}

function timed(work) {
  const since = performance.now();
  work();
  return performance.now() - since;
}

const ranked = (times) => times.toSorted((a, b) => a - b);
const median = (times) => ranked(times)[times.length >> 1];
const p95 = (times) => ranked(times)[Math.floor(times.length * 0.95)];
const ms = (time) => `${time.toFixed(2)} ms`;

const bytes = readFileSync(cluster);
const text = bytes.toString();
const megabytes = bytes.length / 1e6;
const scratch = mkdtempSync(join(tmpdir(), "ztn-"));
writeFileSync(join(scratch, "world.yaml"), world());
const env = { ...process.env, RAYON_NUM_THREADS: "1" };
const command = (args) => () => execFileSync(native, args, { env, stdio: "ignore" });
const sctp = ["--protocol", "SCTP", "--port", "9"];

const works = new Map();
const add = (name, work) => works.set(name, { work, times: [] });
add("native: ztn --version, the process", command(["--version"]));
add("native: ztn check, one thread", command(["check", cluster, "-f", "json", "--exit-zero", "-q"]));
add("native: every pair, one thread", command(["reach", join(scratch, "world.yaml"), "-f", "json", ...sctp]));

for (const folder of folders) {
  const module = readFileSync(join(folder, "ztn.wasm"));
  const gzip = gzipSync(module, { level: 9 }).length;
  const brotli = brotliCompressSync(module, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: module.length } }).length;
  console.log(`${folder}: ${module.length} bytes, ${gzip} gzip, ${brotli} brotli`);
  const load = JSON.stringify(resolve(folder, "node.js"));
  const script = `const t = performance.now(); await import(${load}); process.stdout.write(String(performance.now() - t))`;
  const loading = () => Number(execFileSync(process.execPath, ["--input-type=module", "-e", script]));
  works.set(`${folder}: import in a new Node`, { loading, times: [] });
  add(`${folder}: compile`, () => new WebAssembly.Module(module));
  const { analyzeJson, reach, Workspace } = await import(resolve(folder, "node.js"));
  add(`${folder}: analyze, bytes`, () => analyzeJson({ [cluster]: bytes }));
  add(`${folder}: analyze, text`, () => analyzeJson({ [cluster]: text }));
  const files = { "world.yaml": world() };
  // Every pair is judged, and hardly one is written.
  add(`${folder}: every pair, 1,000 workloads, 500 policies`, () => reach(files, { protocol: "SCTP", port: 9 }));
  const workspace = new Workspace();
  workspace.set("world.yaml", files["world.yaml"]);
  add(`${folder}: the same files, read alone`, () => workspace.can({ subject: "a", verb: "get", resource: "pods" }));
}

for (let round = 0; round < ROUNDS; round += 1) {
  for (const { work, loading, times } of works.values()) times.push(loading ? loading() : timed(work));
}
for (const [name, { times }] of works) {
  const rate = name.includes("analyze") || name.includes("check") ? `, ${(megabytes / (median(times) / 1000)).toFixed(1)} MB/s` : "";
  console.log(`${name}: ${ms(median(times))}${rate}`);
}

for (const folder of folders) {
  const { Workspace } = await import(resolve(folder, "node.js"));
  const workspace = new Workspace();
  const file = lines(text, 981);
  const strokes = [];
  for (let stroke = 0; stroke < STROKES; stroke += 1) {
    const typed = `${file}# ${"x".repeat(stroke)}\n`;
    strokes.push(timed(() => {
      workspace.set("file.yaml", typed);
      workspace.report();
    }));
  }
  console.log(`${folder}: a keystroke, ${file.split("\n").length - 1} lines, ${file.length} bytes: p50 ${ms(median(strokes))}, p95 ${ms(p95(strokes))}`);
}
rmSync(scratch, { recursive: true });
