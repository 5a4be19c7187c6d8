/** Filters by kind, relation, certainty; overlays; what can be taken along. */
import type { Kind } from "./api";
import { h } from "./dom";
import { kindsOf, typesOf } from "./model";
import type { View } from "./state";
import { KIND_NAMES, TYPE_NAMES, words } from "./words";

const SERVED: [string, string][] = [
  ["graphml", "GraphML"], ["gexf", "GEXF"], ["csv", "CSV"], ["jsonld", "JSON-LD"], ["geojson", "GeoJSON"], ["cypher", "Cypher"], ["svg", "SVG"],
];

/** The neighbourhoods drawn, without the page's filters. */
function served(format: string, view: View): string {
  const given = new URLSearchParams(view.of.map((id) => ["of", id]));
  given.set("limit", "2000");
  return `./export/${format}?${given.toString()}`;
}

export interface FilterActions {
  change(change: Partial<View>): void;
  save(format: "png" | "gexf" | "json"): void;
}

export function filters(view: View, actions: FilterActions): HTMLElement {
  const box = (name: string, label: string, count: number, dot?: string): HTMLElement =>
    h("label", { class: "check" },
      h("input", { type: "checkbox", checked: !view.hide.includes(name), onchange: (event: Event) => {
        const on = (event.target as HTMLInputElement).checked;
        actions.change({ hide: on ? view.hide.filter((other) => other !== name) : [...view.hide, name] });
      } }),
      dot ? h("span", { class: `dot ${dot}`, "aria-hidden": "true" }) : null, label, h("small", {}, ` ${count}`));
  const choice = <K extends "size" | "colour">(name: K, label: string, options: [View[K], string][]): HTMLElement =>
    h("label", {}, label, h("select", { onchange: (event: Event) => actions.change({ [name]: (event.target as HTMLSelectElement).value } as Partial<View>) },
      ...options.map(([value, text]) => h("option", { value, selected: view[name] === value }, text))));
  return h("div", {},
    h("fieldset", {}, h("legend", {}, "Kinds"), ...[...kindsOf()].map(([kind, count]) => box(kind, KIND_NAMES[kind as Kind], count, kind.toLowerCase()))),
    h("fieldset", {}, h("legend", {}, "Relations"), ...[...typesOf()].sort((one, other) => other[1] - one[1]).map(([type, count]) => box(type, TYPE_NAMES[type] ?? words(type), count))),
    h("fieldset", {}, h("legend", {}, "Certainty"),
      h("label", {}, `At least ${Math.round(view.least * 100)} % sure`,
        h("input", { type: "range", min: 0, max: 1, step: 0.05, value: view.least, onchange: (event: Event) => actions.change({ least: Number((event.target as HTMLInputElement).value) }) }))),
    h("fieldset", {}, h("legend", {}, "Overlay"),
      choice("size", "Size by", [["mentions", "mentions"], ["degree", "relations drawn"], ["pagerank", "PageRank of what is drawn"], ["betweenness", "betweenness of what is drawn"]]),
      choice("colour", "Colour by", [["kind", "kind"], ["community", "community of what is drawn"]])),
    h("fieldset", {}, h("legend", {}, "Take along"),
      h("p", { class: "row" },
        h("button", { onclick: () => actions.save("png") }, "Picture"),
        h("button", { onclick: () => actions.save("gexf") }, "GEXF"),
        h("button", { onclick: () => actions.save("json") }, "Graph JSON")),
      view.of.length ? h("p", { class: "links" }, "From the server, whole: ", ...SERVED.map(([format, label]) => h("a", { href: served(format, view), download: true }, label))) : null));
}
