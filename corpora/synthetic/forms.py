"""The bodies of the kinds of documents: which sections a plan, a decision, a report has."""

from collections.abc import Callable
from typing import Any

from corpora.synthetic.dossiers import Work
from corpora.synthetic.draft import Mention
from corpora.synthetic.lines import symbol
from corpora.synthetic.mentions import cite, dated
from corpora.synthetic.pool import constitution
from corpora.synthetic.sections import ROMAN, Form, address
from corpora.synthetic.slips import contract, invitation, slip
from corpora.synthetic.writer import Writer

__all__ = ["body"]


def _letter(form: Form) -> None:
    """Công văn: opening, a list or a sentence, closing."""
    writer, dice, draft = form.writer, form.dice, form.draft
    address(form)
    roll = dice.random()
    asked = [work for work in writer.work.implements if work.type == "CV" and work.number]
    if writer.work.slot == 8 and asked:
        draft.add(dice.one(("Phúc đáp ", "Trả lời ", "Phúc đáp ")))
        cite(writer, asked[0], "replies_to", short=False)
        draft.add(", ")
        form.announce("reply_list")
        told = dice.number(1, 3)
        form.items((), "reached", told, duty=False)
        form.items((), "duty_actor", dice.number(1, 2), start=told + 1)
        form.closing(plain=0.8, count=0 if dice.random() < 0.5 else 1)
        return
    opening = symbol("opening_letter")
    if roll < 0.75 and form.implements(dice.one(opening.words)):
        draft.add(", ")
    elif roll < 0.9 and asked:
        draft.add(f"{writer.office.bare} nhận được ")
        cite(writer, asked[0], "replies_to", short=False)
        draft.add(". Về việc này, ")
    else:
        draft.add(f"Để {writer.dossier.topic} đạt hiệu quả, ")
    if dice.random() < 0.75:
        draft.actor = None
        symbol("lead_in")(writer)
        draft.add(f":{writer.gap}")
        actor = draft.actor
        form.items((), "duty_bare", dice.number(2, 5), kind=dice.one(("1", "1", "-")), actor=actor)
    else:
        form.announce("letter_list")
        form.items((), "duty_actor", dice.number(2, 5))
    form.closing(dice.number(1, 2))


def _plan(form: Form) -> None:
    """Kế hoạch, chương trình, đề án, phương án, dự án, hướng dẫn: purposes, targets, tasks, who does what."""
    writer, dice, draft = form.writer, form.dice, form.draft
    if dice.random() < 0.5 and not writer.work.party:
        form.grounds()
    if form.implements("Thực hiện "):
        draft.add(", ")
    writer.say_issuer_short()
    draft.add(f" {dice.one(('ban hành', 'xây dựng'))} {writer.work.word} với các nội dung sau:{writer.gap}")
    path = form.heading("Mục đích, yêu cầu")
    inner, _ = form.sub(1, "Mục đích", path)
    form.items(inner, "purpose", dice.number(1, 3), kind="-", duty=False)
    inner, _ = form.sub(2, "Yêu cầu", path)
    form.items(inner, "requirement", form.several(1, 2), kind="-")
    if dice.random() < 0.6:
        path = form.titled("targets_heading")
        form.items(path, "to_reach", dice.number(2, 3), kind=dice.one(("1", "-")))
    path = form.titled("tasks_heading")
    if dice.random() < 0.5:
        form.items(path, "duty_actor", form.several(3, 6))
    else:
        for number in range(1, dice.number(2, 3) + 1):
            topic = dice.one(writer.theme.topics)
            inner, _ = form.sub(number, f"Về {topic}", path)
            form.items(inner, "duty_actor", form.several(2, 3), kind=dice.one(("a", "-")))
    if dice.random() < 0.3:
        path = form.titled("facts_heading")
        form.items(path, "fact", dice.number(2, 3), duty=False)
    path = form.heading("Tổ chức thực hiện")
    if dice.random() < 0.6:
        form.by_body(path, form.several(2, 4))
    else:
        form.items(path, "duty_actor", form.several(2, 4))
    form.closing(1)


