/** How things are said and coloured. */
import type { Entity, Kind, Relation } from "./api";

export const KIND_NAMES: Record<Kind, string> = {
  PERSON: "People", ORGANIZATION: "Organizations", PLACE: "Places", EVENT: "Events", ARTICLE: "Articles",
};
export const KIND_NAME: Record<Kind, string> = {
  PERSON: "Person", ORGANIZATION: "Organization", PLACE: "Place", EVENT: "Event", ARTICLE: "Article",
};
const VERBS: Record<string, string> = {
  PARTICIPATED_IN: "took part in", HELD_AT: "was held in", MET: "met", VISITED: "visited", HOLDS_ROLE: "holds an office of",
  MEMBER_OF: "is a member of", LOCATED_IN: "is in", PART_OF: "is part of", ABOUT: "is about", MENTIONS: "mentions",
};
export const TYPE_NAMES: Record<string, string> = {
  PARTICIPATED_IN: "Took part in", HELD_AT: "Held in", MET: "Met", VISITED: "Visited", HOLDS_ROLE: "Holds an office",
  MEMBER_OF: "Member of", LOCATED_IN: "Located in", PART_OF: "Part of", ABOUT: "About", MENTIONS: "Mentions",
};

export function words(text: string): string {
  return text.toLowerCase().replaceAll("_", " ");
}

/** What a relation says between its two ends, without them. */
export function verb(relation: Relation): string {
  if (relation.type === "HOLDS_ROLE" && relation.roleTitle) return `is ${relation.roleTitle} of`;
  const said = VERBS[relation.type] ?? words(relation.type);
  return relation.role && relation.role !== "PARTICIPANT" ? `${said} (${words(relation.role)})` : said;
}

export function note(relation: Relation): string {
  const parts = [];
  if (relation.status !== "HELD") parts.push(words(relation.status));
  if (relation.start) parts.push(relation.end && relation.end !== relation.start ? `${relation.start} to ${relation.end}` : relation.start);
  return parts.join(", ");
}

export function percent(confidence: number): string {
  return `${Math.round(confidence * 100)} % sure`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** A colour of the style sheet, which knows light from dark. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function kindColour(kind: Kind): string {
  return colour(kind.toLowerCase());
}

export function when(entity: Entity): string | null {
  return entity.start ?? entity.published ?? null;
}
