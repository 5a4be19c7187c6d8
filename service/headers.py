"""Security headers of every response."""

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GRAPHIQL: Final = "/graphiql"
_EVERYWHERE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_ANSWER_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
# GraphiQL's editor (Monaco) writes style elements and starts its language services from blob: addresses.
_GRAPHIQL_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_EXPLORER_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_EXPLORER_PATHS: Final = ("/assets/", "/index.html", "/icon.svg")


class SecurityHeaders:
    """Adds the headers; only the pages may run scripts, and only their own. `embedders` may show the explorer."""

    def __init__(self, app: ASGIApp, *, embedders: Sequence[str] = ()) -> None:
        self._app = app
        self._explorer = " ".join((_EXPLORER_POLICY, *embedders))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = self._policy(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, text in _EVERYWHERE.items():
                    headers[name] = text
                headers["Content-Security-Policy"] = policy
                if policy is not self._explorer:
                    headers["X-Frame-Options"] = "DENY"
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _policy(self, path: str) -> str:
        if path.startswith(GRAPHIQL):
            return _GRAPHIQL_POLICY
        return self._explorer if path == "/" or path.startswith(_EXPLORER_PATHS) else _ANSWER_POLICY
