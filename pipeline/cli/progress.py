"""Progress of an ingest on stderr: one living line on a terminal, a plain line now and then elsewhere."""

import sys
import time

from pipeline.cli.output import Talk
from pipeline.ingestion import Summary

__all__ = ["Progress"]

TERMINAL_SECONDS = 0.2
PLAIN_SECONDS = 10.0


class Progress:
    """Called after every file; says at intervals how far the ingest is."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.terminal = sys.stderr.isatty()
        self.started = self.said = time.monotonic()
        self.open_line = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self.open_line:
            print(file=sys.stderr)
            self.open_line = False

    def _line(self, summary: Summary) -> str:
        seconds = time.monotonic() - self.started
        rate = summary.read / seconds if seconds > 0 else 0.0
        parts = [f"{summary.read} read", f"{summary.known + summary.duplicates} known", f"{summary.failed} failed"]
        if summary.partial:
            parts.append(f"{summary.partial} in part")
        return f"{', '.join(parts)}; {rate:.0f} documents/s, {seconds:.0f} s"

    def __call__(self, summary: Summary, path: str) -> None:
        """Say where the ingest stands, if it is time to."""
        now = time.monotonic()
        if self.talk.verbose:
            self.talk.detail(path)
        if self.talk.quiet or now - self.said < (TERMINAL_SECONDS if self.terminal else PLAIN_SECONDS):
            return
        self.said = now
        if self.terminal:
            print(f"\r{self._line(summary)}\033[K", end="", file=sys.stderr, flush=True)
            self.open_line = True
        else:
            print(self._line(summary), file=sys.stderr)

    def say(self, summary: Summary) -> None:
        """The closing line."""
        self.talk.note(self._line(summary))
