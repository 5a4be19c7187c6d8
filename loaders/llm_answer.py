"""What a model answers about an article → a Document; nothing is believed that the article does not say.

    things  a name counts where it stands in the text, word for word
    claims  quote their sentence, word for word, and name one of their ends in it; types, roles, statuses, kinds of the
            ends, dates and confidence are those of the ontology

What does not fit is left out and counted by reason. Places are looked up in the gazetteer, as the rules do.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final, TypeVar

from graph.dates import is_partial_date
from graph.model import Article, Chain, Claim, Document, Mention, Traits
from graph.ontology import (
    RELATIONS,
    EntityKind,
    EventStatus,
    EventType,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)
from loaders import lexicons
from loaders.places import Place, gazetteer

Word = TypeVar("Word", bound=StrEnum)

KINDS: Final = tuple(kind for kind in EntityKind if kind is not EntityKind.ARTICLE)
TYPES: Final = tuple(type_ for type_ in RelationType if type_ is not RelationType.MENTIONS)
MOST: Final = 400
"""Things, and claims, that are looked at of one answer."""
_SHORT: Final = 8
"""Characters that a quote must have at least: less than this is no sentence."""
_PRONOUNS: Final = frozenset("he she it they him her them his hers its their i we you who this that".split())


def _enum(words: tuple[StrEnum, ...] | type[StrEnum], *, null: bool = False) -> dict[str, Any]:
    values: list[str | None] = [word.value for word in words]
    return {"type": ["string", "null"], "enum": [*values, None]} if null else {"type": "string", "enum": values}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    """Strict: every property is required, none is added."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT: Final = {"type": "string"}
_MAYBE: Final = {"type": ["string", "null"]}
SCHEMA: Final[dict[str, Any]] = _object(
    things={
        "type": "array",
        "items": _object(
            id=_TEXT,
            kind=_enum(KINDS),
            name=_TEXT,
            surfaces={"type": "array", "items": _TEXT},
            place_type=_enum(PlaceType, null=True),
            event_type=_enum(EventType, null=True),
            status=_enum(EventStatus, null=True),
            medium=_enum(Medium, null=True),
            start=_MAYBE,
            end=_MAYBE,
        ),
    },
    claims={
        "type": "array",
        "items": _object(
            type=_enum(TYPES),
            source=_TEXT,
            target=_TEXT,
            event=_MAYBE,
            quote=_TEXT,
            status=_enum(EventStatus),
            role=_enum(ParticipantRole, null=True),
            title=_MAYBE,
            start=_MAYBE,
            end=_MAYBE,
            former={"type": "boolean"},
            confidence={"type": "number"},
        ),
    },
)


class _Wrong(Exception):
    """Why a thing or a claim is left out."""


