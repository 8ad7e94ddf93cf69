"""How a work is cited: in full, shortened, by its name, misspelt, torn; every form records what it says.

The forms are those of offices: "Kế hoạch số 58/KH-UBND ngày 29/02/2024 của Ủy ban nhân dân tỉnh về …", the date
before or after the issuer and in four prints, the issuer abbreviated or replaced by its head, several numbers under
one type word.
"""

from collections.abc import Callable
from typing import Protocol

from corpora.synthetic.dice import Dice
from corpora.synthetic.dossiers import Work
from corpora.synthetic.draft import Draft, Mention
from corpora.synthetic.offices import Office

__all__ = ["Citing", "cite", "cite_several", "dated", "slips"]


class Citing(Protocol):
    """What a citation needs to know of the document it stands in."""

    dice: Dice
    draft: Draft
    shown: set[str]  # ids of the places whose names the document has printed
    seen: dict[str, int]  # how often each work was cited already
    slip: float  # share of numbers that are misspelt
    tear: float  # share of numbers torn at the end of a line or page
    wrapped: bool  # whether the text is set in short lines


def dated(work: Work, style: int) -> str:
    """The date of a work as printed.

    >>> from corpora.synthetic.pool import known
    >>> [dated(known("30/2020/NĐ-CP"), style) for style in range(4)]
    ['05/3/2020', '05 tháng 3 năm 2020', '05/03/2020', '05-3-2020']
    """
    day = work.day
    assert day is not None
    month = (
        f"{day.month:02d}" if day.month < 3 else str(day.month)
    )  # Phụ lục I, mục II.4: days below 10, months 1 and 2
    if style == 1:
        return f"{day.day:02d} tháng {month} năm {day.year}"
    if style == 2:
        return f"{day.day:02d}/{day.month:02d}/{day.year}"
    return f"{day.day:02d}-{month}-{day.year}" if style == 3 else f"{day.day:02d}/{month}/{day.year}"


_CAPITALS = {"Đ": "Ð", "đ": "đ"}
_SLIPS: dict[str, Callable[[str], str]] = {
    "eth": lambda number: number.replace("Đ", "Ð"),
    "wrong-mark": lambda number: number.replace("Đ", "D"),
    "dash": lambda number: number.replace("-", "–"),
    "lost-hyphen": lambda number: " ".join(number.rsplit("-", 1)) if number.count("-") == 1 else number,
    "blank-after-stroke": lambda number: number.replace("/", "/ ", 1),
    "blank-before-hyphen": lambda number: number.replace("-", " -", 1),
    "blank-round-hyphen": lambda number: number.replace("-", " - ", 1),
    "cyrillic": lambda number: number.replace("С", "C").replace("C", "С") if "C" in number else number,
    "letter-o": lambda number: number.replace("0", "O", 1) if "0" in number.split("/")[0][1:] else number,
    "letter-case": lambda number: number.replace("TTg", "TTG").replace("TTr", "TTR").replace("CTr", "CTR"),
    "doubled-hyphen": lambda number: number.replace("-", "--", 1),
}
_TYPED = (
    "eth",
    "dash",
    "wrong-mark",
    "blank-after-stroke",
    "blank-before-hyphen",
    "blank-round-hyphen",
    "lost-hyphen",
    "letter-case",
)


def slips(number: str, dice: Dice, *, scanned: bool = False) -> tuple[str, str | None]:
    """A number misspelt as typists do (and OCR, if `scanned`), and the rule; the number itself where none applies."""
    rules = tuple(_SLIPS) if scanned else _TYPED
    for _ in range(3):
        rule = dice.one(rules)
        wrong = _SLIPS[rule](number)
        if wrong != number:
            return wrong, rule
    return number, None


def _number(doc: Citing, number: str) -> tuple[list[tuple[int, int]], str | None]:
    """Write the number, perhaps misspelt or torn; its stretches and the rule of the slip."""
    draft, dice = doc.draft, doc.dice
    rule = None
    printed = number
    if doc.slip and dice.random() < doc.slip:
        printed, rule = slips(number, dice)
    start = draft.at
    cut = printed.rfind("-") + 1
    if doc.tear and cut > 3 and doc.wrapped and dice.random() < doc.tear:
        draft.add(printed[:cut])
        if dice.random() < 0.25:  # across a page break, over the number of the page
            stop = draft.at
            draft.add(f"\n\n{dice.number(2, 6)}\n\n")
            second = draft.at
            draft.add(printed[cut:])
            return [(start, stop), (second, draft.at)], rule
        draft.add("\n")
        draft.add(printed[cut:])
    else:
        draft.add(printed)
    return [(start, draft.at)], rule


