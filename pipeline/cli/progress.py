"""Progress of long work on stderr: one living line on a terminal, a plain line now and then elsewhere."""

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pipeline.cli.output import Talk
from pipeline.engine.summary import Summary

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

__all__ = ["Progress", "State", "closing_lines", "line", "work_line"]

PLAIN_SECONDS = 10.0


class State(Protocol):
    """Where work stands: so many of all looked at, in a step."""

    step: str
    looked_at: int
    total: int | None


S = TypeVar("S", bound=State)


def _clock(seconds: float) -> str:
    """Time as people read it.

    >>> _clock(4000)
    '1 h 07 min'
    """
    minutes = round(seconds / 60)
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def _left(state: State, seconds: float, known: int = 0) -> str | None:
    """Time left, from the pace of the files that had to be read; None while nothing can be said."""
    if not state.total or state.looked_at < 20 or seconds < 2:
        return None
    worked_on = max(1, state.looked_at - known)
    return f"about {_clock((state.total - state.looked_at) * seconds / worked_on)} left"


def work_line(state: State, seconds: float) -> str:
    """Where other work stands; `seconds` since its step began.

    >>> from pipeline.export.exporting import Done
    >>> work_line(Done("writing", 5000, 20000), 50)
    'writing: 5,000 of 20,000 documents; 100 documents/s, about 2 min left'
    """
    of_all = f" of {state.total:,}" if state.total else ""
    rate = state.looked_at / seconds if seconds > 0 else 0.0
    said = f"{state.step}: {state.looked_at:,}{of_all} documents; {rate:.0f} documents/s"
    left = _left(state, seconds)
    return f"{said}, {left}" if left else said


def line(summary: Summary, seconds: float) -> str:
    """Where an ingest stands, in words: documents, pages, rate, failures, time left."""
    rate = (summary.read + summary.refreshed) / seconds if seconds > 0 else 0.0
    parts = [f"{summary.read:,} read ({summary.pages:,} pages)"]
    if summary.refreshed:
        parts.append(f"{summary.refreshed:,} extracted again")
    parts += [f"{summary.known + summary.duplicates:,} known", f"{summary.failed:,} failed"]
    if summary.partial:
        parts.append(f"{summary.partial:,} in part")
    said = f"{', '.join(parts)}; {rate:.0f} documents/s, {_clock(seconds)}"
    if summary.step != "reading":
        return f"{said}; {summary.step}"
    left = _left(summary, seconds, summary.known)
    return f"{said}, {left}" if left else said


def closing_lines(summary: Summary, seconds: float) -> list[str]:
    """What an ingest did and, code by code, what failed and what can be done about it."""
    from pipeline.errors import CATALOGUE

    summary.step = "reading"
    summary.total = None
    lines = [line(summary, seconds)]
    for code, count in summary.codes.most_common():
        lines.append(f"  {count:,} × {code}: {CATALOGUE[code].remedy}")
        lines += [f"      {path}: {message} [{code}]" for path, its, message in summary.failures if its == code][:3]
    if summary.otherwise:
        lines.append(f"other models were asked for {summary.otherwise:,} documents here: --refresh extracts them again")
    if summary.codes:
        lines.append("all of them: cancu sql 'SELECT path, code, message FROM failures'")
    return lines


class Progress(Generic[S]):
    """Called after every file and step; a thread says at intervals how far the work is, even while one file lasts.

    `words` says it of a state and seconds: since the beginning, or (`by_step`) since the step began.
    """

    def __init__(self, talk: Talk, words: Callable[[S, float], str], *, by_step: bool = False) -> None:
        self.talk = talk
        self.words = words
        self.by_step = by_step
        self.terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.started = time.monotonic()
        self._state: S | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._speak, daemon=True)
        self._bar: Bar | None = None

    def __enter__(self) -> "Progress[S]":
        if not self.talk.quiet:
            if self.terminal:
                self._bar = _bar()
                self._bar.start()
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._bar:
            self._bar.stop()

    def __call__(self, state: S, what: str) -> None:
        """Take note of where the work stands."""
        if self.by_step and state is not self._state:
            self.started = time.monotonic()
        self._state = state
        if what and self.talk.verbose:
            self.talk.detail(what)

    def _speak(self) -> None:
        task = self._bar.add_task("starting", total=None) if self._bar else None
        while not self._stop.wait(0.25 if self._bar else PLAIN_SECONDS):
            state, seconds = self._state, time.monotonic() - self.started
            if state is None:
                continue
            if self._bar and task is not None:
                total = state.total if self.by_step or state.step == "reading" else None
                self._bar.update(task, description=self.words(state, seconds), completed=state.looked_at, total=total)
            else:
                print(self.words(state, seconds), file=sys.stderr, flush=True)

    def seconds(self) -> float:
        """Since the beginning (of the step)."""
        return time.monotonic() - self.started


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = SpinnerColumn(), BarColumn(bar_width=20), TextColumn("{task.description}", markup=False)
    return Bar(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4)
