// 检索：在浏览器里查找，不用服务器，不用分词。索引按字对分片，查到哪片装哪片；数据文件都是脚本，
// 因为从文件夹或 U 盘打开的网页不许读取数据文件，只许装载脚本。来稿的文字只作文字写入页面。
"use strict";

const wxpressSearch = (() => {
  const FOLDER = "search/";
  const PER_ROUND = 12;
  const AROUND = 36;
  const waiting = new Map();
  const loaded = new Map();
  let newest = 0;

  function settle(key, value) {
    loaded.set(key, value);
    waiting.get(key)?.resolve(value);
    waiting.delete(key);
  }

  function load(key, file) {
    if (loaded.has(key)) return Promise.resolve(loaded.get(key));
    if (waiting.has(key)) return waiting.get(key).promise;
    const order = {};
    order.promise = new Promise((resolve, reject) => Object.assign(order, { resolve, reject }));
    waiting.set(key, order);
    const script = document.createElement("script");
    script.src = FOLDER + encodeURIComponent(file);
    script.onerror = () => {
      waiting.delete(key);
      script.remove();
      order.reject(new Error(file));
    };
    document.head.append(script);
    return order.promise;
  }

  const catalogue = () => load("catalogue", "catalogue.js");
  const shard = (volume, number) => load(`shard ${volume} ${number}`, `shard-${volume}-${number}.js`);
  const text = (name) => load(`text ${name}`, `text-${name}.js`);

  // 与 search.py 的 folded 一致：全半角、大小写不分，字母数字以外都是一个空格。
  function folded(words) {
    return words.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  }

  // 折合后的字与原文位置的对照，摘录时要用原文。
  function foldedWithPlaces(words) {
    const characters = [];
    const places = [];
    let at = 0;
    for (const character of words) {
      const bare = character.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, " ");
      for (const unit of bare || " ") {
        if (unit === " " && (characters.length === 0 || characters.at(-1) === " ")) continue;
        characters.push(unit);
        places.push(at);
      }
      at += character.length;
    }
    return { characters, places: [...places, words.length] };
  }

  function grams(term) {
    const characters = [...term];
    if (characters.length === 1) return characters;
    return characters.slice(1).map((character, index) => characters[index] + character);
  }

  function shardOf(gram, count) {
    let state = 2166136261;
    for (const character of gram) state = Math.imul(state ^ character.codePointAt(0), 16777619) >>> 0;
    return state % count;
  }

  function decoded(places, first) {
    const found = new Map();
    let number = first;
    for (const part of places ? places.split(",") : []) {
      number += parseInt(part, 36);
      found.set(number, part.endsWith("!"));
    }
    return found;
  }

  // 一卷里含有每个字对的各期，各记是否都在标题里。
  async function candidatesIn(keys, volume, { shards, volume: size }) {
    const held = async (key) => (await shard(volume, shardOf(key, shards[volume])))[key];
    const maps = (await Promise.all(keys.map(held))).map((places) => decoded(places, volume * size));
    const common = [...maps[0].keys()].filter((number) => maps.every((map) => map.has(number)));
    return common.map((number) => ({ number, inTitle: maps.every((map) => map.get(number)) }));
  }

  async function candidates(terms) {
    const index = await catalogue();
    const keys = [...new Set(terms.flatMap(grams))];
    const found = await Promise.all(index.shards.map((_, volume) => candidatesIn(keys, volume, index)));
    const newestFirst = (one, other) => other.inTitle - one.inTitle || other.number - one.number;
    return found.flat().sort(newestFirst).map(({ number }) => number);
  }

  function indexOf(characters, term) {
    const sought = [...term];
    for (let at = 0; at + sought.length <= characters.length; at += 1) {
      if (sought.every((character, index) => characters[at + index] === character)) return at;
    }
    return -1;
  }

  // 一期里命中的各处：刊名、期号、标题或正文含有每个词的篇目（本期自己也算一处）；没有一篇全有时，是各词分在几篇的一期。
  function hits(passages, terms) {
    const places = passages.map(([id, title, words]) => ({ id, title, words, all: folded(`${title} ${words}`) }));
    const whole = places.filter(({ all }) => terms.every((term) => all.includes(term)));
    if (whole.length) return whole;
    const everywhere = places.map(({ all }) => all).join(" ");
    if (!terms.every((term) => everywhere.includes(term))) return [];
    return places.filter(({ all }) => terms.some((term) => all.includes(term)));
  }

  function element(name, className, ...content) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  }

  function excerpt(words, terms) {
    const { characters, places } = foldedWithPlaces(words);
    const spans = terms
      .map((term) => ({ at: indexOf(characters, term), length: [...term].length }))
      .filter(({ at }) => at >= 0)
      .sort((one, other) => one.at - other.at);
    if (!spans.length) return [words.slice(0, 2 * AROUND) + (words.length > 2 * AROUND ? "……" : "")];
    const from = Math.max(0, places[spans[0].at] - AROUND);
    const to = Math.min(words.length, places[spans[0].at] + 3 * AROUND);
    const parts = from > 0 ? ["……"] : [];
    let done = from;
    for (const { at, length } of spans) {
      const start = places[at];
      const end = places[at + length];
      if (start < done || end > to) continue;
      parts.push(words.slice(done, start), element("mark", "", words.slice(start, end)));
      done = end;
    }
    return [...parts, words.slice(done, to), ...(to < words.length ? ["……"] : [])];
  }

  function address(card, id) {
    const path = card.path.split("/").map(encodeURIComponent).join("/");
    return card.hasPlaces && id ? `${path}#${id}` : path;
  }

  function result(card, found, terms) {
    const item = element("li", "result");
    item.append(element("p", "facts", [card.title, card.facts].filter(Boolean).join("　")));
    for (const { id, title, words } of found.slice(0, 5)) {
      const link = element("a", "", title || card.title);
      link.href = address(card, id);
      item.append(element("h3", "", link));
      if (id) item.append(element("p", "excerpt", ...excerpt(words, terms)));
    }
    if (found.length > 5) item.append(element("p", "more", `本期另有 ${found.length - 5} 处`));
    return item;
  }

  // 两个字以内的词，索引里有就是有，不必读过各期就数得清；更长的要读过才知道字是不是连着的。
  function said(listed, numbers, terms, isAll) {
    if (isAll) return listed ? `找到 ${listed} 期` : "没有找到";
    if (terms.every((term) => [...term].length <= 2)) return `找到 ${numbers.length} 期，列出 ${listed} 期`;
    return listed ? `找到 ${listed} 期，下面还有` : "还没有找到，下面还有";
  }

  async function show(terms, numbers, from, list, status, round) {
    const { holdings } = await catalogue();
    let shown = 0;
    let at = from;
    while (at < numbers.length && shown < PER_ROUND) {
      const card = holdings[numbers[at]];
      at += 1;
      const found = hits([["", card.title, card.facts], ...(await text(card.name))], terms);
      if (round !== newest) return;
      if (!found.length) continue;
      list.append(result(card, found, terms));
      shown += 1;
    }
    const isAll = at >= numbers.length;
    status.textContent = said(list.children.length, numbers, terms, isAll);
    if (isAll) return;
    const more = element("button", "", "再找一些");
    more.type = "button";
    more.onclick = () => {
      more.remove();
      show(terms, numbers, at, list, status, round).catch(failed(status));
    };
    list.after(more);
  }

  const failed = (status) => (error) => {
    status.textContent = `检索文件 ${error.message} 读不出来，请检查 search 文件夹是否完整`;
  };

  async function search(words, list, status) {
    newest += 1;
    const round = newest;
    const terms = folded(words).split(" ").filter(Boolean);
    list.replaceChildren();
    list.parentElement.querySelectorAll(".results ~ button").forEach((button) => button.remove());
    status.textContent = "";
    if (!terms.length) return;
    const numbers = await candidates(terms);
    if (round === newest) await show(terms, numbers, 0, list, status, round);
  }

  function start() {
    const form = document.querySelector("form[role=search]");
    const field = form.querySelector("input");
    const status = form.querySelector("[role=status]");
    const list = form.querySelector(".results");
    const go = () => search(field.value, list, status).catch(failed(status));
    let timer = 0;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      go();
    });
    field.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(go, 200);
    });
    field.addEventListener("compositionend", go);
  }

  document.addEventListener("DOMContentLoaded", start);
  return {
    catalogue: (data) => settle("catalogue", data),
    shard: (volume, number, data) => settle(`shard ${volume} ${number}`, data),
    text: (name, data) => settle(`text ${name}`, data),
  };
})();
