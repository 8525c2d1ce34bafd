// What callers hand over, checked before it crosses the border.
import { ZtnError } from "./error.js";

const SHAPE = "give an object or a Map from paths to text or bytes";

/** The files that are this argument, as pairs of a path and its content. */
export function filePairs(files, argument = "files") {
  if (typeof files?.[Symbol.iterator] === "function" && typeof files !== "string") {
    const pairs = [];
    for (const pair of files) {
      const field = `${argument}[${pairs.length}]`;
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw invalidFiles(field, `${kind(pair)}, and no pair of a path and its content`, SHAPE);
      }
      pairs.push([path(pair[0], `${field}[0]`), content(pair[1], `${field}[1]`)]);
    }
    return pairs;
  }
  // Promises, dates and the like have no entries, and would pass for no files at all.
  if (Object.prototype.toString.call(files) !== "[object Object]") {
    throw invalidFiles(argument, kind(files), SHAPE);
  }
  return Object.entries(files).map(([name, value]) => {
    const field = `${argument}[${JSON.stringify(clipped(name))}]`;
    return [path(name, field), content(value, field)];
  });
}

/** A path, which is only a name. */
export function path(value, field) {
  if (typeof value !== "string") {
    throw invalidFiles(field, `${kind(value)}, and no path`, "give the path as a string");
  }
  return wellFormed(value, field);
}

/** What is in a file: a string, or a view of bytes. */
export function content(value, field) {
  if (typeof value === "string") return wellFormed(value, field);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (/^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))) return new Uint8Array(value);
  const remedy = value?.then ? "await it" : "give a string, a Uint8Array or an ArrayBuffer";
  throw invalidFiles(field, `${kind(value)}, and neither text nor bytes`, remedy);
}

/** The options as JSON; what they mean is the engine's to say. */
export const optionsJson = (options) => objectJson(options, "invalid-options", "options");

/** What is asked, as JSON; what it means is the engine's to say. */
export const queryJson = (query) => objectJson(query, "invalid-query", "query");

function objectJson(object = {}, code, field) {
  const invalid = (message, cause) =>
    new ZtnError({ code, field, message, remedy: "give a plain object" }, { cause });
  if (Object.prototype.toString.call(object) !== "[object Object]") throw invalid(kind(object));
  let json;
  try {
    json = JSON.stringify(object);
  } catch (cause) {
    throw invalid(`not to be written as JSON (${cause.message})`, cause);
  }
  if (json === undefined) throw invalid("not to be written as JSON");
  return json;
}

/** A report as JSON: the object that `analyze` gives, or the string that `analyzeJson` gives. */
export function reportJson(report, field) {
  if (typeof report === "string") return report;
  try {
    return JSON.stringify(report) ?? "";
  } catch (cause) {
    const message = `not to be written as JSON (${cause.message})`;
    throw new ZtnError({ code: "invalid-report", field, message, remedy: "give a report" }, { cause });
  }
}

/** The name of a rule. */
export function ruleName(name) {
  if (typeof name === "string") return name;
  const remedy = "give a rule's id as a string";
  throw new ZtnError({ code: "unknown-rule", field: "rule", message: `${kind(name)}, and no name`, remedy });
}

function wellFormed(text, field) {
  if (text.isWellFormed?.() ?? !/\p{Surrogate}/u.test(text)) return text;
  throw invalidFiles(field, "half of a surrogate pair, which no text has", "give the file's bytes");
}

function invalidFiles(field, message, remedy) {
  return new ZtnError({ code: "invalid-files", field, message, remedy });
}

/** The kind of a value, in words. */
function kind(value) {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  return `a value of type ${Object.prototype.toString.call(value).slice(8, -1)}`;
}

const clipped = (name) => (name.length > 200 ? `${name.slice(0, 200)}…` : name);
