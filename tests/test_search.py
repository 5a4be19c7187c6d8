"""Search by name: exact, beginnings, typos, and nothing for nonsense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadArgument
from graph.model import Entity
from graph.ontology import EntityKind
from graph.procedures import PROCEDURES
from graph.search import nearest_names, score, search
from graph.stores import Store
from graph.stores.protocol import GraphRecords
from tests.dict_store import Node, as_store

PEOPLE = [
    Node("person:evika-silina", names=("Evika Siliņa", "Siliņa"), mention_count=5),
    Node("person:jens-stoltenberg", names=("Jens Stoltenberg", "NATO Secretary General"), mention_count=9),
    Node("person:silvia", names=("Silvia Nagy",), mention_count=2),
    Node("place:riga", EntityKind.PLACE, ("Riga",), 3),
    Node("place:riga-airport", EntityKind.PLACE, ("Riga Airport",), 1),
    Node("place:bay-of-riga", EntityKind.PLACE, ("Bay of Riga",), 50),
]


def found(query: str, kinds: tuple[EntityKind, ...] | None = None) -> list[str]:
    return [hit.entity for hit in search(as_store(PEOPLE), query, kinds)]


@pytest.mark.parametrize(
    "query", ["silina", "Sillina", "SILIŅA", "evika silina", "Siliņa, Evika", "evika sil", "slina"]
)
def test_a_name_is_found_without_accents_with_typos_in_any_order(query: str) -> None:
    assert found(query)[0] == "person:evika-silina"


@pytest.mark.parametrize(
    "query", ["stoltenburg", "stoltenbreg", "jens stoltenbrg", "jensstoltenberg", "jens stolten berg", "nato secretary"]
)
def test_a_longer_name_may_have_more_typos(query: str) -> None:
    assert found(query) == ["person:jens-stoltenberg"]


@pytest.mark.parametrize("query", ["qwertyuiop", "xyzzy", "zz", "jens nagy", "", "  ", "?!"])
def test_nonsense_finds_nothing(query: str) -> None:
    assert found(query) == []


def test_equal_comes_before_a_beginning_before_a_word_whatever_the_mentions() -> None:
    assert found("riga") == ["place:riga", "place:riga-airport", "place:bay-of-riga"]


def test_equal_scores_are_ordered_by_mentions_then_id() -> None:
    twins = [Node("b", names=("Anna Berg",), mention_count=1), Node("a", names=("Anna Berg",), mention_count=1)]
    more = Node("c", names=("Anna Berg",), mention_count=2)
    assert [hit.entity for hit in search(as_store([*twins, more]), "anna", None)] == ["c", "a", "b"]


def test_an_alias_counts_slightly_less_than_the_name() -> None:
    nodes = [Node("a", names=("Anna Kalniņa", "Berg"), mention_count=9), Node("b", names=("Berg",))]
    hits = search(as_store(nodes), "berg", None)
    assert [(hit.entity, hit.matched) for hit in hits] == [("b", "Berg"), ("a", "Berg")]
    assert 0.9 < hits[1].score < hits[0].score == 1.0


def test_kinds_narrow_the_search() -> None:
    assert found("riga", (EntityKind.PERSON,)) == []


def test_text_too_long_for_a_name_is_refused() -> None:
    with pytest.raises(BadArgument, match="201 characters"):
        found("a" * 201)


WORDS = st.text("abcdeé ", min_size=1, max_size=16)


@given(WORDS, WORDS)
def test_tiers_never_cross(query: str, name: str) -> None:
    wanted, given_name = (" ".join(text.replace("é", "e").split()) for text in (query, name))
    points = score(query, name)
    assert 0.0 <= points <= 1.0
    assert (points == 1.0) == (bool(wanted) and wanted == given_name)
    assert (0.9 < points < 0.98) == (bool(wanted) and wanted != given_name and given_name.startswith(wanted))


@given(st.text("abcdefgh", min_size=4, max_size=20), st.integers(0, 19))
def test_one_letter_left_out_of_a_name_still_finds_it(name: str, place: int) -> None:
    short = name[: place % len(name)] + name[place % len(name) + 1 :]
    assert score(name, short) > 0


def test_an_unknown_name_is_answered_with_the_nearest_known_ones() -> None:
    near = nearest_names(as_store(PEOPLE), "Jens Stoltenberger", (EntityKind.PERSON,))
    assert [match.id for match in near] == ["person:jens-stoltenberg"]
    assert nearest_names(as_store(PEOPLE), "Xavier Quux", None) == []


def test_an_entity_is_hinted_once_by_its_nearest_name() -> None:
    near = nearest_names(as_store(PEOPLE), "Silinna", None)
    assert [(match.id, match.alias) for match in near] == [("person:evika-silina", "Siliņa")]


@pytest.mark.parametrize("query", ["silina", "Sillina", "riga", "stoltenburg", "evika sil", "xyzzy"])
def test_a_real_store_proposes_what_search_needs(store: Store, query: str) -> None:
    store.import_graph(
        GraphRecords(
            entities=[
                Entity(node.id, node.kind, node.names[0], aliases=node.names[1:], mention_count=node.mention_count)
                for node in PEOPLE
            ]
        )
    )
    rows = PROCEDURES["search"](store, {"query": query})
    assert [row["entity"] for row in rows] == found(query)


def test_many_names_that_begin_alike_hide_neither_the_nearest_nor_another_kind(store: Store) -> None:
    crowd = [Entity(f"person:{n}", EntityKind.PERSON, f"Anna Aa{n:04}", mention_count=9) for n in range(300)]
    short = Entity("person:short", EntityKind.PERSON, "Anna Zu")
    place = Entity("place:annaburg", EntityKind.PLACE, "Annaburg an der Elbe")
    store.import_graph(GraphRecords(entities=[*crowd, short, place]))
    assert PROCEDURES["search"](store, {"query": "anna"})[0]["entity"] == "person:short"
    rows = PROCEDURES["search"](store, {"query": "anna", "kinds": ["PLACE"]})
    assert [row["entity"] for row in rows] == ["place:annaburg"]
