// Reads a page on a phone: from the end of the text back to the contents and on to an article, in taps; then as it prints.
// Usage: node tests/taps.mjs FILE...   Prints one JSON object a file.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");

const browser = await chromium.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const context = await browser.newContext({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true, reducedMotion: "reduce" });
for (const file of process.argv.slice(2)) {
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const taps = [];
  const count = await page.locator(".contents a[href^='#article-']").count();
  for (let number = 0; number < count; number += 1) {
    await page.locator("main > *").last().scrollIntoViewIfNeeded();
    await page.locator(".to-contents").tap({ timeout: 2000 });
    const link = page.locator(".contents a[href^='#article-']").nth(number);
    await link.tap({ timeout: 2000 });
    const target = (await link.getAttribute("href")).slice(1);
    taps.push({ target, top: await page.evaluate((id) => document.getElementById(id).getBoundingClientRect().top, target) });
  }
  await page.emulateMedia({ media: "print" });
  const printed = await page.$$eval("main a[href^='http']", (links) =>
    links.map((link) => ({ href: link.getAttribute("href"), after: getComputedStyle(link, "::after").content, text: link.textContent })),
  );
  const hidden = await page.$eval(".to-contents", (link) => getComputedStyle(link).display === "none");
  console.log(JSON.stringify({ file, taps, printed, hidden }));
  await page.close();
}
await browser.close();