@dataclass(slots=True)
class _Reader:
    article: Article
    extractor: str
    dropped: Counter[str] = field(default_factory=Counter)
    chains: list[Chain] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)
    position: dict[str, int] = field(default_factory=dict)
    taken: list[tuple[int, int]] = field(default_factory=list)

    # --- things

    def things(self, answered: object) -> None:
        items = [item for item in _list(answered) if isinstance(item, dict)]
        # Longest names first: "Bank of England" before "England".
        for item in sorted(items, key=lambda item: -max(map(len, [*_texts(item.get("surfaces")), ""]))):
            try:
                self._thing(item)
            except _Wrong as wrong:
                self.dropped[str(wrong)] += 1

    def _thing(self, item: Mapping[str, Any]) -> None:
        id_, kind = item.get("id"), _word(EntityKind, item.get("kind"))
        if kind not in KINDS or not isinstance(id_, str) or id_ in self.position:
            raise _Wrong("thing: kind or id")
        is_event = kind is EntityKind.EVENT
        traits = self._event_traits(item) if is_event else Traits()
        surfaces = sorted(dict.fromkeys(_texts(item.get("surfaces"))), key=lambda text: -len(text))
        if not is_event:
            surfaces = [text for text in surfaces if text.lower() not in _PRONOUNS and text != text.lower()]
        mentions: list[Mention] = []
        for surface in surfaces:
            found = self._occurrences(surface, first=is_event)
            if not found:
                self.dropped["surface not in the article"] += 1
            mentions += found
        if not mentions:
            raise _Wrong("thing: named nowhere in the article")
        mentions.sort(key=lambda mention: mention.start)
        names = list(dict.fromkeys(mention.surface for mention in mentions))
        told = " ".join(str(item.get("name") or "").split())
        if is_event:
            # An event's name describes it; it must be made of the article's words.
            words = {word.lower() for word in re.findall(r"\w+", self.article.text)}
            own = re.findall(r"\w+", told)
            name = told if own and all(word.lower() in words or len(word) < 4 for word in own) else max(names, key=len)
            chain = Chain(kind, name[:200], tuple(mentions), traits=traits)
        else:
            name = told if told in names else max(names, key=len)
            chain = Chain(kind, name, tuple(mentions), tuple(text for text in names if text != name))
            if kind is EntityKind.PLACE:
                chain = self._located(chain, _word(PlaceType, item.get("place_type")))
        self.position[id_] = len(self.chains)
        self.chains.append(chain)

    def _occurrences(self, surface: str, *, first: bool) -> list[Mention]:
        """Where it stands as words of its own, not inside a longer name that was found before."""
        found = []
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", self.article.text):
            if any(start < match.end() and match.start() < end for start, end in self.taken):
                continue
            self.taken.append(match.span())
            found.append(Mention(*match.span(), surface))
            if first:
                break
        return found

    def _event_traits(self, item: Mapping[str, Any]) -> Traits:
        type_, status = _word(EventType, item.get("event_type")), _word(EventStatus, item.get("status"))
        if type_ is None or status is None:
            raise _Wrong("thing: event type or status")
        return Traits(
            event_type=type_,
            status=status,
            medium=_word(Medium, item.get("medium")),
            start=self._date(item.get("start")),
            end=self._date(item.get("end")),
        )

    def _located(self, chain: Chain, type_: PlaceType | None) -> Chain:
        written = (chain.name, *chain.names)
        known = {text: place for text in written if (place := _by_phrase(text))}
        place = next(iter(known.values()), None) or gazetteer().lookup(chain.name)
        if place is None or type_ is PlaceType.VENUE:
            return replace(chain, traits=Traits(place_type=type_ or PlaceType.OTHER))
        self.places[len(self.chains)] = place
        adjectives = {text for text in known if gazetteer().lookup(text) is None}  # Latvian is no name of Latvia
        names = tuple(text for text in written if text != place.name and text not in adjectives)
        return replace(chain, name=place.name, names=names, same_as=place.same_as, traits=_traits(place))

    def _date(self, told: object) -> str | None:
        if told is None or told == "":
            return None
        if isinstance(told, str) and is_partial_date(told):
            return told
        self.dropped["date"] += 1
        return None

    # --- claims

    def claims(self, answered: object) -> list[Claim]:
        found: dict[tuple[object, ...], Claim] = {}
        for item in _list(answered):
            try:
                claim = self._claim(item if isinstance(item, dict) else {})
            except _Wrong as wrong:
                self.dropped[str(wrong)] += 1
                continue
            key = (
                claim.type,
                claim.source,
                claim.target,
                claim.role,
                claim.role_title,
                claim.event,
                claim.start_offset,
            )
            if key not in found or found[key].confidence < claim.confidence:
                found[key] = claim
        return sorted(
            found.values(), key=lambda claim: (claim.start_offset or 0, claim.type, claim.source, claim.target)
        )

    def _claim(self, item: Mapping[str, Any]) -> Claim:
        type_, status = _word(RelationType, item.get("type")), _word(EventStatus, item.get("status"))
        if type_ not in TYPES or type_ is None:
            raise _Wrong("claim: relation type")
        if status is None:
            raise _Wrong("claim: status")
        source, target = self._end(item.get("source")), self._end(item.get("target"))
        event = None if item.get("event") in (None, "") else self._end(item.get("event"))
        rule = RELATIONS[type_]
        if (
            source == target
            or self.chains[source].kind not in rule.sources
            or self.chains[target].kind not in rule.targets
            or (event is not None and self.chains[event].kind is not EntityKind.EVENT)
        ):
            raise _Wrong("claim: kinds of its ends")
        role = _word(ParticipantRole, item.get("role"))
        if role is None and item.get("role") is not None:
            raise _Wrong("claim: role")
        title = " ".join(str(item.get("title") or "").split())
        if type_ is RelationType.HOLDS_ROLE and not title:
            raise _Wrong("claim: office without a title")
        start, end = self._quote(item.get("quote"), [source, target] if event is None else [source, target, event])
        return Claim(
            type=type_,
            source=source,
            target=target,
            extractor=self.extractor,
            confidence=_confidence(item.get("confidence")),
            start_offset=start,
            end_offset=end,
            status=status,
            role=role if type_ is RelationType.PARTICIPATED_IN else None,
            role_title=title[:120] if type_ is RelationType.HOLDS_ROLE else None,
            start=self._date(item.get("start")),
            end=self._date(item.get("end")),
            former=item.get("former") is True,
            event=event if type_ in (RelationType.MET, RelationType.VISITED) else None,
        )

    def _end(self, id_: object) -> int:
        if not isinstance(id_, str) or id_ not in self.position:
            raise _Wrong("claim: an end that was left out")
        return self.position[id_]

    def _quote(self, quote: object, ends: list[int]) -> tuple[int, int]:
        text = quote.strip() if isinstance(quote, str) else ""
        at = self.article.text.find(text) if len(text) >= _SHORT else -1
        if at < 0 or "\n\n" in text:
            raise _Wrong("claim: quote not in the article")
        span = at, at + len(text)
        mentions = (mention for end in ends for mention in self.chains[end].mentions)
        if not any(span[0] <= mention.start and mention.end <= span[1] for mention in mentions):
            raise _Wrong("claim: quote names none of its ends")
        return span

    # --- background

    def background(self) -> list[Claim]:
        """The country of every place of the gazetteer, as the rules add it."""
        by_code = {place.country_code: at for at, place in self.places.items() if place.type is PlaceType.COUNTRY}
        claims = []
        for at, place in sorted(self.places.items()):
            country = gazetteer().country(place.country_code)
            if place.type is PlaceType.COUNTRY or country is None:
                continue
            if place.country_code not in by_code:
                by_code[place.country_code] = len(self.chains)
                self.chains.append(
                    Chain(EntityKind.PLACE, country.name, same_as=country.same_as, traits=_traits(country))
                )
            end = by_code[place.country_code]
            claims.append(Claim(RelationType.LOCATED_IN, at, end, "gazetteer@1", 1.0, origin=Origin.GAZETTEER))
        return claims


