"""The slots of a dossier: which works it has, of what kind, by whom, about what, and what each carries out."""

from collections.abc import Callable
from dataclasses import replace

from corpora.synthetic.dice import Dice, mix
from corpora.synthetic.dossiers import SLOTS, Dossier, Subject, Work
from corpora.synthetic.lexicon import levels, subjects, turns
from corpora.synthetic.offices import Office, office, party

__all__ = ["MAKERS"]

_NORMATIVE = frozenset({"NĐ", "TT", "TTLT", "L", "BL", "PL", "NQLT", "VBHN"})
_TERMS = ((2021, 15), (2016, 14), (0, 13))  # a year after which a term of the Quốc hội goes on


def _words(d: Dossier, dice: Dice, group: str, code: str = "other") -> Subject:
    lines = subjects()[group]
    line = dice.one(lines.get(code) or lines["other"])
    place = d.province.kind if d.index % 2 else d.province.full_name
    return Subject(line.format(topic=d.topic, year=d.year, later=d.year + 4, kind=d.province.kind, place=place))


def _echo(d: Dossier, dice: Dice, code: str, above: Work, *, plain: float = 0.55) -> Subject:
    """The subject of a work that implements another: that work named by number, or the topic alone."""
    if above.number and not dice.chance(plain):
        lead = dice.one(("triển khai thực hiện ", "thực hiện ", "tổ chức triển khai ", "triển khai "))
        return Subject(lead, above, "implements", dice.one(("", "", f" trên địa bàn {d.province.kind}")))
    return _words(d, dice, "local", code)


def _provincial(d: Dossier) -> Office:
    return office("province", "ubnd", d.province)


def _central(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    turn, position = divmod(d.index + mix(d.seed) % 7, len(turns("central")))
    code, _, body = turns("central")[position].partition(":")
    by = d.ministry
    if body == "TTg":
        by = office("premier", "thu-tuong-chinh-phu")
    elif code in ("NĐ", "NQLT") or body == "CP":
        by = office("government", "chinh-phu")
    elif code in ("L", "BL", "PL") or body == "QH":
        term = next(number for year, number in _TERMS if d.year > year)
        base = office("parliament", "uy-ban-thuong-vu-quoc-hoi" if code == "PL" else "quoc-hoi")
        by = replace(base, code=f"{base.code}{term}")
    if code == "TTLT" and d.year > 2016:  # ended by the law of 2015
        code = "TT"
    joint = {"NQLT": "-HPN", "TTLT": "-BNV" if d.ministry.code == "BTC" else "-BTC"}.get(code, "")
    normative = code in _NORMATIVE
    # What the ministry issues day by day counts by dossiers, the rest by turns of the list: its numbers stay small.
    running = 1 + turn * 4 + position % 4 if normative or body else 0
    unit = dice.one(levels().of(by.level).units)
    subject = _words(d, dice, "central", code)
    return d.make(slot, code, by, 0, subject, normative=normative, unit=unit, joint=joint, running=running)


def _province(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    above = d.work(0)
    code = dice.one([each for each in levels().of("province").writes if each != "BC"])
    subject = _echo(d, dice, code, above)
    unit = dice.one(d.theme.unit)
    return d.make(slot, code, _provincial(d), dice.number(6, 25), subject, unit=unit, above=(above,))


def _chain(by: Callable[[Dossier], Office], above: tuple[int, int], days: tuple[int, int]) -> Callable[..., Work]:
    def make(d: Dossier, slot: int) -> Work:
        dice = d.dice_for(slot)
        writer = by(d)
        works = tuple(d.work(number) for number in above)
        level = levels().of(writer.level)
        code = dice.one(level.writes)
        if code in ("BC", "TB", "TTr") and slot < 5:  # others carry this one out: it orders something
            code = dice.one(("KH", "CV"))
        unit = dice.one(level.units) if code == "CV" and dice.chance(0.8) else ""
        return d.make(slot, code, writer, dice.number(*days), _echo(d, dice, code, works[0]), unit=unit, above=works)

    return make


def _proposal(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    subject = _words(d, dice, "proposal")
    return d.make(slot, "TTr", d.department, dice.number(70, 85), subject, above=(d.work(1),))


def _decision(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    subject = d.work(6).subject
    if dice.chance(0.4):
        subject = Subject("sửa đổi, bổ sung một số điều của ", d.work(12), "amends")
    normative = dice.chance(0.4)
    return d.make(slot, "QĐ", _provincial(d), dice.number(90, 105), subject, normative=normative, above=(d.work(1),))


def _reply(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    asked = d.work(13)
    by = d.department if dice.chance(0.6) else d.local
    subject = Subject("trả lời ", asked, "replies_to") if dice.chance(0.4) else _words(d, dice, "reply")
    return d.make(slot, "CV", by, dice.number(45, 60), subject, unit=dice.one(d.theme.unit), above=(asked,))


def _report(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = dice.one((d.local, d.department, d.lowest))
    above = d.work(1)
    return d.make(slot, "BC", by, dice.number(130, 150), _echo(d, dice, "BC", above), above=(above, d.work(3)))


def _rare(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    cycle = turns("rare")
    code = cycle[(d.index + mix(d.seed) % 5) % len(cycle)]
    by = dice.one((d.department, _provincial(d), d.local))
    return d.make(slot, code, by, dice.number(110, 125), _words(d, dice, "rare", code), above=(d.work(1),))


def _beside(d: Dossier, slot: int) -> Work:
    """The Party's side of the affair, in every fifth dossier the council's."""
    dice = d.dice_for(slot)
    turn, fifth = divmod(d.index, 5)
    if fifth == 4:
        by = office("council", "hdnd", d.province)
        subject, normative = _words(d, dice, "council"), dice.chance(0.6)
        return d.make(slot, "NQ", by, dice.number(150, 165), subject, normative=normative, above=(d.work(0),))
    code = turns("party")[(turn * 4 + fifth) % len(turns("party"))]
    place = d.district if d.district is not None and dice.chance(0.35) else d.province
    by = party("party_district" if place is d.district else "party_province", place)
    if code in ("HD", "CV", "BC", "TTr") and place is d.province and dice.chance(0.5):
        by = party("party_office", place, dice.one(("Ban Tổ chức", "Ủy ban Kiểm tra")))
    subject = _echo(d, dice, code, d.work(0), plain=0.8)
    return d.make(slot, code, by, dice.number(25, 40), subject, party=True, above=(d.work(0),))


def _older_decision(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    subject, normative = _words(d, dice, "before", "QĐ"), dice.chance(0.5)
    return d.make(slot, "QĐ", _provincial(d), -dice.number(0, 3), subject, normative=normative)


def _question(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = d.ministry if dice.chance(0.5) else _provincial(d)
    unit = dice.one(levels().of(by.level).units)
    return d.make(slot, "CV", by, dice.number(30, 40), _words(d, dice, "asked"), unit=unit)


def _older_plan(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    by = d.department if dice.chance(0.5) else _provincial(d)
    return d.make(slot, "KH", by, dice.number(1, 5), _words(d, dice, "before", "KH"))


def _notice(d: Dossier, slot: int) -> Work:
    dice = d.dice_for(slot)
    return d.make(slot, "TB", _provincial(d), dice.number(55, 65), _words(d, dice, "before", "TB"))


MAKERS: tuple[Callable[[Dossier, int], Work], ...] = (
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
    _beside,
    # from here on cited, never held
    _older_decision,
    _question,
    _older_plan,
    _notice,
)
assert len(MAKERS) == SLOTS
