"""The records of one document, as CONTRACT.md fixes them (schema 1.0).

Every offset counts Unicode code points in the source text, end exclusive.
"""

from typing import Literal, NamedTuple

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"

Relation = Literal[
    "legal_basis", "implements", "amends", "amended_by", "replaces", "repeals", "guides", "issues", "attaches",
    "replies_to", "cites",
]  # fmt: skip
Status = Literal["ok", "partial", "failed"]


class Span(NamedTuple):
    """A stretch of the source text: `source[start:end]`."""

    start: int
    end: int


class Record(BaseModel):
    """What all records share: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(Record):
    """Something the reader should know about this document; `code` is explained in docs/errors.md."""

    code: str
    message: str
    page: int | None = None


class Source(Record):
    """Where the text came from."""

    name: str | None = None
    media_type: str = "text/plain"
    pages: int | None = None
    ocr_pages: int = 0
    ocr_confidence: float | None = None


class Signer(Record):
    """Who signed: name without degrees, own post without TM., KT., TL., TUQ. lines."""

    name: str | None = None
    position: str | None = None


class Header(Record):
    """The document's own particulars (Nghị định 30/2020/NĐ-CP, Phụ lục I); what is not printed is None."""

    type: str | None = None
    number: str | None = None
    symbol: str | None = None
    date: str | None = None
    place: str | None = None
    issuer: str | None = None
    issuer_id: str | None = None
    subject: str | None = None
    signer: Signer | None = None
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    target_id: str | None = None
    evidence: dict[str, tuple[Span, ...]] = {}


class Guess(Record):
    """What a model takes a document for where the document itself does not say: never part of `document`.

    `type`: the kind of document it may be (`value` a code). `letterhead`: lines that may be letterhead (`spans`).
    """

    field: Literal["type", "letterhead"]
    value: str | None = None
    spans: tuple[Span, ...] = ()
    confidence: float
    engine: str
    page: int | None = None


class Repair(Record):
    """One mended misspelling: the rule of corpora/registers/spellings.yaml, what stood there, what it means."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)

    rule: str
    from_: str = Field(validation_alias=AliasChoices("from", "from_"), serialization_alias="from")
    to: str


class Citation(Record):
    """A mention of another document by its number, or of a law by its name."""

    spans: tuple[Span, ...]
    text: str
    type: str | None
    number: str | None
    date: str | None = None
    issuer: str | None = None
    issuer_id: str | None = None
    title: str | None = None
    pinpoint: str | None = None
    relation: Relation = "cites"
    parent: int | None = None
    target_id: str | None = None
    candidates: tuple[str, ...] = ()
    confidence: float = 1.0
    engine: str = "rules"
    repairs: tuple[Repair, ...] = ()
    page: int | None = None


class Obligation(Record):
    """A unit that lays a duty on somebody: who, what, by when."""

    span: Span
    label: str | None
    path: tuple[str, ...]
    text: str
    actor: str | None = None
    deadline: str | None = None
    due: str | None = None
    recurrence: str | None = None
    target: str | None = None
    citations: tuple[int, ...] = ()
    confidence: float = 1.0
    engine: str = "rules"
    actor_engine: str | None = None
    page: int | None = None


BackReferenceKind = Literal["self", "attached", "article", "addressees", "citation", "group"]


class BackReference(Record):
    """Words that mean a document without its number: this one, one named before, several, or those of Kính gửi."""

    span: Span
    text: str
    kind: BackReferenceKind
    target: Literal["self", "addressees"] | tuple[int, ...] | None = None
    confidence: float = 1.0
    page: int | None = None


class Document(Record):
    """All that one document says, without knowledge of any other."""

    schema_version: str = SCHEMA_VERSION
    doc_id: str
    source: Source = Source()
    status: Status = "ok"
    problems: tuple[Problem, ...] = ()
    document: Header = Header()
    citations: tuple[Citation, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    backrefs: tuple[BackReference, ...] = ()
    guesses: tuple[Guess, ...] = ()
