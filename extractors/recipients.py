"""Which body a line of Kính gửi or Nơi nhận names."""

import re
from collections.abc import Sequence
from unicodedata import normalize

from corpora.folding import fold
from extractors.citations.body_phrases import BodyReader
from extractors.citations.context import context_of
from extractors.citations.issuers import issuer_of_phrase
from extractors.normalise import NormalisedText
from extractors.records import Header

__all__ = ["body_ids"]

# What may stand behind the body: "(để báo cáo)", "(b/c)", "(qua Văn phòng)".
_REST = re.compile(r"\s*(?:\([^)]*\)?)?[\s.;,:]*")


def body_ids(lines: Sequence[str], header: Header) -> tuple[str | None, ...]:
    """Identifier of the one body that each line names and nothing else, in the context of the document; else None.

    "UBND thành phố" in a document of Hải Phòng is that of Hải Phòng; "Các sở, ban, ngành" is no one body.

    >>> body_ids(["UBND thành phố (để báo cáo)", "Như trên"], Header(issuer="Sở Nội vụ thành phố Hải Phòng"))
    ('ubnd.hai-phong', None)
    """
    context = context_of(header.issuer, header.place, header.date)
    text = normalize("NFC", "\n\n".join(lines))
    reader = BodyReader(NormalisedText(text, text, fold(text)), context.own_body)
    found: list[str | None] = []
    start = 0
    for line in (normalize("NFC", line) for line in lines):
        end = start + len(line)
        phrase = reader.phrase_at(start, required=True, joint=False)
        rest = _REST.match(text, phrase.end, end) if phrase and phrase.end <= end else None
        issuer = issuer_of_phrase(phrase, (), context) if phrase and rest and rest.end() == end else None
        found.append(issuer.id if issuer else None)
        start = end + 2
    return tuple(found)
