"""The opened store and the engine over it, as settings say; shared by the server and the command line."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from graph.errors import StoreUnavailable
from graph.stores import Store, open_store
from schema.execution import Engine, Limits
from schema.limits import TextLimits
from service.settings import Settings

RETRY_SECONDS: Final = 2.0
"""How long a failure to open stands for its repetition: requests to a store that is down must not queue up behind
one another's time-outs."""


def open_settings_store(settings: Settings, *, create: bool) -> Store:
    """The store that the settings name. Raises BadSetting, StoreUnavailable."""
    password = settings.neo4j_password
    return open_store(
        settings.store,
        # Without a password there is no login to offer: a Neo4j with authentication off takes none.
        user=settings.neo4j_user if password else None,
        password=password.get_secret_value() if password else None,
        create=create,
    )


class Backend:
    """One store and its engine, opened on first use and again after a failure. Thread-safe."""

    def __init__(self, settings: Settings, *, create: bool = True) -> None:
        self._settings = settings
        self._create = create
        self._opening = threading.Lock()
        self._loading = threading.Lock()
        self._store: Store | None = None
        self._failure: tuple[float, StoreUnavailable] | None = None
        self.opened: Engine | None = None
        """The engine if the store is open; asked first by the event loop, which must not wait."""

    def engine(self) -> Engine:
        """The engine, opening the store if need be. Raises StoreUnavailable."""
        with self._opening:
            if self.opened:
                return self.opened
            if self._failure and time.monotonic() - self._failure[0] < RETRY_SECONDS:
                raise self._failure[1]
            try:
                store = open_settings_store(self._settings, create=self._create)
            except StoreUnavailable as failure:
                self._failure = (time.monotonic(), failure)
                raise
            self._store, self._failure = store, None
            settings = self._settings
            limits = Limits(
                max_page=settings.max_page,
                max_cost=settings.max_cost,
                text=TextLimits(
                    tokens=settings.max_tokens,
                    definitions=settings.max_definitions,
                    aliases=settings.max_aliases,
                    directives=settings.max_directives,
                    fields=settings.max_fields,
                    depth=settings.max_depth,
                ),
                seconds=settings.query_seconds,
            )
            self.opened = Engine(store, limits=limits, loader=self._load)
            return self.opened

    def store(self) -> Store:
        """The open store. Raises StoreUnavailable."""
        self.engine()
        assert self._store is not None
        return self._store

    def check(self) -> None:
        """Raises StoreUnavailable, naming the address and the setting, if the store does not answer."""
        self.store().check()

    def close(self) -> None:
        with self._opening:
            if self._store:
                self._store.close()
            self._store = self.opened = None

    def _load(self, articles: list[dict[str, Any]]) -> dict[str, Any]:
        # Imported here: spaCy takes seconds, and most processes never load.
        from service.loading import load_inputs

        with self._loading:  # one at a time: the extractor is not thread-safe, and there is one writer anyway
            return load_inputs(self.store(), articles, model=self._settings.model)


@contextmanager
def opened(settings: Settings, *, create: bool = False) -> Iterator[Backend]:
    """A backend that is open, for the length of a command. Raises BadSetting, StoreUnavailable."""
    backend = Backend(settings, create=create)
    try:
        backend.engine()
        yield backend
    finally:
        backend.close()
