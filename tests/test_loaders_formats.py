"""Each format by its real sample in tests/data; the content that decides; the encodings; what is refused, and how."""

import codecs
import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.model import Article
from loaders.readers import FORMATS, ReadFailure, read

DATA = Path(__file__).parent / "data"
HTML = (DATA / "page.html").read_text(encoding="utf-8")


def load(*paths: object, **options: object) -> list[Article]:
    found = list(read([str(path) for path in paths], **options))  # type: ignore[arg-type]
    assert [item for item in found if isinstance(item, ReadFailure)] == []
    return [item for item in found if isinstance(item, Article)]


def failure(path: Path, **options: object) -> ReadFailure:
    (found,) = read([str(path)], **options)  # type: ignore[arg-type]
    assert isinstance(found, ReadFailure), found
    return found


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def body(found: Article) -> str:
    return found.text.removeprefix(f"{found.title}\n\n")


# --- each format


SAMPLES = {
    "samples": ("excerpts.txt", ["Ana Silva meets Jens Berg in Bergen", "Rescue service to get three boats"]),
    "text": ("report.txt", ["Coast guard chief Ana Silva visits Bergen"]),
    "markdown": ("note.md", ["Ana Silva: boats for the *rescue* service"]),
    "html": ("page.html", ["Ana Silva visits Bergen harbour"]),
    "feed": ("rss.xml", ["Ana Silva visits Bergen & Stavanger", "Rescue service gets boats"]),
    "json": ("article.json", ["Ana Silva visits Bergen"]),
    "jsonl": ("articles.jsonl", ["Ana Silva visits Bergen", "Boats for Norway"]),
    "csv": ("table.csv", ["Ana Silva visits Bergen", "Boats for Norway"]),
    "tsv": ("table.tsv", ["Ana Silva visits Bergen", "Boats for Norway"]),
    "pdf": ("report.pdf", ["Coast guard chief Ana Silva visits Bergen"]),
    "gzip": ("articles.jsonl.gz", ["Ana Silva visits Bergen", "Boats for Norway"]),
    "zip": (
        "bundle.zip",
        [
            "Ana Silva meets Jens Berg",
            "Three boats for Norway",
            "Ana Silva visits Bergen & Stavanger",
            "Rescue service gets boats",
            "Ana Silva visits Bergen harbour",
            "Coast guard chief Ana Silva visits Bergen",
        ],
    ),
}
MAPPINGS = {
    "json": {"title": "headline.main", "text": "paragraphs.0"},
    "tsv": {"title": "Überschrift", "text": "Inhalt", "published": "Tag"},
}


def test_every_format_has_a_sample() -> None:
    assert SAMPLES.keys() == FORMATS.keys()


@pytest.mark.parametrize("format", SAMPLES)
def test_the_sample_of_a_format_is_read_by_its_content_and_by_its_name(format: str) -> None:
    file, titles = SAMPLES[format]
    found = load(DATA / file, mapping=MAPPINGS.get(format))
    assert [article.title for article in found] == titles
    assert load(DATA / file, mapping=MAPPINGS.get(format), format=format) == found


def test_a_page_gives_its_main_text_and_what_it_states_of_itself() -> None:
    (found,) = load(DATA / "page.html")
    assert (found.publisher, found.author, found.published) == ("The Fjord Post", "Kari Nordmann", "2023-05-03")
    assert found.url == "https://fjordpost.example/2023/05/silva-bergen"
    assert found.description == "The coast guard chief brings three boats."
    assert body(found).startswith("Coast guard chief Ana Silva visited Bergen on Wednesday")
    assert body(found).endswith("the storms of that winter.")
    for left_out in ("Sport", "Ferry prices", "Cookies", "nobody"):
        assert left_out not in found.text


def test_a_page_that_marks_no_date_has_none_but_a_given_one(tmp_path: Path) -> None:
    page = HTML.replace('<meta property="article:published_time" content="2023-05-03T23:15:00+02:00">', "")
    page = page.replace('<meta property="article:modified_time" content="2023-06-01T08:00:00+02:00">', "")
    page = page.replace('<time datetime="2023-05-03">3 May 2023</time>', "").replace("/2023/05/", "/")
    file = written(tmp_path, "a.html", page)
    assert [article.published for article in load(file)] == [None]
    assert [article.published for article in load(file, published="2023-05")] == ["2023-05"]


def test_the_entries_of_a_feed_have_their_own_clocks_day() -> None:
    first, second = load(DATA / "rss.xml")
    assert (first.published, second.published) == ("2023-05-03", None)
    assert first.author == "Kari Nordmann"
    assert (first.publisher, first.key) == ("The Fjord Post", "https://fjordpost.example/2023/05/silva")
    assert body(first) == "Coast guard chief Ana Silva visited Bergen on Wednesday.\n\nShe met Jens Berg."
    assert body(second) == "Portugal gives Norway three boats, Jens Berg said in Bergen."
    third, fourth = load(DATA / "atom.xml")
    assert (third.published, fourth.published) == ("2023-05-03", "2023-05-05")
    assert (third.publisher, fourth.key) == ("Coast Guard Press", "tag:press.example.org,2023:2")


