"""Where the text of a document ends within its body, and where another document or an attached text opens there."""

import regex

from corpora.document_types import by_word
from extractors.obligations.words import CueText
from extractors.structure import Unit

__all__ = ["Boundaries"]

_ATTACHED = regex.compile(
    r"\((?:ban hanh )?kem theo[ \n]+(?:quyet dinh|cong van|nghi quyet|thong tu|to trinh|van ban)\b"
)
_MOTTO = regex.compile(r"doc lap\W+tu do|cong hoa xa hoi chu nghia")
_RECIPIENTS = regex.compile(r"\nNơi nhận\s*:")
_SIGNS = regex.compile(  # a line of the signature block
    r"(?:tm|kt|tl|tuq|q) ?\.|(?:pho |q\. ?)?"
    r"(?:chu tich|giam doc|truong phong|cuc truong|thu truong|hieu truong)\Z|noi nhan\b"
)


class Boundaries:
    """Follows the units in their order; `ended` holds from a signature or Nơi nhận to the next text that opens."""

    def __init__(self, cues: CueText) -> None:
        self.cues = cues
        self.ended = False
        self._recipients = [match.start() for match in _RECIPIENTS.finditer(cues.text)]
        self._letterhead = False  # whether the letterhead of another document stands here, its title still to come

    def pass_recipients(self, unit: Unit, previous: Unit) -> None:
        """Note that "Nơi nhận:" stands between two units."""
        if self._recipients and self._recipients[0] < unit.start:
            self.ended = self._recipients.pop(0) >= previous.start

    def opens_document(self, unit: Unit) -> str | None:
        """The type of another document that opens below its own letterhead ("NGHỊ QUYẾT", a draft)."""
        if not unit.heading:
            return None
        first_line = self.cues.text[unit.start : unit.end].partition("\n")[0]
        folded = self.cues.folded[unit.start : unit.start + len(first_line)].strip(" *:")
        if _MOTTO.search(folded):
            self._letterhead = True
        kind = by_word(folded) if self._letterhead else None
        if kind is None:
            self.ended = self.ended or (first_line.isupper() and _SIGNS.match(folded) is not None)
            return None
        self._letterhead = self.ended = False
        return kind.code

    def opens_attached(self, unit: Unit) -> str | None:
        """The folded title of a text behind the signature: "KẾ HOẠCH … (Kèm theo Quyết định số …)"."""
        if unit.parent is not None:
            return None
        match = _ATTACHED.search(self.cues.folded, unit.start, unit.end)
        if match is None:
            return None
        self.ended = False
        return self.cues.folded[max(0, unit.start - 120) : match.start()].rsplit(".", 1)[-1]
