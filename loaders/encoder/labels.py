"""What the encoder's heads answer: one table, shared by training and reading."""

from collections.abc import Iterable
from typing import Final

from graph.ontology import EventStatus, EventType, ParticipantRole

MENTIONS: Final = ("PERSON", "ORGANIZATION", "PLACE", "EVENT", "TIME", "TITLE", "PERSON_NOMINAL", "BODY_NOMINAL")
"""Kinds of spans; a nominal is a pronoun or description ("he", "the bank") of a person, or of a body or place."""
TAGS: Final = ("O", *(f"{edge}-{kind}" for kind in MENTIONS for edge in "BI"))

TYPES: Final = tuple(type_.name for type_ in EventType)
STATUSES: Final = tuple(status.name for status in EventStatus)

ROLES: Final = tuple(role.name for role in ParticipantRole)
PAIRS: Final = (
    "NONE", *ROLES, "HELD_AT", "TIME", "ABOUT",
    "SAME", "MET", "OFFICE", "LOCATED_IN", "MEMBER_OF", "VISITED", "TITLE", "PART_OF",
)  # fmt: skip
"""What the second span is to the first: a participant in a role, the place, the time or topic of an event; the same
thing (SAME); whom a person met, whose office they or a title hold, where a place or body lies, …"""
NOTES: Final = ("", "DENIED", "PLANNED")
"""Whether a participant took part as the event did, did not, or was only to."""

ECB_TAGS: Final = (
    "O",
    *(f"{edge}-{kind}" for kind in ("EVENT", "SAYING", "PARTICIPANT", "PLACE", "TIME") for edge in "BI"),
)
"""The annotation of ECB+, learnt beside ours: its participants and events are wider."""
ECB_PAIRS: Final = ("NONE", "PARTICIPANT", "PLACE", "TIME")

EVENT: Final = MENTIONS.index("EVENT")
ECB_EVENT: Final = ECB_TAGS.index("B-EVENT") // 2
"""The kinds of spans that are triggers."""


def spans_of_tags(tags: Iterable[int]) -> list[tuple[int, int, int]]:
    """Spans (first word, last word, kind) of a tag sequence; an I that follows nothing begins one."""
    found: list[tuple[int, int, int]] = []
    first, kind = -1, -1
    for at, tag in enumerate([*tags, 0]):
        begins = tag % 2 == 1 or (tag > 0 and (tag - 1) // 2 != kind)
        if first >= 0 and (tag == 0 or begins):
            found.append((first, at - 1, kind))
            first, kind = -1, -1
        if tag and begins:
            first, kind = at, (tag - 1) // 2
    return found
