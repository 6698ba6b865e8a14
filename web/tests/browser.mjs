import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const BASE = process.env.BASE ?? "http://127.0.0.1:8797";
const PLACES = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** One browser for the tests of a file; a page of its own for each, which may not complain. */
export function useBrowser() {
  let browser;
  before(async () => {
    const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
    assert(executablePath, "no Chromium: install it, or name it in CHROMIUM");
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  });
  after(() => browser?.close());

  return async function withPage(options, use) {
    const context = await browser.newContext({
      baseURL: BASE,
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
      acceptDownloads: true,
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(8000);
    const complaints = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    const abroad = [];
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== new URL(BASE).origin) abroad.push(request.url());
    });
    try {
      await use(page, complaints);
      assert.deepEqual(complaints, [], "the page complains");
      assert.deepEqual(abroad, [], "the page asks another server");
    } finally {
      await context.close();
    }
  };
}

/** Goes there and waits until everything has come. */
export async function open(page, address) {
  await page.goto(address);
  await settled(page);
}

export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".loading, .stale, .facet-wait") === null);
}

export async function ask(path) {
  const answer = await fetch(`${BASE}/api/v1/${path}`);
  assert.equal(answer.status, 200, path);
  return answer.json();
}

export const params = (page) => new URL(page.url()).searchParams;
export const path = (page) => decodeURIComponent(new URL(page.url()).pathname);

/** An event, its pair and its document, whatever the data set. */
export async function sample() {
  const { rows } = await ask("pairs?abroad=true&limit=1");
  const [pair] = rows;
  const events = await ask(
    `events?source=${encodeURIComponent(pair.source.key)}&target=${encodeURIComponent(pair.target.key)}&limit=1`,
  );
  const [event] = events.rows;
  return {
    event,
    pair,
    pairPath: `/pairs/${encodeURIComponent(pair.source.key)}/${encodeURIComponent(pair.target.key)}`,
    actorPath: `/actors/${encodeURIComponent(pair.source.key)}`,
    documentPath: `/documents/${encodeURIComponent(event.document)}`,
  };
}
