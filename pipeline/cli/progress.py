"""Progress of an ingest on stderr: one living line on a terminal, a plain line now and then elsewhere."""

import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from pipeline.cli.output import Talk
from pipeline.engine.summary import Summary

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

__all__ = ["Progress", "closing_lines", "line"]

PLAIN_SECONDS = 10.0


def _clock(seconds: float) -> str:
    """Time as people read it.

    >>> _clock(4000)
    '1 h 07 min'
    """
    minutes = round(seconds / 60)
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def _left(summary: Summary, seconds: float) -> str | None:
    """Time left, from the pace of the files that had to be read; None while nothing can be said."""
    if not summary.total or summary.looked_at < 20 or seconds < 2:
        return None
    worked_on = max(1, summary.looked_at - summary.known)
    return f"about {_clock((summary.total - summary.looked_at) * seconds / worked_on)} left"


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
    left = _left(summary, seconds)
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
    if summary.codes:
        lines.append("all of them: cancu sql 'SELECT path, code, message FROM failures'")
    return lines


class Progress:
    """Called after every file and step; a thread says at intervals how far the ingest is, even while one file lasts."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self.started = time.monotonic()
        self._summary: Summary | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._speak, daemon=True)
        self._bar: Bar | None = None

    def __enter__(self) -> "Progress":
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

    def __call__(self, summary: Summary, what: str) -> None:
        """Take note of where the ingest stands."""
        self._summary = summary
        if self.talk.verbose:
            self.talk.detail(what)

    def _speak(self) -> None:
        task = self._bar.add_task("starting", total=None) if self._bar else None
        while not self._stop.wait(0.25 if self._bar else PLAIN_SECONDS):
            summary, seconds = self._summary, time.monotonic() - self.started
            if summary is None:
                continue
            if self._bar and task is not None:
                total = summary.total if summary.step == "reading" else None
                self._bar.update(task, description=line(summary, seconds), completed=summary.looked_at, total=total)
            else:
                print(line(summary, seconds), file=sys.stderr, flush=True)

    def say(self, summary: Summary) -> None:
        """The closing lines."""
        for each in closing_lines(summary, time.monotonic() - self.started):
            self.talk.note(each)


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = SpinnerColumn(), BarColumn(bar_width=20), TextColumn("{task.description}", markup=False)
    return Bar(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4)
