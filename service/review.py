"""What a curator is asked and has said, as JSON-ready records."""

from collections.abc import Collection
from typing import Any

from graph.candidates import candidates
from graph.model import Decision
from graph.ontology import EntityKind
from graph.stores import Store
from graph.ties import blocks_of, signatures

Record = dict[str, Any]


def pairs(store: Store, *, kinds: Collection[EntityKind] | None = None) -> list[Record]:
    """The pairs that may be one, most worth first: a score, its reasons, and how many mentions would move."""
    return [
        {
            "kind": pair.kind.value,
            "score": pair.score,
            "mentions": pair.mentions,
            "reasons": list(pair.reasons),
            "a": {"id": pair.a, "name": pair.a_name},
            "b": {"id": pair.b, "name": pair.b_name},
        }
        for pair in candidates(store.all_members(), store.all_decisions())
        if not kinds or pair.kind in kinds
    ]


def decisions(store: Store) -> list[Record]:
    """Every decision, the latest first.

    `live` is false of what a later one replaced; `asleep` is true while nothing of one side is loaded.
    """
    known = list(store.all_decisions())
    replaced = {id_ for decision in known for id_ in decision.replaces}
    blocks = {block for decision in known if decision.id not in replaced for block in blocks_of(decision)}
    loaded = {anchor for member in store.members(sorted(blocks)) for anchor in signatures(member)}
    return [
        {
            **decision_json(decision),
            "live": decision.id not in replaced,
            "asleep": decision.id not in replaced
            and (loaded.isdisjoint(decision.a_anchors) or loaded.isdisjoint(decision.b_anchors)),
        }
        for decision in sorted(known, key=lambda decision: (decision.at, decision.id), reverse=True)
    ]


def decision_json(decision: Decision) -> Record:
    return {name: getattr(decision, name) for name in ("id", "a", "b", "judgement", "by", "at", "note")}
