"""Obligations with a day or a rhythm as a calendar (iCalendar, RFC 5545)."""

import calendar as months
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pipeline.answers import Answer
from pipeline.errors import CancuError

if TYPE_CHECKING:
    from pipeline.query.store import Store

__all__ = ["as_ical", "calendar", "first_day", "last_day", "scheduled"]

_COLUMNS = ("uid", "start", "rule", "summary", "description", "due", "deadline", "actor", "document", "body", "issued")
_MARKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")  # no iCalendar text holds these
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = f"(?:{'|'.join(_WEEK)})"
_RULE = re.compile(
    rf"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)((?:;(?:INTERVAL|BYMONTH|BYMONTHDAY)=\d{{1,3}})*)(?:;BYDAY=({_DAY}(?:,{_DAY})*))?"
)
SUMMARY = 120  # letters


def last_day(due: str | None) -> date | None:
    """The last day a date may mean; None where it is none.

    >>> last_day("2024-02"), last_day("2024"), last_day("2024-02-30")
    (datetime.date(2024, 2, 29), datetime.date(2024, 12, 31), None)
    """
    parts = [int(part) for part in due.split("-")] if due and re.fullmatch(r"\d{4}(-\d\d){0,2}", due) else []
    try:
        if len(parts) == 3:
            return date(*parts)
        if parts:
            month = parts[1] if len(parts) > 1 else 12
            return date(parts[0], month, months.monthrange(parts[0], month)[1])
    except ValueError:
        pass
    return None


