/** What has been fetched, and what of it the filters leave. */
import type { Entity, Kind, Piece, Relation } from "./api";
import type { View } from "./state";

export const nodes = new Map<string, Entity>();
export const edges = new Map<string, Relation>();

/** Types that hold without a date. */
const TIMELESS = new Set(["LOCATED_IN", "MEMBER_OF", "PART_OF", "HOLDS_ROLE", "MENTIONS", "ABOUT"]);

export function take(piece: Piece): void {
  for (const node of piece.nodes) nodes.set(node.id, node);
  for (const edge of piece.edges) if (nodes.has(edge.source.id) && nodes.has(edge.target.id)) edges.set(edge.id, edge);
}

export function forget(): void {
  nodes.clear();
  edges.clear();
}

export interface Visible {
  nodes: Entity[];
  edges: Relation[];
}

/** A bound as a day: the first of what the text names, or its last. */
export function day(text: string, end: boolean): string {
  return text.length >= 10 ? text.slice(0, 10) : text + (end ? "-99-99" : "-00-00").slice(text.length === 4 ? 0 : 3);
}

function inTime(edge: Relation, view: View): boolean {
  if (!view.from && !view.to) return true;
  if (!edge.start && !edge.end) return TIMELESS.has(edge.type);
  const first = day(edge.start ?? edge.end ?? "", false);
  const last = day(edge.end ?? edge.start ?? "", true);
  return (!view.to || first <= day(view.to, true)) && (!view.from || last >= day(view.from, false));
}

export function visible(view: View): Visible {
  const hidden = new Set(view.hide);
  const isShown = (id: string): boolean => {
    const node = nodes.get(id);
    return node !== undefined && !hidden.has(node.kind);
  };
  const shown = [...edges.values()].filter(
    (edge) =>
      !hidden.has(edge.type) && edge.confidence >= view.least && inTime(edge, view) &&
      isShown(edge.source.id) && isShown(edge.target.id),
  );
  const touched = new Set(shown.flatMap((edge) => [edge.source.id, edge.target.id]));
  for (const id of [...view.of, ...(view.path ?? [])]) touched.add(id);
  return { nodes: [...nodes.values()].filter((node) => touched.has(node.id) && !hidden.has(node.kind)), edges: shown };
}

/** The drawn relations of two entities, surest first. */
export function between(shown: Visible, a: string, b: string): Relation[] {
  return shown.edges
    .filter((edge) => (edge.source.id === a && edge.target.id === b) || (edge.source.id === b && edge.target.id === a))
    .sort((one, other) => other.confidence - one.confidence || (one.id < other.id ? -1 : 1));
}

export function kindsOf(): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const node of nodes.values()) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  return counts;
}

export function typesOf(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const edge of edges.values()) counts.set(edge.type, (counts.get(edge.type) ?? 0) + 1);
  return counts;
}
