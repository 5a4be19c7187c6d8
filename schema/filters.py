"""Filter inputs → conditions: one table row per input field."""

from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias, cast

from graph import names, plan
from graph.dates import bounds
from graph.ontology import EntityKind, EventStatus, RelationType
from graph.plan import And, Compare, Condition, Direction, Hop, Not, OneOf, Operator, Or, Overlap
from schema.arguments import Argument, Binder

Variable: TypeAlias = Literal["entity", "relation"]
Inputs: TypeAlias = Mapping[str, Argument]
Rule: TypeAlias = Callable[[Argument, Binder], Condition]

HELD: Final = (EventStatus.HELD,)


def first_day(text: str) -> int:
    return bounds(text)[0]


def last_day(text: str) -> int:
    return bounds(text)[1]


def inputs(value: Argument) -> Inputs:
    assert isinstance(value, dict)
    return value


def condition(filter_type: str, value: Argument, binder: Binder) -> Condition:
    """The condition of an input object of this type; keys that are null are as if absent."""
    if value is None:
        return plan.TRUE
    parts: list[Condition] = []
    for key, item in inputs(value).items():
        if item is None:
            continue
        if key in ("AND", "OR"):
            assert isinstance(item, list)
            operands = tuple(condition(filter_type, operand, binder) for operand in item)
            parts.append(And(operands) if key == "AND" else Or(operands))
        elif key == "NOT":
            parts.append(Not(condition(filter_type, item, binder)))
        else:
            parts.append(_RULES[filter_type][key](item, binder))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def overlap(variable: Variable, value: Argument, binder: Binder, *, timeless: bool = False) -> Condition:
    """`during`; a range that is open at both ends is no filter."""
    if value is None:
        return plan.TRUE
    from_, to = during_bounds(value, binder)
    return plan.TRUE if from_ is None and to is None else Overlap(variable, from_, to, timeless)


def during_bounds(value: Argument, binder: Binder) -> tuple[str | None, str | None]:
    if value is None:
        return None, None
    from_, to = inputs(value).get("from"), inputs(value).get("to")
    return (
        None if from_ is None else binder.bind(from_, first_day),
        None if to is None else binder.bind(to, last_day),
    )


def one_of(variable: Variable, field: str, value: Argument) -> Condition:
    assert isinstance(value, list)
    return OneOf(variable, field, tuple(cast(list[str], value)))


def _ids(value: Argument, binder: Binder) -> Condition:
    return Compare("entity", "id", "in", binder.bind(value))


def _string(variable: Variable, field: str) -> Rule:
    def rule(value: Argument, binder: Binder) -> Condition:
        parts: list[Condition] = []
        for key, item in inputs(value).items():
            if item is None:
                continue
            if key in ("eq", "in"):
                parts.append(Compare(variable, field, "=" if key == "eq" else "in", binder.bind(item)))
            else:
                parts.append(Compare(variable, field, cast(Operator, key), binder.bind(item, names.fold)))
        return And(tuple(parts))

    return rule


_SIGNS: Final[dict[str, Operator]] = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def _int(field: str) -> Rule:
    def rule(value: Argument, binder: Binder) -> Condition:
        given = [(key, item) for key, item in inputs(value).items() if item is not None]
        return And(tuple(Compare("entity", field, _SIGNS[key], binder.bind(item)) for key, item in given))

    return rule


def _date(value: Argument, binder: Binder) -> Condition:
    """eq: the period or inside it; gt, lt: wholly after or before; gte, lte: those or eq."""
    parts: list[Condition] = []
    for key, item in inputs(value).items():
        if item is None:
            continue
        alternatives: list[Condition] = []
        if key in ("eq", "gte", "lte"):
            inside = (
                Compare("entity", "start_min", ">=", binder.bind(item, first_day)),
                Compare("entity", "start_max", "<=", binder.bind(item, last_day)),
            )
            alternatives.append(And(inside))
        if key in ("gt", "gte"):
            alternatives.append(Compare("entity", "start_min", ">", binder.bind(item, last_day)))
        if key in ("lt", "lte"):
            alternatives.append(Compare("entity", "start_max", "<", binder.bind(item, first_day)))
        parts.append(Or(tuple(alternatives)))
    return And(tuple(parts))


def _enum(variable: Variable, field: str) -> Rule:
    return lambda value, _: one_of(variable, field, value)


def _within(value: Argument, binder: Binder) -> Condition:
    return plan.Within(binder.bind(value))


def _near(value: Argument, binder: Binder) -> Condition:
    point = inputs(value)
    return plan.Near(*(binder.bind(point[key]) for key in ("latitude", "longitude", "kilometers")))


