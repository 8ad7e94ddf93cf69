"""Attribution: which body issued each cited document, from all that the text says around its mentions."""

import re

from corpora.bodies import by_code
from corpora.folding import fold
from extractors.citations.acronyms import body_of_initials
from extractors.citations.before import issuer_before
from extractors.citations.body_phrases import BodyPhrase, BodyReader
from extractors.citations.context import Context, Issuer
from extractors.citations.issuers import issuer_of_codes, issuer_of_phrase
from extractors.citations.mentions import Mention
from extractors.citations.tails import Tail
from extractors.normalise import NormalisedText

__all__ = ["attribute"]


def attribute(
    text: NormalisedText, mentions: list[Mention], tails: list[Tail], context: Context, bodies: BodyReader
) -> list[Issuer | None]:
    """Issuer of each mention: printed behind it, named by its symbol, or before it.

    Where none of these tells, the one issuer that the document names for the same number, or else for the same code.
    """
    found: list[Issuer | None] = []
    subject: Issuer | None = (
        None  # of the verb whose objects are listed: "UBND xã đã ban hành Kế hoạch …; Quyết định …"
    )
    for index, (mention, tail) in enumerate(zip(mentions, tails, strict=True)):
        if index and _CLAUSE_ENDS.search(text.text, max(mentions[index - 1].end, tails[index - 1].end), mention.start):
            subject = None
        issuer = issuer_of_phrase(tail.issuer, mention.codes, context) if tail.issuer is not None else None
        if mention.number is not None and (issuer is None or issuer.id is None or issuer.id in _HIGHEST):
            printed = issuer if issuer is not None and issuer.id is not None else None
            issuer = (
                _law_maker(mention)
                or _highest(mention, printed, context)
                or printed
                or _part_of(
                    issuer,
                    issuer_of_codes(mention.codes, mention.number.year or tail.year, context, party=mention.party),
                )
            )
            if issuer is None or issuer.id is None:
                named = _named_before(text, mentions, index, context, bodies)
                listed = index > 0 and not set(mentions[index - 1].codes).isdisjoint(mention.codes)
                if named is None and listed and _stand_together(mentions[index - 1], tails[index - 1], mention, text):
                    named = subject
                subject, issuer = named, named or issuer
            if issuer is None and index and _same_series(mentions[index - 1], tails[index - 1], mention, text):
                issuer = found[index - 1]
        found.append(issuer)
    for index in range(len(mentions) - 1, 0, -1):  # "41-QĐ/TW, 42-QĐ/TW và 96-QĐ/TW của Bộ Chính trị"
        if found[index - 1] is None and _same_list(mentions[index - 1], tails[index - 1], mentions[index], text):
            found[index - 1] = found[index]
    filled = _filled(mentions, found, context)
    by_initials: dict[str, BodyPhrase | None] = {}
    for index, (mention, issuer) in enumerate(zip(mentions, filled, strict=True)):
        known = len(mention.codes) != 1 or any(not body.generic for body in by_code(mention.codes[0]))
        if issuer is None and mention.number is not None and not known:
            code = mention.codes[0]
            if mention.codes == context.own_codes:
                filled[index] = context.own
                continue
            if code not in by_initials:
                by_initials[code] = body_of_initials(code, text, bodies)
            in_full = by_initials[code]
            filled[index] = issuer_of_phrase(in_full, mention.codes, context) if in_full is not None else None
    return filled


_HIGHEST = frozenset({"chinh-phu", "thu-tuong-chinh-phu", "quoc-hoi", "uy-ban-thuong-vu-quoc-hoi"})
_ASSEMBLY = Issuer("Quốc hội", "quoc-hoi")


def _law_maker(mention: Mention) -> Issuer | None:
    """ "Luật số 57-L/CTN", "21-LCT/HĐNN8": who promulgated it is in the number, but laws are the assembly's."""
    promulgated = bool(mention.codes) and mention.codes[0].startswith(("CTN", "HĐNN"))
    return _ASSEMBLY if promulgated and mention.type in ("L", "BL") else None


def _part_of(printed: Issuer | None, coded: Issuer | None) -> Issuer | None:
    """The issuer of the symbol, by the name of its part that is printed: "Hội đồng thành viên Tập đoàn …"."""
    if printed is None or coded is None:
        return coded or printed
    return Issuer(printed.name, coded.id) if fold(printed.name).endswith(" " + fold(coded.name)) else coded


def _highest(mention: Mention, printed: Issuer | None, context: Context) -> Issuer | None:
    """ "Quyết định số 45/QĐ-TTg của Chính phủ": among the highest authorities the symbol tells them apart."""
    if printed is None:
        return None
    coded = issuer_of_codes(mention.codes, None, context, party=mention.party)
    return coded if coded is not None and coded.id in _HIGHEST else None