def document(article: Article, answer: Mapping[str, Any], *, extractor: str) -> tuple[Document, Counter[str]]:
    """What of the answer the article bears out, and how much of it was left out, by reason."""
    reader = _Reader(article, extractor)
    reader.things(answer.get("things"))
    claims = reader.claims(answer.get("claims"))
    claims += reader.background()
    chains = reader.chains
    order = sorted(
        range(len(chains)),
        key=lambda at: (not chains[at].mentions, chains[at].mentions[0].start if chains[at].mentions else 0, at),
    )
    moved = {old: new for new, old in enumerate(order)}
    return Document(
        article,
        tuple(chains[at] for at in order),
        tuple(
            replace(
                claim,
                source=moved[claim.source],
                target=moved[claim.target],
                event=None if claim.event is None else moved[claim.event],
            )
            for claim in claims
        ),
    ), reader.dropped


def _by_phrase(text: str) -> Place | None:
    """The country, region or state that a name or a demonym means."""
    words = lexicons.words(text)
    found = gazetteer().phrases.at(words, 0) if words else None
    return found[1][0] if found and found[0] == len(words) else None


def _list(answered: object) -> list[object]:
    return answered[:MOST] if isinstance(answered, list) else []


def _texts(answered: object) -> list[str]:
    return [text.strip() for text in _list(answered) if isinstance(text, str) and text.strip()]


def _word(words: type[Word], told: object) -> Word | None:
    return words(told) if isinstance(told, str) and told in words.__members__ else None


def _confidence(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 < told <= 1:
        raise _Wrong("claim: confidence")
    return float(told)


def _traits(place: Place) -> Traits:
    return Traits(
        place_type=place.type, latitude=place.latitude, longitude=place.longitude, country_code=place.country_code
    )
