"""The tables of the store as Arrow schemas: the one place that says which columns there are and what they mean.

docs/data-dictionary.md is printed from here (`python -m pipeline.store.dictionary`), and a test holds the columns to
the records of `extractors.records`.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal

import pyarrow as pa

from extractors.records import SCHEMA_VERSION

__all__ = ["TABLES", "Column", "Table", "generator", "metadata", "schema"]

STRINGS = pa.list_(pa.string())
NUMBERS = pa.list_(pa.int32())
SPANS = pa.list_(NUMBERS)
REPAIRS = pa.list_(pa.struct([("rule", pa.string()), ("from", pa.string()), ("to", pa.string())]))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, Arrow type, meaning, and whether it may be null."""

    name: str
    type: pa.DataType
    meaning: str
    null: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, and the columns that order and identify its rows."""

    name: str
    row: str
    kind: Literal["base", "derived"]
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _must(name: str, kind: pa.DataType, meaning: str) -> Column:
    return Column(name, kind, meaning, null=False)


def _text(name: str, meaning: str) -> Column:
    return Column(name, pa.string(), meaning)


DOC = _must("doc_id", pa.string(), "SHA-256 of the file's bytes, hexadecimal: the document")

DOCUMENTS = Table("documents", "a document held", "base", ("doc_id",), (
    DOC,
    _text("target_id", "the work this document is; `doc:` and the first 16 characters of doc_id where its own "
                       "particulars do not suffice to say (a draft with a blank number)"),
    _must("path", pa.string(), "where the file was found; of several paths with the same bytes the first in "
                               "alphabetical order (all of them stand in `files`)"),
    _must("media_type", pa.string(), "kind of file, told by content"),
    Column("pages", pa.int32(), "number of pages; null where the source has none (a text without form feeds)"),
    _text("type", "code of the kind of document (docs/glossary.md)"),
    _text("number", "số, ký hiệu in clean form; null where the running number is blank"),
    _text("symbol", "what stands after the running number and the year"),
    _text("date", "date of issue, ISO, as precise as printed: 2023-02-08, 2023-11 or 2023"),
    Column("year", pa.int32(), "year of issue"),
    _text("place", "place of issue, as printed before the date"),
    _text("issuer", "full name of the issuing body"),
    _text("issuer_id", "the issuing body (`bodies`)"),
    _text("subject", "trích yếu, on one line"),
    _text("signer_name", "who signed, without degrees"),
    _text("signer_position", "the signer's own post, without TM., KT., TL., TUQ."),
    _must("status", pa.string(), "ok, partial (something is wrong, see `problems`) or failed (no text)"),
    Column("ocr_confidence", pa.float64(), "mean confidence of recognition, 0 to 1; null where nothing was recognised"),
    Column("problems", STRINGS, "codes of what is wrong with the reading (docs/errors.md)"),
    Column("characters", pa.int64(), "length of the source text in code points"),
    _text("name", "file name the document was read under"),
    _text("number_key", "number folded for comparison: separators, diacritics, leading zeros dropped"),
    _text("stated_id", "the work by the document's own particulars alone, before `resolve`"),
    _must("schema_version", pa.string(), "version of the records"),
))  # fmt: skip

CITATIONS = Table("citations", "a mention of another document", "base", ("doc_id", "citation"), (
    DOC,
    _must("citation", pa.int32(), "index of the mention within its document, from 0"),
    _must("text", pa.string(), "the mention as it stands in the source"),
    _must("spans", SPANS, "[start, end) offsets into the source text in code points; two where a page break tears it"),
    Column("page", pa.int32(), "page of its first character, from 1; null where the source has no pages"),
    _text("type", "code of the kind of document cited"),
    _text("number", "cited number in clean form; null for a law cited by its name"),
    _text("date", "date of the cited document, as precise as the mention gives it"),
    _text("issuer", "issuing body of the cited document"),
    _text("issuer_id", "the issuing body (`bodies`)"),
    _text("title", "what the cited document is about, or the name of the law"),
    _text("pinpoint", "điểm, khoản, Điều, Phụ lục named with it, as printed"),
    _must("relation", pa.string(), "what the citing document (or `parent`) does to the cited one"),
    Column("parent", pa.int32(), "index of the mention that stands in the relation; null: the citing document does"),
    _text("target_id", "the work meant; null while it cannot be known"),
    Column("confidence", pa.float64(), "0 to 1"),
    Column("candidates", STRINGS, "works that the mention may mean, where target_id is null"),
    Column("repairs", REPAIRS, "misspellings mended in the number: rule, from, to"),
    _text("number_key", "number folded for comparison: separators, diacritics, leading zeros dropped"),
    _text("stated_id", "the work by the words of the document alone, before `resolve`"),
    Column("stated_candidates", STRINGS, "the same of `candidates`: by the words of the document alone"),
    _text("resolved_by", "what gave target_id: mention (its own words), document (another mention in the same "
                         "document), place (works of the sender's place), store (the whole store); null: unresolved"),
    _text("engine", "what gave the relation: rules, or a model with its version (model:relation@1); null in rows "
                    "written before there was this column: the rules"),
    _text("context", "the words around the mention, on one line, the mention between ⟦ and ⟧"),
))  # fmt: skip

OBLIGATIONS = Table("obligations", "an obligation", "base", ("doc_id", "obligation"), (
    DOC,
    _must("obligation", pa.int32(), "index within its document, from 0"),
    Column("path", STRINGS, "labels of the headings above it and its own"),
    _text("label", "label as printed, without punctuation; null for a sentence"),
    _must("text", pa.string(), "the unit's own words"),
    _must("span", NUMBERS, "[start, end) offsets into the source text in code points"),
    Column("page", pa.int32(), "page of its first character, from 1"),
    _text("actor", "who must act; null where the document does not say"),
    _text("deadline", "the words that set the time"),
    _text("due", "the day (or month, year) the deadline means, ISO"),
    _text("recurrence", "period of a recurring duty"),
    _text("target", "figure to be reached"),
    Column("citations", NUMBERS, "indexes of the mentions inside it"),
    Column("confidence", pa.float64(), "0 to 1"),
    _text("engine", "what says that it is one: rules, or a model with its version (model:obligation@1)"),
    _text("actor_engine", "what says who must act: rules, or a model (model:actor@1); null where nobody is named"),
))  # fmt: skip

GUESSES = Table("guesses", "what a model takes a document for where the document does not say (docs/models.md)",
                "base", ("doc_id", "guess"), (
    DOC,
    _must("guess", pa.int32(), "index within its document, from 0"),
    _must("field", pa.string(), "type (the kind of document it may be) or letterhead (lines that may be letterhead)"),
    _text("value", "code of the kind of document, where field is type"),
    _must("spans", SPANS, "[start, end) offsets of the lines into the source text in code points"),
    Column("page", pa.int32(), "page of the first of them, from 1"),
    _must("confidence", pa.float64(), "probability the model gives, 0 to 1"),
    _must("engine", pa.string(), "the model and its version (model:document_type@1)"),
))  # fmt: skip

BACKREFS = Table("backrefs", "words that mean a document without its number", "base", ("doc_id", "backref"), (
    DOC,
    _must("backref", pa.int32(), "index within its document, from 0"),
    _must("text", pa.string(), "the words as the source has them"),
    _must("span", NUMBERS, "[start, end) offsets into the source text in code points"),
    Column("page", pa.int32(), "page of its first character, from 1"),
    _must("kind", pa.string(), "self (this document), attached (what it issues with itself), article (an Điều of it), "
                               "addressees (Như trên), citation (one document named before), group (several)"),
    _text("target", "self, addressees or citations; null where it cannot be told"),
    Column("citations", NUMBERS, "indexes of the mentions meant, where target is citations"),
    Column("confidence", pa.float64(), "0 to 1"),
))  # fmt: skip

RECIPIENTS = Table("recipients", "a line of Kính gửi or Nơi nhận", "base", ("doc_id", "kind", "line"), (
    DOC,
    _must("kind", pa.string(), "addressee (Kính gửi) or recipient (Nơi nhận)"),
    _must("line", pa.int32(), "index among the document's lines of this kind, from 0"),
    _must("text", pa.string(), "the line, without dash and final punctuation"),
    _text("issuer_id", "the body, where the line names exactly one known"),
))  # fmt: skip

TEXTS = Table("texts", "a page of source text", "base", ("doc_id", "page"), (
    DOC,
    _must("page", pa.int32(), "page from 1; joined by form feeds the pages give the text all offsets refer to"),
    _must("text", pa.string(), "the page's text, untouched"),
    Column("ocr_confidence", pa.float64(), "0 to 1; null where nothing was recognised"),
))  # fmt: skip

FAILURES = Table("failures", "a file that could not be read, wholly or in part", "base",
                 ("path", "stage", "code", "message"), (
    _must("path", pa.string(), "the file"),
    _text("doc_id", "SHA-256 of its bytes, where they could be read"),
    _must("stage", pa.string(), "where it failed: open, read, extract; work: its worker had to be ended"),
    _must("code", pa.string(), "what is wrong (docs/errors.md)"),
    _must("message", pa.string(), "the same in words"),
    _must("partial", pa.bool_(), "true: the document is in the store all the same"),
))  # fmt: skip

FILES = Table("files", "a path at which a document or a failed file was found", "base", ("path",), (
    _must("path", pa.string(), "path as given to ingest"),
    DOC,
    Column("bytes", pa.int64(), "size"),
    Column("modified_ns", pa.int64(), "time of last change, nanoseconds since 1970"),
))  # fmt: skip

WORKS = Table("works", "a document known of, held or only cited", "derived", ("target_id",), (
    _must("target_id", pa.string(), "the work: a node of the graph"),
    _text("type", "code of the kind of document"),
    _text("number", "its number in clean form, as most of its mentions give it"),
    _text("date", "its date, as precise as any mention gives it"),
    Column("year", pa.int32(), "year of issue"),
    _text("issuer", "issuing body"),
    _text("issuer_id", "the issuing body (`bodies`)"),
    _text("title", "its subject where it is held, else the title most mentions give"),
    _text("held_doc_id", "the document in the archive; null: missing from it"),
    _must("cited_by", pa.int64(), "number of documents that cite it"),
    _must("mentions", pa.int64(), "number of mentions"),
    _text("number_key", "number folded for comparison"),
))  # fmt: skip

EDGES = Table("edges", "a relation between two works, as one document states it", "derived",
              ("source_id", "relation", "target_id", "stated_by"), (
    _must("source_id", pa.string(), "the work that stands in the relation"),
    _must("relation", pa.string(), "what it does to the other"),
    _must("target_id", pa.string(), "the work it is done to"),
    _must("stated_by", pa.string(), "doc_id of the document that says so"),
    _must("mentions", pa.int64(), "how often it says so"),
    Column("confidence", pa.float64(), "highest confidence among those mentions"),
))  # fmt: skip

BODIES = Table("bodies", "an issuing body", "derived", ("issuer_id",), (
    _must("issuer_id", pa.string(), "the body"),
    _text("name", "full name"),
    Column("abbreviations", STRINGS, "short forms and codes in use"),
    _text("level", "central, province, district, commune …"),
    _text("parent_id", "the body it belongs to"),
    _text("place", "its place, with its kind"),
    _text("place_id", "its place in the register; parts after the first are inside it (hai-phong.quan-…)"),
))  # fmt: skip

SUSPECTED = Table("suspected", "two works that may be one document, as far as nobody decided (`aliases`)", "derived",
                  ("work_a", "work_b"), (
    _must("work_a", pa.string(), "a work"),
    _must("work_b", pa.string(), "another, later in alphabetical order"),
    _must("reason", pa.string(), "what speaks for it"),
    _must("score", pa.float64(), "0 to 1"),
))  # fmt: skip

ALIASES = Table("aliases", "an id that stands in documents for a work which a person's review joined from several",
                "derived", ("alias",), (
    _must("alias", pa.string(), "an id by the words of documents; the one that stays is among them"),
    _must("target_id", pa.string(), "the work: the id that stays"),
    _text("type", "code of the kind of document"),
    _text("number", "the number printed with this id"),
    _text("number_key", "number folded for comparison"),
    _text("date", "the date printed with this id"),
    _must("mentions", pa.int64(), "how many mentions print it"),
))  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS, CITATIONS, WORKS, EDGES, OBLIGATIONS, BACKREFS, GUESSES, BODIES, RECIPIENTS, TEXTS, FAILURES, FILES,
        SUSPECTED, ALIASES,
    )
}  # fmt: skip


@cache
def generator() -> str:
    """Name and version of the program that writes, for the files' metadata."""
    try:
        return f"cancu {version('cancu')}"
    except PackageNotFoundError:
        return "cancu (not installed)"


def metadata(**more: str) -> dict[str, str]:
    """What stands in the metadata of every file: schema version, generator, and what else is given."""
    return {"cancu.schema_version": SCHEMA_VERSION, "cancu.generator": generator(), **more}


@cache
def schema(table: str) -> Any:
    """Arrow schema of a table, each field with its meaning in its metadata.

    >>> schema("files").names
    ['path', 'doc_id', 'bytes', 'modified_ns']
    """
    fields = [
        pa.field(column.name, column.type, nullable=column.null, metadata={"meaning": column.meaning})
        for column in TABLES[table].columns
    ]
    return pa.schema(fields)
