// Suggestions under the search box, and zoom and live filter of the graph. Every page works without this file.
"use strict";

function day(iso) {
  return iso && document.documentElement.lang === "vi" ? iso.split("-").reverse().join("/") : iso;
}

function suggestions(combo) {
  const input = combo.querySelector("input");
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", combo.dataset.label);
  list.hidden = true;
  combo.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let chosen = -1, asked = 0, timer = 0;

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) { choose(-1); }
  }
  function choose(index) {
    chosen = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      list.children[index].scrollIntoView({block: "nearest"});
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }
  function open(item) {
    location.assign("/van-ban?id=" + encodeURIComponent(item.dataset.id));
  }
  async function ask() {
    const turn = ++asked;
    if (input.value.trim().length < 2) { show(false); return; }
    const reply = await fetch(combo.dataset.suggest + "?q=" + encodeURIComponent(input.value));
    if (!reply.ok || turn !== asked) { return; }
    const found = (await reply.json()).rows;
    if (turn !== asked || document.activeElement !== input) { return; }
    list.replaceChildren(...found.map((row, at) => {
      const item = document.createElement("li");
      item.id = "suggestion-" + at;
      item.setAttribute("role", "option");
      item.dataset.id = row.target_id;
      const name = document.createElement("b");
      name.textContent = [row.type, row.number].filter(Boolean).join(" ") || row.title || row.target_id;
      const more = document.createElement("span");
      more.textContent = [row.title, row.issuer, day(row.date)].filter(Boolean).join(" · ");
      item.append(name, more);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); open(item); });
      return item;
    }));
    choose(-1);
    show(found.length > 0);
  }
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => { asked++; show(false); });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "ArrowDown" && count) { choose((chosen + 1) % count); event.preventDefault(); }
    else if (event.key === "ArrowUp" && count) { choose((chosen - 1 + count) % count); event.preventDefault(); }
    else if (event.key === "Escape" && count) { show(false); event.preventDefault(); }
    else if (event.key === "Enter" && chosen >= 0 && count) { open(list.children[chosen]); event.preventDefault(); }
  });
}

function graph(canvas) {
  const picture = canvas.querySelector("svg");
  const width = Number(picture.dataset.width), height = Number(picture.dataset.height);
  let scale = 1;
  function draw(to, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) {
    to = Math.min(4, Math.max(0.15, to));
    const left = (canvas.scrollLeft + x) / scale, top = (canvas.scrollTop + y) / scale;
    scale = to;
    picture.setAttribute("width", width * scale);
    picture.setAttribute("height", height * scale);
    canvas.scrollLeft = left * scale - x;
    canvas.scrollTop = top * scale - y;
  }
  const fit = () => draw(Math.min(1, (canvas.clientWidth - 2) / width));
  const middle = () => {
    const box = picture.querySelector(".middle"), at = box.getBoundingClientRect(), seen = canvas.getBoundingClientRect();
    canvas.scrollLeft += at.left + at.width / 2 - seen.left - canvas.clientWidth / 2;
    canvas.scrollTop += at.top + at.height / 2 - seen.top - canvas.clientHeight / 2;
  };
  const moves = {in: () => draw(scale * 1.25), out: () => draw(scale / 1.25), all: fit};
  const tools = document.querySelector(".zoom");
  tools.hidden = false;
  tools.addEventListener("click", (event) => { moves[event.target.dataset.zoom]?.(); });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) { return; }
    const move = {"+": "in", "=": "in", "-": "out", "0": "all"}[event.key];
    if (move) { moves[move](); event.preventDefault(); }
  });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) { return; }
    event.preventDefault();
    const place = canvas.getBoundingClientRect();
    draw(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event.clientX - place.left, event.clientY - place.top);
  }, {passive: false});
  let held = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse" && !event.target.closest("a")) {
      held = [event.clientX + canvas.scrollLeft, event.clientY + canvas.scrollTop];
      canvas.setPointerCapture(event.pointerId);
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    if (held) { canvas.scrollLeft = held[0] - event.clientX; canvas.scrollTop = held[1] - event.clientY; }
  });
  canvas.addEventListener("pointerup", () => { held = null; });
  if (width > canvas.clientWidth) { draw(Math.max(0.6, (canvas.clientWidth - 2) / width)); }
  middle();

  // A changed choice is drawn again at once, at its own address.
  const form = document.querySelector(".graph-form");
  form.addEventListener("change", () => form.requestSubmit());
}

document.querySelectorAll(".combo").forEach(suggestions);
document.querySelectorAll(".canvas").forEach(graph);
