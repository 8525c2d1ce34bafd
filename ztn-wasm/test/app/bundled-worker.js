import * as ztn from "ztn-wasm";
import { answer } from "./answer.js";

answer(ztn).then(postMessage);
