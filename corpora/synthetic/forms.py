"""The bodies of the kinds of documents: which sections a plan, a decision, a report has, and how they are numbered."""

from collections.abc import Callable
from typing import Any

from corpora.synthetic.dossiers import Work
from corpora.synthetic.draft import Stretch
from corpora.synthetic.mentions import cite
from corpora.synthetic.pool import suited
from corpora.synthetic.writer import Writer, symbol

__all__ = ["body"]

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_LETTERS = ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k")


class _Form:
    """A body under way: its numbering and the document's own facts."""

    def __init__(self, writer: Writer, document: dict[str, Any]) -> None:
        self.writer, self.document = writer, document
        self.dice, self.draft = writer.dice, writer.draft
        self.roman = 0
        self.dash = "-" if writer.work.party and self.dice.random() < 0.7 else "."
        self.bullet = self.dice.one(("-", "-", "+"))
        self.semicolon = self.dice.random() < 0.5

    # --- preamble

    def grounds(self, *, close: str = "") -> None:
        """Căn cứ …; one a line, the last with a full stop or the words that follow."""
        writer, dice = self.writer, self.dice
        works = self._basis()
        for number, work in enumerate(works):
            self.draft.add("Căn cứ ")
            index = cite(writer, work, "legal_basis", short=False)
            self._amended(work, index)
            last = number == len(works) - 1 and not close
            self.draft.add(("." if dice.random() < 0.3 else ";") if last else ";")
            self.draft.add(writer.gap)
        if close:
            self.draft.add(close)
            self.draft.add(writer.gap)

    def _basis(self) -> list[Work]:
        writer, dice = self.writer, self.dice
        common = [work for work in suited(writer.theme, writer.day.year) if work.type not in ("KH", "CT", "KL")]
        laws = [work for work in common if work.title_law]
        rest = [work for work in common if not work.title_law and not work.party]
        chosen = dice.sample(laws, min(len(laws), dice.number(1, 2)))
        chosen += dice.sample(rest, min(len(rest), dice.number(1, 3)))
        if writer.office.place is not None:
            chosen += [
                work for work in writer.work.implements if work.type in ("KH", "QĐ", "CTr", "NQ") and not work.party
            ][:1]
        return chosen

    def _amended(self, work: Work, parent: int) -> None:
        """ "được sửa đổi, bổ sung bởi …": the amendment that is known of the work, sometimes."""
        writer, dice = self.writer, self.dice
        if dice.random() > 0.5:
            return
        later = [
            other
            for other in suited(writer.theme, writer.day.year)
            if other.subject.work is work and other.subject.relation == "amends"
        ]
        if later:
            self.draft.add(
                dice.one(
                    (" được sửa đổi, bổ sung bởi ", " (được sửa đổi, bổ sung bởi ", " đã được sửa đổi, bổ sung tại ")
                )
            )
            bracket = self.draft.pieces[-1].startswith(" (")
            cite(writer, later[0], "amended_by", parent=parent, title=False)
            if bracket:
                self.draft.add(")")

    def implements(self, lead: str, *, most: int = 3) -> bool:
        """ "Thực hiện A; B" with what stands above; False if nothing does."""
        writer, dice = self.writer, self.dice
        works = list(dict.fromkeys(work for work in writer.work.implements if work.number))
        if not works:
            works = list(dict.fromkeys(writer.at_hand("c_implements")))[:1]
        if not works:
            return False
        for number, work in enumerate(works[: dice.number(1, most)]):
            self.draft.add(lead if not number else dice.one(("; ", "; ", " và ")))
            cite(writer, work, "implements", short=False)
        return True

    # --- lists

    def heading(self, words: str) -> tuple[str, ...]:
        """A Roman heading in capitals."""
        self.roman += 1
        label = _ROMAN[self.roman - 1]
        if self.writer.gap == "\n" and self.dice.random() < 0.5:
            self.draft.add("\n")
        self.draft.add(f"{label}{self.dash} {words.upper()}{self.writer.gap}")
        return (label,)

    def sub(self, number: int, words: str, path: tuple[str, ...]) -> tuple[tuple[str, ...], Stretch]:
        """An Arabic heading; its words may be the actor of what stands below."""
        label = str(number)
        self.draft.add(f"{label}{self.dash} ")
        start = self.draft.at
        self.draft.add(words)
        stretch = (start, self.draft.at)
        self.draft.add(self.writer.gap)
        return (*path, label), stretch

    def items(
        self, path: tuple[str, ...], line: str, count: int, *, kind: str = "1", duty: bool = True, actor: Stretch | None = None,
        start: int = 1,
    ) -> None:  # fmt: skip
        """Items numbered 1. 2., a) b) or with bullets, all by one name of the grammar."""
        for number in range(start, start + count):
            label = str(number) if kind == "1" else _LETTERS[number - 1] if kind == "a" else self.bullet
            mark = f"{label}{self.dash} " if kind == "1" else f"{label}) " if kind == "a" else f"{label} "
            end = ";" if self.semicolon and kind != "1" and number < start + count - 1 else "."
            if duty and kind == "1" and line.startswith("duty") and self.dice.random() < 0.1:
                self._nested(mark, label, (*path, label), line, actor)
            else:
                self.writer.unit(mark, label, (*path, label), symbol(line), duty=duty, end=end, actor=actor)

    def _nested(self, mark: str, label: str, path: tuple[str, ...], line: str, actor: Stretch | None) -> None:
        """A unit that orders something and lists its parts: "…, cụ thể:" with bullets below."""
        made = self.writer.unit(
            mark, label, path, symbol(line), duty=True, end=self.dice.one((", cụ thể:", ", trong đó:")), actor=actor
        )
        inner = made.actor if made is not None else actor
        for number in range(self.dice.number(2, 3)):
            sign = "a" if self.bullet == "+" else self.bullet
            sign = _LETTERS[number] if sign == "a" else sign
            mark = f"{sign}) " if sign in _LETTERS else f"{sign} "
            self.writer.unit(mark, sign, (*path, sign), symbol("duty_bare"), duty=True, actor=inner)

    def by_body(self, path: tuple[str, ...], count: int) -> None:
        """Headings that are bodies, their duties below."""
        writer, dice = self.writer, self.dice
        kind = dice.one(("a", "-"))
        for number in range(1, count + 1):
            words = writer.filled(writer.each("actor", writer.level.actors))
            inner, actor = self.sub(number, words[0].upper() + words[1:], path)
            if dice.random() < 0.3:
                writer.unit("", None, inner, symbol("duty_bare"), duty=True, actor=actor)
            else:
                self.items(inner, "duty_bare", dice.number(2, 3), kind=kind, actor=actor)

    def closing(self, count: int = 1, *, plain: float = 0.4) -> None:
        """The last sentences: some order something."""
        writer, dice = self.writer, self.dice
        said = False
        if dice.random() < plain:
            writer.unit("", None, (), symbol("closing_plain"), duty=False, part=True)
            said = True
        for _ in range(count):
            if said:
                self.draft.add(" ")
            writer.unit("", None, (), symbol("closing_duty"), duty=True, part=True)
            said = True
        self.finish()

    def finish(self) -> None:
        """ "./." at the end of the body."""
        draft = self.draft
        pieces = draft.pieces
        while pieces and pieces[-1] in ("\n", "\n\n"):
            draft.at -= len(pieces.pop())
        if self.dice.random() < 0.8 and not self.writer.work.party and draft.ends_with("."):
            draft.add("/.")
            if draft.units and draft.units[-1].end == draft.at - 2:
                draft.units[-1].end = draft.at
        draft.add("\n")


