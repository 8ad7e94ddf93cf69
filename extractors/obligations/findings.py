"""What makes a sentence a duty."""

from typing import NamedTuple

__all__ = ["Finding"]


class Finding(NamedTuple):
    """A duty: its evidence, the actor the sentence itself names, the place of its act, and a confidence."""

    evidence: str
    actor: tuple[int, int] | None
    act: int
    confidence: float
