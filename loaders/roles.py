"""Who holds which office of which organization or country, by the words before and after a name.

NATO Secretary General Jens Stoltenberg           title before the name, owner before the title
Ulf Kristersson, the prime minister of Sweden     apposition after the name, owner after "of"
Maria Silva was appointed head of the agency      verb of appointment
talks with President Volodymyr Zelenskyy          owner from the only country of the sentence, less sure
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from graph import names
from graph.ontology import EntityKind
from loaders import lexicons
from loaders.coreference import Thing
from loaders.places import gazetteer
from loaders.reading import Name, Reading, first_conjunct, head_of, prepositions, subjects

_OWNERS: Final = (EntityKind.ORGANIZATION, EntityKind.PLACE)
FORMER: Final = frozenset("former ex then-former ousted late onetime".split())
_COMING: Final = frozenset("incoming elect president-elect future prospective designate".split())
_APPOINTED: Final = frozenset(
    "appointed named elected re-elected reelected chosen sworn confirmed installed made became become becomes "
    "serves served serving works worked is was been remains promoted nominated".split()
)
_ENOUGH: Final = 3
_SKIPPED: Final = frozenset(
    "the a an his her its their our new former acting interim outgoing current then late".split()
)
_HEADING: Final = {"heads": "head", "headed": "head", "leads": "leader", "runs": "head", "chairs": "chair",
                   "founded": "founder",
                   "directs": "director", "coaches": "coach", "commands": "commander", "edits": "editor"}  # fmt: skip
_ABROAD: Final = frozenset("ambassador envoy special envoy special representative".split())
_ASPIRING: Final = frozenset(
    "candidate nominee contender hopeful favourite frontrunner front-runner aspirant challenger running bid".split()
)
"""Before an office: it is not held."""
_NOT_OFFICES: Final = frozenset(
    "counterpart boss mp mep lawmaker actor actress singer author historian activist".split()
)


@dataclass(frozen=True, slots=True)
class Role:
    person: int
    owner: int
    title: str
    former: bool
    sentence: int
    rule: str
    confidence: float
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A role phrase: tokens of the title, its owner's chain (-1: none said) and whether it is a former one."""

    start: int
    end: int
    owner: int
    former: bool
    coming: bool = False


def find_roles(reading: Reading, things: list[Thing]) -> list[Role]:
    found: list[Role] = []
    for name in reading.names:
        if name.kind is not EntityKind.PERSON or name.chain < 0 or name.nominal:
            continue
        sentence = reading.sentence_of[name.start]
        heading = _heads_it(reading, name)
        if heading is not None:
            found.append(heading)
        for phrase, rule, confidence in _phrases(reading, name):
            if phrase.coming:
                continue
            shared = _as_counterpart(reading, things, name, phrase)
            title = shared.title() if shared else title_of(reading, phrase.start, phrase.end)
            if not title:
                continue
            things[name.chain].titles.add(names.key(title))
            if phrase.owner >= 0 and phrase.owner != name.chain:
                found.append(Role(name.chain, phrase.owner, title, phrase.former, sentence, rule, confidence))
            elif names.key(title) in lexicons.state_titles() and not set(names.key(title).split()) & _ABROAD:
                owner = _only_country(reading, things, name)
                if owner is not None:
                    rule = "role.country-of-sentence@1"
                    found.append(Role(name.chain, owner, title, phrase.former, sentence, rule, 0.55))
    said = {role.person for role in found if role.rule != "role.country-of-sentence@1"}
    return [role for role in found if role.rule != "role.country-of-sentence@1" or role.person not in said]


def _phrases(reading: Reading, name: Name) -> Iterator[tuple[Phrase, str, float]]:
    before = _before(reading, name)
    if before is not None:
        yield before, "role.title-before@1", 0.9 if before.owner >= 0 else 0.6
    after = _after(reading, name)
    if after is not None:
        yield after, "role.apposition@1", 0.85
    verb = _by_verb(reading, name)
    if verb is not None:
        yield verb, "role.verb@1", 0.75