def _address(form: _Form) -> None:
    writer, dice = form.writer, form.dice
    level = writer.level
    count = min(len(level.addressees), 1 if dice.random() < 0.6 else dice.number(2, 3))
    names = [writer.filled(level.addressees[i]) for i in sorted(dice.sample(range(len(level.addressees)), count))]
    asked = next((work for work in writer.work.implements if writer.work.slot == 8), None)
    if asked is not None:
        names = [asked.office.bare if asked.office is not None else asked.issuer]
    form.document["addressees"] = names
    form.draft.add("Kính gửi:")
    if len(names) == 1:
        form.draft.add(f" {names[0]}{dice.one(('.', '', ''))}\n\n")
    else:
        form.draft.add(
            "\n" + "\n".join(f"- {name}{'.' if i == len(names) - 1 else ';'}" for i, name in enumerate(names)) + "\n\n"
        )


def _letter(form: _Form) -> None:
    """Công văn: opening, a list or a sentence, closing."""
    writer, dice, draft = form.writer, form.dice, form.draft
    _address(form)
    roll = dice.random()
    asked = [work for work in writer.work.implements if work.type == "CV" and work.number]
    if writer.work.slot == 8 and asked:
        draft.add(dice.one(("Phúc đáp ", "Trả lời ", "Phúc đáp ")))
        cite(writer, asked[0], "replies_to", short=False)
        draft.add(", ")
        writer.say_issuer_short()
        draft.add(f" có ý kiến như sau:{writer.gap}")
        form.items((), "result", dice.number(1, 3), duty=False)
        form.items((), "duty_actor", dice.number(1, 2), start=4)
        form.closing(plain=0.8, count=0 if dice.random() < 0.5 else 1)
        return
    if roll < 0.75 and form.implements(
        dice.one(("Thực hiện ", "Thực hiện ", "Triển khai ", "Triển khai thực hiện ", "Thực hiện chỉ đạo tại "))
    ):
        draft.add(", ")
        lead = draft.at
    elif roll < 0.9 and asked:
        draft.add(f"{writer.office.bare} nhận được ")
        cite(writer, asked[0], "replies_to", short=False)
        draft.add(". Về việc này, ")
        lead = draft.at
    else:
        draft.add(f"Để {writer.dossier.topic} đạt hiệu quả, ")
        lead = draft.at
    assert lead
    if dice.random() < 0.75:
        draft.actor = None
        symbol("lead_in")(writer)
        draft.add(f":{writer.gap}")
        actor = draft.actor
        form.items((), "duty_bare", dice.number(2, 5), kind=dice.one(("1", "1", "-")), actor=actor)
    else:
        writer.say_issuer_short()
        draft.add(f" thông báo một số nội dung như sau:{writer.gap}")
        form.items((), "duty_actor", dice.number(2, 5))
    form.closing(dice.number(1, 2))