def _named_before(
    text: NormalisedText, mentions: list[Mention], index: int, context: Context, bodies: BodyReader
) -> Issuer | None:
    since = mentions[index - 1].end if index else 0
    named = issuer_before(text, mentions[index], since, bodies)
    return issuer_of_phrase(named, mentions[index].codes, context) if named is not None else None


_CLAUSE_ENDS = re.compile(r"[.:][ \n]|\n\n")
_ENUMERATED = re.compile(r"[ \n]*(?:,|;|va|,[ \n]*va)?[ \n]*(?:cac[ \n]+)?(?:so[ \n]*[.,:]?[ \n.]*)?")


def _same_series(previous: Mention, tail: Tail, mention: Mention, text: NormalisedText) -> bool:
    """Whether two mentions stand side by side in one enumeration and print one symbol."""
    if previous.number is None or mention.number is None or previous.number.symbol != mention.number.symbol:
        return False
    return _stand_together(previous, tail, mention, text)


def _same_list(previous: Mention, tail: Tail, mention: Mention, text: NormalisedText) -> bool:
    """Whether what is said behind a mention is said of the one before too: "05-CT/TW, 01-KL/TW của Bộ Chính trị"."""
    if _same_series(previous, tail, mention, text):
        return True
    if tail.date is not None or tail.title is not None or not mention.codes or previous.codes != mention.codes:
        return False
    return ";" not in text.text[previous.end : mention.start] and _stand_together(previous, tail, mention, text)


def _stand_together(previous: Mention, tail: Tail, mention: Mention, text: NormalisedText) -> bool:
    return _ENUMERATED.fullmatch(text.folded, max(previous.end, tail.end), mention.start) is not None


def _filled(mentions: list[Mention], found: list[Issuer | None], context: Context) -> list[Issuer | None]:
    """Issuers that a mention leaves open, from the others of the document where these name just one."""
    by_number: dict[tuple[str | None, str], set[Issuer]] = {}
    named: dict[tuple[str | None, str], set[Issuer]] = {}
    by_codes: dict[tuple[str, ...], set[Issuer]] = {}
    for mention, issuer in zip(mentions, found, strict=True):
        if mention.number is None or issuer is None:
            continue
        key = (mention.type, mention.number.number)
        if issuer.id is None:
            named.setdefault(key, set()).add(issuer)
        else:
            by_number.setdefault(key, set()).add(issuer)
            if not _shared(mention.codes):
                by_codes.setdefault(mention.codes, set()).add(issuer)

    def filled(mention: Mention, issuer: Issuer | None) -> Issuer | None:
        if mention.number is None or (issuer is not None and issuer.id is not None):
            return issuer
        key = (mention.type, mention.number.number)
        printed = issuer or _only(named.get(key))
        one_level = context.of_province or not _at_many_levels(mention.codes)
        candidates = (
            _only(by_number.get(key)),
            _only(by_codes.get(mention.codes, set()) | _own_series(mention, context)) if one_level else None,
        )
        fitting = (one for one in candidates if one is not None and _may_be(printed, one))
        return next(fitting, printed)

    return list(map(filled, mentions, found))


def _shared(codes: tuple[str, ...]) -> bool:
    """Whether several bodies print the code side by side: Bộ Chính trị and Ban Bí thư both number "-…/TW"."""
    return len(codes) == 1 and len({body.name for body in by_code(codes[0])}) > 1


def _at_many_levels(codes: tuple[str, ...]) -> bool:
    """Whether the code is that of the like bodies of province, district and commune: UBND, HĐND."""
    return any(len(body.place_levels) > 1 for code in codes for body in by_code(code))


def _may_be(printed: Issuer | None, candidate: Issuer) -> bool:
    """Whether a name printed without its place can mean the candidate: "UBND huyện" is not that of the province."""
    if printed is None:
        return True
    name, full = fold(printed.name), fold(candidate.name)
    return full.startswith(name) or not (_PLACED.search(name) or _PLACED.search(full))


_PLACED = re.compile(r" (?:tinh|thanh pho|huyen|quan|thi xa|thi tran|phuong|xa)\b")


def _only(issuers: set[Issuer] | None) -> Issuer | None:
    if not issuers or len({issuer.id for issuer in issuers}) != 1:
        return None
    return min(issuers, key=lambda issuer: issuer.name)


def _own_series(mention: Mention, context: Context) -> set[Issuer]:
    """The document's own issuer, where the symbol may be its: one more candidate."""
    own = context.own
    if own is None or own.id is None or context.own_body is None:
        return set()
    return {own} if any(context.own_body in by_code(code) for code in mention.codes) else set()
