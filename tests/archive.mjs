// Opens an archive from its folder in Chromium, as from a stick, and searches it; reads its catalogue with foliate-js.
// Usage: node tests/archive.mjs FOLDER WORDS...   Prints one JSON object: results by words, dialogs, requests, catalogue.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const [folder, ...words] = process.argv.slice(2);
const root = pathToFileURL(`${folder}/`).href;

const browser = await chromium.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const page = await browser.newPage();
const errors = [];
const outside = [];
let dialogs = 0;
page.on("pageerror", (error) => errors.push(String(error)));
page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
page.on("request", (request) => request.url().startsWith(root) || outside.push(request.url()));
page.on("dialog", (dialog) => {
  dialogs += 1;
  dialog.dismiss();
});
await page.goto(`${root}index.html`);
const results = {};
for (const query of words) {
  const started = Date.now();
  await page.fill("input[type=search]", query);
  await page.press("input[type=search]", "Enter");
  await page.waitForFunction(() => document.querySelector("[role=status]").textContent !== "");
  await page.waitForTimeout(300); // the delay after typing, when the search runs once more
  results[query] = {
    status: await page.textContent("[role=status]"),
    milliseconds: Date.now() - started - 300,
    titles: await page.$$eval(".result h3 a", (links) => links.map((link) => link.textContent)),
    targets: await page.$$eval(".result h3 a", (links) => links.map((link) => link.getAttribute("href"))),
    marked: await page.$$eval(".result mark", (marks) => marks.map((mark) => mark.textContent)),
  };
}

// The catalogue, as a reading system takes it in.
const opds = readFileSync(join(dirname(require.resolve("foliate-js/view.js")), "opds.js"), "utf8");
const blank = await browser.newPage();
const catalogue = await blank.evaluate(
  async ([source, xml]) => {
    const { getFeed } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    const feed = getFeed(new DOMParser().parseFromString(xml, "application/xml"));
    return {
      title: feed.metadata.title,
      publications: feed.publications.map(({ metadata, links, images }) => ({
        title: metadata.title,
        language: metadata.language,
        links: links.map(({ rel, href, type }) => ({ rel: [rel].flat()[0], href, type })),
        images: images.map(({ href }) => href),
      })),
      facets: feed.facets.map((facet) => ({ title: facet.metadata.title, count: facet.links.length })),
    };
  },
  [opds, readFileSync(join(folder, "catalog.xml"), "utf8")],
);
await browser.close();
console.log(JSON.stringify({ results, errors, dialogs, outside, catalogue }));
