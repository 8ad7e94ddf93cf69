"""The two ends of a document: letterhead, type and subject, Kính gửi; Nơi nhận and the signature block.

State form: Nghị định 30/2020/NĐ-CP, Phụ lục I; Party form: Hướng dẫn 36-HD/VPTW. Each is set in the ways in which it
comes out of Word files, PDFs and OCR: two columns side by side, one after the other, with bars, with empty lines.
"""

from dataclasses import dataclass
from typing import Any

from corpora.synthetic.mentions import cite
from corpora.synthetic.writer import Writer

__all__ = ["Ends", "close", "open_letter"]

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)
SIDE, STACKED, BARS, LOOSE = range(4)
_WIDTH = 40
_DELEGATED = frozenset({"CV", "TB", "GM", "PG", "PC", "PB", "BC", "HD", "GGT", "GNP"})  # what is signed thừa lệnh


@dataclass(slots=True)
class Ends:
    """Letterhead and closing as two columns of lines each, for the writers that set tables."""

    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    number: str = ""
    dateline: str = ""
    below_left: tuple[int, int] = (0, 0)  # the V/v lines of a công văn, as a stretch of the text
    copies: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    name: str = ""
    mark: str = ""  # "DỰ THẢO"
    after: tuple[int, int] = (0, 0)  # an appendix behind the signature


def _rows(writer: Writer, rows: list[tuple[str, str]], layout: int) -> None:
    draft = writer.draft
    for left, right in rows:
        if not left:
            draft.add(f"{' ' * _WIDTH}{right}\n" if layout == SIDE else f" | {right}\n")
        elif not right:
            draft.add(f"{left}\n")
        elif layout == BARS:
            draft.add(f"{left} | {right}\n")
        else:
            draft.add(f"{left:<{_WIDTH - 3}}   {right}\n")


def open_letter(
    writer: Writer, layout: int, *, blank_number: bool, blank_day: bool, draft_mark: bool
) -> tuple[Ends, dict[str, Any]]:
    """Write everything down to the subject; give the ends so far and what the gold says of the document."""
    work, draft, dice, office = writer.work, writer.draft, writer.dice, writer.office
    day = writer.day
    assert work.number is not None
    right = PARTY if work.party else STATE
    if not work.party and dice.random() < 0.4:
        right = (STATE[0].replace("HÒA", "HOÀ"), STATE[1])
    if work.party:
        left = (*office.head, "*")
        symbol = work.number.split("-", 1)[1]
        printed = f"Số {work.number}" if not blank_number else f"Số     -{symbol}"
    else:
        left = office.head
        printed = f"Số: {work.number}"
        if blank_number:
            printed = f"Số:{' ' * dice.number(1, 8)}/{work.number.split('/', 1)[1]}"
        elif dice.random() < 0.1:
            printed = f"Số:{work.number}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    number_of_day = f"{day.day:02d}" if not blank_day else " " * dice.number(1, 5)
    dateline = f"{office.label}, ngày {number_of_day} tháng {month} năm {day.year}"
    ends = Ends(left, right, printed, dateline)
    letter = work.type == "CV"
    if draft_mark:
        ends.mark = dice.one(("DỰ THẢO", "DỰ THẢO LẦN 2", "Dự thảo"))
        draft.add(ends.mark + "\n\n")
    subject = (0, 0)
    if layout in (SIDE, BARS):
        high = max(len(left), len(right))
        rows = [(left[i] if i < len(left) else "", right[i] if i < len(right) else "") for i in range(high)]
        _rows(writer, rows, layout)
        if layout == SIDE and dice.random() < 0.7:
            draft.add("\n")
        _rows(writer, [(printed, dateline)], layout)
        if letter:
            subject = _about(writer, ends)
    else:
        gap = "\n" if layout == LOOSE else ""
        draft.add("\n".join(left) + "\n" + gap)
        if layout == STACKED:
            draft.add(printed + "\n")
            if letter:
                subject = _about(writer, ends)
        draft.add("\n".join(right) + "\n" + gap)
        if layout == LOOSE:
            draft.add(printed + "\n\n")
        draft.add(dateline + "\n" + gap)
        if layout == LOOSE and letter:
            subject = _about(writer, ends)
    draft.add("\n")
    draft.body_starts = draft.at
    if not letter:
        subject = _title(writer)
    document: dict[str, Any] = {
        "type": work.type,
        "number": None if blank_number else work.number,
        "symbol": work.number.split("-", 1)[1] if work.party else work.symbol,
        "date": f"{day.year}-{day.month:02d}" if blank_day else day.isoformat(),
        "place": office.label,
        "issuer": work.issuer,
        "subject": subject,
        "signer": {"name": None, "position": None},
        "addressees": [],
        "recipients": [],
    }
    return ends, document


