"""Why a member is part of its entity: the rule, or the decision, that joined it to the name that says most. Pure."""

from collections.abc import Sequence

from graph import names, ties
from graph.clusters import offices, says_less
from graph.decisions import described
from graph.identity import all_names, best_form, is_named, organization_key
from graph.ledger import Member
from graph.model import Decision
from graph.ontology import EntityKind, Judgement


def lead_of(cluster: Sequence[Member]) -> Member:
    """The member that says most: the fullest name, an identifier, a day; of equals the most mentioned."""

    def weight(member: Member) -> tuple[int, int, int, object]:
        chain = member.chain
        fullness = len(best_form(chain).given) if chain.kind is EntityKind.PERSON else len(chain.traits.start or "")
        return (-fullness, -len(chain.same_as), -member.mention_count, member.ref)

    return min(cluster, key=weight)


def joined_by(member: Member, lead: Member, decisions: Sequence[Decision] = ()) -> str:
    """In words: 'a surname that fits one person only', 'decision:… (… same …)'. `decisions` are those of its blocks."""
    said = [
        decision
        for decision in decisions
        if decision.judgement is Judgement.SAME
        and not {*decision.a_anchors, *decision.b_anchors}.isdisjoint(ties.signatures(member))
    ]
    if member.ref == lead.ref:
        return "; ".join(("the name that says most", *map(described, said[:1])))
    ruled = None if member.block != lead.block else _rule(member, lead)
    if ruled is None or said:
        return described(said[0]) if said else "joined by way of another name"
    return ruled


def _rule(member: Member, lead: Member) -> str | None:
    match member.chain.kind:
        case EntityKind.PERSON:
            return _person(member, lead)
        case EntityKind.ORGANIZATION:
            if {organization_key(name) for name in all_names(member.chain)} & {
                organization_key(name) for name in all_names(lead.chain)
            }:
                return "one name"
            return "an acronym that one body bears" if len(member.chain.name.split()) == 1 else None
        case EntityKind.PLACE:
            if member.chain.same_as:
                return f"one identifier, {min(member.chain.same_as)}"
            same = member.chain.traits.country_code == lead.chain.traits.country_code
            return "one name in one country" if same else "a name that one country's place bears"
        case EntityKind.EVENT:
            shared = sorted(set(member.anchors) & set(lead.anchors))
            named = (
                "one name"
                if is_named(member.chain)
                else f"one kind of event on {member.chain.traits.start or 'no day'}"
            )
            with_whom = ", ".join(anchor.split("|")[-1] for anchor in shared[:3])
            return f"{named}, shared: {with_whom}" if with_whom else named
        case EntityKind.ARTICLE:
            return "one article"


def _person(member: Member, lead: Member) -> str | None:
    form, full = best_form(member.chain), best_form(lead.chain)
    if form == full:
        keys = {names.key(name) for name in all_names(lead.chain)}
        return "one full name" if names.key(member.chain.name) in keys else "one name, spelt by other rules"
    if says_less(form, full):
        what = "an initial" if form.given and len(form.given[0]) == 1 else "a surname" if not form.given else "a name"
        shared = offices([member]).keys() & offices([lead]).keys()
        return f"{what} that fits one person only" + ("; of one office" if shared else "")
    return None
