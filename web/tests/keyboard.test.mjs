import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, open, params, path, sample, settled, useBrowser } from "./browser.mjs";

const withPage = useBrowser();

const focused = (page) =>
  page.evaluate(() => ({
    tag: document.activeElement?.tagName.toLowerCase(),
    text: document.activeElement?.textContent?.trim(),
    outline: document.activeElement === null ? "" : getComputedStyle(document.activeElement).outlineStyle,
  }));

test("the first stop skips to the content, and every stop is visible", async () => {
  await withPage({}, async (page) => {
    await open(page, "/");
    await page.keyboard.press("Tab");
    assert.equal((await focused(page)).text, "Skip to the content");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "content");
    for (let stop = 0; stop < 12; stop += 1) {
      await page.keyboard.press("Tab");
      const { tag, outline } = await focused(page);
      if (tag !== "input")
        assert.notEqual(outline, "none", `a stop that is not seen: ${JSON.stringify(await focused(page))}`);
    }
  });
});

test("an actor is found and opened by the keyboard alone", async () => {
  const { pair } = await sample();
  await withPage({}, async (page) => {
    await open(page, "/");
    const box = page.getByRole("combobox", { name: /Search the texts/ });
    await box.focus();
    await page.keyboard.type(pair.source.label.slice(0, 5));
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.getByRole("option").first().getAttribute("aria-selected"), "true");
    assert.equal(
      await box.getAttribute("aria-activedescendant"),
      await page.getByRole("option").first().getAttribute("id"),
    );
    await page.keyboard.press("Escape");
    assert(await page.getByRole("option").first().isHidden());
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await settled(page);
    assert(path(page).startsWith("/actors/"), path(page));
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  });
});

test("figures have a table, whose rows lead on", async () => {
  const { total } = await ask("places?limit=1");
  await withPage({}, async (page) => {
    await open(page, "/");
    const figure = page
      .locator("section.figure")
      .filter({ has: page.getByRole("heading", { name: /^Events per/ }) });
    const button = figure.getByRole("button", { name: /Show table/ });
    await button.focus();
    await page.keyboard.press("Enter");
    const link = figure.getByRole("table").getByRole("link").first();
    await link.focus();
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(path(page), "/search");
    assert(params(page).has("from") && params(page).has("to"));
    assert((await page.locator(".event-item").count()) > 0);
  });
  assert(total >= 0);
});

test("a menu opens and closes by the keyboard", async () => {
  await withPage({}, async (page) => {
    await open(page, "/actors");
    const menu = page.locator("main .controls details.menu");
    await menu.locator("summary").focus();
    await page.keyboard.press("Enter");
    assert(await menu.getByText("CSV").isVisible());
    await page.keyboard.press("Tab");
    assert.equal((await focused(page)).text, "CSV");
    await page.keyboard.press("Escape");
    assert(await menu.getByText("CSV").isHidden());
    assert.equal((await focused(page)).tag, "summary");
  });
});

test("a new page begins at its heading and what was found is announced", async () => {
  await withPage({}, async (page) => {
    await open(page, "/");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Search" }).focus();
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
    assert.equal(await page.locator(".summary").getAttribute("aria-live"), "polite");
  });
});
