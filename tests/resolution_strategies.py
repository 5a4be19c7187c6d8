"""Small documents that clash: shared surnames, acronyms, places and events, every status, dates or none."""

from collections.abc import Sequence

from hypothesis import strategies as st

from graph.identity import members
from graph.model import Article, Chain, Claim, Decision, Document, Mention, Traits
from graph.ontology import (
    EntityKind,
    EventStatus,
    EventType,
    Judgement,
    Medium,
    Origin,
    ParticipantRole,
    PlaceType,
    RelationType,
)
from graph.ties import signatures

PEOPLE = (
    ("Joe Biden", ()),
    ("Joseph Biden", ()),
    ("Hunter Biden", ()),
    ("J. Biden", ()),
    ("Biden", ()),
    ("Biden", ("Joe Biden",)),
    ("Volodymyr Zelenskyy", ()),
    ("Volodymyr Zelensky", ()),
    ("V. Zelenskiy", ()),
    ("Zelensky", ()),
    ("Ana Silva", ()),
    ("Ana-Silva", ()),
    ("Жан", ()),
    ("Biden, Joe", ()),
    ("Joe Biden Jr.", ()),
    ("J.R. Biden", ()),
    ("Wolodymyr Selenskyj", ()),
    ("Muammar Gaddafi", ()),
    ("Moammar Qaddafi", ()),
    ("Qaddafi", ("M. Gadhafi",)),
)
ORGANIZATIONS = (
    ("NATO", ()),
    ("NATO", ("North Atlantic Treaty Organization",)),
    ("North Atlantic Treaty Organisation", ()),
    ("National Association of Theatre Owners", ("NATO",)),
    ("the Fed", ()),
    ("Fed", ()),
    ("National Association of Theatre Owners", ()),
)
PLACES = (
    ("Paris", "FR", ()),
    ("Paris", "US", ()),
    ("Paris", None, ()),
    ("Paris", "FR", ("https://www.wikidata.org/wiki/Q90",)),
    ("Kyiv", None, ("https://www.wikidata.org/wiki/Q1899",)),
    ("Kiev", None, ("https://www.wikidata.org/wiki/Q1899",)),
    ("Kiev", None, ()),
    ("Kyiv", "UA", ()),
)
EVENTS = ("meeting", "visit to Kyiv", "Nuclear Policy Symposium", "NATO Nuclear Policy Symposium", "war in Ukraine")
TYPES = (EventType.MEETING, EventType.VISIT, EventType.SUMMIT, EventType.CONFLICT)
DATES = (None, "2023", "2023-09", "2023-09-27", "2023-09-28")
PUBLISHED = (None, "2023-09-28", "2023-09-29", "2023-10")
TEXT = "One sentence says this. Another says that. A third is added.\n\nAnd a last one."
_WORDS = tuple(f"word{number}" for number in range(60))


def near_copy(changed: int) -> str:
    """A long text of which so many words are others: each is a copy of the next, the first and the last are not."""
    others = {at: f"other{at}" for at in (10, 25, 40, 55)[:changed]}
    return f"{TEXT}\n\n" + " ".join(others.get(at, word) for at, word in enumerate(_WORDS))


TEXTS = (TEXT, *map(near_copy, range(5)), f"{TEXT}\n\n" + " ".join(reversed(_WORDS)))
SENTENCES = ((0, 23), (24, 42), (43, 60), (62, 77))

mentions = st.integers(0, 3).map(lambda count: tuple(Mention(at * 2, at * 2 + 1, "x") for at in range(count)))
people = st.builds(
    lambda name, mentions: Chain(EntityKind.PERSON, name[0], mentions, name[1]), st.sampled_from(PEOPLE), mentions
)
organizations = st.builds(
    lambda name, mentions: Chain(EntityKind.ORGANIZATION, name[0], mentions, name[1]),
    st.sampled_from(ORGANIZATIONS),
    mentions,
)
places = st.builds(
    lambda place, mentions, type_: Chain(
        EntityKind.PLACE, place[0], mentions, same_as=place[2], traits=Traits(type_, country_code=place[1])
    ),
    st.sampled_from(PLACES),
    mentions,
    st.sampled_from((None, None, PlaceType.COUNTRY)),
)
events = st.builds(
    lambda name, mentions, type_, status, medium, start, end: Chain(
        EntityKind.EVENT,
        name,
        mentions,
        traits=Traits(event_type=type_, status=status, medium=medium, start=start, end=end),
    ),
    st.sampled_from(EVENTS),
    mentions,
    st.sampled_from(TYPES),
    st.sampled_from((EventStatus.HELD, EventStatus.HELD, EventStatus.PLANNED, EventStatus.CANCELLED, None)),
    st.sampled_from((None, None, Medium.IN_PERSON, Medium.REMOTE)),
    st.sampled_from(DATES),
    st.sampled_from((None, None, "2023-09-28")),
)
chains = st.tuples(
    st.lists(people, min_size=1, max_size=3),
    st.lists(organizations | places, min_size=1, max_size=3),
    st.lists(events, min_size=1, max_size=2),
).map(lambda parts: tuple(chain for part in parts for chain in part))

