"""Which work a person means by what they typed: any printed spelling, without diacritics, or an id."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.numbers import number_key, plain

__all__ = ["AmbiguousNumberError", "Wanted", "body_test", "find_work", "type_code", "understand"]

_NUMBER = re.compile(r"[0-9][^\s,;]*(?:\s*[-/]\s*[^\s,;]+)*")
_YEAR = re.compile(r"\b(?:nam\s+)?((?:19|20)[0-9]{2})\b")
_SMALL = {"so", "cua", "ngay", "thang", "nam", "ve", "viec", "theo", "tai", "cac", "van", "ban"}
_NAMES = ("target_id", "type", "number", "date", "issuer", "title", "held", "cited_by")
_COLUMNS = (*_NAMES[:6], "held_doc_id IS NOT NULL AS held", "cited_by")
CANDIDATES = 20


class AmbiguousNumberError(CancuError):
    """Several works fit; `candidates` lists them."""

    def __init__(self, asked: str, candidates: Answer) -> None:
        super().__init__("number-ambiguous", f"{candidates.total} works fit", where=asked)
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed, understood: `key` of the number (its beginning if `open_ended`), type, year, other words."""

    key: str | None
    type: str | None
    year: int | None
    words: tuple[str, ...]


@cache
def _type_words() -> list[tuple[str, str]]:
    """Folded names of document types and their codes, the longest first."""
    from corpora.document_types import words

    pairs = [(word, code) for word, code in words().items() if code]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


def understand(typed: str) -> Wanted:
    """Number, type word, year and other words of what a person typed.

    >>> understand("nghi dinh 107/2021")
    Wanted(key='107|2021', type='NĐ', year=None, words=())
    >>> understand("28/KH-UBND quận Hai Bà Trưng 2023")
    Wanted(key='28|khubnd', type=None, year=2023, words=('quan', 'hai', 'ba', 'trung'))
    """
    folded = re.sub(r"^so\s+", "", " ".join(plain(typed).split()))
    kind = None
    for name, code in _type_words() if folded[:1].isalpha() else ():
        if re.match(rf"{re.escape(name)}\b", folded):
            kind, folded = code, folded[len(name) :]
            break
    found = _NUMBER.search(folded)
    if found is None:
        return Wanted(None, kind, None, tuple(re.findall(r"[a-z0-9]+", plain(typed))))
    rest = f"{folded[: found.start()]} {folded[found.end() :]}"
    year = _YEAR.search(rest)
    others = [word for word in re.findall(r"[a-z]+", rest) if word not in _SMALL]
    return Wanted(number_key(found[0]), kind, int(year[1]) if year else None, tuple(others))


def _works(connection: Any, where: str, values: list[Any]) -> Answer:
    query = f"SELECT {', '.join(_COLUMNS)}, count(*) OVER () AS total FROM works WHERE {where}"
    rows = connection.execute(f"{query} ORDER BY cited_by DESC, target_id LIMIT {CANDIDATES}", values).fetchall()
    return Answer(_NAMES, [row[:-1] for row in rows], rows[0][-1] if rows else 0)


def find_work(connection: Any, typed: str) -> str:
    """The target_id of the one work that fits what was typed.

    An id is taken as it is; a whole number goes before the beginning of one ("107/2021"); type, year and other words
    narrow (words are looked for in issuer and title). Raises `AmbiguousNumberError` or `CancuError("number-unknown")`.
    """
    exact = connection.execute(
        "SELECT target_id FROM works WHERE target_id = $1 UNION SELECT target_id FROM aliases WHERE alias = $1", [typed]
    ).fetchone()
    if exact:
        return str(exact[0])
    wanted = understand(typed)
    narrow: list[str] = ["true"]
    values: list[Any] = []
    if wanted.type:
        narrow.append("(type = ? OR type IS NULL)")
        values.append(wanted.type)
    if wanted.year:
        narrow.append("year = ?")
        values.append(wanted.year)
    for word in wanted.words:
        narrow.append("contains(fold(concat_ws(' ', type, issuer, title)), ?)")
        values.append(word)
    rest = " AND ".join(narrow)
    found = None
    if wanted.key:
        for test in ("number_key = ?", "starts_with(number_key, ?)"):
            key = wanted.key if "|" in wanted.key else wanted.key + "|"
            joined = connection.execute(f"SELECT DISTINCT target_id FROM aliases WHERE {test} ORDER BY 1", [key])
            joined = [row[0] for row in joined.fetchall()]
            if joined:  # of a work that a person joined, every printed number leads to it
                found = _works(
                    connection, f"({test} OR list_contains(?, target_id)) AND {rest}", [key, joined, *values]
                )
            else:
                found = _works(connection, f"{test} AND {rest}", [key, *values])
            if found.total:
                break
    elif wanted.words:
        whole = " ".join(wanted.words)
        found = _works(connection, "fold(title) = ? OR fold(target_id) = ?", [whole, whole])
        if not found.total:
            found = _works(connection, rest, values)
    if not found or not found.total:
        raise CancuError("number-unknown", "the store knows no document of this number or name", where=typed)
    if found.total > 1:
        raise AmbiguousNumberError(typed, found)
    return str(found.rows[0][0])


def type_code(typed: str) -> str:
    """The code of a kind of document, by its code or name, without diacritics too. Raises `option-wrong`.

    >>> type_code("nđ"), type_code("nghi dinh"), type_code("QĐ")
    ('NĐ', 'NĐ', 'QĐ')
    """
    from corpora.document_types import by_code, by_word, types

    exact = by_code(typed.strip())
    if exact and exact.code:
        return exact.code
    folded = " ".join(plain(typed).split())
    kind = by_word(folded)
    if kind and kind.code:
        return kind.code
    codes = {each.code for each in types() if each.code and each.code.lower() == typed.strip().lower()}
    codes = codes or {each.code for each in types() if each.code and plain(each.code) == folded}
    if len(codes) != 1:
        known = f"it may be {', '.join(sorted(codes))}" if codes else "docs/glossary.md lists the codes"
        raise CancuError("option-wrong", f"no one kind of document is {typed!r}; {known}")
    return codes.pop()


def body_test(name: str, id: str, typed: str) -> tuple[str, list[str]]:
    """An SQL condition on the columns `name` and `id` of a body, and its values, for what a person typed.

    All the words count, in any order; known short forms are opened ("ubnd tinh", "snv").

    >>> body_test("issuer", "issuer_id", "ubnd ha nam")[1]
    ['uy ban nhan dan ha nam', 'ubnd ha nam', 'ubnd ha nam']
    """
    from corpora.bodies import by_code, find_bodies

    folded = " ".join(plain(typed).split())
    for start, end, body in reversed(find_bodies(folded)):
        folded = folded[:start] + plain(body.name) + folded[end:]
    first, _, rest = folded.partition(" ")
    coded = {plain(body.name) for body in by_code(first.upper())} if len(first) > 2 else set()
    if len(coded) == 1:
        folded = f"{coded.pop()} {rest}".strip()
    return f"(has_words({name}, ?) OR has_words({name}, ?) OR {id} = ?)", [folded, plain(typed), typed.strip()]
