"""Whether a sentence tells what the issuer of the document does itself: no duty laid on somebody else."""

import regex

from corpora.folding import fold
from extractors.obligations.findings import Finding
from extractors.obligations.words import CueText

__all__ = ["says_of_itself"]

_HEAD_OF = regex.compile(
    r"(?:chu tich|giam doc|tong giam doc|thu truong|truong phong|truong ban|truong|hieu truong|cuc truong|bo truong"
    r"|bi thu|ban thuong vu|ban chap hanh|ban giam doc|ban giam hieu|lanh dao|thuong truc) "
)
_ABBREVIATIONS = (
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("bhxh", "bao hiem xa hoi"),
    ("gd&dt", "giao duc va dao tao"),
    ("gddt", "giao duc va dao tao"),
)


def says_of_itself(cues: CueText, finding: Finding, issuer: str | None, *, leads: bool = False) -> bool:
    """Whether the issuer, or its head, is the one who acts ("Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh …").

    `leads`: the sentence leads to a list, where any act of the issuer counts ("Hội đồng … nhấn mạnh:").

    >>> from extractors.normalise import normalise
    >>> words = CueText(normalise("UBND huyện Phú An báo cáo Sở Nội vụ."))
    >>> says_of_itself(words, Finding("leads", (0, 17), 18, 0.8), "Ủy ban nhân dân huyện Phú An")
    True
    """
    if finding.actor is None or not issuer:
        return False
    if finding.evidence not in ("leads", "must") and not (leads and finding.evidence == "subject"):
        return False
    actor = _HEAD_OF.sub("", _opened(" ".join(cues.folded[slice(*finding.actor)].split())))
    return bool(actor) and _opened(fold(issuer)).startswith(actor)


def _opened(folded_name: str) -> str:
    for short, full in _ABBREVIATIONS:
        folded_name = folded_name.replace(short, full)
    return folded_name