def _decision(form: Form) -> None:
    writer, dice, draft = form.writer, form.dice, form.draft
    authority = _authority(writer)
    if dice.random() < 0.8:
        draft.add(f"{authority.upper()}\n\n")
    form.grounds()
    proposal = writer.dossier.work(6)
    asks = (
        proposal.office is not None
        and proposal.day is not None
        and proposal.day < writer.day
        and writer.office.level == "province"
    )
    if asks and proposal.office is not None:
        draft.add(f"{dice.one(('Xét', 'Theo'))} đề nghị của Giám đốc {proposal.office.bare} tại ")
        start = len(draft.mentions)
        cite(writer, proposal, "replies_to", short=True)
        mention = draft.mentions[start]
        mention.issuer = proposal.issuer
        if mention.date is None:
            draft.add(" ngày " + _day(writer, proposal))
            mention.date = proposal.iso
        if dice.random() < 0.3:
            draft.add(f" {proposal.joined} ")
            first = draft.at
            draft.add(proposal.subject.words)
            mention.title = (first, draft.at)
        draft.add(dice.one((",", ";", ".")) + writer.gap)
    elif dice.random() < 0.8:
        symbol("proposed")(writer)
        draft.add(dice.one((",", ".", ";")) + writer.gap)
    if writer.gap == "\n":
        draft.add("\n")
    draft.add(f"QUYẾT ĐỊNH{'' if writer.work.party else ':'}\n\n")
    subject = writer.work.subject
    if subject.work is not None and subject.relation == "amends":
        line = "Sửa đổi, bổ sung một số điều của "
        draft.add("Điều 1. " + line)
        cite(writer, subject.work, "amends")
        draft.add(f" như sau:{writer.gap}")
        form.items(("Điều 1",), "define", dice.number(1, 3), duty=False)
    else:
        writer.unit("Điều 1. ", None, (), symbol("decide_approve"), duty=False)
    number = 2
    for _ in range(dice.number(0, 2)):
        _article(form, number, "order")
        number += 1
    writer.unit(f"Điều {number}. ", None, (), symbol("in_force"), duty=False)
    _article(form, number + 1, "carry_out")
    form.finish()


def _article(form: Form, number: int, line: str) -> None:
    label = f"Điều {number}"
    form.writer.unit(f"{label}. ", label, (label,), symbol(line), duty=True)


def _authority(writer: Writer) -> str:
    office = writer.office
    if writer.work.party:
        return "Ban Thường vụ " + office.bare if office.level != "party_office" else office.bare
    if office.level in ("province", "district", "commune"):
        return f"{'Chủ tịch ' if not writer.work.normative and writer.dice.random() < 0.5 else ''}{office.name}"
    heads = {
        "ministry": "Bộ trưởng ",
        "department": "Giám đốc ",
        "school": "Hiệu trưởng ",
        "hospital": "Giám đốc ",
        "division": "Trưởng ",
        "education": "Trưởng ",
    }
    if office.name.startswith(("Phòng ", "Bộ ", "Sở ", "Trường ", "Trung tâm ")):
        return heads.get(office.level, "") + office.name
    return office.name


def _day(writer: Writer, work: Work) -> str:
    return dated(work, writer.dice.number(0, 1))


def _directive(form: Form) -> None:
    """Chỉ thị, công điện: the situation, then orders."""
    writer, dice, draft = form.writer, form.dice, form.draft
    writer.paragraph(symbol("situation"))
    draft.add(f"Để {dice.one(('khắc phục', 'chấn chỉnh'))} tình trạng trên, ")
    writer.say_issuer_short()
    draft.add(f" yêu cầu:{writer.gap}")
    form.by_body((), form.several(2, 3)) if dice.random() < 0.4 else form.items((), "duty_actor", form.several(3, 6))
    form.closing(1, plain=0.1)


def _notice(form: Form) -> None:
    """Thông báo, kết luận, biên bản, thông cáo: what was said, then what was ordered."""
    writer, dice, draft = form.writer, form.dice, form.draft
    form.announce("meeting")
    if dice.random() < 0.7:
        writer.unit("1. ", None, (), symbol("reached"), duty=False)
        form.items((), "duty_actor", form.several(2, 4), start=2)
    else:
        form.items((), "duty_actor", form.several(2, 4))
    if writer.work.type in ("TB", "KL"):
        form.closing(1)
    else:
        draft.add(f"Cuộc họp kết thúc lúc {dice.number(10, 17)} giờ cùng ngày.\n")


def _report(form: Form) -> None:
    writer, dice, draft = form.writer, form.dice, form.draft
    if form.implements("Thực hiện "):
        draft.add(", ")
    writer.say_issuer_short()
    draft.add(f" báo cáo kết quả như sau:{writer.gap}")
    path = form.titled("results_heading")
    form.items(path, "reached", form.several(3, 6), kind=dice.one(("1", "-")), duty=False)
    path = form.titled("lacks_heading")
    form.items(path, "lacking", dice.number(1, 3), kind=dice.one(("1", "-")), duty=False)
    if dice.random() < 0.7:
        path = form.titled("next_heading")
        form.items(path, "duty_actor", form.several(2, 4), kind=dice.one(("1", "-")))
    if dice.random() < 0.7:
        form.heading("Kiến nghị, đề xuất")
        writer.paragraph(symbol("request_up"))
    writer.unit("", None, (), symbol("closing_plain"), duty=False, part=True)
    form.finish()


