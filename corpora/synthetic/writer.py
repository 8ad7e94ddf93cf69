"""The writer: says the lines of the grammar in the voice of one office, about one affair, and notes what it said.

A line of the grammar is compiled once into pieces of text and callables; a callable writes into the draft.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any

from corpora.synthetic.dice import Dice
from corpora.synthetic.dossiers import Dossier, Work
from corpora.synthetic.draft import Draft, Stretch, Unit
from corpora.synthetic.lexicon import Level, grammar, levels
from corpora.synthetic.mentions import cite
from corpora.synthetic.offices import Office
from corpora.synthetic.pool import TAIL, circular, suited

__all__ = ["Writer"]

Piece = Callable[["Writer"], None]
Line = tuple[str | Piece, ...]
_SLOT = re.compile(r"\{(\^?)([A-Za-z_0-9]+)\}")
_PINS = (
    "khoản {a} Điều {b}",
    "Điều {b}",
    "điểm {c} khoản {a} Điều {b}",
    "khoản {a}, khoản {d} Điều {b}",
    "Chương II",
    "Phụ lục I",
    "Điều {b} và Điều {e}",
)


class _Symbol:
    """A name of the grammar: any of its lines, those that cite only where something is at hand."""

    __slots__ = ("always", "lines", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: tuple[tuple[Line, tuple[str, ...]], ...] = ()
        self.always: tuple[Line, ...] = ()

    def fill(self, lines: Sequence[str]) -> None:
        made = tuple((compiled(line), tuple(re.findall(r"\{\^?(c_[a-z]+)\}", line))) for line in lines)
        self.lines = made
        self.always = tuple(line for line, needs in made if not needs)

    def __call__(self, writer: "Writer") -> None:
        line, needs = writer.dice.one(self.lines)
        if needs and not all(map(writer.has, needs)):
            line = writer.dice.one(self.always)
        writer.say(line)


@cache
def _symbols() -> dict[str, _Symbol]:
    made = {name: _Symbol(name) for name in grammar()}
    return made


@cache
def symbol(name: str) -> _Symbol:
    """The symbol of a name, its lines compiled at first use."""
    found = _symbols()[name]
    found.fill(grammar()[name])
    return found


def _later(name: str) -> Piece:
    """A symbol looked up when it is said: lines may refer to each other in any order."""
    return lambda writer: symbol(name)(writer)


def _capital(piece: Piece) -> Piece:
    def say(writer: "Writer") -> None:
        index = len(writer.draft.pieces)
        piece(writer)
        writer.draft.capital(index)

    return say


@lru_cache(maxsize=4096)
def compiled(line: str) -> Line:
    """A line as pieces of text and callables."""
    pieces: list[str | Piece] = []
    at = 0
    for match in _SLOT.finditer(line):
        if match.start() > at:
            pieces.append(line[at : match.start()])
        name = match.group(2)
        special = getattr(Writer, "say_" + name, None)
        piece: Piece = special if special is not None else _later(name)
        if special is None and name not in grammar():
            raise KeyError(f"no such name in the grammar: {name}")
        pieces.append(_capital(piece) if match.group(1) else piece)
        at = match.end()
    if at < len(line):
        pieces.append(line[at:])
    return tuple(pieces)


class Writer:
    """One office writing one document."""

    def __init__(self, dice: Dice, work: Work, *, slip: float, tear: float, wrapped: bool) -> None:
        assert work.office is not None and work.dossier is not None and work.day is not None and work.theme is not None
        self.dice, self.work, self.dossier, self.theme, self.day = dice, work, work.dossier, work.theme, work.day
        self.office: Office = work.office
        self.level: Level = levels().of(self.office.level)
        self.draft = Draft()
        self.shown: set[str] = set(self.office.around)
        self.seen: dict[str, int] = {}
        self.slip, self.tear, self.wrapped = slip, tear, wrapped
        self.gap = "\n"
        self.inherited: Stretch | None = None
        self.orders: dict[str, list[int]] = {}
        self.names = _names(self.dossier)
        self.ready: dict[str, tuple[Work, ...]] = {}

    # --- saying lines

    def say(self, line: Line) -> None:
        """Write a compiled line."""
        draft = self.draft
        for piece in line:
            if piece.__class__ is str:
                draft.pieces.append(piece)  # type: ignore[arg-type]
                draft.at += len(piece)  # type: ignore[arg-type]
            else:
                piece(self)  # type: ignore[operator]

    def tell(self, line: str) -> None:
        """Write a line given as text."""
        self.say(compiled(line))

    def each(self, key: str, items: Sequence[str]) -> str:
        """One of the items, none twice before all had their turn."""
        order = self.orders.get(key)
        if not order:
            order = self.orders[key] = self.dice.sample(range(len(items)), len(items))
        return items[order.pop()]

    def filled(self, words: str) -> str:
        """Words of levels.yaml with the names of the dossier."""
        return words.format_map(self.names) if "{" in words else words

    def unit(
        self, mark: str, label: str | None, path: tuple[str, ...], line: str | _Symbol, *, duty: bool, end: str = ".",
        actor: Stretch | None = None, part: bool = False,
    ) -> Unit | None:  # fmt: skip
        """Write an enumerated unit or a sentence; with `duty` it becomes an obligation. `part` leaves the line open."""
        draft = self.draft
        start, first = draft.at, len(draft.mentions)
        draft.add(mark)
        draft.actor, draft.deadlines = None, []
        index = len(draft.pieces)
        if isinstance(line, str):
            self.tell(line)
        else:
            line(self)
        draft.capital(index)
        if not draft.ends_with(".") and not draft.ends_with(":"):
            draft.add(end)
        made = None
        if duty:
            made = Unit(
                start, draft.at, label, path, draft.actor or actor, draft.deadlines, (first, len(draft.mentions))
            )
            draft.units.append(made)
        if not part:
            draft.add(self.gap)
        return made

    def paragraph(self, line: str | _Symbol, *, end: str = ".") -> None:
        """Write a paragraph without duties."""
        self.unit("", None, (), line, duty=False, end=end)

    # --- what may be cited

    def has(self, need: str) -> bool:
        """Whether something can be cited in that way."""
        return bool(self.at_hand(need))

    def at_hand(self, need: str) -> tuple[Work, ...]:
        """The works that can be cited in that way, the likeliest first; all older than the document."""
        found = self.ready.get(need)
        if found is None:
            found = self.ready[need] = self._at_hand(need)
        return found

    def _older(self, *slots: int) -> list[Work]:
        works = (self.dossier.work(slot) for slot in slots if slot != self.work.slot)
        return [work for work in works if work.day is not None and work.day < self.day and work.number]

    def _at_hand(self, need: str) -> tuple[Work, ...]:
        common = suited(self.theme, self.day.year)
        if need == "c_cites":
            tail = [circular(self.dossier.seed, self.dice.zipf(TAIL)) for _ in range(3)]
            far = self.dossier.earlier(self.dice)
            near = [work for work in self._older(1, 2, 12, 14) if self._reaches(work)]
            old = [far.work(self.dice.one((1, 7)))] if far is not None and self._reaches(far.work(1)) else []
            return tuple(work for work in (*common, *near, *old, *tail) if work.day is not None and work.day < self.day)
        if need == "c_pin":
            return tuple(work for work in common if work.normative or work.title_law)
        if need == "c_implements":
            plans = [work for work in common if work.type in ("NQ", "CT", "QĐ", "KL")]
            above = [work for work in self.work.implements if work.day is not None and work.day < self.day]
            return tuple((*above, *above, *self._older(*(slot for slot in (0, 1) if slot < self.work.slot)), *plans))
        if need == "c_issues":
            plans = [
                work
                for work in common
                if work.type == "QĐ" and work.subject.words.startswith(("ban hành", "phê duyệt"))
            ]
            far = self.dossier.earlier(self.dice)
            old = [far.work(12)] if far is not None else []
            return tuple(work for work in (*self._older(12), *old, *plans) if self._reaches(work))
        if need in ("c_replaces", "c_repeals", "c_amends"):
            far = self.dossier.earlier(self.dice)
            old = [far.work(slot) for slot in (12, 7)] if far is not None else []
            return tuple(
                work
                for work in (*self._older(12), *old)
                if work.issuer == self.work.issuer and work.type == self.work.type
            )
        return ()

    def _reaches(self, work: Work) -> bool:
        """The centre does not cite the decisions of one province."""
        return work.office is None or work.office.place is None or self.office.place is not None

    def _cite(self, need: str, relation: str, pin: bool = False) -> None:
        works = self.at_hand(need)
        dice = self.dice
        work = works[dice.zipf(len(works))] if need == "c_cites" else dice.one(works)
        pinpoint = None
        if pin or (dice.random() < 0.2 and need == "c_cites" and (work.normative or work.title_law)):
            pinpoint = dice.one(_PINS).format(
                a=dice.number(1, 4),
                b=dice.number(3, 40),
                c=dice.one("abcd"),
                d=dice.number(5, 6),
                e=dice.number(41, 50),
            )
        short = None if work.title_law is None else True
        cite(self, work, relation, pinpoint=pinpoint, short=short, title=dice.random() < 0.5)

    def say_c_cites(self) -> None:
        self._cite("c_cites", "cites")

    def say_c_pin(self) -> None:
        self._cite("c_pin", "cites", pin=True)

    def say_c_implements(self) -> None:
        self._cite("c_implements", "implements")

    def say_c_issues(self) -> None:
        self._cite("c_issues", "issues")

    def say_c_replaces(self) -> None:
        self._cite("c_replaces", "replaces")

    def say_c_repeals(self) -> None:
        self._cite("c_repeals", "repeals")

    def say_c_amends(self) -> None:
        self._cite("c_amends", "amends")

    # --- words of the theme

    def say_task(self) -> None:
        self.tell(self.each("task", self.theme.tasks))

    def say_target(self) -> None:
        self.tell(self.each("target", self.theme.targets))

    def say_result(self) -> None:
        self.tell(self.each("result", self.theme.results))

    def say_problem(self) -> None:
        self.draft.add(self.each("problem", self.theme.problems))

    def say_aim(self) -> None:
        self.draft.add(self.each("aim", self.theme.aims))

    def say_object(self) -> None:
        self.draft.add(self.each("object", self.theme.objects))

    def say_topic(self) -> None:
        dice = self.dice
        self.draft.add(self.dossier.topic if dice.random() < 0.7 else dice.one(self.theme.topics))

    # --- persons

    def say_actor(self) -> None:
        start = self.draft.at
        words = self.filled(self.each("actor", self.level.actors))
        if self.dice.random() < 0.12:
            other = self.filled(self.each("actor", self.level.actors))
            words = f"{words}, {other}" if self.dice.random() < 0.5 else f"{words} và {other}"
        self.draft.add(words)
        self.draft.actor = (start, self.draft.at)

    def say_partner(self) -> None:
        self.draft.add(self.filled(self.each("partner", self.level.actors)))

    def say_superior(self) -> None:
        self.draft.add(self.filled(self.dice.one(self.level.superior)))

    def say_below(self) -> None:
        self.draft.add(self.dice.one(self.level.below))

    def say_issuer_short(self) -> None:
        office = self.office
        self.draft.add(self.dice.one(office.short) if office.short and self.dice.random() < 0.3 else office.bare)

    def say_collector(self) -> None:
        self.say_issuer_short()

    def say_self(self) -> None:
        self.draft.add(f"{self.work.word} này")

    def say_Self(self) -> None:  # noqa: N802 - names of the grammar
        self.draft.add(self.work.word)

    def say_place(self) -> None:
        place = self.office.place
        self.draft.add("cả nước" if place is None else place.kind if self.dice.random() < 0.6 else place.full_name)

    def say_scope(self) -> None:
        place = self.office.place
        self.draft.add("quốc" if place is None else "trường" if self.office.level == "school" else place.kind)

    def say_unit_name(self) -> None:
        self.draft.add(self.filled("{So}"))

    # --- numbers and times

    def say_deadline(self) -> None:
        start = self.draft.at
        symbol("deadline")(self)
        self.draft.deadlines.append((start, self.draft.at))

    def say_n(self) -> None:
        roll = self.dice.random()
        self.draft.add(
            str(self.dice.number(2, 90)) if roll < 0.7 else f"{self.dice.number(1, 9)}.{self.dice.number(100, 999)}"
        )

    def say_n1(self) -> None:
        self.draft.add(f"{self.dice.number(2, 9):02d}")

    def say_n2(self) -> None:
        self.draft.add(self.dice.one(("01", "02", "03", "05", "07", "10", "15")))

    def say_n_hour(self) -> None:
        self.draft.add(self.dice.one(("8", "9", "14", "15", "16", "17")))

    def say_pct(self) -> None:
        self.draft.add(
            self.dice.one(
                (
                    "100%",
                    "100%",
                    f"{self.dice.number(60, 99)}%",
                    f"{self.dice.number(80, 99)},{self.dice.number(1, 9)}%",
                    f"từ {self.dice.number(60, 98)}%",
                )
            )
        )

    def say_year(self) -> None:
        self.draft.add(str(self.day.year))

    def say_year_before(self) -> None:
        self.draft.add(str(self.day.year - 1))

    def say_quarter(self) -> None:
        self.draft.add(("II", "III", "IV")[min(2, self.day.month // 4)])

    def say_dd(self) -> None:
        self.draft.add(self.dice.one(("05", "10", "15", "20", "25")))

    def say_month_after(self) -> None:
        day = self.day + timedelta(days=self.dice.number(35, 120))
        self.draft.add(f"{day.month}/{day.year}" if self.dice.random() < 0.5 else f"{day.month} năm {day.year}")

    def say_day_after(self) -> None:
        day = self.day + timedelta(days=self.dice.number(7, 150))
        self.draft.add(_printed(day.day, day.month, day.year, self.dice))

    def say_day_before(self) -> None:
        day = self.day - timedelta(days=self.dice.number(3, 20))
        self.draft.add(_printed(day.day, day.month, day.year, self.dice))

    def say_phone(self) -> None:
        self.draft.add(f"0{self.dice.number(201, 299)}.{self.dice.number(3000000, 3999999)}")

    def say_street(self) -> None:
        self.draft.add(self.dice.one(levels().streets))

    def person(self) -> str:
        """An invented name."""
        words, dice = levels(), self.dice
        return f"{dice.one(words.surnames)} {dice.one(words.middles)} {dice.one(words.given)}"


def _printed(day: int, month: int, year: int, dice: Dice) -> str:
    if dice.random() < 0.3:
        return f"{day:02d} tháng {f'{month:02d}' if month < 3 else month} năm {year}"
    return f"{day:02d}/{f'{month:02d}' if month < 3 or dice.random() < 0.3 else month}/{year}"


@lru_cache(maxsize=64)
def _names(d: Dossier) -> dict[str, Any]:
    """The names with which the words of levels.yaml are filled."""
    province, district, commune = d.province, d.district, d.commune
    city = province.kind == "thành phố"
    below = "các quận, huyện, thị xã" if city else "các huyện, thị xã, thành phố"
    committee = {"quận": "Quận ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy"}
    above = district.kind if district is not None else province.kind
    return {
        "tinh": province.kind, "Tinh": province.full_name, "Ten": province.name,
        "huyen": district.kind if district else commune.kind, "Huyen": (district or commune).full_name,
        "xa": commune.kind, "Xa": commune.full_name,
        "cac_huyen": "các xã, phường" + (", đặc khu" if d.index % 3 == 0 else "") if d.new else below,
        "cac_xa": "các thôn, tổ dân phố" if d.new else "các phường" if district is not None and district.kind == "quận" else "các xã, thị trấn",
        "So": d.department.bare, "Phong": d.division.bare, "Bo": d.ministry.bare,
        "TU": "Thành ủy" if city else "Tỉnh ủy", "TUHOA": "THÀNH ỦY" if city else "TỈNH ỦY",
        "HU": "Đảng ủy" if district is None else committee.get(district.kind, "Huyện ủy"),
        "hu_tu": "đảng ủy xã, phường" if d.new else "huyện ủy, thị ủy, thành ủy",
        "tren": above, "quan_ly": d.division.bare if d.theme.school else d.local.bare,
    }  # fmt: skip
