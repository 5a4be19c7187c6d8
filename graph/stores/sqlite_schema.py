"""The tables of the embedded store, and the pragmas that every connection sets.

`nid` and `rid` are small integers that joins run on; `id` is the public id. `*_folded` columns hold `names.fold`,
`start_min` and `end_max` the bounds of a period as yyyymmdd (of an article: its publication date).
"""

from typing import Final

VERSION: Final = 4

PRAGMAS: Final[dict[str, str | int]] = {
    "journal_mode": "wal",
    "synchronous": 1,  # NORMAL: with WAL a crash loses no consistency, at most the last commit on power loss
    "foreign_keys": 0,  # ends are checked once a write, in bulk; a check per row doubles an import
    "temp_store": 2,
    "cache_size": -65536,
    "mmap_size": 1 << 30,
}

TABLES: Final = """
CREATE TABLE entity (
  nid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  description TEXT,
  aliases TEXT NOT NULL,
  same_as TEXT NOT NULL,
  properties TEXT NOT NULL,
  origin TEXT NOT NULL,
  mention_count INTEGER NOT NULL,
  article_count INTEGER NOT NULL,
  start TEXT, "end" TEXT, start_min INTEGER, start_max INTEGER, end_max INTEGER,
  place_type TEXT, latitude REAL, longitude REAL, country_code TEXT,
  event_type TEXT, status TEXT, medium TEXT, "trigger" TEXT,
  url TEXT, publisher TEXT, publisher_folded TEXT, author TEXT, published TEXT, story TEXT, article_key TEXT,
  text TEXT
) STRICT;
CREATE TABLE alias (
  aid INTEGER PRIMARY KEY, folded TEXT NOT NULL, entity INTEGER NOT NULL, surface TEXT NOT NULL) STRICT;
CREATE TABLE same_as (url TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (url, entity)) WITHOUT ROWID, STRICT;
CREATE TABLE relation (
  rid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  source INTEGER NOT NULL,
  target INTEGER NOT NULL,
  status TEXT NOT NULL,
  role TEXT,
  role_title TEXT, role_title_folded TEXT,
  count INTEGER,
  start TEXT, "end" TEXT, start_min INTEGER, end_max INTEGER,
  attested_from TEXT, attested_to TEXT,
  former INTEGER NOT NULL,
  event INTEGER,
  origin TEXT NOT NULL,
  confidence REAL NOT NULL,
  first_reported TEXT,
  report_count INTEGER NOT NULL,
  independent_source_count INTEGER NOT NULL,
  properties TEXT NOT NULL
) STRICT;
CREATE TABLE evidence (
  relation INTEGER NOT NULL,
  article INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  sentence TEXT NOT NULL,
  extractor TEXT NOT NULL,
  confidence REAL NOT NULL,
  claimed TEXT NOT NULL,
  published_max INTEGER
) STRICT;
CREATE TABLE mention (
  article INTEGER NOT NULL,
  position INTEGER,
  entity INTEGER NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  surface TEXT NOT NULL,
  sentence TEXT NOT NULL
) STRICT;
CREATE TABLE redirect (old TEXT NOT NULL, new TEXT NOT NULL, single INTEGER NOT NULL,
  PRIMARY KEY (old, new)) WITHOUT ROWID, STRICT;
CREATE TABLE document (article TEXT PRIMARY KEY, digest TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE member (
  article TEXT NOT NULL, position INTEGER NOT NULL,
  block TEXT NOT NULL, base TEXT NOT NULL, entity TEXT NOT NULL, data TEXT NOT NULL,
  PRIMARY KEY (article, position)) WITHOUT ROWID, STRICT;
CREATE TABLE claim (
  article TEXT NOT NULL, position INTEGER NOT NULL,
  source INTEGER NOT NULL, target INTEGER NOT NULL, event INTEGER, relation TEXT, data TEXT NOT NULL,
  PRIMARY KEY (article, position)) WITHOUT ROWID, STRICT;
CREATE TABLE copy (cid INTEGER PRIMARY KEY, article TEXT NOT NULL UNIQUE, story TEXT NOT NULL, signature TEXT NOT NULL)
  STRICT;
CREATE TABLE copy_key (key INTEGER NOT NULL, copy INTEGER NOT NULL, PRIMARY KEY (key, copy)) WITHOUT ROWID, STRICT;
CREATE TABLE decision (
  id TEXT PRIMARY KEY, live INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE decision_block (block TEXT NOT NULL, decision TEXT NOT NULL, PRIMARY KEY (block, decision))
  WITHOUT ROWID, STRICT;
CREATE TABLE change (revision INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT;
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) WITHOUT ROWID, STRICT;
CREATE VIRTUAL TABLE article_text USING fts5(title, body, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE name_words USING fts5(folded, content='', contentless_delete=1, detail='none',
  tokenize="unicode61 remove_diacritics 2", prefix='1 2 3');
CREATE VIRTUAL TABLE name_trigrams USING fts5(folded, content='', contentless_delete=1, detail='none',
  tokenize="trigram");
CREATE VIRTUAL TABLE name_trigram_counts USING fts5vocab(name_trigrams, row);
"""

INDEXES: Final[dict[str, str]] = {
    # With the folded name, so that a part of it is looked for in the index alone.
    "entity_by_name": "entity(kind, sort_name, id, folded)",
    "entity_by_folded": "entity(kind, folded)",
    "entity_by_exact_name": "entity(name)",
    "entity_by_mentions": "entity(kind, mention_count DESC, id)",
    "entity_by_start": "entity(kind, start, id)",
    "entity_by_id": "entity(kind, id)",
    "entity_by_url": "entity(url) WHERE url IS NOT NULL",
    "alias_folded": "alias(folded, entity)",
    "alias_entity": "alias(entity)",
    "same_as_entity": "same_as(entity)",
    "relation_out": "relation(source, type, start_min, target)",
    "relation_in": "relation(target, type, start_min, source)",
    "relation_event": "relation(event) WHERE event IS NOT NULL",
    "relation_by_type": "relation(type, id)",
    "evidence_relation": "evidence(relation)",
    "evidence_article": "evidence(article)",
    "mention_entity": "mention(entity, article, start)",
    "mention_article": "mention(article, start)",
    "member_block": "member(block)",
    "member_base": "member(base, block)",
    "member_entity": "member(entity)",
    "copy_story": "copy(story)",
    "claim_relation": "claim(relation) WHERE relation IS NOT NULL",
    "claim_source": "claim(article, source)",
    "claim_target": "claim(article, target)",
    "claim_event": "claim(article, event) WHERE event IS NOT NULL",
}
