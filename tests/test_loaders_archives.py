"""Archives: what lies in them is read, bombs are bounded, and names are only names."""

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest

from graph.model import Article
from loaders.readers import ReadFailure, read
from loaders.readers.items import Allowance

DATA = Path(__file__).parent / "data"
REPORT = (DATA / "report.txt").read_bytes()
TITLE = "Coast guard chief Ana Silva visits Bergen"


def packed(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


def told(folder: Path, content: bytes, name: str = "a.zip", **options: str) -> list[str]:
    """Titles of articles, and codes of failures with the source after the archive's name."""
    (folder / name).write_bytes(content)
    return [
        item.title if isinstance(item, Article) else f"{item.code} {item.source.removeprefix(str(folder / name))}"
        for item in read([str(folder / name)], **options)  # type: ignore[arg-type]
    ]


def test_an_archive_in_an_archive_is_read_and_a_third_is_not(tmp_path: Path) -> None:
    inner = packed({"report.txt": REPORT})
    assert told(tmp_path, packed({"inner.zip": inner})) == [TITLE]
    assert told(tmp_path, gzip.compress(inner), "a.gz") == [TITLE]
    assert told(tmp_path, packed({"x.zip": packed({"inner.zip": inner}), "y.txt": REPORT})) == [
        "TOO_DEEP !x.zip!inner.zip",
        TITLE,
    ]


def test_a_broken_or_locked_member_is_named_and_the_others_load(tmp_path: Path) -> None:
    content = packed({"a.json": b'{"title": ', "b.txt": REPORT})
    assert told(tmp_path, content) == ["BAD_JSON !a.json", TITLE]
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("a.txt", b"Damaged\n\n" + b"x" * 99)
        archive.writestr("b.txt", REPORT)
    damaged = stored.getvalue().replace(b"Damaged", b"damaged", 1)
    assert told(tmp_path, damaged) == ["BAD_ARCHIVE !a.txt", TITLE]
    locked = bytearray(packed({"a.txt": REPORT}))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert told(tmp_path, bytes(locked)) == ["ENCRYPTED !a.txt"]


def test_names_in_an_archive_open_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("Secret\n\nNot for the graph.", encoding="utf-8")
    names = ("../../etc/passwd.txt", "/etc/passwd.txt", "C:\\windows\\x.txt", "secret.txt", "\x1b[31mred.txt")
    assert told(tmp_path, packed(dict.fromkeys(names, REPORT))) == [TITLE] * 4  # `..` is hidden
    assert told(tmp_path, packed({"\x1b[31mred.txt": b"Only a title"})) == ["MISSING_FIELD !?[31mred.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "secret.txt"]


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "FREE_BYTES", 1 << 20)
    zeros = b"Title\n\n" + b"0" * (8 << 20)
    assert told(tmp_path, gzip.compress(zeros), "a.txt.gz") == ["TOO_LARGE "]
    (failure,) = read([str(tmp_path / "a.txt.gz")])
    assert isinstance(failure, ReadFailure)
    assert (failure.code, "100 times its size" in failure.message) == ("TOO_LARGE", True)
    assert told(tmp_path, packed({"a.txt": zeros, "b.txt": REPORT})) == ["TOO_LARGE !a.txt"]
    nested = packed({f"{number}.gz": gzip.compress(zeros) for number in range(9)})
    assert [line.split("!")[0] for line in told(tmp_path, nested)] == ["TOO_LARGE "]


def test_a_bomb_is_stopped_by_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Allowance, "MAX_BYTES", 1000)
    assert told(tmp_path, packed({"a.txt": REPORT, "b.txt": REPORT * 9, "c.txt": REPORT})) == [
        TITLE,
        "TOO_LARGE !b.txt",
    ]


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_cut_archive_is_told(tmp_path: Path, cut: int) -> None:
    content = (DATA / "bundle.zip").read_bytes()[:cut]
    assert told(tmp_path, content) == ["BAD_ARCHIVE "]
    squeezed = gzip.compress(REPORT * 50)
    assert told(tmp_path, squeezed[: len(squeezed) // 2], "a.gz") == ["BAD_ARCHIVE "]


def test_an_office_document_is_told_by_what_it_is(tmp_path: Path) -> None:
    assert told(tmp_path, packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "a.docx") == [
        "UNKNOWN_FORMAT "
    ]


def test_a_given_format_is_that_of_the_members(tmp_path: Path) -> None:
    table = b"title;text\nA;a\n"
    assert told(tmp_path, packed({"x.txt": table}), format="csv") == ["A"]
    assert told(tmp_path, gzip.compress(table), "x", format="csv") == ["A"]


def test_an_archive_comes_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    for name in ("bundle.zip", "articles.jsonl.gz"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe((DATA / name).read_bytes()))))
        assert [item for item in read(["-"]) if isinstance(item, Article)] == list(read([str(DATA / name)]))
