// For Node and Deno: the module lies beside this file and is there at once; `init()` is for code that also
// runs elsewhere.
import { readFileSync } from "node:fs";
import { load, loadSync } from "./engine.js";

export * from "./api.js";

export const init = load;

loadSync(readFileSync(new URL("./ztn.wasm", import.meta.url)));
