import { content, optionsJson, path, queryJson } from "./arguments.js";
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
    return engine.run(() => this.#opened().report());
  }

  report() {
    return JSON.parse(this.reportJson());
  }

  reach(query) {
    return this.#ask("reach", query);
  }

  can(query) {
    return this.#ask("can", query);
  }

  whoCan(query) {
    return this.#ask("who-can", query);
  }

  permissions(query) {
    return this.#ask("permissions", query);
  }

  paths(query) {
    return this.#ask("paths", query);
  }

  pss(query) {
    return this.#ask("pss", query);
  }

  auditPolicy(query) {
    return this.#ask("audit-policy", query);
  }

  suggestNetwork(query) {
    return this.#ask("suggest-network", query);
  }

  suggestRbac(query) {
    return this.#ask("suggest-rbac", query);
  }

  free() {
    if (this.#isOpen()) engine.run(() => this.#inner.free());
    this.#inner = undefined;
    this.#files.clear();
  }

  #ask(question, query) {
    const json = queryJson(query);
    return JSON.parse(engine.run(() => this.#opened().ask(question, json)));
  }

  #opened() {
    if (!this.#isOpen()) this.#open();
    return this.#inner;
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
