"""`docs/clients.md` runs as it stands."""

import re
from pathlib import Path
from typing import Any

from service.settings import load_settings
from tests.commands import run, serving

ROOT = Path(__file__).resolve().parents[1]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "clients.md").read_text("utf-8"), re.DOTALL)


def test_the_documented_client_asks_pages_draws_and_says_why(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/samples.db"
    assert run("load", str(ROOT / "samples" / "nato.txt"), store=store).status == 0
    with serving(load_settings(store=store)) as address:
        names: dict[str, Any] = {"ADDRESS": address, "__name__": "documented"}
        for block in BLOCKS:
            exec(compile(block, "docs/clients.md", "exec"), names)  # our own documentation
    assert ("Evika Siliņa", 3) in names["people"]
    assert len(names["people"]) == 3
    assert len(names["nearest"]) == 5
    assert set(names["places"]) == set(names["graph"])
