"""The desk at which a document is written: who writes, about what, and the sentences and units set down so far."""

from collections.abc import Sequence
from functools import cache, lru_cache

from corpora.synthetic.dice import Dice
from corpora.synthetic.dossiers import Dossier, Work
from corpora.synthetic.draft import Draft, Stretch, Unit
from corpora.synthetic.lexicon import Level, levels
from corpora.synthetic.lines import Line, Symbol, compiled
from corpora.synthetic.offices import Office

__all__ = ["Desk"]

_PAGE = 2600  # characters


@cache
def _orders(count: int) -> tuple[list[int], ...]:
    """Some orders in which a list can be gone through."""
    dice = Dice(count)
    return tuple(dice.sample(range(count), count) for _ in range(64))


class Desk:
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
        self.page = 1
        self.inherited: Stretch | None = None
        self.orders: dict[str, list[int]] = {}
        self.names = _names(self.dossier)
        self.ready: dict[str, tuple[Work, ...]] = {}

    # --- saying lines

    def say(self, line: Line) -> None:
        """Write a compiled line."""
        draft = self.draft
        for piece in line:
            if isinstance(piece, str):
                draft.pieces.append(piece)
                draft.at += len(piece)
            else:
                piece(self)

    def tell(self, line: str) -> None:
        """Write a line given as text."""
        self.say(compiled(line))

    def each(self, key: str, items: Sequence[str]) -> str:
        """One of the items, none twice before all had their turn."""
        order = self.orders.get(key)
        if not order:
            order = self.orders[key] = self.dice.one(_orders(len(items))).copy()
        return items[order.pop()]

    def filled(self, words: str) -> str:
        """Words of levels.yaml with the names of the dossier."""
        return words.format_map(self.names) if "{" in words else words

    def unit(
        self, mark: str, label: str | None, path: tuple[str, ...], line: str | Symbol, *, duty: bool, end: str = ".",
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
            if self.wrapped and draft.at > self.page * _PAGE:  # the number of the next page stands among the lines
                self.page += 1
                draft.add(f"\n{self.page}\n\n")
        return made

    def paragraph(self, line: str | Symbol, *, end: str = ".") -> None:
        """Write a paragraph without duties."""
        self.unit("", None, (), line, duty=False, end=end)

    def person(self) -> str:
        """An invented name."""
        words, dice = levels(), self.dice
        return f"{dice.one(words.surnames)} {dice.one(words.middles)} {dice.one(words.given)}"


@lru_cache(maxsize=64)
def _names(d: Dossier) -> dict[str, str]:
    """The names with which the words of levels.yaml are filled."""
    province, district, commune = d.province, d.district, d.commune
    city = province.kind == "thành phố"
    below = "các quận, huyện, thị xã" if city else "các huyện, thị xã, thành phố"
    committee = {"quận": "Quận ủy", "thị xã": "Thị ủy", "thành phố": "Thành ủy"}
    parts = "các thôn, tổ dân phố"
    if district is not None:
        parts = "các phường" if district.kind == "quận" else "các xã, thị trấn"
    above = district.kind if district is not None else province.kind
    return {
        "tinh": province.kind, "Tinh": province.full_name, "Ten": province.name,
        "huyen": district.kind if district else commune.kind, "Huyen": (district or commune).full_name,
        "xa": commune.kind, "Xa": commune.full_name,
        "cac_huyen": "các xã, phường" + (", đặc khu" if d.index % 3 == 0 else "") if d.new else below,
        "cac_xa": parts,
        "So": d.department.bare, "Phong": d.division.bare, "Bo": d.ministry.bare,
        "TU": "Thành ủy" if city else "Tỉnh ủy", "TUHOA": "THÀNH ỦY" if city else "TỈNH ỦY",
        "HU": "Đảng ủy" if district is None else committee.get(district.kind, "Huyện ủy"),
        "hu_tu": "đảng ủy xã, phường" if d.new else "huyện ủy, thị ủy, thành ủy",
        "tren": above, "quan_ly": d.division.bare if d.theme.school else d.local.bare,
    }  # fmt: skip
