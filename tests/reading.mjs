// Opens EPUBs in two reading systems, foliate-js and epub.js, inside Chromium; prints what a reader would see, one JSON
// object a line. Usage: node tests/reading.mjs FOLDER FILE...   Screenshots of the first article go to FOLDER.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, extname, join, normalize } from "node:path";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const MODULES = join(import.meta.dirname, "..", "node_modules");
const TYPES = { ".js": "text/javascript", ".html": "text/html", ".css": "text/css" };
const [folder, ...files] = process.argv.slice(2);

// Modules are loaded over HTTP only; nothing but node_modules and the books is served.
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  if (path === "/favicon.ico") return response.writeHead(204).end();
  if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><body></body>");
  try {
    const book = files[Number(path.match(/^\/book-(\d+)\.epub$/)?.[1])];
    const data = readFileSync(book ?? join(MODULES, normalize(path)));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(data);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}/`;

// Inside the page of a book: the indent of the first paragraph in em, how its letters stand out from the ground, how many
// elements a page's end or its edge cuts off, the numbers and days that lines of tables divide, and the least type there.
const SEEN = `(document, window) => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paragraph = document.querySelector("main p:not([class]), section p:not([class]), p:not([class])");
  if (!paragraph) return {};
  const style = window.getComputedStyle(paragraph);
  const cells = [...document.querySelectorAll("td")];
  const texts = cells.flatMap((cell) => {
    const walker = document.createTreeWalker(cell, 4);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  });
  const divided = texts.flatMap((node) => [...node.data.matchAll(/\\d{4}年|\\d+月\\d+日|\\d[\\d.,]*%?/g)].filter((match) => {
    const range = document.createRange();
    range.setStart(node, match.index);
    range.setEnd(node, match.index + match[0].length);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
  })).map(([words]) => words);
  const breadth = (element) => Math.max(0, ...[...element.getClientRects()].map((box) => box.width));
  const isWide = (cell) => cell.scrollWidth > cell.clientWidth + 1;
  const frames = [...document.querySelectorAll(".wide-table")].filter((frame) => breadth(frame.firstElementChild) > breadth(frame) + 1);
  return {
    opening: paragraph.textContent.slice(0, 20),
    indent: parseFloat(style.textIndent) / parseFloat(style.fontSize),
    ink: light(style.color),
    cut: [...document.querySelectorAll("p, tr, li, img")].filter((element) => element.getBoundingClientRect().bottom > window.innerHeight + 1).length + cells.filter(isWide).length + frames.length,
    parted: [...document.querySelectorAll("figure:has(img):has(figcaption)")].filter((figure) => {
      const [picture, caption] = ["img", "figcaption"].map((name) => figure.querySelector(name).getBoundingClientRect());
      return caption.top < picture.bottom - 1;
    }).length,
    divided,
    type: Math.min(...cells.map((cell) => parseFloat(window.getComputedStyle(cell).fontSize))) / parseFloat(style.fontSize),
    records: cells.filter((cell) => window.getComputedStyle(cell, "::before").content.startsWith('"')).length,
  };
}`;

const INSIDE = {
  async foliate(url, seen) {
    const { View } = await import("/foliate-js/view.js");
    void View;
    const view = document.createElement("foliate-view");
    view.style.cssText = "position:fixed;inset:0";
    document.body.append(view);
    const documents = new Map();
    view.addEventListener("load", ({ detail }) => documents.set(detail.index, detail.doc));
    await view.open(new File([await (await fetch(url)).blob()], "book.epub"));
    const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    view.renderer.setStyles?.(`html { color-scheme: ${scheme}; } body { color: CanvasText !important; background: Canvas; }`);
    const { book } = view;
    const label = (item) => ({ label: item.label, href: item.href, below: (item.subitems ?? []).map(label) });
    const cover = await book.getCover();
    await view.goToTextStart();
    const first = book.toc.flatMap((item) => [item, ...(item.subitems ?? [])]).find((item) => item.href.includes("article-"));
    if (first) await view.goTo(first.href);
    const pages = [];
    for (const page of book.pageList ?? []) {
      const { index, anchor } = view.resolveNavigation(page.href);
      await view.goTo(page.href);
      const marked = documents.get(index) ?? (await book.sections[index].createDocument());
      const place = anchor(marked);
      const range = marked.createRange();
      range.setStartAfter?.(place.nodeType ? place : place.startContainer);
      range.setEndAfter(marked.body);
      pages.push({ label: page.label, text: range.toString().replace(/\s+/g, "").slice(0, 24) });
    }
    if (first) await view.goTo(first.href);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const shown = view.renderer.getContents()[0].doc;
    const { FootnoteHandler } = await import("/foliate-js/footnotes.js");
    const popups = new FootnoteHandler();
    popups.addEventListener("before-render", ({ detail }) => {
      detail.view.style.cssText = "position:fixed;left:-50rem;width:20rem;height:20rem";
      document.body.append(detail.view);
    });
    view.addEventListener("link", (event) => popups.handle(book, event));
    const notes = [];
    for (const mark of [...shown.querySelectorAll("a[role=doc-noteref]")].slice(0, 3)) {
      const opened = new Promise((resolve) => popups.addEventListener("render", ({ detail }) => resolve(detail), { once: true }));
      mark.click();
      const { type, view: popup } = await opened;
      notes.push({ type, text: popup.renderer.getContents()[0].doc.body.innerText.trim() });
    }
    return {
      notes,
      title: book.metadata.title?.["zh-CN"] ?? book.metadata.title,
      toc: (book.toc ?? []).map(label),
      landmarks: (book.landmarks ?? []).map((item) => item.type),
      cover: cover?.size ?? 0,
      pages,
      ...eval(seen)(shown, shown.defaultView),
    };
  },
  async epubjs(url, seen) {
    for (const path of ["/jszip/dist/jszip.min.js", "/epubjs/dist/epub.min.js"]) {
      await new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement("script"), { src: path, onload: resolve, onerror: reject });
        document.head.append(script);
      });
    }
    document.body.style.margin = "0";
    const holder = Object.assign(document.createElement("div"), { style: "position:fixed;inset:0" });
    document.body.append(holder);
    const book = window.ePub(await (await fetch(url)).arrayBuffer());
    await book.ready;
    const rendition = book.renderTo(holder, { width: window.innerWidth, height: window.innerHeight });
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    rendition.themes.default({ body: dark ? { color: "#ddd", background: "#111" } : {} });
    const label = (item) => ({ label: item.label.trim(), href: item.href, below: item.subitems.map(label) });
    const all = book.navigation.toc.flatMap((item) => [item, ...item.subitems]);
    const first = all.find((item) => item.href.includes("article-"));
    await rendition.display(first?.href);
    const contents = rendition.getContents()[0];
    const cover = await book.coverUrl();
    return {
      title: book.packaging.metadata.title,
      toc: book.navigation.toc.map(label),
      landmarks: book.navigation.landmarks.map((item) => item.type),
      cover: cover ? (await (await fetch(cover)).blob()).size : 0,
      pages: book.pageList.pageList.map((page) => ({ label: String(page.page) })),
      ...eval(seen)(contents.document, contents.window),
    };
  },
};

const browser = await chromium.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
});
for (const [number, file] of files.entries()) {
  for (const [reader, open] of Object.entries(INSIDE)) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await (await browser.newContext({ colorScheme, viewport: { width: 412, height: 732 } })).newPage();
      const errors = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      await page.goto(origin);
      const found = await page.evaluate(`(${open.toString().replace(/^async \w+/, "async function")})("/book-${number}.epub", ${JSON.stringify(SEEN)})`);
      await page.screenshot({ path: join(folder, `${basename(file, ".epub")}-${reader}-${colorScheme}.png`) });
      console.log(JSON.stringify({ file: basename(file), reader, colorScheme, errors, ...found }));
      await page.context().close();
    }
  }
}
await browser.close();
server.close();
