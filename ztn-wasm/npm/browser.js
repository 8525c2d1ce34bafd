// For browsers, their workers and bundlers: the module lies beside this file, and `init()` fetches it.
import { load } from "./engine.js";

export * from "./api.js";

export const init = (source) => load(source ?? new URL("./ztn.wasm", import.meta.url));
