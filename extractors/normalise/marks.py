"""Marks that are not text: invisible characters, Markdown, HTML, footnote marks, blanks at a line's end."""

from functools import cache

import regex

from extractors.normalise.letters import INVISIBLE, Edit, Present, occurs

__all__ = ["marks"]

_MARKS: tuple[tuple[str, str], ...] = (
    # the signs of which one must occur for a pattern to be worth trying, and the pattern of what is dropped
    (INVISIBLE, rf"[{INVISIBLE}]+"),
    ("*", r"\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}"),  # Markdown emphasis; a "*" between blanks is a bullet or a rule
    ("#", r"(?m:^[ ]*\#{1,6}[ ]+)"),
    ("\\", r"\\(?=[-.()\[\]#*_+/&~])"),
    ("<", r"<sup>[ ]*\d{1,3}[ ]*</sup>|</?(?:sup|sub|br|b|i|u|em|strong|span)[ ]*/?>"),
    ("$", r"\$[ ]*\^[ ]*\{?[ ]*\d{1,3}[ ]*\}?[ ]*\$"),
    ("[", r"(?<=\S)\[\^\d{1,3}\]"),
    # at a line's start a superscript marks a footnote; m² stays
    ("¹²³⁰⁴⁵⁶⁷⁸⁹", r"[⁰¹²³⁴-⁹]{1,3}(?<=[^\s⁰¹²³⁴-⁹m][⁰¹²³⁴-⁹]{1,3})"),
    ("&", r"(?<=&)amp;"),
)


@cache
def _pattern(kinds: tuple[int, ...]) -> regex.Pattern[str]:
    return regex.compile("|".join(_MARKS[kind][1] for kind in kinds))


def marks(text: str, present: Present) -> list[Edit]:
    """What is to be dropped from a text; kinds whose signs do not occur cost nothing."""
    kinds = [kind for kind, (signs, _) in enumerate(_MARKS) if occurs(signs, present)]
    found = [(*match.span(), "") for match in _pattern(tuple(kinds)).finditer(text)] if kinds else []
    return found + _blanks_at_line_ends(text)


def _blanks_at_line_ends(text: str) -> list[Edit]:
    found: list[Edit] = []
    at = text.find(" \n")
    while at >= 0:
        start = at
        while start and text[start - 1] == " ":
            start -= 1
        found.append((start, at + 1, ""))
        at = text.find(" \n", at + 2)
    return found
