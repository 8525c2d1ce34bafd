// For places where nothing can be fetched: the module is in the JavaScript.
import { load } from "./engine.js";
import { base64 } from "./module.js";

export * from "./api.js";

export const init = (source) => load(source ?? unpacked());

function unpacked() {
  const packed = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
