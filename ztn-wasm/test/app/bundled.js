import * as ztn from "ztn-wasm";
import { answer, answerOf } from "./answer.js";

const worker = new Worker(new URL("./bundled-worker.js", import.meta.url), { type: "module" });
globalThis.answers = Promise.all([answer(ztn), answerOf(worker)]);
