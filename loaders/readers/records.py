"""Objects and tables: JSON, JSONL, CSV and TSV, their fields found by name or by `--map`."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Final

from loaders.readers.items import KEYS, Input, Item, ReadFailure, make

_DELIMITERS: Final = (",", "\t", ";", "|")
_LONGEST_FIELD: Final = 1 << 24
_OBJECT: Final = re.compile(r'\s*\{\s*"')
_LIST: Final = re.compile(r'\s*\[\s*\{\s*"')


def read_json(given: Input) -> Iterator[Item]:
    """One object, a list of objects, or an object with a list under `articles`."""
    try:
        loaded = json.loads(given.text())
    except json.JSONDecodeError as error:
        yield ReadFailure(given.source, error.lineno, f"broken JSON: {error.msg} at column {error.colno}", "BAD_JSON")
        return
    except (RecursionError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            raise
        yield ReadFailure(given.source, None, f"JSON that no article needs: {error}", "BAD_JSON")
        return
    if isinstance(loaded, dict) and isinstance(loaded.get("articles"), list):
        loaded = loaded["articles"]
    for position, entry in enumerate(loaded if isinstance(loaded, list) else [loaded], 1):
        if isinstance(entry, dict):
            item = make(given.source, None, entry, given.options)
            if isinstance(item, ReadFailure) and isinstance(loaded, list):
                item = ReadFailure(given.source, None, f"article {position}: {item.message}", item.code)
            yield item
        else:
            yield ReadFailure(given.source, None, f"article {position} is no object", "BAD_JSON")


def read_jsonl(given: Input) -> Iterator[Item]:
    """One object a line, a line at a time; a broken line is told with its number and the others load."""
    for number, line in enumerate(given.lines(), 1):
        text = line.strip().lstrip("\ufeff")
        if not text:
            continue
        try:
            entry = json.loads(text)
        except json.JSONDecodeError as error:
            yield ReadFailure(given.source, number, f"broken JSON: {error.msg} at column {error.colno}", "BAD_JSON")
            continue
        except (RecursionError, ValueError) as error:
            yield ReadFailure(given.source, number, f"JSON that no article needs: {error}", "BAD_JSON")
            continue
        if isinstance(entry, dict):
            yield make(given.source, number, entry, given.options)
        else:
            yield ReadFailure(given.source, number, "the line is no JSON object", "BAD_JSON")


def read_csv(given: Input) -> Iterator[Item]:
    """A table with a header, one article a row; its delimiter is the one that divides the header most."""
    yield from _table(given, None)


def read_tsv(given: Input) -> Iterator[Item]:
    """The same with tabs, and quotation marks as in CSV."""
    yield from _table(given, "\t")


def _table(given: Input, delimiter: str | None) -> Iterator[Item]:
    csv.field_size_limit(_LONGEST_FIELD)
    lines = given.lines(newline="")
    first = next((line.lstrip("\ufeff") for line in lines if line.strip("\ufeff \t\r\n,;|")), "")
    split = delimiter or max(_DELIMITERS, key=lambda mark: len(next(csv.reader([first], delimiter=mark))))
    header = [name.strip() for name in next(csv.reader([first], delimiter=split), [])]
    missing = [
        f"--map {target}=COLUMN"
        for target in ("title", "text")
        if not set(header) & ({given.options.mapping[target]} if target in given.options.mapping else set(KEYS[target]))
    ]
    if missing:
        columns = ", ".join(name for name in header if name)[:200]
        message = f"the columns are {columns}; say which hold the article: {' '.join(missing)}"
        yield ReadFailure(given.source, 1, message, "MISSING_FIELD")
        return
    rows = csv.reader(lines, delimiter=split, strict=False)
    start = 2
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield ReadFailure(given.source, start, f"broken row: {error}", "BAD_CSV")
            start = rows.line_num + 2
            continue
        if any(value.strip() for value in row):
            if len(row) > len(header):
                message = f"the row has {len(row)} fields, the header {len(header)}; quote what holds a {split!r}"
                yield ReadFailure(given.source, start, message, "BAD_CSV")
            else:
                yield make(given.source, start, dict(zip(header, row, strict=False)), given.options)
        start = rows.line_num + 2


def _is_lines(start: str) -> bool:
    """Whether an object ends with its line and another begins on the next."""
    first, _, rest = start.lstrip().partition("\n")
    return first.strip().endswith("}") and _OBJECT.match(rest) is not None


def looks_like_json(start: str) -> bool:
    return could_be_json(start) and bool(_OBJECT.match(start) or _LIST.match(start))


def could_be_json(start: str) -> bool:
    return start.lstrip()[:1] in ("{", "[") and not _is_lines(start)


def looks_like_jsonl(start: str) -> bool:
    """Whether the first line is an object of its own, or was meant for one."""
    first, _, rest = start.lstrip().partition("\n")
    first = first.strip()
    if not _OBJECT.match(first):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return first.endswith("}") or len(first) >= 32768 or rest.lstrip()[:2] == '{"'
    return True


def could_be_jsonl(start: str) -> bool:
    return start.lstrip()[:1] == "{"


def looks_like_table(delimiters: str) -> "_HeaderCheck":
    return _HeaderCheck(delimiters)


class _HeaderCheck:
    """Whether the first line names a title and a text among its columns."""

    def __init__(self, delimiters: str) -> None:
        self._delimiters = delimiters

    def __call__(self, start: str) -> bool:
        first = start.lstrip().split("\n", 1)[0]
        if len(first) > 4096:
            return False
        for mark in self._delimiters:
            names = {name.strip() for name in next(csv.reader([first], delimiter=mark), [])}
            if len(names) > 1 and names & set(KEYS["title"]) and names & set(KEYS["text"]):
                return True
        return False
