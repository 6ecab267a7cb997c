// Opens documents in Chromium as a careless reader would, and prints what each of them got to do, one JSON object a line.
// Usage: node tests/probe.mjs FOLDER   (every .html and .xhtml below it; content security policies are switched off)
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const [folder] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true }).filter((name) => /\.x?html$/.test(name)).sort();
const OWN = /^(file:|data:image\/(png|jpeg)|about:blank)/;

// What is in the page that can act by itself or when touched.
const ACTIVE = () => {
  const all = [...document.querySelectorAll("*")];
  const links = all.flatMap((element) => [...element.attributes].filter(({ localName }) => /^(href|src|action|formaction|data)$/.test(localName)).map(({ value }) => value));
  const protocol = (value) => { try { return new URL(value, document.baseURI).protocol; } catch { return "invalid:"; } };
  for (const element of all) for (const name of ["mouseover", "click", "focus", "error", "toggle"]) {
    const live = element.closest?.("a[href^=http], a[href^=mailto]");
    if (!live || name !== "click") element.dispatchEvent(new Event(name, { bubbles: false, cancelable: true }));
  }
  return {
    scripts: all.filter((element) => element.localName === "script" && element.type !== "application/ld+json").length,
    handlers: all.flatMap((element) => [...element.attributes]).filter(({ localName }) => localName.toLowerCase().startsWith("on")).length,
    foreign: all.filter((element) => element.matches("iframe, object, embed, base, form, input, svg, math, video, audio, source, template, marquee, meta[http-equiv=refresh i]")).length,
    addresses: [...new Set(links.map(protocol))].filter((found) => !["http:", "https:", "mailto:", "file:", "data:"].includes(found)),
    ran: window.ran ?? 0,
  };
};

const browser = await chromium.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
const context = await browser.newContext({ bypassCSP: true, viewport: { width: 800, height: 600 } });
await context.addInitScript(() => {
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    const before = window[name];
    window[name] = (...values) => { window.ran = (window.ran ?? 0) + 1; return name === "alert" ? before(...values) : null; };
  }
});
await context.route(/^(https?|wss?|ftp):/, (route) => route.abort());
let seen;
const page = await context.newPage();
page.on("dialog", (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
page.on("request", (request) => { seen.requests += OWN.test(request.url()) ? 0 : 1; });
page.on("framenavigated", () => { seen.navigations += 1; });
page.on("popup", () => { seen.windows += 1; });
for (const name of files) {
  seen = { dialogs: 0, requests: 0, navigations: -1, windows: 0 };
  await page.goto(pathToFileURL(join(folder, name)).href, { waitUntil: "load" }).catch(() => {});
  const active = await page.evaluate(ACTIVE).catch(() => ({ addresses: [] })); // gone elsewhere
  await page.waitForTimeout(15);
  console.log(JSON.stringify({ name, ...seen, ...active, addresses: active.addresses.length }));
}
await browser.close();