def _plan(form: _Form) -> None:
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
    form.items(inner, "requirement", dice.number(1, 2), kind="-")
    if dice.random() < 0.6:
        path = form.heading(dice.one(("Chỉ tiêu", "Mục tiêu cụ thể", "Các chỉ tiêu chủ yếu")))
        form.items(path, "target", dice.number(2, 3), kind=dice.one(("1", "-")))
    path = form.heading(dice.one(("Nhiệm vụ", "Nội dung thực hiện", "Nhiệm vụ, giải pháp", "Nội dung và thời gian")))
    if dice.random() < 0.5:
        form.items(path, "duty_actor", dice.number(3, 6))
    else:
        for number in range(1, dice.number(2, 3) + 1):
            topic = dice.one(writer.theme.topics)
            inner, _ = form.sub(number, f"Về {topic}", path)
            form.items(inner, "duty_actor", dice.number(2, 3), kind=dice.one(("a", "-")))
    if dice.random() < 0.3:
        path = form.heading(dice.one(("Thời gian, địa điểm, kinh phí", "Kinh phí và thời gian")))
        form.items(path, "fact", dice.number(2, 3), duty=False)
    path = form.heading("Tổ chức thực hiện")
    if dice.random() < 0.6:
        form.by_body(path, dice.number(2, 4))
    else:
        form.items(path, "duty_actor", dice.number(2, 4))
    form.closing(1)


