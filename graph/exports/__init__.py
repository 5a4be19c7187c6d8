"""One piece of the graph in many shapes: a row of FORMATS and a generator of bytes each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from graph.exports.cypher import write_cypher
from graph.exports.lines import write_jsonl
from graph.exports.markup import write_gexf, write_graphml
from graph.exports.objects import write_cytoscape, write_geojson, write_graphology, write_jsonld
from graph.exports.picture import write_svg
from graph.exports.piece import Piece
from graph.exports.tables import write_csv


@dataclass(frozen=True, slots=True)
class Format:
    """`about`: which tool opens it, for the help."""

    ending: str
    media_type: str
    write: Callable[[Piece], Iterator[bytes]]
    about: str


FORMATS: Final[dict[str, Format]] = {
    "jsonl": Format("jsonl", "application/jsonl", write_jsonl, "scripts: a node or an edge a line"),
    "csv": Format("csv.zip", "application/zip", write_csv, "spreadsheets, pandas: nodes.csv and edges.csv"),
    "graphml": Format("graphml", "application/graphml+xml", write_graphml, "networkx, igraph, yEd, Gephi"),
    "gexf": Format("gexf", "application/gexf+xml", write_gexf, "Gephi, with colours and dates"),
    "cytoscape": Format("cyjs", "application/vnd.cytoscape+json", write_cytoscape, "Cytoscape, cytoscape.js"),
    "graphology": Format("json", "application/vnd.graphology+json", write_graphology, "graphology, sigma.js"),
    "jsonld": Format("jsonld", "application/ld+json", write_jsonld, "RDF tools, in terms of schema.org"),
    "geojson": Format("geojson", "application/geo+json", write_geojson, "maps: QGIS, Leaflet"),
    "cypher": Format("cypher", "application/x-cypher-query", write_cypher, "Neo4j and Memgraph"),
    "svg": Format("svg", "image/svg+xml", write_svg, "a picture of up to 500 nodes"),
}
