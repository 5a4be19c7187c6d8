"""Events by the encoder, with what the rules read of the same triggers: one place decides what is kept.

The encoder finds triggers, joins those of one event, and says who took part, where, when and whether it happened. The
rules add the day that a date means, the status that the grammar gives (the more cautious of the two holds), and the
participants that the encoder does not rule out.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from graph.ontology import EntityKind, EventStatus, EventType, Medium, ParticipantRole
from loaders import dates, event_merging, lexicons, time_words
from loaders.arguments import sentence_dates
from loaders.candidates import Candidate, Participant
from loaders.coreference import Thing
from loaders.encoder.labels import NOTES, PAIRS, ROLES, STATUSES, TYPES
from loaders.encoder.overlay import Overlay
from loaders.event_merging import Event
from loaders.lexicons import EventWord
from loaders.reading import Name, Reading, head_of

_SAME: Final = PAIRS.index("SAME")
_TIME: Final = PAIRS.index("TIME")
_HELD_AT: Final = PAIRS.index("HELD_AT")
_ABOUT: Final = PAIRS.index("ABOUT")
_MET: Final = PAIRS.index("MET")
_FIRST_ROLE: Final = PAIRS.index(ROLES[0])
_ROLES: Final = slice(_FIRST_ROLE, _FIRST_ROLE + len(ROLES))
_EVENTFUL: Final = frozenset({EventType.MEETING, EventType.VISIT, EventType.CONSULT})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability a proposal is taken; chosen on the development articles."""

    trigger: float = 0.5
    listed: float = 0.5
    unlisted: float = 0.9
    evidence: int = 2
    """How sure a trigger must be whose word is in the lexicon, or is not; and how much must stand beside the latter."""
    same: float = 0.5
    held: float = 0.5
    role: float = 0.5
    place: float = 0.5
    time: float = 0.4
    about: float = 0.5
    met: float = 0.5
    unlikely: float = 0.2
    """Below this, the encoder rules out what the rules read."""


def find(
    reading: Reading, things: list[Thing], overlay: Overlay, ruled: Sequence[Candidate], limits: Thresholds
) -> list[Event]:
    """Events in the order of their first trigger."""
    groups = _groups(overlay, limits)
    by_token: dict[int, Candidate] = {candidate.trigger: candidate for candidate in ruled if not candidate.echo}
    days = _named_days(reading, overlay)
    found = [_Builder(reading, things, overlay, limits, group, by_token, days).event() for group in groups]
    _meetings(reading, things, overlay, found, limits)
    scores = [max(overlay.proposals.spans[span].score for span in group) for group in groups]
    kept = [event for event, score in zip(found, scores, strict=True) if _specific(reading, event, score, limits)]
    seen = {token for group in groups for span in group for token in range(*overlay.place(span))}
    rest = [
        candidate
        for candidate in ruled
        if not candidate.echo
        and candidate.trigger not in seen
        and overlay.event_chance(candidate.trigger) >= limits.unlikely
    ]
    kept += event_merging.merge(reading, things, rest)
    return sorted(kept, key=lambda event: event.first.trigger)


def _specific(reading: Reading, event: Event, score: float, limits: Thresholds) -> bool:
    """Whether the text means one event: by a name, by words told twice, or by its day, place or people.

    A word of the lexicon needs one of these beside it; another (nine in ten of those that are wrong) must be clear
    and needs more.
    """
    if event.named is not None:
        return True
    people = {participant.chain for candidate in event.candidates for participant in candidate.participants}
    evidence = bool(event.date[0]) + bool(event.places()) + min(len(people), 2)
    triggers = [candidate.trigger for candidate in event.candidates]
    if any(_listed(reading, trigger) for trigger in triggers):
        return evidence >= 1 and score >= limits.listed
    return (len(triggers) > 1 and evidence >= 1) or (score >= limits.unlisted and evidence >= limits.evidence)


def _listed(reading: Reading, token: int) -> bool:
    word = reading.folded[token]
    return word in lexicons.event_verbs() or lexicons.event_nouns().at(reading.folded, token) is not None


def _groups(overlay: Overlay, limits: Thresholds) -> list[list[int]]:
    """Triggers of one event together: each goes to the group before it that it is likeliest the same as."""
    groups: list[list[int]] = []
    for span in overlay.of_kind("EVENT"):
        if overlay.proposals.spans[span].score < limits.trigger:
            continue
        scored = [
            (float(np.mean([overlay.proposals.pair([span], [other])[_SAME] for other in group])), -at)
            for at, group in enumerate(groups)
        ]
        best = max(scored, default=(0.0, 0))
        if best[0] >= limits.same:
            groups[-best[1]].append(span)
        else:
            groups.append([span])
    return groups


