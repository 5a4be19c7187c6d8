"""The stores: one protocol, an embedded SQLite file and a Neo4j server behind it."""

from graph.stores.protocol import Store, open_store

__all__ = ["Store", "open_store"]
