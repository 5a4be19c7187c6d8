"""`docs/questions.md` is true: its every question, against both stores and the oracle."""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import pytest

from graph.interchange import export_jsonl, import_files
from graph.stores import Store, open_store
from loaders.pipeline import RuleExtractor, load
from schema.execution import Engine
from tests.conftest import STORES
from tests.oracle import Oracle

Json: TypeAlias = Any

_ROOT: Final = Path(__file__).resolve().parents[1]
_DOCUMENT: Final = _ROOT / "docs" / "questions.md"
_SMALL: Final = _ROOT / "samples" / "small"
_WIDTH: Final = 120
# Search, analytics and the words of a path are of the graph package; the oracle has no second version of them.
# Its sentence of a mention is the line.
_STORES_ONLY: Final = re.compile(r"\b(search|centrality|communities)\(|\bsummary\b|\bsurface sentence\b")
_QUESTION: Final = re.compile(
    r"^### (?P<number>\d+)\. (?P<words>[^\n]+)\n\nOn the (?P<graph>samples|small graph)\.\n\n"
    r"```graphql\n(?P<query>.*?)```\n\n```json variables\n(?P<variables>.*?)```\n\n"
    r"(?P<before>```json answer\n)(?P<answer>.*?)```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its number and words, the graph that answers it, the operation and the answer."""

    number: int
    words: str
    graph: str
    query: str
    variables: dict[str, Json]
    answer: Json


def _questions() -> list[Question]:
    return [
        Question(
            number=int(match["number"]),
            words=match["words"],
            graph=match["graph"],
            query=match["query"],
            variables=json.loads(match["variables"]),
            answer=json.loads(match["answer"]),
        )
        for match in _QUESTION.finditer(_DOCUMENT.read_text(encoding="utf-8"))
    ]


QUESTIONS: Final = _questions()

# A scope of module groups the questions by store and graph, so that each graph is imported once into each store.
each_question = pytest.mark.parametrize(
    ("graph", "question"),
    [
        pytest.param(question.graph, question, id=f"{question.number}-{question.graph.split()[0]}")
        for question in QUESTIONS
    ],
    indirect=["graph"],
    scope="module",
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By graph: the folder with its interchange files. The samples are read by the loader, once."""
    folder = tmp_path_factory.mktemp("samples")
    store = open_store(f"sqlite:///{folder}/samples.db")
    report = load(store, [str(_ROOT / "samples" / "nato.txt")], extractor=RuleExtractor())
    assert report.new == 8
    export_jsonl(store, folder / "graph")
    store.close()
    return {"samples": folder / "graph", "small graph": _SMALL}


@pytest.fixture(scope="module", params=STORES)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for the whole module, once of each engine."""
    if request.param == "neo4j":
        opened = open_store(
            request.getfixturevalue("neo4j_uri"),
            user=os.environ.get("LIAISON_NEO4J_USER"),
            password=os.environ.get("LIAISON_NEO4J_PASSWORD"),
        )
    else:
        opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('questions')}/liaison.db")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def graph(request: pytest.FixtureRequest, store: Store, folders: dict[str, Path]) -> Store:
    """The store with nothing but the graph of this name."""
    store.clear()
    import_files(store, [folders[request.param]])
    return store


@each_question
def test_a_store_gives_the_documented_answer(graph: Store, question: Question, rewrite_golden: bool) -> None:
    response = json.loads(Engine(graph).execute(question.query, question.variables).json())
    assert response.get("errors") is None
    if rewrite_golden:
        _rewrite(question.number, response["data"])
    else:
        assert response["data"] == question.answer


@pytest.mark.parametrize(
    "question",
    [question for question in QUESTIONS if not _STORES_ONLY.search(question.query)],
    ids=lambda question: str(question.number),
)
def test_the_oracle_gives_the_documented_answer(folders: dict[str, Path], question: Question) -> None:
    records = [
        [json.loads(line) for line in (folders[question.graph] / f"{part}.jsonl").read_text("utf-8").splitlines()]
        for part in ("nodes", "edges", "mentions")
    ]
    assert Oracle(*records).execute(question.query, question.variables) == {"data": question.answer}


def test_there_are_twenty_questions_and_each_is_run() -> None:
    document = _DOCUMENT.read_text(encoding="utf-8")
    assert [question.number for question in QUESTIONS] == list(range(1, 21))
    assert document.count("\n### ") == document.count("```graphql") == len(QUESTIONS)


def test_the_small_graph_is_as_an_export_writes_it(sqlite_store: Store, tmp_path: Path) -> None:
    import_files(sqlite_store, [_SMALL])
    export_jsonl(sqlite_store, tmp_path)
    for file in sorted(_SMALL.glob("*.jsonl")):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


_EXAMPLES: Final = (_ROOT / "web" / "graphiql" / "examples.graphql").read_text("utf-8")
_NAMES: Final = re.findall(r"^query (\w+)", _EXAMPLES, re.MULTILINE)


@pytest.mark.parametrize("name", _NAMES)
def test_the_page_of_queries_opens_with_questions_that_have_answers(
    name: str, sqlite_store: Store, folders: dict[str, Path]
) -> None:
    import_files(sqlite_store, [folders["samples"]])
    answer = json.loads(Engine(sqlite_store).execute(_EXAMPLES, operation_name=name).json())
    assert "errors" not in answer
    if name == "WhyNothing":
        assert answer["extensions"]["hints"][0]["nearest"][0]["name"] == "Jens Stoltenberg"
    else:
        assert re.search(r'"(name|type|title)"', json.dumps(answer["data"])), answer


def test_there_are_a_dozen_of_them() -> None:
    assert len(_NAMES) == 12


def _rewrite(number: int, answer: Json) -> None:
    """Puts an answer into the document, in place of the old one."""

    def replaced(match: re.Match[str]) -> str:
        if int(match["number"]) != number:
            return match[0]
        head = match[0][: match.end("before") - match.start()]
        return f"{head}{_pretty(answer)}\n```"

    document = _DOCUMENT.read_text(encoding="utf-8")
    _DOCUMENT.write_text(_QUESTION.sub(replaced, document), encoding="utf-8")


def _pretty(value: Json, indent: int = 0, prefix: int = 0) -> str:
    """JSON, each object and list on one line where it fits. `prefix`: columns taken before and after it."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or indent + prefix + len(line) <= _WIDTH:
        return line
    inner = indent + 2
    if isinstance(value, dict):
        keys = ((json.dumps(key, ensure_ascii=False) + ": ", each) for key, each in value.items())
        parts = [key + _pretty(each, inner, len(key) + 1) for key, each in keys]
    else:
        parts = [_pretty(each, inner, 1) for each in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    body = ",\n".join(" " * inner + part for part in parts)
    return f"{opening}\n{body}\n{' ' * indent}{closing}"
