"""A stretch of personal data."""

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["KINDS", "Finding", "Kind"]

Kind = Literal["EMAIL", "ID", "ACCOUNT", "TAX", "PHONE", "PLATE", "BIRTH", "ADDRESS", "PERSON"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Where two overlap, the kind that stands earlier here is kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data from `start` to `end` of a text; `value` is the same for two writings of the same thing."""

    start: int
    end: int
    kind: Kind
    value: str
    confidence: float
