import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { open, sample, settled, useBrowser } from "./browser.mjs";

const withPage = useBrowser();

async function take(page, menu, item) {
  await menu.locator("summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    menu.getByText(item, { exact: true }).click(),
  ]);
  const bytes = await readFile(await download.path());
  await page.keyboard.press("Escape");
  return { name: download.suggestedFilename(), bytes };
}

const menuOf = (page, heading) =>
  page
    .locator("section.figure")
    .filter({ has: page.getByRole("heading", { name: heading }) })
    .locator("details.menu");

test("figures come as SVG and PNG with their title and filter", async () => {
  const { pairPath, documentPath, event } = await sample();
  await withPage({}, async (page) => {
    for (const [address, heading] of [
      ["/?quad=3&quad=4", /^Events per/],
      ["/", /^Where events/],
      ["/", /^Network/],
      [pairPath, /^Score by/],
      [`${documentPath}?tree=${event.sentence.start}`, /^Tree/],
    ]) {
      await open(page, address);
      const menu = menuOf(page, heading);
      const svg = await take(page, menu, "Figure as SVG");
      assert.match(svg.name, /\.svg$/);
      const text = svg.bytes.toString("utf8");
      assert.match(text, /^<svg[^>]+xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert(!text.includes("<script") && !text.includes("href="), "a link or a script in the file");
      assert(!/class="/.test(text), "classes without their style sheet");
      assert.match(text, /Data set/);
      if (address.includes("quad")) assert.match(text, /Class: verbal conflict/);
      const wellFormed = await page.evaluate(
        (source) =>
          new DOMParser().parseFromString(source, "image/svg+xml").querySelector("parsererror") === null,
        text,
      );
      assert(wellFormed, `${heading} is not well formed`);

      await open(page, address);
      const png = await take(page, menuOf(page, heading), "Figure as PNG");
      assert.match(png.name, /\.png$/);
      assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
      assert(png.bytes.length > 5000, `${heading} is empty: ${png.bytes.length} bytes`);
    }
  });
});

test("tables come as CSV, JSON and Parquet with the filter of the page", async () => {
  await withPage({}, async (page) => {
    await open(page, "/actors?quad=4&level=sector");
    const menu = page.locator("main .controls details.menu");
    const csv = await take(page, menu, "CSV");
    const rows = await page.locator("main tbody tr").count();
    assert(csv.bytes.toString("utf8").trim().split("\n").length >= rows + 1);
    const json = await take(page, menu, "JSON");
    const { query, rows: exported } = JSON.parse(json.bytes.toString("utf8"));
    assert.deepEqual(query.quad, ["4"]);
    assert(exported.length >= rows);
    const parquet = await take(page, menu, "Parquet");
    assert.equal(parquet.bytes.subarray(0, 4).toString(), "PAR1");
  });
});

test("every export that a page offers is there", async () => {
  const { pairPath, actorPath, documentPath } = await sample();
  await withPage({}, async (page) => {
    for (const address of [
      "/?type=ACCUSE",
      actorPath,
      pairPath,
      documentPath,
      "/pairs",
      "/documents",
      "/search?q=the",
      "/statements",
      "/codebook",
      "/codebook/contexts",
      "/codebook/cameo",
      "/codebook/rules",
    ]) {
      await open(page, address);
      const links = await page
        .locator("a[download]")
        .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
      assert(links.length >= 3, address);
      for (const link of new Set(links)) {
        const answer = await page.request.get(link);
        assert.equal(answer.status(), 200, `${address}: ${link}: ${await answer.text()}`);
        assert.match(answer.headers()["content-disposition"] ?? "", /^attachment/, link);
      }
    }
    await settled(page);
  });
});
