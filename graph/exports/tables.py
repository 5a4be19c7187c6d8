"""CSV for spreadsheets: a zip of nodes.csv and edges.csv. A cell that would be a formula is text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from typing import Final

from graph.exports.piece import EDGE_FIELDS, NODE_FIELDS, Piece, Row
from graph.exports.sink import Sink

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_EVERY: Final = 500


def cell(value: object) -> object:
    """The value as a spreadsheet may see it: text that begins like a formula gets an apostrophe before it.

    Source: https://owasp.org/www-community/attacks/CSV_Injection
    """
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_csv(piece: Piece) -> Iterator[bytes]:
    sink = Sink()
    parts = (
        ("nodes.csv", ["id", *NODE_FIELDS], piece.nodes),
        ("edges.csv", ["id", "source", "target", *EDGE_FIELDS], piece.edges),
    )
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, columns, rows in parts:
            # One date for all: the same graph makes the same bytes.
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as file:
                for text in _lines(columns, rows()):
                    file.write(text.encode())
                    yield sink.taken()
    yield sink.taken()


def _lines(columns: list[str], rows: Iterator[Row]) -> Iterator[str]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell(row.get(column, "")) for column in columns])
        if number % _EVERY == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()
