"""The pages of docs/ build as a site that fetches nothing from elsewhere."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_FETCHED = re.compile(r'<(?:script|img|link)\b[^>]*?(?:src|href)="(https?://[^"]+)"')


def test_the_site_builds_and_fetches_nothing_from_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(
        build, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 20
    fetched = {url for page in pages for url in _FETCHED.findall(page.read_text("utf-8"))}
    assert {url for url in fetched if "canonical" not in url} == set()
