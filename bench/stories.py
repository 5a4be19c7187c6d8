"""What docs/decisions/0006 says of stories: how much copies and others share, and what linking them costs a load.

python -m bench.stories [STORE]    an empty SQLite file is made where no store is given; a given one is emptied
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from typing import Final

from graph import names, stories
from graph.model import Article, Document, article
from graph.stores import Store, open_store
from loaders import readers

SAMPLES: Final = Path(__file__).parent.parent / "samples" / "nato.txt"
ROWS_OF_WORDS: Final = (3, 4, 5, 7)
WORDS: Final = 500
DISTINCT: Final = 2_000
COPIES: Final = 2_000
BATCH: Final = 64


def shared(one: str, other: str, size: int) -> float:
    """The Jaccard similarity of two texts' rows of so many words."""
    rows = []
    for text in (one, other):
        words = names.key(text).split()
        rows.append({tuple(words[at : at + size]) for at in range(len(words) - size + 1)})
    return len(rows[0] & rows[1]) / len(rows[0] | rows[1])


def edits(text: str) -> dict[str, str]:
    """What is done to a text that is printed again, and at last a template with other names and numbers."""
    words = text.split()
    chance = random.Random(1)
    return {
        "a dateline before": f"OSLO, Norway (AP) - {text}",
        "every 50th word changed": " ".join("other" if chance.random() < 0.02 else word for word in words),
        "the last tenth cut off": " ".join(words[: len(words) * 9 // 10]),
        "every name and number exchanged": " ".join(
            f"X{at}" if word[0].isupper() or word[0].isdigit() else word for at, word in enumerate(words)
        ),
    }


def tell_what_is_shared() -> None:
    bodies = [stories.body(item) for item in readers.read([str(SAMPLES)]) if isinstance(item, Article)]
    print("shared rows of words".ljust(48), *(f"{size:>6}" for size in ROWS_OF_WORDS))
    for text in (bodies[0], " ".join(bodies)):
        for name, edited in edits(text).items():
            told = [f"{shared(text, edited, size):6.2f}" for size in ROWS_OF_WORDS]
            print(f"{len(text.split())} words, {name}".ljust(48), *told)
    most = [f"{max(shared(one, other, size) for one, other in combinations(bodies, 2)):6.2f}" for size in ROWS_OF_WORDS]
    print("any two of the samples, at most".ljust(48), *most)


@contextmanager
def settling(spent: list[float]) -> Iterator[None]:
    """Adds the seconds that linking takes to `spent`."""
    settle = stories.settle

    def timed(
        ledger: stories.CopyLedger, arrived: Mapping[str, Article], left: Mapping[str, Article]
    ) -> dict[str, stories.Copy]:
        started = time.perf_counter()
        try:
            return settle(ledger, arrived, left)
        finally:
            spent.append(time.perf_counter() - started)

    stories.settle = timed
    try:
        yield
    finally:
        stories.settle = settle


def load(store: Store, name: str, bodies: Sequence[str]) -> None:
    """Stores articles that name nothing, and tells what that and the linking in it took."""
    store.clear()
    chance = random.Random(2)
    documents = [Document(article(title="T", body=body, id=f"article:{chance.getrandbits(60):x}")) for body in bodies]
    spent: list[float] = []
    started = time.perf_counter()
    with settling(spent):
        for at in range(0, len(documents), BATCH):
            batch = documents[at : at + BATCH]
            store.write_documents(batch, {document.article.id: "1" for document in batch})
    whole = time.perf_counter() - started
    each, linking = whole / len(documents) * 1000, sum(spent) / len(documents) * 1000
    print(f"{name}: {len(documents):,} articles, {each:.1f} ms each, of it linking {linking:.1f} ms")


def main() -> None:
    tell_what_is_shared()
    chance = random.Random(1)
    syllables = "ka lo mi re tu sa ne po vi du ran tel mok sip ful dar gin bo pet zul".split()
    vocabulary = [one + other for one in syllables for other in syllables]

    def text() -> str:
        return " ".join(chance.choice(vocabulary) for _ in range(WORDS))

    started = time.perf_counter()
    stories.signature(text())
    print(f"the first signature, with its libraries: {time.perf_counter() - started:.1f} s")
    texts = [text() for _ in range(200)]
    started = time.perf_counter()
    for one in texts:
        stories.signature(one)
    print(f"a signature of {WORDS} words: {(time.perf_counter() - started) / len(texts) * 1000:.1f} ms")
    words = text().split()
    near = [
        " ".join([*words[:at], f"own{number}", *words[at + 1 :]]) for number in range(COPIES) for at in [number % WORDS]
    ]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/stories.db")
        load(store, f"no copies, {WORDS} words", [text() for _ in range(DISTINCT)])
        load(store, "one story, a word of each its own", near)
        store.close()


if __name__ == "__main__":
    main()