_ENDS = {
    RelationType.PARTICIPATED_IN: (EntityKind.PERSON, EntityKind.EVENT),
    RelationType.HELD_AT: (EntityKind.EVENT, EntityKind.PLACE),
    RelationType.MET: (EntityKind.PERSON, EntityKind.PERSON),
    RelationType.VISITED: (EntityKind.PERSON, EntityKind.PLACE),
    RelationType.HOLDS_ROLE: (EntityKind.PERSON, EntityKind.PLACE),
    RelationType.PART_OF: (EntityKind.EVENT, EntityKind.EVENT),
    RelationType.LOCATED_IN: (EntityKind.PLACE, EntityKind.PLACE),
    RelationType.ABOUT: (EntityKind.EVENT, EntityKind.PERSON),
}


@st.composite
def claims(draw: st.DrawFn, named: tuple[Chain, ...]) -> Claim:
    """A claim whose ends mostly fit its type: some claims of every article are to make no relation."""
    type_ = draw(st.sampled_from((*_ENDS, RelationType.PARTICIPATED_IN, RelationType.PARTICIPATED_IN)))
    ends = [[at for at, chain in enumerate(named) if chain.kind is kind] or [0] for kind in _ENDS[type_]]
    happenings = [at for at, chain in enumerate(named) if chain.kind is EntityKind.EVENT]
    with_event = type_ in (RelationType.MET, RelationType.VISITED)
    background = type_ is RelationType.LOCATED_IN and draw(st.booleans())
    sentence = (None, None) if background else draw(st.sampled_from(SENTENCES))
    return Claim(
        type=type_,
        source=draw(st.sampled_from(ends[0])),
        target=draw(st.sampled_from(ends[1])),
        extractor="rules 1",
        confidence=draw(st.sampled_from((0.5, 0.8, 0.9))),
        start_offset=sentence[0],
        end_offset=sentence[1],
        status=draw(st.sampled_from((EventStatus.HELD, EventStatus.HELD, EventStatus.DENIED, EventStatus.PLANNED))),
        role=draw(st.sampled_from((None, ParticipantRole.GUEST, ParticipantRole.HOST)))
        if type_ is RelationType.PARTICIPATED_IN
        else None,
        role_title=draw(st.sampled_from(("President", "president", "Chair")))
        if type_ is RelationType.HOLDS_ROLE
        else None,
        start=draw(st.sampled_from((None, None, "2021"))),
        former=draw(st.booleans()) if type_ is RelationType.HOLDS_ROLE else False,
        event=draw(st.sampled_from([None, *happenings])) if with_event else None,
        origin=Origin.GAZETTEER if background else Origin.EXTRACTED,
    )


@st.composite
def documents(
    draw: st.DrawFn, article_ids: tuple[str, ...] = ("article:a", "article:b", "article:c", "article:d")
) -> Document:
    named = draw(chains)
    id_ = draw(st.sampled_from(article_ids))
    article = Article(
        key=id_,
        id=id_,
        title=id_,
        text=draw(st.sampled_from((*TEXTS, f"{id_} {TEXT}"))),
        published=draw(st.sampled_from(PUBLISHED)),
    )
    return Document(article, named, tuple(draw(st.lists(claims(named), max_size=6))))


@st.composite
def decisions(draw: st.DrawFn, put: Sequence[Document], most: int = 5) -> list[Decision]:
    """Decisions on what these documents name, by name or by name and story; some replace earlier ones."""
    anchors: dict[EntityKind, set[str]] = {}
    for document in put:
        for member in members(document):
            anchors.setdefault(member.chain.kind, set()).update(signatures(member))
    made: list[Decision] = []
    for number in range(draw(st.integers(0, most))):
        pool = st.sampled_from(sorted(anchors[draw(st.sampled_from(sorted(anchors)))]))
        sides = st.lists(pool, min_size=1, max_size=2, unique=True).map(tuple)
        earlier = st.sampled_from([None, *(decision.id for decision in made)])
        made.append(
            Decision(
                id=f"decision:{number}",
                a="a",
                b="b",
                judgement=draw(st.sampled_from((Judgement.SAME, Judgement.SAME, Judgement.NOT_SAME, Judgement.UNSURE))),
                by="ana",
                at=draw(st.sampled_from(("2026-01-01", "2026-01-02"))),
                a_anchors=draw(sides),
                b_anchors=draw(sides),
                replaces=(old,) if (old := draw(earlier)) is not None else (),
            )
        )
    return made
