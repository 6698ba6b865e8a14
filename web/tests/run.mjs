/**
 * Runs the tests in a browser. Codes `examples/` and the hostile reports with the `tidings` binary, serves them, and
 * runs every `*.test.mjs` here against that.
 *
 *   npm test                                   the binary of target/release or target/debug
 *   TIDINGS=path/to/tidings npm test           another binary
 *   npm test -- --base http://127.0.0.1:8750   a server that is already there
 *   npm test -- pair                           only test files whose name holds a word
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { HOSTILE } from "./hostile.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const places = [process.env.TIDINGS, join(target, "release", "tidings"), join(target, "debug", "tidings")];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined) {
    throw new Error("no tidings binary: build it with `cargo build --release`, or name it in TIDINGS");
  }
  return found;
}

function code(tidings, folder) {
  const reports = join(folder, "hostile.jsonl");
  writeFileSync(reports, HOSTILE.map((report) => JSON.stringify(report)).join("\n"));
  const dataset = join(folder, "dispatches");
  const done = spawnSync(tidings, ["code", join(root, "examples"), reports, "-o", dataset], {
    encoding: "utf8",
  });
  if (done.status !== 0 && done.status !== 1) throw new Error(`coding failed: ${done.stderr}`);
  return dataset;
}

async function serve(tidings, dataset) {
  const port = process.env.PORT ?? "8797";
  const server = spawn(tidings, ["serve", dataset, "--port", port], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  server.stdout.on("data", (data) => (said += data));
  server.stderr.on("data", (data) => (said += data));
  const base = `http://127.0.0.1:${port}`;
  for (let wait = 0; wait < 100; wait += 1) {
    if (server.exitCode !== null) throw new Error(`the server stopped: ${said}`);
    const answer = await fetch(`${base}/api/v1/dataset`).catch(() => null);
    if (answer?.ok) return { server, base };
    await new Promise((done) => setTimeout(done, 200));
  }
  server.kill();
  throw new Error(`the server does not answer: ${said}`);
}

const words = process.argv.slice(2);
const at = words.indexOf("--base");
const given = at < 0 ? undefined : words.splice(at, 2)[1];
const files = readdirSync(here)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .map((name) => join(here, name));
mkdirSync(join(here, "output"), { recursive: true });

let folder;
let running;
let status = 1;
try {
  let base = given;
  if (base === undefined) {
    const tidings = binary();
    folder = mkdtempSync(join(tmpdir(), "tidings-web-"));
    running = await serve(tidings, code(tidings, folder));
    base = running.base;
  }
  const tests = spawn(
    process.execPath,
    ["--test", "--test-reporter=spec", "--test-concurrency=1", ...files],
    {
      stdio: "inherit",
      env: { ...process.env, BASE: base },
    },
  );
  status = await new Promise((done) => tests.on("exit", (code) => done(code ?? 1)));
} finally {
  running?.server.kill("SIGINT");
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
