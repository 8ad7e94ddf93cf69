"""Obligations as a calendar: valid by RFC 5545, the right days, nothing of a document's text breaks out."""

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pipeline import ingest, open_store
from pipeline.answers import Answer
from pipeline.cli.app import _run
from pipeline.errors import CancuError
from pipeline.query.calendar import _entries, as_ical, calendar, first_day, last_day

COLUMNS = ("uid", "start", "rule", "summary", "description", "due", "deadline", "actor", "document", "body", "issued")


def duty(text="báo cáo", due=None, recurrence=None, issued="2024-02-08", actor="Sở Nội vụ"):
    """An obligation as the question `obligations` gives it."""
    return {
        "doc_id": "0" * 64, "obligation": 3, "text": text, "due": due, "recurrence": recurrence, "issued": issued,
        "actor": actor, "deadline": "trước ngày …" if due else None, "document": "KH 1/KH-A", "body": "Ủy ban",
    }  # fmt: skip


def made(*duties, entries="events"):
    """The calendar of some duties, as bytes and read back."""
    found = [entry for each in duties for entry in _entries(each)]
    whole = as_ical(Answer(COLUMNS, found, len(found)), entries=entries)
    return whole, Calendar.from_ical(whole)


@pytest.mark.parametrize(
    ("rule", "anchor", "expected"),
    [
        ("FREQ=DAILY", "2024-02-08", ("2024-02-08", "FREQ=DAILY")),
        ("FREQ=WEEKLY", "2024-02-08", ("2024-02-09", "FREQ=WEEKLY;BYDAY=FR")),
        ("FREQ=MONTHLY", "2024-02-08", ("2024-02-29", "FREQ=MONTHLY;BYMONTHDAY=-1")),
        ("FREQ=MONTHLY;BYMONTHDAY=5", "2024-02-08", ("2024-03-05", "FREQ=MONTHLY;BYMONTHDAY=5")),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2024-02-08", ("2024-03-31", "FREQ=MONTHLY;BYMONTHDAY=31")),
        ("FREQ=MONTHLY;INTERVAL=3", "2024-02-08", ("2024-03-31", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1")),
        ("FREQ=MONTHLY;INTERVAL=6", "2024-07-01", ("2024-12-31", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1")),
        ("FREQ=YEARLY", "2024-02-08", ("2024-12-31", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1")),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15", "2024-02-08", ("2025-01-15", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15")),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2024-03-01", ("2028-02-29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")),
    ],
)
def test_the_first_day_of_a_rhythm(rule, anchor, expected):
    day, full = first_day(rule, date.fromisoformat(anchor))
    assert expected == (day.isoformat(), full)
    start = datetime(day.year, day.month, day.day)
    assert start == rrulestr(full, dtstart=start)[0]  # RFC 5545, 3.8.5.3: DTSTART is the first instance


@pytest.mark.parametrize(
    "rule", ["", "FREQ=SECONDLY", "FREQ=MONTHLY;BYMONTHDAY=40", "FREQ=YEARLY;BYMONTH=13", "X\r\nY:Z"]
)
def test_what_is_no_rule_gives_no_entry(rule):
    assert first_day(rule, date(2024, 1, 1)) is None


@pytest.mark.parametrize(
    ("due", "expected"), [("2024-02", date(2024, 2, 29)), ("2024", date(2024, 12, 31)), ("2024-13", None), (None, None)]
)
def test_a_coarse_date_means_its_last_day(due, expected):
    assert expected == last_day(due)


def test_events_and_todos():
    duties = [duty(due="2024-03"), duty(recurrence="FREQ=MONTHLY;BYMONTHDAY=5 | FREQ=YEARLY")]
    _, events = made(*duties)
    assert [date(2024, 3, 31), date(2024, 3, 5), date(2024, 12, 31)] == [e["dtstart"].dt for e in events.walk("VEVENT")]
    _, todos = made(*duties, entries="todos")
    assert [date(2024, 3, 31), None, None] == [getattr(e.get("due"), "dt", None) for e in todos.walk("VTODO")]
    assert ["FREQ=MONTHLY;BYMONTHDAY=5"] == [
        e["rrule"].to_ical().decode() for e in todos.walk("VTODO") if b"MONTHLY" in e.to_ical()
    ]
    with pytest.raises(CancuError, match="option-wrong"):
        made(entries="feasts")


def test_a_rhythm_without_a_day_says_that_it_was_put_there():
    (entry,) = _entries(duty(recurrence="FREQ=YEARLY"))
    assert "văn bản không nêu ngày" in entry[4]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_makes_a_valid_calendar(text, actor):
    whole, read = made(duty(text + "\r\nEND:VEVENT\r\nBEGIN:VALARM", due="2024-03-01", actor=actor))
    lines = whole.split(b"\r\n")
    assert ([], 1) == ([line for line in lines if len(line) > 75], whole.count(b"BEGIN:VEVENT"))
    assert (1, 0) == (len(list(read.walk("VEVENT"))), len(list(read.walk("VALARM"))))
    assert not any(byte < 32 for line in lines for byte in line)
    for entry in read.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= {key.upper() for key in entry}


@pytest.fixture
def folder(tmp_path, toy_extractors):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        'DOC KH 5/KH-UBND 2023-02-08 ubnd "A"\nDUTY "Sở Nội vụ" 2023-12-15 "báo cáo"\nDUTY - - "triển khai"\n'
    )
    ingest(tmp_path / "in", store=tmp_path / "store")
    return tmp_path / "store"


def test_the_same_store_gives_the_same_bytes(folder):
    with open_store(folder) as store:
        answer = calendar(store)
        one, other = store.calendar(), store.calendar()
    assert (one, 1, "1 obligations without a day or a rhythm are left out") == (other, answer.total, answer.note)


def test_the_command_prints_a_calendar_and_rows_when_asked(capfdbinary, folder, tmp_path):
    assert 0 == int(_run(["calendar", "--store", str(folder)]))
    out, err = capfdbinary.readouterr()
    assert [date(2023, 12, 15)] == [event["dtstart"].dt for event in Calendar.from_ical(out).walk("VEVENT")]
    assert b"1 obligations without a day or a rhythm are left out" in err
    assert 0 == int(_run(["calendar", "--store", str(folder), "--out", str(tmp_path / "a.ics")]))
    assert out == (tmp_path / "a.ics").read_bytes()
    capfdbinary.readouterr()
    assert 0 == int(_run(["calendar", "--store", str(folder), "--csv"]))
    assert capfdbinary.readouterr().out.startswith(b"uid,start,rule")