def _issuer(doc: Citing, office: Office, word: str) -> str:
    """Write who issued it, as the document may name it where it stands, and give the clean name."""
    dice, draft = doc.dice, doc.draft
    place = office.place
    whole = place is not None and place.id not in doc.shown
    if office.level == "school" or (office.body == "cap-uy" and not office.bare):
        whole = True
    roll = dice.random()
    if whole or place is None or roll < 0.15:
        printed = office.name
        if place is not None:
            if office.short and roll > 0.6 and office.level != "school":
                printed = f"{office.short[0]}{office.name.removeprefix(office.bare)}"
            if place.full_name in printed or place.name in printed:
                doc.shown.add(place.id)
        elif office.titled and roll > 0.85 and word in ("Thông tư", "Quyết định"):
            printed = office.titled
        elif office.short and roll > 0.5:
            printed = dice.one(office.short)
    elif office.short and roll < 0.5:
        printed = dice.one(office.short)
    elif office.titled and word in ("Quyết định", "Chỉ thị", "Tờ trình", "Công điện") and roll < 0.75:
        printed = office.titled
    else:
        printed = office.bare
    draft.add(printed)
    return office.name


def cite(
    doc: Citing, work: Work, relation: str, *, parent: int | None = None, short: bool | None = None,
    pinpoint: str | None = None, word: bool = True, title: bool = True, bare: bool = False,
) -> int:  # fmt: skip
    """Write a citation and give its index; `short` leaves date, issuer and title out (default: when cited before)."""
    draft, dice = doc.draft, doc.dice
    before = doc.seen.get(work.id, 0)
    doc.seen[work.id] = before + 1
    if short is None:
        short = before > 0 and dice.random() < 0.8
    pinned = None
    if pinpoint:
        pinned = (draft.at, draft.at + len(pinpoint))
        draft.add(pinpoint + " ")
    if work.title_law is not None:
        return _law(doc, work, relation, parent, pinned, short=short)
    start = draft.at
    generic = work.type == "CV" and dice.random() < 0.12
    if word:
        draft.add("Văn bản" if generic and not bare else work.word)
        draft.add(" số " if (dice.random() < 0.9 and not work.party) or (work.party and dice.random() < 0.6) else " ")
    assert work.number is not None
    spans, rule = _number(doc, work.number)
    spans[0] = (start, spans[0][1])
    office = work.office
    mention = Mention(spans, work, relation, parent, work.number, slip=rule, pinpoint=pinned)
    draft.mentions.append(mention)
    index = len(draft.mentions) - 1
    if work.known:
        mention.issuer = work.issuer
    if short:
        if not bare and dice.random() < 0.15:
            _date(doc, mention, work)
        return index
    order = dice.random()
    if order < 0.12 and office is not None:
        draft.add(" của ")
        mention.issuer = _issuer(doc, office, work.word)
        _date(doc, mention, work)
    else:
        if order < 0.93:
            _date(doc, mention, work)
        if office is not None and order < 0.98:
            draft.add(" của ")
            mention.issuer = _issuer(doc, office, work.word)
    if title and (order < 0.88):
        _title(doc, mention, work, index)
    return index


def _date(doc: Citing, mention: Mention, work: Work) -> None:
    if work.day is None:
        return
    doc.draft.add(" ngày " + dated(work, doc.dice.one((0, 0, 0, 1, 1, 2, 3))))
    mention.date = work.iso


def _title(doc: Citing, mention: Mention, work: Work, index: int) -> None:
    """The title behind the connecting word; a work named in it is a citation of its own with this one as parent."""
    draft = doc.draft
    draft.add(f" {work.joined} " if work.joined else " ")
    start = draft.at
    subject = work.subject
    draft.add(subject.words)
    if subject.work is not None:
        cite(doc, subject.work, subject.relation, parent=index, title=False, short=None)
        draft.add(subject.after)
    mention.title = (start, draft.at)


def _law(
    doc: Citing, work: Work, relation: str, parent: int | None, pinned: tuple[int, int] | None, *, short: bool
) -> int:
    """A law: by name and number, by name and day or year, by name alone."""
    draft, dice = doc.draft, doc.dice
    start = draft.at
    assert work.title_law is not None and work.number is not None
    draft.add(work.title_law)
    mention = Mention([(start, draft.at)], work, relation, parent, None, title=work.title_law, pinpoint=pinned)
    draft.mentions.append(mention)
    roll = dice.random()
    if short and roll > 0.2:
        return len(draft.mentions) - 1
    if roll < 0.45:
        draft.add(" số ")
        spans, mention.slip = _number(doc, work.number)
        mention.spans = [(start, spans[0][1]), *spans[1:]]
        mention.number, mention.issuer = work.number, work.issuer
        if roll < 0.12 and work.day is not None:
            _date(doc, mention, work)
    elif roll < 0.8 and work.day is not None:
        _date(doc, mention, work)
    elif work.day is not None and roll < 0.92:
        draft.add(f" năm {work.day.year}")
        mention.date = str(work.day.year)
    return len(draft.mentions) - 1


def cite_several(doc: Citing, works: tuple[Work, ...], relation: str) -> None:
    """Works of one kind under one type word: "các Nghị định số 62/2020/NĐ-CP và số 106/2020/NĐ-CP"."""
    draft = doc.draft
    days = doc.dice.random() < 0.5
    draft.add("các ")
    for number, work in enumerate(works):
        if number:
            draft.add(" và số " if number == len(works) - 1 else ", số ")
        index = cite(doc, work, relation, short=True, word=number == 0, bare=True)
        if days:
            _date(doc, draft.mentions[index], work)
