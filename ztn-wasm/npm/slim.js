// For hosts that bring the module themselves: `init(source)` takes it.
export * from "./api.js";
export { load as init } from "./engine.js";
