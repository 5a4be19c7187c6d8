"""The network: MiniLM with a word-shape embedding, a tag head, event heads, and one head over pairs of spans.

The pair head scores every two spans; a pair of things (chains) is the log-sum-exp over the pairs of their spans, so
that a fact of the whole article teaches without saying in which sentence it stands (Jia et al. 2019).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from loaders.encoder.features import SHAPES
from loaders.encoder.labels import ECB_PAIRS, ECB_TAGS, MENTIONS, NOTES, PAIRS, STATUSES, TAGS, TYPES

HIDDEN: Final = 384
HEADS: Final = 12
LAYERS: Final = 6
INNER: Final = 1536
PAIR_HIDDEN: Final = 192
DISTANCES: Final = 18
"""Buckets of the signed distance between two spans in words: `distance_bucket`."""


class Layer(nn.Module):
    """A BERT layer, post-norm."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.output = nn.Linear(HIDDEN, HIDDEN)
        self.output_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.inner = nn.Linear(HIDDEN, INNER)
        self.outer = nn.Linear(INNER, HIDDEN)
        self.outer_norm = nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, states: Tensor, bias: Tensor, dropout: float) -> Tensor:
        batch, length, _ = states.shape

        def split(projected: Tensor) -> Tensor:
            return projected.view(batch, length, HEADS, HIDDEN // HEADS).transpose(1, 2)

        query, key, value = split(self.query(states)), split(self.key(states)), split(self.value(states))
        scores = query @ key.transpose(2, 3) * (HIDDEN // HEADS) ** -0.5 + bias
        weights = functional.dropout(scores.softmax(-1), dropout, self.training)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, length, HIDDEN)
        states = self.output_norm(states + functional.dropout(self.output(mixed), dropout, self.training))
        inner = self.outer(functional.gelu(self.inner(states)))
        return self.outer_norm(states + functional.dropout(inner, dropout, self.training))


class Encoder(nn.Module):
    """Word pieces and shapes to states, tags and ECB+ tags: the part that becomes the ONNX file."""

    def __init__(self, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30522, HIDDEN)
        self.positions = nn.Embedding(512, HIDDEN)
        self.shapes = nn.Embedding(SHAPES, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(HIDDEN, len(TAGS))
        self.ecb_tags = nn.Linear(HIDDEN, len(ECB_TAGS))
        self.dropout = dropout

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Shapes: ids, shapes and mask (batch, length); states (batch, length, 384), tags (batch, length, tags)."""
        places = torch.arange(ids.shape[1], device=ids.device)
        states = self.norm(self.words(ids) + self.positions(places)[None] + self.shapes(shapes))
        states = functional.dropout(states, self.dropout, self.training)
        bias = (1.0 - mask[:, None, None, :].to(states.dtype)) * -1e4
        for layer in self.layers:
            states = layer(states, bias, self.dropout)
        return states, self.tags(states), self.ecb_tags(states)

    def load_minilm(self, file: Path) -> None:
        """Weights of all-MiniLM-L6-v2 (Apache-2.0); its token type 0 goes into the positions."""
        theirs = load_file(str(file))
        own = self.state_dict()
        types = theirs["embeddings.token_type_embeddings.weight"][0]
        own["words.weight"] = theirs["embeddings.word_embeddings.weight"]
        own["positions.weight"] = theirs["embeddings.position_embeddings.weight"] + types
        own["shapes.weight"] = torch.zeros_like(own["shapes.weight"])
        names = {"norm": "embeddings.LayerNorm"}
        for at in range(LAYERS):
            base, theirs_base = f"layers.{at}.", f"encoder.layer.{at}."
            names |= {
                base + "query": theirs_base + "attention.self.query",
                base + "key": theirs_base + "attention.self.key",
                base + "value": theirs_base + "attention.self.value",
                base + "output": theirs_base + "attention.output.dense",
                base + "output_norm": theirs_base + "attention.output.LayerNorm",
                base + "inner": theirs_base + "intermediate.dense",
                base + "outer": theirs_base + "output.dense",
                base + "outer_norm": theirs_base + "output.LayerNorm",
            }
        for mine, their in names.items():
            for part in ("weight", "bias"):
                own[f"{mine}.{part}"] = theirs[f"{their}.{part}"]
        self.load_state_dict(own)


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans as tensors: first and last piece, first and last word, kind; (spans,) each."""

    first_piece: Tensor
    last_piece: Tensor
    first: Tensor
    last: Tensor
    kind: Tensor


@dataclass(frozen=True, slots=True)
class Indices:
    """Pairs of spans: `ones` and `others` number the spans, `group` the pair of things they belong to."""

    ones: Tensor
    others: Tensor
    group: Tensor
    passed: Tensor
    """How many triggers lie between the two, at most 7."""


class Heads(nn.Module):
    """Event types and statuses of spans, and labels of pairs of spans: small enough for numpy when it is read."""

    def __init__(self, kinds: int, labels: int, *, events: bool) -> None:
        super().__init__()
        self.one = nn.Linear(2 * HIDDEN, PAIR_HIDDEN)
        self.other = nn.Linear(2 * HIDDEN, PAIR_HIDDEN, bias=False)
        self.one_kind = nn.Embedding(kinds, PAIR_HIDDEN)
        self.other_kind = nn.Embedding(kinds, PAIR_HIDDEN)
        self.distance = nn.Embedding(DISTANCES, PAIR_HIDDEN)
        self.between = nn.Embedding(8, PAIR_HIDDEN)
        self.label = nn.Linear(PAIR_HIDDEN, labels)
        self.event = events
        for table in (self.one_kind, self.other_kind, self.distance, self.between):
            nn.init.normal_(table.weight, std=0.05)
        if events:
            self.event_type = nn.Linear(2 * HIDDEN, len(TYPES))
            self.event_status = nn.Linear(2 * HIDDEN, len(STATUSES))
            self.note = nn.Linear(PAIR_HIDDEN, len(NOTES))

    @staticmethod
    def vectors(states: Tensor, spans: Spans) -> Tensor:
        """States (pieces, 384) to vectors (spans, 768): a span is its first and its last word."""
        return torch.cat([states.index_select(0, spans.first_piece), states.index_select(0, spans.last_piece)], -1)

    def pairs(self, vectors: Tensor, spans: Spans, indices: Indices) -> Tensor:
        """Hidden states (pairs, 192) of pairs of spans."""
        # Everything of one span is added up before it is spread over the pairs.
        one = self.one(vectors) + self.one_kind(spans.kind)
        other = self.other(vectors) + self.other_kind(spans.kind)
        apart = spans.first.index_select(0, indices.others) - spans.first.index_select(0, indices.ones)
        hidden = one.index_select(0, indices.ones) + other.index_select(0, indices.others)
        hidden = hidden + self.distance(distance_bucket(apart)) + self.between(indices.passed)
        return functional.relu(hidden)


def distance_bucket(apart: Tensor) -> Tensor:
    """Signed distance in words to 0..17: nine steps either way (0, 1, 2, 3-4, 5-8, 9-16, 17-32, 33-64, over)."""
    size = apart.abs()
    step = torch.where(size <= 2, size, (size.clamp(min=1) - 1).float().log2().floor().long() + 2).clamp(max=8)
    return torch.where(apart < 0, step + 9, step)


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.heads = Heads(len(MENTIONS), len(PAIRS), events=True)
        self.ecb_heads = Heads(len(ECB_TAGS) // 2 + 1, len(ECB_PAIRS), events=False)
