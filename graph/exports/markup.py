"""XML: GraphML and GEXF. All that is of the graph passes `text` or `attribute`: no markup, no forbidden character."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import quoteattr

from graph.dates import bounds
from graph.exports.piece import EDGE_FIELDS, NODE_FIELDS, Piece, Row

# What XML 1.0 allows: https://www.w3.org/TR/xml/#charsets
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS: Final = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
COLOURS: Final = {
    "Person": (43, 98, 184), "Organization": (123, 63, 160), "Place": (29, 122, 82), "Event": (179, 68, 30),
    "Article": (107, 100, 86),
}  # fmt: skip


def attribute(value: object) -> str:
    """The value as a quoted attribute; a character that XML cannot hold is U+FFFD."""
    return quoteattr(_FORBIDDEN.sub("\ufffd", str(value)), _BREAKS)


def text(value: object) -> str:
    found = _FORBIDDEN.sub("\ufffd", str(value))
    return found.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _plain(value: object) -> object:
    return " | ".join(map(str, value)) if isinstance(value, list) else value


# --- GraphML: http://graphml.graphdrawing.org/specification.html

_GRAPHML_TYPES: Final = {str: "string", int: "long", float: "double", list: "string"}


def write_graphml(piece: Piece) -> Iterator[bytes]:
    head = f'{_HEAD}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    keys = {"node": _keys("n", NODE_FIELDS), "edge": _keys("e", EDGE_FIELDS)}
    for what, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name, type_ in fields.items():
            head += (
                f'<key id="{keys[what][name]}" for="{what}" attr.name="{name}" attr.type="{_GRAPHML_TYPES[type_]}"/>\n'
            )
    yield f'{head}<graph edgedefault="directed">\n'.encode()
    for row in piece.nodes():
        yield f"<node id={attribute(row['id'])}>{_data(row, keys['node'])}</node>\n".encode()
    for row in piece.edges():
        ends = f"source={attribute(row['source'])} target={attribute(row['target'])}"
        yield f"<edge id={attribute(row['id'])} {ends}>{_data(row, keys['edge'])}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _keys(prefix: str, fields: Iterable[str]) -> dict[str, str]:
    return {name: f"{prefix}{number}" for number, name in enumerate(fields)}


def _data(row: Row, keys: dict[str, str]) -> str:
    return "".join(f'<data key="{key}">{text(_plain(row[name]))}</data>' for name, key in keys.items() if name in row)


# --- GEXF 1.3: https://gexf.net/schema.html

_GEXF_TYPES: Final = {str: "string", int: "long", float: "double", list: "string"}


def write_gexf(piece: Piece) -> Iterator[bytes]:
    keys = {"node": _keys("n", NODE_FIELDS), "edge": _keys("e", EDGE_FIELDS)}
    head = (
        f'{_HEAD}<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
        "<meta><creator>Liaison</creator></meta>\n"
        '<graph defaultedgetype="directed" mode="dynamic" timeformat="date">\n'
    )
    for what, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        head += f'<attributes class="{what}">\n'
        for name, type_ in fields.items():
            head += f'<attribute id="{keys[what][name]}" title="{name}" type="{_GEXF_TYPES[type_]}"/>\n'
        head += "</attributes>\n"
    yield f"{head}<nodes>\n".encode()
    for row in piece.nodes():
        red, green, blue = COLOURS[row["kind"]]
        size = 5 + min(45, row.get("mentionCount", 0)) / 3
        look = f'<viz:color r="{red}" g="{green}" b="{blue}"/><viz:size value="{size:.1f}"/>'
        named = f"id={attribute(row['id'])} label={attribute(row['name'])}{_span(row)}"
        yield f"<node {named}>{_values(row, keys['node'])}{look}</node>\n".encode()
    yield b"</nodes>\n<edges>\n"
    for row in piece.edges():
        ends = f"source={attribute(row['source'])} target={attribute(row['target'])}"
        said = (
            f'id={attribute(row["id"])} {ends} label={attribute(row["type"])} weight="{row["confidence"]}"{_span(row)}'
        )
        yield f"<edge {said}>{_values(row, keys['edge'])}</edge>\n".encode()
    yield b"</edges>\n</graph>\n</gexf>\n"


def _values(row: Row, keys: dict[str, str]) -> str:
    values = (
        f'<attvalue for="{key}" value={attribute(_plain(row[name]))}/>' for name, key in keys.items() if name in row
    )
    return f"<attvalues>{''.join(values)}</attvalues>"


def _span(row: Row) -> str:
    """The whole days that a partial date covers."""
    first, last = row.get("start"), row.get("end") or row.get("start")
    start = f' start="{_day(bounds(first)[0])}"' if first else ""
    return start + (f' end="{_day(bounds(last)[1])}"' if last else "")


def _day(number: int) -> str:
    return f"{number // 10000:04}-{number // 100 % 100:02}-{number % 100:02}"
