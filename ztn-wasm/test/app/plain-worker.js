import * as ztn from "./ztn-wasm/browser.js";
import { answer } from "./answer.js";

answer(ztn).then(postMessage);