def _proposal(form: Form) -> None:
    """Tờ trình: grounds, need, content, the request to the superior: no duties."""
    writer, dice, draft = form.writer, form.dice, form.draft
    superior = writer.filled(dice.one(writer.level.superior))
    form.document["addressees"] = [superior]
    draft.add(f"Kính gửi: {superior}.\n\n")
    form.grounds()
    writer.say_issuer_short()
    matter = writer.work.subject.words if writer.work.subject.work is None else writer.dossier.topic
    draft.add(f" kính trình {superior} {matter} với các nội dung như sau:{writer.gap}")
    path = form.heading("Sự cần thiết")
    form.items(path, "lacking", dice.number(1, 2), duty=False)
    path = form.heading("Nội dung chính")
    form.items(path, "fact", dice.number(2, 3), duty=False)
    writer.paragraph(symbol("request_up"))
    form.finish()


def _normative(form: Form) -> None:
    """Nghị định, thông tư, quy chế, quy định, nghị quyết của HĐND, luật: chapters and articles."""
    writer, dice, draft = form.writer, form.dice, form.draft
    if writer.work.type not in ("QC", "QyĐ", "L", "BL", "PL"):
        form.grounds()
    elif writer.work.type in ("L", "BL", "PL"):
        draft.add("Căn cứ ")
        work = constitution()
        start = draft.at
        draft.add("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam")
        draft.mentions.append(Mention([(start, draft.at)], work, "legal_basis", None, None, title=(start, draft.at)))
        draft.add(f";{writer.gap}")
    draft.add(_issues(writer))
    number = 1
    chapters = dice.random() < 0.6
    plan = (
        ("Quy định chung", "define", 2),
        ("Nội dung cụ thể", "articles", dice.number(2, 4)),
        ("Tổ chức thực hiện", "order", 2),
    )
    for chapter, (words, line, count) in enumerate(plan, 1):
        path: tuple[str, ...] = ()
        if chapters:
            path = (f"Chương {ROMAN[chapter - 1]}",)
            draft.add(f"{path[0]}\n{words.upper()}\n")
        for _ in range(count):
            label = f"Điều {number}"
            if line == "articles":
                draft.add(f"{label}. ")
                symbol("article")(writer)
                draft.add(writer.gap)
                form.items((*path, label), "order", form.several(2, 4))
            else:
                duty = line == "order"
                writer.unit(f"{label}. ", label, (*path, label), symbol(line), duty=duty)
            number += 1
    writer.unit(f"Điều {number}. ", None, (), symbol("in_force"), duty=False)
    form.finish()


def _issues(writer: Writer) -> str:
    word, subject = writer.work.word, writer.dossier.topic
    if writer.work.type in ("QC", "QyĐ", "NQLT"):
        return ""
    head = {"ministry": "Bộ trưởng ", "government": ""}.get(writer.office.level, "")
    return f"{head}{writer.office.bare} ban hành {word} về {subject}.{writer.gap}"


def _resolution(form: Form) -> None:
    """Nghị quyết, chương trình, chỉ thị of the Party: assessment, aims, tasks."""
    writer, dice, draft = form.writer, form.dice, form.draft
    if form.implements(dice.one(("Thực hiện ", "Quán triệt, thực hiện ")), most=1):
        draft.add(", ")
    writer.say_issuer_short()
    draft.add(f" ban hành {writer.work.word} như sau:{writer.gap}")
    path = form.heading("Tình hình")
    writer.paragraph(symbol("situation"))
    path = form.heading("Mục tiêu")
    form.items(path, "to_reach", dice.number(2, 3))
    path = form.heading("Nhiệm vụ, giải pháp")
    form.items(path, "duty_actor", form.several(3, 5))
    path = form.heading("Tổ chức thực hiện")
    form.items(path, "duty_actor", form.several(2, 3))
    form.finish()


_KINDS: tuple[tuple[Callable[[Form], None], str], ...] = (
    (_letter, "CV"),
    (_plan, "KH CTr ĐA PA DA HD"),
    (_decision, "QĐ"),
    (_directive, "CT CĐ"),
    (_notice, "TB KL BB TC"),
    (_report, "BC"),
    (_proposal, "TTr"),
    (_normative, "NĐ TT TTLT NQLT L BL PL VBHN QC QyĐ QĐi"),
    (_resolution, "NQ"),
    (invitation, "GM"),
    (slip, "PG PC PB GGT GUQ GNP BGN BTT"),
    (contract, "HĐ"),
)
_BODIES = {code: made for made, codes in _KINDS for code in codes.split()}


def body(writer: Writer, document: dict[str, Any]) -> None:
    """Write the body that the type of the document asks for."""
    work = writer.work
    form = Form(writer, document)
    made = _BODIES[work.type]
    if work.type == "NQ" and not work.party:
        made = _normative if work.normative or writer.office.level != "government" else _plan
    if work.type == "TT" and work.party:
        made = _directive
    made(form)
