import { content, optionsJson, path } from "./arguments.js";
import * as engine from "./engine.js";

/** Files that are being edited. It keeps what it was given, so that it outlives an instance that trapped. */
export class Workspace {
  #files = new Map();
  #options;
  #inner;
  #generation;

  constructor(options) {
    this.#options = optionsJson(options);
    engine.run(() => this.#open());
  }

  set(name, text) {
    const file = path(name, "path");
    const bytes = content(text, "content");
    // The caller may go on to change its buffer.
    this.#files.set(file, typeof bytes === "string" ? bytes : bytes.slice());
    engine.run(() => this.#isOpen() && put(this.#inner, file, bytes));
  }

  remove(name) {
    const file = path(name, "path");
    engine.run(() => this.#isOpen() && this.#inner.remove(file));
    return this.#files.delete(file);
  }

  setOptions(options) {
    const json = optionsJson(options);
    engine.run(() => (this.#isOpen() ? this.#inner.set_options(json) : new engine.Workspace(json).free()));
    this.#options = json;
  }

  reportJson() {
    return engine.run(() => {
      if (!this.#isOpen()) this.#open();
      return this.#inner.report();
    });
  }

  report() {
    return JSON.parse(this.reportJson());
  }

  free() {
    if (this.#isOpen()) engine.run(() => this.#inner.free());
    this.#inner = undefined;
    this.#files.clear();
  }

  #isOpen() {
    return this.#inner !== undefined && this.#generation === engine.generation;
  }

  #open() {
    const inner = new engine.Workspace(this.#options);
    for (const [file, bytes] of this.#files) put(inner, file, bytes);
    this.#inner = inner;
    this.#generation = engine.generation;
  }
}

Workspace.prototype[Symbol.dispose ?? Symbol.for("Symbol.dispose")] = Workspace.prototype.free;

function put(inner, file, bytes) {
  if (typeof bytes === "string") inner.set_text(file, bytes);
  else inner.set_bytes(file, bytes);
}
