/** Details: the card of an entity with its facts, or a fact with its sentences in their articles. */
import { type Card, type Evidence, type Relation, card, evidence } from "./api";
import { h } from "./dom";
import { KIND_NAME, note, percent, plural, TYPE_NAMES, verb, words } from "./words";

export interface CardActions {
  select(id: string): void;
  expand(id: string): void;
}

export async function cardOf(id: string, actions: CardActions): Promise<HTMLElement> {
  const found = await card(id);
  if (!found) return h("p", { class: "empty" }, `Nothing has the id ${id}.`);
  const groups = new Map<string, Relation[]>();
  for (const relation of found.relations.nodes) groups.set(relation.type, [...(groups.get(relation.type) ?? []), relation]);
  const rest = found.relations.totalCount - found.relations.nodes.length;
  return h("article", { class: "card" },
    h("p", { class: "kind" }, h("span", { class: `dot ${found.kind.toLowerCase()}`, "aria-hidden": "true" }), kindLine(found)),
    h("h2", {}, found.name),
    found.aliases.length ? h("p", { class: "quiet" }, `Also: ${found.aliases.slice(0, 6).join(", ")}`) : null,
    found.description ? h("p", {}, found.description) : null,
    h("p", { class: "quiet" }, `${plural(found.mentionCount, "mention")} in ${plural(found.articleCount, "article")} · ${plural(found.degree, "relation")}`),
    h("p", { class: "links" },
      ...found.sameAs.slice(0, 4).map((url) => outside(url)),
      found.url ? outside(found.url) : null),
    h("p", {}, h("button", { class: "main", onclick: () => actions.expand(found.id) }, "Draw its neighbourhood")),
    ...[...groups].map(([type, relations]) => facts(type, relations, found.id, actions)),
    rest > 0 ? h("p", { class: "quiet" }, `and ${plural(rest, "more relation")}`) : null);
}

function kindLine(found: Card): string {
  const dates = found.start ? (found.end && found.end !== found.start ? `${found.start} to ${found.end}` : found.start) : null;
  return [
    KIND_NAME[found.kind], found.eventType && words(found.eventType), found.status && found.status !== "HELD" ? words(found.status) : null,
    dates, found.countryCode, found.publisher, found.published,
  ].filter(Boolean).join(" · ");
}

function outside(url: string): HTMLElement | null {
  if (!/^https?:\/\//i.test(url)) return null;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, new URL(url).hostname.replace(/^www\./, ""));
}

function facts(type: string, relations: Relation[], of: string, actions: CardActions): HTMLElement {
  return h("section", {},
    h("h3", {}, TYPE_NAMES[type] ?? words(type), h("small", {}, ` ${relations.length}`)),
    h("ul", { class: "facts" }, ...relations.map((relation) => {
      const other = relation.source.id === of ? relation.target : relation.source;
      const detail = [relation.roleTitle ?? (relation.role && relation.role !== "PARTICIPANT" ? words(relation.role) : null), note(relation)];
      return h("li", {},
        h("button", { class: "fact", onclick: () => actions.select(relation.id), title: "Read the sentence" },
          h("span", {}, other.name), h("small", {}, detail.filter(Boolean).join(" · "))));
    })));
}

export async function factOf(id: string, siblings: Relation[], actions: CardActions): Promise<HTMLElement> {
  const found = await evidence(id);
  if (!found) return h("p", { class: "empty" }, `No relation has the id ${id}.`);
  const others = siblings.filter((relation) => relation.id !== id);
  return h("article", { class: "card" },
    h("p", { class: "kind" }, TYPE_NAMES[found.type] ?? words(found.type)),
    h("h2", { class: "sentence" },
      h("button", { class: "link", onclick: () => actions.select(found.source.id) }, found.source.name), ` ${verb(found)} `,
      h("button", { class: "link", onclick: () => actions.select(found.target.id) }, found.target.name)),
    h("p", { class: "quiet" }, [note(found), percent(found.confidence), plural(found.reportCount, "report")].filter(Boolean).join(" · ")),
    found.event ? h("p", {}, "At ", h("button", { class: "link", onclick: () => actions.select(found.event!.id) }, found.event.name)) : null,
    ...found.evidence.map(quoted),
    found.evidence.length ? null : h("p", { class: "empty" }, found.origin === "GAZETTEER"
      ? "Known from the gazetteer (GeoNames), not from an article."
      : `No sentence is kept for it: it is ${words(found.origin)}.`),
    others.length ? h("section", {}, h("h3", {}, "Between the same two"), h("ul", { class: "facts" }, ...others.map((relation) =>
      h("li", {}, h("button", { class: "fact", onclick: () => actions.select(relation.id) },
        h("span", {}, `${relation.source.name} ${verb(relation)} ${relation.target.name}`), h("small", {}, note(relation))))))) : null);
}

const AROUND = 160;

/** The sentence marked in what stands around it. Offsets count code points, not the UTF-16 units of a string. */
function quoted(said: Evidence): HTMLElement {
  const text = said.article.text === null ? null : [...said.article.text];
  const piece = (from: number, to: number): string => (text ?? []).slice(Math.max(0, from), to).join("");
  const before = piece(said.start - AROUND, said.start);
  const after = piece(said.end, said.end + AROUND);
  return h("figure", {},
    h("blockquote", {}, said.start > AROUND ? "… " : "", before, h("mark", {}, text ? piece(said.start, said.end) : said.sentence), after,
      text && text.length > said.end + AROUND ? " …" : ""),
    h("figcaption", {}, h("cite", {}, said.article.title), " ",
      h("small", {}, [said.article.publisher, said.article.published, percent(said.confidence), said.extractor].filter(Boolean).join(" · ")), " ",
      said.article.url ? outside(said.article.url) : null));
}
