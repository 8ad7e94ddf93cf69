"""Kinds of documents: words, symbols, codes (registers/document_types.yaml, misread_words.yaml).

The rules: Nghị định 30/2020/NĐ-CP, Phụ lục III (administrative); the laws on promulgating normative documents of
2008, 2015 and 2025; Hướng dẫn 36-HD/VPTW (the Party). The codes are those of `type` in the contract.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from corpora.folding import fold
from corpora.reading import tree

__all__ = ["DocumentType", "by_code", "by_symbol", "by_word", "types", "words"]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A kind of document; `code` is None where the printed word names no kind ("Văn bản") or prints no symbol."""

    id: str
    code: str | None
    name: str
    systems: tuple[str, ...]  # of "state", "normative", "party", "joint"
    symbols: tuple[str, ...]  # as printed in numbers, the usual one first
    words: tuple[str, ...]  # as printed before "số", the name first
    source: str
    valid_from: str | None = None
    valid_to: str | None = None
    examples: tuple[str, ...] = ()


@cache
def types() -> tuple[DocumentType, ...]:
    """All kinds in the order of the register.

    >>> types()[0].words[0]
    'Nghị quyết'
    """
    return tuple(
        DocumentType(
            id=row["id"],
            code=row["code"],
            name=row["words"][0],
            systems=tuple(row["systems"]),
            symbols=tuple(row["symbols"]),
            words=tuple(row["words"]),
            source=row["source"],
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            examples=tuple(row["examples"]),
        )
        for row in tree("document_types.yaml")
    )


@cache
def _codes() -> Mapping[str, DocumentType]:
    found: dict[str, DocumentType] = {}
    for kind in types():
        if kind.code:
            found.setdefault(kind.code, kind)
    return found


@cache
def _words() -> Mapping[str, tuple[DocumentType, ...]]:
    found: dict[str, tuple[DocumentType, ...]] = {}
    for kind in types():
        for word in dict.fromkeys(map(fold, kind.words)):
            found[word] = (*found.get(word, ()), kind)
    for row in tree("misread_words.yaml"):
        found |= dict.fromkeys(row["misread"], found[row["clean"]])
    return found


@cache
def _symbols() -> tuple[Mapping[str, DocumentType], Mapping[str, DocumentType]]:
    exact: dict[str, DocumentType] = {}
    folded: dict[str, DocumentType] = {}
    for kind in types():
        for symbol in kind.symbols:
            exact.setdefault(symbol, kind)
            folded.setdefault(fold(symbol), kind)
    return exact, folded


def by_code(code: str) -> DocumentType | None:
    """The kind of a code of `type`; the first of the register where two share it (TT: Thông tư before Thông tri).

    >>> by_code("KL").name
    'Kết luận'
    """
    return _codes().get(code)


@lru_cache(maxsize=4096)
def by_word(folded: str, system: str | None = None) -> DocumentType | None:
    """The kind that a folded type word, also a misread one, names.

    `system="party"` prefers the Party's kind: "Quy định" is QĐi there, QyĐ elsewhere.

    >>> by_word("chuong trinh hanh dong").code, by_word("quy dinh").code, by_word("quy dinh", "party").code
    ('CTr', 'QyĐ', 'QĐi')
    """
    found = _words().get(folded, ())
    return next((kind for kind in found if system in kind.systems), found[0] if found else None)


@lru_cache(maxsize=4096)
def by_symbol(part: str) -> DocumentType | None:
    """The kind that one part of a symbol stands for, first as printed, then without regard to case and marks.

    "DA" is Dự án and "ĐA" Đề án, but "QD" can only be QĐ. Parts that name no kind give None.

    >>> by_symbol("NĐ").name, by_symbol("QD").code, by_symbol("CTR").code, by_symbol("UBND")
    ('Nghị định', 'QĐ', 'CTr', None)
    """
    exact, folded = _symbols()
    return exact.get(part) or folded.get(fold(part))


@cache
def words() -> Mapping[str, str | None]:
    """Folded type words, misread ones too, with their codes, longest first: a pattern's alternatives in order.

    >>> list(words()).index("thong tu lien tich") < list(words()).index("thong tu")
    True
    """
    found = {word: kinds[0].code for word, kinds in _words().items()}
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
