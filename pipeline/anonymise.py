"""Personal data replaced in documents and in rows of a store: `--anonymise` (extra `pii`).

Names of private persons, addresses, identity, phone and account numbers, e-mail, licence plates, dates of birth and tax
codes of persons are replaced by placeholders ("[PERSON_3f9a…]"), the same for the same person or number under one key.
Who signs stays, and so do bodies. Found by recognisers of ours in Microsoft Presidio's framework.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from corpora.folding import fold
from extractors.records import Document, Record
from pipeline.errors import CancuError

if TYPE_CHECKING:
    from extractors.pii import Finding
    from extractors.pii.redaction import Redaction

__all__ = ["KEY", "KEY_FILE", "Anonymiser", "key_of"]

KEY = "CANCU_ANONYMISE_KEY"
KEY_FILE = ".anonymise-key"
NEEDED = "personal data is found with Presidio: pip install 'cancu[pii]'"
_WORDS = {  # columns of each table that hold words of the text
    "documents": ("subject", "name", "path"),
    "citations": ("title",),
    "obligations": ("actor", "target", "deadline"),
    "recipients": ("text",),
}


def key_of(store: str | Path | None) -> bytes:
    """The key of the placeholders: of the environment (`CANCU_ANONYMISE_KEY`), else one of the store's own, made once.

    Without a store it is made anew each time: placeholders then agree within one document only.
    Raises `CancuError("store-unwritable")`.
    """
    said = os.environ.get(KEY)
    if said:
        return said.encode()
    if store is None:
        return secrets.token_bytes(32)
    path = Path(store) / KEY_FILE
    try:
        if not path.exists():
            new = path.with_name(f"{KEY_FILE}.{os.getpid()}.tmp")
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32))
            try:
                os.link(new, path)  # the first to come makes the key
            except FileExistsError:
                pass
            finally:
                new.unlink()
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        message = f"{error.strerror}; a key may be given in {KEY} instead"
        raise CancuError("store-unwritable", message, where=str(path)) from None


class Anonymiser:
    """Replaces personal data under one key. Raises `CancuError("program-missing")` when first used without Presidio."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def require(self) -> None:
        """Raise `CancuError("program-missing")` where Presidio is not installed."""
        _ = self._engine

    @cached_property
    def _engine(self) -> Any:
        try:
            from extractors.pii.presidio import analyzer
        except ImportError:
            raise CancuError("program-missing", NEEDED) from None
        return analyzer()

    def findings(
        self, text: str, *, protected: Iterable[Iterable[int]] = (), signers: Iterable[str] = ()
    ) -> "list[Finding]":
        """The personal data of a text, in order; not what lies over `protected` spans, and no name of a signer.

        Who signs the text itself is known from its signature block.
        """
        from extractors.pii import without_overlaps

        stay = {_folded(name) for name in (*signers, *_signed_by(text))}
        kept = [tuple(span) for span in protected]
        return without_overlaps(
            finding
            for finding in self._found(text)
            if not (finding.kind == "PERSON" and finding.value in stay)
            and not any(start < finding.end and finding.start < end for start, end in kept)
        )

    def _found(self, text: str) -> "list[Finding]":
        """All that the recognisers find."""
        from extractors.pii import Finding
        from extractors.pii.presidio import LANGUAGE, VALUE

        return [
            Finding(start, end, result.entity_type,
                    (result.recognition_metadata or {}).get(VALUE) or _folded(text[result.start : result.end]),
                    result.score)
            for result in self._engine.analyze(text, LANGUAGE)
            for start, end in _by_page(text, result.start, result.end)
        ]  # fmt: skip

    def redact(self, text: str, *, protected: Iterable[Iterable[int]] = (), signers: Iterable[str] = ()) -> "Redaction":
        """The text with its personal data replaced, and the map of offsets."""
        from extractors.pii.redaction import Redaction

        return Redaction(text, self.findings(text, protected=protected, signers=signers), self.key)

    def words(self, field: str | None, signers: Iterable[str] = ()) -> str | None:
        """A title, a line or a name by itself, with the personal data in it replaced."""
        from extractors.pii import without_overlaps
        from extractors.pii.redaction import Redaction

        found = self._in_field(field) if field else ()
        if not field or not found:
            return field
        stay = set(map(_folded, signers))
        left = [finding for finding in found if not (finding.kind == "PERSON" and finding.value in stay)]
        return Redaction(field, without_overlaps(left), self.key).text

    @cached_property
    def _in_field(self) -> "Callable[[str], list[Finding]]":
        return lru_cache(maxsize=65536)(self._found)  # the same actors, deadlines and laws stand in many documents

    # -- a document ---------------------------------------------------------------------------------------------------

    def document(self, text: str, document: Document) -> tuple[str, Document]:
        """A text and its records, as `cancu parse` gives them, with the offsets of the new text."""
        header = document.document
        signers = (header.signer.name,) if header.signer and header.signer.name else ()
        citations = [span for citation in document.citations for span in citation.spans]
        redaction = self.redact(text, protected=citations, signers=signers)

        def field(words: str | None) -> str | None:
            return self.words(redaction.words(normalize("NFC", words)), signers) if words else words

        def moved(record: Record, name: str = "span", **more: object) -> Any:
            span = redaction.span(getattr(record, name))
            return record.model_copy(update={"span": span, "text": redaction.text[span.start : span.end], **more})

        new_header = header.model_copy(update={
            "subject": field(header.subject),
            "addressees": tuple(field(line) for line in header.addressees),
            "recipients": tuple(field(line) for line in header.recipients),
            "evidence": {
                name: tuple(redaction.span(span) for span in spans) for name, spans in header.evidence.items()
            },
        })  # fmt: skip
        return redaction.text, document.model_copy(update={
            "document": new_header,
            "source": document.source.model_copy(update={"name": field(document.source.name)}),
            "citations": tuple(
                citation.model_copy(update={
                    "spans": tuple(redaction.span(span) for span in citation.spans), "title": field(citation.title)
                })
                for citation in document.citations
            ),
            "obligations": tuple(
                moved(duty, actor=field(duty.actor), target=field(duty.target), deadline=field(duty.deadline))
                for duty in document.obligations
            ),
            "backrefs": tuple(moved(reference) for reference in document.backrefs),
            "guesses": tuple(
                guess.model_copy(update={"spans": tuple(redaction.span(span) for span in guess.spans)})
                for guess in document.guesses
            ),
        })  # fmt: skip

    # -- rows of a store ----------------------------------------------------------------------------------------------

    def rows(self, rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
        """The rows of one document (tables `texts`, `documents`, `citations`, …, as many as are given), replaced.

        Offsets count in the new text: that of its pages joined by form feeds. `texts` and `documents` are needed.
        """
        from pipeline.store.rows import around

        redaction = self._redaction(rows)
        signers = _signers(rows)
        new: dict[str, list[dict[str, Any]]] = {}
        for table, old in rows.items():
            new[table] = [self._row(table, row, redaction, signers) for row in old]
        in_order = sorted(new["texts"], key=lambda row: row["page"])
        pieces = iter(redaction.text.split("\f"))  # none was lost: see `_by_page`
        for row in in_order:
            row["text"] = "\f".join(islice(pieces, row["text"].count("\f") + 1))
        for row in new["documents"]:
            if "characters" in row:
                row["characters"] = len(redaction.text)
        for row in new.get("citations", ()):
            if "context" in row and row["spans"]:
                row["context"] = around(redaction.text, row["spans"][0][0], row["spans"][-1][1])
        return new

    def _redaction(self, rows: Mapping[str, list[dict[str, Any]]]) -> "Redaction":
        """The text of a document, replaced."""
        text = "\f".join(row["text"] for row in sorted(rows["texts"], key=lambda row: row["page"]))
        citations = [span for row in rows.get("citations", ()) for span in row["spans"]]
        return self.redact(text, protected=citations, signers=_signers(rows))

    def _row(self, table: str, row: dict[str, Any], redaction: "Redaction", signers: tuple[str, ...]) -> dict[str, Any]:
        new = dict(row)
        for column in _WORDS.get(table, ()):
            if new.get(column):
                new[column] = self.words(redaction.words(normalize("NFC", new[column])), signers)
        if table == "citations":
            new["spans"] = [list(redaction.span(span)) for span in row["spans"]]
        elif table in ("obligations", "backrefs"):
            span = redaction.span(row["span"])
            new |= {"span": list(span), "text": redaction.text[span.start : span.end]}
        return new

    def titles(self, documents: Iterable[tuple[str, Mapping[str, list[dict[str, Any]]]]]) -> Callable[[str], str]:
        """Replaces the personal data in titles of works, knowing the documents (id and rows) that state them.

        A name that a title alone does not tell ("khiếu nại của Ksor Mẫu") may be told by the text around it: what
        was found in any document that states the title is replaced. Titles that say enough by themselves are not kept.
        """
        known: dict[str, str] = {}
        for _, rows in documents:
            redaction = self._redaction(rows)
            stated = {row["title"] for row in rows.get("citations", ())} | {row["subject"] for row in rows["documents"]}
            for title in filter(None, stated):
                new = self.words(redaction.words(normalize("NFC", title))) or title
                if new != self.words(title):
                    known[title] = max(new, known.get(title, ""), key=lambda words: (words.count("["), words))
        return lambda title: known.get(title) or self.words(title) or title


def _signers(rows: Mapping[str, list[dict[str, Any]]]) -> tuple[str, ...]:
    return tuple(row["signer_name"] for row in rows["documents"] if row.get("signer_name"))


def _by_page(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A place in pieces without form feeds: a page keeps its own part of what runs over its end."""
    for piece in re.finditer(r"[^\f]*[^\f\s][^\f]*", text[start:end]):
        yield start + piece.start(), start + piece.end()


def _folded(words: str) -> str:
    return " ".join(fold(normalize("NFC", words)).split())


@lru_cache(maxsize=64)
def _signed_by(source: str) -> tuple[str, ...]:
    """The names in the signature block of a text."""
    from extractors.normalise import normalise
    from extractors.structure import analyse

    text = normalise(source)
    return tuple(text.text[cell.start : cell.end] for cell in analyse(text).cells if cell.role == "name")
