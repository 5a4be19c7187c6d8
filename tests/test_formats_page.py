"""docs/formats.md against the code: its tables, its examples and its codes."""

import json
import re
from pathlib import Path

import pytest

from graph.model import Article
from loaders.readers import FORMATS, read
from loaders.readers.items import KEYS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"([^\n]*)\n\n```text (\S+)\n(.*?)```\n\n```json articles\n(.*?)```", PAGE, re.DOTALL)


def table(header: str) -> list[list[str]]:
    rows = PAGE.split(f"| {header} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]


def test_the_table_of_formats_is_that_of_the_code() -> None:
    assert table("format | endings | what it holds") == [
        [f"`{known.name}`", " ".join(known.endings), known.doc] for known in FORMATS.values()
    ]


def test_the_table_of_targets_is_that_of_the_code() -> None:
    assert table("target | fields") == [
        [f"`{target}`", ", ".join(f"`{key}`" for key in keys)] for target, keys in KEYS.items()
    ]


def test_every_code_that_a_reader_gives_is_told_and_no_other() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "loaders" / "readers").glob("*.py"))
    named = re.sub(r"__all__ = \(.*\)", "", written)  # constants by name, not codes
    given = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|[A-Z]{5,})"', named))
    assert set(re.findall(r"`([A-Z_]+)`", " ".join(row[0] for row in table("code | when")))) == given


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize(("said", "name", "content", "articles"), EXAMPLES, ids=[example[1] for example in EXAMPLES])
def test_an_example_gives_what_it_says(tmp_path: Path, said: str, name: str, content: str, articles: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    mapping = dict(pair.split("=") for pair in re.findall(r"--map (\S+=[\w.]+)", said))
    found = list(read([str(tmp_path / name)], mapping=mapping))
    wanted = json.loads(articles)
    assert len(found) == len(wanted)
    for item, fields in zip(found, wanted, strict=True):
        assert isinstance(item, Article)
        assert {name: getattr(item, name) for name in fields} == fields
