"""Extraction on the workers of a Dask scheduler. Writing stays here, in the order of the input.

The workers need Liaison, of the same version, and the spaCy pipeline. A piece whose worker is lost is read again by
another one; the same article gives the same document wherever it is read.
"""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from graph.errors import BadArgument, ExtractionFailed
from graph.model import Article
from loaders.pools import PIECE, Extracted, Extractor, Pending, Pool

if TYPE_CHECKING:
    from distributed import Client

INSTALL: Final = "pip install 'liaison[cluster]'"
_CONNECT: Final = "10s"


def on_cluster(extractor: Extractor, address: str) -> Pool:
    """Raises BadArgument where Dask is not installed or the scheduler does not answer."""
    try:
        from distributed import Client
    except ImportError:
        raise BadArgument(f"--cluster needs Dask, which is not installed here: {INSTALL}") from None
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise BadArgument(f"--cluster: {address!r} is no scheduler that answers: {error}") from None
    return _of(client, extractor)


def _of(client: "Client", extractor: Extractor) -> Pool:
    from distributed import CancelledError, KilledWorker

    def start(articles: Sequence[Article]) -> Pending:
        # Not pure: a result is fetched once, and two equal pieces are two.
        future = client.submit(_extract, extractor, list(articles), pure=False)

        def documents() -> list[Extracted]:
            try:
                extracted: list[Extracted] = future.result()
            except (KilledWorker, CancelledError, OSError) as error:
                raise ExtractionFailed(
                    f"the cluster gave up on some articles ({type(error).__name__}: {error}); what was written stays: "
                    "load the same again"
                ) from None
            return extracted

        return documents

    return Pool(start, client.close, ahead=1, piece=PIECE // 2)


_lock: Final = threading.Lock()
_extractors: Final[dict[str, Extractor]] = {}


def _extract(extractor: Extractor, articles: Sequence[Article]) -> list[Extracted]:
    """Runs on a worker, whose threads take turns: a pipeline is loaded once a process, and is not thread-safe."""
    with _lock:
        return list(_extractors.setdefault(extractor.name, extractor).extract(articles))
