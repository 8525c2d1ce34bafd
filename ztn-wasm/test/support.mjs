// Where the tree is and what of it the tests use.
import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** The repository. */
export const root = process.env.ZTN_ROOT;

/** The `ztn` command, built from the same tree. */
export const ztn = process.env.ZTN;

/** Debian's browser, where there is one. */
export const chromium = process.env.CHROMIUM;

const execute = promisify(execFile);

/** Runs a program and gives what it prints. */
export async function run(program, args, options = {}) {
  const { stdout } = await execute(program, args, { maxBuffer: 1 << 28, ...options });
  return stdout;
}

/** A Python with the package of the same tree, where the step `python` made one. */
export const python = process.env.ZTN_PYTHON;

/** What every cluster is asked: a question, what is asked, and the arguments of the command. */
export const QUESTIONS = JSON.parse(readFileSync(join(root, "testdata/questions.json"), "utf8")).map(withLog);

/** A question about an audit log with the log's text in the query and its path among the arguments. */
function withLog({ log, query, args, ...asked }) {
  if (log === undefined) return { query, args, ...asked };
  const path = `testdata/${log}`;
  const logs = { [path]: readFileSync(join(root, path), "utf8") };
  return { ...asked, query: { ...query, logs }, args: [...args, "--log", path] };
}

/** The answer to a question as its JSON, or why it is refused. */
export function answer(asked, question, ...args) {
  const name = question.replace(/-./g, ([, letter]) => letter.toUpperCase());
  try {
    return JSON.stringify(asked[name](...args));
  } catch (error) {
    if (error.name !== "ZtnError") throw error;
    return error.message;
  }
}

/** A pod with a mistake, behind a character that is two in UTF-16 and four bytes in UTF-8. */
export const POD = `# 🦀
apiVersion: v1
kind: Pod
metadata: {name: "🦀"}
spec:
  containers:
    - {name: agent, image: agent, securityContext: {privileged: yes}}
`;

/** The folders of `testdata/clusters`. */
export function clusters() {
  const entries = readdirSync(join(root, "testdata/clusters"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `testdata/clusters/${entry.name}`);
}

/** What `ztn check` says of a folder of the repository, as JSON without its line's end. */
export async function command(folder, { scope, as_of }) {
  const args = ["check", folder, "--format", "json", "--scope", scope, "--as-of", as_of, "--exit-zero", "--quiet"];
  return (await run(ztn, args, { cwd: root })).trimEnd();
}

/** What `ztn` answers to a question about a folder of the repository, as JSON without its line's end, or why it does not. */
export async function commandAnswer(folder, args) {
  const told = (text) => text.replace(/\n$/, "");
  try {
    return told(await run(ztn, [...args, folder, "--format", "json", "--as-of", "2026-11-23"], { cwd: root }));
  } catch (error) {
    // 1 says that a suggestion leaves something out.
    return told(error.code === 1 ? error.stdout : error.stderr.replace(/^ztn: /, ""));
  }
}

/** The files that a report is about. */
export function filesOf(report) {
  return report.inputs.map(({ path }) => [path, readFileSync(join(root, path))]);
}

/** The same in another order, a different one for each seed. */
export function shuffled(list, seed) {
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  return list.map((item) => [random(), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
}
