"""Pages: `first`, `after` and `orderBy` → a plan's Page; cursors are read here and written by the statements.

A cursor is the order's signature, the row's keys and its id, joined by '|'. Keys hold no '|' (`names.sort_name`), the
id comes last and may.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from graph.dates import bounds
from graph.errors import BadArgument, BadCursor, BadDate, PageTooLarge
from graph.plan import Order, Page
from schema.arguments import Argument, Binder, Leaf

KeyType: TypeAlias = Callable[[str], int | float | str]
"""Reads a key's text; raises ValueError. An empty text is a missing key, but for `str`, which is never missing."""


def _date(text: str) -> str:
    try:
        bounds(text)
    except BadDate as error:
        raise ValueError(text) from error
    return text


# Per order input: key → (column, type of the column).
_COLUMNS: Final[dict[str, tuple[str, KeyType]]] = {
    "name": ("sort_name", str),
    "title": ("sort_name", str),
    "mentionCount": ("mention_count", int),
    "start": ("start", _date),
    "published": ("start", _date),
    "firstReported": ("first_reported", _date),
    "confidence": ("confidence", float),
}


@dataclass(frozen=True, slots=True)
class Pager:
    """Makes pages under one limit; `limit` is the largest `first`."""

    limit: int

    def page(
        self,
        arguments: dict[str, Argument],
        binder: Binder,
        variable: Literal["entity", "relation"],
        keys: tuple[KeyType, ...] = (),
    ) -> Page:
        """The page of a field; `keys` are the types of a fixed order's keys, where the field has no `orderBy`."""
        order, signature, types = _order(arguments.get("orderBy"), variable)
        after = arguments.get("after")
        types = types or keys
        return Page(
            order,
            self.first(arguments["first"], binder),
            None if after is None else _after(after, binder, signature, types),
            signature,
        )

    def first(self, value: Argument, binder: Binder) -> str:
        assert isinstance(value, Leaf)
        return binder.bind(value, self._checked)

    def _checked(self, first: int) -> int:
        if first > self.limit:
            raise PageTooLarge(f"first: {first} is over the limit of {self.limit}; page with `after`")
        if first < 0:
            raise BadArgument(f"first: {first} is negative; ask for 0 or more")
        return first


def _order(
    value: Argument, variable: Literal["entity", "relation"]
) -> tuple[tuple[Order, ...], str, tuple[KeyType, ...]]:
    order: list[Order] = []
    words: list[str] = []
    types: list[KeyType] = []
    if value is not None:
        assert isinstance(value, list)
        for item in value:
            assert isinstance(item, dict)
            for key, direction in item.items():
                column, type_ = _COLUMNS[key]
                order.append(Order(variable, column, direction == "DESC"))
                words.append(f"{key}:{direction}")
                types.append(type_)
    return tuple(order), ",".join(words), tuple(types)


def _after(leaf: Argument, binder: Binder, signature: str, types: tuple[KeyType, ...]) -> tuple[tuple[str, ...], str]:
    def part(index: int) -> Callable[[Any], Any]:
        return lambda cursor: read_cursor(cursor, signature, types)[index]

    return tuple(binder.bind(leaf, part(index)) for index in range(len(types))), binder.bind(leaf, part(len(types)))


def read_cursor(cursor: str, signature: str, types: tuple[KeyType, ...]) -> tuple[int | float | str | None, ...]:
    """The keys and the id. Raises BadCursor for what no statement of this field and order wrote."""
    head, bar, rest = cursor.partition("|")
    parts = rest.split("|", len(types))
    if head != signature or not bar or len(parts) != len(types) + 1 or not parts[-1]:
        raise BadCursor(f"after: {cursor!r} is no cursor of this field and order; pass an endCursor on unchanged")
    try:
        keys = tuple(
            None if part == "" and type_ is not str else type_(part)
            for part, type_ in zip(parts[:-1], types, strict=True)
        )
    except ValueError as error:
        raise BadCursor(f"after: {cursor!r} is no cursor of this field; pass an endCursor on unchanged") from error
    return (*keys, parts[-1])