def _decision(form: _Form) -> None:
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
        draft.add(dice.one(("Xét đề nghị của ", "Theo đề nghị của ")) + f"Giám đốc {proposal.office.bare} tại ")
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
        draft.add(
            f"Theo đề nghị của {dice.one(('Trưởng phòng chuyên môn', 'Chánh Văn phòng', 'Trưởng bộ phận tham mưu'))}{dice.one((',', '.', ';'))}{writer.gap}"
        )
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


def _article(form: _Form, number: int, line: str) -> None:
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
    from corpora.synthetic.mentions import dated

    return dated(work, writer.dice.number(0, 1))


def _directive(form: _Form) -> None:
    """Chỉ thị, công điện: the situation, then orders."""
    writer, dice, draft = form.writer, form.dice, form.draft
    writer.paragraph(symbol("situation"))
    draft.add(f"Để {dice.one(('khắc phục', 'chấn chỉnh'))} tình trạng trên, ")
    writer.say_issuer_short()
    draft.add(f" yêu cầu:{writer.gap}")
    form.by_body((), dice.number(2, 3)) if dice.random() < 0.4 else form.items((), "duty_actor", dice.number(3, 6))
    form.closing(1, plain=0.1)


def _notice(form: _Form) -> None:
    """Thông báo, kết luận, biên bản, thông cáo: what was said, then what was ordered."""
    writer, dice, draft = form.writer, form.dice, form.draft
    draft.add(f"Ngày {writer.day.day:02d}/{writer.day.month}/{writer.day.year}, ")
    writer.say_issuer_short()
    draft.add(
        f" tổ chức họp về {writer.dossier.topic}. Sau khi nghe báo cáo và ý kiến của các đại biểu, {dice.one(('chủ trì cuộc họp', 'lãnh đạo'))} kết luận như sau:{writer.gap}"
    )
    if dice.random() < 0.7:
        writer.unit("1. ", None, (), symbol("result"), duty=False)
        form.items((), "duty_actor", dice.number(2, 4), start=2)
    else:
        form.items((), "duty_actor", dice.number(2, 4))
    if writer.work.type in ("TB", "KL"):
        form.closing(1)
    else:
        draft.add(f"Cuộc họp kết thúc lúc {dice.number(10, 17)} giờ cùng ngày.\n")


def _report(form: _Form) -> None:
    writer, dice, draft = form.writer, form.dice, form.draft
    if form.implements("Thực hiện "):
        draft.add(", ")
    writer.say_issuer_short()
    draft.add(f" báo cáo kết quả như sau:{writer.gap}")
    path = form.heading(dice.one(("Kết quả thực hiện", "Tình hình triển khai và kết quả")))
    form.items(path, "result", dice.number(3, 6), kind=dice.one(("1", "-")), duty=False)
    path = form.heading(dice.one(("Tồn tại, hạn chế", "Khó khăn, vướng mắc và nguyên nhân")))
    form.items(path, "problem", dice.number(1, 3), kind=dice.one(("1", "-")), duty=False)
    if dice.random() < 0.7:
        path = form.heading(dice.one(("Nhiệm vụ thời gian tới", "Phương hướng, nhiệm vụ trọng tâm")))
        form.items(path, "duty_actor", dice.number(2, 4), kind=dice.one(("1", "-")))
    if dice.random() < 0.7:
        form.heading("Kiến nghị, đề xuất")
        writer.paragraph(symbol("request_up"))
    writer.unit("", None, (), symbol("closing_plain"), duty=False, part=True)
    form.finish()


