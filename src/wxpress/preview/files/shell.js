// The page of the preview: asks for news, and shows the outputs and what was found. All text goes in as text.
"use strict";

const [bulletins, formats, state, page, remarks] = ["bulletins", "formats", "state", "page", "remarks"].map((id) => document.getElementById(id));
const SEVERITIES = { error: "错误", warning: "警告", information: "提示" };
let status = { turn: -1, edition: -1, bulletins: [] };
let shown = { name: "", format: "", edition: -1 };

function element(kind, text, className = "") {
  const made = document.createElement(kind);
  made.textContent = text;
  made.className = className;
  return made;
}

const chosen = () => status.bulletins.find(({ name }) => name === bulletins.value) ?? status.bulletins[0];

function showBulletins() {
  const before = bulletins.value;
  bulletins.replaceChildren(...status.bulletins.map(({ name, title }) => new Option(title === name ? name : `${name} · ${title}`, name)));
  if (status.bulletins.some(({ name }) => name === before)) bulletins.value = before;
}

function showFormats(bulletin) {
  const names = Object.keys(bulletin?.files ?? {});
  const wanted = names.includes(shown.format) ? shown.format : names[0] ?? "";
  formats.replaceChildren(...names.map((name) => {
    const button = element("button", name);
    button.setAttribute("aria-pressed", String(name === wanted));
    button.addEventListener("click", () => { shown.format = name; showAll(); });
    return button;
  }));
  return wanted;
}

// The same page again keeps its place: the reader sees the change, not the top.
function showPage(bulletin, format) {
  const file = bulletin?.files[format];
  if (!file || (shown.name === bulletin.name && shown.format === format && shown.edition === status.edition)) return;
  const isSame = shown.name === bulletin.name && shown.format === format;
  const place = isSame ? page.contentWindow?.scrollY ?? 0 : 0;
  page.addEventListener("load", () => page.contentWindow?.scrollTo({ top: place, behavior: "instant" }), { once: true });
  page.src = `/files/${encodeURIComponent(file)}?${status.edition}`;
  shown = { name: bulletin.name, format, edition: status.edition };
}

async function showRemarks(bulletin) {
  const found = bulletin ? await (await fetch(`/-/remarks?of=${encodeURIComponent(bulletin.name)}`)).json() : [];
  const list = document.createElement("ul");
  for (const { severity, code, line, message, hint } of found) {
    const item = element("li", "");
    item.append(element("strong", `${SEVERITIES[severity] ?? severity} ${code} `, severity), line ? `第 ${line} 行：` : "", message);
    if (hint) item.append(element("small", hint));
    list.append(item);
  }
  remarks.replaceChildren(element("h2", found.length ? `所见 ${found.length} 条` : "没有要处理的问题"), list);
}

function showState(text, isFailed) {
  state.textContent = text;
  state.classList.toggle("failed", isFailed);
}

function currentState(bulletin) {
  if (status.is_building) return "正在排印……";
  return bulletin?.is_stale ? "没有排成，所示是上一次的；请看所见" : "已是最新";
}

function showAll() {
  const bulletin = chosen();
  const isNew = remarks.dataset.of !== `${status.edition} ${bulletin?.name}`;
  showPage(bulletin, showFormats(bulletin));
  if (isNew && !status.is_building) {
    remarks.dataset.of = `${status.edition} ${bulletin?.name}`;
    showRemarks(bulletin);
  }
  showState(status.failure || currentState(bulletin), Boolean(status.failure || bulletin?.is_stale));
}

async function listen() {
  for (;;) {
    try {
      status = await (await fetch(`/-/status?after=${status.turn}`)).json();
      showBulletins();
      showAll();
    } catch {
      showState("预览已经停下：请重新运行 wxpress serve", true);
      status.turn = -1;
      await new Promise((resume) => setTimeout(resume, 1000));
    }
  }
}

bulletins.addEventListener("change", showAll);
listen();