def _subject(writer: Writer) -> tuple[int, int]:
    draft, subject = writer.draft, writer.work.subject
    start = draft.at
    draft.add(subject.words)
    if subject.work is not None:
        cite(writer, subject.work, subject.relation, title=False)
        draft.add(subject.after)
    return start, draft.at


def _about(writer: Writer, ends: Ends) -> tuple[int, int]:
    """V/v below the number."""
    draft = writer.draft
    first = draft.at
    draft.add(writer.dice.one(("V/v ", "V/v ", "V/v: ", "Về việc ")))
    subject = _subject(writer)
    ends.below_left = (first, draft.at)
    draft.add("\n")
    return subject


def _title(writer: Writer) -> tuple[int, int]:
    """The type line and the subject under it."""
    draft, work, dice = writer.draft, writer.work, writer.dice
    word = {"GM": "Giấy mời", "CV": "Công văn"}.get(work.type, work.word)
    draft.add(f"{word.upper()}\n")
    lead = dice.random()
    if lead < 0.45 and work.type not in ("KH", "CTr", "ĐA", "PA", "L", "BL", "PL"):
        draft.add("Về việc ")
        subject = _subject(writer)
    else:
        index = len(draft.pieces)
        subject = _subject(writer)
        if lead < 0.85 and not work.party:
            draft.capital(index)
    draft.add("\n-----\n\n" if work.party and dice.random() < 0.6 else "\n\n")
    return subject


def close(writer: Writer, layout: int, ends: Ends, document: dict[str, Any]) -> None:
    """Write Nơi nhận and the signature, and note them in the gold of the document."""
    draft, dice, work = writer.draft, writer.dice, writer.work
    draft.body_ends = draft.at
    level = writer.level
    ways = level.signers
    if work.type not in _DELEGATED:
        ways = tuple(way for way in ways if not way[0].startswith(("TL.", "T/L"))) or ways
    signer = tuple(writer.filled(line) for line in dice.one(ways))
    if writer.office.level == "party_centre":
        signer = ("T/M BỘ CHÍNH TRỊ", "THƯỜNG TRỰC BAN BÍ THƯ")
    if work.type == "CV" and signer[0].startswith("TM.") and len(signer) == 2 and dice.random() < 0.3:
        signer = signer[1:]
    name = writer.person()
    count = min(len(level.copies), dice.number(2, 6))
    chosen = sorted(dice.sample(range(len(level.copies)), count)) if count else []
    copies = [writer.filled(level.copies[i]) for i in chosen]
    if work.type != "CV":
        copies = [copy for copy in copies if copy != "Như trên"]
    if work.type not in ("QĐ", "NQ"):
        copies = [copy for copy in copies if copy != "Như Điều 3"]
    if work.party:
        kept = "Lưu Văn phòng" if dice.random() < 0.5 else f"Lưu Văn phòng {writer.names['TU']}"
    else:
        kept = "Lưu: VT" + dice.one(
            ("", f", {dice.one(writer.theme.unit)}", f", {dice.one(level.units)}" if level.units else "")
        )
        if dice.random() < 0.15:
            kept = kept.replace("Lưu:", "Lưu")
    copies.append(kept)
    comma = "," if work.party else ";"
    printed = [f"- {copy}{comma if i < len(copies) - 1 else '.'}" for i, copy in enumerate(copies)]
    position = signer[-1].removeprefix("KT. ").removeprefix("TL. ").removeprefix("K/T ")
    document["signer"] = {"name": name, "position": position}
    document["recipients"] = copies
    ends.copies, ends.signature, ends.name = tuple(printed), signer, name
    draft.add("\n")
    if work.party:
        layout = STACKED
    roll = dice.random()
    if layout == SIDE:
        left = ["Nơi nhận:", *printed]
        block = [*signer, "", "", name]
        high = max(len(left), len(block))
        for i in range(high):
            first = left[i] if i < len(left) else ""
            second = block[i] if i < len(block) else ""
            # A long line of the left column pushes nothing: the right one goes on in the next line.
            draft.add(
                f"{first:<{_WIDTH + 6}}{second}".rstrip() + "\n"
                if len(first) < _WIDTH + 3 or not second
                else f"{first}\n"
            )
            if len(first) >= _WIDTH + 3 and second:
                draft.add(" " * (_WIDTH + 6) + second + "\n")
    elif layout == BARS:
        left = ["Nơi nhận:", *printed]
        block = list(signer)
        for i in range(max(len(left), len(block))):
            first = left[i] if i < len(left) else ""
            draft.add(f"{first} | {block[i]}\n" if i < len(block) else f"{first}\n")
        draft.add(f"{name}\n")
    elif roll < 0.75:
        draft.add("Nơi nhận:\n" + "\n".join(printed) + "\n\n")
        draft.add("\n".join(signer) + "\n\n" + name + "\n")
    else:
        draft.add("\n".join(signer) + "\n\n" + name + "\n\n")
        draft.add("Nơi nhận:\n" + "\n".join(printed) + "\n")
