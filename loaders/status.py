"""Whether a verb or an event noun says that something happened: held, planned, cancelled, denied or hypothetical.

A status comes with whether the text asserts it ("took place") or merely names the event ("after the summit").
What is not plainly asserted is never HELD by assertion: the gates err towards not having happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from graph.ontology import EventStatus
from loaders import lexicons

HELD, PLANNED, CANCELLED = EventStatus.HELD, EventStatus.PLANNED, EventStatus.CANCELLED
DENIED, HYPOTHETICAL = EventStatus.DENIED, EventStatus.HYPOTHETICAL

_FUTURE: Final = frozenset("will shall 'll wo".split())
_MODAL: Final = frozenset("would could may might should can must ca 'd".split())
_NEGATION: Final = frozenset("not n't never".split())
_CONDITION: Final = frozenset("if unless whether".split())
_IMPLICATIVE: Final = frozenset(
    "began begin begins continued continue continues managed manages helped help started starts returned "
    "returns gathered gather gathers met meet meets used got sat came rushed appeared convened convene convenes "
    "assembled joined turned".split()
)
"""Verbs whose infinitive shares their status: "gathered in Geneva to sign" signed."""
_ADJECTIVES: Final[Mapping[str, EventStatus]] = {
    word: status
    for status, row in (
        (PLANNED, "planned scheduled upcoming forthcoming next future expected coming impending looming"),
        (HYPOTHETICAL, "proposed possible potential hypothetical mooted suggested likely alleged rumoured rumored"),
        (CANCELLED, "cancelled canceled postponed scrapped abandoned aborted"),
    )
    for word in row.split()
}
_NOUNS: Final[Mapping[str, EventStatus]] = {
    word: status
    for status, row in (
        (
            PLANNED,
            "plan plans preparations preparation run-up ahead schedule agenda arrangements invitation invitations",
        ),
        (
            HYPOTHETICAL,
            (
                "possibility prospect prospects proposal proposals idea call calls hope hopes threat threats risk "
                "offer "
                "talk rumours rumors chance chances request demand demands fear fears likelihood bid option"
            ),
        ),
        (CANCELLED, "cancellation postponement"),
    )
    for word in row.split()
}
_REPORTS: Final = frozenset("said says announced told confirmed added".split())
"""Reported, "will" becomes "would"."""
_NEARLY: Final = frozenset("almost nearly narrowly".split())
_SAID_NOUNS: Final = frozenset(
    "report reports claim claims rumour rumours rumor rumors allegation allegations suggestion suggestions speculation "
    "denial denials possibility likelihood chance idea hope hopes fear fears".split()
)
"""Nouns whose "that" clause they do not vouch for."""
_UNVOUCHED: Final = frozenset(
    "true clear certain confirm confirmed confirms believe believes believed think thinks thought know "
    "knows is was".split()
)
"""Negated, these say of their "that" clause that it is not so, or not known."""
_QUOTED: Final = frozenset("deny denied denies denying refute refuted dismissed rejected".split())


@dataclass(frozen=True, slots=True)
class Modality:
    status: EventStatus
    asserted: bool


def _has(token: Token, dependency: str, wanted: frozenset[str]) -> bool:
    return any(child.dep_ == dependency and child.lower_ in wanted for child in token.children)


def negated(verb: Token) -> bool:
    if _has(verb, "neg", _NEGATION):
        return True
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            none = child.lower_ in _NOBODY or any(inner.lower_ in _NOBODY for inner in child.children)
            if none:
                return True
    return False


_NOBODY: Final = frozenset("nobody none neither no nor".split())


def _instead_of(verb: Token) -> bool:
    """Left without meeting, wrote instead of meeting."""
    if verb.dep_ != "pcomp":
        return False
    governor = verb.head
    apart = verb.i >= 2 and verb.nbor(-2).lower_ == "instead"
    return governor.lower_ == "without" or governor.head.lower_ == "instead" or (governor.lower_ == "of" and apart)


def _by_auxiliary(verb: Token, auxiliaries: set[str], depth: int) -> EventStatus | None:
    """If, would, will: what the words on the verb say; None where they leave it open."""
    if _has(verb, "mark", _CONDITION) or _has(verb, "advmod", _CONDITION):
        return HYPOTHETICAL
    if auxiliaries & _MODAL:
        reported = (verb.dep_ == "ccomp" and verb.head.lower_ in _REPORTS) or (
            verb.dep_ == "ROOT"
            and any(child.dep_ in ("ccomp", "parataxis") and child.lower_ in _REPORTS for child in verb.children)
        )
        return PLANNED if reported and "would" in auxiliaries else HYPOTHETICAL
    if auxiliaries & _FUTURE:
        return _under_report(verb, PLANNED, depth)
    return None


def of_verb(verb: Token, depth: int = 0) -> EventStatus:
    """The status of what a verb says, through its auxiliaries, its negation and the verbs above it."""
    if depth > 8:
        return HYPOTHETICAL
    if negated(verb):
        return DENIED
    if _instead_of(verb):
        return DENIED
    if _has(verb, "advmod", _NEARLY):
        return HYPOTHETICAL
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    modal = _by_auxiliary(verb, auxiliaries, depth)
    if modal is not None:
        return modal
    head = verb.head if verb.head.i != verb.i else None
    if verb.tag_ == "VB" and "to" in auxiliaries:
        return _infinitive(verb, head, depth)
    joined = verb.dep_ == "conj" and head is not None and head.tag_[:2] == "VB" and not auxiliaries
    if joined and head is not None and (verb.tag_ in ("VB", head.tag_) or (verb.tag_, head.tag_) == ("VBN", "VBD")):
        return of_verb(head, depth + 1)
    if verb.tag_ == "VBN" and "to" in auxiliaries:  # "is to be held"
        return _infinitive(verb, head, depth)
    if verb.tag_ == "VBG" and head is not None and verb.dep_ in ("xcomp", "pcomp", "ccomp", "dobj"):
        governor = head.head if verb.dep_ == "pcomp" and head.dep_ == "prep" else head
        if governor.lower_ in lexicons.modal_verbs() and lexicons.modal_verbs()[governor.lower_] is not PLANNED:
            return lexicons.modal_verbs()[governor.lower_]
        if governor.tag_[:2] == "VB":
            return of_verb(governor, depth + 1)
        return _NOUNS.get(governor.lower_, HELD)
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and not auxiliaries:
        return HYPOTHETICAL  # an imperative
    return _under_report(verb, HELD, depth)


def _under_report(verb: Token, status: EventStatus, depth: int) -> EventStatus:
    """A clause that another verb reports keeps its status, unless that verb denies it or puts it as a wish."""
    head = verb.head
    own_clause = any(child.dep_ in ("nsubj", "nsubjpass", "mark") for child in verb.children)
    if own_clause and verb.dep_ in ("acl", "ccomp", "relcl") and head.i != verb.i and head.lower_ in _SAID_NOUNS:
        return HYPOTHETICAL
    if own_clause and verb.dep_ in ("ccomp", "csubj", "advcl") and head.i != verb.i and head.lower_ in _UNVOUCHED:
        copula = head.head if head.dep_ == "acomp" else head
        if negated(head) or negated(copula):
            return HYPOTHETICAL
    if verb.dep_ in ("ccomp", "acl") and head.i != verb.i:
        if head.lower_ in _QUOTED:
            return DENIED
        if head.tag_[:2] == "VB" and head.lower_ in lexicons.modal_verbs() and verb.dep_ == "ccomp":
            modal = lexicons.modal_verbs()[head.lower_]
            if modal is HYPOTHETICAL and head.lower_ not in ("told", "tell", "tells", "asked", "called"):
                return HYPOTHETICAL
        if verb.dep_ == "acl" and head.lower_ in _NOUNS and verb.tag_ != "VBN":
            return _NOUNS[head.lower_]
    if verb.dep_ == "conj" and head.i != verb.i and status is HELD and verb.tag_ == "VB":
        return of_verb(head, depth + 1)
    return status


def _infinitive(verb: Token, head: Token | None, depth: int) -> EventStatus:
    """ "To meet": planned, unless the verb or noun above says otherwise."""
    if head is None:
        return PLANNED
    if verb.dep_ == "conj":
        return of_verb(head, depth + 1) if head.tag_ == "VB" else PLANNED
    if head.tag_[:2] == "VB":
        above = of_verb(head, depth + 1)
        word = lexicons.modal_verbs().get(head.lower_)
        if head.lower_ in _IMPLICATIVE:
            return above
        if word is not None:
            return word if above is HELD or word in (DENIED, CANCELLED) else above
        return PLANNED if above is HELD else above
    if head.tag_ in ("NN", "NNS") and any(
        child.lower_ in ("first", "last", "second", "latest") for child in head.children
    ):
        return HELD  # "the first leader to visit Kyiv"
    return _NOUNS.get(head.lower_, lexicons.modal_verbs().get(head.lower_, PLANNED))


def of_noun(noun: Token) -> Modality:
    """The status of an event that a noun names, by its modifiers, the noun above it and the verb that governs it."""
    above = noun.head
    if noun.dep_ in ("nsubjpass", "nsubj", "dobj") and above.tag_[:2] == "VB":
        governed = _of_subject(above) if noun.dep_ != "dobj" else _of_object(above)
        if governed.status in (CANCELLED, DENIED):
            return governed
    modified = _modified(noun)
    if modified is not None:
        return modified
    if noun.dep_ in ("conj", "appos") and above.i != noun.i and above.tag_[:2] == "NN":
        return of_noun(above) if noun.dep_ == "conj" else Modality(HELD, False)
    if noun.dep_ == "pobj" and above.dep_ in ("prep", "agent") and above.head.i != above.i:
        return _under_preposition(above, above.head)
    if noun.dep_ in ("nsubj", "nsubjpass") and above.tag_[:2] == "VB":
        return _of_subject(above)
    if noun.dep_ in ("dobj", "attr", "oprd") and above.tag_[:2] == "VB":
        return _of_object(above)
    if noun.dep_ == "compound" and above.lower_ in _NOUNS:
        return Modality(_NOUNS[above.lower_], True)
    return Modality(HELD, False)


def _modified(noun: Token) -> Modality | None:
    """What the words on the noun say: a planned visit, no meeting, next week's talks, a summit to be held."""
    for child in noun.children:
        if child.lower_ in _ADJECTIVES and child.dep_ in ("amod", "compound", "nmod", "advmod"):
            return Modality(_ADJECTIVES[child.lower_], True)
        if child.dep_ == "poss" and any(inner.lower_ == "next" for inner in child.children):
            return Modality(PLANNED, True)  # next week's conference
        if child.dep_ == "det" and child.lower_ in ("no", "any"):
            return Modality(DENIED if child.lower_ == "no" else HYPOTHETICAL, True)
        if child.dep_ == "acl" and child.tag_ == "VBN" and child.lower_ in lexicons.support_verbs():
            status = lexicons.support_verbs()[child.lower_].status
            if status:
                return Modality(status, True)
        if child.dep_ in ("relcl", "acl") and (
            any(aux.lower_ in _FUTURE for aux in child.children) or _infinitive_clause(child)
        ):
            return Modality(PLANNED, True)
    return None


