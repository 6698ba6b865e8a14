import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, open, params, path, settled, useBrowser } from "./browser.mjs";

const withPage = useBrowser();

test("a choice goes into the address, narrows the page, shows as a chip and can be taken back", async () => {
  const { total } = await ask("events?limit=1");
  const narrowed = (await ask("events?type=ACCUSE&limit=1")).total;
  await withPage({}, async (page) => {
    await open(page, "/search");
    await page
      .getByRole("group", { name: "Type" })
      .getByRole("checkbox", { name: /^Accuse/ })
      .check();
    await page.waitForURL(/type=ACCUSE/);
    await settled(page);
    assert.match(
      await page.locator(".summary").innerText(),
      new RegExp(`with ${narrowed.toLocaleString("en-GB")} event`),
    );
    await page.getByRole("link", { name: "Remove Type: Accuse" }).click();
    await page.waitForURL((url) => !url.searchParams.has("type"));
    await settled(page);
    assert.match(
      await page.locator(".summary").innerText(),
      new RegExp(`with ${total.toLocaleString("en-GB")} event`),
    );
    await page.goBack();
    await settled(page);
    assert.equal(params(page).get("type"), "ACCUSE");
    assert(await page.getByRole("checkbox", { name: /^Accuse/ }).isChecked());
  });
});

test("counts stand beside the choices and agree with the API", async () => {
  const { facets } = await ask("facets?facet=status");
  await withPage({}, async (page) => {
    await open(page, "/search");
    for (const { value, count } of facets.status) {
      const label = page
        .getByRole("group", { name: "Status" })
        .locator("label")
        .filter({ hasText: new RegExp(value, "i") });
      assert.equal(await label.locator(".facet-count").innerText(), count.toLocaleString("en-GB"));
    }
  });
});

test("words that are searched for are marked", async () => {
  await withPage({}, async (page) => {
    await open(page, "/");
    await page.getByRole("combobox", { name: /Search the texts/ }).fill("sanction");
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(path(page), "/search");
    assert.equal(params(page).get("q"), "sanction");
    const marks = await page.locator(".results mark").allInnerTexts();
    assert(marks.length > 0);
    for (const mark of marks) assert.match(mark, /sanction/i);
  });
});

test("the filter stays when the view changes and goes with the name of the data set", async () => {
  await withPage({}, async (page) => {
    await open(page, "/?quad=4");
    const navigation = page.getByRole("navigation", { name: "Pages" });
    for (const [name, address] of [
      ["Actors", "/actors"],
      ["Pairs", "/pairs"],
      ["Search", "/search"],
      ["Overview", "/"],
    ]) {
      await navigation.getByRole("link", { name }).click();
      await settled(page);
      assert.equal(path(page), address);
      assert.equal(params(page).get("quad"), "4");
    }
    await page.locator(".brand").click();
    await settled(page);
    assert(!params(page).has("quad"));
  });
});

test("drawing over the time line chooses a period, and a bar chooses its own", async () => {
  await withPage({}, async (page) => {
    await open(page, "/");
    const plot = page.locator(".catch").first();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/from=\d{4}-\d\d-\d\d.*to=\d{4}-\d\d-\d\d|to=.*from=/);
    assert(params(page).get("from") < params(page).get("to"));
    await settled(page);
    await page.getByRole("link", { name: "Clear all" }).click();
    await page.waitForURL((url) => url.search === "");
  });
});

test("the views of a figure are in the address", async () => {
  await withPage({}, async (page) => {
    await open(page, "/");
    await page.getByRole("radio", { name: "Type" }).check();
    await page.getByRole("radio", { name: "Month" }).check();
    await page.getByLabel("Region").selectOption("europe");
    assert.deepEqual(
      ["stack", "step", "region"].map((name) => params(page).get(name)),
      ["type", "month", "europe"],
    );
    await page.reload();
    await settled(page);
    assert(await page.getByRole("radio", { name: "Type" }).isChecked());
    await page.getByRole("heading", { name: "Events per month" }).waitFor();
  });
});

test("nothing found says what to do", async () => {
  await withPage({}, async (page) => {
    await open(page, "/search?q=xyzzyplugh");
    assert.match(await page.locator(".empty").innerText(), /Nothing found/);
    await open(page, "/?from=1801-01-01&to=1801-01-02");
    assert.match(await page.locator(".empty").innerText(), /No events under this filter/);
  });
});

test("the sortable columns of a list sort it", async () => {
  await withPage({}, async (page) => {
    await open(page, "/actors");
    await page.getByRole("columnheader", { name: "Mean score" }).getByRole("link").click();
    await page.waitForURL(/sort=score/);
    await settled(page);
    const scores = (await page.locator("td .score").allInnerTexts()).map((text) =>
      Number(text.trim().replace("−", "-")),
    );
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => a - b),
    );
    assert.equal(await page.locator("th[aria-sort]").getAttribute("aria-sort"), "ascending");
  });
});
