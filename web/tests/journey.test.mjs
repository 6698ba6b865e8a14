import assert from "node:assert/strict";
import { test } from "node:test";
import { open, params, path, sample, settled, useBrowser } from "./browser.mjs";

const withPage = useBrowser();

test("from the overview to a pair, to a document, and back", async () => {
  const { pair, event } = await sample();
  await withPage({}, async (page) => {
    await open(page, "/");
    await page
      .getByRole("table", { name: /^Pairs of actors/ })
      .getByRole("link")
      .first()
      .click();
    await settled(page);
    assert.equal(path(page), `/pairs/${pair.source.key}/${pair.target.key}`);
    const heading = await page.locator("h1").innerText();
    assert(heading.includes(pair.source.label) && heading.includes(pair.target.label), heading);
    assert((await page.locator(".bar-conflict, .bar-cooperation").count()) > 0, "no curve");

    const bend = page.locator(".bends > li").first();
    const sentence = (await bend.locator(".sentence").innerText()).trim();
    await bend.locator(".sentence a").click();
    await settled(page);
    assert(path(page).startsWith("/documents/"));
    assert(params(page).has("show"));
    const text = await page.locator("main").innerText();
    assert(flat(text).includes(flat(sentence).slice(0, 30)), "the sentence is not in the document");
    const card = page.locator(".card.open");
    assert.equal(await card.count(), 1);
    await card.getByText("Rule", { exact: true }).waitFor();

    await page.goBack();
    await settled(page);
    assert.equal(path(page), `/pairs/${pair.source.key}/${pair.target.key}`);
    await page.goBack();
    await settled(page);
    assert.equal(path(page), "/");
    await page.goForward();
    await settled(page);
    assert(path(page).startsWith("/pairs/"));
  });
  assert(event);
});

test("a document marks the words of its events and shows the tree of a sentence", async () => {
  const { documentPath, event } = await sample();
  await withPage({}, async (page) => {
    await open(page, `${documentPath}?show=${event.id}`);
    // A mark within the words cuts them into several links.
    const words = await page.locator(`main [data-event="${event.id}"]`).allInnerTexts();
    assert.equal(words.join(""), event.trigger.text);
    assert((await page.locator(".part-source").count()) > 0, "the source is not marked");
    await page.locator(".card.open").getByRole("link", { name: "Tree of the sentence" }).click();
    await settled(page);
    assert.equal(params(page).get("tree"), String(event.sentence.start));
    await page.locator("#tree .word").first().waitFor();
    assert((await page.locator("#tree .word").count()) > 2);
    assert((await page.locator("#tree .dependency").count()) > 1);
  });
});

test("going back returns to the place one had scrolled to", async () => {
  await withPage({}, async (page) => {
    await open(page, "/");
    const link = page.locator(".events .sentence a").first();
    await link.scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    const before = await page.evaluate(() => scrollY);
    assert(before > 300);
    await link.click();
    await settled(page);
    await page.goBack();
    await settled(page);
    await page.waitForFunction((y) => Math.abs(scrollY - y) < 60, before);
  });
});

test("every page has a title, one heading and a way on", async () => {
  const { pairPath, actorPath, documentPath } = await sample();
  const titles = new Set();
  await withPage({}, async (page) => {
    for (const address of [
      "/",
      "/actors",
      actorPath,
      "/pairs",
      pairPath,
      "/documents",
      documentPath,
      "/search",
      "/statements",
      "/claims",
      "/codebook",
      "/codebook/rules",
      "/codebook/contexts",
      "/codebook/cameo",
      "/issues",
    ]) {
      await open(page, address);
      titles.add(await page.title());
      assert.equal(await page.locator("h1").count(), 1, address);
      assert.equal(await page.locator("main .failure").count(), 0, address);
    }
  });
  assert.equal(titles.size, 15);
});

test("what is not there says so and leads on", async () => {
  await withPage({}, async (page, complaints) => {
    await open(page, "/nowhere/at/all");
    await page.getByRole("heading", { name: "No such page" }).waitFor();
    for (const address of ["/documents/nothing", "/actors/QQQ*"]) {
      await page.goto(address);
      await page.locator(".failure").first().waitFor();
      assert.match(await page.locator(".failure").first().innerText(), /Not in this data set/);
    }
    await page.goto("/?from=yesterday");
    await page.locator(".failure").first().waitFor();
    // The browser itself notes that an answer was 404 or 400.
    complaints.splice(
      0,
      complaints.length,
      ...complaints.filter((text) => !text.startsWith("Failed to load resource")),
    );
  });
});

const flat = (text) => text.replace(/[^\p{L}\p{N}]+/gu, "");