def _named_days(reading: Reading, overlay: Overlay) -> dict[int, datetime.date]:
    """For each time, the day that the text named last before it: "the next day" counts from there."""
    found: dict[int, datetime.date] = {}
    last = reading.anchor
    for span in overlay.of_kind("TIME"):
        if last is not None:
            found[span] = last
        value = time_words.resolve(reading.text_of(*overlay.place(span)), reading.anchor, future=False, last=last)
        day = dates.as_date(value[0]) if value else None
        last = day or last
    return found


class _Builder:
    def __init__(
        self, reading: Reading, things: list[Thing], overlay: Overlay, limits: Thresholds, group: list[int],
        by_token: dict[int, Candidate], named_days: dict[int, datetime.date],
    ) -> None:  # fmt: skip
        self._named_days = named_days
        self._reading, self._things, self._overlay, self._limits, self._group = reading, things, overlay, limits, group
        self._ruled = {
            span: by_token[token] for span in group for token in range(*overlay.place(span)) if token in by_token
        }

    def event(self) -> Event:
        type_, status = self._type(), self._status()
        start, end = self._date(status)
        day = dates.as_date(start)
        if (
            day is not None
            and self._reading.anchor is not None
            and day > self._reading.anchor
            and status is EventStatus.HELD
        ):
            status = EventStatus.PLANNED  # what lies after the day of the report has not been held
        medium = self._medium(type_)
        candidates = {span: self._candidate(span, type_, status, medium) for span in self._group}
        first = candidates[self._group[0]]
        first.start, first.end = start, end
        self._arguments(candidates)
        return Event(sorted(candidates.values(), key=lambda candidate: candidate.trigger))

    def _type(self) -> EventType:
        scores = np.log(self._overlay.proposals.types[self._group] + 1e-6).sum(0)
        return EventType[TYPES[int(scores.argmax())]]

    def _status(self) -> EventStatus:
        """The encoder's, unless it says HELD and the grammar of a trigger says otherwise."""
        scores = np.exp(np.log(self._overlay.proposals.statuses[self._group] + 1e-6).mean(0))
        scores /= scores.sum()
        held = STATUSES.index("HELD")
        if scores[held] < self._limits.held:
            others = [(float(score), -at) for at, score in enumerate(scores) if at != held]
            return EventStatus[STATUSES[-max(others)[1]]]
        asserted = Counter(candidate.status for candidate in self._ruled.values() if candidate.asserted)
        if asserted and EventStatus.HELD not in asserted and scores[held] < 0.97:
            return asserted.most_common(1)[0][0]
        return EventStatus.HELD

    def _date(self, status: EventStatus) -> tuple[str | None, str | None]:
        scored = [
            (float(self._overlay.proposals.pair(self._group, [span])[_TIME]), -span)
            for span in self._overlay.of_kind("TIME")
        ]
        for score, span in sorted(scored, reverse=True):
            if score < self._limits.time:
                break
            value = self._value(-span, status)
            if value is not None:
                return value
        return next(((c.start, c.end) for c in self._ruled.values() if c.start), (None, None))

    def _value(self, span: int, status: EventStatus) -> tuple[str, str | None] | None:
        """What the words of a time mean, by the day of the report and whether the event lies ahead."""
        first, last = self._overlay.place(span)
        sentence = self._reading.sentence_of[first]
        future = status in (EventStatus.PLANNED, EventStatus.HYPOTHETICAL)
        words = self._reading.text_of(first, last)
        value = time_words.meaning(words, self._reading.anchor, future=future, last=self._named_days.get(span))
        if value is not None:
            return value
        for date, token in sentence_dates(self._reading, sentence, future):
            if first - 1 <= token < last:
                return date.start, date.end
        return None

    def _medium(self, type_: EventType) -> Medium | None:
        media = {candidate.medium for candidate in self._ruled.values()}
        if Medium.REMOTE in media or type_ is EventType.CONSULT:
            return Medium.REMOTE if Medium.REMOTE in media or type_ is EventType.CONSULT else None
        return Medium.IN_PERSON if type_ in (EventType.MEETING, EventType.VISIT) else None

    def _candidate(self, span: int, type_: EventType, status: EventStatus, medium: Medium | None) -> Candidate:
        start, end = self._overlay.place(span)
        head = head_of(self._reading.doc, start, end)
        ruled = self._ruled.get(span)
        word = ruled.word if ruled is not None else self._word(head.i, type_)
        name = self._name(start, end)
        trigger = head.i if name is None else name.end - 1
        return Candidate(
            trigger, self._reading.sentence_of[trigger], word, type_, name, status, True, medium,
            verb=head.tag_[:2] == "VB", definite=True,
        )  # fmt: skip

    def _word(self, token: int, type_: EventType) -> EventWord:
        folded = self._reading.folded[token]
        known = lexicons.event_verbs().get(folded)
        return known or EventWord(folded, type_, False, False, False, 0)

    def _name(self, start: int, end: int) -> Name | None:
        found = {id(name): name for name in self._reading.name_at[start:end] if name is not None}
        named = [name for name in found.values() if name.kind is EntityKind.EVENT]
        return named[0] if named else None

    def _arguments(self, candidates: dict[int, Candidate]) -> None:
        proposals = self._overlay.proposals
        ruled_roles: dict[int, Participant] = {}
        ruled_places: set[int] = set()
        for candidate in self._ruled.values():
            ruled_roles |= {participant.chain: participant for participant in candidate.participants}
            ruled_places |= set(candidate.places)
        for at, thing in enumerate(self._things):
            spans = self._overlay.spans_of(at)
            if thing.kind is EntityKind.EVENT:
                continue
            if not spans:
                if at in ruled_roles:
                    self._take(candidates[self._group[0]], ruled_roles[at])
                continue
            chances = proposals.pair(self._group, spans)
            taking = float(chances[_ROLES].sum())
            if chances[_HELD_AT] >= max(self._limits.place, taking) and thing.kind is EntityKind.PLACE:
                candidates[proposals.best(self._group, spans, _HELD_AT)[0]].add_places([at])
            elif taking >= self._limits.role or (at in ruled_roles and taking >= self._limits.unlikely):
                label = _FIRST_ROLE + int(chances[_ROLES].argmax())
                trigger, mention = proposals.best(self._group, spans, label)
                note = NOTES[int(proposals.note(self._group, spans).argmax())]
                rule = "encoder.role@1" if at not in ruled_roles else f"{ruled_roles[at].rule}+encoder.role@1"
                candidates[trigger].participants.append(
                    Participant(
                        at,
                        ParticipantRole[PAIRS[label]],
                        rule,
                        round(min(0.95, 0.4 + taking / 2), 2),
                        EventStatus[note] if note else None,
                        sentence=self._sentence(trigger, mention),
                    )  # fmt: skip
                )
            elif at in ruled_places and thing.kind is EntityKind.PLACE and chances[_HELD_AT] >= self._limits.unlikely:
                candidates[self._group[0]].add_places([at])
            elif chances[_ABOUT] >= self._limits.about:
                candidates[proposals.best(self._group, spans, _ABOUT)[0]].about.append(at)

    def _sentence(self, trigger: int, mention: int) -> int:
        """The sentence that shows the participation: that of the mention that speaks most for it."""
        return self._reading.sentence_of[self._overlay.place(mention)[0]]

    @staticmethod
    def _take(candidate: Candidate, participant: Participant) -> None:
        candidate.participants.append(participant)


