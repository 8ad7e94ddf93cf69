"""The network, closed-form: which works there are, who wrote them and when, looked up by number without any text.

Documents come in dossiers of one affair: a dispatch of the centre, the plan of a province that implements it, the
letters of its sở, district and school, a tờ trình and the decision upon it, replies, reports, the Party's side, and
works that are cited but not held. Everything about work `slot` of dossier `d` follows from (seed, d, slot).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from corpora import document_types
from corpora.places import Place
from corpora.synthetic.dice import Dice, mix
from corpora.synthetic.lexicon import Theme, levels, themes
from corpora.synthetic.offices import Office, communes_of, districts_of, office, party, provinces_of, school

__all__ = ["HELD", "SLOTS", "Dossier", "Subject", "Work"]

HELD = 12  # documents of a dossier that the archive holds
SLOTS = 16  # works of a dossier; the rest are only cited
_PROVINCES = 63
_ERAS = ("2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025a", "2025b", "2026")
_ROUND = _PROVINCES * len(_ERAS)
_STEP = 275  # has no factor in common with _ROUND: walks through all pairs of province and era
_BACK = pow(_STEP, -1, _ROUND)
_STRIDE = 41  # numbers a local body uses up between two dossiers of its province and year

_CENTRAL = (
    "CV", "QĐ:TTg", "KH", "TT", "CT:TTg", "NĐ", "QĐ", "NQ:CP", "CĐ:TTg", "TT", "HD", "QĐ:TTg", "L", "BC", "TB", "NĐ", "CV",
    "NQ:QH", "TTLT", "PL", "VBHN", "NQLT", "KH", "BL", "CV", "CV",
)  # fmt: skip
_RARE = (
    "QC", "QyĐ", "TC", "PA", "ĐA", "DA", "BB", "HĐ", "CĐ", "BGN", "BTT", "GUQ", "GM", "GGT", "GNP", "PG", "PC", "PB", "CTr",
    "HD", "TB", "GM", "CT", "TTr", "BB",
)  # fmt: skip
_PARTY = ("KH", "CTr", "NQ", "CT", "KL", "QĐ", "QĐi", "HD", "BC", "TB", "TTr", "CV", "QC", "TT", "ĐL")
_NORMATIVE = frozenset({"NĐ", "TT", "TTLT", "L", "BL", "PL", "NQLT", "VBHN", "HP"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The trích yếu: words, perhaps a cited work in the middle with what is done to it, and words after it."""

    words: str
    work: "Work | None" = None
    relation: str = "cites"
    after: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """A document that the archive holds or cites."""

    id: str
    type: str
    word: str  # the type word as printed
    number: str | None  # clean; None: a law known by name only
    symbol: str
    day: date | None
    office: Office | None
    issuer: str
    subject: Subject
    title_law: str | None = None  # the name of a law
    known: bool = False  # the symbol alone says who issued it
    joined: str = "về việc"  # what stands between issuer and title: "về", "về việc", ""
    key: int = 0  # chance of its own
    party: bool = False
    normative: bool = False
    theme: Theme | None = None
    implements: tuple["Work", ...] = ()
    dossier: "Dossier | None" = None
    slot: int = 0

    @property
    def iso(self) -> str | None:
        """The date as gold writes it."""
        return self.day.isoformat() if self.day else None


@cache
def _word(code: str, *, party: bool) -> str:
    if code == "TT" and party:
        return "Thông tri"
    systems = ("party", "state") if party else ("state", "normative", "joint")
    for system in systems:
        for kind in document_types.types():
            if kind.code == code and kind.words and system in kind.systems:
                return kind.words[0]
    raise KeyError(code)


