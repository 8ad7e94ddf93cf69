"""Short papers: invitations, slips, permits, agreements, contracts; and the list behind a signature."""

from corpora.synthetic.lines import symbol
from corpora.synthetic.mentions import cite
from corpora.synthetic.sections import Form, address
from corpora.synthetic.writer import Writer

__all__ = ["appendix", "contract", "invitation", "slip"]


def invitation(form: Form) -> None:
    """Giấy mời: to what, when, where, who."""
    writer, dice, draft = form.writer, form.dice, form.draft
    address(form)
    if dice.random() < 0.6 and form.implements("Thực hiện ", most=1):
        draft.add(", ")
    form.announce("invited")
    place = "Địa điểm: Phòng họp số {n1}, số {n} đường {street}"
    for number, words in enumerate(("Thời gian: {n_hour} giờ 00 ngày {day_after}", place, "Thành phần: {below}"), 1):
        writer.unit(f"{number}. ", None, (), words, duty=False)
    writer.unit("", None, (), symbol("invitation_ends"), duty=False, part=True)
    form.finish()


def slip(form: Form) -> None:
    """Phiếu gửi, phiếu chuyển, phiếu báo, giấy giới thiệu, giấy ủy quyền, giấy nghỉ phép, bản ghi nhớ, thỏa thuận."""
    writer, dice, draft = form.writer, form.dice, form.draft
    code = writer.work.type
    if code in ("PG", "PC"):
        writer.say_issuer_short()
        draft.add(" chuyển đến quý cơ quan ")
        cite(writer, dice.one(writer.work.implements), "attaches" if code == "PG" else "cites", short=False)
        draft.add(" (gửi kèm)" if code == "PG" else "")
        draft.add(f" để xem xét, giải quyết theo thẩm quyền.{writer.gap}")
    elif code in ("BGN", "BTT"):
        form.announce("agreed")
        form.items((), "duty_actor", dice.number(2, 4))
    else:
        writer.paragraph(symbol(f"slip_{code}"))
        if dice.random() < 0.5:
            writer.paragraph(symbol("slip_under"))


def contract(form: Form) -> None:
    """Hợp đồng: grounds, what for, what each side owes."""
    writer, dice, draft = form.writer, form.dice, form.draft
    form.grounds()
    form.announce("contracted")
    writer.unit("Điều 1. ", None, (), "Nội dung: {object}; giá trị hợp đồng: {n}.000.000 đồng", duty=False)
    for number, side in ((2, "Bên A"), (3, "Bên B")):
        label = f"Điều {number}"
        draft.add(f"{label}. Trách nhiệm của ")
        start = draft.at
        draft.add(side + writer.gap)
        form.items((label,), "duty_bare", dice.number(2, 3), actor=(start, start + len(side)))


def appendix(writer: Writer) -> None:
    """A list behind the signature: its head names the document's own number, its rows order nothing."""
    draft, dice, work = writer.draft, writer.dice, writer.work
    draft.add(f"\nPHỤ LỤC\n{dice.one(writer.theme.objects).upper()}\n")
    draft.add(f"(Kèm theo {work.word} số {work.number} ngày {writer.day:%d/%m/%Y} của {writer.office.bare})\n\n")
    draft.add("TT | Nội dung | Số lượng | Ghi chú\n")
    for number in range(1, dice.number(3, 9)):
        draft.add(f"{number} | {writer.each('object', writer.theme.objects)} | {dice.number(1, 400)} | \n")