def _proposal(form: _Form) -> None:
    """Tờ trình: grounds, need, content, the request to the superior: no duties."""
    writer, dice, draft = form.writer, form.dice, form.draft
    superior = writer.filled(dice.one(writer.level.superior))
    form.document["addressees"] = [superior]
    draft.add(f"Kính gửi: {superior}.\n\n")
    form.grounds()
    writer.say_issuer_short()
    draft.add(
        f" kính trình {superior} {writer.work.subject.words if writer.work.subject.work is None else writer.dossier.topic} với các nội dung như sau:{writer.gap}"
    )
    path = form.heading("Sự cần thiết")
    form.items(path, "problem", dice.number(1, 2), duty=False)
    path = form.heading("Nội dung chính")
    form.items(path, "fact", dice.number(2, 3), duty=False)
    writer.paragraph(symbol("request_up"))
    form.finish()


def _normative(form: _Form) -> None:
    """Nghị định, thông tư, quy chế, quy định, nghị quyết của HĐND, luật: chapters and articles."""
    writer, dice, draft = form.writer, form.dice, form.draft
    if writer.work.type not in ("QC", "QyĐ", "L", "BL", "PL"):
        form.grounds()
    elif writer.work.type in ("L", "BL", "PL"):
        draft.add("Căn cứ ")
        from corpora.synthetic.draft import Mention
        from corpora.synthetic.pool import constitution

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
            path = (f"Chương {_ROMAN[chapter - 1]}",)
            draft.add(f"{path[0]}\n{words.upper()}\n")
        for _ in range(count):
            label = f"Điều {number}"
            if line == "articles":
                draft.add(
                    f"{label}. {dice.one(('Trách nhiệm thực hiện', 'Phân công nhiệm vụ', 'Chế độ báo cáo', 'Tổ chức triển khai'))}{writer.gap}"
                )
                form.items((*path, label), "order", dice.number(2, 4))
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


def _invitation(form: _Form) -> None:
    writer, dice, draft = form.writer, form.dice, form.draft
    _address(form)
    if dice.random() < 0.6 and form.implements("Thực hiện ", most=1):
        draft.add(", ")
    writer.say_issuer_short()
    draft.add(f" trân trọng kính mời các đồng chí dự cuộc họp về {writer.dossier.topic}:{writer.gap}")
    for number, words in enumerate(
        (
            "Thời gian: {n_hour} giờ 00 ngày {day_after}",
            "Địa điểm: Phòng họp số {n1}, số {n} đường {street}",
            "Thành phần: {below}",
        ),
        1,
    ):
        writer.unit(f"{number}. ", None, (), words, duty=False)
    writer.unit(
        "", None, (), dice.one(("Trân trọng kính mời", "Rất mong các đồng chí dự họp đầy đủ")), duty=False, part=True
    )
    form.finish()


def _short(form: _Form) -> None:
    """Phiếu gửi, phiếu chuyển, phiếu báo, giấy giới thiệu, giấy ủy quyền, giấy nghỉ phép, bản ghi nhớ, bản thỏa thuận."""
    writer, dice, draft = form.writer, form.dice, form.draft
    code = writer.work.type
    if code in ("PG", "PC"):
        work = dice.one(writer.work.implements) if writer.work.implements else None
        writer.say_issuer_short()
        draft.add(" chuyển đến quý cơ quan ")
        if work is not None and work.number:
            cite(writer, work, "attaches" if code == "PG" else "cites", short=False)
            if code == "PG":
                draft.add(" (gửi kèm)")
        else:
            draft.add("các tài liệu liên quan")
        draft.add(" để xem xét, giải quyết theo thẩm quyền")
        draft.add(".\n")
        return
    if code in ("BGN", "BTT"):
        draft.add(
            f"Hôm nay, tại trụ sở {writer.office.bare}, các bên thống nhất về {writer.dossier.topic} với các nội dung sau:{writer.gap}"
        )
        form.items((), "duty_actor", dice.number(2, 4))
        return
    lines = {
        "GGT": "{issuer_short} trân trọng giới thiệu ông (bà) %s đến quý cơ quan để liên hệ công tác {topic}; giấy có giá trị đến hết ngày {day_after}",
        "GUQ": "Lãnh đạo {issuer_short} ủy quyền cho ông (bà) %s ký các văn bản về {topic} từ ngày {day_after}",
        "GNP": "Xét đơn của ông (bà) %s, {issuer_short} đồng ý cho nghỉ phép {n2} ngày, kể từ ngày {day_after}",
        "PB": "{issuer_short} thông báo để ông (bà) %s biết kết quả {topic} và nhận giấy tờ tại bộ phận tiếp nhận từ ngày {day_after}",
    }  # fmt: skip
    writer.paragraph(lines[code] % writer.person())
    if dice.random() < 0.5:
        writer.paragraph(
            "Căn cứ kết quả trên, các bên liên quan được thông báo theo quy định tại {c_cites}"
            if writer.has("c_cites")
            else "Trân trọng cảm ơn"
        )


