"""The README's query on the sample articles has the README's answer, in both stores, by the real loader."""

import json
import re
from pathlib import Path

from graph.stores import Store
from loaders.pipeline import RuleExtractor, load
from schema.execution import Engine, Limits

ROOT = Path(__file__).resolve().parents[1]


def test_the_query_of_the_readme_has_its_answer(store: Store) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    query, answer = (re.findall(rf"```{word}\n(.*?)```", readme, re.DOTALL)[0] for word in ("graphql", "json"))
    report = load(store, [str(ROOT / "samples" / "nato.txt")], extractor=RuleExtractor())
    assert (report.new, report.failed) == (8, 0)
    # A fresh Neo4j plans a new text for seconds: what is tested is the answer.
    limits = Limits(seconds=120)
    assert json.loads(Engine(store, limits=limits).execute(query).json()) == json.loads(answer)
