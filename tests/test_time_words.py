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
        ("18.04.2024", "2024-04-18", None),
        ("this morning", "2024-03-12", None),
        ("earlier today", "2024-03-12", None),
        ("last night", "2024-03-11", None),
        ("last week", "2024-03-04", "2024-03-10"),
        ("next week", "2024-03-18", "2024-03-24"),
        ("at the weekend", "2024-03-09", "2024-03-10"),
        ("January", "2024-01", None),
        ("November", "2023-11", None),
        ("last March", "2023-03", None),
        ("the end of February", "2024-02-29", None),
        ("October last year", "2023-10", None),
        ("last autumn", "2023-09", "2023-11"),
        ("winter of 2020", "2020-12", "2021-02"),
        ("Christmas", "2023-12-25", None),
        ("three weeks ago", "2024-02-20", None),
        ("two years ago", "2022", None),
        ("in three days' time", "2024-03-15", None),
        ("two days later", "2024-02-22", None),
        ("a week earlier", "2024-02-13", None),
        ("the next day", "2024-02-21", None),
        ("the day before", "2024-02-19", None),
        ("the same day", "2024-02-20", None),
        ("that month", "2024-02", None),
        ("Thurs.", "2024-03-07", None),
    ],
)
def test_the_words_of_a_time_have_a_day(words: str, start: str, end: str | None) -> None:
    assert meaning(words, TUESDAY, future=False, last=LAST) == (start, end)


@pytest.mark.parametrize(
    ("words", "start"), [("November", "2024-11"), ("next March", "2025-03"), ("Fri.", "2024-03-15")]
)
def test_what_lies_ahead_is_looked_for_ahead(words: str, start: str) -> None:
    found = meaning(words, TUESDAY, future=True)
    assert found is not None
    assert found[0] == start


@pytest.mark.parametrize("words", ["last week", "this morning", "November", "two days ago", "last summer", "Mon."])
def test_without_a_day_of_report_what_is_relative_stays_open(words: str) -> None:
    assert meaning(words, None, future=False) is None


@pytest.mark.parametrize("words", ["five thousand", "31.02.2024", "9000 days ago", "mayor", "second half", "monsoon"])
def test_what_is_no_time_has_none(words: str) -> None:
    assert meaning(words, TUESDAY, future=False, last=LAST) is None


def test_what_only_running_text_shows_is_read_by_the_dates() -> None:
    assert resolve("Wednesday (27 September 2023)", None, future=False) == ("2023-09-27", None)
