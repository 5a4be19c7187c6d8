"""`docs/semantics.md` is true: its every example, against both stores and the oracle."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from graph.stores import Store
from tests.oracle import Oracle

DOCUMENT: Final = (Path(__file__).resolve().parents[1] / "docs" / "semantics.md").read_text(encoding="utf-8")
_EXAMPLE: Final = re.compile(
    r"^\*\*(?P<rule>(?:(?!```).)*?)\n\n```jsonl graph\n(?P<graph>.*?)```\n\n"
    r"```graphql query\n(?P<query>.*?)```\n\n```json answer\n(?P<answer>.*?)```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Example:
    """One rule: its first words, the records of its graph, a query and the answer."""

    name: str
    records: tuple[dict[str, Any], ...]
    query: str
    answer: Any


def _examples() -> list[Example]:
    return [
        Example(
            name=re.sub(r"\W+", "-", match["rule"].split("**")[0]).strip("-").lower(),
            records=tuple(map(json.loads, match["graph"].splitlines())),
            query=match["query"],
            answer=json.loads(match["answer"]),
        )
        for match in _EXAMPLE.finditer(DOCUMENT)
    ]


each_example = pytest.mark.parametrize("example", _examples(), ids=lambda example: example.name)


def test_every_rule_in_bold_has_an_example() -> None:
    assert len(_examples()) == len(re.findall(r"^\*\*", DOCUMENT, re.MULTILINE)) == DOCUMENT.count("```json answer")
    assert _examples()


@each_example
def test_the_oracle_gives_the_documented_answer(example: Example) -> None:
    nodes = [record for record in example.records if "kind" in record]
    edges = [record for record in example.records if "type" in record]
    mentions = [record for record in example.records if "surface" in record]
    assert Oracle(nodes, edges, mentions).execute(example.query) == {"data": example.answer}


@each_example
def test_a_store_gives_the_documented_answer(store: Store, example: Example) -> None:
    from graph.interchange import import_records
    from schema.execution import Engine

    import_records(store, example.records)
    answer = json.loads(Engine(store).execute(example.query).json())
    assert answer.get("errors") is None
    assert answer["data"] == example.answer
