"""Annotated texts with their marks inside: ⟦words⟧{what they are}."""

import re

__all__ = ["unmark"]


def unmark(marked: str, told: str = r"[^}]*") -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its marks, and the marked places in it: start, end (code points), what is told of
    them (of the pattern `told`; braces with anything else are text).

    >>> unmark("Gọi ⟦0900⟧{PHONE}.")
    ('Gọi 0900.', [(4, 8, 'PHONE')])
    """
    places, text, done = [], "", 0
    for mark in re.finditer(rf"⟦(?P<words>[^⟧]*)⟧\{{(?P<told>{told})\}}", marked):
        text += marked[done : mark.start()]
        places.append((len(text), len(text) + len(mark["words"]), mark["told"]))
        text += mark["words"]
        done = mark.end()
    return text + marked[done:], places
