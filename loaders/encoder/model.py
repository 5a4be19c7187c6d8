"""The encoder as it reads: an int8 ONNX model of one window at a time, and its small heads in numpy.

One window is one run: quantized activations take their range from everything in the run, so that batching articles
would let one change another's answer.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from loaders.encoder import features
from loaders.encoder.labels import (
    ECB_EVENT,
    ECB_PAIRS,
    ECB_TAGS,
    EVENT,
    MENTIONS,
    NOTES,
    PAIRS,
    STATUSES,
    TYPES,
    spans_of_tags,
)

Floats = npt.NDArray[np.float32]
Groups = Sequence[Sequence[int]]
"""Spans that mean the same thing, for several things."""
FOLDER: Final = Path(__file__).parent / "weights"
_BETWEEN: Final = 8


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the text, what they name (of `MENTIONS`) and how sure that is, 0 to 1."""

    start: int
    end: int
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Proposals:
    """What the encoder sees in one text. Spans are in text order; pairs across windows have no score."""

    spans: tuple[Span, ...]
    types: Floats
    """(spans, event types): probabilities; they mean something for events alone. So do statuses."""
    statuses: Floats
    labels: Floats
    """(spans, spans, `PAIRS`): exponentials of scores, summed over the mentions of two things before they compete."""
    notes: Floats
    """(spans, spans, `NOTES`): the same."""
    events: Floats
    """(words,): how likely each word is part of an event's trigger, also where no span was taken."""
    words: tuple[tuple[int, int], ...]

    def pairs(self, ones: Groups, others: Groups) -> Floats:
        """Probabilities (ones, others, `PAIRS`) for things, each given as the spans that mean it."""
        return _normalised(self.labels, ones, others)

    def noted(self, ones: Groups, others: Groups) -> Floats:
        """Probabilities (ones, others, `NOTES`) for things."""
        return _normalised(self.notes, ones, others)

    def best(self, ones: Iterable[int], others: Iterable[int], label: int) -> tuple[int, int]:
        """The two spans that speak most for a label."""
        scored = [(float(self.labels[one, other, label]), -one, -other) for one in ones for other in others]
        _, one, other = max(scored)
        return -one, -other


def _normalised(powers: Floats, ones: Groups, others: Groups) -> Floats:
    """Exponentials of spans summed over both groups of things and normalised: a log-sum-exp and a softmax."""
    count, labels = powers.shape[0], powers.shape[2]
    left, right = _members(ones, count), _members(others, count)
    halfway = (left @ powers.reshape(count, count * labels)).reshape(len(ones), count, labels)
    sums = np.matmul(right[None], halfway) + 1e-30
    return np.asarray(sums / sums.sum(-1, keepdims=True), np.float32)


def _members(groups: Groups, count: int) -> Floats:
    found = np.zeros((len(groups), count), np.float32)
    for at, group in enumerate(groups):
        found[at, list(group)] = 1
    return found


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), dtype=np.float32)


class EncoderModel:
    """The shipped weights, loaded once a process. `name` changes with them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        import onnxruntime  # half a second, needed only where articles are read
        from tokenizers import Tokenizer

        self.name = model_name(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session: onnxruntime.InferenceSession = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        with np.load(folder / "heads.npz") as stored:
            heads = {key: stored[key].astype(np.float32) for key in stored.files}
        ecb = {key.removeprefix("ecb."): value for key, value in heads.items() if key.startswith("ecb.")}
        self._by_prefix = {"": _folded(heads), "ecb.": _folded(ecb)}
        # Small products gain nothing from threads, which only wait for one another; processes are the parallel unit.
        threadpool_limits(1, "blas")

    def read(self, text: str, title_end: int, sentences: Sequence[int]) -> Proposals:
        """What the text shows; `sentences` are the characters that sentences begin with."""
        words = features.split(text, title_end)
        starts = _words_at(words, sentences)
        parts = [self._window(words, window) for window in features.windows(words, self._tokenizer, starts)]
        return _joined(parts, words)

    def _window(self, words: features.Words, window: features.Window) -> Proposals:
        states, tags, _ = self._run(window)
        chances = _softmax(tags)
        found = _decoded(chances)
        spans = tuple(
            Span(words.spans[window.first + first][0], words.spans[window.first + last][1], MENTIONS[kind], score)
            for first, last, kind, score in found
        )
        place = EVENT * 2 + 1
        types, statuses, labels, notes = self._scores(states, found)
        return Proposals(
            spans, types, statuses, labels, notes,
            events=np.asarray(chances[:, place] + chances[:, place + 1], np.float32),
            words=words.spans[window.first : window.last],
        )  # fmt: skip

    def read_ecb(self, text: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
        """A sentence by the annotation of ECB+: spans (first word, last word, kind) and pairs (event, other, label)."""
        words = features.split(text, 0)
        (window, *_) = features.windows(words, self._tokenizer, [0])
        states, _, tags = self._run(window)
        found = _decoded(_softmax(tags))
        spans = [(first, last, ECB_TAGS[2 * kind + 1][2:]) for first, last, kind, _ in found]
        labels = self._pairs(states, found, ECB_EVENT, "ecb.")[1].argmax(-1)
        pairs = [
            (one, other, ECB_PAIRS[labels[one, other]])
            for one in range(len(spans))
            for other in range(len(spans))
            if spans[one][2] == "EVENT" and labels[one, other]
        ]
        return spans, pairs

    def _run(self, window: features.Window) -> tuple[Floats, Floats, Floats]:
        """States, tags and ECB+ tags of the window's words."""
        ids = np.array([window.ids], dtype=np.int64)
        outputs = self._session.run(
            None, {"ids": ids, "shapes": np.array([window.shapes], np.int64), "mask": np.ones(ids.shape, np.float32)}
        )
        states, tags, ecb_tags = (np.asarray(output[0][np.array(window.heads)], np.float32) for output in outputs)
        return states, tags, ecb_tags

    def _pairs(
        self, states: Floats, found: Sequence[tuple[int, int, int, float]], event: int, prefix: str = ""
    ) -> tuple[Floats, Floats]:
        """Vectors of the spans, and the exponentials (spans, spans, labels) of the scores of their pairs."""
        heads = self._by_prefix[prefix]
        first = np.array([span[0] for span in found], dtype=np.int64)
        last = np.array([span[1] for span in found], dtype=np.int64)
        kinds = np.array([span[2] for span in found], dtype=np.int64)
        vectors = np.concatenate([states[first], states[last]], -1)
        one = vectors @ heads["one.weight"].T + heads["one.bias"] + heads["one_kind.weight"][kinds]
        other = vectors @ heads["other.weight"].T + heads["other_kind.weight"][kinds]
        apart = _buckets(first[None, :] - first[:, None])
        hidden = heads["apart"][apart * _BETWEEN + _passed(first, last, kinds == event, len(states))]
        hidden += one[:, None, :]
        hidden += other[None, :, :]
        np.maximum(hidden, 0, out=hidden)
        scores = hidden.reshape(-1, hidden.shape[2]) @ heads["scores.weight"] + heads["scores.bias"]
        return vectors, np.exp(np.clip(scores, -40, 40)).reshape(*apart.shape, scores.shape[1])

    def _scores(
        self, states: Floats, found: Sequence[tuple[int, int, int, float]]
    ) -> tuple[Floats, Floats, Floats, Floats]:
        """Types, statuses, pair labels and notes of the spans."""
        heads = self._by_prefix[""]
        vectors, powers = self._pairs(states, found, EVENT)
        types = _softmax(vectors @ heads["event_type.weight"].T + heads["event_type.bias"])
        statuses = _softmax(vectors @ heads["event_status.weight"].T + heads["event_status.bias"])
        return types, statuses, powers[:, :, : len(PAIRS)], powers[:, :, len(PAIRS) :]


