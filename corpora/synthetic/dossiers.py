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
from corpora.synthetic.offices import Office, communes_of, districts_of, office, provinces_of, school

__all__ = ["HELD", "SLOTS", "Dossier", "Subject", "Work", "dossier"]

HELD = 12  # documents of a dossier that the archive holds
SLOTS = 16  # works of a dossier; the rest are only cited
_PROVINCES = 63
_ERAS = ("2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025a", "2025b", "2026")
_ROUND = _PROVINCES * len(_ERAS)
_STEP = 275  # has no factor in common with _ROUND: walks through all pairs of province and era
_BACK = pow(_STEP, -1, _ROUND)
_STRIDE = 41  # numbers a local body uses up between two dossiers of its province and year


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
            manager = (self.division if self.district else self.local).name.replace("Giáo dục và Đào tạo", "GD&ĐT")
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
        """Another dossier of this province, of an earlier year and a lower index; the first round is preferred."""
        if not self.era or self.new:
            return None
        rest = self.cell * len(_ERAS) + dice.number(0, self.era - 1)
        index = dice.zipf(self.round + 1) * _ROUND + rest * _BACK % _ROUND
        return dossier(self.seed, index) if index < self.index else None

    def work(self, slot: int) -> Work:
        """The work of a slot; those it refers to are made first."""
        found = self.works.get(slot)
        if found is None:
            found = self.works[slot] = _makers()[slot](self, slot)
        return found

    def number(self, slot: int, *, central: bool = False) -> int:
        """A running number that no other work of the same body, kind and year has."""
        base = mix(self.seed, self.year, *(() if central else self.province.id.encode()), 5)
        if central:
            return 1 + base % 40 + (self.count * _PROVINCES + self.cell) * 4 + slot % 4
        return 1 + base % 160 + self.count * _STRIDE + slot * 5 % _STRIDE

    def make(
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
def _makers() -> "tuple[Callable[[Dossier, int], Work], ...]":
    from corpora.synthetic.slots import MAKERS  # they are made of dossiers

    return MAKERS


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
