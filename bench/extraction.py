"""How well articles are read: `make evaluate`.

python -m bench.extraction                  prints the card
python -m bench.extraction --check          and fails where a figure fell by more than a point
python -m bench.extraction --write          and keeps the figures as those to compare with
python -m bench.extraction --rules          the rules alone, without the encoder
python -m bench.extraction --sets dev ecb   only these
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from graph.model import Article
from graph.stores import open_store
from loaders import readers
from loaders.encoder.model import FOLDER, model
from loaders.pipeline import RuleExtractor, load_articles
from loaders.training import examples, gold, markup
from loaders.training.examples import ECB, ECB_HELD_OUT
from service.evaluate import FURTHER, Scores, Tally, evaluate

ROOT: Final = Path(__file__).parent.parent
GOLD: Final = ROOT / "tests" / "gold"
CARD: Final = GOLD / "scorecard.json"
SLACK: Final = 0.01
_BONUS: Final = {
    "date of events": "date_nodes", "role of participations": "edge_participation", "title of offices": "edge_role",
    "sentences at their offsets": "evidence",
}  # fmt: skip


def _read(*paths: Path) -> list[Article]:
    return [item for item in readers.read([str(path) for path in paths]) if isinstance(item, Article)]


def _annotated(path: Path, scratch: Path) -> tuple[list[Article], Path]:
    """The articles of an annotated file, and its gold graph in a file of its own."""
    found = markup.read([path])
    target = scratch / f"{path.stem}.json"
    target.write_text(json.dumps(gold.graph(found)), "utf-8")
    (scratch / f"{path.stem}.jsonl").write_text(
        "\n".join(json.dumps(record) for record in gold.records(found)), "utf-8"
    )
    return _read(scratch / f"{path.stem}.jsonl"), target


def _plain(folder: str, articles: Path | None = None) -> Callable[[Path], tuple[list[Article], Path]]:
    return lambda _scratch: (_read(articles or GOLD / folder / "articles.jsonl"), GOLD / folder / "gold.json")


SETS: Final[dict[str, tuple[str, Callable[[Path], tuple[list[Article], Path]]]]] = {
    "samples": ("the sample articles", _plain("samples", ROOT / "samples" / "nato.txt")),
    "rules": ("14 articles written beside the rules", _plain("dev")),
    "dev": ("44 development articles", lambda scratch: _annotated(GOLD / "dev" / "dev.txt", scratch)),
    "brief": ("75 short items", lambda scratch: _annotated(GOLD / "brief" / "brief.txt", scratch)),
    "measure": ("24 measuring articles", _plain("measure")),
    "unseen": ("30 unseen articles", lambda scratch: _annotated(GOLD / "unseen" / "unseen.txt", scratch)),
}


def scored(name: str, extractor: RuleExtractor) -> tuple[Scores, float]:
    """The scores of a set, and its words per CPU-second of reading (the model's start left out)."""
    with tempfile.TemporaryDirectory() as folder:
        articles, gold_file = SETS[name][1](Path(folder))
        list(extractor.extract(articles[:1]))
        started = time.process_time()
        list(extractor.extract(articles))
        spent = time.process_time() - started
        store = open_store(f"sqlite:///{folder}/store.db")
        try:
            load_articles(store, articles, extractor=extractor)
            scores = evaluate(store, gold_file)
        finally:
            store.close()
    return scores, sum(len(article.text.split()) for article in articles) / spent


def figures(scores: Scores) -> dict[str, float]:
    """What is kept and compared, by name."""
    found = {name: row.f1 for name, row in scores.rows().items()}
    core = scores.rows()["EDGES core"]
    found |= {"core edges, precision": core.precision, "core edges, recall": core.recall}
    found |= {f"edge {type_}, precision": scores.edges[type_].precision for type_ in FURTHER if type_ in scores.edges}
    found |= {name: right / asked for name, key in _BONUS.items() for right, asked in [scores.bonus[key]] if asked}
    found["violations"] = float(len(scores.violations))
    return {name: round(value, 3) for name, value in found.items()}


def ecb(weights: Path = FOLDER, topics: range = ECB_HELD_OUT) -> dict[str, float]:
    """F1 of an encoder on ECB+ sentences of topics that it was not trained on."""
    encoder = model(weights)
    tally = {name: Tally() for name in ("EVENT", "PARTICIPANT", "PLACE", "TIME", "edges")}
    for sentence in examples.ecb_sentences(ECB, topics):
        spans, pairs = encoder.read_ecb(sentence.text)
        _compare(tally, Counter(spans), Counter(sentence.spans))
        if sentence.pairs is not None:
            edges = Counter((spans[one], spans[other], label) for one, other, label in pairs)
            hits = sum((edges & Counter(sentence.pairs)).values())
            tally["edges"] += Tally(hits, edges.total() - hits, len(sentence.pairs) - hits)
    return {name: round(row.f1, 3) for name, row in tally.items()}


def _compare(
    tally: dict[str, Tally], found: Counter[tuple[int, int, str]], wanted: Counter[tuple[int, int, str]]
) -> None:
    for kind in ("EVENT", "PARTICIPANT", "PLACE", "TIME"):
        mine = Counter({span: count for span, count in found.items() if span[2] == kind})
        right = Counter({span: count for span, count in wanted.items() if span[2] == kind})
        hits = sum((mine & right).values())
        tally[kind] += Tally(hits, mine.total() - hits, right.total() - hits)


def table(scores: Scores, speed: float) -> Iterator[str]:
    yield f"{'':26}{'hits':>6}{'wrong':>6}{'missed':>7}{'P':>8}{'R':>8}{'F1':>8}"
    for name, row in scores.rows().items():
        yield f"{name:26}{row.hits:6}{row.wrong:6}{row.missed:7}{row.precision:8.3f}{row.recall:8.3f}{row.f1:8.3f}"
    bonus = ", ".join(f"{name} {scores.bonus[key][0]}/{scores.bonus[key][1]}" for name, key in _BONUS.items())
    yield f"{bonus}; violations {len(scores.violations)}; {speed:,.0f} words a CPU-second"


def fallen(kept: dict[str, dict[str, float]], found: dict[str, dict[str, float]]) -> Iterable[str]:
    """What is worse than the kept figures by more than the slack."""
    for name, rows in found.items():
        for row, value in rows.items():
            before = kept.get(name, {}).get(row)
            # One more violation than before may be another processor's rounding; two are a fault.
            worse = before is not None and (value > before + 1 if row == "violations" else value < before - SLACK)
            if worse:
                yield f"{name}: {row} was {before}, is {value}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.extraction")
    parser.add_argument("--sets", nargs="*", choices=[*SETS, "ecb"], default=[*SETS, "ecb"])
    parser.add_argument("--rules", action="store_true", help="without the encoder")
    parser.add_argument("--weights", type=Path, default=FOLDER, help="another encoder's folder")
    parser.add_argument("--mistakes", type=int, default=0, help="how many mistakes of each set to list")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    extractor = RuleExtractor(weights=None if options.rules else options.weights)
    found: dict[str, dict[str, float]] = {}
    for name in options.sets:
        if name == "ecb":
            found[name] = ecb(options.weights)
            print(f"\nECB+, topics {ECB_HELD_OUT.start} to {ECB_HELD_OUT.stop - 1}: {found[name]}")
            continue
        scores, speed = scored(name, extractor)
        found[name] = figures(scores)
        print(f"\n{name}: {SETS[name][0]}", *table(scores, speed), sep="\n")
        for mistake in scores.mistakes[: options.mistakes]:
            print("   ", *mistake, sep=" | ")
    kept = json.loads(CARD.read_text("utf-8")) if CARD.exists() else {}
    worse = list(fallen(kept, found))
    print(*worse, sep="\n")
    if options.write:
        CARD.write_text(json.dumps(kept | found, indent=1) + "\n", "utf-8")
    return 1 if options.check and worse else 0


if __name__ == "__main__":
    sys.exit(main())
