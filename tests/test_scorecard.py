"""How well articles are read must not fall by more than a point: `make evaluate` over every gold set."""

import json

import pytest

from bench.extraction import CARD, SETS, ecb, fallen, figures, scored
from tests.test_encoder import extractor

KEPT = json.loads(CARD.read_text("utf-8"))


@pytest.mark.parametrize("name", SETS)
def test_no_figure_of_a_gold_set_has_fallen(name: str) -> None:
    scores, _ = scored(name, extractor())
    assert not list(fallen(KEPT, {name: figures(scores)}))


def test_no_figure_on_ecb_has_fallen() -> None:
    assert not list(fallen(KEPT, {"ecb": ecb()}))


def test_a_fall_of_more_than_a_point_and_two_new_violations_are_told() -> None:
    kept = {"dev": {"NODES (no Article)": 0.8, "violations": 2.0}}
    assert not list(fallen(kept, {"dev": {"NODES (no Article)": 0.791, "violations": 2.0}}))
    assert list(fallen(kept, {"dev": {"NODES (no Article)": 0.78, "violations": 4.0}})) == [
        "dev: NODES (no Article) was 0.8, is 0.78",
        "dev: violations was 2.0, is 4.0",
    ]