def _text(value: Argument, binder: Binder) -> Condition:
    return plan.Text(binder.bind(value))


def _during(variable: Variable, *, timeless: bool = False) -> Rule:
    return lambda value, binder: overlap(variable, value, binder, timeless=timeless)


def _entity(filter_type: str) -> Rule:
    return lambda value, binder: condition(filter_type, value, binder)


def _event(value: Argument, binder: Binder) -> Condition:
    return plan.EventIs(condition("EventFilter", value, binder))


def _former(value: Argument, binder: Binder) -> Condition:
    del binder
    assert isinstance(value, bool)
    return OneOf("relation", "former", (value,))


def quantified(hop: Hop, filter_type: str) -> Rule:
    def rule(value: Argument, binder: Binder) -> Condition:
        modes = cast(
            list[tuple[Literal["some", "none", "all"], Argument]],
            [(mode, item) for mode, item in inputs(value).items() if item is not None],
        )
        return And(tuple(plan.Quantified(mode, hop, condition(filter_type, item, binder)) for mode, item in modes))

    return rule


def _hop(type_: RelationType, direction: Direction, *, held: bool = False, kind: EntityKind | None = None) -> Hop:
    return Hop((type_,), direction, kinds=(kind,) if kind else None, statuses=HELD if held else None)


T, D = RelationType, Direction
_COMMON: Final[dict[str, Rule]] = {"id": _ids, "name": _string("entity", "name"), "mentionCount": _int("mention_count")}
_ARTICLES: Final = {"articles": quantified(_hop(T.MENTIONS, D.IN, kind=EntityKind.ARTICLE), "ArticleFilter")}
_MEMBER_OF: Final = {"memberOf": quantified(_hop(T.MEMBER_OF, D.OUT, held=True), "OrganizationFilter")}
_EVENTS: Final = {"events": quantified(_hop(T.PARTICIPATED_IN, D.OUT), "ParticipationFilter")}

_RULES: Final[dict[str, dict[str, Rule]]] = {
    "EntityFilter": {**_COMMON, "kinds": _enum("entity", "kind")},
    "PersonFilter": {
        **_COMMON,
        **_EVENTS,
        **_MEMBER_OF,
        **_ARTICLES,
        "met": quantified(_hop(T.MET, D.ANY, held=True), "MeetingFilter"),
        "visited": quantified(_hop(T.VISITED, D.OUT, held=True), "VisitFilter"),
        "roles": quantified(_hop(T.HOLDS_ROLE, D.OUT, held=True), "RoleFilter"),
    },
    "OrganizationFilter": {
        **_COMMON,
        **_EVENTS,
        **_MEMBER_OF,
        **_ARTICLES,
        "locatedIn": quantified(_hop(T.LOCATED_IN, D.OUT, held=True), "PlaceFilter"),
    },
    "PlaceFilter": {
        **_COMMON,
        **_ARTICLES,
        "placeType": _enum("entity", "place_type"),
        "countryCode": _string("entity", "country_code"),
        "within": _within,
        "near": _near,
        "events": quantified(_hop(T.HELD_AT, D.IN), "EventFilter"),
    },
    "EventFilter": {
        **_COMMON,
        **_ARTICLES,
        "eventType": _enum("entity", "event_type"),
        "status": _enum("entity", "status"),
        "medium": _enum("entity", "medium"),
        "start": _date,
        "during": _during("entity"),
        "places": quantified(_hop(T.HELD_AT, D.OUT), "PlaceFilter"),
        "participants": quantified(_hop(T.PARTICIPATED_IN, D.IN), "ParticipantFilter"),
        "about": quantified(_hop(T.ABOUT, D.OUT), "EntityFilter"),
    },
    "ArticleFilter": {
        "id": _ids,
        "title": _string("entity", "name"),
        "publisher": _string("entity", "publisher"),
        "published": _date,
        "text": _text,
        "entities": quantified(_hop(T.MENTIONS, D.OUT), "EntityFilter"),
    },
    "MeetingFilter": {"person": _entity("PersonFilter"), "event": _event, "during": _during("relation")},
    "VisitFilter": {"place": _entity("PlaceFilter"), "event": _event, "during": _during("relation")},
    "ParticipationFilter": {"role": _enum("relation", "role"), "event": _entity("EventFilter")},
    "ParticipantFilter": {"role": _enum("relation", "role"), "entity": _entity("EntityFilter")},
    "RoleFilter": {
        "title": _string("relation", "role_title"),
        "of": _entity("EntityFilter"),
        "during": _during("relation", timeless=True),
        "former": _former,
    },
}
