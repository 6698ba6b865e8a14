import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, open, params, path, settled, useBrowser } from "./browser.mjs";

const withPage = useBrowser();

test("a statement leads to its words in the document", async () => {
  const { total } = await ask("statements?limit=1");
  assert(total > 0, "the reports hold no statement");
  await withPage({}, async (page) => {
    await open(page, "/statements");
    assert.equal(await page.locator(".summary").innerText(), `${total} statements`);
    await page.locator(".events .sentence a").first().click();
    await settled(page);
    assert(path(page).startsWith("/documents/"));
    assert((await page.locator(".part-cue, .part-said").count()) > 0, "its words are not marked");
    assert.equal(await page.locator(".card.open").count(), 1);
  });
});

test("claims are narrowed by their relation and lead to their document and their rule", async () => {
  const { facets } = await ask("claims/facets");
  const [relation] = facets.relation;
  assert(relation, "the reports hold no claim");
  await withPage({}, async (page) => {
    await open(page, "/claims");
    const words = relation.label.replaceAll("_", " ");
    await page
      .getByRole("group", { name: "Relation" })
      .getByRole("checkbox", { name: new RegExp(words, "i") })
      .check();
    await page.waitForURL(/relation=/);
    await settled(page);
    assert.match(await page.locator(".summary").innerText(), new RegExp(`^${relation.count} claims? of`));

    await page.getByText("by the rule").first().getByRole("link").click();
    await settled(page);
    assert.equal(path(page), "/codebook/claims");
    assert((await page.locator("tbody tr").count()) > 0);
    await page.goBack();
    await settled(page);
    assert.equal(params(page).get("relation"), relation.value);

    await page.locator(".events .sentence a").first().click();
    await settled(page);
    assert((await page.locator(".part-subject, .part-object").count()) > 0, "its words are not marked");
  });
});
