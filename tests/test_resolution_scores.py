"""The figures of resolution over articles, and a guard on those that the rules reach."""

from pathlib import Path

import pytest

from graph.errors import BadGraph
from service.resolution_scores import GoldMention, Judged, agreement, evaluate_resolution, read_folder, scores
from tests.commands import run
from tests.extraction import extractor

GOLD = Path(__file__).parent / "gold" / "resolution"
SLACK = 0.01
FIGURES = {
    # B-cubed precision and recall, pairwise precision and recall
    "all mentions": (0.967, 0.847, 0.931, 0.766),
    "found mentions": (0.964, 0.927, 0.931, 0.891),
}


def judged(*pairs: tuple[str, str | None]) -> list[Judged]:
    return [
        Judged(GoldMention("article:x-1", at, at + 1, "X", label), entity) for at, (label, entity) in enumerate(pairs)
    ]


def test_one_thing_in_two_entities_costs_recall_and_two_in_one_precision() -> None:
    parted = agreement(judged(("p.a", "1"), ("p.a", "1"), ("p.a", "2")))
    assert (parted.b3_precision, parted.pair_precision) == (1.0, 1.0)
    assert parted.b3_recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert parted.pair_recall == pytest.approx(1 / 3)
    merged = agreement(judged(("p.a", "1"), ("p.b", "1")))
    assert (merged.b3_precision, merged.b3_recall) == (0.5, 1.0)
    assert (merged.pair_precision, merged.pair_recall) == (0.0, 1.0)


def test_a_mention_that_was_not_found_stands_alone() -> None:
    scored = scores(judged(("p.a", "1"), ("p.a", None), ("p.a", None)))
    assert scored.rows["all mentions"].pair_recall == 0.0
    assert scored.rows["all mentions"].b3_precision == 1.0
    assert scored.rows["found mentions"].mentions == 1


def test_marks_are_read_with_their_offsets(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "=== a\npublished: 2024-01-02\n# {Siliņa|p.s} met\n{Ms Siliņa|p.s} met.\n", encoding="utf-8"
    )
    (article,), mentions = read_folder(tmp_path)
    assert [(article.text[mention.start : mention.end], mention.label) for mention in mentions] == [
        ("Siliņa", "p.s"),
        ("Ms Siliņa", "p.s"),
    ]


@pytest.mark.parametrize("text", ["=== a\n# title\n", "=== a\npublished: 2024\n# {title|x}\nbody\n"])
def test_a_folder_that_is_not_marked_right_names_the_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    with pytest.raises(BadGraph, match=r"one\.txt:1"):
        read_folder(tmp_path)


def test_the_gold_has_the_size_that_the_docs_tell() -> None:
    articles, mentions = read_folder(GOLD)
    assert (len(articles), len(mentions)) == (87, 442)


def test_the_rules_reach_the_figures_that_the_docs_tell() -> None:
    rows = evaluate_resolution(GOLD, extractor()).rows
    for name, figures in FIGURES.items():
        row = rows[name]
        found = (row.b3_precision, row.b3_recall, row.pair_precision, row.pair_recall)
        assert all(seen >= figure - SLACK for seen, figure in zip(found, figures, strict=True)), (name, found)


def test_the_command_prints_the_figures(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(
        "=== a\npublished: 2024-01-02\n# News\n{Evika Siliņa|p.s} met {Mark Rutte|p.r}.\n"
        "=== b\npublished: 2024-01-03\n# More\n{Evika Silina|p.s} spoke.\n",
        encoding="utf-8",
    )
    outcome = run("evaluate", "--resolution", str(tmp_path), "--json")
    assert outcome.status == 0
    assert '"b3_f1": 1.0' in outcome.output
    assert run("evaluate").status == 2
