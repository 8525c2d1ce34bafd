// The instance of the module: loaded once, replaced when it traps.
import start, { initSync, __wbg_reset_state as restart } from "./glue.js";
import { ZtnError } from "./error.js";

export { Files, Workspace, analyze, ask, diff, diff_files, rule_id } from "./glue.js";

let ready = false;
let trapped = false;
let loading;

/** Which instance it is: what belongs to an earlier one is gone. */
export let generation = 0;

/** Loads the module, unless it is there. */
export function load(source) {
  if (ready) return Promise.resolve();
  loading ??= fetched(source).finally(() => (loading = undefined));
  return loading;
}

async function fetched(source) {
  try {
    const module_or_path = await source;
    if (module_or_path === undefined) {
      const message = "no module was given";
      const remedy = "give its URL, a Response, its bytes or a WebAssembly.Module";
      throw new ZtnError({ code: "not-loaded", field: "source", message, remedy });
    }
    await start({ module_or_path });
    ready = true;
  } catch (cause) {
    if (cause instanceof ZtnError) throw cause;
    const message = `the module could not be loaded (${cause})`;
    const remedy = "see that ztn.wasm is served there, or take `ztn-wasm/inline`";
    throw new ZtnError({ code: "not-loaded", field: "source", message, remedy }, { cause });
  }
}

/** Loads the module from bytes that are at hand. */
export function loadSync(module) {
  initSync({ module });
  ready = true;
}

/** Calls the engine. */
export function run(call) {
  if (!ready) {
    const message = "the module is not loaded yet";
    throw new ZtnError({ code: "not-ready", field: "init", message, remedy: "`await init()` first" });
  }
  if (trapped) replace();
  try {
    return call();
  } catch (cause) {
    // The engine throws strings; anything else means that the instance cannot be trusted any more.
    if (typeof cause === "string") throw new ZtnError(JSON.parse(cause));
    trapped = true;
    try {
      replace();
    } catch {
      // There may be no memory for it now; the next call tries again.
    }
    const message = `the engine crashed (${cause})`;
    const remedy = "give less at once, or report it with the input; the next call has a new engine";
    throw new ZtnError({ code: "crashed", field: "engine", message, remedy }, { cause });
  }
}

function replace() {
  restart();
  generation += 1;
  trapped = false;
}
