import * as ztn from "./ztn-wasm/browser.js";
import { answer, answerOf } from "./answer.js";

const worker = new Worker("./plain-worker.js", { type: "module" });
globalThis.answers = Promise.all([answer(ztn), answerOf(worker)]);
