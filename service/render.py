"""Answers as a person reads them in a terminal. Each function writes one kind of answer to a console."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from service.evaluate import Scores
from service.output import clean, line, table
from service.resolution_scores import ResolutionScores

Answer = Mapping[str, Any]


def _words(name: str) -> str:
    """PARTICIPATED_IN → 'participated in'."""
    return name.replace("_", " ").lower()


def _period(start: str | None, end: str | None) -> str:
    return f"{start} to {end}" if start and end and start != end else start or (f"until {end}" if end else "")


def relation_line(relation: Answer) -> Text:
    """'A  met  B · 2023-09-27 · at …', with its role and, unless it was held, its status."""
    role = relation.get("roleTitle") or (_words(relation["role"]) if relation.get("role") else "")
    event = relation.get("event") or {}
    notes = [
        "" if role == "participant" else role,
        _period(relation.get("start") or event.get("start"), relation.get("end")),
        f"at {event['name']}" if event.get("name") else "",
        "" if relation.get("status", "HELD") == "HELD" else relation["status"].lower(),
    ]
    return line(
        (relation["source"]["name"], "bold"),
        f" {_words(relation['type'])} ",
        (relation["target"]["name"], "bold"),
        *((f" · {note}", "dim") for note in notes if note),
    )


def _quotes(console: Console, evidence: Iterable[Answer], indent: str) -> None:
    for quote in evidence:
        sentence = " ".join(clean(quote["sentence"]).split())
        console.print(line(indent, (f"“{sentence}”", "italic"), (f" ({quote['article']['title']})", "dim")))


def card(console: Console, entity: Answer) -> None:
    console.print(line((entity["name"], "bold"), f"  {entity['kind'].lower()}  ", (entity["id"], "dim")))
    located = ", ".join(place["name"] for place in entity.get("locatedIn") or ())
    at = f"{entity['latitude']}, {entity['longitude']}" if entity.get("latitude") is not None else None
    known = {
        "also": ", ".join(entity["aliases"]),
        "about": entity["description"],
        "type": _words(entity.get("eventType") or entity.get("placeType") or ""),
        "status": _words(entity.get("status") or ""),
        "medium": _words(entity.get("medium") or ""),
        "when": _period(entity.get("start"), entity.get("end")),
        "in": located or entity.get("countryCode"),
        "at": at,
        "published": " by ".join(filter(None, (entity.get("published"), entity.get("publisher")))),
        "url": entity.get("url"),
        "same as": " ".join(entity["sameAs"]),
        "named": f"{entity['mentionCount']} times in {entity['articleCount']} articles",
    }
    for label, text in known.items():
        if text:
            console.print(line((f"  {label:9} ", "dim"), text))
    relations = entity["relations"]
    shown = len(relations["nodes"])
    more = f", {shown} shown" if shown < relations["totalCount"] else ""
    console.print(line(f"\n{relations['totalCount']} relations{more}"))
    for relation in relations["nodes"]:
        console.print(line("  ") + relation_line(relation))
        _quotes(console, relation["evidence"], "    ")


def paths(console: Console, found: Sequence[Answer]) -> None:
    for path in found:
        names = " – ".join(node["name"] for node in path["nodes"])
        console.print(line((names, "bold"), (f"  length {path['length']}, confidence {path['confidence']:.2f}", "dim")))
        for edge in path["edges"]:
            console.print(line("  ") + relation_line(edge))
            _quotes(console, edge["evidence"], "    ")


def hits(console: Console, found: Sequence[Answer]) -> None:
    if not found:
        return
    rows = (
        (
            f"{hit['score']:.2f}",
            hit["entity"]["kind"].lower(),
            hit["entity"]["name"],
            "" if hit["matched"] == hit["entity"]["name"] else hit["matched"],
            hit["entity"]["mentionCount"],
            hit["entity"]["id"],
        )
        for hit in found
    )
    console.print(table(("score", "kind", "name", "as", "mentions", "id"), rows, numbers=("score", "mentions")))


def counts(console: Console, stats: Answer) -> None:
    _count_table(console, stats)
    console.print(line(f"\nrevision {stats['revision']}"))


def _count_table(console: Console, stats: Answer) -> None:
    for part in ("entities", "relations"):
        total = sum(count["count"] for count in stats[part])
        console.print(line((f"{total:,} {part}", "bold")))
        for count in stats[part]:
            if count["count"]:
                console.print(line(f"  {_words(count['key']):16}{count['count']:>12,}"))
    when = _period(stats["firstPublished"], stats["lastPublished"])
    console.print(line((f"{stats['articles']:,} articles", "bold"), f", published {when}" if when else ""))


def summary(console: Console, found: Answer) -> None:
    _count_table(console, found["stats"])
    for kind in ("people", "organizations", "places"):
        _listing(console, kind, found[kind], _mentioned)
    _listing(console, "events", found["events"], _event)
    facts = [fact for kind in ("met", "took", "held", "office") for fact in found[kind]["nodes"]]
    if facts:
        console.print(line(("\nfacts, and who says so", "bold")))
    for fact in facts:
        console.print(line("  ") + relation_line(fact))
        _quotes(console, fact["evidence"], "    ")


def _listing(console: Console, title: str, connection: Answer, described: Any) -> None:
    nodes, total = connection["nodes"], connection["totalCount"]
    if nodes:
        most = f", the {len(nodes)} most mentioned of {total}" if len(nodes) < total else ""
        console.print(line((f"\n{title}", "bold"), most))
    for node in nodes:
        console.print(line("  ") + described(node))


def _mentioned(node: Answer) -> Text:
    roles = node.get("roles", {}).get("edges", ())
    offices = "; ".join(f"{role['title']}, {role['node']['name']}" for role in roles)
    return line(node["name"], (f" · {offices}" if offices else "", "dim"), (f" · {node['mentionCount']}", "dim"))


def _event(node: Answer) -> Text:
    people = node["participants"]
    names = ", ".join(dict.fromkeys(one["name"] for one in people["nodes"]))  # some take part in two roles
    further = people["totalCount"] - len(people["nodes"])
    notes = (
        node["start"],
        ", ".join(place["name"] for place in node["places"]["nodes"]),
        names + (f" and {further} more" if further else ""),
        None if node["status"] == "HELD" else node["status"].lower(),
    )
    return line(node["name"], *((f" · {note}", "dim") for note in notes if note))


def scores(console: Console, scored: Scores, mistakes: int) -> None:
    columns = ("", "hits", "wrong", "missed", "precision", "recall", "F1")
    rows = (
        (name, row.hits, row.wrong, row.missed, f"{row.precision:.3f}", f"{row.recall:.3f}", f"{row.f1:.3f}")
        for name, row in scored.rows().items()
    )
    console.print(table(columns, rows, numbers=columns[1:]))
    bonus = ", ".join(f"{name.replace('_', ' ')} {right}/{asked}" for name, (right, asked) in scored.bonus.items())
    console.print(line(f"\n{bonus}; violations {len(scored.violations)}; duplicate nodes {scored.duplicates}"))
    if scored.other:
        others = ", ".join(f"{_words(type_)} {count}" for type_, count in sorted(scored.other.items()))
        console.print(line(f"not scored: {others}"))
    for violation in scored.violations:
        console.print(line(f"violation: {violation}"))
    for mistake in sorted(scored.mistakes)[:mistakes]:
        console.print(line("  " + " · ".join(filter(None, mistake))))


def why(console: Console, reasons: Answer) -> None:
    """The answer of `service.why`."""
    console.print(line((reasons["name"], "bold"), "  ", (reasons["id"], "dim")))
    for note in reasons["notes"]:
        console.print(line(f"  {note}"))
    for title, key in (("named in", "mentions"), ("claims", "claims"), ("kept apart from", "apart")):
        if reasons.get(key):
            console.print(line((f"\n{title}", "bold")))
        for reason in reasons.get(key, ()):
            console.print(line("  ", reason["what"], (f" · {reason['by']}" if reason.get("by") else "", "dim")))
            if reason.get("sentence"):
                sentence = " ".join(clean(reason["sentence"]).split())
                console.print(line("    ", (f"“{sentence}”", "italic"), (f" ({reason['article']})", "dim")))


def review(console: Console, page: Answer) -> None:
    """A page of pairs that may be one."""
    for pair in page["items"]:
        a, b = pair["a"], pair["b"]
        console.print(
            line(
                f"{pair['score']:.2f} ",
                (a["name"], "bold"),
                " and ",
                (b["name"], "bold"),
                (f"  {pair['kind'].lower()}", "dim"),
            )
        )
        mentions = f"{pair['mentions']} mention{'' if pair['mentions'] == 1 else 's'} would move"
        console.print(line(f"     {'; '.join(pair['reasons'])}; {mentions}"))
        console.print(line((f"     liaison decide {a['id']} {b['id']} same", "dim")))
    console.print(line(f"{len(page['items'])} of {page['total']} pairs"))


def decisions(console: Console, page: Answer) -> None:
    """A page of decisions."""
    for said in page["items"]:
        word = said["judgement"].lower().replace("_", "-")
        notes = (
            f"{said['at'][:16]} by {said['by']}",
            said["note"],
            "asleep" if said["asleep"] else None if said["live"] else "replaced",
            said["id"],
        )
        console.print(
            line(
                (said["a"], "bold"),
                f" {word} ",
                (said["b"], "bold"),
                *((f" · {note}", "dim") for note in notes if note),
            )
        )
    console.print(line(f"{len(page['items'])} of {page['total']} decisions"))


def resolution(console: Console, scored: ResolutionScores, mistakes: int) -> None:
    """The figures of `service.resolution_scores`."""
    columns = ("", "mentions", "B³ precision", "B³ recall", "B³ F1", "pair precision", "pair recall", "pair F1")
    rows = (
        (name, row.mentions, *(f"{figure:.3f}" for figure in row.figures.values())) for name, row in scored.rows.items()
    )
    console.print(table(columns, rows, numbers=columns[1:]))
    for title, groups in (
        ("one entity of several things", scored.merged),
        ("one thing as several entities", scored.parted),
    ):
        for name, parts in groups[:mistakes]:
            console.print(line(f"{title}: {name}"))
            for part in parts:
                console.print(line(f"    {part}"))