def _infinitive_clause(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children) and verb.lower_ in (
        "be", "take", "begin", "open", "start",
    )  # fmt: skip


def _under_preposition(preposition: Token, governor: Token) -> Modality:
    word = preposition.lower_
    if governor.lower_ == "ahead" or (word == "before" and governor.lower_ not in ("week", "day", "weeks", "days")):
        return Modality(PLANNED if governor.lower_ == "ahead" else HELD, governor.lower_ == "ahead")
    if governor.lower_ in _NOUNS and word in ("of", "for", "to", "on"):
        return Modality(_NOUNS[governor.lower_], True)
    if governor.tag_[:2] == "NN":
        return Modality(HELD, False)
    if governor.tag_[:2] != "VB":
        return Modality(HELD, False)
    if (
        governor.lower_ in ("called", "calls", "call", "calling", "pressed", "pushed", "push", "pushing")
        and word == "for"
    ):
        return Modality(HYPOTHETICAL, True)
    if word == "for" and lexicons.modal_verbs().get(governor.lower_) is not None:
        return Modality(lexicons.modal_verbs()[governor.lower_], True)
    status = of_verb(governor)
    passive = any(child.dep_ == "auxpass" for child in governor.children)
    if passive and status is HELD and lexicons.modal_verbs().get(governor.lower_) is PLANNED:
        return Modality(PLANNED, True)  # "are expected at the conference"
    support = lexicons.support_verbs().get(governor.lower_)
    if support is not None and word in support.prepositions and status in (HELD, PLANNED, HYPOTHETICAL):
        return Modality(status, status is not HYPOTHETICAL and word != "for")
    if status is PLANNED and word in ("at", "in", "during", "after", "for", "to"):
        return Modality(PLANNED, False)
    return Modality(HELD, False)