def _folded(heads: dict[str, Floats]) -> dict[str, Floats]:
    """The heads with what can be added up beforehand: distance and triggers between, labels and notes."""
    both = heads["distance.weight"][:, None, :] + heads["between.weight"][None, :, :]
    outputs = [name for name in ("label", "note") if f"{name}.weight" in heads]
    return heads | {
        "apart": both.reshape(-1, both.shape[2]),
        "scores.weight": np.ascontiguousarray(np.concatenate([heads[f"{name}.weight"] for name in outputs]).T),
        "scores.bias": np.concatenate([heads[f"{name}.bias"] for name in outputs]),
    }


def _passed(first: npt.NDArray[np.int64], last: npt.NDArray[np.int64], events: npt.NDArray[np.bool_], size: int) -> Any:
    """How many triggers lie between two spans, at most 7."""
    before = np.zeros(size + 1, dtype=np.int64)
    before[first[events] + 1] = 1
    before = before.cumsum()
    low = np.minimum(last[:, None], last[None, :]) + 1
    high = np.maximum(first[:, None], first[None, :])
    return np.where(high > low, np.clip(before[high] - before[np.minimum(low, size)], 0, 7), 0)


def _buckets(apart: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """`network.distance_bucket`, in numpy."""
    size = np.abs(apart)
    far = np.floor(np.log2(np.maximum(size, 2) - 1)).astype(np.int64) + 2
    step = np.minimum(np.where(size <= 2, size, far), 8)
    return np.where(apart < 0, step + 9, step)


def _decoded(chances: Floats) -> list[tuple[int, int, int, float]]:
    """Spans (first word, last word, kind) with the mean probability of the kind over their words."""
    return [
        (first, last, kind, float(chances[first : last + 1, 2 * kind + 1 : 2 * kind + 3].sum(-1).mean()))
        for first, last, kind in spans_of_tags(chances.argmax(-1).tolist())
    ]


def _words_at(words: features.Words, chars: Sequence[int]) -> list[int]:
    found, at = [], 0
    for char in chars:
        while at < len(words.spans) and words.spans[at][0] < char:
            at += 1
        found.append(at)
    return found


def _joined(parts: Sequence[Proposals], words: features.Words) -> Proposals:
    """The windows' proposals as one; NONE between windows."""
    if len(parts) == 1:
        return parts[0]
    count = sum(len(part.spans) for part in parts)
    labels = np.zeros((count, count, len(PAIRS)), np.float32)
    labels[:, :, 0] = 1
    notes = np.ones((count, count, len(NOTES)), np.float32)
    at = 0
    for part in parts:
        end = at + len(part.spans)
        labels[at:end, at:end], notes[at:end, at:end] = part.labels, part.notes
        at = end
    empty_types, empty_statuses = np.zeros((0, len(TYPES)), np.float32), np.zeros((0, len(STATUSES)), np.float32)
    return Proposals(
        tuple(span for part in parts for span in part.spans),
        np.concatenate([empty_types, *(part.types for part in parts)]),
        np.concatenate([empty_statuses, *(part.statuses for part in parts)]),
        labels, notes,
        np.concatenate([np.zeros(0, np.float32), *(part.events for part in parts)]),
        words.spans,
    )  # fmt: skip


@lru_cache(maxsize=8)
def model_name(folder: Path = FOLDER) -> str:
    """What evidence calls the weights of a folder."""
    return str(json.loads((folder / "model.json").read_text("utf-8"))["name"])


@lru_cache(maxsize=2)
def model(folder: Path = FOLDER) -> EncoderModel:
    """The weights of a folder, loaded once."""
    return EncoderModel(folder)
