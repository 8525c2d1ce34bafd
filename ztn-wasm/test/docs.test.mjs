// What the documentation shows in JavaScript is run, and the output below it is what it prints.
// `ZTN_UPDATE_DOCS=1 cargo xtask test javascript` writes the output anew.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root, run } from "./support.mjs";

const BLOCK = /(<!-- runs: a browser -->\n)?```js\n([^]*?)```\n(?:\n```text\n([^]*?)```\n)?/g;

for (const page of ["README.md", "docs/javascript.md", "ztn-wasm/README.md"]) {
  const text = readFileSync(join(root, page), "utf8");
  const blocks = [...text.matchAll(BLOCK)].filter(([, browser]) => !browser);
  for (const [index, [whole, , source, shown]] of blocks.entries()) {
    test(`${page}, block ${index + 1}`, async () => {
      const file = `${page.replaceAll("/", "-")}-${index}.mjs`;
      writeFileSync(file, source);
      const said = await run(process.execPath, [file]);
      if (process.env.ZTN_UPDATE_DOCS) {
        const told = readFileSync(join(root, page), "utf8");
        writeFileSync(join(root, page), told.replace(whole, () => whole.replace(`\`\`\`text\n${shown}`, () => `\`\`\`text\n${said}`)));
      } else {
        assert.ok(shown !== undefined, "shows no output");
        assert.equal(said, shown);
      }
    });
  }
  test(`${page} has examples`, () => assert.ok(blocks.length > 0));
}
