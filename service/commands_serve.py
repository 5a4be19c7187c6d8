"""The command that serves."""

import contextlib
import os
import socket
import sys
from typing import Final

import typer

from graph.errors import BadSetting
from service.graphql_http import MAX_BODY
from service.options import LIMITS, SERVER, STORE, with_settings
from service.settings import Settings, environment

_SHUTDOWN_SECONDS: Final = 10
"""For answers that are under way; streams end then."""


@with_settings(*STORE, *SERVER, *LIMITS)
def serve(*, settings: Settings) -> None:
    """Serve the explorer, the API and the GraphiQL page over HTTP, until interrupted."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from service.access import check_exposure
    from service.app import PAGES, create_app, write_audit
    from service.connections import BoundedHttp

    check_exposure(settings)
    with _listening(settings) as listener:
        address = f"http://{_shown(settings.host)}:{listener.getsockname()[1]}"
        built = (PAGES / "explorer" / "index.html").is_file()
        page = f"{address}/" if built else "not built; run: make install"
        typer.echo(f"Explorer  {page}\nGraphiQL  {address}/graphiql/\nAPI       {address}/graphql")
        sys.stdout.flush()
        write_audit()
        config = uvicorn.Config(
            create_app(settings) if settings.workers == 1 else "service.app:app_of_environment",
            factory=settings.workers > 1,
            workers=settings.workers,
            http=BoundedHttp,
            ws_max_size=MAX_BODY,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
            access_log=False,
            log_level="warning",
            server_header=False,
        )
        if settings.workers > 1:
            os.environ.update(environment(settings))  # the processes read their settings anew
            Multiprocess(config, [listener]).run()
            return
        server = uvicorn.Server(config)
        with contextlib.suppress(KeyboardInterrupt):  # raised again by uvicorn once it has shut down
            server.run(sockets=[listener])
    if not server.started:
        raise typer.Exit(1)


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise BadSetting(
            f"LIAISON_HOST, LIAISON_PORT (or --host, --port): cannot listen on {settings.host}:{settings.port}: "
            f"{error.strerror or error}"
        ) from None
    # asyncio sets it for the listeners that it makes itself; without it an answer in two packets takes 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