def title_of(reading: Reading, start: int, end: int) -> str:
    """The words of an office as a title; empty where they are none."""
    words = [reading.doc[at].text for at in range(start, end)]
    while words and (words[0].lower() in _SKIPPED or words[0] in ("-", "'s", ",")):
        words.pop(0)
    if (
        words
        and words[-1].lower() not in lexicons.title_heads()
        and words[-1].lower().removesuffix("s") in lexicons.title_heads()
    ):
        words[-1] = words[-1][:-1]  # "its founders, A and B"
    text = re.sub(r"\s+(-|'s)\s*", r"\1", " ".join(words)).strip(" ,-")
    known = lexicons.titles().at(names.key(text).split(), 0) if text else None
    if not text or len(words) > 7 or (known and known[1].kind == "HONORIFIC") or names.key(text) in _NOT_OFFICES:
        return ""
    return text


def _owner_name(reading: Reading, index: int) -> Name | None:
    name = reading.name_at[index] if 0 <= index < len(reading.doc) else None
    return name if name is not None and name.kind in _OWNERS and name.chain >= 0 else None


def _is_head(reading: Reading, index: int) -> bool:
    word = reading.folded[index]
    return word in lexicons.title_heads() or word.rstrip("s") in lexicons.title_heads()


def _before(reading: Reading, name: Name) -> Phrase | None:
    """The words left of a name back to the start of its noun phrase: [owner] title Name; or "the title of X, Name"."""
    end = name.title[0] if name.title and name.honorific else name.start
    end = name.title[1] if name.title and not name.honorific else end
    index = end - 1
    limit = reading.sentence(name.start).start
    if index >= limit and (reading.folded[index] == "," or (reading.folded[index] == "and" and name.title is None)):
        return _reversed_apposition(reading, name, index)
    if index < limit or not _is_head(reading, index) or reading.name_at[index] is not None:
        return None
    start, former = index, False
    while start - 1 >= limit:
        token = reading.doc[start - 1]
        if (
            reading.name_at[start - 1] is not None
            or token.tag_
            not in (
                "NN",
                "NNS",
                "NNP",
                "NNPS",
                "JJ",
                "VBG",
                "HYPH",
            )
        ) and (token.lower_ not in ("of", "and", "for") or not _inside_title(reading, start - 1, index, limit)):
            break
        if token.lower_ in FORMER:
            former = True
        start -= 1
    owner = -1
    coming = any(reading.folded[at] in _COMING for at in range(start, end))
    before = start - 1
    while before >= limit and (reading.folded[before] in ("'s", "'") or reading.folded[before] in _SKIPPED):
        former = former or reading.folded[before] in FORMER
        if reading.folded[before] in ("its", "their", "our"):
            owner = _last_body(reading, before)
            return Phrase(start, end, owner, former, coming) if owner >= 0 else None
        before -= 1
    found = _owner_name(reading, before) if before >= limit else None
    if found is not None and (before == start - 1 or reading.folded[start - 1] in ("'s", "'", *_SKIPPED)):
        owner = found.chain
        former = former or (found.start > limit and reading.folded[found.start - 1] in FORMER)
        coming = coming or (found.start > limit and reading.folded[found.start - 1] in _COMING)
        former = former or (found.start - 1 > limit and reading.folded[found.start - 2] == "ex")
    former = former or (start - 1 >= limit and reading.folded[start - 1] in FORMER)
    if owner < 0 and name.end + 1 < len(reading.doc) and reading.folded[name.end] in ("of", "from", "at"):
        after = name.end + 1 + (reading.folded[name.end + 1] == "the")
        found = _owner_name(reading, after)  # "Professor Kwame Mensah of the University of Ghana"
        if found is not None and (found.kind is EntityKind.ORGANIZATION or reading.folded[name.end] == "of"):
            owner = found.chain
    return Phrase(start, end, owner, former, coming)


def _last_body(reading: Reading, index: int) -> int:
    """The organization that "its" means: the last one named before it in the sentence; -1 if none."""
    for at in range(index - 1, reading.sentence(index).start - 1, -1):
        name = reading.name_at[at]
        if name is not None and name.kind is EntityKind.ORGANIZATION:
            return name.chain
    return -1


