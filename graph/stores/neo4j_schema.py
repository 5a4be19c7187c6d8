"""The labels, properties, constraints and indexes of the Neo4j store.

(:Entity:Person {id, …})-[:MET {id, …}]->(:Entity:Person)     the columns of `graph.stores.rows`, without nulls
(:Evidence {relation, article, …})-[:IN]->(:Entity:Article)
(:Mention {article, entity, chain, …})-[:IN]->(:Entity:Article), -[:OF]->(:Entity)
(:Name {folded, surface, words, trigrams})-[:NAMES]->(:Entity)      each name and alias
(:Identifier {url})-[:IDENTIFIES]->(:Entity)                        each sameAs
(:Redirect {old, new, single})
(:Document {article, digest, data}), (:Chain {key, …}), (:Claim {key, …})    the ledger; keys are 'article#position'
(:Copy {article, story, signature}), (:CopyKey {key, article})    what near-identical articles are found by
(:Decision {id, live, data})<-[:BINDS]-(:Block {key})          a block that a decision has an anchor in
(:Change {revision, data})                                     what each of the last writes changed
(:Meta {key: 'graph', revision, version})                           its write lock makes writers queue
"""

from typing import Final

from neo4j import Driver

from graph.errors import StoreUnavailable
from graph.ontology import RELATIONS, EntityKind, RelationType

VERSION: Final = 4
WORDS: Final = "article_words"
NAME_WORDS: Final = "name_words"
NAME_TRIGRAMS: Final = "name_trigrams"
OF_EVENTS: Final = tuple(rule.type for rule in RELATIONS.values() if "event" in rule.key)
"""The types whose relations name the event that they come from."""

_UNIQUE: Final = {
    "Entity": "id",
    "Redirect": "old",
    "Document": "article",
    "Chain": "key",
    "Claim": "key",
    "Copy": "article",
    "Decision": "id",
    "Change": "revision",
    "Meta": "key",
}
_INDEXES: Final = (
    ("Article", ("url",)),
    ("Name", ("folded",)),
    ("Identifier", ("url",)),
    ("Evidence", ("relation",)),
    ("Mention", ("chain",)),
    ("Chain", ("article",)),
    ("Chain", ("block",)),
    ("Chain", ("base",)),
    ("Chain", ("entity",)),
    ("Block", ("key",)),
    ("Claim", ("article",)),
    ("Claim", ("source",)),
    ("Claim", ("target",)),
    ("Claim", ("event",)),
    ("Claim", ("relation",)),
    ("Copy", ("story",)),
    ("CopyKey", ("key",)),
    ("CopyKey", ("article",)),
    # Pages in the orders that clients ask for come from these without sorting.
    *(
        (label, fields)
        for label in ("Entity", *(kind.label for kind in EntityKind))
        for fields in (("sort_name", "id"), ("mention_count",))
    ),
    *((kind.label, (field,)) for kind in (EntityKind.EVENT, EntityKind.ARTICLE) for field in ("start", "start_min")),
    (EntityKind.EVENT.label, ("event_type", "start")),
    *((kind.label, (field,)) for kind in EntityKind for field in ("folded", "name")),
    *((kind.label, ("id",)) for kind in EntityKind),
)
# `whitespace`, as the indexed properties are folded and split by us: `standard-folding` would drop English stop words
# and keep "Ukraine's" in one piece, so that the two stores would find different articles.
_FULL_TEXT: Final = {
    WORDS: ("Article", "words"),
    NAME_WORDS: ("Name", "words"),
    NAME_TRIGRAMS: ("Name", "trigrams"),
}


def definitions() -> dict[str, str]:
    """Constraints and indexes by name, each as the statement that makes it."""
    made = {f"{label.lower()}_{key}": f"FOR (n:{label}) REQUIRE n.{key} IS UNIQUE" for label, key in _UNIQUE.items()}
    # Relation by id: 1.4 ms from the constraint's index, 31 ms from a scan (200,000 nodes, 1,000,000 relations).
    made |= {f"{type_.lower()}_id": f"FOR ()-[r:{type_}]-() REQUIRE r.id IS UNIQUE" for type_ in RelationType}
    made = {name: f"CREATE CONSTRAINT {name} IF NOT EXISTS {rest}" for name, rest in made.items()}
    for label, fields in _INDEXES:
        name = f"{label.lower()}_by_{'_'.join(fields)}"
        made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{label}) ON ({', '.join(f'n.{f}' for f in fields)})"
    for type_ in OF_EVENTS:
        name = f"{type_.lower()}_by_event"
        made[name] = f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.event)"
    for kind in EntityKind:  # for parts of names: 23 ms without, 2 ms with
        name = f"{kind.label.lower()}_by_part"
        made[name] = f"CREATE TEXT INDEX {name} IF NOT EXISTS FOR (n:{kind.label}) ON (n.folded)"
    for name, (label, field) in _FULL_TEXT.items():
        made[name] = (
            f"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (n:{label}) ON EACH [n.{field}] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}"
        )
    return made


def create(driver: Driver) -> None:
    """Makes what is missing and waits for it; raises StoreUnavailable for a database of another version."""
    present = {record["name"] for record in driver.execute_query("SHOW INDEXES YIELD name").records}
    for name, statement in definitions().items():
        if name not in present:
            driver.execute_query(statement)
    driver.execute_query("CALL db.awaitIndexes(300)")
    meta = (
        "MERGE (m:Meta {key: 'graph'}) ON CREATE SET m.version = $version, m.revision = 0 RETURN m.version AS version"
    )
    version = driver.execute_query(meta, version=VERSION).records[0]["version"]
    if version != VERSION:
        raise StoreUnavailable(f"LIAISON_STORE: this database has layout {version}; load into an empty one")
