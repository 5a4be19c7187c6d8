/** What the page asks of /graphql, with the types of the answers. */

export type Kind = "PERSON" | "ORGANIZATION" | "PLACE" | "EVENT" | "ARTICLE";
export const KINDS: Kind[] = ["PERSON", "ORGANIZATION", "PLACE", "EVENT", "ARTICLE"];

export interface Entity {
  id: string;
  kind: Kind;
  name: string;
  mentionCount: number;
  latitude?: number | null;
  longitude?: number | null;
  eventType?: string;
  status?: string;
  start?: string | null;
  published?: string | null;
}

export interface Relation {
  id: string;
  type: string;
  status: string;
  role: string | null;
  roleTitle: string | null;
  start: string | null;
  end: string | null;
  origin: string;
  confidence: number;
  reportCount: number;
  source: { id: string; name: string };
  target: { id: string; name: string };
}

export interface Piece {
  nodes: Entity[];
  edges: Relation[];
}

export interface Evidence {
  sentence: string;
  start: number;
  end: number;
  confidence: number;
  extractor: string;
  article: { id: string; title: string; url: string | null; publisher: string | null; published: string | null; text: string | null };
}

export interface Path extends Piece {
  length: number;
  confidence: number;
  summary: string;
}

export interface Hint {
  message: string;
  nearest?: { id: string; name: string }[];
}

export interface Card {
  id: string;
  kind: Kind;
  name: string;
  aliases: string[];
  description: string | null;
  sameAs: string[];
  mentionCount: number;
  articleCount: number;
  degree: number;
  eventType?: string;
  status?: string;
  start?: string | null;
  end?: string | null;
  countryCode?: string | null;
  publisher?: string | null;
  published?: string | null;
  url?: string | null;
  relations: { totalCount: number; nodes: Relation[] };
}

const ENTITY = `id kind name mentionCount
  ... on Place { latitude longitude }
  ... on Event { eventType status start }
  ... on Article { published }`;
const RELATION = `id type status role roleTitle start end origin confidence reportCount source { id name } target { id name }`;

/** An error that the server told, or that the network is. */
export class Refused extends Error {}

/** The server asks for a key, or for another one. */
export class NoKey extends Refused {}

const KEY = "liaison-key";

function authorization(): Record<string, string> {
  const key = sessionStorage.getItem(KEY);
  return key ? { authorization: `Bearer ${key}` } : {};
}

/** Kept until the tab is closed. */
export function keepKey(key: string): void {
  sessionStorage.setItem(KEY, key);
}

const place = new URL("graphql", document.baseURI).href;

export async function ask<T>(query: string, variables: object = {}, signal?: AbortSignal): Promise<{ data: T; hints: Hint[] }> {
  let response: Response;
  try {
    response = await fetch(place, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json", ...authorization() },
      body: JSON.stringify({ query, variables }),
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Refused("The server does not answer. Is `liaison serve` running?");
  }
  if (response.status === 401) throw new NoKey("This server asks for a key.");
  const answer = await response.json();
  if (answer.errors) throw new Refused(answer.errors[0].message);
  return { data: answer.data, hints: answer.extensions?.hints ?? [] };
}

export interface Found {
  matched: string;
  entity: Entity;
}

export async function search(query: string, signal?: AbortSignal): Promise<Found[]> {
  const text = `query Search($query: String!) { search(query: $query, first: 8) { nodes { matched entity { ${ENTITY} } } } }`;
  return (await ask<{ search: { nodes: Found[] } }>(text, { query }, signal)).data.search.nodes;
}

export async function neighbourhood(of: string[]): Promise<Piece & { truncated: boolean }> {
  const text = `query Neighbourhood($of: [ID!]!) { neighborhood(of: $of, depth: 1, limit: 2000) {
    truncated nodes { ${ENTITY} } edges { ${RELATION} } } }`;
  return (await ask<{ neighborhood: Piece & { truncated: boolean } }>(text, { of })).data.neighborhood;
}

export async function card(id: string): Promise<Card | null> {
  const text = `query Card($id: ID!) { entity(id: $id) {
    id kind name aliases description sameAs mentionCount articleCount degree
    ... on Event { eventType status start end }
    ... on Place { countryCode }
    ... on Article { publisher published url }
    relations(first: 100, orderBy: [{ start: DESC }], status: [HELD, PLANNED, CANCELLED, DENIED, HYPOTHETICAL]) {
      totalCount nodes { ${RELATION} } } } }`;
  return (await ask<{ entity: Card | null }>(text, { id })).data.entity;
}

export async function evidence(id: string): Promise<(Relation & { event: { id: string; name: string } | null; evidence: Evidence[] }) | null> {
  const text = `query Evidence($id: ID!) { node(id: $id) { ... on Relation { ${RELATION} event { id name }
    evidence(first: 10) { sentence start end confidence extractor article { id title url publisher published text } } } } }`;
  const node = (await ask<{ node: (Relation & { event: { id: string; name: string } | null; evidence: Evidence[] }) | null }>(text, { id })).data.node;
  return node?.type ? node : null;
}

export interface Routes {
  paths: Path[];
  /** Why there are none. */
  hints: Hint[];
}

export async function paths(from: string, to: string): Promise<Routes> {
  const text = `query Paths($from: ID!, $to: ID!) { paths(from: $from, to: $to, first: 3) {
    length confidence summary nodes { ${ENTITY} } edges { ${RELATION} } } }`;
  const { data, hints } = await ask<{ paths: Path[] }>(text, { from, to });
  return { paths: data.paths, hints };
}

export interface Start {
  stats: { articles: number; revision: number; entities: { key: string; count: number }[] };
  people: { nodes: Entity[] };
  events: { nodes: Entity[] };
}

export async function start(): Promise<Start> {
  const text = `query Start { stats { articles revision entities { key count } }
    people(first: 6, orderBy: [{ mentionCount: DESC }]) { nodes { id kind name mentionCount } }
    events(first: 4, orderBy: [{ mentionCount: DESC }]) { nodes { id kind name mentionCount start } } }`;
  return (await ask<Start>(text)).data;
}

/** Calls with each change that touches these entities, until the returned function is called. */
export function follow(of: string[], told: (kind: string, id: string | null) => void): () => void {
  if (sessionStorage.getItem(KEY)) return () => undefined; // an event stream takes no headers
  const url = new URL(place);
  url.searchParams.set("query", "subscription Follow($of: [ID!]) { changes(of: $of) { kind id } }");
  url.searchParams.set("variables", JSON.stringify({ of }));
  const stream = new EventSource(url);
  stream.addEventListener("next", (event) => {
    const change = JSON.parse((event as MessageEvent<string>).data).data?.changes;
    if (change) told(change.kind, change.id);
  });
  return () => stream.close();
}
