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

/** The files that a report is about. */
export function filesOf(report) {
  return report.inputs.map(({ path }) => [path, readFileSync(join(root, path))]);
}

/** The same in another order, a different one for each seed. */
export function shuffled(list, seed) {
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  return list.map((item) => [random(), item]).sort(([a], [b]) => a - b).map(([, item]) => item);
}
