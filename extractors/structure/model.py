"""The parts of a document: zones, units and the cells of letterhead and signature, as offsets into the clean text."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Cell", "Role", "Structure", "Unit", "Zone"]


class Zone(NamedTuple):
    """A stretch of `NormalisedText.text`, end exclusive."""

    start: int
    end: int


Role = Literal[
    "issuer", "motto", "number", "date", "subject", "type", "authority", "addressee", "salutation", "recipient", "post",
    "name",
]  # fmt: skip


class Cell(NamedTuple):
    """A piece of a line with its role; two columns that run together on one line are two cells."""

    role: Role
    start: int
    end: int


class Unit(NamedTuple):
    """A labelled unit or plain paragraph: from its label to its last character, labelled sub-units excluded.

    `head_end` ends its first paragraph (its heading, where it has one).
    """

    kind: str
    label: str | None
    path: tuple[str, ...]
    start: int
    end: int
    parent: int | None
    heading: bool
    head_end: int
    text_start: int
    """Where the words begin, after the label."""
    closing: bool = False
    """A paragraph after the outline that closes the whole document ("Trên đây là …")."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What stands where. `body` runs from the first word after title and addressees to the signature."""

    body: Zone
    letterhead: Zone | None = None
    title: Zone | None = None
    addressees: Zone | None = None
    preamble: Zone | None = None
    signature: Zone | None = None
    recipients: Zone | None = None
    appendices: tuple[Zone, ...] = ()
    footnotes: tuple[Zone, ...] = ()
    furniture: tuple[Zone, ...] = ()
    units: tuple[Unit, ...] = ()
    """The outline of the body, in the order of the text."""
    attached: tuple[Unit, ...] = ()
    """The outlines of the appendices (Quy chế, Phụ lục); `parent` counts within this tuple."""
    cells: tuple[Cell, ...] = ()
