"""JSON lines: every node, then every edge."""

from collections.abc import Iterator

import orjson

from graph.exports.piece import Piece


def write_jsonl(piece: Piece) -> Iterator[bytes]:
    for rows in (piece.nodes(), piece.edges()):
        for row in rows:
            yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
