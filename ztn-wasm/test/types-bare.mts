// Without the names that browsers have.
import * as ztn from "ztn-wasm";

export const report: ztn.Report = ztn.analyze({ "pod.yaml": "kind: Pod" });
