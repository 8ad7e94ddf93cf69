"""Attribution: which body issued each cited document, from all that the text says around its mentions."""

import re

from corpora.bodies import by_code
from extractors.citations.issuers import BodyReader, Context, Issuer, issuer_of_codes, issuer_of_phrase
from extractors.citations.mentions import Mention
from extractors.citations.tails import Tail
from extractors.normalise import NormalisedText

__all__ = ["attribute"]

_SAID_BY = re.compile(
    r"(?:de[ \n]nghi|de[ \n]xuat|kien[ \n]nghi|y[ \n]kien(?:[ \n][a-z]+){0,3}|chi[ \n]dao|bao[ \n]cao|to[ \n]trinh|van[ \n]ban|quy[ \n]dinh|cong[ \n]van)[ \n]cua[ \n]+"
)
_BY_SUBJECT = re.compile(r"[ \n]+(?:da[ \n])?(?:ban[ \n]hanh|co|ky|gui)(?:[ \n]cac)?[ \n]*\Z")


def attribute(
    text: NormalisedText, mentions: list[Mention], tails: list[Tail], context: Context, bodies: BodyReader
) -> list[Issuer | None]:
    """Issuer of each mention: printed behind it, named by its symbol, or before it.

    Where none of these tells, the one issuer that the document names for the same number, or else for the same code.
    """
    found: list[Issuer | None] = []
    by_number: dict[tuple[str | None, str], set[Issuer]] = {}
    by_codes: dict[tuple[str, ...], set[Issuer]] = {}
    enumerated: Issuer | None = None
    for index, (mention, tail) in enumerate(zip(mentions, tails, strict=True)):
        issuer = None
        if tail.issuer is not None:
            issuer = issuer_of_phrase(tail.issuer, mention.codes, context)
        number = mention.number
        if number is not None and (issuer is None or issuer.id is None):
            by_symbol = issuer_of_codes(mention.codes, number.year or tail.year, context)
            before = _issuer_before(text, mention, mentions[index - 1].end if index else 0, bodies, context)
            issuer = (
                issuer
                if issuer is not None and by_symbol is None and before is None
                else (by_symbol or before or issuer)
            )
            if issuer is None and index and _same_series(mentions[index - 1], tails[index - 1], mention, text):
                issuer = enumerated
        if number is not None and issuer is not None and issuer.id is not None:
            by_number.setdefault((mention.type, number.number), set()).add(issuer)
            by_codes.setdefault(mention.codes, set()).add(issuer)
        enumerated = issuer
        found.append(issuer)
    for index, mention in enumerate(mentions):
        if mention.number is not None and (found[index] is None or found[index].id is None):  # type: ignore[union-attr]
            same_code = by_codes.get(mention.codes, set()) | _own_series(mention, context)
            for same in (by_number.get((mention.type, mention.number.number)), same_code):
                if same and len({issuer.id for issuer in same}) == 1:
                    found[index] = next(iter(same))
                    break
    return found


def _own_series(mention: Mention, context: Context) -> set[Issuer]:
    """The document's own issuer, where the symbol may be its: one more candidate."""
    own = context.own
    if own is None or own.id is None or context.own_body is None:
        return set()
    return {own} if any(context.own_body in by_code(code) for code in mention.codes) else set()


_ENUMERATED = re.compile(r"[ \n]*(?:,|;|va|,[ \n]*va)?[ \n]*(?:cac[ \n]+)?(?:so[ \n]*[.,:]?[ \n.]*)?")


def _same_series(previous: Mention, tail: Tail, mention: Mention, text: NormalisedText) -> bool:
    """Whether two mentions stand side by side in one enumeration and print one symbol."""
    if previous.number is None or mention.number is None or previous.number.symbol != mention.number.symbol:
        return False
    return _ENUMERATED.fullmatch(text.folded, max(previous.end, tail.end), mention.start) is not None


def _issuer_before(
    text: NormalisedText, mention: Mention, since: int, bodies: BodyReader, context: Context
) -> Issuer | None:
    """The body before a mention: "đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …", "UBND tỉnh đã ban hành Quyết định số …"."""
    start = max(since, mention.start - 140)
    window = text.folded[start : mention.start]
    said = None
    for said in _SAID_BY.finditer(window):
        pass
    if said is not None and not re.search(r"[.;]", window[said.end() :]):
        phrase = bodies.phrase_at(start + said.end(), required=False, joint=False)
        if phrase is not None and phrase.end <= mention.start:
            return issuer_of_phrase(phrase, mention.codes, context)
    if mention.number is not None and mention.number.word is not None:
        inner = re.compile(r"[a-z]+(?:[ \n][a-z]+){0,3}[ \n]cua[ \n]").match(
            text.folded, mention.start, mention.number.number_start
        )
        if inner:
            phrase = bodies.phrase_at(inner.end(), required=False, joint=False)
            if phrase is not None:
                return issuer_of_phrase(phrase, mention.codes, context)
    subject = _BY_SUBJECT.search(window)
    if subject:
        for back in range(subject.start() - 1, max(0, subject.start() - 60), -1):
            if back == 0 or not window[back - 1].isalnum():
                phrase = bodies.phrase_at(start + back, required=True, joint=False)
                if phrase is not None and phrase.end == start + subject.start():
                    return issuer_of_phrase(phrase, mention.codes, context)
    return None
