"""A picture: SVG of a small piece, laid out by networkx."""

from collections.abc import Iterator
from typing import Any, Final

from graph.errors import BadArgument
from graph.exports.markup import COLOURS, attribute, text
from graph.exports.piece import Piece

MAX_NODES: Final = 500
_SIDE: Final = 1000
_MARGIN: Final = 90


def write_svg(piece: Piece) -> Iterator[bytes]:
    """Raises BadArgument for more nodes than a picture shows."""
    import networkx  # half a second, needed only here

    graph: Any = networkx.MultiGraph()
    for row in piece.nodes():
        graph.add_node(row["id"], **row)
        if len(graph) > MAX_NODES:
            raise BadArgument(
                f"svg: over {MAX_NODES} nodes; a picture shows no more: give `of`, `search` or `from` and `to`"
            )
    for row in piece.edges():
        if row["source"] in graph and row["target"] in graph:
            graph.add_edge(row["source"], row["target"], **row)
    places = networkx.spring_layout(graph, seed=1, k=2 / max(1, len(graph)) ** 0.5) if graph else {}
    scaled = {id_: [_SIDE / 2 + float(part) * (_SIDE / 2 - _MARGIN) for part in place] for id_, place in places.items()}
    box = f'viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}" height="{_SIDE}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {box} font-family="sans-serif" font-size="12">\n'.encode()
    for source, target, row in graph.edges(data=True):
        (x1, y1), (x2, y2) = scaled[source], scaled[target]
        told = f"{graph.nodes[source]['name']} {row['type']} {graph.nodes[target]['name']}"
        line = f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#b9b7af">'
        yield f"{line}<title>{text(told)}</title></line>\n".encode()
    for id_, row in graph.nodes(data=True):
        x, y = scaled[id_]
        red, green, blue = COLOURS[row["kind"]]
        size = 5 + min(20, row.get("mentionCount", 0)) / 2
        yield (
            f"<g data-id={attribute(id_)}><title>{text(id_)}</title>"
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="rgb({red},{green},{blue})"/>'
            f'<text x="{x + size + 4:.1f}" y="{y + 4:.1f}" fill="#1d2127">{text(row["name"])}</text></g>\n'
        ).encode()
    yield b"</svg>\n"
