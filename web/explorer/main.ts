/** The explorer: a search leads to a card and a drawn neighbourhood; every fact leads to its sentence. */
import "./style.css";

import { type Entity, follow, keepKey, neighbourhood, NoKey, paths, Refused, type Routes, start } from "./api";
import { cardOf, factOf } from "./card";
import { byId, h, say } from "./dom";
import { factsTable } from "./facts";
import { filters } from "./filter";
import { Drawing } from "./graph";
import * as model from "./model";
import { pathFinder } from "./path";
import { searchBox } from "./search";
import { onView, show, type Tab, TABS, view, type View } from "./state";
import { take } from "./take";
import { timeline } from "./time";
import { KIND_NAME, plural, when } from "./words";

const drawing = new Drawing(byId("graph"), {
  selectNode: (id) => show({ select: id, tab: "card" }),
  selectEdge: (id) => show({ select: id, tab: "card" }),
  expand,
});
let unfollow: (() => void) | null = null;
let fetched = "";
let routes: Routes | null = null;
let fresh = new Set<string>();

function expand(id: string): void {
  show({ of: view.of.includes(id) ? view.of : [...view.of, id], select: id, tab: "card" });
}

function select(id: string): void {
  show({ select: id, tab: "card" });
  drawing.look(id);
}

async function load(): Promise<void> {
  const wanted = [...view.of, "|", ...(view.path ?? [])].join("\n");
  if (wanted === fetched) return;
  fetched = wanted;
  byId("start").hidden = view.of.length > 0 || view.path !== null;
  byId("stage").setAttribute("aria-busy", "true");
  try {
    const [piece, found] = await Promise.all([
      view.of.length ? neighbourhood(view.of) : { nodes: [], edges: [], truncated: false },
      view.path ? paths(...view.path) : null,
    ]);
    if (wanted !== fetched) return;
    model.forget();
    model.take(piece);
    routes = found;
    routes?.paths.forEach(model.take);
    if (piece.truncated) say("Only the 2,000 nearest and surest are drawn; expand one of them to see more");
    watch();
  } finally {
    byId("stage").removeAttribute("aria-busy");
  }
}

/** Tells how many facts about what is drawn have come, without moving anything. */
function watch(): void {
  unfollow?.();
  fresh = new Set();
  news();
  unfollow = view.of.length
    ? follow(view.of, (kind, id) => {
        if (kind === "REMOVED" || !id) return;
        fresh.add(id);
        news();
      })
    : null;
}

function news(): void {
  document.getElementById("news")?.remove();
  if (!fresh.size) return;
  const button = h("button", { id: "news", class: "main", onclick: () => {
    fetched = "";
    void update();
  } }, `${plural(fresh.size, "new fact")}: show`);
  byId("stage").append(button);
  say(plural(fresh.size, "new fact"));
}

async function update(before: View | null = null): Promise<void> {
  try {
    await load();
    const shown = model.visible(view);
    drawing.draw(shown, view);
    drawing.select(chosen());
    tabs();
    await panel(shown, before);
    document.documentElement.dataset["ready"] = String(shown.nodes.length);
  } catch (error) {
    fetched = "";
    fail(error);
  }
}

function chosen(): string[] {
  const [path] = view.tab === "path" && routes ? routes.paths : [];
  if (path) return [...path.nodes, ...path.edges].map((part) => part.id);
  return view.select ? [view.select] : [];
}

function fail(error: unknown): void {
  const text = error instanceof Refused ? error.message : "Something went wrong on this page; reload it.";
  if (!(error instanceof Refused)) console.error(error);
  byId("panel").replaceChildren(error instanceof NoKey ? askForKey() : h("p", { class: "empty", role: "alert" }, text));
}

function askForKey(): HTMLElement {
  const input = h("input", { type: "password", autocomplete: "current-password", required: true });
  return h("form", { class: "key", onsubmit: (event: Event) => {
      event.preventDefault();
      keepKey(input.value.trim());
      location.reload();
    } },
    h("p", { role: "alert" }, "This server asks for a key. It is kept until this tab is closed."),
    h("label", {}, "Key", input), h("p", { class: "row" }, h("button", { class: "main" }, "Go on")));
}

