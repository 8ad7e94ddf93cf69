"""Sentences of clean text."""

from collections.abc import Iterator

import regex

from extractors.structure.model import Zone

__all__ = ["sentences"]

_END = regex.compile(
    r"""(?x)
    (?: (?<! \b(?:TP|Tp|tp|TS|ThS|Ths|GS|PGS|BS|KS|CN|TM|KT|TL|TUQ|Q|P|NĐ|v|Tr|tr|TX|TT|St|Mr|Ms|Dr|ĐT|Tel|T\.Ư) )
        (?<! \b[A-ZĐ] )            # an initial
        [.] (?:/[.])? | [!?…] )
    [”"’)»]{0,2}
    (?= \s+ [“"‘(«]? [\p{Lu}\d] | \s*\z )
    """
)


def sentences(text: str, start: int, end: int) -> Iterator[Zone]:
    """The sentences of `text[start:end]`, as zones without outer blanks.

    Abbreviations ("TP.", "TS.", "v.v."), initials and numbers ("1.2") end none; "./." does.

    >>> text = "Sở GD&ĐT TP. Huế báo cáo. Các đơn vị thực hiện./."
    >>> [text[s:e] for s, e in sentences(text, 0, len(text))]
    ['Sở GD&ĐT TP. Huế báo cáo.', 'Các đơn vị thực hiện./.']
    """
    at = start
    for match in _END.finditer(text, start, end):
        if text[at : match.end()].strip():
            yield _trimmed(text, at, match.end())
        at = match.end()
    if text[at:end].strip():
        yield _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Zone:
    words = text[start:end]
    return Zone(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
