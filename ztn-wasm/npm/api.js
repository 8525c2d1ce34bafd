// What every entry gives; `index.d.ts` says what each of it is.
import { filePairs, optionsJson, queryJson, reportJson, ruleName } from "./arguments.js";
import * as engine from "./engine.js";

export { ZtnError } from "./error.js";
export { Workspace } from "./workspace.js";

export function analyzeJson(files, options) {
  const pairs = filePairs(files);
  const json = optionsJson(options);
  return engine.run(() => engine.analyze(input(pairs), json));
}

export const analyze = (files, options) => JSON.parse(analyzeJson(files, options));

// A question is a line here and one in `workspace.js`; what it takes is the engine's to say.
export const reach = (files, query, options) => ask("reach", files, query, options);
export const can = (files, query, options) => ask("can", files, query, options);
export const whoCan = (files, query, options) => ask("who-can", files, query, options);
export const permissions = (files, query, options) => ask("permissions", files, query, options);
export const paths = (files, query, options) => ask("paths", files, query, options);
export const pss = (files, query, options) => ask("pss", files, query, options);
export const auditPolicy = (files, query, options) => ask("audit-policy", files, query, options);
export const suggestNetwork = (files, query, options) => ask("suggest-network", files, query, options);
export const suggestRbac = (files, query, options) => ask("suggest-rbac", files, query, options);

function ask(question, files, query, options) {
  const pairs = filePairs(files);
  const json = [optionsJson(options), question, queryJson(query)];
  return JSON.parse(engine.run(() => engine.ask(input(pairs), ...json)));
}

function input(pairs) {
  const files = new engine.Files();
  for (const [path, content] of pairs) {
    if (typeof content === "string") files.add_text(path, content);
    else files.add_bytes(path, content);
  }
  return files;
}

export function diff(before, after) {
  const json = [reportJson(before, "before"), reportJson(after, "after")];
  return JSON.parse(engine.run(() => engine.diff(...json)));
}

export function diffFiles(before, after, options) {
  const [was, is] = [filePairs(before, "before"), filePairs(after, "after")];
  const json = optionsJson(options);
  return JSON.parse(engine.run(() => engine.diff_files(input(was), input(is), json)));
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