function tabs(): void {
  byId("tabs").replaceChildren(...TABS.map(([name, label]) => {
    const on = view.tab === name;
    return h("button", { id: `tab-${name}`, role: "tab", "aria-selected": String(on), "aria-controls": "panel", tabindex: on ? 0 : -1,
      onclick: () => show({ tab: name }), onkeydown: turn }, label);
  }));
  byId("panel").setAttribute("aria-labelledby", `tab-${view.tab}`);
}

function turn(event: KeyboardEvent): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!step) return;
  const at = TABS.findIndex(([name]) => name === view.tab);
  const next = TABS[(at + step + TABS.length) % TABS.length];
  if (next) show({ tab: next[0] }, true);
  byId(`tab-${view.tab}`).focus();
}

async function panel(shown: model.Visible, before: View | null): Promise<void> {
  const asked = view;
  const made = await PANELS[view.tab](shown);
  if (asked !== view) return;
  byId("panel").replaceChildren(made);
  if (before && before.tab === view.tab && before.select !== view.select) byId("panel").scrollTop = 0;
}

const PANELS: Record<Tab, (shown: model.Visible) => HTMLElement | Promise<HTMLElement>> = {
  card: async (shown) => {
    const id = view.select ?? view.of[0];
    if (!id) return h("p", { class: "empty" }, "Search for somebody, or choose what is drawn.");
    const edge = model.edges.get(id);
    const isRelation = edge !== undefined || !/^(person|organization|place|event|article):/.test(id);
    if (!isRelation) return cardOf(id, { select, expand });
    return factOf(id, edge ? model.between(shown, edge.source.id, edge.target.id) : [], { select, expand });
  },
  facts: (shown) => factsTable(shown, { select, expand }),
  path: () => pathFinder(view.path, routes, (id) => model.nodes.get(id)?.name ?? id, {
    find: (from, to) => show({ path: [from, to], tab: "path" }), select,
  }),
  time: () => timeline(model.visible({ ...view, from: "", to: "" }).edges, view.from, view.to, { period: (from, to) => show({ from, to }) }),
  map: async (shown) => (await import("./map")).map(shown, select),
  filter: (shown) => filters(view, {
    change: (change) => show(change, true),
    save: (format) => (format === "png" ? void drawing.picture() : take(shown, format)),
  }),
};

async function welcome(): Promise<void> {
  const found = await start();
  const button = (entity: Entity): HTMLElement =>
    h("li", {}, h("button", { class: "fact", onclick: () => expand(entity.id) },
      h("span", {}, h("span", { class: `dot ${entity.kind.toLowerCase()}`, "aria-hidden": "true" }), entity.name),
      h("small", {}, [KIND_NAME[entity.kind], when(entity)].filter(Boolean).join(", "))));
  const counts = found.stats.entities.filter(({ key }) => key !== "ARTICLE").reduce((sum, { count }) => sum + count, 0);
  byId("start").replaceChildren(
    found.stats.articles || counts
      ? h("div", {}, h("h2", {}, "Who met whom, where, and who says so"),
          h("p", { class: "quiet" }, `${plural(counts, "entity", "entities")} from ${plural(found.stats.articles, "article")}. Search above, or start with the most named:`),
          h("ul", { class: "nodes" }, ...found.people.nodes.map(button), ...found.events.nodes.map(button)))
      : h("div", {}, h("h2", {}, "The graph is empty"),
          h("p", {}, "Load articles first: ", h("code", {}, "liaison load articles/"), " or ", h("code", {}, "make demo"), " for the samples. This page sees them as they come.")));
}

function tools(): void {
  const tool = (label: string, text: string, act: () => void): HTMLElement => h("button", { "aria-label": label, title: label, onclick: act }, text);
  byId("tools").replaceChildren(
    tool("Zoom in", "+", () => drawing.zoom(1.5)),
    tool("Zoom out", "−", () => drawing.zoom(1 / 1.5)),
    tool("Show everything", "⤢", () => drawing.zoom(0)),
    tool("Clear the drawing", "×", () => show({ of: [], path: null, select: null, tab: "card", from: "", to: "" })));
}

function main(): void {
  document.documentElement.classList.toggle("embed", view.embed);
  const box = searchBox("Search", "A person, body, place or event", (entity) => expand(entity.id));
  byId("search").append(box.element);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !(event.target instanceof HTMLInputElement)) {
      event.preventDefault();
      box.input.focus();
    }
  });
  tools();
  onView((_, before) => void update(before));
  welcome().catch(fail);
  void update();
}

main();
