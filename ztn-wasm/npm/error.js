/** What cannot be taken, or went wrong: see `ZtnError` in `index.d.ts`. */
export class ZtnError extends Error {
  constructor({ code, field, message, remedy }, options) {
    super(`${field}: ${message}: ${remedy}`, options);
    this.code = code;
    this.field = field;
    this.remedy = remedy;
  }
}

// On the prototype, as with the language's own errors.
Object.defineProperty(ZtnError.prototype, "name", { value: "ZtnError", configurable: true, writable: true });