class Dossier:
    """One affair: its theme, its places, its time; `work(slot)` gives its documents."""

    def __init__(self, seed: int, index: int) -> None:
        self.seed, self.index = seed, index
        self.round, rest = divmod(index, _ROUND)
        rest = rest * _STEP % _ROUND
        self.cell, self.era = divmod(rest, len(_ERAS))
        name = _ERAS[self.era]
        self.year, self.new = int(name[:4]), name in ("2025b", "2026")
        dice = self.dice = Dice(mix(seed, index))
        provinces = provinces_of(self.new, self.year)
        self.province = provinces[(self.cell + mix(seed) % len(provinces)) % len(provinces)]
        # Two cells of the grid may fall on one province of today, two eras on the year 2025: they count alternately.
        double = self.cell // len(provinces)
        self.count = self.round
        if self.year >= 2025:
            self.count = self.round * 4 + double + (2 if name == "2025b" else 0)
        if self.new:
            self.district: Place | None = None
            self.commune = dice.one(communes_of(self.province.id, new=True))
        else:
            self.district = dice.one(districts_of(self.province.id))
            self.commune = dice.one(communes_of(self.district.id, new=False))
        self.theme = dice.one(themes())
        merged = int(self.new or self.year >= 2026 or name == "2025b")
        self.ministry = office("ministry", self.theme.ministry[merged])
        self.department = office("department", self.theme.department[merged], self.province)
        first, last = (date(self.year, 7, 2), 60) if name == "2025b" else (date(self.year, 1, 4), 60)
        self.start = first + timedelta(days=dice.number(0, last))
        self.topic = dice.one(self.theme.topics)
        self.works: dict[int, Work] = {}
        self.drafts = mix(seed, index, 99)

    @cached_property
    def local(self) -> Office:
        """The people's committee below the province: of the district, since July 2025 of the commune."""
        if self.district is not None:
            return office("district", "ubnd", self.district, self.province)
        return office("commune", "ubnd", self.commune, self.province)

    @cached_property
    def lowest(self) -> Office:
        """Who carries it out in the end: a school, a centre of health, a commune."""
        above = self.district or self.province
        if self.theme.school:
            names = levels().school_names
            grade = self.dice_for(77).one(("Mầm non", "Tiểu học", "Trung học cơ sở", "Trung học cơ sở"))
            manager = self.division.name.replace("Giáo dục và Đào tạo", "GD&ĐT") if self.district else self.local.name
            name = names[mix(self.seed, self.index, 78) % len(names)] if self.index % 2 else self.commune.name
            return school(grade, name, self.commune, above, manager.replace("Ủy ban nhân dân", "UBND"))
        if self.theme.hospital and self.district is not None:
            return office("hospital", "trung-tam-y-te", self.district, self.province)
        return office("commune", "ubnd", self.commune, above)

    @cached_property
    def division(self) -> Office:
        """The office of the theme at the district, since July 2025 at the commune."""
        if self.district is None:
            return office("division", self.theme.office[1], self.commune, self.province)
        level = "education" if self.theme.school else "division"
        return office(level, self.theme.office[0], self.district, self.province)

    def dice_for(self, key: int) -> Dice:
        """A generator for one purpose, the same whenever asked for."""
        return Dice(mix(self.seed, self.index, 7, key))

    def earlier(self, dice: Dice) -> "Dossier | None":
        """Another dossier of this province from an earlier year, the first rounds (the oldest affairs) preferred."""
        if not self.era or self.new:
            return None
        era = dice.number(0, self.era - 1)
        if _ERAS[era] == _ERAS[self.era]:
            return None
        rest = self.cell * len(_ERAS) + era
        return dossier(self.seed, dice.zipf(self.round + 1) * _ROUND + rest * _BACK % _ROUND)

    def work(self, slot: int) -> Work:
        """The work of a slot; those it refers to are made first."""
        found = self.works.get(slot)
        if found is None:
            found = self.works[slot] = _MAKERS[slot](self, slot)
        return found

    def number(self, slot: int, *, central: bool = False) -> int:
        """A running number that no other work of the same body, kind and year has."""
        base = mix(self.seed, self.year, *(() if central else self.province.id.encode()), 5)
        if central:
            return 1 + base % 40 + (self.count * _PROVINCES + self.cell) * 4 + slot % 4
        return 1 + base % 160 + self.count * _STRIDE + slot * 5 % _STRIDE

    def _work(
        self, slot: int, code: str, by: Office, days: int, subject: Subject, *, party: bool = False, unit: str = "",
        normative: bool = False, above: tuple[Work, ...] = (), joint: str = "", running: int = 0,
    ) -> Work:  # fmt: skip
        day = self.start + timedelta(days=days)
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        central = by.place is None
        running = running or self.number(slot, central=central)
        kind = "QĐ" if code == "QĐi" and party and by.level == "party_centre" else code
        if party:
            symbol = f"{kind}/{by.code}"
            number = f"{running}-{symbol}" if running > 9 else f"0{running}-{symbol}"
        elif code in ("L", "BL", "PL", "NQ") and by.level == "parliament":
            symbol = by.code
            number = f"{running:02d}/{day.year}/{symbol}"
        elif code == "CV":
            symbol = by.code + (f"-{unit}" if unit else "")
            number = f"{running}/{symbol}" if running > 9 else f"0{running}/{symbol}"
        else:
            symbol = f"{kind}-{by.code}{joint}"
            number = f"{running:02d}/{day.year}/{symbol}" if normative else f"{running:02d}/{symbol}"
        verb = subject.words.split(" ", 1)[0]
        joined = "" if verb in _BARE else ("về", "về việc")[mix(self.seed, self.index, slot, 3) % 2]
        if code in ("CV", "TTr", "BC", "GM") and joined == "về":
            joined = "về việc"
        return Work(
            id=f"d{self.index}.{slot}", type=code, word=_word(code, party=party), number=number, symbol=symbol, day=day,
            office=by, issuer=by.name, subject=subject, known=by.symbol_alone and not party, joined=joined,
            key=mix(self.seed, self.index, slot, 1), party=party, normative=normative, theme=self.theme,
            implements=above, dossier=self, slot=slot,
        )  # fmt: skip


