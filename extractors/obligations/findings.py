"""What makes a sentence a duty, and the duty that comes of it."""

from typing import NamedTuple

__all__ = ["Duty", "Finding"]


class Finding(NamedTuple):
    """A duty: its evidence, the actor the sentence itself names, the place of its act, and a confidence."""

    evidence: str
    actor: tuple[int, int] | None
    act: int
    confidence: float


class Duty(NamedTuple):
    """An obligation in clean offsets; `words` is where its words begin, after the label."""

    start: int
    end: int
    words: int
    label: str | None
    path: tuple[str, ...]
    actor: tuple[int, int] | str | None
    confidence: float
    times: tuple[int, int] | None = None
    """A sub-unit that only tells the time ("- Thời gian hoàn thành: Quý III/2024")."""
