/** The drawing: sigma over a graph with one line for each pair that has relations. */
import Graph from "graphology";
import louvain from "graphology-communities-louvain";
import betweenness from "graphology-metrics/centrality/betweenness";
import pagerank from "graphology-metrics/centrality/pagerank";
import Sigma from "sigma";

import type { Entity, Kind, Relation } from "./api";
import { byId, save } from "./dom";
import type { Job, Placed } from "./layout.worker";
import type { Visible } from "./model";
import type { View } from "./state";
import { colour, kindColour, verb } from "./words";

interface NodeLook {
  x: number;
  y: number;
  size: number;
  color: string;
  label: string;
  kind: Kind;
  mentions: number;
  community?: number;
}
interface EdgeLook {
  size: number;
  color: string;
  label: string;
  relations: Relation[];
}

export interface Actions {
  selectNode(id: string): void;
  selectEdge(id: string): void;
  expand(id: string): void;
}

const COMMUNITIES = 8;
const LABEL = 26;
/** Lines from which they are left out while the drawing moves, and are chosen in the list alone. */
const MANY = 3000;

export class Drawing {
  readonly graph = new Graph<NodeLook, EdgeLook>({ type: "undirected" });
  private readonly sigma: Sigma<NodeLook, EdgeLook>;
  private readonly worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  private readonly places = new Map<string, { x: number; y: number }>();
  private job: Job | null = null;
  private number = 0;
  private hovered: string | null = null;
  private chosen = new Set<string>();
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(container: HTMLElement, private readonly actions: Actions) {
    this.sigma = new Sigma(this.graph, container, {
      allowInvalidContainer: true,
      defaultEdgeColor: colour("edge"),
      enableEdgeEvents: true,
      labelColor: { color: colour("ink") },
      labelFont: "system-ui, sans-serif",
      labelSize: 13,
      labelDensity: 0.8,
      labelGridCellSize: 110,
      labelRenderedSizeThreshold: 5,
      edgeLabelSize: 11,
      edgeLabelColor: { color: colour("quiet") },
      minCameraRatio: 0.02,
      maxCameraRatio: 4,
      stagePadding: 70,
      zIndex: true,
      nodeReducer: (id, look) => this.nodeLook(id, look),
      edgeReducer: (id, look) => this.edgeLook(id, look),
      defaultDrawNodeHover: (context, data, settings) => this.drawHover(context, data, settings.labelSize),
    });
    this.sigma.on("clickNode", ({ node }) => actions.selectNode(node));
    this.sigma.on("doubleClickNode", ({ node, event }) => {
      event.preventSigmaDefault();
      actions.expand(node);
    });
    this.sigma.on("clickEdge", ({ edge }) => {
      const first = this.graph.getEdgeAttribute(edge, "relations")[0];
      if (first) actions.selectEdge(first.id);
    });
    this.sigma.on("enterNode", ({ node }) => this.hover(node));
    this.sigma.on("leaveNode", () => this.hover(null));
    this.sigma.on("enterEdge", ({ edge }) => this.tell(edge));
    this.sigma.on("leaveEdge", () => this.tell(null));
    this.worker.onmessage = (event: MessageEvent<Placed>) => this.place(event.data);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** Draws what is visible; what stood already stays where it is. */
  draw(shown: Visible, view: View): void {
    const before = new Set(this.graph.nodes());
    const wanted = new Set(shown.nodes.map((node) => node.id));
    for (const id of before) if (!wanted.has(id)) this.graph.dropNode(id);
    const pairs = pairsOf(shown.edges);
    const near = nearOf(pairs);
    shown.nodes.forEach((node, at) => this.putNode(node, at, shown.nodes.length, near));
    this.graph.clearEdges();
    for (const relations of pairs.values()) this.putEdge(relations);
    const many = pairs.size > MANY;
    this.sigma.setSetting("hideEdgesOnMove", many);
    this.sigma.setSetting("enableEdgeEvents", !many); // finding the line under the pointer draws all of them again
    this.overlay(view);
    const fresh = shown.nodes.some((node) => !before.has(node.id));
    if (fresh) this.settle(before);
    else this.sigma.refresh();
  }

  select(ids: string[]): void {
    this.chosen = new Set(ids);
    this.sigma.refresh({ skipIndexation: true });
  }

  /** Sizes and colours, by what the view asks. */
  overlay(view: View): void {
    const { graph } = this;
    const weights = sizesOf(graph, view.size);
    const most = Math.max(1e-9, ...Object.values(weights));
    if (view.colour === "community" && graph.size) {
      louvain.assign(graph, { nodeCommunityAttribute: "community", rng: steady() });
    }
    graph.forEachNode((id, look) => {
      const by = view.colour === "community" && graph.size ? `community-${(look.community ?? 0) % COMMUNITIES}` : "";
      graph.mergeNodeAttributes(id, {
        size: 5 + 13 * Math.sqrt((weights[id] ?? 0) / most),
        color: by ? colour(by) : kindColour(look.kind),
      });
    });
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    const duration = this.still.matches ? 0 : 200;
    if (factor) void camera.animate({ ratio: camera.ratio / factor }, { duration });
    else void camera.animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration });
  }

  /** Brings a node into view. */
  look(id: string): void {
    const at = this.sigma.getNodeDisplayData(id);
    if (at) void this.sigma.getCamera().animate({ x: at.x, y: at.y }, { duration: this.still.matches ? 0 : 300 });
  }

  async picture(): Promise<void> {
    const layers = Object.values(this.sigma.getCanvases());
    this.sigma.refresh({ schedule: false });
    const first = layers[0];
    if (!first) return;
    const canvas = document.createElement("canvas");
    canvas.width = first.width;
    canvas.height = first.height;
    const context = canvas.getContext("2d");
    if (!context) return;
    context.fillStyle = colour("paper");
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of layers) if (layer.width) context.drawImage(layer, 0, 0);
    canvas.toBlob((blob) => blob && save("liaison.png", blob));
  }

  private putNode(node: Entity, at: number, of: number, near: Map<string, string[]>): void {
    if (this.graph.hasNode(node.id)) return;
    let place = this.places.get(node.id);
    if (!place) {
      const known = (near.get(node.id) ?? []).map((id) => this.places.get(id)).find((found) => found !== undefined);
      const angle = (2 * Math.PI * at) / of;
      const reach = known ? 12 : 40;
      place = { x: (known?.x ?? 0) + reach * Math.cos(angle), y: (known?.y ?? 0) + reach * Math.sin(angle) };
    }
    this.graph.addNode(node.id, { ...place, size: 6, color: kindColour(node.kind), label: node.name, kind: node.kind, mentions: node.mentionCount });
  }

  private putEdge(relations: Relation[]): void {
    const [first] = relations;
    if (!first || first.source.id === first.target.id) return;
    const label = verb(first) + (relations.length > 1 ? ` +${relations.length - 1}` : "");
    this.graph.addEdge(first.source.id, first.target.id, {
      size: Math.min(4, 1.5 + Math.log2(relations.length)), color: colour("edge"), label, relations,
    });
  }

  private settle(before: Set<string>): void {
    const keep = before.size > 0;
    const nodes = this.graph.mapNodes((id, look) => ({ id, x: look.x, y: look.y, size: look.size, fixed: keep && before.has(id) }));
    this.job = { number: ++this.number, nodes, edges: this.graph.mapEdges((_, __, one, other) => [one, other]) };
    this.worker.postMessage(this.job);
  }

  private place(placed: Placed): void {
    if (!this.job || placed.number !== this.job.number) return;
    // Without motion only the end is shown.
    if (this.still.matches && !placed.done) return;
    this.job.nodes.forEach(({ id }, at) => {
      const x = placed.places[2 * at] ?? 0;
      const y = placed.places[2 * at + 1] ?? 0;
      this.places.set(id, { x, y });
      if (this.graph.hasNode(id)) this.graph.mergeNodeAttributes(id, { x, y });
    });
    if (placed.done) byId("graph").dataset["settled"] = String(placed.number);
  }

  private hover(id: string | null): void {
    this.hovered = id;
    this.sigma.refresh({ skipIndexation: true });
  }

  private tell(edge: string | null): void {
    const box = byId("hover");
    box.hidden = edge === null;
    if (edge === null) return;
    const relations = this.graph.getEdgeAttribute(edge, "relations");
    box.textContent = relations
      .slice(0, 3)
      .map((relation) => `${relation.source.name} ${verb(relation)} ${relation.target.name}`)
      .join(" · ");
  }

  private nodeLook(id: string, look: NodeLook): Partial<NodeLook> & { highlighted?: boolean; zIndex?: number } {
    const focus = this.hovered;
    const near = focus === null || focus === id || this.graph.areNeighbors(focus, id);
    if (this.chosen.has(id)) return { ...look, highlighted: true, zIndex: 2 };
    if (focus === id) return { ...look, zIndex: 1 };
    return near ? { ...look, label: short(look.label), zIndex: 1 } : { ...look, color: colour("edge"), label: "", zIndex: 0 };
  }

  private edgeLook(id: string, look: EdgeLook): Partial<EdgeLook> & { hidden?: boolean; zIndex?: number } {
    const [one, other] = this.graph.extremities(id);
    const chosen = look.relations.some((relation) => this.chosen.has(relation.id));
    if (chosen) return { ...look, color: colour("accent"), size: 4, zIndex: 2 };
    const near = this.hovered === null || this.hovered === one || this.hovered === other;
    return near ? { ...look, color: colour(this.hovered === null ? "edge" : "quiet") } : { ...look, hidden: true };
  }

  private drawHover(context: CanvasRenderingContext2D, data: { x: number; y: number; size: number; label: string | null }, size: number): void {
    context.font = `600 ${size}px system-ui, sans-serif`;
    const label = data.label ?? "";
    const width = context.measureText(label).width;
    context.fillStyle = colour("card");
    context.strokeStyle = colour("accent");
    context.lineWidth = 2;
    context.beginPath();
    context.roundRect(data.x - data.size - 5, data.y - data.size - 5, 2 * data.size + width + 20, 2 * data.size + 10, data.size + 5);
    context.fill();
    context.stroke();
    context.fillStyle = colour("ink");
    context.fillText(label, data.x + data.size + 6, data.y + size / 3);
  }

  private recolour(): void {
    this.graph.forEachNode((id, look) => this.graph.setNodeAttribute(id, "color", kindColour(look.kind)));
    this.sigma.setSetting("labelColor", { color: colour("ink") });
    this.sigma.setSetting("edgeLabelColor", { color: colour("quiet") });
  }
}

