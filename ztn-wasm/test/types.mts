import { type Options, type Report, Workspace, ZtnError, analyze, diff, explain, init, rules } from "ztn-wasm";
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
const workspace = new Workspace(options);
workspace.set("pod.yaml", new ArrayBuffer(1));
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
report.findings[0].line;
