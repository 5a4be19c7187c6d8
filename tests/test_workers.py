"""Several processes on one SQLite file: all of them answer, and each sees what another wrote."""

import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import httpx

from tests.commands import small_store

ARTICLE = {"id": "talks", "title": "Talks in Oslo", "text": "Ana Silva met Jens Berg in Oslo on 3 May 2023."}
LOAD = "mutation ($articles: [ArticleInput!]!) { loadArticles(articles: $articles) { added } }"


def children(process: int) -> set[int]:
    """The processes that serve (Linux)."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return {int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}


def test_workers_share_one_file_and_see_one_another_s_writes(tmp_path: Path) -> None:
    options = ["--store", small_store(tmp_path), "--port", "0", "--workers", "2"]
    command = [sys.executable, "-m", "service", "serve", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server, ExitStack() as stack:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1].rstrip("/")
            end = time.monotonic() + 60
            while len(children(server.pid)) < 2:
                assert time.monotonic() < end, "the processes did not start"
                time.sleep(0.1)
            asked = {"query": "{ stats { articles revision } }"}
            # Each has a connection of its own, so that both processes are asked.
            clients = [stack.enter_context(httpx.Client(base_url=address, timeout=60)) for _ in range(12)]
            before = [client.post("/graphql", json=asked).json()["data"]["stats"] for client in clients]
            assert {stats["articles"] for stats in before} == {1}
            loaded = clients[0].post("/graphql", json={"query": LOAD, "variables": {"articles": [ARTICLE]}}).json()
            assert loaded == {"data": {"loadArticles": {"added": 1}}}
            after = [client.post("/graphql", json=asked).json()["data"]["stats"] for client in clients]
            assert {stats["articles"] for stats in after} == {2}
            assert len({stats["revision"] for stats in after}) == 1
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0
