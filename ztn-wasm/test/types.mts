import {
  type Options,
  type Reach,
  type ReachQuery,
  type Report,
  Workspace,
  ZtnError,
  analyze,
  can,
  diff,
  explain,
  init,
  paths,
  pss,
  reach,
  rules,
  suggestNetwork,
  permissions,
  suggestRbac,
  diffFiles,
  whoCan,
} from "ztn-wasm";
import { analyzeJson } from "ztn-wasm/slim";
import { init as load } from "ztn-wasm/inline";

const options: Options = { scope: "cluster", assume: { cni: "cilium" }, limits: { depth: 9 } };
const report: Report = analyze({ "pod.yaml": "kind: Pod", bytes: new Uint8Array(1) }, options);
const json: string = analyzeJson(new Map([["pod.yaml", "kind: Pod"]]));
for (const { rule, span, severity, fix } of report.findings) {
  const place: [string, number, number] = [span.path, span.start.line, span.start.col_utf16];
  const safe = fix?.safety === "safe" && severity !== "critical";
  console.log(rule, place, safe);
}
const verdict: "pass" | "fail" | "unknown" | "not-applicable" | undefined = report.verdicts[0]?.verdict;
const added: number = diff(report, json).new.length;
const query: ReachQuery = { src: "shop/web", dst: "shop/db", port: 5432, why: true, compat: "netpol-analyzer" };
const reached: Reach = reach({ "pod.yaml": "kind: Pod" }, query, options);
const decision: "allowed" | "partly" | "denied" | "unknown" | undefined = reached.answer?.decision;
const may: "yes" | "no" | "unknown" = can({}, { subject: "jane", verb: "get", resource: "pods" }).decision;
const rights: string[] = permissions({}, { subject: "jane" }).permissions.map(({ permission }) => permission.resource);
const roles: string = suggestRbac({}, { subject: "jane", names: "never", logs: { "audit.log": "" } }).yaml;
const gained: string[] = diffFiles({}, { "a.yaml": "" }, { scope: "cluster" }).connections?.map(({ change }) => change) ?? [];
console.log(rights, roles, gained);
const who: string[] = whoCan({}, { verb: "get", resource: "pods" }).grants.map(({ subject }) => subject.name);
const steps: number[] = paths({}, { from: "shop/web" }).paths.map(({ steps }) => steps.length);
const yaml: string = suggestNetwork({}, { namespaces: ["shop"] }, { scope: "cluster" }).yaml;
const kept = pss({}, { level: "baseline", version: "v1.30" }).workloads.map(({ verdict }) => verdict);
console.log(kept, decision, may, who, steps, yaml);
const workspace = new Workspace(options);
workspace.set("pod.yaml", new ArrayBuffer(1));
const same: Reach = workspace.reach({ src: "shop/web" });
console.log(same, workspace.can({ subject: "jane", verb: "get", resource: "pods" }).chains, workspace.paths().cuts);
console.log(workspace.whoCan({ verb: "get", resource: "pods" }).grants, workspace.suggestNetwork().proof);
console.log(workspace.pss({ level: "restricted" }).version);
const gone: boolean = workspace.remove("pod.yaml");
await Promise.all([init(), load(new URL("https://example.com/ztn.wasm"))]);
const [whys, why] = [(await rules()).map((rule) => rule.why), (await explain("host-network")).why];
try {
  analyze({});
} catch (error) {
  if (error instanceof ZtnError && error.code === "invalid-options") console.log(error.field, error.remedy);
}
console.log(verdict, added, gone, whys, why);

// @ts-expect-error
analyze(["pod.yaml"]);
// @ts-expect-error
analyze({ "pod.yaml": 7 });
// @ts-expect-error
analyze({}, { sope: "cluster" });
// @ts-expect-error
analyze({}, { scope: "all" });
// @ts-expect-error
reach({}, { sorce: "shop/web" });
// @ts-expect-error
reach({}, { port: "80" });
// @ts-expect-error
can({}, { subject: "jane" });
// @ts-expect-error
report.findings[0].line;
