"""The contenders: servers on loopback, each in a process of its own, and the floor in this one."""

import base64
import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson
from neo4j import GraphDatabase

from bench.queries import PAGE, QueryClass, Variables, answer, floor_answer

Ask: TypeAlias = Callable[[str, Mapping[str, Any]], Any]

PEERS: Final = Path(__file__).parent / "peers"
MAX_PAGE: Final = 5000
_START_SECONDS: Final = 90


@dataclass(frozen=True, slots=True)
class Contender:
    """Who is asked. `dialect` names its texts; `ask` answers raw, `port` is None for the floor."""

    name: str
    dialect: str
    ask: Ask
    port: int | None = None
    process: int | None = None

    def said(self, query: QueryClass, variables: Variables) -> Any:
        """The answer in the shape that all share. Raises Refused if it is none."""
        text = query.text(self.dialect)
        assert text is not None, "only classes that the contender has are asked"
        found = self.ask(text, variables)
        if self.port is None:
            return floor_answer(found, query)
        response = orjson.loads(found)
        if response.get("errors"):
            raise Refused(f"{self.name} refuses {query.name}: {response['errors'][0]['message']}")
        return answer(response, query)


class Refused(Exception):
    """A contender answered with errors."""


def body(text: str, variables: Mapping[str, Any]) -> bytes:
    return orjson.dumps({"query": text, "variables": variables})


def far_variables(contender: Contender, page: int) -> Variables:
    """What asks a contender for a later page than the first: its own kind of cursor."""
    if contender.dialect == "strawberry":
        return {"skip": PAGE * (page - 1)}
    if contender.dialect == "neo4j":
        return {"after": _offset_cursor(PAGE * (page - 1))}
    if contender.dialect == "cypher":
        rows = contender.ask(
            "MATCH (e:Event) WITH e ORDER BY e.start DESC, e.id SKIP $skip LIMIT 1 RETURN e.start AS start, e.id AS id",
            {"skip": PAGE * (page - 1) - 1},
        )
        return dict(rows[0])
    text = "query ($first: Int!) { events(orderBy: [{start: DESC}], first: $first) { pageInfo { endCursor } } }"
    found = orjson.loads(contender.ask(text, {"first": PAGE * (page - 1)}))
    return {"after": found["data"]["events"]["pageInfo"]["endCursor"]}


def _offset_cursor(offset: int) -> str:
    """graphql-relay's cursor of a list: what stands before the item at an offset."""
    return base64.b64encode(f"arrayconnection:{offset - 1}".encode()).decode()


@contextmanager
def floor(bolt: str) -> Iterator[Contender]:
    """Cypher by hand through the Python driver."""
    with GraphDatabase.driver(bolt) as driver, driver.session() as session:

        def ask(text: str, variables: Mapping[str, Any]) -> list[dict[str, Any]]:
            return session.run(text, dict(variables)).data()

        yield Contender("floor", "cypher", ask)


@contextmanager
def server(name: str, dialect: str, command: list[str]) -> Iterator[Contender]:
    """A server that takes its port as its last argument, asked over one connection that is kept alive."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    process = subprocess.Popen([*command, str(port)], stdout=subprocess.DEVNULL)
    try:
        _wait(name, port, process)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}

        def ask(text: str, variables: Mapping[str, Any]) -> bytes:
            for attempt in (1, 2):
                try:
                    connection.request("POST", "/graphql", body(text, variables), headers)
                    return connection.getresponse().read()
                except (http.client.RemoteDisconnected, ConnectionError):
                    connection.close()  # servers give up connections that were idle while others were asked
                    if attempt == 2:
                        raise
            raise AssertionError("unreachable")

        yield Contender(name, dialect, ask, port, process.pid)
        connection.close()
    finally:
        process.terminate()
        process.wait()


def _wait(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{name}: the server did not come up; its messages are above")


def liaison(store: str) -> list[str]:
    return [sys.executable, "-m", "service", "serve", "--store", store, "--max-page", str(MAX_PAGE), "--port"]


def tutorial(bolt: str) -> list[str]:
    return [sys.executable, "-m", "bench.peers.tutorial", bolt]


def neo4j_graphql(framework: str, bolt: str) -> list[str]:
    return [node(), str(PEERS / "neo4j_graphql.mjs"), framework, bolt]


def node() -> str:
    """Node, with the peers' packages installed. Raises RuntimeError where it is missing."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        raise RuntimeError("the peers run on Node: install nodejs and npm, or leave them out with --contenders liaison")
    if not (PEERS / "node_modules").exists():
        subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund"], cwd=PEERS, check=True)
    return found