def test_front_matter_is_metadata_and_markdown_loses_its_marks() -> None:
    (found,) = load(DATA / "note.md")
    assert (found.published, found.publisher) == ("2023-05-04", "Coast Guard Press Office")
    assert body(found).split("\n\n") == [
        "Boats for the rescue service",
        "Coast guard chief Ana Silva met Harbour Master Jens Berg in Bergen on Wednesday.",
        "Portugal gives three boats.",
        "Norway trains the crews.",
        "“We will share our boats,” Silva said.",
    ]


@pytest.mark.parametrize(
    ("text", "title", "published"),
    [
        ("# A heading\n\nText.", "A heading", None),
        ("A line\n\nText.", "A line", None),
        ('+++\ntitle = "Toml"\ndate = 2024-02-03\n+++\nText.', "Toml", "2024-02-03"),
        ("---\ntitle: Draft\ndate: TBD\n---\nText.", "Draft", None),
        ("---\n---\n# Only fences\n\nText.", "Only fences", None),
    ],
)
def test_markdown_has_its_title_where_people_write_it(
    tmp_path: Path, text: str, title: str, published: str | None
) -> None:
    (found,) = load(written(tmp_path, "a.md", text))
    assert (found.title, body(found), found.published) == (title, "Text.", published)


def test_broken_front_matter_is_told(tmp_path: Path) -> None:
    found = failure(written(tmp_path, "a.md", "---\ntitle: [a\n---\nText."))
    assert (found.line, found.code) == (1, "BAD_FRONT_MATTER")


def test_fields_are_mapped_by_dotted_paths_and_lists_by_position() -> None:
    (found,) = load(DATA / "article.json", mapping=MAPPINGS["json"])
    assert (found.title, found.publisher, found.published) == (
        "Ana Silva visits Bergen",
        "The Fjord Post",
        "2023-05-03",
    )
    told = failure(DATA / "article.json", mapping={"title": "headline.sub"})
    assert told.message == "title: no text at 'headline.sub'; map it: --map title=FIELD"


def test_a_table_says_which_columns_it_has_when_none_holds_the_article() -> None:
    told = failure(DATA / "table.tsv")
    assert (told.line, told.code) == (1, "MISSING_FIELD")
    assert told.message == (
        "the columns are Überschrift, Inhalt, Tag; say which hold the article: --map title=COLUMN --map text=COLUMN"
    )


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_is_divided_by_what_divides_its_header(tmp_path: Path, mark: str) -> None:
    file = written(tmp_path, "a.csv", f'title{mark}text\nA{mark}"one{mark} two\nthree"\n\nB{mark}four\n')
    first, second = load(file)
    assert (body(first), body(second)) == (f"one{mark} two\nthree".strip(), "four")


def test_a_wrong_row_is_told_by_its_line_and_the_others_load(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", 'title,text\nA,"a\na"\nB,b,too many\nC\nD,d\n')
    found = list(read([str(file)]))
    assert [item.title for item in found if isinstance(item, Article)] == ["A", "D"]
    assert [(item.line, item.code) for item in found if isinstance(item, ReadFailure)] == [
        (4, "BAD_CSV"),
        (5, "MISSING_FIELD"),
    ]


def test_the_lines_of_a_pdf_become_paragraphs_again() -> None:
    (found,) = load(DATA / "report.pdf")
    assert [len(paragraph) > 60 for paragraph in body(found).split("\n\n")] == [True, True, True]
    assert "who showed her the new quay of the rescue service." in found.text
    assert found.published is None


# --- the content decides


def test_a_page_named_txt_is_a_page(tmp_path: Path) -> None:
    assert load(written(tmp_path, "a.txt", HTML)) == load(DATA / "page.html")


def test_a_feed_named_html_is_a_feed(tmp_path: Path) -> None:
    assert load(written(tmp_path, "feed.html", (DATA / "rss.xml").read_bytes())) == load(DATA / "rss.xml")


def test_a_pdf_named_dat_is_a_pdf(tmp_path: Path) -> None:
    assert load(written(tmp_path, "a.dat", (DATA / "report.pdf").read_bytes())) == load(DATA / "report.pdf")


@pytest.mark.parametrize("format", ["articles.jsonl", "table.csv", "rss.xml", "atom.xml", "page.html", "excerpts.txt"])
@pytest.mark.parametrize("ending", ["", ".dat", ".bin"])
def test_a_file_without_a_telling_ending_is_what_it_holds(tmp_path: Path, format: str, ending: str) -> None:
    content = (DATA / format).read_bytes()
    assert load(written(tmp_path, f"x{ending}", content)) == load(DATA / format)
    assert load(written(tmp_path, f"y{ending}", gzip.compress(content))) == load(DATA / format)


def test_jsonl_named_json_and_a_list_named_jsonl_are_what_they_hold(tmp_path: Path) -> None:
    records = [{"title": "A", "text": "a"}, {"title": "B", "text": "b"}]
    lines = written(tmp_path, "a.json", "\n".join(map(json.dumps, records)))
    listed = written(tmp_path, "b.jsonl", json.dumps(records))
    assert [article.title for article in load(lines, listed)] == ["A", "B", "A", "B"]


@pytest.mark.parametrize(
    "text",
    [
        "Prices < 5 %\n\nThe <b> tag is bold.",
        "{Brackets} open it\n\nText.",
        "[Update] Talks go on\n\nText.",
        "Title, text, and more\n\nText.",
        "--- \n\nText.",
    ],
)
def test_a_text_that_only_resembles_another_format_is_a_text(tmp_path: Path, text: str) -> None:
    (found,) = load(written(tmp_path, "a.txt", text))
    assert found.title == text.split("\n", 1)[0].strip()


# --- encodings


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, mark: bytes) -> None:
    encodings = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
    text = "Siliņa in Zürich\n\nŁódź."
    (found,) = load(written(tmp_path, "a.txt", mark + text.encode(encodings.get(mark, "utf-32-le"))))
    assert found.text == text


