"""Trích yếu on one line."""

from collections.abc import Sequence

import regex

__all__ = ["joined_subject"]

_LEAD = regex.compile(
    r"(?i)^\W{0,3}(?:v\s?[/.]\s?v\s*[:.]?|v[ềeêàa]\s+vi[ệeê]c\s*:?|trích yếu\s*:|v[ềê]\s+(?=\p{L}))\s*"
)


def joined_subject(lines: Sequence[str]) -> str | None:
    """The lines of a trích yếu joined, without "V/v" or "Về việc" and what a scanner left at their ends.

    >>> joined_subject(["V/v chấn chỉnh kỷ luật, ", "kỷ cương hành chính."])
    'chấn chỉnh kỷ luật, kỷ cương hành chính'
    """
    parts: list[str] = []
    for line in lines:
        part = regex.sub(
            r"\s*[-–_]+\s*[:;.]*\s*$" if regex.search(r"[-–]\s*[:;.]\s*$|_+$", line) else r"\s+$", "", line
        )
        part = regex.sub(r"^[+*~•.,:;|]\s(?=\p{Ll})", "", part.strip())
        parts.append(part.strip(' |*_"“”' if part.count("“") + part.count("”") == 1 else " |*_"))
    subject = " ".join(" ".join(filter(None, parts)).split())
    subject = (
        regex.sub(r"(?<=\d)\s*-\s+(?=\p{Lu})", "-", subject)
        if regex.search(r"\d/\p{Lu}+- \p{Lu}", subject)
        else subject
    )
    subject = _LEAD.sub("", subject, count=1)
    subject = regex.sub(r"[\s.,;:/_–-]+$", "", subject)
    return subject or None
