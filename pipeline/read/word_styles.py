"""What styles.xml says of a run or paragraph: its font, whether it prints capitals, and its place in a list."""

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pipeline.read.ooxml import NS, Package, w

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["ListPlace", "Look", "Styles", "is_on", "level_of", "value"]

_MAX_CHAIN = 32  # styles based on one another; more is a circle


class Look(NamedTuple):
    """How a run prints, as far as its text depends on it."""

    font: str | None = None
    capitals: bool = False
    hidden: bool = False
    raised: bool = False


class ListPlace(NamedTuple):
    """A paragraph's list (`w:numId`) and level from 0; None where nothing is said; list "0" means none."""

    list_id: str | None
    level: int | None


def value(parent: "_Element | None", name: str) -> str | None:
    """`w:val` of the child `name`; None where parent or child is absent."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(w("val"))


def is_on(properties: "_Element", name: str) -> bool | None:
    """A property that is on or off; None where it is not mentioned."""
    child = properties.find(w(name))
    return None if child is None else child.get(w("val")) not in ("0", "false", "off")


def level_of(properties: "_Element | None") -> ListPlace:
    """The place in a list that paragraph properties state outright."""
    numbered = None if properties is None else properties.find(w("numPr"))
    if numbered is None:
        return ListPlace(None, None)
    level = value(numbered, "ilvl")
    return ListPlace(value(numbered, "numId"), min(max(int(level), 0), 8) if level and level.isdigit() else None)


class Styles:
    """The styles of a package, with inheritance resolved when asked for."""

    def __init__(self, package: Package) -> None:
        root = package.optional(package.by_kind("styles"))
        self._styles: dict[str, _Element] = {}
        self._default: str | None = None
        self._base: _Element | None = None
        self._package = package
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        for style in () if root is None else root.iterchildren(w("style")):
            name = style.get(w("styleId"))
            if name:
                self._styles[name] = style
                if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
                    self._default = name
        if root is not None:
            self._base = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")

    def chain(self, name: str | None) -> "list[_Element]":
        """The style and those it is based on, the style itself first; [] for an unknown one."""
        found: list[_Element] = []
        while name in self._styles and len(found) < _MAX_CHAIN:
            style = self._styles[name]
            found.append(style)
            name = value(style, "basedOn")
        return found

    def look(self, paragraph_style: str | None, run: "_Element | None") -> Look:
        """How a run with the properties `run` prints in a paragraph of this style."""
        run_style = value(run, "rStyle")
        key = (paragraph_style, run_style)
        look = self._looks.get(key)
        if look is None:
            look = Look()
            layers = [] if self._base is None else [self._base]
            for style in (paragraph_style or self._default, run_style):
                for parent in reversed(self.chain(style)):
                    properties = parent.find(w("rPr"))
                    if properties is not None:
                        layers.append(properties)
            for layer in layers:
                look = self._over(look, layer)
            self._looks[key] = look
        return look if run is None else self._over(look, run)

    def _over(self, look: Look, properties: "_Element") -> Look:
        """The look with one more layer of properties laid over it."""
        if not len(properties):
            return look
        font = self._font(properties.find(w("rFonts"))) or look.font
        capitals, small = is_on(properties, "caps"), is_on(properties, "smallCaps")
        hidden, raised = is_on(properties, "vanish"), value(properties, "vertAlign")
        if capitals is None:
            capitals = small
        return Look(
            font,
            look.capitals if capitals is None else capitals,
            look.hidden if hidden is None else hidden,
            look.raised if raised is None else raised == "superscript",
        )

    def _font(self, fonts: "_Element | None") -> str | None:
        if fonts is None:
            return None
        for script in ("hAnsi", "ascii"):  # the letters beyond ASCII decide; ASCII letters are the same in every font
            theme = fonts.get(w(f"{script}Theme"))
            if theme:
                return self._theme.get("major" if theme.startswith("major") else "minor")
            name = fonts.get(w(script))
            if name:
                return str(name)
        return None

    @cached_property
    def _theme(self) -> dict[str, str]:
        """The Latin fonts of the theme, "major" for headings and "minor" for text."""
        root = self._package.optional(self._package.by_kind("theme"))
        found = {}
        for kind in ("major", "minor"):
            latin = None if root is None else root.find(f".//a:{kind}Font/a:latin", NS)
            if latin is not None and latin.get("typeface"):
                found[kind] = str(latin.get("typeface"))
        return found

    def list_place(self, paragraph_style: str | None) -> tuple[ListPlace, tuple[str, ...]]:
        """The list a paragraph style belongs to, and the styles (nearest first) up to the one that names it.

        A style may change the level alone and take the list from the one it is based on.
        """
        level: int | None = None
        names: list[str] = []
        for style in self.chain(paragraph_style or self._default):
            names.append(str(style.get(w("styleId"))))
            place = level_of(style.find(w("pPr")))
            level = place.level if level is None else level
            if place.list_id is not None:
                return ListPlace(place.list_id, level), tuple(names)
        return ListPlace(None, level), tuple(names)

    def list_of(self, style: str) -> str | None:
        """`w:numId` of a list style (what `w:numStyleLink` points to)."""
        for parent in self.chain(style):
            place = level_of(parent.find(w("pPr")))
            if place.list_id is not None:
                return place.list_id
        return None