def _contract(form: _Form) -> None:
    writer, dice, draft = form.writer, form.dice, form.draft
    form.grounds()
    draft.add(
        f"Hôm nay, tại {writer.office.name}, hai bên ký hợp đồng về {writer.dossier.topic} với các điều khoản sau:{writer.gap}"
    )
    writer.unit("Điều 1. ", None, (), "Nội dung: {object}; giá trị hợp đồng: {n}.000.000 đồng", duty=False)
    for number, party in ((2, "Bên A"), (3, "Bên B")):
        label = f"Điều {number}"
        draft.add(f"{label}. Trách nhiệm của {party}{writer.gap}")
        start = draft.at - len(writer.gap) - len(party)
        form.items((label,), "duty_bare", dice.number(2, 3), actor=(start, start + len(party)))


def _resolution(form: _Form) -> None:
    """Nghị quyết, chương trình, chỉ thị of the Party: assessment, aims, tasks."""
    writer, dice, draft = form.writer, form.dice, form.draft
    if form.implements(dice.one(("Thực hiện ", "Quán triệt, thực hiện ")), most=1):
        draft.add(", ")
    writer.say_issuer_short()
    draft.add(f" ban hành {writer.work.word} như sau:{writer.gap}")
    path = form.heading("Tình hình")
    writer.paragraph(symbol("situation"))
    path = form.heading("Mục tiêu")
    form.items(path, "target", dice.number(2, 3))
    path = form.heading("Nhiệm vụ, giải pháp")
    form.items(path, "duty_actor", dice.number(3, 5))
    path = form.heading("Tổ chức thực hiện")
    form.items(path, "duty_actor", dice.number(2, 3))
    form.finish()


_BODIES: dict[str, Callable[[_Form], None]] = {
    "CV": _letter, "KH": _plan, "CTr": _plan, "ĐA": _plan, "PA": _plan, "DA": _plan, "HD": _plan, "QĐ": _decision, "CT": _directive,
    "CĐ": _directive, "TB": _notice, "KL": _notice, "BB": _notice, "TC": _notice, "BC": _report, "TTr": _proposal, "NĐ": _normative,
    "TT": _normative, "TTLT": _normative, "NQLT": _normative, "L": _normative, "BL": _normative, "PL": _normative, "VBHN": _normative,
    "QC": _normative, "QyĐ": _normative, "QĐi": _normative, "NQ": _resolution, "GM": _invitation, "PG": _short, "PC": _short,
    "PB": _short, "GGT": _short, "GUQ": _short, "GNP": _short, "BGN": _short, "BTT": _short, "HĐ": _contract,
}  # fmt: skip


def body(writer: Writer, document: dict[str, Any]) -> None:
    """Write the body that the type of the document asks for."""
    work = writer.work
    form = _Form(writer, document)
    made = _BODIES[work.type]
    if work.type == "NQ" and not work.party:
        made = _normative if work.normative or writer.office.level != "government" else _plan
    if work.type == "TT" and work.party:
        made = _directive
    made(form)
