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
from loaders.candidates import REMOTE, Candidate, Participant
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
_CALLS: Final = REMOTE | frozenset("phoned telephoned teleconference virtual".split())
_EVENTFUL: Final = frozenset({EventType.MEETING, EventType.VISIT, EventType.CONSULT})


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability a proposal is taken; chosen on the development articles."""

    trigger: float = 0.6
    listed: float = 0.5
    unlisted: float = 0.9
    evidence: int = 2
    """How sure a trigger must be whose word is in the lexicon, or is not; and how much must stand beside the latter."""
    same: float = 0.5
    held: float = 0.9
    role: float = 0.5
    plain: float = 0.7
    """How sure it must be that a participant was there, neither absent nor only expected."""
    place: float = 0.5
    time: float = 0.04
    about: float = 0.8
    met: float = 0.5
    unlikely: float = 0.2
    """Below this, the encoder rules out what the rules read."""


def find(
    reading: Reading, things: list[Thing], overlay: Overlay, ruled: Sequence[Candidate], limits: Thresholds
) -> list[Event]:
    """Events in the order of their first trigger."""
    groups = _groups(overlay, limits)
    by_token = {candidate.trigger: candidate for candidate in ruled if not candidate.echo}
    builder = _Builder(reading, things, overlay, groups, by_token, limits)
    found = [builder.event(number) for number in range(len(groups))]
    _meetings(reading, things, overlay, found, limits)
    scores = [max(overlay.proposals.spans[span].score for span in group) for group in groups]
    kept = [event for event, score in zip(found, scores, strict=True) if _specific(reading, event, score, limits)]
    kept = _by_name(kept)
    seen = {token for group in groups for span in group for token in range(*overlay.place(span))}
    seen |= {candidate.trigger for event in found for candidate in event.candidates}
    rest = [
        candidate
        for candidate in by_token.values()
        if candidate.trigger not in seen and overlay.event_chance(candidate.trigger) >= limits.unlikely
    ]
    kept += event_merging.merge(reading, things, rest)
    return sorted(_with_headlines(reading, kept), key=lambda event: event.first.trigger)


def _by_name(events: list[Event]) -> list[Event]:
    """Triggers inside one name are one event, whatever the encoder makes of its parts."""
    kept: list[Event] = []
    owners: dict[int, Event] = {}
    for event in events:
        named = [id(candidate.name) for candidate in event.candidates if candidate.name is not None]
        home = next((owners[name] for name in named if name in owners), None)
        if home is None:
            home = event
            kept.append(event)
        else:
            known = {id(candidate.name) for candidate in home.candidates}
            fresh = [candidate for candidate in event.candidates if id(candidate.name) not in known]
            same = [candidate for candidate in event.candidates if id(candidate.name) in known]
            for candidate in same:  # its words are told already; who took part is not
                candidate.echo = True
            home.candidates.extend([*fresh, *same])
        owners |= dict.fromkeys(named, home)
    return kept


def _with_headlines(reading: Reading, events: list[Event]) -> list[Event]:
    """What a headline tells of people is what the body tells of the same people."""
    headlines = [event for event in events if all(reading.sentence(c.trigger).title for c in event.candidates)]
    body = [event for event in events if event not in headlines]
    for headline in headlines:
        there = _present(headline)
        home = next(
            (
                event
                for event in body
                if _LIKE.get(event.type, event.type) == _LIKE.get(headline.type, headline.type)
                and event.status is headline.status
                and there & _present(event)
                and (there <= _present(event) or _present(event) <= there)
            ),
            None,
        )
        if home is None:
            body.append(headline)
            continue
        home.candidates.extend(headline.candidates)
    return body


def _present(event: Event) -> set[int]:
    return {participant.chain for candidate in event.candidates for participant in candidate.participants}


_LIKE: Final = {EventType.VISIT: EventType.MEETING, EventType.CONFERENCE: EventType.SUMMIT,
                EventType.CONFLICT: EventType.ASSAULT}  # fmt: skip


def _specific(reading: Reading, event: Event, score: float, limits: Thresholds) -> bool:
    """Whether the text means one event: by a name, by words told twice, or by its day, place or people.

    A word of the lexicon needs one of these beside it; another (nine in ten of those that are wrong) must be clear
    and needs more.
    """
    if event.named is not None:
        return True
    people = _present(event)
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
    spans = [span for span in overlay.of_kind("EVENT") if overlay.proposals.spans[span].score >= limits.trigger]
    same = overlay.proposals.pairs([[span] for span in spans], [[span] for span in spans])[:, :, _SAME]
    groups: list[list[int]] = []
    for number in range(len(spans)):
        scored = [(float(same[number, group].mean()), -at) for at, group in enumerate(groups)]
        best = max(scored, default=(0.0, 0))
        if best[0] >= limits.same:
            groups[-best[1]].append(number)
        else:
            groups.append([number])
    return [[spans[number] for number in group] for group in groups]


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
    """Makes events of groups of triggers. Everything is looked up by the group's number."""

    def __init__(
        self, reading: Reading, things: list[Thing], overlay: Overlay, groups: list[list[int]],
        by_token: dict[int, Candidate], limits: Thresholds,
    ) -> None:  # fmt: skip
        self._reading, self._things, self._overlay, self._limits = reading, things, overlay, limits
        self._groups = groups
        self._ruled = [
            {span: by_token[token] for span in group for token in range(*overlay.place(span)) if token in by_token}
            for group in groups
        ]
        self._times = overlay.of_kind("TIME")
        self._named_days = _named_days(reading, overlay)
        self._when = overlay.proposals.pairs(groups, [[span] for span in self._times])[:, :, _TIME]
        self._chances = overlay.proposals.pairs(groups, overlay.things)
        self._notes = overlay.proposals.noted(groups, overlay.things)

    def event(self, number: int) -> Event:
        group = self._groups[number]
        type_, status = self._type(number), self._status(number)
        start, end = self._date(number, status)
        day = dates.as_date(start)
        ahead = day is not None and self._reading.anchor is not None and day > self._reading.anchor
        if ahead and status is EventStatus.HELD:
            status = EventStatus.PLANNED  # what lies after the day of the report has not been held
        medium = self._medium(number, type_)
        if medium is Medium.REMOTE and type_ is EventType.MEETING:
            type_ = EventType.CONSULT
        candidates = {span: self._candidate(number, span, type_, status, medium) for span in group}
        first = candidates[group[0]]
        first.start, first.end = start, end
        self._arguments(number, candidates)
        return Event(sorted(candidates.values(), key=lambda candidate: candidate.trigger))

    def _type(self, number: int) -> EventType:
        scores = np.log(self._overlay.proposals.types[self._groups[number]] + 1e-6).sum(0)
        return EventType[TYPES[int(scores.argmax())]]

    def _status(self, number: int) -> EventStatus:
        """The encoder's, unless it says HELD and the grammar of a trigger says otherwise."""
        scores = np.exp(np.log(self._overlay.proposals.statuses[self._groups[number]] + 1e-6).mean(0))
        scores /= scores.sum()
        held = STATUSES.index("HELD")
        if scores[held] < self._limits.held:
            others = [(float(score), -at) for at, score in enumerate(scores) if at != held]
            return EventStatus[STATUSES[-max(others)[1]]]
        asserted = Counter(candidate.status for candidate in self._ruled[number].values() if candidate.asserted)
        if asserted and EventStatus.HELD not in asserted and scores[held] < 0.97:
            return asserted.most_common(1)[0][0]
        return EventStatus.HELD

    def _date(self, number: int, status: EventStatus) -> tuple[str | None, str | None]:
        scored = [(float(score), -span) for score, span in zip(self._when[number], self._times, strict=True)]
        for score, span in sorted(scored, reverse=True):
            if score < self._limits.time:
                break
            value = self._value(-span, status)
            if value is not None:
                return value
        return next(((c.start, c.end) for c in self._ruled[number].values() if c.start), (None, None))

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

    def _medium(self, number: int, type_: EventType) -> Medium | None:
        """REMOTE by the type, the rules, or a word of the trigger's sentence: a call brings nobody face to face."""
        if type_ is EventType.CONSULT or Medium.REMOTE in {c.medium for c in self._ruled[number].values()}:
            return Medium.REMOTE
        if type_ not in (EventType.MEETING, EventType.VISIT):
            return None
        sentences = {self._reading.sentence_of[self._overlay.place(span)[0]] for span in self._groups[number]}
        words = {
            self._reading.folded[token]
            for sentence in sentences
            for token in range(self._reading.sentences[sentence].start, self._reading.sentences[sentence].end)
        }
        remote = type_ is EventType.MEETING and not words.isdisjoint(_CALLS)
        return Medium.REMOTE if remote else Medium.IN_PERSON

    def _candidate(
        self, number: int, span: int, type_: EventType, status: EventStatus, medium: Medium | None
    ) -> Candidate:
        start, end = self._overlay.place(span)
        head = head_of(self._reading.doc, start, end)
        ruled = self._ruled[number].get(span)
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

    def _arguments(self, number: int, candidates: dict[int, Candidate]) -> None:
        """Participants, places and topics; each goes to the trigger that speaks most for it."""
        group, best = self._groups[number], self._overlay.proposals.best
        ruled_roles = {p.chain: p for candidate in self._ruled[number].values() for p in candidate.participants}
        ruled_places = {place for candidate in self._ruled[number].values() for place in candidate.places}
        ruled_topics = {topic for candidate in self._ruled[number].values() for topic in candidate.about}
        for at, thing in enumerate(self._things):
            spans = self._overlay.spans_of(at)
            if not spans:
                if at in ruled_roles:
                    candidates[group[0]].participants.append(ruled_roles[at])
                continue
            chances = self._chances[number, at]
            taking = float(chances[_ROLES].sum())
            is_place = thing.kind is EntityKind.PLACE
            if is_place and chances[_HELD_AT] >= max(self._limits.place, taking):
                candidates[best(group, spans, _HELD_AT)[0]].add_places([at])
            elif taking >= self._limits.role or (at in ruled_roles and taking >= self._limits.unlikely):
                self._participant(number, candidates, at, taking, ruled_roles.get(at))
            elif is_place and at in ruled_places and chances[_HELD_AT] >= self._limits.unlikely:
                candidates[group[0]].add_places([at])
            elif chances[_ABOUT] >= self._limits.about or at in ruled_topics:
                candidates[best(group, spans, _ABOUT)[0]].about.append(at)

    def _participant(
        self, number: int, candidates: dict[int, Candidate], at: int, taking: float, ruled: Participant | None
    ) -> None:
        label = _FIRST_ROLE + int(self._chances[number, at, _ROLES].argmax())
        trigger, mention = self._overlay.proposals.best(self._groups[number], self._overlay.spans_of(at), label)
        notes = self._notes[number, at]
        note = "" if notes[0] >= self._limits.plain else NOTES[1 + int(notes[1:].argmax())]
        candidates[trigger].participants.append(
            Participant(
                at,
                ParticipantRole[PAIRS[label]],
                "encoder.role@1" if ruled is None else f"{ruled.rule}+encoder.role@1",
                round(min(0.95, 0.4 + taking / 2), 2),
                EventStatus[note] if note else ruled.status if ruled is not None else None,
                # the sentence of the mention that speaks most for it
                sentence=self._reading.sentence_of[self._overlay.place(mention)[0]],
            )
        )


def _meetings(reading: Reading, things: list[Thing], overlay: Overlay, events: list[Event], limits: Thresholds) -> None:
    """Pairs of people who met face to face go to the event that brought them together."""
    chances = overlay.between[:, :, _MET]
    both = (chances + chances.T) / 2
    for one, other in zip(*np.nonzero(np.triu(both, 1) >= limits.met), strict=True):
        if not (things[one].kind is things[other].kind is EntityKind.PERSON):
            continue
        spans = overlay.spans_of(int(one)), overlay.spans_of(int(other))
        mention = overlay.place(overlay.proposals.best(*spans, _MET)[0])[0]
        home = _common_event(events, int(one), int(other), reading.sentence_of[mention])
        if home is not None:
            home.mets.append((int(one), int(other)))


def _common_event(events: list[Event], one: int, other: int, sentence: int) -> Candidate | None:
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
