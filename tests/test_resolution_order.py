"""Any order, any split, forgets and re-loads between: the same graph as one load of what is left."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.ledger import Delta
from graph.model import Chain, Decision, Document, Mention, article
from graph.ontology import EntityKind
from tests.documents import load
from tests.memory_ledger import MemoryLedger
from tests.resolution_strategies import decisions, documents

ARTICLES = ("article:a", "article:b", "article:c", "article:d")
steps = st.lists(
    st.tuples(st.lists(documents(), max_size=3), st.lists(st.sampled_from(ARTICLES), max_size=2)),
    min_size=1,
    max_size=5,
)
distinct = st.tuples(*(documents((id_,)) for id_ in (*ARTICLES, "article:e")))


def once(put: Sequence[Document]) -> MemoryLedger:
    ledger = MemoryLedger()
    ledger.load(*put)
    return ledger


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(steps)
def test_loads_changes_and_forgets_end_in_the_graph_of_what_is_left(
    steps: list[tuple[list[Document], list[str]]],
) -> None:
    ledger = MemoryLedger()
    left: dict[str, Document] = {}
    for put, drop in steps:
        ledger.load(*put, drop=drop)
        ledger.check()
        for id_ in drop:
            left.pop(id_, None)
        left |= {document.article.id: document for document in put}
    assert ledger.dump() == once(list(left.values())).dump()
    assert ledger.load(*left.values()) == Delta()
    ledger.load(drop=list(left))
    assert not any(ledger.dump().values())


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(distinct, st.permutations(range(5)), st.sets(st.integers(1, 4)))
def test_order_and_batches_do_not_show(put: tuple[Document, ...], order: list[int], cuts: set[int]) -> None:
    ledger = MemoryLedger()
    shuffled = [put[place] for place in order]
    for first, last in zip((0, *sorted(cuts)), (*sorted(cuts), 5), strict=True):
        ledger.load(*shuffled[first:last])
    assert ledger.dump() == once(put).dump()


@st.composite
def decided(draw: st.DrawFn) -> tuple[tuple[Document, ...], list[Decision], list[Document | Decision | str]]:
    """Documents and decisions, and their coming in any order, with documents forgotten and come again between."""
    put = draw(distinct)
    said = draw(decisions(put))
    again = draw(st.lists(st.sampled_from(put), max_size=2, unique_by=lambda document: document.article.id))
    steps = draw(st.permutations([*put, *said]))
    for document in again:
        after = draw(st.integers(steps.index(document) + 1, len(steps)))
        steps[after:after] = [document.article.id]
        steps.insert(draw(st.integers(after + 1, len(steps))), document)
    return put, said, steps


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(decided())
def test_decisions_hold_whenever_they_and_the_articles_come(
    way: tuple[tuple[Document, ...], list[Decision], list[Document | Decision | str]],
) -> None:
    put, said, steps = way
    ledger = MemoryLedger()
    for step in steps:
        match step:
            case Document():
                ledger.load(step)
            case Decision():
                ledger.decide(step)
            case str():
                ledger.load(drop=[step])
        ledger.check()
    whole = MemoryLedger()
    whole.decision = {decision.id: decision for decision in said}
    whole.load(*put)
    assert ledger.dump() == whole.dump()


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(distinct, st.sets(st.sampled_from(("person:joe-biden", "place:paris", "organization:nato"))))
def test_an_import_before_or_after_gives_the_same_ids(put: tuple[Document, ...], imported: set[str]) -> None:
    before = MemoryLedger(imported)
    before.load(*put)
    after = once(put)
    after.imported = set(imported)
    after.take(imported)
    after.check()
    assert after.dump() == before.dump()
    after.imported = set()
    after.take(imported)
    assert after.dump() == once(put).dump()


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(distinct, st.data())
def test_an_id_that_goes_redirects_to_where_its_members_went(put: tuple[Document, ...], data: st.DataObject) -> None:
    ledger = MemoryLedger()
    for document in put:
        were = {ref: member.entity for ref, member in ledger.member.items()}
        ledger.load(document)
        for ref, old in were.items():
            if old not in ledger.entity:
                assert ledger.member[ref].entity in ledger.current(old)
    dropped = data.draw(st.sampled_from(put))
    were = {ref: member.entity for ref, member in ledger.member.items()}
    ledger.load(drop=[dropped.article.id])
    for ref, old in were.items():
        if old not in ledger.entity and ref in ledger.member:
            assert ledger.member[ref].entity in ledger.current(old)


def test_a_mention_carries_the_sentence_around_it() -> None:
    text = "Mr. Silva came. He left Kyiv."
    chain = Chain(EntityKind.PERSON, "Silva", (Mention(6, 11, "Silva"), Mention(18, 20, "He")))
    ledger = load(Document(article(title="", body="  \n" + text, id="article:a"), (chain,)))
    assert [mention.sentence for mentions in ledger.mention.values() for mention in mentions] == [
        "Mr. Silva came.",
        "He left Kyiv.",
    ]
