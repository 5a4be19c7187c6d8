/** What is shown, in the page's address: every view can be opened again, sent and embedded. */

export type Tab = "card" | "facts" | "path" | "time" | "map" | "filter";
export const TABS: [Tab, string][] = [
  ["card", "Details"],
  ["facts", "Facts"],
  ["path", "Path"],
  ["time", "Timeline"],
  ["map", "Map"],
  ["filter", "Filter"],
];

export interface View {
  /** Whose neighbourhoods are drawn. */
  of: string[];
  /** An entity or a relation. */
  select: string | null;
  path: [string, string] | null;
  tab: Tab;
  /** Kinds and types that are not drawn. */
  hide: string[];
  from: string;
  to: string;
  least: number;
  size: "mentions" | "degree" | "pagerank" | "betweenness";
  colour: "kind" | "community";
  embed: boolean;
}

const EMPTY: View = {
  of: [], select: null, path: null, tab: "card", hide: [], from: "", to: "", least: 0,
  size: "mentions", colour: "kind", embed: false,
};

export function read(address: string): View {
  const given = new URL(address).searchParams;
  const path = given.getAll("path");
  const tab = given.get("tab") as Tab;
  const least = Number(given.get("least"));
  return {
    ...EMPTY,
    of: given.getAll("of"),
    select: given.get("select"),
    path: path[0] && path[1] ? [path[0], path[1]] : null,
    tab: TABS.some(([name]) => name === tab) ? tab : "card",
    hide: given.getAll("hide"),
    from: month(given.get("from")),
    to: month(given.get("to")),
    least: least > 0 && least <= 1 ? least : 0,
    size: (["degree", "pagerank", "betweenness"] as const).find((name) => name === given.get("size")) ?? "mentions",
    colour: given.get("colour") === "community" ? "community" : "kind",
    embed: given.has("embed"),
  };
}

function month(text: string | null): string {
  return text && /^\d{4}-\d{2}$/.test(text) ? text : "";
}

export function write(view: View): string {
  const given = new URLSearchParams();
  for (const id of view.of) given.append("of", id);
  if (view.select) given.set("select", view.select);
  for (const end of view.path ?? []) given.append("path", end);
  if (view.tab !== "card") given.set("tab", view.tab);
  for (const name of view.hide) given.append("hide", name);
  for (const name of ["from", "to"] as const) if (view[name]) given.set(name, view[name]);
  if (view.least) given.set("least", String(view.least));
  if (view.size !== "mentions") given.set("size", view.size);
  if (view.colour !== "kind") given.set("colour", view.colour);
  if (view.embed) given.set("embed", "");
  const text = given.toString().replaceAll("%3A", ":").replace(/embed=$/, "embed");
  return text ? `?${text}` : "./";
}

type Listener = (view: View, before: View) => void;
const listeners: Listener[] = [];
export let view = read(location.href);

/** Changes the view and its address; `replace` leaves no step to go back to. */
export function show(change: Partial<View>, replace = false): void {
  const before = view;
  view = { ...view, ...change };
  const address = write(view);
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  for (const listener of listeners) listener(view, before);
}

export function onView(listener: Listener): void {
  listeners.push(listener);
}

addEventListener("popstate", () => {
  const before = view;
  view = read(location.href);
  for (const listener of listeners) listener(view, before);
});