def _inside_title(reading: Reading, index: int, end: int, limit: int) -> bool:
    """Whether "of" joins a title: Secretary of State, Minister of Defence, Chief of the General Staff."""
    return index - 1 >= limit and _is_head(reading, index - 1) and end - index <= 3


def _reversed_apposition(reading: Reading, name: Name, comma: int) -> Phrase | None:
    """The NATO Secretary General, Jens Stoltenberg; Sweden's prime minister, Ulf Kristersson; the head of X, Name."""
    doc = reading.doc
    token = doc[name.end - 1]
    root = next((doc[at] for at in range(name.start, name.end) if doc[at].dep_ == "appos"), token)
    head = root.head if root.dep_ == "appos" else None
    if head is None and root.dep_ == "conj":
        first = first_conjunct(root)
        head = first.head if first.dep_ == "appos" else first if _is_head(reading, first.i) else None
    if head is None or head.i >= comma or not _is_head(reading, head.i) or reading.name_at[head.i] is not None:
        if not (
            comma > 0
            and reading.folded[comma] == ","
            and _is_head(reading, comma - 1)
            and reading.name_at[comma - 1] is None
        ):
            return None
        head = doc[comma - 1]
    return phrase_of(reading, head)


def phrase_of(reading: Reading, head: Token) -> Phrase:
    """The role phrase around a role noun: owner before it, or after "of", "at", "for"."""
    owner, former, coming = -1, False, False
    start, end = head.i, head.i + 1
    limit = reading.sentence(head.i).start
    while start - 1 >= limit and reading.name_at[start - 1] is None and reading.doc[start - 1].tag_ in (
        "NN", "NNP", "NNPS", "NNS", "JJ", "HYPH", "VBG",
    ):  # fmt: skip
        start -= 1
        former = former or reading.folded[start] in FORMER
        coming = coming or reading.folded[start] in _COMING
    before = start - 1
    if before >= limit and reading.folded[before] in ("'s", "'"):
        before -= 1
    found = _owner_name(reading, before) if before >= limit else None
    if found is not None:
        owner = found.chain
    elif before >= limit and reading.folded[before] in ("its", "their"):
        owner = _last_body(reading, before)
    for word, target in prepositions(head, "of", "at", "for", "to", "in", "with"):
        after = _owner_name(reading, target.i)
        if after is None:
            inner = [child for child in target.children if child.dep_ in ("compound", "poss", "nmod", "amod")]
            after = next((_owner_name(reading, child.i) for child in inner if _owner_name(reading, child.i)), None)
            if after is None and word == "of" and owner < 0 and target.tag_ in ("NN", "NNP", "NNPS", "NNS"):
                end = target.i + 1
                after = next((_owner_name(reading, last.i) for _, last in prepositions(target, "of", "at", "in")), None)
            elif after is not None and word == "of":
                end = max(end, target.i + 1)
        if after is not None and owner < 0 and (word in ("of", "at") or after.kind is EntityKind.ORGANIZATION):
            owner = after.chain
    return Phrase(start, end, owner, former, coming)


def _after(reading: Reading, name: Name) -> Phrase | None:
    """Name, [the|NATO's|a former] title [of owner] — or "Name (owner)"."""
    doc, at = reading.doc, name.end
    limit = reading.sentence(name.start).end
    if at >= limit:
        return None
    if doc[at].text != ",":
        return None
    index = at + 1
    if index + 1 < limit and doc[index].tag_ == "CD" and doc[index + 1].text == ",":
        index += 2  # "Hannah Weiss, 45, director of"
    scanned = 0
    while index < limit and scanned < 10:
        word = reading.folded[index]
        if (
            word in (",", ".", ";", "who", "which")
            or word in _ASPIRING
            or doc[index].tag_ in ("VBD", "VBZ", "VBP", "MD")
        ):
            return None
        inside = reading.name_at[index]
        if inside is not None and inside.kind is EntityKind.PERSON:
            return None
        if inside is None and _is_head(reading, index):
            following = index + 1
            if following < limit and _is_head(reading, following) and reading.name_at[following] is None:
                index += 1
                continue
            if (
                following < limit
                and reading.name_at[following] is not None
                and (
                    reading.name_at[following].kind is EntityKind.PERSON  # type: ignore[union-attr]
                )
            ):
                return None  # "Stoltenberg, President Zelenskyy and": a list
            if following < limit and doc[following].tag_ in ("NN", "NNS") and reading.name_at[following] is None:
                return None
            return phrase_of(reading, doc[index])
        index += 1
        scanned += 1
    return None


