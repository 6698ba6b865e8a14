import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { open, sample, settled, useBrowser } from "./browser.mjs";

const withPage = useBrowser();
const output = (name) => fileURLToPath(new URL(`output/${name}.png`, import.meta.url));

async function pages() {
  const { pairPath, actorPath, documentPath, event } = await sample();
  return {
    overview: "/",
    actors: "/actors",
    actor: actorPath,
    pairs: "/pairs",
    pair: pairPath,
    documents: "/documents",
    document: `${documentPath}?show=${event.id}&tree=${event.sentence.start}`,
    hostile: "/documents/long",
    search: "/search?q=the",
    statements: "/statements",
    claims: "/claims",
    codebook: "/codebook",
    rules: "/codebook/rules",
    rule: `/codebook/rules/${event.rule}`,
    issues: "/issues",
  };
}

for (const [name, options] of [
  ["light", { colorScheme: "light" }],
  ["dark", { colorScheme: "dark" }],
  ["narrow", { viewport: { width: 360, height: 740 } }],
]) {
  test(`every page fits its window: ${name}`, async () => {
    await withPage(options, async (page) => {
      for (const [which, address] of Object.entries(await pages())) {
        await open(page, address);
        const wider = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert(wider <= 0, `${which} is ${wider} pixels wider than its window`);
        await page.screenshot({ path: output(`${which}-${name}`), fullPage: true });
      }
    });
  });
}

const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("dark follows the system, and the reader's choice is kept", async () => {
  await withPage({ colorScheme: "dark" }, async (page) => {
    await open(page, "/");
    const dark = await ground(page);
    await page.getByRole("button", { name: "Change to light colours" }).click();
    const light = await ground(page);
    assert.notEqual(light, dark);
    await page.reload();
    await settled(page);
    assert.equal(await ground(page), light);
  });
});

test("nothing moves while a page fills", async () => {
  const { pairPath } = await sample();
  await withPage({}, async (page) => {
    for (const address of ["/", pairPath, "/search", "/codebook/rules"]) {
      await page.addInitScript(() => {
        window.shift = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
      });
      await open(page, address);
      await page.waitForTimeout(200);
      const shift = await page.evaluate(() => window.shift);
      assert(shift < 0.1, `${address} shifts by ${shift}`);
    }
  });
});