def first_day(rule: str, anchor: date) -> tuple[date, str] | None:
    """The first day of a rhythm on or after `anchor`, and the rule in full; None for a rule that is none.

    Where the rhythm names no day it is the last of its period, as reports fall due.

    >>> first_day("FREQ=MONTHLY;BYMONTHDAY=5", date(2024, 3, 8))
    (datetime.date(2024, 4, 5), 'FREQ=MONTHLY;BYMONTHDAY=5')
    >>> first_day("FREQ=MONTHLY;INTERVAL=3", date(2024, 2, 29))
    (datetime.date(2024, 3, 31), 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1')
    >>> first_day("FREQ=WEEKLY;BYDAY=MO", date(2024, 3, 8))
    (datetime.date(2024, 3, 11), 'FREQ=WEEKLY;BYDAY=MO')
    """
    parsed = _RULE.fullmatch(rule)
    if not parsed or (parsed[3] and parsed[1] != "WEEKLY"):
        return None
    kind = parsed[1]
    parts = {key: int(value) for key, _, value in (part.partition("=") for part in parsed[2].split(";") if part)}
    every, day, month = parts.get("INTERVAL", 1), parts.get("BYMONTHDAY", -1), parts.get("BYMONTH")
    if every < 1 or (month is not None and not 1 <= month <= 12) or not (day == -1 or 1 <= day <= 31):
        return None
    if kind == "DAILY":
        return anchor, rule
    if kind == "WEEKLY":
        days = (parsed[3] or "FR").split(",")
        wait = min((_WEEK.index(day) - anchor.weekday()) % 7 for day in days)
        return anchor + timedelta(wait), rule if parsed[3] else f"{rule};BYDAY=FR"
    named = {"BYMONTH": month, "BYMONTHDAY": day}
    if kind == "YEARLY":
        named["BYMONTH"] = month = month or 12
        periods: Iterator[tuple[int, int]] = ((year, month) for year in range(anchor.year, anchor.year + 9))
    else:
        # Quarters, halves and years end where the calendar's do; other lengths run from the anchor.
        step = every if every in (3, 6, 12) else 1
        periods = (
            (anchor.year + count // 12, count % 12 + 1)
            for count in range(anchor.month - 1, anchor.month + 60)
            if (count + 1) % step == 0
        )
    # A rule without an interval or day says so in its order: FREQ, INTERVAL, BYMONTH, BYMONTHDAY.
    said = [f"FREQ={kind}", *([f"INTERVAL={every}"] if "INTERVAL" in parts else [])]
    said += [f"{key}={value}" for key, value in named.items() if value is not None]
    for year, which in periods:
        length = months.monthrange(year, which)[1]
        if day <= length:
            found = date(year, which, length if day == -1 else day)
            if found >= anchor:
                return found, ";".join(said)
    return None


def _clean(words: Any) -> str:
    return " ".join(_MARKS.sub("", str(words or "")).split())


def _entries(row: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The calendar's entries of one obligation: the day it is due, and each rhythm."""
    due, issued = last_day(row["due"]), last_day(row["issued"])
    text = _clean(row["text"])
    summary = f"{_clean(row['actor'])}: {text}" if row["actor"] else text
    summary = summary if len(summary) <= SUMMARY else summary[: SUMMARY - 1].rstrip() + "…"
    lines = [text, f"{row['document']}, {row['body'] or ''} {row['issued'] or ''}".strip(" ,")]
    lines += [f"Thời hạn: {_clean(row['deadline'])}"] if row["deadline"] else []
    rules = [rule for rule in re.split(r"[\s|]+", row["recurrence"] or "") if rule]
    uid = f"{row['doc_id'][:32]}-{row['obligation']}"
    shared = (row["due"], row["deadline"], row["actor"], row["document"], row["body"], row["issued"])
    if due:
        yield (f"{uid}@cancu", due, None, summary, "\n".join(lines), *shared)
    anchor = max(filter(None, (due, issued)), default=None)
    for count, rule in enumerate(rules, 1):
        first = first_day(rule, anchor) if anchor else None
        if first:
            guess = [] if re.search(r"BYMONTHDAY=\d|BYDAY|DAILY", rule) else ["(ngày cuối kỳ: văn bản không nêu ngày)"]
            yield (f"{uid}-r{count}@cancu", first[0], first[1], summary, "\n".join([*lines, *guess]), *shared)


def calendar(
    store: "Store",
    *,
    actor: str | None = None,
    due_before: str | None = None,
    body: str | None = None,
    recurring: bool | None = None,
    limit: int | None = None,
) -> Answer:
    """Entries of a calendar, by day; the options are those of `obligations`.

    An obligation due in a month or year stands on its last day. A rhythm starts with its first day after the document
    and the day it names; where it names no day, on the last of its period, and the entry says so.
    """
    found = store.ask("obligations", actor=actor, due_before=due_before, body=body, recurring=recurring)
    entries = scheduled(found.records())
    said = "; ".join(filter(None, (found.note, entries.note))) or None
    return replace(entries, rows=entries.rows[:limit], note=said)


def scheduled(duties: Iterable[dict[str, Any]]) -> Answer:
    """The entries of obligations (rows with doc_id, obligation, text, actor, due, deadline, recurrence, document, body,
    issued), by day; the note counts those without a day or a rhythm."""
    rows, without = [], 0
    for duty in duties:
        entries = list(_entries(duty))
        rows += entries
        without += not entries
    rows.sort(key=lambda row: (row[1], row[0]))
    said = f"{without} obligations without a day or a rhythm are left out" if without else None
    return Answer(_COLUMNS, rows, len(rows), said, ("uid", "description", "due", "issued"))


def as_ical(answer: Answer, *, entries: str = "events") -> bytes:
    """The entries as an iCalendar file: all-day events, or `entries="todos"`; the same entries, the same bytes."""
    from icalendar import Calendar, Event, Todo, vRecur

    if entries not in ("events", "todos"):
        raise CancuError("option-wrong", f"a calendar holds events or todos, not {entries!r}")
    whole = Calendar()
    whole.add("prodid", "-//cancu//cancu//VI")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    for row in answer.records():
        entry = Event() if entries == "events" else Todo()
        issued = last_day(row["issued"]) or row["start"]
        entry.add("uid", row["uid"])
        entry.add("dtstamp", datetime(issued.year, issued.month, issued.day, tzinfo=UTC))
        entry.add("summary", row["summary"])
        entry.add("description", row["description"])
        # A to-do has its day as DUE; one that comes back needs a DTSTART to count from.
        entry.add("dtstart" if entries == "events" or row["rule"] else "due", row["start"])
        if entries == "events":
            entry.add("transp", "TRANSPARENT")
        if row["rule"]:
            entry.add("rrule", vRecur.from_ical(row["rule"]))
        whole.add_component(entry)
    return bytes(whole.to_ical())
