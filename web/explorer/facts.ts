/** The table of exactly what is drawn: sortable, to be copied; and the way to every node by keyboard. */
import { type Visible } from "./model";
import type { Relation } from "./api";
import { h, save, say } from "./dom";
import { plural, verb, words } from "./words";

type Column = [string, (relation: Relation) => string | number];
const COLUMNS: Column[] = [
  ["From", (relation) => relation.source.name],
  ["Relation", (relation) => verb(relation)],
  ["To", (relation) => relation.target.name],
  ["When", (relation) => relation.start ?? ""],
  ["Sure", (relation) => relation.confidence],
];
let order = 3;
let down = true;
const MOST = 300;

export interface FactActions {
  select(id: string): void;
  expand(id: string): void;
}

export function factsTable(shown: Visible, actions: FactActions): HTMLElement {
  const root = h("div", {});
  const draw = (): void => {
    const read = COLUMNS[order]?.[1] ?? (() => "");
    const rows = [...shown.edges].sort((one, other) => compare(read(one), read(other)) * (down ? -1 : 1) || (one.id < other.id ? -1 : 1));
    root.replaceChildren(
      h("p", { class: "quiet" }, `${plural(shown.nodes.length, "node")} and ${plural(rows.length, "relation")} drawn`),
      h("p", { class: "row" },
        h("button", { onclick: () => copy(rows) }, "Copy as CSV"),
        h("button", { onclick: () => save("liaison.csv", new Blob([csv(rows)], { type: "text/csv" })) }, "Save CSV")),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Relations drawn" }, h("table", {},
        h("thead", {}, h("tr", {}, ...COLUMNS.map(([name], at) =>
          h("th", { "aria-sort": at === order ? (down ? "descending" : "ascending") : "none" },
            h("button", { onclick: () => {
              down = at === order ? !down : at > 2;
              order = at;
              draw();
            } }, name))))),
        h("tbody", {}, ...rows.slice(0, MOST).map((relation) => h("tr", {},
          h("td", {}, h("button", { class: "link", onclick: () => actions.select(relation.source.id) }, relation.source.name)),
          h("td", {}, h("button", { class: "link", onclick: () => actions.select(relation.id) }, verb(relation))),
          h("td", {}, h("button", { class: "link", onclick: () => actions.select(relation.target.id) }, relation.target.name)),
          h("td", { class: "when" }, relation.start ?? ""),
          h("td", { class: "when" }, `${Math.round(relation.confidence * 100)} %`)))))),
      rows.length > MOST ? h("p", { class: "quiet" }, `The first ${MOST}; the CSV has all.`) : "",
      h("h2", { class: "small" }, "Nodes"),
      h("ul", { class: "nodes", "aria-label": "Nodes drawn; Enter draws the neighbourhood" }, ...shown.nodes.slice(0, MOST).map((node) =>
        h("li", {}, h("button", { class: "fact", onclick: () => actions.select(node.id), onkeydown: (event: KeyboardEvent) => {
            if (event.key === "Enter") {
              event.preventDefault();
              actions.expand(node.id);
            }
          } },
          h("span", {}, h("span", { class: `dot ${node.kind.toLowerCase()}`, "aria-hidden": "true" }), node.name), h("small", {}, words(node.kind)))))));
  };
  draw();
  return root;
}

function compare(one: string | number, other: string | number): number {
  return typeof one === "number" && typeof other === "number" ? one - other : String(one).localeCompare(String(other));
}

/** A cell that a spreadsheet takes for text: a leading = + - @ would be a formula. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

function csv(rows: Relation[]): string {
  const lines = rows.map((relation) => [
    relation.source.id, relation.source.name, relation.type, relation.target.id, relation.target.name, relation.role ?? "",
    relation.roleTitle ?? "", relation.status, relation.start ?? "", relation.end ?? "", String(relation.confidence),
  ]);
  const head = ["source_id", "source", "type", "target_id", "target", "role", "role_title", "status", "start", "end", "confidence"];
  return [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

async function copy(rows: Relation[]): Promise<void> {
  try {
    await navigator.clipboard.writeText(csv(rows));
    say(`${plural(rows.length, "row")} copied`);
  } catch {
    say("This browser does not let the page copy; save the CSV instead");
  }
}

