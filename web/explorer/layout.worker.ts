/** ForceAtlas2 away from the page's own thread: nodes that have a place keep it until the others have found theirs. */
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";

export interface Job {
  number: number;
  nodes: { id: string; x: number; y: number; fixed: boolean; size: number }[];
  edges: [string, string][];
}
export interface Placed {
  number: number;
  places: Float32Array;
  done: boolean;
}

const ROUNDS = 30;
let current = 0;

self.onmessage = async (event: MessageEvent<Job>): Promise<void> => {
  const job = event.data;
  current = job.number;
  const graph = new Graph({ type: "undirected" });
  for (const node of job.nodes) graph.addNode(node.id, node);
  for (const [one, other] of job.edges) graph.mergeEdge(one, other);
  const settings = {
    ...forceAtlas2.inferSettings(graph), adjustSizes: graph.order < 300, gravity: 0.6, scalingRatio: 12,
    barnesHutOptimize: graph.order > 500, strongGravityMode: false, slowDown: 4,
  };
  const iterations = graph.order > 1000 ? 6 : 16;
  for (let round = 1; round <= ROUNDS; round++) {
    forceAtlas2.assign(graph, { iterations, settings });
    const places = new Float32Array(job.nodes.length * 2);
    job.nodes.forEach(({ id }, at) => {
      places[2 * at] = graph.getNodeAttribute(id, "x");
      places[2 * at + 1] = graph.getNodeAttribute(id, "y");
    });
    self.postMessage({ number: job.number, places, done: round === ROUNDS } satisfies Placed, { transfer: [places.buffer] });
    await new Promise((resume) => setTimeout(resume)); // a newer job may be waiting
    if (current !== job.number) return;
  }
};
