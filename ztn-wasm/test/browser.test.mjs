// Bundled, by URL, inline and without a bundler: each page in a browser, under the narrowest policy it can have.
import assert from "node:assert/strict";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { chromium as playwright } from "playwright-core";
import * as vite from "vite";
import webpack from "webpack";
import * as ztn from "ztn-wasm";
import { answer } from "./app/answer.js";
import { chromium } from "./support.mjs";

const BY_FETCH = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const INLINE = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const skip = chromium ? false : "no Chromium here, and it could not be installed";

let browser;
before(async () => {
  if (skip) return;
  const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];
  browser = await playwright.launch({ executablePath: chromium, args });
});
after(() => browser?.close());

/** A folder with a page that runs a script. */
async function page(name, script, type = "module") {
  const folder = resolve("pages", name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "index.html"), `<!doctype html><title>ztn</title><script type="${type}" src="${script}"></script>`);
  return folder;
}

/** What a page answers, of itself and of its worker. */
async function answers(url) {
  const tab = await browser.newPage();
  const said = [];
  tab.on("console", (message) => said.push(message.text()));
  tab.on("pageerror", (error) => said.push(String(error)));
  await tab.goto(url);
  try {
    await tab.waitForFunction("globalThis.answers !== undefined", undefined, { timeout: 20_000 });
    return await Promise.race([
      tab.evaluate("globalThis.answers"),
      new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 20_000).unref()),
    ]);
  } catch (error) {
    throw new Error(said.join("\n"), { cause: error });
  } finally {
    await tab.close();
  }
}

/** The same of a folder, served with a policy. */
async function answersOf(folder, policy, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = join(folder, new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html"));
    try {
      const body = await readFile(path);
      const type = TYPES[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, { "content-type": type, "content-security-policy": policy, ...headers[extname(path)] });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    return await answers(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.close();
  }
}

async function expect(found, count) {
  const expected = await answer(ztn);
  assert.ok(expected.why.length > 0 && expected.json.includes("host-network"));
  assert.deepEqual(found, Array(count).fill(expected));
}

test("Vite, built", { skip }, async () => {
  const root = await page("vite", "/bundled.js");
  await cp("app", root, { recursive: true });
  await vite.build({ root, logLevel: "error", build: { minify: false } });
  await expect(await answersOf(join(root, "dist"), BY_FETCH), 2);
});

test("Vite, developing", { skip }, async () => {
  const root = await page("vite-dev", "/bundled.js");
  await cp("app", root, { recursive: true });
  const server = await vite.createServer({ root, logLevel: "error", server: { host: "127.0.0.1", port: 0 } });
  await server.listen();
  try {
    await expect(await answers(server.resolvedUrls.local[0]), 2);
  } finally {
    await server.close();
  }
});

test("webpack", { skip }, async () => {
  const folder = await page("webpack", "main.js", "text/javascript");
  const compiler = webpack({ mode: "production", performance: false, entry: resolve("app/bundled.js"), output: { path: folder } });
  const stats = await promisify(compiler.run.bind(compiler))();
  assert.ok(!stats.hasErrors() && !stats.hasWarnings(), stats.toString());
  await expect(await answersOf(folder, BY_FETCH), 2);
});

test("esbuild, the module by its URL", { skip }, async () => {
  const folder = await page("esbuild", "by-url.js");
  const options = { bundle: true, format: "esm", outdir: folder, loader: { ".wasm": "file" } };
  await esbuild.build({ entryPoints: ["app/by-url.js"], ...options });
  await expect(await answersOf(folder, BY_FETCH), 1);
});

test("esbuild, the module inline, in a classic script", { skip }, async () => {
  const folder = await page("inline", "inline.js", "text/javascript");
  await esbuild.build({ entryPoints: ["app/inline.js"], bundle: true, format: "iife", outdir: folder });
  await expect(await answersOf(folder, INLINE), 1);
});

test("a plain page", { skip }, async () => {
  const folder = await page("plain", "plain.js");
  await cp("app", folder, { recursive: true });
  await cp("node_modules/ztn-wasm", join(folder, "ztn-wasm"), { recursive: true });
  await expect(await answersOf(folder, BY_FETCH), 2);
  // A server that knows no WebAssembly is slower, and not refused.
  await expect(await answersOf(folder, BY_FETCH, { ".wasm": { "content-type": "text/plain" } }), 2);
});