_BARE = frozenset({"ban", "quy", "phê", "sửa", "hướng", "công", "giao"})


@cache
def _dossiers() -> dict[tuple[int, int], Dossier]:
    return {}


def dossier(seed: int, index: int) -> Dossier:
    """The dossier of that number; the last few are kept, for documents come one after the other."""
    kept = _dossiers()
    found = kept.get((seed, index))
    if found is None:
        if len(kept) > 256:
            kept.clear()
        found = kept[seed, index] = Dossier(seed, index)
    return found


def _central(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    turn, position = divmod(d.index + mix(d.seed) % 7, len(_CENTRAL))
    choice, _, body = _CENTRAL[position].partition(":")
    by = d.ministry
    if body == "TTg":
        by = office("premier", "thu-tuong-chinh-phu")
    elif choice in ("NĐ", "NQLT") or body == "CP":
        by = office("government", "chinh-phu")
    elif choice in ("L", "BL", "PL") or body == "QH":
        term = 15 if d.year > 2021 else 14 if d.year > 2016 else 13
        base = office("parliament", "uy-ban-thuong-vu-quoc-hoi" if choice == "PL" else "quoc-hoi")
        by = _termed(base, term)
    joint = "-HPN" if choice == "NQLT" else f"-{_partner(d)}" if choice == "TTLT" else ""
    if choice == "TTLT" and d.year > 2016:
        choice, joint = "TT", ""
    words = {
        "KH": f"thực hiện {d.topic} giai đoạn {d.year} - {d.year + 4}", "TT": f"quy định về {d.topic}",
        "NĐ": f"quy định về {d.topic}", "L": d.topic, "BL": d.topic, "PL": d.topic, "VBHN": f"quy định về {d.topic}",
        "QĐ": f"phê duyệt Đề án {d.topic} giai đoạn {d.year} - {d.year + 5}", "CĐ": f"tập trung {d.topic}",
        "CT": f"tăng cường {d.topic}", "NQ": f"đẩy mạnh {d.topic} trong tình hình mới", "HD": f"hướng dẫn {d.topic}",
        "TTLT": f"quy định về {d.topic}", "NQLT": f"phối hợp thực hiện {d.topic}", "BC": f"kết quả {d.topic} năm {d.year}",
        "TB": f"kết luận của lãnh đạo tại cuộc họp về {d.topic}",
    }.get(choice, dice.one((f"đẩy mạnh {d.topic}", f"triển khai {d.topic} năm {d.year}", f"tăng cường {d.topic}")))  # fmt: skip
    unit = dice.one(levels().of(by.level).units)
    normative = choice in _NORMATIVE
    # What the ministry issues day by day counts by dossiers, the rest by turns of the list: its numbers stay small.
    running = 1 + turn * 4 + position % 4 if normative or body else 0
    return d._work(slot, choice, by, 0, Subject(words), normative=normative, unit=unit, joint=joint, running=running)


def _termed(base: Office, term: int) -> Office:
    from dataclasses import replace

    return replace(base, code=f"{base.code}{term}")


def _partner(d: Dossier) -> str:
    return "BTC" if d.ministry.code != "BTC" else "BNV"


def _province(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    above = d.work(0)
    by = office("province", "ubnd", d.province)
    code = dice.one(levels().of("province").writes)
    unit = dice.one(d.theme.unit)
    return d._work(slot, code, by, dice.number(6, 25), _echo(d, dice, code, above), unit=unit, above=(above,))


def _echo(d: Dossier, dice: Dice, code: str, above: Work, *, plain: float = 0.55) -> Subject:
    """The subject of a work that implements another: that work named by number, or the topic alone."""
    if above.number and not dice.chance(plain):
        lead = dice.one(("triển khai thực hiện ", "thực hiện ", "tổ chức triển khai ", "triển khai "))
        return Subject(lead, above, "implements", dice.one(("", f" trên địa bàn {_area(d)}", f" năm {d.year}")))
    words = {
        "KH": (f"{d.topic} năm {d.year}", f"thực hiện {d.topic} năm {d.year}", f"triển khai {d.topic} trên địa bàn {_area(d)}"),
        "QĐ": (f"phê duyệt Kế hoạch {d.topic} năm {d.year}", f"ban hành Quy định về {d.topic}", f"giao chỉ tiêu {d.topic} năm {d.year}"),
        "CT": (f"tăng cường {d.topic}", f"một số giải pháp cấp bách về {d.topic}"),
        "BC": (f"kết quả {d.topic} năm {d.year}", f"sơ kết 6 tháng đầu năm {d.year} về {d.topic}"),
        "TB": (f"kết luận tại cuộc họp về {d.topic}", f"phân công nhiệm vụ thực hiện {d.topic}"),
        "HD": (f"hướng dẫn {d.topic} năm {d.year}", f"hướng dẫn một số nội dung về {d.topic}"),
        "TTr": (f"ban hành Quyết định quy định về {d.topic}", f"đề nghị phê duyệt Kế hoạch {d.topic} năm {d.year}"),
        "CTr": (f"{d.topic} giai đoạn {d.year} - {d.year + 4}",), "NQ": (f"{d.topic} đến năm {d.year + 5}", f"tăng cường lãnh đạo {d.topic}"),
    }.get(code, (f"triển khai {d.topic} năm {d.year}", f"đôn đốc thực hiện {d.topic}", f"báo cáo kết quả {d.topic}", f"tăng cường {d.topic}"))  # fmt: skip
    return Subject(dice.one(words))


def _area(d: Dossier) -> str:
    return d.province.kind if d.index % 2 else d.province.full_name


def _chain(
    level_of: Callable[[Dossier], Office], parents: tuple[int, ...], days: tuple[int, int]
) -> Callable[[Dossier, int], Work]:
    def make(d: Dossier, slot: int) -> Work:
        dice = d.dice_for(slot)
        by = level_of(d)
        above = tuple(d.work(parent) for parent in parents)
        code = dice.one(levels().of(by.level).writes)
        unit = dice.one(levels().of(by.level).units) if code == "CV" and dice.chance(0.8) else ""
        return d._work(slot, code, by, dice.number(*days), _echo(d, dice, code, above[0]), unit=unit, above=above)

    return make


def _proposal(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    words = dice.one(
        (f"ban hành Quy định về {d.topic}", f"phê duyệt Kế hoạch {d.topic} năm {d.year}", f"phê duyệt Đề án {d.topic}")
    )
    return d._work(slot, "TTr", d.department, dice.number(70, 85), Subject(words), above=(d.work(1),))


def _decision(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    proposal, older = d.work(6), d.work(12)
    by = office("province", "ubnd", d.province)
    normative = dice.chance(0.4)
    if dice.chance(0.4):
        subject = Subject("sửa đổi, bổ sung một số điều của ", older, "amends")
    else:
        subject = Subject(proposal.subject.words)
    return d._work(slot, "QĐ", by, dice.number(90, 105), subject, normative=normative, above=(d.work(1),))


def _reply(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    asked = d.work(13)
    by = d.department if dice.chance(0.6) else d.local
    if dice.chance(0.4):
        subject = Subject("trả lời ", asked, "replies_to")
    else:
        subject = Subject(
            dice.one(
                (
                    f"trả lời kiến nghị về {d.topic}",
                    f"góp ý dự thảo Kế hoạch {d.topic}",
                    f"cung cấp số liệu về {d.topic}",
                )
            )
        )
    return d._work(slot, "CV", by, dice.number(45, 60), subject, unit=dice.one(d.theme.unit), above=(asked,))


def _report(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = dice.one((d.local, d.department, d.lowest))
    above = d.work(1)
    return d._work(slot, "BC", by, dice.number(130, 150), _echo(d, dice, "BC", above), above=(above, d.work(3)))


def _rare(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    code = _RARE[(d.index + mix(d.seed) % 5) % len(_RARE)]
    by = dice.one((d.department, office("province", "ubnd", d.province), d.local))
    words = {
        "QC": f"phối hợp trong {d.topic}", "QyĐ": f"trách nhiệm thực hiện {d.topic}", "TC": f"kết quả {d.topic}",
        "PA": f"bảo đảm {d.topic}", "ĐA": f"nâng cao chất lượng {d.topic}", "DA": f"đầu tư phục vụ {d.topic}",
        "BB": f"họp về {d.topic}", "HĐ": f"cung cấp dịch vụ phục vụ {d.topic}", "GM": f"dự họp về {d.topic}",
        "CĐ": f"tập trung {d.topic}", "CTr": f"{d.topic} năm {d.year}", "CT": f"tăng cường {d.topic}",
    }.get(code, f"thực hiện {d.topic}")  # fmt: skip
    return d._work(slot, code, by, dice.number(110, 125), Subject(words), above=(d.work(1),))


def _party_side(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    if d.index % 5 == 4:
        by = office("council", "hdnd", d.province)
        subject = Subject(f"quy định chính sách {d.topic} trên địa bàn {d.province.kind}")
        return d._work(slot, "NQ", by, dice.number(150, 165), subject, normative=dice.chance(0.6), above=(d.work(0),))
    code = _PARTY[(d.index // 5 * 4 + d.index % 5) % len(_PARTY)]
    if code == "ĐL":
        code = "QC"
    place = d.district if d.district is not None and dice.chance(0.35) else d.province
    by = party("party_district" if place is d.district else "party_province", place)
    if code in ("HD", "CV", "BC", "TTr") and place is d.province and dice.chance(0.5):
        by = party("party_office", place, dice.one(("Ban Tổ chức", "Ủy ban Kiểm tra")))
    return d._work(
        slot, code, by, dice.number(25, 40), _echo(d, dice, code, d.work(0), plain=0.8), party=True, above=(d.work(0),)
    )


def _missing_decision(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = office("province", "ubnd", d.province)
    subject = Subject(f"ban hành Quy định về {d.topic} trên địa bàn {d.province.kind}")
    return d._work(slot, "QĐ", by, -dice.number(0, 3), subject, normative=dice.chance(0.5))


def _missing_letter(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = d.ministry if dice.chance(0.5) else office("province", "ubnd", d.province)
    return d._work(
        slot,
        "CV",
        by,
        dice.number(30, 40),
        Subject(f"đề nghị báo cáo về {d.topic}"),
        unit=dice.one(levels().of(by.level).units),
    )


def _missing_plan(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = d.department if dice.chance(0.5) else office("province", "ubnd", d.province)
    return d._work(slot, "KH", by, dice.number(1, 5), Subject(f"{d.topic} giai đoạn {d.year} - {d.year + 3}"))


def _missing_notice(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = office("province", "ubnd", d.province)
    return d._work(
        slot,
        "TB",
        by,
        dice.number(55, 65),
        Subject(f"kết luận của Chủ tịch Ủy ban nhân dân {d.province.kind} về {d.topic}"),
    )


_MAKERS: tuple[Callable[[Dossier, int], Work], ...] = (
    _central,
    _province,
    _chain(lambda d: d.department, (1, 0), (28, 40)),
    _chain(lambda d: d.local, (1, 2), (42, 55)),
    _chain(lambda d: d.division, (3, 2), (58, 66)),
    _chain(lambda d: d.lowest, (4, 3), (70, 90)),
    _proposal,
    _decision,
    _reply,
    _report,
    _rare,
    _party_side,
    _missing_decision,
    _missing_letter,
    _missing_plan,
    _missing_notice,
)
assert len(_MAKERS) == SLOTS
