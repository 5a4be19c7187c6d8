"""What words that are known to be a time mean: one that each rule reads, and what it must leave alone."""

import datetime

import pytest

from loaders.time_words import meaning, resolve

TUESDAY = datetime.date(2024, 3, 12)
LAST = datetime.date(2024, 2, 20)
"""The day that the text named last."""


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("2019", "2019", None),
        ("from 2016 to 2023", "2016", "2023"),
        ("2024–25", "2024", "2025"),
        ("the late 1990s", "1990", "1999"),
        ("18.04.2024", "2024-04-18", None),
        ("16 MAR", "2024-03-16", None),
        ("Jun 3, 2021", "2021-06-03", None),
        ("on the 5th", "2024-03-05", None),
        ("Sat 16", "2024-03-16", None),
        ("Saturday week", "2024-03-23", None),
        ("a week on Thursday", "2024-03-21", None),
        ("this morning", "2024-03-12", None),
        ("earlier today", "2024-03-12", None),
        ("last night", "2024-03-11", None),
        ("last week", "2024-03-04", "2024-03-10"),
        ("next week", "2024-03-18", "2024-03-24"),
        ("earlier in the week", "2024-03-11", "2024-03-17"),
        ("later in the month", "2024-03", None),
        ("“at the weekend”", "2024-03-09", "2024-03-10"),
        ("that weekend", "2024-02-24", "2024-02-25"),
        ("the following weekend", "2024-02-24", "2024-02-25"),
        ("at the weekend", "2024-03-09", "2024-03-10"),
        ("January", "2024-01", None),
        ("November", "2023-11", None),
        ("last March", "2023-03", None),
        ("the end of February", "2024-02-29", None),
        ("before the end of February", "2024-02", None),
        ("the end of the month", "2024-03-31", None),
        ("year's end", "2024-12", None),
        ("before the end of next year", "2025", None),
        ("the first quarter of 2023", "2023-01", "2023-03"),
        ("the second half of the year", "2024-07", "2024-12"),
        ("next quarter", "2024-04", "2024-06"),
        ("October last year", "2023-10", None),
        ("last autumn", "2023-09", "2023-11"),
        ("winter of 2020", "2020-12", "2021-02"),
        ("Christmas", "2023-12-25", None),
        ("Easter", "2024-03-31", None),
        ("last Easter", "2023-04-09", None),
        ("Pentecost 2022", "2022-06-05", None),
        ("three weeks ago", "2024-02-20", None),
        ("two years ago", "2022", None),
        ("in three days' time", "2024-03-15", None),
        ("two days later", "2024-02-22", None),
        ("a week earlier", "2024-02-13", None),
        ("the next day", "2024-02-21", None),
        ("the day before", "2024-02-19", None),
        ("the same day", "2024-02-20", None),
        ("that month", "2024-02", None),
        ("the previous month", "2024-01", None),
        ("the following year", "2025", None),
        ("that January", "2024-01", None),
        ("the following January", "2025-01", None),
        ("that spring", "2024-03", "2024-05"),
        ("four hours later", "2024-02-20", None),
        ("week earlier", "2024-02-13", None),
        ("Thurs.", "2024-03-07", None),
    ],
)
def test_the_words_of_a_time_have_a_day(words: str, start: str, end: str | None) -> None:
    assert meaning(words, TUESDAY, future=False, last=LAST) == (start, end)


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("November", "2024-11"),
        ("next March", "2025-03"),
        ("Fri.", "2024-03-15"),
        ("the 5th", "2024-04-05"),
        ("this weekend", "2024-03-16"),
        ("Easter", "2024-03-31"),
        ("Ascension Day", "2024-05-09"),
        ("Anzac Day", "2024-04-25"),
    ],
)
def test_what_lies_ahead_is_looked_for_ahead(words: str, start: str) -> None:
    found = meaning(words, TUESDAY, future=True)
    assert found is not None
    assert found[0] == start


@pytest.mark.parametrize(
    ("year", "day"), [(1961, "1961-04-02"), (2000, "2000-04-23"), (2008, "2008-03-23"), (2038, "2038-04-25")]
)
def test_easter_is_where_the_calendar_has_it(year: int, day: str) -> None:
    assert meaning(f"Easter {year}", None, future=False) == (day, None)


@pytest.mark.parametrize(
    "words",
    ["last week", "this morning", "November", "two days ago", "last summer", "Mon.", "Easter", "the 15th", "Sat 14"],
)
def test_without_a_day_of_report_what_is_relative_stays_open(words: str) -> None:
    assert meaning(words, None, future=False) is None


@pytest.mark.parametrize(
    "words", ["the next day", "two days later", "that month", "that January", "the following year", "that weekend"]
)
def test_what_refers_back_stays_open_where_no_day_was_named(words: str) -> None:
    assert meaning(words, TUESDAY, future=False) is None


@pytest.mark.parametrize(
    "words",
    [
        "five thousand",
        "31.02.2024",
        "9000 days ago",
        "mayor",
        "second half",
        "monsoon",
        "2010-12",
        "2024–20",
        "the 41st",
        "Sat 35",
        "26",
        "Jun 31",
        "fourth half of 2023",
        "Easterly",
        "the week before",
        "election week",
        "48 hours later",
        "hours after",
        "two days",
    ],
)
def test_what_is_no_time_or_has_two_meanings_has_none(words: str) -> None:
    assert meaning(words, TUESDAY, future=False, last=LAST) is None


def test_what_only_running_text_shows_is_read_by_the_dates() -> None:
    assert resolve("Wednesday (27 September 2023)", None, future=False) == ("2023-09-27", None)
