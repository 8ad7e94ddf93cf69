"""Word's automatic labels as Word prints them ("Điều 1.", "a)", "1.1."), resolved from numbering.xml.

A paragraph names a list instance (`w:num`), an instance an abstract list (`w:abstractNum`) of nine levels; instances
of one abstract list count on together unless they override their start. ECMA-376 Part 1, 17.9.
"""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.read.legacy_fonts import decode_run
from pipeline.read.number_formats import format_number
from pipeline.read.ooxml import Package, w
from pipeline.read.symbols import symbols
from pipeline.read.word_styles import ListPlace, Look, Styles, is_on, level_of, value

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Labels", "Numbering"]

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: where it starts, how it counts, and the text around the numbers."""

    start: int = 1
    kind: str = "decimal"
    pattern: str | None = None
    text: str = ""
    restart: int | None = None
    """1-based level after which this one starts again; 0: never; None: after any higher level."""
    legal: bool = False
    """All numbers of the label in digits."""
    style: str | None = None
    separator: str = " "
    run: "_Element | None" = None


@dataclass(slots=True)
class _Instance:
    """A list instance: its abstract list, and what it overrides."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text else default
    except ValueError:
        return default


def _level(element: "_Element") -> _Level:
    form = next(element.iter(w("numFmt")), None)  # inside mc:AlternateContent where the format is a custom one
    restart = value(element, "lvlRestart")
    return _Level(
        start=_integer(value(element, "start"), 0),
        kind="decimal" if form is None else form.get(w("val"), "decimal"),
        pattern=None if form is None else form.get(w("format")),
        text=value(element, "lvlText") or "",
        restart=None if restart is None else _integer(restart, 0),
        legal=bool(is_on(element, "isLgl")),
        style=value(element, "pStyle"),
        separator="" if value(element, "suff") == "nothing" else " ",
        run=element.find(w("rPr")),
    )


def _levels(parent: "_Element") -> dict[int, _Level]:
    found = {}
    for element in parent.iterchildren(w("lvl")):
        index = _integer(element.get(w("ilvl")), -1)
        if 0 <= index < _LEVELS:
            found[index] = _level(element)
    return found


class Numbering:
    """The lists of a package: definitions only; `Labels` counts."""

    def __init__(self, package: Package, styles: Styles) -> None:
        root = package.optional(package.by_kind("numbering"))
        self.styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._instances: dict[str, _Instance] = {}
        if root is None:
            return
        for element in root.iterchildren(w("abstractNum")):
            name = element.get(w("abstractNumId"), "")
            self._abstract[name] = _levels(element)
            link = value(element, "numStyleLink")
            if link:
                self._links[name] = link
        for element in root.iterchildren(w("num")):
            instance = _Instance(value(element, "abstractNumId") or "")
            for override in element.iterchildren(w("lvlOverride")):
                index = _integer(override.get(w("ilvl")), -1)
                start = value(override, "startOverride")
                if start is not None:
                    instance.starts[index] = _integer(start, 1)
                level = override.find(w("lvl"))
                if level is not None:
                    instance.levels[index] = _level(level)
            self._instances[element.get(w("numId"), "")] = instance

    def instance(self, list_id: str) -> tuple[str, _Instance] | None:
        """The abstract list (list styles followed) and the instance; None where the list is not defined."""
        instance = self._instances.get(list_id)
        if instance is None:
            return None
        abstract, seen = instance.abstract, {instance.abstract}
        while abstract in self._links:
            linked = self._instances.get(self.styles.list_of(self._links[abstract]) or "")
            if linked is None or linked.abstract in seen:
                break
            abstract = linked.abstract
            seen.add(abstract)
        return (abstract, instance) if abstract in self._abstract else None

    def level(self, abstract: str, instance: _Instance, index: int) -> _Level | None:
        """The definition of a level, overrides of the instance first."""
        return instance.levels.get(index) or self._abstract[abstract].get(index)

    def place(self, paragraph: "_Element | None", style: str | None) -> ListPlace | None:
        """A paragraph's list and level, from its own properties and its style; None where it is not numbered."""
        own = level_of(paragraph)
        inherited, names = self.styles.list_place(style)
        list_id = inherited.list_id if own.list_id is None else own.list_id
        if list_id is None or list_id == "0":
            return None
        if own.level is not None:
            return ListPlace(list_id, own.level)
        found = self.instance(list_id)
        if own.list_id is None and found is not None:
            for name in names:  # a style is tied to its level by the level's pStyle
                for index in range(_LEVELS):
                    level = self.level(*found, index)
                    if level is not None and level.style == name:
                        return ListPlace(list_id, index)
        return ListPlace(list_id, inherited.level or 0)


class Labels:
    """Counts through one story of a document and gives each numbered paragraph its label."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, paragraph: "_Element | None", style: str | None, mark: Look) -> str:
        """The label of the next paragraph with what separates it from the text; "" where it has none.

        `mark` is the look of the paragraph mark, which the label takes over where its level says nothing.
        """
        place = self._numbering.place(paragraph, style)
        if place is None or place.list_id is None or place.level is None:
            return ""
        found = self._numbering.instance(place.list_id)
        if found is None:
            return ""
        level = self._numbering.level(*found, place.level)
        if level is None:
            return ""
        counts = self._count(place.list_id, found, place.level, level)
        text = self._printed(found, counts, level, mark)
        return text + level.separator if text.strip() else ""

    def _count(self, list_id: str, found: tuple[str, _Instance], index: int, level: _Level) -> list[int | None]:
        abstract, instance = found
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        for each in range(index + 1):
            override = instance.starts.get(each)
            if override is not None and (list_id, each) not in self._started:
                self._started.add((list_id, each))
                counts[each] = override - 1 if each == index else override
                if each < index:
                    counts[each + 1 :] = [None] * (_LEVELS - each - 1)
        current = counts[index]
        counts[index] = self._start(found, index) if current is None else current + 1
        for deeper in range(index + 1, _LEVELS):
            below = self._numbering.level(abstract, instance, deeper)
            if below is None or below.restart is None or (below.restart and index < below.restart):
                counts[deeper] = None
        return counts

    def _start(self, found: tuple[str, _Instance], index: int) -> int:
        abstract, instance = found
        override = instance.starts.get(index)
        if override is not None:
            return override
        level = self._numbering.level(abstract, instance, index)
        return level.start if level else 1

    def _printed(self, found: tuple[str, _Instance], counts: list[int | None], level: _Level, mark: Look) -> str:
        look = self._numbering.styles._over(mark, level.run) if level.run is not None else mark
        if look.hidden:
            return ""
        if level.kind == "bullet":
            return symbols(level.text, look.font)

        def number(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            at = self._numbering.level(*found, index)
            count = counts[index]
            kind = at.kind if at else "decimal"
            if level.legal and kind not in ("none", "bullet"):
                kind = "decimal"
            shown = self._start(found, index) if count is None else count
            return "" if kind == "bullet" else format_number(shown, kind, at.pattern if at else None)

        parts = _PLACE.split(level.text)
        decoded = [decode_run(part, look.font) if even % 2 == 0 else f"%{part}" for even, part in enumerate(parts)]
        text = _PLACE.sub(number, "".join(decoded))
        return text.upper() if look.capitals else text
