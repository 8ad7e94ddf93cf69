"""A text with its personal data replaced, and the way from old offsets to new ones."""

import hashlib
import hmac
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from extractors.pii import Finding
from extractors.records import Span

__all__ = ["Redaction", "placeholder"]

_DIGITS = 10


def placeholder(kind: str, value: str, key: bytes) -> str:
    """What stands in the place of a value: the same for the same value and key, and without the key not to be undone.

    >>> placeholder("PHONE", "0912345678", b"secret") == placeholder("PHONE", "0912345678", b"secret")
    True
    >>> placeholder("PHONE", "0912345678", b"other") == placeholder("PHONE", "0912345678", b"secret")
    False
    """
    digest = hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()
    return f"[{kind}_{digest[:_DIGITS]}]"


class Redaction:
    """`text` is the source with each finding replaced; findings are in order and none over another.

    >>> source = "Ông Mẫu ký."
    >>> redaction = Redaction(source, [Finding(4, 7, "PERSON", "mau", 1.0)], b"secret")
    >>> redaction.text.startswith("Ông [PERSON_"), redaction.text[slice(*redaction.span((8, 10)))]
    (True, 'ký')
    """

    def __init__(self, source: str, findings: Sequence[Finding], key: bytes) -> None:
        self.findings = tuple(findings)
        self._starts = [finding.start for finding in findings]
        self._places: list[Span] = []  # of the placeholders in the new text
        pieces, done, length = [], 0, 0
        for finding in findings:
            word = placeholder(finding.kind, finding.value, key)
            pieces += [source[done : finding.start], word]
            start = length + finding.start - done
            self._places.append(Span(start, start + len(word)))
            done, length = finding.end, start + len(word)
        self.text = "".join([*pieces, source[done:]])
        self._surfaces = {
            " ".join(source[finding.start : finding.end].split()): placeholder(finding.kind, finding.value, key)
            for finding in findings
        }

    def offset(self, old: int, *, end: bool = False) -> int:
        """The new offset of an old one; one inside personal data goes to the placeholder's start, or its end."""
        index = bisect_left(self._starts, old + (not end)) - 1  # the last finding that begins before it
        if index < 0:
            return old
        finding, place = self.findings[index], self._places[index]
        if old >= finding.end:
            return place.end + old - finding.end
        return place.end if end and old > finding.start else place.start

    def span(self, old: Iterable[int]) -> Span:
        """The new span of an old one; a placeholder at its border is taken whole."""
        start, end = old
        return Span(self.offset(start), max(self.offset(end, end=True), self.offset(start)))

    @cached_property
    def _known(self) -> re.Pattern[str] | None:
        whole = sorted(
            (words for words in self._surfaces if " " in words or len(words) > _DIGITS), key=len, reverse=True
        )
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, whole))})(?!\w)") if whole else None

    def words(self, field: str) -> str:
        """A field that was read from the text, with the personal data of the text replaced in it.

        Single words are left: "Mẫu" of "ông Mẫu" would hit every "Mẫu số 01".
        """
        return self._known.sub(lambda match: self._surfaces[match[0]], field) if self._known else field
