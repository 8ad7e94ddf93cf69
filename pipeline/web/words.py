"""The words of the pages: one catalogue, Vietnamese and English (words.toml)."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

__all__ = ["LANGUAGES", "catalogue", "day", "gloss", "number", "period", "translate", "voice"]

LANGUAGES = ("vi", "en")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every key ("search.title") with its words in each language.

    >>> catalogue()["nav.search"]["vi"]
    'Tìm kiếm'
    """
    read = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {f"{room}.{key}": words for room, keys in read.items() for key, words in keys.items()}


@cache
def _glosses() -> Mapping[str, str]:
    read = tomllib.loads((Path(__file__).parent / "glosses.toml").read_text(encoding="utf-8"))
    return {f"{room}.{key}": words for room, keys in read.items() for key, words in keys.items()}


def gloss(language: str) -> Callable[[str, str], str]:
    """What a table, a view or a call of the API is, for those who read Vietnamese; else the words of the code itself.

    >>> gloss("vi")("table.documents", "a document held"), gloss("en")("table.documents", "a document held")
    ('một văn bản có trong kho', 'a document held')
    """
    known: Mapping[str, str] = _glosses() if language == "vi" else {}
    return known.get


def translate(language: str, key: str, /, **values: object) -> str:
    """The words of a key, `{names}` filled in; a key that ends in a code nobody knows stands for the code itself.

    >>> translate("en", "paging.of", page=1, pages=3)
    'page 1 of 3'
    """
    words = catalogue().get(key)
    if words is None:
        return key.rpartition(".")[2]
    return words[language].format(**values) if values else words[language]


def voice(language: str) -> Callable[..., str]:
    """`translate` in one language."""
    return partial(translate, language)


def day(iso: str | None, language: str) -> str:
    """A date as people of the language write it, as precise as it is known.

    >>> day("2024-06-14", "vi"), day("2024-06", "vi"), day("2024-06-14", "en"), day(None, "vi")
    ('14/06/2024', '06/2024', '2024-06-14', '')
    """
    if not iso:
        return ""
    return "/".join(reversed(iso.split("-"))) if language == "vi" else iso


def number(value: int, language: str) -> str:
    """A count with its thousands set apart.

    >>> number(12345, "vi"), number(12345, "en")
    ('12.345', '12,345')
    """
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if language == "vi" else grouped


def period(rule: str | None, language: str) -> str:
    """A recurrence in words; a rule that has none in the catalogue as it is.

    >>> period("FREQ=MONTHLY;INTERVAL=3", "vi"), period("FREQ=YEARLY;INTERVAL=2", "vi")
    ('hằng quý', 'FREQ=YEARLY;INTERVAL=2')
    """
    if not rule:
        return ""
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    name, every = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    name = {("MONTHLY", "3"): "QUARTERLY", ("MONTHLY", "6"): "HALF_YEARLY"}.get(
        (name, every), name if every == "1" else ""
    )
    words = catalogue().get(f"recurrence.{name}")
    return words[language] if words else rule
