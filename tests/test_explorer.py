"""The explorer in a real browser: what a reader does from the search box to the sentence, and what axe finds."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import networkx
import pytest

from service.app import PAGES
from service.settings import load_settings
from tests.commands import run, serving
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "browser"


@pytest.fixture(scope="module")
def seen(chromium: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the walk through the page saw; its screenshots and files lie in `folder`."""
    node = shutil.which("node")
    if not node or not (ROOT / "web" / "node_modules" / "playwright-core").is_dir():
        missing("no Node with the page's packages: apt-get install nodejs npm, then make install")
    if not (PAGES / "explorer" / "index.html").is_file():
        missing("the explorer is not built: make install")
    folder = tmp_path_factory.mktemp("explorer")
    store = f"sqlite:///{folder}/samples.db"
    assert run("load", str(ROOT / "samples" / "nato.txt"), store=store).status == 0
    with serving(load_settings(store=store)) as address:
        walk = [node, str(FOLDER / "explorer.mjs"), address, str(chromium), str(folder)]
        outcome = subprocess.run(walk, capture_output=True, text=True, timeout=240, check=False)
    assert outcome.returncode == 0, outcome.stderr[-3000:]
    found: dict[str, Any] = json.loads(outcome.stdout)
    return {**found, "folder": folder}


def test_nothing_goes_wrong_on_the_page_and_nothing_is_fetched_elsewhere(seen: dict[str, Any]) -> None:
    assert (seen["problems"], seen["requests"]) == ([], [])


def test_axe_finds_nothing(seen: dict[str, Any]) -> None:
    assert {view: found for view, found in seen["violations"].items() if found} == {}
    assert len(seen["violations"]) >= 10


def test_a_search_leads_to_the_sentence_in_its_article(seen: dict[str, Any]) -> None:
    assert seen["sentence"].startswith("NATO Secretary General Jens Stoltenberg welcomed Latvian Prime Minister")
    assert seen["source"].startswith("NATO Secretary General meets Latvian Prime Minister")
    assert seen["drawn"] >= 3


def test_the_address_restores_the_view(seen: dict[str, Any]) -> None:
    assert seen["restored"]


def test_a_path_is_told_step_by_step(seen: dict[str, Any]) -> None:
    assert seen["path"][0].startswith("Jens Stoltenberg is Secretary General of NATO")
    assert "Lisbon" in seen["path"][-1]


def test_a_month_leaves_what_happened_in_it(seen: dict[str, Any]) -> None:
    assert seen["september"]
    assert all(day == "" or day.startswith("2023-09") for day in seen["september"])


def test_what_is_drawn_can_be_taken_along(seen: dict[str, Any]) -> None:
    graph = networkx.read_gexf(seen["folder"] / "liaison.gexf")
    assert "person:jens-stoltenberg" in graph
    assert (seen["folder"] / "picture.png").read_bytes().startswith(b"\x89PNG")


def test_it_works_small_embedded_and_by_keyboard(seen: dict[str, Any]) -> None:
    assert not seen["overflow"]
    assert seen["embedded"]
    assert seen["expanded"]