def _by_verb(reading: Reading, name: Name) -> Phrase | None:
    """X was appointed (as) its head; X, who chairs the committee, is not read: chairing is not an office."""
    head = head_of(reading.doc, name.start, name.end)
    if head.dep_ not in ("nsubj", "nsubjpass", "dobj"):
        return None
    verb = head.head
    if verb.lower_ not in _APPOINTED or any(child.dep_ == "neg" or child.tag_ == "MD" for child in verb.children):
        return None
    if head.dep_ == "dobj" and verb.lower_ in ("is", "was", "been", "became", "become", "served", "serves"):
        return None
    for child in verb.children:
        candidates = [child] if child.dep_ in ("attr", "oprd", "xcomp", "dobj") and child.i > head.i else []
        candidates += [last for _, last in prepositions(verb, "as")]
        for candidate in candidates:
            if _is_head(reading, candidate.i) and reading.name_at[candidate.i] is None:
                phrase = phrase_of(reading, candidate)
                if phrase.owner < 0 and head.dep_ == "dobj":  # "Nokia named X as chief executive"
                    body = next((_owner_name(reading, subject.i) for subject in subjects(verb)), None)
                    if body is not None and body.kind is EntityKind.ORGANIZATION:
                        return replace(phrase, owner=body.chain)
                return phrase
    return None


def _heads_it(reading: Reading, name: Name) -> Role | None:
    """X, who heads the authority: the verb's office, of the organization it governs."""
    head = head_of(reading.doc, name.start, name.end)
    for verb in head.children:
        if (
            verb.dep_ == "relcl"
            and verb.lower_ in _HEADING
            and not any(c.dep_ in ("aux", "neg") for c in verb.children)
        ):
            for child in verb.children:
                found = _owner_name(reading, child.i)
                if child.dep_ == "dobj" and found is not None and found.kind is EntityKind.ORGANIZATION:
                    sentence = reading.sentence_of[name.start]
                    return Role(
                        name.chain, found.chain, _HEADING[verb.lower_], False, sentence, "role.who-heads@1", 0.8
                    )
    return None


def _as_counterpart(reading: Reading, things: list[Thing], name: Name, phrase: Phrase) -> str:
    """The title that "his Danish counterpart" shares: the last one before it in the sentence."""
    if names.key(reading.text_of(phrase.start, phrase.end)).split()[-1:] != ["counterpart"]:
        return ""
    for at in range(phrase.start - 1, reading.sentence(name.start).start - 1, -1):
        other = reading.name_at[at]
        if (
            other is not None
            and other.kind is EntityKind.PERSON
            and other.chain != name.chain
            and things[other.chain].titles
        ):
            return max(things[other.chain].titles, key=lambda title: (len(title), title))
    return ""


def _only_country(reading: Reading, things: list[Thing], name: Name) -> int | None:
    """The country of an office without owner: the article's only one, or the sentence's if it leads the article.

    Cities count for their country. "President Weber praised Norway" alone is no reason: three mentions are.
    """
    counted: Counter[str] = Counter()
    here: set[str] = set()
    sentence = reading.sentence(name.start)
    for other in reading.names:
        code = other.place.country_code if other.place is not None else None
        if code:
            counted[code] += 1
            if sentence.start <= other.start < sentence.end:
                here.add(code)
    if not counted:
        return None
    code, mentions = max(counted.items(), key=lambda entry: (entry[1], entry[0]))
    leads = here == {code} and all(count < mentions for other, count in counted.items() if other != code)
    if mentions < _ENOUGH or not (leads or len(counted) == 1):
        return None
    country = gazetteer().country(code)
    return next((at for at, thing in enumerate(things) if thing.place is not None and thing.place == country), None)
