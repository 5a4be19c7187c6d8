"""A real Neo4j for the tests: the one of NEO4J_URI, else a Docker container, else its jars on Java."""

import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neo4j import Auth, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from platformdirs import user_cache_path

IMAGE = "neo4j:5.26-community"  # the line of pom.xml
RECIPE = Path(__file__).parent
START_SECONDS = 180  # 15 on an idle machine


class Neo4jMissing(Exception):
    """No way to a Neo4j here; the message names the command that makes one."""


@contextmanager
def neo4j_server(heap: str = "1g") -> Iterator[str]:
    """The address of an answering Neo4j, which is stopped afterwards if it was started here; `heap` is Java's.

    Raises Neo4jMissing where neither NEO4J_URI, a Docker engine nor Java 17+ with Maven is found, and
    RuntimeError, with the last lines of its log, where a server does not come up.
    """
    if uri := os.environ.get("NEO4J_URI"):
        _require_empty(uri)
        yield uri
    elif _answers("docker", "info"):
        with _container() as uri:
            yield uri
    else:
        with _java_server(_jars(), heap) as uri:
            yield uri


def _answers(*command: str) -> bool:
    """Whether the command exists and succeeds."""
    if not shutil.which(command[0]):
        return False
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _require_empty(uri: str) -> None:
    """The tests wipe the database, so one with somebody's data in it is refused."""
    with GraphDatabase.driver(uri, auth=_auth()) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]
    if nodes and not os.environ.get("NEO4J_WIPE"):
        raise RuntimeError(
            f"NEO4J_URI={uri} holds {nodes} nodes and the tests would delete them; "
            "name an empty database, or set NEO4J_WIPE=1"
        )


def _auth() -> Auth | None:
    """The service's own settings, so that one set of variables serves both."""
    password = os.environ.get("LIAISON_NEO4J_PASSWORD")
    return Auth("basic", os.environ.get("LIAISON_NEO4J_USER", "neo4j"), password) if password else None


@contextmanager
def _container() -> Iterator[str]:
    run = ["docker", "run", "--detach", "--rm", "--publish", "127.0.0.1::7687", "--env", "NEO4J_AUTH=none", IMAGE]
    container = subprocess.run(run, capture_output=True, text=True, check=True).stdout.strip()
    try:
        published = subprocess.run(
            ["docker", "port", container, "7687/tcp"], capture_output=True, text=True, check=True
        ).stdout.split()[0]
        uri = f"bolt://{published}"
        _wait_until_it_answers(uri)
        yield uri
    finally:
        subprocess.run(["docker", "stop", "--time", "10", container], capture_output=True, check=False)


def _jars() -> Path:
    """The folder of Neo4j's jars: 123 MB in the user's cache, fetched once for each pom.xml."""
    pom = RECIPE / "pom.xml"
    folder = user_cache_path("liaison") / f"neo4j-{hashlib.sha256(pom.read_bytes()).hexdigest()[:12]}"
    # The source is run as it stands, which takes the compiler module that a bare JRE lacks.
    modules = (
        subprocess.run(["java", "--list-modules"], capture_output=True, text=True, check=False).stdout
        if (shutil.which("java"))
        else ""
    )
    version = next((line.split("@")[1] for line in modules.splitlines() if line.startswith("jdk.compiler@")), "0")
    if int(version.split(".")[0]) < 17:
        raise Neo4jMissing("no Java 17 or newer with its compiler: apt-get install openjdk-17-jdk-headless maven")
    if folder.is_dir():
        return folder
    if not shutil.which("mvn"):
        raise Neo4jMissing("no Maven to fetch Neo4j with: apt-get install maven")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fetched = Path(tempfile.mkdtemp(prefix="neo4j-", dir=folder.parent))
    maven = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
    outcome = subprocess.run(maven, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if outcome.returncode:
        shutil.rmtree(fetched)
        raise RuntimeError(f"Maven could not fetch Neo4j:\n{outcome.stdout[-2000:]}")
    if folder.is_dir():  # another run was quicker
        shutil.rmtree(fetched)
    else:
        fetched.rename(folder)
    return folder


@contextmanager
def _java_server(jars: Path, heap: str) -> Iterator[str]:
    """Neo4j on Java at a free loopback port, its files in memory where the machine has a memory file system."""
    memory = Path("/dev/shm")
    parent = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
    _forget_the_dead(parent)
    with (
        tempfile.TemporaryDirectory(
            prefix=f"liaison-neo4j-{os.getpid()}-", dir=parent, ignore_cleanup_errors=True
        ) as home,
        (Path(home) / "console.log").open("w+") as console,
    ):
        port = _free_port()
        uri = f"bolt://127.0.0.1:{port}"
        server = subprocess.Popen(
            ["java", f"-Xmx{heap}", "-cp", f"{jars}/*", str(RECIPE / "Neo4jServer.java"), home, str(port)],
            # The server stops when this pipe closes, however this process ends. A group of its own keeps the
            # terminal's interrupt away from it, so that it is stopped after the tests and not under them.
            stdin=subprocess.PIPE,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            try:
                _wait_until_it_answers(uri, server)
            except RuntimeError as error:
                console.seek(0)
                raise RuntimeError(f"{error}\n{console.read()[-2000:]}") from None
            yield uri
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
            if server.stdin:
                server.stdin.close()


def _forget_the_dead(parent: Path) -> None:
    """Remove the files of servers whose test run was killed: in memory they would stay until the machine stops."""
    for home in parent.glob("liaison-neo4j-*-*"):
        try:
            os.kill(int(home.name.split("-")[2]), 0)
        except ProcessLookupError:
            shutil.rmtree(home, ignore_errors=True)
        except PermissionError:
            pass  # another user's, and alive


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_until_it_answers(uri: str, server: subprocess.Popen[bytes] | None = None) -> None:
    """Return once a query has been answered; an open port alone says nothing about the database behind it."""
    give_up = time.monotonic() + START_SECONDS
    while True:
        if server and server.poll() is not None:
            raise RuntimeError(f"Neo4j ended with status {server.returncode} before it answered at {uri}")
        try:
            # A bare session does not retry by itself, as execute_query does with growing pauses and log lines.
            with GraphDatabase.driver(uri) as driver, driver.session() as session:
                session.run("RETURN 1").consume()
                return
        except (DriverError, Neo4jError) as error:
            if time.monotonic() > give_up:
                raise RuntimeError(f"Neo4j did not answer at {uri} within {START_SECONDS} s: {error}") from error
            time.sleep(0.5)
