"""`docs/api.md` names every error code that an answer of the API may carry."""

import re
from pathlib import Path

from graph import errors

ROOT = Path(__file__).resolve().parents[1]
OTHERWISE = {"BAD_INPUT", "STORE_ERROR", "BAD_GRAPH", "BAD_ARTICLE", "BAD_SETTING", "EXTRACTION_FAILED"}
"""Codes of the bases, and of what only loading and commands raise."""


def raised() -> set[str]:
    """The codes of the error tree, and those of refusals in the service."""
    tree = {error.code for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "code")}
    service = "\n".join(path.read_text("utf-8") for path in (ROOT / "service").glob("*.py"))
    return (tree - OTHERWISE) | set(re.findall(r'HttpProblem\(\s*\d+,\s*"([A-Z_]+)"', service))


def test_the_page_names_every_code_and_no_other() -> None:
    section = (ROOT / "docs" / "api.md").read_text("utf-8").partition("## Errors")[2]
    table = [line.split("|")[1] for line in section.splitlines() if line.startswith("| ")]
    assert set(re.findall(r"[A-Z]+_[A-Z_]+", " ".join(table))) == raised()
