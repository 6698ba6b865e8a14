import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, open, settled, useBrowser } from "./browser.mjs";
import { HOSTILE } from "./hostile.mjs";

const withPage = useBrowser();
// As the page writes it: a last part with a dot is followed by a slash.
const addressOf = (id) => `/documents/${encodeURIComponent(id)}${id.includes(".") ? "/" : ""}`;

for (const report of HOSTILE) {
  test(`a hostile report is only text: ${report.id}`, async () => {
    const { events } = await ask(`documents/${encodeURIComponent(report.id)}`);
    await withPage({}, async (page) => {
      const foreign = "main script, main style, main img, main iframe, main [onerror], main [onmouseover]";
      const places = [
        addressOf(report.id),
        `/search?document=${encodeURIComponent(report.id)}`,
        `/documents?document=${encodeURIComponent(report.id)}`,
        `/?document=${encodeURIComponent(report.id)}`,
      ];
      for (const address of places) {
        await open(page, address);
        assert.equal(await page.locator(foreign).count(), 0, address);
        assert.equal(await page.evaluate(() => window.hacked), undefined, address);
        assert.equal(await page.locator("main .failure").count(), 0, address);
        const unsafe = await page
          .locator("main a[href]")
          .evaluateAll((links) =>
            links
              .map((link) => new URL(link.getAttribute("href"), location.href).protocol)
              .filter((p) => !/^https?:$/.test(p)),
          );
        assert.deepEqual(unsafe, [], address);
      }
      await open(page, addressOf(report.id));
      for (const event of events) {
        const words = await page.locator(`[data-event="${event.id}"]`).allInnerTexts();
        assert(
          words.length > 0 && event.trigger.text.includes(words[0]),
          `${event.trigger.text} is marked as ${words}`,
        );
      }
    });
  });
}

test("a title shows as it is written", async () => {
  await withPage({}, async (page) => {
    await open(page, "/documents");
    const text = await page.locator("main tbody").innerText();
    assert(text.includes("<script>window.hacked = 1</script>"));
    assert(text.includes("{{entities}}"));
  });
});

test("what is typed is only text", async () => {
  await withPage({}, async (page) => {
    const words = `"><img src=x onerror=window.hacked=1> {{7*7}} "unclosed -`;
    await open(page, "/");
    await page.getByRole("combobox", { name: /Search the texts/ }).fill(words);
    await page.keyboard.press("Enter");
    await settled(page);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert(new URL(page.url()).searchParams.get("q") === words);
    assert.equal(await page.locator("main .failure").count(), 0);
  });
});
