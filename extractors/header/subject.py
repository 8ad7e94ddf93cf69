"""Trích yếu on one line."""

from collections.abc import Sequence

import regex

__all__ = ["joined_subject"]

_LEAD = regex.compile(
    r"(?i)^\W{0,3}(?:v\s?[/.]\s?v\s*[:.]?|v[ềeêàa]\s+vi[ệeê]c\s*:?|trích yếu\s*:|v[ềê]\s+(?=\p{L}))\s*"
)
_LEFT_BY_SCANNER = regex.compile(r"\s*[-–_]+\s*[:;.]+\s*$|_+$")
_BEFORE = regex.compile(r"^[+*~•.,:;|]\s(?=\p{Ll})")
_TORN_SYMBOL = regex.compile(r"(?<=\d/\p{Lu}{1,6})-\s(?=\p{Lu})")
_ENDS = " .,;:/_–-"


def joined_subject(lines: Sequence[str]) -> str | None:
    """The lines of a trích yếu joined, without "V/v" or "Về việc" and what a scanner left at their ends.

    >>> joined_subject(["V/v chấn chỉnh kỷ luật, ", "kỷ cương hành chính."])
    'chấn chỉnh kỷ luật, kỷ cương hành chính'
    """
    parts = [_BEFORE.sub("", _LEFT_BY_SCANNER.sub("", line).strip(" |*_")) for line in lines]
    subject = " ".join(" ".join(parts).split())
    subject = _LEAD.sub("", _TORN_SYMBOL.sub("-", subject), count=1).rstrip(_ENDS)
    if subject.count('"') == 1:
        subject = subject.strip('"')
    if subject.count("“") + subject.count("”") == 1 or (subject[:1] == "“" and subject[-1:] == "”"):
        subject = subject.strip("“”")
    return subject or None
