"""The word lists in `data/`, read once: titles, heads of names, event words, verbs and known organizations.

Every file is tab-separated with a first line that states its source, licence and columns.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final, Generic, TypeVar

from graph import names
from graph.ontology import EventStatus, EventType, ParticipantRole

Payload = TypeVar("Payload")

_WORDS: Final = re.compile(r"'s\b|[\w.+&-]+(?:'(?!s\b)\w+)*|'")
_VOWELS: Final = "aeiou"


def rows(name: str) -> Iterator[list[str]]:
    """The fields of each row of a data file, header and blank lines left out."""
    source = resources.files("loaders") / "data" / name
    content = source.read_bytes()
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def words(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase, cut as the tokenizer cuts them: "People's Republic" → people, 's, republic."""
    return tuple(_WORDS.findall(names.fold(phrase)))


class Phrases(Generic[Payload]):
    """Finds the longest known phrase that starts at a word: one dictionary lookup a word."""

    def __init__(self, entries: Iterable[tuple[str, Payload]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        for phrase, payload in entries:
            key = words(phrase)
            if key:
                self._by_first.setdefault(key[0], []).append((key, payload))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda entry: -len(entry[0]))

    def at(self, folded: Sequence[str], start: int) -> tuple[int, Payload] | None:
        """Length in words and payload of the longest phrase at `start`, None if there is none or no word."""
        if start >= len(folded):
            return None
        for key, payload in self._by_first.get(folded[start], ()):
            if tuple(folded[start : start + len(key)]) == key:
                return len(key), payload
        return None


@dataclass(frozen=True, slots=True)
class Title:
    words: str
    kind: str
    gender: str


@dataclass(frozen=True, slots=True)
class Organization:
    """A body that is known by name. `anaphora` are the bare nouns it goes by; `of_states`: its members are states."""

    name: str
    further: tuple[str, ...]
    anaphora: tuple[str, ...]
    of_states: bool


@dataclass(frozen=True, slots=True)
class EventWord:
    """A word that makes an event. `weak`: how many of date, place and participant it needs beside it."""

    lemma: str
    type: EventType
    remote: bool
    face_to_face: bool
    reciprocal: bool
    weak: int


@dataclass(frozen=True, slots=True)
class SupportVerb:
    """A verb whose object (or the object of its preposition) is the event; what it makes of its subject."""

    lemma: str
    role: ParticipantRole | None
    prepositions: tuple[str, ...]
    status: EventStatus | None
    """The status it gives to the event; None leaves what tense and modality say."""


def inflect(lemma: str) -> tuple[str, ...]:
    """The regular forms of an English verb, the lemma included."""
    stem = lemma
    if lemma.endswith("e"):
        past, progressive = lemma + "d", lemma[:-1] + "ing"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        stem, past, progressive = lemma[:-1] + "ie", lemma[:-1] + "ied", lemma + "ing"
    elif re.search(r"^[^aeiou]*[aeiou][^aeiouwxy]$|(?:pp|ell|fer|mit|bel)$|hijack$", lemma) and lemma not in _SINGLE:
        double = lemma if lemma.endswith(("ell", "pp")) else lemma + lemma[-1]
        past, progressive = double + "ed", double + "ing"
    else:
        past, progressive = lemma + "ed", lemma + "ing"
    third = stem + "s" if stem != lemma or not lemma.endswith(("s", "sh", "ch", "x", "z")) else lemma + "es"
    return (lemma, third, past, progressive)


_SINGLE: Final = {"visit"}


@lru_cache(maxsize=1)
def titles() -> Phrases[Title]:
    return Phrases((row[0], Title(row[0], row[1], row[2] if len(row) > 2 else "")) for row in rows("titles.tsv"))


@lru_cache(maxsize=1)
def title_heads() -> frozenset[str]:
    """The last words of offices and ranks, by which a role phrase is known: minister, president, chief …"""
    return frozenset(row[0].split()[-1] for row in rows("titles.tsv") if row[1] != "HONORIFIC")


@lru_cache(maxsize=1)
def state_titles() -> frozenset[str]:
    """Offices that a country has, so that the country of the clause may stand for it."""
    return frozenset(row[0] for row in rows("titles.tsv") if row[1] == "STATE")


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    return frozenset(row[0] for row in rows("first_names.txt"))


@lru_cache(maxsize=1)
def heads() -> Mapping[str, str]:
    """Last words of names → the kind of thing they name."""
    return {row[0]: row[1] for row in rows("heads.tsv")}


@lru_cache(maxsize=1)
def organizations() -> tuple[Organization, ...]:
    found = []
    for row in rows("organizations.tsv"):
        name, further, anaphora, members = ([*row, "", "", ""])[:4]
        found.append(
            Organization(
                name,
                tuple(part for part in further.split("|") if part),
                tuple(part.removeprefix("the ") for part in anaphora.split("|") if part),
                members == "STATES",
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def organizations_by_name() -> Mapping[str, Organization]:
    """Listed bodies by each of their names, keyed by `names.key`."""
    return {names.key(name): body for body in organizations() for name in (body.name, *body.further)}


def _event_words(part_of_speech: str) -> Iterator[tuple[str, EventWord]]:
    for row in rows("events.tsv"):
        part, lemma, forms, type_, flags = ([*row, ""])[:5]
        if part != part_of_speech:
            continue
        word = EventWord(lemma, EventType(type_), "R" in flags, "F" in flags, "B" in flags, flags.count("W"))
        regular = inflect(lemma) if part == "verb" else (lemma,)
        for form in dict.fromkeys((*regular, *filter(None, forms.split("|")))):
            yield form, word


@lru_cache(maxsize=1)
def event_nouns() -> Phrases[EventWord]:
    return Phrases(_event_words("noun"))


@lru_cache(maxsize=1)
def event_verbs() -> Mapping[str, EventWord]:
    return dict(_event_words("verb"))


@lru_cache(maxsize=1)
def support_verbs() -> Mapping[str, SupportVerb]:
    """Every form of the verbs that take an event as object: attend, host, chair, hold, cancel …"""
    found: dict[str, SupportVerb] = {}
    for row in rows("support.tsv"):
        lemma, forms, role, prepositions, status = (row + [""] * 4)[:5]
        verb = SupportVerb(
            lemma,
            ParticipantRole(role) if role else None,
            tuple(part for part in prepositions.split("|") if part),
            EventStatus(status) if status else None,
        )
        for form in (*inflect(lemma), *filter(None, forms.split("|"))):
            found[form] = verb
    return found


@lru_cache(maxsize=1)
def modal_verbs() -> Mapping[str, EventStatus]:
    """Every form of the verbs and phrases that put what they govern in doubt: plan, deny, propose …"""
    found: dict[str, EventStatus] = {}
    for row in rows("modality.tsv"):
        lemma, forms, status = ([*row, "", ""])[:3]
        for form in (*inflect(lemma), *filter(None, forms.split("|"))):
            found[form] = EventStatus(status)
    return found
