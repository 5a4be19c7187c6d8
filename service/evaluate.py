"""How well the stored graph fits a gold graph: precision, recall and F1 per kind and edge. Pure but for `evaluate`.

Matching: names are compared normalised (`gold.normalised`). Nodes that are no events match by kind and a shared name,
best overlap first; events by a shared name, else by a shared article and a trigger word, the same date preferred.
Articles are merged: two stored nodes for one gold node give one hit and one duplicate, but the edges of both are
followed. Edges that touch an optional node and are not in the gold are ignored; background is not scored.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from graph.stores import Store
from service.gold import Edge, Graph, Node, normalised, read_gold, stored_graph

CORE: Final = ("MET", "PARTICIPATED_IN", "HELD_AT", "LOCATED_IN", "HOLDS_ROLE")
FURTHER: Final = ("VISITED", "MEMBER_OF", "PART_OF", "ABOUT")
"""Scored where the gold has edges of the type, and outside the core."""
KINDS: Final = ("Person", "Organization", "Place", "Event", "Article")
_SUFFIXES: Final = ("ings", "ing", "ed", "es", "s", "e")

Key: TypeAlias = tuple[str, str, str]
"""An edge between gold nodes: type, source, target; a MET's ends are sorted."""
Fact: TypeAlias = tuple[Key, bool]
"""A key and whether it is actual."""


@dataclass(slots=True)
class Tally:
    """Hits, what is wrong, what is missing."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.hits + other.hits, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.wrong) if self.hits + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """What an evaluation found. `bonus` counts (right, asked) of dates, places, roles and quoted evidence."""

    nodes: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    edges: defaultdict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    bonus: dict[str, list[int]] = field(
        default_factory=lambda: {
            name: [0, 0]
            for name in ("date_nodes", "edge_date", "edge_place", "edge_role", "edge_participation", "evidence")
        }
    )
    violations: list[str] = field(default_factory=list)
    duplicates: int = 0
    other: Counter[str] = field(default_factory=Counter)
    mistakes: list[tuple[str, str, str, str]] = field(default_factory=list)
    """What went wrong ('node missed', 'edge wrong' …), kind or type, what, why."""

    def rows(self) -> dict[str, Tally]:
        """The table, by row name."""
        nodes = sum((self.nodes[kind] for kind in KINDS[:4]), Tally())
        core = sum((self.edges[type_] for type_ in CORE), Tally())
        return {
            **{f"node {kind}": self.nodes[kind] for kind in KINDS},
            "NODES (no Article)": nodes,
            **{f"edge {type_}": self.edges[type_] for type_ in CORE},
            "EDGES core": core,
            **{f"edge {type_}": self.edges[type_] for type_ in FURTHER if type_ in self.edges},
            "edge MENTIONS": self.edges["MENTIONS"],
            "MICRO nodes+core edges": nodes + core,
        }

    def count(self, name: str, right: bool) -> None:
        self.bonus[name][0] += right
        self.bonus[name][1] += 1


def evaluate(store: Store, gold_file: Path) -> Scores:
    """The scores of a store's graph. Raises BadGraph for a gold file that is not one."""
    gold = read_gold(gold_file)
    return score(gold, stored_graph(store, gold))


def score(gold: Graph, found: Graph) -> Scores:
    scores = Scores()
    scored = {node.id: node for node in found.nodes.values() if not node.background}
    matched, first = _match(gold.nodes, scored)
    _score_nodes(scores, gold, scored, matched, first)
    _EdgeScorer(scores, gold, found, scored, matched).run()
    return scores


def _stem(word: str) -> str:
    if len(word) > 4:
        for suffix in _SUFFIXES:
            if word.endswith(suffix):
                return word.removesuffix(suffix)
    return word


def _date_fits(gold: str, found: str) -> bool:
    """Whether the start is the gold one, or the same at more precision."""
    wanted, seen = gold.split("/")[0], found.split("/")[0]
    return bool(seen) and (wanted == seen or (len(seen) > len(wanted) and seen.startswith(wanted)))


def _candidates(node: Node, gold: Mapping[str, Node], by_name: Mapping[tuple[str, str], set[str]]) -> set[str]:
    written = {*node.names, normalised(node.id)} if node.kind == "Article" else node.names
    found = {id_ for name in written for id_ in by_name.get((node.kind, name), ())}
    if node.kind == "Event":
        found = {id_ for id_ in found if not node.articles or node.articles & gold[id_].articles}
        words = {_stem(word) for word in f"{normalised(node.trigger)} {node.main}".split()}
        found |= {
            other.id
            for other in gold.values()
            if other.kind == "Event" and node.articles & other.articles and set(map(_stem, other.triggers)) & words
        }
    return found