def _of_subject(verb: Token) -> Modality:
    particles = {child.lower_ for child in verb.children if child.dep_ == "prt"}
    status = of_verb(verb)
    support = lexicons.support_verbs().get(verb.lower_)
    passive = any(child.dep_ == "auxpass" for child in verb.children) or verb.tag_ == "VBN"
    if (verb.lower_ in ("called", "put") and "off" in particles) or (
        passive and support is not None and support.status in (CANCELLED, HYPOTHETICAL, DENIED, PLANNED)
    ):
        given = CANCELLED if support is None or support.status is None else support.status
        if status is HELD:
            return Modality(given, True)
        return Modality(HELD if status is DENIED and given is CANCELLED else HYPOTHETICAL, False)
    if passive and verb.lower_ in _MOVED and status is HELD:
        return Modality(PLANNED, True)
    if any(child.dep_ in ("advmod", "acomp") and child.lower_ in _AHEAD for child in verb.children) or "through" in (
        particles if verb.lower_ in ("fell", "falls", "fallen") else ()
    ):
        return Modality(PLANNED, True)
    if passive and verb.lower_ in lexicons.modal_verbs() and status is HELD:
        return Modality(lexicons.modal_verbs()[verb.lower_], True)
    modal = lexicons.modal_verbs().get(verb.lower_)
    if not passive and modal is CANCELLED:
        return Modality(HELD, False)
    return Modality(status, True)


