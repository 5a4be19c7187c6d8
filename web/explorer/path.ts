/** The path finder: two boxes, and each path told with the sentence of every step. */
import type { Entity, Path, Routes } from "./api";
import { h } from "./dom";
import { searchBox } from "./search";
import { note, percent, plural, verb } from "./words";

export interface PathActions {
  find(from: string, to: string): void;
  select(id: string): void;
}

/** `name` tells how an end is called; `routes` are null until both ends are chosen. */
export function pathFinder(
  ends: [string, string] | null, routes: Routes | null, name: (id: string) => string, actions: PathActions,
): HTMLElement {
  const chosen: (string | null)[] = [ends?.[0] ?? null, ends?.[1] ?? null];
  const pick = (at: number) => (entity: Entity): void => {
    chosen[at] = entity.id;
    if (chosen[0] && chosen[1]) actions.find(chosen[0], chosen[1]);
  };
  const from = searchBox("From", "from …", pick(0));
  const to = searchBox("To", "to …", pick(1));
  from.input.value = ends ? name(ends[0]) : "";
  to.input.value = ends ? name(ends[1]) : "";
  return h("div", {},
    h("p", { class: "quiet" }, "How are two connected, and who says so?"), from.element, to.element,
    routes ? h("div", { class: "paths" }, ...routes.paths.map((path, at) => told(path, at, actions)), routes.paths.length ? null : none(routes)) : null);
}

function told(path: Path, at: number, actions: PathActions): HTMLElement {
  return h("section", {},
    h("h2", { class: "small" }, at ? `Path ${at + 1}` : "Shortest path", h("small", {}, ` ${plural(path.length, "step")} · ${percent(path.confidence)}`)),
    h("ol", { class: "steps" }, ...path.edges.map((edge) => h("li", {},
      h("button", { class: "fact", onclick: () => actions.select(edge.id), title: "Read the sentence" },
        h("span", {}, `${edge.source.name} ${verb(edge)} ${edge.target.name}`), h("small", {}, note(edge)))))));
}

function none(routes: Routes): HTMLElement {
  const [hint] = routes.hints;
  return h("p", { class: "empty" }, hint ? `No path: ${hint.message}.` : "No path joins the two.");
}