@pytest.mark.parametrize(
    ("charset", "name"), [("windows-1251", "Зеленский"), ("iso-8859-2", "Wałęsa"), ("shift_jis", "岸田")]
)
def test_a_page_is_read_in_the_charset_that_it_declares(tmp_path: Path, charset: str, name: str) -> None:
    page = HTML.replace('charset="utf-8"', f'charset="{charset}"').replace("Jens Berg", name)
    content = page.encode(charset, errors="xmlcharrefreplace")
    (found,) = load(written(tmp_path, "a.html", content))
    assert f"met Harbour Master {name}, who" in found.text


def test_a_feed_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    feed = (DATA / "rss.xml").read_text(encoding="utf-8").replace('"utf-8"', '"windows-1251"').replace("Jens", "Йенс")
    first, _ = load(written(tmp_path, "a.xml", feed.encode("windows-1251")))
    assert body(first).endswith("She met Йенс Berg.")


def test_utf_8_is_utf_8_whatever_a_western_declaration_says(tmp_path: Path) -> None:
    page = HTML.replace('charset="utf-8"', 'charset="iso-8859-1"')
    assert load(written(tmp_path, "a.html", page)) == load(DATA / "page.html")


# --- what is refused


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.json", "[" * 100_000, "BAD_JSON"),
        ("a.json", '{"title": ' + "9" * 5000 + "}", "BAD_JSON"),
        ("a.jsonl", "{" * 10 + "\n", "BAD_JSON"),
        ("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20, "BAD_PDF"),
        ("a.xml", "<rss version='2.0'><channel><title>T", "BAD_FEED"),
        ("a.xml", "<rss version='2.0'><channel><title>T</title></channel></rss>", "EMPTY"),
        ("a.xml", "<?xml version='1.0'?><nitf><body/></nitf>", "BAD_FEED"),
        ("a.html", "<html><body><script>x()</script></body></html>", "NO_TEXT"),
        ("a.csv", "title,text\n", "EMPTY"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "BINARY"),
        ("a.md", "# Only a heading\n", "MISSING_FIELD"),
    ],
)
def test_what_cannot_be_read_is_one_clear_failure_and_the_next_loads(
    tmp_path: Path, name: str, content: bytes | str, code: str
) -> None:
    file = written(tmp_path, name, content)
    found = list(read([str(file), str(DATA / "report.txt")]))
    assert isinstance(found[-1], Article)
    told = [item for item in found if isinstance(item, ReadFailure)]
    assert [(item.source, item.code) for item in told] == [(str(file), code)]
    assert "\n" not in told[0].message
    assert len(told[0].message) < 300


def test_a_pdf_with_a_password_or_of_pictures_says_what_to_do(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    locked = PdfWriter(clone_from=PdfReader(DATA / "report.pdf"))
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(tmp_path / "locked.pdf")
    assert failure(tmp_path / "locked.pdf").code == "ENCRYPTED"
    empty = PdfWriter()
    empty.add_blank_page(200, 200)
    empty.write(tmp_path / "scan.pdf")
    assert (failure(tmp_path / "scan.pdf").code, "OCR" in failure(tmp_path / "scan.pdf").message) == ("NO_TEXT", True)


def test_a_cut_off_file_of_every_format_raises_nothing(tmp_path: Path) -> None:
    for file in sorted(DATA.iterdir()):
        content = file.read_bytes()
        for part in (3, 7, 11):
            cut = written(tmp_path, file.name, content[: len(content) * part // 13] + b"\xff\x00\xfe")
            list(read([str(cut)]))


def test_half_a_surrogate_in_json_does_not_stop_a_load(tmp_path: Path) -> None:
    (found,) = load(written(tmp_path, "a.json", '{"title": "A \\ud800", "text": "b"}'))
    assert found.title == "A \ufffd"


def test_a_format_brings_only_its_own_libraries() -> None:
    heavy = ("trafilatura", "lxml", "feedparser", "pypdf", "yaml", "markdown_it", "datasketch", "numpy")
    program = (
        "import sys; from loaders.readers import read\n"
        f"assert len(list(read([{str(DATA / 'articles.jsonl')!r}, {str(DATA / 'table.csv')!r}]))) == 4\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=DATA.parents[1]
    )
    assert done.stdout == "[]\n"
