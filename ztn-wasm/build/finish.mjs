// `node finish.mjs ztn.wasm module.js`: the module as JavaScript, for `ztn-wasm/inline`, and its sizes as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [wasm, module] = process.argv.slice(2);
const bytes = readFileSync(wasm);
const gzip = gzipSync(bytes, { level: 9 });
const brotli = brotliCompressSync(bytes, {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  },
});
writeFileSync(module, `export const base64 = "${gzip.toString("base64")}";\n`);
console.log(JSON.stringify({ raw: bytes.length, gzip: gzip.length, brotli: brotli.length }));
