import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { open, sample, useBrowser } from "./browser.mjs";

const withPage = useBrowser();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Pages, and what is opened on them before they are looked at. */
async function pages() {
  const { pairPath, actorPath, documentPath, event } = await sample();
  return [
    ["/"],
    ["/?quad=4&stack=type", openFilters],
    ["/?by=country&region=europe", showTables],
    ["/actors"],
    [actorPath],
    ["/pairs"],
    [pairPath],
    [pairPath, showTables],
    ["/documents"],
    [`${documentPath}?show=${event.id}&tree=${event.sentence.start}`],
    ["/documents/script"],
    ["/documents/rtl"],
    ["/search?q=the"],
    ["/search?q=xyzzyplugh"],
    ["/statements"],
    ["/claims"],
    ["/codebook"],
    ["/codebook/rules"],
    ["/codebook/claims"],
    ["/codebook/contexts"],
    ["/codebook/cameo"],
    [`/codebook/rules/${event.rule}`],
    ["/issues"],
    ["/nowhere"],
  ];
}

async function openFilters(page) {
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.locator(".filter-panel .facet-list label").first().waitFor();
}

async function showTables(page) {
  const buttons = page.getByRole("button", { name: /Show table/ });
  while ((await buttons.count()) > 0) await buttons.first().click();
}

for (const colorScheme of ["light", "dark"]) {
  test(`no serious barrier on any page: ${colorScheme}`, async () => {
    await withPage({ colorScheme, reducedMotion: "reduce" }, async (page) => {
      const found = [];
      for (const [address, prepare] of await pages()) {
        await open(page, address);
        await prepare?.(page);
        // The page forbids scripts from elsewhere; the debugger may still evaluate.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          window.axe.run(document, { resultTypes: ["violations"] }),
        );
        for (const { id, impact, nodes } of violations) {
          if (impact === "serious" || impact === "critical") {
            found.push(
              `${address}: ${id} (${impact}): ${nodes
                .slice(0, 3)
                .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`)
                .join(" | ")}`,
            );
          }
        }
      }
      assert.deepEqual(found, []);
    });
  });
}