def _of_object(verb: Token) -> Modality:
    particles = {child.lower_ for child in verb.children if child.dep_ == "prt"}
    status = of_verb(verb)
    if verb.lower_ in ("called", "calling", "call", "put") and "off" in particles:
        return Modality(CANCELLED if status is HELD else HYPOTHETICAL, True)
    if verb.lower_ in ("ruled", "rule", "rules", "ruling") and "out" in particles:
        return Modality(DENIED, True)
    support = lexicons.support_verbs().get(verb.lower_)
    if support is not None and support.status is not None:
        if status is DENIED and support.status in (CANCELLED, DENIED):
            return Modality(HELD, False)
        return Modality(support.status if status in (HELD, PLANNED) else status, True)
    if support is not None:
        attendance = support.lemma in _ATTENDANCE
        if status is DENIED and attendance:
            return Modality(HELD, False)
        return Modality(status, True)
    if verb.lower_ in lexicons.modal_verbs() and verb.lower_ not in ("met", "set"):
        return Modality(lexicons.modal_verbs()[verb.lower_], True)
    return Modality(HELD, False)  # discussed, welcomed, recalled: named, whatever the verb's own status


_MOVED: Final = frozenset("moved rescheduled pushed shifted brought".split())
_AHEAD: Final = frozenset("away due imminent uncertain likely unlikely possible".split())
_ATTENDANCE: Final = frozenset("attend join address chair miss skip boycott lead host moderate open".split())
"""Not doing these says nothing of the event itself."""