def _overlap(node: Node, gold: Node) -> float:
    main = normalised(gold.name, person=node.kind == "Person")
    words, shared_article = set(main.split()), bool(node.articles & gold.articles)
    overlap = (
        (4 if main == node.main else 0)
        + (2 if node.main in gold.names else 0)
        + len(words & set(node.main.split())) / max(1, len(words))
        + len(gold.names & node.names) * 0.3
    )
    if node.kind != "Event":
        return overlap + 0.5 * shared_article
    return overlap + (
        (1.5 if gold.date and _date_fits(gold.date, node.date) else 0)
        - (0.2 if gold.optional else 0)
        - (0.8 if gold.actual != node.actual else 0)
        + (0.5 if shared_article else 0)
    )


def _match(gold: Mapping[str, Node], scored: Mapping[str, Node]) -> tuple[dict[str, str], dict[str, str]]:
    """The gold id of each stored node that fits one, and the first stored id of each gold node."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    for node in gold.values():
        for name in node.names | ({normalised(node.id)} if node.kind == "Article" else set()):
            by_name[node.kind, name].add(node.id)
        for kind, name in node.also:
            by_name[kind, normalised(name)].add(node.id)
    pairs = sorted(
        (-_overlap(node, gold[other]), node.id, other)
        for node in scored.values()
        for other in _candidates(node, gold, by_name)
    )
    matched: dict[str, str] = {}
    first: dict[str, str] = {}
    for _, id_, other in pairs:
        if id_ not in matched and other not in first:
            matched[id_], first[other] = other, id_
    for _, id_, other in pairs:
        matched.setdefault(id_, other)
    return matched, first


def _score_nodes(
    scores: Scores, gold: Graph, scored: Mapping[str, Node], matched: Mapping[str, str], first: Mapping[str, str]
) -> None:
    for node in scored.values():
        wanted = gold.nodes[matched[node.id]] if node.id in matched else None
        if wanted is None:
            scores.nodes[node.kind].wrong += 1
            scores.mistakes.append(("node wrong", node.kind, node.name, ""))
        elif wanted.optional:
            continue
        elif first.get(wanted.id) == node.id:
            scores.nodes[wanted.kind].hits += 1
            if wanted.date:
                scores.count("date_nodes", _date_fits(wanted.date, node.date))
        else:
            scores.duplicates += 1
            scores.nodes[node.kind].wrong += 1
            scores.mistakes.append(("node duplicate", node.kind, node.name, wanted.name))
    for wanted in gold.nodes.values():
        if not wanted.optional and wanted.id not in first:
            scores.nodes[wanted.kind].missed += 1
            scores.mistakes.append(("node missed", wanted.kind, wanted.name, ""))


def _key(type_: str, source: str, target: str) -> Key:
    return (type_, *sorted((source, target))) if type_ == "MET" else (type_, source, target)  # type: ignore[return-value]


class _EdgeScorer:
    """Holds the stored edges against the gold ones, each gold fact counted once."""

    def __init__(
        self, scores: Scores, gold: Graph, found: Graph, scored: Mapping[str, Node], matched: Mapping[str, str]
    ) -> None:
        self._scores, self._gold, self._found = scores, gold, found
        self._scored, self._matched = scored, matched
        self._required: dict[Fact, list[Edge]] = {}
        self._optional: dict[Fact, Fact | None] = {}
        """To the required fact that an alternative target stands for, None for what is optional itself."""
        self._forbidden: dict[Key, Edge] = {}
        self._types = {*CORE, "MENTIONS", *({edge.type for edge in gold.edges} & set(FURTHER))}
        self._hit: set[Fact] = set()
        self._seen: set[object] = set()
        self._participants: dict[str, set[str]] = defaultdict(set)
        self._venues: dict[str, set[str]] = defaultdict(set)

    def run(self) -> None:
        self._read_gold()
        for edge in self._found.edges:
            source, target = self._matched.get(edge.source), self._matched.get(edge.target)
            if edge.type == "PARTICIPATED_IN" and source:
                self._participants[edge.target].add(source)
            if edge.type == "HELD_AT" and target:
                self._venues[edge.source].add(target)
        for edge in self._found.edges:
            if not edge.background and edge.source in self._scored and edge.target in self._scored:
                self._score(edge)
        for fact, edges in self._required.items():
            if fact not in self._hit and fact[0][0] in self._types:
                self._scores.edges[fact[0][0]].missed += 1
                names = " → ".join(self._gold.nodes[id_].name for id_ in (edges[0].source, edges[0].target))
                self._scores.mistakes.append(("edge missed", fact[0][0], names, edges[0].sentence[:90]))
        self._check_quotes()

    def _read_gold(self) -> None:
        nodes = self._gold.nodes
        for edge in self._gold.edges:
            actual = edge.actual and nodes[edge.source].actual and nodes[edge.target].actual
            own = _key(edge.type, edge.source, edge.target), actual
            for target in edge.targets:
                key = _key(edge.type, edge.source, target)
                if edge.forbidden:
                    self._forbidden[key] = edge
                elif edge.optional:
                    self._optional.setdefault((key, actual), None)
                elif target == edge.target:
                    self._required.setdefault(own, []).append(edge)
                else:
                    self._optional.setdefault((key, actual), own)

    def _score(self, edge: Edge) -> None:
        if edge.type not in self._types:
            self._scores.other[edge.type] += 1
            return
        source, target = self._matched.get(edge.source), self._matched.get(edge.target)
        if source is None or target is None:
            if self._is_new((edge.type, edge.source, edge.target)):
                self._wrong(edge, "unmatched end")
            return
        ends = self._scored[edge.source], self._scored[edge.target]
        is_mention = edge.type == "MENTIONS"
        actual = is_mention or (edge.actual and all(end.actual for end in ends))
        key = _key(edge.type, source, target)
        fact = key, actual
        if not self._is_new(fact):
            return
        # An article names what it names, whether or not that happened.
        asked = [(key, True), (key, False)] if is_mention else [fact]
        wanted = next((one for one in asked if one in self._required), None)
        optional = any(one in self._optional for one in asked)
        stands_for = self._optional.get(fact)
        if wanted is None and stands_for is not None and stands_for in self._required:
            wanted = stands_for
        if wanted is not None:
            if wanted not in self._hit:
                self._hit.add(wanted)
                self._scores.edges[edge.type].hits += 1
                self._count_bonus(edge, self._required[wanted], {source, target})
        elif key in self._forbidden:
            if actual:
                self._violation(edge, self._forbidden[key].why)
        elif optional:
            return
        elif actual and ((key, False) in self._required or (key, False) in self._optional):
            self._violation(edge, "only planned")
        elif not (self._gold.nodes[source].optional or self._gold.nodes[target].optional):
            self._wrong(edge, "status" if (key, True) in self._required else "")

    def _is_new(self, seen: object) -> bool:
        new = seen not in self._seen
        self._seen.add(seen)
        return new

    def _wrong(self, edge: Edge, why: str, what: str = "edge wrong") -> None:
        self._scores.edges[edge.type].wrong += 1
        self._scores.mistakes.append((what, edge.type, self._label(edge), why))

    def _violation(self, edge: Edge, why: str) -> None:
        self._wrong(edge, why, "edge violation")
        self._scores.violations.append(f"{edge.type} {self._label(edge)}: {why}")

    def _label(self, edge: Edge) -> str:
        return f"{self._scored[edge.source].name} → {self._scored[edge.target].name}"

    def _count_bonus(self, edge: Edge, wanted: list[Edge], ends: set[str]) -> None:
        first = wanted[0]
        if edge.type != "MENTIONS" and first.date:
            date = edge.date or self._scored[edge.target].date or self._scored[edge.source].date
            self._scores.count("edge_date", any(_date_fits(one.date, date) for one in wanted))
        if first.place:
            there = (
                ends <= people and first.place in self._venues[event] for event, people in self._participants.items()
            )
            self._scores.count("edge_place", any(there))
        if edge.type == "PARTICIPATED_IN" and first.role:
            self._scores.count(
                "edge_participation",
                any(normalised(one.role) == normalised(edge.role or "-") for one in wanted),
            )
        if edge.type == "HOLDS_ROLE" and first.role:
            words = _words(one.role for one in wanted)
            said = _words([edge.role])
            shared = len(words & said)
            self._scores.count("edge_role", bool(shared) and shared * 2 >= min(len(words), max(1, len(said))))

    def _check_quotes(self) -> None:
        for edge in self._found.edges:
            if edge.background or edge.type not in CORE:
                continue
            texts = ((self._found.nodes.get(article), start, end, said) for article, start, end, said in edge.quotes)
            stand = [((node.text if node else None) or "")[start:end] == said for node, start, end, said in texts]
            self._scores.count("evidence", bool(stand) and all(stand))


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in normalised(text).split()}