def _meetings(
    reading: Reading, things: list[Thing], overlay: Overlay, events: list[Event],
    limits: Thresholds,
) -> None:  # fmt: skip
    """Pairs of people who met face to face go to the event that brought them together."""
    people = [at for at, thing in enumerate(things) if thing.kind is EntityKind.PERSON and overlay.spans_of(at)]
    for number, one in enumerate(people):
        for other in people[number + 1 :]:
            ones, others = overlay.spans_of(one), overlay.spans_of(other)
            there, back = overlay.proposals.pair(ones, others)[_MET], overlay.proposals.pair(others, ones)[_MET]
            if (float(there) + float(back)) / 2 < limits.met:
                continue
            mention = overlay.place(overlay.proposals.best(ones, others, _MET)[0])[0]
            home = _common_event(reading, events, one, other, reading.sentence_of[mention])
            if home is not None:
                home.mets.append((one, other))


def _common_event(reading: Reading, events: list[Event], one: int, other: int, sentence: int) -> Candidate | None:
    """The candidate nearest to a sentence of an event that both took part in, meetings and visits first."""
    scored = []
    for event in events:
        present = {p.chain for c in event.candidates for p in c.participants if p.status is None}
        both, either = {one, other} <= present, bool({one, other} & present)
        if event.medium is Medium.REMOTE or not either:
            continue
        for candidate in event.candidates:
            apart = abs(candidate.sentence - sentence)
            if both or apart == 0:
                scored.append(((not both, event.type not in _EVENTFUL, apart, candidate.trigger), candidate))
    return min(scored, key=lambda entry: entry[0])[1] if scored else None
