"""Bodies that a text names in full somewhere and by their initials in a symbol: "39/KH-BCĐCĐS" of a "Ban Chỉ đạo
chuyển đổi số"."""

import re
from functools import lru_cache

from corpora.folding import fold
from extractors.citations.body_phrases import BodyPhrase, BodyReader
from extractors.citations.issuers import opened
from extractors.normalise import NormalisedText

__all__ = ["body_of_initials"]

_INITIALS = re.compile(r"[A-ZĐƯÔƠÂĂÊ]{3,12}")
_LINK = r"[ \n](?:-[ ])?(?:(?:va|cac|cua|cho|ve)[ \n])?"  # words that no symbol counts
_WORD = r"[a-z0-9]*"


@lru_cache(maxsize=1024)
def _pattern(initials: str) -> re.Pattern[str]:
    first, *others = [_PLAIN.get(letter, letter.lower()) for letter in initials]
    opening = rf"({first})(?<!\w.){_WORD}"  # a search that begins with a letter is the fastest
    return re.compile(_LINK.join([opening, *(f"({letter}){_WORD}" for letter in others)]) + r"\b")


_PLAIN = {"Đ": "d", "Ư": "u", "Ô": "o", "Ơ": "o", "Â": "a", "Ă": "a", "Ê": "e"}


def body_of_initials(code: str, text: NormalisedText, bodies: BodyReader) -> BodyPhrase | None:
    """The body whose name the code abbreviates, where the text names just one; by its longest name.

    >>> from extractors.normalise import normalise
    >>> text = normalise("hoạt động của Ban Chỉ đạo chuyển đổi số ngành Y tế.")
    >>> body_of_initials("BCĐCĐS", text, BodyReader(text)).parts[0].printed
    'Ban Chỉ đạo chuyển đổi số ngành Y tế'
    """
    if not _INITIALS.fullmatch(code):
        return None
    found: list[tuple[frozenset[str], BodyPhrase]] = []
    for match in _pattern(code).finditer(text.folded):
        words = text.text[match.start() : match.end()]
        if (
            not words[0].isupper()
            or words.isupper()
            or not all(
                (text.text[match.start(group)] in "đĐ") == (letter == "Đ") for group, letter in enumerate(code, 1)
            )
        ):
            continue
        named = bodies.phrase_at(match.start(), required=False, joint=False)
        if named is not None and named.end >= match.end():
            found.append((frozenset(fold(opened(text.text[named.start : named.end])).split()), named))
    if not found:
        return None
    most, longest = max(found, key=lambda one: len(one[0]))
    return longest if all(fewer <= most for fewer, _ in found) else None
