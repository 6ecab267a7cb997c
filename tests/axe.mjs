// Runs axe-core on HTML files, in light and dark, on a phone and on a desk; prints what it finds, one JSON object a line.
// Usage: node tests/axe.mjs FILE...   Exit code: 0 nothing found, 1 findings, others: the browser could not be used.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"];
// What stands beside a page: its pictures; an archive's search and thumbnails.
const OWN = /^([^/]+\.files\/image-\d+\.(png|jpg)|search\/[^/]+\.js|thumbnails\/[^/]+\.png)$/;

async function findings(browser, file, colorScheme, width) {
  // The page forbids scripts; axe comes in from outside.
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
  const page = await context.newPage();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  const found = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) found.push({ id: "overflow", pixels: wide });
  const folder = new URL(".", pathToFileURL(file)).href;
  const isOwn = (url) => url.startsWith("data:") || (url.startsWith(folder) && OWN.test(decodeURI(url.slice(folder.length))));
  const outside = requests.slice(1).filter((url) => !isOwn(url));
  if (outside.length) found.push({ id: "request", urls: outside });
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run({ runOnly: values }), TAGS);
  found.push(...violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map((node) => node.html.slice(0, 160)) })));
  await context.close();
  return found.map((finding) => ({ file, colorScheme, width, ...finding }));
}

const browser = await chromium.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const all = [];
for (const file of process.argv.slice(2)) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) all.push(...(await findings(browser, file, scheme, width)));
  }
}
await browser.close();
for (const finding of all) console.log(JSON.stringify(finding));
process.exitCode = all.length ? 1 : 0;
