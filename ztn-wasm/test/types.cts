import ztn = require("ztn-wasm");

const report: ztn.Report = ztn.analyze({ "pod.yaml": "kind: Pod" });
console.log(report.verdicts.length);
