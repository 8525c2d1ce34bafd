// What every entry gives; `index.d.ts` says what each of it is.
import { filePairs, optionsJson, reportJson, ruleName } from "./arguments.js";
import * as engine from "./engine.js";

export { ZtnError } from "./error.js";
export { Workspace } from "./workspace.js";

export function analyzeJson(files, options) {
  const pairs = filePairs(files);
  const json = optionsJson(options);
  return engine.run(() => {
    const input = new engine.Files();
    for (const [path, content] of pairs) {
      if (typeof content === "string") input.add_text(path, content);
      else input.add_bytes(path, content);
    }
    return engine.analyze(input, json);
  });
}

export const analyze = (files, options) => JSON.parse(analyzeJson(files, options));

export function diff(before, after) {
  const json = [reportJson(before, "before"), reportJson(after, "after")];
  return JSON.parse(engine.run(() => engine.diff(...json)));
}

// What rules say to people is loaded when somebody asks for it.
export async function rules() {
  const { rules } = await import("./rules.js");
  return rules();
}

export async function explain(name) {
  const asked = ruleName(name);
  const id = engine.run(() => engine.rule_id(asked));
  return (await rules()).find((rule) => rule.id === id);
}