function pairsOf(edges: Relation[]): Map<string, Relation[]> {
  const pairs = new Map<string, Relation[]>();
  for (const edge of [...edges].sort((one, other) => other.confidence - one.confidence || (one.id < other.id ? -1 : 1))) {
    const key = [edge.source.id, edge.target.id].sort().join("\n");
    pairs.set(key, [...(pairs.get(key) ?? []), edge]);
  }
  return pairs;
}

function nearOf(pairs: Map<string, Relation[]>): Map<string, string[]> {
  const near = new Map<string, string[]>();
  for (const [first] of pairs.values()) {
    if (!first) continue;
    near.set(first.source.id, [...(near.get(first.source.id) ?? []), first.target.id]);
    near.set(first.target.id, [...(near.get(first.target.id) ?? []), first.source.id]);
  }
  return near;
}

function sizesOf(graph: Graph<NodeLook, EdgeLook>, by: View["size"]): Record<string, number> {
  switch (by) {
    case "pagerank":
      return graph.order ? pagerank(graph, { getEdgeWeight: null }) : {};
    case "betweenness":
      return graph.order ? betweenness(graph, { getEdgeWeight: null }) : {};
    case "degree":
      return Object.fromEntries(graph.mapNodes((id) => [id, graph.degree(id)]));
    default:
      return Object.fromEntries(graph.mapNodes((id, look) => [id, look.mentions]));
  }
}

/** A label that does not run over its neighbours; the whole one shows on the node itself. */
function short(label: string): string {
  return label.length > LABEL ? `${label.slice(0, LABEL - 1).trimEnd()}…` : label;
}

/** The same numbers each time, so that the same graph has the same colours. */
function steady(): () => number {
  let seed = 1;
  return () => (seed = (seed * 16807) % 2147483647) / 2147483647;
}
