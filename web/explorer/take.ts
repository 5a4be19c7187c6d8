/** What is drawn, as files of other tools. */
import Graph from "graphology";
import { write } from "graphology-gexf/browser";

import { save } from "./dom";
import type { Visible } from "./model";

/** A multigraph of every node and relation drawn, with all that is known of them. */
function whole(shown: Visible): Graph {
  const graph = new Graph({ multi: true, type: "directed" });
  for (const node of shown.nodes) {
    const { id, name, ...rest } = node;
    graph.addNode(id, { label: name, ...plain(rest) });
  }
  for (const edge of shown.edges) {
    const { id, source, target, type, ...rest } = edge;
    if (graph.hasNode(source.id) && graph.hasNode(target.id)) {
      graph.addEdgeWithKey(id, source.id, target.id, { label: type, ...plain(rest) });
    }
  }
  return graph;
}

function plain(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== undefined));
}

export function take(shown: Visible, format: "gexf" | "json"): void {
  const graph = whole(shown);
  const text = format === "gexf" ? write(graph) : JSON.stringify(graph.export());
  save(`liaison.${format}`, new Blob([text], { type: format === "gexf" ? "application/gexf+xml" : "application/json" }));
}
