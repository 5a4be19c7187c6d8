"""Articles from files of every format, and what is said of those that cannot be read."""

import io
import itertools
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.errors import BadArticle
from graph.model import Article
from loaders.readers import ReadFailure, read
from loaders.readers.items import Options
from loaders.readers.opening import read_stream
from tests.extraction import SAMPLES


def articles(*paths: object, format: str | None = None, published: str | None = None) -> list[Article]:
    found = list(read([str(path) for path in paths], format=format, published=published))
    assert [item for item in found if isinstance(item, ReadFailure)] == []
    return [item for item in found if isinstance(item, Article)]


def failures(*paths: object, format: str | None = None) -> list[tuple[int | None, str]]:
    found = read([str(path) for path in paths], format=format)
    return [(item.line, item.code) for item in found if isinstance(item, ReadFailure)]


def lines(*records: object) -> str:
    return "".join((record if isinstance(record, str) else json.dumps(record)) + "\n" for record in records)


def test_the_samples_are_eight_articles_with_their_titles() -> None:
    found = articles(SAMPLES)
    assert len(found) == 8
    assert found[0].title == "Meeting of NATO Ministers of Defence (Updated)"
    assert found[7].text.endswith("freedom of […]")


def test_a_text_is_one_article_whose_first_line_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("\nA title\n\nFirst paragraph.\n\nSecond.\n", encoding="utf-8")
    (found,) = articles(tmp_path / "one.txt")
    assert (found.title, found.text) == ("A title", "A title\n\nFirst paragraph.\n\nSecond.")


def test_an_object_brings_its_metadata(tmp_path: Path) -> None:
    record = {"id": "x1", "headline": "T", "body": "B.", "url": "https://example.org/a?utm_source=b", "publisher": "P"}
    (tmp_path / "a.json").write_text(json.dumps(record | {"published": "2024-05-06T07:08:09Z"}), encoding="utf-8")
    (found,) = articles(tmp_path / "a.json")
    assert (found.key, found.title, found.publisher, found.published) == ("x1", "T", "P", "2024-05-06")


def test_the_content_decides_where_the_ending_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.data").write_text(lines({"title": "A", "text": "a"}, {"title": "B", "text": "b"}), encoding="utf-8")
    (tmp_path / "b.data").write_text('[\n{"title": "C", "text": "c"}\n]', encoding="utf-8")
    (tmp_path / "c.data").write_text("D\n\nd\n", encoding="utf-8")
    found = articles(tmp_path / "a.data", tmp_path / "b.data", tmp_path / "c.data")
    assert [article.title for article in found] == ["A", "B", "C", "D"]


def test_a_folder_is_read_with_its_subfolders_and_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "b.txt").write_text("B\n\nb", encoding="utf-8")
    (tmp_path / "a.txt").write_text("A\n\na", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("H\n\nh", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")
    assert [article.title for article in articles(tmp_path)] == ["A", "B"]
    assert [article.title for article in articles(tmp_path / "**" / "*.txt")] == ["A", "B"]


def test_standard_input_is_read_once_and_not_rewound(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.TextIOWrapper):
        pass

    stream = Pipe(io.BytesIO(lines(*({"title": f"T{n}", "text": "x" * 90} for n in range(2000))).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    assert len(articles("-")) == 2000


def test_a_given_date_is_for_articles_without_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        lines({"title": "A", "text": "a"}, {"title": "B", "text": "b", "published": "2020"}), encoding="utf-8"
    )
    found = articles(tmp_path / "a.jsonl", published="2021-02")
    assert [article.published for article in found] == ["2021-02", "2020"]


def test_a_broken_line_is_named_and_the_others_load(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(
        lines(
            {"title": "A", "text": "a"},
            '{"title": "B", "text": ',
            {"title": "C", "text": "c"},
            {"text": "no title"},
            {"title": "E", "text": "e", "published": "yesterday"},
            "[1, 2]",
            {"title": "F", "text": "f"},
        ),
        encoding="utf-8",
    )
    found = list(read([str(file)]))
    assert [item.title for item in found if isinstance(item, Article)] == ["A", "C", "F"]
    assert failures(file) == [(2, "BAD_JSON"), (4, "MISSING_FIELD"), (5, "BAD_DATE"), (6, "BAD_JSON")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b" \n\t\n", "EMPTY"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "BINARY"),
        (bytes(range(1, 32)) * 40, "BINARY"),
        (b"Only a title", "MISSING_FIELD"),
    ],
)
def test_a_file_that_is_no_article_is_refused_with_its_reason(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    assert failures(tmp_path / "x.txt") == [(None, code)]


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{\n"title": "A",\n"text" "a"}', encoding="utf-8")
    assert failures(tmp_path / "x.json") == [(3, "BAD_JSON")]


def test_another_encoding_is_detected(tmp_path: Path) -> None:
    body = "Le président français a rencontré la première ministre à l'Élysée. " * 4
    (tmp_path / "latin.txt").write_bytes(f"Réunion à Paris\n\n{body}".encode("cp1252"))
    (tmp_path / "wide.txt").write_bytes(f"Réunion à Paris\n\n{body}".encode("utf-16"))
    assert [article.title for article in articles(tmp_path)] == ["Réunion à Paris", "Réunion à Paris"]


def test_a_letter_cut_by_the_first_block_does_not_make_a_file_unreadable(tmp_path: Path) -> None:
    for shift in range(4):
        (tmp_path / "a.txt").write_bytes(("T\n\n" + "x" * shift + "ņ" * 70_000).encode())
        (found,) = articles(tmp_path / "a.txt")
        assert found.text.count("ņ") == 70_000


def test_utf_8_that_breaks_further_on_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"T\n\n" + b"word " * 40_000 + b"\xff\xfe\xff more")
    assert failures(tmp_path / "a.txt") == [(None, "BAD_ENCODING")]


def test_a_missing_file_is_a_failure_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A\n\na", encoding="utf-8")
    found = list(read([str(tmp_path / "none.txt"), str(tmp_path / "a.txt")]))
    assert isinstance(found[0], ReadFailure)
    assert found[0].code == "NOT_FOUND"
    assert isinstance(found[1], Article)


def test_an_unknown_format_or_date_is_the_callers_mistake() -> None:
    with pytest.raises(BadArticle, match="one of csv, feed, gzip, html, json, jsonl, markdown, pdf,"):
        list(read(["x"], format="docx"))
    with pytest.raises(BadArticle, match="write YYYY"):
        list(read(["x"], published="May"))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"headline": "title"}, "'headline' is no field of an article; write TARGET=FIELD with one of title, text, id"),
        ({"title": ""}, "'title' is mapped to nothing"),
    ],
)
def test_a_mapping_to_an_unknown_target_names_the_known_ones(mapping: dict[str, str], message: str) -> None:
    with pytest.raises(BadArticle, match=message):
        list(read(["x"], mapping=mapping))


def test_a_large_jsonl_is_never_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for number in range(50_000):
            stream.write(json.dumps({"title": f"T{number}", "text": "x" * 200}) + "\n")
    taken = 0

    class Counted(io.FileIO):
        def readinto(self, buffer: Any) -> int | None:
            nonlocal taken
            count = super().readinto(buffer)
            taken += count or 0
            return count

    with io.BufferedReader(Counted(file)) as opened:
        assert len(list(itertools.islice(read_stream("large.jsonl", opened, options=Options()), 10))) == 10
    assert taken < file.stat().st_size / 20
