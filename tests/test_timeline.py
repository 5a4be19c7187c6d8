"""Events by the bucket of their start."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import BadArgument
from graph.procedures import PROCEDURES
from graph.timeline import Bucket, Interval, timeline
from tests.dict_store import as_store

DAYS = st.dates(date(2019, 11, 1), date(2021, 2, 28))


def test_empty_months_between_events_are_returned() -> None:
    rows = timeline([("b", "2023-11"), ("a", "2023-09-27")], Interval.MONTH)
    assert rows == [
        Bucket("2023-09-01", "2023-09-30", ("a",)),
        Bucket("2023-10-01", "2023-10-31", ()),
        Bucket("2023-11-01", "2023-11-30", ("b",)),
    ]


def test_what_is_coarser_than_the_interval_comes_last_without_days() -> None:
    rows = timeline([("a", None), ("b", "2023"), ("c", "2023-09-27")], Interval.MONTH)
    assert rows == [Bucket("2023-09-01", "2023-09-30", ("c",)), Bucket(None, None, ("b", "a"))]


def test_a_closed_period_is_covered_whole_and_leaves_out_what_starts_outside() -> None:
    rows = timeline([("a", "2023-02"), ("b", "2024"), ("c", None)], Interval.QUARTER, from_="2023", to="2023-06")
    assert rows == [Bucket("2023-01-01", "2023-03-31", ("a",)), Bucket("2023-04-01", "2023-06-30", ())]


def test_weeks_begin_on_monday_across_the_year() -> None:
    (row,) = timeline([("a", "2021-01-01")], Interval.WEEK)
    assert (row.from_, row.to) == ("2020-12-28", "2021-01-03")


def test_the_last_week_of_the_calendar_ends_with_it() -> None:
    (row,) = timeline([("a", "9999-12-31")], Interval.WEEK)
    assert (row.from_, row.to) == ("9999-12-27", "9999-12-31")


def test_nothing_makes_no_buckets() -> None:
    assert timeline([], Interval.DAY) == []


def test_events_of_a_bucket_come_by_start_then_id() -> None:
    (row,) = timeline([("b", "2023-05"), ("c", "2023-01-02"), ("a", "2023-05")], Interval.YEAR)
    assert row.events == ("c", "a", "b")


def test_too_many_buckets_are_refused_with_advice() -> None:
    with pytest.raises(BadArgument, match="coarser interval"):
        timeline([("a", "1900-01-01"), ("b", "2023-01-01")], Interval.DAY)


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(Interval))
def test_buckets_join_without_a_gap_and_hold_each_event_on_its_day(days: list[date], interval: Interval) -> None:
    events = [(f"e{place}", day.isoformat()) for place, day in enumerate(days)]
    rows = timeline(events, interval)
    spans = [(date.fromisoformat(row.from_ or ""), date.fromisoformat(row.to or "")) for row in rows]
    assert all(last + timedelta(days=1) == first for (_, last), (first, _) in pairwise(spans))
    held = {id_: span for row, span in zip(rows, spans, strict=True) for id_ in row.events}
    assert sorted(held) == sorted(id_ for id_, _ in events)
    assert all(held[id_][0] <= day <= held[id_][1] for (id_, _), day in zip(events, days, strict=True))


def test_the_procedure_answers_rows_of_the_schema() -> None:
    arguments = {"interval": "YEAR", "events": [{"id": "a", "start": "2023-09", "startMin": 1, "endMax": 2}]}
    assert PROCEDURES["timeline"](as_store([]), arguments) == [
        {"from": "2023-01-01", "to": "2023-12-31", "undated": False, "count": 1, "events": ["a"]}
    ]
